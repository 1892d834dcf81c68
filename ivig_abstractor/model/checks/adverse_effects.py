"""Rules about harm (A): counts that fit together, and events that need a story."""

from collections.abc import Iterator
from decimal import Decimal

from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Missing, MissingCode, is_missing
from ivig_abstractor.model.background import term_for
from ivig_abstractor.model.checks.looking import short, stated, unread_by, whole
from ivig_abstractor.model.checks.numbers import percent_of
from ivig_abstractor.model.checks.registry import CheckContext, Found, rule
from ivig_abstractor.model.codes import (
    AeCollection,
    AeDefinition,
    AeOutcome,
    InterestGroup,
)
from ivig_abstractor.model.quantities import CountKind, KofN
from ivig_abstractor.model.sections.adverse_effects import (
    AdverseEffectRow,
    AdverseEffects,
)

_DEATH_GRADE = 5
_OF_INTEREST = frozenset(
    {
        InterestGroup.THROMBOEMBOLIC,
        InterestGroup.ASEPTIC_MENINGITIS,
        InterestGroup.HAEMOLYSIS,
        InterestGroup.RENAL,
    }
)
_TERMS_OF_INTEREST = frozenset(
    {
        "anaphylactic reaction",
        "anaphylactic shock",
        "transfusion-related acute lung injury",
    }
)
_WORDS_OF_INTEREST = ("anaphyla", "trali")
_PEOPLE = (None, CountKind.PATIENTS, CountKind.EXPOSED)
_TIMES = (CountKind.INFUSIONS, CountKind.COURSES)


def _rows(abstraction: Abstraction) -> Iterator[tuple[str, AdverseEffectRow]]:
    for row in abstraction.answers.adverse_effects.rows:
        yield f"adverse_effects.rows[{row.id}]", row


def _people(answer: object) -> int | None:
    """The patients with an effect, where it is patients that are counted."""
    if isinstance(answer, KofN) and answer.kind in _PEOPLE:
        return answer.k
    return None


def _exposed(abstraction: Abstraction) -> dict[str, int]:
    """How many were treated, by arm."""
    return {
        arm.id: n
        for arm in abstraction.answers.arms
        if (n := whole(arm.arm.n_treated)) is not None
    }


@rule(
    "H-A01",
    N_(
        "Patients with an effect, its events, and serious and related ones fit "
        "together."
    ),
    why=N_("A part cannot be more than the whole."),
)
def _fits(abstraction: Abstraction, _context: CheckContext) -> Found:
    yield from unread_by(abstraction, "H-A01")
    exposed = _exposed(abstraction)
    section = abstraction.answers.adverse_effects
    for at, row in _rows(abstraction):
        patients = _people(row.patients)
        treated = exposed.get(row.arm) if isinstance(row.arm, str) else None
        if patients is not None and treated is not None and patients > treated:
            yield (
                f"{at}.patients",
                _(
                    "{n} patients with this effect are more than the {treated} treated "
                    "in this arm."
                ).format(n=patients, treated=treated),
            )
        if patients is not None:
            yield from _parts(at, row, patients)
        yield from _death(at, row, section)
    yield from _study_parts(section)
    yield from _single_effects(abstraction)


def _parts(at: str, row: AdverseEffectRow, patients: int) -> Iterator[tuple[str, str]]:
    events = whole(row.n_events)
    if events is not None and events < patients:
        yield (
            f"{at}.n_events",
            _(
                "{events} events are fewer than the {n} patients who had one. Check "
                "whether the two are exchanged."
            ).format(events=events, n=patients),
        )
    for name, word in (("n_serious", N_("serious")), ("n_related", N_("related"))):
        part = whole(getattr(row, name))
        if part is not None and part > patients:
            yield (
                f"{at}.{name}",
                _(
                    "{part} patients with a {word} effect are more than the {n} with "
                    "the effect at all."
                ).format(part=part, word=_(word), n=patients),
            )


