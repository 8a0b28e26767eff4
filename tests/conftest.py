"""What every test needs before Qt is loaded, and property tests that do not watch the clock."""

import gc
import os
import sys
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

from hotline_desktop.domain.terms.phones import HomeNumbers, dial_from

# No test needs a screen; set the variable yourself to watch one on a real or virtual display.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Programs that tests start find compiled what the first of them compiled, wherever the tests were started.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A busy machine is no fault of the program, and the same program passes again: --hypothesis-profile=searching is the
# one that tries other values at every run.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("searching", parent=_PATIENT, derandomize=False, database=None)
settings.register_profile("patient", parent=_PATIENT, derandomize=True, database=None)
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def dialled_from_the_first_town() -> None:
    """Numbers are read as in the town of the regulation, whatever office a test before had."""
    dial_from(HomeNumbers("021", 8))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, object, object]:
    """Rings of widgets are let go between tests, as in the program between events: see ``background/cycles.py``."""
    was_on = gc.isenabled()
    if _has_widgets(item):
        gc.disable()
    try:
        return (yield)
    finally:
        if _has_widgets(item) and not (nextitem and _has_widgets(nextitem)):
            gc.collect()  # before tests with threads of their own
        if was_on:
            gc.enable()


def _has_widgets(item: pytest.Item) -> bool:
    return "qapp" in getattr(item, "fixturenames", ())
