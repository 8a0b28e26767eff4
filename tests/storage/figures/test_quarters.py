"""A settled quarter counts as settled from its first edition on, whatever corrections follow."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hotline_desktop.domain.statistics.quarters import Quarter
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.figures import quarters
from tests.storage.making import CLERK

SETTLED = datetime(2022, 10, 12, 9, 0)


def test_a_quarter_is_settled_since_its_first_edition(c: Connection) -> None:
    assert quarters.settled(c) == ()
    third, fourth = Quarter(2022, 3), Quarter(2022, 4)
    quarters.freeze(c, third, "{}", SETTLED, CLERK)
    quarters.freeze(c, third, "{}", SETTLED + timedelta(days=9), CLERK, 2, "更正")
    quarters.freeze(c, fourth, "{}", SETTLED + timedelta(days=90), CLERK)
    assert sorted(quarters.settled(c)) == [
        (date(2022, 7, 1), date(2022, 9, 30), SETTLED),
        (date(2022, 10, 1), date(2022, 12, 31), SETTLED + timedelta(days=90)),
    ]
