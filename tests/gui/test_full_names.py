"""显示完整姓名电话: lists are masked until a clerk asks, which the office remembers; one ticket is shown as it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from hotline_desktop.gui.kit.facts_table import FactsTable
from hotline_desktop.gui.records.lists.ticket_columns import COLUMN_KEYS
from hotline_desktop.gui.records.lists.ticket_list import TicketListModel
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.imports.imports_page import ImportsPage
from hotline_desktop.gui.views.supervision.supervision_page import SupervisionPage
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from hotline_desktop.gui.views.today.today_page import TodayPage
from tests.gui.desk import CLERK, Desk

Register = Callable[..., int]
CONTENT = "夜间施工，身份证310230198001011234，请回电13800010009"
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)


def texts(model: TicketListModel, key: str) -> list[str]:
    """What the first row says and tells when pointed at."""
    index = model.index(0, COLUMN_KEYS.index(key))
    return [str(index.data(role)) for role in _ROLES]


def test_lists_mask_names_phones_and_numbers_in_texts_also_in_tooltips(desk: Desk, register: Register) -> None:
    register(content=CONTENT)
    page = desk.open_fresh(TicketsPage)
    assert texts(page.model, "caller") == ["赵**"] * 2
    assert texts(page.model, "phones") == ["138****0001"] * 2
    assert texts(page.model, "demand") == ["夜间施工，身份证310230********1234，请回电138****0009"] * 2
    assert page.view.full.text() == "显示完整姓名电话"


def test_asking_shows_them_in_every_list_until_they_are_masked_again(desk: Desk, register: Register) -> None:
    register(content=CONTENT)
    today = desk.open(TodayPage)
    page = desk.open_fresh(TicketsPage)
    page.view.full.click()
    desk.settle()
    assert texts(page.model, "caller") == ["赵文静"] * 2
    assert texts(page.model, "phones") == ["13800010001"] * 2
    assert texts(page.model, "demand")[0] == "夜间施工，身份证310230********1234，请回电13800010009"
    entry = desk.office.settings.history()[0]
    assert (entry.step, entry.by) == ("未遮盖：窗口的工单列表", CLERK)
    assert page.view.full.isChecked() and page.view.full.text() == "遮盖姓名电话"
    desk.go(Place.TODAY)
    assert texts(today.model, "caller") == ["赵文静"] * 2
    desk.open_fresh(TicketsPage).view.full.click()
    desk.settle()
    assert texts(page.model, "caller") == ["赵**"] * 2
    assert len(desk.office.settings.history()) == 1


def test_confidential_callers_stay_hidden_in_lists_when_names_are_shown(desk: Desk, register: Register) -> None:
    register(confidential="是")
    page = desk.open_fresh(TicketsPage)
    page.view.full.click()
    desk.settle()
    assert texts(page.model, "caller") == ["（保密）"] * 2


def test_clerk_without_a_name_is_shown_nothing(desk: Desk, register: Register) -> None:
    register()
    page = desk.open_fresh(TicketsPage)
    desk.prompts.name = ""
    page.view.full.click()
    desk.settle()
    assert texts(page.model, "caller") == ["赵**"] * 2
    assert not page.view.full.isChecked()
    assert desk.office.settings.history() == ()


def test_one_ticket_is_shown_with_the_citizens_name_and_phone(desk: Desk, register: Register) -> None:
    ticket = register()
    page = desk.open_fresh(TicketsPage)
    page.open_at(ticket)
    desk.settle()
    page.panel.more_facts.click()  # the facts wait folded
    desk.settle()
    shown = [label for table in page.panel.findChildren(FactsTable) for label in _texts(table)]
    assert "赵文静" in shown and "13800010001" in shown


def test_candidates_for_supervision_are_masked_too(desk: Desk, register: Register) -> None:
    ticket = register(content=CONTENT, received_at="2022-09-01 09:10", called_at="2022-09-01 09:00")
    desk.office.tickets.do(ticket, "dispatch", {"unit": "新海村", "no_contact_reason": "测试"}, CLERK)
    desk.clock.now = desk.clock.now.replace(day=20)
    page = desk.open(SupervisionPage)
    shown = [str(page.view.pool.records.index(0, column).data()) for column in range(6)]
    panel = [text for table in page.view.candidate_panel.findChildren(FactsTable) for text in _texts(table)]
    assert any("138****0009" in text for text in shown) and any("138****0009" in text for text in panel)
    assert not any("13800010009" in text for text in (*shown, *panel))


def test_rows_that_an_import_would_bring_are_masked_too(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "导出.csv"
    rows = ("工单编号,来电人,联系电话,来电内容", "20220905100001,赵文静,13800010001,请回电13800010009")
    file.write_text("\n".join(rows) + "\n", "utf-8")
    page = desk.open(ImportsPage)
    desk.prompts.path = file
    for button in (page.view.start.choose, page.view.mapping.next):
        button.click()
        desk.settle()
    records = page.view.preview.tables["new"].records
    shown = [str(records.index(0, column).data(role)) for column in range(records.columnCount()) for role in _ROLES]
    assert "赵**" in shown and "请回电138****0009" in shown
    assert not any("赵文静" in text or "13800010009" in text for text in shown)


def _texts(table: FactsTable) -> list[str]:
    return [label.text() for label in table.findChildren(QLabel)]
