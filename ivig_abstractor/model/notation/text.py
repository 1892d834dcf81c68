"""Printed text made uniform: every number cut out, every sign in one spelling.

`template("Mean 43·5 (SD 16.8)")` has the text `mean #(sd #)` and two numbers, so that
a notation can be described by a short pattern. Nothing is ever guessed: a number that
could be read in two ways ends the reading with a sentence naming both.
"""

import re
import unicodedata
from decimal import Decimal

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.pattern import LatePattern
from ivig_abstractor.model.notation.reading import Problem, unreadable

LONGEST = 400
"""A value longer than this is prose, and prose belongs in a note."""

_MOST_DIGITS = 30
_PAIRS = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63", "-")
    | dict.fromkeys("\t\n\r\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u3000", " ")
    | dict.fromkeys("\u223c\u2248\u2243\uff5e", "~")
    | dict.fromkeys("\u2192\u21d2", "\u2192")
    | {chr(0xFF01 + shift): chr(0x21 + shift) for shift in range(0x5D)}
    | {"\u2a7d": "\u2264", "\u2a7e": "\u2265", "\u2266": "\u2264", "\u2267": "\u2265"}
    | {"[": "(", "]": ")", "\u3010": "(", "\u3011": ")", "\u00b5": "\u03bc"}
    | {
        "\u2019": "'",
        "\u2018": "'",
        "\u3002": ".",
        "\u2022": "\u00b7",
        "\u22c5": "\u00b7",
    }
)
_SPELLINGS = (
    (LatePattern(r"\+ ?/? ?-(?= ?[\d.])"), "\u00b1"),
    (LatePattern(r"[-=]>"), "\u2192"),
    (LatePattern(r"<="), "\u2264"),
    (LatePattern(r">="), "\u2265"),
    (LatePattern(r"(?<=\d)[\u00b7\u2219](?=\d)"), "."),
    (LatePattern(r"\b95 ?% ?(?:ci\b|confidence intervals?\b|conf\. int\.)"), "ci"),
    (LatePattern(r"\bci ?95 ?%?(?![\d.])"), "ci"),
    (LatePattern(r"\b(?:per cent|percent)\b"), "%"),
)
_OTHER_CI = LatePattern(r"\b(?P<level>\d\d(?:\.\d+)?) ?% ?(?:ci\b|confidence interval)")
_CANDIDATE = LatePattern(r"\d[\d.,']*\d|\d|\.\d+")
_EXPONENT = LatePattern(r" ?(?:e[+-]?\d|[x\u00d7*] ?10(?:\^|\*\*)|\^)")
_PLAIN = LatePattern(r"(?:\d+(?:\.\d+)?|\.\d+)\Z")
_THOUSANDS = LatePattern(r"\d{1,3}(?:,\d{3})+\.\d+\Z|[1-9]\d{0,2}(?:,\d{3}){2,}\Z")
_BEFORE_NUMBER = frozenset(["n", "x", "sd", "se", "sem", "p", "q", "k", "iqr", "d"])
_WORD_BEFORE = LatePattern(r"[^\W\d_]+\Z")
_TIGHT = LatePattern(r" *([-/=<>\u2264\u2265~\u00b1\u00d7,;:()\u2192|]) *| +(?=%)")
_FORMLESS = LatePattern(r"\b(?:nan|inf|infinity)\b|\u221e")


@dataclass(frozen=True, slots=True)
class Template:
    """A text with `#` for each number; `printed` holds the numbers as they stood."""

    text: str
    numbers: tuple[Decimal, ...] = ()
    printed: tuple[str, ...] = ()
    signed: tuple[bool, ...] = ()

    def index(self, position: int) -> int:
        """Which number stands at this position of `text`."""
        return self.text.count("#", 0, position)

    def number(self, match: re.Match[str], group: str) -> Decimal | None:
        """The number a group of `#` caught, or `None` if the group took no part."""
        start = match.start(group)
        return None if start < 0 else self.numbers[self.index(start)]

    def given(self, match: re.Match[str], group: str) -> Decimal:
        """The number a group of `#` caught, where the pattern makes sure of one."""
        return self.numbers[self.index(match.start(group))]

    def restore(self, start: int, end: int | None = None) -> str:
        """The words of a stretch of `text`, numbers put back."""
        end = len(self.text) if end is None else end
        numbers = iter(self.printed[self.index(start) :])
        return "".join(
            next(numbers) if char == "#" else char for char in self.text[start:end]
        )


