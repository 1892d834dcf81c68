"""Start-up stays cheap and headless: measured by what is loaded, not by a watch."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "ivig_abstractor"

HEADLESS = [
    "base",
    "model",
    "store",
    "reconcile",
    "report",
    "exchange",
    "operations",
    "cli",
]
QT = {"PySide6", "shiboken6"}
# Not `socket`: Pydantic looks for plug-ins through importlib.metadata, which reads
# mail headers, and that module loads it. test_offline.py shows that none is opened.
NETWORK = {"ssl", "http.client", "urllib.request", "ftplib", "smtplib"}
HEAVY = {"reportlab", "scipy", "numpy"}

PROBE = """
import importlib, json, sys
for name in {names!r}:
    importlib.import_module(name)
print(json.dumps(sorted(sys.modules)))
"""


def modules_of(layer: str) -> list[str]:
    """Name every module of a layer, which is a folder or a single file."""
    folder = PACKAGE / layer
    files = (
        sorted(folder.rglob("*.py")) if folder.is_dir() else [PACKAGE / f"{layer}.py"]
    )
    names = [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files]
    return [name.removesuffix(".__init__") for name in names]


def loaded_by(names: list[str]) -> set[str]:
    """Import modules in a fresh interpreter and return all that came with them."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(names=names)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("layer", HEADLESS)
def test_headless_layers_load_no_qt_and_no_network(layer):
    loaded = loaded_by(modules_of(layer))
    assert not QT & loaded
    assert not NETWORK & loaded


@pytest.mark.parametrize("layer", ["cli", "operations", "model", "store"])
def test_what_starts_with_the_program_loads_no_heavy_library(layer):
    assert not HEAVY & loaded_by(modules_of(layer))


def test_the_window_loads_no_heavy_library_and_no_network():
    loaded = loaded_by(modules_of("gui"))
    assert not HEAVY & loaded
    assert not {"PySide6.QtNetwork", "PySide6.QtWebEngineCore"} & loaded
    assert "pydantic" not in loaded_by(["ivig_abstractor.gui.theme"])


def test_the_version_loads_nothing_of_the_program():
    words = (
        "import sys; sys.argv = ['ivig-abstractor', '--version'];"
        "from ivig_abstractor.__main__ import main; main();"
        "print(*sorted(n for n in sys.modules if n.startswith('ivig')), sep=',')"
    )
    done = subprocess.run(
        [sys.executable, "-c", words],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    version, loaded = done.stdout.splitlines()
    assert version == "ivig-abstractor 0.1.0"
    assert loaded == "ivig_abstractor,ivig_abstractor.__main__"


def test_a_review_is_opened_without_pydantic_and_without_the_checks():
    words = (
        "import sys; from ivig_abstractor.operations import reading, reviewing;"
        "from ivig_abstractor.model.form import the_form; the_form();"
        "from ivig_abstractor.operations.summary import StudySummary;"
        "StudySummary().as_json(); print(*sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", words],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    loaded = set(done.stdout.split())
    assert "pydantic" not in loaded
    assert "ivig_abstractor.model.checks.dose" not in loaded
    assert "ivig_abstractor.model.notation.stat" not in loaded
