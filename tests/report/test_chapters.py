"""Every chapter works on every review, and says no more than the answers hold."""

import re
import sys
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from ivig_abstractor.base.errors import BugError
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Abstracted
from ivig_abstractor.model.field import held, item, repeat
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.model.form import Kind, read_form, the_form
from ivig_abstractor.model.quantities import KofN
from ivig_abstractor.model.review import StudyFacts
from ivig_abstractor.model.sections.adverse_effects import AdverseEffects
from ivig_abstractor.model.sections.outcomes import OutcomeRow, Outcomes
from ivig_abstractor.model.sections.population import Population
from ivig_abstractor.model.sections.root import Answers
from ivig_abstractor.report import blocks as b
from ivig_abstractor.report.chapter_characteristics import table_anchor
from ivig_abstractor.report.chapters import CHAPTERS, build_document
from ivig_abstractor.report.report_input import ReportStudy
from ivig_abstractor.report.wording import PIECE_LIMIT, TEXT_LIMIT, plain
from tests.builders import a_flow, with_answers
from tests.report.conftest import (
    FULL,
    a_report,
    a_study,
    blank_study,
    cell_text,
    full_study,
    half_missing_study,
    row_of,
    tables,
    texts,
)

REVIEWS = {
    "no study": a_report(),
    "blank": a_report(blank_study()),
    "half missing": a_report(half_missing_study()),
    "full": a_report(full_study()),
    "mixed": a_report(
        full_study(),
        blank_study(),
        half_missing_study(),
        a_study("out", exclusion="E-01"),
    ),
    "nothing but exclusions": a_report(a_study("out", exclusion="E-03")),
}


@pytest.fixture(params=REVIEWS, ids=str)
def report(request):
    return REVIEWS[request.param]


def parts_of(block: Any):
    """Every dataclass inside a block, the block included."""
    if is_dataclass(block) and not isinstance(block, type):
        yield block
        for one in fields(block):
            yield from parts_of(getattr(block, one.name))
    elif isinstance(block, tuple | list):
        for one in block:
            yield from parts_of(one)


@pytest.fixture(scope="module")
def hostile_report():
    """A study whose every text is a megabyte long and full of unseen characters."""
    hostile = "a\x00b\x07\u202e<b>&{name}\ud800\n\t" + "word " * 200_000
    study = full_study()
    form = study.abstraction.form
    long_ones = {path: hostile for path in FULL if form.field(path).kind is Kind.TEXT}
    facts = {"citation": hostile, "label": "X\x01" + hostile}
    worse = replace(
        study,
        facts=study.facts.model_copy(update=facts),
        abstraction=with_answers(study.abstraction, **long_ones),
        findings=(Finding("S-X01", Severity.QUERY, "design", hostile, hostile),),
    )
    return a_report(worse, title=hostile)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.id)
class TestEveryChapter:
    def test_says_something(self, chapter, report):
        made = list(chapter.generate(report))
        assert made
        if chapter.id != "title":
            assert isinstance(made[0], b.Heading)
            assert made[0].level == 1
            assert made[0].text == chapter.title
            assert len(made) > 1

    def test_rows_are_as_wide_as_their_table(self, chapter, report):
        for table in tables(chapter.generate(report)):
            assert table.groups or table.empty, table.caption
            for group in table.groups:
                for row in group.rows:
                    assert len(row.cells) == len(table.columns), table.caption

    def test_prints_no_none_and_no_code_of_absence(self, chapter, report):
        said = texts(chapter.generate(report))
        assert not re.search(r"\bNone\b|NA_SRC|NOT_MEASURED|Missing\(|Unread\(", said)

    def test_survives_hostile_text(self, chapter, hostile_report):
        made = list(chapter.generate(hostile_report))
        for block in made:
            for part in parts_of(block):
                text = part.text if isinstance(part, b.Run | b.Number) else ""
                assert text.isprintable(), part
                assert len(text) <= TEXT_LIMIT

    def test_leads_nowhere_that_is_not_printed(self, chapter, report):
        alone = build_document(report, [chapter.id])
        targets = {
            part.target
            for block in alone.blocks
            for part in parts_of(block)
            if getattr(part, "target", "")
        }
        anchors = {
            part.anchor
            for block in alone.blocks
            for part in parts_of(block)
            if getattr(part, "anchor", "")
        }
        assert targets <= anchors


def test_all_links_lead_somewhere(report):
    made = build_document(report).blocks
    parts = [part for block in made for part in parts_of(block)]
    anchors = [part.anchor for part in parts if getattr(part, "anchor", "")]
    assert len(anchors) == len(set(anchors))
    targets = {part.target for part in parts if getattr(part, "target", "")}
    assert targets <= set(anchors)


