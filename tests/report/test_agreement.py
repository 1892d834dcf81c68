"""The chapter on agreement: on every kind of review, split over pages, in all modes."""

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from ivig_abstractor.model.agreement import (
    Agreement,
    AgreementKind,
    Coefficient,
    Estimate,
    FieldAgreement,
    SectionAgreement,
    Tally,
)
from ivig_abstractor.model.discrepancy import DiscrepancyClass
from ivig_abstractor.model.figures import fixed
from ivig_abstractor.model.review import Role
from ivig_abstractor.report import blocks as b
from ivig_abstractor.report import chapter_agreement
from ivig_abstractor.report.agreement_cells import (
    interval_cell,
    plotted,
    scale_for,
    share_cells,
    size_cell,
    value_cell,
)
from ivig_abstractor.report.chapters import build_document
from ivig_abstractor.report.layout import lay_out
from ivig_abstractor.report.methods import methods
from ivig_abstractor.report.page import Letter, Rounded, Stroke
from ivig_abstractor.report.pdf import render
from ivig_abstractor.report.plain_text import as_text
from ivig_abstractor.report.report_input import (
    DualCounts,
    DualInput,
    DualMode,
    DualReviewer,
    Kept,
    ResolvedDiscrepancy,
)
from tests.report.conftest import a_report, a_study, row_of, tables, texts
from tests.report.dual_sample import a_dual

STUDIES = [a_study(f"s{number}") for number in range(1, 14)]
TWO = a_dual()
THREE = a_dual(letters=("A", "B", "C"))


def a_discrepancy(study="s1", **more):
    said = {
        "study_id": study,
        "study_label": "Jann 1992",
        "field": "Days per course",
        "where": "IVIG, phase 2",
        "kind": DiscrepancyClass.SLIP,
        "answers": ("5", "4"),
        "consensus": "4",
        "kept": "B",
        "reason": "printed: over four days",
    }
    return ResolvedDiscrepancy(**(said | more))


def a_report_of(dual, *studies):
    return replace(a_report(*(studies or STUDIES)), dual=dual)


def chapter(dual, *studies):
    return list(chapter_agreement.generate(a_report_of(dual, *studies)))


def table(dual, caption, *studies):
    found = [
        t for t in tables(chapter(dual, *studies)) if t.caption.startswith(caption)
    ]
    assert len(found) == 1, caption
    return found[0]


def test_it_is_absent_where_nobody_abstracted_twice():
    alone = build_document(a_report(*STUDIES))
    heads = [one.text for one in alone.blocks if isinstance(one, b.Heading)]
    assert "Agreement of reviewers" not in heads
    asked = build_document(a_report(*STUDIES), ["agreement"])
    assert "No study was abstracted by more than one" in texts(asked.blocks)


def test_it_stands_before_the_study_pages():
    made = build_document(a_report_of(TWO)).blocks
    heads = [one.text for one in made if isinstance(one, b.Heading) and one.level == 1]
    at = heads.index("Agreement of reviewers")
    assert heads[at + 1] == "Study by study"


def test_nothing_compared_says_so():
    said = texts(chapter(DualInput(Agreement())))
    assert said == "Agreement of reviewers\nNothing has been compared yet."


def test_no_discrepancies_say_so():
    agreement = Agreement(
        sections=(SectionAgreement("design", "Design", Tally(9)),), overall=Tally(9)
    )
    said = texts(chapter(DualInput(agreement)))
    assert "agreed in 9 of 9 pairs (100.0%; 95% CI 70.1 to 100.0)" in said
    assert "There were no discrepancies." in said
    assert "Discrepancies and their resolution" not in said


@pytest.mark.parametrize("dual", [TWO, THREE], ids=["two", "three"])
def test_every_table_is_sound(dual):
    made = chapter(dual)
    found = tables(made)
    assert len(found) == 7
    for one in found:
        assert one.groups
        for group in one.groups:
            for row in group.rows:
                assert len(row.cells) == len(one.columns), one.caption
    said = texts(made)
    assert not re.search(r"\bNone\b|nan|missing:", said)
    document = build_document(a_report_of(dual))
    anchors = {t.anchor for t in tables(document.blocks)}
    assert "table-discrepancies" in anchors


def test_sections_add_up_to_all():
    found = table(TWO, "Agreement before resolution, by section")
    (group,) = found.groups
    *rows, total = group.rows
    assert total.total
    pairs = [int(row.cells[1].text) for row in rows]
    assert sum(pairs) == int(total.cells[1].text) == TWO.agreement.overall.pairs
    same, normalised, different, silent = (int(c.text) for c in total.cells[2:6])
    assert same + normalised + different + silent == sum(pairs)
    plot = total.cells[-1]
    assert plot == b.Interval(
        TWO.agreement.overall.percent,
        TWO.agreement.overall.low,
        TWO.agreement.overall.high,
        found.columns[-1].scale,
    )


