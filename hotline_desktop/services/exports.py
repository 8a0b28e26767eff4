"""工单台账 as an Excel file: masked unless someone deliberately asks for everything, which the office remembers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path

from hotline_desktop.domain.records.summaries import SortKey, TicketFilter, TicketSummary
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.domain.ticket.labels import value_words
from hotline_desktop.domain.ticket.masking import shown
from hotline_desktop.domain.time.deadline import TimeRules, light_text
from hotline_desktop.domain.time.workdays import WorkCalendar
from hotline_desktop.exchange.writer import Layout, write_table
from hotline_desktop.services.context import OfficeContext
from hotline_desktop.storage import ticket_queries
from hotline_desktop.storage.database import Connection

_REPORT_EVERY = 200

# Caption, width in characters.
COLUMNS = (
    ("工单编号", 18),
    ("工单级别", 9),
    ("阶段", 9),
    ("轮次", 6),
    ("标题", 36),
    ("来电内容", 60),
    ("来电人", 12),
    ("联系电话", 18),
    ("诉求地址", 30),
    ("来电日期", 17),
    ("收单时间", 17),
    ("承办单位", 20),
    ("转交时间", 17),
    ("办结期限", 17),
    ("期限情况", 22),
    ("单位办结时间", 17),
    ("结案时间", 17),
    ("催单次数", 9),
    ("来路", 10),
    ("平台状态", 12),
    ("诉求类型", 9),
    ("村居网格", 16),
)


class Exports:
    """Lists as Excel files."""

    def __init__(self, office: OfficeContext) -> None:
        self._office = office

    def tickets(self, filter: TicketFilter, out: Path, full: bool, by: str, progress: Progress | None = None) -> int:
        """Writes the tickets of ``filter`` to ``out``, the most urgent first; how many.

        Names, phones and numbers in texts are masked unless ``full``, which is written into the office's history.
        What the caller asked to keep secret (信息保密) and ID numbers in texts are masked in every export. Raises
        WriteError, Cancelled; an old file stays as it was then, and nothing is written into the history.
        """

        def settle(count: int) -> AbstractContextManager[None]:
            words = {"文件": out.name, "件数": str(count), "筛选": filter_words(filter)}
            return self._office.remembered("完整导出工单", by, words)

        layout = Layout("工单台账", tuple(width for _caption, width in COLUMNS))
        captions = tuple(caption for caption, _width in COLUMNS)
        with self._office.db.aside() as c:
            rows = self._rows(c, filter, full, progress)
            return write_table(out, captions, rows, layout, settle if full else nullcontext)

    def _rows(
        self, c: Connection, filter: TicketFilter, full: bool, progress: Progress | None
    ) -> Iterator[tuple[str, ...]]:
        now, calendar, rules = self._office.now(), self._office.calendar(c), self._office.rules(c)
        bounds = self._office.bounds(c, now)
        total = ticket_queries.count(c, filter, bounds)
        for place, row in enumerate(ticket_queries.each(c, filter, SortKey.DUE, False, bounds)):
            if progress and place % _REPORT_EVERY == 0:
                progress(place, total)
            yield _line(shown(row, full), _light(row, now, calendar, rules))


def _line(row: TicketSummary, light: str) -> tuple[str, ...]:
    return (
        row.number,
        row.level.value,
        row.stage.value,
        str(row.round),
        row.title,
        row.content,
        row.caller,
        row.phones,
        row.address,
        value_words(row.called_at),
        value_words(row.received_at),
        row.unit,
        value_words(row.handed_on),
        value_words(row.due),
        light,
        value_words(row.finished_at),
        value_words(row.closed_at),
        str(row.urges) if row.urges else "",
        row.origin.value,
        row.platform_state,
        row.request_type,
        row.place,
    )


def _light(row: TicketSummary, now: datetime, calendar: WorkCalendar, rules: TimeRules) -> str:
    done = row.finished_at or row.closed_at
    return light_text(row.level, row.due, now, calendar, rules, done, row.provisional)


def filter_words(filter: TicketFilter) -> str:
    """What the list was narrowed to, without what was searched for: that may be a citizen's name or phone."""
    parts = [
        *(stage.value for stage in filter.stages),
        *(level.value for level in filter.levels),
        *filter.units,
        *filter.request_types,
        *filter.lights,
        *([filter.task] if filter.task else []),
        *(["有搜索词"] if filter.search else []),
        *(["在办"] if filter.open_only else []),
    ]
    return "、".join(parts) or "全部"
