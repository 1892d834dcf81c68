"""Rules about which study this is (I), and whether it belongs in the review (E)."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.background import (
    EULAR_DEFINITE,
    EULAR_PROBABLE,
    EULAR_RULED_OUT,
)
from ivig_abstractor.model.checks.looking import (
    answered,
    number,
    stated,
    unread_by,
    whole,
)
from ivig_abstractor.model.checks.registry import (
    CheckContext,
    Found,
    StudyIdentity,
    rule,
)
from ivig_abstractor.model.codes import (
    AdultStatus,
    EularLabel,
    IncludeDecision,
    ReportType,
    Route,
    Subtype,
    YesNo,
)
from ivig_abstractor.model.sections.population import Population

FIRST_YEAR, LAST_YEAR = 1985, 2011
"""The search window of the founding review."""

_PMID_YEARS = (
    (15_000_000, 2004),
    (16_000_000, 2005),
    (17_000_000, 2006),
    (18_000_000, 2007),
    (19_000_000, 2008),
    (20_000_000, 2009),
    (21_000_000, 2010),
    (22_000_000, 2011),
    (23_000_000, 2012),
    (24_000_000, 2013),
    (25_000_000, 2014),
    (26_000_000, 2015),
    (27_000_000, 2016),
    (29_000_000, 2017),
    (30_000_000, 2018),
    (31_000_000, 2019),
    (32_000_000, 2020),
    (34_000_000, 2021),
    (36_000_000, 2022),
    (37_000_000, 2023),
    (39_000_000, 2024),
    (40_000_000, 2025),
)
"""About when PubMed gave out its numbers; older ones were not given out in order."""

_FAR_LATER = 2
_SAME_SIZE = Decimal("0.05")


@rule(
    "H-I01",
    N_("The study key is unique, and identifiers look like what they are."),
    why=N_("A wrong identifier joins two studies, or parts one in two."),
)
def _identifiers(abstraction: Abstraction, context: CheckContext) -> Found:
    yield from unread_by(abstraction, "H-I01")
    key = stated(abstraction.answers.identification.study_id)
    for other in _others(abstraction, context):
        if key and key == other.key:
            yield (
                "identification.study_id",
                _(
                    "“{key}” is the key of another study of this review as well. Give "
                    "one of the two a suffix, such as {key}b."
                ).format(key=key),
            )
    for path, spec, answer in answered(
        abstraction, "patterns", lambda field: field.text_pattern is not None, object
    ):
        pattern = spec.text_pattern
        texts = answer if isinstance(answer, tuple) else (answer,)
        for text in texts:
            if (
                pattern
                and isinstance(text, str)
                and not re.fullmatch(pattern.regex, text)
            ):
                yield (
                    path,
                    _(
                        "“{text}” does not look like {label}, for example {example}."
                    ).format(
                        text=text[:60], label=_(spec.label), example=pattern.example
                    ),
                )


@rule(
    "H-I02",
    N_("A year is a whole number from 1950 to next year."),
    why=N_("A slip of one digit moves a study out of the search window."),
)
def _years(abstraction: Abstraction, context: CheckContext) -> Found:
    yield from unread_by(abstraction, "H-I02")
    identification = abstraction.answers.identification
    latest = context.current_year + 1
    for name in ("year", "year_epub"):
        year = whole(getattr(identification, name))
        if year is not None and year > latest:
            yield (
                f"identification.{name}",
                _("{year} lies in the future. A year can be 1950 to {latest}.").format(
                    year=year, latest=latest
                ),
            )
    start = stated(identification.period_start)
    end = stated(identification.period_end)
    shared = min(len(start), len(end))
    if shared and start[:shared] > end[:shared]:
        yield (
            "identification.period_end",
            _(
                "Enrolment ends in {end}, before it began in {start}. One of the two "
                "is wrong."
            ).format(start=start, end=end),
        )


@rule(
    "S-I01",
    N_("The online year, the issue year and the PubMed id belong to one paper."),
    why=N_("They differ when two papers were mixed up, or when PubMed was late."),
)
def _years_apart(abstraction: Abstraction, _context: CheckContext) -> Found:
    identification = abstraction.answers.identification
    year = whole(identification.year)
    epub = whole(identification.year_epub)
    if year is None:
        return
    if epub is not None and abs(year - epub) > 1:
        yield (
            "identification.year_epub",
            _(
                "Online in {epub}, in the issue of {year}: usually they are at most 1 "
                "year apart. Check that both are of this paper."
            ).format(epub=epub, year=year),
        )
    pmid = stated(identification.pmid)
    made = _pmid_year(int(pmid)) if pmid.isdecimal() and pmid.isascii() else None
    if made is not None and made - year > _FAR_LATER:
        yield (
            "identification.pmid",
            _(
                "PubMed gave out {pmid} in about {made}, {gap} years after the paper "
                "of {year}. Check that it is this paper's; some old papers were added "
                "late."
            ).format(pmid=pmid, made=made, gap=made - year, year=year),
        )


def _pmid_year(pmid: int) -> int | None:
    at = bisect_right(_PMID_YEARS, (pmid, 9999))
    return _PMID_YEARS[at - 1][1] if at else None


@rule(
    "S-I02",
    N_("No other study of the review looks like this one."),
    why=N_("One study abstracted twice counts its patients twice."),
)
def _duplicate(abstraction: Abstraction, context: CheckContext) -> Found:
    identification = abstraction.answers.identification
    doi, pmid = stated(identification.doi).casefold(), stated(identification.pmid)
    author = _family(stated(identification.first_author))
    journal = stated(identification.journal).strip().casefold()
    patients = whole(abstraction.answers.population.n_enrolled)
    for other in _others(abstraction, context):
        name = other.key or other.study_id
        if doi and doi == other.doi.casefold():
            yield (
                "identification.doi",
                _(
                    "The study {other} has this DOI as well. If it is the same paper, "
                    "keep one study."
                ).format(other=name),
            )
        elif pmid and pmid == other.pmid:
            yield (
                "identification.pmid",
                _(
                    "The study {other} has this PubMed id as well. If it is the same "
                    "paper, keep one study."
                ).format(other=name),
            )
        elif (
            author
            and author == _family(other.first_author)
            and journal
            and journal == other.journal.strip().casefold()
            and _about_equal(patients, other.n)
        ):
            yield (
                "identification.first_author",
                _(
                    "The study {other} has the same first author and journal, and {n} "
                    "patients against {mine} here. Check that it is not the same study."
                ).format(other=name, n=other.n, mine=patients),
            )


def _about_equal(mine: int | None, other: int | None) -> bool:
    if mine is None or other is None:
        return False
    return abs(mine - other) <= _SAME_SIZE * max(mine, other)


@rule(
    "S-I03",
    N_("Studies of one place and time say whether they share patients."),
    why=N_("Shared patients would count twice in the sum over studies."),
)
def _overlap(abstraction: Abstraction, context: CheckContext) -> Found:
    identification = abstraction.answers.identification
    countries = identification.country
    if not isinstance(countries, tuple):
        return
    period = (stated(identification.period_start), stated(identification.period_end))
    group = stated(identification.overlap_group).strip().casefold()
    author = _family(stated(identification.first_author))
    for other in _others(abstraction, context):
        if (
            group
            and group != "none"
            and group == other.overlap_group.strip().casefold()
        ):
            continue
        same_author = bool(author) and author == _family(other.first_author)
        if group and not same_author:
            continue  # whoever named a group, or none, has thought about it
        if set(countries) & set(other.country) and _meet(period, other.period):
            yield (
                "identification.overlap_group",
                _(
                    "The study {other} treated patients in the same country between "
                    "{start} and {end}. If they are of one centre, give both the same "
                    "group here; otherwise say “none”."
                ).format(
                    other=other.key or other.study_id,
                    start=other.period[0],
                    end=other.period[1],
                ),
            )


def _meet(one: tuple[str, str], two: tuple[str, str]) -> bool:
    if not (all(one) and all(two)):
        return False
    return _not_after(one[0], two[1]) and _not_after(two[0], one[1])


def _not_after(start: str, end: str) -> bool:
    shared = min(len(start), len(end))
    return start[:shared] <= end[:shared]


@rule(
    "S-I04",
    N_("The paper is of 1985 to 2011, the window of the founding review."),
    why=N_("Others form the extension set and are counted apart."),
)
def _window(abstraction: Abstraction, _context: CheckContext) -> Found:
    year = whole(abstraction.answers.identification.year)
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        yield (
            "identification.year",
            _(
                "{year} is outside {first} to {last}, the window of the founding "
                "review: the study belongs to the extension set."
            ).format(year=year, first=FIRST_YEAR, last=LAST_YEAR),
        )


@rule(
    "H-E01",
    N_("The EULAR/ACR certainty follows from the score and the biopsy."),
    why=N_("The published limits decide, not the name the authors chose."),
)
def _eular(abstraction: Abstraction, _context: CheckContext) -> Found:
    population = abstraction.answers.population
    score, label = number(population.eular_score), population.eular_label
    if score is None or not isinstance(label, EularLabel):
        return
    biopsy = population.eular_biopsy
    known = isinstance(biopsy, YesNo) and biopsy is not YesNo.UNCLEAR
    ways = [biopsy is YesNo.YES] if known else [False, True]
    right = [eular_label(score, with_biopsy=way) for way in ways]
    if label in right:
        return
    yield (
        "population.eular_label",
        _(
            "A score of {score} {biopsy} is “{right}”, not “{label}”: definite begins "
            "at {definite}, probable at {probable}, possible at {possible}."
        ).format(
            score=score,
            biopsy=_("with biopsy") if ways[0] else _("without biopsy"),
            right=_(right[0].label),
            label=_(label.label),
            definite=EULAR_DEFINITE[ways[0]],
            probable=EULAR_PROBABLE[ways[0]],
            possible=EULAR_RULED_OUT[ways[0]],
        ),
    )


def eular_label(score: Decimal, *, with_biopsy: bool) -> EularLabel:
    """What the EULAR/ACR 2017 criteria call a score."""
    if score >= EULAR_DEFINITE[with_biopsy]:
        return EularLabel.DEFINITE
    if score >= EULAR_PROBABLE[with_biopsy]:
        return EularLabel.PROBABLE
    if score >= EULAR_RULED_OUT[with_biopsy]:
        return EularLabel.POSSIBLE
    return EularLabel.RULED_OUT


@rule(
    "S-E01",
    N_("A study at the edge of the question has a decision."),
    why=N_(
        "Mixed ages, amyopathic, inclusion body or juvenile patients, other routes and "
        "conference abstracts are in or out by decision, never by chance."
    ),
)
def _eligibility(abstraction: Abstraction, _context: CheckContext) -> Found:
    decision = abstraction.answers.declarations.include_decision
    if (
        isinstance(decision, IncludeDecision)
        and decision is not IncludeDecision.UNDECIDED
    ):
        return
    for path, reason in _edges(abstraction):
        yield (
            path,
            _(
                "{reason} Decide in Declarations whether the study is in, and why."
            ).format(reason=reason),
        )


def _edges(abstraction: Abstraction) -> Iterator[tuple[str, str]]:
    answers = abstraction.answers
    if answers.identification.report_type is ReportType.CONF_ABSTRACT:
        yield "identification.report_type", _("This is a conference abstract.")
    population = answers.population
    if population.adult_status is AdultStatus.MIXED:
        yield "population.adult_status", _("Adults and children are mixed.")
    if population.adult_status is AdultStatus.ALL_PAEDIATRIC:
        yield "population.adult_status", _("All patients are children.")
    yield from _subtype_edges(population)
    for arm in answers.arms:
        for phase in arm.phases:
            if phase.dose.route in (Route.SC, Route.FSC, Route.IM, Route.MIXED):
                yield (
                    f"arms[{arm.id}].phases[{phase.id}].dose.route",
                    _("Immunoglobulin was not given by vein alone."),
                )


def _subtype_edges(population: Population) -> Iterator[tuple[str, str]]:
    rows = [row for row in population.subtypes if whole(row.patients) != 0]
    codes = {row.code for row in rows if isinstance(row.code, Subtype)}
    for row in rows:
        at = f"population.subtypes[{row.id}].code"
        if row.code is Subtype.CADM and codes == {Subtype.CADM}:
            yield at, _("All patients have amyopathic disease.")
        elif row.code in (Subtype.IBM, Subtype.JDM, Subtype.JPM):
            yield (
                at,
                _("Patients with {subtype} are among them.").format(
                    subtype=_(row.code.label)
                ),
            )


def _others(abstraction: Abstraction, context: CheckContext) -> Iterator[StudyIdentity]:
    return (one for one in context.others if one.study_id != abstraction.study_id)


@lru_cache(maxsize=16_384)
def _family(author: str) -> str:
    """The family name of "Cherin P", so that initials need not agree."""
    words = author.replace(",", " ").split()
    while len(words) > 1 and words[-1].rstrip(".").isupper():
        words.pop()
    return " ".join(words).casefold()
