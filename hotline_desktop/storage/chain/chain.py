"""One chain over everything that was recorded, in the order of writing, so that tampering shows.

Every entry of every kind is written by ``write``. Each gets a place and a digest made of its own content and of the
digest before it: who changes, removes or slips in an entry breaks the chain there. What may be taken away by the
office's own rules (an import that is undone) is named, with its places and digest, by an entry that stays.
``chain_check.py`` walks it, ``chain_head.py`` remembers its end outside the database.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Table, and_, delete, func, literal, or_, select, text

from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.domain.terms.text import without_nul
from hotline_desktop.storage.chain.chain_head import HEAD, NOTHING, Head
from hotline_desktop.storage.engines.packed import unpacking
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.bulk import insert_lines
from hotline_desktop.storage.tables.codec import dump_texts, encoding, moment_from, moment_text

OFFICE, SEGMENT = "office", "segment"
REMOVED, PLACES, DIGEST = "移走的记录", "移走记录的位置", "移走记录的摘要"
OLD_HEAD, CHECKED = "上一段末条", "升级前核对"
_t = schema.chain
_encode = encoding()
_AT_ONCE = 500
_FORGOTTEN_AT_ONCE = 100
_OF_OFFICE = (OFFICE, SEGMENT)
_RECORDED = "recorded_at"
# In the rows of every kind of record, at the same places since the first version.
_AT_PLACE, _RECORDED_PLACE = (list(schema.ticket_entries.c.keys()).index(name) for name in ("at", _RECORDED))
_PLAIN_KIND = f"CASE kind WHEN '{SEGMENT}' THEN '{OFFICE}' ELSE coalesce(kind, '{schema.USUAL_KIND}') END"
_LINED_UP = text("SELECT kind, owner, sequence FROM chain_order WHERE rank > :rank ORDER BY rank LIMIT :most")


class Key(NamedTuple):
    """Which entry: the kind of its owner, the owner's id (0 for the office) and the number in that history."""

    kind: str
    owner: int
    sequence: int


_LINK = ("place", *Key._fields, "digest")


def kind_of(table: Table) -> str:
    """The word for the owners of the entries in ``table``."""
    return next(kind for kind, entries in schema.ENTRIES.items() if entries is table)


def write(c: Connection, table: Table, lines: Sequence[Sequence[Any]], kind: str = "") -> None:
    """Writes entries, each as the values of every column of ``table``, and links them to what was written before."""
    if not lines:
        return
    kind = kind or kind_of(table)
    insert_lines(c, table, tuple(table.c.keys()), lines)
    _link(c, [(_key(kind, line), _spelt_out(kind, line)) for line in lines])


def remember(
    c: Connection,
    step: str,
    at: datetime | None,
    by: str,
    before: Mapping[str, str],
    after: Mapping[str, str],
    kind: str = OFFICE,
) -> None:
    """Writes an entry of the office's own history; ``at`` is None where nothing tells the time yet."""
    entries = schema.office_entries
    last = c.execute(select(entries.c.id).order_by(entries.c.id.desc()).limit(1)).scalar() or 0
    told = (dump_texts({label: without_nul(text) for label, text in texts.items()}) for texts in (before, after))
    written = (moment_text(at) if at is not None else "", without_nul(by), *told)
    write(c, entries, [(last + 1, without_nul(step), *written)], kind)


def head(c: Connection) -> Head:
    """The end of the chain."""
    row = c.execute(select(_t.c.place, _t.c.digest).order_by(_t.c.place.desc()).limit(1)).first()
    return Head(row.place, row.digest) if row is not None else NOTHING


def digest_at(c: Connection, place: int) -> bytes | None:
    """The digest at a place of the chain; None where nothing is linked there."""
    found: bytes | None = c.execute(select(_t.c.digest).where(_t.c.place == place)).scalar()
    return found


def places(c: Connection, keys: Sequence[Key]) -> dict[Key, int]:
    """Where entries stand; the last place of each, for ids that went with an undone import are given again."""
    found: dict[Key, int] = {}
    for key in keys:
        where = (schema.linked_kind == key.kind, _t.c.owner == key.owner, _t.c.sequence == key.sequence)
        place = c.execute(select(func.max(_t.c.place)).where(*where)).scalar()
        if place is not None:
            found[key] = place
    return found


def segment_start(c: Connection) -> int:
    """The first place that is linked: what was before was linked anew by an upgrade."""
    return c.execute(select(func.min(_t.c.place))).scalar() or 0


