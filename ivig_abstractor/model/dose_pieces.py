"""The pieces of a printed dose, each in its place: amounts, days, intervals, drugs.

The text is never changed, so every piece knows the stretch it was read from.
"""

import re
from collections.abc import Iterator
from dataclasses import field
from enum import StrEnum
from functools import cache

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.pattern import LatePattern
from ivig_abstractor.model.codes import PhaseLabel, Route
from ivig_abstractor.model.notation.words import NUMBER_WORDS


class PieceKind(StrEnum):
    """What a piece of a dose says."""

    RATE = "rate"
    AMOUNT = "amount"
    DAYS = "days"
    TIMES = "times"
    INTERVAL = "interval"
    DURATION = "duration"
    COURSES = "courses"
    DOSES_OF = "doses of"
    SPLIT = "split"
    CONCENTRATION = "concentration"
    DIVIDED = "divided"
    IG = "immunoglobulin"
    OTHER_DRUG = "other drug"
    ROUTE = "route"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Piece:
    """One understood stretch of the text, with the groups of its pattern."""

    kind: PieceKind
    start: int
    end: int
    said: dict[str, str] = field(default_factory=dict)


_SAME_LENGTH = str.maketrans(
    {chr(65 + i): chr(97 + i) for i in range(26)}
    | {chr(0xFF01 + i): chr(0x21 + i).lower() for i in range(0x5D)}
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\u207b", "-")
    | dict.fromkeys("\u2022\u2219\u22c5\u2027", "\u00b7")
    | dict.fromkeys("\t\n\r\u00a0\u2009\u202f\u3000", " ")
    | {"\u00b9": "1", "\u00b2": "2", "\u2217": "x", "*": "x", "\u00d7": "x"}
    | {"\u3002": ".", "\u3001": ",", "\u00b5": "u", "\u03bc": "u"}
)

_WORD = "|".join(word for word in NUMBER_WORDS if word != "zero")
_DEC = r"(?<![\d.,])(?<!\de)(?<!\de[+-])\d{1,9}(?:[.,\u00b7]\d{1,9}){0,3}(?![\d])"
_INT = rf"(?:\d{{1,4}}(?:\.\d)?|{_WORD})"
_RANGE = (
    rf"(?P<low>(?<![\d.,\w]){_INT}|(?<=[xq\u6bcf\u7528\u7eed\u5171\u8fde]){_INT})"
    rf"(?:\s{{0,2}}(?P<join>-|to|or|~)\s{{0,2}}(?P<high>{_INT}))?"
)
_MASS = r"(?:grams?|gm|g|milligrams?|mg|ml)(?![a-z])"
_MINUS_1 = r"\s?\^?-1"
_KG = (
    rf"(?:(?:\s?/\s?(?P<open>\()?\s?|\s?per\s|\s?\u00b7\s?)(?:kg|kilograms?|kilo)(?:{_MINUS_1})?"
    rf"|[ .]kg{_MINUS_1})(?:\s(?:of\s)?(?:body\s?weight|body\s?wt|bw)(?![a-z]))?"
)
_M2 = r"\s?(?:/|per)\s?(?:m2|square met(?:er|re)s?)"
_TIME = r"days?|d|24\s?h|weeks?|wk|w|months?|mo|course|cycle|infusion|dose"
_PER_TIME = (
    rf"(?:(?:\s?/\s?|\sper\s|\s?\u00b7\s?|\sa\s)(?P<time>{_TIME})"
    rf"(?:{_MINUS_1})?(?(open)\s?\)|)(?![a-z])"
    rf"|[ .](?P<time2>d|day|wk|week){_MINUS_1}"
    r"|\s(?P<daily>daily|once daily)(?![a-z])|\s?\u6bcf(?P<zh_daily>\u5929|\u65e5))"
)
_ADJECTIVES = (
    r"(?:(?:consecutive|successive|equal|divided|daily|separate|infusion)\s){0,3}"
)
_UNIT = (
    r"(?P<unit>days?|weeks?|wks?|wk|months?|mos?|years?|yrs?|d|w|mo"
    r"|\u5929|\u65e5|\u5468|\u4e2a\u6708|\u6708)"
)

