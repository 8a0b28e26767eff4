"""Tickets that take a side way, each from the call to its end through the real window."""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.gui.views.tickets.tickets_page import LIST, TicketsPage
from tests.domain.ticket_walk import COMPLETE
from tests.gui.desk import Desk

UNHAPPY = {
    **dict.fromkeys(("efficiency", "attitude", "outcome", "overall"), "不满意"),
    "verdict": "退回再处置",
    "note": "市民仍不满意",
}


class Clerk:
    """Clicks a step, fills in its form, confirms; what a test does not say is filled in completely."""

    def __init__(self, desk: Desk, start: datetime | None = None, **registered: object) -> None:
        self.editor = desk
        desk.clock.now = start or desk.clock.now
        page = desk.open(TicketsPage)
        self.page = page
        desk.window.navigator.ask("register")
        desk.settle()
        self._fill("register", **registered)

    def take(self, step: str, **values: object) -> Ticket:
        """Takes a step by its button or by its entry in a menu."""
        steps = self.page.panel.next_steps
        if step in steps.entries:
            steps.entries[step].trigger()
        else:
            steps.take(step)
        self.editor.settle()
        self._fill(step, **values)
        return self.ticket

    def blocked(self, step: str) -> bool:
        """Whether the step stands there without being possible."""
        steps = self.page.panel.next_steps
        return step not in steps.buttons and step not in steps.entries

    @property
    def ticket(self) -> Ticket:
        detail = self.page.panel.detail
        assert detail is not None
        return detail.ticket

    @property
    def leading(self) -> str:
        """The step that the window proposes first."""
        return self.page.panel.next_steps.leading

    def finish(self) -> Ticket:
        """From the unit's result to the archive."""
        for step in ("review", "callback", "close", "sheet_back", "platform_close", "archive"):
            self.take(step)
        return self.ticket

    def _fill(self, step: str, **values: object) -> None:
        form = self.page.editor.form
        assert form is not None
        form.set_values({**COMPLETE.get(step, {}), **values})
        self.page.editor.view.confirm.click()
        self.editor.settle()
        message = self.page.editor.view.problem.text()
        assert self.page._stack.currentIndex() == LIST, (step, message, self.editor.prompts.errors)
        self.editor.clock.now += timedelta(minutes=5)


def test_an_urgent_ticket_over_national_day_is_due_on_the_holiday(desk: Desk) -> None:
    clerk = Clerk(desk, datetime(2022, 9, 30, 14, 50), level="紧急", content="高压线断落")
    clerk.take("first_contact")
    ticket = clerk.take("dispatch", handed_on="2022-09-30 14:55")
    assert ticket.limits.due == datetime(2022, 10, 1, 14, 55)
    clerk.editor.clock.now = datetime(2022, 10, 1, 9, 0)
    for step in ("accept", "answer", "satisfaction", "result"):
        clerk.take(step)
    assert clerk.ticket.finished_at is not None and clerk.ticket.finished_at < datetime(2022, 10, 1, 14, 55)
    assert clerk.finish().stage is Stage.ARCHIVED


def test_a_returned_ticket_goes_to_another_unit_and_keeps_its_first(desk: Desk) -> None:
    clerk = Clerk(desk)
    clerk.take("first_contact")
    clerk.take("dispatch")
    ticket = clerk.take("return_request")
    assert ticket.pending == ("退单待审",) and clerk.leading == "return_decision"
    ticket = clerk.take("return_decision")
    assert (ticket.stage, clerk.leading) == (Stage.TO_DISPATCH, "dispatch")
    ticket = clerk.take("dispatch", unit="供电所")
    assert (ticket.unit, ticket.first_unit, ticket.round_number) == ("供电所", "城管中队", 1)
    assert [request.granted for request in ticket.returns] == [True]


def test_an_extended_ticket_has_until_the_new_deadline(desk: Desk) -> None:
    clerk = Clerk(desk)
    for step in ("first_contact", "dispatch", "accept"):
        clerk.take(step)
    assert clerk.ticket.limits.due == datetime(2022, 9, 14, 17, 0)
    clerk.take("answer")
    clerk.take("satisfaction")
    clerk.take("extension_request", days=2)
    assert clerk.blocked("result")
    assert clerk.take("extension_decision").limits.due == datetime(2022, 9, 16, 17, 0)
    assert not clerk.blocked("result")


def test_an_unfounded_complaint_is_filed_before_it_is_closed(desk: Desk) -> None:
    clerk = Clerk(desk)
    for step in ("first_contact", "dispatch", "accept", "answer", "satisfaction", "unfounded_statement"):
        clerk.take(step)
    assert clerk.blocked("result") and clerk.leading == "unfounded_filing"
    clerk.take("unfounded_filing")
    clerk.take("result", fact="不属实")
    assert clerk.finish().stage is Stage.ARCHIVED
    filed = clerk.ticket.round.unfounded_filed
    assert filed is not None and filed.number


def test_an_illegal_building_is_closed_with_its_five_items(desk: Desk) -> None:
    clerk = Clerk(desk, illegal_building=True, content="楼顶违章搭建阳光房")
    for step in ("first_contact", "dispatch", "accept", "answer", "satisfaction"):
        clerk.take(step)
    assert clerk.blocked("result")
    clerk.take("illegal_building", owner=None, owner_unknown="户主多年不在")
    clerk.take("result")
    assert clerk.finish().stage is Stage.ARCHIVED


def test_a_citizen_unsatisfied_for_the_third_time_does_not_keep_the_ticket_open_for_ever(desk: Desk) -> None:
    clerk = Clerk(desk)
    clerk.take("first_contact")
    clerk.take("dispatch")
    for number in (1, 2, 3):
        for step in ("accept", "answer", "explain", "satisfaction"):
            clerk.take(step)
        clerk.take("result", demand="无政策法规依据", resolution="解释说明")
        clerk.take("review")
        assert clerk.ticket.round_number == number
        if number < 3:
            clerk.take("callback", **UNHAPPY)
            assert clerk.leading == "redo"
            clerk.take("redo")
    clerk.take("callback", **{**UNHAPPY, "verdict": "通过", "note": "三次解释说明，流程到位"})
    assert clerk.take("close").stage is Stage.CLOSED
    assert [turn.reason for turn in clerk.ticket.rounds] == ["", "灯又不亮", "灯又不亮"]


def test_a_slip_of_the_pen_is_corrected_from_the_menu(desk: Desk) -> None:
    clerk = Clerk(desk)
    for step in ("first_contact", "dispatch", "accept", "answer", "satisfaction", "result"):
        clerk.take(step)
    ticket = clerk.take("correct_result", resolution="参考备案", why_corrected="选错了")
    assert ticket.round.resolution == "参考备案"
    detail = clerk.page.panel.detail
    assert detail is not None
    assert [line.label for line in detail.history][-2:] == ["单位办结反馈", "更正办结反馈"]
