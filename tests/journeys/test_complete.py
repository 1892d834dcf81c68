"""A study is abstracted from empty to complete, locked, reopened, and printed."""

from pypdf import PdfReader
from PySide6.QtWidgets import QLineEdit

from ivig_abstractor.model.answer import MissingCode
from ivig_abstractor.model.progress import blanks
from ivig_abstractor.operations import reading
from ivig_abstractor.operations.open_review import OpenReview
from tests.gui.shell_builders import a_review
from tests.journeys.driving import at, dialog, is_saved, opened, run, settle, window


def view():
    return window().screens.abstraction


def held(path):
    return window().desk.study.abstraction.get(path)


def open_paths():
    return [placed.path for placed in blanks(window().desk.study.abstraction)]


def go_to(person, words, path):
    """Go to a field through the palette."""
    person.press("Ctrl+K")
    person.type(words)
    person.press("Return")
    yield lambda: view().path == path


def test_a_study_is_completed_locked_reopened_and_printed(tmp_path):
    file = a_review(tmp_path, "Cherin 2002")
    pdf = tmp_path / "review.pdf"

    def journey(person):
        yield lambda: window().desk.study is not None
        yield settle()
        yield from go_to(person, "#what was read", "identification.source_scope")
        person.type("abstract only")
        person.press("Return")
        yield lambda: held("identification.source_scope") is not None
        person.press("Ctrl+Shift+M")
        yield lambda: window().desk.study.abstraction.rows("arms")
        yield is_saved
        person.press("Ctrl+Shift+Return")
        yield opened("blockers")
        person.press("Ctrl+Shift+J")
        yield at("code")
        assert dialog("blanks").places.currentText() == "The whole study"
        person.press("Return")
        yield lambda: held("population.age") is not None
        yield lambda: window().isActiveWindow()
        assert "blank fields to not in source" in window().desk.situation.undo
        assert len(open_paths()) < 20
        yield is_saved
        while open_paths():
            if view().path not in open_paths():
                person.press("Ctrl+J")
            yield lambda: view().path in open_paths()
            here = view().path
            # Whether it was retracted no paper says: somebody looks it up.
            person.type("yes" if here.endswith(".retraction_checked") else "ns")
            person.press("Return")
            yield lambda path=here: held(path) is not None
            yield is_saved
        person.press("Ctrl+Shift+Return")
        yield opened("complete")
        person.press("Return")
        yield lambda: window().desk.study.abstraction.is_complete
        assert view().header.complete.text() == "Reopen…"
        assert not window().desk.situation.undo

        before = held("identification.first_author")
        person.press("Alt+1")
        person.type("Somebody else")
        person.press("Return")
        yield is_saved
        assert held("identification.first_author") == before

        person.press("Ctrl+K")
        person.type(">reopen")
        person.press("Return")
        yield at("reason")
        person.type("The full text has come.")
        person.press("Ctrl+Return")
        yield lambda: not window().desk.study.abstraction.is_complete
        person.press("Ctrl+Shift+P")
        yield opened("file")
        line = dialog("file").findChild(QLineEdit)
        yield line.hasFocus
        line.selectAll()
        person.type(str(pdf))
        person.press("Return")
        report = window().screens.report
        yield report.bar.open.isVisible
        assert "written" in report.bar.words.text()

    assert run([str(file)], journey) == 0
    text = "".join(page.extract_text() for page in PdfReader(pdf).pages)
    assert "Cherin 2002" in text
    with OpenReview.open(file) as review:
        [line] = reading.overview(review).studies
        assert line.status == "in_progress"
        answers = reading.open_study(review, line.study_id).abstraction
        author = answers.get("identification.first_author")
        assert author.missing is MissingCode.NA_SRC
