import pytest

from ivig_abstractor.base.errors import AppError, DiskFull
from ivig_abstractor.gui.answering import Answering
from ivig_abstractor.gui.desk import Desk, Situation, opening_of
from ivig_abstractor.model.answer import Missing, MissingCode, Unread
from ivig_abstractor.model.evidence import Evidence
from ivig_abstractor.store.project import ProjectFile
from tests.gui.shell_builders import ImmediateRunner, a_review

TITLE = "identification.title"


@pytest.fixture
def desk(tmp_path, qapp):
    file = a_review(tmp_path, "Cherin 2002", "Hara 2003")
    made = Desk(ImmediateRunner())
    made.open(opening_of(file), pytest.fail)
    made.go_to("abstract")
    made.show_study(made.lines()[0].study_id)
    yield made
    made.runner.stop()


@pytest.fixture
def edits(desk):
    return Answering(desk)


def held(desk, path):
    return desk.study.abstraction.get(path)


def test_opening_hands_over_the_list(desk):
    assert [line.label for line in desk.lines()] == ["Cherin 2002", "Hara 2003"]
    assert desk.overview.title == "IVIG in myositis"
    assert desk.situation.editable
    assert desk.situation.undo == "Add study"


def test_nothing_is_possible_without_a_review(qapp):
    desk = Desk(ImmediateRunner())
    Answering(desk).answer_text(TITLE, "x")
    Answering(desk).complete(pytest.fail)
    desk.ask_history(TITLE, pytest.fail)
    assert desk.situation == Situation()


def test_an_answer_comes_back_into_the_copy_of_the_window(desk, edits):
    told = []
    desk.study_changed.connect(told.append)
    edits.answer_text(TITLE, "An open study")

    assert held(desk, TITLE) == "An open study"
    assert [one.label for one in told] == ["Title"]
    assert desk.situation.undo == "Title"
    assert desk.line(desk.study.line.study_id).answered == 1


def test_every_kind_of_edit_arrives(desk, edits):
    edits.answer_text("identification.year", "nineteen")
    assert held(desk, "identification.year") == Unread(unread="nineteen")
    edits.choose_missing("identification.year", MissingCode.UNCLEAR)
    assert held(desk, "identification.year") == Missing(missing=MissingCode.UNCLEAR)
    edits.choose_missing("identification.year", None)
    assert held(desk, "identification.year") is None
    edits.answer_block([("identification.year", 2002), (TITLE, "T")], "Paste")
    assert (held(desk, "identification.year"), held(desk, TITLE)) == (2002, "T")
    edits.cite(TITLE, [Evidence(quotation="An open study")])
    assert desk.study.abstraction.evidence(TITLE)[0].quotation == "An open study"
    edits.annotate(TITLE, "long")
    assert desk.study.abstraction.note(TITLE) == "long"
    edits.add_row("arms")
    edits.add_row("arms")
    first, second = desk.study.abstraction.rows("arms")
    edits.move_row(f"arms[{second}]", -1)
    assert desk.study.abstraction.rows("arms") == [second, first]
    edits.remove_row(f"arms[{second}]")
    assert desk.study.abstraction.rows("arms") == [first]
    edits.paste_block("population.subtypes", [], [{}, {}], "Paste 2 rows")
    assert len(desk.study.abstraction.rows("population.subtypes")) == 2
    assert desk.situation.undo == "Paste 2 rows"


def test_undo_shows_what_it_changed_in_whichever_study(desk, edits):
    first, second = (line.study_id for line in desk.lines())
    edits.answer_text(TITLE, "An open study")
    desk.show_study(second)
    revealed = []
    desk.reveal_requested.connect(revealed.append)
    edits.undo()

    assert desk.study.line.study_id == first
    assert held(desk, TITLE) is None
    assert revealed == [TITLE]
    assert desk.situation.redo == "Title"
    edits.redo()
    assert held(desk, TITLE) == "An open study"


def test_undo_names_the_study_it_touches_unless_that_is_shown(desk, edits):
    first, second = (line.study_id for line in desk.lines())
    edits.answer_text(TITLE, "An open study")
    assert desk.situation.undo == "Title"
    desk.show_study(second)
    assert desk.situation.undo == "Title in Cherin 2002"
    # Nor is it forgotten when the review is read anew.
    desk.perform(lambda review: review.become(review.reviewer_id))
    desk.read_again()
    assert desk.situation.undo == "Title in Cherin 2002"
    edits.undo()
    desk.show_study(second)
    assert desk.situation.redo == "Title in Cherin 2002"
    desk.show_study(first)
    assert desk.situation.redo == "Title"


def test_completing_is_refused_to_who_asked(desk, edits):
    heard, all_heard = [], []
    desk.refused.connect(all_heard.append)
    edits.complete(heard.append)

    assert len(heard) == 1
    assert heard[0].blockers
    assert all_heard == []


def test_a_failed_text_stands_in_the_form_until_it_is_saved(desk, edits, monkeypatch):
    heard = []
    desk.refused.connect(heard.append)
    commit = ProjectFile.commit

    def refuse(*_said, **_more):
        raise DiskFull("The disk is full.")

    monkeypatch.setattr(ProjectFile, "commit", refuse)
    edits.answer_text(TITLE, "An open study")
    edits.annotate(TITLE, "a note is no answer")
    edits.move_row("arms[a1]", 1)
    assert [isinstance(one, AppError) for one in heard] == [True, True, True]
    assert held(desk, TITLE) == Unread(unread="An open study")
    assert len(desk.runner.unsaved) == 2

    first = desk.study.line.study_id
    desk.show_study(desk.lines()[1].study_id)
    assert held(desk, TITLE) is None
    desk.show_study(first)
    assert held(desk, TITLE) == Unread(unread="An open study")

    monkeypatch.setattr(ProjectFile, "commit", commit)
    desk.runner.retry()
    assert held(desk, TITLE) == "An open study"
    assert desk.study.abstraction.note(TITLE) == "a note is no answer"
    assert desk.runner.unsaved == ()


def test_the_history_of_a_field_is_told(desk, edits):
    edits.answer_text(TITLE, "First")
    edits.answer_text(TITLE, "Second")
    told = []
    desk.ask_history(TITLE, told.extend)
    assert [(one.old, one.new) for one in told] == [("First", "Second"), ("", "First")]


def test_closing_forgets_everything(desk):
    closed = []
    desk.review_closed.connect(lambda: closed.append(True))
    desk.close()
    assert closed == [True]
    assert desk.lines() == []
    assert desk.situation == Situation()
