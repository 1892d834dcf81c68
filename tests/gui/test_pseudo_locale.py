"""Every word on every screen can be translated, and has room for a longer language."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QToolButton,
)

from ivig_abstractor.gui.forms.derived import DerivedRow
from ivig_abstractor.gui.forms.grid import RowsItemModel
from ivig_abstractor.gui.forms.lines import SignLine
from ivig_abstractor.model.form import Kind, the_form
from ivig_abstractor.model.notation.reading import Problem
from ivig_abstractor.model.reading import read_answer
from ivig_abstractor.model.review import Role, StudyFacts
from ivig_abstractor.operations import abstracting, reviewing
from ivig_abstractor.operations.open_review import OpenReview
from tests.gui import pseudo
from tests.gui.every_screen import every_screen, name_in, settle, within

DATA = "§"
"""Stands in everything that reviewers wrote, as opposed to the program."""

LETTERS = re.compile(r"[^\W\d_]{2,}")
NAMES = re.compile(
    r"IVIG Abstractor|PRISMA|JSON|CSV|PDF|A4|Python [\d.]+|Qt [\d.]+|English|简体中文"
    r"|[HS]\N{NON-BREAKING HYPHEN}[A-Z]\d\d|\b[HSE]-[A-Z]?\d\d\b|\.ivig\b"
    r"|(?<=\d) m?g(/kg)?\b|^/.*"
)
"""What is called the same in every language: names, rules, units, places of files."""

NOTATION = {Kind.TIME, Kind.CHANGE, Kind.EFFECT, Kind.STAT, Kind.SPAN, Kind.MEASURE}
"""What stands in a cell as it is typed: its words are read, so they stay."""

KEYS = re.compile(
    r"\b(Ctrl|Alt|Shift|Enter|Return|Esc|Tab|Ins|Del|Space|Page|Up|Down|F\d+)\b"
)
WRITTEN = (DerivedRow, SignLine)
"""They hold answers in their notation; what is said around them is looked at alone."""

MANY = "arms", "outcomes.rows", "adverse_effects.rows", "assessments"


def fill(review, study_id):
    """Answer every field of a study, with rows in every repeating part."""
    for container in MANY:
        abstracting.add_row(review, study_id, container)
    held = review.abstraction(study_id)
    for repeat in the_form().repeats.values():
        for at in containers(held, repeat.pattern):
            if not held.rows(at):
                abstracting.add_row(review, study_id, at)
    held = review.abstraction(study_id)
    answers = []
    for placed in list(held.walk()):
        spec = placed.spec
        if spec.item.auto:
            continue
        text = spec.item.example or (spec.options[0] if spec.options else "")
        arms = dict.fromkeys(held.rows("arms"), f"{DATA} arm")
        if spec.kind is Kind.TEXT and not spec.options:
            text = f"{DATA} text"
        if spec.kind is Kind.ARM:
            text = f"{DATA} arm"
        reading = read_answer(spec, text, arms)
        if not isinstance(reading, Problem):
            answers.append((placed.path, reading.value))
    abstracting.answer_block(review, study_id, answers, DATA)


def containers(held, pattern):
    """Where the rows of a pattern, which ends with `[]`, stand in an abstraction."""
    found = [""]
    *above, last = pattern.split(".")
    for part in above:
        name = part.removesuffix("[]")
        found = [f"{one}.{name}".lstrip(".") for one in found]
        if part.endswith("[]"):
            found = [f"{at}[{row}]" for at in found for row in held.rows(at)]
    return [f"{one}.{last.removesuffix('[]')}".lstrip(".") for one in found]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "§.ivig"
    with OpenReview.create(path, title="§", reviewer="§ Wu", initials="§") as review:
        for number in range(2):
            facts = StudyFacts(
                key=f"k{number}", label=f"§ {2000 + number}", citation="§"
            )
            reviewing.add_study(review, facts)
        [filled, _blank] = list(review.studies())
        fill(review, filled)
        reviewing.add_reviewer(review, "§ Ono", "§", Role.ABSTRACTOR)
    return path


@pytest.fixture
def opened(request, file):
    with pseudo.spoken():
        window = request.getfixturevalue("window")
        window.open_file(file)
        window.activateWindow()
        settle()
        yield window


def texts(widget):
    """What a widget shows or says, and what of it is no entry of a reviewer."""
    if isinstance(widget, DerivedRow):
        yield widget.text().partition(":")[0]
    if isinstance(widget, WRITTEN) or isinstance(widget.parentWidget(), WRITTEN):
        return
    if isinstance(widget, QAbstractItemView):
        yield from cells(widget)
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    elif isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    elif hasattr(widget, "text"):
        yield str(widget.text())
    yield widget.accessibleName()
    yield widget.toolTip()
    if widget.isWindow():
        yield widget.windowTitle()


def cells(view):
    """The words of a list or grid, with those of its headers."""
    model = view.model()
    if model is None:
        return
    columns = model.columnCount() if isinstance(view, QTableView) else 1
    for row in range(min(model.rowCount(), 60)):
        for column in range(columns):
            if not is_typed(model, column):
                yield str(model.index(row, column).data() or "")
    if isinstance(view, QTableView):
        for column in range(columns):
            yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")


def is_typed(model, column):
    """Say whether a column of a grid holds what was typed, in a notation of its own."""
    if not isinstance(model, RowsItemModel):
        return False
    spec = model.columns[column].spec
    return spec is not None and spec.kind in NOTATION


def is_foreign(text):
    """Say whether a text is in no language but the source's."""
    if pseudo.OPEN in text or DATA in text:
        return False
    bare = KEYS.sub("", NAMES.sub("", text))
    return bool(LETTERS.search(bare))


