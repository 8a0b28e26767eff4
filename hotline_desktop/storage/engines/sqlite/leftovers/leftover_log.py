"""The write-ahead log (WAL) that a crash left beside the file: used where it belongs to the file, moved away where not.

A log only says which pages to put where. If somebody has replaced the file by an earlier copy, SQLite would mix two
states without a word.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from hotline_desktop.domain.terms.errors import Cancelled
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.files.folders import ASIDE, free_folder
from hotline_desktop.storage.chain.chain import OLD_HEAD, PLACES, SEGMENT
from hotline_desktop.storage.chain.chain_head import NOTHING, Head, head_from
from hotline_desktop.storage.engines.sqlite.connection.address import read_only_address
from hotline_desktop.storage.engines.sqlite.connection.base_mark import is_known
from hotline_desktop.storage.engines.sqlite.connection.cipher import connect
from hotline_desktop.storage.engines.sqlite.connection.errors import STOPPED
from hotline_desktop.storage.engines.sqlite.connection.holding import is_alone
from hotline_desktop.storage.engines.sqlite.connection.libraries import errors
from hotline_desktop.storage.engines.sqlite.connection.opening import (
    has_foreign_log,
    has_log,
    is_whole,
    log_of,
    open_at_once,
)
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.tables.schema import ENTRIES, USUAL_KIND

_NO_DIGEST = b""


def set_aside_foreign_log(
    path: Path, now: datetime | None, key: bytes | None = None, progress: Progress | None = None
) -> Path | None:
    """Moves a log away that belongs to another file than the one that lies there now; the folder it is in.

    ``progress`` is told now and then while file and log are read through, and may raise Cancelled. Raises DatabaseError
    of kind ``stopped`` then, both as they were.
    """
    log = log_of(path)
    with suppress(FileNotFoundError):
        now = now or datetime.fromtimestamp(log.stat().st_mtime)
    if now is None or not (has_foreign_log(path) or _goes_on_from_another(path, key, progress)):
        return None
    folder = free_folder(path.parent / ASIDE, f"{now:%Y%m%d-%H%M}")
    for file in (log, path.with_name(path.name + "-shm")):
        with suppress(FileNotFoundError):
            file.rename(folder / file.name)
    return folder


def _goes_on_from_another(path: Path, key: bytes | None, progress: Progress | None) -> bool:
    """Whether file and log do not fit together while the file alone is whole. Nothing is changed.

    Not asked where another program has both open: then the log is that program's. Where both are known to be those
    that were open last, as after a crash, only the end of the records is looked at.
    """
    if not path.is_file() or not path.stat().st_size or not has_log(path) or not is_alone(path):
        return False
    known = is_known(path)
    try:
        with closing(connect(path, key, read_only_address(path, unchanging=True))) as alone:
            together = open_at_once(path, key)
            if together is None:  # nobody can tell here: whoever reads a copy of both can
                return False
            with closing(together):
                end = _last(alone)
                if known and _fits(together, *end):
                    return False
                return not (is_whole(together, progress) and _fits(together, *end)) and is_whole(alone, progress)
    except Cancelled as stopped:
        raise DatabaseError("stopped", STOPPED) from stopped
    except errors():
        return False


def _fits(together: sqlite3.Connection, place: int, digest: bytes) -> bool:
    """Whether everything that was recorded since the end of the file alone is there."""
    try:
        return _goes_on(together, place, digest)
    except errors():
        return False


def _goes_on(together: sqlite3.Connection, place: int, digest: bytes) -> bool:
    upgraded = _upgraded(together, place, digest)
    known = together.execute("SELECT digest FROM chain WHERE place = ?", (place,)).fetchone()
    if place and not upgraded and (known is None or known[0] != digest):
        return False
    place = max(place, upgraded - 1)  # what is before was linked anew behind it
    count, end = together.execute("SELECT count(*), max(place) FROM chain WHERE place > ?", (place,)).fetchone()
    if count and end - place != count:
        return False
    since = f"FROM chain AS c WHERE c.place > ? AND coalesce(c.kind, '{USUAL_KIND}') = ?"
    takes = "EXISTS (SELECT 1 FROM office_entries AS e WHERE e.id = c.sequence AND instr(e.after, ?))"
    removing = f"SELECT 1 {since} AND {takes}"
    if together.execute(removing, (place, "office", f'"{PLACES}"')).fetchone():
        return True  # entries went by right since, and are not missing
    for kind, table in ENTRIES.items():
        owner = "" if kind == "office" else f"e.{table.c[0].name} = c.owner AND "
        own = "id" if kind == "office" else "sequence"
        there = f"EXISTS (SELECT 1 FROM {table.name} AS e WHERE {owner}e.{own} = c.sequence)"
        if together.execute(f"SELECT 1 {since} AND NOT {there} LIMIT 1", (place, kind)).fetchone():
            return False
    return True


def _upgraded(together: sqlite3.Connection, place: int, digest: bytes) -> int:
    """Where the records were linked anew by an upgrade that stands in the log; 0 where none does.

    That forgets the links of before, and holds their end: the end of the file alone, or a later one.
    """
    first = together.execute("SELECT place, kind, sequence FROM chain ORDER BY place LIMIT 1").fetchone()
    if first is None or first[0] <= place or first[1] != SEGMENT:
        return 0
    held = "SELECT json_extract(after, ?) FROM office_entries WHERE id = ?"
    (written,) = together.execute(held, (f'$."{OLD_HEAD}"', first[2])).fetchone() or ("",)
    old = head_from(str(written or "")) or NOTHING
    goes_on = old.place > place or old == Head(place, digest)
    return int(first[0]) if goes_on else 0


def _last(alone: sqlite3.Connection) -> tuple[int, bytes]:
    """The end of the chain in the file alone; the beginning where it cannot be read, as amid taking a log in."""
    with suppress(*errors()):
        row = alone.execute("SELECT place, digest FROM chain ORDER BY place DESC LIMIT 1").fetchone()
        if row is not None:
            return int(row[0]), bytes(row[1])
    return 0, _NO_DIGEST
