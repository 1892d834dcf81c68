"""The program opens no socket: a hook ends its main jobs at the first one."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

HOOKED = """
import socket, sys
REFUSED = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.")
def hook(event, arguments):
    if event == "socket.__new__" and arguments[1] not in (socket.AF_INET,
                                                          socket.AF_INET6):
        return
    if event.startswith(REFUSED):
        raise RuntimeError(f"the network was used: {event}")
sys.addaudithook(hook)
"""

JOBS = """
import os
from ivig_abstractor.__main__ import main
os.chdir(sys.argv[1])
assert main(["example", "example.ivig"]) == 0
assert main(["check", "example.ivig", "--json"]) in (0, 1)
assert main(["report", "example.ivig", "example.pdf"]) == 0
assert main(["export", "example.ivig", "--json", "example.json"]) == 0
assert main(["schema", "form.json"]) == 0
assert main(["codebook", "form.md"]) == 0
assert main(["verify", "example.ivig"]) == 0
"""


def run(words, *arguments):
    return subprocess.run(
        [sys.executable, "-c", HOOKED + words, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
    )


@pytest.mark.parametrize(
    "words",
    [
        "socket.socket(socket.AF_INET)",
        "socket.getaddrinfo('localhost', 80)",
        "import urllib.request; urllib.request.urlopen('http://localhost')",
    ],
)
def test_the_hook_sees_the_network(words):
    done = run(words)
    assert done.returncode != 0
    assert "the network was used" in done.stderr


@pytest.mark.slow
def test_the_main_jobs_use_no_network(tmp_path):
    done = run(JOBS, str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "example.pdf").read_bytes()[:5] == b"%PDF-"


def test_the_window_loads_no_network_library():
    done = run("import ivig_abstractor.gui.app; print(*sys.modules)")
    assert done.returncode == 0, done.stderr
    assert not {"PySide6.QtNetwork", "ssl", "http.client"} & set(done.stdout.split())
