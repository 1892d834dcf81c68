"""The sections of the form in one strip: what is left, what is wrong, what is done."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.i18n import _, ngettext
from ivig_abstractor.gui.commands import SECTION_KEYS
from ivig_abstractor.gui.icons import paint_icon
from ivig_abstractor.gui.keys import key_text
from ivig_abstractor.gui.plain import plain_tip
from ivig_abstractor.gui.theme import fill, font, metrics, tokens
from ivig_abstractor.model.form import SectionSpec
from ivig_abstractor.model.progress import SectionProgress

HEIGHT = 44
_LINE = 27
"""The height of a tab where the sections need two lines."""
_FIRST_LEFT = 24
_PADDING = 10
_TIGHT = 5


@dataclass(frozen=True, slots=True)
class _Sign:
    """One sign of the second line: an icon, its words, its colour."""

    icon: str
    words: str
    short: str
    tint: str


def signs(progress: SectionProgress, *, repeats: bool = False) -> list[_Sign]:
    """The worst state in words, then what is left; "Done" when nothing is."""
    said: list[_Sign] = []
    if progress.errors:
        words = ngettext("{n} error", "{n} errors", progress.errors)
        said.append(
            _Sign("error", words.format(n=progress.errors), str(progress.errors), "err")
        )
    elif progress.queries:
        words = ngettext("{n} query", "{n} queries", progress.queries)
        said.append(
            _Sign(
                "query", words.format(n=progress.queries), str(progress.queries), "qry"
            )
        )
    if progress.left:
        words = str(progress.left) if said else _("{n} left").format(n=progress.left)
        said.append(_Sign("blank", words, str(progress.left), "text3"))
    if not said:
        empty = not progress.asked
        # A ring would be that of blanks, which count in the per cent of the study.
        nothing = _("None entered") if repeats else _("Not asked")
        words = nothing if empty else _("Done")
        said.append(_Sign("dash" if empty else "tick", words, "", "text2"))
    return said


class SectionTab(QRadioButton):
    """One section in the strip, one of several to a screen reader too."""

    def __init__(self, section: SectionSpec, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.section = section
        self.title = _(section.title)
        self.padding = _PADDING
        self.left = _PADDING
        self.short = False
        self.one_line = False
        self.all_signs = False
        self._number = number
        self._signs: list[_Sign] = []
        self.setObjectName(f"section:{section.key}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_progress(self, progress: SectionProgress) -> None:
        """Say what is left and what is wrong."""
        made = signs(progress, repeats=bool(self.section.containers))
        if made == self._signs:
            return
        self._signs = made
        words = ", ".join(sign.words for sign in self._signs)
        if progress.left and len(self._signs) > 1:
            words = f"{self._signs[0].words}, {_('{n} left').format(n=progress.left)}"
        keyed = self._number <= len(SECTION_KEYS)
        key = key_text(f"Alt+{SECTION_KEYS[self._number - 1]}") if keyed else ""
        self.setAccessibleName(f"{self.title}, {words}")
        tip = f"{self.title} · {words}" + (f" · {key}" if key else "")
        if self.section.containers and not progress.asked:
            more = _("Not counted in the per cent answered; completing asks for it.")
            tip = f"{tip}\n{more}"
        self.setToolTip(plain_tip(tip))
        self.setAccessibleDescription(key)
        self.update()

    def looks(self) -> tuple[int, int, bool, bool, bool]:
        """What its strip decides of how it is drawn."""
        return self.padding, self.left, self.short, self.one_line, self.all_signs

    def natural_width(self) -> int:
        """As wide as its words, with the padding in use."""
        name = metrics(13, 600).horizontalAdvance(self.title)
        small = metrics(11, 600)
        if self.one_line:
            return self.left + name + self._sign_width() + self.padding
        below = sum(
            16 + small.horizontalAdvance(sign.short if self.short else sign.words)
            for sign in self._signs
        ) + 6 * max(0, len(self._signs) - 1)
        return self.left + max(name, below) + self.padding

    def _sign_width(self) -> int:
        """What the signs take beside the name, with their numbers."""
        return sum(map(_beside, self._signs_beside()))

    def _signs_beside(self) -> list[_Sign]:
        """All signs where there is room beside the name, or else the worst."""
        return self._signs if self.all_signs else self._signs[:1]

    def hitButton(self, where: QPoint) -> bool:
        """All of it can be pressed; there is no circle."""
        return self.rect().contains(where)

    def sizeHint(self) -> QSize:
        """The width of its words and the height of the strip."""
        return QSize(self.natural_width(), _LINE if self.one_line else HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the name over its state."""
        with QPainter(self) as painter:
            t = tokens()
            chosen = self.isChecked()
            ground = "base" if chosen else "selsoft" if self.underMouse() else "head"
            fill(painter, self.rect(), t.colour(ground))
            if chosen:
                fill(painter, QRect(0, 0, self.width() - 1, 3), t.colour("acc"))
            else:
                below = QRect(0, self.height() - 1, self.width(), 1)
                fill(painter, below, t.colour("line"))
            # Filled, the edge reaches the last pixel of the screen at any scale.
            edge = QRect(self.width() - 1, 0, 1, self.height())
            fill(painter, edge, t.colour("line"))
            painter.setFont(font(13, 600 if chosen else 400))
            painter.setPen(t.colour("text" if chosen else "text2"))
            name = QRect(self.left, 4, self.width() - self.left - 2, 18)
            if self.one_line:
                name.setWidth(name.width() - self._sign_width())
            text = painter.fontMetrics().elidedText(
                self.title, Qt.TextElideMode.ElideRight, name.width()
            )
            painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, text)
            self._paint_signs(painter)
            if self.hasFocus():
                painter.setPen(t.colour("acc"))
                painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_signs(self, painter: QPainter) -> None:
        if self.one_line:
            self._paint_beside(painter)
            return
        x = self.left
        for sign in self._signs:
            strong = sign.tint in ("err", "qry")
            painter.setFont(font(11, 600 if strong else 400))
            paint_icon(painter, sign.icon, x, 25, 12, sign.tint)
            painter.setPen(tokens().colour(sign.tint))
            words = sign.short if self.short else sign.words
            width = painter.fontMetrics().horizontalAdvance(words) + 1
            painter.drawText(
                QRect(x + 15, 22, width, 18), Qt.AlignmentFlag.AlignVCenter, words
            )
            x += 16 + width + 5

    def _paint_beside(self, painter: QPainter) -> None:
        """Draw signs with their numbers behind the name."""
        x = self.width() - self.padding - self._sign_width() + 6
        for sign in self._signs_beside():
            paint_icon(painter, sign.icon, x, 7, 12, sign.tint)
            painter.setFont(font(11, 600 if sign.tint in ("err", "qry") else 400))
            painter.setPen(tokens().colour(sign.tint))
            room = QRect(x + 15, 4, self.width() - x - 15, 18)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, sign.short)
            x += _beside(sign)


