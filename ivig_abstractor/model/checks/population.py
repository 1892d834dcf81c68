"""Rules about who was studied (P): counts, ages, sex, subtypes."""

from decimal import Decimal
from itertools import pairwise

from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.base.pattern import LatePattern
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.checks.looking import (
    exact,
    number,
    of_kind,
    stat_of,
    stated,
    unread_by,
    use,
    whole,
)
from ivig_abstractor.model.checks.registry import CheckContext, Found, rule
from ivig_abstractor.model.codes import (
    AdultStatus,
    Crossover,
    DesignCode,
    PatientSet,
    Subtype,
    YesNo,
)
from ivig_abstractor.model.finding import Repair
from ivig_abstractor.model.form import Kind
from ivig_abstractor.model.notation.text import plainly
from ivig_abstractor.model.notation.write import write
from ivig_abstractor.model.quantities import Central, Dispersion, Effect, KofN, Stat
from ivig_abstractor.model.sections.population import Population

_CHAIN = (
    ("n_analysed", N_("analysed")),
    ("n_treated", N_("treated")),
    ("n_randomised", N_("randomised")),
    ("n_enrolled", N_("enrolled")),
    ("n_screened", N_("screened")),
)
_ARM_CHAIN = (
    ("n_analysed", N_("analysed")),
    ("n_treated", N_("treated")),
    ("n_allocated", N_("allocated")),
)
_SETS = {
    PatientSet.SCREENED: "n_screened",
    PatientSet.ENROLLED: "n_enrolled",
    PatientSet.RANDOMISED: "n_randomised",
    PatientSet.TREATED: "n_treated",
    PatientSet.COMPLETED: "n_completed",
    PatientSet.ANALYSED: "n_analysed",
    PatientSet.ELIGIBLE_SUBSET: "n_eligible_subset",
}
ADULT = 18
OLDEST = 110
_RATIO = LatePattern(r"(\d+(?:\.\d+)?)\s*(?::|/|\bto\b)\s*(\d+(?:\.\d+)?)")


def described_n(population: Population) -> int | None:
    """How many patients age, sex and subtypes describe, if the reviewer said it."""
    given = whole(population.described_n)
    if given is not None:
        return given
    chosen = population.described_set
    name = _SETS.get(chosen) if isinstance(chosen, PatientSet) else None
    return whole(getattr(population, name)) if name else None


def is_crossover(abstraction: Abstraction) -> bool:
    """Say whether patients could change to the other treatment."""
    design = abstraction.answers.design
    changed = design.crossover
    return design.design_code is DesignCode.RCT_CROSSOVER or (
        isinstance(changed, Crossover) and changed is not Crossover.NO
    )


@rule(
    "H-P01",
    N_("Numbers of patients are whole and not below 0."),
    why=N_("Patients come one by one."),
)
def _counts(abstraction: Abstraction, _context: CheckContext) -> Found:
    yield from unread_by(abstraction, "H-P01")


@rule(
    "H-P02",
    N_(
        "No more are analysed than treated, than allocated, than enrolled, than "
        "screened."
    ),
    why=N_("Each of these groups is taken from the one before."),
)
def _chain(abstraction: Abstraction, _context: CheckContext) -> Found:
    population = abstraction.answers.population
    yield from _descending(population, "population", _CHAIN)
    completing = (("n_completed", N_("completed")), ("n_treated", N_("treated")))
    yield from _descending(population, "population", completing)
    subset = (("n_eligible_subset", N_("of the adult PM and DM part")), _CHAIN[3])
    yield from _descending(population, "population", subset)
    # Those who crossed over were treated in an arm they were not allocated to.
    chain = _ARM_CHAIN[:2] if is_crossover(abstraction) else _ARM_CHAIN
    for arm in abstraction.answers.arms:
        at = f"arms[{arm.id}].arm"
        yield from _descending(arm.arm, at, chain)
        yield from _descending(arm.arm, at, completing)


