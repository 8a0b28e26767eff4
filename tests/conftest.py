"""What every test needs before Qt is loaded, and property tests that do not watch the clock."""

import os

from hypothesis import HealthCheck, settings

# No test needs a screen; set the variable yourself to watch one on a real or virtual display.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A busy machine is no fault of the program.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
