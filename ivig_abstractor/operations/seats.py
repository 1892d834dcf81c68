"""Who may sit down as whom in a file that several reviewers share on one computer.

Each keeps their seat with a PIN as long as that guards anything: while a study that two
or more abstract, or still may, is not complete by all. It is asked of nobody else. What
is kept of it stands in a document of its own, written by an author of its own, so that
no hand-out, hand-in or export carries it and no undo touches it.

It stops the curious, not an attacker: the file itself is not encrypted.
"""

import time
from collections import Counter
from collections.abc import Sequence
from typing import Literal, TypeAlias

from ivig_abstractor.base import clock
from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.errors import AppError
from ivig_abstractor.base.i18n import _
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import ANSWER, STATE
from ivig_abstractor.operations.facts import facts_from
from ivig_abstractor.operations.refusals import NotPossible
from ivig_abstractor.store.project import ProjectFile
from ivig_abstractor.store.records import Set

# What sitting down asks for: nothing, the PIN, or a new one where there is none yet.
Need: TypeAlias = Literal["", "pin", "new"]

SHORTEST = 4
PIN = "pin"
_FREE_TRIES = 3
_PAUSE_SECONDS = 1.0
_wrong: Counter[tuple[str, str]] = Counter()


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A reviewer who works in this file, and what sitting down as them asks for."""

    reviewer_id: str
    name: str
    role: r.Role
    need: Need
    has_pin: bool


class PinNeeded(AppError):
    """A reviewer's seat is kept with a PIN, which was not given or was wrong.

    Attributes:
        reviewer_id: whose seat it is.
        need: whether their PIN is asked for, or a new one.
        seats: all who could sit down in the file instead.
    """

    def __init__(
        self,
        project: ProjectFile,
        reviewer_id: str,
        need: Need,
        what: str,
        next_step: str,
    ) -> None:
        super().__init__(what, unchanged=_("Nothing was shown."), next_step=next_step)
        self.reviewer_id = reviewer_id
        self.need = need
        self.seats = seats(project)


def seats(project: ProjectFile) -> tuple[SeatLine, ...]:
    """The reviewers who can sit down in this file, in the order of their documents."""
    people = _unfinished(project)
    owner = project.get(r.REVIEW, r.COPY_OF, ANSWER)
    lines = []
    for document in project.documents(r.REVIEWER):
        reviewer_id = document.removeprefix(r.REVIEWER)
        who = facts_from(r.ReviewerFacts, project.entries(document))
        if reviewer_id == owner or (not owner and not who.key):
            kept = bool(_kept(project, reviewer_id))
            need = _need(who.role, kept=kept, people=people, reviewer_id=reviewer_id)
            lines.append(SeatLine(reviewer_id, who.name, who.role, need, kept))
    return tuple(lines)


def need_of(project: ProjectFile, reviewer_id: str) -> Need:
    """What sitting down as a reviewer asks for."""
    who = _facts(project, reviewer_id)
    kept = bool(_kept(project, reviewer_id))
    people = _unfinished(project)
    return _need(who.role, kept=kept, people=people, reviewer_id=reviewer_id)


def has_pin(project: ProjectFile, reviewer_id: str) -> bool:
    """Say whether a reviewer has chosen a PIN."""
    return bool(_kept(project, reviewer_id))


def permit_of(project: ProjectFile, reviewer_id: str) -> str:
    """What only who sits there can say: it lets a process read a copy for them."""
    from hashlib import sha256

    kept = _kept(project, reviewer_id)
    return sha256(kept.encode()).hexdigest() if kept else ""


def guarded_of(project: ProjectFile, reviewer_id: str) -> tuple[str, ...]:
    """The studies a seat is kept for: the reviewer's, and not complete by all."""
    studies = _unfinished(project).items()
    return tuple(study_id for study_id, people in studies if reviewer_id in people)


def sit_down_first(project: ProjectFile, reviewer_id: str, named: str, pin: str) -> str:
    """Who opens the file: whoever is named, or else whose file it usually is.

    Where nobody has chosen a PIN yet, whose file it usually is opens it as ever.

    Raises:
        NotPossible: there is no such reviewer, or they work on another computer.
        PinNeeded: their PIN is needed, or wrong.
    """
    known = [one.removeprefix(r.REVIEWER) for one in project.documents(r.REVIEWER)]
    usual = _usual(project, known)
    wanted = _named(project, known, named) if named else reviewer_id
    refuse_stranger(project, wanted, known)
    if wanted not in ("", usual) or _kept(project, usual):
        sit_down(project, wanted or usual, pin)
    return wanted or usual


def sit_down(project: ProjectFile, reviewer_id: str, pin: str) -> None:
    """Let somebody sit down as a reviewer with their PIN, or one that they now choose.

    Raises:
        PinNeeded: it is needed, or wrong.
        NotPossible: a new one is too short.
    """
    need = need_of(project, reviewer_id)
    if need == "pin":
        refuse_wrong_pin(project, reviewer_id, pin)
    elif need == "new":
        if not pin or project.read_only:
            raise _asks_for_new(project, reviewer_id)
        keep_pin(project, reviewer_id, pin)


