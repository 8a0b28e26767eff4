"""The golden deadlines on the command line, with the reason for every day."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Terminal


@pytest.mark.parametrize(
    ("level", "start", "due"),
    [
        ("紧急", "2022-09-05 09:10", "2022-09-06T09:10"),
        ("一般", "2022-09-30 15:00", "2022-10-10T17:00"),
        ("疑难", "2022年9月30日15:00", "2022-10-19T17:00"),
        ("half", "2022-09-09 16:30", "2022-09-13T11:30"),
        ("answer", "2022-10-08 14:00", "2022-10-09T17:00"),
    ],
)
def test_deadline_tells_when_each_level_is_due(level: str, start: str, due: str, terminal: Terminal) -> None:
    message = terminal.done("deadline", level, start, "--json").json
    assert (message["due"], message["provisional"]) == (due, False)
    assert message["days"][-1]["date"] == due[:10]


def test_urgent_half_days_run_on_all_days(terminal: Terminal) -> None:
    assert terminal.done("deadline", "half", "2022-09-09 16:30", "--urgent", "--json").json["due"] == "2022-09-10T11:30"
    assert terminal.done("deadline", "answer", "2022-09-10 20:00", "--urgent", "--json").json["due"] == (
        "2022-09-11T20:00"
    )


def test_every_day_is_counted_or_not_for_a_reason(terminal: Terminal) -> None:
    days = terminal.done("deadline", "一般", "2022-09-30", "15:00", "--json").json["days"]
    assert days[0] == {"date": "2022-09-30", "counted": False, "reason": "当日不计"}
    assert [day["date"] for day in days if day["counted"]] == ["2022-10-08", "2022-10-09", "2022-10-10"]
    assert {"date": "2022-10-01", "counted": False, "reason": "国庆节"} in days


def test_people_get_the_day_and_on_demand_the_reasons(terminal: Terminal) -> None:
    assert terminal.done("deadline", "一般", "2022-09-30 15:00").out == "2022-10-10 17:00　依据：办理规范（二）\n"
    said = terminal.done("deadline", "一般", "2022-09-30 15:00", "--explain").out
    assert "2022-10-08 周六  计    调休上班（第1个工作日）" in said
    assert "2022-10-03 周一  不计  国庆节" in said


def test_a_year_without_a_notice_is_provisional(terminal: Terminal) -> None:
    assert terminal.done("deadline", "一般", "2060-03-01 09:00", "--json").json["provisional"] is True
    assert "（暂定）" in terminal.done("deadline", "一般", "2060-03-01 09:00").out


def test_working_days_between_two_days_leave_the_first_out(terminal: Terminal) -> None:
    assert terminal.done("workdays", "2022-09-30", "2022-10-10", "--json").json == {"count": 3}
    assert terminal.done("workdays", "2022-09-08", "2022-09-08", "--json").json == {"count": 0}
    backwards = terminal("workdays", "2022-10-10", "2022-09-30")
    assert backwards.code == 2 and "止（2022-09-30）早于起（2022-10-10），请把两个日期对调" in backwards.err
    assert "共 3 个工作日（起始日不计）" in terminal.done("workdays", "2022.9.30", "2022/10/10").out


@pytest.mark.parametrize(
    ("first", "last", "year"), [("2027-01-01", "2027-02-28", "2027"), ("2006-05-01", "2006-06-01", "2006")]
)
def test_a_count_of_days_in_a_year_without_a_notice_says_so(
    terminal: Terminal, first: str, last: str, year: str
) -> None:
    assert f"暂定：{year}年" in terminal.done("workdays", first, last).out
    assert terminal.done("workdays", first, last, "--json").json["provisional"] is True
    assert terminal.done("deadline", "一般", f"{first} 09:00", "--json").json["provisional"] is True


def test_years_from_2007_on_are_as_official_as_later_ones(terminal: Terminal) -> None:
    assert terminal.done("workdays", "2007-02-16", "2007-02-26", "--json").json == {"count": 3}
    assert "暂定" not in terminal.done("deadline", "一般", "2009-09-27 09:00", "--explain").out
