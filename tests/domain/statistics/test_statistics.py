"""R16.1, R16.2: a period's figures beside those of the period before, and the periods themselves."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest

from hotline_desktop.domain.papers.statistics import counted_text
from hotline_desktop.domain.statistics.counting import Count, CountedSpan, Measure, counts
from hotline_desktop.domain.statistics.coverage import Coverage, rate_change, volume_change
from hotline_desktop.domain.statistics.handling import TOWN, Ending, Handling, Lapse, LapseKind, Outcome
from hotline_desktop.domain.statistics.periods import StatKind, own_period, period_with, read_period
from hotline_desktop.domain.statistics.quarters import NOVEMBER
from hotline_desktop.domain.statistics.rates import Rate
from hotline_desktop.domain.statistics.report import Indicator, Reconciliation, completion_in, period_statistics
from hotline_desktop.domain.supervision.case import CaseStage, CaseSummary
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.options import SupervisionMethod, SupervisionTrigger
from tests.walks.counted_by_hand import left_over

SEPTEMBER = period_with(StatKind.MONTH, date(2022, 9, 8))
SPAN = CountedSpan(SEPTEMBER.first, SEPTEMBER.last, datetime(2022, 10, 20, 9, 0))
BEFORE, IN, AFTER = datetime(2022, 8, 31, 9, 0), datetime(2022, 9, 8, 9, 0), datetime(2022, 10, 8, 9, 0)


def part(
    unit: str, began: datetime, ended: datetime | None = None, ending: Ending | None = None, **values: object
) -> Handling:
    how = ending or (Ending.CLOSED if ended else None)
    return Handling("1", unit, began.date(), ended, how, **values)  # type: ignore[arg-type]


def case(number: str, opened: str, closed: str = "") -> CaseSummary:
    return CaseSummary(
        id=1,
        number=number,
        ticket_numbers=("20220908100001",),
        title="夜间施工扰民",
        unit="新海村",
        trigger=SupervisionTrigger.OVERDUE,
        method=SupervisionMethod.PHONE,
        stage=CaseStage.CLOSED if closed else CaseStage.TO_REPORT,
        opened_at=datetime.fromisoformat(opened),
        due=None,
        provisional=False,
        reported_at=None,
        closed_at=datetime.fromisoformat(closed) if closed else None,
    )


@pytest.mark.parametrize(
    ("kind", "first_month", "shown", "short", "first", "last"),
    [
        (StatKind.MONTH, 1, "2022年11月", "11月", date(2022, 11, 1), date(2022, 11, 30)),
        (StatKind.QUARTER, 1, "2022年第四季度", "四季度", date(2022, 10, 1), date(2022, 12, 31)),
        (StatKind.QUARTER, NOVEMBER, "2023年第一季度", "一季度", date(2022, 11, 1), date(2023, 1, 31)),
        (StatKind.YEAR, 1, "2022年", "2022", date(2022, 1, 1), date(2022, 12, 31)),
        (StatKind.YEAR, NOVEMBER, "2023年", "2023", date(2022, 11, 1), date(2023, 10, 31)),
    ],
)
def test_a_period_is_whole_and_follows_the_ranking_year(
    kind: StatKind, first_month: int, shown: str, short: str, first: date, last: date
) -> None:
    period = period_with(kind, date(2022, 11, 15), first_month)
    assert (period.as_text, period.short, period.first, period.last) == (shown, short, first, last)
    assert period.before.after == period == period.after.before
    assert period.before.last < first and last < period.after.first


def test_days_of_ones_own_choice_are_followed_by_as_many_days() -> None:
    period = own_period(date(2022, 9, 14), date(2022, 9, 5))
    assert (period.first, period.last) == (date(2022, 9, 5), date(2022, 9, 14))
    assert (period.before.first, period.before.last) == (date(2022, 8, 26), date(2022, 9, 4))
    assert (period.after.first, period.after.last) == (date(2022, 9, 15), date(2022, 9, 24))
    assert period.before.after == period and "2022年9月5日至2022年9月14日" in period.as_text


def test_what_comes_in_equals_what_goes_out_and_what_is_left() -> None:
    parts = [
        part("甲", BEFORE),
        part("甲", BEFORE, IN),
        part("甲", IN, IN, Ending.RETURNED),
        part("甲", IN, AFTER),
        part("甲", IN, IN, Ending.MERGED),
        part("甲", BEFORE, BEFORE),
        part("甲", AFTER),
    ]
    line = Reconciliation.of(period_statistics(SEPTEMBER, counts(parts, (), SPAN)).units[0])
    assert line.numbers[:5] == (2, 3, 1, 2, 2)
    assert line.balanced


def test_a_deadline_counts_when_it_passes_once_and_whether_or_not_the_work_was_finished() -> None:
    late = Outcome(lapsed=True)
    parts = [
        part("甲", IN, AFTER, lapsed_at=datetime(2022, 9, 13, 17, 0), outcome=late),
        part("甲", BEFORE, IN, lapsed_at=datetime(2022, 8, 31, 17, 0), outcome=late),
        part("甲", IN, IN),
        part("甲", IN, lapsed_at=datetime(2022, 10, 1, 0, 0)),
    ]
    row = counts(parts, (), SPAN)["甲"]
    assert (row.in_time.as_text, row.in_time.whole, row.of(Measure.LAPSED)) == ("50%", 2, 1)


def test_a_deadline_that_lies_ahead_has_not_passed_and_its_own_minute_is_in_time() -> None:
    due = datetime(2022, 9, 13, 17, 0)
    lapse = Lapse("甲", LapseKind.OVERDUE, due, "1")
    for now, number in ((due, 0), (due.replace(minute=1), 1)):
        found = counts([part("甲", IN, lapsed_at=due)], [lapse], SPAN._replace(now=now))["甲"]
        assert {found.of(m) for m in (Measure.LAPSED, Measure.OVERDUE, Measure.OPEN_OVERDUE)} == {number}


def test_imported_history_counts_in_volumes_and_in_no_rate_and_was_never_in_hand() -> None:
    parts = [part("甲", IN, IN, history=True), part(TOWN, IN, IN), part("甲", IN, IN)]
    found = period_statistics(SEPTEMBER, counts(parts, (), SPAN))
    assert (found.whole.received, found.whole.closed, found.whole.history, found.whole.in_time.whole) == (2, 2, 1, 1)
    assert Reconciliation.of(found.whole).numbers[:5] == (0, 1, 1, 0, 0)


def test_what_was_entered_late_counts_where_it_was_entered() -> None:
    entered = date(2022, 10, 10)
    late = part("甲", IN, IN, counted_on=entered, late_on=entered)
    assert counts([late], (), SPAN)["甲"].of(Measure.CLOSED) == 0
    october = CountedSpan(date(2022, 10, 1), date(2022, 10, 31), SPAN.now)
    found = counts([late], (), october)["甲"]
    assert [found.of(measure) for measure in (Measure.CLOSED, Measure.LATE, Measure.OPENING)] == [1, 1, 1]
    assert left_over(found) == 0


@pytest.mark.parametrize(
    ("began", "ended", "opening", "taken_in", "closed", "remaining"),
    [
        (datetime(2022, 8, 31, 23, 59), None, 1, 0, 0, 1),
        (datetime(2022, 9, 1), None, 0, 1, 0, 1),
        (datetime(2022, 9, 30, 23, 59), None, 0, 1, 0, 1),
        (datetime(2022, 10, 1), None, 0, 0, 0, 0),
        (BEFORE, datetime(2022, 8, 31, 23, 59), 0, 0, 0, 0),
        (BEFORE, datetime(2022, 9, 1), 1, 0, 1, 0),
        (BEFORE, datetime(2022, 9, 30, 23, 59), 1, 0, 1, 0),
        (BEFORE, datetime(2022, 10, 1), 1, 0, 0, 1),
    ],
)
def test_the_first_and_the_last_day_of_a_period_are_of_it(
    began: datetime, ended: datetime | None, opening: int, taken_in: int, closed: int, remaining: int
) -> None:
    found = counts([part("甲", began, ended)], (), SPAN).get("甲", Count("甲"))
    numbers = [found.of(m) for m in (Measure.OPENING, Measure.TAKEN_IN, Measure.CLOSED, Measure.REMAINING)]
    assert (numbers, left_over(found)) == ([opening, taken_in, closed, remaining], 0)


def test_a_change_is_told_in_points_of_the_printed_rates_and_not_where_there_is_no_rate() -> None:
    third, half = Rate(Fraction(1), 3), Rate(Fraction(1), 2)
    assert rate_change(half, third, "") == "比上期高 16.7 个百分点"
    assert rate_change(third, half, "", "去年同期") == "比去年同期低 16.7 个百分点"
    assert rate_change(Rate(Fraction(2), 4), half, "") == "与上期持平"
    assert rate_change(half, Rate(), "") == rate_change(Rate(), half, "") == ""


def test_a_volume_on_a_small_base_gets_no_percentage() -> None:
    assert volume_change(30, 24, "", 20) == "比上期多 6 件（25%）"
    assert volume_change(12, 19, "", 20) == "比上期少 7 件"
    assert volume_change(5, 0, "", 0) == "比上期多 5 件"
    assert volume_change(5, 5, "", 20) == "与上期持平"


@pytest.mark.parametrize(
    ("month", "volumes", "rates"),
    [
        ((2022, 3), "没有记录", "没有记录"),
        ((2022, 4), "记录自2022年4月11日起，不足一期", "历史工单只计数量"),
        ((2022, 5), "", "历史工单只计数量"),
        ((2022, 6), "2022年6月没有记录", "历史工单只计数量"),
        ((2022, 8), "", "记录自2022年8月15日起，不足一期"),
        ((2022, 9), "", ""),
    ],
)
def test_a_comparison_says_what_the_records_lack(month: tuple[int, int], volumes: str, rates: str) -> None:
    coverage = Coverage(date(2022, 4, 11), date(2022, 8, 15), frozenset((date(2022, 6, 1),)))
    period = period_with(StatKind.MONTH, date(*month, 1))
    assert (coverage.gap_in(period), coverage.gap_in(period, rates=True)) == (volumes, rates)
    if volumes:
        assert volume_change(9, 30, volumes, 20) == f"上期{volumes}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2022-09", "2022年9月"),
        ("2022年9月", "2022年9月"),
        ("2022-Q3", "2022年第三季度"),
        ("2022年第三季度", "2022年第三季度"),
        ("2022", "2022年"),
        ("2022-09-05..2022-09-14", "2022年9月5日至2022年9月14日"),
    ],
)
def test_a_period_is_read_as_people_write_it(text: str, shown: str) -> None:
    assert read_period(text).as_text == shown


@pytest.mark.parametrize("text", ["2022-13", "九月", "2022-09-31..2022-10-01", "", "0000-01", "9999-12"])
def test_what_is_no_period_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(HotlineError, match="2026-11"):
        read_period(text)


def test_the_same_period_a_year_ago() -> None:
    assert read_period("2022-09").year_ago.as_text == "2021年9月"
    assert read_period("2023-Q1", NOVEMBER).year_ago.first == date(2021, 11, 1)
    assert read_period("2024-02-29..2024-03-01").year_ago.first == date(2023, 2, 28)
    assert Count().had_tickets is False and Indicator.CONTACT.missed is Measure.NOT_CONTACTED


def test_what_was_counted_is_told_in_pieces() -> None:
    assert counted_text(Rate(Fraction(3), 4)) == "4 件中 3 件"
    assert counted_text(Rate(Fraction(26, 10), 3)) == "3 件中 2.6 件"
    assert counted_text(Rate()) == ""


def test_r16_1_completion_holds_what_began_in_the_period_and_what_was_carried_into_it() -> None:
    cases = [
        case("carried", "2022-08-20 09:00"),
        case("done", "2022-08-20 09:00", "2022-09-01 09:00"),
        case("earlier", "2022-07-20 09:00", "2022-08-31 09:00"),
        case("new", "2022-09-30 09:00"),
        case("later", "2022-10-01 09:00"),
    ]
    found = completion_in(SEPTEMBER, cases)
    assert [each.number for each in found.exceptions] == ["carried", "new"]
    assert found.as_text == "办结率 33.3%（3 件中 1 件已结案）"
