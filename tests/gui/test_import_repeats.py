"""After an import the window says how many of the new tickets may repeat others, and leads to each."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from hotline_desktop.gui.views.imports.imports_page import ImportsPage
from hotline_desktop.gui.views.imports.imports_view import MAPPING, PREVIEW, REPEATS, RESULT, START
from hotline_desktop.gui.views.tickets import ticket_panel
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from hotline_desktop.services.records import repeats
from tests.gui.desk import Desk

Register = Callable[..., int]
HEADERS = "工单编号,来电人,联系电话,诉求地址,来电内容,来电时间"
ROWS = (
    "20220905100001,赵文静,13800010001,新海路120弄,小区门口路灯不亮已一周,2022-09-05 09:10",
    "20220905100002,孙立平,13500010006,海虹小区12号,电梯停运老人出行不便,2022-09-05 10:00",
)


def imported(desk: Desk, folder: Path, *rows: str, history: bool = False) -> ImportsPage:
    """Takes a file with ``rows`` as the clerk does."""
    path = folder / "导出.csv"
    path.write_text("\n".join((HEADERS, *rows)) + "\n", "utf-8")
    page = desk.open(ImportsPage, path)
    assert page.view.stage == MAPPING, desk.prompts.errors
    taken_as = page.view.mapping.taken_as
    taken_as.setCurrentIndex(taken_as.count() - 1 if history else 0)
    page.view.mapping.next.click()
    desk.settle()
    assert page.view.stage == PREVIEW
    page.view.preview.take.click()
    desk.settle()
    assert page.view.stage == RESULT, desk.prompts.errors
    return page


def test_an_import_with_repeats_says_how_many_and_leads_to_the_ticket(
    desk: Desk, register: Register, tmp_path: Path
) -> None:
    register("20220901100009", content="路灯坏了", phones="13800010001", address="新海路120弄")
    page = imported(desk, tmp_path, *ROWS)
    result, part = page.view.result, page.view.repeats
    assert result.notice.text() == "有 1 件新工单可能与别的工单重复。"
    result.repeats.click()
    assert page.view.stack.currentIndex() == REPEATS
    assert part.title.text() == "可能重复的工单（1 件）"
    shown = [str(part.table.records.index(0, column).data()) for column in range(5)]
    assert shown[0] == "20220905100001" and shown[2:4] == ["1 件", "20220901100009"] and "同一电话" in shown[4]
    part.back.click()
    assert page.view.stack.currentIndex() == RESULT
    result.repeats.click()
    part.look.click()
    desk.settle()
    tickets = desk.shown(TicketsPage)
    assert tickets.panel.ticket_id == desk.office.tickets.find("20220905100001")
    assert tickets.panel.tabs.currentIndex() == ticket_panel.REPEATS


def test_an_import_without_repeats_says_so(desk: Desk, tmp_path: Path) -> None:
    page = imported(desk, tmp_path, *ROWS)
    assert page.view.result.notice.text() == "新工单里没有发现可能重复的。"
    assert page.view.result.repeats.isHidden()


def test_history_is_not_looked_up_and_is_found_by_later_tickets(desk: Desk, tmp_path: Path) -> None:
    page = imported(desk, tmp_path, *ROWS, history=True)
    assert page.view.result.notice.isHidden() and page.view.result.repeats.isHidden()
    page = imported(desk, tmp_path, ROWS[0].replace("20220905100001", "20220908100001"))
    (found,) = page.repeat_search.found
    assert found.likeliest.ticket.number == "20220905100001"


def test_tickets_of_one_file_are_found_as_repeats_of_each_other(desk: Desk, tmp_path: Path) -> None:
    again = ROWS[0].replace("20220905100001", "20220905100003")
    page = imported(desk, tmp_path, *ROWS, again)
    assert page.view.result.notice.text() == "有 2 件新工单可能与别的工单重复。"


def test_taking_an_import_back_takes_its_repeats_off_the_screen(desk: Desk, tmp_path: Path) -> None:
    page = imported(desk, tmp_path, *ROWS, ROWS[0].replace("20220905100001", "20220905100003"))
    page.view.result.undo.click()
    desk.settle()
    assert page.view.stage == START and page.repeat_search.found == ()


def test_how_far_the_search_is_shows_while_the_clerk_works_on(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repeats, "_AT_ONCE", 5)
    rows = [ROWS[0].replace("20220905100001", f"202209051001{n:02}") for n in range(12)]
    message: list[tuple[int, int]] = []
    page = desk.open(ImportsPage)
    page.repeat_search.advanced.connect(lambda done, of: message.append((done, of)))
    imported(desk, tmp_path, *rows)
    assert message[0] == (0, 12) and message[-1] == (12, 12) and message == sorted(message)
    assert len(page.repeat_search.found) == 12


def test_an_export_that_lasts_does_not_hold_up_the_search(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    page = imported(desk, tmp_path, *ROWS, ROWS[0].replace("20220905100001", "20220905100003"))
    assert page.result is not None
    exported = threading.Event()
    desk.jobs.run_aside(lambda: exported.wait(20))
    try:
        with qtbot.waitSignal(page.repeat_search.ended, timeout=5_000):
            page.repeat_search.begin(page.result.batch_id)
    finally:
        exported.set()
    assert len(page.repeat_search.found) == 2
    desk.settle()


def test_what_a_search_that_was_given_up_still_reports_is_not_shown(desk: Desk, tmp_path: Path) -> None:
    page = imported(desk, tmp_path, *ROWS)
    assert page.result is not None
    message: list[tuple[int, int]] = []
    page.repeat_search.advanced.connect(lambda done, of: message.append((done, of)))
    page.repeat_search.begin(page.result.batch_id)
    page.repeat_search.stop()
    desk.settle()
    assert message == [] and page.repeat_search.found == () and page.repeat_search.looked_up == 0
