"""Takes in the events of other files: a union, in which nobody's change is lost.

What comes in is told apart into what is known, what is new, and what is a *fork*: a
change of an author whose place in the chain another change holds already, because one
file was copied and both copies were worked on. A fork is never settled by itself. Its
second branch is kept under an author of its own, `author~branch`, sealed again; as that
name comes from the branch, the same branch is known when it comes again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import field
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple, TypeAlias, get_args

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.errors import AppError, AuditBroken, LimitExceeded
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.base.visible import visible
from ivig_abstractor.store.driver import Connection
from ivig_abstractor.store.events import (
    ChainCheck,
    Event,
    Head,
    beginning,
    read_time,
    sealed,
    write_time,
)
from ivig_abstractor.store.records import OperationKind
from ivig_abstractor.store.values import NULL, canonical, read_json, refuse_text

BRANCH = "~"

# Each event is one tick, so honest clocks are never far apart. A clock that could be
# moved at will would one day have no room left.
_LARGEST_LEAP = 10**9
_BRANCH_LETTERS = 16

Accept: TypeAlias = Callable[[Event], None]
Keep: TypeAlias = Callable[[Event], None]
_Address: TypeAlias = tuple[str, str, str]
_End: TypeAlias = tuple[str, str]  # the value as canonical JSON, and when
_Parting: TypeAlias = tuple[str, int]  # an author, and the first change that differs

_IDS = (
    "SELECT event_id FROM event WHERE author_id = ? AND author_seq BETWEEN ? AND ?"
    " ORDER BY author_seq"
)
_SINCE = (
    "SELECT document, path, facet, new, wall_utc FROM event"
    " WHERE author_id = ? AND author_seq >= ? ORDER BY author_seq"
)
_LAST_BY = (
    "SELECT new, wall_utc FROM event WHERE document = ? AND path = ? AND facet = ?"
    " AND author_id = ? AND author_seq < ? ORDER BY author_seq DESC LIMIT 1"
)
_STANDS = "SELECT value FROM current WHERE document = ? AND path = ? AND facet = ?"
_ANOTHERS = "SELECT 1 FROM event WHERE operation_id = ? AND author_id <> ? LIMIT 1"


class Disagreement(NamedTuple):
    """A value that both branches of a fork changed, and left differently.

    `first` stands in this file, `second` in the branch that comes in.
    """

    document: str
    path: str
    facet: str
    first: JsonValue
    second: JsonValue
    first_at: datetime | None
    second_at: datetime | None


class Fork(NamedTuple):
    """Changes of an author that exist in two versions from `seq` on.

    `branch_id` is the author under which the second branch is kept, and `events` how
    many of its changes are not kept yet.
    """

    author_id: str
    seq: int
    branch_id: str
    events: int
    disagreements: tuple[Disagreement, ...]


class Taken(NamedTuple):
    """What was taken in; with forks that were not asked for, nothing was."""

    added: int
    known: int
    documents: frozenset[str]
    forks: tuple[Fork, ...]


def owner_of(author_id: str) -> str:
    """The author whose changes these are: of a kept branch, the one who made it."""
    return author_id.partition(BRANCH)[0]


class Intake:
    """Takes events ordered by author and sequence, and tells known from new."""

    def __init__(
        self,
        connection: Connection,
        review_id: str,
        heads: Mapping[str, Head],
        lamport: int,
        keep: Keep,
        accept: Accept,
    ) -> None:
        """Take events in beside those up to `heads`.

        Args:
            connection: the open file.
            review_id: the review the chains belong to.
            heads: where the chains in the file end.
            lamport: where the clock of the file stands.
            keep: is given each new event, as it is to be kept.
            accept: is given each new event as it comes, and may refuse it.
        """
        self._file = _File(connection, beginning(review_id), dict(heads))
        self._check = ChainCheck(review_id)
        self._latest = lamport + _LARGEST_LEAP
        self._keep = keep
        self._accept = accept
        self._chains: dict[str, _Chain] = {}
        self._operation = ("", "")
        self._added = 0
        self._known = 0
        self._documents: set[str] = set()

    def take(self, event: Event) -> None:
        """Take in the next event.

        Raises:
            AppError: it cannot be trusted, or kept.
        """
        chain = self._chains.get(event.author_id)
        if chain is None:
            chain = self._begin(event)
        for problem in self._check.take(event):
            raise untrusted(problem.kind, problem.sentence)
        new = chain.place(event)
        if new is None:
            self._known += 1
            return
        self._refuse_unkeepable(event)
        self._accept(event)
        self._keep(new)
        self._added += 1
        self._documents.add(new.document)

    def taken(self) -> Taken:
        """What was taken in so far."""
        found = (chain.fork(self._file) for chain in self._chains.values())
        forks = tuple(fork for fork in found if fork)
        return Taken(self._added, self._known, frozenset(self._documents), forks)

    def _begin(self, event: Event) -> "_Chain":
        before = event.author_seq - 1
        if before > 0:  # only the end of a chain came; it is to follow what is here
            for (event_id,) in self._file.ids(event.author_id, before, before):
                self._check.heads[event.author_id] = Head(before, event_id)
        chain = _Chain(self._file, event.author_id, event.author_seq)
        self._chains[event.author_id] = chain
        return chain

    def _refuse_unkeepable(self, event: Event) -> None:
        """Refuse what this program would not have written, though it is sealed."""
        if event.lamport > self._latest:
            raise LimitExceeded(
                _("A change of reviewer {author} lies too far in the future.").format(
                    author=visible(event.author_id)
                ),
                unchanged=_("Nothing was taken in."),
                next_step=_("Ask who sent it to make it again."),
            )
        if not _is_ours(event):
            said = _("Change {seq} of reviewer {author} was not made by this program.")
            raise untrusted(
                AuditBroken,
                said.format(seq=event.author_seq, author=visible(event.author_id)),
            )
        if self._operation != (event.operation_id, event.author_id):
            self._operation = (event.operation_id, event.author_id)
            if self._file.rows(_ANOTHERS, event.operation_id, event.author_id):
                said = _(
                    "Change {seq} of reviewer {author} claims another's operation."
                )
                raise untrusted(
                    AuditBroken,
                    said.format(seq=event.author_seq, author=visible(event.author_id)),
                )


@dataclass(slots=True)
class _File:
    """What the file holds already."""

    connection: Connection
    beginning: str
    heads: dict[str, Head]

    def rows(self, sql: str, *values: str | int) -> list[tuple[str, ...]]:
        return self.connection.execute(sql, values).fetchall()

    def ids(self, author: str, first: int, last: int) -> Iterator[tuple[str]]:
        yield from self.connection.execute(_IDS, (author, first, last))

    def stands(self, address: _Address) -> str:
        found = self.rows(_STANDS, *address)
        return found[0][0] if found else NULL


@dataclass(slots=True)
class _Branch:
    """The second branch of a fork, as a chain of its own."""

    seq: int
    chain: "_Chain"
    head: Head
    ends: dict[_Address, _End] = field(default_factory=dict)
    new: int = 0

    def place(self, event: Event) -> Event | None:
        again = _under(self.chain.author_id, event, self.head)
        self.head = Head(again.author_seq, again.event_id)
        placed = self.chain.place(again)
        if placed is not None:
            self.new += 1
            address = (event.document, event.path, event.facet)
            self.ends[address] = (event.new, event.wall_utc)
        return placed


class _Chain:
    """One author's chain as it comes in, beside the one in the file."""

    def __init__(self, file: _File, author_id: str, first: int) -> None:
        self.author_id = author_id
        self._file = file
        head = file.heads.get(author_id)
        self._last = head.seq if head else 0
        self._here = file.ids(author_id, first, self._last)
        self._branch: _Branch | None = None

    def place(self, event: Event) -> Event | None:
        """The event as it is to be kept; `None` if it is known."""
        if self._branch is not None:
            return self._branch.place(event)
        if event.author_seq > self._last:
            return event
        (here,) = next(self._here)
        if here == event.event_id:
            return None
        name = f"{self.author_id}{BRANCH}{event.event_id[:_BRANCH_LETTERS]}"
        start = Head(0, self._file.beginning)
        chain = _Chain(self._file, name, 1)
        self._branch = _Branch(event.author_seq, chain, start)
        return self._branch.place(event)

    def fork(self, file: _File, parted: tuple[_Parting, ...] = ()) -> Fork | None:
        """The fork at which this chain parts from the file, if it has anything new."""
        branch = self._branch
        if branch is None or not branch.new:
            return None
        parted = (*parted, (self.author_id, branch.seq))
        # A kept branch can have been copied and parted in its turn.
        return branch.chain.fork(file, parted) or Fork(
            self.author_id,
            branch.seq,
            branch.chain.author_id,
            branch.new,
            tuple(_disagreements(file, parted, branch)),
        )


