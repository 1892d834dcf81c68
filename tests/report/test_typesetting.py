"""Text of any script becomes lines that fit, and nothing of it is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivig_abstractor.report import fonts
from ivig_abstractor.report.blocks import Run, Style
from ivig_abstractor.report.fonts import Face
from ivig_abstractor.report.typesetting import (
    DENSE,
    NBSP,
    PROSE,
    TABLE,
    TITLE,
    line_of,
    widest_word,
    wrap,
)


def shown(lines):
    return ["".join(piece.text for piece in line.pieces) for line in lines]


def bare(text):
    return "".join(text.replace(NBSP, " ").split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("\x00", "⟨U+0000⟩"),
        ("soft\u00adhyphen", "soft⟨U+00AD⟩hyphen"),
        ("\ud800", "⟨U+D800⟩"),
        ("\ue000", "⟨U+E000⟩"),
        ("\U0001f600", "⟨U+1F600⟩"),
        ("שלום", "⟨U+05E9⟩⟨U+05DC⟩⟨U+05D5⟩⟨U+05DD⟩"),
        ("tab\there", "tab here"),
        ("thin\u2009en\u2002", "thin en "),
        ("1\u202f204", f"1{NBSP}204"),
        ("one\r\ntwo\u2028three", "one\ntwo\nthree"),
        ("µ ≤ κ − × ÷ → ± ½ é ñ Ж", "µ ≤ κ − × ÷ → ± ½ é ñ Ж"),
        ("丙种球蛋白 かな 한국어", "丙种球蛋白 かな 한국어"),
    ],
)
def test_what_no_face_prints_is_shown_by_its_number(text, expected):
    assert fonts.printable(text) == expected


def test_only_characters_of_the_other_faces_change_the_face():
    stretches = fonts.stretches("IVIG 免疫 µ", Face.SERIF)
    assert [(one.face, one.text) for one in stretches] == [
        (Face.SERIF, "IVIG "),
        (Face.HAN, "免疫"),
        (Face.SERIF, " µ"),
    ]
    assert fonts.stretches("⟨", Face.SERIF)[0].face is Face.SANS


def test_an_empty_text_is_one_empty_line():
    assert shown(wrap((Run(""),), TABLE, 50)) == [""]
    assert shown(wrap((), TABLE, 50)) == [""]


def test_a_word_longer_than_any_line_is_broken_and_nothing_is_lost():
    word = "x" * 10_000
    lines = wrap((Run(word),), TABLE, 100)
    assert "".join(shown(lines)) == word
    assert max(line.width for line in lines) <= 100.01
    assert len(lines) > 200


def test_a_long_address_is_broken_behind_a_sign():
    lines = shown(wrap((Run("https://doi.org/10.1000/some/thing"),), TABLE, 80))
    assert lines == ["https://doi.org/10.", "1000/some/thing"]


def test_chinese_breaks_between_characters_but_not_before_a_comma():
    lines = shown(wrap((Run("免疫球蛋白治疗多发性肌炎，共十二例。" * 4),), TABLE, 60))
    assert len(lines) > 5
    assert not [line for line in lines if line[0] in "，。"]


def test_a_number_keeps_its_unit_in_a_table_and_not_in_prose():
    assert shown(wrap((Run("for 5 days"),), TABLE, 30)) == ["for", f"5{NBSP}days"]
    assert shown(wrap((Run("for 5 days"),), PROSE, 30)) == ["for 5", "days"]
    joined = shown(wrap((Run("P < 0.01, SD 25"),), DENSE, 500))
    assert joined == [f"P{NBSP}<{NBSP}0.01, SD{NBSP}25"]


def test_words_stay_together_over_the_edges_of_runs():
    lines = shown(wrap((Run("in "), Run("27", Style.ACCENT), Run(", so")), TABLE, 16))
    assert lines == ["in", "27,", "so"]


def test_line_ends_are_kept():
    assert shown(wrap((Run("one\n\ntwo"),), TABLE, 99)) == ["one", "", "two"]


def test_a_derived_run_carries_its_mark():
    line = wrap((Run("2.0", Style.DERIVED, formula="a × b"),), TABLE, 99)[0]
    assert [piece.is_mark for piece in line.pieces] == [False, True]
    assert line.pieces[1].formula == "a × b"
    assert line.width == pytest.approx(sum(piece.width for piece in line.pieces))


def test_a_megabyte_of_text_is_measured_in_time_that_grows_with_it():
    lines = wrap((Run("/x" * 500_000),), TABLE, 100)
    assert sum(len(text) for text in shown(lines)) == 1_000_000


@given(
    st.lists(st.text(max_size=60), max_size=4),
    st.floats(min_value=0, max_value=400),
    st.sampled_from([TABLE, PROSE, TITLE]),
)
def test_nothing_but_spaces_is_lost_and_lines_fit(texts, room, kind):
    runs = tuple(Run(text, note="n" if "a" in text else "") for text in texts)
    lines = wrap(runs, kind, room)
    expected = "".join(fonts.printable(run.text) for run in runs)
    assert bare("".join(shown(lines))) == bare(expected)
    for line in lines:
        pieces = [piece for piece in line.pieces if piece.text or piece.is_mark]
        least = len(pieces) <= 2 and sum(len(p.text) for p in pieces) <= 1
        assert line.width <= max(room, 1) + 0.02 or least


def test_one_line_has_the_width_of_its_words():
    assert line_of((Run("a b"),), TABLE).width == pytest.approx(
        fonts.width("a b", Face.SANS, 8.5)
    )
    assert widest_word((Run("a bbbb"),), TABLE) == pytest.approx(
        fonts.width("bbbb", Face.SANS, 8.5)
    )