def test_every_field_is_in_one_table():
    rows = [
        row
        for one in tables(chapter(TWO))
        if one.anchor.startswith("table-agreement-") and "studies" not in one.anchor
        for group in one.groups
        for row in group.rows
    ]
    assert len(rows) == len(TWO.agreement.fields)


def an_agreement_of(*fields):
    section = SectionAgreement("design", "Design", Tally(27))
    return Agreement(fields=fields, sections=(section,), overall=Tally(27))


def a_field(label, estimate, kind=AgreementKind.CODED, name="κ", others=()):
    return FieldAgreement(
        label, label, "design", kind, Tally(27), name, estimate, others
    )


def test_what_is_undefined_is_a_word_with_a_note():
    route = a_field("Route", Estimate(None, undefined="One category only."))
    blinding = a_field("Blinding", Estimate(-0.02339, -0.0475, 0.0007, 125))
    plain = a_field("Adults", Estimate(1.0, n=9, no_interval="No differences."))
    found = table(DualInput(an_agreement_of(route, blinding, plain)), "Coded fields")
    assert row_of(found, "Route")[4:6] == ["undefined One category only."] * 2
    assert row_of(found, "Blinding")[4:6] == ["−0.02", "−0.05–0.00"]
    assert row_of(found, "Adults")[4:6] == ["1.00", "none No differences."]


def test_coefficients_are_rounded_like_those_of_the_window():
    near = a_field("Near", Estimate(0.9996, 0.9991, 0.9999, 30))
    half = a_field("Half", Estimate(0.5, 0.1234, 0.9999, 30))
    dual = DualInput(an_agreement_of(near, half))
    found = table(dual, "Coded fields")
    assert row_of(found, "Near")[4:6] == [">0.99", ">0.99"]
    assert row_of(found, "Half")[4:6] == ["0.50", "0.12–>0.99"]
    said = "Coefficients are rounded to 2 decimals"
    assert sum(said in one for one in methods(dual)) == 1
    assert not any(said in one for one in methods(DualInput(an_agreement_of())))


def test_ordered_codes_bring_a_column_of_their_own():
    others = tuple(
        Coefficient(name, name, Estimate(0.5, 0.1, 0.9, 20))
        for name in ("κw²", "κ", "AC1", "α")
    )
    grade = a_field("Grade", Estimate(0.6, 0.2, 0.8, 20), name="κw", others=others)
    plain = a_field("Route", Estimate(0.7, 0.2, 0.9, 20))
    found = table(DualInput(an_agreement_of(grade, plain)), "Coded fields")
    assert [one.title for one in found.columns][4:] == ["κ", "95% CI", "κ²", "AC1", "α"]
    assert row_of(found, "Grade")[4:] == ["0.60", "0.20–0.80", *["0.50"] * 3]
    assert row_of(found, "Route")[6] == ""
    assert "linear weights" in b.text_of(found.notes[0])


def test_three_reviewers_have_the_coefficients_of_many():
    def others(*names):
        estimate = Estimate(0.5, 0.1, 0.9, 20)
        return tuple(Coefficient(name, name, estimate) for name in names)

    fleiss = Estimate(0.43, 0.38, 0.48, 20)
    plain = a_field("Route", fleiss, name="κF", others=others("κfree", "AC1", "α"))
    alpha = Estimate(0.61, 0.41, 0.81, 20)
    grade = a_field("Grade", alpha, name="α", others=others("κF", "κfree", "AC1"))
    agreement = replace(an_agreement_of(plain, grade), letters=("A", "B", "C"))
    found = table(DualInput(agreement), "Coded fields")
    assert [one.title for one in found.columns][3:] == [
        *("κ", "95% CI", "Free", "AC1", "α", "95% CI")
    ]
    half = ["0.50", "0.50"]
    own = ["0.43", "0.38–0.48"]
    assert row_of(found, "Route")[3:] == [*own, *half, "0.50", "0.10–0.90"]
    own = ["0.50", "0.10–0.90"]
    assert row_of(found, "Grade")[3:] == [*own, *half, "0.61", "0.41–0.81"]
    assert "Fleiss' kappa" in b.text_of(found.notes[0])


