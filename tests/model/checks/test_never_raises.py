"""No answer, however odd, makes a check raise: whoever typed it must go on working."""

from decimal import Decimal
from random import Random

import pytest

from ivig_abstractor.model import quantities as q
from ivig_abstractor.model.answer import Missing, MissingCode, Unread
from ivig_abstractor.model.checks.completion import blockers
from ivig_abstractor.model.checks.flow import FLOW_RULES
from ivig_abstractor.model.checks.registry import check, rules
from ivig_abstractor.model.form import Kind, the_form
from ivig_abstractor.model.review_form import the_review_form
from tests.builders import a_flow, an_abstraction
from tests.model.checks.case import CONTEXT

NUMBERS = [
    None,
    *(Decimal(one) for one in ("0", "-1", "0.5", "1", "5", "42.0", "100", "1000000")),
    *(Decimal(one) for one in ("-0.0001", "9E+30", "1E-30")),
    Decimal("9" * 30),
    Decimal("-" + "9" * 30 + ".5"),
]
COUNTS = [None, 0, 1, 2, 19, 10_000_000]
WORDS = [
    "",
    " ",
    "none",
    "loading 2 g/kg, then monthly",
    "azathioprine 2 mg/kg",
    "49193523",
    "1.2.3",
    "\u0000\u202eabc",
    "n" * 10_000,
    "Cherin P",
    "10.1002/art.10053",
    "2:1",
    "0:0",
    "2009-13",
]


def _value(spec, chance):
    """Some value of the field's kind, or a stated absence, or text nobody can read."""
    dice = chance.random()
    if dice < 0.05:
        return Missing(missing=chance.choice(list(MissingCode)))
    if dice < 0.1:
        return Unread(unread=chance.choice(WORDS))
    return _made(spec, chance)


def _made(spec, chance):
    def some(numbers=NUMBERS):
        return chance.choice(numbers)

    match spec.kind:
        case Kind.TEXT | Kind.DATE:
            return chance.choice(WORDS)
        case Kind.TEXTS:
            return tuple(chance.sample(WORDS, 2))
        case Kind.ARM:
            return chance.choice(["a1", "a2", "gone"])
        case Kind.INTEGER:
            return chance.choice(COUNTS)
        case Kind.DECIMAL:
            return some()
        case Kind.CHOICE:
            return chance.choice(spec.options)
        case Kind.CHOICES:
            return tuple(chance.sample(spec.options, min(2, len(spec.options))))
        case Kind.STAT:
            return q.Stat(
                central_type=chance.choice(list(q.Central)),
                op=chance.choice(list(q.Operator)),
                central=some(),
                dispersion=chance.choice(list(q.Dispersion)),
                spread=some(),
                low=some(),
                high=some(),
                n=chance.choice(COUNTS),
                unit=chance.choice(["", "weeks", "ukat/L", "mg/kg/day", "%"]),
            )
        case Kind.KOFN:
            return q.KofN(
                op=chance.choice(list(q.Operator)),
                k=chance.choice(COUNTS),
                n=chance.choice(COUNTS),
                percent=some(),
                low=some(),
                high=some(),
                kind=chance.choice([None, *q.CountKind]),
            )
        case Kind.CHANGE:
            return q.Change(
                direction=chance.choice(list(q.Direction)),
                before=some(),
                after=some(),
                by=some(),
                percent=some(),
                unit=chance.choice(["", "mg/day"]),
            )
        case Kind.TIME:
            return q.TimePoint(
                value=some(),
                high=some(),
                unit=chance.choice([None, *q.TimeUnit]),
                anchor=chance.choice([None, *q.Anchor]),
            )
        case Kind.SPAN:
            low, high = chance.choices(COUNTS[1:], k=2)
            return q.Span(low=low, high=high)
        case Kind.MEASURE:
            return q.Measure(value=some(NUMBERS[1:]))
    return q.Effect(
        type=chance.choice([None, *q.EffectType]),
        estimate=some(),
        low=some(),
        high=some(),
        p=some(),
    )


@pytest.mark.parametrize("seed", range(40))
def test_random_answers_are_checked_without_an_exception(seed):
    chance = Random(seed)
    answers = {}
    for spec in the_form().fields():
        for row in ("1", "2"):
            path = spec.pattern
            for name in ("arms", "phases", "rows"):
                path = path.replace(f"{name}[]", f"{name}[{name[0]}{row}]")
            path = path.replace("[]", f"[x{row}]")
            if chance.random() < 0.6:
                answers[path] = _value(spec, chance)
    study = an_abstraction("s1", **answers)
    found = check(study, CONTEXT)
    blockers(study, found)
    paths = {placed.path for placed in study.walk()}
    for one in found:
        assert one.path in paths, one
        assert one.message.strip(), one
        assert "None" not in one.message, one
        assert "Decimal" not in one.message, one


@pytest.mark.parametrize("seed", range(20))
def test_random_boxes_of_the_flow_are_checked_without_an_exception(seed):
    chance = Random(seed)
    boxes = {
        spec.pattern.removeprefix("flow.").replace("[]", "[x1]"): _value(spec, chance)
        for spec in the_review_form().fields()
    }
    check(a_flow(**boxes), CONTEXT, only=FLOW_RULES)


def test_no_sentence_promises_a_name_it_does_not_give():
    """Braces would be left over; the sentences themselves are made in the cases."""
    for one in rules().values():
        assert "{" not in one.wants + one.why
