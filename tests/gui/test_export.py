"""Exporting all hits of the list: masked as a rule, in full only after a confirmation that the office remembers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from tests.gui.desk import CLERK, Desk

Register = Callable[..., int]


@pytest.fixture
def page(desk: Desk, register: Register, tmp_path: Path) -> TicketsPage:
    register("20220908100001", content="小区路灯不亮已一周")
    register("20220908100002", content="新海路夜间施工扰民")
    desk.prompts.path = tmp_path / "台账.xlsx"
    shown = desk.go(Place.TICKETS, TicketFilter())
    assert isinstance(shown, TicketsPage)
    return shown


def text(path: Path | None) -> list[str]:
    assert path is not None
    sheet = load_workbook(path).worksheets[0]
    return [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]


def test_all_hits_are_exported_masked(desk: Desk, page: TicketsPage) -> None:
    desk.window.navigator.ask("export")
    desk.settle()
    found = text(desk.prompts.path)
    assert {"20220908100001", "20220908100002"} <= set(found)
    assert "赵文静" not in found and "13800010001" not in found and "138****0001" in found
    assert desk.prompts.message[-1] == "已导出 2 件（姓名、电话已隐去）：台账.xlsx"
    assert [entry for entry in desk.office.settings.history() if "导出" in entry.step] == []


def test_only_the_hits_are_exported(desk: Desk, page: TicketsPage) -> None:
    page.filters.show(TicketFilter(search="路灯"))
    desk.settle()
    page.papers.export(page.filters.filter, 1)
    desk.settle()
    found = text(desk.prompts.path)
    assert "20220908100001" in found and "20220908100002" not in found


def test_the_full_export_is_confirmed_and_remembered(desk: Desk, page: TicketsPage) -> None:
    desk.prompts.agrees = False
    page.papers.export(page.filters.filter, 2, full=True)
    desk.settle()
    assert desk.prompts.path is not None and not desk.prompts.path.exists()
    desk.prompts.agrees = True
    page.papers.export(page.filters.filter, 2, full=True)
    desk.settle()
    assert "赵文静" in text(desk.prompts.path)
    entry = desk.office.settings.history()[0]
    assert ("导出" in entry.step, entry.by, entry.after["件数"]) == (True, CLERK, "2")


def test_without_a_name_or_a_place_nothing_is_written(desk: Desk, page: TicketsPage) -> None:
    filter, desk.prompts.name = desk.prompts.path, ""
    page.papers.export(page.filters.filter, 2)
    desk.settle()
    desk.prompts.name, desk.prompts.path = CLERK, None
    page.papers.export(page.filters.filter, 2)
    desk.settle()
    assert filter is not None and not filter.exists() and desk.prompts.errors == []


def test_a_file_that_cannot_be_written_is_told_in_words(desk: Desk, page: TicketsPage, tmp_path: Path) -> None:
    desk.prompts.path = tmp_path / "没有这个文件夹" / "台账.xlsx"
    page.papers.export(page.filters.filter, 2)
    desk.settle()
    assert len(desk.prompts.errors) == 1 and "台账.xlsx" in desk.prompts.errors[0]
