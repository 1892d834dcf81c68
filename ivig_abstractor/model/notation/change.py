"""Changes as papers print them: "from 35 to 12 mg/day", "down by 36 mg/day", "-47%"."""

import re
from decimal import Decimal

from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.notation.reading import (
    Problem,
    Reading,
    Way,
    not_understood,
    unreadable,
)
from ivig_abstractor.model.notation.text import Template, plainly, template
from ivig_abstractor.model.notation.units import same_unit, unit_named, unit_pattern
from ivig_abstractor.model.quantities import Change, Direction

_EXAMPLE = "from 35 to 12 mg/day"
_FALL = (
    "decreased?|decreases?|fell|falls?|reduced|reduces?|reduction|dropped|drops?|down"
    "|declined?|lowered|lower|less"
)
_RISE = "increased?|increases?|rose|rises?|gained?|gains?|raised|up|higher|more"
_WAY = rf"(?:(?P<fall>{_FALL})|(?P<rise>{_RISE}))"
_BEFORE = r"(?:from (?P<before>#)(?: ?(?P<unit0>UNIT))?,? )?"
_AMOUNT = r"(?P<amount>#)(?:(?P<percent>%)|(?: ?(?P<unit>UNIT)))?"


def read_change(
    text: str, *, unit: str = "", fall: bool | None = None
) -> Reading | Problem:
    """Read a change; `fall` says what a bare "by 36" means in this field.

    Where the field is a reduction, "by 36" is a fall; elsewhere it does not say which
    way, and the reader asks. A printed unit that is the field's own is left out.
    """
    got = template(text)
    if isinstance(got, Problem):
        return got
    flat = " ".join(re.sub(r"[(),;:=]", " ", got.text).split())
    got = Template(flat, got.numbers, got.printed, got.signed)
    for pattern, build in (
        (_FROM_TO, _from_to),
        (_TO, _to),
        (_UNCLEAR, _unclear),
        (_BY, _by),
        (_AMOUNT_FIRST, _by),
    ):
        match = re.fullmatch(pattern.replace("UNIT", unit_pattern(unit)), got.text)
        if match is None:
            continue
        parts = build(got, match, fall)
        if isinstance(parts, Problem):
            return parts
        return _change(parts, _units(match), unit, text)
    return _refuse(got)


_UNITS = ("unit", "unit0", "unit1")
_FROM_TO = (
    rf"(?:{_WAY} )?(?:from )?(?P<before>#)(?: ?(?P<unit0>UNIT))?(?P<join> to |\u2192)"
    r"(?P<after>#)(?: ?(?P<unit>UNIT))?(?: (?P<amount>#)%)?"
)
_TO = rf"(?:{_WAY} )?to (?P<after>#)(?: ?(?P<unit>UNIT))?"
_UNCLEAR = r"by or to (?P<after>#)(?: ?(?P<unit>UNIT))?"
_BY = rf"{_BEFORE}(?:{_WAY} ?)?(?:by |of )?{_AMOUNT}"
_AMOUNT_FIRST = rf"{_AMOUNT} {_WAY}"

_Parts = dict[str, Direction | Decimal | None]


def _from_to(
    got: Template, match: re.Match[str], _fall: bool | None
) -> _Parts | Problem:
    if match["join"] == " to " and "from " not in got.text:
        return unreadable(
            _(
                "“{text}” may be a range or a change. Write “from {text}” for a change."
            ).format(text=got.restore(0))
        )
    percent = got.number(match, "amount")
    if percent is not None and not got.signed[got.index(match.start("amount"))]:
        return _which_way(f"{plainly(percent)}%")
    return {
        "direction": Direction.FROM_TO,
        "before": got.given(match, "before"),
        "after": got.given(match, "after"),
        "percent": percent,
    }


def _to(got: Template, match: re.Match[str], _fall: bool | None) -> _Parts | Problem:
    return {"direction": Direction.TO, "after": got.given(match, "after")}


def _unclear(
    got: Template, match: re.Match[str], _fall: bool | None
) -> _Parts | Problem:
    return {"direction": Direction.UNCLEAR, "after": got.given(match, "after")}