class TestDiscrepancies:
    def rows(self, *found, letters=("A", "B")):
        dual = DualInput(Agreement(letters=letters), discrepancies=found)
        return table(dual, "Discrepancies")

    def test_are_grouped_by_class_in_the_order_of_the_queue(self):
        kinds = [*reversed(DiscrepancyClass), None]
        found = self.rows(*(a_discrepancy(kind=kind) for kind in kinds))
        titles = [one.label for one in DiscrepancyClass]
        assert [group.title for group in found.groups] == [*titles, "Other"]
        assert {group.detail for group in found.groups} == {"1"}

    def test_tell_both_answers_the_consensus_and_why(self):
        found = self.rows(a_discrepancy("unknown"))
        assert row_of(found, "Jann 1992") == [
            "Jann 1992",
            "Days per course IVIG, phase 2",
            "5",
            "4",
            "4",
            "B",
            "printed: over four days",
        ]

    @pytest.mark.parametrize(
        ("kept", "two", "three"),
        [
            ("A", "A", "A"),
            (Kept.OTHER, "neither", "none"),
            (Kept.SAME, "both", "all"),
            (Kept.NORMALISED, "both", "all"),
        ],
    )
    def test_say_what_was_kept(self, kept, two, three):
        one = a_discrepancy("x", kept=kept)
        assert row_of(self.rows(one), "Jann 1992")[5] == two
        found = self.rows(one, letters=("A", "B", "C"))
        assert row_of(found, "Jann 1992")[6] == three
        assert found.landscape

    def test_that_are_open_say_so(self):
        found = self.rows(a_discrepancy("x", kept=""), a_discrepancy("y"))
        assert found.aside == "1 of 2 open"
        assert row_of(found, "Jann 1992")[4:6] == ["to decide", ""]

    def test_have_no_columns_for_decisions_that_nobody_has_taken(self):
        found = self.rows(a_discrepancy("x", kept="", reason=""))
        titles = [one.title for one in found.columns]
        assert titles == ["Study", "Field", "Reviewer A", "Reviewer B"]

    def test_tell_a_row_that_somebody_lacks(self):
        one = a_discrepancy("x", is_row=True, answers=("Headache", ""), consensus="")
        assert row_of(self.rows(one), "Jann 1992")[2:5] == [
            "Headache",
            "no such row",
            "left out",
        ]

    def test_mute_absences_and_blanks(self):
        found = self.rows(a_discrepancy(answers=("unclear", ""), consensus="unclear"))
        cells = found.groups[0].rows[0].cells[2:5]
        assert [b.text_of(one.runs) for one in cells] == ["unclear", "blank", "unclear"]
        assert {run.style for one in cells for run in one.runs} == {b.Style.MUTED}

    def test_hold_long_and_hostile_texts_short(self):
        hostile = "a\x00b\u202e<b>{name}\n" + "word " * 20_000
        found = self.rows(
            a_discrepancy(
                field=hostile,
                where=hostile,
                answers=(hostile, hostile),
                consensus=hostile,
                reason=hostile,
            )
        )
        said = as_text([found])
        assert len(said) < 3000
        assert "A text is shortened here" in said
        assert all(line.isprintable() for line in said.splitlines())


def test_simulated_answers_are_called_so_everywhere():
    dual = replace(TWO, is_simulated=True)
    made = chapter(dual)
    assert any(isinstance(one, b.NoteBlock) for one in made)
    assert all(one.caption.endswith("(simulated)") for one in tables(made))
    assert all(
        b.text_of(one.runs).startswith("Simulated: ")
        for one in made
        if isinstance(one, b.Paragraph)
    )


class TestMethods:
    def said(self, **more):
        return " ".join(methods(replace(TWO, **more)))

    def test_tell_who_and_how_many(self):
        said = self.said()
        assert "The reviewers were Dana W (A) and Mei K (B)." in said
        assert "2 reviewers abstracted 13 studies: the program showed nobody" in said
        assert "Nobody looked at the answers of another" in said
        assert "One reviewer only abstracted 1 study." in said
        assert "The consensus of 12 studies is complete." in said

    def test_tell_the_looks(self):
        assert "another 1 time; this" in self.said(looks=1)
        assert "another 3 times; each time" in self.said(looks=3)

    def test_do_not_claim_independence_that_was_not_there(self):
        said = self.said(blinded=False)
        assert "Not independently, 2 reviewers abstracted 13 studies" in said
        assert "Nobody looked" not in said

    def test_tell_verification(self):
        said = self.said(mode=DualMode.VERIFIED, counts=DualCounts(verified=5))
        assert "In 5 studies one reviewer verified what another had" in said
        assert "Independently" not in said

    def test_tell_what_was_kept_and_who_decided(self):
        found = (
            a_discrepancy(by="Kim S"),
            a_discrepancy(kept="A", by="Dana W", by_party=True),
            a_discrepancy(kept=Kept.OTHER, by="Kim S"),
            a_discrepancy(kept=Kept.SAME, by="Kim S"),
            a_discrepancy(kept=Kept.OPEN),
        )
        adjudicator = (DualReviewer("Kim S", role=Role.ADJUDICATOR),)
        said = self.said(discrepancies=found, reviewers=adjudicator)
        assert "There were 5 discrepancies, of which 4 were decided." in said
        assert "kept the answer of A in 1, the answer of B in 1, what all" in said
        assert "A reviewer who had abstracted the study decided 1 of them." in said
        assert "An adjudicator who had not abstracted it decided 3 of them." in said
        assert "Still open: 1." in said
        nobody = (DualReviewer("Kim S", role=Role.LEAD),)
        assert "The reviewers were" not in self.said(reviewers=nobody)
        other = self.said(discrepancies=found, reviewers=nobody)
        assert "The lead, who had not abstracted it, decided 3" in other
        unknown = self.said(discrepancies=found)
        assert "Somebody who had not abstracted the study decided 3" in unknown

    def test_one_discrepancy_is_one(self):
        said = self.said(discrepancies=(a_discrepancy(kept=""),))
        assert "There was 1 discrepancy, which is not decided yet." in said
        assert "Still open" not in said