def newest(c: Connection) -> datetime | None:
    """When the last entry was recorded; None in an office without any."""
    row = c.execute(select(_t.c.kind, _t.c.owner, _t.c.sequence).order_by(_t.c.place.desc()).limit(1)).first()
    if row is None:
        return None
    key = Key(*row)
    table = schema.office_entries if key.kind in _OF_OFFICE else schema.ENTRIES[key.kind]
    content = contents(c, [key]).get(key)
    names = list(table.c.keys())
    recorded = str(content[names.index("at" if key.kind in _OF_OFFICE else _RECORDED)]) if content is not None else ""
    return moment_from(recorded) if recorded else None


def digest_of(before: bytes, key: Key, values: Sequence[object]) -> bytes:
    """What stands for an entry at its place: its digest together with the one before."""
    return hashlib.sha256(before + _encode([*key, *values]).encode("utf-8")).digest()


def removal(c: Connection, *taken: tuple[Table, Select[tuple[int]]]) -> dict[str, str]:
    """What an entry must say of histories about to be taken away by right: their tables, and whose they are."""
    own = [and_(schema.linked_kind == kind_of(table), _t.c.owner.in_(owners)) for table, owners in taken]
    rows = c.execute(select(_t.c.place, _t.c.digest).where(or_(*own)).order_by(_t.c.place)).all()
    if not rows:
        return {}
    together = hashlib.sha256(b"".join(row.digest for row in rows)).hexdigest()
    return {REMOVED: f"{len(rows)} 条", PLACES: as_ranges(row.place for row in rows), DIGEST: together}


def begin_segment(
    c: Connection, at: datetime, step: str, by: str, found: str, progress: Progress | None = None
) -> None:
    """Links every entry anew behind an entry ``step`` that holds the end of the chain so far.

    For upgrades, which may write old entries in another way; ``found`` says what a check of the old chain came to.
    ``progress`` is told how far it is, and may raise.
    """
    old = head(c)
    after = {CHECKED: found, **({OLD_HEAD: old.as_text()} if old != NOTHING else {})}
    remember(c, step, at, by, {}, after, SEGMENT)
    start, own = head(c).place, c.execute(select(func.max(schema.office_entries.c.id))).scalar_one()
    _line_up(c)
    rank, most = 0, c.execute(text("SELECT max(rank) FROM chain_order")).scalar() or 0
    while keys := [Key(*row) for row in c.execute(_LINED_UP, {"rank": rank, "most": _AT_ONCE})]:
        there = contents(c, keys)
        _link(c, [(key, there[key]) for key in keys if key in there and key != Key(OFFICE, 0, own)])
        rank += len(keys)
        if progress is not None:
            progress(rank, most)
    c.execute(text("DROP TABLE chain_order"))
    _forget_before(c, start)


def _forget_before(c: Connection, start: int) -> None:
    """Takes the links before the segment at ``start`` away, the latest first.

    The rule that lets them go looks for a segment behind each of them: from the front it would look through them all.
    """
    for end in range(start, 0, -_FORGOTTEN_AT_ONCE):
        c.execute(delete(_t).where(_t.c.place < end, _t.c.place >= end - _FORGOTTEN_AT_ONCE))


def as_ranges(places: Iterable[int]) -> str:
    """``1-20、31`` for rising numbers."""
    found: list[list[int]] = []
    for place in places:
        if found and found[-1][1] == place - 1:
            found[-1][1] = place
        else:
            found.append([place, place])
    return "、".join(str(a) if a == b else f"{a}-{b}" for a, b in found)


def from_ranges(written: str) -> list[range]:
    """The numbers that ``as_ranges`` wrote."""
    pairs = (part.partition("-") for part in written.split("、") if part)
    return [range(int(first), int(last or first) + 1) for first, _dash, last in pairs]


def contents(c: Connection, keys: Sequence[Key]) -> dict[Key, Sequence[object]]:
    """What stands in the histories under ``keys``, as many as one statement may ask for; what is gone is left out."""
    found: dict[Key, Sequence[object]] = {}
    for kind in {key.kind for key in keys}:
        same = [key for key in keys if key.kind == kind]
        if kind in _OF_OFFICE:
            table = schema.office_entries
            rows = c.execute(_every(table).where(table.c.id.in_([key.sequence for key in same])))
            found.update((Key(kind, 0, row[0]), row) for row in rows)
        elif kind in schema.ENTRIES:
            table = schema.ENTRIES[kind]
            unpack = unpacking(c)
            entries = _with_keys(c, table, same)
            found.update(
                (
                    Key(kind, row[0], row[1]),
                    _spelt_out(kind, [unpack(value) if type(value) is bytes else value for value in row]),
                )
                for row in entries
            )
    return found


