import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ivig_abstractor.gui.theme import metrics
from ivig_abstractor.gui.views import study_list
from ivig_abstractor.gui.views.study_list import (
    StudyListView,
    _below,
    apart,
    design_words,
    second_line,
    spoken,
)
from tests.gui.shell_builders import LINE, lines


def shown(view):
    model = view.model
    return [model.index(row).data() for row in range(model.rowCount())]


def a_list(qtbot, studies):
    view = StudyListView()
    qtbot.addWidget(view)
    view.set_lines(studies)
    return view


def test_a_line_says_what_the_study_is():
    assert design_words(LINE) == "before and after"
    assert second_line(LINE) == "Before and after · 35"
    assert second_line(replace(LINE, design="", n=None)) == "Arthritis Rheum"
    why = second_line(replace(LINE, exclusion="E-03"))
    assert why == "Excluded · inclusion body myositis only"
    assert second_line(replace(LINE, exclusion="other")) == "Excluded · other"
    trial = replace(LINE, design="RCT_CROSSOVER", n=15)
    assert second_line(trial) == "RCT, crossover · 15"
    said = spoken(LINE)
    assert said.startswith("Cherin 2002, Before and after · 35, 64 % answered, ")
    assert said.endswith("in progress, 1 error, 2 queries")


@pytest.mark.parametrize(
    ("citation", "journal"),
    [
        (
            "Danieli MG, Malcangi G, et al. Cyclosporin A. Ann Rheum Dis 2002;61:37.",
            "Ann Rheum Dis",
        ),
        ("Roifman CM, et al. JAMA 1987;258:513-515.", "JAMA"),
        (
            "Saito E, et al. A high dose. Mod Rheumatol. 2008.",
            "Mod Rheumatol",
        ),
        ("Arthritis Rheum 2002;46(2):467-474", "Arthritis Rheum"),
        ("A title and nothing else", "A title and nothing else"),
    ],
)
def test_a_study_without_a_design_is_told_by_its_journal(citation, journal):
    said = second_line(replace(LINE, design="", n=None, citation=citation))
    assert said == journal


def test_the_second_line_never_loses_the_number_of_patients(qtbot):
    wide = metrics(11).horizontalAdvance
    journal, whole = "Presse Med", "Presse Med · Before and after · 35"
    assert _below(journal, LINE, wide(whole)) == whole
    # The design gives way first, then the journal.
    assert _below(journal, LINE, wide(whole) - 1) == "Presse Med · 35"
    cut = _below(journal, LINE, wide("Presse Med · 35") - 1)
    assert cut.startswith("Pre")
    assert cut.endswith("… · 35")
    narrow = wide("Before and after · 35") - 1
    alone = _below("", LINE, narrow)
    assert alone.endswith("… · 35")
    assert wide(alone) <= narrow
    bare = replace(LINE, design="", n=None, citation="Am J Med 1991")
    assert _below("Am J Med", bare, narrow) == "Am J Med"


def test_counts_give_way_to_the_name_in_a_narrow_list(qtbot, monkeypatch):
    drawn = []
    monkeypatch.setattr(
        study_list.StudyDelegate,
        "_paint_counts",
        staticmethod(lambda _painter, area, _line: drawn.append(area.y())),
    )
    for width in (400, 150):
        view = a_list(qtbot, [LINE])
        view.setMinimumWidth(width)
        view.resize(width, 300)
        view.grab()
    beside, below = dict.fromkeys(drawn)
    assert beside < below


def test_what_tells_two_studies_apart_is_set_apart():
    labels = [
        "Cherin 1991 (Presse Med)",
        "Cherin 1991 (Am J Med)",
        "Hara 2003 (Neurol)",
    ]
    said = [apart(one, labels) for one in labels]
    assert said[:2] == [("Cherin 1991", "Presse Med"), ("Cherin 1991", "Am J Med")]
    assert said[2] == ("Hara 2003 (Neurol)", "")
    assert apart("Jann 1992", labels) == ("Jann 1992", "")


