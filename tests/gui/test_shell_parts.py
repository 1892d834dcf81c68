from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ivig_abstractor.base.i18n import SOURCE_LANGUAGE, set_language
from ivig_abstractor.gui.desk import _more_asked
from ivig_abstractor.gui.theme import tokens
from ivig_abstractor.gui.views.findings_panel import FindingsPanel, in_order, sign_of
from ivig_abstractor.gui.views.notice import Notice
from ivig_abstractor.gui.views.palette import UNASKED, Entry, Palette, split_matches
from ivig_abstractor.gui.views.part_bar import PartBar
from ivig_abstractor.gui.views.parts import KeyHint
from ivig_abstractor.gui.views.section_strip import SectionStrip, SectionTab, signs
from ivig_abstractor.gui.views.status_line import StatusLine, progress_words
from ivig_abstractor.gui.views.study_header import StudyHeader, subtitle
from ivig_abstractor.gui.views.ways import Ways
from ivig_abstractor.gui.views.welcome import WelcomeView, place_of, state_of, when
from ivig_abstractor.gui.window_state import RecentReview
from ivig_abstractor.model.abstraction import ANSWER, ROW, Abstraction
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.model.form import the_form
from ivig_abstractor.model.naming import place_words
from ivig_abstractor.model.progress import SectionProgress, section_progress
from ivig_abstractor.model.review import Role
from ivig_abstractor.operations.changes import OpenedStudy, Overview, ReviewerLine
from tests.gui.shell_builders import LINE, lines

ERROR = Finding("H-D01", Severity.ERROR, "arms[a1].phases[p1].dose.value", "Too much.")
QUERY = Finding("S-D12", Severity.QUERY, "identification.year", "Odd.")
ANSWERED = replace(QUERY, rule="S-D13", reason="So printed.")


def an_abstraction() -> Abstraction:
    """Two arms, the first named, with a phase each."""
    return Abstraction(
        "s1",
        "r1",
        [
            ("arms[a1]", ROW, "a0"),
            ("arms[a1].phases[p1]", ROW, "a0"),
            ("arms[a2]", ROW, "a1"),
            ("arms[a2].phases[p2]", ROW, "a0"),
            ("arms[a1].arm.name", ANSWER, "IVIG"),
            ("arms[a1].arm.n_treated", ANSWER, 35),
            ("identification.journal", ANSWER, "Arthritis Rheum"),
            ("outcomes.rows[o1]", ROW, "a0"),
        ],
    )


# Words and ways


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("identification.year", "Identification › Year"),
        ("arms[a1].phases[p1].dose.value", "Dose › IVIG › Printed dose"),
        ("arms[a2].phases[p2].dose.value", "Dose › Arm 2 › Printed dose"),
        ("outcomes.rows[o1].after", "Outcomes › row 1 › After"),
        ("arms[a2]", "Arm 2"),
        ("arms", "Arms"),
        ("", "Whole study"),
    ],
)
def test_places_are_named_as_reviewers_do(path, words):
    assert place_words(an_abstraction(), path) == words


def test_ways_lead_to_the_section_and_part():
    form, held = the_form(), an_abstraction()
    dose = form.by_section["dose"]
    ways = Ways(form)

    assert ways.place_of(ERROR.path, form.sections[0]) == (
        dose,
        "arms[a1].phases[p1].dose",
    )
    assert ways.instance(dose, "", held, "arms[a2].arm") == "arms[a2].phases[p2].dose"
    assert ways.instance(dose, "arms[a2].", held, "") == "arms[a2].phases[p2].dose"
    ways.remember(dose, "arms[a2].phases[p2].dose")
    assert ways.instance(dose, "", held, "") == "arms[a2].phases[p2].dose"
    ways.forget()
    assert ways.instance(dose, "", held, "") == "arms[a1].phases[p1].dose"
    assert ways.place_of("arms", form.sections[0])[0].key == "arm"
    assert ways.container("phases", "arms[a2].arm", held) == "arms[a2].phases"
    assert ways.container("arms", "", held) == "arms"
    assert ways.container("phases", "", Abstraction("s", "r")) == ""


