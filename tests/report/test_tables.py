"""Tables over pages: headers repeat, rows stay whole, notes are those of the page."""

import io
import re

import pytest
from pypdf import PdfReader

from ivig_abstractor.report import blocks as b
from ivig_abstractor.report import table as table_module
from ivig_abstractor.report.blocks import Align, Run, words
from ivig_abstractor.report.cells import Slot, cell_box, spans
from ivig_abstractor.report.layout import lay_out
from ivig_abstractor.report.page import Letter
from ivig_abstractor.report.pdf import render
from ivig_abstractor.report.table import TableBox
from ivig_abstractor.report.table_notes import note_letter
from ivig_abstractor.report.typesetting import TABLE
from tests.report.test_pdf import a_document


def a_table(rows, **more):
    columns = (b.Column("Study"), b.Column("Enrolled", "n", Align.NUMBER))
    said = {"caption": "Many studies", "columns": columns}
    groups = more.pop("groups", None) or (b.Group(tuple(rows)),)
    return b.Table(groups=groups, **(said | more))


def a_row(at, text="", **more):
    return b.Row((b.Text(words(text or f"Study {at}")), b.Number(str(at), **more)))


def pages_of(*blocks):
    target = io.BytesIO()
    render(a_document(b.Heading(1, "Chapter"), *blocks), target)
    return [page.extract_text() for page in PdfReader(target).pages]


def test_headers_captions_and_groups_are_repeated():
    groups = (b.Group([a_row(at) for at in range(200)], "Cohorts", "200"),)
    pages = pages_of(a_table((), groups=groups))
    assert len(pages) > 3
    assert "Cohorts, 200" in pages[0]
    for page in pages[1:]:
        assert "Table 1.1 Many studies (continued)" in page
        assert "Enrolled" in page
        assert "Cohorts (continued)" in page
    for page in pages[:-1]:
        assert "Table continues on the next page" in page
    assert "Table continues" not in pages[-1]
    found = re.findall(r"Study (\d+)", "\n".join(pages))
    assert [int(at) for at in found] == list(range(200))


def test_a_dense_table_names_its_group_on_every_page():
    groups = (b.Group([a_row(at) for at in range(90)], "Cohorts"),)
    pages = pages_of(a_table((), groups=groups, group_column="Design"))
    assert all("Cohorts" in page for page in pages)


def test_a_row_is_not_divided_unless_it_is_higher_than_half_a_page():
    rows = [a_row(at, f"begin{at} " + "word " * 300 + f"end{at}.") for at in range(12)]
    for page in pages_of(a_table(rows)):
        for at in range(12):
            assert (f"begin{at} " in page) == (f"end{at}." in page)


def test_a_row_higher_than_a_page_goes_on_until_its_end():
    pages = pages_of(a_table([a_row(1, "word " * 6000 + "last"), a_row(2)]))
    assert len(pages) > 3
    assert sum(page.count("word") for page in pages) == 6000
    assert "last" in pages[-1]


def test_notes_and_letters_are_those_of_the_page():
    rows = [a_row(at, note=f"Remark {at}.") for at in range(100)]
    pages = pages_of(a_table(rows, abbreviations={"DM": "dermatomyositis"}))
    assert "Remark 0." in pages[0]
    assert "Remark 0." not in pages[1]
    assert not any("dermatomyositis" in page for page in pages)
    assert "Remark 99." in pages[-1]


def test_only_abbreviations_that_occur_are_printed():
    known = {"DM": "dermatomyositis", "PM": "polymyositis"}
    (page,) = pages_of(a_table([a_row(1, "with DM")], abbreviations=known))
    assert "DM, dermatomyositis." in page
    assert "polymyositis" not in page


def test_equal_notes_share_a_letter_and_d_is_never_a_note():
    first = [note_letter(at) for at in (0, 1, 2, 3, 24, 25, 26)]
    assert first == ["a", "b", "c", "e", "z", "aa", "ab"]
    assert "d" not in {note_letter(at) for at in range(200)}
    rows = [a_row(at, note="The same.") for at in range(3)]
    (page,) = pages_of(a_table(rows))
    assert page.count("The same.") == 1


