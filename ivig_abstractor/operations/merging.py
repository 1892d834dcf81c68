"""Merges hand-ins into the review: says in words what would happen, then does it.

A plan shows counts, never answers. Only a fork shows values, and those only to the
reviewer whose values they are, or to an adjudicator who does not abstract the study.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ivig_abstractor import __version__
from ivig_abstractor.base import clock
from ivig_abstractor.base.errors import (
    AuditBroken,
    EquivocationDetected,
    LimitExceeded,
    PackageInvalid,
    PackageOtherProject,
    PackageTooNew,
    SignatureInvalid,
    SignerUnknown,
    ValueRefused,
)
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.base.visible import visible
from ivig_abstractor.exchange.package import HANDIN, HANDOUT, Package
from ivig_abstractor.exchange.signing import fingerprint, own_key
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import ANSWER, EVIDENCE, NOTE, ROW, STATE
from ivig_abstractor.model.evidence import Evidence
from ivig_abstractor.model.form import FORM_VERSION
from ivig_abstractor.operations.blinding import Parties, may_look_early
from ivig_abstractor.operations.facts import facts_from, sets_of
from ivig_abstractor.operations.handing import HandOutGuard
from ivig_abstractor.operations.merge_plan import (
    Address,
    Choice,
    Disputed,
    ForkLine,
    HandInFacts,
    ImportLine,
    Merged,
    MergedPackage,
    MergePlan,
    PackagePlan,
    SignerState,
    StudyCount,
)
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.packing import (
    FORK,
    HANDED_OUT,
    LEADS_KEY,
    PackedEvents,
    belongs,
    form_hash,
    newer_form,
    not_theirs,
    owns,
    read_from,
    refuse_unsound,
    remembered,
)
from ivig_abstractor.operations.refusals import NotPossible
from ivig_abstractor.operations.reopening import Brought, reopenings
from ivig_abstractor.store.events import Event
from ivig_abstractor.store.merging import Disagreement, Fork, Taken, owner_of
from ivig_abstractor.store.project import ProjectFile
from ivig_abstractor.store.records import Set
from ivig_abstractor.store.witness import Witness

HANDED_IN = "handin:"
_ALL = -1

# What is wrong with a package, not with the disk or with this file.
_REFUSALS = (
    AuditBroken,
    EquivocationDetected,
    LimitExceeded,
    PackageInvalid,
    PackageOtherProject,
    PackageTooNew,
    SignatureInvalid,
    ValueRefused,
)


def plan_merge(review: OpenReview, packages: Sequence[Path]) -> MergePlan:
    """Say what merging packages in this order would do; nothing is changed.

    Raises:
        AppError: this reviewer does not merge here, or the review file has faults.
    """
    _refuse_unless_may_merge(review)
    refuse_unsound(review)
    keys: dict[str, str] = {}
    before: list[Mapping[Address, JsonValue]] = []
    with _rehearsal(review, len(packages)) as stage:
        return MergePlan(
            tuple(_plan_one(review, stage, path, keys, before) for path in packages)
        )


def merge(review: OpenReview, plan: MergePlan, *, accept_keys: bool = False) -> Merged:
    """Merge the packages of a plan that are not refused, one after the other.

    Each is one transaction, and cannot be undone. A package that holds a fork is left
    out until `settle_forks` is told what holds.

    Args:
        review: into which.
        plan: what `plan_merge` said.
        accept_keys: somebody has compared the words of all keys that are not known.

    Raises:
        SignerUnknown: there are such keys, and nobody has; nothing was merged.
        AppError: the file could not be written; packages before it were merged.
    """
    _refuse_unless_may_merge(review)
    _refuse_unknown_keys(plan.packages, accept_keys=accept_keys)
    _back_up(review)
    try:
        done = [_merge_one(review, one) for one in plan.packages]
    finally:
        review.become(review.reviewer_id)  # reads everything again
    return Merged(tuple(done))


def settle_forks(
    review: OpenReview,
    package: Path,
    choices: Mapping[Address, Choice],
    *,
    reason: str,
    accept_keys: bool = False,
) -> Merged:
    """Merge a package that holds forks, with what holds wherever they disagree.

    Both versions stay in the audit trail; who chose, and why, is added to it.

    Args:
        review: into which.
        package: the file that was planned before.
        choices: for each disputed address, "first" (this file) or "second".
        reason: why.
        accept_keys: somebody has compared the words of the key.

    Raises:
        NotPossible: the reason or a choice is missing.
        AppError: the package is refused, or the file could not be written.
    """
    if not reason.strip():
        raise NotPossible(_("A reason is needed to choose between two versions."))
    plan = plan_merge(review, [package]).packages[0]
    if plan.refused:
        raise PackageInvalid(plan.refused)
    missing = [
        one.address
        for fork in plan.forks
        for one in fork.disputed
        if choices.get(one.address) not in ("first", "second")
    ]
    if missing:
        raise NotPossible(
            _("{n} places are not decided yet.").format(n=len(missing)),
            _("Choose for each which version holds."),
        )
    _refuse_unknown_keys([plan], accept_keys=accept_keys)
    _back_up(review)
    try:
        done = _merge_one(review, plan, choices, reason)
    finally:
        review.become(review.reviewer_id)
    return Merged((done,))


def imports(review: OpenReview) -> tuple[ImportLine, ...]:
    """All hand-ins that were merged into the review, the oldest first."""
    lines = []
    for document, entries in review.project.entries_of(HANDED_IN).items():
        facts = facts_from(HandInFacts, entries)
        name = _reviewer(review, facts.reviewer).name
        lines.append(ImportLine(document.removeprefix(HANDED_IN), name, facts))
    return tuple(sorted(lines, key=lambda one: (one.facts.at, one.sha256)))


class _HandInGuard:
    """Lets only a reviewer's own work in, and counts it."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._hand_out = HandOutGuard(package)
        self.answers: Counter[str] = Counter()
        self.others: Counter[str] = Counter()
        self.elsewhere = 0
        self.said: dict[Address, JsonValue] = {}
        self.reasons: dict[str, str] = {}

    @property
    def brought(self) -> Brought:
        """What it lets in, for saying what that opens again."""
        return Brought(self._package.contents.reviewer_id, self.said, self.reasons)

    def __call__(self, event: Event) -> None:
        """Look at one new event.

        Raises:
            AppError: it is not the reviewer's own work, or of a newer form.
        """
        reviewer_id = self._package.contents.reviewer_id
        if self._package.contents.kind == HANDOUT:
            self._hand_out(event)
        elif not (
            belongs(event.author_id, reviewer_id)
            and owns(reviewer_id, event.document, event.path)
        ):
            raise not_theirs(self._package, event.document)
        if event.form_version > FORM_VERSION:
            raise newer_form(self._package)
        if event.document.startswith(r.ABSTRACTION):
            if not _is_readable(event.facet, event.new_value):
                raise not_theirs(self._package, f"{event.path} ({event.facet})")
            study_id = r.abstraction_ids(event.document)[0]
            self.answers[study_id] += event.facet == ANSWER
            self.others[study_id] += event.facet != ANSWER
            self.said[event.document, event.path, event.facet] = event.new_value
            if event.facet == STATE and event.new_value == "in_progress":
                self.reasons[event.document] = event.reason
        else:
            self.elsewhere += 1


