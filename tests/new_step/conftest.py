"""Every test of this folder runs with the new step in the catalogue."""

import pytest

from tests.cli.conftest import terminal
from tests.gui.desk import clock, desk, office, theme
from tests.gui.desk import register as register_ticket
from tests.new_step.step import register

__all__ = ["clock", "desk", "office", "register_ticket", "terminal", "theme"]


@pytest.fixture(autouse=True)
def with_the_step(monkeypatch: pytest.MonkeyPatch) -> None:
    register(monkeypatch)


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))
