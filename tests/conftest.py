"""What every test runs in: no network, a home of its own, a clock that stands still."""

import difflib
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import settings

from ivig_abstractor.base import clock, display, i18n, ids

# `steady` draws the same examples each time, so that a failure is the change's own;
# `search` draws new ones: HYPOTHESIS_PROFILE=search pytest tests/model
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

GOLDEN = Path(__file__).parent / "data" / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite the golden files instead of comparing; read the diff afterwards",
    )


class StillClock:
    """A clock that moves only when a test moves it."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
        self.offset = 60

    def now(self) -> datetime:
        return self.moment

    def utc_offset_minutes(self) -> int:
        return self.offset

    def advance(self, **duration: float) -> None:
        self.moment += timedelta(**duration)


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[StillClock]:
    still = StillClock()
    with clock.use(still):
        yield still


@pytest.fixture(autouse=True)
def predictable_ids() -> Iterator[None]:
    with ids.use(Random(20260102)):
        yield


@pytest.fixture(autouse=True)
def source_language() -> Iterator[None]:
    i18n.set_language(i18n.SOURCE_LANGUAGE)
    yield
    i18n.set_language(i18n.SOURCE_LANGUAGE)
    display.use_conventions(display.Conventions())


class OfflineSocket(socket.socket):
    """A socket that refuses everything but talk within this machine."""

    def __init__(self, family: int = -1, *args: object, **more: object) -> None:
        if family in {-1, socket.AF_INET, socket.AF_INET6}:
            raise AssertionError("A test opened a network socket.")
        super().__init__(family, *args, **more)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", OfflineSocket)


@pytest.fixture(autouse=True)
def own_home(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    for kind in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
    core = sys.modules.get("PySide6.QtCore")
    if core is not None:
        for form in (
            core.QSettings.Format.NativeFormat,
            core.QSettings.Format.IniFormat,
        ):
            core.QSettings.setPath(
                form, core.QSettings.Scope.UserScope, str(home / "qt")
            )
        core.QSettings.setDefaultFormat(core.QSettings.Format.IniFormat)
    return home


class WarningsKept(logging.Handler):
    """Keeps every log record that says something is wrong."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[logging.LogRecord]]:
    """Fail on a log warning; a test that expects one takes it out of this list."""
    handler = WarningsKept()
    logging.getLogger().addHandler(handler)
    yield handler.records
    logging.getLogger().removeHandler(handler)
    ours = [r for r in handler.records if r.name.startswith("ivig_abstractor")]
    assert not ours, [record.getMessage() for record in ours]


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and not t.daemon]
    for thread in left:
        thread.join(timeout=5)
    assert not [t.name for t in left if t.is_alive()], "a thread was left running"
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is not None and widgets.QApplication.instance() is not None:
        shown = [w for w in widgets.QApplication.topLevelWidgets() if w.isVisible()]
        for widget in shown:
            widget.hide()
        assert not shown, "a window was left open"


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with `tests/data/golden/NAME`, or rewrite it when asked to."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if request.config.getoption("--update-golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8", newline="\n")
        assert file.is_file(), f"There is no {file}; make it with --update-golden."
        kept = file.read_text("utf-8")
        if text != kept:
            lines = difflib.unified_diff(
                kept.splitlines(), text.splitlines(), "kept", "made now", lineterm=""
            )
            pytest.fail("\n".join([f"{name} has changed:", *lines]), pytrace=False)

    return compare
