"""Frozen rows that lists and details show: what storage reads and services hand to the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from hotline_desktop.domain.terms.options import Level, Origin, RequestType, Stage, UnitGroup

if TYPE_CHECKING:
    from hotline_desktop.domain.records.fields import Values


class TicketSummary(NamedTuple):
    """One line of the ticket list, all local office time.

    ``due`` is the ruling deadline; ``planned`` says that it counts from the receipt because the ticket is not yet
    dispatched; ``provisional`` that it reaches into a year without a published notice (暂定). ``finished_at`` is
    when the unit's result came in. ``phones`` are joined by 、.
    """

    id: int
    number: str
    title: str
    content: str
    caller: str
    phones: str
    address: str
    confidential: bool
    level: Level
    stage: Stage
    round: int
    unit: str
    called_at: datetime | None
    received_at: datetime | None
    handed_on: datetime | None
    due: datetime | None
    planned: bool
    provisional: bool
    finished_at: datetime | None
    closed_at: datetime | None
    urges: int
    origin: Origin
    platform_state: str
    request_type: str = ""
    place: str = ""


HIDDEN = "（保密）"


class SortKey(StrEnum):
    """What the list can be ordered by; the value is the column's caption."""

    DUE = "期限"
    NEWEST = "登记先后"
    NUMBER = "工单编号"
    CALLED = "来电日期"
    LEVEL = "级别"
    STAGE = "阶段"
    UNIT = "承办单位"


class CountedBy(NamedTuple):
    """The number of the figures that a list shows the tickets of: its word, the unit, and the days.

    ``unit`` is empty for the number of the whole town.
    """

    measure: str
    unit: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """What the list is narrowed to; an empty part narrows nothing.

    ``search`` matches number, 转办编号, phone tail, name, address, title and content; several words must all be there.
    ``open_only`` leaves out closed, archived and history tickets. ``task`` is the word of what the ticket waits for
    next, ``pending`` one of the words that run beside its stages (退单待审 …). ``number`` is one whole 工单编号.
    ``called_from`` and ``called_to`` are days of the call, both included. ``batch`` is an import's id, ``taken_by`` the
    name of a clerk who took a step on the ticket. ``unaccepted`` are tickets that their unit has not taken on half a
    working day after the hand-over. ``ids`` are tickets that were chosen by hand, ``counted`` those
    that a number of the statistics counts.
    """

    search: str = ""
    stages: tuple[Stage, ...] = ()
    levels: tuple[Level, ...] = ()
    units: tuple[str, ...] = ()
    request_types: tuple[RequestType, ...] = ()
    lights: tuple[str, ...] = ()
    provisional: bool | None = None
    open_only: bool = False
    history: bool | None = None
    task: str = ""
    pending: str = ""
    number: str = ""
    called_from: date | None = None
    called_to: date | None = None
    categories: tuple[str, ...] = ()
    exemptions: tuple[str, ...] = ()
    batch: int = 0
    taken_by: str = ""
    unaccepted: bool = False
    ids: tuple[int, ...] = ()
    counted: CountedBy | None = None


# Rows that a list asks for at a time: more than the tallest screen shows, and no more to wait for than that.
PAGE_ROWS = 100


class PageKey(NamedTuple):
    """Where a page of the list ends: the sort value and id of its last row."""

    value: str | int | None
    id: int


class HistoryLine(NamedTuple):
    """One entry of a record's history as it is shown; ``withdrawn`` where it was taken back later (撤回)."""

    sequence: int
    round: int
    step: str
    label: str
    clause: str
    at: datetime
    recorded_at: datetime
    by: str
    values: Values
    before: Mapping[str, str]
    after: Mapping[str, str]
    withdrawn: bool = False


class UnitSummary(NamedTuple):
    """A unit (承办单位) with its leader (条线分管领导), the person to call, and other words for it (别名)."""

    id: int
    name: str
    group: UnitGroup
    leader: str
    contact: str
    phone: str
    active: bool = True
    aliases: tuple[str, ...] = ()


class AttachmentSummary(NamedTuple):
    """A file kept with a ticket; ``digest`` is the SHA-256 of its content."""

    id: int
    name: str
    kind: str
    size: int
    digest: str
    added_at: datetime
    added_by: str


class PrintedPaper(NamedTuple):
    """A paper that was printed and, until ``returned_on``, waits for its signed original (待签字回收).

    ``withdrawn`` tells of one whose step was taken back: nobody waits for it (已撤回), nor for one ``given_up``
    (不再等). ``nth`` says which paper of its kind it is, from 1: of the first request, the second round …; 0 where
    that was not noted.
    """

    id: int
    ticket_number: str
    kind: str
    state: str
    printed_at: datetime
    printed_by: str
    unit: str
    returned_on: date | None
    withdrawn: bool = False
    nth: int = 0
    given_up: bool = False

    @property
    def is_out(self) -> bool:
        """Whether its signed original is waited for."""
        return self.returned_on is None and not self.given_up and not self.withdrawn

    @property
    def labels(self) -> dict[str, str]:
        """Which print it is, in the words of the office's own history."""
        printed = f"{self.printed_at:%Y-%m-%d %H:%M} {self.printed_by}"
        return {"表格": f"{self.kind}（{self.state}）", "编号": self.ticket_number, "打印": printed}


class Changes(NamedTuple):
    """What a write changed, so that open views know what to refresh."""

    tickets: frozenset[int] = frozenset()
    units: bool = False
    cases: bool = False
    settings: bool = False
    papers: bool = False
    everything: bool = False

    @classmethod
    def of(cls, *parts: Changes) -> Changes:
        """What several writes changed together."""
        return cls(
            frozenset[int]().union(*(part.tickets for part in parts)),
            *(any(getattr(part, name) for part in parts) for name in _VIEWS),
        )


_VIEWS = ("units", "cases", "settings", "papers", "everything")