def _is_readable(facet: str, value: JsonValue) -> bool:
    """Say whether what stands beside answers has the shape that readers rely on.

    Answers themselves may be anything: what does not fit its field is unread text.
    """
    if value is None:
        return True
    if facet == EVIDENCE:
        try:
            return isinstance(value, list) and all(
                Evidence.model_validate(one) is not None for one in value
            )
        except (ValueError, TypeError):
            return False
    return facet not in (NOTE, ROW, STATE) or isinstance(value, str)


def _plan_one(
    review: OpenReview,
    stage: ProjectFile,
    path: Path,
    keys: dict[str, str],
    before: list[Mapping[Address, JsonValue]],
) -> PackagePlan:
    try:
        package = read_from(path, review)
        _refuse_kind(review, package)
        guard = _HandInGuard(package)
        events = PackedEvents(package)
        taken = (
            stage.examine_events(events, guard)
            if stage is review.project
            else stage.take_events(events, accept=guard)
        )
    except _REFUSALS as error:
        return PackagePlan(path, refused=str(error))
    about = package.contents
    state, key = _signer(review, package, keys)
    keys[about.reviewer_id] = key
    # What a fork leads to is known once somebody has chosen.
    opened = () if taken.forks else reopenings(review, guard.brought, before)
    before.append(guard.said)
    return PackagePlan(
        path=path,
        sha256=package.sha256,
        kind=about.kind,
        reviewer_id=about.reviewer_id,
        reviewer=_reviewer(review, about.reviewer_id).name or about.reviewer_name,
        new=taken.added or sum(fork.events for fork in taken.forks),
        known=taken.known,
        studies=_counts(review, guard),
        elsewhere=guard.elsewhere,
        reopens=opened,
        forks=tuple(_fork_line(review, fork) for fork in taken.forks),
        signer=state,
        key=key,
        words=" ".join(fingerprint(key)),
        remarks=tuple(_remarks(review, package)),
    )


