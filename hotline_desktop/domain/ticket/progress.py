"""What an open ticket waits for next, as one word: the day's list and the filters are made of it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from hotline_desktop.domain.terms.options import Stage

if TYPE_CHECKING:
    from hotline_desktop.domain.ticket.ticket import Ticket


class Task(StrEnum):
    """The next thing to do with a ticket; NONE where nothing is."""

    NONE = ""
    CONTACT = "待先行联系"
    DISPATCH = "待派单"
    ACCEPT = "待接单"
    HANDLE = "待办结反馈"
    REVIEW = "待审核"
    REDO = "待再处置"
    CALL_BACK = "待回访"
    CLOSE = "待结案"
    FILE = "待归档"


def next_task(ticket: Ticket) -> Task:
    """What ``ticket`` waits for. 规范一（一）1, 规范一（六）2."""
    if ticket.frozen:
        return Task.NONE
    if ticket.stage is Stage.TO_DISPATCH:
        return Task.DISPATCH if ticket.center_contacts or ticket.exemption else Task.CONTACT
    if ticket.stage is Stage.TO_REVIEW:
        return Task.REDO if ticket.round.failed else Task.REVIEW
    if ticket.stage is Stage.TO_CALL_BACK:
        return _after_review(ticket)
    return {Stage.TO_ACCEPT: Task.ACCEPT, Stage.IN_PROGRESS: Task.HANDLE, Stage.CLOSED: Task.FILE}.get(
        ticket.stage, Task.NONE
    )


def _after_review(ticket: Ticket) -> Task:
    if ticket.round.failed:
        return Task.REDO
    return Task.CLOSE if ticket.round.callback or ticket.waived else Task.CALL_BACK
