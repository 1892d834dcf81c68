"""Sentences for the methods of a review, from what its audit trail holds."""

from collections import Counter
from collections.abc import Iterator, Sequence

from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.model.figures import DECIMALS
from ivig_abstractor.model.review import Role
from ivig_abstractor.report.report_input import (
    DualInput,
    DualMode,
    DualReviewer,
    Kept,
    ResolvedDiscrepancy,
)
from ivig_abstractor.report.wording import plain

_NAME = 60


def methods(dual: DualInput) -> Iterator[str]:
    """How the studies were abstracted, and how differences were decided: paragraphs."""
    for said in (_who(dual), _how_far(dual), _resolved(dual)):
        sentences = [one for one in said if one]
        if sentences:
            yield " ".join(sentences)


def percent(value: float | None) -> str:
    """A share in per cent with one decimal."""
    return "" if value is None else f"{value:.1f}"


def _who(dual: DualInput) -> Iterator[str]:
    """Who abstracted, how many studies, and whether they saw each other's answers."""
    counts = dual.counts
    people = [_named(one) for one in dual.reviewers if one.studies or one.letter]
    if people:
        yield ngettext(
            "The reviewer was {names}.", "The reviewers were {names}.", len(people)
        ).format(names=_listed(people))
    if counts.twice:
        yield _abstracted(dual)
        if dual.blinded:
            yield _looks(dual.looks)
    if counts.verified or dual.mode is DualMode.VERIFIED:
        yield ngettext(
            "In {n} study one reviewer verified what another had abstracted, and saw "
            "those answers while doing so.",
            "In {n} studies one reviewer verified what another had abstracted, and saw "
            "those answers while doing so.",
            counts.verified,
        ).format(n=counts.verified)
    if counts.waiting:
        yield ngettext(
            "{n} study was not yet completed by all its reviewers, and is not counted.",
            "{n} studies were not yet completed by all their reviewers, and are not "
            "counted.",
            counts.waiting,
        ).format(n=counts.waiting)
    if dual.agreement.left_out:
        yield dual.agreement.left_out_words
    if counts.once:
        yield ngettext(
            "One reviewer only abstracted {n} study.",
            "One reviewer only abstracted {n} studies.",
            counts.once,
        ).format(n=counts.once)


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + _(" and ") + names[-1]


def _named(one: DualReviewer) -> str:
    name = plain(one.name or one.initials, _NAME)
    return f"{name} ({one.letter})" if one.letter else name


def _abstracted(dual: DualInput) -> str:
    studies = dual.counts.twice - dual.agreement.left_out
    if dual.blinded:
        said = ngettext(
            "Independently of each other, {reviewers} reviewers abstracted {n} study: "
            "the program showed nobody the answers of another until all had completed "
            "it.",
            "Independently of each other, {reviewers} reviewers abstracted {n} studies:"
            " the program showed nobody the answers of another until all had completed "
            "the study.",
            studies,
        )
    else:
        said = ngettext(
            "Not independently, {reviewers} reviewers abstracted {n} study: they could "
            "see each other's answers.",
            "Not independently, {reviewers} reviewers abstracted {n} studies: they "
            "could see each other's answers.",
            studies,
        )
    return said.format(n=studies, reviewers=len(dual.letters))


def _looks(looks: int) -> str:
    if not looks:
        return _("Nobody looked at the answers of another before that.")
    return ngettext(
        "Before that, somebody looked at the answers of another {n} time; this "
        "stands in the audit trail.",
        "Before that, somebody looked at the answers of another {n} times; each time "
        "stands in the audit trail.",
        looks,
    ).format(n=looks)


def _how_far(dual: DualInput) -> Iterator[str]:
    """Percent agreement over everything that was compared."""
    tally = dual.agreement.overall
    if not tally.pairs:
        yield _("Nothing has been compared yet.")
        return
    studies = len(dual.agreement.studies)
    said = ngettext(
        "As the abstractions of {n} study stood when they were first completed, the "
        "reviewers agreed in {agreed} of {pairs} pairs ({percent}%; 95% CI {low} to "
        "{high}).",
        "As the abstractions of {n} studies stood when they were first completed, the "
        "reviewers agreed in {agreed} of {pairs} pairs ({percent}%; 95% CI {low} to "
        "{high}).",
        studies,
    )
    yield said.format(
        n=studies,
        agreed=tally.agreed,
        pairs=tally.pairs,
        percent=percent(tally.percent),
        low=percent(tally.low),
        high=percent(tally.high),
    )
    if any(one.coefficient is not None for one in dual.agreement.fields):
        yield _rounding()


def _rounding() -> str:
    """How coefficients are printed, in all tables."""
    return ngettext(
        "Coefficients are rounded to {n} decimal, and printed as 1 only where they are "
        "1.",
        "Coefficients are rounded to {n} decimals, and printed as 1 only where they "
        "are 1.",
        DECIMALS,
    ).format(n=DECIMALS)