# The strip


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (SectionProgress("x", 10, 10, 0, 0, 0), ["Done"]),
        (SectionProgress("x", 10, 7, 3, 0, 0), ["3 left"]),
        (SectionProgress("x", 10, 7, 3, 1, 2), ["1 error", "3"]),
        (SectionProgress("x", 10, 10, 0, 0, 2), ["2 queries"]),
        (SectionProgress("x", 0, 0, 0, 0, 0), ["Not asked"]),
    ],
)
def test_the_worst_state_is_said_first(progress, words):
    assert [sign.words for sign in signs(progress)] == words


def test_tabs_share_the_width_and_tell_the_section(qtbot):
    held = an_abstraction()
    strip = SectionStrip(the_form().sections)
    qtbot.addWidget(strip)
    strip.show_progress(section_progress(held, [ERROR]))
    strip.select("dose")
    chosen = []
    strip.chosen.connect(chosen.append)
    names = strip.keys()
    strip.show()
    for width in (1062, 1400, 620):
        strip.resize(width, 44)
        tabs = [strip.findChild(QWidget, f"section:{key}") for key in names]
        assert tabs[0].x() == 0
        assert all(
            before.x() + before.width() == after.x() or after.x() == 0
            for before, after in pairwise(tabs)
        )
        assert all(tab.x() + tab.width() <= width for tab in tabs)
        strip.grab()
    strip.hide()
    dose = strip.findChild(QWidget, "section:dose")
    assert dose.isChecked()
    assert "1 error" in dose.accessibleName()
    QTest.mouseClick(
        strip.findChild(QWidget, "section:course"), Qt.MouseButton.LeftButton
    )
    assert chosen == ["course"]


# The bar of parts


def test_the_bar_chooses_adds_moves_and_removes(qtbot):
    held = an_abstraction()
    bar = PartBar()
    qtbot.addWidget(bar)
    bar.show_section(
        the_form().by_section["dose"], "arms[a1].phases[p1].dose", held, writable=True
    )
    asked = []
    bar.part_chosen.connect(lambda row: asked.append(("show", row)))
    bar.row_added.connect(lambda at, after: asked.append(("add", at, after)))
    bar.row_removed.connect(lambda row: asked.append(("remove", row)))
    bar.row_moved.connect(lambda row, steps: asked.append(("move", row, steps)))
    arm = bar.findChild(QWidget, "part:arms")

    assert [arm.itemText(at) for at in range(arm.count())] == [
        "IVIG · 35 patients",
        "Arm 2",
    ]
    arm.activated.emit(1)
    bar.findChild(QWidget, "add:arms").click()
    bar.findChild(QWidget, "add:phases").click()
    more = bar.findChild(QWidget, "part:arms").parent().more
    for action in more.menu().actions():
        if action.isEnabled() and action.text() != "Name this arm":
            action.trigger()
    assert asked == [
        ("show", "arms[a2]"),
        ("add", "arms", "a1"),
        ("add", "arms[a1].phases", "p1"),
        ("move", "arms[a1]", 1),
        ("remove", "arms[a1]"),
    ]


def test_without_arms_no_phase_can_be_added(qtbot):
    bar = PartBar()
    qtbot.addWidget(bar)
    bar.show_section(
        the_form().by_section["dose"], "", Abstraction("s", "r"), writable=True
    )
    assert not bar.findChild(QWidget, "add:arms").isHidden()
    assert bar.findChild(QWidget, "add:phases").parent().isHidden()
    for left, said in (
        ((0, 0), ""),
        ((3, 0), "3 fields left"),
        ((0, 1), "1 field left"),
        ((8, 2), "8 essential, 2 further left"),
    ):
        bar.say_left(*left)
        assert bar.left.text() == said


