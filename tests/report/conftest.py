"""Reviews to report: none, blank, half-missing, full, and the example's own studies."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ivig_abstractor.base.resources import resource
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.form import the_form
from ivig_abstractor.model.review import (
    ReviewerFacts,
    ReviewFacts,
    Role,
    StudyFacts,
)
from ivig_abstractor.operations.example import build_example
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reporting import report_input
from ivig_abstractor.report import blocks as b
from ivig_abstractor.report.report_input import ReportInput, ReportStudy
from tests.builders import NA_SRC, NR, UNCLEAR, an_abstraction

FULL: dict[str, Any] = {
    "identification.authors": "Cherin P, 张三",
    "identification.title": "An open study with µ and 免疫球蛋白",
    "identification.journal": "Arthritis Rheum",
    "identification.year": "2002",
    "identification.doi": "10.1002/art.10053",
    "identification.source_scope": "FULL_TEXT",
    "identification.overlap_group": "PITIE",
    "design.design_code": "BEFORE_AFTER",
    "design.control_type": "NONE",
    "population.n_enrolled": "35",
    "population.age": "mean 43.5 (SD 16.8)",
    "arms[a1].arm.name": "IVIG",
    "arms[a1].arm.role": "IVIG",
    "arms[a1].phases[p1].dose.dose_text": "1 g/kg/day on 2 consecutive days",
    "arms[a1].phases[p1].dose.phase_label": "LOADING",
    "arms[a1].phases[p1].dose.expression": "PER_DAY",
    "arms[a1].phases[p1].dose.value": "1",
    "arms[a1].phases[p1].dose.unit": "g/kg/day",
    "arms[a1].phases[p1].dose.days_per_course": "2",
    "arms[a1].phases[p1].course.interval": "1 month",
    "arms[a1].phases[p1].course.duration": "4-6 months",
    "arms[a1].phases[p2].dose.phase_label": "MAINTENANCE",
    "arms[a1].phases[p2].dose.expression": "PER_COURSE",
    "arms[a1].phases[p2].dose.value": "1",
    "arms[a1].phases[p2].dose.unit": "g/kg",
    "outcomes.panel_strength": "ASSESSED",
    "outcomes.panel_lung": "NOT_ASSESSED",
    "outcomes.rows[o1].arm": "a1",
    "outcomes.rows[o1].outcome_code": "STRENGTH",
    "outcomes.rows[o1].instrument": "MMT8_U80",
    "outcomes.rows[o1].before": "74.5",
    "outcomes.rows[o1].after": "84.7",
    "outcomes.rows[o1].within_p": "<0.01",
    "outcomes.rows[o2].arm": "a1",
    "outcomes.rows[o2].outcome_code": "RESPONSE",
    "outcomes.rows[o2].responders": "6/19 (28%)",
    "outcomes.rows[o3].outcome_code": "ENZYMES",
    "outcomes.rows[o3].raw": "CK fell in all patients",
    "outcomes.rows[o4].outcome_code": "STRENGTH",
    "outcomes.rows[o4].within_p": "<0.035",
    "adverse_effects.any_ae": "2/15 infusions",
    "adverse_effects.explicit_zero": "DEATHS",
    "adverse_effects.rows[e1].preferred_term": "Headache",
    "adverse_effects.rows[e1].arm": "a1",
    "adverse_effects.rows[e1].patients": "40/95 (42%)",
    "assessments[b1].bias.outcome": "STRENGTH",
    "assessments[b1].bias.tool": "JBI_QUASI",
    "assessments[b1].bias.jbi_quasi_1": "YES",
    "assessments[b1].bias.jbi_quasi_2": "NOT_APPLICABLE",
    "assessments[b1].bias.jbi_quasi_3": "NO",
    "assessments[b1].bias.jbi_quasi_support": "1: a protocol is cited",
    "assessments[b2].bias.tool": "ROB2",
    "assessments[b2].bias.rob2_d1": "SOME_CONCERNS",
    "assessments[b2].bias.rob2_overall": "HIGH",
    "declarations.contradictions[c1].field": "length of treatment",
    "declarations.contradictions[c1].value_a": "4 months",
    "declarations.contradictions[c1].source_a": "English abstract",
    "declarations.contradictions[c1].value_b": "3 months",
    "declarations.notes": "A general note.\nA second line.",
}
MISSING: dict[str, Any] = {
    "design.design_code": "CASE_SERIES",
    "population.n_enrolled": NA_SRC,
    "population.age": UNCLEAR,
    "population.n_female": "several",
    "arms[a1].phases[p1].dose.dose_text": NR,
    "arms[a1].phases[p1].dose.value": NA_SRC,
    "outcomes.panel_strength": NA_SRC,
    "outcomes.rows[o1].outcome_code": "STRENGTH",
    "outcomes.rows[o1].before": UNCLEAR,
    "adverse_effects.any_ae": NR,
    "assessments[b1].bias.tool": "ROBINS_I",
    "assessments[b1].bias.robins_d1": NR,
}


def a_study(study_id: str = "s1", exclusion: str = "", **answers: Any) -> ReportStudy:
    """A study to report, with answers as `an_abstraction` takes them."""
    facts = StudyFacts(key=study_id, label=study_id.title(), exclusion=exclusion)
    return ReportStudy(facts, an_abstraction(study_id, **answers))


def a_report(*studies: ReportStudy, title: str = "A review") -> ReportInput:
    """A report of these studies, all chapters printed."""
    from ivig_abstractor.report.chapters import CHAPTERS

    return ReportInput(
        review=ReviewFacts(title=title),
        reviewers=(ReviewerFacts(name="Dana W", role=Role.LEAD),),
        studies=studies,
        form=the_form(),
        data_date=date(2026, 1, 2),
        fingerprint="0" * 64,
        flow=None,
        printed=frozenset(chapter.id for chapter in CHAPTERS),
    )


def full_study(study_id: str = "full") -> ReportStudy:
    """A study that answers a field of every part of the form."""
    return a_study(study_id, **FULL)


def half_missing_study(study_id: str = "half") -> ReportStudy:
    """A study whose answers are mostly stated absences and unread text."""
    return a_study(study_id, **MISSING)


def blank_study(study_id: str = "blank") -> ReportStudy:
    """A study nobody has looked at."""
    facts = StudyFacts(key=study_id)
    return ReportStudy(facts, Abstraction(study_id, "r1"))


def tables(blocks: Any) -> list[b.Table]:
    """All tables among the blocks, those side by side included."""
    found: list[b.Table] = []
    for block in blocks:
        if isinstance(block, b.Table):
            found.append(block)
        elif isinstance(block, b.Beside):
            found += tables((*block.left, *block.right))
    return found


def cell_text(cell: b.Cell) -> str:
    """What a cell says, its notes and the line under it included."""
    match cell:
        case b.Text():
            notes = " ".join(run.note for run in cell.runs)
            return f"{b.text_of(cell.runs)} {cell.under} {notes}".strip()
        case b.Number():
            return f"{cell.text} {cell.note}".strip()
        case b.Absent():
            return f"{cell.word} {cell.note}".strip()
        case b.Judgement() | b.Mark() | b.Check():
            return cell.word
    return ""


def texts(blocks: Any) -> str:
    """Everything the blocks say, in order."""
    said: list[str] = []
    for block in blocks:
        match block:
            case b.Heading():
                said.append(block.text)
            case b.Paragraph():
                said.append(b.text_of(block.runs))
            case b.TitleBlock():
                said += [block.kicker, block.title, block.subtitle]
            case b.LabelledLines():
                said.append(block.title)
                said += [f"{x.label} {b.text_of(x.runs)}" for x in block.lines]
            case b.KeyFigures():
                said += [f"{x.value} {x.label}" for x in block.figures]
            case b.Beside():
                said.append(texts((*block.left, *block.right)))
            case b.Table():
                said += _table_texts(block)
    return "\n".join(said)


def _table_texts(table: b.Table) -> Iterator[str]:
    yield table.caption
    yield " | ".join(column.heading for column in table.columns)
    for group in table.groups:
        yield group.title
        for row in group.rows:
            yield " | ".join(cell_text(cell) for cell in row.cells)
    for note in table.notes:
        yield b.text_of(note)
    if not table.groups:
        yield table.empty


def row_of(table: b.Table, name: str) -> list[str]:
    """The cells of the first row whose first cell says `name`."""
    for group in table.groups:
        for row in group.rows:
            if cell_text(row.cells[0]).split(",")[0] == name:
                return [cell_text(cell) for cell in row.cells]
    raise AssertionError(f"no row {name} in {table.caption}")


@pytest.fixture(scope="session")
def example_facts() -> dict[str, dict[str, Any]]:
    """The facts the example is built from, by study."""
    file = Path(str(resource("example/studies.json")))
    return {one["id"]: one for one in json.loads(file.read_text("utf-8"))["studies"]}


@pytest.fixture(scope="session")
def example_report(tmp_path_factory: pytest.TempPathFactory) -> ReportInput:
    """The example review, read as for a report."""
    file = tmp_path_factory.mktemp("report") / "example.ivig"
    build_example(file)
    with OpenReview.open(file, read_only=True) as review:
        return report_input(review)
