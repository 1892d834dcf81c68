"""Who needs more room has more of it, and nothing is said without its scope."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QFocusEvent, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from ivig_abstractor.gui import theme
from ivig_abstractor.gui.commands import commands
from ivig_abstractor.gui.keys import key_text
from ivig_abstractor.gui.views.reconcile.drawing import shared
from ivig_abstractor.gui.views.reconcile.place import TAB_PAD
from tests.gui.every_screen import settle
from tests.gui.shell_builders import do
from tests.gui.views.reconcile.looking import YEAR


@pytest.mark.parametrize(
    ("needs", "room", "given"),
    [
        ([40, 60], 200, [40, 60]),
        ([20, 90, 90], 120, [20, 50, 50]),
        ([90, 20, 60], 150, [70, 20, 60]),
        ([50, 50], 0, [0, 0]),
        ([50], -8, [0]),
        ([], 100, []),
    ],
)
def test_a_room_is_shared_by_need(needs, room, given):
    assert shared(needs, room) == given


def test_lists_of_the_queue_show_their_words(place, window):
    window.resize(1366, 768)
    settle()
    for box in (place.decide.side.section, place.decide.side.order):
        words = box.fontMetrics().horizontalAdvance(box.currentText())
        assert box.width() >= words + 40


def test_the_tabs_stand_at_one_place(place, window):
    window.resize(1366, 768)
    seen = set()
    for name in ("tab_decide", "tab_agreement", "tab_imports"):
        do(window, name)
        settle()
        seen.add(place.tabs.mapTo(place, place.tabs.rect().topLeft()).toTuple())
    assert len(seen) == 1


def ink_of_tab(place, at: int) -> int:
    """Where the words of a tab begin."""
    tabs = place.tabs
    drawn = tabs.grab().toImage()
    ratio = drawn.devicePixelRatio()
    rect = tabs.tabRect(at)
    bare = drawn.pixelColor(int((rect.left() + 3) * ratio), int(8 * ratio))
    columns = range(int((rect.left() + 3) * ratio), int(rect.right() * ratio))
    rows = range(int(10 * ratio), int((rect.height() - 6) * ratio))
    return next(x for x in columns if any(drawn.pixelColor(x, y) != bare for y in rows))


def test_the_words_of_a_tab_stay_when_it_is_chosen(place, window):
    window.resize(1366, 768)
    seen = {at: set() for at in range(3)}
    for name in ("tab_decide", "tab_agreement", "tab_imports"):
        do(window, name)
        settle()
        for at, found in seen.items():
            found.add(ink_of_tab(place, at) - place.tabs.tabRect(at).left())
    assert all(max(found) - min(found) <= 1 for found in seen.values())
    assert place.tabs.mapTo(place, place.tabs.tabRect(0).topLeft()).x() + TAB_PAD == 24


def test_a_score_has_a_track_and_the_button_means_one_pair(place):
    assert place.decide.strip.confirm.accessibleName() == "Confirm this pair"
    made = QPixmap(200, 26)
    made.fill(theme.tokens().colour("base"))
    with QPainter(made) as painter:
        pair = next(one for one in place.decide.strip.model.pairs if one.is_paired)
        half = replace(pair, how="proposed", score=0.5)
        place.decide.strip.list.itemDelegate()._paint_how(painter, made.rect(), 0, half)
    ctl = theme.tokens().colour("ctl")
    image = made.toImage()
    assert image.pixelColor(36 + 43, 13) == ctl
    assert image.pixelColor(36 + 43, 4) != ctl


def test_numbers_say_of_what_they_are(place, window):
    window.resize(1366, 768)
    settle()
    assert place.decide.side.place.text() == "Study 1 of 1"
    assert place.tabs.tabText(0).endswith(" open in 1 study")
    window.resize(960, 700)
    settle()
    assert place.decide.side.place.text() == "Study 1 of 1"
    assert not place.decide.side.bar.isHidden()
    assert place.tabs.tabText(0).endswith(" open")


def test_what_speaks_for_a_pair_is_said_once(place):
    book = place.decide.book
    pair = next(one for one in book.held.rows if one.is_paired and one.reasons)
    reason = pair.reasons[0]
    assert reason in place.decide.strip.model.words(pair)
    assert reason not in book.pairing(f"{pair.path}.name")
    assert "score" not in book.pairing(f"{pair.path}.name")


def test_names_of_pairs_have_the_width_of_the_longest(place):
    model = place.decide.strip.model
    measure = theme.metrics(theme.SMALL).horizontalAdvance
    names = [measure(model.names(one)[0]) for one in model.pairs]
    assert model.needs()[0] > max(names)
    assert len(model.needs()) == len(place.decide.book.held.parties) + 1


def test_the_key_of_the_reason_stands_in_its_box_while_it_leads_there(place):
    place.decide.reveal(YEAR)
    reason = place.decide.card.consensus.reason
    assert reason.isAncestorOf(reason.key)
    assert not reason.key.isHidden()
    QApplication.sendEvent(reason, QFocusEvent(QEvent.Type.FocusIn))
    assert reason.key.isHidden()
    QApplication.sendEvent(reason, QFocusEvent(QEvent.Type.FocusOut))
    assert not reason.key.isHidden()


def test_the_table_of_duties_is_as_wide_as_its_heading(place, window):
    do(window, "tab_imports")
    window.resize(1366, 768)
    settle()
    table = place.imports.assignments
    widths = [table.columnWidth(at) for at in range(table.cells.columnCount())]
    assert sum(widths) == table.viewport().width()
    assert widths[0] > widths[1]


def test_the_key_of_a_button_is_in_it_and_gives_way_to_its_words(place, window):
    agreement, imports = place.agreement, place.imports
    buttons = {
        "complete_consensus": place.complete,
        "reopen_consensus": place.reopen,
        "fill_agreed": place.decide.side.fill,
        "export_agreement": agreement.export,
        "hand_out": imports.hand_out,
        "hand_in": imports.hand_in,
        "merge": imports.merge,
    }
    keys = {one.id: one.keys for one in commands()}
    for name, button in buttons.items():
        assert button._key == key_text(keys[name][0])
        bare = button.minimumSizeHint().width()
        assert bare < button.sizeHint().width()


@pytest.mark.parametrize("height", [655, 768])
def test_the_table_begins_with_a_whole_row_when_a_card_is_revealed(
    place, window, height
):
    window.show()
    window.resize(1366, height)
    settle()
    sheet = place.decide.sheet
    bar = sheet.verticalScrollBar()
    seen = 0
    for one in place.decide.book.form_order[::2]:
        place.decide.reveal(one.compared.path)
        settle()
        first = sheet.rowViewportPosition(sheet.rowAt(0))
        card = sheet.card
        assert card.y() >= 0
        fits = card.height() + theme.ROW <= sheet.viewport().height()
        if fits and bar.value() < bar.maximum():
            seen += 1
            assert first == 0
            assert card.y() + card.height() <= sheet.viewport().height()
    assert seen > 2