def _disagreements(
    file: _File, parted: tuple[_Parting, ...], branch: _Branch
) -> Iterator[Disagreement]:
    """Values that both branches touched and that do not end up the same.

    A removed row, or a completed abstraction, also touches what lies below its path.
    """
    ours: dict[_Address, _End] = {}
    for parting in parted:
        for document, path, facet, new, at in file.rows(_SINCE, *parting):
            ours[document, path, facet] = (new, at)
    theirs = branch.ends
    disputed = (ours.keys() & theirs.keys()) | set(_above(ours, theirs))
    for address in sorted(disputed | set(_above(theirs, ours))):
        first = file.stands(address)
        mine = ours.get(address)
        other = theirs.get(address) or _before(file, parted, branch, address)
        second = other[0] if other else NULL
        if first != second:
            yield Disagreement(
                *address,
                first=read_json(first),
                second=read_json(second),
                first_at=read_time(mine[1]) if mine else None,
                second_at=read_time(other[1]) if other else None,
            )


def _above(
    some: Mapping[_Address, _End], others: Mapping[_Address, _End]
) -> Iterator[_Address]:
    """Addresses of `some` that lie above one of `others` and of no leaf."""
    tops: dict[str, set[str]] = {}
    for document, path, _facet in others:
        tops.setdefault(document, set()).update(_prefixes(path))
    for address in some:
        if address[1] in tops.get(address[0], ()):
            yield address


