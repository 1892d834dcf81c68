"""What a reviewer does to the open study, asked for by signals of the screens."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ivig_abstractor.base.errors import AppError
from ivig_abstractor.gui.desk import Desk
from ivig_abstractor.gui.runner import Edit
from ivig_abstractor.model.abstraction import ANSWER, EVIDENCE, NOTE, REPLY, ROW
from ivig_abstractor.model.answer import Missing, MissingCode
from ivig_abstractor.model.evidence import Evidence
from ivig_abstractor.model.finding import Repair
from ivig_abstractor.model.naming import place_words
from ivig_abstractor.model.reading import write_answer
from ivig_abstractor.operations import abstracting, undo
from ivig_abstractor.operations.changes import BeforeCompletion, Changes


class Answering:
    """Turns what the form asks for into operations on the open study.

    Each edit names what would be lost if it could not be saved, so that it is kept.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def answer_text(self, path: str, text: str) -> None:
        """Answer a field with what was typed."""
        self._edit(abstracting.answer_text, path, text, text=text, typed=True)

    def answer_value(self, path: str, value: object) -> None:
        """Answer a field with a value, such as an option that was chosen."""
        self._edit(abstracting.answer, path, value, text=self._text(path, value))

    def choose_missing(self, path: str, code: MissingCode | None) -> None:
        """Set a missing code, or blank the field."""
        self.answer_value(path, Missing(missing=code) if code is not None else None)

    def enter_facts(self) -> None:
        """Answer key, author and year with what the study list says."""
        if self._desk.study is not None:
            study_id = self._desk.study.line.study_id
            self._desk.perform(
                lambda r: abstracting.enter_facts(r, study_id),
                then=self._desk.show_changed,
            )

    def miss_blanks(self, paths: Sequence[str], code: MissingCode) -> None:
        """Set blank fields to one missing code, as one step."""
        if self._desk.study is not None and paths:
            study_id, chosen = self._desk.study.line.study_id, list(paths)
            self._desk.perform(
                lambda r: abstracting.miss_blanks(r, study_id, chosen, code)
            )

    def answer_block(self, answers: Sequence[tuple[str, Any]], label: str) -> None:
        """Answer several fields as one step."""
        study = self._desk.study
        if study is None or not answers:
            return
        study_id, kept = study.line.study_id, list(answers)
        said = [f"{self._words(path)}: {self._text(path, one)}" for path, one in kept]
        edit = Edit(study_id, kept[0][0], label, "\n".join(said), label)
        self._desk.perform(
            lambda r: abstracting.answer_block(r, study_id, kept, label), edit=edit
        )

    def cite(self, path: str, evidence: Sequence[Evidence]) -> None:
        """Set the evidence of an answer."""
        quoted = "\n".join(one.quotation for one in evidence)
        self._edit(abstracting.cite, path, list(evidence), text=quoted, facet=EVIDENCE)

    def annotate(self, path: str, note: str) -> None:
        """Set the note beside an answer."""
        self._edit(abstracting.annotate, path, note, text=note, facet=NOTE, typed=True)

    def reply(self, path: str, rule: str, reason: str) -> None:
        """Answer a query with a reason."""
        self._edit(
            abstracting.reply, path, rule, reason, text=reason, facet=REPLY + rule
        )

    def paste_block(
        self,
        container: str,
        answers: Sequence[tuple[str, Any]],
        rows: Sequence[Mapping[str, Any]],
        label: str,
    ) -> None:
        """Answer fields of old rows and add new ones, as one step."""
        kept, new = list(answers), [dict(row) for row in rows]
        said = [f"{self._words(path)}: {self._text(path, one)}" for path, one in kept]
        said += ["\t".join(map(str, row.values())) for row in new]
        self._edit(
            abstracting.paste_block,
            container,
            kept,
            new,
            label,
            text="\n".join(said),
            facet=ROW,
        )

    def repair(self, chosen: Repair) -> None:
        """Enter a likely right answer of a finding."""
        study = self._desk.study
        if study is None:
            return
        study_id, words = study.line.study_id, self._words(chosen.path)
        edit = Edit(study_id, chosen.path, words, chosen.text)
        self._desk.perform(lambda r: abstracting.repair(r, study_id, chosen), edit=edit)

    def add_row(
        self, container: str, after: str = "", answers: Mapping[str, Any] | None = None
    ) -> None:
        """Add a row behind another one, or at the end."""
        self._do(abstracting.add_row, container, after or None, dict(answers or {}))

    def add_part(self, container: str) -> None:
        """Add an arm, a phase or an assessment at the end, and go there."""
        study = self._desk.study
        if study is not None:
            study_id = study.line.study_id
            self._desk.perform(
                lambda r: abstracting.add_row(r, study_id, container),
                then=self._desk.show_changed,
            )

    def remove_row(self, row_path: str) -> None:
        """Remove a row with all in it."""
        self._do(abstracting.remove_row, row_path)

    def move_row(self, row_path: str, steps: int) -> None:
        """Move a row up or down."""
        self._do(abstracting.move_row, row_path, steps)

    def ask_completion(
        self,
        then: Callable[[BeforeCompletion], None],
        refused: Callable[[AppError], None],
    ) -> None:
        """Ask what to know before the open study is completed."""
        if self._desk.study is not None:
            study_id = self._desk.study.line.study_id
            self._desk.runner.ask(
                lambda r: abstracting.before_completion(r, study_id), then, refused
            )

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

    def _do(self, operation: Callable[..., Changes], path: str, *said: Any) -> None:
        if self._desk.study is not None:
            study_id = self._desk.study.line.study_id
            self._desk.perform(lambda r: operation(r, study_id, path, *said))

    def _edit(
        self,
        operation: Callable[..., Changes],
        path: str,
        *said: Any,
        text: str,
        facet: str = ANSWER,
        typed: bool = False,
    ) -> None:
        """Do something that would lose a text if it failed."""
        if self._desk.study is not None:
            study_id = self._desk.study.line.study_id
            edit = Edit(study_id, path, self._words(path), text, facet, typed)
            self._desk.perform(lambda r: operation(r, study_id, path, *said), edit=edit)

    def _words(self, path: str) -> str:
        study = self._desk.study
        return place_words(study.abstraction, path) if study is not None else path

    def _text(self, path: str, value: object) -> str:
        study = self._desk.study
        if study is None or not study.abstraction.form.knows(path):
            return str(value)
        return write_answer(study.abstraction.form.field(path), value)