def test_what_is_not_there_is_an_empty_cell():
    for cell in (value_cell, interval_cell, size_cell):
        assert isinstance(cell(None), b.Nothing)
    assert size_cell(Estimate(None, undefined="Why.")) == b.Absent("undefined", "Why.")
    assert share_cells(Tally()) == (b.Nothing(), b.Nothing())
    assert plotted(Tally(), (0, 100)) == b.Nothing()


def test_signed_numbers_have_a_real_minus_and_zero_none():
    assert [fixed(v, 2) for v in (-0.001, -1.005, 3, 0)] == [
        "0.00",
        "−1.00",
        "3.00",
        "0.00",
    ]


def test_the_scale_holds_every_interval():
    assert scale_for([Tally(99, different=1)]) == (50, 75, 100)
    assert scale_for([Tally(5, different=5)])[0] == 0
    assert scale_for([])[0] == 0


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("dual", [TWO, THREE], ids=["two", "three"])
def test_it_stays_within_the_margins(paper, dual):
    document = build_document(a_report_of(dual), ["agreement"])
    for page in lay_out(document, paper).pages:
        for mark in page.marks:
            if isinstance(mark, Letter):
                assert 56 <= mark.x <= page.width - 56, mark
            if isinstance(mark, Stroke):
                assert 56 <= mark.x <= mark.to_x <= page.width - 56, mark


def test_the_plot_is_drawn_on_its_scale():
    scale = (50.0, 75.0, 100.0)
    cell = b.Interval(75, 50, 100, scale)
    column = b.Column("Agreement", least=88, scale=scale)
    drawn = b.Table("T", (column,), (b.Group((b.Row((cell,)),)),))
    document = replace(build_document(a_report()), blocks=(drawn,))
    (page,) = lay_out(document, "a4").pages
    ticks = {one.text: one.x for one in page.marks if isinstance(one, Letter)}
    assert {"50", "75", "100"} <= ticks.keys()
    lines = [one for one in page.marks if isinstance(one, Stroke)]
    down = sorted(one.x for one in lines if one.x == one.to_x)
    assert len(down) == 3
    (interval,) = [one for one in lines if one.weight == 1.0 and one.y == one.to_y]
    assert (interval.x, interval.to_x) == (down[0], down[-1])
    (dot,) = [one for one in page.marks if isinstance(one, Rounded)]
    assert dot.x + dot.radius == pytest.approx(down[1])
    assert ticks["50"] < down[0] < ticks["75"] < down[1] < ticks["100"] < down[2]


def test_thousands_of_discrepancies_are_all_printed():
    found = tuple(
        a_discrepancy(f"s{number // 50}", reason=f"reason{number}.", consensus="4")
        for number in range(2000)
    )
    dual = replace(TWO, discrepancies=found)
    target = io.BytesIO()
    render(build_document(a_report_of(dual), ["agreement"]), target)
    said = "\n".join(page.extract_text() for page in PdfReader(target).pages)
    assert sorted(map(int, re.findall(r"reason(\d+)\.", said))) == list(range(2000))
    assert "Same place, different value (continued)" in said


def test_the_chapter_as_text(golden):
    few = ("design.design_code", "population.n_enrolled", "population.age")
    few += ("arms[].arm.name", "outcomes.rows[].responders", "identification.title")
    small = a_dual(studies=9, patterns=few, differing=0.4)
    golden("agreement.txt", as_text(chapter(small)))
