"""Verifies a project file: pages, chains of all authors, replay, remembered heads."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from functools import partial
from pathlib import Path
from types import MappingProxyType

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.errors import (
    AppError,
    ContentMismatch,
    EquivocationDetected,
    RolledBack,
)
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.visible import visible
from ivig_abstractor.store import replay
from ivig_abstractor.store.connection import OpenFile
from ivig_abstractor.store.driver import Connection
from ivig_abstractor.store.events import (
    COLUMNS,
    NO_HEADS,
    ChainCheck,
    Event,
    Head,
    Problem,
)
from ivig_abstractor.store.failures import shown, told
from ivig_abstractor.store.records import Progress
from ivig_abstractor.store.trail import authors
from ivig_abstractor.store.transaction import whole

NO_ANCHORS: Mapping[str, str] = MappingProxyType({})

_MOST_PROBLEMS = 50
_REPORT_EVERY = 2_000
_ALL = f"SELECT {COLUMNS} FROM event ORDER BY author_id, author_seq"  # noqa: S608
_SINCE = (
    f"SELECT {COLUMNS} FROM event"  # noqa: S608  (constants only)
    " WHERE author_id = ? AND author_seq > ? ORDER BY author_seq"
)
_AT = "SELECT event_id FROM event WHERE author_id = ? AND author_seq = ?"


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification found; `is_complete` unless it was stopped."""

    events: int
    heads: Mapping[str, str]
    problems: tuple[Problem, ...]
    is_complete: bool

    @property
    def is_intact(self) -> bool:
        """Say whether everything was looked at and found in order."""
        return self.is_complete and not self.problems

    def as_text(self) -> str:
        """The result in sentences, one a line."""
        lines = [problem.sentence for problem in self.problems]
        if not self.is_complete:
            lines.append(_("The verification was stopped before its end."))
        elif not lines:
            lines.append(_("The file and its audit trail are intact."))
        lines.append(
            _("Changes read: {events}. Reviewers: {authors}.").format(
                events=self.events, authors=len(self.heads)
            )
        )
        for author, head in sorted(self.heads.items()):
            line = _("Last change of reviewer {author}: {head}")
            lines.append(line.format(author=visible(author), head=head))
        return "\n".join(lines)


def verify(
    connection: Connection,
    path: Path,
    review_id: str,
    *,
    witnessed: Mapping[str, Head] = NO_HEADS,
    anchors: Mapping[str, str] = NO_ANCHORS,
    progress: Progress | None = None,
) -> Verification:
    """Verify everything, and say all that is wrong.

    Args:
        connection: the open file.
        path: the file as it is called in sentences.
        review_id: the review the chains belong to.
        witnessed: heads this computer has seen before.
        anchors: heads that an export, a package or a backup carries.
        progress: is told how far it is, and may stop it.
    """
    run = _Run(connection, path, ChainCheck(review_id), dict(anchors))
    run.look(lambda: _pages(connection))
    run.look(lambda: run.chains(progress or (lambda _done, _total: True)))
    if run.is_complete:
        run.look(lambda: _cache(replay.differences(connection, _MOST_PROBLEMS)))
        run.look(lambda: compare_heads(connection, witnessed))
        run.look(lambda: [_rolled_back(author) for author in run.missing])
    return run.result()


@dataclass(slots=True)
class _Run:
    """One verification; what cannot be read is a problem, and the rest goes on."""

    connection: Connection
    path: Path
    check: ChainCheck
    missing: dict[str, str]
    events: int = 0
    is_complete: bool = True
    problems: list[Problem] = field(default_factory=list)
    further: int = 0

    def look(self, stage: Callable[[], Iterable[Problem]]) -> None:
        try:
            with told(self.path):
                for problem in stage():
                    self._add(problem)
        except AppError as error:
            self._add(Problem(type(error), error.what))

    def chains(self, progress: Progress) -> Iterator[Problem]:
        total = self.connection.execute("SELECT count(*) FROM event").fetchone()[0]
        for row in self.connection.execute(_ALL):
            event = Event._make(row)
            yield from self.check.take(event)
            if self.missing.get(event.author_id) == event.event_id:
                del self.missing[event.author_id]
            self.events += 1
            at_pause = self.events % _REPORT_EVERY == 0 or self.events == total
            if at_pause and not progress(self.events, total):
                self.is_complete = self.events == total
                return

    def result(self) -> Verification:
        problems = list(self.problems)
        if self.further:
            said = _("{n} further problems are not listed.").format(n=self.further)
            problems.append(Problem(ContentMismatch, said))
        heads = {author: head.event_id for author, head in self.check.heads.items()}
        return Verification(self.events, heads, tuple(problems), self.is_complete)

    def _add(self, problem: Problem) -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(problem)
        else:
            self.further += 1


