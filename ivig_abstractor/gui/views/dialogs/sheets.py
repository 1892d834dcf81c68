"""What can be read about the program itself: its shortcuts, and what it is."""

import platform
from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor import __version__
from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.gui.commands import MENUS, Command
from ivig_abstractor.gui.theme import font
from ivig_abstractor.gui.views.dialogs.fitted import FittedDialog
from ivig_abstractor.gui.views.parts import IconLabel, KeyCap, TextButton, label

_GROUPS = (*MENUS, ("sections", N_("Sections")), ("form", N_("In the form")))


class ShortcutSheet(QDialog):
    """Every command that has a key, drawn from the table of commands."""

    def __init__(
        self, commands: Iterable[Command], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts")
        self.setWindowTitle(_("Shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        room = parent.window().size() if parent is not None else QSize(1366, 768)
        self.resize(min(1120, room.width() - 40), min(660, room.height() - 60))
        with_keys = [one for one in commands if one.keys]
        columns = QHBoxLayout()
        columns.setSpacing(32)
        halves = (
            ("file", "go", "view"),
            ("edit", "sections", "study"),
            ("form", "review", "reconcile", "help"),
        )
        for names in halves:
            column = QVBoxLayout()
            column.setSpacing(4)
            for name in names:
                self._add_group(column, name, [c for c in with_keys if c.menu == name])
            column.addStretch(1)
            columns.addLayout(column)
        inner = QWidget()
        inner.setLayout(columns)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setObjectName("sheet")
        area.setAccessibleName(self.windowTitle())
        area.setWidget(inner)
        close = TextButton(_("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 16)
        outer.addWidget(area, 1)
        outer.addLayout(row)

    @staticmethod
    def _add_group(column: QVBoxLayout, name: str, commands: list[Command]) -> None:
        if not commands:
            return
        title = next(words for group, words in _GROUPS if group == name)
        column.addWidget(label(_(title).replace("&", ""), tone="strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for at, one in enumerate(commands):
            words = label(_(one.title).rstrip("…"), tone="text2", size="small")
            words.setWordWrap(True)
            words.setMinimumWidth(120)
            grid.addWidget(words, at, 0)
            caps = QHBoxLayout()
            caps.setSpacing(4)
            caps.addStretch(1)
            for keys in one.keys:
                caps.addWidget(KeyCap(keys))
            grid.addLayout(caps, at, 1)
        column.addLayout(grid)
        column.addSpacing(12)


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
