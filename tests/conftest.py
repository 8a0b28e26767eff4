"""What every test needs before Qt is loaded, and property tests that do not watch the clock."""

import os
import sys

import pytest
from hypothesis import HealthCheck, settings

from hotline_desktop.domain.terms.phones import HomeNumbers, dial_from

# No test needs a screen; set the variable yourself to watch one on a real or virtual display.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Programs that tests start find compiled what the first of them compiled, wherever the tests were started.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A busy machine is no fault of the program.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def dialled_from_the_first_town() -> None:
    """Numbers are read as in the town of the regulation, whatever office a test before had."""
    dial_from(HomeNumbers("021", 8))
