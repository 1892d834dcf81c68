"""The set-up script decides rightly; that it sets up is seen by running these tests."""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

LDD = """\
\tlinux-vdso.so.1 (0x00007ffc)
\tlibxcb-cursor.so.0 => not found
\tlibQt6Core.so.6 => not found
\tlibodd.so.7 => not found
\tlibGL.so.1 => /usr/lib/x86_64-linux-gnu/libGL.so.1 (0x00007f)
"""


@pytest.fixture
def bootstrap(tmp_path, monkeypatch):
    """Load the script with a `.venv` that is not the one these tests run in."""
    spec = importlib.util.spec_from_file_location(
        "bootstrap", ROOT / "packaging" / "bootstrap.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / "with space" / ".venv")
    module.calls = []

    def call(words, cwd=None, **more):
        module.calls.append([str(word) for word in words])
        return module.codes.pop(0) if module.codes else 0

    module.codes = []
    monkeypatch.setattr(module, "call", call)
    return module


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13), (3, 14)])
def test_supported_pythons_pass(bootstrap, version):
    bootstrap.check_python(version)


@pytest.mark.parametrize("version", [(3, 10), (2, 7), (3, 15)])
def test_other_pythons_are_refused_in_a_sentence(bootstrap, version):
    name = ".".join(map(str, version))
    with pytest.raises(bootstrap.SetupError, match=f"this is Python {name}, and"):
        bootstrap.check_python(version)


def test_missing_libraries_are_read_out_of_ldd(bootstrap):
    assert bootstrap.not_found(LDD) == ["libxcb-cursor.so.0", "libodd.so.7"]
    assert bootstrap.not_found("\tstatically linked\n") == []


