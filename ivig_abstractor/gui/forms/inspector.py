"""The details of the field with the focus: help, evidence, note, checks, history."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base import paths
from ivig_abstractor.base.display import show_moment
from ivig_abstractor.base.i18n import N_, _, ngettext
from ivig_abstractor.gui import icons, theme
from ivig_abstractor.gui.forms.citing import AUTOSAVE_MS, EvidenceEditor
from ivig_abstractor.gui.forms.drafts import capitalised
from ivig_abstractor.gui.forms.editors import (
    TextBoxEditor,
    set_read_only,
    with_dashes,
)
from ivig_abstractor.gui.forms.lines import Heading, Line, ListedLines
from ivig_abstractor.gui.forms.words import Span, WrappedText
from ivig_abstractor.gui.plain import plain_tip
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Missing, value_of
from ivig_abstractor.model.codes import SourceScope
from ivig_abstractor.model.derived import derived_for
from ivig_abstractor.model.evidence import Place
from ivig_abstractor.model.field import Item
from ivig_abstractor.model.finding import Finding, Severity
from ivig_abstractor.model.form import FieldSpec, Kind
from ivig_abstractor.model.reading import options_listed
from ivig_abstractor.operations.changes import HistoryLine

_NOTE = FieldSpec(
    "note", "", "note", "", Item(N_("Note"), "", multiline=True), Kind.TEXT
)
_SIGNS = {
    Severity.ERROR: ("error", "err"),
    Severity.QUERY: ("query", "qry"),
    Severity.NOTE: ("note", "text2"),
}
_POINTING_MS = 1500
_LATEST = 12
_WORDS = 240
_MOST = 8


class Inspector(QWidget):
    """Shows and edits what stands beside one answer."""

    evidence_set = Signal(str, list)
    note_set = Signal(str, str)
    closed = Signal()
    left = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = ""
        self._is_stale = False
        self._lists: dict[str, ListedLines] = {}
        self.setProperty("surface", "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Details"))
        self._above = WrappedText(theme.SMALL)
        self._above.hide()
        self._title = WrappedText(theme.TEXT)
        self._help = WrappedText(theme.SMALL)
        self._help.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._pointing = QTimer(self)
        self._pointing.setSingleShot(True)
        self._pointing.setInterval(_POINTING_MS)
        self._pointing.timeout.connect(lambda: theme.look(self._help, surface=""))
        self._close = QToolButton()
        self._close.setAccessibleName(_("Close the details"))
        self._close.setToolTip(_("Close the details"))
        self._close.clicked.connect(self.closed)
        self._kept_beside = WrappedText(theme.SMALL)
        self._kept_beside.hide()
        self.citing = EvidenceEditor()
        self.citing.changed.connect(self._tell_evidence)
        self.note = TextBoxEditor(_NOTE)
        self.note.setObjectName("note")
        self.note.setAccessibleName(_("Note"))
        self.note.setFixedHeight(58)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(AUTOSAVE_MS)
        self._pause.timeout.connect(self._tell_note)
        self.note.typed.connect(self._wait)
        self.note.settled.connect(self._tell_note)
        self.note.finished.connect(self._leave)
        self._lay_out()
        self.setFocusProxy(self.citing.quotation)
        self._tint()
        theme.theme_changes().changed.connect(self._tint)

    def _lay_out(self) -> None:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("surface", "pane")
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(area)
        self._inside, self._area = inside, area
        self._nothing = WrappedText(theme.SMALL, self)
        self._say()
        inside.hide()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(2)
        column.addWidget(self._above)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self._help)
        column.addWidget(Heading(_("Evidence"), _("Alt+E")))
        column.addWidget(self._kept_beside)
        column.addWidget(self.citing)
        column.addWidget(Heading(_("Note")))
        column.addWidget(self.note)
        for name, words in (
            ("used", _("Used by")),
            ("checks", _("Checks")),
            ("history", _("History")),
        ):
            self._lists[name] = ListedLines(words, column)
        column.addStretch(1)

    def _tint(self) -> None:
        self._close.setIcon(icons.icon("cross", "text2", 14))

    # Showing

    def show_field(
        self,
        spec: FieldSpec,
        path: str,
        abstraction: Abstraction,
        findings: Sequence[Finding],
        history: Sequence[HistoryLine],
        *,
        read_only: bool = False,
    ) -> None:
        """Show the details of a field; what is typed for another one is passed on."""
        fresh = path != self._path
        if fresh:
            self.commit()
            self._path = path
        self._is_stale = False
        self._nothing.hide()
        self._above.hide()
        self._inside.show()
        self._area.show()
        read_only = read_only or abstraction.is_complete
        self._title.show_spans([Span(_(spec.label), "text", 600)])
        self._help.show_spans([Span(_help_of(spec), "text2")])
        self.citing.show_evidence(
            abstraction.evidence(path),
            _place_read(abstraction),
            fresh=fresh,
            read_only=read_only,
        )
        self._tell_kept(abstraction, path)
        if fresh or not (self.note.hasFocus() or self.note.is_pending):
            self.note.keep(abstraction.note(path))
        set_read_only(self.note, read_only=read_only)
        wish = "" if read_only else _("What a second reader should know.")
        self.note.setPlaceholderText(wish)
        self._lists["used"].show_lines(_used_by(path, abstraction))
        mine = [one for one in findings if path in (one.path, *one.also)]
        answer = abstraction.get(path)
        lines = _checks(spec, path, mine, answered=value_of(answer) is not None)
        self._lists["checks"].show_lines(lines)
        self.show_history(history)

    def _tell_kept(self, abstraction: Abstraction, path: str) -> None:
        """Beside a missing code, say of evidence that it is kept: one may have looked.

        A page can be cited for what is not reported; a sentence for a number cannot.
        """
        missing = isinstance(abstraction.get(path), Missing)
        kept = missing and bool(abstraction.evidence(path))
        if kept:
            said = _(
                "There is no value, but this evidence is kept and printed with the"
                " missing code. Remove it if it was for a value."
            )
            self._kept_beside.show_spans([Span(said, "text2")])
        self._kept_beside.setVisible(kept)

    def show_history(self, history: Sequence[HistoryLine]) -> None:
        """Show the latest changes of the field, all else staying as it is."""
        latest = [_changed(line) for line in history[:_LATEST]]
        self._lists["history"].show_lines(latest)

    def point_out_help(self) -> None:
        """Lead the eye to the help that is shown already."""
        self._area.verticalScrollBar().setValue(0)
        theme.look(self._help, surface="told")
        self._pointing.start()

    def show_nothing(self, title: str = "", words: str = "") -> None:
        """There is no field to tell about, only perhaps what one could stand in."""
        self.commit()
        self._say(title, words)
        self._path = ""
        self._is_stale = False
        self._inside.hide()
        self._area.hide()
        self._nothing.show()

    def forget(self) -> None:
        """Another field is coming: what is shown is of none until it is there.

        Hidden and shown again, all of it would be laid out twice. `settle` must follow.
        """
        self.commit()
        self._path = ""
        self._is_stale = True

    def settle(self) -> None:
        """Show nothing if no other field came."""
        if self._is_stale:
            self.show_nothing()

    def say_above(self, words: str) -> None:
        """Say before the details of a field that one does not stand in it any more.

        They stay: Tab leads from the last line of a grid into them.
        """
        self._above.show_spans([Span(words, "text2")])
        self._above.show()

    def _say(self, title: str = "", words: str = "") -> None:
        idle = _("Go into a field to see its help, evidence, checks and history.")
        spans = [Span(f"{title}: ", "text", 600)] if title else []
        self._nothing.show_spans([*spans, Span(words or idle, "text3")])
        # Laid out only where there is more to say: few words are there at first.
        high = self._nothing.heightForWidth(_WORDS) if words else 40
        self._nothing.setGeometry(13, 12, _WORDS, high)

    def shown(self, name: str) -> list[str]:
        """The words of a list: `used`, `checks` or `history`."""
        return self._lists[name].words()

    # Passing on

    @property
    def path(self) -> str:
        """The field whose details are shown."""
        return self._path

    def commit(self) -> None:
        """Pass on what was typed and not passed on yet."""
        self.citing.settle()
        self.citing.drop_emptied()
        self._tell_note()

    def _tell_evidence(self) -> None:
        if self._path:
            self.evidence_set.emit(self._path, self.citing.kept())

    def _wait(self, _text: str) -> None:
        self._pause.start()

    def _tell_note(self) -> None:
        self._pause.stop()
        text = self.note.take()
        if text is not None and self._path:
            self.note_set.emit(self._path, text)

    def _leave(self) -> None:
        self.commit()
        self.left.emit(self._path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the field."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)


def _help_of(spec: FieldSpec) -> str:
    said = [_(spec.item.help)] if spec.item.help else []
    if spec.item.example:
        example = with_dashes(spec.item.example)
        said.append(_("Example: {example}.").format(example=example))
    if not said:
        said.append(_kind_of_answer(spec))
    return " ".join(said)


_FEW_OPTIONS = 7
_KINDS = {
    Kind.INTEGER: N_("A whole number, 0 or more."),
    Kind.DECIMAL: N_("One number, as printed."),
    Kind.DATE: N_("A date as far as it is given, such as 2012-05."),
    Kind.ARM: N_("One of the arms of this study."),
    Kind.STAT: N_("A mean or a median with its spread, such as 48 ± 12."),
    Kind.KOFN: N_("How many of how many, such as 12/15 (80%)."),
    Kind.CHANGE: N_("A change: by, to, from and to, or per cent."),
    Kind.TIME: N_("A time with its unit, such as 6 months."),
    Kind.SPAN: N_("A whole number or a range, such as 2-5."),
    Kind.MEASURE: N_("A number with its sign, such as <0.05."),
    Kind.EFFECT: N_("An effect with its interval, such as MD 3.2 (1.1-5.3)."),
    Kind.CHOICES: N_("As many as apply: type a part of each."),
    Kind.TEXTS: N_("As many as there are, with a semicolon between."),
    Kind.TEXT: N_("In the words of the paper."),
}


def _kind_of_answer(spec: FieldSpec) -> str:
    """What is asked for, where the form has no words of its own for it."""
    if spec.kind is not Kind.CHOICE:
        return _(_KINDS[spec.kind])
    count = len(spec.options)
    if count > _FEW_OPTIONS:
        said = _("One of {count} answers: type a part of its words.")
        return said.format(count=count)
    return _("One of: {options}.").format(options=options_listed(spec.options))


def _place_read(abstraction: Abstraction) -> Place:
    """The part of the paper that a new quotation most likely stands in."""
    if not abstraction.form.knows("identification.source_scope"):
        return Place.FULL_TEXT
    scope = value_of(abstraction.get("identification.source_scope"))
    only_abstract = scope == SourceScope.ABSTRACT_ONLY
    return Place.ABSTRACT if only_abstract else Place.FULL_TEXT


def _used_by(path: str, abstraction: Abstraction) -> list[Line]:
    owner = paths.parent(path)
    return [
        Line("derived", "text2", (Span(line.label),), with_dashes(line.text))
        for line in derived_for(abstraction, owner)
        if path in line.inputs
    ]


def _checks(
    spec: FieldSpec, path: str, findings: Sequence[Finding], *, answered: bool
) -> list[Line]:
    """What the checks say; a sentence that stands at the field is not said again."""
    lines: list[Line] = []
    for one in findings[:_MOST]:
        sign, tint = _SIGNS[one.severity]
        if one.reason:
            reason = _("Answered: {reason}").format(reason=one.reason)
            spans = (Span(one.message, "text2"), Span(f" {reason}"))
            lines.append(Line("tick", "text2", spans, one.rule))
        else:
            here = one.path == path
            said = capitalised(_(one.severity.label)) if here else one.message
            tip = plain_tip(one.message) if here else ""
            lines.append(Line(sign, tint, (Span(said),), one.rule, tip))
    left = len(findings) - _MOST
    if left > 0:
        more = ngettext("{n} more finding below", "{n} more findings below", left)
        lines.append(Line("", "text2", (Span(more.format(n=left), "text2"),)))
    failed = {one.rule for one in findings}
    sign = "tick" if answered else "blank"
    bounds = spec.bounds
    if bounds is not None and bounds.rule not in failed:
        said = _limits(bounds.low, bounds.high)
        if said:
            lines.append(Line(sign, "text2", (Span(said),), bounds.rule))
    if spec.item.plausible is not None:
        low, high = (f"{end:g}" for end in spec.item.plausible)
        said = _("Usually {low} to {high}").format(low=low, high=high)
        lines.append(Line("note", "text2", (Span(said, "text2"),)))
    return lines


_NO_LIMIT = 1_000_000


def _limits(low: int | Decimal | None, high: int | Decimal | None) -> str:
    # A guard against slips of the hand, such as ten million patients, tells nothing.
    if low is not None and high is not None and high < _NO_LIMIT:
        return _("From {low} to {high}").format(low=low, high=high)
    return _("At least {low}").format(low=low) if low is not None else ""


def _changed(line: HistoryLine) -> Line:
    shown = line.new if line.new else _("blank")
    spans = [Span(f"{line.at.astimezone():%H:%M:%S}  ", "text3"), Span(shown)]
    if line.facet not in ("answer", ""):
        spans.insert(1, Span(f"{capitalised(line.label)}: ", "text3"))
    if line.reason:
        spans.append(Span(f" ({line.reason})", "text2"))
    tip = f"{show_moment(line.at, seconds=True)}\n{line.label}"
    return Line("", "text2", tuple(spans), line.who, plain_tip(tip))
