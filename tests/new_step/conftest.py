"""Every test of this folder runs with the new step in the catalogue."""

from pathlib import Path

import pytest

from tests.cli.conftest import terminal
from tests.gui.desk import clock, desk, office, theme
from tests.gui.desk import register as register_ticket
from tests.new_step.step import register

__all__ = ["clock", "desk", "office", "register_ticket", "terminal", "theme"]

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def with_the_step(monkeypatch: pytest.MonkeyPatch) -> None:
    register(monkeypatch)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))
