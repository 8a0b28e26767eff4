"""Checks the chain of records: names entries that were changed, removed or inserted, and a missing tail."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import Connection, RowMapping, func, inspect, select

from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.storage.chain import row_digests
from hotline_desktop.storage.chain.chain import (
    DIGEST,
    OFFICE,
    OLD_HEAD,
    PLACES,
    SEGMENT,
    Key,
    contents,
    digest_of,
    from_ranges,
    head,
    unlinked,
)
from hotline_desktop.storage.chain.chain_head import NOTHING, Head, head_from
from hotline_desktop.storage.chain.digested_tables import TABLES
from hotline_desktop.storage.chain.row_digests import Stray
from hotline_desktop.storage.tables import schema

LOST, LOST_HEAD, ACCEPTED = "记录末尾缺失", "程序外记下的末条", "确认记录末尾缺失"
NO_MARK, FOUND_END = "程序外的末条标记不见了", "当时的末条"
_AT_ONCE = 500
_t = schema.chain


class Flaw(Enum):
    """What can be wrong with the chain."""

    CHANGED = auto()
    REMOVED = auto()
    INSERTED = auto()
    MISSING_TAIL = auto()
    NO_HISTORY = auto()
    NO_MARK = auto()


class Finding(NamedTuple):
    """One thing that is wrong: with the entry ``key``, or with ``amount`` of them that have no name any more."""

    flaw: Flaw
    key: Key
    amount: int = 1


class ChainState(NamedTuple):
    """What a walk came to: how many entries were compared, the end of the chain, and all that is wrong.

    ``strays`` are rows of settings, units and the like that are not as the entries say.
    """

    entries: int
    head: Head
    findings: tuple[Finding, ...]
    strays: tuple[Stray, ...] = ()


def check(c: Connection, remembered: Head | None = None, progress: Progress | None = None) -> ChainState:
    """Compares every entry with its place in the chain; ``remembered`` is the end as it was kept outside the database.

    ``progress`` is told how far it is, and may raise.
    """
    end = head(c)
    office_entries = _office_entries(c)
    removed, faulty = _taken_by_right(c, office_entries, _start(c))
    walked = _Walk(c, removed)
    findings = [*faulty, *walked.findings(end.place, progress)]
    kinds = [kind for kind, table in schema.ENTRIES.items() if inspect(c).has_table(table.name)]
    findings += [Finding(Flaw.INSERTED, key) for kind in kinds for key in unlinked(c, kind)]
    findings += _without_history(c, kinds)
    findings += _lost_tails(office_entries)
    if remembered is not None and not reaches(c, end, remembered):
        findings.append(Finding(Flaw.MISSING_TAIL, Key(OFFICE, 0, end.place), max(remembered.place - end.place, 1)))
    return ChainState(walked.compared, end, tuple(findings), tuple(_strays(c)))


def _strays(c: Connection) -> list[Stray]:
    """None before an upgrade: then there may be fewer tables and columns than the program knows."""
    there, tables = inspect(c), [each.table for each in TABLES.values()]
    columns = itemgetter("name")
    known = {table.name: there.get_columns(table.name) for table in tables if there.has_table(table.name)}
    whole = all(set(map(columns, known.get(table.name, ()))) == set(table.c.keys()) for table in tables)
    return row_digests.strays(c) if whole else []


def tail_is_missing(c: Connection, remembered: Head | None) -> bool:
    """Whether the chain ends before the entry that was remembered outside the database, or goes another way."""
    return remembered is not None and not reaches(c, head(c), remembered)


def reaches(c: Connection, end: Head, remembered: Head) -> bool:
    """Whether the chain up to ``end`` goes through the entry that was ``remembered`` outside the database."""
    if remembered.place > end.place:
        return False
    digest = c.execute(select(_t.c.digest).where(_t.c.place == remembered.place)).scalar()
    # What lies before the present segment was linked anew by an upgrade.
    return digest == remembered.digest if digest is not None else remembered.place < _start(c)


def leads_on_from(c: Connection, written: str) -> bool:
    """Whether the chain goes through the end that a copy wrote down; also where nobody can read that."""
    remembered = head_from(written)
    return remembered is None or reaches(c, head(c), remembered)


def _start(c: Connection) -> int:
    """The place at which the present segment begins."""
    return int(c.execute(select(func.min(_t.c.place))).scalar() or 1)


class _OfficeEntry(NamedTuple):
    id: int
    step: str
    after: Mapping[str, str]


def _office_entries(c: Connection) -> list[_OfficeEntry]:
    """The entries of the office that speak of the chain itself."""
    entries = schema.office_entries
    speaks = entries.c.step.in_((LOST, NO_MARK, ACCEPTED)) | entries.c.after.contains(f'"{PLACES}"', autoescape=True)
    rows = c.execute(select(entries.c.id, entries.c.step, entries.c.after).where(speaks).order_by(entries.c.id))
    return [_OfficeEntry(row.id, row.step, json.loads(row.after)) for row in rows]


def _taken_by_right(c: Connection, office_entries: list[_OfficeEntry], start: int) -> tuple[set[int], list[Finding]]:
    """The places that entries of the office declare as taken away, and declarations that do not hold."""
    removed: set[int] = set()
    faulty: list[Finding] = []
    for entry in office_entries:
        places = [place for each in from_ranges(entry.after.get(PLACES, "")) for place in each if place >= start]
        if not places:
            continue
        digests = hashlib.sha256()
        for row in _digests(c, places):
            digests.update(row)
        if digests.hexdigest() == entry.after.get(DIGEST):
            removed.update(places)
        elif places[0] > start:  # what an earlier segment took away cannot be compared any more
            faulty.append(Finding(Flaw.CHANGED, Key(OFFICE, 0, entry.id)))
    return removed, faulty


def _digests(c: Connection, places: Sequence[int]) -> Iterator[bytes]:
    for first in range(0, len(places), _AT_ONCE):
        part = places[first : first + _AT_ONCE]
        yield from c.execute(select(_t.c.digest).where(_t.c.place.in_(part)).order_by(_t.c.place)).scalars()


class _Walk:
    """One walk from the first place of the segment to the end."""

    def __init__(self, c: Connection, removed: set[int]) -> None:
        self._c, self._removed = c, removed
        self.compared = 0

    def findings(self, end: int, progress: Progress | None) -> Iterator[Finding]:
        place, before, first, start = 0, b"", True, _start(self._c)
        while rows := self._rows(place):
            keys = [
                Key(row["kind"], row["owner"], row["sequence"]) for row in rows if row["place"] not in self._removed
            ]
            there = contents(self._c, keys)
            for row in rows:
                if not first and row["place"] != place + 1:
                    yield Finding(Flaw.REMOVED, Key(OFFICE, 0, 0), row["place"] - place - 1)
                flaw = self._compare(row, before, there, first)
                if flaw is not None:
                    yield flaw
                place, before, first = row["place"], row["digest"], False
            if progress is not None:
                progress(place + 1 - start, end + 1 - start)

    def _rows(self, after: int) -> Sequence[RowMapping]:
        where = select(_t).where(_t.c.place > after).order_by(_t.c.place).limit(_AT_ONCE)
        return self._c.execute(where).mappings().all()

    def _compare(
        self, row: RowMapping, before: bytes, there: Mapping[Key, Sequence[object]], first: bool
    ) -> Finding | None:
        if row["place"] in self._removed:
            return None
        key = _key(row)
        values = there.get(key)
        self.compared += values is None or not _holds_digests(key, values)
        if values is None:
            return Finding(Flaw.REMOVED, key)
        if first and key.kind == SEGMENT:
            before = _old_head(values)
        elif first and row["place"] > 1:
            return Finding(Flaw.REMOVED, Key(OFFICE, 0, 0), row["place"] - 1)
        return None if digest_of(before, key, values) == row["digest"] else Finding(Flaw.CHANGED, key)


def _key(row: RowMapping) -> Key:
    return Key(row["kind"], row["owner"], row["sequence"])


def _holds_digests(key: Key, values: Sequence[object]) -> bool:
    """Whether the entry is none of anybody's, and only holds how rows stand."""
    return key.kind == OFFICE and values[1] == row_digests.STEP


