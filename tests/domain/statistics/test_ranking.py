"""R15.2, R16.2: the quarter's figures, scores and places, worked out by hand beside."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from hotline_desktop.domain.statistics.counting import Count, Measure
from hotline_desktop.domain.statistics.handling import LapseKind, Outcome
from hotline_desktop.domain.statistics.quarters import NOVEMBER, Quarter, quarter_of
from hotline_desktop.domain.statistics.ranking import QuarterTable, ScoreRules, bottom_in_succession, rank_quarter
from hotline_desktop.domain.statistics.rates import Rate, percent
from hotline_desktop.domain.terms.options import Grade, Resolution, UnitGroup

Q3 = Quarter(2022, 3)
RULES = ScoreRules()
GOOD = Outcome(contacted=True, answered=True, resolution=Resolution.SOLVED, grade=Grade.SATISFIED)


def unit(name: str, *outcomes: Outcome, received: int = 1, supervised: int = 0, **numbers: int) -> Count:
    """A unit that received and closed; ``numbers`` are other measures by their names."""
    found = {Measure.RECEIVED: received, Measure.TAKEN_IN: received, Measure.CLOSED: len(outcomes)}
    more = {Measure[key.upper()]: number for key, number in numbers.items()}
    return Count(name, {**found, **more}, supervised=supervised, outcomes=outcomes)


def good(name: str, grade: Grade = Grade.SATISFIED) -> Count:
    return unit(name, Outcome(True, True, Resolution.SOLVED, grade))


def table(counts: list[Count], units: dict[str, UnitGroup], apart: bool = True) -> QuarterTable:
    return rank_quarter(Q3, units, {count.unit: count for count in counts}, RULES, apart)


def departments(*names: str) -> dict[str, UnitGroup]:
    return dict.fromkeys(names, UnitGroup.DEPARTMENT)


def test_a_perfect_unit_alone_in_its_group_has_all_95_points() -> None:
    (group,) = table([good("甲")], departments("甲")).groups
    assert (group.rows[0].score_text, group.rows[0].place) == ("95.00", 1)


def test_the_score_is_the_sum_that_the_formula_tells() -> None:
    outcomes = (
        GOOD,
        Outcome(False, True, Resolution.EXPLAINED, Grade.FAIR),
        Outcome(None, True, Resolution.FOR_REFERENCE, Grade.MOSTLY),
    )
    (group,) = table(
        [unit("甲", *outcomes, received=3, overdue=1, supervised=1), good("乙")], departments("甲", "乙")
    ).groups
    row = next(row for row in group.rows if row.unit == "甲")
    assert (row.share.as_text, row.contact.as_text, row.solved.as_text, row.satisfied.as_text) == (
        "75%",
        "50%",
        "50%",
        "80%",
    )
    # 5×3/4 + 30×1/2 + 20×1/2 + 40×0.8 − 1 − 2
    assert row.score_text == "57.75"
    assert (row.lapse(LapseKind.OVERDUE), row.lapse(LapseKind.LATE_RETURN)) == (1, 0)


def test_what_is_not_solved_counts_against_the_unit_as_what_was_only_explained_does() -> None:
    text = (Resolution.SOLVED, Resolution.UNSOLVED, Resolution.EXPLAINED, Resolution.DEMAND_TOO_HIGH)
    (group,) = table([unit("甲", *(Outcome(resolution=word) for word in text))], departments("甲")).groups
    assert group.rows[0].solved.as_text == "33.3%"


def test_an_empty_denominator_is_a_dash_and_never_nought_or_all() -> None:
    (group,) = table([unit("甲", received=1, lapsed=0)], departments("甲")).groups
    row = group.rows[0]
    assert [r.as_text for r in (row.contact, row.in_time, row.answered, row.solved, row.satisfied)] == ["—"] * 5


def test_a_unit_that_closed_nothing_is_ranked_and_gets_no_points_for_rates() -> None:
    counts = [good("甲"), unit("乙", received=1, lapsed=1, overdue=1, remaining=1)]
    (group,) = table(counts, departments("甲", "乙")).groups
    assert [(row.unit, row.place, row.score_text) for row in group.rows] == [("甲", 1, "92.50"), ("乙", 2, "1.50")]


def test_a_unit_with_only_a_late_return_is_ranked_too() -> None:
    (group,) = table([good("甲"), unit("乙", received=0, late_return=1)], departments("甲", "乙")).groups
    assert (group.left_out, group.rows[-1].unit, group.rows[-1].score_text) == ((), "乙", "-1.00")


def test_a_unit_whose_tickets_are_all_exempt_is_judged_by_its_deadlines() -> None:
    exempt = unit("甲", Outcome(), Outcome(), received=2)
    (group,) = table([exempt], departments("甲")).groups
    assert group.rows[0].score_text == "95.00"


def test_equal_scores_share_a_place_and_the_next_one_is_skipped() -> None:
    counts = [good("甲"), good("乙"), good("丙", Grade.FAIR), good("丁", Grade.UNSATISFIED)]
    (group,) = table(counts, departments("甲", "乙", "丙", "丁")).groups
    assert [row.place for row in group.rows] == [1, 1, 3, 4]
    assert group.last == ("丙", "丁")
    assert group.may_propose


def test_ties_at_the_border_of_the_last_two_places_are_included() -> None:
    counts = [good("甲"), good("乙"), good("丙", Grade.FAIR), good("丁", Grade.FAIR), good("戊", Grade.UNSATISFIED)]
    (group,) = table(counts, departments("甲", "乙", "丙", "丁", "戊")).groups
    assert set(group.last) == {"丙", "丁", "戊"}


def test_nobody_who_shares_the_first_place_is_last_and_equal_units_put_nobody_there() -> None:
    names = ("甲", "乙", "丙", "丁")
    (equal,) = table([good(name) for name in names], departments(*names)).groups
    assert (equal.last, equal.all_equal) == ((), True)
    (one,) = table([*(good(name) for name in names[:3]), good("丁", Grade.FAIR)], departments(*names)).groups
    assert (one.last, one.all_equal) == (("丁",), False)


def test_who_had_nothing_to_finish_yet_is_ranked_and_not_among_the_last() -> None:
    names = ("甲", "乙", "丙", "丁")
    grades = (Grade.SATISFIED, Grade.FAIR, Grade.UNSATISFIED)
    counts = [*(good(name, grade) for name, grade in zip(names, grades, strict=False)), unit("丁", remaining=1)]
    (group,) = table(counts, departments(*names)).groups
    assert (group.rows[-1].unit, group.rows[-1].place, group.last) == ("丁", 4, ("乙", "丙"))


@pytest.mark.parametrize("held", [{"late_return": 1}, {"remaining": 1, "open_overdue": 1}])
def test_whoever_lapsed_or_sits_on_what_was_due_before_is_among_the_last(held: dict[str, int]) -> None:
    names = ("甲", "乙", "丙", "丁")
    grades = (Grade.SATISFIED, Grade.MOSTLY, Grade.FAIR)
    counts = [*(good(name, grade) for name, grade in zip(names, grades, strict=False)), unit("丁", **held)]
    (group,) = table(counts, departments(*names)).groups
    assert group.last == ("丙", "丁")


def test_units_without_tickets_are_left_out_and_named() -> None:
    (group,) = table([good("甲")], departments("甲", "乙")).groups
    assert (group.left_out, [row.unit for row in group.rows]) == (("乙",), ["甲"])


def test_fewer_than_four_ranked_units_are_shown_and_not_proposed() -> None:
    counts = [good("甲"), good("乙", Grade.FAIR), good("丙", Grade.UNSATISFIED)]
    small = table(counts, departments("甲", "乙", "丙"))
    assert small.groups[0].last and not small.groups[0].may_propose
    assert small.proposed == frozenset()


def test_villages_and_departments_are_ranked_apart_unless_the_office_wants_one_table() -> None:
    units = {"甲": UnitGroup.DEPARTMENT, "新海村": UnitGroup.VILLAGE}
    counts = [good("甲"), good("新海村")]
    assert [group.group for group in table(counts, units).groups] == ["部门", "村居"]
    (together,) = table(counts, units, apart=False).groups
    assert together.rows[0].share.as_text == "50%"


def test_units_that_the_register_does_not_know_are_named() -> None:
    assert table([good("未知单位")], departments("甲")).unknown == ("未知单位",)


def quarter_with_last(*last: str) -> QuarterTable:
    names = ("甲", "乙", "丙", "丁", "戊")
    grades = {name: Grade.UNSATISFIED if name in last else Grade.SATISFIED for name in names}
    return table([good(name, grade) for name, grade in grades.items()], departments(*names))


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
    ("share", "text"),
    [(Fraction(1, 3), "33.3"), (Fraction(1), "100"), (Fraction(7, 8), "87.5"), (Fraction(1, 2000), "0.1")],
)
def test_a_share_reads_in_percent_with_halves_rounded_up(share: Fraction, text: str) -> None:
    assert percent(share) == text


def test_no_rate_without_a_whole() -> None:
    assert Rate().value is None


def test_a_quarter_without_tickets_to_judge_places_nobody() -> None:
    (group,) = table(
        [unit("甲", received=0, opening=1), unit("乙", received=0, opening=2)], departments("甲", "乙")
    ).groups
    assert [(row.place, row.score_text) for row in group.rows] == [(None, "—")] * 2
    assert group.nobody_placed and not group.last and not group.all_equal


def test_a_unit_that_only_carries_tickets_over_is_ranked_beside_one_that_received() -> None:
    (group,) = table([unit("甲", received=3), unit("乙", received=0, opening=2)], departments("甲", "乙")).groups
    assert [(row.unit, row.place) for row in group.rows] == [("甲", 1), ("乙", 2)]
    assert not group.nobody_placed