# Findings


def a_panel(qtbot, findings):
    panel = FindingsPanel()
    qtbot.addWidget(panel)
    panel.resize(900, 120)
    panel.show_findings(findings, an_abstraction())
    return panel


def test_errors_stand_before_queries_and_answered_ones_last():
    note = Finding("N-01", Severity.NOTE, "", "By the way.")
    assert in_order([ANSWERED, note, QUERY, ERROR]) == [ERROR, QUERY, note, ANSWERED]
    assert sign_of(ANSWERED)[0] == "tick"


def test_findings_are_walked_and_gone_to(qtbot):
    panel = a_panel(qtbot, [QUERY, ANSWERED, ERROR])
    gone = []
    panel.go_requested.connect(gone.append)
    for steps in (1, 1, 1, -1):
        panel.step(steps)
    assert gone == [ERROR.path, QUERY.path, ERROR.path, QUERY.path]
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert gone[-1] == QUERY.path


@pytest.mark.parametrize("twice", [False, True])
def test_a_click_goes_to_what_stood_under_the_mouse_although_the_row_grows(
    qtbot, twice
):
    long = "The paper does not say whether the dose was reduced by or to this. " * 4
    asked = [Finding(f"S-0{n}", Severity.QUERY, f"a.b{n}", long) for n in range(4)]
    panel = a_panel(qtbot, asked)
    panel.resize(900, 300)
    panel.show()
    panel.list.setCurrentIndex(panel.model.index(0, 0))
    panel.list.doItemsLayout()
    gone = []
    panel.go_requested.connect(gone.append)
    view, third = panel.list, panel.model.index(2, 0)
    stood = view.visualRect(third)
    where = view.go_rect(third).center() if not twice else stood.center()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(view.viewport(), left, pos=where)
    view.doItemsLayout()
    assert view.visualRect(third) != stood
    QTest.mouseRelease(view.viewport(), left, pos=where)
    if twice:
        QTest.mouseDClick(view.viewport(), left, pos=where)
    assert gone == ["a.b2"]


def test_the_current_finding_is_told_in_full(qtbot):
    long = replace(QUERY, message="Check that it is this one. " * 12)
    panel = a_panel(qtbot, [long, ERROR])
    panel.show()
    one = panel.list.sizeHintForRow(0)
    assert panel.list.sizeHintForRow(1) == one
    before = panel.height_for(10_000)
    panel.step(1)
    assert panel.list.sizeHintForRow(0) == one  # the error, which is short
    panel.step(1)
    assert panel.list.sizeHintForRow(1) > one
    assert panel.height_for(10_000) > before


def test_a_query_is_answered_and_an_error_is_not(qtbot):
    panel = a_panel(qtbot, [QUERY, ERROR])
    assert panel.chosen_query() is None
    assert panel.next_query() == QUERY
    for row, finding in enumerate(panel.model.findings):
        panel.list.setCurrentIndex(panel.model.index(row))
        assert panel.chosen_query() == (QUERY if finding == QUERY else None)
    panel.show_findings([ERROR], an_abstraction())
    assert panel.chosen_query() is None
    assert panel.next_query() is None


def test_the_panel_folds_to_its_head(qtbot):
    panel = a_panel(qtbot, [])
    assert panel.empty.text() == "Nothing found so far."
    told = []
    panel.folded.connect(told.append)
    QTest.mouseClick(panel.fold_button, Qt.MouseButton.LeftButton)
    assert panel.is_folded
    assert panel.maximumHeight() < 40
    assert told == [True]


def test_the_place_of_a_finding_takes_what_it_needs(qtbot):
    short, long = (a_panel(qtbot, [one]) for one in (QUERY, ERROR))
    needed = {short.model.widest_place(), long.model.widest_place()}
    assert len(needed) == 2
    assert short.model.widest_place() < 300


