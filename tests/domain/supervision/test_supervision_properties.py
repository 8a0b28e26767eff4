"""What holds of every case, whatever order its steps were taken in."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from hotline_desktop.domain.supervision.case import CaseStage, SupervisionCase
from hotline_desktop.domain.supervision.elements import missing_elements
from hotline_desktop.domain.supervision.options import ENCLOSURES, LADDER
from hotline_desktop.domain.supervision.steps.catalogue import CASE_STEPS, replay_case
from hotline_desktop.domain.terms.errors import StepRefused
from tests.domain.case_walk import ABOVE, SOURCE, Walk
from tests.domain.office_year import CALENDAR

STEPS = tuple(step.id for step in CASE_STEPS if not step.starts)
METHODS = tuple(method.value for method in LADDER)
VARIANTS: dict[str, tuple[dict[str, object], ...]] = {
    "escalate": tuple(
        {"method": method, "hard": "界线不清", "condition": "不作为、慢作为", "meeting_condition": "重大问题"}
        for method in METHODS
    ),
    "case_callback": ({}, {"result": "核实不符", "grade": "不满意"}, {"reach": "未联系上"}),
    "site_check": ({}, {"result": "核实不符"}, {"way": "无实际现场", "no_site_reason": "无现场"}),
    "case_extension_decision": ({}, {"decision": "不同意", "refusal": "材料齐全"}),
    "instruct": ({}, {"decision": "不同意"}),
    "report": ({}, {"outcome": "未解决"}, {"changed": True, "reanswered_at": "2022-09-09 12:00", "reanswer": "电话"}),
}
ENCLOSED = tuple(kind.value for kinds in ENCLOSURES.values() for kind in kinds)
ANY_STEP = len(STEPS)
MOVES = st.lists(
    st.tuples(st.integers(0, 2 * ANY_STEP), st.integers(0, 5), st.integers(0, 3)), min_size=10, max_size=60
)


def chosen(walk: Walk, pick: int) -> str:
    """Mostly a step that the rules offer now, so that the walk gets far; sometimes any step at all."""
    if pick < ANY_STEP:
        return STEPS[pick]
    offered = [step for step in STEPS if walk.open_to(step)]
    return offered[pick % len(offered)] if offered else STEPS[0]


def wander(moves: list[tuple[int, int, int]], source: dict[str, object]) -> list[SupervisionCase]:
    """The case after every step that was possible; what the rules refuse changes nothing."""
    walk = Walk()
    walk.do("propose", **source)
    seen = [walk.case]
    for pick, variant, days in moves:
        walk.now += timedelta(days=days)
        if pick == 2 * ANY_STEP:
            walk.attach(*ENCLOSED)
            seen.append(walk.case)
            continue
        step = chosen(walk, pick)
        choices = VARIANTS.get(step, ({},))
        before = walk.case
        try:
            walk.do(step, **choices[variant % len(choices)])
        except StepRefused:
            assert walk.case is before
        else:
            seen.append(walk.case)
    assert replay_case(walk.entries) == walk.case
    return seen


@settings(max_examples=80, deadline=None)
@given(MOVES, st.sampled_from((SOURCE, ABOVE)))
def test_whatever_is_done_the_invariants_of_a_case_hold(
    moves: list[tuple[int, int, int]], source: dict[str, object]
) -> None:
    seen = wander(moves, source)
    for before, after in itertools.pairwise(seen):
        _earlier_measures_stay(before, after)
    for case in seen:
        _ladder_is_climbed(case)
        _closed_only_with_both_checks(case)
        _notices_were_signed(case)
        if case.due is not None:
            assert CALENDAR.is_working(case.due.date())


def _earlier_measures_stay(before: SupervisionCase, after: SupervisionCase) -> None:
    assert after.measures[: len(before.measures) - 1] == before.measures[:-1]
    if before.measures and len(after.measures) > len(before.measures):
        *earlier, last = after.measures[: len(before.measures)]
        extensions = tuple(replace(each, ended=None) for each in last.extensions)
        assert (*earlier, replace(last, extensions=extensions)) == before.measures
        assert last.asked is None


def _ladder_is_climbed(case: SupervisionCase) -> None:
    rungs = [LADDER.index(measure.method) for measure in case.measures if measure.received_at]
    assert rungs == sorted(rungs)
    if case.measures and case.method is LADDER[-1]:
        assert sum(measure.received_at is not None for measure in case.measures[:-1]) >= 2


def _closed_only_with_both_checks(case: SupervisionCase) -> None:
    if case.stage in (CaseStage.CLOSED, CaseStage.ARCHIVED):
        measure = case.measure
        assert measure.report is not None and measure.callbacks and measure.site_check is not None
        assert not measure.failed and measure.asked is None
    if case.stage is CaseStage.ARCHIVED:
        assert missing_elements(case) == ()


def _notices_were_signed(case: SupervisionCase) -> None:
    for measure in case.measures:
        if measure.channel:
            assert measure.issuer and measure.issued_on and measure.receiver
        if measure.due is not None:
            assert measure.received_at is not None and measure.due > measure.received_at


def test_the_walks_reach_every_stage_of_a_case() -> None:
    """Guards the property above: a walk that never gets anywhere would prove nothing."""
    chance = random.Random(12345)
    reached: set[CaseStage] = set()
    for _walk in range(400):
        if reached == set(CaseStage):
            break
        moves = [(chance.randint(ANY_STEP, 2 * ANY_STEP), chance.randint(0, 5), 0) for _move in range(60)]
        reached |= {case.stage for case in wander(moves, chance.choice((SOURCE, ABOVE)))}
    assert reached == set(CaseStage)