def test_document_tells_the_data_and_not_the_run():
    document = build_document(a_report(full_study(), title="  Two\nlines "))
    assert document.title == "Two lines"
    assert document.author == "Dana W"
    assert document.data_date.isoformat() == "2026-01-02"
    assert document.language == "en"
    assert build_document(a_report(full_study())) == build_document(
        a_report(full_study())
    )


def test_chapters_without_content_are_printed_only_when_asked_for():
    heads = [
        block.text
        for block in build_document(a_report(blank_study())).blocks
        if isinstance(block, b.Heading) and block.level == 1
    ]
    assert "Flow of studies" not in heads
    assert "Answered queries" not in heads
    asked = build_document(a_report(blank_study()), ["flow"])
    assert texts(asked.blocks).startswith("Flow of studies")


def test_unknown_chapter_is_a_fault():
    with pytest.raises(BugError, match="no such chapter: nothing"):
        build_document(a_report(), ["nothing"])


def chapter(chapter_id: str, *studies: ReportStudy) -> list[b.Block]:
    made = next(one for one in CHAPTERS if one.id == chapter_id)
    return list(made.generate(a_report(*studies)))


def test_every_marked_field_has_a_column():
    headings = [
        column.title
        for table in tables(chapter("characteristics", full_study()))
        for column in table.columns
    ]
    marked = [spec.label for spec in the_form().fields() if spec.item.column]
    assert sorted(one for one in headings if one != "Study") == sorted(marked)
    assert table_anchor(the_form(), "population.n_enrolled") != ""


def test_a_flow_is_printed_box_by_box_with_what_does_not_add_up():
    flow = a_flow(
        **{
            "databases[d1].name": "MEDLINE",
            "databases[d1].records": "120",
            "duplicates": "20",
            "screened": "90",
        }
    )
    wrong = Finding("H-F01", Severity.ERROR, "flow.screened", "It should be 100.")
    report = replace(a_report(full_study()), flow=flow, flow_findings=(wrong,))
    said = texts(build_document(report).blocks)
    assert "MEDLINE | 120" in said
    assert "Records screened | 90" in said
    assert "H-F01 It should be 100." in said
    report = replace(report, flow_findings=())
    assert "The counts that are entered add up." in texts(build_document(report).blocks)


def test_a_derived_dose_is_marked_and_a_printed_one_is_not():
    table = tables(chapter("interventions", full_study()))[0]
    loading, maintenance = table.groups[0].rows
    cells = dict(zip([c.heading for c in table.columns], loading.cells, strict=True))
    assert cells["g/kg per day"] == b.Number("1")
    assert cells["g/kg"] == b.Number(
        "2", derived=True, formula="1 g/kg/day × 2 days = 2 g/kg"
    )
    assert cells["Days"] == b.Number("2")
    assert cells["Every"] == b.Text(b.words("1 month"))
    assert maintenance.indent == 1
    assert cell_text(maintenance.cells[0]) == "maintenance"
    assert maintenance.cells[4] == b.Number("1")


def test_an_impossible_dose_is_unclear_with_the_reason():
    study = a_study(
        **{
            "arms[a1].phases[p1].dose.dose_text": "2 mg/kg over 2 days",
            "arms[a1].phases[p1].dose.expression": "PER_COURSE",
            "arms[a1].phases[p1].dose.value": "2",
            "arms[a1].phases[p1].dose.unit": "mg/kg",
        }
    )
    row = row_of(tables(chapter("interventions", study))[0], "S1")
    assert row[4].startswith("unclear 2 mg/kg / 1000 makes 0.002 g/kg")


def test_studies_without_a_dose_are_named_with_the_reason():
    said = texts(
        chapter("interventions", full_study(), blank_study(), half_missing_study())
    )
    assert "Dose blank: blank." in said
    assert "Dose not reported: Half." in said


def test_outcomes_account_for_every_study():
    made = chapter("outcomes", full_study(), blank_study(), half_missing_study())
    strength, ck, lung, *_others = tables(made)
    assert [strength.caption, ck.caption, lung.caption] == ["Strength", "CK", "Lung"]
    row = row_of(strength, "Full")
    headings = [column.heading for column in strength.columns]
    cells = dict(zip(headings, row, strict=True))
    assert cells["Before"] == "74.5"
    assert cells["After"] == "84.7"
    assert cells["Change"] == "+10.2"
    assert cells["P"] == "< 0.01"
    assert strength.row_count == 2, "a P value of its own belongs to the table"
    assert "Not in source: Half." in texts([strength])
    assert "Blank: blank." in texts([strength])
    assert "In words only: Full: CK fell in all patients." in texts([ck])
    assert "Not assessed: Full." in texts([lung])


