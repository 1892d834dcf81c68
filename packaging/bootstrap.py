"""Set up the program on a machine that has only Python, then run or test it.

Standard library only. It must at least start on old Pythons, to refuse them in
a sentence instead of a syntax error.
"""

import argparse
import hashlib
import importlib.util
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
LINUX = sys.platform.startswith("linux")
OLDEST, TOO_NEW = (3, 11), (3, 15)

RUN_LOCK = ROOT / "packaging" / "requirements.lock"
TEST_LOCK = ROOT / "packaging" / "requirements-dev.lock"

# The parts of Qt that are loaded when a window opens on X11 or on Wayland, and
# when the tests draw without a screen. Each may need libraries of the system.
QT_CORE = ["lib/libQt6Core.so.6", "lib/libQt6Gui.so.6", "lib/libQt6Widgets.so.6"]
QT_SCREEN = [
    *QT_CORE,
    "lib/libQt6DBus.so.6",
    "lib/libQt6XcbQpa.so.6",
    "plugins/platforms/libqxcb.so",
]
QT_WAYLAND = ["lib/libQt6WaylandClient.so.6", "plugins/platforms/libqwayland.so"]
QT_OFFSCREEN = [*QT_CORE, "lib/libQt6DBus.so.6", "plugins/platforms/libqoffscreen.so"]

# Which Debian and Ubuntu package brings a library.
DEBIAN_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libGLdispatch.so.0": "libglvnd0",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libXau.so.6": "libxau6",
    "libXdmcp.so.6": "libxdmcp6",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libexpat.so.1": "libexpat1",
    "libffi.so.8": "libffi8",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libpcre2-8.so.0": "libpcre2-8-0",
    "libpng16.so.16": "libpng16-16",
    "libstdc++.so.6": "libstdc++6",
    "libsystemd.so.0": "libsystemd0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}


class SetupError(Exception):
    """The machine lacks something; the text says what and what to do."""


def main(words: "list[str]") -> int:
    """Do what the words ask for and return the exit code."""
    try:
        check_python(sys.version_info[:2])
        return obey(words)
    except SetupError as refusal:
        complain(str(refusal))
    except OSError as error:
        complain(f"the set-up stopped: {error}")
    except KeyboardInterrupt:
        complain("stopped.")
    return 1


def obey(words: "list[str]") -> int:
    """Read the words and run the program or its tests."""
    parser = argparse.ArgumentParser(
        prog="bootstrap.py",
        description="Set up IVIG Abstractor in .venv, then run or test it.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    run_words = commands.add_parser(
        "run", help="open FILE, or the example review, in the window"
    )
    run_words.add_argument("file", nargs="?", metavar="FILE")
    test_words = commands.add_parser(
        "test", help="check style, types, layers and behaviour"
    )
    test_words.add_argument(
        "pytest", nargs=argparse.REMAINDER, metavar="PYTEST_ARGUMENT"
    )
    asked = parser.parse_args(words)
    for stream in (sys.stdout, sys.stderr):
        # A path may hold letters that an old console cannot show.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    return run(asked.file) if asked.command == "run" else test(asked.pytest)


def say(text: str) -> None:
    """Print at once, so that our lines and those of child processes keep order."""
    print(text, flush=True)


def complain(text: str) -> None:
    """Print what went wrong where errors belong."""
    print(f"bootstrap: {text}", file=sys.stderr, flush=True)


def check_python(version: "tuple[int, ...]") -> None:
    """Refuse a Python the program was not made for."""
    if OLDEST <= tuple(version) < TOO_NEW:
        return
    have = ".".join(map(str, version))
    others = [f"python3.{minor}" for minor in range(TOO_NEW[1] - 1, OLDEST[1] - 1, -1)]
    found = next((name for name in others if shutil.which(name)), None)
    hint = f"run this with {found}" if found else "install one from python.org"
    raise SetupError(
        f"this is Python {have}, and the program needs Python 3.11 to 3.14; {hint}."
    )


def run(name: "str | None") -> int:
    """Open a review in the window, or print it where there is no display."""
    review = Path(name).resolve() if name else None
    if review is not None and not review.exists():
        raise SetupError(f"there is no file {review}.")
    prepare(RUN_LOCK, stamps=[RUN_LOCK, TEST_LOCK])
    if not has_display():
        return print_without_display(review)
    provide_qt_libraries(QT_SCREEN + (QT_WAYLAND if on_wayland() else []))
    say(f"Opening {review or 'the example review'}.")
    code = program([str(review)] if review else ["--example"])
    if code < 0 or code >= 128:
        complain(
            f"the window ended abruptly (code {code}). Every edit that was"
            " shown as saved is in the file. If no window appeared, check that the"
            " display of this session can be reached."
        )
    return 0 if code == 0 else 1


def print_without_display(review: "Path | None") -> int:
    """Write the PDF of a review, for a machine that cannot show a window."""
    say("This machine has no display, so the review is printed to a PDF instead.")
    if review is None:
        review = example_review()
    pdf = review.with_suffix(".pdf")
    code = program(["report", str(review), str(pdf)])
    if code == 0:
        say(f"The PDF of {review.name} is {pdf}.")
    return code


