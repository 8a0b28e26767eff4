"""Office hours as a setting."""

from datetime import datetime, time

import pytest

from hotline_desktop.domain.time.office_hours import OfficeHours, OfficeHoursError


def test_default_hours_are_seven_a_day() -> None:
    hours = OfficeHours()
    assert (hours.daily_minutes, hours.half_day_minutes, hours.closing) == (420, 210, time(17))
    assert hours.text == "8:30-11:30，13:00-17:00"


def test_an_odd_working_day_is_halved_in_the_units_favour() -> None:
    assert OfficeHours(((time(8), time(8, 31)),)).half_day_minutes == 16


@pytest.mark.parametrize(
    "text", ["8:30-11:30，13:00-17:00", "08:30 - 11:30, 13:00 - 17:00", "8：30至11：30；13：00—17：00"]
)
def test_hours_are_read_as_people_write_them(text: str) -> None:
    assert OfficeHours.parse(text) == OfficeHours()
    assert OfficeHours.parse(OfficeHours.parse(text).text) == OfficeHours()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "不能为空"),
        ("上午", "看不懂办公时间“上午”"),
        ("8:30-25:00", "不存在的钟点"),
        ("11:30-8:30", "开始要早于结束"),
        ("8:30-13:30,13:00-17:00", "重叠或次序颠倒"),
        ("13:00-17:00,8:30-11:30", "重叠或次序颠倒"),
    ],
)
def test_wrong_hours_are_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(OfficeHoursError, match=reason):
        OfficeHours.parse(text)


def test_seconds_are_refused() -> None:
    with pytest.raises(OfficeHoursError, match="只写到分钟"):
        OfficeHours(((time(8, 30, 15), time(11, 30)),))


def test_what_is_left_of_a_day() -> None:
    noon = datetime(2022, 9, 5, 11, 0)
    left = [(a.hour, b.hour) for a, b in OfficeHours().stretches(noon.date(), noon)]
    assert left == [(11, 11), (13, 17)]
    assert OfficeHours().contains(noon)
    assert not OfficeHours().contains(datetime(2022, 9, 5, 12, 0))