def _death(
    at: str, row: AdverseEffectRow, section: AdverseEffects
) -> Iterator[tuple[str, str]]:
    fatal = whole(row.grade) == _DEATH_GRADE or row.outcome is AeOutcome.DEATH
    if not fatal or (isinstance(row.patients, KofN) and row.patients.k == 0):
        return
    deaths = section.deaths
    path = f"{at}.grade" if row.grade is not None else f"{at}.outcome"
    if isinstance(deaths, KofN) and deaths.k == 0:
        yield (
            path,
            _(
                "This effect ended in death, but the study counts 0 deaths. Correct "
                "one of the two."
            ),
        )
    elif isinstance(deaths, Missing):
        yield (
            path,
            _(
                "This effect ended in death, and the number of deaths is: {missing}. "
                "Count this death there."
            ).format(missing=_(deaths.missing.label)),
        )


def _number_of(answer: object) -> int:
    n = answer.n if isinstance(answer, KofN) else None
    return n if n is not None else 0


def _single_effects(abstraction: Abstraction) -> Iterator[tuple[str, str]]:
    section = abstraction.answers.adverse_effects
    every = _people(section.any_ae)
    if every is None:
        return
    for at, row in _rows(abstraction):
        patients = _people(row.patients)
        # Of more patients than "any effect" is about, there may be more with one.
        inside = _number_of(row.patients) <= _number_of(section.any_ae)
        if patients is not None and patients > every and inside:
            yield (
                f"{at}.patients",
                _(
                    "{n} patients with this effect are more than the {every} with any "
                    "effect."
                ).format(n=patients, every=every),
            )


def _study_parts(section: AdverseEffects) -> Iterator[tuple[str, str]]:
    every = _people(section.any_ae)
    if every is None:
        return
    for name, word in (("any_sae", N_("serious")), ("any_related", N_("related"))):
        part = _people(getattr(section, name))
        if part is not None and part > every:
            yield (
                f"adverse_effects.{name}",
                _(
                    "{part} patients with a {word} effect are more than the {n} with "
                    "any effect."
                ).format(part=part, word=_(word), n=every),
            )


@rule(
    "S-A01",
    N_("A study reports whether anybody had adverse effects."),
    why=N_("Silence about harm is not absence of harm."),
)
def _silent(abstraction: Abstraction, _context: CheckContext) -> Found:
    if is_missing(abstraction.answers.adverse_effects.any_ae, MissingCode.NR):
        yield (
            "adverse_effects.any_ae",
            _(
                "The paper does not report how many patients had adverse effects. Look "
                "in tables, supplements and companion papers; then say that it is "
                "silent."
            ),
        )


@rule(
    "S-A02",
    N_("Infusions are not counted as patients, nor patients as infusions."),
    why=N_("2 of 15 infusions stood beside results of 8 patients."),
)
def _denominators(abstraction: Abstraction, _context: CheckContext) -> Found:
    population = abstraction.answers.population
    exposed = _exposed(abstraction)
    everybody = whole(population.n_treated)
    everybody = whole(population.n_enrolled) if everybody is None else everybody
    for at, row in _rows(abstraction):
        count = row.patients
        if not isinstance(count, KofN) or not count.n:
            continue
        treated = exposed.get(row.arm) if isinstance(row.arm, str) else None
        treated = everybody if treated is None else treated
        if treated is None:
            continue
        if count.kind in _PEOPLE and count.n > treated:
            yield (
                f"{at}.patients",
                _(
                    "This is said to count {n} patients, but {treated} were treated. "
                    "If the {n} are infusions or courses, say so."
                ).format(n=count.n, treated=treated),
            )
        elif (
            count.kind in _TIMES
            and count.n == treated
            and _repeated(abstraction, treated)
        ):
            yield (
                f"{at}.patients",
                _(
                    "This is said to count {n} {kind}, but {n} is the number of "
                    "patients treated. Check what is counted."
                ).format(n=count.n, kind=_(count.kind.label) if count.kind else ""),
            )