def change_seat(project: ProjectFile, leaving: str, reviewer_id: str, pin: str) -> None:
    """Let a reviewer go on in place of another one, and write that down.

    Raises:
        NotPossible: there is no such reviewer, or they work on another computer.
        PinNeeded: their PIN is needed, or wrong; or who leaves has none yet.
    """
    known = [one.removeprefix(r.REVIEWER) for one in project.documents(r.REVIEWER)]
    refuse_stranger(project, reviewer_id, known)
    if reviewer_id == leaving:
        return
    if not project.read_only and need_of(project, leaving) == "new":
        raise _leaves_open(project, leaving)
    sit_down(project, reviewer_id, pin)
    if not project.read_only:
        # Who sits down at a shared computer is part of the audit trail.
        at = clock.now().isoformat(timespec="seconds")
        said = Set(r.LOOKS, reviewer_id, "switch", {"at": at})
        project.commit([said], author=leaving, label=_("Switch reviewer"))


def refuse_wrong_pin(project: ProjectFile, reviewer_id: str, pin: str) -> None:
    """Compare a PIN with the one that was chosen; after a few tries, slowly.

    Raises:
        PinNeeded: it is not the one.
    """
    who = _facts(project, reviewer_id)
    name = who.name
    if not pin:
        raise PinNeeded(
            project,
            reviewer_id,
            "pin",
            _("{name} keeps their answers in this file with a PIN.").format(name=name),
            _("Type the PIN to go on as {name}.").format(name=name),
        )
    seat = (project.review_id, reviewer_id)
    if _wrong[seat] >= _FREE_TRIES:
        time.sleep(_PAUSE_SECONDS)
    if not _is_made_from(_kept(project, reviewer_id), pin):
        _wrong[seat] += 1
        raise PinNeeded(
            project,
            reviewer_id,
            "pin",
            _("This is not the PIN of {name}.").format(name=name),
            _("Try again; another reviewer can remove the PIN of the lead.")
            if who.role is r.Role.LEAD
            else _("Try again; the lead of the review can remove a forgotten PIN."),
        )
    del _wrong[seat]


def keep_pin(project: ProjectFile, reviewer_id: str, pin: str) -> None:
    """Keep what a new PIN is recognised by; the PIN itself is kept nowhere.

    Raises:
        NotPossible: it is too short.
    """
    if len(pin) < SHORTEST:
        raise NotPossible(
            _("A PIN has at least {n} characters.").format(n=SHORTEST),
            _("Choose a longer one."),
        )
    is_first = not _kept(project, reviewer_id)
    _write(
        project,
        reviewer_id,
        by=reviewer_id,
        kept=_made_from(pin),
        label=_("Set a PIN") if is_first else _("Change the PIN"),
    )


def drop_pin(project: ProjectFile, reviewer_id: str, by: str) -> None:
    """Take a PIN away; whoever sits down there next chooses another."""
    name = _facts(project, reviewer_id).name
    label = _("Remove the PIN of {name}").format(name=name)
    _write(project, reviewer_id, by=by, kept=None, label=label)


def refuse_stranger(
    project: ProjectFile, reviewer_id: str, known: Sequence[str]
) -> None:
    """Nobody acts for a reviewer who is not there, or whose answers were handed in.

    Raises:
        NotPossible: this is such a reviewer.
    """
    if not reviewer_id:
        return
    if reviewer_id not in known:
        said = _("The review has no reviewer “{id}”.").format(id=reviewer_id)
        raise NotPossible(said)
    who = _facts(project, reviewer_id)
    owner = project.get(r.REVIEW, r.COPY_OF, ANSWER)
    if owner and owner != reviewer_id:
        raise NotPossible(
            _("This is the working copy of another reviewer than {name}.").format(
                name=who.name
            ),
            _("Work on the copy made from your own hand-out."),
        )
    if who.key and not owner:
        raise NotPossible(
            _("{name} works on a copy of their own and hands in.").format(
                name=who.name
            ),
            _("Reconcile the studies to see their answers, when all are complete."),
        )


def reviewer_named(project: ProjectFile, words: str) -> str:
    """The id of the reviewer with this id, these initials or this name.

    Raises:
        NotPossible: there is none, or more than one.
    """
    known = [one.removeprefix(r.REVIEWER) for one in project.documents(r.REVIEWER)]
    return _named(project, known, words)


def _named(project: ProjectFile, known: Sequence[str], words: str) -> str:
    if words in known:
        return words
    wanted = words.strip().casefold()
    found = []
    for reviewer_id in known:
        who = _facts(project, reviewer_id)
        if wanted in (who.initials.casefold(), who.name.casefold()):
            found.append(reviewer_id)
    if len(found) != 1:
        said = (
            _("More than one reviewer is called “{words}”.")
            if found
            else _("The review has no reviewer “{words}”.")
        )
        raise NotPossible(
            said.format(words=words), _("Give the id, the initials or the full name.")
        )
    return found[0]