def example_review() -> Path:
    """Return the example review of this folder, built when it is not there."""
    folder = Path.cwd()
    if not os.access(folder, os.W_OK):
        folder = Path.home()
    review = folder / "example.ivig"
    if not review.exists():
        say(f"Building the example review {review}.")
        code = program(["example", str(review)])
        if code != 0:
            raise SetupError(f"the example review could not be built (code {code}).")
    return review


def has_display() -> bool:
    """Say whether a window could be shown here."""
    if not LINUX:
        return True
    return bool(os.environ.get("DISPLAY") or on_wayland())


def on_wayland() -> bool:
    """Say whether this session shows its windows through Wayland."""
    return bool(os.environ.get("WAYLAND_DISPLAY"))


def program(words: "list[str]") -> int:
    """Run the installed program with `words` and return its exit code."""
    # -P: a file of the folder we stand in must not take the place of a module.
    return call([str(venv_python()), "-P", "-m", "ivig_abstractor", *words])


def test(pytest_words: "list[str]") -> int:
    """Run every check, also after one has failed, and sum up in one line."""
    prepare(TEST_LOCK, stamps=[TEST_LOCK])
    provide_qt_libraries(QT_OFFSCREEN)
    results = []
    for name, words in checks(pytest_words):
        say(f"== {name}")
        code = call([str(venv_python()), *words], QT_QPA_PLATFORM="offscreen", cwd=ROOT)
        results.append((name, code))
    say(summary(results))
    return 0 if all(code == 0 for _, code in results) else 1


def checks(pytest_words: "list[str]") -> "list[tuple[str, list[str]]]":
    """Name the checks in their order, each with the words after `python`."""
    layers = "from importlinter.cli import lint_imports_command as check; check()"
    # Two at a time, where there are two processors; Qt draws off screen in each.
    workers = "2" if (os.cpu_count() or 1) > 1 else "0"
    return [
        ("ruff format", ["-m", "ruff", "format", "--check", "."]),
        ("ruff check", ["-m", "ruff", "check", "."]),
        ("mypy", ["-m", "mypy"]),
        ("lint-imports", ["-c", layers]),
        ("pytest", ["-m", "pytest", "-q", "-n", workers, *pytest_words]),
    ]


def summary(results: "list[tuple[str, int]]") -> str:
    """Say in one line how each check ended."""
    words = [f"{name} {'ok' if code == 0 else 'FAILED'}" for name, code in results]
    return "summary: " + " | ".join(words)


