"""What no history can make anew (settings, units, notices, rankings, accounts, files' names), held by the chain too.

A transaction that changes such rows says so (``touch``) and leaves, at its end, one entry of the office that holds a
digest of each as it stands then (``seal``). Who changes, removes or slips in a row past the program is found by
comparing the rows with the newest digest of each (``strays``); who changes the digests breaks the chain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, Row, Table, and_, delete, exists, insert, or_, select

from hotline_desktop.domain.settings_form import FIELDS_BY_KEY
from hotline_desktop.domain.terms.roles import BY_PROGRAM
from hotline_desktop.storage.chain import chain, platform_digests
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.bulk import portions
from hotline_desktop.storage.tables.codec import load_texts
from hotline_desktop.storage.tables.once import forget

STEP, CONFIRMED = "登记摘要", "确认程序外的改动"
_TOUCHED = "touched rows"
_DIGITS = 16
_entries = schema.office_entries
_KEPT = (schema.settings, schema.units, schema.notices, schema.quarters, schema.attachments, schema.accounts)
# Of these it is only known from the first write on how they should stand: earlier versions did not write it down.
_SINCE_WRITTEN = (
    schema.printed_papers,
    schema.print_codes,
    schema.intake_tray,
    schema.import_batches,
    schema.column_mappings,
    schema.looks,
    schema.platform_rows,
)
# Of these a day counts as one: a digest for each row would be as long as the table.
_BY_DAY = frozenset((schema.looks.name,))
# Of these several neighbours count as one, and of each block it is known only from the first write on.
_IN_BLOCKS = frozenset((schema.platform_rows.name,))
_BEGUN = "row_digests"  # the setting that names those of ``_SINCE_WRITTEN`` that were written
TABLES: Mapping[str, Table] = {table.name: table for table in (*_KEPT, *_SINCE_WRITTEN)}
# What an account tells of every log-in is no change of it.
_PASSING = frozenset(("failures", "failed_at", "entered_at"))


_BY_NUMBER = {
    schema.printed_papers.name: "打印登记",
    schema.print_codes.name: "打印登记的二维码",
    schema.intake_tray.name: "扫描件托盘",
    schema.import_batches.name: "导入批次",
}


class Strayed(Enum):
    """What was done to a row past the program."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"


class Stray(NamedTuple):
    """One row that is not as the program left it, and what it is called."""

    how: Strayed
    table: str
    key: tuple[Any, ...]
    name: str


def touch(c: Connection, table: Table, keys: Iterable[Any]) -> None:
    """Says that the rows under these primary keys change in this transaction, or are new, or go.

    Of what counts by the day the keys are days.
    """
    touched = c.info.setdefault(_TOUCHED, {}).setdefault(table.name, set())
    touched.update(key if isinstance(key, tuple) else (key,) for key in keys)


def seal(c: Connection) -> None:
    """Writes down how the touched rows stand at the end of a transaction; nothing where none was."""
    touched: dict[str, set[tuple[Any, ...]]] | None = c.info.pop(_TOUCHED, None)
    if touched:
        late = (touched.keys() & set(map(attrgetter("name"), _SINCE_WRITTEN))) - _IN_BLOCKS
        begun = _begun(c) if late else set()
        if late - begun:
            _begin_with(c, begun | late)
            touched.setdefault(schema.settings.name, set()).add((_BEGUN,))
        found: dict[str, str] = {}
        for name, keys in touched.items():
            known = name in _IN_BLOCKS or name in begun or _is_known(c, name)
            rows = _digests(c, name, keys) if known else _stand(c, name)
            found.update((_word(name, key), digest) for key, digest in rows)
        _write(c, found)


def forget_touched(c: Connection) -> None:
    """For a transaction that was rolled back."""
    c.info.pop(_TOUCHED, None)


def is_begun(c: Connection) -> bool:
    """Whether it is known how the rows should stand: an office of an earlier version does not know yet."""
    if c.execute(select(_entries.c.id).where(_entries.c.step == STEP).limit(1)).scalar() is not None:
        return True
    return not any(c.execute(select(exists().select_from(table))).scalar() for table in TABLES.values())


def begin(c: Connection) -> None:
    """Writes down how every row stands, in place of what was written of it before."""
    known = dict.fromkeys(_known(c), "")
    _write(c, {**known, **{_word(name, key): digest for name in TABLES for key, digest in _stand(c, name)}})


def confirm(c: Connection, found: Iterable[Stray]) -> None:
    """Takes rows as they stand now for what they should be. Whoever lets it writes down that it was done."""
    for stray in found:
        touch(c, TABLES[stray.table], [stray.key])


def strays(c: Connection) -> list[Stray]:
    """Every row that is not as the program left it; nothing where it is not known how rows should stand."""
    written = _known(c)
    known = {word: digest for word, digest in written.items() if digest}
    if not known and not is_begun(c):
        return []
    found = []
    told = {word.partition(" ")[0] for word in written}
    for name in (name for name, table in TABLES.items() if name in told or table in _KEPT):
        for key, digest in _stand(c, name):
            expected = known.pop(_word(name, key), None)
            if expected != digest and not (expected is None and name in _IN_BLOCKS):
                how = Strayed.INSERTED if expected is None else Strayed.CHANGED
                found.append(Stray(how, name, key, _called(c, name, key)))
    for word in known:
        name, _space, key_text = word.partition(" ")
        gone = tuple(json.loads(key_text))
        found.append(Stray(Strayed.REMOVED, name, gone, _called(c, name, gone)))
    return found


