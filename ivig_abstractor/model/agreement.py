"""How far reviewers agree: plain frozen records for the window, the report and the CSV.

`reconcile.agreement` fills them; nothing here computes more than a share.

What counts as a pair. An answer that at least one reviewer gave, asked of a row that
all of them have, is one pair; a field that is blank everywhere is none. A repeating row
is one pair too: found by all, or by some only. What lies in a row that somebody lacks
is no pair of its own, because the missing row says it all. So the pairs of a section
that are not the same are exactly the discrepancies that were to be decided.
"""

from collections.abc import Iterable
from dataclasses import field
from functools import cached_property
from math import erfc, sqrt

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import N_, ngettext
from ivig_abstractor.model.answer import Choice
from ivig_abstractor.model.statistics import wilson

TOO_FEW_PAIRS = N_("Two pairs are too few for an interval.")
NO_VARIANCE = N_("The pairs leave no variance to compute an interval from.")
NO_JOINT_VARIANCE = N_(
    "The numbers of one reviewer do not vary with those of the other."
)
"""Why a coefficient has no interval, where that takes a sentence."""


class AgreementKind(Choice):
    """What kind of answers are compared, which decides the coefficient."""

    CODED = "coded", N_("Coded answers")
    NUMBER = "number", N_("Numbers")
    TEXT = "text", N_("Texts")
    ROWS = "rows", N_("Repeating rows")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient with its 95% interval, or the sentence why there is none.

    `n` is what it was computed from. `undefined` says why there is no value;
    `no_interval` why there is a value without an interval. `error_at_zero` is the
    standard error that a coefficient would have if only chance made reviewers agree.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    undefined: str = ""
    no_interval: str = ""
    error_at_zero: float | None = None

    @property
    def is_defined(self) -> bool:
        """Say whether there is a value."""
        return self.value is not None

    @property
    def reason(self) -> str:
        """Why the value, or its interval, is not there; empty if both are."""
        return self.undefined or self.no_interval

    @property
    def z(self) -> float | None:
        """How many standard errors the value lies from what chance alone would give."""
        if self.value is None or not self.error_at_zero:
            return None
        return self.value / self.error_at_zero

    @property
    def p(self) -> float | None:
        """How likely a z as far from 0, to either side, would be by chance alone."""
        return None if self.z is None else erfc(abs(self.z) / sqrt(2))


@dataclass(frozen=True)
class Tally:
    """Pairs counted by how they relate; agreement is same, or same after normalising.

    `percent`, `low` and `high` are in per cent, `None` without pairs. The interval is
    Wilson's, which takes the pairs as independent.
    """

    same: int = 0
    normalised: int = 0
    different: int = 0
    one_sided: int = 0
    codes: int = 0

    @property
    def agreed(self) -> int:
        """The pairs in which nothing had to be decided."""
        return self.same + self.normalised

    @property
    def differing(self) -> int:
        """The pairs that had to be decided."""
        return self.different + self.one_sided + self.codes

    @property
    def pairs(self) -> int:
        """All pairs."""
        return self.agreed + self.differing

    @property
    def percent(self) -> float | None:
        """The share of pairs that agree, in per cent."""
        return 100 * self.agreed / self.pairs if self.pairs else None

    @property
    def low(self) -> float | None:
        """The lower end of the interval, in per cent."""
        return self._ends[0] if self._ends else None

    @property
    def high(self) -> float | None:
        """The upper end of the interval, in per cent."""
        return self._ends[1] if self._ends else None

    @cached_property
    def _ends(self) -> tuple[float, float] | None:
        return wilson(self.agreed, self.pairs) if self.pairs else None