def forbidden_character(text: str) -> Problem | None:
    """Refuse characters that cannot be seen or that change the order of others."""
    for char in text:
        if char in "\t\n\r":
            continue
        if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"}:
            code = f"U+{ord(char):04X}"
            return unreadable(
                _(
                    "The text holds an invisible character ({code}), so what you see"
                    " may"
                    " not be what is there. Delete it, or type the value anew."
                ).format(code=code)
            )
    return None


def clean(text: str, longest: int = LONGEST) -> str | Problem:
    """One spelling of spaces, dashes, brackets and full-width signs, or a problem."""
    if len(text) > longest:
        return unreadable(
            _(
                "The text has {count} characters, a value here has at most {most}."
                " Keep the value, and put the rest into the note."
            ).format(count=len(text), most=longest)
        )
    refused = forbidden_character(text)
    if refused is not None:
        return refused
    plain = " ".join(text.translate(_PAIRS).split()).rstrip(" .,;")
    if not plain:
        return unreadable(
            _("Nothing is written here. Type a value, or choose a reason.")
        )
    return _strange_digit(plain) or plain


def _strange_digit(plain: str) -> Problem | None:
    for char in plain:
        if char.isascii() or not (char.isdigit() or char.isnumeric()):
            continue
        if unicodedata.category(char) == "Lo":
            continue  # Chinese numerals are letters, refused later
        kind = unicodedata.decomposition(char).partition(" ")[0]
        if kind == "<fraction>" or "FRACTION" in unicodedata.name(char, ""):
            return unreadable(
                _(
                    "“{sign}” is a fraction. Write a decimal number, for example 0.5."
                ).format(sign=char)
            )
        if kind in {"<super>", "<sub>"}:
            return unreadable(
                _(
                    "“{sign}” is raised or lowered. Write all digits of the number on"
                    " the"
                    " line, and leave reference marks out."
                ).format(sign=char)
            )
        return unreadable(
            _(
                "“{sign}” is not one of the digits 0 to 9. Write it as one of them."
            ).format(sign=char)
        )
    return None


def read_printed(printed: str, sign: str = "") -> Decimal | Problem:
    """A run of digits, points and commas as a number, or its possible readings.

    `sign` stands before it in the text, and so in what is said of it.
    """
    if sum(char.isdigit() for char in printed) > _MOST_DIGITS:
        return unreadable(
            _(
                "“{printed}” has more than {most} digits. Check it against the paper."
            ).format(printed=f"{printed[:20]}…", most=_MOST_DIGITS)
        )
    if _PLAIN.match(printed):
        return Decimal(printed)
    if _THOUSANDS.match(printed):
        return Decimal(printed.replace(",", ""))
    return _malformed(printed, sign)


def _malformed(plain: str, sign: str) -> Problem:
    whole, comma, rest = plain.partition(",")
    printed = sign + plain
    if comma and whole.isdigit() and rest.isdigit():
        point = f"{sign}{whole}.{rest}"
        together = sign + whole + rest
        if len(rest) == 3 and len(whole) <= 3 and not whole.startswith("0"):
            return unreadable(
                _(
                    "“{printed}” may be {together} or {point}. Write {together} if the"
                    " comma separates thousands, {point} if it is a decimal comma."
                ).format(printed=printed, together=together, point=point)
            )
        return unreadable(
            _(
                "“{printed}” has a comma. Write {point} if it is a decimal comma; put a"
                " space after the comma if these are two numbers."
            ).format(printed=printed, point=point)
        )
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d+", plain):
        return unreadable(
            _("“{printed}” has a decimal comma. Write {point}.").format(
                printed=printed, point=printed.replace(".", "").replace(",", ".")
            )
        )
    return unreadable(
        _(
            "“{printed}” is not one number. Check whether two numbers have run"
            " together,"
            " and write it with digits and one decimal point."
        ).format(printed=printed)
    )


def template(text: str, longest: int = LONGEST) -> Template | Problem:
    """Cut the numbers out of a text, or say which of its signs cannot be read."""
    plain = clean(text, longest)
    if isinstance(plain, Problem):
        return plain
    plain = plain.lower()
    refused = _refused_sign(plain)
    if refused is not None:
        return refused
    for pattern, spelling in _SPELLINGS:
        plain = pattern.sub(spelling, plain)
    return _cut_numbers(plain)


