"""The fixtures of ``desk.py`` for the tests of the window."""

from pathlib import Path

import pytest

from tests.gui.desk import clock, desk, office, register, theme
from tests.gui.example_desk import example, example_folder

__all__ = ["clock", "desk", "example", "example_folder", "office", "register", "theme"]

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every Qt warning fails a test, but for those of the platform without a screen about what it lacks."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))
