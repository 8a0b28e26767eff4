"""工作日: looks at a year, changes a day with a reason, takes a notice over; always with a preview first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.text import beyond
from hotline_desktop.domain.ticket.deadline import Moved
from hotline_desktop.domain.time.workdays import ONE_DAY, WorkCalendar, YearTable
from hotline_desktop.gui.kit.theme import restyle
from hotline_desktop.gui.records.fields.year_calendar import day_as_text
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.settings.workdays_view import CALENDAR, NOTICE, PREVIEW, WorkdaysView

NOTICE_FILES = "放假通知 (*.txt *.toml)"
_LONGEST_REASON = 40
_FIRST_YEAR, _LAST_YEAR = 2010, 2099
Found = tuple[YearTable, tuple[Moved, ...]]


class WorkdaysSection(QWidget):
    """Fetches nothing before :meth:`load`."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._calendar = WorkCalendar()
        self._year = session.clock().year
        self._table: YearTable | None = None
        self._came_from = CALENDAR
        self._busy = False
        self.view = WorkdaysView(session)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self._connect()
        self._show_day(None)

    def load(self) -> None:
        """Fetches the calendar and the notices that were entered."""
        time = self._session.office.time
        self._session.jobs.run(lambda: (time.calendar(), tuple(time.notices())), self._show, owner=self)

    def turn_to(self, year: int) -> None:
        """Shows the calendar of a year, also before it was fetched."""
        self.view.setCurrentIndex(CALENDAR)
        self.show_year(year)

    def show_notice(self) -> None:
        """Opens the entry of a notice."""
        self.view.setCurrentIndex(NOTICE)
        self.view.notice.text.setFocus()

    def show_year(self, year: int) -> None:
        """Turns to a year."""
        self._year = min(max(year, _FIRST_YEAR), _LAST_YEAR)
        page, calendar = self.view.calendar, self._calendar
        published = calendar.is_published(self._year)
        page.title.setText(f"{self._year}年")
        page.state.setText("已公布" if published else "暂定")
        restyle(page.state, tag="green" if published else "amber")
        page.provisional.setVisible(not published)
        page.earlier.setEnabled(self._year > _FIRST_YEAR)
        page.later.setEnabled(self._year < _LAST_YEAR)
        page.year.show_year(days_of(calendar, self._year), self._session.clock().date())
        self._show_day(page.year.day)

    # -- wiring --------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        calendar, notice, preview = self.view.calendar, self.view.notice, self.view.preview
        calendar.earlier.clicked.connect(lambda: self.show_year(self._year - 1))
        calendar.later.clicked.connect(lambda: self.show_year(self._year + 1))
        calendar.this_year.clicked.connect(lambda: self.show_year(self._session.clock().year))
        calendar.enter.clicked.connect(self.show_notice)
        calendar.year.chosen.connect(self._show_day)
        calendar.change.clicked.connect(self._preview_day)
        calendar.reason.returnPressed.connect(self._preview_day)
        notice.back.clicked.connect(lambda: self.view.setCurrentIndex(CALENDAR))
        notice.file.clicked.connect(self._read_file)
        notice.look.clicked.connect(self._preview_text)
        notice.text.textChanged.connect(notice.problem.tell)
        notice.undo.clicked.connect(self._undo)
        preview.back.clicked.connect(lambda: self.view.setCurrentIndex(self._came_from))
        preview.apply.clicked.connect(self._apply)

    def _show(self, found: tuple[WorkCalendar, tuple[Any, ...]]) -> None:
        self._calendar, notices = found
        page = self.view.notice
        page.earlier.show_by(tuple(reversed(notices)), lambda notice: notice.id)
        for widget in (page.earlier, page.earlier_title, page.undo):
            widget.setVisible(bool(notices))
        self.show_year(self._year)

    # -- one day -------------------------------------------------------------------------------------------

    def _show_day(self, day: date | None) -> None:
        page = self.view.calendar
        page.reason.setVisible(day is not None)
        page.change.setVisible(day is not None)
        if day is None:
            page.day.setText("点日历上的一天，可以看它为什么上班或放假，也可以改。")
            return
        held = self._calendar.day(day)
        page.day.setText(day_as_text(held))
        page.change.setText("改为放假…" if held.working else "改为上班…")
        page.change.setToolTip("先看哪些工单的期限会变，再决定改不改")

    def _preview_day(self) -> None:
        day = self.view.calendar.year.day
        if day is None:
            return
        reason = self.view.calendar.reason.text().strip()
        if not reason:
            self._session.prompts.say("先写明为什么改，例如“区里通知”。")
            self.view.calendar.reason.setFocus()
            return
        if too_long := beyond(reason, _LONGEST_REASON):
            self._session.prompts.say(f"原因{too_long}，请写短些。")
            self.view.calendar.reason.setFocus()
            return
        time, working = self._session.office.time, not self._calendar.day(day).working

        def look(progress: Any) -> Found:
            table = time.one_day(day, working, reason)
            return table, time.preview_notice(table, progress)

        self._look(look, CALENDAR, self._session.prompts.error)

    # -- a notice ------------------------------------------------------------------------------------------

    def _read_file(self) -> None:
        path = self._session.prompts.open_file("选择放假通知", NOTICE_FILES)
        if path is not None:
            self._preview_notice(path)

    def _preview_text(self) -> None:
        text = self.view.notice.text.toPlainText().strip()
        if not text:
            self._notice_refused(HotlineError("还没有内容。请把通知全文粘贴到上面，或者读取文件。"))
            return
        self._preview_notice(text)

    def _preview_notice(self, notice: str | Path) -> None:
        time = self._session.office.time

        def look(progress: Any) -> Found:
            table = time.read_notice(notice)
            return table, time.preview_notice(table, progress)

        self._look(look, NOTICE, self._notice_refused)

    def _notice_refused(self, error: Exception) -> None:
        if isinstance(error, HotlineError):
            self.view.notice.problem.tell(str(error))
        else:
            self._session.prompts.error(error)

    def _undo(self) -> None:
        notice = self.view.notice.earlier.current
        prompts = self._session.prompts
        detail = "在办工单的期限会按撤销后的日历重算，已办结的不变。需要时可以再录入一次。"
        if notice is None or not prompts.confirm("撤销这份工作日安排？", detail, "撤销", danger=True):
            return
        clerk = self._session.sign()
        if clerk:
            time = self._session.office.time
            self._write(lambda progress: time.remove_notice(notice.id, clerk, progress), "已撤销", notice.year)

    # -- preview and writing -------------------------------------------------------------------------------

    def _look(self, call: Callable[[Any], Found], came_from: int, failed: Callable[[Exception], None]) -> None:
        if self._busy:
            return
        self._busy, self._came_from = True, came_from

        def ended(error: Exception) -> None:
            self._busy = False
            failed(error)

        self._session.jobs.run(
            call, self._show_preview, failed=ended, owner=self, label="正在推算期限", with_progress=True
        )

    def _show_preview(self, found: Found) -> None:
        self._busy = False
        self._table, moved = found
        page = self.view.preview
        page.title.setText(title_of(self._table))
        page.days.setText(days_text(self._table))
        page.show_moved(moved)
        self.view.setCurrentIndex(PREVIEW)
        page.apply.setFocus()

    def _apply(self) -> None:
        table = self._table
        clerk = self._session.sign() if table is not None else ""
        if table is None or not clerk:
            return
        time = self._session.office.time
        self._write(lambda progress: time.add_notice(table, clerk, progress), "已录入", table.year)

    def _write(self, call: Callable[[Any], Any], word: str, year: int) -> None:
        if self._busy:
            return
        self._busy = True

        def written(done: Any) -> None:
            self._busy = False
            self._year = year
            self.view.calendar.reason.clear()
            self.view.notice.text.clear()
            self.view.setCurrentIndex(CALENDAR)
            self._session.publish(done.changes)
            self.load()
            moved = f"，{len(done.moved):,} 件在办工单的期限有变动" if done.moved else "，没有工单的期限变动"
            self._session.prompts.say(f"{word}{moved}。")

        def failed(error: Exception) -> None:
            self._busy = False
            self._session.prompts.error(error)

        self._session.jobs.run(call, written, failed=failed, owner=self, label="正在重算期限", with_progress=True)


