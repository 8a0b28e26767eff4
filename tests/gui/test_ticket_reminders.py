"""What the ticket page says beside the steps: reminders with their clause, seldom steps in menus, the days behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.gui.records.panel.explanation import DayTable
from hotline_desktop.gui.views.tickets.repeats_tab import REST_MS
from hotline_desktop.gui.views.tickets.ticket_panel import TicketPanel
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from tests.domain.ticket_walk import COMPLETE
from tests.gui.desk import CLERK, Desk


def panel_of(desk: Desk, ticket_id: int) -> TicketPanel:
    page = desk.open(TicketsPage)
    page.panel.show_ticket(ticket_id)
    desk.settle()
    return page.panel


def test_a_missing_first_contact_is_reminded_of_with_its_clause(desk: Desk, register: Callable[..., int]) -> None:
    ticket_id = register()
    panel = panel_of(desk, ticket_id)
    assert panel.reminders.isHidden()
    desk.clock.now = datetime(2022, 9, 9, 9, 0)
    panel.reload()
    desk.settle()
    assert not panel.reminders.isHidden()
    assert "还没有与诉求人先行联系" in panel.reminders.text() and Clause.RECEIVE_CENTER.ref in panel.reminders.text()
    panel.reminders.linkActivated.emit("0")
    assert desk.prompts.shown[-1][0] == Clause.RECEIVE_CENTER.ref


def test_seldom_steps_stand_in_menus(desk: Desk, register: Callable[..., int]) -> None:
    ticket_id = register()
    panel = panel_of(desk, ticket_id)
    assert {"merge", "repeat_confirm"} <= set(panel.next_steps.entries)
    assert "merge" not in panel.next_steps.buttons
    assert "correct_first_contact" not in panel.next_steps.entries
    desk.office.tickets.do(ticket_id, "first_contact", COMPLETE["first_contact"], CLERK)
    panel.reload()
    desk.settle()
    assert "correct_first_contact" in panel.next_steps.entries


def test_steps_that_stay_the_same_are_kept_and_are_those_of_the_ticket_that_is_shown(
    desk: Desk, register: Callable[..., int]
) -> None:
    first, second, dispatched = (register(f"2022090810{place:04}") for place in range(3))
    for step in ("first_contact", "dispatch"):
        desk.office.tickets.do(dispatched, step, COMPLETE[step], CLERK)
    panel = panel_of(desk, first)
    chosen: list[object] = []
    panel.step_chosen.connect(chosen.append)
    kept = dict(panel.next_steps.buttons)
    panel.show_ticket(second)
    desk.settle()
    assert panel.next_steps.buttons == kept
    kept["first_contact"].click()
    assert panel.detail is not None and panel.record_id == second
    assert [any(each is offer for offer in panel.detail.offers) for each in chosen] == [True]
    panel.show_ticket(dispatched)
    desk.settle()
    assert "dispatch" in kept and "dispatch" not in panel.next_steps.buttons
    shown = {step: button.text() for step, button in panel.next_steps.buttons.items()}
    assert panel.detail is not None
    assert shown == {offer.step.id: offer.step.label for offer in panel.detail.offers if offer.step.id in shown}
    assert [button.accessibleDescription() for button in panel.next_steps.buttons.values()] == [
        f"Alt+{place}" for place in range(1, len(shown) + 1)
    ]


def test_what_was_pressed_on_one_ticket_takes_no_step_on_the_next(
    desk: Desk, register: Callable[..., int], qtbot: QtBot
) -> None:
    first, accepted = (register(f"2022090810{place:04}") for place in range(2))
    for step in ("first_contact", "dispatch"):
        desk.office.tickets.do(accepted, step, COMPLETE[step], CLERK)
    panel = panel_of(desk, first)
    chosen: list[object] = []
    panel.step_chosen.connect(chosen.append)
    button = panel.next_steps.buttons["first_contact"]
    qtbot.mousePress(button, Qt.MouseButton.LeftButton)
    panel.show_ticket(accepted)
    desk.settle()
    assert button is panel.next_steps.buttons["accept"]
    qtbot.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert chosen == []
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(chosen) == 1


def test_a_phone_that_called_before_is_counted_for_the_ticket_that_is_shown(
    desk: Desk, register: Callable[..., int], qtbot: QtBot
) -> None:
    twice = [register(f"202209081000{place:02}", phones="138 0001 0077") for place in range(2)]
    alone = register("20220908100009", phones="138 0001 0078")
    panel = panel_of(desk, alone)
    panel.show_ticket(twice[0])
    desk.settle()
    assert panel.caller.past.isHidden(), "whoever walks down the list does not wait for it"
    qtbot.waitUntil(lambda: not panel.caller.past.isHidden(), timeout=5000)
    assert panel.caller.past.text() == "来过 1 次 ›"
    panel.show_ticket(alone)
    desk.settle()
    qtbot.wait(REST_MS + 100)
    desk.settle()
    assert panel.caller.past.isHidden()


def test_the_days_behind_an_extended_deadline_go_on_from_the_old_one(desk: Desk, register: Callable[..., int]) -> None:
    ticket_id = register()
    for step in ("first_contact", "dispatch", "accept", "extension_request", "extension_decision"):
        desk.office.tickets.do(
            ticket_id, step, {**COMPLETE.get(step, {}), **({"days": 2} if "ext" in step else {})}, CLERK
        )
    panel = panel_of(desk, ticket_id)
    panel.head.explain_asked.emit()
    desk.settle()
    title, table = desk.prompts.shown[-1]
    assert title == "为什么是这一天？" and isinstance(table, DayTable)
    assert panel.detail is not None and panel.detail.ticket.limits.due == datetime(2022, 9, 16, 17, 0)
