"""Windows of tests are drawn in memory, on any machine."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
