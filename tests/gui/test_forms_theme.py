"""The colours keep their contrast, and every icon can be drawn in both themes."""

from dataclasses import fields

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from ivig_abstractor.base.resources import resource
from ivig_abstractor.gui import icons, theme
from ivig_abstractor.gui.theme import DARK, LIGHT, Tokens, apply_theme
from ivig_abstractor.gui.views.parts import ChoiceBox

TEXT_ON = [
    ("text", "base"), ("text", "edit"), ("text", "side"), ("text", "pill"),
    ("text", "errbg"), ("text", "qrybg"), ("text", "paste"), ("text", "selsoft"),
    ("text2", "base"), ("text2", "head"), ("text2", "bar"), ("text2", "alt"),
    ("text2", "errbg"), ("text2", "qrybg"), ("text2", "selsoft"), ("text2", "pill"),
    ("text3", "base"), ("text3", "pane"), ("text3", "bar"), ("text3", "edit"),
    ("text3", "head"), ("onacc", "acc"), ("onsel", "sel"), ("acc", "base"),
    ("err", "base"), ("err", "errbg"), ("qry", "base"), ("qry", "qrybg"),
]  # fmt: skip
SHAPE_ON = [("ctl", "base"), ("ctl", "edit"), ("acc", "base"), ("acc", "sel")]


def luminance(colour: str) -> float:
    parts = QColor(colour).getRgbF()[:3]
    linear = [
        p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(tokens: Tokens, one: str, other: str) -> float:
    ends = sorted(luminance(getattr(tokens, name)) for name in (one, other))
    return (ends[1] + 0.05) / (ends[0] + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON)
def test_text_stands_out_from_its_ground(tokens, ink, ground):
    assert contrast(tokens, ink, ground) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), SHAPE_ON)
def test_frames_stand_out_from_their_ground(tokens, edge, ground):
    assert contrast(tokens, edge, ground) >= 3.0


def test_every_token_is_a_colour_of_its_own_theme():
    for each in fields(Tokens):
        if each.name == "dark":
            continue
        for tokens in (LIGHT, DARK):
            assert QColor(getattr(tokens, each.name)).isValid()


def test_the_theme_can_be_switched_and_tells(qapp, qtbot):
    apply_theme(qapp, "light")
    with qtbot.waitSignal(theme.theme_changes().changed):
        apply_theme(qapp, "dark")
    assert theme.tokens() is DARK
    assert "@" not in qapp.styleSheet()
    apply_theme(qapp, "light")
    assert theme.tokens() is LIGHT


@pytest.mark.parametrize(
    "name", sorted(path.stem for path in resource("icons").glob("*.svg"))
)
def test_every_icon_is_drawn_in_the_colour_asked_for(qapp, name):
    apply_theme(qapp, "light")
    image: QImage = icons.pixmap(name, "err", 40).toImage()
    seen = {
        image.pixelColor(x, y).name()
        for x in range(40)
        for y in range(40)
        if image.pixelColor(x, y).alpha() > 200
    }
    assert seen, f"{name} is empty"
    assert seen <= {QColor(LIGHT.err).name()} | near(LIGHT.err)


def near(colour: str) -> set[str]:
    """Colours one step away, which antialiasing leaves."""
    red, green, blue, _alpha = QColor(colour).getRgb()
    steps = range(-3, 4)
    return {
        QColor(red + r, green + g, blue + b).name()
        for r in steps
        for g in steps
        for b in steps
        if 0 <= red + r < 256 and 0 <= green + g < 256 and 0 <= blue + b < 256
    }


@pytest.mark.parametrize(
    ("status", "percent", "name"),
    [
        ("not_started", 0, "study-not-started"),
        ("in_progress", 3, "study-part-15"),
        ("in_progress", 50, "study-part-50"),
        ("in_progress", 64, "study-part-60"),
        ("in_progress", 74, "study-part-70"),
        ("in_progress", 99, "study-part-95"),
        ("complete", 100, "study-complete"),
    ],
)
def test_a_study_shows_its_progress_by_shape(status, percent, name):
    assert icons.study_icon(status, percent) == name


@pytest.mark.parametrize("percent", [5, 25, 50, 65, 75, 95])
def test_a_pie_is_as_full_as_it_says(qapp, percent):
    picture = icons.pixmap(f"study-part-{percent}", "text", 160).toImage()
    ring = icons.pixmap("study-not-started", "text", 160).toImage()

    def inked(of):
        inside = ((x, y) for x in range(40, 120) for y in range(40, 120))
        return sum(of.pixelColor(x, y).alpha() > 127 for x, y in inside)

    share = (inked(picture) - inked(ring)) / (3.1416 * 40**2)
    assert abs(100 * share - percent) < 1.5


@pytest.mark.parametrize("editable", [False, True])
@pytest.mark.parametrize("count", [2, 10])
def test_a_list_of_few_entries_opens_with_all_of_them(qapp, qtbot, count, editable):
    apply_theme(qapp, "light")
    box = ChoiceBox()
    qtbot.addWidget(box)
    box.setEditable(editable)
    box.addItems([f"IVIG {number}" for number in range(count)])
    box.show()
    box.showPopup()
    QApplication.processEvents()
    shown = box.view()
    needed = sum(shown.sizeHintForRow(row) for row in range(count))
    assert needed >= count * theme.line_height()
    assert shown.viewport().height() >= needed
    assert not shown.verticalScrollBar().isVisible()
    box.hidePopup()
