"""What can be read about the program itself: its shortcuts, and what it is."""

import platform
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, qVersion
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor import __version__
from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.gui.commands import MENUS, Command
from ivig_abstractor.gui.theme import font, metrics
from ivig_abstractor.gui.views.dialogs.fitted import CentredDialog, FittedDialog
from ivig_abstractor.gui.views.parts import IconLabel, KeyCap, TextButton, label

_GROUPS = (*MENUS, ("sections", N_("Sections")), ("form", N_("In the form")))
_LINE = 18
_WIDE = 1000
"""Three columns need as much; else there are two."""

_APART = 32
_MARGIN = 20
_BAR = 20
_SPACE = 8
_SCROLLING = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)


class ShortcutSheet(CentredDialog):
    """Every command that has a key, drawn from the table of commands."""

    def __init__(
        self, commands: Iterable[Command], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts")
        self.setWindowTitle(_("Shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        room = parent.window().size() if parent is not None else QSize(1366, 768)
        self.resize(min(1120, room.width() - 40), min(708, room.height() - 60))
        self._line = max(_LINE, metrics(12).height() + 3)
        count = 3 if self.width() >= _WIDE else 2
        self._wide = (self.width() - 2 * _MARGIN - _BAR + _APART) // count - _APART
        columns = QHBoxLayout()
        columns.setContentsMargins(0, 0, _BAR, 0)
        columns.setSpacing(_APART)
        for groups in in_columns(self._groups(commands), count):
            column = QVBoxLayout()
            column.setSpacing(0)
            for at, group in enumerate(groups):
                if at:
                    column.addSpacing(self._line)
                for one in group:
                    column.addWidget(one)
            column.addStretch(1)
            columns.addLayout(column, 1)
        inner = QWidget()
        inner.setLayout(columns)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setObjectName("sheet")
        self._area.setAccessibleName(self.windowTitle())
        never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._area.setHorizontalScrollBarPolicy(never)
        self._area.setWidget(inner)
        self._area.verticalScrollBar().setSingleStep(self._line)
        self._close = TextButton(_("Close"))
        self._close.setDefault(True)
        self._close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._close)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(_MARGIN, 16, _MARGIN, 16)
        outer.addWidget(self._area, 1)
        outer.addStretch(0)
        outer.addLayout(row)
        # A frame around everything says nothing; the keys scroll all the same.
        self._close.installEventFilter(self)
        self._close.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show whole lines only."""
        super().resizeEvent(event)
        left = self.height() - 32 - self._close.sizeHint().height() - 2 * _SPACE
        frame = 2 * self._area.frameWidth()
        lines = max(1, (left - frame) // self._line)
        self._area.setMaximumHeight(lines * self._line + frame)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Scroll, though the button has the focus."""
        if isinstance(event, QKeyEvent) and event.key() in _SCROLLING:
            return QApplication.sendEvent(self._area.verticalScrollBar(), event)
        return super().eventFilter(watched, event)

    def _groups(self, commands: Iterable[Command]) -> list[list[QWidget]]:
        """The lines of each group that has a key, below its name."""
        with_keys = [one for one in commands if one.keys]
        found: list[list[QWidget]] = []
        for name, title in _GROUPS:
            lines = [self._command(one) for one in with_keys if one.menu == name]
            if lines:
                head = label(_(title).replace("&", ""), tone="strong")
                head.setFixedHeight(self._line)
                found.append([head, *lines])
        return found

    def _command(self, one: Command) -> QWidget:
        """A command and its keys; it takes two lines where it meets the keys."""
        caps = [KeyCap(keys) for keys in one.keys]
        words = label(_(one.title).rstrip("…"), tone="text2", size="small")
        words.setWordWrap(True)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(words, 1)
        for cap in caps:
            cap.ensurePolished()
            row.addWidget(cap)
        taken = sum(cap.sizeHint().width() + 4 for cap in caps)
        needed = metrics(12).horizontalAdvance(words.text())
        lines = 1 + (needed >= self._wide - taken)
        line.setFixedHeight(lines * self._line)
        return line


def in_columns(groups: list[list[QWidget]], count: int) -> list[list[list[QWidget]]]:
    """Spread groups over columns that are about equally long, each in their order."""
    longest_first = sorted(range(len(groups)), key=lambda at: -_high(groups[at]))
    columns: list[list[int]] = [[] for _column in range(min(count, len(groups)))]
    for at in longest_first:
        shortest = min(columns, key=lambda col: sum(_high(groups[one]) for one in col))
        shortest.append(at)
    return [[groups[at] for at in sorted(col)] for col in sorted(map(sorted, columns))]


def _high(group: list[QWidget]) -> int:
    return sum(one.height() for one in group) + _LINE


class AboutDialog(FittedDialog):
    """What the program is, which version, on what it stands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self.setWindowTitle(_("About IVIG Abstractor"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(IconLabel("program", "acc", 34))
        title = label(_("IVIG Abstractor"))
        title.setFont(font(20, 600))
        head.addWidget(title, 1)
        said = label(
            _(
                "Abstracts, checks, and prints studies of intravenous immunoglobulin "
                "for systematic reviews.\nIt opens no network connection: everything "
                "stays in one file on this computer."
            ),
            tone="text2",
        )
        said.setWordWrap(True)
        parts = label(
            "\n".join(
                (
                    _("Version {version}, MIT licence").format(version=__version__),
                    " · ".join(
                        (
                            f"Python {platform.python_version()}",
                            f"Qt {qVersion()}",
                            platform.platform(),
                        )
                    ),
                )
            ),
            tone="text3",
            size="small",
        )
        parts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        parts.setWordWrap(True)
        close = TextButton(_("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(said)
        column.addWidget(parts)
        column.addLayout(row)
        self.setFixedWidth(460)
