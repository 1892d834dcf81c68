"""What editors have in common: a text being typed, beside the text that is kept."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCompleter

from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.form import FieldSpec
from ivig_abstractor.model.matching import Fit, best, called, named, ranked
from ivig_abstractor.model.reading import missing_code, read_instrument

LONGEST = 20_000_000
"""Qt cuts a line at 32,767 characters unless told otherwise; nothing typed is cut."""

OFFERS = "completion"
"""The name of the lists of options or terms that open under what is typed."""

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

    def half_typed(self) -> str:
        """What is typed of a choice that is not chosen yet; else nothing."""
        return ""

    def take_half(self) -> str:
        """What is half typed; what is chosen in the end is passed on after it."""
        half = self.half_typed()
        self._kept = half or self._kept
        return half

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
        self._named = tuple(map(named, spec.options))
        # An editor is asked for its draft again and again.
        self._meant = ("", "")

    def set_pairs(self, pairs: tuple[tuple[str, str], ...]) -> None:
        """Use other options, such as the arms of the study."""
        self.pairs = pairs
        self._named = tuple(called(code, (words,)) for code, words in pairs)
        self._meant = ("", "")

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
        if (same := self._same(text)) is not None:
            return same
        if text != self._meant[0]:
            fitting = [] if self._is_read_as_typed(text) else self.fitting(text)
            self._meant = text, fitting[0] if len(fitting) == 1 else text
        return self._meant[1]

    def _same(self, text: str) -> str | None:
        """The code of the option that a text names to the letter, as chosen ones do."""
        pairs = self.pairs
        return next((code for code, words in pairs if text in (code, words)), None)

    def fitting(self, text: str) -> list[str]:
        """The codes that fit a text best: one is meant, several are not told apart."""
        if (same := self._same(text)) is not None:
            return [same]
        found = ranked(self._named, text)
        exact = bool(found) and found[0][0] is Fit.EXACT
        if not exact and missing_code(text, self._spec) is not None:
            return []
        return best(found)

    def is_whole(self, text: str) -> bool:
        """Say whether a text is an option or a missing code as it stands."""
        word = text.strip()
        if not word or missing_code(word, self._spec) is not None:
            return True
        return any(word in pair for pair in self.pairs)

    def meant(self, text: str) -> str:
        """The words of the one option that a text means, if it means one."""
        code = self.code(text) if text.strip() else ""
        return next((words for one, words in self.pairs if one == code), "")

    def fits_one(self, text: str) -> bool:
        """Say whether one option fits a text better than all others."""
        return len(self.fitting(text)) == 1 or self._is_read_as_typed(text)

    def offered(self, text: str) -> list[str]:
        """The words of all options that fit a text, the best first."""
        codes = [code for _fit, code in ranked(self._named, text)]
        measured = read_instrument(self._spec, text)
        if measured is not None:
            codes = [str(measured.value), *codes]
        return [self.words(code) for code in dict.fromkeys(codes)]

    def _is_read_as_typed(self, text: str) -> bool:
        """Say whether the words of an option would say less than the text does."""
        found = ranked(self._named, text)
        if found and found[0][0] is Fit.EXACT:
            return False
        return read_instrument(self._spec, text) is not None


def capitalised(text: str) -> str:
    """A text with a capital first letter; units such as g/kg keep their spelling."""
    first = text.partition(" ")[0].rstrip(",;:").replace("-", "")
    is_word = first.isalpha() and first not in _UNITS
    return text[:1].upper() + text[1:] if is_word else text


def decapitalised(text: str) -> str:
    """A label as it stands inside a sentence; abbreviations stay as they are."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def is_offering(completer: QCompleter | None) -> bool:
    """Say whether a list of options is open."""
    popup = completer.popup() if completer is not None else None
    return popup is not None and popup.isVisible()


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