def _merge_one(
    review: OpenReview,
    plan: PackagePlan,
    choices: Mapping[Address, Choice] | None = None,
    reason: str = "",
) -> MergedPackage:
    blank = MergedPackage(
        plan.path, plan.reviewer_id, plan.reviewer, 0, 0, (), (), plan.refused
    )
    if plan.refused:
        return blank
    try:
        package = read_from(plan.path, review)
        if package.sha256 != plan.sha256:
            raise PackageInvalid(
                _("“{name}” was changed since it was looked at.").format(
                    name=visible(plan.path.name)
                ),
                unchanged=_("Nothing was taken in."),
                next_step=_("Look at it again before merging it."),
            )
        guard = _HandInGuard(package)

        def facts(taken: Taken) -> list[Set]:
            return [
                *_owners_say(review, package, guard.said),
                *_settled(package, taken, choices or {}),
                *_recorded(review, plan, taken, guard.answers),
            ]

        taken = review.project.take_events(
            PackedEvents(package),
            author=review.reviewer_id,
            label=(
                _("Merge hand-in of {name}")
                if plan.kind == HANDIN
                else _("Merge hand-out for {name}")
            ).format(name=plan.reviewer),
            sets=facts,
            reason=reason,
            accept=guard,
            branches=choices is not None,
        )
    except _REFUSALS as error:
        return replace(blank, refused=str(error))
    held = () if choices is not None else taken.forks
    return replace(
        blank,
        added=taken.added,
        known=taken.known,
        studies=() if held else tuple(guard.answers),
        forks=tuple(_fork_line(review, fork) for fork in held),
        reopened=() if held else reopenings(review, guard.brought, is_merged=True),
    )


def _owners_say(
    review: OpenReview, package: Package, said: Mapping[Address, JsonValue]
) -> Iterator[Set]:
    """What its reviewer said where somebody else's settlement would stand over it.

    Who settled a fork did not know of it, and the reviewer not of the settlement: what
    they said of their own answers holds, whichever clock was ahead.
    """
    reviewer_id = package.contents.reviewer_id
    since = _number_known(review, package)
    for document in sorted({document for document, _path, _facet in said}):
        stands: dict[Address, Event] = {}
        own: dict[Address, Event] = {}
        for event in review.project.history(document, limit=_ALL):
            address = (event.document, event.path, event.facet)
            stands.setdefault(address, event)
            if event.author_id == reviewer_id:
                own.setdefault(address, event)
        for address, event in stands.items():
            if address not in said or belongs(event.author_id, reviewer_id):
                continue
            if package.contents.kind == HANDIN:
                yield Set(*address, said[address])
            elif address in own and own[address].author_seq > since:
                yield Set(*address, own[address].new_value)


