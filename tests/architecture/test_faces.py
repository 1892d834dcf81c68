"""One line in a section is a field on every face; every kind of value has its faces."""

import os
from collections.abc import Iterator
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ivig_abstractor.exchange.codebook import codebook
from ivig_abstractor.exchange.json_schema import json_schema
from ivig_abstractor.gui.forms.builder import SectionView
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Abstracted
from ivig_abstractor.model.checks.completion import blockers
from ivig_abstractor.model.checks.registry import CheckContext, check
from ivig_abstractor.model.field import Comparison, held, item
from ivig_abstractor.model.form import FieldSpec, FormSpec, Kind, read_form, the_form
from ivig_abstractor.model.notation.reading import Problem
from ivig_abstractor.model.quantities import PositiveNumber
from ivig_abstractor.model.reading import read_answer, write_answer
from ivig_abstractor.model.review import ReviewFacts, StudyFacts
from ivig_abstractor.model.sections.population import Population
from ivig_abstractor.model.sections.root import Answers
from ivig_abstractor.report.chapters import ReportInput, ReportStudy, build_document
from ivig_abstractor.report.plain_text import as_text

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

WEIGHT = "population.weight_mean"


class HeavierPopulation(Population):
    """Population"""

    weight_mean: Abstracted[PositiveNumber] = item(
        "Mean weight",
        "s3.weight_mean",
        help="At baseline.",
        unit="kg",
        column=True,
        plausible=(30, 150),
    )


class HeavierAnswers(Answers):
    """The form with the one line above more."""

    population: HeavierPopulation = held()


@pytest.fixture(scope="module")
def form() -> FormSpec:
    return read_form(HeavierAnswers, 2)


@pytest.fixture
def weight(form: FormSpec) -> FieldSpec:
    return form.field(WEIGHT)


def abstraction(form: FormSpec, *answers: tuple[str, object]) -> Abstraction:
    entries = [(path, "answer", value) for path, value in answers]
    return Abstraction("s1", "r1", entries, form, HeavierAnswers)


@pytest.fixture
def view(form: FormSpec, qtbot: object) -> Iterator[SectionView]:
    shown = SectionView(form.by_section["population"], "population")
    shown.show_answers(abstraction(form), [], read_only=False)
    shown.resize(800, 600)
    shown.show()
    yield shown
    shown.close()
    shown.deleteLater()
    QApplication.processEvents()


def test_it_has_a_widget_that_says_what_is_typed(view):
    said: list[tuple[str, str]] = []
    view.answered.connect(lambda path, text: said.append((path, text)))
    view.reveal(WEIGHT)
    editor = view.findChild(QWidget, WEIGHT)
    QTest.keyClicks(QApplication.focusWidget() or editor, "71.5")
    QTest.keyClick(QApplication.focusWidget() or editor, Qt.Key.Key_Return)

    assert (WEIGHT, "71.5") in said
    assert "Mean weight" in editor.accessibleName()


def test_its_limits_are_checked(form, weight):
    problem = read_answer(weight, "-3")
    heavy = abstraction(form, (WEIGHT, "260.0"))
    found = check(heavy, CheckContext(2026))

    assert isinstance(problem, Problem)
    assert problem.rule == "H-D01"
    assert [one.path for one in found if one.rule == "S-M01"] == [WEIGHT]


def test_it_blocks_completion_while_it_is_blank(form):
    empty, full = abstraction(form), abstraction(form, (WEIGHT, "71.5"))

    assert WEIGHT in [one.path for one in blockers(empty, [])]
    assert WEIGHT not in [one.path for one in blockers(full, [])]


def test_it_stands_in_the_json_schema(form):
    schema = json_schema(HeavierAnswers, form)

    assert "weight_mean" in schema["$defs"]["HeavierPopulation"]["properties"]
    assert schema["x-fields"][WEIGHT]["unit"] == "kg"


def test_it_stands_in_the_codebook(form):
    assert f"- **Mean weight**, kg (`{WEIGHT}`, s3.weight_mean)" in codebook(form)


def test_it_is_a_column_of_the_tables_and_a_row_of_the_study(form):
    study = ReportStudy(
        StudyFacts(key="s1", label="Red 2001"), abstraction(form, (WEIGHT, "71.50"))
    )
    report = ReportInput(ReviewFacts(), (), (study,), form, None, "0" * 64)

    table = as_text(build_document(report, ["characteristics"]).blocks)
    page = as_text(build_document(report, ["studies"]).blocks)
    assert "Mean weight" in table
    assert "71.50" in table
    assert "Mean weight" in page


def test_it_is_compared_by_value(weight):
    assert weight.comparison is Comparison.NUMERIC


def test_it_needs_no_change_of_the_stored_file(form):
    kept = abstraction(form, (WEIGHT, "71.50"))

    assert kept.get(WEIGHT) == Decimal("71.50")
    assert str(kept.get(WEIGHT)) == "71.50"


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_used_read_and_written(kind):
    specs = [spec for spec in the_form().fields() if spec.kind is kind]
    assert specs, f"no field of the form is of kind {kind}"
    for spec in specs:
        example = spec.item.example or (spec.options[0] if spec.options else "")
        reading = read_answer(spec, example, {"a1": example})
        assert not isinstance(reading, Problem), (spec.pattern, reading)
        text = write_answer(spec, reading.value)
        again = read_answer(spec, text, {"a1": example})
        assert write_answer(spec, again.value) == text


def test_every_kind_is_described_in_the_codebook():
    from ivig_abstractor.exchange.codebook import _KINDS

    assert set(_KINDS) == set(Kind)
