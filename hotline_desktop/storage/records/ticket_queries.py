"""Lists of tickets: filtered, ordered and paged by key in the database, quick at a million rows.

There are two ways to a page. Where few tickets match, they are found first and then put in order. Where many do, the
list is walked in its order, and the first ones that match are near. Which way it is, a bounded count tells.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, bindparam, func, literal_column, or_, select

from hotline_desktop.domain.records.summaries import PageKey, SortKey, TicketFilter, TicketSummary
from hotline_desktop.domain.statistics.counting import CountedSpan, Measure
from hotline_desktop.domain.terms.options import Level, Origin, Stage
from hotline_desktop.domain.time.deadline import Light, LightBounds
from hotline_desktop.storage.engines.statements import BY_ROW, led
from hotline_desktop.storage.figures import statistics
from hotline_desktop.storage.records.projection import CLOSED, FINISHED, NO_CLOCK, SUMMARY_COLUMNS
from hotline_desktop.storage.searching import search
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.bulk import portions, streamed
from hotline_desktop.storage.tables.codes import LEVEL_CODES, ORIGIN_CODES, STAGE_CODES
from hotline_desktop.storage.tables.row_values import ORDERED_BY, bound_text, page_of, summaries

_t = schema.tickets.c
_ORDERS: dict[SortKey, tuple[ColumnElement[Any], ...]] = {
    SortKey.DUE: (_t.due_order,),
    SortKey.NEWEST: (),
    SortKey.NUMBER: (_t.number,),
    SortKey.CALLED: (_t.called_at,),
    SortKey.LEVEL: (_t.level, _t.due_order),
    SortKey.STAGE: (_t.stage, _t.due_order),
    SortKey.UNIT: (_t.unit, _t.due_order),
}
# The index by which the rows are reached, for engines that are told (SQLite); others find out by their statistics.
_BY_ID = BY_ROW
_WALK = "ix_tickets_walk"
_ORDER_INDEXES = {
    SortKey.DUE: _WALK,
    SortKey.NEWEST: _BY_ID,
    SortKey.NUMBER: "uq_tickets_number",
    SortKey.CALLED: "ix_tickets_called_at",
    SortKey.LEVEL: "ix_tickets_level_due_order",
    SortKey.STAGE: "ix_tickets_stage_due_order",
    SortKey.UNIT: "ix_tickets_unit_due_order",
}
_PENDING = "ix_tickets_pending"
_OF_BATCH = "ix_tickets_batch_id"
_FEW = 20_000  # rows that are found one by one and put in order faster than a list is walked
_WALKED = 10_000  # tickets whose texts are tested before they are looked up in the index of words after all
_PARTS = (250, 1_000, 4_000, 16_000, 32_000)  # ids that are looked up together: the first match is near, or far away
# Where a page's rows hold the texts that are searched.
_TEXT_PLACES = {column.name: place for place, column in enumerate((*SUMMARY_COLUMNS, _t.transfer_number))}
assert len(_TEXT_PLACES) == ORDERED_BY
_RUNNING = frozenset((Light.OVERDUE, Light.TODAY, Light.NEAR, Light.NOT_DUE))


def page(
    c: Connection,
    filter: TicketFilter,
    sort: SortKey,
    descending: bool,
    after: PageKey | None,
    limit: int,
    bounds: LightBounds,
) -> tuple[list[TicketSummary], PageKey | None]:
    """The first ``limit`` rows behind ``after``, and where the next page goes on; None behind the last row."""
    near = _near(c, filter, sort, descending, after, limit + 1, bounds) if filter.search else None
    if near is not None:
        return page_of(near, limit)
    listed = _listed(c, filter, sort, descending, bounds)
    found: list[Row[Any]] = []
    for part in _behind(listed, sort, descending, after):
        found += c.execute(part.limit(limit + 1 - len(found))).all()
        if len(found) > limit:
            break
    return page_of(found, limit)


def _behind(listed: Select[Any], sort: SortKey, descending: bool, after: PageKey | None) -> Iterator[Select[Any]]:
    """What of ``listed`` lies behind ``after``, as stretches of its order one after another.

    Stretch by stretch, because SQLite does not find its way into an index by several columns together: with a million
    tickets of one deadline it would walk through all of them.
    """
    if after is None:
        yield listed
        return
    columns, reached = (*_ORDERS[sort], _t.id), (*json.loads(str(after.value)), after.id)
    for depth in range(len(columns) - 1, -1, -1):
        column, value = columns[depth], reached[depth]
        same = [known == there for known, there in zip(columns[:depth], reached[:depth], strict=True)]
        yield listed.where(*same, column < value if descending else column > value)


def _near(
    c: Connection,
    filter: TicketFilter,
    sort: SortKey,
    descending: bool,
    after: PageKey | None,
    most: int,
    bounds: LightBounds,
) -> list[Row[Any]] | None:
    """Walks the list in its order for the first ``most`` tickets with words that many tickets hold.

    None where matches are not near, or where too few tickets hold the words.
    """
    if search.is_quickly_tested(filter.search):
        if not search.is_in_many(c, filter.search):
            return None
        listed = _listed(c, replace(filter, search=""), sort, descending, bounds)
        return _looked_up(c, listed, sort, descending, after, filter.search, most)
    if not search.is_common(c, filter.search):
        return None
    if after is None and filter == TicketFilter(search=filter.search):
        tests = [_whole_list_tested(sort, descending, filter.search)]
    else:
        listed = _listed(c, replace(filter, search=""), sort, descending, bounds)
        tests = [_tested(part, filter.search) for part in _behind(listed, sort, descending, after)]
    found: list[Row[Any]] = []
    for test in tests:
        found += c.execute(test.limit(most - len(found))).all()
        if len(found) == most:
            return found
    return None


def _looked_up(
    c: Connection, listed: Select[Any], sort: SortKey, descending: bool, after: PageKey | None, words: str, most: int
) -> list[Row[Any]] | None:
    """Walks ids alone, part by part, and asks the index of words which of them match."""
    order = listed.with_only_columns(_t.id, *_ORDERS[sort])
    found: list[int] = []
    looked = 0
    for largest in _PARTS:
        # Twice as many as are likely to hold what is lacking.
        size = min(largest, 2 * (most - len(found)) * looked // len(found)) if found else largest
        part: list[Row[Any]] = []
        for stretch in _behind(order, sort, descending, after):
            part += c.execute(stretch.limit(size - len(part))).all()
            if len(part) == size:
                break
        looked += len(part)
        ids = [row[0] for row in part]
        matching = search.holding(c, words, ids)
        found += [ticket_id for ticket_id in ids if ticket_id in matching]
        if len(found) >= most or len(part) < size:
            return _rows_of(c, found[:most], sort)
        after = PageKey(json.dumps(list(part[-1][1:])), ids[-1])
    return None


def _rows_of(c: Connection, ids: Sequence[int], sort: SortKey) -> list[Row[Any]]:
    """What a page reads of these tickets, in their order."""
    listed = _rows_in_order(sort, False).order_by(None).where(_t.id.in_(bindparam("ids")))
    rows = {row[0]: row for part in portions(ids) for row in c.execute(listed, {"ids": part}).all()}
    return [rows[ticket_id] for ticket_id in ids]


@lru_cache(maxsize=16)
def _whole_list_tested(sort: SortKey, descending: bool, words: str) -> Select[Any]:
    """See :func:`_tested`; of the whole list, which is what is searched mostly."""
    return _tested(_led(_rows_in_order(sort, descending), _ORDER_INDEXES[sort]), words)


def _tested(stretch: Select[Any], words: str) -> Select[Any]:
    """Those of the next tickets that hold every word."""
    named = [column.label(f"c{place}") for place, column in enumerate(stretch.selected_columns)]
    near = stretch.with_only_columns(*named).limit(_WALKED).subquery()
    return select(near).where(search.tested(words, {name: near.c[f"c{place}"] for name, place in _TEXT_PLACES.items()}))


def each(
    c: Connection, filter: TicketFilter, sort: SortKey, descending: bool, bounds: LightBounds
) -> Iterator[TicketSummary]:
    """Every row in order, a few at a time in memory; to be used up inside the transaction."""
    listed = _listed(c, filter, sort, descending, bounds).with_only_columns(*SUMMARY_COLUMNS)
    for part in streamed(c, listed):
        yield from summaries(part)


def counts(c: Connection, asked: Sequence[TicketFilter], bounds: LightBounds) -> tuple[int, ...]:
    """How many tickets match each of ``asked``, none of which has words or a number of the statistics."""
    moments = {name: bound_text(moment) for name, moment in bounds._asdict().items()}
    return tuple(c.execute(_counting(tuple(asked)), moments).one())


@lru_cache(maxsize=16)
def _counting(asked: tuple[TicketFilter, ...]) -> Select[Any]:
    """The statement, built once for all moments: building it takes as long as the answer."""
    named: Any = map(bindparam, LightBounds._fields)
    return counting(asked, LightBounds(*named))


def counting(asked: Iterable[TicketFilter], bounds: LightBounds) -> Select[Any]:
    """One statement with a number for each of ``asked``. Open tickets, which are few, are walked once for all."""

    def number(filter: TicketFilter) -> ColumnElement[int]:
        if filter.open_only and not filter.pending:
            return func.count().filter(*_conditions(filter, bounds))
        return _counted(filter, bounds).scalar_subquery()

    columns: list[Any] = [number(filter) for filter in asked]
    counted = select(*columns).select_from(schema.tickets).where(_t.due_order < CLOSED)
    return _led(counted, _WALK)


def first(limit: int) -> Select[Any]:
    """What :func:`page` reads of all tickets in the order of their deadlines."""
    sort = SortKey.DUE
    columns = (*_ORDERS[sort], _t.id)
    listed = select(*SUMMARY_COLUMNS).add_columns(_t.transfer_number, *_ORDERS[sort]).order_by(*columns).limit(limit)
    return _led(listed, _ORDER_INDEXES[sort])


def numbered(number: str) -> Select[Any]:
    """The ticket of that 工单编号, with its 转办编号."""
    return select(*SUMMARY_COLUMNS, _t.transfer_number).where(_t.number == number)


def first_open(bounds: LightBounds, limit: int) -> Select[Any]:
    """The open tickets whose deadline comes first."""
    filter = TicketFilter(open_only=True)
    where = _conditions(filter, bounds)
    listed = select(*SUMMARY_COLUMNS).where(*where).order_by(*_ORDERS[SortKey.DUE], _t.id).limit(limit)
    return _led(listed, _found_by(filter, where))


def count(c: Connection, filter: TicketFilter, bounds: LightBounds, most: int | None = None) -> int:
    """How many tickets match; counting stops at ``most``."""
    if not filter.search:
        return int(c.execute(_counted(filter, bounds, most)).scalar_one())
    where = _conditions(filter, bounds)
    if not where:
        return search.count(c, filter.search, most)
    few = not search.is_held_by(c, filter.search, _FEW)
    where.append(search.matching(filter.search, walked=not few))
    return int(c.execute(_number_of(where, _BY_ID if few else _WALK, most)).scalar_one())


def _counted(filter: TicketFilter, bounds: LightBounds, most: int | None = None) -> Select[Any]:
    """The number of tickets that match what needs no search."""
    where = _conditions(filter, bounds)
    return _number_of(where, _found_by(filter, where) if where else "", most)


def _number_of(where: list[ColumnElement[bool]], way: str, most: int | None) -> Select[Any]:
    if most is None:
        return _led(select(func.count()).select_from(schema.tickets).where(*where), way)
    return select(func.count()).select_from(_led(select(_t.id).where(*where).limit(most), way).subquery())


def _listed(c: Connection, filter: TicketFilter, sort: SortKey, descending: bool, bounds: LightBounds) -> Select[Any]:
    """All that match in order, found by the way that is near."""
    where = _conditions(filter, bounds)
    if filter.search:
        few = not search.is_held_by(c, filter.search, _FEW)
        where.append(search.matching(filter.search, walked=not few))
        way = _BY_ID if few else _ORDER_INDEXES[sort]
    else:
        way = _way(c, filter, sort, where)
    listed = _rows_in_order(sort, descending)
    return _led(listed.where(*where) if where else listed, way)


@lru_cache(maxsize=2 * len(SortKey))
def _rows_in_order(sort: SortKey, descending: bool) -> Select[Any]:
    """The query of all tickets as a page reads them: summary, 转办编号, sort keys. Built once: it takes a while."""
    columns = (*_ORDERS[sort], _t.id)
    listed = select(*SUMMARY_COLUMNS, _t.transfer_number, *_ORDERS[sort])
    return listed.order_by(*(column.desc() if descending else column for column in columns))


def _way(c: Connection, filter: TicketFilter, sort: SortKey, where: list[ColumnElement[bool]]) -> str:
    """The index hint for SQLite; empty where one index answers filter and order together, which it finds by itself."""
    if not where:
        return _ORDER_INDEXES[sort]
    found_by = _found_by(filter, where)
    if sort is SortKey.DUE:
        return found_by
    probe = _led(select(_t.id).where(*where).limit(_FEW), found_by).subquery()
    many = c.execute(select(func.count()).select_from(probe)).scalar_one() == _FEW
    return _ORDER_INDEXES[sort] if many else found_by


def _found_by(filter: TicketFilter, where: list[ColumnElement[bool]]) -> str:
    """The index by which tickets are found in the order of deadlines; empty where it is the filtered column's own."""
    if filter.ids:
        return _BY_ID
    if filter.number:
        return _ORDER_INDEXES[SortKey.NUMBER]
    if filter.batch:
        return _OF_BATCH
    if filter.counted is not None:
        return ""
    if filter.pending:
        return _PENDING
    if filter.called_from or filter.called_to:
        return _ORDER_INDEXES[SortKey.CALLED]
    return "" if len(where) == 1 and _one_value(filter) else _WALK


