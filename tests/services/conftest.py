"""The fixtures of ``desk.py`` for the tests of services, and one office that is closed."""

from pathlib import Path

import pytest

from tests.services.desk import Clock, Walk, clock, office, on_disk, walk

__all__ = ["clock", "office", "walk"]


@pytest.fixture
def folder(tmp_path: Path, clock: Clock) -> Path:
    """The closed office of one dispatched ticket and one new one."""
    office = on_disk(tmp_path / "office", clock)
    Walk(office, clock, "20220908100001").to_unit()
    Walk(office, clock, "20220908100002")
    office.close()
    return tmp_path / "office"
