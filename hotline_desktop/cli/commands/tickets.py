"""``tickets``, ``show``, ``do``: the list, one ticket, and a step taken on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from hotline_desktop.app import look_in
from hotline_desktop.cli.arguments import one_of, one_word, positive
from hotline_desktop.cli.commands.named_unit import named_unit
from hotline_desktop.cli.options import Commands, add_command, add_full
from hotline_desktop.cli.record_names import TICKET_NAMES
from hotline_desktop.cli.rows import HEADER, TicketRows, first_lines
from hotline_desktop.cli.session import Session
from hotline_desktop.cli.text import table_parts
from hotline_desktop.domain.records.summaries import PageKey, SortKey, TicketFilter, TicketSummary
from hotline_desktop.domain.terms.options import RequestType, Stage
from hotline_desktop.domain.time.deadline import Light

if TYPE_CHECKING:
    from hotline_desktop.services.first_look import FirstRows
    from hotline_desktop.services.office import Office

PROVISIONAL = "暂定"
_PAGE_BEHIND = 2_000  # when the first one is out, nobody waits for the next line any more
_PAGE = 200
ANYTHING = TicketFilter()


def add_to(commands: Commands) -> None:
    """Adds the three commands."""
    listed = add_command(commands, "tickets", list_tickets, "列出工单，期限早的在前", json=True, records=False)
    listed.add_argument("--search", metavar="词", default="", help="编号、电话尾号、姓名、地址、标题或内容里的词")
    listed.add_argument("--stage", metavar="阶段", type=one_of(Stage), help="、".join(Stage))
    listed.add_argument("--unit", metavar="单位", default="", help="承办单位")
    listed.add_argument("--type", metavar="诉求类型", type=one_of(RequestType), help="、".join(RequestType))
    lights = (*Light, PROVISIONAL)
    listed.add_argument("--light", metavar="期限灯", type=one_word(lights), help="、".join(lights))
    listed.add_argument("--limit", metavar="件数", type=positive, help="最多列出几件")
    add_full(listed)
    TICKET_NAMES.add_to(commands, show, do).add_argument("--clauses", action="store_true", help="也写出所引条款的原文")


def _held_by(office: Office, unit: str) -> int:
    return office.tickets.count(TicketFilter(units=(unit,)))


def list_tickets(session: Session) -> None:
    """Lists what the filters leave."""
    args = session.args
    filter = TicketFilter(
        search=args.search,
        stages=(args.stage,) if args.stage else (),
        units=(args.unit,) if args.unit else (),
        request_types=(args.type,) if args.type else (),
        lights=(args.light,) if args.light and args.light != PROVISIONAL else (),
        provisional=True if args.light == PROVISIONAL else None,
    )
    first = None if args.full or filter != ANYTHING else _looked_at(session)
    if first is not None:
        _list_on(session, first)
        return
    with session.office() as office:
        if args.unit:
            filter = replace(filter, units=(named_unit(office, args.unit, partial(_held_by, office), "工单"),))
        rows = TicketRows.of(office, session.clock(), args.full)
        if args.full:
            office.tickets.shown_in_full("命令行列出工单", session.by)
        _tell_rows(session, rows, _pages(office, filter, args.limit), lambda: office.tickets.count(filter))


def _looked_at(session: Session) -> FirstRows | None:
    from hotline_desktop.services.first_look import first_rows

    limit = min(session.args.limit or _PAGE, _PAGE)
    return look_in(session.data_dir, lambda folder, resources: first_rows(folder, limit, resources))


def _list_on(session: Session, first: FirstRows) -> None:
    """Lists the rows of a first look at once; the office is opened behind them, and goes on with the list."""
    limit = session.args.limit
    rows = TicketRows(session.clock(), first.calendar, first.rules)
    with ExitStack() as until_shown:
        offices: list[Office] = []

        def office() -> Office:
            if not offices:
                session.console.finish()
                offices.append(until_shown.enter_context(session.office()))
            return offices[0]

        def listed() -> Iterator[TicketSummary]:
            yield from first.rows
            if first.next is not None and limit != len(first.rows):
                left = None if limit is None else limit - len(first.rows)
                yield from _pages(office(), ANYTHING, left, first.next)

        _tell_rows(session, rows, listed(), lambda: office().tickets.count(ANYTHING))
        office()  # which has its say too where everything was told without it


def _tell_rows(session: Session, rows: TicketRows, found: Iterator[TicketSummary], count: Callable[[], int]) -> None:
    if session.as_json:
        session.console.json_list(rows.as_json(row) for row in found)
        return
    parts = iter(lambda: [rows.as_cells(row) for row in islice(found, _PAGE)], [])
    first, listed = next(parts, None), 0
    for part in table_parts(HEADER, chain([first], parts)) if first else ():
        session.console.say(part)
        listed += part.count("\n") + 1
    listed = max(listed - 1, 0)  # the head is none
    number = count()
    session.console.say(f"共 {number} 件" + (f"，列出 {listed} 件" if listed < number else ""))


def _pages(
    office: Office, filter: TicketFilter, left: int | None, after: PageKey | None = None
) -> Iterator[TicketSummary]:
    """The rows of every page from ``after`` on, at most ``left``, fetched as they are asked for."""
    size = _PAGE
    while left is None or left > 0:
        page = office.tickets.page(filter, SortKey.DUE, False, after, size if left is None else min(size, left))
        size = _PAGE_BEHIND
        yield from page.rows
        after = page.next
        if after is None:
            return
        if left is not None:
            left -= len(page.rows)


def show(session: Session) -> None:
    """Shows one ticket with its history and its steps, its first lines before the office is opened."""
    said = 0 if session.args.full or session.as_json else _begin(session)
    from hotline_desktop.cli.commands import one_record
    from hotline_desktop.cli.commands.one_ticket import TICKET

    one_record.show(session, TICKET, said)


def do(session: Session) -> None:
    """Takes a step, or registers a new ticket."""
    from hotline_desktop.cli.commands import one_record
    from hotline_desktop.cli.commands.one_ticket import TICKET

    one_record.do(session, TICKET)


def _begin(session: Session) -> int:
    """Writes what a first look tells of the ticket; how many lines that is."""
    from hotline_desktop.services.first_look import first_ticket

    number = session.args.number.strip()
    found = look_in(session.data_dir, lambda folder, resources: first_ticket(folder, number, resources))
    if found is None:
        return 0
    lines = first_lines(found.row, found.transfer_number, TicketRows(session.clock(), found.calendar, found.rules))
    session.console.say("\n".join(lines))
    session.console.finish()
    return len(lines)