def _by(got: Template, match: re.Match[str], fall: bool | None) -> _Parts | Problem:
    amount = got.given(match, "amount")
    signed = got.signed[got.index(match.start("amount"))]
    worded = bool(match["fall"] or match["rise"])
    printed = plainly(amount) + ("%" if match["percent"] else "")
    if signed and worded:
        return unreadable(
            _(
                "“{text}” has both a sign and a word for the direction. Keep one."
            ).format(text=got.restore(0))
        )
    if not (signed or worded):
        if fall is None or "by " not in got.text:
            return _which_way(printed, _unit_behind(match))
        worded = True
    if worded and (match["fall"] or (not match["rise"] and fall)):
        amount = -amount
    kind = Direction.PERCENT if match["percent"] else Direction.BY
    return {
        "direction": kind,
        "before": got.number(match, "before")
        if "before" in match.re.groupindex
        else None,
        "percent" if match["percent"] else "by": amount,
    }


def _unit_behind(match: re.Match[str]) -> str:
    return unit_named(match["unit"]) if match["unit"] else ""


def _which_way(amount: str, unit: str = "") -> Problem:
    return unreadable(
        _(
            "“{amount}” does not say which way. Write “down by {amount}”, “up by"
            " {amount}”,"
            " “to {amount}”, or “by or to {amount}” if the paper leaves it open."
        ).format(amount=amount),
        _ways(amount, unit),
    )


RAISED = "R"
"""The letter of a rise, which no steroid is spared by."""


def _ways(amount: str, unit: str) -> tuple[Way, ...]:
    """What a bare amount may mean; the safe one leaves it open."""
    said = f"{amount} {unit}".strip()
    by = _("change = {amount}")
    ways = [
        Way(
            _("Reduced by {amount}").format(amount=said),
            f"down by {said}",
            "B",
            by.format(amount=f"\N{MINUS SIGN}{amount}"),
        ),
        Way(
            _("Raised by {amount}").format(amount=said),
            f"up by {said}",
            RAISED,
            by.format(amount=f"+{amount}"),
        ),
    ]
    if not amount.endswith("%"):
        ways += [
            Way(
                _("Changed to {amount}").format(amount=said),
                f"to {said}",
                "T",
                _("after = {amount}").format(amount=amount),
            ),
            Way(
                _("Unclear: by or to, left open"),
                f"by or to {said}",
                "U",
                safe=True,
            ),
        ]
    return tuple(ways)


def _units(match: re.Match[str]) -> list[str]:
    groups = match.re.groupindex
    found = (match[name] for name in _UNITS if name in groups)
    return list(dict.fromkeys(unit_named(unit) for unit in found if unit))


def _change(parts: _Parts, units: list[str], own: str, text: str) -> Reading | Problem:
    if len(units) > 1:
        return unreadable(
            _(
                "The text holds two units, {units}. Write all numbers in one unit."
            ).format(units=", ".join(units))
        )
    unit = units[0] if units else ""
    kept = "" if own and same_unit(unit, own) else unit
    change = Change.model_validate({**parts, "unit": kept, "raw": text.strip()})
    return Reading(change, change_words(change))


def _refuse(got: Template) -> Problem:
    if len(got.numbers) == 1 and got.text == "#":
        return _which_way(got.printed[0])
    return not_understood(got.restore(0), _EXAMPLE)


def change_words(change: Change) -> tuple[str, ...]:
    """What a change says, piece by piece."""
    words: list[str] = []
    if change.before is not None:
        words.append(_("from {number}").format(number=plainly(change.before)))
    if change.after is not None:
        said = _("to {number}")
        if change.direction is Direction.UNCLEAR:
            said = _("by or to {number}, the paper leaves it open")
        words.append(said.format(number=plainly(change.after)))
    for number, sign in ((change.by, ""), (change.percent, "%")):
        if number is not None:
            said = _("down by {number}") if number < 0 else _("up by {number}")
            words.append(said.format(number=plainly(abs(number)) + sign))
    if change.unit:
        words.append(change.unit)
    return tuple(words)


def write_change(change: Change) -> str:
    """The notation of a change."""
    unit = f" {change.unit}" if change.unit else ""
    before = "" if change.before is None else f"from {plainly(change.before)}"
    after = "" if change.after is None else f"to {plainly(change.after)}{unit}"
    if change.direction is Direction.UNCLEAR and after:
        after = f"by or {after}"
    by = percent = ""
    if change.by is not None:
        way = "down" if change.by < 0 else "up"
        by = f"{way} by {plainly(abs(change.by))}{unit}"
    if change.percent is not None:
        percent = f"{'-' if change.percent < 0 else '+'}{plainly(abs(change.percent))}%"
    if before and not (after or by):
        before += f"{unit},"
    if percent and after:
        percent = f"({percent})"
    return " ".join(part for part in (before, after, by, percent) if part)
