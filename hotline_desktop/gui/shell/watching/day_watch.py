"""Counts beside the pages' names and in the title, and one quiet notice as the day opens, before noon and closing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from hotline_desktop.domain.time.day_reminders import ReminderTime, reminder_due
from hotline_desktop.gui.shell.background.jobs import Job
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.shell.session.session import Session

if TYPE_CHECKING:
    from hotline_desktop.services.figures.day_cards import Card

TITLE = "12345热线工单"
_PAUSE_MS = 300  # several writes in a row are counted once
_SILENT = "reminders/silent_on"
_REMINDED = "reminders/told"
_BURNING = ("overdue", "due_today", "unaccepted")


class DayWatch(QObject):
    """``counted(places, title)`` with a number for each page of the window that has one, and the words of the title.

    A notice that is due is shown by the tray, or in the window where the system has none. ``come`` brings the window to
    the front. While nobody is logged in neither numbers nor words of a notice are shown, only that there is one.
    """

    counted = Signal(object, str)

    def __init__(self, session: Session, come: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.tray = Tray(session, self, come)
        self._job: Job | None = None
        self._reminded: frozenset[ReminderTime] = frozenset()
        self._day: date | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._count)

    def end(self) -> None:
        """The office is about to be closed: nothing is counted any more, and the sign in the corner goes."""
        self._pause.stop()
        if self._job is not None:
            self._job.cancel()
        self.tray.end()
        self.deleteLater()

    def conceal(self) -> None:
        """Takes the numbers out of sight until it looks again and somebody is here."""
        self.counted.emit({}, "")
        self.tray.show_title(TITLE)

    def look(self) -> None:
        """Counts again in a moment."""
        if not self._pause.isActive():
            self._pause.start()

    def stay_silent_today(self) -> None:
        """No further notice until tomorrow."""
        self._session.preferences.setValue(_SILENT, self._session.clock().date().isoformat())

    @property
    def silent(self) -> bool:
        """Whether the clerk wants no notice today."""
        return self._session.preferences.value(_SILENT) == self._session.clock().date().isoformat()

    def _count(self) -> None:
        if self._job is not None:
            self._job.cancel()
        office, now = self._session.office, self._session.clock()
        self._job = self._session.jobs.run(
            lambda: (
                office.today.cards(now),
                office.settings.get().notice_minutes,
                office.time.calendar().is_working(now.date()),
            ),
            lambda found: self._show(now, *found),
            owner=self,
        )

    def _show(self, now: datetime, cards: tuple[Card, ...], minutes: int, working: bool) -> None:
        counts = {card.key: card for card in cards}
        burning = sum(counts[key].count for key in _BURNING if key in counts)
        matters = sum(counts[key].count for key in ("pool", "cases") if key in counts)
        title = title_text(counts)
        if not self._session.prompts.away:
            self.counted.emit({Place.TODAY: burning, Place.SUPERVISION: matters}, title)
            self.tray.show_title(f"{title} · {TITLE}" if title else TITLE)
        if working and not self.silent:
            self._remind(now, minutes, cards)

    def _remind(self, now: datetime, minutes: int, cards: tuple[Card, ...]) -> None:
        if self._day != now.date():
            self._day, self._reminded = now.date(), self._remembered(now.date())
        due = reminder_due(now, self._session.known.rules.hours_on(now.date()), minutes, self._reminded)
        if due is None:
            return
        self._reminded |= {due}
        kept = ",".join((now.date().isoformat(), *sorted(self._reminded)))
        self._session.preferences.setValue(_REMINDED, kept)
        title, text = notice_text(due, cards)
        away = self._session.prompts.away
        if not self.tray.tell(*((TITLE, "有一条提醒，登录后可以看到。") if away else (title, text))) or away:
            go = self._session.navigator.go
            self._session.prompts.say(f"{title}：{text}", "去“今日”", lambda: go(Place.TODAY), of_office=True)

    def _remembered(self, day: date) -> frozenset[ReminderTime]:
        """What was told today already, before the program was started again."""
        kept = str(self._session.preferences.value(_REMINDED, "") or "")
        first, *times = kept.split(",") if kept else ("",)
        return frozenset(ReminderTime(word) for word in times) if first == day.isoformat() else frozenset()


class Tray(QObject):
    """The sign in the corner of the screen, where the system has a place for it."""

    def __init__(self, session: Session, watch: DayWatch, come: Callable[[], None]) -> None:
        super().__init__(watch)
        self._icon: QSystemTrayIcon | None = None
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        from PySide6.QtWidgets import QMenu

        self._icon = QSystemTrayIcon(session.theme.icon("sun", "accent"), self)
        self._menu = QMenu()
        self._menu.addAction("打开窗口").triggered.connect(come)
        self._menu.addAction("今天不再提醒").triggered.connect(watch.stay_silent_today)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(lambda _how: come())
        self._icon.messageClicked.connect(come)
        self._icon.show()

    def end(self) -> None:
        """Takes the sign away."""
        if self._icon is not None:
            self._icon.hide()

    def tell(self, title: str, text: str) -> bool:
        """Shows a notice; False where there is no tray."""
        if self._icon is not None:
            self._icon.showMessage(title, text)
        return self._icon is not None

    def show_title(self, title: str) -> None:
        """What the sign says when one points at it."""
        if self._icon is not None:
            self._icon.setToolTip(title)


def title_text(counts: dict[str, Any]) -> str:
    """``逾期 13 · 今日到期 6``; empty where nothing burns."""
    burning = [counts[key] for key in _BURNING if key in counts and counts[key].count]
    return " · ".join(f"{card.label} {card.count}" for card in burning)


def notice_text(when: ReminderTime, cards: tuple[Card, ...]) -> tuple[str, str]:
    """Title and text of a notice: what burns and what waits, nobody's name, no ticket's content."""
    counts = {card.key: card for card in cards}
    title = {
        ReminderTime.OPENING: "今天要办的",
        ReminderTime.NOON: "快到中午了",
        ReminderTime.CLOSING: "快下班了",
    }[when]
    keys = (*_BURNING, "near", "to_contact", "to_dispatch", "to_review", "to_call_back")
    parts = [f"{counts[key].label} {counts[key].count} 件" for key in keys if key in counts and counts[key].count]
    return title, "，".join(parts) + "。" if parts else "没有到期、逾期和等中心办的工单。"
