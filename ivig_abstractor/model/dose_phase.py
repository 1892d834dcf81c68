"""One regimen put together from the pieces of its text; what is open stays open."""

from decimal import Decimal
from enum import StrEnum

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.model.codes import (
    DoseExpression,
    DoseUnit,
    PhaseLabel,
    Route,
    YesNo,
)
from ivig_abstractor.model.dose_pieces import Piece, PieceKind, label_of, route_of
from ivig_abstractor.model.notation.numbers import span_words
from ivig_abstractor.model.notation.reading import Problem
from ivig_abstractor.model.notation.text import plainly, read_printed
from ivig_abstractor.model.notation.time import write_time
from ivig_abstractor.model.notation.words import NUMBER_WORDS
from ivig_abstractor.model.quantities import Span, TimePoint, TimeUnit


class Place(StrEnum):
    """The section of the form a part of a dose belongs to."""

    DOSE = "dose"
    COURSE = "course"


@dataclass(frozen=True, slots=True)
class DosePart:
    """One thing read: its section and field, its words, and where it stood."""

    section: Place
    field: str
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PhaseReading:
    """One regimen as printed; what the text leaves open is `None`.

    `also` are other printed forms of the same amount, such as (400 mg) beside 8 mL.
    `divided` says that the course was given in parts.
    """

    value: Decimal | None = None
    unit: DoseUnit | None = None
    expression: DoseExpression | None = None
    days_per_course: Span | None = None
    consecutive: YesNo | None = None
    interval: TimePoint | None = None
    n_courses: Span | None = None
    duration: TimePoint | None = None
    concentration: Decimal | None = None
    route: Route | None = None
    label: PhaseLabel | None = None
    divided: bool = False
    also: tuple[str, ...] = ()
    parts: tuple[DosePart, ...] = ()
    open_questions: tuple[str, ...] = ()


_MASSES = {"g": "g", "gm": "g", "mg": "mg", "ml": "mL"}
_TIMES = {
    "d": "day",
    "24 h": "day",
    "24h": "day",
    "w": "week",
    "wk": "week",
    "mo": "month",
    "cycle": "course",
}
_UNITS = {
    "d": TimeUnit.DAY,
    "day": TimeUnit.DAY,
    "\u5929": TimeUnit.DAY,
    "\u65e5": TimeUnit.DAY,
    "w": TimeUnit.WEEK,
    "wk": TimeUnit.WEEK,
    "week": TimeUnit.WEEK,
    "weekly": TimeUnit.WEEK,
    "\u5468": TimeUnit.WEEK,
    "mo": TimeUnit.MONTH,
    "month": TimeUnit.MONTH,
    "monthly": TimeUnit.MONTH,
    "\u6708": TimeUnit.MONTH,
    "\u4e2a\u6708": TimeUnit.MONTH,
    "yr": TimeUnit.YEAR,
    "year": TimeUnit.YEAR,
}
_PER_TIME = {
    "day": DoseExpression.PER_DAY,
    "week": DoseExpression.PER_WEEK,
    "month": DoseExpression.PER_MONTH,
    "course": DoseExpression.PER_COURSE,
}
_FIXED = {
    DoseExpression.PER_DAY: DoseExpression.FIXED_GRAM_DAY,
    DoseExpression.PER_COURSE: DoseExpression.FIXED_GRAM_COURSE,
}
_VOLUME = {DoseExpression.PER_DAY: DoseExpression.PER_DAY_VOLUME}
_EACH_DAY = frozenset({"on", "x"})
_WHOLE_COURSE = frozenset({"over", "in", "within", "during"})


def mass_of(amount: Piece) -> str:
    """The unit of mass or volume of an amount: g, mg or mL."""
    printed = amount.said["mass"]
    return _MASSES.get(printed) or ("mg" if printed.startswith("milli") else "g")


def weight_of(amount: Piece) -> str:
    """What the amount is per: "/kg", "/m2", or nothing."""
    if "kg" in amount.said:
        return "/kg"
    return "/m2" if "m2" in amount.said else ""


