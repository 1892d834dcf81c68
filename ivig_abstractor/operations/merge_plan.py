"""What a merge would do, and what it did: plain records that say it in words."""

from datetime import datetime
from pathlib import Path
from typing import Literal, TypeAlias

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.base.visible import visible
from ivig_abstractor.model import review as r

SignerState: TypeAlias = Literal["known", "new", "changed"]
Choice: TypeAlias = Literal["first", "second"]
Address: TypeAlias = tuple[str, str, str]


class HandInFacts(r.Facts):
    """What the review keeps of a merged hand-in; all of it text."""

    reviewer: str = ""
    file_name: str = ""
    at: str = ""
    added: str = ""
    known: str = ""
    studies: str = ""
    answers: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class StudyCount:
    """What a package brings of a study, and how the study stands with its reviewer.

    `others` counts changes to rows, evidence, notes and the state.
    """

    study_id: str
    label: str
    answers: int
    others: int = 0
    state: str = ""

    def as_text(self) -> str:
        """A sentence: `Alpha 2001: complete, 127 answers, 8 other changes`."""
        states = {
            "complete": _("complete"),
            "in_progress": _("opened again, not complete"),
        }
        parts = [states.get(self.state, _("not complete"))]
        if self.answers:
            said = ngettext("{n} answer", "{n} answers", self.answers)
            parts.append(said.format(n=self.answers))
        if self.others:
            said = ngettext(
                "{n} other change (rows, evidence, states)",
                "{n} other changes (rows, evidence, states)",
                self.others,
            )
            parts.append(said.format(n=self.others))
        return f"{visible(self.label)}: {', '.join(parts)}"


@dataclass(frozen=True, slots=True)
class Reopening:
    """A reconciliation that a late correction opens again, in words.

    `changes` are `Enrolled 12 → 13`, the first of them at `path`. Nothing of them is
    told while the reviewer `is_waiting`: has not completed the study again.
    """

    study_id: str
    study: str
    reviewer: str
    reason: str
    is_finished: bool
    is_waiting: bool = False
    changes: tuple[str, ...] = ()
    count: int = 0
    path: str = ""

    @property
    def why(self) -> str:
        """Who, and the reason given, in brackets."""
        if not self.reason:
            return f"({self.reviewer})"
        said = _("({reviewer}, who wrote: “{reason}”)")
        return said.format(reviewer=self.reviewer, reason=self.reason)

    def as_text(self, *, done: bool = False) -> str:
        """What the correction does, or did, in one sentence."""
        if self.is_waiting:
            said = _(
                "{reviewer} has opened {study} again and not completed it: its"
                " finished consensus waits {why}."
            )
        elif self.is_finished and done:
            said = _("The finished consensus of {study} is open again: {what} {why}.")
        elif self.is_finished:
            said = _("This reopens the finished consensus of {study}: {what} {why}.")
        elif done:
            said = _("Decided before and open again in {study}: {what} {why}.")
        else:
            said = _("This reopens what was decided in {study}: {what} {why}.")
        what = "; ".join(self.changes)
        return said.format(
            reviewer=self.reviewer, study=self.study, what=what, why=self.why
        )


@dataclass(frozen=True, slots=True)
class Disputed:
    """A value that two branches left differently; without `is_shown`, values are blank.

    `first` stands in this file, `second` comes with the package.
    """

    address: Address
    study: str
    first: JsonValue
    second: JsonValue
    first_at: datetime | None
    second_at: datetime | None
    is_shown: bool