def refuse_damage(
    opened: OpenFile, review_id: str, seen: Mapping[str, Head], *, rebuild: bool
) -> tuple[Problem, ...]:
    """Verify what was not verified here before; cheap for a file we know.

    Returns what the reviewer should know, though the file can be worked on.

    Raises:
        AppError: a chain is broken, or a current value contradicts it.
    """
    connection, path = opened.connection, opened.path
    with told(path):
        refuse_broken_trail(connection, path, review_id, seen)
        if rebuild and not opened.read_only:
            whole(opened, partial(replay.rebuild, connection), lambda: False)
        if not opened.was_known:
            refuse_unfounded_values(connection, path)
        return tuple(compare_heads(connection, seen))


def refuse_broken_trail(
    connection: Connection, path: Path, review_id: str, witnessed: Mapping[str, Head]
) -> None:
    """Verify the chains from where they were verified here before.

    Raises:
        AppError: a chain is broken.
    """
    for author in authors(connection):
        head = witnessed.get(author)
        if head is None or _event_at(connection, author, head.seq) != head.event_id:
            head = None
        check = ChainCheck(review_id, {author: head} if head else NO_HEADS)
        since = head.seq if head else 0
        for row in connection.execute(_SINCE, (author, since)):
            for problem in check.take(Event._make(row)):
                raise _untrusted(path, problem)


def refuse_unfounded_values(connection: Connection, path: Path) -> None:
    """Compare each current value with the event it names; cheaper than a replay.

    Raises:
        ContentMismatch: one differs.
    """
    for problem in _cache(replay.unfounded(connection)):
        raise _untrusted(path, problem)


def _untrusted(path: Path, problem: Problem) -> AppError:
    return problem.kind(
        _("{name} cannot be trusted. {why}").format(
            name=shown(path), why=problem.sentence
        ),
        unchanged=_("The file is unchanged."),
        next_step=_("Go back to a backup; verifying the file lists all that is wrong."),
    )


def compare_heads(
    connection: Connection, witnessed: Mapping[str, Head]
) -> list[Problem]:
    """Say which changes known to this computer are not in the file."""
    problems: list[Problem] = []
    for author, head in witnessed.items():
        here = _event_at(connection, author, head.seq)
        if here is None:
            problems.append(_rolled_back(author))
        elif here != head.event_id:
            said = _(
                "The changes of reviewer {author} exist in two versions:"
                " this file and one seen earlier differ at change {seq}."
            ).format(author=visible(author), seq=head.seq)
            problems.append(Problem(EquivocationDetected, said, author))
    return problems


def _event_at(connection: Connection, author: str, seq: int) -> str | None:
    row = connection.execute(_AT, (author, seq)).fetchone()
    return str(row[0]) if row else None


def _rolled_back(author: str) -> Problem:
    said = _("The file lacks later changes of reviewer {author} that were seen before.")
    return Problem(RolledBack, said.format(author=visible(author)), author)


def _pages(connection: Connection) -> Iterator[Problem]:
    for (said,) in connection.execute("PRAGMA integrity_check(20)"):
        if said != "ok":
            sentence = _("The file is damaged: {detail}.").format(detail=said)
            yield Problem(ContentMismatch, sentence)
    for _row in connection.execute("PRAGMA foreign_key_check"):
        sentence = _("A current value names a change that does not exist.")
        yield Problem(ContentMismatch, sentence)


def _cache(mismatches: Iterable[replay.Mismatch]) -> Iterator[Problem]:
    for one in mismatches:
        sentence = _(
            "The value of {path} in {document} is not what the audit trail says."
        ).format(
            path=visible(f"{one.path} ({one.facet})"), document=visible(one.document)
        )
        yield Problem(ContentMismatch, sentence)