def _descending(owner: object, at: str, chain: tuple[tuple[str, str], ...]) -> Found:
    known = [
        (name, label, n)
        for name, label in chain
        if (n := whole(getattr(owner, name))) is not None
    ]
    for (name, label, n), (other, above, most) in pairwise(known):
        if n > most:
            yield (
                f"{at}.{name}",
                _(
                    "{n} patients {label} are more than the {most} {above}. At most "
                    "{most} is possible, or the other number is wrong."
                ).format(n=n, label=_(label), most=most, above=_(above)),
                (),
                (f"{at}.{other}",),
            )


@rule(
    "H-P03",
    N_("The arms of a randomised trial add up to the randomised."),
    why=N_("Each participant counts once, in a crossover too."),
)
def _allocation(abstraction: Abstraction, _context: CheckContext) -> Found:
    randomised = whole(abstraction.answers.population.n_randomised)
    given = [whole(arm.arm.n_allocated) for arm in abstraction.answers.arms]
    known = [n for n in given if n is not None]
    if randomised is None or len(known) < len(given) or len(known) < _TWO:
        return
    total = sum(known)
    if total == randomised:
        return
    parts = " + ".join(str(n) for n in known)
    each = tuple(f"arms[{arm.id}].arm.n_allocated" for arm in abstraction.answers.arms)
    if is_crossover(abstraction) and total > randomised:
        yield (
            "population.n_randomised",
            _(
                "{parts} = {total} allocated, but {n} were randomised. In a crossover "
                "count each participant once, in the arm of the first treatment."
            ).format(parts=parts, total=total, n=randomised),
            (),
            each,
        )
    else:
        yield (
            "population.n_randomised",
            _(
                "The arms add up to {parts} = {total} allocated, not to the {n} "
                "randomised."
            ).format(parts=parts, total=total, n=randomised),
            use("population.n_randomised", str(total)),
            each,
        )


_TWO = 2


@rule(
    "H-P04",
    N_("Women, men and unknown add up to the patients described."),
    why=N_("Otherwise the numbers are of another group than the one named."),
)
def _sexes(abstraction: Abstraction, _context: CheckContext) -> Found:
    population = abstraction.answers.population
    women, men = whole(population.n_female), whole(population.n_male)
    described = described_n(population)
    if women is None or men is None or described is None:
        return
    unknown = whole(population.n_unknown) or 0
    total = women + men + unknown
    open_unknown = population.n_unknown is not None and not isinstance(
        population.n_unknown, int
    )
    if total == described or (total < described and open_unknown):
        return
    yield (
        "population.n_female",
        _(
            "{women} women, {men} men and {unknown} of unknown sex make {total}, not "
            "the {n} patients described."
        ).format(women=women, men=men, unknown=unknown, total=total, n=described),
        _sex_repairs(women + men, total, described),
        _given(population, "n_male", "n_unknown", *_STATED_N),
    )


_STATED_N = ("described_set", "described_n")


def _given(population: Population, *names: str) -> tuple[str, ...]:
    """The paths of those of the fields that have an answer."""
    answered = (one for one in names if getattr(population, one) is not None)
    return tuple(f"population.{name}" for name in answered)


def _sex_repairs(known: int, total: int, described: int) -> tuple[Repair, ...]:
    """Count the rest as unknown, or describe those who were counted."""
    repairs: tuple[Repair, ...] = ()
    if known < described:
        rest = described - known
        said = _("{n} of unknown sex").format(n=rest)
        repairs = (Repair(said, "population.n_unknown", str(rest)),)
    said = _("Describe {n} patients").format(n=total)
    return (*repairs, Repair(said, "population.described_n", str(total)))


