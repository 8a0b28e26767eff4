"""What the jobs have in common: how a step is taken, a tab turned to, a list opened, by key and by mouse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.gui.shell.session.navigation import Place
from tests.gui.desk import CLERK, Desk
from tests.usability.meter import ALT, CTRL, Clerk, Count

SCANS = 20
NUMBER = "20261126109901"
UNIT, UNIT_LETTERS = "绿化市容所", "lhsr"
WORDS = {
    "number": NUMBER,
    "content": "海虹小区12号楼前路灯不亮已一周，老人夜间出行不便，向物业反映两次没有处理，要求尽快修复",
    "caller": "赵文静",
    "phones": "13800018530",
    "address": "新海镇海虹小区12号楼前",
}
PASTED = (
    f"工单编号：{NUMBER}\n来电人：赵文静\n联系电话：13800018530\n诉求地址：新海镇海虹小区12号楼前\n"
    f"来电内容：{WORDS['content']}\n来电时间：2026-11-26 09:50\n"
)
REASON = "灯具要定做，三个工作日内不能到货"
BASIS = "《上海市“12345”市民服务热线管理办法》"
REQUEST = {"days": "3", "reason": REASON, "basis": BASIS, "leader": "黄志华", "agreed_on": "今天"}


@dataclass(frozen=True, slots=True)
class Job:
    """``prepare`` makes what is worked on; ``straight`` and ``now`` do it and say in what it must have ended."""

    name: str
    prepare: Callable[[Desk, Path], Any]
    straight: Callable[[Clerk, Any], Count]
    now: Callable[[Clerk, Any], Count]
    ended: Callable[[Desk, Any], bool]
    note: str = ""


def tickets(clerk: Clerk) -> Any:
    """The page of tickets, where most jobs begin, with the keyboard in its list."""
    page: Any = clerk.desk.go(Place.TICKETS)
    page.list.focus()
    clerk.desk.settle()
    return page


def ticket_of(desk: Desk, stage: Stage) -> int:
    """A ticket of the example office that stands there."""
    row = desk.office.tickets.page(TicketFilter(stages=(stage,), open_only=True)).rows[0]
    return row.id


def opened(clerk: Clerk, ticket: int) -> Any:
    page: Any = clerk.desk.go(Place.TICKETS, ticket)
    page.list.focus()
    clerk.desk.settle()
    return page


def confirm_by_mouse(clerk: Clerk, page: Any) -> None:
    clerk.click(page.editor.view.confirm)


def take_by_key(clerk: Clerk, page: Any, step: str) -> None:
    """Alt and its figure where it stands near, a few letters of it in Ctrl+K elsewhere."""
    near = list(page.panel.next_steps.buttons)
    clerk.decide()
    if step in near:
        clerk.press(Qt.Key(Qt.Key.Key_1 + near.index(step)), ALT)
        return
    clerk.press(Qt.Key.Key_K, CTRL)
    clerk.lead(page.panel.next_steps.entries[step].text())
    clerk.press(Qt.Key.Key_Return)


def take_by_mouse(clerk: Clerk, page: Any, step: str) -> None:
    """Its button, or 更多办理 and its entry there."""
    clerk.decide()
    steps = page.panel.next_steps
    if step in steps.buttons:
        clerk.click(steps.buttons[step])
        return
    clerk.click(steps.more)
    clerk.count.clicks += 1  # on the entry of the menu, which has no widget of its own
    menu = steps.entries[step].parent()
    menu.close()
    steps.take(step)
    clerk.desk.settle()


def contacted(desk: Desk, _folder: Path) -> int:
    times = {"called_at": "2026-11-26 09:00", "received_at": "2026-11-26 09:10", "level": "一般"}
    ticket = desk.office.tickets.register({**WORDS, **times}, CLERK).id
    desk.office.tickets.do(ticket, "first_contact", {"note": "路灯共三盏"}, CLERK)
    return ticket


def click_tab(clerk: Clerk, panel: Any, tab: int) -> None:
    bar = panel.tabs.tabBar()
    clerk._hand(True)
    clerk._timed(lambda: QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(tab).center()))
    clerk.count.clicks += 1


def choose_by_mouse(clerk: Clerk, combo: QComboBox, text: str) -> None:
    """Opens a list and clicks one of its words."""
    clerk._hand(True)
    clerk.count.clicks += 2
    combo.setCurrentText(text)
    clerk.desk.settle()


def is_written(desk: Desk, _made: Any) -> bool:
    return desk.prompts.path is not None and desk.prompts.path.stat().st_size > 1000
