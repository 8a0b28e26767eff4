"""What an open ticket can wait for, each as one word: the day's list and the filters are made of them."""

from __future__ import annotations

from enum import StrEnum


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
