"""Finds which rows of several abstractions are about the same thing.

Rows are paired by minimum-cost assignment inside paired parents: the set of pairs
with the greatest sum of scores above the threshold. The order of rows and of reviewers
plays no part. Where two sets of pairs have the same sum, the content of the rows
decides; rows that say the same in every field, note and quotation are taken in turn,
because then nothing depends on which of them it is.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.discrepancy import PairedRow
from ivig_abstractor.model.naming import arm_names
from ivig_abstractor.reconcile.assignment import Numbers, best_pairs
from ivig_abstractor.reconcile.explaining import letter
from ivig_abstractor.reconcile.features import ARMS, ReadBefore, Sheet
from ivig_abstractor.reconcile.scoring import Scores
from ivig_abstractor.reconcile.weights import PAIRING_THRESHOLD, row_patterns

_SAME_CONTENT = 1 / 4096 / 256
"""What two rows gain that say the very same: less than any difference in score."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided by hand, as (row id of the first party, row id of the other)."""

    together: frozenset[tuple[str, str]] = frozenset()
    confirmed: frozenset[tuple[str, str]] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()


NOTHING_DECIDED = Decided()


class Alignment:
    """Which row of each reviewer is which row of the consensus."""

    def __init__(self, rows: Sequence[PairedRow], remarks: Sequence[str]) -> None:
        self.rows = tuple(rows)
        self.remarks = tuple(remarks)
        sides = len(rows[0].rows) if rows else 0
        self._own: list[dict[str, str]] = [{} for _side in range(sides)]
        self._consensus: list[dict[str, str]] = [{} for _side in range(sides)]
        self._by_path = {one.path: one for one in rows}
        for one in rows:
            for side, own in enumerate(one.rows):
                if own is not None:
                    self._own[side][one.path] = own
                    self._consensus[side][own] = one.path

    def row(self, consensus_path: str) -> PairedRow | None:
        """The paired row at a path of the consensus, if there is one."""
        return self._by_path.get(consensus_path)

    def own_path(self, side: int, consensus_path: str) -> str:
        """The path of one reviewer; empty when that reviewer lacks the row."""
        return _translated(consensus_path, self._own[side] if self._own else {})

    def consensus_path(self, side: int, own_path: str) -> str:
        """The path in the consensus; empty when the reviewer has no such row."""
        return _translated(own_path, self._consensus[side] if self._consensus else {})

    def consensus_row(self, side: int, row_id: str) -> str:
        """The arm of the consensus for an arm one reviewer names; empty if none is."""
        if not self._consensus:
            return ""
        found = self._consensus[side].get(paths.row("arms", row_id), "")
        return found[:-1].rpartition("[")[2]


def _translated(path: str, rows: dict[str, str]) -> str:
    end = path.rfind("]") + 1
    if not end:
        return path
    there = rows.get(path[:end])
    return "" if there is None else there + path[end:]


@dataclass(slots=True)
class _Group:
    """Rows put together so far, one or none a side."""

    rows: list[str | None]
    how: str = "single"
    score: float = 1.0
    reasons: tuple[str, ...] = ()
    parent: str = ""
    path: str = ""

    def ids(self) -> set[str]:
        return {_row_id(row) for row in self.rows if row is not None}

    def paired(self) -> PairedRow:
        score = 0.0 if self.how == "single" else self.score
        return PairedRow(self.path, tuple(self.rows), score, self.reasons, self.how)