def _with_keys(c: Connection, table: Table, keys: Sequence[Key]) -> Iterator[Sequence[Any]]:
    """Every column of the entries under ``keys``.

    SQLite would go through the whole table for pairs in a list (``IN``): it is led from the pairs to the rows.
    """
    values = tuple(number for key in keys for number in (key.owner, key.sequence))
    yield from c.exec_driver_sql(_asking(table, len(keys), c.dialect.paramstyle), values)


@lru_cache(maxsize=64)
def _asking(table: Table, keys: int, style: str) -> str:
    """The statement that asks for so many keys. To let it be put together each time takes as long as to answer it."""
    pair = "(?, ?)" if style == "qmark" else "(%s, %s)"
    return (
        f"WITH keys (owner, number) AS (VALUES {', '.join([pair] * keys)}) SELECT e.* FROM keys "
        f"CROSS JOIN {table.name} AS e WHERE e.{table.c[0].name} = keys.owner AND e.sequence = keys.number"
    )


def unlinked(c: Connection, kind: str) -> list[Key]:
    """The entries of a kind that the chain does not know."""
    table, kinds = schema.ENTRIES[kind], _OF_OFFICE if kind == OFFICE else (kind,)
    listed = select(_t.c.owner, _t.c.sequence).where(schema.linked_kind.in_(kinds))
    there = select(literal(0), table.c.id) if kind == OFFICE else select(table.c[0], table.c.sequence)
    return [Key(kind, owner, number) for owner, number in c.execute(there.except_(listed))]


def _every(table: Table) -> Select[Any]:
    """All columns that are there: before an upgrade there may be fewer than the program knows."""
    return select(text("*")).select_from(table)


def _key(kind: str, line: Sequence[Any]) -> Key:
    return Key(kind, 0, line[0]) if kind in _OF_OFFICE else Key(kind, line[0], line[1])


def _spelt_out(kind: str, values: Sequence[Any]) -> Sequence[Any]:
    """What an entry says, with what its row leaves out because another column says it too."""
    if kind in _OF_OFFICE or values[_RECORDED_PLACE] is not None:
        return values
    return [*values[:_RECORDED_PLACE], values[_AT_PLACE], *values[_RECORDED_PLACE + 1 :]]


def _link(c: Connection, keyed: Iterable[tuple[Key, Sequence[object]]]) -> None:
    place, digest = head(c)
    links = []
    for key, values in keyed:
        place, digest = place + 1, digest_of(digest, key, values)
        kind, owner, sequence = key
        links.append((place, None if kind == schema.USUAL_KIND else kind, owner, sequence, digest))
    insert_lines(c, _t, _LINK, links)
    c.info[HEAD] = Head(place, digest)


def _recorded(kind: str) -> str:
    """What says when an entry of that kind was written down."""
    return "at" if kind in _OF_OFFICE else f"coalesce({_RECORDED}, at)"


def _line_up(c: Connection) -> None:
    """Every entry but the newest: in the order of the chain, then those it does not know by when they were recorded."""
    sources = []
    for kind, table in schema.ENTRIES.items():
        keys = "0 AS owner, id AS sequence" if kind == OFFICE else f"{table.c[0].name} AS owner, sequence"
        sources.append(f"SELECT '{kind}' AS kind, {keys}, {_recorded(kind)} AS recorded FROM {table.name}")
    for statement in (
        "CREATE TEMPORARY TABLE chain_order (rank INTEGER PRIMARY KEY, kind TEXT, owner INTEGER, sequence INTEGER)",
        # Ids of tickets that went with an undone import are given again: the later place is the one that counts.
        f"INSERT INTO chain_order (kind, owner, sequence) SELECT {_PLAIN_KIND}, owner, sequence FROM chain "
        f"GROUP BY {_PLAIN_KIND}, owner, sequence ORDER BY max(place)",
        "CREATE INDEX chain_order_keys ON chain_order (kind, owner, sequence)",
        "INSERT INTO chain_order (kind, owner, sequence) "
        f"SELECT kind, owner, sequence FROM ({' UNION ALL '.join(sources)}) AS every_entry "
        "WHERE NOT EXISTS (SELECT 1 FROM chain_order AS known WHERE known.kind = every_entry.kind "
        "AND known.owner = every_entry.owner AND known.sequence = every_entry.sequence) "
        "ORDER BY recorded, kind, owner, sequence",
    ):
        c.execute(text(statement))