def _one_value(filter: TicketFilter) -> bool:
    """Whether the filter names one value of one column that has its own index in the order of deadlines."""
    named = (filter.stages, filter.levels, filter.units, filter.request_types, (filter.task,) if filter.task else ())
    return sum(len(tuple(values)) for values in named) == 1


def _led(statement: Select[Any], way: str) -> Select[Any]:
    return led(statement, schema.tickets, way)


def _conditions(filter: TicketFilter, bounds: LightBounds) -> list[ColumnElement[bool]]:
    """Everything but the search."""
    found: list[ColumnElement[bool]] = []
    for column, values in (
        (_t.stage, [STAGE_CODES[stage] for stage in filter.stages]),
        (_t.level, [LEVEL_CODES[level] for level in filter.levels]),
        (_t.unit, list(filter.units)),
        (_t.request_type, [each.value for each in filter.request_types]),
        (_t.task, [filter.task] if filter.task else []),
        (_t.number, [filter.number] if filter.number else []),
        (_t.category, list(filter.categories)),
        (_t.exemption, list(filter.exemptions)),
        (_t.batch_id, [filter.batch] if filter.batch else []),
        (_t.id, list(filter.ids)),
    ):
        if values:
            found.append(column == values[0] if len(values) == 1 else column.in_(values))
    if filter.pending:
        found += [_t.pending != literal_column("''"), _t.pending.contains(filter.pending, autoescape=True)]
    if filter.provisional is not None:
        found.append(_t.provisional == int(filter.provisional))
    if filter.history is not None:
        history = ORIGIN_CODES[Origin.HISTORY]
        found.append(_t.origin == history if filter.history else _t.origin != history)
    if filter.open_only:
        found.append(_t.due_order < CLOSED)
    found += _called(filter)
    if filter.taken_by:
        entries = schema.ticket_entries.c
        found.append(select(entries.by).where(entries.ticket_id == _t.id, entries.by == filter.taken_by).exists())
    if filter.unaccepted:
        waiting = _t.stage == STAGE_CODES[Stage.TO_ACCEPT]
        found += [waiting, _t.return_due != "", _t.return_due < _bound(bounds.now)]
    if filter.counted is not None:
        by = filter.counted
        span = CountedSpan(by.first, by.last, bounds.now)
        found.append(_t.id.in_(statistics.tickets_behind(Measure(by.measure), by.unit, span)))
    if filter.lights:
        found += _lights(frozenset(Light(word) for word in filter.lights), bounds)
    return found