def time_of(amount: Piece) -> str:
    """The time an amount is per: day, week, month, course or other, or nothing."""
    if {"daily", "zh_daily"} & amount.said.keys():
        return "day"
    printed = amount.said.get("time", amount.said.get("time2", ""))
    return _TIMES.get(printed, printed.removesuffix("s"))


def is_dose(amount: Piece) -> bool:
    """Say whether an amount can be one of immunoglobulin: g, mg or mL per kg, or g."""
    return bool(weight_of(amount)) or mass_of(amount) == "g"


def number_in(printed: str) -> Decimal | Problem:
    """A printed amount as a number."""
    return read_printed(printed.replace("\u00b7", "."))


def build_phase(
    amount: Piece, pieces: list[Piece], also: list[str]
) -> PhaseReading | Problem:
    """Put one regimen together from its amount and the pieces that belong to it."""
    value = number_in(amount.said["amount"])
    if isinstance(value, Problem):
        return value
    phase = _Phase(amount, pieces)
    phase.read_amount(value)
    phase.read_days()
    phase.read_course()
    phase.read_rest()
    phase.read_expression()
    return phase.finished(tuple(also))


class _Phase:
    """A regimen under construction."""

    def __init__(self, amount: Piece, pieces: list[Piece]) -> None:
        self.amount = amount
        self.pieces = pieces
        self.parts: list[DosePart] = []
        self.questions: list[str] = []
        self.value: Decimal | None = None
        self.unit: DoseUnit | None = None
        self.expression: DoseExpression | None = None
        self.days: Span | None = None
        self.consecutive: YesNo | None = None
        self.interval: TimePoint | None = None
        self.n_courses: Span | None = None
        self.duration: TimePoint | None = None
        self.concentration: Decimal | None = None
        self.route: Route | None = None
        self.label: PhaseLabel | None = None

    def of_kind(self, *kinds: PieceKind) -> list[Piece]:
        """The pieces of these kinds, in their order."""
        return [piece for piece in self.pieces if piece.kind in kinds]

    def note(self, section: Place, field: str, words: str, piece: Piece) -> None:
        """Keep what was read and where."""
        self.parts.append(DosePart(section, field, words, piece.start, piece.end))

    def ask(self, question: str) -> None:
        """Keep what the text leaves open."""
        if question not in self.questions:
            self.questions.append(question)

    def read_amount(self, value: Decimal) -> None:
        """The printed number and its unit."""
        printed = f"{mass_of(self.amount)}{weight_of(self.amount)}"
        time = time_of(self.amount)
        unit = f"{printed}/{time}" if time in _PER_TIME else printed
        self.unit = next((one for one in DoseUnit if one.value == unit), None)
        if self.unit is not None:
            self.note(Place.DOSE, "unit", unit, self.amount)
        else:
            self.ask(_("The unit {unit} is not one of the form's.").format(unit=unit))
        if "from" in self.amount.said:
            self.ask(
                _("The dose is a range; the form holds one number, so it stays blank.")
            )
            return
        self.value = value
        self.note(Place.DOSE, "value", plainly(value), self.amount)

    def read_days(self) -> None:
        """The infusion days of a course, and whether they were consecutive."""
        pieces = self.of_kind(PieceKind.DAYS)
        if time_of(self.amount) == "day":
            pieces += self._bare_times()
        self.days, piece = self._same_span(pieces, _("infusion days"))
        if piece is None or self.days is None:
            return
        self.note(Place.DOSE, "days_per_course", _days_words(self.days), piece)
        said = piece.said.get("adj", "") + piece.said.get("adj2", "")
        in_a_row = ("consecutive", "successive", "\u7528", "\u7eed")
        if any(word in said for word in in_a_row):
            self.consecutive = YesNo.YES
            self.note(Place.DOSE, "days_consecutive", _("consecutive"), piece)

    def read_course(self) -> None:
        """Interval, number of courses and length of treatment."""
        intervals = [
            (_interval(piece), piece) for piece in self.of_kind(PieceKind.INTERVAL)
        ]
        self.interval = self._one_time(intervals, "interval", _("intervals"))
        lengths = [(_time(piece), piece) for piece in self.of_kind(PieceKind.DURATION)]
        self.duration = self._one_time(lengths, "duration", _("lengths of treatment"))
        counted = [
            piece
            for piece in self.of_kind(PieceKind.COURSES, PieceKind.DOSES_OF)
            if "low" in piece.said or "single" in piece.said
        ]
        self.n_courses, piece = self._same_span(
            counted + self._times_after_interval(), _("numbers of courses")
        )
        if piece is not None and self.n_courses is not None:
            said = ngettext("{number} course", "{number} courses", self.n_courses.high)
            words = said.format(number=span_words(self.n_courses))
            self.note(Place.COURSE, "n_courses", words, piece)

    def read_rest(self) -> None:
        """Concentration, route and phase."""
        for piece in self.of_kind(PieceKind.CONCENTRATION)[:1]:
            self.concentration = Decimal(piece.said["percent"])
            self.note(Place.DOSE, "concentration", f"{piece.said['percent']}%", piece)
        for piece in self.of_kind(PieceKind.ROUTE, PieceKind.IG):
            route = route_of(piece)
            if route is None or self.route is route:
                continue
            if self.route is not None:
                self.route = Route.MIXED
                continue
            self.route = route
            self.note(Place.DOSE, "route", _(route.label), piece)
        for piece in self.of_kind(PieceKind.LABEL, PieceKind.DOSES_OF):
            label = label_of(piece)
            if label is not None and self.label is None:
                self.label = label
                self.note(Place.DOSE, "phase_label", _(label.label), piece)

    def read_expression(self) -> None:
        """To what the amount refers, if the text says so."""
        found, piece = self._refers_to()
        if found is None:
            self.ask(
                _("The text does not say whether the dose is per day or per course.")
            )
            return
        if weight_of(self.amount) == "/m2":
            found = DoseExpression.PER_M2
        elif not weight_of(self.amount):
            found = _FIXED.get(found, DoseExpression.OTHER)
        elif mass_of(self.amount) == "mL":
            found = _VOLUME.get(found, DoseExpression.OTHER)
        self.expression = found
        self.note(Place.DOSE, "expression", _(found.label), piece)

    def _refers_to(self) -> tuple[DoseExpression | None, Piece]:
        """The expression of the amount per kilogram, and the piece that says so."""
        time = time_of(self.amount)
        if time:
            return _PER_TIME.get(time), self.amount
        if self.of_kind(PieceKind.SPLIT):
            self.ask(_("The dose was split over days apart; decide how to enter it."))
            return DoseExpression.OTHER, self.of_kind(PieceKind.SPLIT)[0]
        for piece in self.of_kind(PieceKind.DIVIDED):
            return DoseExpression.PER_COURSE, piece
        for piece in self.of_kind(PieceKind.DAYS):
            how = piece.said.get("how", "")
            if how in _EACH_DAY:
                return DoseExpression.PER_DAY, piece
            if how in _WHOLE_COURSE:
                return DoseExpression.PER_COURSE, piece
            return None, piece
        for piece in self.of_kind(PieceKind.DOSES_OF):
            return DoseExpression.PER_COURSE, piece
        for piece in self.of_kind(PieceKind.INTERVAL):
            return self._by_interval(piece), piece
        for piece in self.of_kind(PieceKind.LABEL):
            if piece.start < self.amount.start:  # "loading dose 2 g/kg"
                return DoseExpression.PER_COURSE, piece
        return None, self.amount

    def _by_interval(self, piece: Piece) -> DoseExpression:
        """2 g/kg monthly is a dose per month, 2 g/kg every 4 weeks one per course."""
        directly = piece.start - self.amount.end == 1 and "once" not in piece.said
        plain = not {"low", "other"} & piece.said.keys()
        interval = _interval(piece)
        if directly and plain and interval.unit is TimeUnit.WEEK:
            return DoseExpression.PER_WEEK
        if directly and plain and interval.unit is TimeUnit.MONTH:
            return DoseExpression.PER_MONTH
        return DoseExpression.PER_COURSE

    def _bare_times(self) -> list[Piece]:
        after = set(map(id, self._times_after_interval()))
        return [one for one in self.of_kind(PieceKind.TIMES) if id(one) not in after]

    def _times_after_interval(self) -> list[Piece]:
        """A bare "x 6" counts courses where an interval stands before it."""
        pairs = zip(self.pieces, self.pieces[1:], strict=False)
        return [
            piece
            for before, piece in pairs
            if piece.kind is PieceKind.TIMES and before.kind is PieceKind.INTERVAL
        ]

    def _same_span(
        self, pieces: list[Piece], what: str
    ) -> tuple[Span | None, Piece | None]:
        spans = [(_span(piece), piece) for piece in pieces]
        known = {(span.low, span.high) for span, _piece in spans if span is not None}
        if len(known) > 1:
            self.ask(
                _("The text gives several {what}; none is taken.").format(what=what)
            )
            return None, None
        return next(
            ((span, piece) for span, piece in spans if span is not None), (None, None)
        )

    def _one_time(
        self, times: list[tuple[TimePoint, Piece]], field: str, what: str
    ) -> TimePoint | None:
        known = {(time.value, time.high, time.unit) for time, _piece in times}
        if len(known) > 1:
            self.ask(
                _("The text gives several {what}; none is taken.").format(what=what)
            )
            return None
        for time, piece in times[:1]:
            words = write_time(time)
            said = _("every {time}") if field == "interval" else _("for {time}")
            if field == "interval" and _is_one(time) and time.unit is not None:
                words = _(time.unit.label)
            self.note(Place.COURSE, field, said.format(time=words), piece)
            return time
        return None

    def finished(self, also: tuple[str, ...]) -> PhaseReading:
        """The regimen, with its parts in the order of the text."""
        return PhaseReading(
            value=self.value,
            unit=self.unit,
            expression=self.expression,
            days_per_course=self.days,
            consecutive=self.consecutive,
            interval=self.interval,
            n_courses=self.n_courses,
            duration=self.duration,
            concentration=self.concentration,
            route=self.route,
            label=self.label,
            divided=any(
                "total" not in one.said for one in self.of_kind(PieceKind.DIVIDED)
            ),
            also=also,
            parts=tuple(sorted(self.parts, key=lambda part: (part.start, part.end))),
            open_questions=tuple(self.questions),
        )