def test_choosing_asks_for_a_study_once(qtbot):
    view = a_list(qtbot, lines(3))
    chosen = []
    view.chosen.connect(chosen.append)
    view.select("s1")
    assert chosen == []
    QTest.keyClick(view.list, Qt.Key.Key_Down)
    view.step(-1)
    view.step(-1)
    view.step(-1)
    assert chosen == ["s2", "s1", "s0"]


def test_the_filter_looks_at_name_design_and_status(qtbot):
    studies = [
        LINE,
        replace(LINE, study_id="s2", label="Dalakas 1993", design="RCT_CROSSOVER"),
        replace(LINE, study_id="s3", label="Hara 2003", status="complete", errors=0),
    ]
    view = a_list(qtbot, studies)
    for words, expected in (
        ("hara", ["Hara 2003"]),
        ("crossover", ["Dalakas 1993"]),
        ("complete", ["Hara 2003"]),
        ("error 1993", ["Dalakas 1993"]),
        ("nothing like it", []),
        ("", ["Cherin 2002", "Dalakas 1993", "Hara 2003"]),
    ):
        view.filter_box.setText(words)
        assert shown(view) == expected


def test_return_in_the_filter_takes_the_first(qtbot):
    view = a_list(qtbot, lines(5))
    chosen = []
    view.chosen.connect(chosen.append)
    QTest.keyClicks(view.filter_box, "author00003")
    assert chosen == []
    QTest.keyClick(view.filter_box, Qt.Key.Key_Return)
    assert chosen == ["s3"]


def test_letters_typed_on_the_list_filter_it_and_open_nothing(qtbot):
    view = a_list(qtbot, lines(3))
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.select("s1")
    view.list.setFocus()
    chosen = []
    view.chosen.connect(chosen.append)
    QTest.keyClicks(view.list, "c")
    assert view.filter_box.text() == "c"
    assert view.filter_box.hasFocus()
    QTest.keyClicks(view.filter_box, "h")
    assert view.filter_box.text() == "ch"
    assert chosen == []
    QTest.keyClick(view.filter_box, Qt.Key.Key_Escape)
    assert view.filter_box.text() == ""
    assert view.list.hasFocus()
    assert view.current() == "s1"
    assert chosen == []


def test_studies_are_sorted_and_excluded_ones_stand_last(qtbot):
    studies = [
        replace(LINE, study_id="a", label="C", year=1990, answered=5, errors=0),
        replace(LINE, study_id="b", label="A", year=2000, answered=50, errors=3),
        replace(LINE, study_id="c", label="B", year=1995, exclusion="E-01"),
    ]
    view = a_list(qtbot, studies)
    assert shown(view) == ["C", "A", "B"]
    for order, expected in (
        ("name", ["A", "C", "B"]),
        ("year", ["C", "A", "B"]),
        ("findings", ["A", "C", "B"]),
        ("progress", ["C", "A", "B"]),
        ("unheard of", ["C", "A", "B"]),
    ):
        view.sort_by(order)
        assert shown(view) == expected
    assert view.count.text() == "2"


def test_a_row_does_not_jump_while_one_types(qtbot):
    view = a_list(qtbot, lines(4))
    view.sort_by("progress")
    before = shown(view)
    view.update_line(replace(lines(4)[0], answered=99))
    assert shown(view) == before


def test_the_foot_counts_what_is_in_the_review(qtbot):
    studies = [
        replace(LINE, study_id="a", status="complete"),
        replace(LINE, study_id="b", status="not_started"),
        replace(LINE, study_id="c", exclusion="E-01"),
    ]
    view = a_list(qtbot, studies)
    assert view.foot.text() == "1 complete, 0 in progress, 1 to start"


def test_ten_thousand_studies_are_filtered_and_drawn_quickly(qtbot):
    view = a_list(qtbot, lines(10_000))
    view.resize(244, 600)
    view.show()
    began = time.perf_counter()
    view.filter_box.setText("author00042")
    view.filter_box.setText("")
    view.grab()
    view.hide()
    assert time.perf_counter() - began < 3
    assert view.model.rowCount() == 10_000
