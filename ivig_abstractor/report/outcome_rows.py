"""Which outcome rows hold numbers, which hold words only, and of which panel."""

from collections.abc import Iterator
from dataclasses import dataclass

from ivig_abstractor.base import paths
from ivig_abstractor.model.answer import Missing, MissingCode, is_missing, value_of
from ivig_abstractor.model.codes import PANEL_OF, OutcomeCode, Panel, PanelState
from ivig_abstractor.model.form import FormSpec, Kind
from ivig_abstractor.model.panels import PANEL_FIELDS
from ivig_abstractor.model.sections.outcomes import OutcomeRow
from ivig_abstractor.report.blocks import MarkKind
from ivig_abstractor.report.report_input import ReportStudy

ROWS = "outcomes.rows"


@dataclass(frozen=True, slots=True)
class OutcomeAt:
    """One outcome row with its path."""

    study: ReportStudy
    at: str
    row: OutcomeRow

    @property
    def code(self) -> OutcomeCode | None:
        """The outcome, if it is stated."""
        return value_of(self.row.outcome_code)

    @property
    def has_numbers(self) -> bool:
        """Say whether a result is a number other than a P value."""
        return any(
            value_of(getattr(self.row, name)) is not None
            for name in result_fields(self.study.abstraction.form)
        )

    @property
    def has_words(self) -> bool:
        """Say whether the row says something in words or as a P value."""
        stated = (self.row.raw, self.row.within_p)
        return any(value_of(one) is not None for one in stated)


def result_fields(form: FormSpec) -> tuple[str, ...]:
    """The fields of an outcome row that hold a result in numbers."""
    kinds = {Kind.STAT, Kind.KOFN, Kind.CHANGE, Kind.EFFECT}
    return tuple(
        spec.name
        for spec in form.repeats[f"{ROWS}[]"].fields
        if spec.kind in kinds or (spec.kind is Kind.INTEGER and spec.item.evidence)
        if spec.name != "n"
    )


def outcome_rows(study: ReportStudy) -> Iterator[OutcomeAt]:
    """The outcome rows of a study, in order."""
    for row in study.abstraction.answers.outcomes.rows:
        yield OutcomeAt(study, paths.row(ROWS, row.id), row)


def panel_rows(study: ReportStudy) -> dict[Panel, list[OutcomeAt]]:
    """The rows of each panel of the review."""
    found: dict[Panel, list[OutcomeAt]] = {panel: [] for panel in Panel}
    for one in outcome_rows(study):
        code = one.code
        if code is not None and code in PANEL_OF:
            found[PANEL_OF[code]].append(one)
    return found


def panel_mark(study: ReportStudy, panel: Panel, rows: list[OutcomeAt]) -> MarkKind:
    """What a study says on a panel: numbers, words only, unclear, or nothing."""
    if any(one.has_numbers for one in rows):
        return MarkKind.NUMBERS
    if any(one.has_words for one in rows):
        return MarkKind.WORDS_ONLY
    if any(_is_unclear(one) for one in rows):
        return MarkKind.UNCLEAR
    said = study.abstraction.get(PANEL_FIELDS[panel])
    if said is PanelState.NOT_ASSESSED:
        return MarkKind.NOT_ASSESSED
    if is_missing(said, MissingCode.UNCLEAR):
        return MarkKind.UNCLEAR
    return MarkKind.ABSENT


def _is_unclear(one: OutcomeAt) -> bool:
    stated = (
        getattr(one.row, name) for name in result_fields(one.study.abstraction.form)
    )
    return any(is_missing(answer, MissingCode.UNCLEAR) for answer in stated)


def silence(study: ReportStudy, panel: Panel) -> str:
    """Why a panel has nothing: a missing code, `NOT_ASSESSED`, or an empty text."""
    said = study.abstraction.get(PANEL_FIELDS[panel])
    if isinstance(said, Missing):
        return said.missing.value
    return said.value if said is PanelState.NOT_ASSESSED else ""