def prepare(lock: Path, stamps: "list[Path]") -> None:
    """Make `.venv` hold exactly what `lock` names, unless it already does."""
    usable = venv_works()
    if usable and any(
        stamp_of(known).is_file()
        and stamp_of(known).read_text("utf-8") == fingerprint(known)
        for known in stamps
    ):
        return
    if not usable:
        make_venv()
    count = sum(
        " --hash" not in line and "==" in line
        for line in lock.read_text("utf-8").splitlines()
    )
    say(f"Installing {count} packages into {VENV} (only this once).")
    # The lock file names everything, so pip has nothing to look for; and it would not
    # accept that the tests use irrCAC with a newer scipy than irrCAC asks for.
    install(
        "the packages of " + lock.name,
        ["--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(lock)],
    )
    install(
        "the program itself",
        ["--no-deps", "--no-index", "--no-build-isolation", "-e", str(ROOT)],
    )
    stamp_of(lock).write_text(fingerprint(lock), "utf-8")


def stamp_of(lock: Path) -> Path:
    """Return the file that says for which lock file `.venv` was filled."""
    return VENV / (lock.name + ".installed")


def fingerprint(lock: Path) -> str:
    """Sum up everything that decides what stands in `.venv`."""
    digest = hashlib.sha256(str(ROOT).encode("utf-8"))
    for file in [RUN_LOCK, lock, ROOT / "pyproject.toml"]:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def venv_python() -> Path:
    """Return the interpreter inside `.venv`."""
    return VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")


def venv_works() -> bool:
    """Say whether `.venv` holds a usable interpreter with pip, made at this place."""
    if not venv_python().exists() or moved():
        return False
    probe = (
        f"import sys, pip;sys.exit(not {OLDEST} <= sys.version_info[:2] < {TOO_NEW})"
    )
    try:
        found = subprocess.run(
            [str(venv_python()), "-c", probe],
            env=environment(),
            capture_output=True,
            check=False,
            timeout=120,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return found.returncode == 0


def moved() -> bool:
    """Say whether `.venv` was made elsewhere: its scripts then point to nowhere."""
    try:
        lines = (VENV / "pyvenv.cfg").read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return True
    made = [line for line in lines if line.startswith("command =")]
    return bool(made) and not made[0].rstrip().endswith(str(VENV))


def make_venv() -> None:
    """Make `.venv` anew with this Python."""
    if importlib.util.find_spec("ensurepip") is None:
        provide_ensurepip()
    if VENV.exists() or VENV.is_symlink():
        say(f"{VENV} is not usable here and is made again.")
        remove_venv()
    python = getattr(sys, "_base_executable", "") or sys.executable
    if call([python, "-m", "venv", str(VENV)]) != 0 or not venv_works():
        raise SetupError(
            f"the environment {VENV} could not be made. Above is what Python said;"
            " delete the folder, put that right and run this again."
        )


def remove_venv() -> None:
    """Delete what stands in the place of `.venv`."""
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    else:
        shutil.rmtree(VENV)


def provide_ensurepip() -> None:
    """Install what Debian and Ubuntu leave out of their Python."""
    package = f"python3.{sys.version_info[1]}-venv"
    if can_install():
        say(f"Installing {package}, which this Python lacks.")
        apt_install([package])
        importlib.invalidate_caches()
    if importlib.util.find_spec("ensurepip") is None:
        raise SetupError(
            "this Python cannot make environments. Install the package python3-venv"
            f" (on Debian and Ubuntu: sudo apt-get install {package}), then run this"
            " again."
        )


def install(what: str, words: "list[str]") -> None:
    """Let pip install something into `.venv`."""
    quiet = ["--quiet", "--no-input", "--disable-pip-version-check"]
    code = call([str(venv_python()), "-m", "pip", "install", *quiet, *words])
    if code != 0:
        raise SetupError(
            f"installing {what} failed (pip ended with {code}). Above is what pip said."
            " Nothing outside .venv was changed; check the connection to the package"
            " index and run this again."
        )


def provide_qt_libraries(parts: "list[str]") -> None:
    """Install the system libraries Qt lacks, or say how."""
    if not LINUX or shutil.which("ldd") is None:
        return
    missing = missing_libraries(parts)
    if not missing:
        return
    packages = sorted(
        {DEBIAN_PACKAGES[lib] for lib in missing if lib in DEBIAN_PACKAGES}
    )
    if packages and can_install():
        say(f"Installing libraries that Qt needs: {' '.join(packages)}.")
        apt_install(packages)
        missing = missing_libraries(parts)
        if not missing:
            return
    raise SetupError(how_to_install(missing))


def debian_packages(libraries: "list[str]") -> "list[str]":
    """Name the Debian packages that bring these libraries."""
    known = [library for library in libraries if library in DEBIAN_PACKAGES]
    return sorted({DEBIAN_PACKAGES[library] for library in known})


def how_to_install(missing: "list[str]") -> str:
    """Say which libraries are missing and the command that brings them."""
    packages = sorted(
        {DEBIAN_PACKAGES[lib] for lib in missing if lib in DEBIAN_PACKAGES}
    )
    text = f"Qt needs system libraries that are not here: {' '.join(missing)}."
    if packages and shutil.which("apt-get"):
        return f"{text} Install them with: sudo apt-get install {' '.join(packages)}"
    return f"{text} Install the packages of your system that contain them."


def missing_libraries(parts: "list[str]") -> "list[str]":
    """Name the system libraries that these parts of Qt ask for in vain."""
    missing = set()
    for folder in VENV.glob("lib/python3.*/site-packages/PySide6/Qt"):
        for part in parts:
            if (folder / part).is_file():
                missing.update(not_found(ldd(folder / part)))
    return sorted(missing)


def ldd(library: Path) -> str:
    """Return what the dynamic linker says about a library."""
    words = [shutil.which("ldd") or "ldd", str(library)]
    env = dict(environment(), LC_ALL="C")
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)
    return done.stdout


def not_found(ldd_output: str) -> "list[str]":
    """Read the names of missing libraries out of what ldd prints."""
    lines = [line.split() for line in ldd_output.splitlines() if "not found" in line]
    # Qt's own libraries stand beside each other and are no matter of the system.
    return [words[0] for words in lines if words and not words[0].startswith("libQt6")]


def can_install() -> bool:
    """Say whether this is an administrator on Debian, Ubuntu or a relative."""
    administrator = hasattr(os, "geteuid") and os.geteuid() == 0
    return administrator and shutil.which("apt-get") is not None


def apt_install(packages: "list[str]") -> None:
    """Install Debian packages; what is then still missing is found by looking."""
    apt = shutil.which("apt-get") or "apt-get"
    call([apt, "update", "-qq"])
    call(
        [apt, "install", "-y", "-qq", "--no-install-recommends", *packages],
        DEBIAN_FRONTEND="noninteractive",
    )


def environment(**more: str) -> "dict[str, str]":
    """Return the environment without what would lead `.venv` astray."""
    astray = {"PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX"}
    kept = {name: value for name, value in os.environ.items() if name not in astray}
    return {**kept, **more}


def call(words: "list[str]", cwd: "Path | None" = None, **more: str) -> int:
    """Run a command that prints for itself and return its exit code."""
    sys.stdout.flush()
    return subprocess.run(
        words, env=environment(**more), cwd=cwd, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
