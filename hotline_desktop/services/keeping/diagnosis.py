"""What may be told about an office when something is wrong with it: versions, sizes and counts, nothing of citizens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.foundation.files import PROGRAM
from hotline_desktop.storage import foundations
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.office import settings
from hotline_desktop.storage.records import ticket_queries

if TYPE_CHECKING:
    from hotline_desktop.services.keeping.backups import Backups

Facts = tuple[tuple[str, str], ...]


class Diagnosis:
    """Remembers in the data, and so in every backup, which build of the program opened it last."""

    def __init__(self, office: OfficeContext, backups: Callable[[], Backups]) -> None:
        self._office = office
        self._backups = backups

    def note_program(self, build: str) -> None:
        """Writes ``build`` down, where another one opened the data before. Raises DatabaseError.

        Where another program is writing for long, the next opening does it: who only looks is not refused for it.
        """
        if self.program != build and self._office.db.reading_only is None:
            try:
                with self._office.db.write() as c:
                    settings.save(c, {PROGRAM: build})
            except DatabaseError as error:
                if error.kind != "locked":
                    raise

    @property
    def program(self) -> str:
        """The build that opened the data last; empty for data of before builds were noted."""
        with self._office.db.read() as c:
            return settings.load(c).get(PROGRAM, "")

    def facts(self) -> Facts:
        """Labels and values, in the order in which they are read."""
        state = self._backups().state()
        with self._office.db.read() as c:
            versions = (foundations.engine(c), ("数据版本", foundations.tables_version(c)))
            count = ticket_queries.count(c, TicketFilter(), self._office.bounds(c))
        latest = f"{state.latest_at:%Y-%m-%d %H:%M}" if state.latest_at else "还没有备份过"
        return (
            *versions,
            ("工单", f"{count} 件，数据 {_megabytes(state.database_size)}"),
            ("附件", f"{state.attachments} 个，{_megabytes(state.attachments_size)}"),
            ("最近的备份", latest),
        )


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