def _called(filter: TicketFilter) -> list[ColumnElement[bool]]:
    """Days as the column holds moments: from the first minute of the first to the last of the last."""
    found: list[ColumnElement[bool]] = []
    if filter.called_from is not None:
        found.append(_t.called_at >= filter.called_from.isoformat())
    if filter.called_to is not None:
        found.append(_t.called_at < (filter.called_to + timedelta(days=1)).isoformat())
        if filter.called_from is None:
            found.append(_t.called_at != "")
    return found


def _bound(moment: Any) -> Any:
    return bound_text(moment) if isinstance(moment, datetime) else moment


def _lights(lights: frozenset[Light], bounds: LightBounds) -> list[ColumnElement[bool]]:
    """``due_order`` says where a ticket stands: a moment while its deadline runs, one of three digits after that."""
    due = _t.due_order
    now, tomorrow = _bound(bounds.now), _bound(bounds.tomorrow)
    urgent = _t.level == LEVEL_CODES[Level.URGENT]
    near = or_(
        and_(urgent, due <= _bound(bounds.urgent_near_until)),
        and_(~urgent, due < _bound(bounds.near_until)),
    )
    meant: dict[Light, ColumnElement[bool]] = {
        Light.OVERDUE: due < now,
        Light.TODAY: and_(due >= now, due < tomorrow),
        Light.NEAR: and_(due >= now, due >= tomorrow, due < NO_CLOCK, near),
        Light.NOT_DUE: and_(due >= now, due >= tomorrow, due < NO_CLOCK, ~near),
        Light.NO_CLOCK: and_(due >= NO_CLOCK, due < FINISHED),
        Light.DONE: due >= FINISHED,
    }
    found = [or_(*(meant[light] for light in Light if light in lights))]
    if lights <= _RUNNING:
        found.append(due < NO_CLOCK)  # says again what follows, so that a walk ends early
    return found
