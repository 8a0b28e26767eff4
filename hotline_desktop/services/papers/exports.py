"""工单台账 as an Excel file: masked unless someone deliberately asks for everything, which the office remembers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from hotline_desktop.domain.records.summaries import SortKey, TicketFilter
from hotline_desktop.domain.terms.progress import Progress, counted
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.columns import EXCEL, cells, chosen
from hotline_desktop.domain.ticket.masking import shown
from hotline_desktop.exchange.writing.writer import Layout, write_table
from hotline_desktop.services.foundation.beside_others import beside_others
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.records.tickets import by_every_name
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.records import ticket_queries

_REPORT_EVERY = 200

_COLUMNS = chosen(EXCEL)


class Exports:
    """Lists as Excel files."""

    def __init__(self, office: OfficeContext) -> None:
        self._office = office

    @beside_others()
    def tickets(self, filter: TicketFilter, out: Path, full: bool, by: str, progress: Progress | None = None) -> int:
        """Writes the tickets of ``filter`` to ``out``, the most urgent first; how many.

        Names, phones and numbers in texts are masked unless ``full``, which is written into the office's history.
        What the caller asked to keep secret (信息保密) and ID numbers in texts are masked in every export. Raises
        WriteError, Cancelled; an old file stays as it was then, and nothing is written into the history.
        """

        self._office.may(Right.LOOK)

        def settle(count: int) -> AbstractContextManager[None]:
            details = {"文件": out.name, "件数": str(count), "筛选": filter_text(filter)}
            return self._office.remembered("完整导出工单", by, details)

        layout = Layout("工单台账", tuple(column.width for column in _COLUMNS))
        captions = tuple(column.in_files for column in _COLUMNS)
        with self._office.db.aside() as c:
            rows = self._rows(c, by_every_name(c, filter), full, progress)
            return write_table(out, captions, rows, layout, settle if full else nullcontext)

    def _rows(
        self, c: Connection, filter: TicketFilter, full: bool, progress: Progress | None
    ) -> Iterator[tuple[str, ...]]:
        now, light = self._office.now(), self._office.light(c)
        bounds = self._office.bounds(c, now)
        total = ticket_queries.count(c, filter, bounds)
        rows = ticket_queries.each(c, filter, SortKey.DUE, False, bounds)
        for row in counted(rows, total, progress, _REPORT_EVERY):
            yield cells(_COLUMNS, shown(row, full), light)


def filter_text(filter: TicketFilter) -> str:
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
