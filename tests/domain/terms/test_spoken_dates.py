"""Dates as clerks type them in a hurry."""

from __future__ import annotations

from datetime import datetime

import pytest

from hotline_desktop.domain.terms.spoken_dates import Side, read_spoken

NOW = datetime(2022, 9, 8, 10, 20)  # a Thursday


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("昨天 15:30", datetime(2022, 9, 7, 15, 30)),
        ("昨天15点半", datetime(2022, 9, 7, 15, 30)),
        ("今天", datetime(2022, 9, 8)),
        ("大后天", datetime(2022, 9, 11)),
        ("后天 9:00", datetime(2022, 9, 10, 9)),
        ("11-5", datetime(2022, 11, 5)),
        ("1-5", datetime(2023, 1, 5)),
        ("9/5 9:10", datetime(2022, 9, 5, 9, 10)),
        ("9月5日下午3点", datetime(2022, 9, 5, 15)),
        ("5日", datetime(2022, 9, 5)),
        ("15:30", datetime(2022, 9, 8, 15, 30)),
        ("下午3点", datetime(2022, 9, 8, 15)),
        ("周一", datetime(2022, 9, 5)),
        ("上周五 16:00", datetime(2022, 9, 2, 16)),
        ("下星期天", datetime(2022, 9, 18)),
        ("２０２２-9-5 9:10", datetime(2022, 9, 5, 9, 10)),
        ("20220905", datetime(2022, 9, 5)),
        ("刚才", NOW),
        ("10分钟前", datetime(2022, 9, 8, 10, 10)),
        ("十分钟前", datetime(2022, 9, 8, 10, 10)),
        ("半小时前", datetime(2022, 9, 8, 9, 50)),
        ("半个小时前", datetime(2022, 9, 8, 9, 50)),
        ("一个半小时前", datetime(2022, 9, 8, 8, 50)),
        ("两小时以前", datetime(2022, 9, 8, 8, 20)),
        ("3天前", datetime(2022, 9, 5)),
        ("昨晚8点", datetime(2022, 9, 7, 20)),
        ("今早 8:10", datetime(2022, 9, 8, 8, 10)),
        ("前天晚上7点", datetime(2022, 9, 6, 19)),
        ("早8点", datetime(2022, 9, 8, 8)),
        ("晚8点", datetime(2022, 9, 8, 20)),
        ("晚间8:15", datetime(2022, 9, 8, 20, 15)),
        ("深夜11点", datetime(2022, 9, 8, 23)),
        ("午后2点", datetime(2022, 9, 8, 14)),
        ("pm 3:30", datetime(2022, 9, 8, 15, 30)),
        ("昨晚间8点", datetime(2022, 9, 7, 20)),
        ("今早上8:10", datetime(2022, 9, 8, 8, 10)),
        ("昨下午3点", datetime(2022, 9, 7, 15)),
        ("大前晚8点", datetime(2022, 9, 5, 20)),
        ("明上午9点半", datetime(2022, 9, 9, 9, 30)),
        ("两点", datetime(2022, 9, 8, 2)),
        ("下午两点三刻", datetime(2022, 9, 8, 14, 45)),
        ("零点", datetime(2022, 9, 8)),
    ],
)
def test_what_is_said_in_a_hurry_is_a_day(typed: str, meant: datetime) -> None:
    assert read_spoken(typed, NOW).at == meant


@pytest.mark.parametrize(
    "typed", ["13-40", "32日", "昨天 25:00", "过几天", "5-6-22", "周八", "分钟前", "半", "9999天前", "31日"]
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the Chinese reason is the reader's own
        read_spoken(typed, NOW)


def test_the_29th_of_february_is_the_nearest_one() -> None:
    assert read_spoken("2-29", datetime(2024, 3, 1)).at == datetime(2024, 2, 29)
    assert read_spoken("2-29", datetime(2023, 12, 1)).at == datetime(2024, 2, 29)


@pytest.mark.parametrize(
    ("typed", "past", "coming"),
    [
        ("周五 16:00", datetime(2022, 9, 2, 16), datetime(2022, 9, 9, 16)),
        ("周一", datetime(2022, 9, 5), datetime(2022, 9, 12)),
        ("周四 15:00", datetime(2022, 9, 8, 15), datetime(2022, 9, 8, 15)),
        ("本周五", datetime(2022, 9, 9), datetime(2022, 9, 9)),
        ("下周一", datetime(2022, 9, 12), datetime(2022, 9, 12)),
        ("12-31", datetime(2021, 12, 31), datetime(2022, 12, 31)),
        ("9-5 9:10", datetime(2022, 9, 5, 9, 10), datetime(2022, 9, 5, 9, 10)),
        ("9-10", datetime(2022, 9, 10), datetime(2022, 9, 10)),
        ("10-9", datetime(2022, 10, 9), datetime(2022, 10, 9)),
        ("10-10", datetime(2021, 10, 10), datetime(2022, 10, 10)),
        ("2-20", datetime(2022, 2, 20), datetime(2023, 2, 20)),
        ("20日", datetime(2022, 8, 20), datetime(2022, 9, 20)),
        ("5日", datetime(2022, 9, 5), datetime(2022, 10, 5)),
        ("31日", datetime(2022, 8, 31), datetime(2022, 10, 31)),
        ("明天", datetime(2022, 9, 9), datetime(2022, 9, 9)),
    ],
)
def test_a_day_not_said_in_full_lies_where_the_field_looks(typed: str, past: datetime, coming: datetime) -> None:
    assert read_spoken(typed, NOW, Side.PAST).at == past
    assert read_spoken(typed, NOW, Side.COMING).at == coming


def test_the_last_31st_is_found_over_the_year_end() -> None:
    assert read_spoken("31日", datetime(2023, 1, 4), Side.PAST).at == datetime(2022, 12, 31)
    assert read_spoken("周五", datetime(2023, 1, 2), Side.PAST).at == datetime(2022, 12, 30)
