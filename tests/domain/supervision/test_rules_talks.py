"""R15.1: a unit that refuses, shirks or does nothing is proposed for a talk by a person, with the evidence."""

from __future__ import annotations

import pytest

from hotline_desktop.domain.records.engine import take
from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.supervision.talks import TALK_DECIDE, TALK_PROPOSE, Talk, TalkGround, TalkStage
from hotline_desktop.domain.terms.errors import StepRefused
from hotline_desktop.domain.time.deadline import TimeRules
from tests.domain.office_year import CALENDAR, at

CONTEXT = RuleContext(at("2022-09-05 09:00"), "王芳", CALENDAR, TimeRules())
GROUNDS = {"unit": "城管中队", "ground": "推诿敷衍或不作为", "evidence": "工单20220905100001 逾期退单"}
DECIDED = {"leader": "李伟", "decision": "同意", "opinion": "约谈"}


def test_R15_1_a_talk_is_proposed_by_a_person_with_ground_and_evidence() -> None:
    with pytest.raises(StepRefused) as refusal:
        take(TALK_PROPOSE, Talk(), {}, CONTEXT)
    assert {blocker.field for blocker in refusal.value.blockers} == {"unit", "ground", "evidence"}
    assert {blocker.clause.ref for blocker in refusal.value.blockers} == {"督办二（四）"}
    talk, _entry = take(TALK_PROPOSE, Talk(), GROUNDS, CONTEXT)
    assert (talk.unit, talk.ground, talk.stage) == ("城管中队", TalkGround.SHIRKING, TalkStage.PROPOSED)


def test_R15_1_the_towns_main_leader_decides_whether_there_is_a_talk() -> None:
    talk, _entry = take(TALK_PROPOSE, Talk(), GROUNDS, CONTEXT)
    decided, _entry = take(TALK_DECIDE, talk, DECIDED, CONTEXT)
    declined, _entry = take(TALK_DECIDE, talk, {**DECIDED, "decision": "不同意"}, CONTEXT)
    assert (decided.stage, declined.stage) == (TalkStage.TO_NOTIFY, TalkStage.DECLINED)
    assert declined.frozen
