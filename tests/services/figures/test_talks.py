"""R15.1: a talk with its evidence, from the proposal to the follow-up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from hotline_desktop.domain.supervision.talks import TalkStage
from hotline_desktop.domain.terms.errors import NotFound, StepRefused
from hotline_desktop.services.office import Office
from tests.domain.case_walk import ABOVE, COMPLETE
from tests.services.desk import CLERK, Clock, Walk

Start = Callable[..., Walk]
VALUES = {"unit": "老坝村", "ground": "推诿敷衍或不作为", "evidence": "2022-09-15 工单 20220908100001 逾期退单"}


def test_r15_1_the_evidence_lists_late_and_refused_returns_and_overdue_supervision(
    office: Office, walk: Start, clock: Clock
) -> None:
    returned = walk("20220908100001").to_unit("老坝村")
    walk("20220908100002").to_unit("老坝村")
    clock.now = datetime(2022, 9, 15, 9, 0)
    returned.do(
        "return_request",
        reason="非本单位职能",
        detail="属路政",
        duty="三定方案",
        suggested_unit="新海村",
        leader="陆建国",
    )
    case_id = office.supervision.start(
        "open_case", {**ABOVE, "tickets": "20220908100002", "unit": "老坝村", "method": "电话督办"}, CLERK
    ).id
    office.supervision.do(case_id, "phone_call", COMPLETE["phone_call"], CLERK)
    clock.now = datetime(2022, 9, 22, 9, 0)
    lines = office.talks.evidence("老坝村")
    assert "2022-09-15 工单 20220908100001 逾期退单" in lines
    assert any("督办件 新城运督〔2022〕1号 逾期未反馈" in line for line in lines)
    assert office.talks.evidence("新海村") == ()


def test_r15_1_a_talk_is_decided_notified_held_and_followed_up(office: Office, clock: Clock) -> None:
    talk_id = office.talks.propose(VALUES, CLERK).id
    with pytest.raises(StepRefused, match="须在“待约谈”阶段办理"):
        office.talks.do(talk_id, "talk_hold", {"content": "谈话"}, CLERK)
    do = office.talks.do
    do(talk_id, "talk_decide", {"leader": "周卫民", "decision": "同意", "opinion": "尽快约谈"}, CLERK)
    notice = {"talk_at": "2022-09-09 09:00", "place": "镇政府", "attendants": "陆建国", "demands": "说明退单情况"}
    do(talk_id, "talk_notify", notice, CLERK)
    clock.now = datetime(2022, 9, 9, 10, 0)
    held = {"content": "指出问题", "promise": "一周内整改", "improve_by": "2022-09-16"}
    do(talk_id, "talk_hold", held, CLERK)
    talk = office.talks.detail(talk_id).talk
    assert talk.held is not None and talk.held.get("leader") == "周卫民"
    clock.now = datetime(2022, 9, 16, 10, 0)
    do(talk_id, "talk_follow_up", {"finding": "仍有一件逾期", "result": "未整改到位"}, CLERK)
    assert office.talks.detail(talk_id).talk.stage is TalkStage.TO_FOLLOW_UP
    clock.now = datetime(2022, 9, 19, 10, 0)
    do(talk_id, "talk_follow_up", {"finding": "已全部办结", "result": "已整改"}, CLERK)
    detail = office.talks.detail(talk_id)
    assert (detail.talk.stage, len(detail.talk.follow_ups)) == (TalkStage.DONE, 2)
    assert not any(offer.allowed for offer in detail.offers)
    assert [line.label for line in detail.history] == [
        "提请约谈", "镇主要领导审定", "发出约谈通知", "登记约谈记录", "跟踪整改", "跟踪整改",
    ]  # fmt: skip


def test_the_leader_may_decide_against_a_talk(office: Office) -> None:
    talk_id = office.talks.propose(VALUES, CLERK).id
    office.talks.do(talk_id, "talk_decide", {"leader": "周卫民", "decision": "不同意", "opinion": "先书面提醒"}, CLERK)
    (line,) = office.talks.all()
    assert (line.stage, line.ended_at is not None) == (TalkStage.DECLINED, True)


def test_a_talk_that_does_not_exist_is_named(office: Office) -> None:
    with pytest.raises(NotFound):
        office.talks.detail(99)
    talk_id = office.talks.propose(VALUES, CLERK).id
    with pytest.raises(NotFound, match="没有“谈一谈”这一步"):
        office.talks.do(talk_id, "谈一谈", {}, CLERK)
