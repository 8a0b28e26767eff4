"""Every spelling of a date that exports and clerks use is read, and what could be meant in two ways is refused."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_desktop.domain.terms.dates import (
    Moment,
    from_serial,
    from_typed,
    read_clock,
    read_moment,
    read_spelling,
    says_no_moment,
)

DAY = datetime(2022, 9, 5)
MINUTES = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)).map(lambda at: at.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    "text",
    [
        "2022-09-05 09:10",
        "2022-9-5 9:10",
        "2022/09/05 09:10:00",
        "2022.9.5 9:10",
        "2022年9月5日 9时10分",
        "2022年09月05日9点10分",
        "2022-09-05T09:10:00",
        "2022-09-05T01:10:00Z",
        "2022-09-05T09:10:00+08:00",
        "20220905091000",
        "202209050910",
        "20220905 09:10",
        "2022-09-05 上午9:10",
        "2022-09-05 星期一 09:10",
        "2022年9月5日（周一）9:10",
        "２０２２－０９－０５　０９：１０",
        "2022-09-05 09:10:00.000",
        "  2022-09-05 09:10\n",
        "2022—09—05 09:10",
        "2022–9–5 早9:10",
        "2022-09-05 09:10 CST",
        "2022-09-05 9:10 a.m.",
        "2022-09-05 09:10 北京时间",
        "2022年09月05日 09:10:00 星期一",
        "2022-09-05 09:10（周一）",
    ],
)
def test_moment_is_read_in_every_spelling(text: str) -> None:
    assert read_spelling(text) == Moment(datetime(2022, 9, 5, 9, 10), True)


@pytest.mark.parametrize("text", ["9:10", "09:10:00", "下午3:10"])
def test_a_time_of_day_alone_is_told_from_what_cannot_be_read(text: str) -> None:
    with pytest.raises(ValueError, match="只有时间没有日期"):
        read_spelling(text)


@pytest.mark.parametrize(
    "text",
    ["0000-00-00 00:00:00", "0000-00-00", "1900-01-00", "1900-01-01 00:00:00", "1970-01-01 08:00:00", "0001/1/1"],
)
def test_what_a_database_writes_for_no_moment_is_none(text: str) -> None:
    assert says_no_moment(text)


@pytest.mark.parametrize("text", ["2022-09-05", "1990-01-01", "0", "1970-01-02", "1900-01-01 09:10"])
def test_a_moment_is_no_blank(text: str) -> None:
    assert not says_no_moment(text)


@pytest.mark.parametrize(
    ("serial", "clock"),
    [
        (44809.3958, time(9, 30)),
        (44809.396, time(9, 30)),
        (44809.39583, time(9, 30)),
        (44809.382638888888, time(9, 11)),
        (44809.38262, time(9, 10, 58)),
        (44809.3831597222, time(9, 11, 45)),
    ],
)
def test_a_serial_number_cut_short_is_the_minute_it_was_cut_from(serial: float, clock: time) -> None:
    assert from_serial(serial).at.time() == clock


@pytest.mark.parametrize(
    ("text", "clock"),
    [("09:30", time(9, 30)), ("下午3点半", time(15, 30)), ("9:05:07", time(9, 5, 7)), ("24:00", None), ("9", None)],
)
def test_a_time_of_day_without_a_day(text: str, clock: time | None) -> None:
    assert read_clock(text) == clock
    assert read_clock(f"2022-09-05 {text}") is None


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("2022-09-05 下午2:30", 14, 30),
        ("2022-09-05 2:30 PM", 14, 30),
        ("2022-09-05 12:00 AM", 0, 0),
        ("2022-09-05 中午12点半", 12, 30),
        ("2022-09-05 中午1点", 13, 0),
        ("2022-09-05 晚上8点", 20, 0),
        ("2022-09-05 晚8点", 20, 0),
        ("2022-09-05 2:30 p.m.", 14, 30),
        ("2022-09-05 凌晨3点15分", 3, 15),
        ("2022-09-05 20时", 20, 0),
    ],
)
def test_part_of_the_day_counts(text: str, hour: int, minute: int) -> None:
    assert read_moment(text) == DAY.replace(hour=hour, minute=minute)


@pytest.mark.parametrize("text", ["2022-09-05", "2022/9/5", "2022年9月5日", "2022年9月5号", "20220905", "2022.9.5"])
def test_day_without_a_time_says_so(text: str) -> None:
    assert read_spelling(text) == Moment(DAY, False)


def test_midnight_at_the_end_of_a_day_is_the_next_day() -> None:
    assert read_moment("2022-09-05 24:00") == datetime(2022, 9, 6)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("05/09/2022", "先后不能确定"),
        ("9-5-22", "先后不能确定"),
        ("22年9月5日", "年份要写四位"),
        ("9月5日", "缺少年份"),
        ("2022年9月", "缺少日"),
        ("2022-02-30", "没有 2022年2月30日"),
        ("2022-09-05 25:00", "没有 25:00"),
        ("2022-09-05 09:61", "没有 09:61"),
        ("1899-12-30", "年份 1899 不合理"),
        ("1899-12-30 09:10", "年份 1899 不合理"),
        ("昨天", "不是能识别的日期"),
        ("", "不是能识别的日期"),
    ],
)
def test_what_is_unclear_is_refused_with_a_reason_and_an_example(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as refused:
        read_spelling(text)
    assert "请写成 2022-09-05" in str(refused.value)


@given(MINUTES)
def test_serial_number_and_spelling_of_a_moment_agree(at: datetime) -> None:
    serial = (at - datetime(1899, 12, 30)) / timedelta(days=1)
    assert from_serial(serial).at == from_typed(at).at == read_moment(f"{at:%Y-%m-%d %H:%M}") == at


@given(MINUTES, st.integers(-11 * 60, 13 * 60))
def test_time_zone_is_turned_into_office_time(at: datetime, offset: int) -> None:
    there = at + timedelta(minutes=offset - 8 * 60)
    sign, hours, minutes = "-" if offset < 0 else "+", *divmod(abs(offset), 60)
    assert read_moment(f"{there:%Y-%m-%dT%H:%M:%S}{sign}{hours:02}:{minutes:02}") == at


def test_dates_stored_as_numbers_are_read_and_other_numbers_refused() -> None:
    assert from_serial(20220905.0) == Moment(DAY, False)
    assert from_serial(20220905143000.0) == Moment(datetime(2022, 9, 5, 14, 30), True)
    assert from_serial(44809.0) == Moment(DAY, False)
    for number in (0.5, 12.0, 99_999.0, -1.0):
        with pytest.raises(ValueError, match="不是日期"):
            from_serial(number)


def test_typed_dates_are_rounded_to_the_second_and_checked() -> None:
    assert from_typed(datetime(2022, 9, 5, 9, 9, 59, 999_999)) == Moment(datetime(2022, 9, 5, 9, 10), True)
    assert from_typed(date(2022, 9, 5)) == Moment(DAY, False)
    with pytest.raises(ValueError, match="年份 1900 不合理"):
        from_typed(datetime(1900, 1, 1))


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    try:
        assert isinstance(read_spelling(text).at, datetime)
    except ValueError as error:
        assert str(error)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-02 17.30", "2026-11-02 17:30:00"),
        ("2026-11-02 09.05", "2026-11-02 09:05:00"),
        ("2026-11-02 9.05", "2026-11-02 09:05:00"),
        ("2026/11/2 11.45", "2026-11-02 11:45:00"),
        ("2026.11.2 17.30.15", "2026-11-02 17:30:15"),
        ("2022-11-02 3:05 下午", "2022-11-02 15:05:00"),
        ("2022-11-02 下午17:30", "2022-11-02 17:30:00"),
        ("2022-11-02 晚上8点半", "2022-11-02 20:30:00"),
        ("2022-11-02 九点一刻", "2022-11-02 09:15:00"),
        ("二〇二二年十一月二日", "2022-11-02 00:00:00"),
        ("二○二二年十一月二十三日上午九时三十分", "2022-11-23 09:30:00"),
        ("二零二二年十月十日 十时零五分", "2022-10-10 10:05:00"),
        ("二〇二二年八月廿三日", "2022-08-23 00:00:00"),
        ("Wed Nov 02 17:30:00 CST 2022", "2022-11-02 17:30:00"),
        ("Wed Nov 02 2022 17:30:00 GMT+0800 (中国标准时间)", "2022-11-02 17:30:00"),
        ("Nov 2, 2022 5:30:00 PM", "2022-11-02 17:30:00"),
        ("2 November 2022 09:30", "2022-11-02 09:30:00"),
        ("02-Nov-2022", "2022-11-02 00:00:00"),
        ("1667381400000", "2022-11-02 17:30:00"),
        ("1667381400", "2022-11-02 17:30:00"),
        ("/Date(1667381400000+0800)/", "2022-11-02 17:30:00"),
        ("\u202d2026-11-02\u200b 09:30", "2026-11-02 09:30:00"),
    ],
)
def test_spellings_of_machines_and_of_people_are_read_whole(text: str, moment: str) -> None:
    assert str(read_spelling(text).at) == moment


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2022-11-02 17.5", "不是能识别的日期"),
        ("2022-11-02 上午15:00", "说不清是几点"),
        ("2022-11-02 晚上12:00", "说不清是几点"),
        ("2022-11-02 晚上1点", "说不清是几点"),
        ("2022-11-02 09:30~10:00", "不是能识别的日期"),
        ("22年11月2日", "年份要写四位"),
        ("02-NOV-22", "年份要写四位"),
        ("02-11月-22 09.30.00 上午", "年份要写四位"),
        ("22/11/2", "先后不能确定"),
        ("02/11/2022", "先后不能确定"),
        ("2022110209", "不是能识别的日期"),
        ("Nov 31, 2022", "没有 2022年11月31日"),
    ],
)
def test_what_could_be_meant_in_two_ways_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_spelling(text)


def test_serial_number_follows_the_year_from_which_the_workbook_counts() -> None:
    assert from_serial(46328.395833333336).at == from_serial(46328.395833333336 - 1462, from_1904=True).at


@pytest.mark.parametrize("text", ["2022-09-08 09:00-10:00", "2022年9月8日15:30－16:00", "2022年9月8日15:30-1600"])
def test_from_when_till_when_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match="不是能识别的日期"):
        read_moment(text)