def _beside(sign: _Sign) -> int:
    """What a sign takes beside a name, with its number."""
    number = metrics(11, 600).horizontalAdvance(sign.short)
    return 20 + (number + 3 if sign.short else 0)


class SectionStrip(QWidget):
    """All sections side by side; widths follow the words.

    `chosen` is what the reviewer wants to see, `selected` what is shown.
    """

    chosen = Signal(str)
    selected = Signal(str)

    def __init__(
        self, sections: Sequence[SectionSpec], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sectionStrip")
        self.setProperty("surface", "head")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(_("Sections"))
        self._group = QButtonGroup(self)
        self._tabs: dict[str, SectionTab] = {}
        for number, section in enumerate(sections, start=1):
            tab = SectionTab(section, number, self)
            tab.clicked.connect(lambda _on, key=section.key: self.chosen.emit(key))
            self._group.addButton(tab)
            self._tabs[section.key] = tab
        first = next(iter(self._tabs.values()), None)
        if first is not None:
            first.left = _FIRST_LEFT

    def show_progress(self, progress: Sequence[SectionProgress]) -> None:
        """Say what is left in every section."""
        for one in progress:
            if one.section in self._tabs:
                self._tabs[one.section].show_progress(one)
        self._arrange()

    def select(self, key: str) -> None:
        """Mark the section that is shown."""
        self._tabs[key].setChecked(True)
        self.selected.emit(key)

    def keys(self) -> list[str]:
        """The keys of the sections in order."""
        return list(self._tabs)

    def minimumSizeHint(self) -> QSize:
        """The strip gives way; its tabs are then cut, never the window widened."""
        return QSize(200, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out again."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        tabs = list(self._tabs.values())
        if not tabs:
            return
        before = [tab.looks() for tab in tabs]
        self._share_out(tabs)
        for tab, looked in zip(tabs, before, strict=True):
            if tab.looks() != looked:
                tab.update()

    def _share_out(self, tabs: list[SectionTab]) -> None:
        wide: list[int] = []
        for tab in tabs:
            tab.one_line = False
        for padding, short in ((_PADDING, False), (_TIGHT, False), (_TIGHT, True)):
            for tab in tabs:
                tab.padding, tab.short = padding, short
                tab.left = padding
            tabs[0].left = _FIRST_LEFT
            wide = [tab.natural_width() for tab in tabs]
            if sum(wide) <= self.width():
                break
        if sum(wide) > self.width():
            self._wrap(tabs)
            return
        self.setFixedHeight(HEIGHT)
        spare = max(0, self.width() - sum(wide)) / len(tabs)
        most = _most(self.width(), wide)
        x = 0.0
        for tab, own in zip(tabs, wide, strict=True):
            width = min(own, most) + min(spare, 28)
            tab.setGeometry(round(x), 0, round(x + width) - round(x), HEIGHT)
            x += width
        if spare <= 28:
            last = tabs[-1]
            last.resize(self.width() - last.x(), HEIGHT)

    def _wrap(self, tabs: list[SectionTab]) -> None:
        """Names whole, on as many lines as they need, each with its worst sign.

        The other signs stand there too where they need no more lines.
        """
        worst, every = (self._lay(tabs, all_signs=one) for one in (False, True))
        if every > worst:
            self._lay(tabs, all_signs=False)
        self.setFixedHeight(worst)

    def _lay(self, tabs: list[SectionTab], *, all_signs: bool) -> int:
        """Lay the tabs on lines; returns how high these are."""
        x = y = 0
        for tab in tabs:
            tab.one_line, tab.all_signs = True, all_signs
            tab.left = tab.padding = _TIGHT
            if x and x + tab.natural_width() > self.width():
                x, y = 0, y + _LINE
            tab.left = _FIRST_LEFT if not x else _TIGHT
            wide = min(tab.natural_width(), self.width())
            tab.setGeometry(x, y, wide, _LINE)
            x += wide
        return y + _LINE


def _most(room: int, wanted: Sequence[int]) -> float:
    """The greatest width a tab may have so that all fit: short ones stay whole."""
    left, most = float(room), float(max(wanted, default=0))
    for place, width in enumerate(sorted(wanted)):
        share = left / (len(wanted) - place)
        if width > share:
            return share
        left -= width
    return most
