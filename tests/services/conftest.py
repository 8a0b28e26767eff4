"""The fixtures of ``desk.py`` for the tests of services."""

from tests.services.desk import clock, office, walk

__all__ = ["clock", "office", "walk"]