@rule(
    "H-P05",
    N_("Exclusive subtypes are not more than the patients described."),
    why=N_("A patient with two subtypes would count twice."),
)
def _subtypes(abstraction: Abstraction, _context: CheckContext) -> Found:
    population = abstraction.answers.population
    described = described_n(population)
    if described is None or population.subtype_exclusive is not YesNo.YES:
        return
    given = [
        whole(row.patients)
        for row in population.subtypes
        if row.code is not Subtype.CAM  # counted in another subtype as well
    ]
    known = [n for n in given if n is not None]
    total = sum(known)
    if total > described:
        yield (
            "population.subtype_exclusive",
            _(
                "The subtypes add up to {total}, more than the {n} patients described. "
                "Either a patient has two of them, or a number is wrong."
            ).format(total=total, n=described),
        )
    elif (
        population.subtype_complete is YesNo.YES
        and len(known) == len(given)
        and total < described
    ):
        yield (
            "population.subtype_complete",
            _(
                "All subtypes are said to be listed, but they add up to {total}, not "
                "to the {n} patients described."
            ).format(total=total, n=described),
        )


@rule(
    "H-P06",
    N_("The least, the quartiles, the middle and the most are in order."),
    why=N_("No middle can lie outside the range of what it is the middle of."),
)
def _order(abstraction: Abstraction, _context: CheckContext) -> Found:
    yield from unread_by(abstraction, "H-P06")
    for path, _spec, stat in of_kind(abstraction, Kind.STAT, Stat):
        sentence = _out_of_order(stat)
        if sentence:
            yield path, sentence, turned(path, stat)
    yield from _age_order(abstraction.answers.population)


def turned(path: str, value: Stat | KofN | Effect) -> tuple[Repair, ...]:
    """An interval that runs backwards, turned round."""
    low, high = value.low, value.high
    if low is None or high is None or low <= high:
        return ()
    return use(path, write(value.model_copy(update={"low": high, "high": low})))


def _out_of_order(stat: Stat) -> str:
    low, high, middle = stat.low, stat.high, exact(stat)
    if stat.dispersion not in (Dispersion.RANGE, Dispersion.IQR):
        return ""
    if low is None or high is None:
        return ""
    if stat.dispersion is Dispersion.RANGE and low > high:
        return _("The range runs backwards: {low} is above {high}.").format(
            low=plainly(low), high=plainly(high)
        )
    # A mean may well lie outside the quartiles; a median never does.
    comparable = (
        stat.dispersion is Dispersion.RANGE or stat.central_type is Central.MEDIAN
    )
    if middle is None or not comparable or low <= middle <= high or low > high:
        return ""
    return _(
        "{middle} does not lie between {low} and {high}, the {spread} printed with it."
    ).format(
        middle=plainly(middle),
        low=plainly(low),
        high=plainly(high),
        spread=_(stat.dispersion.label),
    )


def _exchange(one: str, other: str, low: Decimal, high: Decimal) -> Repair:
    said = _("Exchange the two")
    return Repair(said, one, plainly(high), ((other, plainly(low)),))


def _age_order(population: Population) -> Found:
    low, high = number(population.age_min), number(population.age_max)
    middle = exact(stat_of(population.age))
    if low is not None and high is not None and low > high:
        yield (
            "population.age_min",
            _("The youngest, {low}, is older than the oldest, {high}.").format(
                low=low, high=high
            ),
            (_exchange("population.age_min", "population.age_max", low, high),),
            ("population.age_max",),
        )
    elif middle is not None and low is not None and middle < low:
        yield (
            "population.age",
            _("{middle} years is below the youngest, {low}.").format(
                middle=middle, low=low
            ),
            (),
            ("population.age_min",),
        )
    elif middle is not None and high is not None and middle > high:
        yield (
            "population.age",
            _("{middle} years is above the oldest, {high}.").format(
                middle=middle, high=high
            ),
            (),
            ("population.age_max",),
        )


