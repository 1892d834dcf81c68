"""What can be undone and redone, worked out from the operations in the audit trail."""

from dataclasses import field
from typing import NamedTuple, TypedDict

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.model.review import study_answered


class Step(NamedTuple):
    """One operation: its words, and the study whose answers it touched, if any."""

    operation_id: str
    label: str
    study_id: str = ""


class Told(TypedDict):
    """What the menu says of undo and redo; without words if there is nothing."""

    undo: str
    redo: str
    undo_in: str
    redo_in: str


_NONE = Step("", "")


@dataclass(slots=True)
class UndoStack:
    """Follows the operations of one author; a barrier ends what can be undone."""

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)

    def push(
        self,
        operation_id: str,
        kind: str,
        label: str,
        target: str | None,
        document: str = "",
    ) -> None:
        """Take in the next operation; `target` is what an undo or redo is about."""
        if kind == "do":
            self.done.append(Step(operation_id, label, study_answered(document)))
            self.undone.clear()
        elif kind == "undo":
            self._move(self.done, self.undone, target)
        elif kind == "redo":
            self._move(self.undone, self.done, target)
        else:
            self.done.clear()
            self.undone.clear()

    def told(self) -> Told:
        """What an undo would take back and a redo do again, and in which studies."""
        undo = self.done[-1] if self.done else _NONE
        redo = self.undone[-1] if self.undone else _NONE
        return {
            "undo": undo.label,
            "redo": redo.label,
            "undo_in": undo.study_id,
            "redo_in": redo.study_id,
        }

    @staticmethod
    def _move(source: list[Step], target: list[Step], operation_id: str | None) -> None:
        for at in range(len(source) - 1, -1, -1):
            if source[at].operation_id == operation_id:
                target.append(source.pop(at))
                return
