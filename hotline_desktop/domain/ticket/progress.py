"""Where a ticket stands: the steps that it waits for, as each step tells of itself.

Chart, stepper, day's list, filters and the leading button all ask here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from hotline_desktop.domain.ticket.steps import catalogue
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.tasks import Task
from hotline_desktop.domain.ticket.ticket import Ticket


def awaited(ticket: Ticket) -> tuple[TicketStep, ...]:
    """The steps that ``ticket`` waits for, those of its way first; it may be frozen all the same."""
    waiting = [step for step in catalogue.STEPS if step.awaited is not None and step.awaited(ticket)]
    return tuple(sorted(waiting, key=lambda step: not step.task))


def next_task(ticket: Ticket) -> Task:
    """What ``ticket`` waits for. 规范一（一）1, 规范一（六）2."""
    if ticket.frozen:
        return Task.NONE
    return next((task for task, is_awaited in _tasks() if is_awaited(ticket)), Task.NONE)


@cache
def _tasks() -> tuple[tuple[Task, Callable[[Ticket], bool]], ...]:
    """The tasks that steps stand for, each with what tells whether a ticket waits for it."""
    return tuple((Task(step.task), step.awaited) for step in catalogue.STEPS if step.task and step.awaited is not None)


def stations() -> tuple[str, ...]:
    """The parts of a ticket's way, in order."""
    return tuple(dict.fromkeys(step.station for step in catalogue.STEPS if step.station))


def station_of(ticket: Ticket) -> str:
    """The part of the way that comes next; empty once the ticket is archived."""
    step = next((step for step in awaited(ticket) if step.task), None)
    if step is None or step.station:
        return step.station if step else ""
    led_here = {after.step for after in step.follows}
    last = next((taken.step for taken in reversed(ticket.log) if led_here & set(taken.ids)), None)
    return last.station or catalogue.STEPS_BY_ID[last.corrects[0]].station if last else ""
