"""What every test needs before Qt is loaded."""

import os

# No test needs a screen; set the variable yourself to watch one on a real or virtual display.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
