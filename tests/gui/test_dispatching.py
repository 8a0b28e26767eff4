"""Several selected tickets dispatched with one form."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel

from hotline_desktop.domain.terms.options import Level, Stage
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.views.tickets.tickets_page import EDITOR, LIST, TicketsPage
from tests.gui.desk import CLERK, Desk

Register = Callable[..., int]
REASON = "来电人要求不联系"


def select(page: TicketsPage, *ids: int) -> None:
    chosen = page.view.table.selectionModel()
    chosen.clearSelection()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for ticket_id in ids:
        chosen.select(page.model.index(page.model.row_of(ticket_id), 0), flags)


def start(desk: Desk, page: TicketsPage) -> None:
    page.view.bar.buttons["dispatch"].click()
    desk.settle()


def test_two_selected_tickets_go_out_with_one_form_and_their_sheets_can_be_printed(
    desk: Desk, register: Register
) -> None:
    first, second = register("20220908100001", level="紧急"), register("20220908100002")
    desk.office.tickets.do(first, "first_contact", {"note": "已问清位置"}, CLERK)
    page = desk.open_fresh(TicketsPage)
    assert not page.view.bar.isVisible()
    select(page, first, second)
    assert page.view.bar.isVisible()
    start(desk, page)
    form = page.editor.form
    assert form is not None and page._stack.currentIndex() == EDITOR
    assert form.editor("level").value() is None
    assert not desk.window.grab().isNull()
    beside = page.editor.view.findChild(RecordTable)
    assert beside is not None
    cells = [[beside.records.index(row, column).data() for column in (0, 1)] for row in range(2)]
    assert sorted(cells) == [["20220908100001", "有或免联"], ["20220908100002", "没有"]]
    form.set_values({"unit": "新海村", "no_contact_reason": REASON})
    offered: list[tuple[str, str]] = []
    desk.prompts.said.connect(lambda text, action, *_deeds: offered.append((text, action)))
    page.save()
    desk.settle()
    assert page._stack.currentIndex() == LIST
    assert ("已派单 2 件", "打印处置单") in offered
    rows = [desk.office.tickets.summary(one) for one in (first, second)]
    assert [row.stage for row in rows] == [Stage.TO_ACCEPT] * 2 and {row.unit for row in rows} == {"新海村"}
    assert [row.level for row in rows] == [Level.URGENT, Level.ORDINARY]


def test_what_is_missing_is_told_beside_its_field_and_nothing_is_dispatched(desk: Desk, register: Register) -> None:
    ids = [register("20220908100001"), register("20220908100002")]
    page = desk.open_fresh(TicketsPage)
    select(page, *ids)
    start(desk, page)
    assert page.editor.form is not None
    page.editor.form.set_values({"unit": "新海村"})
    page.save()
    desk.settle()
    assert page._stack.currentIndex() == EDITOR
    assert "补正" in page.editor.view.problem.text()
    assert {desk.office.tickets.summary(one).stage for one in ids} == {Stage.TO_DISPATCH}


def test_tickets_that_cannot_be_dispatched_are_named_and_the_rest_goes_on(desk: Desk, register: Register) -> None:
    gone, ready = register("20220908100001"), register("20220908100002")
    also = register("20220908100003")
    desk.office.tickets.do(gone, "dispatch", {"unit": "新海村", "no_contact_reason": REASON}, CLERK)
    page = desk.open_fresh(TicketsPage)
    asked: list[tuple[str, str]] = []

    def confirm(question: str, detail: str, action: str, danger: bool = False) -> bool:
        asked.append((question, detail))
        return True

    desk.prompts.confirm = confirm  # type: ignore[method-assign]
    select(page, gone, ready, also)
    start(desk, page)
    assert asked[0][0] == "选中的工单里有 1 件不能派单，只派其余 2 件？"
    assert asked[0][1].startswith("20220908100001：须在“待派单”阶段办理")
    assert page.editor.task is not None and page.editor.task.about == "2 件工单"


def test_a_selection_without_a_waiting_ticket_offers_no_dispatch(desk: Desk, register: Register) -> None:
    ids = [register("20220908100001"), register("20220908100002")]
    for one in ids:
        desk.office.tickets.do(one, "dispatch", {"unit": "新海村", "no_contact_reason": REASON}, CLERK)
    page = desk.open_fresh(TicketsPage)
    select(page, *ids)
    assert page.view.bar.isVisible() and not page.view.bar.buttons["dispatch"].isEnabled()


def test_a_ticket_that_was_returned_keeps_its_number_and_the_form_says_so(desk: Desk, register: Register) -> None:
    ticket, tickets = register("20220908100001"), desk.office.tickets
    tickets.do(ticket, "dispatch", {"unit": "新海村", "no_contact_reason": REASON}, CLERK)
    number = tickets.detail(ticket).ticket.transfer_number
    asked = {"reason": "非本单位职能", "detail": "不在本村", "duty": "三定方案", "suggested_unit": "城管中队"}
    tickets.do(ticket, "return_request", {**asked, "leader": "陈建国"}, CLERK)
    tickets.do(ticket, "return_decision", {"decision": "同意"}, CLERK)
    page = desk.open_fresh(TicketsPage)
    page.forms.fill_in(ticket, "dispatch")
    desk.settle()
    form = page.editor.form
    assert form is not None and form.editor("transfer_number").value() == number
    row = form.row("transfer_number")
    assert "已有的转办编号" in row.note.text() and "下一个号" not in row.note.text()
    form.set_values({"transfer_number": "新热转〔2022〕99号"})
    assert "已有的转办编号" not in row.note.text()
    form.set_values({"transfer_number": number})
    assert "已有的转办编号" in row.note.text(), "the number is again the one that was proposed"