@dataclass(slots=True)
class _Aligner:
    """Pairs kind after kind of rows, outer ones first, and keeps what was found."""

    sheets: list[Sheet]
    decided: Decided
    consensus: list[dict[str, str]] = field(default_factory=list)
    groups: list[_Group] = field(default_factory=list)

    def take(self, pattern: str) -> None:
        """Pair all rows of one kind, side after side."""
        found: list[_Group] = []
        for side, sheet in enumerate(self.sheets):
            rows = sheet.rows(pattern)
            if rows:
                self._join(found, side, rows)
        taken: set[str] = set()
        for group in found:
            group.path = self._free_path(group, taken)
            taken.add(group.path)
            for side, own in enumerate(group.rows):
                if own is not None:
                    self.consensus[side][own] = group.path
        self.groups += found

    def name_arms(self) -> None:
        """Let rows that name arms be compared by the arms of the consensus."""
        for sheet, rows in zip(self.sheets, self.consensus, strict=True):
            sheet.arm_names = {_row_id(own): path for own, path in rows.items()}

    def _join(self, found: list[_Group], side: int, rows: list[str]) -> None:
        left = dict.fromkeys(rows)
        drawn = self.decided.together | self.decided.confirmed
        for group in list(found) if drawn else ():
            own = _drawn(group, left, drawn)
            if own is not None:
                self._put(group, side, own, self._scores([group], side, [own]))
                del left[own]
        by_parent: dict[str, list[str]] = {}
        for row in left:
            by_parent.setdefault(self._parent(side, row), []).append(row)
        for parent, own_rows in by_parent.items():
            open_groups = [
                one for one in found if one.parent == parent and one.rows[side] is None
            ]
            for group, own, scores in self._match(open_groups, side, own_rows):
                self._put(group, side, own, scores)
                del left[own]
            self._last_ones(open_groups, side, own_rows, left)
        for row in left:
            alone: list[str | None] = [None] * len(self.sheets)
            alone[side] = row
            found.append(_Group(alone, parent=self._parent(side, row)))

    def _last_ones(
        self, groups: list[_Group], side: int, rows: list[str], left: dict[str, None]
    ) -> None:
        """Pair the only rows left on both sides, if nothing says they are two."""
        last = [group for group in groups if group.rows[side] is None]
        own = [row for row in rows if row in left]
        if len(last) != 1 or len(own) != 1:
            return
        if _any_pair(last[0], own[0], self.decided.apart):
            return
        scores = self._scores(last, side, own)
        if not scores.clashes():
            self._put(last[0], side, own[0], scores)
            only = _("The only ones left on both sides")
            last[0].reasons = (only, *last[0].reasons)
            del left[own[0]]

    def _match(
        self, groups: list[_Group], side: int, rows: list[str]
    ) -> Iterable[tuple[_Group, str, "_GroupScores"]]:
        if not groups or not rows:
            return
        if len(groups) == 1 and len(rows) == 1:
            scores = self._scores(groups, side, rows)
            if self._gains(groups, rows, scores)[0, 0] > 0:
                yield groups[0], rows[0], scores
            return
        sheet = self.sheets[side]
        said = {id(group): self._content(group) for group in groups}
        groups = sorted(groups, key=lambda group: said[id(group)])
        rows = sorted(rows, key=sheet.content)
        mine = [said[id(group)] for group in groups]
        theirs = [sheet.content(row) for row in rows]
        scores = self._scores(groups, side, rows)
        gains = self._gains(groups, rows, scores)
        same = {content: to for to, content in enumerate(theirs)}
        for at, content in enumerate(mine):
            if content in same:
                gains[at, same[content]] += _SAME_CONTENT
        # Both ways round must give the same pairs, so the greater content lies first.
        if mine < theirs:
            pairs = [(at, to) for to, at in best_pairs(gains.T)]
        else:
            pairs = best_pairs(gains)
        for at, to in pairs:
            yield groups[at], rows[to], scores.only(at, to)

    def _gains(
        self, groups: list[_Group], rows: list[str], scores: "_GroupScores"
    ) -> Numbers:
        gains: Numbers = scores.matrix - PAIRING_THRESHOLD
        for at, group in enumerate(groups if self.decided.apart else ()):
            for to, row in enumerate(rows):
                if _any_pair(group, row, self.decided.apart):
                    gains[at, to] = -1
        return gains

    def _scores(
        self, groups: list[_Group], side: int, rows: list[str]
    ) -> "_GroupScores":
        return _GroupScores(self.sheets, groups, side, rows)

    def _put(self, group: _Group, side: int, own: str, scores: "_GroupScores") -> None:
        how = "proposed"
        if _any_pair(group, own, self.decided.confirmed):
            how = "confirmed"
        elif _any_pair(group, own, self.decided.together):
            how = "drawn"
        weakest = {"single": 0, "confirmed": 1, "drawn": 2, "proposed": 3}
        group.how = max((group.how, how), key=lambda one: weakest[one])
        score = float(scores.matrix[0, 0])
        if score <= group.score:
            group.score, group.reasons = score, scores.reasons(0, 0)
        group.rows[side] = own

    def _content(self, group: _Group) -> str:
        return "\x1e".join(
            self.sheets[side].content(row)
            for side, row in enumerate(group.rows)
            if row is not None
        )

    def _parent(self, side: int, row: str) -> str:
        above = paths.rows_above(row)[:-1]
        return self.consensus[side][above[-1]] if above else ""

    def _free_path(self, group: _Group, taken: set[str]) -> str:
        """The path of the first who has the row; made different if it is taken."""
        first = next(row for row in group.rows if row is not None)
        above = paths.rows_above(first)[:-1]
        tail = first[len(above[-1]) + 1 :] if above else first
        container, _bracket, row_id = paths.join(group.parent, tail)[:-1].rpartition(
            "["
        )
        path = paths.row(container, row_id)
        number = 2
        while path in taken:
            path = paths.row(container, f"{row_id[:36]}-{number}")
            number += 1
        return path


