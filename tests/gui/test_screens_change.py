"""The window is moved to a finer screen, or its letters grow, while it is open."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget

from ivig_abstractor.gui.icons import pixmap
from ivig_abstractor.gui.views import parts
from tests.gui.shell_builders import do

PATIENCE = 60_000


def test_a_window_moved_to_a_finer_screen_is_drawn_finely(
    window, file, qtbot, monkeypatch
):
    window.open_file(file)
    do(window, "place_report")
    pages = window.screens.report.pages

    def see(ratio):
        """The first page has as many dots as fit where it now stands."""
        assert window.proofs.is_up_to_date
        assert 1 in pages._images
        stands = ratio * pages._rect(1).width()
        assert pages._images[1].width() == pytest.approx(stands, abs=ratio)

    qtbot.waitUntil(lambda: see(1), timeout=PATIENCE)
    drawn = []

    def spied(name, tint, size, ratio):
        drawn.append(ratio)
        return pixmap(name, tint, size, ratio)

    monkeypatch.setattr(parts, "pixmap", spied)
    monkeypatch.setattr(QWidget, "devicePixelRatioF", lambda _widget: 2.0)
    for each in (window, *window.findChildren(QWidget)):  # as Qt does
        QApplication.sendEvent(each, QEvent(QEvent.Type.DevicePixelRatioChange))

    qtbot.waitUntil(lambda: see(2), timeout=PATIENCE)
    assert set(drawn) == {2.0}
    assert window.desk.study is not None
    window.proofs.end()


@pytest.mark.parametrize("size", [8, 16, 24])
def test_letters_that_grow_while_the_window_is_open_are_not_lost(
    window, file, size, qtbot
):
    window.open_file(file)
    try:
        window.setFont(QFont(window.font().family(), size))
        qtbot.wait(50)
        for place in ("place_report", "place_abstract"):
            do(window, place)
            window.grab()
        assert window.desk.study is not None
        window.resize(1000, 600)
        window.grab()
    finally:
        window.proofs.end()
