"""What an entry is called in a message: its record by number, its place there, and its step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, Table, select

from hotline_desktop.domain.supervision.kinds import KINDS
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.storage.chain.chain import OFFICE, SEGMENT, Key
from hotline_desktop.storage.records.histories import entries
from hotline_desktop.storage.tables import schema

_CALLED: dict[str, Callable[[Any], object]] = {
    "ticket": lambda ticket: ticket.facts.number,
    "case": lambda case: case.number,
    "talk": lambda talk: talk.unit,
}
_OWNERS: dict[str, tuple[Table, str]] = {
    "ticket": (schema.tickets, "number"),
    "case": (schema.cases, "number"),
    "talk": (schema.talks, "unit"),
    "candidate": (schema.candidates, "id"),
}


def _by_history(c: Connection, key: Key) -> str:
    """What a record whose row is gone is called by its history; empty where that does not tell."""
    with suppress(HotlineError, AttributeError, LookupError, TypeError, ValueError):
        record = KINDS[key.kind].replay(entries(c, schema.ENTRIES[key.kind], key.owner))
        return str(_CALLED[key.kind](record))
    return ""


def names(c: Connection, keys: Iterable[Key]) -> dict[Key, str]:
    """``工单 20220905000001 第 3 条（派单）`` for each of ``keys``; a sequence of 0 means the record itself."""
    return {key: _name(c, key) for key in keys}


def _name(c: Connection, key: Key) -> str:
    if key.kind not in (SEGMENT, *schema.ENTRIES):
        return f"校验链上不认识的一条（{key.owner}-{key.sequence}）"
    table = schema.ENTRIES[OFFICE if key.kind == SEGMENT else key.kind]
    if key.kind in (OFFICE, SEGMENT):
        step = c.execute(select(table.c.step).where(table.c.id == key.sequence)).scalar()
        return f"单位记录 第 {key.sequence} 条{f'（{step}）' if step else ''}"
    owners, column = _OWNERS[key.kind]
    called = c.execute(select(owners.c[column]).where(owners.c.id == key.owner)).scalar() or _by_history(c, key)
    record = f"{KINDS[key.kind].word} {called or f'（内部号 {key.owner}）'}"
    if not key.sequence:
        return record
    where = (table.c[0] == key.owner, table.c.sequence == key.sequence)
    step_id = c.execute(select(table.c.step).where(*where)).scalar()
    step = KINDS[key.kind].by_id.get(step_id or "")
    return f"{record} 第 {key.sequence} 条{f'（{step.label}）' if step else ''}"
