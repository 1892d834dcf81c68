"""Writes the names by which codes of countries and languages are typed and shown.

Usage: .venv/bin/python packaging/names.py         write resources/names/*.json anew
       .venv/bin/python packaging/names.py check   1 if they differ from what CLDR says

The names are those of the Unicode CLDR as Babel has them, in every language of the
program, and a few that papers use instead.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from babel import Locale

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "names"
_LOCALES = {"en": "en", "zh_CN": "zh_Hans_CN"}
"""The languages of the program, and what Unicode calls them."""
_NO_COUNTRY = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
_ALSO = {
    "country": {
        "america": "US",
        "bosnia": "BA",
        "burma": "MM",
        "czech republic": "CZ",
        "england": "GB",
        "great britain": "GB",
        "holland": "NL",
        "hong kong": "HK",
        "ivory coast": "CI",
        "korea": "KR",
        "macao": "MO",
        "macau": "MO",
        "macedonia": "MK",
        "northern ireland": "GB",
        "palestine": "PS",
        "people's republic of china": "CN",
        "pr china": "CN",
        "republic of korea": "KR",
        "russian federation": "RU",
        "scotland": "GB",
        "the netherlands": "NL",
        "turkey": "TR",
        "u.k.": "GB",
        "u.s.": "US",
        "u.s.a.": "US",
        "uk": "GB",
        "united states of america": "US",
        "usa": "US",
        "viet nam": "VN",
        "wales": "GB",
        "香港": "HK",
        "澳门": "MO",
    },
    "language": {"farsi": "fa", "flemish": "nl", "mandarin": "zh", "中文": "zh"},
}


def shown() -> dict[str, dict[str, str]]:
    """For each language of the program, the name of each country by its code."""
    return {
        language: {
            code: name
            for code, name in Locale.parse(unicode_name).territories.items()
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY
        }
        for language, unicode_name in _LOCALES.items()
    }


def tables() -> dict[str, dict[str, str]]:
    """For each kind of code, the code of each name in small letters."""
    countries = {
        name.casefold(): code
        for names in shown().values()
        for code, name in names.items()
    }
    languages: dict[str, str] = {}
    for locale in map(Locale.parse, _LOCALES.values()):
        for code, name in locale.languages.items():
            if len(code) == 2:
                languages[name.casefold()] = code
    found = {"country": countries, "language": languages}
    return {kind: found[kind] | _ALSO[kind] for kind in found}


def written(table: Mapping[str, object]) -> str:
    """A table as it is kept in its file."""
    return json.dumps(table, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def main() -> int:
    """Write, or check."""
    wrong = 0
    for name, table in ({**tables(), "shown": shown()}).items():
        path, text = FOLDER / f"{name}.json", written(table)
        if sys.argv[1:] != ["check"]:
            path.write_text(text, encoding="utf-8")
        elif path.read_text(encoding="utf-8") != text:
            print(f"{path.name} differs: run packaging/names.py")
            wrong = 1
    return wrong


if __name__ == "__main__":
    raise SystemExit(main())
