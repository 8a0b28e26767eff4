"""催办: the words for the office's messenger, by unit, without anything personal; and that they were sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline_desktop.domain.records.summaries import SortKey, TicketFilter, TicketSummary
from hotline_desktop.domain.terms.masking import People, mask_text
from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.domain.ticket.lights import TicketLights
from hotline_desktop.domain.ticket.steps.amendments import URGE_NOTE
from hotline_desktop.domain.time.deadline import Light
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.records.bulk import BulkDone, BulkSteps
from hotline_desktop.storage.records import ticket_queries

_OWED = (Light.OVERDUE, Light.TODAY, Light.NEAR)
_WITH_UNIT = tuple(stage for stage in Stage if stage.with_unit)
_MOST = 500
_CUT = 24  # characters of a demand: the number tells the rest
URGE = "urge"


@dataclass(frozen=True, slots=True)
class OwedTicket:
    """One ticket that a unit owes: what it is called by, what it is about without a name, and until when."""

    id: int
    number: str
    about: str
    due: datetime | None
    light: str
    waits: str


@dataclass(frozen=True, slots=True)
class UnitReminder:
    """What one unit owes now, the most pressing first."""

    unit: str
    tickets: tuple[OwedTicket, ...]

    def as_text(self, center: str) -> str:
        """The message to the unit: tickets and deadlines, no name, no phone, no address."""
        late = sum(ticket.light.startswith("逾") for ticket in self.tickets)
        note = f"，其中 {late} 件已经逾期" if late else ""
        lines = [
            f"{place}. {ticket.number} {ticket.about}，{_due(ticket.due)}（{ticket.light}）{ticket.waits}"
            for place, ticket in enumerate(self.tickets, start=1)
        ]
        head = f"【12345催办】{self.unit}：以下 {len(self.tickets)} 件工单请抓紧办理{note}。"
        return "\n".join((head, *lines, f"办结后请按规定反馈。{center}"))


class Reminding:
    """Makes the words and writes down that a unit was reminded: a 催单 on every ticket that they name."""

    def __init__(self, office: OfficeContext, bulk: BulkSteps) -> None:
        self._office, self._bulk = office, bulk

    def owed(self, now: datetime, units: Sequence[str] = ()) -> tuple[UnitReminder, ...]:
        """What each unit owes that is overdue, due today or soon; ``units`` for some of them only."""
        filter = TicketFilter(
            stages=_WITH_UNIT, units=tuple(units), lights=tuple(light.value for light in _OWED), open_only=True
        )
        with self._office.db.read() as c:
            bounds = self._office.bounds(c, now)
            rows, _more = ticket_queries.page(c, filter, SortKey.DUE, False, None, _MOST, bounds)
            lights = TicketLights(now, self._office.calendar(c), self._office.rules(c))
        return by_unit(rows, lights)

    def of_tickets(self, ticket_ids: Sequence[int], now: datetime) -> tuple[UnitReminder, ...]:
        """The same for chosen tickets, whatever their light; those that no unit has stay out."""
        filter = TicketFilter(ids=tuple(ticket_ids), stages=_WITH_UNIT)
        with self._office.db.read() as c:
            bounds = self._office.bounds(c, now)
            rows, _more = ticket_queries.page(c, filter, SortKey.DUE, False, None, _MOST, bounds)
            lights = TicketLights(now, self._office.calendar(c), self._office.rules(c))
        return by_unit(rows, lights)

    def center(self) -> str:
        """Who reminds."""
        with self._office.db.read() as c:
            return self._office.settings(c).center

    def record(self, reminders: Sequence[UnitReminder], by: str) -> BulkDone:
        """Writes a 催单 on every ticket of ``reminders``. Raises StepRefused where none of them takes one."""
        ids = [ticket.id for reminder in reminders for ticket in reminder.tickets]
        return self._bulk.do(ids, URGE, {URGE_NOTE.key: "已按单位发送催办"}, by)


def by_unit(rows: Sequence[TicketSummary], lights: TicketLights) -> tuple[UnitReminder, ...]:
    """The rows by unit: the unit with the earliest deadline first."""
    units: dict[str, list[OwedTicket]] = {}
    for row in rows:
        if row.unit:
            units.setdefault(row.unit, []).append(_owed(row, lights.short(row)))
    return tuple(UnitReminder(unit, tuple(tickets)) for unit, tickets in units.items())


def _owed(row: TicketSummary, light: str) -> OwedTicket:
    waits = "，请先接单" if row.stage is Stage.TO_ACCEPT else ""
    return OwedTicket(row.id, row.number, _about(row), row.due, light, waits)


def _about(row: TicketSummary) -> str:
    """The title, which names what is wrong; never the caller, and nobody's number that stands in it."""
    people = People.of((row.caller,), row.phones.split("、"))
    title = mask_text(" ".join((row.title or row.content).split()), people)
    return title if len(title) <= _CUT else f"{title[:_CUT]}……"


def _due(due: datetime | None) -> str:
    return f"{due.month}月{due.day}日 {due:%H:%M} 前办结" if due else "未定期限"
