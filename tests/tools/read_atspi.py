"""Reads what a screen reader is told of a running program, and prints it as JSON.

Usage: python3 tests/tools/read_atspi.py COMMAND [ARGUMENT ...]

It needs Linux with Xvfb, dbus-run-session, at-spi2-core and Python's gi with the
typelib of Atspi (on Debian: apt install xvfb dbus at-spi2-core gir1.2-atspi-2.0
python3-gi). The program is run on a display and a bus of its own. One line is printed
for each part of its windows: how deep it lies, its role, name, description and states.

It is run by the Python that has gi, which is seldom the one of the program: so it
imports nothing of the program.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator

NEEDED = ("Xvfb", "dbus-run-session")
PATIENCE = 40.0
INSIDE = "--inside"
_FEW_ROWS = 400
"""A large table is not read to its end."""


def missing() -> str:
    """What stands in the way of reading, in words; empty if nothing does."""
    if not sys.platform.startswith("linux"):
        return "AT-SPI is a thing of Linux."
    for tool in NEEDED:
        if shutil.which(tool) is None:
            return f"There is no {tool} here."
    try:
        import gi

        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi  # noqa: F401
    except (ImportError, ValueError) as error:
        return f"This Python has no Atspi: {error}"
    return ""


@contextlib.contextmanager
def display() -> Iterator[str]:
    """A display of our own; its name."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24"],
        pass_fds=(writing,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def on_a_bus_of_its_own(command: list[str]) -> int:
    """Run this script again on a fresh display and session bus."""
    with display() as name:
        env = {
            **os.environ,
            "DISPLAY": name,
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        env.pop("AT_SPI_BUS_ADDRESS", None)
        again = [sys.executable, __file__, INSIDE, *command]
        done = subprocess.run(["dbus-run-session", "--", *again], check=False, env=env)
    return done.returncode


def read(command: list[str]) -> int:
    """Start the program, print its tree when it stands still, and end it."""
    import gi

    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi

    program = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + PATIENCE
        lines: list[dict[str, object]] = []
        while time.monotonic() < deadline:
            time.sleep(1.0)
            before, lines = lines, list(_tree(Atspi, program.pid))
            if lines and lines == before:
                break
        for line in lines:
            sys.stdout.write(f"{json.dumps(line, ensure_ascii=False)}\n")
        return 0 if lines else 1
    finally:
        program.terminate()
        program.wait()


def _tree(atspi: object, pid: int) -> Iterator[dict[str, object]]:
    desktop = atspi.get_desktop(0)  # type: ignore[attr-defined]
    for at in range(desktop.get_child_count()):
        one = desktop.get_child_at_index(at)
        if one is not None and one.get_process_id() == pid:
            yield from _parts(atspi, one, 0)


def _parts(atspi: object, node: object, depth: int) -> Iterator[dict[str, object]]:
    try:
        held = node.get_state_set()  # type: ignore[attr-defined]
        states = [str(one.value_nick) for one in held.get_states()]
        said = {
            "depth": depth,
            "role": node.get_role_name(),  # type: ignore[attr-defined]
            "name": node.get_name() or "",  # type: ignore[attr-defined]
            "description": node.get_description() or "",  # type: ignore[attr-defined]
            "states": states,
            "labelled": _label(atspi, node),
        }
        count = node.get_child_count()  # type: ignore[attr-defined]
    except Exception as error:  # noqa: BLE001  (a part may go while it is read)
        sys.stderr.write(f"{error}\n")
        return
    if depth > 1 and "showing" not in states:
        return
    yield said
    for at in range(min(count, _FEW_ROWS)):
        child = node.get_child_at_index(at)  # type: ignore[attr-defined]
        if child is not None:
            yield from _parts(atspi, child, depth + 1)


def _label(atspi: object, node: object) -> str:
    """The name of the label that stands for a part."""
    wanted = atspi.RelationType.LABELLED_BY  # type: ignore[attr-defined]
    for relation in node.get_relation_set():  # type: ignore[attr-defined]
        if relation.get_relation_type() == wanted and relation.get_n_targets():
            return relation.get_target(0).get_name() or ""
    return ""


def main() -> int:
    """Read, or say why that cannot be done here."""
    command = sys.argv[1:]
    if command[:1] == [INSIDE]:
        return read(command[1:])
    why = missing()
    if why or not command:
        sys.stderr.write(f"{why or __doc__}\n")
        return 2
    return on_a_bus_of_its_own(command)


if __name__ == "__main__":
    raise SystemExit(main())
