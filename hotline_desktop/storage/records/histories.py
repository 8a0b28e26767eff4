"""Entries of histories as rows, and rows as entries: the same for tickets and cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, bindparam, select

from hotline_desktop.domain.records.steps import Step
from hotline_desktop.domain.records.summaries import HistoryLine
from hotline_desktop.domain.records.withdrawal import withdrawn_places
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.ticket.ticket import Entry
from hotline_desktop.storage.chain import chain
from hotline_desktop.storage.engines.packed import unpacking
from hotline_desktop.storage.tables import bulk, schema
from hotline_desktop.storage.tables.codec import (
    dump_texts,
    dump_values,
    load_texts,
    load_values,
    moment_from,
    moment_text,
)

NO_LABELS: Mapping[str, str] = {}
_TOLD = ("sequence", "step", "at", "by", "values", "facts", "round", "recorded_at")  # what an entry is made of
# What the rules worked out, deadlines above all, is the same for most tickets of one day.
_load_facts = lru_cache(maxsize=1_024)(load_values)
Written = tuple[Entry, Mapping[str, str], Mapping[str, str]]  # an entry, and the words before and after it


class EntryUnreadable(HotlineError):
    """An entry holds what this program cannot have written: it was changed from outside, or the disk is failing."""

    def __init__(self, sequence: int) -> None:
        super().__init__(
            f"这件的第 {sequence} 条办理记录读不出来，内容可能被改动或损坏。其他工单不受影响，数据没有变动。"
            "请在“设置 · 数据”里检查，或运行 hotline-desktop verify，再从备份找回这一件。"
        )


def entry_line(
    owner_id: int,
    sequence: int,
    entry: Entry,
    before: Mapping[str, str] = NO_LABELS,
    after: Mapping[str, str] = NO_LABELS,
) -> tuple[str | int | None, ...]:
    """What stands of ``entry`` in the columns of its table."""
    at, recorded_at = moment_text(entry.at), moment_text(entry.recorded_at)
    return (
        owner_id,
        sequence,
        entry.step,
        entry.round,
        at,
        None if recorded_at == at else recorded_at,
        entry.by,
        dump_values(entry.values),
        dump_values(entry.facts),
        dump_texts(before),
        dump_texts(after),
    )


def append_many(c: Connection, table: Table, owner_ids: Sequence[int], written: Sequence[Written]) -> list[int]:
    """Writes an entry behind the last one of each owner, as many as one statement may ask for; the new sequences."""
    last: dict[int, int] = {row[0]: row[1] for row in bulk.of_ids(c, _ends(table), owner_ids)}
    sequences = [last.get(owner_id, 0) + 1 for owner_id in owner_ids]
    lines = [
        entry_line(owner_id, sequence, *told)
        for owner_id, sequence, told in zip(owner_ids, sequences, written, strict=True)
    ]
    chain.write(c, table, lines)
    return sequences


def entries(c: Connection, table: Table, owner_id: int) -> tuple[Entry, ...]:
    """The history of one owner, the first entry first."""
    return tuple(_entry(*told) for told in c.execute(_told_of(table), {"owner": owner_id}))


def entries_of_kind(c: Connection, kind: str, owner_id: int) -> tuple[Entry, ...]:
    """The history of a record of that kind."""
    return entries(c, schema.ENTRIES[kind], owner_id)


def owners_of_step(c: Connection, kind: str, step: str) -> list[int]:
    """The ids of the records of that kind in whose history the step stands."""
    table = schema.ENTRIES[kind]
    return list(c.execute(select(table.c[0]).where(table.c.step == step).distinct().order_by(table.c[0])).scalars())


def entries_with_history(
    c: Connection, table: Table, owner_id: int, steps: Mapping[str, Step[Any]]
) -> tuple[tuple[Entry, ...], tuple[HistoryLine, ...]]:
    """``entries`` and ``lines`` of one owner, read once."""
    rows = _rows(c, table, owner_id)
    return tuple(map(entry_of, rows)), _lines(rows, steps)


def entries_of(c: Connection, table: Table, owner_ids: Sequence[int]) -> dict[int, tuple[Entry, ...]]:
    """The histories of several owners, as many as one statement may ask for, each from its first entry on."""
    found: dict[int, list[Entry]] = {}
    unpack = unpacking(c)
    unpack_once = cache(unpack)
    for owner_id, sequence, step, at, by, values, facts, *more in bulk.of_ids(c, _of_several(table), owner_ids):
        entry = _entry(sequence, step, at, by, unpack(values), unpack_once(facts), *more)
        found.setdefault(owner_id, []).append(entry)
    return {owner_id: tuple(listed) for owner_id, listed in found.items()}


def lines(c: Connection, table: Table, owner_id: int, steps: Mapping[str, Step[Any]]) -> tuple[HistoryLine, ...]:
    """The history of one owner as it is shown; ``steps`` give labels and clauses."""
    return _lines(_rows(c, table, owner_id), steps)


def _lines(rows: Sequence[Row[Any]], steps: Mapping[str, Step[Any]]) -> tuple[HistoryLine, ...]:
    """The rows as they are shown, what was withdrawn later marked as such."""
    withdrawn = withdrawn_places([row.step for row in rows], steps)
    return tuple(_line(row, steps.get(row.step), place in withdrawn) for place, row in enumerate(rows))


def _rows(c: Connection, table: Table, owner_id: int) -> list[Row[Any]]:
    return list(c.execute(_of(table), {"owner": owner_id}).all())


@cache
def _of(table: Table) -> Select[Any]:
    """The history of one owner."""
    return select(table).where(table.c[0] == bindparam("owner")).order_by(table.c.sequence)


@cache
def _told_of(table: Table) -> Select[Any]:
    """The columns of one owner's entries without the words before and after, which are compressed too."""
    told = select(*(table.c[name] for name in _TOLD))
    return told.where(table.c[0] == bindparam("owner")).order_by(table.c.sequence)