def test_the_command_that_brings_them_is_printed(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    text = bootstrap.how_to_install(["libodd.so.7", "libxcb-cursor.so.0"])
    assert text.endswith("sudo apt-get install libxcb-cursor0")
    assert "libodd.so.7" in text


def test_other_systems_are_told_the_libraries(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    text = bootstrap.how_to_install(["libxcb-cursor.so.0"])
    assert "libxcb-cursor.so.0" in text
    assert "apt-get" not in text


def put_missing(bootstrap, monkeypatch, *rounds):
    left = [list(names) for names in rounds]
    monkeypatch.setattr(bootstrap, "LINUX", True)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(bootstrap, "missing_libraries", lambda parts: left.pop(0))


def test_an_administrator_gets_them_installed(bootstrap, monkeypatch):
    put_missing(bootstrap, monkeypatch, ["libxcb-cursor.so.0", "libGL.so.1"], [])
    monkeypatch.setattr(bootstrap, "can_install", lambda: True)
    bootstrap.provide_qt_libraries(bootstrap.QT_SCREEN)
    update, install = bootstrap.calls
    assert update[1] == "update"
    assert install[-2:] == ["libgl1", "libxcb-cursor0"]


def test_anybody_else_is_told(bootstrap, monkeypatch):
    put_missing(bootstrap, monkeypatch, ["libxcb-cursor.so.0"])
    monkeypatch.setattr(bootstrap, "can_install", lambda: False)
    with pytest.raises(bootstrap.SetupError, match="apt-get install libxcb-cursor0"):
        bootstrap.provide_qt_libraries(bootstrap.QT_SCREEN)
    assert not bootstrap.calls


def test_what_apt_could_not_bring_is_named(bootstrap, monkeypatch):
    put_missing(bootstrap, monkeypatch, ["libGL.so.1"], ["libGL.so.1"])
    monkeypatch.setattr(bootstrap, "can_install", lambda: True)
    with pytest.raises(bootstrap.SetupError, match=r"libGL\.so\.1"):
        bootstrap.provide_qt_libraries(bootstrap.QT_SCREEN)


@pytest.mark.parametrize(
    ("linux", "variables", "shown"),
    [
        (True, {}, False),
        (True, {"QT_QPA_PLATFORM": "offscreen"}, False),
        (True, {"DISPLAY": ":0"}, True),
        (True, {"WAYLAND_DISPLAY": "wayland-0"}, True),
        (False, {}, True),
    ],
)
def test_a_display_is_noticed(bootstrap, monkeypatch, linux, variables, shown):
    monkeypatch.setattr(bootstrap, "LINUX", linux)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert bootstrap.has_display() is shown


def test_without_a_display_the_example_is_printed(
    bootstrap, monkeypatch, tmp_path, capsys
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bootstrap, "prepare", lambda lock, stamps: None)
    monkeypatch.setattr(bootstrap, "has_display", lambda: False)
    assert bootstrap.main(["run"]) == 0
    example, report = [words[words.index("ivig_abstractor") + 1 :]
                       for words in bootstrap.calls]  # fmt: skip
    assert example == ["example", str(tmp_path / "example.ivig")]
    assert report == [
        "report",
        str(tmp_path / "example.ivig"),
        str(tmp_path / "example.pdf"),
    ]
    said = capsys.readouterr().out
    assert "no display" in said
    assert str(tmp_path / "example.pdf") in said


def test_with_a_display_the_window_opens(bootstrap, monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "prepare", lambda lock, stamps: None)
    monkeypatch.setattr(bootstrap, "has_display", lambda: True)
    monkeypatch.setattr(bootstrap, "provide_qt_libraries", lambda parts: None)
    review = tmp_path / "my review.ivig"
    review.touch()
    assert bootstrap.main(["run"]) == 0
    assert bootstrap.main(["run", str(review)]) == 0
    assert [words[-1] for words in bootstrap.calls] == ["--example", str(review)]


def test_a_window_that_ends_abruptly_is_told(bootstrap, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "prepare", lambda lock, stamps: None)
    monkeypatch.setattr(bootstrap, "has_display", lambda: True)
    monkeypatch.setattr(bootstrap, "provide_qt_libraries", lambda parts: None)
    bootstrap.codes = [-6]
    assert bootstrap.main(["run"]) == 1
    assert "ended abruptly" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said(bootstrap, tmp_path, capsys):
    assert bootstrap.main(["run", str(tmp_path / "none.ivig")]) == 1
    assert "there is no file" in capsys.readouterr().err


def test_the_environment_is_filled_once(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap, "venv_works", bootstrap.VENV.is_dir)
    monkeypatch.setattr(
        bootstrap, "make_venv", lambda: bootstrap.VENV.mkdir(parents=True)
    )
    bootstrap.prepare(bootstrap.TEST_LOCK, [bootstrap.TEST_LOCK])
    packages, program = bootstrap.calls
    assert packages[-2:] == ["-r", str(bootstrap.TEST_LOCK)]
    assert {"--require-hashes", "--no-deps"} <= set(packages)
    assert program[-2:] == ["-e", str(ROOT)]
    bootstrap.calls.clear()
    bootstrap.prepare(bootstrap.TEST_LOCK, [bootstrap.TEST_LOCK])
    # What suffices for the tests suffices for running.
    bootstrap.prepare(bootstrap.RUN_LOCK, [bootstrap.RUN_LOCK, bootstrap.TEST_LOCK])
    assert not bootstrap.calls


def test_a_failed_installation_is_said_and_tried_again(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap, "venv_works", lambda: True)
    bootstrap.VENV.mkdir(parents=True)
    bootstrap.codes = [1]
    with pytest.raises(bootstrap.SetupError, match=r"packages of requirements\.lock"):
        bootstrap.prepare(bootstrap.RUN_LOCK, [bootstrap.RUN_LOCK])
    assert not bootstrap.stamp_of(bootstrap.RUN_LOCK).exists()


def test_a_broken_environment_is_made_again(bootstrap):
    (bootstrap.VENV / "bin").mkdir(parents=True)
    (bootstrap.VENV / "bin" / "python").write_text("not a program")
    assert not bootstrap.venv_works()
    with pytest.raises(bootstrap.SetupError, match="could not be made"):
        bootstrap.make_venv()
    assert not (bootstrap.VENV / "bin").exists()
    assert bootstrap.calls[0][1:] == ["-m", "venv", str(bootstrap.VENV)]


def test_an_environment_made_elsewhere_is_noticed(bootstrap):
    bootstrap.VENV.mkdir(parents=True)
    cfg = bootstrap.VENV / "pyvenv.cfg"
    cfg.write_text("home = /usr/bin\ncommand = /usr/bin/python3 -m venv /old/.venv\n")
    assert bootstrap.moved()
    cfg.write_text(f"command = /usr/bin/python3 -m venv {bootstrap.VENV}\n", "utf-8")
    assert not bootstrap.moved()


def test_every_check_runs_and_the_worst_one_counts(bootstrap, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "prepare", lambda lock, stamps: None)
    monkeypatch.setattr(bootstrap, "provide_qt_libraries", lambda parts: None)
    bootstrap.codes = [0, 1, 0, 0, 0]
    assert bootstrap.main(["test", "tests/base"]) == 1
    assert len(bootstrap.calls) == 5
    assert bootstrap.calls[-1][-1] == "tests/base"
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == (
        "summary: ruff format ok | ruff check FAILED | mypy ok | lint-imports ok"
        " | pytest ok"
    )
    assert bootstrap.main(["test"]) == 0


def test_nothing_leads_the_environment_astray(bootstrap, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PIP_USER", "1")
    env = bootstrap.environment(QT_QPA_PLATFORM="offscreen")
    assert "PYTHONPATH" not in env
    assert "PIP_USER" not in env
    assert env["QT_QPA_PLATFORM"] == "offscreen"


def test_only_the_standard_library_is_needed(bootstrap):
    text = (ROOT / "packaging" / "bootstrap.py").read_text("utf-8")
    imports = [line.split()[1] for line in text.splitlines()
               if line.startswith(("import ", "from "))]  # fmt: skip
    assert {name.partition(".")[0] for name in imports} <= sys.stdlib_module_names
