"""What can be undone and redone, worked out from the operations in the audit trail."""

from dataclasses import field

from ivig_abstractor.base.dataclass import dataclass


@dataclass(slots=True)
class UndoStack:
    """Follows the operations of one author; a barrier ends what can be undone."""

    done: list[tuple[str, str]] = field(default_factory=list)
    undone: list[tuple[str, str]] = field(default_factory=list)

    def push(
        self, operation_id: str, kind: str, label: str, target: str | None
    ) -> None:
        """Take in the next operation; `target` is what an undo or redo is about."""
        if kind == "do":
            self.done.append((operation_id, label))
            self.undone.clear()
        elif kind == "undo":
            self._move(self.done, self.undone, target)
        elif kind == "redo":
            self._move(self.undone, self.done, target)
        else:
            self.done.clear()
            self.undone.clear()

    @property
    def undo_label(self) -> str:
        """The words of what an undo would take back; empty if nothing."""
        return self.done[-1][1] if self.done else ""

    @property
    def redo_label(self) -> str:
        """The words of what a redo would do again; empty if nothing."""
        return self.undone[-1][1] if self.undone else ""

    @staticmethod
    def _move(
        source: list[tuple[str, str]],
        target: list[tuple[str, str]],
        operation_id: str | None,
    ) -> None:
        for at in range(len(source) - 1, -1, -1):
            if source[at][0] == operation_id:
                target.append(source.pop(at))
                return
