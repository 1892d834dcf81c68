"""Effects between arms: "RR 1.56 (95% CI 1.05-2.33), p=0.03"."""

import re

from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.pattern import LatePattern
from ivig_abstractor.model.notation.numbers import OPERATORS, write_operator
from ivig_abstractor.model.notation.reading import Problem, Reading, not_understood
from ivig_abstractor.model.notation.stat import write_ends
from ivig_abstractor.model.notation.text import Template, plainly, template
from ivig_abstractor.model.quantities import Effect, EffectType

EXAMPLE = "RR 1.56 (95% CI 1.05-2.33), p=0.03"
_TYPES = {
    EffectType.SMD: "standardi[sz]ed mean difference|smd|hedges g|cohens d",
    EffectType.MD: "(?:mean )?difference|md",
    EffectType.RR: "risk ratio|relative risk|rr",
    EffectType.OR: "odds ratio|or",
    EffectType.RD: "risk difference|rd",
    EffectType.HR: "hazard ratio|hr",
}
_TYPE = "|".join(_TYPES.values())
_EFFECT = LatePattern(
    rf"(?:(?P<type>{_TYPE}) ?)?(?:(?<![^ ])(?P<estimate>#))?"
    r" ?(?:(?:ci )?(?P<low>#)(?:-| to | )(?P<high>#))?"
    r" ?(?:p(?:[- ]values?)? ?(?P<op>[<>\u2264\u2265~])? ?(?P<p>#))?\Z"
)


def read_effect(text: str) -> Reading | Problem:
    """Read an effect: its kind, estimate, 95% CI and P value, as far as printed."""
    got = template(text)
    if isinstance(got, Problem):
        return got
    flat = " ".join(re.sub(r"[(),;:=]", " ", got.text.replace("'", "")).split())
    got = Template(flat, got.numbers, got.printed, got.signed)
    match = _EFFECT.match(flat)
    if match is None or not got.numbers:
        return not_understood(got.restore(0), EXAMPLE)
    said: str | None = match["type"]
    effect = Effect(
        type=_type_named(said) if said else None,
        estimate=got.number(match, "estimate"),
        low=got.number(match, "low"),
        high=got.number(match, "high"),
        p=got.number(match, "p"),
        p_op=OPERATORS[match["op"] or ""],
        raw=text.strip(),
    )
    return Reading(effect, effect_words(effect))


def _type_named(said: str) -> EffectType:
    return next(kind for kind, words in _TYPES.items() if re.fullmatch(words, said))


def effect_words(effect: Effect) -> tuple[str, ...]:
    """What an effect says, piece by piece."""
    words: list[str] = []
    if effect.estimate is not None:
        label = _(effect.type.label) if effect.type else _("effect")
        words.append(f"{label} {plainly(effect.estimate)}")
    if effect.low is not None and effect.high is not None:
        words.append(
            _("95% CI {low} to {high}").format(
                low=plainly(effect.low), high=plainly(effect.high)
            )
        )
    if effect.p is not None:
        words.append(f"P {effect.p_op.label} {plainly(effect.p)}")
    return tuple(words)


def write_effect(effect: Effect) -> str:
    """The notation of an effect."""
    kind = effect.type.value if effect.type else ""
    estimate = "" if effect.estimate is None else plainly(effect.estimate)
    first = f"{kind} {estimate}".strip()
    interval = ""
    if effect.low is not None and effect.high is not None:
        interval = f"95% CI {write_ends(effect.low, effect.high)}"
        first = f"{first} ({interval})" if first else interval
    tail = ""
    if effect.p is not None:
        tail = f"p{write_operator(effect.p_op) or '='}{plainly(effect.p)}"
    return ", ".join(part for part in (first, tail) if part)
