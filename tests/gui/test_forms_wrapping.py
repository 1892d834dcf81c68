"""Where the words of a cell or of a label are broken over lines."""

import pytest

from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms import wrapping
from ivig_abstractor.gui.forms.wrapping import (
    label_widths,
    least_width,
    one_line,
    pieces,
    widest_piece,
    wrapped,
)
from ivig_abstractor.gui.theme import apply_theme

TEXTS = [
    "",
    "IVIG",
    "9 IVIG-treated patients with severe disability and major improvement",
    "8/19 (42.0%, 95% CI 19.6-64.6)",
    "mean 104.6 (SD 24.2)",
    "by or to 47.1 mg/day",
    "改善后的患者，包括包涵体肌炎",
    "x" * 60,
]


@pytest.fixture(autouse=True)
def light(qapp):
    apply_theme(qapp, "light")


def advance(text: str) -> int:
    return theme.metrics(theme.SMALL).horizontalAdvance(text)


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("room", [20, 64, 90, 150, 400])
def test_nothing_of_a_text_is_lost_and_no_line_is_too_long(text, room):
    lines = wrapped(text, room, 99)
    assert bare("".join(lines)) == bare(text)
    for line in lines:
        assert advance(line) <= room or len(pieces(line)) == 1


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("lines", [1, 2, 3])
def test_a_text_needs_so_many_lines_from_its_least_width_on(text, lines):
    least = least_width(text, lines)
    assert len(wrapped(text, least, 99)) <= lines
    if least > widest_piece(text):
        assert len(wrapped(text, least - 1, 99)) > lines


def test_the_last_line_holds_all_that_is_left():
    lines = wrapped(TEXTS[2], 90)
    assert len(lines) == 3
    assert " ".join(lines) == TEXTS[2].replace("IVIG- ", "IVIG-")
    assert wrapped("one\ntwo", 5, 1) == ("one two",)


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("74.5 ± 12.2", ["74.5", "±\N{NO-BREAK SPACE}12.2"]),
        ("71.4 %", ["71.4\N{NO-BREAK SPACE}%"]),
        ("mean 104.6 (SD 24.2)", ["mean", "104.6", "(SD\N{NO-BREAK SPACE}24.2)"]),
        ("25/35 (71.4%)", ["25/35", "(71.4%)"]),
        ("19.6-64.6", ["19.6-64.6"]),
        ("-12.5 U/L", ["-12.5", "U/L"]),
        ("IVIG-treated", ["IVIG-", "treated"]),
    ],
)
def test_a_number_stays_with_its_sign(text, together):
    assert [one.strip(" ") for one in pieces(one_line(text))] == together


def test_chinese_is_broken_between_any_letters():
    one, two = label_widths("该时点患者人数")
    assert two < 0.7 * one
    assert label_widths("Arm")[0] == label_widths("Arm")[1]


def test_letters_beyond_the_first_plane_are_whole():
    assert "".join(pieces("a \N{GRINNING FACE} b")) == "a \N{GRINNING FACE} b"


def test_another_font_is_measured_anew(monkeypatch):
    before = least_width("a text of some words", 1)
    monkeypatch.setattr(wrapping.theme, "family", lambda: "another")
    double = type("M", (), {"horizontalAdvance": lambda _self, text: 99 * len(text)})
    monkeypatch.setattr(wrapping.theme, "metrics", lambda *_size: double())
    assert least_width("a text of some words", 1) > before


def test_a_megabyte_in_a_cell_is_not_measured(qapp):
    text = "word " * 200_000
    lines = wrapped(text, 90)
    assert len(lines) == 3
    assert len("".join(lines)) < 2000
    assert least_width(text, 3) < 10_000
    assert widest_piece("x" * 1_000_000) < 20_000
