"""The file itself: same bytes, embedded fonts, text that reads back, safe writing."""

import io
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import Destination

from ivig_abstractor.base.errors import AppError, BugError
from ivig_abstractor.report import blocks as b
from ivig_abstractor.report import fonts
from ivig_abstractor.report.blocks import Run, Style, words
from ivig_abstractor.report.flow import Cancelled
from ivig_abstractor.report.pdf import render
from ivig_abstractor.report.plain_text import as_text
from tests.report.sample_blocks import every_block


def rendered(document, **more):
    target = io.BytesIO()
    pages = render(document, target, **more)
    return pages, target.getvalue()


def reader_of(document, **more):
    return PdfReader(io.BytesIO(rendered(document, **more)[1]))


def a_document(*blocks, **more):
    said = {
        "title": "Title",
        "author": "Author",
        "language": "en",
        "data_date": date(2024, 3, 15),
        "fingerprint": "ab" * 32,
        "blocks": blocks,
    }
    return b.Document(**(said | more))


def text_of(reader):
    return "\n".join(page.extract_text() for page in reader.pages)


@pytest.fixture(scope="module")
def sample():
    return reader_of(every_block())


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_same_document_gives_the_same_bytes(paper):
    assert rendered(every_block(), paper=paper) == rendered(every_block(), paper=paper)


def test_nothing_of_the_machine_is_in_the_bytes(monkeypatch):
    before = rendered(every_block())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1234567890")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert rendered(every_block()) == before


def test_the_file_says_what_it_is(sample):
    said = sample.metadata
    assert said.title == "Intravenous immunoglobulin in adult myositis"
    assert said.author == "A. Reviewer"
    assert said["/CreationDate"] == said["/ModDate"] == "D:20240315000000Z"
    assert sample.trailer["/Root"]["/Lang"] == "en"
    undated = reader_of(a_document(data_date=None))
    assert undated.metadata["/CreationDate"] == "D:20000101000000Z"


def test_every_font_is_embedded_and_none_is_helvetica(sample):
    found = {}
    for page in sample.pages:
        for font in page["/Resources"]["/Font"].values():
            kept = font.get_object()
            found[kept["/BaseFont"]] = kept["/FontDescriptor"].get_object()
    assert found
    assert not [name for name in found if "Helvetica" in name]
    assert all("/FontFile2" in descriptor for descriptor in found.values())
    assert any("MicroHei" in name for name in found)


def test_the_large_font_is_read_only_for_characters_no_other_face_has(monkeypatch):
    asked = []
    real = fonts.load
    monkeypatch.setattr(fonts, "load", lambda face: asked.append(face) or real(face))
    fonts.face_for.cache_clear()
    rendered(a_document(b.Paragraph(words("µ ≤ κ Ж é – − “quoted”"))))
    assert fonts.Face.HAN not in asked
    rendered(a_document(b.Paragraph(words("免"))))
    assert fonts.Face.HAN in asked


def test_greek_and_chinese_read_back_from_text_cells_and_headings():
    table = b.Table(
        "免疫球蛋白表",
        (b.Column("作者"),),
        (b.Group((b.Row((b.Text(words("丙种球蛋白 µ ≤ κ")),)),), "组"),),
    )
    document = a_document(
        b.Heading(1, "结果"),
        b.Paragraph(words("免疫球蛋白 in 12 cases, µ ≤ κ")),
        table,
        title="免疫球蛋白",
    )
    reader = reader_of(document)
    text = text_of(reader).replace("\n", "")
    for said in ("结果", "免疫球蛋白 in 12 cases, µ ≤ κ", "丙种球蛋白 µ ≤ κ", "作者"):
        assert said.replace(" ", "") in text.replace(" ", "")
    assert reader.metadata.title == "免疫球蛋白"


def test_characters_that_no_face_has_are_shown_by_number():
    said = "a\u202eb \x07 \U0001f600 \ud800"
    text = text_of(reader_of(a_document(b.Paragraph(words(said)), title=said)))
    for shown in ("⟨U+202E⟩", "⟨U+0007⟩", "⟨U+1F600⟩", "⟨U+D800⟩"):
        assert shown in text


def test_pages_are_numbered_and_carry_the_fingerprint(sample):
    for number, page in enumerate(sample.pages, start=1):
        text = page.extract_text()
        assert f"Page {number} of {len(sample.pages)}" in text
        assert "Data fingerprint bb48 4277" in text
        assert ("IVIG in myositis" in text) == (number > 1)


def test_contents_bookmarks_and_links_lead_to_the_right_pages(sample):
    titles = {
        entry.title: sample.get_destination_page_number(entry)
        for entry in sample.outline
        if isinstance(entry, Destination)
    }
    assert titles["1 Summary in numbers"] == 1
    assert titles["2 Characteristics"] == 2
    first = sample.pages[0].extract_text()
    assert "Characteristics" in first
    links = [
        annotation.get_object()
        for page in sample.pages
        for annotation in page.get("/Annots", ())
    ]
    inner = [one for one in links if "/Dest" in one]
    outer = [one["/A"]["/URI"] for one in links if "/A" in one]
    assert inner
    assert outer == ["https://doi.org/10.1000/x%281%29%3C2%3E"]


def test_links_to_places_that_are_not_printed_are_left_out():
    link = Run("27", Style.ACCENT, target="nowhere")
    reader = reader_of(a_document(b.Paragraph((link,))))
    assert "27" in text_of(reader)
    assert "/Annots" not in reader.pages[0]


