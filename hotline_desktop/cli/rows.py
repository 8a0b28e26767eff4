"""One ticket as the command line shows it: in JSON with stable keys, or as cells of a table."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from hotline_desktop.cli.text import iso, moment_text
from hotline_desktop.domain.records.summaries import HIDDEN, TicketSummary
from hotline_desktop.domain.terms.names import mask_name
from hotline_desktop.domain.terms.personal_numbers import mask_id_numbers, mask_phone
from hotline_desktop.domain.ticket.columns import TERMINAL, ListColumn, Masked, chosen
from hotline_desktop.domain.ticket.lights import TicketLights
from hotline_desktop.domain.ticket.masking import is_withheld, listed_text, shown_text
from hotline_desktop.domain.time.deadline import Light, TimeRules
from hotline_desktop.domain.time.workdays import WorkCalendar

if TYPE_CHECKING:
    from hotline_desktop.domain.ticket.ticket import Ticket
    from hotline_desktop.services.office import Office

_COLUMNS = chosen(TERMINAL)
HEADER = tuple(column.title for column in _COLUMNS)


class TicketRows(NamedTuple):
    """Shows summaries at one moment. Names, phones and numbers in texts are masked unless ``full``.

    ``tickets`` are those that all is about; where one is confidential (信息保密), callers and numbers are hidden
    altogether.
    """

    now: datetime
    calendar: WorkCalendar
    rules: TimeRules
    full: bool = False
    tickets: tuple[Ticket, ...] = ()

    @classmethod
    def of(cls, office: Office, now: datetime, full: bool) -> TicketRows:
        """The rows of ``office``."""
        return cls(now, office.time.calendar(), office.time.rules(), full)

    def light(self, row: TicketSummary) -> Light:
        """The light of a row."""
        return self._lights.of(row)

    def light_text(self, row: TicketSummary) -> str:
        """The light with how long there is left."""
        return self._lights.text(row)

    @property
    def _lights(self) -> TicketLights:
        return TicketLights(self.now, self.calendar, self.rules)

    def name(self, text: str) -> str:
        """A citizen's name as it may be shown."""
        if self.full or not text:
            return text
        return HIDDEN if self._withheld else mask_name(text)

    def phones(self, text: str) -> str:
        """Telephone numbers as they may be shown."""
        if self.full or not text:
            return text
        return HIDDEN if self._withheld or text == HIDDEN else mask_phone(text)

    def as_text(self, text: str) -> str:
        """Free text; ID numbers never stand in it in full."""
        if self.full:
            return mask_id_numbers(text)
        return listed_text(self.tickets, text, False)

    @property
    def _withheld(self) -> bool:
        return any(map(is_withheld, self.tickets))

    def of_row(self, row: TicketSummary, text: str) -> str:
        """A text of the row as it may be shown."""
        return self.as_text(text) if self.full or self.tickets else shown_text(row, text)

    def as_json(self, row: TicketSummary) -> dict[str, Any]:
        """The row for a script."""
        return {
            "number": row.number,
            "level": row.level.value,
            "stage": row.stage.value,
            "round": row.round,
            "light": self.light(row).value,
            "light_text": self.light_text(row),
            "due": iso(row.due),
            "provisional": row.provisional,
            "unit": row.unit,
            "caller": self.name(row.caller),
            "phone": self.phones(row.phones),
            "address": self.of_row(row, row.address),
            "title": self.of_row(row, row.title),
            "content": self.of_row(row, row.content),
            "origin": row.origin.value,
            "platform_state": self.of_row(row, row.platform_state),
            "request_type": row.request_type,
            "place": row.place,
        }

    def as_cells(self, row: TicketSummary) -> tuple[str, ...]:
        """The row for a person, under HEADER."""
        return tuple(self._cell(column, row) for column in _COLUMNS)

    def _cell(self, column: ListColumn, row: TicketSummary) -> str:
        text = column.text(row, self.light_text)
        if column.masked is Masked.NAME:
            return self.name(text)
        if column.masked is Masked.PHONES:
            return self.phones(text)
        return self.of_row(row, text) if column.masked is Masked.TEXT else text


def first_lines(row: TicketSummary, transfer_number: str, rows: TicketRows) -> list[str]:
    """The lines about one ticket that a line of the list can tell, and that name nobody."""
    known = {
        "工单编号": row.number,
        "转办编号": transfer_number,
        "级别": row.level.value,
        "阶段": row.stage.value + (f"（第{row.round}轮）" if row.round > 1 else ""),
        "期限": f"{rows.light_text(row)}" + (f"，{moment_text(row.due)}" if row.due else ""),
        "承办单位": row.unit,
    }
    return [f"{label}：{value}" for label, value in known.items() if value]