_PATTERNS: tuple[tuple[PieceKind, str], ...] = (
    (
        PieceKind.RATE,
        rf"{_DEC}\s{{0,2}}{_MASS}(?:{_KG})?\s?(?:/|per\s)\s?(?:min(?:ute)?|h(?:ou)?r?)(?![a-z])",
    ),
    (
        PieceKind.AMOUNT,
        (
            rf"(?:(?P<from>{_DEC})\s{{0,2}}(?:-|to)\s{{0,2}})?(?P<amount>{_DEC})\s{{0,2}}"
            rf"(?P<mass>{_MASS})(?:\s?\(\s?(?P<amount2>{_DEC})\s{{0,2}}(?P<mass2>{_MASS})\s?\))?"
            rf"(?:(?P<kg>{_KG})|(?P<m2>{_M2}))?{_PER_TIME}?(?!\s?/\s?[a-z\d])"
        ),
    ),
    (
        PieceKind.SPLIT,
        (
            rf"(?:twice|two times|on two occasions),?\s{_INT}\s(?:days?|weeks?)\s?apart"
            r"|(?<![a-z])twice(?![a-z])"
        ),
    ),
    (
        PieceKind.DAYS,
        (
            r"\u8fde(?P<adj>\u7eed\u4f7f\u7528|\u7eed\u7528|\u7528|\u7eed)?\s?"
            rf"{_RANGE}\s?(?:d|\u5929|\u65e5)(?![a-z])"
        ),
    ),
    (
        PieceKind.DAYS,
        (
            rf"(?:(?P<how>for|over|on|during|in|within|x)\s?)?"
            rf"(?:each of\s|each of the\s|a total of\s|the\s|\u5171)?"
            rf"(?P<adj>{_ADJECTIVES})"
            rf"{_RANGE}\s?-?\s?(?P<adj2>{_ADJECTIVES})"
            r"(?:days?|d|daily doses|infusion"
            r" days|\u5929|\u65e5)(?![a-z])(?!\s(?:apart|interval|after|later|before))"
        ),
    ),
    (
        PieceKind.INTERVAL,
        rf"(?:once\s)?every\s{_RANGE}[\s-]?{_UNIT}(?![a-z])",
    ),
    (PieceKind.INTERVAL, r"every\s(?P<other>other|second)\s(?P<unit>day|week|month)"),
    (PieceKind.INTERVAL, rf"(?<![a-z])q\s?{_RANGE}\s?{_UNIT}(?![a-z])"),
    (PieceKind.INTERVAL, rf"at\sintervals\sof\s{_RANGE}\s{_UNIT}(?![a-z])"),
    (
        PieceKind.INTERVAL,
        rf"(?:at\s)?{_RANGE}[\s-]{_UNIT}(?:ly)?[\s-](?:intervals?|apart)",
    ),
    (PieceKind.INTERVAL, rf"\u6bcf\s?{_RANGE}\s?{_UNIT}(?:(?:1|\u4e00)?\u6b21)?"),
    (
        PieceKind.INTERVAL,
        r"\u6bcf\s?(?P<unit>\u4e2a\u6708|\u6708|\u5468)(?:\s?(?:1|\u4e00)\s?\u6b21)?",
    ),
    (
        PieceKind.INTERVAL,
        (
            r"(?P<once>(?:one|a|a single|1|once)\s?(?:infusion|course|cycle|dose)?\s?)?"
            r"(?<![a-z])(?:(?P<adverb>monthly|weekly)(?![a-z])"
            r"|(?:every|each|per|a|/)\s?(?P<unit>month|week)(?![a-z]))"
        ),
    ),
    (
        PieceKind.DURATION,
        (
            rf"(?:for|over|during|within)\s(?:a total of\s|up to\s)?{_RANGE}[\s-]?"
            r"(?P<unit>weeks?|wks?|months?|mos?|years?|yrs?)(?![a-z])"
        ),
    ),
    (
        PieceKind.DOSES_OF,
        (
            rf"(?:{_RANGE}\s)?(?P<label>loading|induction|maintenance)?\s?"
            r"(?:doses|courses|cycles|infusions)\sof(?=\s\d)"
        ),
    ),
    (
        PieceKind.COURSES,
        (
            rf"(?:for\s|x\s?|a total"
            rf" of\s)?{_RANGE}\s(?:monthly\s|ivig\s|treatment\s|infusion\s)?"
            r"(?:courses?|cycles?)(?![a-z])"
        ),
    ),
    (
        PieceKind.COURSES,
        r"(?P<single>(?:a\s)?single\s(?:course|cycle))(?![a-z])",
    ),
    (PieceKind.TIMES, rf"(?<![a-z])x\s?{_RANGE}(?![\w/%])(?!\s?[gm])"),
    (
        PieceKind.CONCENTRATION,
        (
            r"(?:(?P<of>of|as)\s(?:an?\s)?)?(?P<percent>(?<![\d.,])\d{1,2}(?:\.\d)?)\s?%"
            r"(?P<solution>\s(?:solution|ivig|immun|igg|product|preparation|w/v))?"
        ),
    ),
    (
        PieceKind.DIVIDED,
        r"(?<![a-z])(?:(?:equally\s)?divided|split|in equal (?:doses|parts))(?![a-z])",
    ),
    (
        PieceKind.DIVIDED,
        r"(?<![a-z])(?P<total>(?:a\s)?total(?:\sdose)?\sof|total dose)(?![a-z])",
    ),
    (
        PieceKind.IG,
        (
            r"(?<![a-z])(?:(?P<iv>ivigs?|igiv|ivgg|iv immunoglobulins?)|(?P<sc>scigs?)"
            r"|immunoglobulins?|immune globulins?|gamma[\s-]?globulins?"
            r"|peg-igg)(?![a-z])"
            r"|\u4e19\u79cd\u7403\u86cb\u767d|\u514d\u75ab\u7403\u86cb\u767d"
        ),
    ),
    (
        PieceKind.OTHER_DRUG,
        (
            r"(?<![a-z])(?P<drug>(?:methyl)?prednisol?one|prednisone|dexamethasone"
            r"|hydrocortisone|betamethasone|deflazacort|cortico(?:steroids?)|glucocorticoids?"
            r"|steroids?|azathioprine|methotrexate|cyclophosphamide|c[iy]closporine?(?:\sa)?"
            r"|tacrolimus|mycophenolate(?:\smofetil)?|rituximab|hydroxychloroquine"
            r"|chlorambucil|leflunomide|tofacitinib|infliximab|etanercept|heparin"
            r"|paracetamol|acetaminophen)(?![a-z])"
            r"|(?P<zh>\u7532\u6cfc\u5c3c\u9f99|\u6cfc\u5c3c\u677e\u9f99|\u6cfc\u5c3c\u677e|\u5730\u585e\u7c73\u677e"
            r"|\u73af\u78f7\u9170\u80fa|\u7532\u6c28\u8776\u5464|\u785d\u5511\u560c\u5464|\u786b\u5511\u560c\u5464|\u73af\u5b62\u7d20)"
        ),
    ),
    (
        PieceKind.ROUTE,
        (
            r"(?<![a-z])(?:(?P<iv>intravenous(?:ly)?|i\.v\.|iv)|(?P<sc>subcutaneous(?:ly)?|s\.c\.|sc)"
            r"|(?P<im>intramuscular(?:ly)?|i\.m\.))(?![a-z])|(?P<zh_iv>\u9759\u8109)|(?P<zh_sc>\u76ae\u4e0b)"
        ),
    ),
    (
        PieceKind.LABEL,
        (
            r"(?<![a-z])(?P<label>loading|induction|maintenance|taper(?:ing)?|extension"
            r"|re-?treatment)(?![a-z])"
        ),
    ),
)


