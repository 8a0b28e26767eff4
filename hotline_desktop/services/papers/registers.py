"""备案登记簿, 工单台账 and 案源库台账: on screen, as Excel and as PDF; masked unless someone asks for everything."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from hotline_desktop.domain.papers.ledgers import candidate_line, case_line, ledger_lines
from hotline_desktop.domain.papers.register_sheets import (
    COLUMNS,
    CaseLedger,
    CaseLine,
    LedgerLine,
    RegisterColumn,
    RegisterLine,
    RegisterSheet,
    SheetHead,
    TicketLedger,
)
from hotline_desktop.domain.papers.registers import (
    OPENING_STEPS,
    Line,
    Period,
    RegisterKind,
    case_register_lines,
    register_lines,
)
from hotline_desktop.domain.papers.rows_as_taken import RowsAsTaken
from hotline_desktop.domain.records.summaries import TicketSummary
from hotline_desktop.domain.supervision.candidates import CandidateSummary
from hotline_desktop.domain.supervision.case import CaseFilter
from hotline_desktop.domain.terms.progress import Progress, counted
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.labels import value_as_text
from hotline_desktop.services.foundation.beside_others import beside_others
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.foundation.ledger import short_text
from hotline_desktop.services.papers.writer import PaperWriter
from hotline_desktop.services.records.candidate_lines import each_candidate, found_by_rules
from hotline_desktop.storage.chain import chain
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.records import cases, pool, registers, tickets
from hotline_desktop.storage.tables.bulk import portions

PREVIEWED = 500
MASKED, FULL = "姓名、电话已隐去", "完整数据"
_REPORT_EVERY = 200
_LINES: dict[RegisterKind, type[Any]] = {RegisterKind.TICKETS: LedgerLine, RegisterKind.CASES: CaseLine}
_SHEETS: dict[RegisterKind, type[Any]] = {RegisterKind.TICKETS: TicketLedger, RegisterKind.CASES: CaseLedger}


@dataclass(frozen=True, slots=True)
class Preview:
    """The first lines of a register, and how many it has."""

    lines: tuple[Line, ...]
    count: int


class _Matter(NamedTuple):
    """One matter of the pool: since when, its tickets, a case by its id or what the rules found, and what ended it."""

    since: str
    ticket_numbers: tuple[str, ...]
    what: int | CandidateSummary
    ended: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """The numbered lines of a register, worked out as they are taken, and how many there will be."""

    lines: Iterable[Line]
    count: int


def columns(kind: RegisterKind) -> tuple[RegisterColumn, ...]:
    """The columns of a register on screen and in Excel."""
    return COLUMNS[_LINES.get(kind, RegisterLine)]


class Registers:
    """What a clerk can ask of registers. Confidential callers and ID numbers are hidden whatever is asked for."""

    def __init__(self, office: OfficeContext, papers: PaperWriter) -> None:
        self._office, self._papers = office, papers

    def rows(
        self, kind: RegisterKind, period: Period, full: bool = False, progress: Progress | None = None
    ) -> tuple[Line, ...]:
        """Every line of the register in its order, numbered from 1. ``full`` shows names and phones."""
        with self._office.db.read() as c:
            return tuple(self._found(c, kind, period, full, progress).lines)

    def preview(self, kind: RegisterKind, period: Period, limit: int = PREVIEWED) -> Preview:
        """The first ``limit`` lines, masked, and the number of all."""
        with self._office.db.read() as c:
            found = self._found(c, kind, period, False, None, limit)
            return Preview(tuple(islice(found.lines, limit)), found.count)

    @beside_others()
    def to_excel(
        self, kind: RegisterKind, period: Period, out: Path, full: bool, by: str, progress: Progress | None = None
    ) -> int:
        """Writes the register to ``out``; how many lines it has. ``full`` is written into the office's history.

        Raises WriteError, Cancelled; an old file stays as it was then, and nothing is written into the history.
        """
        from hotline_desktop.exchange.writing.writer import Layout, write_table

        self._office.may(Right.LOOK)
        shown = columns(kind)
        layout = Layout(kind.value, tuple(column.width for column in shown))
        with self._office.db.aside() as c:
            lines = self._found(c, kind, period, full, progress).lines
            of = attrgetter(*(column.key for column in shown))
            cells = (tuple([cell or "" for cell in of(line)]) for line in lines)
            settle = self._remembering(kind, period, out, full, by)
            return write_table(out, tuple(column.caption for column in shown), cells, layout, settle)

    @beside_others()
    def to_pdf(
        self, kind: RegisterKind, period: Period, out: Path, full: bool, by: str, progress: Progress | None = None
    ) -> int:
        """As ``to_excel``, as a PDF to be printed: A4 across, with the heads on each page and page numbers.

        Raises HotlineError where the file cannot be written, DefinitionError, Cancelled.
        """
        self._office.may(Right.LOOK)
        settle = self._remembering(kind, period, out, full, by)
        with self._office.db.aside() as c:
            # The lines of a ledger, which may be very many, are worked out as they are set.
            at_once = kind is not RegisterKind.TICKETS
            printed = self._papers.row_fields(kind.paper, "lines")
            found = self._found(c, kind, period, full, _first_half(progress) if at_once else None, fields=printed)
            lines = tuple(found.lines) if at_once else RowsAsTaken(found.lines, found.count)
            settings = self._office.settings(c)
            sheet: SheetHead = _SHEETS.get(kind, RegisterSheet)(
                town=settings.town,
                center=settings.center,
                title=kind.value,
                period=period.as_text,
                count=str(len(lines)),
                data=FULL if full else MASKED,
                dated=self._office.now().date(),
                record_end=short_text(chain.head(c)),
                lines=lines,
            )
            reporting = _second_half(progress, len(lines)) if at_once else _whole(progress, len(lines))
            self._papers.render_long(kind.paper, sheet, _state(kind), out, reporting, lambda: settle(len(lines)))
        return len(lines)

    # -- inside --------------------------------------------------------------------------------------------

    def _found(
        self,
        c: Connection,
        kind: RegisterKind,
        period: Period,
        full: bool,
        progress: Progress | None,
        limit: int | None = None,
        fields: frozenset[str] | None = None,
    ) -> _Found:
        if kind is RegisterKind.TICKETS:
            count = registers.count_received(c, *period)
            rows = counted(registers.received(c, *period, limit), count, progress, _REPORT_EVERY)
            return _Found(ledger_lines(rows, self._office.light(c), full, fields), count)
        if kind is RegisterKind.CASES:
            matters = sorted(self._matters(c, period), key=lambda one: one.since)
            lines = _lines_of(c, matters[:limit], full)
            return _Found(_numbered(counted(lines, len(matters), progress, _REPORT_EVERY)), len(matters))
        ids = registers.ids_with_step(c, OPENING_STEPS[kind], period.first)
        known = counted(tickets.load_each(c, ids), len(ids), progress, _REPORT_EVERY)
        asked = [line for _id, ticket in known for line in register_lines(kind, ticket, period, full)]
        if kind is RegisterKind.EXTENSION:
            for part in portions(cases.load_each(c, registers.cases_with_extensions(c, period.first))):
                about = _about(c, (case.ticket_numbers for _id, case in part))
                for (_id, case), named in zip(part, about, strict=True):
                    asked += case_register_lines(case, named, period, full)
        asked.sort(key=lambda line: (line.day or "", _by_number(line.number or "")))
        return _Found(_numbered(asked), len(asked))

    def _matters(self, c: Connection, period: Period) -> Iterator[_Matter]:
        """What was taken up, declined or still waits: nothing disappears. 督办二（五）3."""
        for summary in cases.all(c, CaseFilter()):
            if period.holds(summary.opened_at):
                yield _Matter(value_as_text(summary.opened_at) or "", summary.ticket_numbers, summary.id)
        for candidate in found_by_rules(self._office, c):
            if period.holds(candidate.since):
                yield _Matter(value_as_text(candidate.since) or "", candidate.ticket_numbers, candidate)
        ended = pool.ended(c, self._office.settings(c).repeat_count)
        for gone, candidate in zip(ended, each_candidate(c, [one.found for one in ended]), strict=True):
            if period.holds(candidate.since):
                note = f"{gone.why}（{gone.at:%Y-%m-%d %H:%M} {gone.by}）"
                yield _Matter(value_as_text(candidate.since) or "", candidate.ticket_numbers, candidate, note)

    def _remembering(
        self, kind: RegisterKind, period: Period, out: Path, full: bool, by: str
    ) -> Callable[[int], AbstractContextManager[object]]:
        """The context in which a finished file takes its place, given its number of lines; remembers a full export."""

        def settle(count: int) -> AbstractContextManager[None]:
            details = {"文件": out.name, "件数": str(count), "期间": period.as_text}
            return self._office.remembered(f"完整导出{kind.value}", by, details)

        return settle if full else nullcontext


def _numbered(lines: Iterable[Line]) -> Iterator[Line]:
    for place, line in enumerate(lines, start=1):
        yield replace(line, place=str(place))


def _first_half(progress: Progress | None) -> Progress | None:
    """Progress of gathering lines, which have to be drawn after that."""
    return (lambda done, total: progress(done, 2 * total)) if progress else None


def _whole(progress: Progress | None, total: int) -> Callable[[int], object] | None:
    return (lambda done: progress(done, total)) if progress else None


def _second_half(progress: Progress | None, total: int) -> Callable[[int], object] | None:
    return (lambda done: progress(total + done, 2 * total)) if progress else None


def _lines_of(c: Connection, matters: Iterable[_Matter], full: bool) -> Iterator[CaseLine]:
    """The lines of the pool, some hundred matters read at once."""
    for part in portions(matters):
        own = dict(cases.load_each(c, (one.what for one in part if isinstance(one.what, int))))
        for one, about in zip(part, _about(c, (one.ticket_numbers for one in part)), strict=True):
            if isinstance(one.what, int):
                yield case_line(own[one.what], about, full)
            else:
                yield candidate_line(one.what, about, full, one.ended)


def _about(c: Connection, numbers: Iterable[tuple[str, ...]]) -> Iterator[tuple[TicketSummary, ...]]:
    """For each of several records the tickets that it names, in the order of their entry."""
    named = list(numbers)
    ids = tickets.known(c, dict.fromkeys(number for each in named for number in each))
    lines = {line.id: line for line in tickets.summaries_of(c, ids.values())}
    for each in named:
        own = sorted({ids[number] for number in each if number in ids})
        yield tuple(lines[ticket_id] for ticket_id in own if ticket_id in lines)


def _by_number(text: str) -> tuple[int, ...]:
    """Numbers in order of their figures: 9号 before 10号."""
    return tuple(map(int, re.findall(r"[0-9]+", text)))


def _state(kind: RegisterKind) -> str:
    """The state of the paper: the kind of request, where several share one."""
    return kind.value.removesuffix("登记簿") if kind in OPENING_STEPS else "台账"
