"""The consensus as the report prints it, also while something of it is open again."""

from collections.abc import Sequence

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import STATE, Abstraction
from ivig_abstractor.operations.blinding import Parties, is_complete, waits
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reconcile_case import Case
from ivig_abstractor.operations.reconciling import settled_consensus
from ivig_abstractor.operations.settling import Line

_ALL, _MOST = -1, 8


@dataclass(frozen=True, slots=True)
class Reported:
    """A consensus to be printed; `revised` are the paths of what is open again.

    `said` is the sentence about it, empty where nothing is being revised.
    """

    consensus: Abstraction
    revised: tuple[str, ...] = ()
    said: str = ""


def reported_consensus(
    review: OpenReview, study_id: str, known: Parties | None = None
) -> Reported | None:
    """The consensus of a study that was complete once, with what is being revised.

    A later correction or a reopening takes nothing of it away: what was decided before
    is printed until it is decided anew. Who has begun the study and not completed it
    is given nothing.
    """
    known = known or Parties(review)
    settled = settled_consensus(review, study_id, known)
    if settled is not None:
        return Reported(settled)
    parties = known.of(study_id)
    if not _was_complete(review, study_id) or _sees_nothing(review, study_id, known):
        return None
    consensus = review.read_abstraction(study_id, r.CONSENSUS)
    waiting = waits(review, parties)
    if waiting:
        said = _(
            "{who} Until then the consensus is printed as it was decided before, and it"
            " may change."
        )
        return Reported(consensus, (), said.format(who=waiting))
    sides = tuple(review.read_abstraction(study_id, p.reviewer_id) for p in parties)
    lines = Case(review, study_id, (parties, sides)).lines()
    found = [one for one in lines if not one.is_settled]
    return Reported(
        consensus, tuple(one.compared.path for one in found), _sentence(found)
    )


def _was_complete(review: OpenReview, study_id: str) -> bool:
    document = r.consensus_document(study_id)
    events = review.project.history(document, "", STATE, limit=_ALL)
    return any(one.new_value == "complete" for one in events)


def _sees_nothing(review: OpenReview, study_id: str, known: Parties) -> bool:
    mine = review.reviewer_id
    if is_complete(review, study_id, mine):
        return False
    is_party = any(one.reviewer_id == mine for one in known.of(study_id))
    document = r.abstraction_document(study_id, mine)
    return is_party or bool(review.project.entries(document))


def _sentence(found: Sequence[Line]) -> str:
    if not found:
        return _(
            "The consensus of this study was opened again and is not complete: what is"
            " printed may change."
        )
    named = [_named(one) for one in found[:_MOST]]
    left = len(found) - _MOST
    if left > 0:
        named.append(ngettext("{n} more", "{n} more", left).format(n=left))
    said = ngettext(
        "The consensus of this study is under revision in {n} place ({where}), printed"
        " as it was decided before.",
        "The consensus of this study is under revision in {n} places ({where}), printed"
        " as they were decided before.",
        len(found),
    )
    return said.format(n=len(found), where="; ".join(named))


def _named(line: Line) -> str:
    if "[" not in line.compared.path or line.compared.spec is None:
        return line.label
    return f"{line.place}, {line.label}"
