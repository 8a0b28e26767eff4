"""Somebody else is at work while a form is open: nothing of theirs is overwritten, no number is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.ticket.fields import TRANSFER_NUMBER
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from hotline_desktop.services.office import Office, open_office
from tests.gui.desk import CLERK, PROJECT, RESOURCES, Desk
from tests.gui.test_tickets_page import take

Register = Callable[..., int]


def test_a_correction_records_only_what_the_clerk_touched(desk: Desk, register: Register) -> None:
    ticket = register("20220908100001", title="路灯不亮", address="海虹小区12号楼")
    page = desk.open_fresh(TicketsPage)
    take(page, "amend")
    desk.settle()
    desk.office.tickets.do(ticket, "amend", {"address": "海虹小区15号楼", "why": "回访时更正"}, "周敏")
    form = page.editor.form
    assert form is not None
    form.set_values({"title": "路灯长期不亮", "why": "补全标题"})
    desk.prompts.agrees = False
    page.editor.confirm()
    desk.settle()
    assert "周敏 更正登记内容（" in desk.prompts.asked[-1] and "诉求地址" in desk.prompts.asked[-1]
    assert desk.office.tickets.detail(ticket).ticket.facts.title == "路灯不亮", "nothing is recorded unseen"
    assert page.editor.form is form and form.values()["title"] == "路灯长期不亮", "what was typed is still there"
    desk.prompts.agrees = True
    page.editor.confirm()
    desk.settle()
    facts = desk.office.tickets.detail(ticket).ticket.facts
    assert (facts.title, facts.address) == ("路灯长期不亮", "海虹小区15号楼")


def test_a_step_that_another_took_first_is_said_to_be_past_and_not_offered_once_more(
    desk: Desk, register: Register
) -> None:
    ticket = register("20220908100001")
    desk.office.tickets.do(ticket, "first_contact", {}, CLERK)
    page = desk.open_fresh(TicketsPage)
    take(page, "dispatch")
    desk.settle()
    form = page.editor.form
    assert form is not None
    form.set_values({"unit": "新海村"})
    desk.office.tickets.do(ticket, "dispatch", {"unit": "老坝村"}, "周敏")
    asked = len(desk.prompts.asked)
    page.editor.confirm()
    desk.settle()
    strip, problem = page.editor.view.meanwhile, page.editor.view.problem.accessibleName()
    assert strip.isVisible() and "周敏 派单" in strip.text.text() and "现在不能再办“派单”" in strip.text.text()
    assert "现在不能再办“派单”" in problem and "返回" in problem
    assert len(desk.prompts.asked) == asked, "nobody is asked to do what cannot be done"
    assert page.editor.form is form and form.values()["unit"] == "新海村", "what was typed is still there"
    assert desk.office.tickets.detail(ticket).ticket.unit == "老坝村"


def test_a_number_that_was_only_proposed_is_given_when_the_step_is_recorded(desk: Desk, register: Register) -> None:
    first, second = register("20220908100001"), register("20220908100002")
    for ticket in (first, second):
        desk.office.tickets.do(ticket, "first_contact", {}, CLERK)
    page = desk.open_fresh(TicketsPage)
    desk.go(Place.TICKETS, first)
    desk.settle()
    take(page, "dispatch")
    desk.settle()
    form = page.editor.form
    assert form is not None
    assert "约" in form.row(TRANSFER_NUMBER.key).note.text()
    desk.office.tickets.do(second, "dispatch", {"unit": "新海村"}, "周敏")
    form.set_values({"unit": "新海村"})
    page.editor.confirm()
    desk.settle()
    numbers = [desk.office.tickets.detail(ticket).ticket.transfer_number for ticket in (second, first)]
    assert numbers == ["新热转〔2022〕1号", "新热转〔2022〕2号"]


def test_a_file_that_came_meanwhile_stops_nobody(desk: Desk, register: Register, tmp_path: Path) -> None:
    ticket, photo = register("20220908100001"), tmp_path / "照片.jpg"
    photo.write_bytes(b"\xff\xd8\xff made up")
    page = desk.open_fresh(TicketsPage)
    take(page, "first_contact")
    desk.settle()
    desk.office.tickets.attach(ticket, photo, "现场照片", "周敏")
    desk.prompts.agrees = False
    page.editor.confirm()
    desk.settle()
    assert desk.prompts.asked == []
    assert desk.office.tickets.detail(ticket).history[-1].step == "first_contact"


def test_a_ticket_that_is_gone_meanwhile_is_told_and_the_words_stay(desk: Desk, tmp_path: Path) -> None:
    table = tmp_path / "平台.csv"
    table.write_text("工单编号,标题,诉求内容,来电时间\n20220908100009,路灯,路灯不亮,2022-09-08 09:00\n", "utf-8-sig")
    imports = desk.office.imports
    batch = imports.apply(imports.preview(imports.open(table)), CLERK).batch_id
    page = desk.open_fresh(TicketsPage)
    desk.go(Place.TICKETS, desk.office.tickets.find("20220908100009"))
    desk.settle()
    take(page, "first_contact")
    desk.settle()
    form = page.editor.form
    assert form is not None
    form.set_values({"note": "已问清"})
    imports.undo(batch, "周敏")
    page.editor.confirm()
    desk.settle()
    assert "没有这张工单，可能已随导入一起撤销" in desk.prompts.errors[-1]
    assert page.editor.form is form and form.values()["note"] == "已问清"
    page.editor.leave()
    desk.settle()


def test_a_unit_that_was_renamed_meanwhile_is_still_the_one_that_was_chosen(desk: Desk, register: Register) -> None:
    ticket = register("20220908100001")
    desk.office.tickets.do(ticket, "first_contact", {}, CLERK)
    page = desk.open_fresh(TicketsPage)
    desk.go(Place.TICKETS, ticket)
    desk.settle()
    take(page, "dispatch")
    desk.settle()
    form = page.editor.form
    assert form is not None
    form.set_values({"unit": "新海村"})
    unit = desk.office.units.find("新海村")
    desk.office.units.change(unit.id, by="周敏", name="新海社区")
    page.editor.confirm()
    desk.settle()
    assert desk.office.tickets.detail(ticket).ticket.unit == "新海社区"


def test_a_step_is_not_taken_back_in_the_place_of_another(desk: Desk, register: Register) -> None:
    ticket = register("20220908100001")
    desk.office.tickets.do(ticket, "first_contact", {}, CLERK)
    page = desk.open_fresh(TicketsPage)
    desk.go(Place.TICKETS, ticket)
    desk.settle()
    desk.office.tickets.do(ticket, "dispatch", {"unit": "新海村"}, "周敏")
    page.panel.withdraw.ask()
    desk.settle()
    assert "周敏 派单" in desk.prompts.errors[-1] and "没有撤回" in desk.prompts.errors[-1]
    assert desk.office.tickets.detail(ticket).history[-1].step == "dispatch"
    assert "派单" in page.panel.withdraw.toolTip(), "what would be taken back now is shown"


@pytest.fixture
def other(desk: Desk) -> Iterator[Office]:
    """A second program at the same data."""
    opened = open_office(desk.data_dir, desk.clock, PROJECT / "forms", RESOURCES)
    yield opened
    opened.close()


def look(desk: Desk) -> None:
    desk.window.data_watch.look()
    desk.settle()


def test_what_a_second_program_writes_stands_in_the_list_soon(desk: Desk, register: Register, other: Office) -> None:
    ticket = register("20220908100001", title="路灯不亮")
    page = desk.open_fresh(TicketsPage)
    desk.go(Place.TICKETS, ticket)
    desk.settle()
    other.tickets.do(ticket, "first_contact", {}, "周敏")
    look(desk)
    assert "周敏" in page.panel.latest.text()
    assert page.panel.ticket_id == ticket


def test_an_open_form_follows_what_a_second_program_changes(desk: Desk, register: Register, other: Office) -> None:
    ticket = register("20220908100001", title="路灯不亮", address="海虹小区12号楼", content="路灯不亮已经一周")
    page = desk.open_fresh(TicketsPage)
    take(page, "amend")
    desk.settle()
    form = page.editor.form
    assert form is not None
    form.set_values({"title": "路灯长期不亮", "why": "补全标题"})
    changed = {"title": "楼道灯不亮", "address": "海虹小区15号楼", "why": "回访时更正"}
    other.tickets.do(ticket, "amend", changed, "周敏")
    look(desk)
    strip, title = page.editor.view.meanwhile, form.row("title")
    assert strip.isVisible() and "周敏 更正登记内容（" in strip.text.text()
    assert form.values()["address"] == "海虹小区15号楼", "nobody touched it"
    assert form.values()["title"] == "路灯长期不亮", "what was typed stays"
    assert title.theirs is not None and title.theirs.isVisible() and title.theirs.text == "楼道灯不亮"
    desk.prompts.agrees = False
    page.editor.confirm()
    desk.settle()
    assert "“标题”原来：路灯不亮；现在：楼道灯不亮；您填：路灯长期不亮" in desk.prompts.asked[-1]
    assert len(desk.office.tickets.detail(ticket).history) == 2, "nothing is recorded"
    title.theirs.take.click()
    assert form.values()["title"] == "楼道灯不亮" and title.theirs is None
    form.set_values({"title": "楼道灯长期不亮"})
    desk.prompts.agrees = True
    page.editor.confirm()
    desk.settle()
    assert "原来" not in desk.prompts.asked[-1], "the clerk has said which it is to be"
    facts = desk.office.tickets.detail(ticket).ticket.facts
    assert (facts.title, facts.address) == ("楼道灯长期不亮", "海虹小区15号楼")


def test_a_moment_that_was_proposed_does_not_run_on_while_one_types(
    desk: Desk, register: Register, other: Office
) -> None:
    ticket = register("20220908100001")
    page = desk.open_fresh(TicketsPage)
    take(page, "first_contact")
    desk.settle()
    form = page.editor.form
    assert form is not None
    before = form.values()["at"]
    desk.clock.now += timedelta(minutes=7)
    other.tickets.do(ticket, "urge", {}, "周敏")
    look(desk)
    assert page.editor.view.meanwhile.isVisible() and form.values()["at"] == before


def test_the_paper_beside_a_form_shows_what_another_recorded_meanwhile(desk: Desk, register: Register) -> None:
    ticket = register("20220908100001")
    page = desk.open_fresh(TicketsPage)
    take(page, "first_contact")
    desk.settle()
    drawn: list[str] = []
    page.editor.draft_changed.connect(lambda step, _values: drawn.append(step))
    desk.office.tickets.do(ticket, "dispatch", {"unit": "老坝村", "no_contact_reason": "测试"}, "周敏")
    page.refresh(Changes(everything=True))
    desk.settle()
    assert "周敏 派单" in page.editor.view.meanwhile.text.text() and drawn == ["first_contact"]
