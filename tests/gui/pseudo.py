"""A language nobody speaks: longer, accented, bracketed, so that one sees what is said.

What is not in brackets did not come through the catalogue; what is cut would be cut in
a real language that is longer than English.
"""

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager

from ivig_abstractor.base import i18n

CODE = "pseudo"
OPEN, CLOSE = "⟦", "⟧"
_ACCENTS = str.maketrans("aeiouyAEIOUYcn", "åéîøüýÅÉÎØÜÝçñ")
_KEPT = re.compile(r"(\{[^}]*\}|&\w|%\w)")
_MORE = 0.4


def pseudo(text: str) -> str:
    """A text of the program as this language has it: about two fifths longer."""
    if not text.strip():
        return text
    parts = [
        part if _KEPT.fullmatch(part) else part.translate(_ACCENTS)
        for part in _KEPT.split(text)
    ]
    plain = _KEPT.sub("", text)
    more = max(1, round(len(plain) * _MORE) - 2)
    # Words, as real languages have them, and not one long one that cannot be wrapped.
    padding = ("~~~~~ " * more)[:more].rstrip()
    return f"{OPEN}{''.join(parts)} {padding}{CLOSE}".replace(f" {CLOSE}", CLOSE)


class PseudoCatalogue(gettext.NullTranslations):
    """Makes every translation from the text itself."""

    def gettext(self, message: str) -> str:
        """The text in this language."""
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form of the text that suits a number."""
        return pseudo(msgid1 if n == 1 else msgid2)


@contextmanager
def spoken() -> Iterator[None]:
    """Let the program speak this language."""
    known = i18n._catalogue

    def catalogue(code: str) -> gettext.NullTranslations:
        return PseudoCatalogue() if code == CODE else known(code)

    i18n._catalogue = catalogue
    i18n.set_language(CODE)
    try:
        yield
    finally:
        i18n.set_language(i18n.SOURCE_LANGUAGE)
        i18n._catalogue = known
