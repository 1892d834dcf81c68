"""What may stand in the statements the store sends to SQLite."""

import re
from pathlib import Path

import pytest

from ivig_abstractor import store

SOURCES = sorted(Path(store.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda one: one.name)
def test_parameters_have_no_numbers(source):
    """Python 3.12.0 to 3.12.3 warn of each numbered one (cpython issue 117995)."""
    assert not re.findall(r"\?\d", source.read_text(encoding="utf-8"))
