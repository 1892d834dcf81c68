"""Writes the names of countries and languages by which their codes can be typed.

Usage: .venv/bin/python packaging/names.py         write resources/names/*.json anew
       .venv/bin/python packaging/names.py check   1 if they differ from what CLDR says

The names are those of the Unicode CLDR as Babel has them, in every language of the
program, and a few that papers use instead.
"""

import json
import sys
from pathlib import Path

from babel import Locale

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "names"
_LOCALES = ("en", "zh_Hans_CN")
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


def tables() -> dict[str, dict[str, str]]:
    """For each kind of code, the code of each name in small letters."""
    countries: dict[str, str] = {}
    languages: dict[str, str] = {}
    for locale in map(Locale.parse, _LOCALES):
        for code, name in locale.territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY:
                countries[name.casefold()] = code
        for code, name in locale.languages.items():
            if len(code) == 2:
                languages[name.casefold()] = code
    found = {"country": countries, "language": languages}
    return {kind: found[kind] | _ALSO[kind] for kind in found}


def written(table: dict[str, str]) -> str:
    """A table as it is kept in its file."""
    return json.dumps(table, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def main() -> int:
    """Write, or check."""
    wrong = 0
    for kind, table in tables().items():
        path, text = FOLDER / f"{kind}.json", written(table)
        if sys.argv[1:] != ["check"]:
            path.write_text(text, encoding="utf-8")
        elif path.read_text(encoding="utf-8") != text:
            print(f"{path.name} differs: run packaging/names.py")
            wrong = 1
    return wrong


if __name__ == "__main__":
    raise SystemExit(main())
