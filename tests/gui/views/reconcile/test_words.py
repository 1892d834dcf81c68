"""How answers, sources and pairs are put into words beside each other."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ivig_abstractor.gui.views.reconcile import words
from ivig_abstractor.gui.views.reconcile.columns import SourceLabel
from ivig_abstractor.gui.views.reconcile.queue import Waiting
from ivig_abstractor.gui.views.reconcile.words import Said
from ivig_abstractor.model.form import the_form
from ivig_abstractor.model.reading import read_answer
from ivig_abstractor.operations.second_example import build_second_example
from tests.gui.every_screen import settle
from tests.gui.views.reconcile.looking import JOURNAL, YEAR

DURATION = "arms[a].phases[p].course.duration"
COURSES = "arms[a].phases[p].course.n_courses_given"


def said(path: str, typed: str) -> Said:
    spec = the_form().field(path)
    return words.said(spec, read_answer(spec, typed).value, {})


@pytest.mark.parametrize(
    ("path", "typed", "unit"),
    [
        (DURATION, "3", "months"),
        (DURATION, "4-6", "months"),
        (DURATION, "3 years", ""),
        (COURSES, "4.8 (3-15)", "courses"),
        ("population.n_enrolled", "12", "patients"),
        ("population.n_enrolled", "1", ""),
        ("identification.journal", "Lancet", ""),
    ],
)
def test_a_bare_number_has_the_unit_of_its_field(path, typed, unit):
    assert said(path, typed).unit == unit
    assert said(path, typed).full.endswith(unit or said(path, typed).text)


def test_a_unit_that_is_shared_is_said_once():
    three, blank = Said("3", "months"), Said("–", is_blank=True)
    assert words.side_by_side([three, Said("30", "months")]) == "3 | 30 months"
    assert words.side_by_side([three, blank]) == "3 months | –"
    assert words.side_by_side([three, Said("2 years")]) == "3 months | 2 years"
    assert words.side_by_side([Said("x"), Said("y")]) == "x | y"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("https://www.nejm.org/doi/10.1056/x?y=1", "nejm.org"),
        ("http://example.org", "example.org"),
        ("10.1212/WNL.43.1.1", "10.1212/WNL.43.1.1"),
        ("Dalakas 1993", "Dalakas 1993"),
        ("", ""),
    ],
)
def test_of_an_address_only_the_host_is_said(source, shown):
    assert words.source_words(source) == shown


@pytest.fixture
def example(window, tmp_path):
    """The review of two simulated reviewers, at its first study."""
    made = build_second_example(tmp_path / "two.ivig")
    window.open_file(made.path)
    window.does.go_to_place("reconcile")
    return window.screens.reconcile


def texts(part) -> list[str]:
    return [one.text() for one in part.findChildren(QLabel)]


def test_a_source_that_all_read_is_said_once_with_its_address_as_tip(example):
    lines = example.decide.book.form_order
    example.decide.reveal(next(filter(_has_one_bare_source, lines)).compared.path)
    card = example.decide.card
    [source] = card.findChildren(SourceLabel)
    assert card.field.isAncestorOf(source)
    assert "/" not in source.text()
    evidence = card.line.compared.sides[0].evidence[0]
    assert evidence.source.removeprefix("https://") in source.accessibleDescription()
    for side in card.sides:
        assert "No quotation stored" in texts(side)
    example.decide.reveal("outcomes.rows[strength_randomised].n")
    assert "No quotation stored" not in texts(example.decide.card)


def _has_one_bare_source(line):
    """Say whether all cite the same address, and nobody a sentence."""
    cited = [side.evidence for side in line.compared.sides]
    if not all(len(one) == 1 and not one[0].quotation for one in cited):
        return False
    [source, *more] = {one[0].source for one in cited}
    return source.startswith("https://") and not more


def test_what_all_answered_alike_is_shown_as_their_answer(example):
    [line, *_more] = (
        one for one in example.decide.book.unstored() if one.compared.spec is not None
    )
    example.decide.reveal(line.compared.path)
    said = texts(example.decide.card.consensus)
    assert f"{example.decide.book.consensus(line).text}  same" in said
    assert "All gave this answer; reopen it to decide otherwise." in said


def test_the_button_says_how_many_fields_it_fills_in(example, window):
    side = example.decide.side
    count = int("".join(filter(str.isdigit, side.fill.accessibleName())))
    side.fill.click()
    undo = window.menus.action("undo").text()
    assert f"fill in {count} agreed fields" in undo.casefold()
    assert side.fill_row.isHidden()


def test_what_is_shown_and_not_stored_says_so_until_it_is_filled_in(example, window):
    side, model = example.decide.side, example.decide.sheet.lines
    [line, *_more] = example.decide.book.unstored()
    row = model.row_of(line.compared.path)
    last = model.columnCount() - 1
    assert side.settled.text().endswith(" agree")
    assert "Not stored" in side.settled.accessibleDescription()
    assert model.cell(line, last - 1).end == "not filled in"
    assert model.index(row, last).data().endswith("same, not filled in")
    side.fill.click()
    assert side.settled.text().endswith(" settled")
    assert example.decide.book.unstored() == []
    assert model.index(row, last).data().endswith(" same")


def test_the_status_says_how_many_are_complete_and_that_viewing_is_recorded(
    example, window
):
    said = window.screens.status.progress.text()
    assert said == (
        "Consensus complete for 0 of 11 studies that are ready · viewing is recorded"
        " in the audit trail"
    )


def test_how_many_studies_can_be_reconciled_is_said(example, window):
    window.resize(1366, 768)
    settle()
    side = example.decide.side
    assert side.place.text() == "Study 1 of 15 · 11 ready to compare"
    # The bar draws what stands beside it, and not how many studies are ready.
    assert side.bar.geometry().top() > side.place.geometry().bottom()
    middles = [one.geometry().center().y() for one in (side.bar, side.settled)]
    assert abs(middles[0] - middles[1]) <= 1
    tip = example.decide.side.place.accessibleDescription()
    assert "15" in tip
    assert "11" in tip


def test_what_speaks_for_a_pair_is_read_whole(example, window):
    duration = next(p for p in example.decide.book.by_path if p.endswith(".duration"))
    window.resize(1366, 768)
    settle()
    example.decide.reveal(duration)
    strip = example.decide.strip
    pair = strip.current()
    assert not strip.reasons.isHidden()
    assert strip.reasons.text() == " · ".join(pair.reasons)
    assert strip.remark.text().startswith("not confirmed, paired by the program")
    for button in (strip.confirm, strip.apart):
        assert button.geometry().bottom() > strip.reasons.y() > strip.list.y()
        assert button.x() > strip.reasons.geometry().right()
    assert strip.list.width() == strip.width() - 24
    assert strip.apart.geometry().right() == strip.list.geometry().right()
    strip.confirm_current()
    assert strip.reasons.isHidden()
    assert not strip.remark.text().startswith("not confirmed")


def test_what_lacks_evidence_says_so(place):
    model = place.decide.side.model
    found = [one for one in model.items if isinstance(one, Waiting) and one.lacks]
    assert [one.line.compared.path for one in found] == [YEAR]
    at = model.index(model.row_of(YEAR))
    assert at.data(Qt.ItemDataRole.AccessibleTextRole).endswith("without evidence")


def test_same_after_normalising_is_a_sign_that_is_read_aloud(place):
    model = place.decide.sheet.lines
    cell = model.cell(place.decide.book.by_path[JOURNAL], 2)
    waits = "same after normalising, not filled in"
    assert (cell.end, cell.spoken) == ("not filled in", waits)
    place.decide.side.accept.click()
    cell = model.cell(place.decide.book.by_path[JOURNAL], 2)
    assert (cell.end, cell.spoken) == ("=", "same after normalising")
    at = model.index(model.row_of(JOURNAL), 3)
    assert at.data().endswith("same after normalising")
