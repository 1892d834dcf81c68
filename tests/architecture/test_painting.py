"""What paints ends its painting, whatever happens.

A painter that the traceback of a failure keeps alive holds its widget: Qt then falls
when the widget is painted or deleted the next time.
"""

import re
from pathlib import Path

import pytest

from ivig_abstractor import gui

SOURCES = sorted(
    one
    for one in Path(gui.__file__).parent.rglob("*.py")
    if "QPainter(" in one.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("source", SOURCES, ids=lambda one: one.name)
def test_every_painter_is_ended_by_its_block(source):
    text = source.read_text(encoding="utf-8")
    assert text.count("QPainter(") == len(re.findall(r"\bwith QPainter\(", text))
