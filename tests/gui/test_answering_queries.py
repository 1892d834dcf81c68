"""Alt+A answers the query one sees, and only its message says so."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ivig_abstractor.gui.actions.studies import StudyActions
from ivig_abstractor.gui.forms.messages import MessageBar
from ivig_abstractor.operations import abstracting
from tests.gui.shell_builders import show_form

PMID, TREATED = "identification.pmid", "population.n_treated"
ANSWERED = {
    "identification.year": "1993",
    PMID: "24387253",
    TREATED: "12",
    "population.described_n": "8",
}


@pytest.fixture
def opened(window, file):
    show_form(window, file)
    study = window.desk.study.line.study_id
    for path, text in ANSWERED.items():
        if window.desk.study.abstraction.form.knows(path):
            window.desk.perform(
                lambda r, at=path, said=text: abstracting.answer_text(
                    r, study, at, said
                )
            )
    QApplication.processEvents()
    return window


def queries(window, section):
    return [
        one
        for one in window.desk.study.findings
        if one.severity.value == "query" and one.path.startswith(f"{section}.")
    ]


def keyed(window):
    section = window.screens.abstraction.stack.current()
    bars = [b for b in section.findChildren(MessageBar) if b.isVisibleTo(section)]
    return [bar.finding for bar in bars if "Alt+A" in bar._answer.text()]


def alt_a(window):
    QTest.keyClick(
        QApplication.focusWidget(), Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier
    )
    QApplication.processEvents()


def next_field(view, path):
    rows = view.stack.current().shown_rows()
    at = next(n for n, one in enumerate(rows) if path in one.paths)
    return rows[at + 1].paths[0]


@pytest.fixture
def asked(opened, monkeypatch):
    found = []
    monkeypatch.setattr(
        StudyActions, "ask_reply", lambda _self, path, rule: found.append((path, rule))
    )
    return found


def test_the_query_of_the_current_field_is_answered(opened, asked):
    view = opened.screens.abstraction
    [query] = queries(opened, "population")
    view.reveal(query.path)
    QApplication.processEvents()
    assert keyed(opened) == [query]
    alt_a(opened)
    assert asked == [(query.path, query.rule)]


def test_from_a_field_without_any_the_nearest_query_in_sight_is_answered(opened, asked):
    view = opened.screens.abstraction
    assert queries(opened, "identification"), "there is another one before it"
    [query] = queries(opened, "population")
    view.reveal(next_field(view_at(view, query.path), query.path))
    QApplication.processEvents()
    assert view.path != query.path
    assert keyed(opened) == [query]
    alt_a(opened)
    assert asked == [(query.path, query.rule)]
    assert view.section.key == "population"


def view_at(view, path):
    view.reveal(path)
    return view


def test_in_the_findings_the_chosen_one_is_answered(opened, asked):
    view = opened.screens.abstraction
    [here] = queries(opened, "population")
    view.reveal(here.path)
    findings = view.findings
    other = queries(opened, "identification")[0]
    findings.list.setFocus()
    at = findings.model.findings.index(other)
    findings.list.setCurrentIndex(findings.model.index(at))
    QApplication.processEvents()
    assert keyed(opened) == []
    alt_a(opened)
    assert asked == [(other.path, other.rule)]
    at = findings.model.findings.index(here)
    findings.list.setCurrentIndex(findings.model.index(at))
    QApplication.processEvents()
    assert keyed(opened) == [here]


def test_the_next_finding_is_not_the_one_where_one_stands(opened):
    view = opened.screens.abstraction
    first, *others = queries(opened, "identification") + queries(opened, "population")
    view.reveal(first.path)
    opened.does.step_finding(1)
    assert view.path in [one.path for one in others]
    assert view.path != first.path


def test_where_none_is_in_sight_the_next_one_is_gone_to_first(opened, asked):
    view = opened.screens.abstraction
    view.go_to_section("declarations")
    assert not queries(opened, "declarations")
    alt_a(opened)
    [(path, _rule)] = asked
    assert view.path == path
    shown = view.stack.current()
    assert shown.section.key == path.partition(".")[0]