def test_a_derived_number_tells_its_formula():
    rows = [a_row(1, derived=True, formula="a × b"), a_row(2)]
    (page,) = pages_of(a_table(rows))
    assert "Derived: a × b." in page


def test_a_table_without_rows_is_a_sentence():
    (page,) = pages_of(a_table([], empty="No study gives this."))
    assert "No study gives this." in page
    assert "Enrolled" not in page
    (page,) = pages_of(a_table([], notes=(words("Not in source: 3"),)))
    assert "Not in source: 3" in page


def test_equal_absences_become_one():
    absent, other = b.Absent("not in source"), b.Absent("unclear")
    assert spans([absent, absent, other, other, b.Nothing(), absent]) == [
        (0, 1),
        (2, 3),
        (4, 4),
        (5, 5),
    ]
    columns = tuple(b.Column(f"C{at}") for at in range(4))
    row = b.Row((b.Text(words("Study")), absent, absent, absent))
    table = b.Table("T", columns, (b.Group((row,)),))
    (page,) = pages_of(table)
    assert page.count("not in source") == 1


@pytest.mark.parametrize(
    ("align", "texts", "left"),
    [
        (
            Align.NUMBER,
            ["1204", "2.0", "55.6 (10.1)", "−0.5"],
            ["1204", "2", "55", "−0"],
        ),
        (Align.FRACTION, ["6/11", "116/119", "15"], ["6", "116", "15"]),
        (Align.RANGE, ["18–55", "7–49", "6"], ["18", "7", "6"]),
    ],
)
def test_numbers_hang_on_their_point_slash_or_dash(align, texts, left):
    slot = Slot(0, 100, align, 50)
    for text, expected in zip(texts, left, strict=True):
        box = cell_box(b.Number(text), slot, TABLE)
        assert "".join(piece.text for piece in box.split.left.pieces) == expected


def test_words_in_a_column_of_numbers_are_wrapped_like_words():
    slot = Slot(0, 40, Align.NUMBER, 20)
    box = cell_box(b.Number("no number at all"), slot, TABLE)
    assert len(box.lines) > 1
    long = cell_box(b.Number("9" * 60), slot, TABLE)
    assert len(long.lines) > 1


def test_columns_fill_the_page_and_keep_words_whole():
    columns = tuple(b.Column(f"Oesophagus {at}", least=90) for at in range(7))
    row = b.Row(tuple(b.Text(words("retrospective study")) for _ in columns))
    box = TableBox(b.Table("T", columns, (b.Group((row,)),)), "1", 482)
    last = box.slots[-1]
    assert last.x + last.width == pytest.approx(482)
    lines = [
        "".join(piece.text for piece in line.pieces).strip()
        for placed in box.measure(row).cells
        for line in placed.box.lines
    ]
    assert set(lines) == {"retrospective", "study"}


def test_each_row_is_measured_once_however_many_there_are(monkeypatch):
    measured = []
    real = table_module.cell_box

    def counted(cell, *given, **more):
        measured.append(cell)
        return real(cell, *given, **more)

    monkeypatch.setattr(table_module, "cell_box", counted)
    counts = {}
    for rows in (500, 8000):
        measured.clear()
        table = a_table([a_row(at) for at in range(rows)])
        layout = lay_out(a_document(b.Heading(1, "Chapter"), table), "a4")
        counts[rows] = len(measured)
        marks = sum(len(page.marks) for page in layout.pages)
        assert marks < 12 * rows
    assert counts == {500: 1000, 8000: 16_000}


def test_nothing_is_written_outside_the_margins():
    rows = [
        a_row(at, "免疫球蛋白 " * (at % 7) + "x" * (at * 9 % 200), note=f"Note {at}")
        for at in range(60)
    ]
    table = a_table(rows, notes=(words(Run("A long final note. " * 80)),))
    for page in lay_out(a_document(b.Heading(1, "Chapter"), table), "a4").pages:
        for mark in page.marks:
            if isinstance(mark, Letter):
                assert 56 <= mark.x <= page.width - 56
                assert 40 < mark.baseline <= page.bottom + 4