def days_of(calendar: WorkCalendar, year: int) -> tuple[Any, ...]:
    """Every day of a year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return tuple(calendar.day(first + ONE_DAY * offset) for offset in range((last - first).days + 1))


def title_of(table: YearTable) -> str:
    """What is about to be entered, in one line."""
    if table.published:
        return f"{table.year}年全年安排：放假 {len(table.offs)} 天，调休上班 {len(table.makeups)} 天"
    return f"{table.year}年改 {len(table.offs) + len(table.makeups)} 天，其余照旧"


def days_text(table: YearTable) -> str:
    """The days that a table names: ``放假：元旦 1月1日至3日；… 调休上班：1月29日、1月30日``."""
    by_name: dict[str, list[date]] = {}
    for day in sorted(table.offs):
        by_name.setdefault(table.offs[day] or "调休", []).append(day)
    offs = "；".join(f"{name} {'、'.join(_spans(days))}" for name, days in by_name.items())
    makeups = "、".join(_spans(sorted(table.makeups)))
    return "\n".join(part for part in (f"放假：{offs}" if offs else "", f"上班：{makeups}" if makeups else "") if part)


def _spans(days: Iterable[date]) -> list[str]:
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and runs[-1][1] + ONE_DAY == day:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return [_span(first, last) for first, last in runs]


def _span(first: date, last: date) -> str:
    start = f"{first.month}月{first.day}日"
    if first == last:
        return start
    return f"{start}至{last.day}日" if first.month == last.month else f"{start}至{last.month}月{last.day}日"