@cache
def _of_several(table: Table) -> str:
    """The same of some owners, each with its owner."""
    owner = table.c[0]
    told = bulk.selecting([owner, *(table.c[name] for name in _TOLD)])
    return f"{told} WHERE {owner.name} IN ({{ids}}) ORDER BY {owner.name}, sequence"


@cache
def _ends(table: Table) -> str:
    """The last sequence in the history of each owner."""
    owner = table.c[0].name
    return f"SELECT {owner}, max(sequence) FROM {table.name} WHERE {owner} IN ({{ids}}) GROUP BY {owner}"


def _at(row: Row[Any]) -> datetime:
    return datetime.fromisoformat(row.at)


def entry_of(row: Row[Any]) -> Entry:
    """The entry that a row holds. Raises EntryUnreadable."""
    told = row._mapping
    return _entry(*(told[name] for name in _TOLD))


def _entry(
    sequence: int, step: str, at: str, by: str, values: str, facts: str, round: object, recorded_at: str | None
) -> Entry:
    """The entry that these columns (``_TOLD``) hold. Raises EntryUnreadable."""
    try:
        if not isinstance(round, int):
            raise TypeError("a round that is no number")
        moment = datetime.fromisoformat(at)
        recorded = moment if recorded_at is None else moment_from(recorded_at)
        return Entry(step, moment, by, load_values(values), _load_facts(facts), round, recorded)
    except (ValueError, TypeError, AttributeError) as error:
        raise EntryUnreadable(sequence) from error


def _line(row: Row[Any], step: Step[Any] | None, withdrawn: bool) -> HistoryLine:
    """The entry as it is shown. Raises EntryUnreadable."""
    try:
        return _shown(row, step, withdrawn)
    except (ValueError, TypeError, AttributeError) as error:
        raise EntryUnreadable(row.sequence) from error


def _shown(row: Row[Any], step: Step[Any] | None, withdrawn: bool) -> HistoryLine:
    return HistoryLine(
        sequence=row.sequence,
        round=row.round,
        step=row.step,
        label=step.label if step is not None else row.step,
        clause=step.clause.ref if step is not None else "",
        at=_at(row),
        recorded_at=datetime.fromisoformat(row.recorded_at or row.at),
        by=row.by,
        values=load_values(row._mapping["values"]),
        before=load_texts(row.before),
        after=load_texts(row.after),
        withdrawn=withdrawn,
    )
