"""R16.1, R16.2: a period's figures beside those of the period before, and the periods themselves."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest

from hotline_desktop.domain.papers.statistics import counted_words
from hotline_desktop.domain.statistics.indicators import Deduction, DeductionKind, Handled, Rate
from hotline_desktop.domain.statistics.periods import StatKind, own_period, period_with
from hotline_desktop.domain.statistics.quarters import NOVEMBER
from hotline_desktop.domain.statistics.report import Indicator, change_words, completion_in, period_figures
from hotline_desktop.domain.supervision.case import CaseStage, CaseSummary
from hotline_desktop.domain.terms.options import Grade, Resolution, SupervisionMethod, SupervisionTrigger

SEPTEMBER = period_with(StatKind.MONTH, date(2022, 9, 8))
IN, BEFORE = date(2022, 9, 8), date(2022, 8, 31)


def line(unit: str, received: date | None = None, closed: date | None = None, **values: object) -> Handled:
    return Handled("", unit, received, closed, **values)  # type: ignore[arg-type]


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
    ("kind", "first_month", "words", "short", "first", "last"),
    [
        (StatKind.MONTH, 1, "2022年11月", "11月", date(2022, 11, 1), date(2022, 11, 30)),
        (StatKind.QUARTER, 1, "2022年第四季度", "四季度", date(2022, 10, 1), date(2022, 12, 31)),
        (StatKind.QUARTER, NOVEMBER, "2023年第一季度", "一季度", date(2022, 11, 1), date(2023, 1, 31)),
        (StatKind.YEAR, 1, "2022年", "2022", date(2022, 1, 1), date(2022, 12, 31)),
        (StatKind.YEAR, NOVEMBER, "2023年", "2023", date(2022, 11, 1), date(2023, 10, 31)),
    ],
)
def test_a_period_is_whole_and_follows_the_ranking_year(
    kind: StatKind, first_month: int, words: str, short: str, first: date, last: date
) -> None:
    period = period_with(kind, date(2022, 11, 15), first_month)
    assert (period.as_text, period.short, period.first, period.last) == (words, short, first, last)
    assert period.before.after == period == period.after.before
    assert period.before.last < first and last < period.after.first


def test_days_of_ones_own_choice_are_followed_by_as_many_days() -> None:
    period = own_period(date(2022, 9, 14), date(2022, 9, 5))
    assert (period.first, period.last) == (date(2022, 9, 5), date(2022, 9, 14))
    assert (period.before.first, period.before.last) == (date(2022, 8, 26), date(2022, 9, 4))
    assert (period.after.first, period.after.last) == (date(2022, 9, 15), date(2022, 9, 24))
    assert period.before.after == period and "2022年9月5日至2022年9月14日" in period.as_text


def test_the_office_is_the_sum_of_its_units_and_lines_count_as_often_as_they_say() -> None:
    tickets = [
        line("甲", received=IN, count=7),
        line("甲", closed=IN, contacted=True, in_time=True, resolution=Resolution.SOLVED, count=3),
        line("乙", closed=IN, contacted=False, in_time=True, resolution=Resolution.EXPLAINED, grade=Grade.MOSTLY),
        line("乙", received=BEFORE, closed=BEFORE, contacted=False, count=9),
    ]
    lapses = [Deduction("丙", DeductionKind.LATE_RETURN, IN, "1"), Deduction("丙", DeductionKind.OVERDUE, BEFORE, "2")]
    found = period_figures(SEPTEMBER, tickets, lapses)
    assert [(row.unit, row.received, row.closed) for row in found.units] == [("丙", 0, 0), ("乙", 0, 1), ("甲", 7, 3)]
    whole = found.whole
    assert (whole.received, whole.closed) == (7, 4)
    rates = {indicator: indicator.of(whole).as_text for indicator in Indicator}
    assert rates == {
        Indicator.CONTACT: "75%",
        Indicator.IN_TIME: "100%",
        Indicator.ANSWERED: "—",
        Indicator.SOLVED: "75%",
        Indicator.SATISFIED: "80%",
    }
    assert (whole.lapse(DeductionKind.LATE_RETURN), whole.lapse(DeductionKind.OVERDUE)) == (1, 0)


def test_a_change_is_told_in_points_of_the_printed_rates_and_not_where_there_is_no_rate() -> None:
    third, half = Rate(Fraction(1), 3), Rate(Fraction(1), 2)
    assert change_words(half, third) == "比上期高 16.7 个百分点"
    assert change_words(third, half) == "比上期低 16.7 个百分点"
    assert change_words(Rate(Fraction(2), 4), half) == "与上期持平"
    assert change_words(half, Rate()) == change_words(Rate(), half) == ""


def test_what_was_counted_is_told_in_pieces() -> None:
    assert counted_words(Rate(Fraction(3), 4)) == "4 件中 3 件"
    assert counted_words(Rate(Fraction(26, 10), 3)) == "3 件中 2.6 件"
    assert counted_words(Rate()) == ""


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
