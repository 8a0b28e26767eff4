"""What a file of data is, found out without changing it."""

from __future__ import annotations

from contextlib import suppress
from enum import Enum, auto
from pathlib import Path

from hotline_desktop.domain.terms.text import first_of
from hotline_desktop.storage.chain.chain_head import head_path
from hotline_desktop.storage.engines.sqlite.connection.cipher import fitting_key
from hotline_desktop.storage.engines.sqlite.connection.errors import (
    damaged,
    database_error_from,
    newer,
    not_a_database,
    office_gone,
    other_layout,
)
from hotline_desktop.storage.engines.sqlite.connection.libraries import errors
from hotline_desktop.storage.engines.sqlite.connection.opening import reading
from hotline_desktop.storage.engines.sqlite.layout.layout import missing_columns
from hotline_desktop.storage.engines.sqlite.leftovers.journal import has_journal, was_being_made
from hotline_desktop.storage.migrations import HEAD, VERSIONS

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_EXAMPLE = "example.json"  # an example beside an office is none of its own
_SMALL = 16 * 1024 * 1024  # bytes that can be read through at every start without a clerk noticing


class FileCondition(Enum):
    """How a file stands to this version of the program."""

    NEW = auto()
    OLDER = auto()
    CURRENT = auto()


def examine(path: Path, key: bytes | None = None, damaged_too: bool = False) -> FileCondition:
    """Looks at the file at ``path``, which ``key`` opens where it is encrypted.

    Raises DatabaseError where it is damaged, something else, newer, or encrypted and ``key`` is missing;
    ``damaged_too`` lets pages pass that do not fit together, as far as it can be read at all.
    """
    try:
        if not path.exists():
            return _nothing_there(path)
        if path.is_dir():
            raise not_a_database(path)
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
        size = path.stat().st_size
        if size == 0:
            return _nothing_there(path)
        if not header.startswith(_MAGIC):
            raise not_a_database(path)
        if was_being_made(path):
            return FileCondition.NEW
        if size < _pages(header) and not _has_log(path):
            raise damaged(path)
        return _by_version(path, _version(path, fitting_key(path, key), check=size <= _SMALL and not damaged_too))
    except errors(OSError) as error:
        problem = database_error_from(error, path)
        if problem is None:
            raise
        raise problem from error


def _nothing_there(path: Path) -> FileCondition:
    """No file, or one without a byte: a first start, unless what an office leaves beside its data says otherwise."""
    folder = path.parent
    left = [
        word
        for word, there in (
            ("没有写完的日志", _has_log(path) or has_journal(path)),
            ("附件", _holds_files(folder / "attachments")),
            ("备份", _holds_files(folder / "backups")),
            ("末条记录标记", head_path(path).exists()),
        )
        if there
    ]
    left += [f"“{name}”" for name in _elsewhere(path)]
    if left:
        raise office_gone(path, "、".join(left))
    return FileCondition.NEW


def _elsewhere(path: Path) -> list[str]:
    """Files of data that somebody renamed or unpacked one folder too deep, by what leads to them from here."""
    folder, found = path.parent, []
    with suppress(OSError):
        for near in sorted(folder.iterdir()):
            deeper = near / path.name
            if near.is_file() and near.name != path.name and near.name.startswith(path.stem) and _is_database(near):
                found.append(near.name)
            elif near.is_dir() and _is_database(deeper) and not (near / _EXAMPLE).exists():
                found.append(f"{near.name}/{deeper.name}")
    return found[:3]


def _is_database(path: Path) -> bool:
    with suppress(OSError), path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC
    return False


def _holds_files(folder: Path) -> bool:
    return any(found.is_file() for found in folder.rglob("*"))


def _pages(header: bytes) -> int:
    """Bytes that the file says it has. 1 stands for a page of 65536 bytes."""
    page = int.from_bytes(header[16:18], "big")
    return int.from_bytes(header[28:32], "big") * (65536 if page == 1 else page)


def _has_log(path: Path) -> bool:
    """Whether changes wait in the log beside the file; then the file alone is not the whole."""
    return _has_bytes(path.with_name(path.name + "-wal"))


def _has_bytes(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _version(path: Path, key: bytes | None, check: bool) -> str | None:
    """The version that the file names; None where nothing is in it. Opened for reading only.

    Where no log waits beside it the file is the whole, and is read without making a log of its own.
    """
    with reading(path, key) as raw:
        if check and raw.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise damaged(path)
        names = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not names:
            return None
        if "alembic_version" not in names:
            raise not_a_database(path)
        row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
        if row is not None and row[0] == HEAD and (missing := missing_columns(raw)):
            raise other_layout(path, f"缺少 {first_of(missing, 3)}")
        return row[0] if row else None


def _by_version(path: Path, version: str | None) -> FileCondition:
    if version is None:
        return FileCondition.NEW
    if version == HEAD:
        return FileCondition.CURRENT
    if version in VERSIONS:
        return FileCondition.OLDER
    raise newer(path, version)
