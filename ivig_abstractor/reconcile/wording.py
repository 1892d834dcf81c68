"""Words in one spelling, how alike two wordings are, and what differs between them."""

import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

from ivig_abstractor.base.pattern import LatePattern

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_QUOTES = "'\"`\u00b4\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u2032\u2033\u00ab\u00bb"
_SPELLED = str.maketrans(
    dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_QUOTES)
    | {"\u00b7": ".", "\u2219": ".", "\u22c5": ".", "\u00ad": None}
)
_RAISED = LatePattern(r"(?<=\d)(?=[\u00b2\u00b3\u00b9\u2070-\u2079])")
_PIECES = LatePattern(
    r"\d+(?:[.,]\d+)*|[^\W\d_]+|(?<![^\W\d_])-(?= ?\d)|[%/#&*@]|[^\w\s-]"
)
_KEPT_SIGNS = frozenset("-%/#&*@")
_WORDS_AND_GAPS = LatePattern(r"\s+|[^\s]+")
_LONGEST_COMPARED = 400

_SYNONYMS: tuple[tuple[str, str], ...] = (
    (
        r"(?:intravenous|iv|i v|high dose) (?:human )?(?:immune ?globulins?|igg?)",
        "ivig",
    ),
    (
        r"(?:intravenous|iv|i v) (?:human )?(?:immuno ?globulins?|gamma ?globulins?)",
        "ivig",
    ),
    (
        r"(?:immune ?globulins?|immuno ?globulins?|gamma ?globulins?|ivigs?|igiv)",
        "ivig",
    ),
    (r"subcutaneous ivig|scigs?", "scig"),
    (r"(?:intravenous|iv|i v|pulsed?) methyl ?prednisolone|ivmp", "ivmp"),
    (r"(?:gluco ?)?corticosteroids?|glucocorticoids?|steroids?|gcs?", "steroid"),
    (r"methotrexate|mtx", "mtx"),
    (r"azathioprine|aza", "aza"),
    (r"cyclosporine?(?: a)?|ciclosporin(?: a)?|csa", "csa"),
    (r"cyclophosphamide|cyc|ctx", "cyc"),
    (r"mycophenolate(?: mofetil)?|mmf", "mmf"),
    (r"plasma exchange|plasmapheresis|plex", "plex"),
    (r"(?:normal )?saline(?: infusions?)?|dummy|sham", "placebo"),
    (r"controls?|comparators?", "control"),
    (r"(?:treatment |study )?(?:groups?|arms?)", ""),
    (r"creatine kinase|cpk|ck", "ck"),
    (r"manual muscle test(?:ing)?|mmt", "mmt"),
)
_AS_PATTERNS = tuple(
    (LatePattern(rf"\b(?:{pattern})\b"), one) for pattern, one in _SYNONYMS
)


@lru_cache(maxsize=65_536)
def plain_wording(text: str) -> str:
    """Words and numbers alone, in lower case and one spelling of each sign.

    Punctuation, spaces, quotation marks and the kind of dash are dropped; signs that
    carry meaning (<, %, ±, a minus, a decimal point) stay.
    """
    raised = _RAISED.sub("^", text)
    spelled = unicodedata.normalize("NFKC", raised).translate(_SPELLED).casefold()
    pieces = [
        piece
        for piece in _found(_PIECES, unicodedata.normalize("NFKC", spelled))
        if piece[0].isalnum() or piece in _KEPT_SIGNS or _is_symbol(piece)
    ]
    return " ".join(pieces) or " ".join(text.split())


def _is_symbol(piece: str) -> bool:
    return unicodedata.category(piece[0]).startswith("S")


@lru_cache(maxsize=65_536)
def by_other_names(text: str) -> str:
    """The plain wording with well-known names in one form: `immune globulin` is IVIG.

    For finding rows that belong together only: wordings are never the same by it.
    """
    named = plain_wording(text)
    for pattern, one in _AS_PATTERNS:
        named = pattern.sub(one, named)
    spelled = named.replace("ae", "e").replace("oe", "e")
    return " ".join(spelled.split()) or plain_wording(text)


@lru_cache(maxsize=65_536)
def pieces_of(text: str) -> frozenset[str]:
    """The three-letter pieces of each word, and the numbers whole."""
    pieces: set[str] = set()
    for word in by_other_names(text[:_LONGEST_COMPARED]).split():
        if word[0].isdigit():
            pieces.add(word)
        else:
            padded = f"^{word}$"
            pieces.update(padded[at : at + 3] for at in range(len(padded) - 2))
    return frozenset(pieces)


def text_difference(
    a: str, b: str
) -> tuple[tuple[tuple[str, bool], ...], tuple[tuple[str, bool], ...]]:
    """Each text in stretches, with whether the stretch is not in the other one.

    The stretches of a side put together are its text again.
    """
    ones, others = _found(_WORDS_AND_GAPS, a), _found(_WORDS_AND_GAPS, b)
    matcher = SequenceMatcher(
        None,
        [plain_wording(one) for one in ones],
        [plain_wording(one) for one in others],
        autojunk=False,
    )
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for kind, from_a, to_a, from_b, to_b in matcher.get_opcodes():
        differs = kind != "equal"
        left.append(("".join(ones[from_a:to_a]), differs))
        right.append(("".join(others[from_b:to_b]), differs))
    return tuple(one for one in left if one[0]), tuple(one for one in right if one[0])


def share_words(a: str, b: str, run: int = 5) -> bool:
    """Say whether two quotations overlap: one holds the other, or a run of words."""
    ones, others = plain_wording(a).split(), plain_wording(b).split()
    if not ones or not others:
        return False
    short, long = sorted((ones, others), key=len)
    if f" {' '.join(short)} " in f" {' '.join(long)} ":
        return True
    runs = {tuple(short[at : at + run]) for at in range(len(short) - run + 1)}
    return any(tuple(long[at : at + run]) in runs for at in range(len(long) - run + 1))


def _found(pattern: LatePattern, text: str) -> list[str]:
    return [found.group() for found in pattern.finditer(text)]
