"""Lights and their words."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.time.deadline import (
    Light,
    TimeRules,
    light_bounds,
    light_of,
    light_text,
    overdue_days,
    short_light,
)
from tests.domain.office_year import CALENDAR, at

RULES = TimeRules()


@pytest.mark.parametrize(
    ("level", "due", "now", "light", "text"),
    [
        (Level.HARD, "2022-09-20 17:00", "2022-09-05 09:10", Light.NOT_DUE, "未到期，还有 10 个工作日"),
        (Level.ORDINARY, "2022-09-08 17:00", "2022-09-06 23:59", Light.NOT_DUE, "未到期，还有 2 个工作日"),
        (Level.ORDINARY, "2022-09-08 17:00", "2022-09-07 00:00", Light.NEAR, "临期，还有 1 个工作日"),
        (Level.ORDINARY, "2022-09-13 17:00", "2022-09-09 10:00", Light.NEAR, "临期，还有 1 个工作日"),
        (Level.ORDINARY, "2022-09-13 17:00", "2022-09-10 10:00", Light.NEAR, "临期，还有 1 个工作日"),
        (Level.ORDINARY, "2022-09-08 17:00", "2022-09-08 00:00", Light.TODAY, "今日到期，17:00 前"),
        (Level.ORDINARY, "2022-09-08 17:00", "2022-09-08 17:00", Light.TODAY, "今日到期，17:00 前"),
        (Level.ORDINARY, "2022-09-08 17:00", "2022-09-08 17:01", Light.OVERDUE, "逾期不足 1 个工作日"),
        (Level.ORDINARY, "2022-09-09 17:00", "2022-09-11 09:00", Light.OVERDUE, "逾期不足 1 个工作日"),
        (Level.ORDINARY, "2022-09-09 17:00", "2022-09-14 09:00", Light.OVERDUE, "逾期 2 个工作日"),
        (Level.URGENT, "2022-09-06 09:10", "2022-09-05 20:00", Light.NOT_DUE, "未到期，还有 13 小时"),
        (Level.URGENT, "2022-09-06 02:00", "2022-09-05 22:00", Light.NEAR, "临期，还有 4 小时"),
        (Level.URGENT, "2022-09-06 02:00", "2022-09-05 21:59", Light.NOT_DUE, "未到期，还有 4 小时"),
        (Level.URGENT, "2022-09-06 09:10", "2022-09-06 00:00", Light.TODAY, "今日到期，9:10 前"),
        (Level.URGENT, "2022-09-06 09:10", "2022-09-06 09:40", Light.OVERDUE, "逾期不足 1 小时"),
        (Level.URGENT, "2022-09-06 00:10", "2022-09-05 23:40", Light.NEAR, "临期，还有不足 1 小时"),
        (Level.ORDINARY, "2022-09-17 12:00", "2022-09-16 10:00", Light.NEAR, "临期，还有不足 1 个工作日"),
        (Level.URGENT, "2022-09-06 09:10", "2022-09-08 12:40", Light.OVERDUE, "逾期 2 天 3 小时"),
    ],
)
def test_a_deadline_has_its_light_and_its_words(level: Level, due: str, now: str, light: Light, text: str) -> None:
    assert light_of(level, at(due), at(now), CALENDAR, RULES) is light
    assert light_text(level, at(due), at(now), CALENDAR, RULES) == text


@pytest.mark.parametrize(
    ("due", "now", "text"),
    [
        ("2022-09-08 17:00", "2022-09-06 09:00", "还2天"),
        ("2022-09-17 12:00", "2022-09-16 10:00", "还不足1天"),  # 上级时限 on a Saturday: no working day is left
        ("2022-09-09 17:00", "2022-09-11 09:00", "逾不足1天"),
    ],
)
def test_the_short_words_never_say_nought_days(due: str, now: str, text: str) -> None:
    assert short_light(Level.ORDINARY, at(due), at(now), CALENDAR, RULES) == text


def test_a_ticket_without_clock_and_a_finished_one() -> None:
    now, due = at("2022-09-14 09:00"), at("2022-09-09 17:00")
    assert light_text(Level.HARD, None, now, CALENDAR, RULES) == "未计时"
    assert light_of(Level.HARD, None, now, CALENDAR, RULES) is Light.NO_CLOCK
    assert light_of(Level.HARD, due, now, CALENDAR, RULES, done_at=due) is Light.DONE
    assert light_text(Level.HARD, due, now, CALENDAR, RULES, done_at=due) == "已办结"
    assert light_text(Level.HARD, None, now, CALENDAR, RULES, done_at=now) == "已办结"
    late = at("2022-09-13 10:00")
    assert light_text(Level.HARD, due, now, CALENDAR, RULES, done_at=late) == "已办结，逾期 1 个工作日"


def test_provisional_is_said_beside_the_light() -> None:
    text = light_text(Level.HARD, at("2022-09-08 17:00"), at("2022-09-08 09:00"), CALENDAR, RULES, provisional=True)
    assert text == "今日到期，17:00 前（暂定）"


def test_own_settings_of_nearness_rule() -> None:
    rules = TimeRules(near_days=3, near_hours=12)
    assert light_of(Level.HARD, at("2022-09-08 17:00"), at("2022-09-05 10:00"), CALENDAR, rules) is Light.NEAR
    assert light_of(Level.URGENT, at("2022-09-06 09:00"), at("2022-09-05 22:00"), CALENDAR, rules) is Light.NEAR


def test_bounds_at_a_weekend_reach_over_the_next_working_day() -> None:
    bounds = light_bounds(at("2022-09-10 10:00"), CALENDAR, RULES)
    assert bounds.tomorrow == at("2022-09-11 00:00")
    assert bounds.near_until == at("2022-09-14 00:00")
    assert bounds.urgent_near_until == at("2022-09-10 14:00")


MOMENTS = st.datetimes(datetime(2022, 1, 1), datetime(2023, 12, 31))


@given(st.sampled_from([Level.ORDINARY, Level.HARD]), MOMENTS, MOMENTS)
def test_bounds_say_what_counting_says(level: Level, due: datetime, now: datetime) -> None:
    left = CALENDAR.count_working_days(now.date(), due.date())
    if due < now:
        expected = Light.OVERDUE
    elif due.date() == now.date():
        expected = Light.TODAY
    else:
        expected = Light.NEAR if left <= 1 else Light.NOT_DUE
    assert light_bounds(now, CALENDAR, RULES).light(level, due) is expected


ORDER = [Light.NOT_DUE, Light.NEAR, Light.TODAY, Light.OVERDUE]


@given(st.sampled_from(Level), MOMENTS, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_a_light_only_grows_more_pressing(level: Level, due: datetime, now: datetime, later: timedelta) -> None:
    before = light_of(level, due, now, CALENDAR, RULES)
    after = light_of(level, due, now + later, CALENDAR, RULES)
    assert ORDER.index(before) <= ORDER.index(after)


@given(MOMENTS, MOMENTS)
def test_overdue_days_are_the_working_days_since(due: datetime, now: datetime) -> None:
    days = overdue_days(due, now, CALENDAR)
    assert days >= 0
    if now > due:
        assert days == CALENDAR.count_working_days(due.date(), now.date())
    else:
        assert days == 0
