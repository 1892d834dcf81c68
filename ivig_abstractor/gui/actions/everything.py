"""Everything a command can do, and the way through the window."""

from pathlib import Path

from ivig_abstractor.base.i18n import _
from ivig_abstractor.gui.actions.exchanging import ExchangeActions
from ivig_abstractor.gui.actions.files import FileActions
from ivig_abstractor.gui.actions.studies import StudyActions
from ivig_abstractor.gui.views.dialogs.files import HAND_IN, HAND_OUT


class Actions(FileActions, StudyActions, ExchangeActions):
    """Carries the commands out for one window."""

    def open_file(self, path: Path, *, read_only: bool = False) -> None:
        """Open a review; make a copy of a hand-out, merge a hand-in."""
        if path.suffix.lower() in (HAND_OUT, HAND_IN):
            self.open_package(path)
        else:
            super().open_file(path, read_only=read_only)

    def find_anything(self) -> None:
        """Open the box that finds everything."""
        self._open_palette("")

    def find_field(self) -> None:
        """Open the box for the fields of the study."""
        self._open_palette("#")

    def filter_studies(self) -> None:
        """Go to the filter of the study list."""
        self.showing.show_place("abstract")
        self.screens.studies.filter_box.setFocus()
        self.screens.studies.filter_box.selectAll()

    def go_to_place(self, place: str) -> None:
        """Show one of the places of the window."""
        if place == "reconcile":
            self.show_reconcile()
        else:
            self.showing.show_place(place)

    def go_to_section(self, key: str) -> None:
        """Show a section."""
        self.screens.abstraction.go_to_section(key)

    def step_section(self, steps: int) -> None:
        """Show the next section or an earlier one."""
        self.screens.abstraction.step_section(steps)

    def step_part(self, steps: int) -> None:
        """Show the next arm or phase, or an earlier one."""
        self.screens.abstraction.step_part(steps)

    def step_study(self, steps: int) -> None:
        """Open the next study or an earlier one."""
        if self.desk.place == "reconcile":
            self.step_reconciliation(steps)
            return
        self.showing.show_place("abstract")
        self.screens.studies.step(steps)

    def step_finding(self, steps: int) -> None:
        """Go to the next finding or an earlier one."""
        self.showing.show_place("abstract")
        view = self.screens.abstraction
        view.findings.step(steps, view.path)

    def step_region(self, steps: int) -> None:
        """Go to the next part of the window, as the Tab key would if it were larger."""
        self.showing.step_region(steps)

    def next_blank(self) -> None:
        """Go to the next blank field."""
        if not self.screens.abstraction.next_blank():
            said = _("No field of this study that must be answered is blank.")
            self.showing.say(said)

    def preferences(self) -> None:
        """Show the preferences."""
        from ivig_abstractor.gui.views.dialogs.preferences import PreferencesDialog

        folders = {"backups": self.tools.backing_up.usual_folder()}
        preferences = self.tools.preferences.current
        dialog = PreferencesDialog(preferences, self.window, folders)
        dialog.changed.connect(self.tools.preferences.set)
        dialog.open()

    def toggle_inspector(self) -> None:
        """Show the details of the field, or close them."""
        self.showing.show_inspector(shown=self.screens.abstraction.inspector.isHidden())

    def toggle_findings(self) -> None:
        """Fold the findings to their head, or unfold them."""
        panel = self.screens.abstraction.findings
        panel.set_folded(not panel.is_folded)

    def set_theme(self, mode: str) -> None:
        """Use light or dark colours, or those of the system."""
        self.tools.preferences.set("theme", mode)

    def help_on_field(self) -> None:
        """Show the help of the field that has the focus; without one, the shortcuts."""
        if self.desk.study is not None and self.desk.place == "abstract":
            self.screens.abstraction.show_help()
        else:
            self.shortcuts()

    def shortcuts(self) -> None:
        """Show all keys."""
        from ivig_abstractor.gui.views.dialogs import sheets

        sheets.ShortcutSheet(self.tools.commands, self.window).open()

    def about(self) -> None:
        """Show what the program is."""
        from ivig_abstractor.gui.views.dialogs import sheets

        sheets.AboutDialog(self.window).open()

    def _open_palette(self, prefix: str) -> None:
        from ivig_abstractor.gui.finding_anything import palette_groups

        self.screens.abstraction.commit_pending()
        groups = palette_groups(
            self.desk,
            self.tools.commands,
            self,
            self.screens.abstraction.reveal,
            self.showing,
            (self.screens.abstraction.section.key, self.screens.abstraction.path),
        )
        back = ""
        study, path = self.desk.study, self.screens.abstraction.path
        if study is not None and study.abstraction.form.knows(path):
            back = _(study.abstraction.form.field(path).label)
        self.screens.palette.open(groups, prefix, back)
