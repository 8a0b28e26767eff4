"""The fixtures of ``desk.py`` for the tests of the window."""

import pytest

from tests.gui.desk import clock, desk, office, register, theme
from tests.gui.example_desk import example, example_folder

__all__ = ["clock", "desk", "example", "example_folder", "office", "register", "theme"]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Every Qt warning fails a test, but for those of the platform without a screen about what it lacks."""
    item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))