def test_a_printed_percentage_that_differs_is_told():
    table = next(
        one
        for one in tables(chapter("outcomes", full_study()))
        if one.caption == "Overall response"
    )
    assert "6/19 (31.6) printed as 28%" in row_of(table, "Full")


def test_harm_tells_zero_from_silence():
    made = chapter("adverse", full_study(), blank_study())
    by_study, by_term = tables(made)
    row = row_of(by_study, "Full")
    headings = [column.title for column in by_study.columns]
    cells = dict(zip(headings, row, strict=True))
    assert cells["Any effect"] == "2/15 (13.3) of infusions"
    assert cells["Deaths"] == "0 The paper states that there were none."
    assert cells["Any serious effect"] == "blank"
    said = texts([by_study])
    assert "No statement on harm in what was read, 1 study: blank" in said
    assert "That is not a zero." in said
    assert row_of(by_term, "Headache")[3:6] == ["40/95", "42.1", "32.0–52.7"]
    assert by_term.groups[0].title == "Headache"


def test_judgements_are_marks_with_letters_and_words():
    made = chapter("bias", full_study(), half_missing_study(), blank_study())
    figures = [one for one in tables(made) if one.is_figure]
    assert [one.caption.partition(":")[0] for one in figures] == [
        "RoB 2",
        "ROBINS-I",
        "JBI quasi-experimental",
    ]
    rob2, robins, jbi = figures
    assert [c.title for c in rob2.columns[1:]] == [
        *("D1", "D2", "D3", "D4", "D5"),
        "Overall",
    ]
    row = rob2.groups[0].rows[0]
    assert row.cells[1] == b.Judgement(b.Level.MIDDLE, "SC", "some concerns")
    assert row.cells[2] == b.Absent("blank")
    assert row.cells[6] == b.Judgement(b.Level.HIGH, "H", "high")
    assert robins.groups[0].rows[0].cells[1] == b.Absent("not reported")
    assert len(jbi.columns) == 11
    assert "a protocol is cited" in texts(made)
    assert "no tool known, as the design is open: blank" in texts(made)


def test_study_pages_hold_every_answer_with_evidence_and_note():
    study = full_study()
    abstraction = study.abstraction
    quotation = {"quotation": "in 35 adults", "locator": "p. 467", "place": "TABLE"}
    abstraction.put("population.n_enrolled", "evidence", [quotation])
    abstraction.put("population.n_enrolled", "note", "Counted twice.")
    made = chapter("studies", study)
    table = tables(made)[0]
    row = row_of(table, "Enrolled")
    assert row[1] == "35 patients “in 35 adults” Note: Counted twice."
    assert row[2] == "table, p. 467"
    labels = {cell_text(row.cells[0]) for one in table.groups for row in one.rows}
    for placed in abstraction.walk():
        if placed.answer is not None:
            assert placed.spec.label in labels, placed.path
    titles = [group.title for group in table.groups]
    assert "Dose, IVIG, phase 1" in titles
    assert "Outcome 1, muscle strength" in titles
    derived = [
        cell_text(row.cells[1])
        for one in table.groups
        for row in one.rows
        if cell_text(row.cells[2]) == "derived"
    ]
    assert "2 g/kg" in derived
    assert "1 g/kg/day" not in derived, "what is printed is not derived"
    assert "Risk of bias, assessment 2" in titles
    assert "Report type" in row_of(table, "Not yet answered")[1]


def test_a_long_answer_runs_over_several_rows_and_says_where_it_stops():
    text = "word " * 100_000
    study = a_study(**{"declarations.notes": text})
    table = tables(chapter("studies", study))[0]
    group = next(one for one in table.groups if one.title == "Declarations")
    long_rows = [cell_text(row.cells[1]) for row in group.rows]
    assert max(map(len, long_rows)) <= PIECE_LIMIT
    kept = [one for one in long_rows if one.startswith("word")]
    assert kept[-1].endswith(" […]")
    assert len(" ".join(kept)) == pytest.approx(TEXT_LIMIT, abs=20)


def test_shortened_cells_are_explained():
    long_text = "1 g/kg/day " * 40
    study = a_study(**{"arms[a1].phases[p1].dose.dose_text": long_text})
    table = tables(chapter("interventions", study))[0]
    assert row_of(table, "S1")[1].endswith(" […]")
    assert "A text is shortened here" in texts([table])
    assert "shortened" not in texts(chapter("interventions", full_study()))


def test_exclusions_are_told_in_words_with_the_reason():
    study = a_study("lang1991", exclusion="E-01")
    named = study.facts.model_copy(update={"exclusion_reason": "JDM only."})
    table = tables(chapter("excluded", replace(study, facts=named)))[0]
    assert table.groups[0].title == "E-01 children only"
    assert row_of(table, "Lang1991")[2] == "JDM only."


