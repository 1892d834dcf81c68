"""Journeys run the whole program in memory, on any machine."""

import os

import pytest
from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> QApplication:
    """One application for all journeys, as Qt allows only one in a process."""
    qapp.setQuitOnLastWindowClosed(True)
    return qapp