def _number_known(review: OpenReview, package: Package) -> int:
    """The number of the reviewer's last change that a hand-out was made with."""
    head = package.contents.heads.get(package.contents.reviewer_id, "")
    chain = review.project.chains([package.contents.reviewer_id])
    return next((one.author_seq for one in chain if one.event_id == head), 0)


def _settled(
    package: Package, taken: Taken, choices: Mapping[Address, Choice]
) -> Iterator[Set]:
    """What holds where branches disagree, and a record of what was chosen from."""
    for fork in taken.forks:
        chosen: list[JsonValue] = []
        for one in fork.disagreements:
            address = (one.document, one.path, one.facet)
            choice = choices.get(address)
            if choice is None:
                raise PackageInvalid(
                    _("The choices do not fit the package any more."),
                    unchanged=_("Nothing was taken in."),
                    next_step=_("Look at it again and choose."),
                )
            yield Set(*address, one.first if choice == "first" else one.second)
            chosen.append([*address, choice, one.first, one.second])
        yield Set(FORK + fork.branch_id, package.sha256, "settled", chosen)


def _recorded(
    review: OpenReview, plan: PackagePlan, taken: Taken, answers: Counter[str]
) -> Iterator[Set]:
    """The facts of the import, and the key that was accepted with it.

    A working copy keeps none: all that its owner writes there is to be handed in.
    """
    if review.copy_owner or plan.kind != HANDIN:
        return
    document = HANDED_IN + plan.sha256
    if taken.added or not review.project.entries(document):
        facts = HandInFacts(
            reviewer=plan.reviewer_id,
            file_name=plan.path.name,
            at=clock.now().isoformat(timespec="seconds"),
            added=str(taken.added),
            known=str(taken.known),
            studies=str(len(answers)),
            answers=str(answers.total()),
            key=plan.key,
        )
        yield from sets_of(document, facts)
    # One's own key is not kept: who has one works on another computer.
    if plan.signer != "known" and plan.reviewer_id != review.reviewer_id:
        yield Set(r.reviewer_document(plan.reviewer_id), "key", ANSWER, plan.key)


@contextmanager
def _rehearsal(review: OpenReview, packages: int) -> Iterator[ProjectFile]:
    """Where a merge is tried: one package needs no place, several need a copy.

    What a second package brings, and whether it forks, depends on the first.
    """
    if packages < 2:
        yield review.project
        return
    with tempfile.TemporaryDirectory(prefix="ivig-") as folder:
        place = Path(folder)
        review.project.save_copy(place / "rehearsal.ivig")
        with ProjectFile.open(
            place / "rehearsal.ivig",
            app_version=__version__,
            form_version=FORM_VERSION,
            witness=Witness(place / "witness"),
        ) as project:
            yield project


def _refuse_unless_may_merge(review: OpenReview) -> None:
    owner = review.copy_owner
    role = _reviewer(review, review.reviewer_id).role
    if review.reviewer_id != owner and (
        owner or role not in (r.Role.LEAD, r.Role.ADJUDICATOR)
    ):
        raise NotPossible(
            _("Only the lead of the review merges hand-ins."),
            _("Send your hand-in to the lead."),
        )


def _refuse_kind(review: OpenReview, package: Package) -> None:
    """A review takes in hand-ins; a working copy also its reviewer's hand-outs."""
    about = package.contents
    known = r.reviewer_document(about.reviewer_id) in review.reviewer_documents()
    name = visible(package.path.name)
    if review.copy_owner and about.reviewer_id != review.copy_owner:
        said = _("“{name}” is for another reviewer than this working copy.")
    elif about.kind == HANDOUT and not review.copy_owner:
        said = _("“{name}” is a hand-out: it becomes a file of its own.")
    elif not known:
        said = _("“{name}” is from a reviewer whom this review does not have.")
    else:
        return
    raise PackageInvalid(
        said.format(name=name),
        unchanged=_("Nothing was taken in."),
        next_step=_("Choose a file that a reviewer handed in."),
    )