def _refused_sign(plain: str) -> Problem | None:
    if "#" in plain:
        return unreadable(_("The sign “#” means nothing here. Delete it."))
    formless = _FORMLESS.search(plain)
    if formless:
        return unreadable(
            _("“{printed}” is not a number. Write digits, or choose a reason.").format(
                printed=formless.group()
            )
        )
    level = _OTHER_CI.search(plain)
    if level and level["level"] != "95":
        return unreadable(
            _(
                "A {level}% confidence interval has no place here, only a 95% one."
                " Put it into the note."
            ).format(level=level["level"])
        )
    return (
        None
        if _balanced(plain)
        else unreadable(
            _(
                "A bracket is opened and not closed, or the reverse. Check the ends of"
                " the text."
            )
        )
    )


def _balanced(plain: str) -> bool:
    depth = 0
    for char in plain:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return False
    return depth == 0


def _cut_numbers(plain: str) -> Template | Problem:
    pieces: list[str] = []
    numbers: list[Decimal] = []
    printed: list[str] = []
    signed: list[bool] = []
    end = 0
    for found in _CANDIDATE.finditer(plain):
        if not _starts_number(plain, found):
            continue
        sign = _sign(plain, found.start())
        value = _number_at(plain, found, sign if isinstance(sign, str) else "")
        if isinstance(value, Problem):
            return value
        if isinstance(sign, Problem):
            return sign
        before = plain[end : found.start() - len(sign)]
        run_together = _spaced_thousands(before, printed, found.group())
        if run_together is not None:
            return run_together
        pieces.append(f"{before} #")
        numbers.append(-value if sign == "-" else value)
        printed.append(sign + found.group())
        signed.append(bool(sign))
        end = found.end()
    pieces.append(plain[end:])
    apart = re.sub(r"#(?=[^\W\d_])", "# ", "".join(pieces))
    text = tighten(" ".join(apart.split()))
    return Template(text, tuple(numbers), tuple(printed), tuple(signed))


def _number_at(plain: str, found: re.Match[str], sign: str) -> Decimal | Problem:
    exponent = _EXPONENT.match(plain, found.end())
    if exponent is None:
        return read_printed(found.group(), sign)
    return unreadable(
        _("“{printed}” is written with an exponent. Write out all digits.").format(
            printed=plain[found.start() : exponent.end() + 3]
        )
    )


def tighten(text: str) -> str:
    """Take the spaces away from around signs, so that each text has one spelling."""
    return _TIGHT.sub(lambda sign: sign[1] or "", text).strip()


def _starts_number(plain: str, found: re.Match[str]) -> bool:
    """Tell 8 in `n=8` from 8 in `MMT8` and from 2 in `g/m2`."""
    word = _WORD_BEFORE.search(plain, max(0, found.start() - 12), found.start())
    return word is None or word.group() in _BEFORE_NUMBER


def _sign(plain: str, start: int) -> str | Problem:
    """The sign that belongs to a number; a dash between two numbers is none."""
    mark = plain[start - 1] if start else ""
    if mark not in {"-", "+"}:
        return ""
    earlier = plain[: start - 1]
    last = earlier.rstrip()[-1:]
    if not last or last in "(,;:<>=~\u2264\u2265\u00b1-\u2192/|":
        return mark
    if last.isalpha():
        return mark if earlier.endswith(" ") else ""
    if mark == "-" and earlier.endswith(" "):
        return unreadable(
            _(
                "“{printed}”: is the dash a minus or a range? Write “to” between the"
                " ends"
                " of a range."
            ).format(printed=plain[max(0, start - 8) : start + 4].strip())
        )
    return ""


def _spaced_thousands(before: str, printed: list[str], this: str) -> Problem | None:
    if before != " " or not printed or not re.fullmatch(r"\d{3}(?:\.\d+)?", this):
        return None
    if not re.fullmatch(r"[+-]?\d{1,3}", printed[-1]):
        return None
    return unreadable(
        _(
            "“{printed}” has a space in it. Write {together} if it is one number."
        ).format(printed=f"{printed[-1]} {this}", together=printed[-1] + this)
    )


def as_typed(text: str, rest: str) -> str:
    """The stretch of a typed text that `rest` is in one spelling; else the whole."""
    at: list[int] = []
    plain = ""
    for place, char in enumerate(text):
        for one in char.translate(_PAIRS).lower():
            if not one.isspace():
                plain += one
                at.append(place)
    wanted = "".join(rest.split())
    start = plain.rfind(wanted)
    if not wanted or start < 0:
        return text.strip()
    return text[at[start] : at[start + len(wanted) - 1] + 1]


def plainly(number: Decimal) -> str:
    """A number with all its digits and never an exponent; 42.0 stays 42.0."""
    return format(number, "f")
