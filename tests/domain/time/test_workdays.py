"""Counting working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_desktop.domain.time.workdays import CalendarError, Day, WorkCalendar, YearTable

AUTUMN_2022 = YearTable(
    2022,
    True,
    {
        date(2022, 9, 10): "中秋节",
        date(2022, 9, 12): "中秋节",
        **{date(2022, 10, day): "国庆节" for day in range(1, 8)},
    },
    {date(2022, 10, 8): "国庆节", date(2022, 10, 9): "国庆节"},
    "测试用",
)
CALENDAR = WorkCalendar([AUTUMN_2022])
DAYS = st.dates(date(2021, 1, 1), date(2024, 12, 31))


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    offs = draw(st.dictionaries(DAYS.filter(lambda d: d.year == 2022), st.just("放假"), max_size=40))
    makeups = draw(st.dictionaries(DAYS.filter(lambda d: d.year == 2022), st.just("放假"), max_size=10))
    return WorkCalendar([YearTable(2022, True, offs, {d: n for d, n in makeups.items() if d not in offs})])


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2022, 9, 5), Day(date(2022, 9, 5), True, "工作日", False)),
        (date(2022, 9, 17), Day(date(2022, 9, 17), False, "周末", False)),
        (date(2022, 9, 12), Day(date(2022, 9, 12), False, "中秋节", False)),
        (date(2022, 10, 1), Day(date(2022, 10, 1), False, "国庆节", False)),
        (date(2022, 10, 8), Day(date(2022, 10, 8), True, "调休上班", False)),
        (date(2023, 10, 8), Day(date(2023, 10, 8), False, "周末", True)),
        (date(2023, 10, 2), Day(date(2023, 10, 2), False, "国庆节", True)),
        (date(2023, 5, 2), Day(date(2023, 5, 2), True, "工作日", True)),
        (date(2028, 5, 2), Day(date(2028, 5, 2), False, "劳动节", True)),
    ],
)
def test_a_day_says_whether_it_works_and_why(day: date, expected: Day) -> None:
    assert CALENDAR.day(day) == expected


def test_weekends_are_off_and_weekdays_work_without_any_table() -> None:
    bare = WorkCalendar()
    week = [bare.is_working(date(2022, 9, 5) + timedelta(days=n)) for n in range(7)]
    assert week == [True] * 5 + [False] * 2


def test_next_working_day_skips_the_holiday_and_lands_on_the_make_up_day() -> None:
    assert CALENDAR.add_working_days(date(2022, 9, 30), 1) == date(2022, 10, 8)
    assert CALENDAR.add_working_days(date(2022, 9, 9), 1) == date(2022, 9, 13)


def test_count_excludes_the_first_day_and_includes_the_last() -> None:
    assert CALENDAR.count_working_days(date(2022, 9, 5), date(2022, 9, 5)) == 0
    assert CALENDAR.count_working_days(date(2022, 9, 5), date(2022, 9, 6)) == 1
    assert CALENDAR.count_working_days(date(2022, 9, 30), date(2022, 10, 9)) == 2
    assert CALENDAR.count_working_days(date(2022, 10, 9), date(2022, 9, 30)) == -2


def test_unpublished_table_brings_its_holidays_but_stays_provisional() -> None:
    calendar = CALENDAR.overlaid(YearTable(2023, False, {date(2023, 6, 22): "端午节"}))
    assert calendar.day(date(2023, 6, 22)) == Day(date(2023, 6, 22), False, "端午节", True)
    assert not calendar.is_working(date(2023, 10, 3)), "holidays with a fixed date stay"


def test_the_supply_lies_beneath_the_tables_and_is_asked_once_a_year() -> None:
    asked: list[int] = []

    def supply(year: int) -> YearTable | None:
        asked.append(year)
        return YearTable(year, True, {date(year, 3, 1): "镇庆"}) if year == 2022 else None

    calendar = WorkCalendar([YearTable(2022, False, {}, {date(2022, 3, 1): "镇庆"})], supply)
    assert calendar.day(date(2022, 3, 1)).reason == "调休上班"
    assert calendar.is_published(2022)
    assert not calendar.is_published(2023)
    assert calendar.day(date(2022, 3, 2)).working
    assert asked == [2022, 2023]


def test_overlaying_leaves_the_calendar_as_it_was() -> None:
    stopped = YearTable(2022, False, {date(2022, 9, 15): "台风停工"})
    after = CALENDAR.overlaid(stopped)
    assert CALENDAR.is_working(date(2022, 9, 15))
    assert after.day(date(2022, 9, 15)) == Day(date(2022, 9, 15), False, "台风停工", False)
    assert after.tables == (AUTUMN_2022, stopped)


def test_a_table_cannot_be_changed_from_outside() -> None:
    offs = {date(2022, 9, 15): "台风停工"}
    table = YearTable(2022, False, offs)
    offs.clear()
    assert table.offs == {date(2022, 9, 15): "台风停工"}
    with pytest.raises(TypeError):
        table.offs[date(2022, 9, 16)] = "台风停工"  # type: ignore[index]


def test_a_contradictory_table_is_refused() -> None:
    day = date(2022, 10, 8)
    with pytest.raises(CalendarError, match="2022-10-08 既是放假又是上班"):
        YearTable(2022, True, {day: "国庆节"}, {day: "国庆节"})
    with pytest.raises(CalendarError, match="别的年份的日期：2020-10-08"):
        YearTable(2022, True, {date(2020, 10, 8): "国庆节"})


def test_counting_beyond_the_calendar_is_refused_in_words() -> None:
    with pytest.raises(CalendarError, match="超出了日历的范围"):
        CALENDAR.add_working_days(date(9999, 12, 30), 3)
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_working_days(date(2022, 9, 5), -1)


@given(calendars(), DAYS, st.integers(1, 300))
def test_as_many_working_days_are_counted_as_were_added(calendar: WorkCalendar, start: date, days: int) -> None:
    end = calendar.add_working_days(start, days)
    assert calendar.is_working(end)
    assert calendar.count_working_days(start, end) == days
    assert calendar.count_working_days(start, end - timedelta(days=1)) == days - 1


@given(calendars(), DAYS, DAYS)
def test_counting_is_the_same_as_walking(calendar: WorkCalendar, one: date, other: date) -> None:
    start, end = min(one, other), max(one, other)
    walked = sum(calendar.is_working(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
    assert calendar.count_working_days(start, end) == walked
    assert calendar.count_working_days(end, start) == -walked


@given(calendars(), DAYS)
def test_day_and_is_working_agree(calendar: WorkCalendar, day: date) -> None:
    assert calendar.day(day).working == calendar.is_working(day)
