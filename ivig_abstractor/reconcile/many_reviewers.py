"""Coefficients of agreement of the codes of any number of reviewers.

A unit is what all of them were asked; `None` is an answer not given. Who gave which
answer does not matter, so the reviewers may be others in every unit. Shares of codes
are means over the units that somebody answered, agreement that over the units that two
answered at least, as in irrCAC; of complete units it is what the articles say.

Intervals are those of irrCAC: Gwet KL. Handbook of Inter-Rater Reliability, 4th ed.
2014, chapter 5, from how much each unit moves the coefficient, not assuming a
coefficient of 0, with Student's quantile with n - 1 degrees of freedom and ends held
to -1 and 1. Two units have none.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum, sqrt
from typing import Generic

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


@dataclass(frozen=True, slots=True)
class _Rated(Generic[Code]):
    """What is counted of the units that somebody answered."""

    units: Sequence[Mapping[Code, int]]
    sizes: Sequence[int]
    shares: Mapping[Code, float]

    @property
    def paired(self) -> int:
        """The units that at least two answered."""
        return sum(size > 1 for size in self.sizes)

    def mean_over(self, of_code: Mapping[Code, float]) -> list[float]:
        """For each unit, the mean of what its answers stand for."""
        return [
            fsum(of_code[code] * count for code, count in unit.items()) / size
            for unit, size in zip(self.units, self.sizes, strict=True)
        ]


def fleiss_kappa(units: Sequence[Sequence[Code | None]]) -> Estimate:
    """Fleiss' kappa, the agreement of pairs of reviewers beyond chance.

    Fleiss JL. Psychol Bull 1971;76:378-382. The standard error under a kappa of 0,
    which the test in R's irr uses, is that of Fleiss JL, Nee JCM, Landis JR. Psychol
    Bull 1979;86:974-977; there is none where not all units have as many answers.

    It is undefined with fewer than two units that two answered, and where all used one
    and the same category.
    """
    rated = _rated(units)
    refusal = _refusal(rated, least=2)
    if refusal:
        return undefined(refusal, rated.paired)
    chance = fsum(share**2 for share in rated.shares.values())
    found = _beyond_chance(rated, chance, rated.mean_over(rated.shares))
    return found if len(set(rated.sizes)) > 1 else _with_error_at_zero(rated, found)


def randolph_kappa(units: Sequence[Sequence[Code | None]], categories: int) -> Estimate:
    """Randolph's free-marginal kappa: by chance, all categories are equally likely.

    Randolph JJ. Joensuu Learning and Instruction Symposium 2005; with two reviewers,
    the coefficient of Brennan RL, Prediger DJ. Educ Psychol Meas 1981;41:687-699.
    `categories` is how many could be chosen, used or not.

    It is undefined with fewer than two units that two answered, and with fewer than two
    categories.
    """
    rated = _rated(units)
    refusal = _refusal(rated, least=1)
    if not refusal and categories < 2:
        refusal = _("There is one category only.")
    if refusal:
        return undefined(refusal, rated.paired)
    chance = 1 / categories
    return _beyond_chance(rated, chance, [chance] * len(rated.units))


def gwet_ac1_of_many(units: Sequence[Sequence[Code | None]]) -> Estimate:
    """Gwet's first-order agreement coefficient of any number of reviewers.

    Gwet KL. Br J Math Stat Psychol 2008;61:29-48. The categories are those that occur.

    It is undefined with fewer than two units that two answered, and with a single
    category, since the agreement by chance is then divided by 0.
    """
    rated = _rated(units)
    refusal = _refusal(rated, least=2)
    if refusal:
        return undefined(refusal, rated.paired)
    others = len(rated.shares) - 1
    by_code = {code: (1 - share) / others for code, share in rated.shares.items()}
    chance = fsum(rated.shares[code] * one for code, one in by_code.items())
    return _beyond_chance(rated, chance, rated.mean_over(by_code))


def _rated(units: Sequence[Sequence[Code | None]]) -> _Rated[Code]:
    counted = [Counter(one for one in unit if one is not None) for unit in units]
    counted = [one for one in counted if one]
    sizes = [one.total() for one in counted]
    shares: dict[Code, float] = {}
    for unit, size in zip(counted, sizes, strict=True):
        for code, count in unit.items():
            shares[code] = shares.get(code, 0.0) + count / size / len(counted)
    return _Rated(counted, sizes, shares)


def _refusal(rated: _Rated[Code], *, least: int) -> str:
    """Why no coefficient can be had; empty if it can."""
    if not rated.paired:
        return _("No pair has two codes.")
    if rated.paired == 1:
        return _("One pair is too few.")
    if len(rated.shares) < least:
        return _("The reviewers used one category only.")
    return ""


def _beyond_chance(
    rated: _Rated[Code], chance: float, chances: Sequence[float]
) -> Estimate:
    """A coefficient with its interval; `chances` is the part of each unit in chance."""
    count, paired = len(rated.units), rated.paired
    agreed = [
        fsum(n * (n - 1) for n in unit.values()) / (size * (size - 1))
        if size > 1
        else None
        for unit, size in zip(rated.units, rated.sizes, strict=True)
    ]
    observed = fsum(one for one in agreed if one is not None) / paired
    if observed > 1 - EXACT:
        return without_differences(paired)
    value = (observed - chance) / (1 - chance)
    parts = [
        ((one - chance) * count / paired if one is not None else 0.0) / (1 - chance)
        - 2 * (1 - value) * (own - chance) / (1 - chance)
        - value
        for one, own in zip(agreed, chances, strict=True)
    ]
    error = sqrt(fsum(one**2 for one in parts) / (count * (count - 1)))
    return around(value, student_quantile(count - 1) * error, paired)


def _with_error_at_zero(rated: _Rated[Code], found: Estimate) -> Estimate:
    """Fleiss' kappa with the standard error that it would have by chance alone."""
    count, size = len(rated.units), rated.sizes[0]
    shares = rated.shares.values()
    whole = fsum(one * (1 - one) for one in shares)
    skew = fsum(one * (1 - one) * (1 - 2 * one) for one in shares)
    spread = 2 * (whole**2 - skew) / (count * size * (size - 1))
    return replace(found, error_at_zero=sqrt(max(spread, 0.0)) / whole or None)
