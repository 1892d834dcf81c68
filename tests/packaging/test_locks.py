"""The lock files name exactly what is wanted, checked by hash, on every system."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUN = ROOT / "packaging" / "requirements.lock"
DEV = ROOT / "packaging" / "requirements-dev.lock"
PIN = re.compile(r"^([a-z0-9-]+)==(\S+?)( ; .+?)? \\$", re.MULTILINE)


def pins(lock):
    """Return `{name: {version, ...}}`; a name may differ between Pythons."""
    found = {}
    for name, version, _when in PIN.findall(lock.read_text("utf-8")):
        found.setdefault(name, set()).add(version)
    return found


def wanted(*, dev):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    names = project["project"]["dependencies"] + groups["build"]
    if dev:
        names += project["project"]["optional-dependencies"]["dev"]
        names += groups["reference"]
    return {re.split(r"[<>=!~\[ ]", name)[0].lower() for name in names}


@pytest.mark.parametrize(("lock", "dev"), [(RUN, False), (DEV, True)])
def test_everything_wanted_is_locked(lock, dev):
    assert wanted(dev=dev) <= set(pins(lock))


@pytest.mark.parametrize("lock", [RUN, DEV])
def test_every_pin_has_hashes_and_no_index_is_named(lock):
    text = lock.read_text("utf-8")
    entries = re.split(r"\n(?=[a-z0-9-]+==)", text)[1:]
    assert len(entries) == len(PIN.findall(text))
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert "index-url" not in text


@pytest.mark.parametrize("lock", [RUN, DEV])
def test_qt_is_a_sound_version_and_the_small_package(lock):
    found = pins(lock)
    assert "6.12.0" not in found["pyside6-essentials"]
    assert "pyside6" not in found
    assert "pyside6-addons" not in found


def test_tests_run_with_what_the_program_runs_with():
    run, dev = pins(RUN), pins(DEV)
    assert {name: dev.get(name) for name in run} == run
