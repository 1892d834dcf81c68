"""The first word decides: the version, a command or a file for the window."""

import subprocess
import sys
from types import ModuleType

import pytest

from ivig_abstractor import __version__
from ivig_abstractor.__main__ import COMMANDS, main


@pytest.fixture
def faces(monkeypatch):
    """Put stand-ins in the place of both faces and return the calls they got."""
    called = []
    for name, code in (("cli", 2), ("gui.app", 0)):
        face = ModuleType(f"ivig_abstractor.{name}")
        face.main = lambda words, n=name, c=code: called.append((n, words)) or c
        monkeypatch.setitem(sys.modules, face.__name__, face)
    return called


def test_the_version_is_printed(faces, capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"ivig-abstractor {__version__}\n"
    assert not faces


@pytest.mark.parametrize("word", [*sorted(COMMANDS), "--help", "-h", "chekc"])
def test_commands_and_what_is_meant_as_one_go_to_the_command_line(faces, word):
    assert main([word, "a.ivig"]) == 2
    assert faces == [("cli", [word, "a.ivig"])]


def test_a_file_or_nothing_opens_the_window(faces, tmp_path):
    other = tmp_path / "copy of review"
    other.touch()
    for words in ([], ["my.ivig"], [str(other)], ["--example"]):
        assert main(words) == 0
    assert faces == [
        ("gui.app", []),
        ("gui.app", ["my.ivig"]),
        ("gui.app", [str(other)]),
        ("gui.app", ["--example"]),
    ]


def test_a_command_is_a_command_even_where_a_file_has_its_name(
    faces, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "check").touch()
    assert main(["check", "a.ivig"]) == 2
    assert faces[0][0] == "cli"


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_the_command_line_knows_every_command(command):
    done = subprocess.run(
        [sys.executable, "-m", "ivig_abstractor", command, "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert command in done.stdout


def test_a_misspelt_command_is_wrong_use():
    done = subprocess.run(
        [sys.executable, "-m", "ivig_abstractor", "chekc"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "chekc" in done.stderr
