"""What editors have in common: a text being typed, beside the text that is kept."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCompleter, QLineEdit
from shiboken6 import isValid

from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.form import FieldSpec
from ivig_abstractor.model.reading import missing_code

LONGEST = 20_000_000
"""Qt cuts a line at 32,767 characters unless told otherwise; nothing typed is cut."""

TERM = "adverse_effects.rows[].preferred_term"
_UNITS = frozenset(("g", "mg", "kg", "mL", "m", "cm", "mm", "s", "kPa", "mmHg"))


def is_term(spec: FieldSpec) -> bool:
    """Say whether a field asks for a preferred term."""
    return spec.pattern == TERM


class Draft:
    """An editor's text: `draft` is what stands there, and `take` passes it on once."""

    _kept = ""

    def draft(self) -> str:
        """The text as it would be passed on now."""
        raise NotImplementedError

    def put_draft(self, text: str) -> None:
        """Show a text in the editor."""
        raise NotImplementedError

    @property
    def is_pending(self) -> bool:
        """Say whether something was typed that was not passed on yet."""
        return self.draft() != self._kept

    def take(self) -> str | None:
        """The typed text, once; `None` when it was passed on already."""
        text = self.draft()
        if text == self._kept:
            return None
        self._kept = text
        return text

    def keep(self, text: str) -> None:
        """Show a text that is kept already; typing differs from it."""
        self._kept = text
        if self.draft() != text:
            self.put_draft(text)

    def start_from(self, text: str, kept: str) -> None:
        """Begin a new text in the place of a kept one; typing goes on behind it."""
        self._kept = kept
        self.put_draft(text)
        self.go_to_end()

    def go_to_end(self) -> None:
        """Put the cursor behind the text, where there is one."""

    def height_for(self, width: int) -> int:
        """The height the editor needs at a width."""
        del width
        return 24

    def width_for(self, room: int, before: int = 0) -> int:
        """The width the editor wants of the room that is left behind another one."""
        del before
        return room


class Options:
    """The options of a choice, found by code, by words, or by a part of the words."""

    def __init__(self, spec: FieldSpec) -> None:
        self._spec = spec
        self.pairs: tuple[tuple[str, str], ...] = tuple(
            (option.value, capitalised(_(option.label))) for option in spec.options
        )

    def set_pairs(self, pairs: tuple[tuple[str, str], ...]) -> None:
        """Use other options, such as the arms of the study."""
        self.pairs = pairs

    def words(self, code: str) -> str:
        """The words of a code; a text that is no code stays as it is."""
        return next((words for one, words in self.pairs if one == code), code)

    def sentence(self, code: str) -> str:
        """What a code means."""
        option = self._spec.option(code)
        return _(option.sentence) if option is not None and option.sentence else ""

    def code(self, text: str) -> str:
        """The code a text means; the text itself if it means none or several."""
        if not text.strip():
            return ""
        fitting = self.fitting(text)
        return fitting[0] if len(fitting) == 1 else text

    def fitting(self, text: str) -> list[str]:
        """The codes a text may mean: of its words, their beginning, or a part."""
        word = " ".join(text.split()).casefold()
        lowered = [(code, words.casefold()) for code, words in self.pairs]
        exact = [one for one, words in lowered if word in (one.casefold(), words)]
        if exact:
            return exact[:1]
        if not word or missing_code(text, self._spec) is not None:
            return []
        started = [one for one, words in lowered if words.startswith(word)]
        return started or [one for one, words in lowered if word in words]


def capitalised(text: str) -> str:
    """A text with a capital first letter; units such as g/kg keep their spelling."""
    first = text.partition(" ")[0].rstrip(",;:").replace("-", "")
    is_word = first.isalpha() and first not in _UNITS
    return text[:1].upper() + text[1:] if is_word else text


def decapitalised(text: str) -> str:
    """A label as it stands inside a sentence; abbreviations stay as they are."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def completer_for(words: Iterable[str], parent: QObject) -> QCompleter:
    """What offers the options that hold the letters typed so far."""
    completer = QCompleter(list(words), parent)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setMaxVisibleItems(14)
    popup = completer.popup()
    if popup is not None:
        popup.setObjectName("completion")
    return completer


def is_offering(completer: QCompleter | None) -> bool:
    """Say whether a list of options is open."""
    popup = completer.popup() if completer is not None else None
    return popup is not None and popup.isVisible()


def mark_first(completer: QCompleter | None, spec: FieldSpec, line: QLineEdit) -> None:
    """Mark the first option offered: it is the one that Enter and Tab take."""

    def mark() -> None:
        if not isValid(line) or not is_offering(completer) or completer is None:
            return
        popup = completer.popup()
        if popup is None:
            return
        # Qt makes the list as narrow as the line, whatever the options need.
        wide = popup.sizeHintForColumn(0) + 28
        if popup.width() < wide:
            popup.resize(wide, popup.height())
        if missing_code(line.text(), spec) is not None:
            return
        if not popup.currentIndex().isValid():
            # Qt writes a marked option into the line; here it is only offered.
            completer.blockSignals(True)
            popup.setCurrentIndex(completer.completionModel().index(0, 0))
            completer.blockSignals(False)

    # Qt puts the list together only after it has told of the key.
    QTimer.singleShot(0, mark)


def take_offered(completer: QCompleter | None, text: str, spec: FieldSpec) -> str:
    """Close the list of options; gives the words of the marked or first one, if any."""
    popup = completer.popup() if completer is not None else None
    if completer is None or popup is None or not popup.isVisible():
        return ""
    marked = popup.currentIndex()
    if not marked.isValid():
        marked = completer.completionModel().index(0, 0)
    words = str(marked.data() or "")
    popup.hide()
    return "" if missing_code(text, spec) is not None else words


def is_undo(event: QEvent) -> bool:
    """Say whether a key asks for undo or redo."""
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and (
            event.matches(QKeySequence.StandardKey.Undo)
            or event.matches(QKeySequence.StandardKey.Redo)
        )
    )


def opens_list(event: QEvent) -> bool:
    """Say whether a key asks for the list of options: Alt and Down."""
    return (
        isinstance(event, QKeyEvent)
        and event.key() == Qt.Key.Key_Down
        and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        == Qt.KeyboardModifier.AltModifier
    )


def is_list_wish(event: QEvent) -> bool:
    """Say whether the window asks if Alt and Down belong to an editor; they do."""
    return event.type() == QEvent.Type.ShortcutOverride and opens_list(event)


def is_command(event: QKeyEvent) -> bool:
    """Say whether a key with Alt is a command; Qt's lines would type its letter.

    Where Alt writes letters of its own (macOS), these are no ASCII and are typed.
    """
    alone = event.modifiers() == Qt.KeyboardModifier.AltModifier
    return alone and event.text().isascii() and event.text().isprintable()


def is_enter(event: QKeyEvent) -> bool:
    """Say whether a key is Enter alone, on either part of the keyboard."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    pressed = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return pressed and held == Qt.KeyboardModifier.NoModifier