@dataclass(frozen=True, slots=True)
class ForkLine:
    """A reviewer's changes that exist in two versions, from change `seq` on."""

    reviewer_id: str
    reviewer: str
    seq: int
    changes: int
    disputed: tuple[Disputed, ...]

    def as_text(self) -> str:
        """What happened, in sentences, with the places that are to be decided."""
        lines = [
            _(
                "{reviewer} worked in two copies: from change {seq} on there are two"
                " versions. Places to decide: {n}. Nothing of this is merged yet."
            ).format(
                reviewer=visible(self.reviewer), seq=self.seq, n=len(self.disputed)
            )
        ]
        for one in self.disputed:
            path, facet = one.address[1:]
            place = visible(f"{one.study} {path} ({facet})".strip())
            values = f": {one.first!s} | {one.second!s}" if one.is_shown else ""
            lines.append(f"  {place}{visible(values)}")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class PackagePlan:
    """What merging one package would do; `refused` is a sentence, or empty.

    `words` are eight words for the key that signed it, to be compared with what the
    reviewer's own program shows; they matter unless `signer` is "known". The changes of
    all `studies` and those `elsewhere` are the new ones.
    """

    path: Path
    sha256: str = ""
    kind: str = ""
    reviewer_id: str = ""
    reviewer: str = ""
    new: int = 0
    known: int = 0
    studies: tuple[StudyCount, ...] = ()
    forks: tuple[ForkLine, ...] = ()
    signer: SignerState = "known"
    key: str = ""
    words: str = ""
    remarks: tuple[str, ...] = ()
    refused: str = ""
    elsewhere: int = 0
    reopens: tuple[Reopening, ...] = ()

    @property
    def asks_for_key(self) -> bool:
        """Say whether somebody has to confirm the key first."""
        return not self.refused and self.signer != "known"

    def as_text(self) -> str:
        """The plan in sentences, one a line."""
        lines = [visible(self.path.name)]
        if self.refused:
            return "\n".join([*lines, f"  {self.refused}"])
        said = _("Changes of {reviewer}: {new} new, {known} known already.")
        lines.append(
            said.format(reviewer=visible(self.reviewer), new=self.new, known=self.known)
        )
        lines += [one.as_text() for one in self.studies]
        if self.elsewhere:
            said = ngettext(
                "Outside the studies: {n} change",
                "Outside the studies: {n} changes",
                self.elsewhere,
            )
            lines.append(said.format(n=self.elsewhere))
        lines += [one.as_text() for one in self.reopens]
        if self.signer == "new":
            said = _("Signed with a key seen for the first time: {words}.")
            lines.append(said.format(words=self.words))
        elif self.signer == "changed":
            said = _("Signed with another key than before: {words}.")
            lines.append(said.format(words=self.words))
        lines += self.remarks
        lines += [one.as_text() for one in self.forks]
        return "\n  ".join(lines)


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What merging some packages, one after the other, would do."""

    packages: tuple[PackagePlan, ...]

    @property
    def mergeable(self) -> tuple[PackagePlan, ...]:
        """The packages that are not refused."""
        return tuple(one for one in self.packages if not one.refused)

    def as_text(self) -> str:
        """The plan in sentences."""
        return "\n".join(one.as_text() for one in self.packages)


@dataclass(frozen=True, slots=True)
class MergedPackage:
    """What merging one package did; with forks, nothing of it was taken in."""

    path: Path
    reviewer_id: str
    reviewer: str
    added: int
    known: int
    studies: tuple[str, ...]
    forks: tuple[ForkLine, ...]
    refused: str
    reopened: tuple[Reopening, ...] = ()

    def as_text(self) -> str:
        """What was done, in sentences."""
        name = visible(self.path.name)
        if self.refused:
            return f"{name}: {self.refused}"
        if self.forks:
            return "\n".join([f"{name}:", *(one.as_text() for one in self.forks)])
        said = _("{name}: changes of {reviewer} merged: {n}.")
        if not self.added:
            said = _("{name}: nothing new of {reviewer}.")
        said = said.format(name=name, n=self.added, reviewer=visible(self.reviewer))
        return "\n".join([said, *(one.as_text(done=True) for one in self.reopened)])


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did."""

    packages: tuple[MergedPackage, ...]

    @property
    def added(self) -> int:
        """How many changes were taken in."""
        return sum(one.added for one in self.packages)

    @property
    def forks(self) -> tuple[MergedPackage, ...]:
        """The packages that wait for somebody to decide."""
        return tuple(one for one in self.packages if one.forks)

    @property
    def reopened(self) -> tuple[Reopening, ...]:
        """The reconciliations that are open again."""
        return tuple(which for one in self.packages for which in one.reopened)

    @property
    def refused(self) -> tuple[MergedPackage, ...]:
        """The packages that were refused."""
        return tuple(one for one in self.packages if one.refused)

    def as_text(self) -> str:
        """What was done, in sentences."""
        return "\n".join(one.as_text() for one in self.packages)


@dataclass(frozen=True, slots=True)
class ImportLine:
    """A merged hand-in, as the list of imports shows it."""

    sha256: str
    reviewer: str
    facts: HandInFacts
