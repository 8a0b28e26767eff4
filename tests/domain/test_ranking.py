"""R15.2, R16.2: the quarter's figures, scores and places, worked out by hand beside."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from hotline_desktop.domain.statistics.indicators import Deduction, DeductionKind, Handled, Rate, percent
from hotline_desktop.domain.statistics.quarters import NOVEMBER, Quarter, quarter_of
from hotline_desktop.domain.statistics.ranking import QuarterTable, ScoreRules, bottom_in_succession, rank_quarter
from hotline_desktop.domain.terms.options import Grade, Resolution, UnitGroup

Q3 = Quarter(2022, 3)
IN, BEFORE, AFTER = date(2022, 8, 1), date(2022, 6, 30), date(2022, 10, 1)
RULES = ScoreRules()


def ticket(unit: str, received: date | None = IN, closed: date | None = IN, **values: object) -> Handled:
    good: dict[str, object] = {
        "contacted": True,
        "in_time": True,
        "answered": True,
        "resolution": Resolution.SOLVED,
        "grade": Grade.SATISFIED,
    }
    return Handled("20220801100001", unit, received, closed, **{**good, **values})  # type: ignore[arg-type]


def table(tickets: list[Handled], units: dict[str, UnitGroup], *lapses: Deduction, apart: bool = True) -> QuarterTable:
    return rank_quarter(Q3, units, tickets, lapses, RULES, apart)


def departments(*names: str) -> dict[str, UnitGroup]:
    return dict.fromkeys(names, UnitGroup.DEPARTMENT)


def test_a_perfect_unit_alone_in_its_group_has_all_95_points() -> None:
    (group,) = table([ticket("甲")], departments("甲")).groups
    assert (group.rows[0].score_words, group.rows[0].place) == ("95.00", 1)


def test_the_score_is_the_sum_that_the_formula_tells() -> None:
    tickets = [
        ticket("甲"),
        ticket("甲", contacted=False, resolution=Resolution.EXPLAINED, grade=Grade.FAIR),
        ticket("甲", contacted=None, resolution=Resolution.FOR_REFERENCE, grade=Grade.MOSTLY),
        ticket("乙"),
    ]
    lapses = (
        Deduction("甲", DeductionKind.OVERDUE, IN, "1"),
        Deduction("甲", DeductionKind.SUPERVISED, IN, "2"),
        Deduction("甲", DeductionKind.OVERDUE, AFTER, "3"),
    )
    (group,) = table(tickets, departments("甲", "乙"), *lapses).groups
    row = next(row for row in group.rows if row.unit == "甲")
    assert (row.share.as_text, row.contact.as_text, row.solved.as_text, row.satisfied.as_text) == (
        "75%",
        "50%",
        "50%",
        "80%",
    )
    # 5×3/4 + 30×1/2 + 20×1/2 + 40×0.8 − 1 − 2
    assert row.score_words == "57.75"
    assert (row.lapse(DeductionKind.OVERDUE), row.lapse(DeductionKind.LATE_RETURN)) == (1, 0)


def test_intake_counts_by_receipt_and_every_rate_by_closing() -> None:
    tickets = [
        ticket("甲", received=BEFORE, closed=IN, grade=Grade.UNSATISFIED),
        ticket("甲", received=IN, closed=AFTER),
        ticket("甲", received=IN, closed=None),
        ticket("甲", received=BEFORE, closed=AFTER),
    ]
    row = table(tickets, departments("甲")).groups[0].rows[0]
    assert (row.received, row.closed, row.satisfied.as_text) == (2, 1, "0%")


def test_an_empty_denominator_is_a_dash_and_never_nought_or_all() -> None:
    bare = {"contacted": None, "in_time": None, "answered": None, "resolution": None, "grade": None}
    (group,) = table([ticket("甲", **bare), ticket("乙", closed=None)], departments("甲", "乙")).groups
    row = next(row for row in group.rows if row.unit == "甲")
    assert [r.as_text for r in (row.contact, row.in_time, row.answered, row.solved, row.satisfied)] == ["—"] * 5
    unclosed = next(row for row in group.rows if row.unit == "乙")
    assert (unclosed.score_words, unclosed.place) == ("—", None)


def test_equal_scores_share_a_place_and_the_next_one_is_skipped() -> None:
    tickets = [ticket("甲"), ticket("乙"), ticket("丙", grade=Grade.FAIR), ticket("丁", grade=Grade.UNSATISFIED)]
    (group,) = table(tickets, departments("甲", "乙", "丙", "丁")).groups
    assert [row.place for row in group.rows] == [1, 1, 3, 4]
    assert group.last == ("丙", "丁")
    assert group.may_propose


def test_ties_at_the_border_of_the_last_two_places_are_included() -> None:
    tickets = [ticket("甲"), ticket("乙"), *(ticket(unit, grade=Grade.FAIR) for unit in ("丙", "丁"))]
    tickets.append(ticket("戊", grade=Grade.UNSATISFIED))
    (group,) = table(tickets, departments("甲", "乙", "丙", "丁", "戊")).groups
    assert set(group.last) == {"丙", "丁", "戊"}


def test_units_without_tickets_are_left_out_and_named() -> None:
    (group,) = table([ticket("甲")], departments("甲", "乙")).groups
    assert (group.left_out, [row.unit for row in group.rows]) == (("乙",), ["甲"])


def test_fewer_than_four_ranked_units_are_shown_and_not_proposed() -> None:
    small = table([ticket(unit) for unit in ("甲", "乙", "丙")], departments("甲", "乙", "丙"))
    assert small.groups[0].last and not small.groups[0].may_propose
    assert small.proposed == frozenset()


def test_villages_and_departments_are_ranked_apart_unless_the_office_wants_one_table() -> None:
    units = {"甲": UnitGroup.DEPARTMENT, "新海村": UnitGroup.VILLAGE}
    tickets = [ticket("甲"), ticket("新海村")]
    assert [group.group for group in table(tickets, units).groups] == ["部门", "村居"]
    (together,) = table(tickets, units, apart=False).groups
    assert together.rows[0].share.as_text == "50%"


def test_units_that_the_register_does_not_know_are_named() -> None:
    assert table([ticket("未知单位")], departments("甲")).unknown == ("未知单位",)


def quarter_with_last(*last: str) -> QuarterTable:
    names = ("甲", "乙", "丙", "丁", "戊")
    grades = {name: Grade.UNSATISFIED if name in last else Grade.SATISFIED for name in names}
    return table([ticket(name, grade=grade) for name, grade in grades.items()], departments(*names))


def test_r15_2_units_in_the_last_two_places_of_two_successive_quarters() -> None:
    assert bottom_in_succession([quarter_with_last("甲", "乙")]) == ()
    assert bottom_in_succession([quarter_with_last("甲", "乙"), quarter_with_last("乙", "丙")]) == ("乙",)
    three = [quarter_with_last("甲", "乙"), quarter_with_last("丙", "丁"), quarter_with_last("甲", "乙")]
    assert bottom_in_succession(three) == ()
    assert bottom_in_succession(three, 3) == ()


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [
        (Quarter(2022, 1), date(2022, 1, 1), date(2022, 3, 31)),
        (Quarter(2022, 4), date(2022, 10, 1), date(2022, 12, 31)),
        (Quarter(2023, 1, NOVEMBER), date(2022, 11, 1), date(2023, 1, 31)),
        (Quarter(2023, 2, NOVEMBER), date(2023, 2, 1), date(2023, 4, 30)),
        (Quarter(2023, 4, NOVEMBER), date(2023, 8, 1), date(2023, 10, 31)),
    ],
)
def test_quarters_of_both_ranking_years(quarter: Quarter, first: date, last: date) -> None:
    assert (quarter.first, quarter.last) == (first, last)
    assert quarter_of(first, quarter.first_month) == quarter == quarter_of(last, quarter.first_month)
    assert quarter.holds(first) and quarter.holds(last)
    assert quarter.before.last < first


@pytest.mark.parametrize(
    ("share", "words"),
    [(Fraction(1, 3), "33.3"), (Fraction(1), "100"), (Fraction(7, 8), "87.5"), (Fraction(1, 2000), "0.1")],
)
def test_a_share_reads_in_percent_with_halves_rounded_up(share: Fraction, words: str) -> None:
    assert percent(share) == words


def test_no_rate_without_a_whole() -> None:
    assert Rate().value is None
