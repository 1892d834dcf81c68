"""Reads what papers print about a dose into the fields of the form, or says it cannot.

Each number comes with the stretch of text it was read from, and what was not understood
is handed back. Nothing is corrected: "2 mg/kg" is read as 2 mg/kg. Several regimens in
one text stay several.
"""

from decimal import Decimal

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.base.pattern import LatePattern
from ivig_abstractor.model.dose_phase import (
    PhaseReading,
    build_phase,
    is_dose,
    mass_of,
    number_in,
    time_of,
    weight_of,
)
from ivig_abstractor.model.dose_pieces import (
    Piece,
    PieceKind,
    left_over,
    pieces_of,
    same_length,
)
from ivig_abstractor.model.notation.reading import Problem, unreadable
from ivig_abstractor.model.notation.text import forbidden_character

LONGEST = 2_000
"""A dose is a sentence or two; a longer text holds more than a dose."""

EXAMPLE = "0.4 g/kg/day for 5 consecutive days"


@dataclass(frozen=True, slots=True)
class DoseReading:
    """What a printed dose says: one phase, or several that were not merged.

    `other_drugs` were named beside the dose (rule S-D11); their doses are not read.
    """

    phases: tuple[PhaseReading, ...]
    leftover: tuple[str, ...] = ()
    other_drugs: tuple[str, ...] = ()

    @property
    def only(self) -> PhaseReading | None:
        """The phase, if there is just one."""
        return self.phases[0] if len(self.phases) == 1 else None

    @property
    def other_drug(self) -> bool:
        """Whether another drug stands in the clause of the dose."""
        return bool(self.other_drugs)

    @property
    def tokens(self) -> tuple[str, ...]:
        """What was read, in words, phase after phase."""
        return tuple(part.words for phase in self.phases for part in phase.parts)

    @property
    def summary(self) -> str:
        """One line about what was read."""
        if len(self.phases) == 1:
            return ", ".join(self.tokens)
        count = len(self.phases)
        said = ngettext("{count} phase", "{count} phases", count).format(count=count)
        return _("more than one regimen: {phases}").format(phases=said)


_RAISED = LatePattern(r"\d[\u00b9\u00b2\u00b3\u2070-\u2079]")
_BOUNDARY = LatePattern(r"[;|]|\.\s")
_SEPARATOR = LatePattern(r"[,;|]|(?<![a-z])(?:then|followed|and|plus)(?![a-z])|\.\s")
_NEXT_TO = LatePattern(r"\s?(?:of\s)?\Z")
_OPENS = LatePattern(
    r"\(\s?(?:a\s)?(?:total(?:\sdose)?(?:\sof)?|i\.e\.,?|equal to|=)?\s?\Z"
)
_FORWARD = frozenset(
    {
        PieceKind.LABEL,
        PieceKind.ROUTE,
        PieceKind.IG,
        PieceKind.DOSES_OF,
        PieceKind.DIVIDED,
        PieceKind.CONCENTRATION,
    }
)
_SILENT = frozenset({PieceKind.IG, PieceKind.DIVIDED})


def read_dose(text: str) -> DoseReading | Problem:
    """Read a printed dose into phases; a problem says in a sentence what is missing."""
    if len(text) > LONGEST:
        return unreadable(
            _(
                "The text has {count} characters; a dose of at most {most} can be read."
                " Keep the sentence about the dose."
            ).format(count=len(text), most=LONGEST)
        )
    refused = forbidden_character(text)
    if refused is not None:
        return refused
    raised = _RAISED.search(text)
    if raised:
        return unreadable(
            _("“{printed}” has a raised number. Leave reference marks out.").format(
                printed=raised.group()
            )
        )
    plain = same_length(text)
    return _Text(text, plain, pieces_of(plain)).read()


@dataclass(slots=True)
class _Group:
    """An amount with all that belongs to it."""

    amount: Piece
    pieces: list[Piece]
    also: list[str]


