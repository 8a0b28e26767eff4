"""Rows of the database as what services and lists take: knows how values stand there, and no database library."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple

from hotline_desktop.domain.records.summaries import PageKey, TicketSummary
from hotline_desktop.domain.terms.options import Origin
from hotline_desktop.storage.tables.codes import LEVELS, ORIGINS, STAGES

FAULTY = "〔这一行的数据有误，请在“设置 · 数据”里检查修复〕"
_COLUMNS = len(TicketSummary._fields)
ORDERED_BY = _COLUMNS + 1  # behind the summary and the 转办编号
_ZONE = "a moment with a zone"
_zone_of = attrgetter("tzinfo")
_UNREADABLE = (KeyError, ValueError, TypeError)
_READABLE = ("number", "title", "content", "caller", "phones", "address")


class StoredNotice(NamedTuple):
    """A notice about ``year``; ``text`` is TOML."""

    id: int
    year: int
    text: str
    added_at: datetime
    added_by: str


def notices(rows: Iterable[Sequence[Any]]) -> tuple[StoredNotice, ...]:
    """Notices of working days from their rows."""
    return tuple(
        StoredNotice(id_, year if isinstance(year, int) else 0, str(text), _moment_or_first(at), str(by))
        for id_, year, text, at, by in rows
    )


def _moment_or_first(text: object) -> datetime:
    """The moment; the first of all where it cannot be read, for nothing but the order of notices hangs on it."""
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return datetime.min


def bound_text(moment: datetime) -> str:
    """Compares with moments to the minute as the moment itself would: later than its minute where it has seconds."""
    exact = moment.replace(second=0, microsecond=0) == moment
    return moment.isoformat(timespec="minutes") if exact else moment.isoformat()


def others_in(text: object) -> tuple[str, ...]:
    """The numbers of tickets in a list that is JSON; none where it is something else, which a check makes anew."""
    try:
        found = json.loads(str(text or "[]"))
    except (ValueError, RecursionError):
        return ()
    return tuple(map(str, found)) if isinstance(found, list) else ()


def groups_of_repeats(rows: Iterable[Sequence[Any]], repeated: int) -> int:
    """How many matters tickets of ``rows`` (number, the others as JSON) are about, the oldest first.

    ``repeated`` is how many tickets about one matter make a repeat.
    """
    seen: set[str] = set()
    groups = 0
    for number, others in rows:
        together = others_in(others)
        if len(together) + 1 >= repeated and number not in seen:
            seen.update((number, *together))
            groups += 1
    return groups


def page_of(found: Sequence[Sequence[Any]], limit: int) -> tuple[list[TicketSummary], PageKey | None]:
    """The first ``limit`` rows, each with its 转办编号 and what it is ordered by, and where the next page goes on."""
    rows = found[:limit]
    if len(found) <= limit:
        return summaries(rows), None
    last = rows[-1]
    return summaries(rows), PageKey(json.dumps(list(last[ORDERED_BY:])), last[0])


def _name_of(type_: Any) -> str:
    """The type as it is written; annotations are texts until somebody asks for more."""
    return getattr(type_, "__forward_arg__", type_) if not isinstance(type_, str) else type_


def _moments(texts: Iterable[str]) -> list[datetime | None]:
    read = [datetime.fromisoformat(text) if text else None for text in texts]
    if {*map(_zone_of, filter(None, read))} - {None}:
        raise ValueError(_ZONE)
    return read


def _whole(cells: Iterable[Any], kind: type) -> None:
    if {*map(type, cells)} - {kind}:
        raise TypeError("a cell of another type")


# How the cells of a field of a summary are read, by its type, and what stands there where the row cannot be read. A
# field of another type has no place here: the program does not start with it.
_READ: Mapping[str, tuple[Callable[[Iterable[Any]], Iterable[Any]] | None, Any]] = {
    "int": (None, 0),
    "str": (None, ""),
    "bool": (partial(map, bool), False),
    "Level": (partial(map, LEVELS.__getitem__), next(iter(LEVELS.values()))),
    "Stage": (partial(map, STAGES.__getitem__), next(iter(STAGES.values()))),
    "Origin": (partial(map, ORIGINS.__getitem__), Origin.ENTERED),
    "datetime | None": (_moments, None),
}
_TYPES = tuple(TicketSummary.__annotations__[name] for name in TicketSummary._fields)
_CONVERTED = tuple((place, read) for place, type_ in enumerate(_TYPES) if (read := _READ[_name_of(type_)][0]))
_PLAIN = {"int": int, "str": str, "bool": int}
_STORED = tuple((place, _PLAIN[name]) for place, name in enumerate(map(_name_of, _TYPES)) if name in _PLAIN)


def summaries(rows: Iterable[Sequence[Any]]) -> list[TicketSummary]:
    """Rows that begin with the columns of a summary as what lists show.

    A row that holds what no program writes is shown as far as it can be read, and says so: it must not close the list.
    """
    listed = list(rows)
    try:
        return _summaries(listed)
    except _UNREADABLE:
        return [_as_far_as_readable(row) for row in listed]


def _summaries(rows: list[Sequence[Any]]) -> list[TicketSummary]:
    """Column by column, which is three times as fast as row by row."""
    columns = list[Iterable[Any]](zip(*rows, strict=True))[:_COLUMNS]
    if not columns:
        return []
    for place, kind in _STORED:
        _whole(columns[place], kind)
    for place, read in _CONVERTED:
        columns[place] = read(columns[place])
    return list(map(TicketSummary, *columns))


def _as_far_as_readable(row: Sequence[Any]) -> TicketSummary:
    """Its texts, as far as they are some; nothing that is worked with, and nothing of what may be a secret."""
    try:
        return _summaries([row])[0]
    except _UNREADABLE:
        line = {name: _READ[_name_of(type_)][1] for name, type_ in zip(TicketSummary._fields, _TYPES, strict=True)}
        for name in _READABLE:
            cell = row[TicketSummary._fields.index(name)]
            line[name] = cell if isinstance(cell, str) else ""
        shown = {"id": row[0], "title": FAULTY + line["title"], "confidential": True, "round": 1}
        return TicketSummary(**{**line, **shown})
