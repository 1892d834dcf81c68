"""What a reviewer does to the open study, asked for by signals of the screens."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ivig_abstractor.base.errors import AppError
from ivig_abstractor.gui.desk import Desk
from ivig_abstractor.gui.runner import Edit
from ivig_abstractor.gui.words import place_words
from ivig_abstractor.model.answer import Missing, MissingCode
from ivig_abstractor.model.evidence import Evidence
from ivig_abstractor.operations import abstracting, undo
from ivig_abstractor.operations.changes import Changes


class Answering:
    """Turns what the form asks for into operations on the open study.

    Each edit names what would be lost if it could not be saved, so that it is kept.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def answer_text(self, path: str, text: str) -> None:
        """Answer a field with what was typed."""
        self._edit(abstracting.answer_text, path, text, words=text)

    def answer_block(self, answers: Sequence[tuple[str, Any]], label: str) -> None:
        """Answer several fields as one step."""
        if self._desk.study is None or not answers:
            return
        study_id = self._desk.study.line.study_id
        kept = list(answers)
        self._desk.perform(lambda r: abstracting.answer_block(r, study_id, kept, label))

    def answer_value(self, path: str, value: object) -> None:
        """Answer a field with a value, such as an option that was chosen."""
        self._edit(abstracting.answer, path, value, words=str(value))

    def choose_missing(self, path: str, code: MissingCode | None) -> None:
        """Set a missing code, or blank the field."""
        chosen = Missing(missing=code) if code is not None else None
        said = code.label if code is not None else ""
        self._edit(abstracting.answer, path, chosen, words=said)

    def cite(self, path: str, evidence: Sequence[Evidence]) -> None:
        """Set the evidence of an answer."""
        quoted = "\n".join(one.quotation for one in evidence)
        self._edit(abstracting.cite, path, list(evidence), words=quoted)

    def annotate(self, path: str, note: str) -> None:
        """Set the note beside an answer."""
        self._edit(abstracting.annotate, path, note, words=note)

    def reply(self, path: str, rule: str, reason: str) -> None:
        """Answer a query with a reason."""
        self._edit(abstracting.reply, path, rule, reason, words=reason)

    def add_row(
        self, container: str, after: str = "", answers: Mapping[str, Any] | None = None
    ) -> None:
        """Add a row behind another one, or at the end."""
        self._edit(
            abstracting.add_row, container, after or None, dict(answers or {}), words=""
        )

    def add_rows(
        self, container: str, rows: Sequence[Mapping[str, Any]], label: str
    ) -> None:
        """Add several rows as one step."""
        self._edit(abstracting.add_rows, container, list(rows), label, words="")

    def remove_row(self, row_path: str) -> None:
        """Remove a row with all in it."""
        self._edit(abstracting.remove_row, row_path, words="")

    def move_row(self, row_path: str, steps: int) -> None:
        """Move a row up or down."""
        self._edit(abstracting.move_row, row_path, steps, words="")

    def complete(self, refused: Callable[[AppError], None]) -> None:
        """Complete the open study; `refused` hears what blocks it."""
        if self._desk.study is not None:
            study_id = self._desk.study.line.study_id
            self._desk.perform(
                lambda r: abstracting.complete(r, study_id), refused=refused
            )

    def reopen(self, reason: str) -> None:
        """Unlock the open study."""
        if self._desk.study is not None:
            study_id = self._desk.study.line.study_id
            self._desk.perform(lambda r: abstracting.reopen(r, study_id, reason))

    def undo(self) -> None:
        """Take back the last step and show what it changed."""
        self._desk.perform(undo.undo, then=self._desk.show_changed)

    def redo(self) -> None:
        """Do again what was undone last and show what it changed."""
        self._desk.perform(undo.redo, then=self._desk.show_changed)

    def _edit(
        self, operation: Callable[..., Changes], path: str, *said: Any, words: str
    ) -> None:
        if self._desk.study is None:
            return
        study_id = self._desk.study.line.study_id
        edit = Edit(study_id, path, self._words(path), words)
        self._desk.perform(lambda r: operation(r, study_id, path, *said), edit=edit)

    def _words(self, path: str) -> str:
        return (
            place_words(self._desk.study.abstraction, path)
            if self._desk.study
            else path
        )