@rule(
    "H-P07",
    N_("Ages are 0 to 110 years, and adults are 18 or more."),
    why=N_("Adults only is the first condition of this review."),
)
def _ages(abstraction: Abstraction, _context: CheckContext) -> Found:
    yield from unread_by(abstraction, "H-P07")
    population = abstraction.answers.population
    ages = [("population.age", stat_of(population.age))]
    ages += [
        (f"arms[{arm.id}].arm.age", stat_of(arm.arm.age))
        for arm in abstraction.answers.arms
    ]
    for path, age in ages:
        for year in (age.central, age.low, age.high) if age else ():
            if year is not None and not 0 <= year <= OLDEST:
                yield (
                    path,
                    _(
                        "{age} years is no age of a patient. Ages are 0 to {oldest} "
                        "years."
                    ).format(age=plainly(year), oldest=OLDEST),
                )
                break
    youngest = number(population.age_min)
    path = "population.age_min"
    age = stat_of(population.age)
    if youngest is None and age and age.dispersion is Dispersion.RANGE:
        youngest, path = age.low, "population.age"
    if (
        population.adult_status is AdultStatus.ALL_ADULT
        and youngest is not None
        and youngest < ADULT
    ):
        yield (
            path,
            _(
                "The youngest is {age}, but the study is said to be of adults only. "
                "Choose “adults and children”, or correct the age."
            ).format(age=plainly(youngest)),
        )


@rule(
    "S-P01",
    N_("The mean age is 30 to 70 years."),
    why=N_("Adults with PM or DM are usually 45 to 60; others may be children."),
)
def _mean_age(abstraction: Abstraction, _context: CheckContext) -> Found:
    answers = abstraction.answers
    ages = [("population.age", stat_of(answers.population.age))]
    ages += [(f"arms[{arm.id}].arm.age", stat_of(arm.arm.age)) for arm in answers.arms]
    for path, age in ages:
        middle = exact(age)
        if middle is not None and not 30 <= middle <= 70:
            yield (
                path,
                _(
                    "A mean age of {age} years is unusual: adults with PM or DM are "
                    "mostly 45 to 60. Check whether children are among them."
                ).format(age=plainly(middle)),
            )


@rule(
    "S-P02",
    N_("Of ten or more patients, 40 to 95% are women."),
    why=N_("About two of three adults with PM or DM are women."),
)
def _female_share(abstraction: Abstraction, _context: CheckContext) -> Found:
    population = abstraction.answers.population
    women, men = whole(population.n_female), whole(population.n_male)
    if women is None or men is None or women + men < _TEN:
        return
    share = Decimal(100 * women) / (women + men)
    if not 40 <= share <= 95:
        yield (
            "population.n_female",
            _(
                "{women} of {n} patients are women, {share}%. About two of three are "
                "usual; check that women and men are not exchanged."
            ).format(women=women, n=women + men, share=round(share)),
        )


_TEN = 10
_FIVE = 5


@rule(
    "S-P03",
    N_("One patient is a case report, and fewer than five are no trial."),
    why=N_("Very small reports are in or out by the protocol's decision."),
)
def _too_few(abstraction: Abstraction, _context: CheckContext) -> Found:
    answers = abstraction.answers
    n = whole(answers.population.n_enrolled)
    if n is None:
        return
    design = answers.design.design_code
    words = stated(answers.design.design_reported).casefold()
    if (
        n == 1
        and isinstance(design, DesignCode)
        and design is not DesignCode.CASE_REPORT
    ):
        yield (
            "design.design_code",
            _(
                "There is 1 patient, and the design is “{design}”. One patient makes a "
                "case report."
            ).format(design=_(design.label)),
        )
    elif n < _FIVE and "trial" in words:
        yield (
            "design.design_reported",
            _(
                "The authors say “trial”, and only {n} took part. Check the number; "
                "fewer than five are in the review only by decision."
            ).format(n=n),
        )


@rule(
    "S-P04",
    N_("One centre has not more than 150 patients on IVIG."),
    why=N_("The disease is rare; a larger number may be of another group."),
)
def _too_many(abstraction: Abstraction, _context: CheckContext) -> Found:
    n = whole(abstraction.answers.population.n_enrolled)
    if n is not None and n > 150 and whole(abstraction.answers.design.n_sites) == 1:
        yield (
            "population.n_enrolled",
            _(
                "{n} patients with IVIG at one centre are unusual, above 150. Check "
                "that all have myositis and had IVIG."
            ).format(n=n),
        )


