"""The table of commands: menus, palette and shortcut sheet are drawn from it."""

from collections.abc import Callable, Iterator
from typing import Protocol

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.gui.desk import Situation
from ivig_abstractor.model.form import the_form

MENUS: tuple[tuple[str, str], ...] = (
    # Alt+A and Alt+E answer a query and cite: no menu may take them.
    ("file", N_("&File")),
    ("edit", N_("E&dit")),
    ("go", N_("&Go")),
    ("study", N_("&Study")),
    ("review", N_("&Review")),
    ("reconcile", N_("Re&concile")),
    ("view", N_("&View")),
    ("help", N_("&Help")),
)


class Doer(Protocol):
    """What carries commands out."""

    def new_review(self) -> None: ...  # noqa: D102
    def open_review(self) -> None: ...  # noqa: D102
    def open_example(self) -> None: ...  # noqa: D102
    def open_simulated_example(self) -> None: ...  # noqa: D102
    def restore_backup(self) -> None: ...  # noqa: D102
    def export_pdf(self) -> None: ...  # noqa: D102
    def export_json(self) -> None: ...  # noqa: D102
    def preferences(self) -> None: ...  # noqa: D102
    def close_review(self) -> None: ...  # noqa: D102
    def quit(self) -> None: ...  # noqa: D102
    def undo(self) -> None: ...  # noqa: D102
    def redo(self) -> None: ...  # noqa: D102
    def find_anything(self) -> None: ...  # noqa: D102
    def find_field(self) -> None: ...  # noqa: D102
    def filter_studies(self) -> None: ...  # noqa: D102
    def go_to_place(self, place: str) -> None: ...  # noqa: D102
    def go_to_section(self, key: str) -> None: ...  # noqa: D102
    def step_section(self, steps: int) -> None: ...  # noqa: D102
    def step_part(self, steps: int) -> None: ...  # noqa: D102
    def step_study(self, steps: int) -> None: ...  # noqa: D102
    def step_finding(self, steps: int) -> None: ...  # noqa: D102
    def step_region(self, steps: int) -> None: ...  # noqa: D102
    def next_blank(self) -> None: ...  # noqa: D102
    def add_study(self) -> None: ...  # noqa: D102
    def edit_study(self) -> None: ...  # noqa: D102
    def complete(self) -> None: ...  # noqa: D102
    def reopen(self) -> None: ...  # noqa: D102
    def begin_verification(self) -> None: ...  # noqa: D102
    def add_part(self, name: str) -> None: ...  # noqa: D102
    def answer_query(self) -> None: ...  # noqa: D102
    def cite(self) -> None: ...  # noqa: D102
    def choose_missing(self) -> None: ...  # noqa: D102
    def remove_row(self) -> None: ...  # noqa: D102
    def enter_facts(self) -> None: ...  # noqa: D102
    def set_blanks(self) -> None: ...  # noqa: D102
    def use_reading(self) -> None: ...  # noqa: D102
    def more_fields(self) -> None: ...  # noqa: D102
    def edit_review(self) -> None: ...  # noqa: D102
    def edit_flow(self) -> None: ...  # noqa: D102
    def add_reviewer(self) -> None: ...  # noqa: D102
    def switch_reviewer(self) -> None: ...  # noqa: D102
    def take(self, kept: str) -> None: ...  # noqa: D102
    def edit_consensus(self) -> None: ...  # noqa: D102
    def set_unclear(self) -> None: ...  # noqa: D102
    def write_reason(self) -> None: ...  # noqa: D102
    def decide_next(self) -> None: ...  # noqa: D102
    def open_line_again(self) -> None: ...  # noqa: D102
    def step_open(self, steps: int) -> None: ...  # noqa: D102
    def confirm_pair(self) -> None: ...  # noqa: D102
    def fill_agreed(self) -> None: ...  # noqa: D102
    def accept_normalised(self) -> None: ...  # noqa: D102
    def complete_consensus(self) -> None: ...  # noqa: D102
    def reopen_consensus(self) -> None: ...  # noqa: D102
    def show_reconcile_tab(self, name: str) -> None: ...  # noqa: D102
    def export_agreement(self) -> None: ...  # noqa: D102
    def hand_out(self) -> None: ...  # noqa: D102
    def hand_in(self) -> None: ...  # noqa: D102
    def show_key_words(self) -> None: ...  # noqa: D102
    def merge_hand_ins(self) -> None: ...  # noqa: D102
    def toggle_inspector(self) -> None: ...  # noqa: D102
    def toggle_findings(self) -> None: ...  # noqa: D102
    def set_theme(self, mode: str) -> None: ...  # noqa: D102
    def help_on_field(self) -> None: ...  # noqa: D102
    def shortcuts(self) -> None: ...  # noqa: D102
    def about(self) -> None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be done, and how a reviewer reaches it.

    Without an action it is a key of the form itself: the sheet lists it, no menu does.
    The keys of a `local` command count only where a view listens for them.
    """

    id: str
    title: str
    keys: tuple[str, ...]
    menu: str
    group: int
    enabled: Callable[[Situation], bool]
    action: Callable[[Doer], None] | None
    words: Callable[[Situation], str] | None = None
    local: bool = False

    def title_now(self, situation: Situation) -> str:
        """The title, with what it would be done to where that is known."""
        said = self.words(situation) if self.words else ""
        return f"{_(self.title)}: {said}" if said else _(self.title)


def _always(_situation: Situation) -> bool:
    return True


def _review(situation: Situation) -> bool:
    return situation.review


def _writable(situation: Situation) -> bool:
    return situation.writable


def _study(situation: Situation) -> bool:
    return situation.study and situation.place == "abstract"


def _editable(situation: Situation) -> bool:
    return situation.editable and situation.place == "abstract"


def _reconciling(situation: Situation) -> bool:
    return situation.place == "reconcile" and bool(situation.consensus)


def _deciding(situation: Situation) -> bool:
    still_open = situation.consensus == "open" and situation.place == "reconcile"
    return still_open and situation.writable


_COMMANDS: tuple[Command, ...] = (
    Command("new", N_("New review…"), ("Ctrl+N",), "file", 1, _always,
            lambda d: d.new_review()),
    Command("open", N_("Open…"), ("Ctrl+O",), "file", 1, _always,
            lambda d: d.open_review()),
    Command("example", N_("Open the example review"), ("Ctrl+Shift+E",), "file", 1,
            _always, lambda d: d.open_example()),
    Command("simulated_example",
            N_("Open the example of two reviewers (simulated)"), (), "file", 1,
            _always, lambda d: d.open_simulated_example()),
    Command("restore", N_("Restore a backup…"), (), "file", 1, _always,
            lambda d: d.restore_backup()),
    Command("export_pdf", N_("Export PDF…"), ("Ctrl+Shift+P",), "file", 2, _review,
            lambda d: d.export_pdf()),
    Command("export_json", N_("Export JSON…"), (), "file", 2, _review,
            lambda d: d.export_json()),
    Command("preferences", N_("Preferences…"), ("Ctrl+,",), "file", 3, _always,
            lambda d: d.preferences()),
    Command("close", N_("Close review"), ("Ctrl+W",), "file", 4, _review,
            lambda d: d.close_review()),
    Command("quit", N_("Quit"), ("Ctrl+Q",), "file", 4, _always, lambda d: d.quit()),

    Command("undo", N_("Undo"), ("Ctrl+Z",), "edit", 1, lambda s: bool(s.undo),
            lambda d: d.undo(), lambda s: s.undo),
    Command("redo", N_("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "edit", 1,
            lambda s: bool(s.redo), lambda d: d.redo(), lambda s: s.redo),
    Command("missing", N_("Set a missing code"), ("Ctrl+M",), "edit", 2, _editable,
            lambda d: d.choose_missing()),
    Command("enter_facts", N_("Copy key, author and year from the study list"),
            ("Ctrl+Shift+Y",), "edit", 2, _editable, lambda d: d.enter_facts()),
    Command("remove_row", N_("Remove the row"), ("Ctrl+Delete",), "edit", 2,
            _editable, lambda d: d.remove_row(), local=True),
    Command("use_reading", N_("Use the suggestion"), ("Ctrl+Return",),
            "edit", 2, _editable, lambda d: d.use_reading()),
    Command("find_field", N_("Find a field…"), ("Ctrl+F",), "edit", 3, _study,
            lambda d: d.find_field()),

    Command("palette", N_("Find a field, study or command…"), ("Ctrl+K",), "go", 1,
            _always, lambda d: d.find_anything()),
    Command("filter", N_("Filter the studies"), ("Ctrl+Shift+F",), "go", 1, _review,
            lambda d: d.filter_studies()),
    Command("next_blank", N_("Next blank field"), ("Ctrl+J",), "go", 2, _study,
            lambda d: d.next_blank()),
    Command("next_finding", N_("Next finding"), ("F8",), "go", 2,
            lambda s: s.findings, lambda d: d.step_finding(1)),
    Command("previous_finding", N_("Previous finding"), ("Shift+F8",), "go", 2,
            lambda s: s.findings, lambda d: d.step_finding(-1)),
    Command("next_section", N_("Next section"), ("Ctrl+PgDown",), "go", 3, _study,
            lambda d: d.step_section(1)),
    Command("previous_section", N_("Previous section"), ("Ctrl+PgUp",), "go", 3,
            _study, lambda d: d.step_section(-1)),
    Command("next_part", N_("Next arm or phase"), ("Ctrl+Alt+PgDown",), "go", 3,
            _study, lambda d: d.step_part(1)),
    Command("previous_part", N_("Previous arm or phase"), ("Ctrl+Alt+PgUp",), "go", 3,
            _study, lambda d: d.step_part(-1)),
    Command("next_study", N_("Next study"), ("Ctrl+Down",), "go", 4, _review,
            lambda d: d.step_study(1)),
    Command("previous_study", N_("Previous study"), ("Ctrl+Up",), "go", 4, _review,
            lambda d: d.step_study(-1)),
    Command("next_region", N_("Next part of the window"), ("F6",), "go", 5, _review,
            lambda d: d.step_region(1)),
    Command("previous_region", N_("Previous part of the window"), ("Shift+F6",), "go",
            5, _review, lambda d: d.step_region(-1)),
    Command("place_abstract", N_("Abstract"), ("Ctrl+1",), "go", 6, _review,
            lambda d: d.go_to_place("abstract")),
    Command("place_reconcile", N_("Reconcile"), ("Ctrl+2",), "go", 6, _review,
            lambda d: d.go_to_place("reconcile")),
    Command("place_report", N_("Report"), ("Ctrl+3",), "go", 6, _review,
            lambda d: d.go_to_place("report")),

    Command("add_study", N_("Add a study…"), ("Ctrl+Shift+A",), "study", 1, _writable,
            lambda d: d.add_study()),
    Command("edit_study", N_("Edit the study…"), (), "study", 1,
            lambda s: s.study and s.writable, lambda d: d.edit_study()),
    Command("add_arm", N_("Add an arm"), ("Ctrl+Shift+M",), "study", 2, _editable,
            lambda d: d.add_part("arms")),
    Command("add_phase", N_("Add a dose phase"), ("Ctrl+Shift+N",), "study", 2,
            _editable, lambda d: d.add_part("phases")),
    Command("add_assessment", N_("Add a risk of bias assessment"), ("Ctrl+Shift+B",),
            "study", 2, _editable, lambda d: d.add_part("assessments")),
    Command("answer", N_("Answer a query…"), ("Alt+A",), "study", 3,
            lambda s: _editable(s) and s.queries, lambda d: d.answer_query()),
    Command("cite", N_("Cite evidence"), ("Alt+E",), "study", 3, _study,
            lambda d: d.cite()),
    Command("set_blanks", N_("Set missing codes in blank fields…"),
            ("Ctrl+Shift+J",), "study", 4, _editable, lambda d: d.set_blanks()),
    Command("complete", N_("Complete…"), ("Ctrl+Shift+Return",), "study", 4, _editable,
            lambda d: d.complete()),
    Command("reopen", N_("Reopen…"), ("Ctrl+Shift+O",), "study", 4,
            lambda s: s.complete and s.writable, lambda d: d.reopen()),
    Command("begin_verification", N_("Verify the first reviewer's answers"),
            ("Ctrl+Shift+V",), "study", 4, _editable, lambda d: d.begin_verification()),

    Command("edit_review", N_("Review details…"), (), "review", 1, _writable,
            lambda d: d.edit_review()),
    Command("flow", N_("Flow of studies (PRISMA)…"), (), "review", 1, _review,
            lambda d: d.edit_flow()),
    Command("add_reviewer", N_("Add a reviewer…"), (), "review", 2, _writable,
            lambda d: d.add_reviewer()),
    Command("switch_reviewer", N_("Go on as another reviewer…"), (), "review", 2,
            _review, lambda d: d.switch_reviewer()),
    Command("key_words", N_("Words that confirm your files…"), (), "review", 3, _always,
            lambda d: d.show_key_words()),

    Command("take_a", N_("Take the answer of A"), ("A",), "reconcile", 1, _deciding,
            lambda d: d.take("A"), local=True),
    Command("take_b", N_("Take the answer of B"), ("B",), "reconcile", 1, _deciding,
            lambda d: d.take("B"), local=True),
    Command("take_c", N_("Take the answer of C"), ("C",), "reconcile", 1,
            lambda s: _deciding(s) and s.parties > 2, lambda d: d.take("C"),
            local=True),
    Command("edit_consensus", N_("Type another answer"), ("E",), "reconcile", 1,
            _deciding, lambda d: d.edit_consensus(), local=True),
    Command("unclear", N_("Set the consensus to unclear"), ("U",), "reconcile", 1,
            _deciding, lambda d: d.set_unclear(), local=True),
    Command("reason", N_("Write the reason"), ("R",), "reconcile", 1, _deciding,
            lambda d: d.write_reason(), local=True),
    Command("decide_next", N_("Decide and go to the next"), ("Enter",),
            "reconcile", 1, _deciding, lambda d: d.decide_next(), local=True),
    Command("open_again", N_("Open the line again"), ("O",), "reconcile", 1, _deciding,
            lambda d: d.open_line_again(), local=True),
    Command("next_open", N_("Next open line"), ("N",), "reconcile", 2, _reconciling,
            lambda d: d.step_open(1), local=True),
    Command("previous_open", N_("Previous open line"), ("Shift+N",), "reconcile", 2,
            _reconciling, lambda d: d.step_open(-1), local=True),
    Command("confirm_pair", N_("Confirm the pair of rows"), ("P",), "reconcile", 3,
            _deciding, lambda d: d.confirm_pair(), local=True),
    Command("fill_agreed", N_("Fill in the agreed fields"), ("Ctrl+Shift+L",),
            "reconcile", 3, _deciding, lambda d: d.fill_agreed()),
    Command("accept_normalised", N_("Accept all same after normalising"),
            ("Ctrl+Shift+S",), "reconcile", 3, _deciding,
            lambda d: d.accept_normalised()),
    Command("complete_consensus", N_("Complete the consensus…"), ("Ctrl+Shift+C",),
            "reconcile", 4, _deciding, lambda d: d.complete_consensus()),
    Command("reopen_consensus", N_("Reopen the consensus…"), ("Ctrl+Shift+R",),
            "reconcile", 4,
            lambda s: _reconciling(s) and s.consensus == "complete" and s.writable,
            lambda d: d.reopen_consensus()),
    Command("tab_decide", N_("Decide differences"), ("Ctrl+Shift+D",), "reconcile", 5,
            _review, lambda d: d.show_reconcile_tab("decide")),
    Command("tab_agreement", N_("Agreement of the reviewers"), ("Ctrl+Shift+K",),
            "reconcile", 5, _review, lambda d: d.show_reconcile_tab("agreement")),
    Command("tab_imports", N_("Team and files"), ("Ctrl+Shift+I",),
            "reconcile", 5, _review, lambda d: d.show_reconcile_tab("imports")),
    Command("export_agreement", N_("Export the agreement…"), ("Ctrl+Shift+X",),
            "reconcile", 6, _review, lambda d: d.export_agreement()),
    Command("hand_out", N_("Hand out…"), ("Ctrl+Shift+W",), "reconcile", 7, _writable,
            lambda d: d.hand_out()),
    Command("hand_in", N_("Hand in…"), ("Ctrl+Shift+U",), "reconcile", 7, _review,
            lambda d: d.hand_in()),
    Command("merge", N_("Merge hand-ins…"), ("Ctrl+Shift+H",), "reconcile", 7,
            _writable, lambda d: d.merge_hand_ins()),

    Command("more_fields", N_("Show or fold further fields"), ("Alt+M",), "view", 1,
            _study, lambda d: d.more_fields()),
    Command("inspector", N_("Show or hide the details"), ("Ctrl+I",), "view", 1,
            _review, lambda d: d.toggle_inspector()),
    Command("fold_findings", N_("Fold or unfold the findings"), ("Ctrl+Shift+G",),
            "view", 1, _review, lambda d: d.toggle_findings()),
    Command("theme_system", N_("Colours as the system"), (), "view", 2, _always,
            lambda d: d.set_theme("system")),
    Command("theme_light", N_("Light colours"), (), "view", 2, _always,
            lambda d: d.set_theme("light")),
    Command("theme_dark", N_("Dark colours"), (), "view", 2, _always,
            lambda d: d.set_theme("dark")),

    Command("help_field", N_("Help on field"), ("F1",), "help", 1, _always,
            lambda d: d.help_on_field()),
    Command("shortcuts", N_("Shortcuts"), ("Ctrl+/",), "help", 1, _always,
            lambda d: d.shortcuts()),
    Command("about", N_("About IVIG Abstractor"), (), "help", 2, _always,
            lambda d: d.about()),
)  # fmt: skip

_IN_THE_FORM: tuple[tuple[str, str, str], ...] = (
    ("take", N_("Take the answer and go on"), "Return"),
    ("insert_row", N_("Insert a row below"), "Ins"),
    ("fill_down", N_("Fill down"), "Ctrl+D"),
    ("row_up", N_("Move the row up"), "Alt+Up"),
    ("row_down", N_("Move the row down"), "Alt+Down"),
)


def commands() -> tuple[Command, ...]:
    """Every command in menu order, then the keys of the form."""
    return (*_COMMANDS, *_section_commands(), *_form_keys())


SECTION_KEYS = "1234567890-="


def _section_commands() -> Iterator[Command]:
    """One command for each section; their keys stand in a row on the keyboard."""
    for at, section in enumerate(the_form().sections):
        keys = (f"Alt+{SECTION_KEYS[at]}",) if at < len(SECTION_KEYS) else ()
        yield Command(
            f"section_{section.key}",
            section.title,
            keys,
            "sections",
            1,
            _study,
            _going_to(section.key),
        )


def _going_to(key: str) -> Callable[[Doer], None]:
    return lambda doer: doer.go_to_section(key)


def _form_keys() -> Iterator[Command]:
    for name, title, key in _IN_THE_FORM:
        yield Command(name, title, (key,), "form", 1, _editable, None)
