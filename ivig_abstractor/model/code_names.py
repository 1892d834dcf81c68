"""The codes of countries and languages found by name, and the names of countries."""

import json
from functools import cache

from ivig_abstractor.base.i18n import language
from ivig_abstractor.base.resources import resource


@cache
def _codes(kind: str) -> dict[str, str]:
    path = resource(f"names/{kind}.json")
    table: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return table | {code.casefold(): code for code in table.values()}


def code_named(kind: str, name: str) -> str:
    """The code of a name (`Germany`, `德国`, `de`), or nothing if it is not known.

    `kind` says of what: `country` or `language`.
    """
    bare = " ".join(name.split()).casefold().replace("\u2019", "'")
    return _codes(kind).get(bare) or _codes(kind).get(bare.removeprefix("the "), "")


@cache
def _shown() -> dict[str, dict[str, str]]:
    names = json.loads(resource("names/shown.json").read_text(encoding="utf-8"))
    shown: dict[str, dict[str, str]] = names
    return shown


def country_name(code: str) -> str:
    """The name of a country in the reader's language; its code where none is known."""
    return _shown().get(language(), {}).get(code, code)
