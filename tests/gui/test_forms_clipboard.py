"""What is pasted is cut into cells as the reviewer sees them, or refused in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivig_abstractor.gui.forms.clipboard import (
    MOST_ROWS,
    Block,
    NoBlock,
    read_block,
    write_block,
)


def cells(text: str) -> tuple[tuple[str, ...], ...]:
    block = read_block(text)
    assert isinstance(block, Block), block
    return block.rows


def test_spreadsheet_cells_are_cut_at_tabs():
    assert cells("1\t2\r\n3\t4\r\n") == (("1", "2"), ("3", "4"))


def test_a_quoted_cell_may_hold_tabs_and_lines():
    assert cells('a\t"two\nlines"\nb\t"a ""word"""\n') == (
        ("a", "two\nlines"),
        ("b", 'a "word"'),
    )


def test_a_lone_quotation_mark_swallows_nothing():
    assert cells('"high-dose\t1\nlow\t2') == (('"high-dose', "1"), ("low", "2"))


def test_a_pdf_table_is_cut_at_aligned_spaces():
    text = "Muscle strength   67.0    81.0\nCK                1287.4  612.6\n"
    assert cells(text) == (
        ("Muscle strength", "67.0", "81.0"),
        ("CK", "1287.4", "612.6"),
    )


def test_words_before_numbers_are_one_cell_when_spaces_are_single():
    assert cells("Muscle strength 67.0 81.0\nCK 1287.4 612.6") == (
        ("Muscle strength", "67.0", "81.0"),
        ("CK", "1287.4", "612.6"),
    )
    assert cells("67.0 81.0\n1287.4 612.6") == (("67.0", "81.0"), ("1287.4", "612.6"))


@pytest.mark.parametrize(
    "text", ["48 ± 12\n50 ± 9", "2 to 5\n3 to 6", "1 of 8\n2 of 9"]
)
def test_what_belongs_together_is_not_cut(text):
    assert cells(text) == tuple((line,) for line in text.split("\n"))


def test_one_line_of_words_is_one_cell():
    assert cells("headache in 12 of 20") == (("headache in 12 of 20",),)


def test_ragged_rows_are_kept_and_said():
    block = read_block("1\t2\t3\n4\n\n5\t6\t7")
    assert isinstance(block, Block)
    assert block.rows == (("1", "2", "3"), ("4",), (), ("5", "6", "7"))
    assert block.ragged
    assert block.width == 3


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "no text"),
        ("  \n ", "no text"),
        ("\x89PNG\x1a\x00\x00data", "not text"),
        ("a\ufffdb", "not text"),
        ("x" * 1_000_001, "1000001 characters"),
        ("\n".join("1\t2" for _ in range(MOST_ROWS + 1)), f"{MOST_ROWS + 1} rows"),
        ("\t".join("1" for _ in range(101)), "101 columns"),
    ],
)
def test_what_cannot_be_cells_is_refused_in_a_sentence(text, word):
    refused = read_block(text)
    assert isinstance(refused, NoBlock)
    assert word in refused.message
    assert refused.message.endswith(".")


@given(
    st.lists(
        st.lists(
            st.text(
                st.characters(blacklist_categories=["C", "Z"])
                | st.sampled_from('" \t\n'),
                max_size=12,
            ).map(str.strip),
            min_size=2,
            max_size=4,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_is_copied_can_be_pasted(rows):
    width = max(len(row) for row in rows)
    square = [row + ["x"] * (width - len(row)) for row in rows]
    square[-1][-1] = "end"
    written = write_block(square)
    if written.count('"') % 2 == 0 and "\ufffd" not in written:
        assert cells(written) == tuple(tuple(row) for row in square)
