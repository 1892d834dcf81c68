"""Where the material outside the repository lies, if this machine has it."""

import os
from pathlib import Path

import pytest

CORPORA = Path(os.environ.get("IVIG_CORPORA", "../shared/data"))


def paper_form() -> str:
    """The text of the paper form; skips the test where there is none."""
    form = CORPORA.resolve().parent / "domain" / "form.md"
    if not form.is_file():
        pytest.skip(f"the paper form is not at {form} (IVIG_CORPORA)")
    return form.read_text(encoding="utf-8")
