"""Qt's calls leave `None` alive: PySide6 6.12.0 takes a reference at each of them."""

import subprocess
import sys

PROBE = """
import sys
from PySide6.QtWidgets import QApplication, QLineEdit
app = QApplication([])
edit = QLineEdit()
before = sys.getrefcount(None)
for number in range(1000):
    edit.setText(str(number))
    edit.update()
print((sys.getrefcount(None) - before) / 2000)
"""


def test_calls_that_return_nothing_take_no_reference(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    done = subprocess.run(
        [sys.executable, "-c", PROBE], capture_output=True, text=True, check=True
    )
    # From Python 3.14 on a reference is left behind instead, which takes no life.
    assert float(done.stdout) > -0.02
