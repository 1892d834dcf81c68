"""What is typed into the cells of a grid: read aloud, made durable, passed on."""

from PySide6.QtCore import QModelIndex, QObject, QPoint, QRect, QSize, QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget
from shiboken6 import isValid

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui import theme
from ivig_abstractor.gui.forms.cells import READ_ALOUD
from ivig_abstractor.gui.forms.chips import ReadingStrip, Token
from ivig_abstractor.gui.forms.delegate import CellEditor
from ivig_abstractor.gui.forms.grid import RowsItemModel
from ivig_abstractor.gui.forms.mending import ways_at
from ivig_abstractor.gui.forms.saying import is_other_word
from ivig_abstractor.gui.forms.tables import GridView
from ivig_abstractor.gui.forms.ways import WayChoices
from ivig_abstractor.model.form import FieldSpec, Kind
from ivig_abstractor.model.notation.reading import Problem, Way
from ivig_abstractor.model.reading import read_answer

AUTOSAVE_MS = 800


class GridTyping(QObject):
    """Passes typing on; what is typed into the last line becomes one new row."""

    answered = Signal(str, str)
    row_added = Signal(str, str, dict)

    def __init__(self, grid: GridView, panel: QWidget) -> None:
        super().__init__(panel)
        self._grid = grid
        self._model: RowsItemModel = grid.rows_model
        self._editor: CellEditor | None = None
        self._adding = False
        self._late: list[tuple[str, str]] = []
        self.reading = ReadingBox(panel)
        self.reading.choices.taken.connect(self._take_way)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(AUTOSAVE_MS)
        self._pause.timeout.connect(self.save)
        self._model.typed.connect(self._on_typed)
        grid.cell_delegate.editing.connect(self._on_editing)
        grid.cell_delegate.edited.connect(self._on_edited)
        grid.cell_delegate.closeEditor.connect(self._on_gone)

    def forget(self) -> None:
        """The grid stands for other rows now."""
        self._adding, self._late = False, []

    def _on_typed(self, row: int, name: str, text: str) -> None:
        self._pause.stop()
        at = self._model.row_path(row)
        if at:
            self.answered.emit(f"{at}.{name}", text)
        elif self._adding:
            self._late.append((name, text))
        else:
            self._adding = True
            last = self._model.rows[-1] if self._model.rows else ""
            answers = self._model.read_all(name, text)
            self.row_added.emit(self._model.container, last, answers)

    def send_late(self) -> None:
        """Pass on what was typed into a new row before it had come back."""
        if not self._adding or not self._model.rows:
            return
        self._adding = False
        at, late = self._model.row_path(len(self._model.rows) - 1), self._late
        self._late = []
        for name, text in late:
            self.answered.emit(f"{at}.{name}", text)

    def _on_editing(self, editor: QWidget) -> None:
        if isinstance(editor, CellEditor):
            self._editor = editor
            self.reading.choices.show_ways(())
            editor.ways = self.reading.choices

    def _take_way(self, way: Way) -> None:
        if self._is_open() and self._editor is not None:
            self._grid.cell_delegate.take_way(self._editor, way)

    def _is_open(self) -> bool:
        # A grid that gets other rows closes its editor without a word.
        return self._editor is not None and isValid(self._editor)

    def _on_gone(self, editor: QWidget) -> None:
        if self._editor is editor:
            self._editor = None
            self.reading.choices.show_ways(())
            self.reading.hide()

    def _on_edited(self, editor: QWidget) -> None:
        self._pause.start()
        if not isinstance(editor, CellEditor):
            return
        aloud = editor.spec.kind in READ_ALOUD
        if aloud or tells_more(self._model, editor.spec, editor.answer_text()):
            self.reading.show_reading(editor, self._model, self._grid.currentIndex())
        else:
            self.reading.hide()

    def save(self) -> None:
        """Make typing durable while its cell stays open."""
        if self._is_open() and self._editor is not None:
            index = self._grid.currentIndex()
            self._model.setData(index, self._editor.answer_text())

    def commit_pending(self) -> list[tuple[str, str]]:
        """The text of an open cell of an existing row, if it was not passed on yet."""
        typed = self._open_text()
        if typed is None:
            return []
        if not typed[0]:
            self.save()
            return []
        return [typed]

    def pending_paths(self) -> list[str]:
        """The path of the open cell, if its text was not passed on yet."""
        typed = self._open_text()
        return [] if typed is None else [typed[0] or self._model.container]

    def _open_text(self) -> tuple[str, str] | None:
        if not self._is_open() or self._editor is None:
            return None
        index = self._grid.currentIndex()
        text = self._editor.answer_text()
        if text == self._model.as_typed(index):
            return None
        return self._model.path(index), text


def tells_more(model: RowsItemModel, spec: FieldSpec, text: str) -> bool:
    """Say whether a word is read as something else than an option of its field."""
    if spec.kind is not Kind.CHOICE or not text.strip():
        return False
    return is_other_word(text, model.read(spec.name, text))


class ReadingBox(QFrame):
    """What is being typed into a cell reads as, just below it."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self._panel = panel
        self.strip = ReadingStrip(self)
        self.choices = WayChoices(self)
        self.setObjectName("reading")
        self.hide()

    def show_reading(
        self, editor: CellEditor, model: RowsItemModel, index: QModelIndex
    ) -> None:
        """Show the reading of a cell's text, what it may mean, or why nothing."""
        text = editor.text()
        if not text.strip():
            self.choices.show_ways(())
            self.hide()
            return
        reading = read_answer(editor.spec, text, model.arms)
        problem = reading if isinstance(reading, Problem) else None
        ways: tuple[Way, ...] = ()
        if problem is not None:
            ways = ways_at(model, index, problem, model.abstraction)
        # Only what one letter chooses is offered here; the rest waits for the message.
        self.choices.show_ways([one for one in ways if one.letter])
        if self.choices.ways:
            self.strip.show_problem(_("What does “{text}” mean?").format(text=text))
        elif isinstance(reading, Problem):
            self.strip.show_problem(reading.message)
        else:
            self.strip.show_tokens([Token(words) for words in reading.tokens])
        colours = theme.tokens()
        self.setStyleSheet(
            f"#reading {{ background: {colours.base}; border: 1px solid {colours.ctl};"
            " border-radius: 4px; }"
        )
        width = max(360, self.choices.wanted_width() if self.choices.ways else 0)
        high = self.strip.height_for(width - 16) + 6
        self.strip.setGeometry(8, 3, width - 16, high - 6)
        self.choices.setVisible(bool(self.choices.ways))
        if self.choices.ways:
            self.choices.setGeometry(1, high, width - 2, self.choices.wanted_height())
            high += self.choices.wanted_height() + 5
        self._place(editor, QSize(width, high))
        self.show()
        self.raise_()

    def _place(self, editor: CellEditor, size: QSize) -> None:
        """Stand below the cell, above it at the foot of the window: never cut off.

        Above all else in the window: what scrolls, or stands below, would cover it.
        """
        window = self._panel.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        left = self._panel.mapTo(window, QPoint(4, 0)).x()
        right = left + self._panel.width() - size.width() - 12
        below = editor.mapTo(window, QPoint(0, editor.height() + 2))
        y = below.y()
        if y + size.height() > window.height():
            y = editor.mapTo(window, QPoint(0, 0)).y() - size.height() - 2
        self.setGeometry(QRect(QPoint(max(left, min(below.x(), right)), y), size))