def test_the_hints_of_the_panel_are_whole_or_only_keys(qtbot):
    panel = a_panel(qtbot, [QUERY, ERROR, ANSWERED])
    panel.show()
    words = [one.words for one in panel.findChildren(KeyHint)]
    assert all(one.width() >= one.sizeHint().width() for one in words)
    panel.resize(460, 120)
    assert all(one.isHidden() for one in words)
    panel.resize(900, 120)
    assert not any(one.isHidden() for one in words)


def test_the_link_of_a_finding_is_clicked(qtbot):
    panel = a_panel(qtbot, [ERROR])
    gone = []
    panel.go_requested.connect(gone.append)
    panel.show()
    area = panel.list.visualRect(panel.model.index(0))
    at = QPoint(area.right() - 20, area.center().y())
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    panel.hide()
    assert gone == [ERROR.path]


# The palette


@pytest.fixture
def palette(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    made = Palette(window)
    window.show()
    yield made
    window.hide()


def entries(group, *titles, done):
    return [
        Entry(group, title, "beside", go=lambda said=title: done.append(said))
        for title in titles
    ]


def test_the_palette_lists_what_is_near_first(palette):
    done: list[str] = []
    far = entries("field", "Population › Unit", "Outcomes › Unit limit", done=done)
    near = Entry("field", "Outcomes › row 2 › Unit", near=1, go=lambda: None)
    here = Entry("field", "Outcomes › row 3 › Unit", near=2, go=lambda: None)
    section = Entry("field", "Units of care › Time", near=2, go=lambda: None)
    longer = Entry("field", "Outcomes › row 3 › Unit is known", near=2, go=lambda: None)
    palette.open([("field", "Fields", [*far, section, longer, near, here])], "#unit")
    titles = [one.title for one in palette.model.entries]
    assert titles[1:4] == [here.title, longer.title, near.title]
    assert titles[-1] == "Units of care › Time"


def test_the_palette_finds_narrows_and_goes(palette):
    done: list[str] = []
    fields = entries(
        "field", "Dose › Route", "Dose › Printed dose", "Course › Interval", done=done
    )
    commands = entries("command", "Add a dose phase", done=done)
    palette.open([("field", "Fields", fields), ("command", "Commands", commands)])
    titles = lambda: [one.title for one in palette.model.entries]  # noqa: E731

    QTest.keyClicks(palette.box, "dose")
    assert titles() == [
        "Fields", "Dose › Printed dose", "Dose › Route", "Commands", "Add a dose phase"
    ]  # fmt: skip
    QTest.keyClick(palette.box, Qt.Key.Key_Down)
    QTest.keyClick(palette.box, Qt.Key.Key_Down)
    QTest.keyClick(palette.box, Qt.Key.Key_Return)
    assert done == ["Add a dose phase"]
    assert palette.isHidden()

    palette.open([("field", "Fields", fields), ("command", "Commands", commands)], ">")
    assert titles() == ["Commands", "Add a dose phase"]
    palette.box.setText("dose")
    QTest.keyClick(palette.box, Qt.Key.Key_Tab)
    assert titles()[0] == "Fields"
    assert "Commands" not in titles()
    palette.box.setText("nothing like it")
    assert titles() == ["Nothing has these words."]
    unasked = [Entry("", "Design › Washout: not asked in this study", "")]
    groups = [("field", "Fields", fields), (UNASKED, "", unasked)]
    palette.open(groups)
    assert "Design › Washout: not asked in this study" not in titles()
    QTest.keyClicks(palette.box, "washout")
    assert titles() == ["Design › Washout: not asked in this study"]
    QTest.keyClick(palette.box, Qt.Key.Key_Return)
    QTest.keyClick(palette.box, Qt.Key.Key_Escape)
    assert palette.isHidden()
    assert done == ["Add a dose phase"]


def test_what_is_found_in_a_citation_is_shown_from_its_sentence():
    also = "Saito E, Koike T, et al. Efficacy of a high dose. Mod Rheumatol. 2008."
    entry = Entry("study", "Saito 2008", "cohort · 5 %", also=also, lead="Excluded · ")
    assert entry.said(["saito"]) == entry.said(["cohort"]) == "cohort · 5 %"
    assert entry.said(["dose"]).startswith("Excluded · Efficacy of a high dose. Mod")
    assert entry.said(["koike"]) == f"Excluded · {also}"


def test_what_matches_is_marked():
    assert split_matches("Dose › Printed dose", ["dose"]) == [
        ("Dose", True),
        (" › Printed ", False),
        ("dose", True),
    ]


# Head, welcome, notice, status


def test_the_head_says_what_is_known(qtbot):
    study = OpenedStudy(LINE, an_abstraction(), ())
    assert subtitle(study) == "Arthritis Rheum · before and after · 35 patients"
    header = StudyHeader()
    qtbot.addWidget(header)
    asked = []
    header.complete_requested.connect(lambda: asked.append("complete"))
    header.scope_chosen.connect(lambda path, option: asked.append((path, str(option))))
    header.show_study(study, writable=True)
    header.complete.click()
    header.scope.menu().actions()[0].trigger()
    assert asked == ["complete", ("identification.source_scope", "FULL_TEXT")]
    header.show_study(study, writable=False)
    assert not header.complete.isEnabled()


def test_the_head_names_countries_and_why_a_study_is_excluded(qapp):
    held = an_abstraction()
    held.put("identification.country", ANSWER, ["FR", "JP", "XX"])
    assert subtitle(OpenedStudy(LINE, held, ())).endswith(" · France, Japan, XX")
    excluded = OpenedStudy(replace(LINE, exclusion="E-01"), held, ())
    assert subtitle(excluded).startswith("excluded, children only · ")
    set_language("zh_CN")
    try:
        assert subtitle(OpenedStudy(LINE, held, ())).endswith("法国, 日本, XX")
    finally:
        set_language(SOURCE_LANGUAGE)


def test_a_file_that_moved_is_told_in_words(tmp_path, still_clock):
    gone = RecentReview(tmp_path / "gone.ivig")
    assert state_of(gone) == ("Not found where it was", "")
    (tmp_path / "here.ivig").write_text("")
    here = RecentReview(
        tmp_path / "here.ivig", "R", "DW", 16, 70, still_clock.now().isoformat()
    )
    assert state_of(here)[0] == "16 studies · 70 % answered"
    assert state_of(here)[1].startswith("Reviewer DW · today ")
    # Who only reconciles has answered nothing; the others may have.
    both = replace(here, reviewers=3)
    assert state_of(both)[0] == "16 studies · 70 % answered"
    assert state_of(replace(both, percent=0))[0] == "16 studies · 3 reviewers"
    assert state_of(replace(here, percent=0))[0] == "16 studies · 0 % answered"
    now = still_clock.now()
    still_clock.advance(days=1)
    assert when(now).startswith("yesterday")
    still_clock.advance(days=10)
    assert when(now) == "2026-01-02"
    assert place_of(Path.home() / "Documents" / "a.ivig") == "Documents › a.ivig"


def test_the_first_screen_by_keys(qtbot, tmp_path):
    (tmp_path / "a.ivig").write_text("")
    here, gone = (
        RecentReview(tmp_path / "a.ivig", "A"),
        RecentReview(tmp_path / "b.ivig", "Bounfour"),
    )
    view = WelcomeView()
    qtbot.addWidget(view)
    view.resize(1300, 700)
    view.show_recent([here, gone])
    asked = []
    view.open_requested.connect(lambda one: asked.append(("open", one.title)))
    view.locate_requested.connect(lambda one: asked.append(("locate", one.title)))
    view.remove_requested.connect(lambda one: asked.append(("remove", one.title)))
    view.chosen.connect(asked.append)
    view.show()
    QTest.keyClick(view.list, Qt.Key.Key_Return)
    QTest.keyClick(view.list, Qt.Key.Key_Down)
    QTest.keyClick(view.list, Qt.Key.Key_Return)
    QTest.keyClick(view.list, Qt.Key.Key_Delete)
    for card in view.cards.values():
        card.click()
    view.filter_box.setText("bounf")
    view.grab()
    view.hide()
    assert asked == [
        ("open", "A"), ("locate", "Bounfour"), ("remove", "Bounfour"),
        "new", "open", "example", "simulated_example", "preferences",
    ]  # fmt: skip
    assert view.model.rowCount() == 1


def test_a_notice_offers_ways_and_goes(qtbot):
    notice = Notice()
    qtbot.addWidget(notice)
    done = []
    notice.say("<b>The disk</b> is full.", ways=[("Try again", lambda: done.append(1))])
    assert notice.words.text() == "<b>The disk</b> is full."
    assert notice.words.textFormat() is Qt.TextFormat.PlainText
    assert notice.accessibleName() == notice.words.text()
    notice.findChild(QWidget, "way").click()
    assert done == [1]
    assert notice.offers("Try again")
    notice.dismiss.click()
    assert notice.isHidden()
    assert not notice.offers("Try again")


def test_progress_counts_included_studies():
    studies = [*lines(2), replace(LINE, study_id="x", exclusion="E-01", answered=100)]
    assert progress_words(studies) == "2 studies · on average 0 % answered"
    assert progress_words([]) == "0 studies"


def test_a_study_that_nobody_has_begun_is_not_left_out_of_the_progress():
    done = replace(LINE, asked=40, answered=40)
    not_begun = replace(LINE, study_id="s2", asked=0, answered=0)
    assert progress_words([done, not_begun]) == "2 studies · on average 50 % answered"
    assert progress_words([not_begun]) == "1 study"
    more = replace(LINE, asked=100, answered=10)
    assert progress_words([done, more]) == "2 studies · on average 55 % answered"


def test_the_progress_of_one_study_is_what_the_list_says():
    line = replace(LINE, asked=100, answered=29)
    assert line.percent == 29
    assert progress_words([line]) == "1 study · 29 % answered"


def test_section_names_stay_whole_where_there_is_little_room(qtbot):
    strip = SectionStrip(the_form().sections)
    qtbot.addWidget(strip)
    strip.show()
    strip.resize(1600, strip.height())
    assert len({tab.y() for tab in strip.findChildren(SectionTab)}) == 1
    strip.resize(560, strip.height())
    tabs = strip.findChildren(SectionTab)
    assert len({tab.y() for tab in tabs}) > 1
    assert all(tab.width() >= tab.natural_width() for tab in tabs)
    assert strip.height() == max(tab.geometry().bottom() for tab in tabs) + 1


def test_a_section_without_assessments_is_not_shown_as_blanks(qtbot):
    nothing = SectionProgress("bias", 0, 0, 0, 0, 0)
    [sign] = signs(nothing, repeats=True)
    assert (sign.words, sign.icon) == ("None entered", "dash")
    strip = SectionStrip(the_form().sections)
    qtbot.addWidget(strip)
    tab = strip.findChild(SectionTab, "section:bias")
    tab.show_progress(nothing)
    assert "Not counted in the per cent answered" in tab.toolTip()
    tab.show_progress(SectionProgress("bias", 8, 8, 0, 0, 0))
    assert "Not counted" not in tab.toolTip()


def test_a_narrow_strip_keeps_the_number_beside_the_sign(qtbot):
    strip = SectionStrip(the_form().sections)
    qtbot.addWidget(strip)
    tab = strip.findChild(SectionTab, "section:dose")
    tab.one_line = True
    wide = {}
    for left in (0, 6, 60):
        tab.show_progress(SectionProgress("dose", 90, 90 - left, left, 0, 0))
        wide[left] = tab.natural_width()
    assert wide[0] < wide[6] < wide[60]
    tab.resize(wide[60], 27)
    with_number = tab.grab().toImage()
    tab.show_progress(SectionProgress("dose", 90, 24, 66, 0, 0))
    assert tab.grab().toImage() != with_number


def test_a_narrow_strip_keeps_what_is_left_where_that_needs_no_more_lines(qtbot):
    strip = SectionStrip(the_form().sections)
    qtbot.addWidget(strip)
    both = [SectionProgress(key, 9, 5, 14, 0, 1) for key in list(strip.keys())]
    tabs = strip.findChildren(SectionTab)
    seen = set()
    for width in range(300, 900, 20):
        strip.resize(width, 44)
        strip.show_progress([])
        strip.show_progress(both)
        seen |= {tab.all_signs for tab in tabs}
        high = strip.height()
        assert high == strip._lay(tabs, all_signs=False), width
        assert all(tab.width() >= min(tab.natural_width(), width) for tab in tabs)
    assert seen == {True, False}


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_the_chosen_section_ends_with_its_line_at_any_scale(qtbot, scale):
    strip = SectionStrip(the_form().sections)
    qtbot.addWidget(strip)
    strip.select("dose")
    tab = strip.findChild(SectionTab, "section:dose")
    tab.grab()  # the first time, Qt arranges the strip
    for width in (101, 102, 103):
        tab.resize(width, 44)
        size = QSize(round(width * scale), round(44 * scale))
        picture = QImage(size, QImage.Format.Format_RGB32)
        picture.setDevicePixelRatio(scale)
        picture.fill(0)
        tab.render(picture)
        accent = tokens().colour("acc").rgb()
        assert picture.pixel(5, 1) == accent
        line = tokens().colour("line").rgb()
        assert picture.pixel(size.width() - 1, 1) == line, width


def test_the_status_line_says_why_a_study_is_less_far_than_before(qtbot):
    line = StatusLine()
    qtbot.addWidget(line)
    line.show_progress([LINE])
    before = line.progress.text()
    line.show_more_asked("Cherin 2002", 13)
    said = f"{before} · Cherin 2002: 13 more fields are asked now"
    assert line.progress.text() == said
    line.show_more_asked("Cherin 2002", 0)
    line.show_progress([LINE])
    assert line.progress.text() == said, "it stays for a while"
    line.forget_more_asked()
    assert line.progress.text() == before


@pytest.mark.parametrize("width", [640, 760, 911, 1366])
def test_the_status_line_shows_no_key_without_its_words(qtbot, width):
    line = StatusLine()
    qtbot.addWidget(line)
    who = ReviewerLine("r1", "Example", "EX", Role.LEAD)
    undo = "Add assessment in Dalakas 1993"
    shown = Overview("A", Path("a.ivig"), False, who, (who,), (LINE,), undo, "")
    line.show_review(shown, [LINE])
    line.show_form_keys(shown=True)
    line.show_more_asked("Dalakas 1993", 11)
    line.resize(width, 26)
    line.show()
    QApplication.processEvents()
    assert line.shortcuts.isHidden()
    hints = [line.undo, line.help, line.missing]
    for hint in hints:
        if hint.isVisible():
            assert hint.words.width() >= hint.words.sizeHint().width()
            assert hint.geometry().right() < width
    seen = [hint.isVisible() for hint in hints]
    # The missing code goes first, Undo last.
    assert seen == sorted(seen, reverse=True) or not seen[0]
    assert seen[0] or width < 911
    assert all(seen) or width < 1366
    assert line.progress.width() >= 90


def test_only_what_makes_a_study_less_far_is_told():
    far = replace(LINE, answered=47, asked=100)
    assert _more_asked(far, replace(far, asked=138)) == 38
    assert _more_asked(far, replace(far, asked=101, answered=60)) == 0
    assert _more_asked(far, replace(far, answered=46)) == 0
    assert _more_asked(None, far) == 0
