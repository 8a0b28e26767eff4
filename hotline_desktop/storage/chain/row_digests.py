"""What no history can make anew (settings, units, notices, rankings, accounts, files' names), held by the chain too.

A transaction that changes such rows says so (``touch``) and leaves, at its end, one entry of the office that holds a
digest of each as it stands then (``seal``). Who changes, removes or slips in a row past the program is found by
comparing the rows with the newest digest of each (``strays``); who changes the digests breaks the chain.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, delete, exists, insert, select

from hotline_desktop.domain.terms.roles import BY_PROGRAM
from hotline_desktop.storage.chain import chain
from hotline_desktop.storage.chain.digested_tables import TABLES
from hotline_desktop.storage.chain.table_digests import Key, Since
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.bulk import portions
from hotline_desktop.storage.tables.codec import load_texts
from hotline_desktop.storage.tables.once import forget

STEP, CONFIRMED = "登记摘要", "确认程序外的改动"
_TOUCHED = "touched rows"
_BEGUN = "row_digests"  # the setting that names the tables known since their first write that were written
_entries = schema.office_entries


class Strayed(Enum):
    """What was done to a row past the program."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"


class Stray(NamedTuple):
    """One row that is not as the program left it, and what it is called."""

    how: Strayed
    table: str
    key: Key
    name: str


def touch(c: Connection, table: Table, keys: Iterable[Any]) -> None:
    """Says that the rows under these keys change in this transaction, or are new, or go.

    The keys are what the table's digests stand for (``TABLES``): primary keys, days, blocks.
    """
    touched = c.info.setdefault(_TOUCHED, {}).setdefault(table.name, set())
    touched.update(key if isinstance(key, tuple) else (key,) for key in keys)


def seal(c: Connection) -> None:
    """Writes down how the touched rows stand at the end of a transaction; nothing where none was."""
    touched: dict[str, set[Key]] | None = c.info.pop(_TOUCHED, None)
    if touched:
        late = {name for name in touched if TABLES[name].since is Since.FIRST_WRITE}
        begun = _begun(c) if late else set()
        if late - begun:
            _begin_with(c, begun | late)
            touched.setdefault(schema.settings.name, set()).add((_BEGUN,))
        found: dict[str, str] = {}
        for name, keys in touched.items():
            known = name not in late or name in begun or _is_known(c, name)
            rows = TABLES[name].digests(c, keys) if known else TABLES[name].stand(c)
            found.update((_word(name, key), digest) for key, digest in rows)
        _write(c, found)


def forget_touched(c: Connection) -> None:
    """For a transaction that was rolled back."""
    c.info.pop(_TOUCHED, None)


def is_begun(c: Connection) -> bool:
    """Whether it is known how the rows should stand: an office of an earlier version does not know yet."""
    if c.execute(select(_entries.c.id).where(_entries.c.step == STEP).limit(1)).scalar() is not None:
        return True
    return not any(c.execute(select(exists().select_from(each.table))).scalar() for each in TABLES.values())


def begin(c: Connection) -> None:
    """Writes down how every row stands, in place of what was written of it before."""
    known = dict.fromkeys(_known(c), "")
    now = {_word(name, key): digest for name, each in TABLES.items() for key, digest in each.stand(c)}
    _write(c, {**known, **now})


def confirm(c: Connection, found: Iterable[Stray]) -> None:
    """Takes rows as they stand now for what they should be. Whoever lets it writes down that it was done."""
    for stray in found:
        touch(c, TABLES[stray.table].table, [stray.key])


def strays(c: Connection) -> list[Stray]:
    """Every row that is not as the program left it; nothing where it is not known how rows should stand."""
    written = _known(c)
    known = {word: digest for word, digest in written.items() if digest}
    if not known and not is_begun(c):
        return []
    found = []
    told = {word.partition(" ")[0] for word in written}
    for name, each in TABLES.items():
        if name not in told and each.since is not Since.ALWAYS:
            continue
        for key, digest in each.stand(c):
            expected = known.pop(_word(name, key), None)
            if expected is None and each.since is Since.OWN_WRITE:
                continue
            if expected != digest:
                how = Strayed.INSERTED if expected is None else Strayed.CHANGED
                found.append(Stray(how, name, key, each.called(c, key)))
    for word in known:
        name, _space, key_text = word.partition(" ")
        gone = tuple(json.loads(key_text))
        found.append(Stray(Strayed.REMOVED, name, gone, TABLES[name].called(c, gone)))
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
    tells = _entries.c.after.contains(f'"{name} [', autoescape=True)
    newest = select(_entries.c.id).where(_entries.c.step == STEP, tells).order_by(_entries.c.id.desc()).limit(1)
    return c.execute(newest).scalar() is not None


def _word(name: str, key: Key) -> str:
    return f"{name} {json.dumps(key, ensure_ascii=False, default=repr)}"