@rule(
    "S-P05",
    N_("Age, sex and subtypes describe the patients who were treated and analysed."),
    why=N_("A paper may treat 12 patients and describe 8 of them."),
)
def _described(abstraction: Abstraction, _context: CheckContext) -> Found:
    population = abstraction.answers.population
    described = _described_or_counted(population)
    if described is None:
        return
    looked_at = _given(population, "described_n", "n_female", "n_male", "n_unknown")
    if described_n(population) is not None:
        looked_at = _given(population, "described_n")
    treated = whole(population.n_treated)
    word, n, word_at = N_("treated"), treated, "n_treated"
    if treated is None:
        word, n, word_at = N_("enrolled"), whole(population.n_enrolled), "n_enrolled"
    analysed = whole(population.n_analysed)
    if n is not None and n != described:
        yield (
            "population.described_set",
            _(
                "{n} patients were {word}, but age, sex and subtypes describe "
                "{described}. What is said of the {described} may not hold for all {n}."
            ).format(n=n, word=_(word), described=described),
            (),
            (*looked_at, f"population.{word_at}"),
        )
    elif analysed is not None and analysed != described:
        yield (
            "population.described_set",
            _(
                "{n} patients were analysed, but age, sex and subtypes describe "
                "{described}. The results are of another group than the one described."
            ).format(n=analysed, described=described),
            (),
            (*looked_at, "population.n_analysed"),
        )


def _described_or_counted(population: Population) -> int | None:
    """The number described: as stated, or as women and men add up."""
    described = described_n(population)
    if described is not None:
        return described
    women, men = whole(population.n_female), whole(population.n_male)
    if women is None or men is None:
        return None
    return women + men + (whole(population.n_unknown) or 0)


@rule(
    "S-P06",
    N_("Women and men are counted, not computed from a ratio."),
    why=N_("A printed ratio may have been reduced: 2:1 may be 20 and 10."),
)
def _ratio(abstraction: Abstraction, _context: CheckContext) -> Found:
    population = abstraction.answers.population
    women, men = whole(population.n_female), whole(population.n_male)
    printed = _RATIO.search(stated(population.sex))
    if not printed or women is None or men is None:
        return
    one, two = Decimal(printed[1]), Decimal(printed[2])
    if one * men == two * women or one * women == two * men:
        yield (
            "population.sex",
            _(
                "The paper prints the ratio {ratio}, and {women} women and {men} men "
                "have just that ratio. If they were computed from it, look for printed "
                "counts."
            ).format(ratio=printed[0], women=women, men=men),
        )


@rule(
    "S-P07",
    N_("The duration of disease has a beginning, and its SD is below its mean."),
    why=N_("Onset and diagnosis may be years apart. A wide SD means a skewed spread."),
)
def _duration(abstraction: Abstraction, _context: CheckContext) -> Found:
    population = abstraction.answers.population
    duration = stat_of(population.disease_duration)
    if duration is None:
        return
    anchor = population.disease_duration_anchor
    if anchor is not None and not isinstance(anchor, str):
        yield (
            "population.disease_duration_anchor",
            _(
                "The paper does not say whether the duration counts from onset or from "
                "diagnosis. It cannot be compared with other studies."
            ),
        )
    mean, spread = exact(duration), duration.spread
    if (
        mean is not None
        and spread is not None
        and duration.dispersion in (Dispersion.SD, Dispersion.PM_UNSPECIFIED)
        and spread > mean > 0
    ):
        yield (
            "population.disease_duration",
            _(
                "The SD, {spread}, is above the mean, {mean}: durations are skewed. "
                "Prefer the median if it is printed."
            ).format(spread=plainly(spread), mean=plainly(mean)),
        )