def test_open_and_answered_findings_go_to_their_chapters():
    path = "arms[a1].phases[p1].dose.value"
    found = (
        Finding("H-D03", Severity.ERROR, path, "Wrong unit."),
        Finding("S-P01", Severity.QUERY, "population.age", "Young.", "Checked."),
        Finding("N-01", Severity.NOTE, "population.age", "Only a note."),
    )
    study = replace(full_study(), findings=found)
    opened = tables(chapter("findings", study))[0]
    assert row_of(opened, "Full") == [
        "Full",
        "Dose, IVIG, phase 1, Printed dose",
        "Wrong unit.",
        "H-D03",
    ]
    assert opened.row_count == 1
    answered = tables(chapter("answered", study))[0]
    assert row_of(answered, "Full")[2:] == ["Young. S-P01", "Checked."]
    assert "Only a note." not in texts([opened, answered])


def test_references_link_their_doi():
    made = chapter("references", full_study())
    runs = [part for block in made for part in parts_of(block)]
    linked = [run for run in runs if isinstance(run, b.Run) and run.url]
    assert [run.url for run in linked] == ["https://doi.org/10.1002/art.10053"]
    assert (
        "Cherin P, 张三. An open study with µ and 免疫球蛋白. Arthritis Rheum 2002."
        in texts(made)
    )


def test_contradictions_name_their_sources():
    table = tables(chapter("contradictions", full_study()))[0]
    assert row_of(table, "Full") == [
        "Full",
        "length of treatment",
        "4 months English abstract",
        "3 months",
        "blank",
        "blank",
    ]


class MorePopulation(Population):
    """Population"""

    hair: Abstracted[str] = item("Colour of hair", "s3.hair", column=True)


class MoreOutcomeRow(OutcomeRow):
    """One outcome."""

    walking: Abstracted[KofN] = item("Walk again", "s7.walking", optional=True)


class MoreOutcomes(Outcomes):
    """Outcomes"""

    rows: list[MoreOutcomeRow] = repeat("Outcome rows", "outcome")


class MoreHarm(AdverseEffects):
    """Adverse effects"""

    falls: Abstracted[KofN] = item("Falls", "s8.falls", optional=True)


class MoreAnswers(Answers):
    """All answers, of a form with a line more in three sections."""

    population: MorePopulation = held()
    outcomes: MoreOutcomes = held()
    adverse_effects: MoreHarm = held()


def test_an_added_field_is_printed_without_another_edit():
    form = read_form(MoreAnswers, 1)
    entries = (
        ("population.hair", "answer", "auburn"),
        ("outcomes.rows[o1]", "row", "a0"),
        ("outcomes.rows[o1].outcome_code", "answer", "FUNCTION"),
        ("outcomes.rows[o1].walking", "answer", {"k": 3, "n": 7}),
        ("adverse_effects.falls", "answer", {"k": 2, "n": 9}),
    )
    abstraction = Abstraction("s1", "r1", entries, form, MoreAnswers)
    study = ReportStudy(StudyFacts(key="s1", label="Red 2001"), abstraction)
    report = replace(a_report(study), form=form)

    def said(chapter_id: str) -> str:
        return texts(build_document(report, [chapter_id]).blocks)

    assert "Colour of hair" in said("characteristics")
    assert "auburn" in said("characteristics")
    assert "walk again 3/7" in said("outcomes")
    assert "Falls" in said("adverse")
    assert "2/9 (22.2)" in said("adverse")
    for label, answer in (("Colour of hair", "auburn"), ("Walk again", "3/7")):
        assert f"{label} | {answer} | " in said("studies")


def test_plain_shows_what_cannot_be_seen():
    assert plain(" a\tb\u202ec\x00 ") == "a b⟨U+202E⟩c⟨U+0000⟩"
    assert plain("x" * 50, 20) == "x" * 16 + " […]"


def test_ten_times_the_studies_take_ten_times_the_calls():
    """No chapter looks at all other studies for each study."""

    def calls(count: int) -> int:
        abstraction = full_study().abstraction
        studies = []
        for number in range(count):
            own = abstraction.copy()
            own.study_id = f"s{number}"
            studies.append(replace(a_study(f"s{number}"), abstraction=own))
        report = a_report(*studies)
        counted = 0

        def count_call(_frame: Any, event: str, _argument: Any) -> None:
            nonlocal counted
            counted += event == "call"

        sys.setprofile(count_call)
        try:
            build_document(report)
        finally:
            sys.setprofile(None)
        return counted

    calls(1)  # what is computed once for the form
    once, few, many = calls(1), calls(5), calls(50)
    assert (many - once) / (few - once) == pytest.approx(49 / 4, rel=0.1)
