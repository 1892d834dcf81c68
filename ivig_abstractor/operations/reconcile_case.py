"""One study's abstractions side by side with their consensus, ready to change."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, TypeAlias

from ivig_abstractor.base import paths
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.model import review as r
from ivig_abstractor.model.abstraction import ANSWER, EVIDENCE, NOTE, ROW, Abstraction
from ivig_abstractor.model.discrepancy import (
    PAIRING,
    RESOLUTION,
    Compared,
    Sameness,
    Side,
)
from ivig_abstractor.model.form import FieldSpec, Kind
from ivig_abstractor.model.naming import row_name, standing_words
from ivig_abstractor.operations.blinding import Party, abstractions
from ivig_abstractor.operations.changes import Changes
from ivig_abstractor.operations.correcting import corrections
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.refusals import NotPossible
from ivig_abstractor.operations.settling import (
    Decision,
    Line,
    inputs_of,
    rows_to_keep,
    state_of,
)
from ivig_abstractor.reconcile.comparing import compare
from ivig_abstractor.reconcile.pairing import Alignment, Decided, align
from ivig_abstractor.store.records import Set, Source

SAME, NORMALISED, OTHER = "same", "normalised", "other"
Sides: TypeAlias = tuple[tuple[Party, ...], tuple[Abstraction, ...]]


class Case:
    """One study's abstractions, aligned and compared, with its consensus.

    `read` are abstractions that were read for counting, of which nothing is shown;
    without them, the look at them is written into the audit trail.
    """

    def __init__(
        self, review: OpenReview, study_id: str, read: Sides | None = None
    ) -> None:
        self.review = review
        self.study_id = study_id
        self.parties, self.sides = read or abstractions(review, study_id)
        self.document = r.consensus_document(study_id)
        self.consensus = review.read_abstraction(study_id, r.CONSENSUS)
        self.alignment: Alignment = align(self.sides, decided_pairs(self.consensus))
        self.compared = compare(self.sides, self.alignment)
        self._known_sources: dict[str, dict[tuple[str, str], Source]] = {}

    def line(self, compared: Compared) -> Line:
        """One comparison with where it stands."""
        kept = self.resolution_at(compared.path)
        spec = compared.spec
        at = next(n for n, side in enumerate(compared.sides) if side.path)
        named = self.sides[at]
        where = compared.sides[at].path
        state = state_of(compared, self.sides, kept)
        reopened = state == "reopened"
        return Line(
            compared=compared,
            state=state,
            answer=self.consensus.get(compared.path) if spec else None,
            decision=self.decision(compared.path),
            place=standing_words(named, where),
            label=_(spec.label) if spec else row_name(named, where) or _("row"),
            corrections=(
                corrections(self.review, self.parties, self.sides, compared, kept)
                if reopened
                else ()
            ),
            confirms=reopened and self._confirms(compared),
        )

    def _confirms(self, compared: Compared) -> bool:
        """Say whether all now answer what the consensus holds."""
        if compared.spec is None or not compared.sameness.is_agreement:
            return False
        held = self.consensus.entries.get((compared.path, ANSWER))
        said = (self.answer_of(compared, one.letter)[0] for one in self.parties)
        return held is not None and held in said

    def resolution_at(self, path: str) -> JsonValue:
        """What is kept of how the line at a path was settled."""
        return self.consensus.entries.get((path, RESOLUTION))

    def lines(self) -> tuple[Line, ...]:
        """All comparisons, in form order."""
        return tuple(self.line(one) for one in self.compared)

    def find(self, path: str) -> Compared:
        """The comparison at a path of the consensus.

        Raises:
            NotPossible: nothing is compared there (any more).
        """
        for one in self.compared:
            if one.path == path:
                return one
        if path and (paths.rows_above(path)[-1:] or [""])[0] in self._kept_rows():
            return self._inside_kept_row(path)
        raise NotPossible(
            _("There is nothing to decide at “{path}” any more.").format(path=path),
            _("Open the study again: a pair or an answer has changed."),
        )

    def _kept_rows(self) -> set[str]:
        """The rows of the consensus that were kept though somebody lacks them."""
        return {path for path, facet in self.consensus.entries if facet == ROW} & {
            row.path for row in self.alignment.rows if not row.is_paired
        }

    def _inside_kept_row(self, path: str) -> Compared:
        """A field of a row that only some reviewers have, which no line is about."""
        sides = []
        for number, abstraction in enumerate(self.sides):
            own = self.alignment.own_path(number, path)
            answer = abstraction.get(own) if own else None
            sides.append(Side(abstraction.reviewer_id, own, answer))
        spec = self.consensus.form.field(path)
        return Compared(path, spec, tuple(sides), Sameness.ONE_SIDED)

    def answer_of(self, compared: Compared, letter: str) -> tuple[JsonValue, str, int]:
        """The stored answer of a party, its path, and the number of its side."""
        letters = [one.letter for one in self.parties]
        if letter not in letters:
            raise NotPossible(_("Nobody here is “{letter}”.").format(letter=letter))
        side = letters.index(letter)
        own = compared.sides[side].path
        value = self.sides[side].entries.get((own, ANSWER)) if own else None
        return self.translated(compared.spec, value, side), own, side

    def translated(
        self, spec: FieldSpec | None, value: JsonValue, side: int
    ) -> JsonValue:
        """An answer as the consensus keeps it: arms by the consensus' row ids."""
        if spec is not None and spec.kind is Kind.ARM and isinstance(value, str):
            return self.alignment.consensus_row(side, value)
        return value

    def resolution(self, compared: Compared, kept: str, reason: str = "") -> Set:
        """The entry that says how a comparison was settled, and from which answers."""
        inputs = inputs_of(compared, self.sides)
        for party, said in zip(self.parties, inputs.values(), strict=True):
            document = r.abstraction_document(self.study_id, party.reviewer_id)
            source = self._source(document, said)
            if isinstance(said, dict):
                said["event"] = source
        value: JsonValue = {
            "kept": kept,
            "by": self.review.reviewer_id,
            "reason": reason.strip(),
            "class": self._class_of(compared),
            "inputs": inputs,
        }
        return Set(self.document, compared.path, RESOLUTION, value)

    def copied(
        self, compared: Compared, value: JsonValue, side: int | None
    ) -> list[Set]:
        """The entries that put an answer into the consensus, its evidence with it."""
        sets = [*self.rows_above(compared.path)]
        sets.append(Set(self.document, compared.path, ANSWER, value))
        for facet in (EVIDENCE, NOTE):
            kept: JsonValue = None
            if side is not None:
                own = compared.sides[side].path
                kept = self.sides[side].entries.get((own, facet))
            sets.append(Set(self.document, compared.path, facet, kept))
        return sets

    def rows_above(self, path: str) -> list[Set]:
        """The rows that a path lies in, made if the consensus lacks them."""
        sets = []
        for row in paths.rows_above(path):
            if (row, ROW) in self.consensus.entries:
                continue
            for side, abstraction in enumerate(self.sides):
                own = self.alignment.own_path(side, row)
                if own:
                    key = abstraction.entries[own, ROW]
                    sets.append(Set(self.document, row, ROW, key))
                    break
        return sets

    def whole_row(self, compared: Compared, side: int) -> list[Set]:
        """A row with all in it as one reviewer has it."""
        own = compared.sides[side].path
        sets = self.rows_above(compared.path)
        abstraction = self.sides[side]
        for (path, facet), value in abstraction.entries.items():
            if not path.startswith(own + "."):
                continue
            at = self.alignment.consensus_path(side, path)
            spec = abstraction.form.by_pattern.get(paths.pattern_of(path))
            if facet == ANSWER:
                kept = self.translated(spec, value, side)
                sets.append(Set(self.document, at, facet, kept))
            elif facet in (EVIDENCE, NOTE, ROW):
                sets.append(Set(self.document, at, facet, value))
        return sets

    def fill(self, *, normalised: bool) -> tuple[list[Set], int]:
        """The entries that fill in what agrees and is not filled in, and how many."""
        sets: list[Set] = []
        filled = 0
        wanted = rows_to_keep(self.alignment.rows, self.consensus, self.sides)
        for row, key in wanted.items():
            sets.append(Set(self.document, row, ROW, key))
        accepted = {Sameness.SAME: SAME}
        if normalised:
            accepted[Sameness.NORMALISED] = NORMALISED
        for one in self.compared:
            word = accepted.get(one.sameness)
            if word is None or (one.path, RESOLUTION) in self.consensus.entries:
                continue
            side = _richest(one)
            value, _own, side = self.answer_of(one, self.parties[side].letter)
            sets += self.copied(one, value, side)
            sets.append(self.resolution(one, word))
            filled += 1
        return sets, filled

    def perform(
        self,
        sets: Sequence[Set],
        label: str,
        reveal: str = "",
        kind: Literal["do", "barrier"] = "do",
        reason: str = "",
    ) -> Changes:
        """Commit a step of the reconciliation."""
        return self.review.perform(
            sets,
            label=label,
            study_id=self.study_id,
            reveal=reveal,
            kind=kind,
            reason=reason,
        )

    def _class_of(self, compared: Compared) -> str:
        """The class of the difference, or of one that was corrected away since."""
        if compared.kind is not None:
            return compared.kind.value
        before = self.resolution_at(compared.path)
        return str(before.get("class") or "") if isinstance(before, dict) else ""

    def decision(self, path: str) -> Decision | None:
        """How a line was settled, also where it is open again by now."""
        kept = self.resolution_at(path)
        if not isinstance(kept, dict):
            return None
        source = self._sources(self.document).get((path, RESOLUTION))
        at = source.at if source else None
        if not kept.get("kept"):
            kept, at = _decided_before(self.review, self.document, path)
        if not isinstance(kept, dict):
            return None
        who = self.review.facts(r.reviewer_document(str(kept["by"])), r.ReviewerFacts)
        reason = str(kept.get("reason") or "")
        return Decision(str(kept["kept"]), reason, who.initials or who.name, at)

    def _sources(self, document: str) -> dict[tuple[str, str], Source]:
        if document not in self._known_sources:
            self._known_sources[document] = self.review.project.sources(document)
        return self._known_sources[document]

    def _source(self, document: str, said: JsonValue) -> str:
        path = str(said["path"]) if isinstance(said, dict) else ""
        found = self._sources(document)
        source = found.get((path, ANSWER)) or found.get((path, ROW))
        return source.event_id if source else ""


