"""Published tables of agreement, and irrCAC asked about ratings of one's own."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from irrCAC import raw, table

from tests.corpora import CORPORA

DIGITS = 12
UNITS = [
    [1, 1, None, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [None, 5, 5, 5],
    [None, None, 1, 1],
    [None, None, 3, None],
]
"""Krippendorff K. Computing Krippendorff's alpha-reliability, 2011, part C."""


def corpus(name):
    file = Path(CORPORA) / "agreement" / name
    if not file.is_file():
        pytest.skip(f"the published tables are not at {file} (IVIG_CORPORA)")
    return json.loads(file.read_text("utf-8"))


def units_of(counts):
    """The answers of a table that says how many gave which."""
    return [
        [code for code, count in enumerate(unit) for _ in range(count)]
        for unit in counts
    ]


def of_table(counts, weights="identity"):
    """What irrCAC knows of a table of two reviewers."""
    return table.CAC(pd.DataFrame(counts), weights=weights, digits=DIGITS)


def of_units(units, weights="identity", categories=None):
    """What irrCAC knows of the answers of any number of reviewers."""
    # pandas warns of what irrCAC does where it drops a unit that nobody answered.
    answered = [unit for unit in units if any(one is not None for one in unit)]
    frame = pd.DataFrame(
        [[np.nan if one is None else float(one) for one in unit] for unit in answered]
    )
    return raw.CAC(frame, weights=weights, categories=categories, digits=DIGITS)


def said_by(compute):
    """What irrCAC says; it divides by 0 where there is no variance."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return compute()["est"]


def is_that_of(found, compute):
    """Hold a coefficient and its interval against those of irrCAC."""
    said = said_by(compute)
    assert found.value == pytest.approx(float(said["coefficient_value"]), abs=1e-9)
    if found.low is None:
        return
    low, high = (float(np.ravel(end)[0]) for end in said["confidence_interval"])
    assert found.low == pytest.approx(max(low, -1), abs=1e-9)
    assert found.high == pytest.approx(min(high, 1), abs=1e-9)
