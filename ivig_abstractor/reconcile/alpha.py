"""Krippendorff's alpha: agreement of any number of reviewers, codes or numbers."""

from collections import Counter
from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import accumulate
from math import fsum, sqrt

from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.agreement import Estimate
from ivig_abstractor.reconcile.coefficients import (
    EXACT,
    Code,
    around,
    student_quantile,
    undefined,
    without_differences,
)


class Metric(StrEnum):
    """How far apart two answers are."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


def krippendorff_alpha(
    units: Sequence[Sequence[Code | None]],
    metric: Metric = Metric.NOMINAL,
    order: Sequence[Code] | None = None,
) -> Estimate:
    """Krippendorff's alpha of any number of reviewers; `None` is an answer not given.

    Krippendorff K. Content Analysis, 3rd ed. 2013, chapter 12: observed against
    expected disagreement among the answers of units that have at least two. Ordinal
    distances count the answers between two codes, which stand as in `order`.

    The interval is that of Gwet KL. On Krippendorff's alpha coefficient, 2015, as in
    irrCAC: the variance of the units' parts, in which the distances are taken as given,
    with Student's quantile with n - 1 degrees of freedom and ends held to -1 and 1. A
    bootstrap would need thousands of samples of each field to say the same.

    It is undefined without a unit that two reviewers answered, and where all answers
    are one and the same, since then no disagreement can be expected. It has no interval
    with fewer than three units, and where no unit differs.
    """
    paired = [
        found
        for unit in units
        if len(found := [one for one in unit if one is not None]) > 1
    ]
    if not paired:
        return undefined(_("No pair has two answers to compare."))
    every = [one for unit in paired for one in unit]
    total = Counter(every)
    count = len(paired)
    if len(total) == 1:
        return undefined(_("The answers do not vary."), count)
    place = _places(total, metric, order)
    apart = [_disagreement(unit, place) / (len(unit) - 1) for unit in paired]
    expected = _disagreement(every, place)
    observed = fsum(apart)
    value = 1 - observed * (len(every) - 1) / expected
    if value > 1 - EXACT:
        return without_differences(count)
    if count == 1:
        said = _("One pair is too few.")
        return Estimate(value, n=count, no_interval=said)
    error = _error(paired, apart, _distance_to_all(every, total, place))
    return around(value, student_quantile(count - 1) * error, count)


def _error(
    paired: Sequence[Sequence[Code]],
    apart: Sequence[float],
    distance: Callable[[Code], float],
) -> float:
    """The standard error of alpha, from how much each unit moves it."""
    count = len(paired)
    answers = sum(map(len, paired))
    mean = answers / count
    far = [fsum(map(distance, unit)) for unit in paired]
    expected = fsum(far) / answers
    observed = fsum(apart) / answers
    # Of the answers to all units, 1/answers are compared with themselves.
    corrected = observed * (1 - 1 / answers)
    share = observed / expected
    parts = []
    for unit, own, others in zip(paired, apart, far, strict=True):
        more = len(unit) / mean - 1
        seen = 1 - (own / mean - corrected * more) / expected
        chance = 1 - (others / mean - expected * more) / expected
        parts.append(seen - 2 * share * chance - (1 - share))
    return sqrt(fsum(one**2 for one in parts) / (count * (count - 1)))


def _distance_to_all(
    every: Sequence[Code], total: Counter[Code], place: dict[Code, float]
) -> Callable[[Code], float]:
    """The mean squared distance of an answer to all answers, itself included."""
    count = len(every)
    if not place:
        shares = {one: 1 - found / count for one, found in total.items()}
        return shares.__getitem__
    mean = fsum(place[one] * found for one, found in total.items()) / count
    spread = fsum((place[one] - mean) ** 2 * n for one, n in total.items()) / count
    far = {one: (place[one] - mean) ** 2 + spread for one in total}
    return far.__getitem__


def _disagreement(answers: Sequence[Code], place: dict[Code, float]) -> float:
    """The squared distances of all ordered pairs; 0 and 1 where answers have no place.

    The squares of all differences add up to 2n times the squares about the mean.
    """
    count = len(answers)
    if not place:
        return float(count**2 - sum(n**2 for n in Counter(answers).values()))
    stand = [place[one] for one in answers]
    mean = fsum(stand) / count
    return 2 * count * fsum((one - mean) ** 2 for one in stand)


def _places(
    total: Counter[Code], metric: Metric, order: Sequence[Code] | None
) -> dict[Code, float]:
    """Where the answers stand on a line; nowhere, if they have no order."""
    if metric is Metric.NOMINAL:
        return {}
    if metric is Metric.INTERVAL:
        return {one: float(one) for one in total}  # type: ignore[arg-type]
    ranked = [one for one in (order or sorted(total)) if total[one]]  # type: ignore[type-var]
    ends = accumulate(total[one] for one in ranked)
    return {one: end - total[one] / 2 for one, end in zip(ranked, ends, strict=True)}