def decided_pairs(consensus: Abstraction) -> Decided:
    """What was confirmed, drawn or split by hand, as kept in the consensus."""
    pairs: dict[str, set[tuple[str, str]]] = {"confirmed": set(), "drawn": set()}
    apart: set[tuple[str, str]] = set()
    for (path, facet), value in consensus.entries.items():
        if not facet.startswith(PAIRING):
            continue
        one = (path[:-1].rpartition("[")[2], facet.removeprefix(PAIRING))
        if value == "split":
            apart.add(one)
        elif isinstance(value, str) and value in pairs:
            pairs[value].add(one)
    return Decided(
        together=frozenset(pairs["drawn"] | pairs["confirmed"]),
        confirmed=frozenset(pairs["confirmed"]),
        apart=frozenset(apart),
    )


def _richest(compared: Compared) -> int:
    """Of answers that agree, the one with evidence; the first if all are alike."""
    for number, side in enumerate(compared.sides):
        if side.evidence:
            return number
    return 0


def _decided_before(
    review: OpenReview, document: str, path: str
) -> tuple[JsonValue, datetime | None]:
    """How a line was settled before somebody opened it again."""
    for event in review.project.history(document, path, RESOLUTION):
        said = event.new_value
        if isinstance(said, dict) and said.get("kept"):
            return said, event.at
    return None, None
