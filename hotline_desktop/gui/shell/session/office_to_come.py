"""A stand-in for the office while it is being opened: whoever asks it for something waits until the office is there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hotline_desktop.gui.kit.moment import Moment

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from hotline_desktop.domain.terms.progress import Progress
    from hotline_desktop.gui.kit.blank import Blank
    from hotline_desktop.gui.shell.background.jobs import Job
    from hotline_desktop.services.office import Office

    # Opens an office, and tells how far an upgrade of an older one is, or that a log of a crash is looked at.
    Opens = Callable[[Progress | None], Office]

_LOOKS = 20
_UPGRADING = (
    "正在升级数据",
    "数据是以前的版本写的，先另存一份，再升级。工单多时要几分钟；可以取消，数据还是原来的样子。",
)
_READING_THROUGH = (  # of which nobody knows how long it takes
    "正在核对数据",
    "上次没有正常关闭，数据文件或旁边的日志后来又变过，先通读一遍，看它们是不是一套。可以取消，数据还是原来的样子。",
)


class OfficeToCome:
    """Stands in for an office that nobody has opened yet. The first who asks for something opens it.

    To be asked in a lane, like every office. What the opening raises, every question raises.
    """

    def __init__(self, open_office: Opens) -> None:
        self._open = open_office
        self._lock = threading.Lock()
        self._office: Office | None = None
        self._problem: Exception | None = None

    def opened(self, progress: Progress | None = None) -> Office:
        """The office itself; ``progress`` is told how far an upgrade of it is."""
        with self._lock:
            if self._problem is not None:
                raise self._problem
            if self._office is None:
                try:
                    self._office = self._open(progress)
                except Exception as problem:
                    self._problem = problem
                    raise
            return self._office

    def __getattr__(self, name: str) -> Any:
        return getattr(self.opened(), name)


def tell_upgrade(job: Job, waiting: Blank) -> None:
    """Says on the page that asks for patience what ``job``, the opening of an office, is at when it takes long."""

    def tell(_done: int, total: int) -> None:
        waiting.tell(*(_UPGRADING if total else _READING_THROUGH))

    job.reported.connect(tell)


def once_shown(window: QWidget, work: Callable[[], None], pause: int, looks: int = _LOOKS) -> None:
    """Does ``work`` ``pause`` milliseconds after ``window`` is there, and after some pauses though it is not."""
    shown = window.isVisible() or not looks
    moment = Moment(window, pause, work if shown else lambda: once_shown(window, work, pause, looks - 1))
    moment.timeout.connect(moment.deleteLater)
    moment.start()