def test_nothing_is_shown_that_cannot_be_translated(opened):
    found = {}
    for screen, held in every_screen(opened):
        for one in (held, *within(held)):
            if one.objectName() == "keyWords":
                continue  # the words of a key are the same in every language
            for text in texts(one):
                if is_foreign(text):
                    found.setdefault(text[:90], f"{screen}: {name_in(held, one)}")
    for menu in opened.findChildren(QMenu):
        for action in menu.actions():
            if is_foreign(action.text()):
                found.setdefault(action.text(), f"menu {menu.objectName()}")
    assert not found, "\n".join(f"{text!r}  {where}" for text, where in found.items())


def clipped(widget):
    """Say whether a text of this widget has no room and no way to be seen whole."""
    if isinstance(widget, QLabel):
        if not widget.text() or type(widget).__name__ == "ElidedLabel":
            return False  # it says in its tooltip what it cuts
        if widget.hasHeightForWidth() or widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height() + 2
        wide = widget.fontMetrics().horizontalAdvance(widget.text())
        return wide > widget.contentsRect().width() + 1
    if isinstance(widget, QPushButton | QToolButton) and widget.text():
        shown = not isinstance(widget, QToolButton) or (
            widget.toolButtonStyle() is not Qt.ToolButtonStyle.ToolButtonIconOnly
        )
        return shown and widget.sizeHint().width() > widget.width() + 1
    if isinstance(widget, QComboBox):
        wide = widget.fontMetrics().horizontalAdvance(widget.currentText())
        return wide + 26 > widget.width() and not widget.toolTip()
    if isinstance(widget, QAbstractButton) and hasattr(widget, "natural_width"):
        return widget.natural_width() > widget.width() + 1 and not widget.toolTip()
    return False


def test_no_text_is_cut_without_a_way_to_read_it(opened):
    found = {}
    for screen, held in every_screen(opened):
        for one in within(held):
            if one.visibleRegion().isEmpty() or not clipped(one):
                continue
            text = one.currentText() if isinstance(one, QComboBox) else one.text()
            found.setdefault(
                text[:80],
                f"{screen}: {name_in(held, one)} {one.width()} x {one.height()},"
                f" wants {one.sizeHint().width()}",
            )
    assert not found, "\n".join(f"{text!r}  {where}" for text, where in found.items())
