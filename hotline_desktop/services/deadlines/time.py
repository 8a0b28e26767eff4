"""Working days, deadlines and why they are what they are; notices that the office enters. 规范一（二）."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.settings import Settings
from hotline_desktop.domain.terms.errors import HotlineError, NotFound
from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.deadline import Moved
from hotline_desktop.domain.time.deadline import Deadline, DeadlineKind, TimeRules, due_of
from hotline_desktop.domain.time.deadline import explain as explain_days
from hotline_desktop.domain.time.deadline.explanation import DayNote
from hotline_desktop.domain.time.workdays import Day, WorkCalendar, YearTable
from hotline_desktop.services.deadlines.recount import Recounted, recount_open, would_move
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.foundation.holiday_notice import KEPT, NoticeError, notice_toml, parse_notice, read_notice
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.office import notices
from hotline_desktop.storage.tables.row_values import StoredNotice

NOBODY = ""
OWN_CHANGE = "本中心调整"


@dataclass(frozen=True, slots=True)
class OfficeNotice:
    """A notice that the office entered; ``days`` are those it names. A complete one makes its year known."""

    id: int
    table: YearTable
    added_at: datetime
    added_by: str

    @property
    def year(self) -> int:
        """The year it is about."""
        return self.table.year

    @property
    def source(self) -> str:
        """Its title, or who changed the days."""
        return self.table.source


class OfficeTime:
    """Everything about time that the office can be asked, and the one way to change its calendar."""

    def __init__(self, office: OfficeContext) -> None:
        self._office = office

    # -- questions -----------------------------------------------------------------------------------------

    def calendar(self) -> WorkCalendar:
        """The working days as they are known now; a value that stays as it is."""
        with self._office.db.read() as c:
            return self._office.calendar(c)

    def rules(self) -> TimeRules:
        """The office's reading of the time limits."""
        with self._office.db.read() as c:
            return self._office.rules(c)

    def due(self, kind: DeadlineKind, level: Level, start: datetime) -> Deadline:
        """The deadline of ``kind`` for a ticket of ``level`` whose T0 is ``start``."""
        calendar, rules = self._both()
        return due_of(kind, level, start, calendar, rules)

    def explain(self, kind: DeadlineKind, level: Level, start: datetime) -> tuple[DayNote, ...]:
        """“为什么是这一天？”: every calendar day from ``start`` to the deadline."""
        calendar, rules = self._both()
        return explain_days(kind, level, start, calendar, rules)

    def count_working_days(self, first: date, last: date) -> int:
        """Working days after ``first`` up to and including ``last``; negative when ``last`` is earlier."""
        return self.calendar().count_working_days(first, last)

    def days(self, year: int) -> tuple[Day, ...]:
        """Every day of ``year``, for a calendar on screen."""
        calendar = self.calendar()
        first = date(year, 1, 1).toordinal()
        return tuple(calendar.day(date.fromordinal(n)) for n in range(first, date(year, 12, 31).toordinal() + 1))

    # -- notices -------------------------------------------------------------------------------------------

    def notices(self) -> tuple[OfficeNotice, ...]:
        """The notices that the office entered, the first one first; later ones lie over earlier ones."""
        with self._office.db.read() as c:
            rows = notices.all(c)
        return tuple(OfficeNotice(row.id, _table_of(row), row.added_at, row.added_by) for row in rows)

    def read_notice(self, notice: str | Path) -> YearTable:
        """What a notice says: pasted text, or a file. Raises NoticeError with the place and the reason."""
        return read_notice(notice) if isinstance(notice, Path) else parse_notice(notice)

    def preview_notice(self, notice: str | Path | YearTable, progress: Progress | None = None) -> tuple[Moved, ...]:
        """The open tickets whose deadline would move; nothing is changed. Raises NoticeError."""
        table = self._table(notice)
        with self._office.db.read() as c:
            return would_move(self._office, c, self._desk_with(c, table), progress)

    def add_notice(self, notice: str | Path | YearTable, by: str, progress: Progress | None = None) -> Recounted:
        """Takes a notice over and recounts the deadlines of open tickets. Raises NoticeError."""
        table = self._table(notice)
        with self._office.write(Right.ADMINISTER, by) as c:
            notices.add(c, table.year, notice_toml(table), self._office.now(), by)
            self._office.remember(c, "录入工作日安排", by, {}, _labels(table))
            return self._recount(c, by, f"录入{_title(table)}", progress)

    def remove_notice(self, notice_id: int, by: str, progress: Progress | None = None) -> Recounted:
        """Takes back a notice that the office entered, and recounts. Raises NotFound."""
        with self._office.write(Right.ADMINISTER, by) as c:
            row = next((row for row in notices.all(c) if row.id == notice_id), None)
            if row is None:
                raise NotFound(f"这份工作日安排已经不在了。{KEPT}")
            table = _table_of(row)
            notices.remove(c, notice_id)
            self._office.remember(c, "撤销工作日安排", by, _labels(table), {})
            return self._recount(c, by, f"撤销{_title(table)}", progress)

    def one_day(self, day: date, working: bool, name: str = "") -> YearTable:
        """What a click on the calendar means: a notice that changes ``day`` alone.

        Raises HotlineError when the day is like that already.
        """
        now = self.calendar().day(day)
        if now.working is working:
            raise HotlineError(f"{day} 已经是{'上班' if working else '休息'}（{now.reason}）。{KEPT}")
        named = {day: name.strip() or OWN_CHANGE}
        if working:
            return YearTable(day.year, False, {}, named, OWN_CHANGE)
        return YearTable(day.year, False, named, {}, OWN_CHANGE)

    # -- settings ------------------------------------------------------------------------------------------

    def preview_settings(self, settings: Settings, progress: Progress | None = None) -> tuple[Moved, ...]:
        """The open tickets whose deadline would move under other settings; nothing is changed."""
        with self._office.db.read() as c:
            context = RuleContext(self._office.now(), NOBODY, self._office.calendar(c), settings.rules)
            return would_move(self._office, c, context, progress)

    def _both(self) -> tuple[WorkCalendar, TimeRules]:
        with self._office.db.read() as c:
            return self._office.calendar(c), self._office.rules(c)

    def _table(self, notice: str | Path | YearTable) -> YearTable:
        return notice if isinstance(notice, YearTable) else self.read_notice(notice)

    def _desk_with(self, c: Connection, table: YearTable) -> RuleContext:
        office = self._office
        return RuleContext(office.now(), NOBODY, office.calendar(c).overlaid(table), office.rules(c))

    def _recount(self, c: Connection, by: str, why: str, progress: Progress | None) -> Recounted:
        return recount_open(self._office, c, self._office.context(c, by), why, progress)


def _table_of(row: StoredNotice) -> YearTable:
    """What a kept notice says; one that nobody can read says nothing, and can be taken back like any other."""
    try:
        return parse_notice(row.text)
    except NoticeError:
        return YearTable(row.year, False, {}, source="（内容已损坏，读不出）")


def _title(table: YearTable) -> str:
    return f"“{table.source or f'{table.year}年工作日安排'}”"


def _labels(table: YearTable) -> dict[str, str]:
    return {
        "年份": str(table.year),
        "来源": table.source,
        "正式通知": "是" if table.published else "否，只改几天",
        "放假": "、".join(day.isoformat() for day in sorted(table.offs)),
        "调休上班": "、".join(day.isoformat() for day in sorted(table.makeups)),
    }