def test_portrait_and_landscape_pages_are_mixed(sample):
    turned = [page.mediabox.width > page.mediabox.height for page in sample.pages]
    assert turned == [False, False, True, False, True]
    letter = reader_of(every_block(), paper="letter")
    assert (letter.pages[0].mediabox.width, letter.pages[0].mediabox.height) == (
        612,
        792,
    )


def test_an_unknown_paper_is_a_fault_of_the_program():
    with pytest.raises(BugError):
        rendered(a_document(), paper="a5")


def test_an_empty_document_is_one_page_that_says_so():
    pages, content = rendered(a_document())
    assert pages == 1
    assert "empty" in text_of(PdfReader(io.BytesIO(content)))


def test_a_cancelled_report_leaves_the_earlier_file(tmp_path):
    target = tmp_path / "report.pdf"
    target.write_bytes(b"earlier")
    for stop_at in (1, 3, 12):
        calls = []

        def progress(done, total, calls=calls, stop_at=stop_at):
            calls.append((done, total))
            return len(calls) < stop_at

        with pytest.raises(Cancelled):
            render(every_block(), target, progress=progress)
        assert target.read_bytes() == b"earlier"
        assert list(tmp_path.iterdir()) == [target]


def test_progress_only_grows_and_ends_at_its_total(tmp_path):
    told = []
    target = tmp_path / "report.pdf"
    pages = render(
        every_block(), target, progress=lambda *now: told.append(now) or True
    )
    assert [done for done, _total in told] == sorted(done for done, _total in told)
    assert told[-1][0] == told[-1][1]
    assert len(PdfReader(target).pages) == pages


def test_a_report_that_cannot_be_written_leaves_the_earlier_file(tmp_path):
    folder = tmp_path / "missing"
    with pytest.raises(AppError):
        render(every_block(), folder / "report.pdf")
    assert not folder.exists()


def test_blocks_as_text(golden):
    golden("every_block.txt", as_text(every_block().blocks))


ODD = st.text(max_size=40) | st.sampled_from(
    [
        "",
        " ",
        "\n",
        "x" * 1500,
        "免疫" * 90,
        "\u202e\x00\ud800",
        "1/0",
        "–",
        "a b " * 150,
    ]
)


def odd_blocks(draw_text):
    run = st.builds(
        Run,
        draw_text,
        st.sampled_from(Style),
        target=draw_text,
        url=draw_text,
        note=draw_text,
        formula=draw_text,
    )
    runs = st.lists(run, max_size=3).map(tuple)
    cell = st.one_of(
        st.builds(b.Text, runs, draw_text),
        st.builds(b.Number, draw_text, st.booleans(), draw_text, draw_text, draw_text),
        st.builds(b.Absent, draw_text, draw_text),
        st.just(b.Nothing()),
        st.builds(b.Judgement, st.sampled_from(b.Level), draw_text, draw_text),
        st.builds(b.Mark, st.sampled_from(b.MarkKind), draw_text),
        st.builds(b.Bar, st.floats(-1, 2)),
        st.builds(b.Check, st.booleans(), draw_text),
    )

    @st.composite
    def tables(draw):
        count = draw(st.integers(1, 9))
        column = st.builds(
            b.Column, draw_text, draw_text, st.sampled_from(b.Align), draw_text
        )
        row = st.builds(
            b.Row,
            st.lists(cell, min_size=count, max_size=count).map(tuple),
            draw_text,
            st.integers(0, 2),
            st.booleans(),
        )
        group = st.builds(
            b.Group, st.lists(row, max_size=4).map(tuple), draw_text, draw_text
        )
        return b.Table(
            draw(draw_text),
            tuple(draw(column) for _ in range(count)),
            tuple(draw(st.lists(group, max_size=3))),
            notes=tuple(draw(st.lists(runs, max_size=2))),
            group_column=draw(st.sampled_from(["", "Group"])),
            landscape=draw(st.booleans()),
            is_figure=draw(st.booleans()),
            anchor=draw(draw_text),
            aside=draw(draw_text),
        )

    simple = st.one_of(
        tables(),
        st.builds(
            b.Heading, st.sampled_from([1, 2, 3]), draw_text, draw_text, draw_text
        ),
        st.builds(b.Paragraph, runs, st.booleans()),
        st.builds(b.BulletList, st.lists(runs, max_size=3).map(tuple)),
        st.builds(b.NoteBlock, draw_text, runs),
        st.builds(b.Contents, draw_text),
        st.builds(b.PageBreak, st.booleans()),
        st.just(b.KeyFigures(())),
        st.builds(
            lambda one, other: b.KeyFigures((b.KeyFigure(one, other, one),) * 4),
            draw_text,
            draw_text,
        ),
        st.builds(
            lambda t, r: b.LabelledLines(t, (b.LabelledLine(t, r),)), draw_text, runs
        ),
        st.builds(b.TitleBlock, draw_text, draw_text, draw_text),
    )
    return st.lists(simple, max_size=5).map(tuple)


@settings(max_examples=20)
@given(odd_blocks(ODD), st.sampled_from(["a4", "letter"]))
def test_any_block_holds_any_text(made, paper):
    beside = b.Beside(made[:2], made[2:]) if made else b.Divider()
    document = replace(every_block(), blocks=(*made, beside))
    pages, content = rendered(document, paper=paper)
    assert len(PdfReader(io.BytesIO(content)).pages) == pages
