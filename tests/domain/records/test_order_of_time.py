"""The order of time, over every kind of record: nothing before what it builds on, nothing that is still to come."""

from __future__ import annotations

from datetime import date, datetime
from random import Random
from typing import Any

import pytest

from hotline_desktop.domain.records.fields import Kind, Tense
from hotline_desktop.domain.records.order import standing
from hotline_desktop.domain.records.steps import Step, Taken
from hotline_desktop.domain.terms.errors import StepRefused
from tests.domain.record_walk import SORTS, Sort, Wandering, day
from tests.domain.ticket_walk import Walk, said

# What changes the head of a record or its links, and happens when it is written down.
UNDATED = frozenset(("amend", "repeat_confirm", "repeat_rule_out"))


def _compared(first: date, second: date) -> bool:
    """Whether the first lies before the second, written down apart from the program's own way."""
    whole = isinstance(first, datetime) and isinstance(second, datetime)
    return first < second if whole else day(first) < day(second)


def _newest(before: tuple[Taken, ...], step: Step[Any]) -> list[date]:
    built = [taken for taken in standing(before) if set(taken.ids) & set(step.builds_on) and not taken.step.starts]
    return [taken.happened for taken in built]


def _times(taken: Taken) -> list[date]:
    values, fields = taken.entry.values, taken.step.fields
    return [
        moment for field in fields if field.tense is Tense.PAST and isinstance(moment := values.get(field.key), date)
    ]


@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.name)
@pytest.mark.parametrize("seed", range(25))
def test_whatever_dates_are_entered_the_order_of_time_holds(sort: Sort, seed: int) -> None:
    walk = Wandering(sort, Random(seed))
    for _ in range(40):
        before = walk.record.log
        walk.wander(1, dates=True)
        if walk.record.log == before:
            continue
        taken = walk.record.log[-1]
        corrected = taken.step.corrects
        for moment in _times(taken):
            assert not _compared(walk.now, moment), (taken.step.id, moment, walk.now)
            if not corrected:
                assert not any(_compared(moment, bound) for bound in _newest(before, taken.step)), taken.step.id
        if taken.step.id != "amend" and walk.record.began is not None and not taken.step.starts:
            assert not any(_compared(moment, walk.record.began.moment) for moment in _times(taken)), taken.step.id


@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.name)
def test_every_step_says_what_it_builds_on(sort: Sort) -> None:
    ids = {step.id for step in sort.steps}
    for step in sort.steps:
        assert set(step.builds_on) <= ids, step.id
        assert step.builds_on or step.starts or step.id in UNDATED, step.id
        kinds = {field.key: field.kind for field in step.fields}
        assert step.happened == "" or kinds[step.happened] in (Kind.MOMENT, Kind.DAY), step.id
        assert set(step.in_turn) <= kinds.keys(), step.id


@pytest.mark.parametrize(
    ("step", "values", "what"),
    [
        ("first_contact", {"at": "2022-09-05 08:30"}, "“联系时间”早于收单时间"),
        ("accept", {"accepted_at": "2022-09-05 08:30"}, "“接单时间”早于转交时间"),
        ("return_request", {"approved_on": "2020-01-01"}, "“领导批准日期”早于接单时间"),
        ("satisfaction", {"surveyed_on": "2022-09-04"}, "“测评日期”早于答复时间"),
        ("result", {"done_at": "2022-09-05 09:30"}, "“办结时间”早于答复时间"),
        ("callback", {"at": "2022-09-05 09:30"}, "“回访时间”早于“结案审核”的时间"),
        ("close", {"closed_at": "2022-09-05 09:30"}, "“结案时间”早于回访时间"),
    ],
)
def test_each_step_of_a_ticket_comes_after_what_it_builds_on(step: str, values: dict[str, Any], what: str) -> None:
    walk = Walk()
    walk.do("register", received_at="2022-09-05 09:00", called_at="2022-09-05 08:50")
    order = ("first_contact", "dispatch", "accept", "answer", "satisfaction", "result", "review", "callback", "close")
    for place, each in enumerate(order):
        walk.now = walk.now.replace(hour=9 + place)
        if each == step or (step == "return_request" and each == "answer"):
            break
        walk.do(each)
    assert what in said(walk.refused(step, **values))


def test_a_day_is_compared_as_a_day() -> None:
    walk = Walk()
    walk.up_to("accept")
    walk.do("answer", "2022-09-05 16:00")
    assert walk.do("satisfaction", surveyed_on="2022-09-05").round.satisfaction is not None


def test_what_is_planned_does_not_lie_before_the_step_that_sets_it() -> None:
    walk = Wandering(SORTS[2], Random(1))
    steps = {step.id: step for step in SORTS[2].steps}
    walk.take(steps["talk_decide"], decision="同意")
    assert "“约谈时间”早于" in said(walk.take(steps["talk_notify"], talk_at="2022-09-01 09:00"))
    assert walk.take(steps["talk_notify"], talk_at="2022-09-20 09:00") == ()


def test_the_registration_is_not_amended_past_what_was_done_about_it() -> None:
    walk = Walk()
    walk.do("register", received_at="2022-09-05 09:00", called_at="2022-09-05 08:50")
    walk.do("first_contact", "2022-09-05 10:00")
    walk.now = walk.now.replace(day=8)
    assert "“收单时间”晚于联系时间" in said(walk.refused("amend", received_at="2022-09-05 11:00"))
    assert "“收单时间”晚于现在" in said(walk.refused("amend", received_at="2023-09-05 11:00"))
    assert "不能清空" in said(walk.refused("amend", received_at=""))
    assert "“来电日期”晚于“收单时间”" in said(walk.refused("amend", called_at="2022-09-05 09:30"))
    assert "“上级时限”早于收单时间" in said(walk.refused("amend", upper_limit="2022-09-01 09:00"))
    assert walk.do("amend", received_at="2022-09-05 09:30").facts.received_at is not None


def test_a_correction_passes_through_the_order_of_time_in_both_directions() -> None:
    walk = Walk()
    walk.up_to("accept")
    walk.do("answer", "2022-09-05 11:00")
    walk.now = walk.now.replace(hour=15)
    assert "早于转交时间" in said(walk.refused("correct_accept", accepted_at="2022-09-05 08:59", handler="沈强"))
    assert "“接单时间”晚于答复时间" in said(walk.refused("correct_accept", accepted_at="2022-09-05 12:00"))
    assert "“转交时间”晚于接单时间" in said(walk.refused("correct_dispatch", handed_on="2022-09-05 10:30"))
    assert walk.do("correct_accept", accepted_at="2022-09-05 10:00").round.accepted_at is not None


def test_a_late_answer_stands_beside_what_was_built_on_the_earlier_one() -> None:
    walk = Walk()
    walk.up_to("accept")
    walk.do("answer", "2022-09-05 10:00")
    walk.do("satisfaction", "2022-09-05 10:30")
    walk.do("answer", "2022-09-06 09:00")
    walk.now = walk.now.replace(hour=10)
    assert walk.do("correct_satisfaction", grade="基本满意").round.grade == "基本满意"


def test_a_time_that_was_only_proposed_gives_way_to_one_that_was_entered() -> None:
    walk = Walk(now=Walk().now.replace(hour=15))
    assert walk.do("register", received_at="2022-09-05 09:00").facts.called_at == walk.ticket.facts.received_at


def test_a_clock_that_was_set_back_is_told() -> None:
    walk = Walk()
    walk.up_to("result")
    walk.now = walk.now.replace(day=1)
    with pytest.raises(StepRefused, match="电脑时间不对的请先校准"):
        walk.do("review")