def _prefixes(path: str) -> Iterator[str]:
    """The paths above a path: `""`, `arms`, `arms[a1]` for `arms[a1].name`."""
    if path:
        yield ""
    for at, letter in enumerate(path):
        if at and letter in ".[":
            yield path[:at]


def _before(
    file: _File, parted: tuple[_Parting, ...], branch: _Branch, address: _Address
) -> _End | None:
    """What the branch has at an address that its new events do not touch."""
    kept = (branch.chain.author_id, branch.head.seq - branch.new + 1)
    for author, before in (kept, *reversed(parted)):
        for value, at in file.rows(_LAST_BY, *address, author, before):
            return value, at
    return None


def _under(author_id: str, event: Event, head: Head) -> Event:
    """The event as one of another chain; its operation becomes another one too."""
    named = f"{author_id} {event.operation_id}".encode()
    return sealed(
        event._replace(
            author_id=author_id,
            author_seq=head.seq + 1,
            prev=head.event_id,
            operation_id=sha256(named).hexdigest()[:32],
        )
    )


_KINDS = frozenset(get_args(OperationKind))
_TEXTS = ("author_id", "operation_id", "label", "document", "path", "facet", "reason")


def _is_ours(event: Event) -> bool:
    """Say whether the program itself could have written such an event."""
    with suppress(AppError):
        for name in _TEXTS:
            refuse_text(getattr(event, name))
        refuse_text(event.target or "")
        refuse_text(event.app_version)
        return (
            event.kind in _KINDS
            and bool(event.author_id and event.operation_id and event.document)
            and min(event.author_seq, event.form_version) >= 1
            and event.step >= 0
            and abs(event.utc_offset_min) <= 24 * 60
            and not any(isinstance(part, bool) for part in event)
            and write_time(read_time(event.wall_utc)) == event.wall_utc
            and all(canonical(read_json(one)) == one for one in (event.old, event.new))
        )
    return False


def untrusted(kind: type[AppError], why: str) -> AppError:
    """Changes from elsewhere do not hold together."""
    return kind(
        _("The changes that were to be taken in cannot be trusted. {why}").format(
            why=why
        ),
        unchanged=_("Nothing was taken in."),
        next_step=_("Ask who sent them to make the file again."),
    )


def take_all(intake: Intake, events: Iterable[Event]) -> Taken:
    """Let an intake take all events, and say what came of it.

    Raises:
        AppError: one cannot be trusted, or kept.
    """
    for event in events:
        intake.take(event)
    return intake.taken()