def _write(c: Connection, digests: Mapping[str, str]) -> None:
    """In entries of a bearable length, at the time of what was written down last."""
    at = chain.newest(c)
    for part in portions(sorted(digests)):
        chain.remember(c, STEP, at, BY_PROGRAM, {}, {word: digests[word] for word in part})


def _known(c: Connection) -> dict[str, str]:
    """What was written down of each row last; '' of one that went."""
    found: dict[str, str] = {}
    for after in c.execute(select(_entries.c.after).where(_entries.c.step == STEP).order_by(_entries.c.id)).scalars():
        found.update(load_texts(after))
    return found


def _begun(c: Connection) -> set[str]:
    """The tables of which it is written down, where nobody has to look for it, that it is known how they stand."""
    held = select(schema.settings.c.value).where(schema.settings.c.key == _BEGUN)
    return set(str(c.execute(held).scalar() or "").split())


def _begin_with(c: Connection, names: set[str]) -> None:
    own = schema.settings
    c.execute(delete(own).where(own.c.key == _BEGUN))
    c.execute(insert(own).values(key=_BEGUN, value=" ".join(sorted(names))))
    forget(c, own.name)


def _is_known(c: Connection, name: str) -> bool:
    """Whether it is known how the rows of a table should stand, looked up among the digests; once for each table."""
    if TABLES[name] in _KEPT:
        return True
    tells = _entries.c.after.contains(f'"{name} [', autoescape=True)
    newest = select(_entries.c.id).where(_entries.c.step == STEP, tells).order_by(_entries.c.id.desc()).limit(1)
    return c.execute(newest).scalar() is not None


def _word(name: str, key: tuple[Any, ...]) -> str:
    return f"{name} {json.dumps(key, ensure_ascii=False, default=repr)}"


def _stand(c: Connection, name: str) -> Iterator[tuple[tuple[Any, ...], str]]:
    if name in _IN_BLOCKS:
        yield from platform_digests.stand(c)
        return
    table = TABLES[name]
    yield from _digested(name, c.execute(select(*_columns(table)).order_by(*table.primary_key.columns)).all())


def _digested(name: str, rows: Sequence[Row[Any]]) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Keys and digests of rows in the order of their keys."""
    if name in _BY_DAY:
        days = groupby(rows, lambda row: _key_of(name, row))
        yield from ((key, _digest([list(row) for row in same])) for key, same in days)
    else:
        yield from ((_key_of(name, row), _digest(list(row))) for row in rows)


def _digests(c: Connection, name: str, keys: Iterable[tuple[Any, ...]]) -> Iterator[tuple[tuple[Any, ...], str]]:
    """How these rows stand; '' for one that is gone."""
    if name in _IN_BLOCKS:
        yield from platform_digests.digests(c, keys)
        return
    table, own = TABLES[name], _keys_of(name)
    for part in portions(sorted(keys)):
        if len(own) == 1:
            where: ColumnElement[bool] = own[0].in_([key[0] for key in part])
        else:
            where = or_(*(and_(*(column == value for column, value in zip(own, key, strict=True))) for key in part))
        ordered = select(*_columns(table)).where(where).order_by(*table.primary_key.columns)
        there = dict(_digested(name, c.execute(ordered).all()))
        yield from ((key, there.get(key, "")) for key in part)


def _keys_of(name: str) -> list[Column[Any]]:
    """What a row, or a day of them, is known by."""
    columns = list(TABLES[name].primary_key.columns)
    return columns[:1] if name in _BY_DAY else columns


def _columns(table: Table) -> list[Column[Any]]:
    return [column for column in table.c if column.name not in _PASSING]


def _key_of(name: str, row: Row[Any]) -> tuple[Any, ...]:
    return tuple(row._mapping[column.name] for column in _keys_of(name))


def _digest(row: list[Any]) -> str:
    content = json.dumps(row, ensure_ascii=False, default=repr)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


# -- names ---------------------------------------------------------------------------------------------------


def _called(c: Connection, name: str, key: tuple[Any, ...]) -> str:
    """What a row is called in a message. The name of a file may be a citizen's: its record is named."""
    if name == schema.settings.name:
        label = FIELDS_BY_KEY[key[0]].label if key[0] in FIELDS_BY_KEY else key[0]
        return f"设置“{label}”"
    if name == schema.quarters.name:
        year, number, _first_month, edition = key
        return f"{year}年第{number}季度考核排名（第{edition}稿）"
    if name in _BY_NUMBER:
        return f"{_BY_NUMBER[name]} {key[0]}"
    if name in _IN_BLOCKS:
        return platform_digests.called(c, key[0])
    if name in _BY_DAY:
        return f"{key[0]} 谁看过的记录"
    if name == schema.column_mappings.name:
        return "一种导入文件的列名对照"
    table = TABLES[name]
    row = c.execute(select(table).where(next(iter(table.primary_key.columns)) == key[0])).first()
    own = str(key[0])
    return {
        schema.units.name: lambda: f"单位“{row.name if row is not None else own}”",
        schema.notices.name: lambda: f"{row.year if row is not None else ''}年的工作日安排（{own}）",
        schema.accounts.name: lambda: f"账户“{row.name if row is not None else own}”",
        schema.attachments.name: lambda: _of_record(c, key[0], row),
    }[name]()


def _of_record(c: Connection, file_id: int, row: Row[Any] | None) -> str:
    if row is not None:
        for owners, owner in ((schema.tickets, row.ticket_id), (schema.cases, row.case_id)):
            if owner is not None:
                number = c.execute(select(owners.c.number).where(owners.c.id == owner)).scalar()
                return f"附件 {file_id}（{number or '未知编号'}）"
    return f"附件 {file_id}"
