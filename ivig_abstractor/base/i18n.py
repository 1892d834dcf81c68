"""The words of the program, translated through the standard library's gettext.

Words declared while a module loads are marked with `N_`, which leaves them as
they are; `_` translates them when they are shown, so that a change of language
needs no restart.
"""

import gettext
from functools import cache

from ivig_abstractor.base.resources import MissingResourceError, resource

DOMAIN = "ivig_abstractor"
SOURCE_LANGUAGE = "en"

_language = SOURCE_LANGUAGE


def _(text: str) -> str:
    """Return `text` in the reviewer's language, or as it is when untranslated."""
    # The empty string is the key of gettext's own header, never a word of ours.
    return _catalogue(_language).gettext(text) if text else text


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of a sentence that suits `count`."""
    return _catalogue(_language).ngettext(one, many, count)


def N_(text: str) -> str:  # noqa: N802  (the name gettext's tools look for)
    """Mark `text` for translation and return it unchanged."""
    return text


def set_language(code: str) -> None:
    """Show all words in the language `code`; unknown languages stay English."""
    global _language  # noqa: PLW0603  (the program speaks one language at a time)
    _language = code


def language() -> str:
    """Return the code of the language in use."""
    return _language


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    if code == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    try:
        locale = resource("locale")
    except MissingResourceError:
        return gettext.NullTranslations()
    return gettext.translation(
        DOMAIN, localedir=locale, languages=[code], fallback=True
    )