def together(tallies: Iterable[Tally]) -> Tally:
    """The sum of several tallies."""
    parts = list(tallies)
    return Tally(
        sum(one.same for one in parts),
        sum(one.normalised for one in parts),
        sum(one.different for one in parts),
        sum(one.one_sided for one in parts),
        sum(one.codes for one in parts),
    )


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A named coefficient of a field: `name` is a sign such as κ or CCC."""

    name: str
    label: str
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class CrossTable:
    """Pairs of codes that two reviewers gave: `counts[first reviewer][second]`.

    `codes` are the answers as codes, missing codes last; `words` the same for reading.
    """

    codes: tuple[str, ...]
    words: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def total(self) -> int:
        """The pairs in which both gave a code."""
        return sum(map(sum, self.counts))

    @property
    def agreed(self) -> int:
        """The pairs on the diagonal."""
        return sum(row[at] for at, row in enumerate(self.counts))


@dataclass(frozen=True, slots=True)
class Differing:
    """One discrepancy: the answers in words, one for each reviewer, and its path.

    The words are empty where a reviewer left the field blank. `row` says which of
    several rows of the study it lies in, such as "arm 1"; empty where there is one.
    """

    study_id: str
    answers: tuple[str, ...]
    path: str
    row: str = ""


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """How far reviewers agree in one field, or in finding the rows of one container.

    `label` is in the source language. `coefficient_name` is one of κ, κw, κF, α, CCC,
    F1, or empty where there is none; `others` are the further coefficients.
    """

    pattern: str
    label: str
    section: str
    kind: AgreementKind
    tally: Tally
    coefficient_name: str = ""
    coefficient: Estimate | None = None
    others: tuple[Coefficient, ...] = ()
    table: CrossTable | None = None
    rows: "RowsFound | None" = None
    differing: tuple[Differing, ...] = ()

    @property
    def pairs(self) -> int:
        """All pairs of the field."""
        return self.tally.pairs

    @property
    def same(self) -> int:
        """The pairs that agree, those after normalising included."""
        return self.tally.agreed

    @property
    def percent(self) -> float | None:
        """The share of pairs that agree, in per cent."""
        return self.tally.percent

    @property
    def low(self) -> float | None:
        """The lower end of Wilson's interval, in per cent."""
        return self.tally.low

    @property
    def high(self) -> float | None:
        """The upper end of Wilson's interval, in per cent."""
        return self.tally.high

    def other(self, name: str) -> Estimate | None:
        """A further coefficient by its name."""
        return next((one.estimate for one in self.others if one.name == name), None)

    def called(self, name: str) -> Estimate | None:
        """A coefficient by its name, be it the first one or a further one."""
        return self.coefficient if name == self.coefficient_name else self.other(name)


@dataclass(frozen=True, slots=True)
class RowsFound:
    """How many rows all reviewers found, and how many each found that not all did."""

    by_all: int
    by_some: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SectionAgreement:
    """The pairs of one section; `title` is in the source language."""

    key: str
    title: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class StudyAgreement:
    """The pairs of one study."""

    study_id: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the reviewers `letters` agree before anything was decided.

    Fields and sections come in the order of the form, without those that have no pair.
    `left_out` counts the studies that another number of reviewers abstracted.
    """

    letters: tuple[str, ...] = ("A", "B")
    fields: tuple[FieldAgreement, ...] = ()
    sections: tuple[SectionAgreement, ...] = ()
    studies: tuple[StudyAgreement, ...] = ()
    kinds: dict[AgreementKind, Tally] = field(default_factory=dict)
    overall: Tally = field(default_factory=Tally)
    left_out: int = 0

    @property
    def left_out_words(self) -> str:
        """The sentence that says how many studies are left out; empty if none is."""
        if not self.left_out:
            return ""
        return ngettext(
            "{n} study was abstracted by another number of reviewers, and is not "
            "counted in the agreement.",
            "{n} studies were abstracted by another number of reviewers, and are not "
            "counted in the agreement.",
            self.left_out,
        ).format(n=self.left_out)

    def of_kind(self, kind: AgreementKind) -> tuple[FieldAgreement, ...]:
        """The fields of one kind."""
        return tuple(one for one in self.fields if one.kind is kind)

    def of_pattern(self, pattern: str) -> FieldAgreement | None:
        """The field of this pattern, if it has a pair."""
        return next((one for one in self.fields if one.pattern == pattern), None)