@cache
def _compiled() -> tuple[tuple[PieceKind, re.Pattern[str]], ...]:
    """The patterns, compiled when a dose is first read: start-up needs none of them."""
    return tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)


_LABELS = {
    "loading": PhaseLabel.LOADING,
    "induction": PhaseLabel.INDUCTION,
    "maintenance": PhaseLabel.MAINTENANCE,
    "taper": PhaseLabel.TAPER,
    "tapering": PhaseLabel.TAPER,
    "extension": PhaseLabel.EXTENSION,
    "retreatment": PhaseLabel.RETREATMENT,
    "re-treatment": PhaseLabel.RETREATMENT,
}


def same_length(text: str) -> str:
    """One spelling of letters and signs, character for character."""
    return text.translate(_SAME_LENGTH)


def pieces_of(plain: str) -> list[Piece]:
    """All pieces of a text in the spelling of `same_length`, in their order.

    Earlier patterns take precedence; no two pieces share a character.
    """
    taken = bytearray(len(plain))
    found: list[Piece] = []
    for kind, pattern in _compiled():
        for match in pattern.finditer(plain):
            words = match.group()
            start = match.start() + len(words) - len(words.lstrip())
            end = match.end() - len(words) + len(words.rstrip())
            if start >= end or any(taken[start:end]):
                continue
            taken[start:end] = b"\x01" * (end - start)
            said = {
                name: text
                for name, text in match.groupdict().items()
                if text is not None
            }
            found.append(Piece(kind, start, end, said))
    return sorted(found, key=lambda piece: piece.start)


def label_of(piece: Piece) -> PhaseLabel | None:
    """The phase a piece names, if it names one."""
    return _LABELS.get(piece.said.get("label", ""))


def route_of(piece: Piece) -> Route | None:
    """The route a piece names, if it names one."""
    said = piece.said
    if {"iv", "zh_iv"} & said.keys():
        return Route.IV
    if {"sc", "zh_sc"} & said.keys():
        return Route.SC
    return Route.IM if "im" in said else None


_FILLER_WORDS = """
a an the of at as was were is are be been given administered infused received got dose
doses dosed dosing infusion infusions treatment therapy and with by to in then followed
patients body weight per course cycle cycles each total printed over on for i.e.
"""
_FILLER = frozenset(_FILLER_WORDS.split())
_RUN = LatePattern(r"[^\s,;:.()|]+")


def left_over(plain: str, pieces: list[Piece]) -> Iterator[tuple[int, int]]:
    """The stretches no piece took, without words that carry nothing."""
    edges = [
        0,
        *(edge for piece in pieces for edge in (piece.start, piece.end)),
        len(plain),
    ]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        for part in re.finditer(r"[^;|]+", plain[start:end]):
            words = [
                word
                for word in _RUN.finditer(part.group())
                if word.group() not in _FILLER
                and any(c.isalnum() for c in word.group())
            ]
            if words:
                offset = start + part.start()
                yield offset + words[0].start(), offset + words[-1].end()
