"""A clerk's way with an overdue ticket through the real window, from the pool up the whole ladder to the archive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from hotline_desktop.domain.supervision.case import CaseStage, SupervisionCase
from hotline_desktop.domain.supervision.talks import TalkStage
from hotline_desktop.domain.terms.options import SupervisionMethod, UnitGroup
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.statistics.statistics_page import RANKING, StatisticsPage
from hotline_desktop.gui.views.supervision.supervision_page import LIST, SupervisionPage
from hotline_desktop.gui.views.supervision.supervision_view import TALKS
from tests.domain.case_walk import ABOVE, COMPLETE
from tests.gui.desk import CLERK, Desk
from tests.unit_register import know

NUMBER = "20220908100088"
VILLAGES = ("新海村", "老坝村", "海桥村", "永丰村", "红星村")


class Supervisor:
    """Does what a clerk does on the supervision page: clicks a step, fills in its form, confirms."""

    def __init__(self, desk: Desk) -> None:
        self.editor = desk
        page = desk.open(SupervisionPage)
        self.page = page

    def take(self, step: str, **values: object) -> None:
        self.page.panel.next_steps.take(step)
        self.editor.settle()
        self.fill(step, **values)

    def fill(self, step: str, **values: object) -> None:
        form = self.page.editor.form
        assert form is not None
        form.set_values({**COMPLETE.get(step, {}), **values})
        self.page.editor.view.confirm.click()
        self.editor.settle()
        message = self.page.editor.view.problem.text()
        assert self.page._stack.currentIndex() == LIST, (step, message, self.editor.prompts.errors)
        self.editor.clock.now += timedelta(minutes=20)

    def attach(self, folder: Path, *kinds: str) -> None:
        attachments = self.page.panel.attachments
        for kind in kinds:
            file = folder / f"{kind}.jpg"
            file.write_bytes(b"\xff\xd8\xff" + kind.encode())
            attachments._kind.setCurrentText(kind)
            attachments.add([file])
            self.editor.settle()

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
    desk.clock.now = datetime(2022, 9, 28, 9, 0)
    clerk.take("escalate", method="专题会议督办", meeting_condition="历史遗留问题", reason="两次督办未能解决")
    clerk.take("request")
    clerk.take("instruct")
    clerk.take("convene", meeting_at=desk.clock.now)
    clerk.take("meeting")
    assert "report" not in clerk.page.panel.next_steps.buttons
    clerk.attach(tmp_path, "会议通知", "签到单", "会议纪要")
    answered = {"changed": "是", "reanswered_at": desk.clock.now, "reanswer": "电话重新回复市民"}
    clerk.take("report", **answered)
    clerk.take("case_callback")
    clerk.take("site_check")
    clerk.take("case_close")
    assert "case_archive" not in clerk.page.panel.next_steps.buttons  # the notice that was sent is not back signed
    clerk.attach(tmp_path, "督办通知单")
    clerk.take("case_archive")
    case = clerk.case
    assert case.stage is CaseStage.ARCHIVED
    assert case.methods == (SupervisionMethod.PHONE, SupervisionMethod.WRITTEN, SupervisionMethod.MEETING)
    (again,) = desk.office.candidates.undecided()
    assert "结案时仍未办结" in again.evidence
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


def finish(desk: Desk, register: Callable[..., int], number: str, unit: str, grade: str = "满意") -> int:
    """A ticket that the unit reported as solved, called back and closed."""
    tickets, ticket_id = desk.office.tickets, register(number)
    grades = dict.fromkeys(("efficiency", "attitude", "outcome", "overall"), grade)
    for step, values in (
        ("first_contact", {"note": "已致电"}),
        ("dispatch", {"unit": unit}),
        ("accept", {}),
        ("answer", {"way": "电话", "recording": "LY-01", "content": "已停工"}),
        ("satisfaction", {"grade": grade}),
        ("result", {"handling": "已停工", "fact": "属实", "demand": "符合政策法规", "resolution": "实际解决"}),
        ("review", {"answered": "是", "handled": "是", "verdict": "通过"}),
        ("callback", {**grades, "matches": "是", "verdict": "通过"}),
        ("close", {}),
    ):
        desk.clock.now += timedelta(minutes=5)
        tickets.do(ticket_id, step, values, CLERK)
    return ticket_id


def test_a_matter_that_was_called_in_three_times_becomes_one_case(desk: Desk, register: Callable[..., int]) -> None:
    numbers = tuple(f"2022090810001{last}" for last in (1, 2, 3))
    first, *_others = [finish(desk, register, number, "城管中队") for number in numbers]
    evidence = {"numbers": "、".join(numbers[1:]), "evidence": "同一电话、同一地址"}
    desk.office.tickets.do(first, "repeat_confirm", evidence, CLERK)
    clerk = Supervisor(desk)
    rows = clerk.page.view.pool.records.rows
    assert [(row.trigger.value, set(row.ticket_numbers)) for row in rows] == [("重复3次及以上", set(numbers))]
    clerk.page.view.candidate_panel.take_up.click()
    desk.settle()
    clerk.fill("", method="现场督办", hard="三次来电反映同一工地，夜间施工屡禁不止")
    clerk.take("site_visit", at=desk.clock.now)
    assert clerk.case.measure.record is not None
    assert {line.number for line in clerk.page.panel.detail.tickets} == set(numbers)  # type: ignore[union-attr]
    assert [len(desk.office.supervision.of_ticket(desk.office.tickets.find(n))) for n in numbers] == [1, 1, 1]
    assert desk.office.candidates.undecided() == ()


def test_two_bad_quarters_in_a_row_lead_to_a_talk(desk: Desk, register: Callable[..., int], tmp_path: Path) -> None:
    know(desk.office, *VILLAGES)
    for month, bad in ((6, ("新海村", "老坝村")), (9, ("老坝村", "海桥村"))):
        for place, unit in enumerate(VILLAGES):
            desk.clock.now = datetime(2022, month, 8, 9, 30)
            moments = {"called_at": desk.clock.now, "received_at": desk.clock.now}
            finish(
                desk,
                lambda number, moments=moments: register(number, **moments),
                f"2022{month:02d}0810000{place}",
                unit,
                "一般" if unit in bad else "满意",
            )
    desk.clock.now = datetime(2022, 10, 9, 9, 0)
    clerk = Supervisor(desk)
    statistics = desk.open(StatisticsPage, RANKING)
    ranking = statistics.ranking
    ranking.back.click()
    desk.settle()
    assert ranking.sheet is not None
    (villages,) = (group for group in ranking.sheet.table.groups if group.group == UnitGroup.VILLAGE)
    assert villages.last == ("海桥村", "老坝村")
    desk.prompts.path = tmp_path / "通报.docx"
    ranking.report.click()
    desk.settle()
    assert not desk.office.ranking.sheet(ranking.sheet.table.quarter).is_frozen
    ranking.freeze.click()
    desk.settle()
    assert desk.prompts.path.is_file() and desk.office.ranking.sheet(ranking.sheet.table.quarter).is_frozen
    desk.go(Place.SUPERVISION)
    clerk.page.view.places[TALKS].click()
    desk.settle()
    talks = clerk.page.view.talks
    assert [proposal.unit for proposal in talks.proposals] == ["老坝村"]
    talks.start({"unit": "老坝村", "ground": "季度考核排名连续后两位", "evidence": talks.proposals[0].evidence[0]})
    desk.settle()
    clerk.fill("")
    talk = {
        "talk_decide": {"leader": "周卫民", "decision": "同意", "opinion": "尽快约谈"},
        "talk_notify": {
            "talk_at": "2022-10-09 09:30",
            "place": "镇政府",
            "attendants": "陆建国",
            "demands": "说明原因",
        },
        "talk_hold": {"content": "指出问题", "promise": "一周内整改", "improve_by": "2022-10-16"},
        "talk_follow_up": {"finding": "已全部整改", "result": "已整改"},
    }
    for step, values in talk.items():
        talks.panel.next_steps.take(step)
        desk.settle()
        clerk.fill("", **values)
    assert talks.panel.detail is not None and talks.panel.detail.talk.stage is TalkStage.DONE
    assert talks.proposals == () and desk.prompts.errors == []
