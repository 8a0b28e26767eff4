"""What holds of every ticket, whatever order its steps were taken in."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hotline_desktop.domain.records.entries import pending_of
from hotline_desktop.domain.statistics.handling import UNCOUNTED, handlings, lapses
from hotline_desktop.domain.terms.errors import StepRefused
from hotline_desktop.domain.terms.options import DemandFinding, FactFinding, Grade, Level, Resolution, Stage, Verdict
from hotline_desktop.domain.ticket.gates import answered
from hotline_desktop.domain.ticket.history import replay
from hotline_desktop.domain.ticket.kind import TICKETS
from hotline_desktop.domain.ticket.steps.catalogue import STEPS, STEPS_BY_ID
from hotline_desktop.domain.ticket.steps.reviewing import is_unsatisfied
from hotline_desktop.domain.ticket.ticket import Round, Ticket
from hotline_desktop.domain.time.deadline.rules import BASIS_UPPER
from tests.domain.office_year import CALENDAR, at
from tests.domain.ticket_walk import COMPLETE, Walk

STEP_IDS = tuple(step.id for step in STEPS if not step.starts)
ANY_STEP = len(STEP_IDS)
AGAIN = {"verdict": "退回再处置", "problem": "不到位", "note": "市民仍有意见"}
UNHAPPY = dict.fromkeys(("efficiency", "attitude", "outcome", "overall"), "不满意")
MISSED = {"result": "未联系上", "reason": "始终未接", "recording": ""}
# Other values than the ordinary ones, so that walks turn into every side way.
VARIANTS: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "first_contact": ({}, {"result": "未联系上", "reason": "号码有误"}),
    "exempt": ({}, {"exemption": "信息保密"}),
    "dispatch": (
        {},
        {"unit": "供电所", "note": "协调后转办", "no_contact_reason": "情况紧急"},
        {"unit": "新海村", "level": "紧急", "note": "协调后转办", "no_contact_reason": "情况紧急"},
        {"unit": "城管中队", "level": "疑难", "note": "协调后转办", "no_contact_reason": "情况紧急"},
    ),
    "return_decision": ({"late_reason": "确非其职能"}, {"decision": "不同意", "refusal": "属其职责"}),
    "extension_request": ({}, {"days": 1}),
    "extension_decision": ({"upper_note": "上级同意"}, {"decision": "不同意", "refusal": "理由不足"}),
    "unfounded_filing": ({}, {}, {"decision": "退回补正", "problem": "缺照片"}),
    "unit_contact": ({}, {"result": "未联系上", "reason": "始终未接"}),
    "answer": ({}, MISSED, {"way": "上门", "proof": "照片"}),
    "explain": ({}, {"way": "书面"}, {"way": "约谈"}),
    "satisfaction": ({}, {"grade": "不满意"}),
    "result": (
        {},
        {"fact": "不属实"},
        {"demand": "诉求过高", "resolution": "诉求过高"},
        {"demand": "无政策法规依据", "resolution": "解释说明"},
    ),
    "review": ({}, {}, {"handled": "否", **AGAIN}),
    "callback": ({}, {**UNHAPPY, **AGAIN}, {**UNHAPPY, "note": "流程已到位"}),
    "upper_callback": ({}, {"grade": "满意"}),
    "unsatisfied_filing": ({}, {"decision": "退回补正", "problem": "太简略"}),
    "change_level": tuple({"level": level.value} for level in Level),
    "amend": (
        {"content": "路灯不亮"},
        {"illegal_building": True},
        {"illegal_building": False},
        {"phones": ""},
        {"upper_limit": "2022-09-20 12:00"},
    ),
}
MOVES = st.lists(
    st.tuples(st.integers(0, 3 * ANY_STEP), st.integers(0, 11), st.sampled_from((0, 0, 1, 5, 20, 30))),
    min_size=20,
    max_size=90,
)
START = st.sampled_from(("2022-09-05 09:00", "2022-09-09 16:30", "2022-09-30 15:00", "2022-12-30 16:00"))


def chosen(walk: Walk, pick: int) -> str:
    """Mostly a step that the rules offer now, the advancing ones more often, so that the walk gets far."""
    if pick < ANY_STEP:
        return STEP_IDS[pick]
    offered = [offer.step for offer in TICKETS.offers(walk.ticket, walk.context) if offer.allowed]
    ahead = [step for step in offered if step.advances] or offered
    steps = ahead if pick > 2 * ANY_STEP else offered
    return steps[pick % len(steps)].id if steps else STEP_IDS[pick % ANY_STEP]


# What a correction puts right where its step is always taken with the same values: one that changes nothing is refused.
PUT_RIGHT = {
    "correct_accept": "handler",
    "correct_dispatch": "transfer_number",
    "correct_return_request": "detail",
    "correct_illegal_building": "note",
    "correct_platform_close": "operator",
    "correct_sheet_back": "note",
}


def values_of(step: str, variant: int) -> dict[str, Any]:
    base = step.removeprefix("correct_")
    choices = VARIANTS.get(base, ({},))
    values = {**choices[variant % len(choices)]}
    if step != base:
        known = {field.key for field in STEPS_BY_ID[step].fields}
        better = {PUT_RIGHT[step]: f"第{variant}次"} if step in PUT_RIGHT else {}
        return {key: value for key, value in {**COMPLETE.get(base, {}), **values, **better}.items() if key in known}
    return values


def wander(moves: list[tuple[int, int, int]], start: str, level: str) -> tuple[Walk, list[Ticket]]:
    """The ticket after every step that was possible; what the rules refuse changes nothing."""
    walk = Walk(now=at(start))
    walk.do("register", level=level, illegal_building=level == "疑难")
    seen = [walk.ticket]
    for pick, variant, hours in moves:
        walk.now += timedelta(hours=hours)
        step = chosen(walk, pick)
        before, entries = walk.ticket, len(walk.history)
        try:
            walk.do(step, **values_of(step, variant))
        except StepRefused as refusal:
            assert walk.ticket is before and len(walk.history) == entries
            assert all(blocker.message and blocker.clause.ref for blocker in refusal.blockers)
        else:
            assert _declared(step, before, walk.ticket), (step, before.stage, walk.ticket.stage)
            seen.append(walk.ticket)
    assert replay(walk.history) == walk.ticket
    return walk, seen


def _declared(step: str, before: Ticket, after: Ticket) -> bool:
    """A step moves a ticket only to a stage that it declares; the flow chart is drawn from these."""
    if before.stage is after.stage:
        return True
    corrected = STEPS_BY_ID[step].corrects
    return after.stage in STEPS_BY_ID[step].leads_to or bool(corrected and after.stage in _CORRECTED)


_CORRECTED = (Stage.TO_REVIEW, Stage.TO_CALL_BACK)


@settings(max_examples=60, deadline=None)
@given(MOVES, START, st.sampled_from([level.value for level in Level]))
def test_whatever_is_done_the_invariants_of_a_ticket_hold(
    moves: list[tuple[int, int, int]], start: str, level: str
) -> None:
    walk, seen = wander(moves, start, level)
    for before, after in itertools.pairwise(seen):
        _earlier_rounds_stay(before, after)
        _the_first_unit_stays(before, after)
    for ticket in seen:
        _deadlines_are_on_working_days(ticket)
        if ticket.stage in (Stage.CLOSED, Stage.ARCHIVED):
            _nothing_is_missing(ticket)
    _nothing_is_counted_by_words(walk.ticket)


def _nothing_is_counted_by_words(ticket: Ticket) -> None:
    """An import that brings other words changes no figure, so that none is looked at then."""
    told = ticket.with_facts(**dict.fromkeys(UNCOUNTED, "换成别的说法"))
    assert (handlings(told), list(lapses(told))) == (handlings(ticket), list(lapses(ticket)))


def _earlier_rounds_stay(before: Ticket, after: Ticket) -> None:
    if len(after.rounds) > len(before.rounds):
        assert _without_ends(after.rounds[: len(before.rounds)]) == _without_ends(before.rounds)
    else:
        assert _without_ends(after.rounds[:-1]) == _without_ends(before.rounds[:-1])
        assert len(after.rounds) == len(before.rounds)
    if before.rounds and before.rounds[-1].returned:
        assert after.rounds[len(before.rounds) - 1] == before.rounds[-1]
    assert not any(pending_of(turn.extensions) or pending_of(turn.unfounded) for turn in after.rounds[:-1])


def _without_ends(rounds: tuple[Round, ...]) -> list[Round]:
    """The rounds but for the requests that ended with them."""
    return [
        replace(
            turn,
            returns=tuple(replace(each, ended=None) for each in turn.returns),
            extensions=tuple(replace(each, ended=None) for each in turn.extensions),
            unfounded=tuple(replace(each, ended=None) for each in turn.unfounded),
        )
        for turn in rounds
    ]


def _the_first_unit_stays(before: Ticket, after: Ticket) -> None:
    assert not before.first_unit or after.first_unit == before.first_unit
    if before.dispatched and after.dispatched and before.unit != after.unit:
        raise AssertionError("a ticket moved from unit to unit without a granted 退单")


def _deadlines_are_on_working_days(ticket: Ticket) -> None:
    limits = ticket.limits
    if ticket.level is Level.URGENT or limits.due is None or limits.basis == BASIS_UPPER:
        return
    if any(turn.extensions for turn in ticket.rounds) and ticket.facts.upper_limit:
        return  # an extension may start from a limit that the city set
    assert CALENDAR.is_working(limits.due.date()), limits
    assert limits.due.hour == 17


def _filed_and_never_found_otherwise(rounds: tuple[Round, ...]) -> bool:
    filed = max((turn.number for turn in rounds if any(request.granted for request in turn.unfounded)), default=0)
    since = [turn.result for turn in rounds if turn.number >= filed and turn.result is not None]
    return filed > 0 and all(result.get("fact") == FactFinding.UNFOUNDED for result in since)


def _nothing_is_missing(ticket: Ticket) -> None:
    turn = ticket.round
    assert turn.result is not None and turn.review is not None
    assert turn.review.get("verdict") == Verdict.PASSED
    if turn.result.get("fact") == FactFinding.UNFOUNDED:
        assert _filed_and_never_found_otherwise(ticket.rounds)
    if not ticket.waived:
        assert answered(ticket) and turn.satisfaction is not None
        _explained(turn)
        assert turn.callback is not None and turn.callback.get("verdict") == Verdict.PASSED
        assert turn.number > 1 or not is_unsatisfied(turn.callback.values)
        assert turn.grade is not None and turn.grade in Grade
    assert not ticket.facts.illegal_building or ticket.building is not None
    assert not {"退单待审", "延期待批", "不属实待备案"} & set(ticket.pending)
    if ticket.stage is Stage.ARCHIVED:
        assert ticket.sheet_back_on and ticket.platform_closed_on and ticket.closed_at


def _explained(turn: Round) -> None:
    assert turn.result is not None
    unmet = turn.result.get("demand") in (DemandFinding.NO_BASIS, DemandFinding.TOO_HIGH)
    if not unmet and turn.resolution not in (Resolution.EXPLAINED, Resolution.DEMAND_TOO_HIGH):
        return
    ways = [entry.get("way") for entry in turn.explanations]
    assert ways if turn.number == 1 else {"电话", "约谈"} & set(ways)


def test_the_walks_reach_the_end_and_every_side_way() -> None:
    """Random walks prove nothing about stages that they never see."""
    import random

    draw = random.Random(7)
    taken: set[str] = set()
    stages: set[Stage] = set()
    for number in range(240):
        moves = [
            (draw.randint(0, 3 * ANY_STEP), draw.randint(0, 11), draw.choice((0, 0, 1, 5, 20, 30))) for _ in range(90)
        ]
        walk, seen = wander(moves, "2022-09-05 09:00", list(Level)[number % 3].value)
        taken |= {entry.step for entry in walk.history}
        stages |= {ticket.stage for ticket in seen}
        if stages == set(Stage) and taken.issuperset(STEP_IDS):
            return
    assert stages == set(Stage)
    assert set(STEP_IDS) - taken == set()