class _Text:
    """A text cut into pieces, to be grouped by regimen."""

    def __init__(self, text: str, plain: str, pieces: list[Piece]) -> None:
        self.text = text
        self.plain = plain
        self.pieces = pieces
        self.unused: list[Piece] = []

    def read(self) -> DoseReading | Problem:
        """Group the pieces, build each phase, and name what is left."""
        groups = self._groups()
        if not groups:
            return self._nothing()
        phases: list[PhaseReading] = []
        for group in groups:
            phase = build_phase(group.amount, group.pieces, group.also)
            if isinstance(phase, Problem):
                return phase
            phases.append(phase)
            self.unused += _unread(group, phase)
        return DoseReading(
            tuple(phases),
            tuple(self._leftover()),
            tuple(dict.fromkeys(self._drugs_beside(groups))),
        )

    def _groups(self) -> list[_Group]:
        """The doses of immunoglobulin in their order, other amounts set aside."""
        groups: list[_Group] = []
        owners: list[tuple[Piece, _Group | None]] = []
        for piece in self.pieces:
            if piece.kind is not PieceKind.AMOUNT:
                continue
            group = None
            if not is_dose(piece) or self._drug_of(piece) is not None:
                self.unused.append(piece)
            elif groups and self._same_again(groups[-1], piece):
                groups[-1].also.append(self.text[piece.start : piece.end])
                continue
            else:
                group = _Group(piece, [], [])
                groups.append(group)
            owners.append((piece, group))
        for group in groups:
            if "amount2" in group.amount.said:
                said = group.amount.said
                group.also.insert(0, f"{said['amount2']} {said['mass2']}")
        self._share_out(owners, groups)
        return groups

    def _share_out(
        self, owners: list[tuple[Piece, _Group | None]], groups: list[_Group]
    ) -> None:
        for piece in self.pieces:
            if piece.kind in {PieceKind.AMOUNT, PieceKind.OTHER_DRUG, PieceKind.RATE}:
                if piece.kind is PieceKind.RATE:
                    self.unused.append(piece)
                continue
            before = [pair for pair in owners if pair[0].start < piece.start]
            after = [pair for pair in owners if pair[0].start > piece.start]
            owner = None
            if (
                after
                and piece.kind in _FORWARD
                and self._leads(before, piece, after[0])
            ):
                owner = after[0][1]
            elif before:
                owner = before[-1][1]
            elif len(groups) == 1:
                owner = groups[0]
            if owner is None:
                self.unused.append(piece)
            else:
                owner.pieces.append(piece)

    def _leads(
        self,
        before: list[tuple[Piece, _Group | None]],
        piece: Piece,
        after: tuple[Piece, _Group | None],
    ) -> bool:
        """Say whether a piece belongs to the amount behind it, not the one before."""
        if _BOUNDARY.search(self.plain, piece.end, after[0].start):
            return False
        if not before:
            return True
        return bool(_SEPARATOR.search(self.plain, before[-1][0].end, piece.start))

    def _drug_of(self, amount: Piece) -> str | None:
        """The other drug an amount belongs to; `None` for immunoglobulin or none."""
        at = self.pieces.index(amount)
        for piece in self.pieces[at + 1 : at + 2]:
            if piece.kind in {PieceKind.OTHER_DRUG, PieceKind.IG} and _NEXT_TO.match(
                self.plain[amount.end : piece.start]
            ):
                return self._other_name(piece)
        end = amount.start
        for piece in reversed(self.pieces[:at]):
            if _BOUNDARY.search(self.plain, piece.end, end):
                return None
            if piece.kind in {PieceKind.OTHER_DRUG, PieceKind.IG}:
                return self._other_name(piece)
            end = piece.start
        return None

    def _other_name(self, piece: Piece) -> str | None:
        if piece.kind is PieceKind.IG:
            return None
        return self.text[piece.start : piece.end]

    def _same_again(self, group: _Group, amount: Piece) -> bool:
        """Say whether an amount in brackets repeats the one before in another unit."""
        first = group.amount
        between = self.plain[first.end : amount.start]
        if not _OPENS.search(between) or ";" in between:
            return False
        one, other = number_in(first.said["amount"]), number_in(amount.said["amount"])
        if isinstance(one, Problem) or isinstance(other, Problem):
            return False
        if "mL" in {mass_of(first), mass_of(amount)}:
            return mass_of(first) != mass_of(amount) and bool(weight_of(amount))
        if weight_of(first) != weight_of(amount):
            return False
        in_mg = [
            number * (1000 if mass_of(piece) == "g" else 1)
            for number, piece in ((one, first), (other, amount))
        ]
        return in_mg[0] == in_mg[1] or in_mg[1] in self._totals(first, amount, in_mg[0])

    def _totals(self, first: Piece, amount: Piece, per_day: Decimal) -> list[Decimal]:
        """What a dose per day makes over the days printed between two amounts."""
        if time_of(first) != "day":
            return []
        days = (
            piece.said["low"]
            for piece in self.pieces
            if piece.kind in {PieceKind.DAYS, PieceKind.TIMES}
            and first.end <= piece.start < amount.start
        )
        return [per_day * int(number) for number in days if number.isdigit()]

    def _drugs_beside(self, groups: list[_Group]) -> list[str]:
        """Other drugs in the clause of a dose (rule S-D11)."""
        drugs: list[str] = []
        for piece in self.pieces:
            if piece.kind is not PieceKind.OTHER_DRUG:
                continue
            for group in groups:
                ends = sorted(
                    (piece.start, piece.end, group.amount.start, group.amount.end)
                )
                if not _BOUNDARY.search(self.plain, ends[1], ends[2]):
                    drugs.append(self.text[piece.start : piece.end])
        return drugs

    def _leftover(self) -> list[str]:
        stretches = [
            *left_over(self.plain, self.pieces),
            *((one.start, one.end) for one in self.unused if one.kind not in _SILENT),
        ]
        return [self.text[start:end] for start, end in sorted(stretches)]

    def _nothing(self) -> Problem:
        drugs = [one for one in self.pieces if one.kind is PieceKind.OTHER_DRUG]
        amounts = [one for one in self.pieces if one.kind is PieceKind.AMOUNT]
        if drugs and amounts:
            return Problem(
                "S-D11",
                _(
                    "The dose in this text is one of {drug}, not of immunoglobulin."
                    " Enter it under co-interventions."
                ).format(drug=self.text[drugs[0].start : drugs[0].end]),
            )
        if any(one.kind is PieceKind.RATE for one in self.pieces):
            return unreadable(
                _(
                    "The text gives a rate of infusion, not a dose. Enter it as the"
                    " rate."
                )
            )
        if not self.text.strip():
            return unreadable(
                _(
                    "Nothing is written here. Type the dose as printed, for example"
                    " {example}."
                ).format(example=EXAMPLE)
            )
        return unreadable(
            _(
                "No dose can be read from this text: it needs an amount with its unit,"
                " for"
                " example {example}. The text is kept as printed."
            ).format(example=EXAMPLE)
        )


def _unread(group: _Group, phase: PhaseReading) -> list[Piece]:
    """The pieces of a group that no part of its phase was read from."""
    used = {(part.start, part.end) for part in phase.parts}
    return [piece for piece in group.pieces if (piece.start, piece.end) not in used]
