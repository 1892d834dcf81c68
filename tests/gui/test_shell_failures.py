import gc
import logging
import sys
import threading

import pytest
from PySide6.QtCore import QCoreApplication, qWarning
from PySide6.QtWidgets import QApplication, QPushButton

from ivig_abstractor.gui import app as program
from ivig_abstractor.gui.exceptions import ExceptionDialog, Failures
from ivig_abstractor.gui.garbage import GarbageTimer
from ivig_abstractor.gui.translator import Translator


@pytest.fixture
def failures(tmp_path, qapp, logged):
    made = Failures()
    made.install(tmp_path / "log")
    yield made
    made.uninstall()
    for one in QApplication.topLevelWidgets():
        if isinstance(one, ExceptionDialog):
            one.close()
    logged[:] = [one for one in logged if one.name != "ivig_abstractor.crash"]


def shown():
    return [
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, ExceptionDialog) and one.isVisible()
    ]


def fail(text):
    error = ValueError(text)
    try:
        int(text)
    except ValueError as broken:
        sys.excepthook(ValueError, error, broken.__traceback__)


def test_a_fault_is_told_once_and_can_be_copied(failures, qtbot):
    fail("what somebody typed")
    fail("again")
    [dialog] = shown()

    said = dialog.text.toPlainText()
    assert "what somebody typed" in said
    assert "again" in said
    assert "IVIG Abstractor" in said
    copy = next(
        b for b in dialog.findChildren(QPushButton) if b.text().startswith("Copy")
    )
    copy.click()
    assert "what somebody typed" in QApplication.clipboard().text()
    dialog.accept()
    fail("a third time")
    assert len(shown()) == 1


def test_the_log_holds_no_answer(failures, tmp_path):
    fail("what somebody typed")
    [handler] = logging.getLogger("ivig_abstractor.crash").handlers
    handler.flush()
    said = (tmp_path / "log" / "program.log").read_text("utf-8")

    assert "ValueError" in said
    assert "test_shell_failures.py" in said
    assert "what somebody typed" not in said


def test_a_fault_in_another_thread_is_told_too(failures, qtbot):
    def broken():
        raise ZeroDivisionError

    thread = threading.Thread(target=broken)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(shown()))
    assert "ZeroDivisionError" in shown()[0].text.toPlainText()


def test_everything_is_given_back(tmp_path, qapp):
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    made = Failures()
    made.install(tmp_path)
    assert sys.excepthook != before[0]
    made.uninstall()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def test_a_log_that_cannot_be_written_is_no_reason_not_to_start(tmp_path, qapp):
    (tmp_path / "file").write_text("")
    made = Failures()
    made.install(tmp_path / "file" / "log")
    qWarning("of no use to a reviewer")
    made.uninstall()


def test_options_of_the_program(capsys):
    said = program._read(["a.ivig", "--theme", "dark", "--geometry", "1366x768"])
    assert (str(said.file), said.theme, said.geometry) == (
        "a.ivig",
        "dark",
        (1366, 768),
    )
    assert program._read(["--example"]).example
    for wrong in (["--geometry", "large"], ["--theme", "pink"], ["a", "b"]):
        with pytest.raises(SystemExit):
            program._read(wrong)
    assert "ivig-abstractor" in capsys.readouterr().err


def test_words_of_qt_stay_as_they_are_in_the_source_language(qapp):
    translator = Translator()
    assert translator.isEmpty()
    qapp.installTranslator(translator)
    try:
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
    finally:
        qapp.removeTranslator(translator)


def test_garbage_is_collected_by_the_window(qapp):
    assert gc.isenabled()
    timer = GarbageTimer()
    try:
        assert not gc.isenabled()
        for _n in range(2000):
            cycle: list[object] = []
            cycle.append(cycle)
        timer.collect()
        assert gc.get_count()[0] < 700
    finally:
        timer.stop()
    assert gc.isenabled()