def _resolved(dual: DualInput) -> Iterator[str]:
    """How many discrepancies there were, what was kept, and who decided."""
    counted = [one for one in dual.discrepancies if one.counts]
    others = [one for one in dual.discrepancies if not one.counts]
    found = counted or others
    if found:
        yield from _decided(dual, found)
    elif dual.agreement.overall.pairs:
        yield _("There were no discrepancies.")
    if counted and others:
        settled = sum(not one.is_open for one in others)
        yield ngettext(
            "In studies that the agreement does not count there was {n} more, of which "
            "{decided} decided.",
            "In studies that the agreement does not count there were {n} more, of which"
            " {decided} decided.",
            len(others),
        ).format(n=len(others), decided=_count_were(settled))
    yield from _changed(dual)
    counts = dual.counts
    if counts.reconciled and found:
        yield ngettext(
            "The consensus of {n} study is complete.",
            "The consensus of {n} studies is complete.",
            counts.reconciled,
        ).format(n=counts.reconciled)


def _decided(dual: DualInput, found: Sequence[ResolvedDiscrepancy]) -> Iterator[str]:
    decided = [one for one in found if not one.is_open]
    still_open = len(found) - len(decided)
    if not decided:
        yield ngettext(
            "There was {n} discrepancy, which is not decided yet.",
            "There were {n} discrepancies, of which none is decided yet.",
            len(found),
        ).format(n=len(found))
    else:
        yield ngettext(
            "There was {n} discrepancy, of which {decided} decided.",
            "There were {n} discrepancies, of which {decided} decided.",
            len(found),
        ).format(n=len(found), decided=_count_were(len(decided)))
        said = _("The consensus kept {what}.")
        yield said.format(what=", ".join(_kept(dual, decided)))
        yield from _deciders(dual, decided)
    if decided and still_open:
        yield _("Still open: {n}.").format(n=still_open)
    revised = sum(one.revised for one in decided)
    if revised:
        yield ngettext(
            "{n} of them is under revision since, and printed as it was decided "
            "before.",
            "{n} of them are under revision since, and printed as they were decided "
            "before.",
            revised,
        ).format(n=revised)


def _changed(dual: DualInput) -> Iterator[str]:
    """What was corrected or withdrawn after the agreement was measured."""
    if dual.corrections:
        inside = sum(len(one.corrections) for one in dual.discrepancies)
        yield ngettext(
            "After an abstraction was first completed, {n} answer of it was corrected "
            "({inside} where reviewers had differed), which changes neither the "
            "agreement nor the number of discrepancies.",
            "After abstractions were first completed, {n} answers of them were "
            "corrected ({inside} where reviewers had differed), which changes neither "
            "the agreement nor the number of discrepancies.",
            len(dual.corrections),
        ).format(n=len(dual.corrections), inside=inside)
    for one in dual.withdrawn:
        yield _(
            "The abstraction of {study} by {who} was withdrawn from the comparison "
            "after it was complete{when}{why}."
        ).format(
            study=plain(one.study_label, _NAME),
            who=plain(one.reviewer, _NAME),
            when=_(" (on {day})").format(day=one.at.isoformat()) if one.at else "",
            why=f": “{plain(one.reason, _NAME * 3)}”" if one.reason else "",
        )


def _count_were(count: int) -> str:
    return ngettext("{n} was", "{n} were", count).format(n=count)


def _kept(dual: DualInput, decided: Sequence[ResolvedDiscrepancy]) -> Iterator[str]:
    """What was kept, and how often."""
    counts = Counter(one.kept for one in decided)
    for letter in dual.letters:
        if counts[letter]:
            yield _("the answer of {letter} in {n}").format(
                letter=letter, n=counts[letter]
            )
    agreeing = counts[Kept.SAME] + counts[Kept.NORMALISED]
    if agreeing:
        yield _("what all of them mean in {n}").format(n=agreeing)
    if counts[Kept.OTHER]:
        yield _("another answer in {n}").format(n=counts[Kept.OTHER])


def _deciders(dual: DualInput, found: Sequence[ResolvedDiscrepancy]) -> Iterator[str]:
    """Who decided: one of those who had abstracted the study, or somebody else.

    What a reviewer corrected away was decided by nobody.
    """
    decided = [one for one in found if one.by]
    own = sum(one.by_party for one in decided)
    other = len(decided) - own
    if own:
        said = _("A reviewer who had abstracted the study decided {n} of them.")
        yield said.format(n=own)
    if other:
        roles = {
            known: one.role
            for one in dual.reviewers
            for known in (one.initials, one.name)
            if known
        }
        names = {one.by for one in decided if not one.by_party}
        said = _("Somebody who had not abstracted the study decided {n} of them.")
        if all(roles.get(name) is Role.ADJUDICATOR for name in names):
            said = _("An adjudicator who had not abstracted it decided {n} of them.")
        elif all(roles.get(name) is Role.LEAD for name in names):
            said = _("The lead, who had not abstracted it, decided {n} of them.")
        yield said.format(n=other)
