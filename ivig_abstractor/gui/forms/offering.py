"""The list of options under what is being typed: the likeliest first."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)
from PySide6.QtWidgets import QCompleter, QLineEdit, QStyledItemDelegate
from shiboken6 import isValid

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.forms.drafts import OFFERS, Options, is_offering
from ivig_abstractor.model.reading import begins_missing_code

_Index = QModelIndex | QPersistentModelIndex
_SEPARATORS = (";", ",")


class _Offers(QAbstractListModel):
    """The words of the options that fit, or one line that says that none does."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self._is_none = False

    def show(self, words: list[str], *, is_none: bool) -> None:
        """Offer these words; or say that there is no such option."""
        self.beginResetModel()
        self._words = [_("No option has these words.")] if is_none else words
        self._is_none = is_none
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._words)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a line."""
        shown = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole)
        known = index.isValid() and index.row() < len(self._words)
        return self._words[index.row()] if shown and known else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """That there is no option cannot be chosen."""
        none = Qt.ItemFlag.NoItemFlags
        return none if self._is_none else super().flags(index)


class OptionCompleter(QCompleter):
    """Offers what fits the letters typed so far, best first."""

    def __init__(self, options: Options, parent: QObject) -> None:
        super().__init__(parent)
        self.options = options
        self._offers = _Offers(self)
        self.setModel(self._offers)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(14)
        popup = self.popup()
        if popup is not None:
            popup.setObjectName(OFFERS)
            # Qt's own for this list knows nothing of the style of other lists.
            popup.setItemDelegate(QStyledItemDelegate(popup))

    def splitPath(self, path: str) -> list[str]:
        """Find what fits; Qt asks for it at each letter, and leaves nothing out."""
        words = self.options.offered(path)
        several = any(sign in path for sign in _SEPARATORS)
        none = not words and not several and not begins_missing_code(path)
        self._offers.show(words, is_none=none)
        return [""]


def mark_meant(completer: QCompleter | None, line: QLineEdit) -> None:
    """Mark the one option that is meant: it is what Enter and Tab take."""

    def mark() -> None:
        if not isValid(line) or not is_offering(completer):
            return
        popup = completer.popup() if completer is not None else None
        if popup is None or not isinstance(completer, OptionCompleter):
            return
        # Qt makes the list as narrow as the line, whatever the options need.
        wide = popup.sizeHintForColumn(0) + 28
        if popup.width() < wide:
            popup.resize(wide, popup.height())
        if not completer.options.fits_one(line.text()):
            return
        if not popup.currentIndex().isValid():
            # Qt writes a marked option into the line; here it is only offered.
            completer.blockSignals(True)
            popup.setCurrentIndex(completer.completionModel().index(0, 0))
            completer.blockSignals(False)

    # Qt puts the list together only after it has told of the key.
    QTimer.singleShot(0, mark)


def take_meant(completer: QCompleter | None, text: str) -> str:
    """Close the list of options; gives the words of the one that is meant, if any.

    An option chosen by the arrow keys stands in the line already. What may mean several
    options is left as it was typed, to be asked about.
    """
    popup = completer.popup() if completer is not None else None
    if popup is not None:
        popup.hide()
    if not isinstance(completer, OptionCompleter):
        return ""
    return completer.options.meant(text)