def _signer(
    review: OpenReview, package: Package, keys: Mapping[str, str]
) -> tuple[SignerState, str]:
    """Whether the key is the one known for its reviewer, or for the lead."""
    about, key = package.contents, package.signer
    if about.kind == HANDOUT:
        known = str(remembered(review, LEADS_KEY) or "")
    elif about.reviewer_id == review.reviewer_id:
        known = own_key().public
        return ("known" if key == known else "new"), key
    else:
        known = keys.get(about.reviewer_id) or _reviewer(review, about.reviewer_id).key
    if not known:
        return "new", key
    return ("known" if key == known else "changed"), key


def _refuse_unknown_keys(plans: Sequence[PackagePlan], *, accept_keys: bool) -> None:
    asked = [one for one in plans if one.asks_for_key]
    if not asked or accept_keys:
        return
    said = _("The key of {name} has not been confirmed: {words}.")
    raise SignerUnknown(
        " ".join(said.format(name=visible(o.reviewer), words=o.words) for o in asked),
        unchanged=_("Nothing was merged."),
        next_step=_("Compare the eight words with those on the reviewer's computer."),
    )


def _remarks(review: OpenReview, package: Package) -> Iterator[str]:
    about = package.contents
    if about.form_version < FORM_VERSION:
        yield _(
            "Made with form version {old}; its answers are read with version {new}."
        ).format(old=about.form_version, new=FORM_VERSION)
    elif about.form_hash != form_hash():
        yield _("Made with a form of the same version that is not quite this one.")
    for author, head in sorted(about.heads.items()):
        if belongs(author, about.reviewer_id) or author.startswith(HANDED_OUT):
            continue
        if not review.copy_owner and not review.project.has_event(author, head):
            name = _reviewer(review, owner_of(author)).name or author
            yield _(
                "This file lacks changes of {name} that {reviewer}'s copy was made"
                " from: it may be an older version of the review."
            ).format(name=visible(name), reviewer=visible(about.reviewer_name))


def _counts(review: OpenReview, guard: _HandInGuard) -> tuple[StudyCount, ...]:
    answers, others = guard.answers, guard.others
    order = {one: at for at, one in enumerate(review.studies())}
    ids = sorted(answers, key=lambda one: (order.get(one, len(order)), one))
    found = []
    for one in ids:
        document = r.abstraction_document(one, guard.brought.reviewer_id)
        stands = review.project.get(document, "", STATE)
        state = str(guard.said.get((document, "", STATE), stands) or "")
        label = _study(review, one)
        found.append(StudyCount(one, label, answers[one], others[one], state))
    return tuple(found)


def _fork_line(review: OpenReview, fork: Fork) -> ForkLine:
    owner = owner_of(fork.author_id)
    disputed = tuple(_disputed(review, owner, one) for one in fork.disagreements)
    name = _reviewer(review, owner).name or owner
    return ForkLine(owner, name, fork.seq, fork.events, disputed)


def _disputed(review: OpenReview, owner: str, one: Disagreement) -> Disputed:
    study_id = r.abstraction_ids(one.document)[0]
    parties = Parties(review).of(study_id)
    is_shown = review.reviewer_id == owner or may_look_early(review, study_id, parties)
    return Disputed(
        address=(one.document, one.path, one.facet),
        study=_study(review, study_id),
        first=one.first if is_shown else None,
        second=one.second if is_shown else None,
        first_at=one.first_at,
        second_at=one.second_at,
        is_shown=is_shown,
    )


def _study(review: OpenReview, study_id: str) -> str:
    facts = review.studies().get(study_id)
    return facts.label or facts.key if facts else study_id


def _reviewer(review: OpenReview, reviewer_id: str) -> r.ReviewerFacts:
    return review.facts(r.reviewer_document(reviewer_id), r.ReviewerFacts)


def _back_up(review: OpenReview) -> None:
    from ivig_abstractor.operations.backups import backup

    backup(review, "merge")
