"""Taking the last step back: of tickets, cases and talks alike, with everything that hangs on it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from hotline_desktop.domain.supervision.case import CaseStage
from hotline_desktop.domain.supervision.talks import TalkStage
from hotline_desktop.domain.terms.errors import StepRefused
from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.services.office import Office
from tests.services.desk import CLERK, Clock, Walk

NUMBER = "20220908100001"
MATTER = {"trigger": "逾期未办结", "unit": "新海村", "title": "夜间施工", "reason": "逾期", "method": "电话督办"}


def test_a_dispatch_to_the_wrong_unit_is_taken_back_and_its_number_is_not_given_again(
    office: Office, clock: Clock
) -> None:
    walk = Walk(office, clock, NUMBER).to_unit("老坝村")
    first = office.tickets.detail(walk.id).ticket.transfer_number
    office.papers.remember_printed([walk.id], PaperKind.DISPOSAL, "转办", CLERK)
    assert [paper.kind for paper in office.papers.awaited()] == [PaperKind.DISPOSAL]
    clock.pass_minutes(10)
    done = office.tickets.withdraw(walk.id, "派错了单位", CLERK)
    detail = office.tickets.detail(walk.id)
    assert (detail.ticket.stage, detail.ticket.unit, detail.ticket.transfer_number) == (Stage.TO_DISPATCH, "", "")
    assert done.changes.papers and office.papers.awaited() == ()
    marks = [(line.label, line.withdrawn) for line in detail.history]
    assert marks == [("登记工单", False), ("先行联系", False), ("派单", True), ("撤回", False)]
    assert (detail.history[-1].values["reason"], detail.history[-1].before["承办单位"]) == ("派错了单位", "老坝村")
    walk.do("dispatch", unit="新海村")
    again = office.tickets.detail(walk.id).ticket
    assert (again.unit, again.first_unit) == ("新海村", "新海村") and again.transfer_number not in ("", first)


def test_steps_are_taken_back_one_after_another_until_the_registration(office: Office, clock: Clock) -> None:
    walk = Walk(office, clock, NUMBER).to_unit()
    for _ in range(2):
        office.tickets.withdraw(walk.id, "重新来", CLERK)
    with pytest.raises(StepRefused, match="没有可以撤回的步骤"):
        office.tickets.withdraw(walk.id, "重新来", CLERK)
    assert office.tickets.detail(walk.id).ticket.center_contacts == ()


def test_a_step_is_taken_back_until_the_close_of_the_next_working_day(office: Office, clock: Clock) -> None:
    walk = Walk(office, clock, NUMBER)
    walk.do("urge")  # on a Thursday
    clock.now = datetime(2022, 9, 9, 17, 0)
    assert office.tickets.detail(walk.id).withdrawal.allowed
    clock.now = datetime(2022, 9, 9, 17, 1)
    with pytest.raises(StepRefused, match="2022年9月9日17:00 前可以撤回"):
        office.tickets.withdraw(walk.id, "重复登记", CLERK)
    office.settings.change(office.settings.get().changed({"withdraw_days": "2"}), CLERK)
    office.tickets.withdraw(walk.id, "重复登记", CLERK)
    assert office.tickets.detail(walk.id).ticket.urges == 0


def test_a_withdrawal_says_why_and_stops_at_what_the_program_recorded(office: Office, clock: Clock) -> None:
    walk = Walk(office, clock, NUMBER).to_unit()
    with pytest.raises(StepRefused, match="缺少“撤回原因”"):
        office.tickets.withdraw(walk.id, " ", CLERK)
    other = Walk(office, clock, "20220908100002")
    other.do("repeat_confirm", numbers=NUMBER, evidence="同一工地")
    for ticket_id in (walk.id, other.id):
        with pytest.raises(StepRefused, match="请办相反的一步"):
            office.tickets.withdraw(ticket_id, "认错了", CLERK)


def test_a_file_that_was_added_since_stands_in_nobodys_way(office: Office, clock: Clock, tmp_path: Path) -> None:
    walk = Walk(office, clock, NUMBER).to_unit()
    photo = tmp_path / "现场.txt"
    photo.write_text("照片", encoding="utf-8")
    office.tickets.attach(walk.id, photo, "其他", CLERK)
    office.tickets.withdraw(walk.id, "派错了", CLERK)
    detail = office.tickets.detail(walk.id)
    assert detail.ticket.stage is Stage.TO_DISPATCH and len(detail.attachments) == 1


def test_a_sheet_noted_as_returned_by_mistake_is_waited_for_again(office: Office, clock: Clock) -> None:
    walk = Walk(office, clock, NUMBER).to_review()
    office.papers.remember_printed([walk.id], PaperKind.DISPOSAL, "办结", CLERK)
    walk.do("sheet_back")
    assert office.papers.awaited() == ()
    office.tickets.withdraw(walk.id, "交回的是另一张", CLERK)
    assert len(office.papers.awaited()) == 1


def test_a_step_of_a_case_is_taken_back_and_its_tickets_hear_of_it(office: Office, clock: Clock) -> None:
    walk = Walk(office, clock, NUMBER).to_unit()
    clock.pass_minutes(60 * 24 * 20)
    values = {key: value for key, value in MATTER.items() if key != "method"}
    seen = {**values, "tickets": NUMBER, "trigger": "回访结果与反馈结果不符"}
    case_id = office.supervision.start("propose", seen, CLERK).id
    office.supervision.do(case_id, "take_up", {"method": "电话督办"}, CLERK)
    assert office.tickets.detail(walk.id).ticket.supervised
    office.supervision.do(case_id, "phone_call", {"called": "沈强", "demands": "三日内办结"}, CLERK)
    office.supervision.withdraw(case_id, "打给了别的单位", CLERK)
    assert office.supervision.detail(case_id).case.stage is CaseStage.TO_CALL
    office.supervision.withdraw(case_id, "不该立案", CLERK)
    case = office.supervision.detail(case_id).case
    assert (case.stage, case.number, case.measures) == (CaseStage.POOL, "", ())
    assert office.tickets.detail(walk.id).ticket.supervised == ()


def test_a_step_of_a_talk_is_taken_back(office: Office) -> None:
    grounds = {"unit": "新海村", "ground": "推诿敷衍或不作为", "evidence": "逾期退单"}
    talk_id = office.talks.propose(grounds, CLERK).id
    office.talks.do(talk_id, "talk_decide", {"leader": "周卫民", "decision": "不同意", "opinion": "不约谈"}, CLERK)
    office.talks.withdraw(talk_id, "领导改了意见", CLERK)
    detail = office.talks.detail(talk_id)
    assert detail.talk.stage is TalkStage.PROPOSED
    assert [line.withdrawn for line in detail.history] == [False, True, False]
