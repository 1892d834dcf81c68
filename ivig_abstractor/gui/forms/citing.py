"""The editor of an answer's evidence: where it stands, the words, how sure one is."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStyle,
    QStyleOptionFrame,
    QVBoxLayout,
    QWidget,
)

from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.gui.forms.editors import (
    ComboEditor,
    FieldEditor,
    LineEditor,
    TextBoxEditor,
    set_read_only,
)
from ivig_abstractor.gui.forms.segments import SegmentEditor
from ivig_abstractor.gui.plain import set_tip
from ivig_abstractor.gui.theme import tokens
from ivig_abstractor.model.answer import Choice
from ivig_abstractor.model.evidence import Confidence, Evidence, Place
from ivig_abstractor.model.field import Item
from ivig_abstractor.model.form import FieldSpec, Kind

AUTOSAVE_MS = 800


def _spec(
    name: str, label: str, kind: Kind, options: Sequence[Choice] = ()
) -> FieldSpec:
    said = Item(label, "", multiline=name == "quotation")
    return FieldSpec(name, "", name, "", said, kind, tuple(options))


PLACE = _spec("place", N_("Part that was read"), Kind.CHOICE, tuple(Place))
LOCATOR = _spec("locator", N_("Page or table"), Kind.TEXT)
SOURCE = _spec("source", N_("Paper"), Kind.TEXT)
QUOTATION = _spec("quotation", N_("Quotation"), Kind.TEXT)
CONFIDENCE = _spec("confidence", N_("Confidence"), Kind.CHOICE, tuple(Confidence))


class LinkEditor(LineEditor):
    """A line that shows both ends of what is too long for it, until it is typed in."""

    def put_draft(self, text: str) -> None:
        """Show a text, the whole of it as a tip."""
        super().put_draft(text)
        set_tip(self, text)

    def shown_text(self) -> str:
        """The text, with its middle left out where there is no room for it."""
        middle = Qt.TextElideMode.ElideMiddle
        return self.fontMetrics().elidedText(self.text(), middle, self._room().width())

    def _room(self) -> QRect:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        part = QStyle.SubElement.SE_LineEditContents
        return self.style().subElementRect(part, option, self).adjusted(2, 0, -2, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line, and over a text that is cut what can be read of it."""
        super().paintEvent(event)
        if self.hasFocus() or self.shown_text() == self.text():
            return
        with QPainter(self) as painter:
            painter.fillRect(
                self._room().adjusted(-2, 0, 2, 0), tokens().colour("edit")
            )
            painter.setPen(tokens().colour("text"))
            painter.drawText(
                self._room(), Qt.AlignmentFlag.AlignVCenter, self.shown_text()
            )


def _says(one: Evidence) -> bool:
    """Say whether there is more to a quotation than the part that was read."""
    return bool(one.locator or one.quotation or one.source or one.confidence)


