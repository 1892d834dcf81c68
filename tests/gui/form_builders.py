"""A section of the form on the screen, with a review behind it that answers at once."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ivig_abstractor.base import paths
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.gui.forms.builder import SectionView
from ivig_abstractor.gui.forms.cells import AnswerCell
from ivig_abstractor.gui.forms.panel import GridPanel
from ivig_abstractor.model.abstraction import (
    ANSWER,
    ROW,
    Abstraction,
    encode,
)
from ivig_abstractor.model.answer import Missing, MissingCode
from ivig_abstractor.model.finding import Finding
from ivig_abstractor.operations.abstracting import text_as_answers
from ivig_abstractor.operations.changes import Change

NO = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


class FormDesk:
    """Takes what a section view asks for, keeps it, and tells the view.

    With `at_once` false the answers wait until `deliver` is called, as they do while
    the worker is busy.
    """

    def __init__(
        self,
        section: str,
        abstraction: Abstraction,
        findings: Sequence[Finding] = (),
        *,
        prefix: str = "",
        read_only: bool = False,
    ) -> None:
        self.abstraction = abstraction
        self.findings = list(findings)
        self.asked: list[tuple[Any, ...]] = []
        self.at_once = True
        self._waiting: deque[Callable[[], list[Change]]] = deque()
        self._added = 0
        spec = abstraction.form.by_section[section]
        self.view = SectionView(spec, prefix or abstraction.instances(spec)[0])
        self.view.resize(800, 620)
        self._connect()
        self.view.show_answers(abstraction, self.findings, read_only)

    def _connect(self) -> None:
        view = self.view
        view.answered.connect(self._answered)
        view.answers_set.connect(self._answers_set)
        view.missing_chosen.connect(self._missing)
        view.row_added.connect(self._row_added)
        view.row_removed.connect(self._row_removed)
        view.row_moved.connect(lambda *said: self.asked.append(("moved", *said)))
        view.block_pasted.connect(self._block_pasted)
        told = (
            "reply_requested",
            "repair_chosen",
            "evidence_requested",
            "said",
            "focused",
        )
        for name in told:
            signal = getattr(view, name)
            signal.connect(lambda *said, kind=name: self.asked.append((kind, *said)))

    def _answered(self, path: str, text: str) -> None:
        self.asked.append(("answered", path, text))
        self._do(
            lambda: [
                self._set(at, answer)
                for at, answer in text_as_answers(self.abstraction, path, text)
            ]
        )

    def _answers_set(self, answers: list[tuple[str, Any]], label: str) -> None:
        self.asked.append(("answers", answers, label))
        self._do(lambda: [self._set(path, answer) for path, answer in answers])

    def _missing(self, path: str, code: MissingCode) -> None:
        self.asked.append(("missing", path, code))
        self._do(lambda: [self._set(path, Missing(missing=code))])

    def _row_added(self, container: str, after: str, answers: dict[str, Any]) -> None:
        self.asked.append(("added", container, after, answers))
        self._do(lambda: self._add(container, [answers]))

    def _block_pasted(
        self, container: str, answers: list[Any], rows: list[Any], label: str
    ) -> None:
        self.asked.append(("pasted", container, answers, rows, label))
        self._do(
            lambda: (
                [self._set(path, answer) for path, answer in answers]
                + self._add(container, rows)
            )
        )

    def _row_removed(self, row: str) -> None:
        self.asked.append(("removed", row))
        self._do(lambda: [self._put(row, ROW, None)])

    def _add(self, container: str, rows: list[dict[str, Any]]) -> list[Change]:
        changes: list[Change] = []
        for answers in rows:
            self._added += 1
            at = paths.row(container, f"new{self._added}")
            changes.append(self._put(at, ROW, f"z{self._added:03}"))
            changes += [self._set(f"{at}.{n}", one) for n, one in answers.items()]
        return changes

    def _set(self, path: str, answer: Any) -> Change:
        return self._put(path, ANSWER, encode(answer))

    def _put(self, path: str, facet: str, value: JsonValue) -> Change:
        old = self.abstraction.entries.get((path, facet))
        self.abstraction.put(path, facet, value)
        return Change("abstraction:s1/r1", path, facet, old, value)

    def _do(self, change: Callable[[], list[Change]]) -> None:
        self._waiting.append(change)
        if self.at_once:
            self.deliver()

    def deliver(self) -> None:
        """Let the review answer what was asked so far."""
        while self._waiting:
            changes = self._waiting.popleft()()
            self.view.apply(self.abstraction, changes, self.findings)

    def find(self, *findings: Finding) -> None:
        """Let checks find something else, and show it."""
        self.findings = list(findings)
        self.view.apply(self.abstraction, [], self.findings)

    def change(self, path: str, answer: Any) -> None:
        """Change an answer from outside, as undo does."""
        self.view.apply(self.abstraction, [self._set(path, answer)], self.findings)

    # The reviewer's hands and eyes

    def cell(self, path: str) -> AnswerCell:
        """The cell of a path."""
        found = [cell for cell in self.view.cells() if cell.path == path]
        assert found, f"{path} is not on the screen"
        return found[0]

    def editor(self, path: str) -> Any:
        """The editor of a path, in focus."""
        self.view.reveal(path)
        return self.cell(path).shown

    def panel(self, name: str) -> GridPanel:
        """The grid of a repeating part."""
        return next(p for p in self.view.panels if p.spec.name == name)

    def asked_for(self, kind: str) -> list[tuple[Any, ...]]:
        """What was asked for, of one kind."""
        return [said[1:] for said in self.asked if said[0] == kind]


def focused() -> QWidget:
    """What has the focus."""
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the focus"
    return widget


def type_text(text: str) -> None:
    """Type into whatever has the focus, letter by letter, as hands do."""
    for letter in text:
        QTest.keyClicks(focused(), letter)


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = NO) -> None:
    """Press one key."""
    QTest.keyClick(focused(), key, modifiers)