def _usual(project: ProjectFile, known: Sequence[str]) -> str:
    """Whose file it is when nobody is named: the owner of a copy, the lead, the first.

    Reviewers who hand in from a copy of their own do not work in this file.
    """
    owner = project.get(r.REVIEW, r.COPY_OF, ANSWER)
    if isinstance(owner, str) and owner in known:
        return owner
    for one in known:
        if project.get(r.reviewer_document(one), "role", ANSWER) == r.Role.LEAD:
            return one
    return known[0] if known else ""


def _need(
    role: r.Role, *, kept: bool, people: dict[str, set[str]], reviewer_id: str
) -> Need:
    """Lead and adjudicators have more to guard than answers of their own.

    One may remove a PIN, the others may look before all is complete.
    """
    sees_all = role in (r.Role.LEAD, r.Role.ADJUDICATOR)
    if not any(sees_all or reviewer_id in who for who in people.values()):
        return ""
    return "pin" if kept else "new"


def _unfinished(project: ProjectFile) -> dict[str, set[str]]:
    """Who has a part in each study that several abstract, until all have completed it.

    A study that is assigned to nobody may be begun by anybody, so one abstraction of it
    is to be kept from the other reviewers as well. A working copy belongs to one person
    and holds nobody else's answers; made-up ones are nobody's.
    """
    if any(project.get(r.REVIEW, one, ANSWER) for one in (r.COPY_OF, "simulated")):
        return {}
    if len(project.documents(r.REVIEWER)) < 2:
        return {}
    parts: dict[str, set[str]] = {}
    for document, entries in project.entries_of(r.ASSIGNMENT).items():
        if any(one.path == "duty" and one.value for one in entries):
            study_id, reviewer_id = r.assignment_ids(document)
            parts.setdefault(study_id, set()).add(reviewer_id)
    assigned = set(parts)
    for document in project.documents(r.ABSTRACTION):
        study_id, reviewer_id = r.abstraction_ids(document)
        if reviewer_id != r.CONSENSUS:
            parts.setdefault(study_id, set()).add(reviewer_id)
    return {
        study_id: people
        for study_id, people in parts.items()
        if _is_open(project, study_id, people, is_assigned=study_id in assigned)
        and project.get(r.study_document(study_id), "key", ANSWER)
    }


def _is_open(
    project: ProjectFile, study_id: str, people: set[str], *, is_assigned: bool
) -> bool:
    if len(people) < 2:
        return not is_assigned
    return not all(_is_complete(project, study_id, one) for one in people)


def _is_complete(project: ProjectFile, study_id: str, reviewer_id: str) -> bool:
    document = r.abstraction_document(study_id, reviewer_id)
    return project.get(document, "", STATE) == "complete"


def _leaves_open(project: ProjectFile, reviewer_id: str) -> PinNeeded:
    """The next one could choose the PIN of who has none, and go back to their seat."""
    name = _facts(project, reviewer_id).name
    return PinNeeded(
        project,
        reviewer_id,
        "new",
        _("Whoever sits down here next could go back to the answers of {name}.").format(
            name=name
        ),
        _("Choose a PIN for {name} first.").format(name=name),
    )


def _asks_for_new(project: ProjectFile, reviewer_id: str) -> PinNeeded:
    name = _facts(project, reviewer_id).name
    return PinNeeded(
        project,
        reviewer_id,
        "new",
        _("{name} has not chosen a PIN yet.").format(name=name),
        _("Open the file in the window, where it can be written, and choose one there.")
        if project.read_only
        else _("Choose one of at least {n} characters.").format(n=SHORTEST),
    )


def _facts(project: ProjectFile, reviewer_id: str) -> r.ReviewerFacts:
    document = r.reviewer_document(reviewer_id)
    return facts_from(r.ReviewerFacts, project.entries(document))


def _kept(project: ProjectFile, reviewer_id: str) -> str:
    return str(project.get(r.SEATS + reviewer_id, PIN, ANSWER) or "")


def _write(
    project: ProjectFile, reviewer_id: str, *, by: str, kept: str | None, label: str
) -> None:
    # By an author that stays in this file: a reviewer's own changes are handed in.
    one = Set(r.SEATS + reviewer_id, PIN, ANSWER, kept)
    project.commit([one], author=r.SEATS + by, label=label, kind="barrier")


# Modest, for people who wait: about a twentieth of a second, and 16 MB.
_COST = {"n": 2**14, "r": 8, "p": 1}


def _made_from(pin: str) -> str:
    import secrets

    salt = secrets.token_bytes(16)
    return f"scrypt:{salt.hex()}:{_scrypt(pin, salt).hex()}"


def _is_made_from(kept: str, pin: str) -> bool:
    import hmac

    try:
        _name, salt, wanted = kept.split(":")
        found = _scrypt(pin, bytes.fromhex(salt))
    except ValueError:
        return False
    return hmac.compare_digest(found.hex(), wanted)


def _scrypt(pin: str, salt: bytes) -> bytes:
    import hashlib
    import unicodedata

    # Digits are the same digits, however wide the keyboard of the day writes them.
    words = unicodedata.normalize("NFKC", pin).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(words, salt=salt, dklen=32, maxmem=2**26, **_COST)