class EvidenceBoxes(QWidget):
    """The boxes and buttons of one quotation, placed, not yet alive."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = ComboEditor(PLACE)
        self.locator = LineEditor(LOCATOR)
        self.source = LinkEditor(SOURCE)
        self.quotation = TextBoxEditor(QUOTATION)
        self._wishes: dict[Callable[[str], None], str] = {
            self.place.show_wish: _("where read"),
            self.locator.setPlaceholderText: _("page"),
            self.source.setPlaceholderText: _("paper, DOI or address"),
            self.quotation.setPlaceholderText: _("Paste the sentence here."),
        }
        self.quotation.setFixedHeight(74)
        self.confidence = SegmentEditor(CONFIDENCE)
        self.confidence.setFixedHeight(24)
        self._number = QLabel()
        self._number.setTextFormat(Qt.TextFormat.PlainText)
        self._number.setProperty("tone", "text3")
        self._number.setProperty("type", "small")
        self._next = QPushButton(_("Next"))
        self._another = QPushButton(_("Another quotation"))
        self._remove = QPushButton(_("Remove"))
        self._remove.setProperty("look", "quiet")
        self._remove.hide()
        for button in (self._next, self._another, self._remove):
            button.setProperty("type", "small")
        self._next.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.place, 5)
        first.addWidget(self.locator, 4)
        column.addLayout(first)
        column.addWidget(self.quotation)
        column.addWidget(self.source)
        words = QLabel(_(CONFIDENCE.label))
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setProperty("tone", "text2")
        words.setProperty("type", "small")
        words.setBuddy(self.confidence)
        column.addWidget(words)
        column.addWidget(self.confidence)
        # Below the quotation that is shown: these lead to another one, or take it away.
        for left, right in ((self._number, self._next), (self._remove, self._another)):
            line = QHBoxLayout()
            line.addWidget(left)
            line.addStretch(1)
            line.addWidget(right)
            column.addLayout(line)

    def _editors(self) -> list[tuple[FieldEditor, FieldSpec]]:
        return [
            (self.place, PLACE),
            (self.locator, LOCATOR),
            (self.quotation, QUOTATION),
            (self.source, SOURCE),
            (self.confidence, CONFIDENCE),
        ]


class EvidenceEditor(EvidenceBoxes):
    """Edits the quotations of one answer, one at a time."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept: tuple[Evidence, ...] = ()
        self._at = 0
        self._read_only = False
        self._suggested = Place.FULL_TEXT
        self._place_chosen = False
        self._was_emptied = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(AUTOSAVE_MS)
        self._pause.timeout.connect(self.settle)
        self._connect()

    def _connect(self) -> None:
        self._next.clicked.connect(self._step)
        self._another.clicked.connect(self._begin)
        self._remove.clicked.connect(self._take_away)
        for editor, spec in self._editors():
            editor.setAccessibleName(_(spec.label))
            editor.setObjectName(f"evidence.{spec.name}")
            editor.typed.connect(self._wait)
            editor.settled.connect(self._on_settled)
            editor.typed.connect(self._tell_place)
            editor.settled.connect(self._tell_place)
            editor.finished.connect(self._finish)
        self.place.activated.connect(self._choose_place)

    def show_evidence(
        self,
        evidence: Sequence[Evidence],
        suggested: Place,
        *,
        fresh: bool,
        read_only: bool,
    ) -> None:
        """Show quotations; typing in them goes on unless it is another answer's."""
        if taken_back := len(evidence) < len(self._kept):
            # Another one is shown, not blank boxes as if there were none.
            self._at = min(self._at, max(len(evidence) - 1, 0))
        self._kept = tuple(evidence)
        self._suggested = suggested
        if fresh:
            self._pause.stop()
            self._at = 0
        self._at = min(self._at, len(self._kept))
        for editor, _spec_of in self._editors():
            set_read_only(editor, read_only=read_only)
        self._read_only = read_only
        for show_wish, words in self._wishes.items():
            # Nothing is asked for where nothing can be typed.
            show_wish("" if read_only else words)
        self._fill(fresh=fresh or taken_back)

    def _fill(self, *, fresh: bool) -> None:
        one = self._kept[self._at] if self._at < len(self._kept) else None
        shown = {
            "place": one.place.value if one else "",
            "locator": one.locator if one else "",
            "source": one.source if one else "",
            "quotation": one.quotation if one else "",
            "confidence": one.confidence.value if one and one.confidence else "",
        }
        for editor, spec in self._editors():
            if fresh or not (editor.hasFocus() or editor.is_pending):
                editor.keep(shown[spec.name])
        self._place_chosen = False
        if fresh:
            self._was_emptied = False
        self._tell_place()
        count = len(self._kept)
        named = _("Remove quotation {number}").format(number=self._at + 1)
        self._remove.setAccessibleName(named)
        set_tip(self._remove, named)
        self._remove.setVisible(one is not None and not self._read_only)
        said = _("{number} of {count}").format(number=self._at + 1, count=count)
        self._number.setText(said if count > 1 and one else "")
        self._number.setVisible(count > 1)
        self._next.setVisible(count > 1)
        self._another.setVisible(one is not None and not self._read_only)

    def _tell_place(self, _text: str = "") -> None:
        """Show the place that is stored with what is typed, once there is anything."""
        if self._at < len(self._kept) or self.place.hasFocus():
            return
        begun = bool(self.evidence()[self._at :])
        if begun == (not self.place.draft()):
            self.place.keep(self._suggested.value if begun else "")

    def _choose_place(self, _option: object) -> None:
        """Store a place that was chosen, also if it was the one suggested."""
        self._place_chosen, self._was_emptied = True, False
        self.settle()
        self._tell_place()

    def _step(self) -> None:
        self.settle()
        self._at = (self._at + 1) % max(len(self._kept), 1)
        self._fill(fresh=True)

    def _begin(self) -> None:
        self.settle()
        self._at = len(self._kept)
        self._fill(fresh=True)
        self.quotation.setFocus()

    def _take_away(self) -> None:
        """Take the quotation that is shown away; undo brings it back."""
        kept = list(self._kept)
        if self._at >= len(kept) or self._read_only:
            return
        self._pause.stop()
        del kept[self._at]
        self._kept, self._at = tuple(kept), max(0, min(self._at, len(kept) - 1))
        self._fill(fresh=True)
        self.changed.emit()
        self.quotation.setFocus()

    def _on_settled(self) -> None:
        self.settle()
        focus = QApplication.focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            self.drop_emptied()

    def drop_emptied(self) -> None:
        """Without the words it had, a quotation is none; its place alone says little.

        Not before one leaves it: whoever empties a box may be about to fill it again.
        """
        if not self._was_emptied or self._at >= len(self._kept):
            return
        self._was_emptied = False
        if not _says(self._kept[self._at]):
            kept = [one for at, one in enumerate(self._kept) if at != self._at]
            self._kept, self._at = tuple(kept), max(0, min(self._at, len(kept) - 1))
            self._fill(fresh=True)
            self.changed.emit()

    def evidence(self) -> list[Evidence]:
        """The quotations as they stand on the screen; an empty one is left out."""
        listed = list(self._kept)
        locator, quotation = self.locator.draft(), self.quotation.draft()
        sure = self.confidence.draft()
        place = self.place.draft()
        one = Evidence(
            place=Place(place) if place in set(Place) else self._suggested,
            source=self.source.draft(),
            locator=locator,
            quotation=quotation,
            confidence=Confidence(sure) if sure in set(Confidence) else None,
        )
        said = _says(one)
        if self._at < len(listed):
            listed[self._at] = one
            if not said and place == "":
                del listed[self._at]
        elif said or self.place.is_pending or self._place_chosen:
            listed.append(one)
        return listed

    def settle(self) -> None:
        """Tell of a change, if there is one."""
        self._pause.stop()
        pending = any(editor.is_pending for editor, _spec_of in self._editors())
        if not (pending or self._place_chosen):
            return
        now = self.evidence()
        for editor, _spec_of in self._editors():
            editor.take()
        before = self._kept[self._at] if self._at < len(self._kept) else None
        if before is not None and _says(before) and not self._place_chosen:
            self._was_emptied = self._at < len(now) and not _says(now[self._at])
        self._place_chosen = False
        if now != list(self._kept):
            self._kept = tuple(now)
            self.changed.emit()

    def kept(self) -> list[Evidence]:
        """The quotations last told of."""
        return list(self._kept)

    def _wait(self, _text: str) -> None:
        self._pause.start()

    def _finish(self) -> None:
        self.settle()
        self.focusNextChild()
