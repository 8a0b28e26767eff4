"""A clerk's way with an overdue ticket through the real window, from the pool up the whole ladder to the archive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from hotline_desktop.domain.options import SupervisionMethod
from hotline_desktop.domain.supervision import CaseStage, SupervisionCase
from hotline_desktop.gui.navigation import Place
from hotline_desktop.gui.views.supervision.supervision_page import LIST, SupervisionPage
from tests.domain.case_walk import ABOVE, COMPLETE
from tests.gui.desk import CLERK, Desk

NUMBER = "20220908100088"


class Supervisor:
    """Does what a clerk does on the supervision page: clicks a step, fills in its form, confirms."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        page = desk.go(Place.SUPERVISION)
        assert isinstance(page, SupervisionPage)
        self.page = page

    def take(self, step: str, **values: object) -> None:
        self.page.panel.next_steps.buttons[step].click()
        self.desk.settle()
        self.fill(step, **values)

    def fill(self, step: str, **values: object) -> None:
        form = self.page.desk.form
        assert form is not None
        form.set_values({**COMPLETE.get(step, {}), **values})
        self.page.desk.view.confirm.click()
        self.desk.settle()
        told = self.page.desk.view.problem.text()
        assert self.page._stack.currentIndex() == LIST, (step, told, self.desk.prompts.errors)
        self.desk.clock.now += timedelta(minutes=20)

    def attach(self, folder: Path, *kinds: str) -> None:
        attachments = self.page.panel.attachments
        for kind in kinds:
            file = folder / f"{kind}.jpg"
            file.write_bytes(kind.encode())
            attachments._kind.setCurrentText(kind)
            attachments.add([file])
            self.desk.settle()

    @property
    def case(self) -> SupervisionCase:
        detail = self.page.panel.detail
        assert detail is not None
        return detail.case


def test_an_overdue_ticket_is_supervised_up_to_the_meeting_and_archived(
    desk: Desk, register: Callable[..., int], tmp_path: Path
) -> None:
    tickets = desk.office.tickets
    ticket_id = register(NUMBER)
    tickets.do(ticket_id, "first_contact", {"note": "已致电"}, CLERK)
    tickets.do(ticket_id, "dispatch", {"unit": "城管中队"}, CLERK)
    desk.clock.now = datetime(2022, 9, 15, 9, 0)
    clerk = Supervisor(desk)
    clerk.page.view.candidate_panel.take_up.click()
    desk.settle()
    clerk.fill("", method="电话督办")
    clerk.take("phone_call")
    clerk.take("report", outcome="未解决", fact="属实")
    clerk.take("case_callback", result="核实不符", grade="不满意")
    clerk.take("escalate")
    clerk.take("issue")
    clerk.take("deliver")
    assert clerk.case.due == datetime(2022, 9, 20, 17, 0)
    clerk.take("remind")
    clerk.take("case_extension")
    clerk.take("case_extension_decision")
    assert clerk.case.due == datetime(2022, 9, 27, 17, 0)
    clerk.take("escalate", method="专题会议督办", meeting_condition="历史遗留问题", reason="两次督办未能解决")
    clerk.take("request")
    clerk.take("instruct")
    clerk.take("convene", meeting_at=desk.clock.now)
    clerk.take("meeting")
    assert not clerk.page.panel.next_steps.buttons["report"].isEnabled()
    clerk.attach(tmp_path, "会议通知", "签到单", "会议纪要")
    answered = {"changed": "是", "reanswered_at": desk.clock.now, "reanswer": "电话重新回复市民"}
    clerk.take("report", **answered)
    clerk.take("case_callback")
    clerk.take("site_check")
    clerk.take("case_close")
    clerk.take("case_archive")
    case = clerk.case
    assert case.stage is CaseStage.ARCHIVED
    assert case.methods == (SupervisionMethod.PHONE, SupervisionMethod.WRITTEN, SupervisionMethod.MEETING)
    assert desk.office.supervision.candidates() == ()
    history = tickets.detail(ticket_id).history
    assert [line.label for line in history[-2:]] == ["列入督办", "督办结束"]
    assert desk.prompts.errors == []


def test_a_matter_in_the_media_goes_straight_to_a_notice(desk: Desk, register: Callable[..., int]) -> None:
    register(NUMBER)
    desk.clock.now = datetime(2022, 9, 9, 9, 0)
    clerk = Supervisor(desk)
    clerk.page.view.propose.click()
    desk.settle()
    clerk.fill("", **{**ABOVE, "tickets": NUMBER})
    clerk.page.view.candidate_panel.take_up.click()
    desk.settle()
    clerk.fill("", method="书面督办", direct_reason="媒体曝光，影响较大")
    assert clerk.case.stage is CaseStage.TO_ISSUE
    clerk.take("issue")
    clerk.take("deliver")
    clerk.take("report")
    clerk.take("case_callback")
    clerk.take("site_check", way="无实际现场", no_site_reason="已由电视台现场核实")
    clerk.take("case_close")
    assert clerk.case.stage is CaseStage.CLOSED
    assert clerk.page.view.completion.text() == "办结率 100%（1 件中 1 件已结案）"
    assert desk.prompts.errors == []