def _repeated(abstraction: Abstraction, treated: int) -> bool:
    """Say whether there were more courses than patients, so that the two differ."""
    totals = (
        whole(total)
        for arm in abstraction.answers.arms
        for phase in arm.phases
        for total in (phase.course.n_cycles_total, phase.course.n_infusion_days_total)
    )
    return all(total is None or total > treated for total in totals)


@rule(
    "S-A03",
    N_(
        "Thrombosis, aseptic meningitis, haemolysis, kidney failure, TRALI and "
        "anaphylaxis come with their story."
    ),
    why=N_("Each single case matters to whoever reads the review."),
)
def _special(abstraction: Abstraction, _context: CheckContext) -> Found:
    for at, row in _rows(abstraction):
        count = row.patients
        happened = (isinstance(count, KofN) and bool(count.k)) or bool(
            whole(row.n_events)
        )
        if not happened or not _of_interest(row):
            continue
        if not any(
            abstraction.note(f"{at}.{name}") for name in ("preferred_term", "patients")
        ):
            term = stated(row.preferred_term) or stated(row.printed)
            yield (
                f"{at}.preferred_term",
                _(
                    "{term} is of special interest. Write into a note when it came, in "
                    "whom, after which infusion and how it ended, or ask the authors."
                ).format(term=term or _("This effect")),
            )


def _of_interest(row: AdverseEffectRow) -> bool:
    term = stated(row.preferred_term) or stated(row.printed)
    known = term_for(term) if term else None
    group = row.group if isinstance(row.group, InterestGroup) else None
    if group is None and known is not None:
        group = known.group
    folded = (known.term if known is not None else term).casefold()
    return (
        group in _OF_INTEREST
        or folded in _TERMS_OF_INTEREST
        or any(word in folded for word in _WORDS_OF_INTEREST)
    )


@rule(
    "S-A04",
    N_(
        "Of twenty or more patients who were asked, some and not nearly all have "
        "headache."
    ),
    why=N_("42 to 46% had it in the one large trial."),
)
def _headache(abstraction: Abstraction, _context: CheckContext) -> Found:
    section = abstraction.answers.adverse_effects
    if section.ae_collection_method is not AeCollection.ACTIVE:
        return
    for at, row in _rows(abstraction):
        count = row.patients
        if not isinstance(count, KofN) or count.kind not in _PEOPLE or not count.n:
            continue
        percent = percent_of(count)
        headache = row.group is InterestGroup.HEADACHE or stated(
            row.preferred_term
        ).casefold().startswith("headache")
        if not headache or count.n < 20 or percent is None:
            continue
        if percent == 0 or percent > Decimal(80):
            yield (
                f"{at}.patients",
                _(
                    "{percent}% of {n} patients had headache although they were asked. "
                    "42 to 46% was seen in the largest trial; check the count."
                ).format(percent=short(percent), n=count.n),
            )


@rule(
    "S-A05",
    N_("Effects that began under treatment are not mixed with those it caused."),
    why=N_(
        "282 events were called treatment-emergent in one source, related in another."
    ),
)
def _mixed(abstraction: Abstraction, _context: CheckContext) -> Found:
    section = abstraction.answers.adverse_effects
    if section.ae_definition is AeDefinition.MIXED:
        yield (
            "adverse_effects.ae_definition",
            _(
                "Treatment-emergent and treatment-related effects are mixed. Find out "
                "which of the two each number counts, and enter only one kind in a row."
            ),
        )
        return
    every, related = section.any_ae, section.any_related
    if (
        isinstance(every, KofN)
        and isinstance(related, KofN)
        and every.k is not None
        and every.k == related.k
        and every.k > 0
    ):
        yield (
            "adverse_effects.any_related",
            _(
                "As many patients had a related effect as any effect at all: {k}. "
                "Check whether the paper means emergent or related effects."
            ).format(k=every.k),
        )