class _GroupScores:
    """Scores of groups against the rows of one more side: the mean over the group."""

    def __init__(
        self, sheets: Sequence[Sheet], groups: list[_Group], side: int, rows: list[str]
    ) -> None:
        import numpy as np

        self._offset = (0, 0)
        self._parts: list[tuple[list[int], Scores]] = []
        total = np.zeros((len(groups), len(rows)))
        count = np.zeros((len(groups), 1))
        for earlier in range(side):
            at = [i for i, group in enumerate(groups) if group.rows[earlier]]
            if not at:
                continue
            members = [str(groups[i].rows[earlier]) for i in at]
            scores = Scores(sheets[earlier], members, sheets[side], rows)
            self._parts.append((at, scores))
            total[at] += scores.matrix
            count[at] += 1
        self.matrix: Numbers = total / count

    def only(self, at: int, to: int) -> "_GroupScores":
        """The same scores with one pair in the place of the first."""
        one = object.__new__(_GroupScores)
        one.matrix = self.matrix[at : at + 1, to : to + 1]
        one._parts, one._offset = self._parts, (at, to)
        return one

    def clashes(self) -> bool:
        """Say whether the first pair differs in what tells such rows apart."""
        return any(scores.clashes() for _rows, scores in self._parts)

    def reasons(self, at: int, to: int) -> tuple[str, ...]:
        """The reasons for a pair, from the first of the group who has the row."""
        at, to = at + self._offset[0], to + self._offset[1]
        rows, scores = next(part for part in self._parts if at in part[0])
        return scores.reasons(rows.index(at), to)


def align(
    sides: Sequence[Abstraction], decided: Decided = NOTHING_DECIDED
) -> Alignment:
    """Pair all repeating rows of several abstractions of one study."""
    read_before: ReadBefore = {}
    aligner = _Aligner([Sheet(one, read_before) for one in sides], decided)
    aligner.consensus = [{} for _side in sides]
    for pattern in _arms_first(row_patterns(sides[0].form)):
        aligner.take(pattern)
        if pattern == ARMS:
            aligner.name_arms()
    order = {pattern: at for at, pattern in enumerate(row_patterns(sides[0].form))}
    groups = sorted(
        aligner.groups, key=lambda group: order[paths.pattern_of(group.path)]
    )
    return Alignment(
        [group.paired() for group in groups], _remarks(aligner.sheets, sides, groups)
    )


def _arms_first(patterns: Sequence[str]) -> list[str]:
    return sorted(patterns, key=lambda one: one != ARMS)


def _row_id(row: str) -> str:
    return row[:-1].rpartition("[")[2]


def _any_pair(group: _Group, row: str, pairs: frozenset[tuple[str, str]]) -> bool:
    row_id = _row_id(row)
    return bool(pairs) and any((one, row_id) in pairs for one in group.ids())


def _drawn(
    group: _Group, rows: Iterable[str], pairs: frozenset[tuple[str, str]]
) -> str | None:
    """The row that was put together with a group by hand; its own parents first."""
    found = [row for row in rows if _any_pair(group, row, pairs)]
    return found[0] if found else None


def _remarks(
    sheets: Sequence[Sheet], sides: Sequence[Abstraction], groups: Sequence[_Group]
) -> list[str]:
    arms = [one for one in groups if paths.pattern_of(one.path) == ARMS]
    remarks: list[str] = []
    for side in range(1, len(sides)):
        remarks += _order_remarks(sides, arms, side)
        remarks += _exchanged_remarks(sheets, groups, side)
    return remarks


def _order_remarks(
    sides: Sequence[Abstraction], arms: Sequence[_Group], side: int
) -> list[str]:
    """Say which arm is which, where the reviewers have them in another order."""
    first, other = sides[0].rows("arms"), sides[side].rows("arms")
    both = [one.rows for one in arms if one.rows[0] and one.rows[side]]
    numbers = [
        (first.index(_row_id(str(one[0]))), other.index(_row_id(str(one[side]))))
        for one in both
    ]
    if not any((a - c) * (b - d) < 0 for a, b in numbers for c, d in numbers):
        return []
    names = arm_names(sides[0])
    return [
        _("Order differs: A's arm {one} (“{name}”) is {letter}'s arm {other}.").format(
            one=a + 1, name=names[first[a]], letter=letter(side), other=b + 1
        )
        for a, b in numbers
        if a != b
    ]


def _exchanged_remarks(
    sheets: Sequence[Sheet], groups: Sequence[_Group], side: int
) -> list[str]:
    """Say where paired rows name each other's arm: then the arms may be exchanged."""
    named: Counter[tuple[str, str]] = Counter()
    for group in groups:
        if group.rows[0] and group.rows[side]:
            one = sheets[0].arm_of(str(group.rows[0]))
            other = sheets[side].arm_of(str(group.rows[side]))
            if one and other:
                named[one, other] += 1
    names = arm_names(sheets[0].abstraction)
    said = []
    for one, other in sorted(named):
        crossed = named[one, other], named[other, one]
        straight = named[one, one] + named[other, other]
        if one < other and min(crossed) and sum(crossed) > straight:
            said.append(
                _(
                    "The arms “{one}” and “{other}” look exchanged: in {count} of"
                    " {all} paired rows {letter} names the other one."
                ).format(
                    one=names.get(_row_id(one), _row_id(one)),
                    other=names.get(_row_id(other), _row_id(other)),
                    count=sum(crossed),
                    all=sum(crossed) + straight,
                    letter=letter(side),
                )
            )
    return said