def _old_head(values: Sequence[object]) -> bytes:
    """The end of the segment before, as the first entry of this one holds it."""
    after = json.loads(str(values[-1]))
    old = head_from(after.get(OLD_HEAD, "")) or NOTHING
    return old.digest


def _without_history(c: Connection, kinds: Sequence[str]) -> Iterator[Finding]:
    for kind in kinds:
        if kind != OFFICE:
            table = schema.ENTRIES[kind]
            owner = next(iter(table.c[0].foreign_keys)).column
            there = select(table.c[0]).where(table.c[0] == owner).exists()
            rows = c.execute(select(owner).where(~there).order_by(owner))
            yield from (Finding(Flaw.NO_HISTORY, Key(kind, row, 0)) for row in rows.scalars())


def _lost_tails(office_entries: list[_OfficeEntry]) -> list[Finding]:
    """Losses that were noticed at an opening and that nobody has accepted since."""
    lost: list[Finding] = []
    for entry in office_entries:
        if entry.step == ACCEPTED:
            lost = []
        elif entry.step == NO_MARK:
            lost.append(Finding(Flaw.NO_MARK, Key(OFFICE, 0, entry.id)))
        elif entry.step == LOST:
            lost.append(Finding(Flaw.MISSING_TAIL, Key(OFFICE, 0, entry.id), int(entry.after.get("缺少条数", "1"))))
    return lost
