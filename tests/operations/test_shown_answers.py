"""Answers are shown as the screen has figures and dates; text stays as it is."""

import threading

import pytest

from ivig_abstractor.base.display import Conventions, use_conventions
from ivig_abstractor.model.answer import Missing, MissingCode, Unread
from ivig_abstractor.model.derived import derived_for
from ivig_abstractor.model.form import the_form
from ivig_abstractor.model.reading import read_answer, show_answer, write_answer
from ivig_abstractor.operations.abstracting import add_row, answer_block, answer_text
from ivig_abstractor.operations.reading import history

FORM = the_form()


@pytest.fixture(autouse=True)
def comma():
    use_conventions(Conventions("comma", "words"))


def shown(path, text):
    spec = FORM.field(path)
    return show_answer(spec, read_answer(spec, text).value)


def test_figures_are_shown_with_a_comma_and_written_as_printed():
    assert shown("population.age", "43.5 ± 16.8").count(",") == 2
    spec = FORM.field("population.age")
    answer = read_answer(spec, "43.5 ± 16.8").value
    assert "," not in write_answer(spec, answer)


def test_what_is_no_figure_stays_as_it_is():
    assert shown("identification.title", "IVIG 2.0 g/kg") == "IVIG 2.0 g/kg"
    spec = FORM.field("population.age")
    assert show_answer(spec, Unread(unread="about 43.5")) == "about 43.5"
    assert "." not in show_answer(spec, Missing(missing=MissingCode.NR))


def test_history_is_shown_from_the_thread_that_reads_it(review, study):
    answer_text(review, study, "population.age", "43.5 ± 16.8")
    told = []
    thread = threading.Thread(
        target=lambda: told.append(
            show_answer(
                FORM.field("population.age"),
                read_answer(FORM.field("population.age"), "43.5").value,
            )
        )
    )
    thread.start()
    thread.join()
    assert "43.5" in told[0], "an export would write this"
    assert "43,5" in history(review, study, "population.age")[0].new


def test_derived_values_are_shown_like_the_others(review, study):
    row = add_row(review, study, "outcomes.rows").reveal
    answer_text(review, study, f"{row}.before", "74.5")
    answer_text(review, study, f"{row}.after", "84.7")
    [change] = derived_for(review.abstraction(study), row)
    assert change.text == "+10,2"


def test_dates_are_shown_in_words():
    assert shown("identification.period_start", "2012-03-04") == "4 Mar 2012"
    assert shown("identification.period_start", "2012-03") == "Mar 2012"
    assert shown("identification.period_start", "2012") == "2012"


def test_history_leaves_out_what_was_kept_while_it_was_typed(review, study):
    path = "design.allocation"
    for draft in ("ran", "rando"):
        answer_block(review, study, [(path, Unread(unread=draft))], "Allocation")
    answer_text(review, study, path, "RANDOM")
    (line,) = history(review, study, path)
    assert (line.old, line.new) == ("", "random")
    answer_text(review, study, path, "nonsense")
    answer_text(review, study, "design.n_sites", "2")
    answer_text(review, study, path, "NONE")
    assert [line.new for line in history(review, study, path)] == [
        "no allocation",
        "nonsense",
        "random",
    ]
