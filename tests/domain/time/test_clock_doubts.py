"""A clock that can hardly be right is noticed before anything is recorded by it."""

from datetime import datetime, timedelta

import pytest

from hotline_desktop.domain.time.clock_doubts import CHINA, clock_doubt

NEWEST = datetime(2026, 11, 27, 16, 40)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(2026, 11, 27, 16, 35), ""),  # a server sets it back by a little
        (datetime(2026, 11, 27, 16, 34), "比最近一条记录（2026年11月27日16:40）还早"),
        (datetime(2025, 11, 27, 16, 45), "比最近一条记录"),
        (datetime(2027, 2, 20, 9, 0), ""),  # after the spring festival
        (datetime(2027, 11, 27, 16, 45), "隔了365天，可能拨快了"),
    ],
)
def test_a_clock_set_back_or_a_year_ahead_is_doubtful(now: datetime, said: str) -> None:
    doubt = clock_doubt(now, NEWEST, None)
    assert (said in doubt) if said else doubt == ""


def test_a_new_office_has_nothing_to_compare_with() -> None:
    assert clock_doubt(datetime(1999, 1, 1), None, None) == ""


@pytest.mark.parametrize(
    ("offset", "said"),
    [
        (CHINA, ""),
        (timedelta(), "时区是世界时，不是北京时间"),
        (timedelta(hours=-5), "世界时－5，"),
        (timedelta(hours=5, minutes=30), "世界时＋5：30，"),
    ],
)
def test_another_zone_than_beijings_is_doubtful(offset: timedelta, said: str) -> None:
    doubt = clock_doubt(NEWEST, NEWEST, offset)
    assert (said in doubt) if said else doubt == ""