def _whole(printed: str) -> int | None:
    if printed in NUMBER_WORDS:
        return NUMBER_WORDS[printed]
    return int(printed) if printed.isdigit() else None


def _span(piece: Piece) -> Span | None:
    if "single" in piece.said:
        return Span(low=1, high=1)
    low = _whole(piece.said["low"])
    high = _whole(piece.said.get("high", piece.said["low"]))
    if low is None or high is None or low > high:
        return None
    raw = f"{low} or {high}" if piece.said.get("join") == "or" else ""
    return Span(low=low, high=high, raw=raw)


def _is_one(time: TimePoint) -> bool:
    """Say whether a time is one of its unit: every month, not every 1 month."""
    return time.value == 1 and time.high is None


def _days_words(days: Span) -> str:
    said = ngettext("{days} day", "{days} days", days.high)
    return said.format(days=days.raw or span_words(days))


def _number(printed: str) -> Decimal:
    return Decimal(NUMBER_WORDS.get(printed, printed))


def _unit(piece: Piece) -> TimeUnit:
    printed = piece.said.get("adverb") or piece.said["unit"]
    return _UNITS[printed] if printed in _UNITS else _UNITS[printed.removesuffix("s")]


def _time(piece: Piece) -> TimePoint:
    high = piece.said.get("high")
    return TimePoint(
        value=_number(piece.said["low"]),
        high=None if high is None else _number(high),
        unit=_unit(piece),
    )


def _interval(piece: Piece) -> TimePoint:
    if "other" in piece.said:
        return TimePoint(value=Decimal(2), unit=_unit(piece))
    if "low" not in piece.said:
        return TimePoint(value=Decimal(1), unit=_unit(piece))
    return _time(piece)
