"""The system's own dialogs that ask for a file; they do not hold the program up."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from ivig_abstractor.base.i18n import _

SUFFIX = ".ivig"
HAND_OUT = ".ivighandout"
HAND_IN = ".ivighandin"


def review_filter() -> str:
    """What the file dialogs offer for a review."""
    reviews = f"{_('Reviews and hand-outs')} (*{SUFFIX} *{HAND_OUT})"
    return f"{reviews};;{_('All files')} (*)"


def ask_to_open(
    title: str, folder: Path, then: Callable[[Path], None], parent: QWidget
) -> QFileDialog:
    """Ask for a review that exists."""
    dialog = QFileDialog(parent, title, str(folder), review_filter())
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _ask(dialog, then)


def ask_for_several(
    title: str, folder: Path, then: Callable[[list[Path]], None], parent: QWidget
) -> QFileDialog:
    """Ask for hand-ins that exist, one or several."""
    kinds = f"{_('Hand-ins')} (*{HAND_IN} *{HAND_OUT});;{_('All files')} (*)"
    dialog = QFileDialog(parent, title, str(folder), kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setObjectName("file")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda chosen: then([Path(one) for one in chosen]))
    dialog.open()
    return dialog


def ask_where_to_write(
    title: str,
    suggested: Path,
    kind: str,
    then: Callable[[Path], None],
    parent: QWidget,
) -> QFileDialog:
    """Ask for a file to be written; the system asks before one is replaced."""
    dialog = QFileDialog(parent, title, str(suggested.parent), kind)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suggested.suffix.lstrip("."))
    dialog.selectFile(suggested.name)
    return _ask(dialog, then)


def ask_for_folder(
    title: str, folder: Path, then: Callable[[Path], None], parent: QWidget
) -> QFileDialog:
    """Ask for a folder that exists."""
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    dialog = QFileDialog(parent, title, str(folder))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _ask(dialog, then)


def _ask(dialog: QFileDialog, then: Callable[[Path], None]) -> QFileDialog:
    dialog.setObjectName("file")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.open()
    return dialog
