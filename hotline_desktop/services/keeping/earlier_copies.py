"""Encrypts what was written before the office was: backups, and what lies under 移出.

This may take long and may be interrupted. A note says that it is not finished, and every backup continues it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.files.folders import ASIDE
from hotline_desktop.files.unfinished import unfinished
from hotline_desktop.services.foundation.files import BACKUPS, DATABASE, KEY_FILE, SEALED_FOLDERS
from hotline_desktop.services.foundation.private_files import seal_in_place
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.files import backup_sets, locks, sealing, unfinished_backups
from hotline_desktop.storage.opening import alone, is_plain

_NOTE = "以前的备份待加密"
_LOGS = ("-wal", "-shm", "-journal")


def note_earlier(data_dir: Path) -> Mapping[Path, str | None]:
    """The note that there may be plain copies; for the exchange that makes the office encrypted."""
    return {data_dir / ASIDE / _NOTE: ""}


def encrypt_earlier(data_dir: Path, key: bytes, progress: Progress | None = None) -> tuple[str, ...]:
    """Encrypts the copies beside the data that are plain still, where there may be any; names of what could not be.

    Each is read back before the plain one goes. Raises what ``progress`` raises.
    """
    note = data_dir / ASIDE / _NOTE
    if not note.exists():
        return ()
    lock = locks.read(data_dir / KEY_FILE)
    if (data_dir / BACKUPS).is_dir():  # what was broken off before is plain, and nobody goes on with it
        unfinished_backups.sweep(data_dir / BACKUPS, note.stat().st_mtime)
    left = list(backup_sets.encrypt_plain(data_dir / BACKUPS, key, lock, progress))
    for folder in _folders(data_dir):
        left += _encrypt_folder(folder, key, lock)
    left += [path.name for path in sorted((data_dir / BACKUPS).glob("*.db")) if not _encrypted(path, key)]
    if not left:
        note.unlink(missing_ok=True)
    return tuple(left)


def _folders(data_dir: Path) -> Iterator[Path]:
    """What was moved aside, as this and earlier versions put it."""
    for folder in (*(data_dir / ASIDE).glob("*/"), *(data_dir / BACKUPS).glob("搬入前-*/")):
        if folder.is_dir():
            yield folder


def _encrypt_folder(folder: Path, key: bytes, lock: str) -> list[str]:
    left = [
        f"{folder.name}/{path.name}"
        for path in sorted(path for path in folder.rglob("*") if path.is_file())
        if _holds_citizens(path, folder) and not _encrypted(path, key)
    ]
    if (folder / DATABASE).exists():
        with suppress(OSError):
            locks.write(folder / KEY_FILE, lock)
    return left


def _holds_citizens(path: Path, folder: Path) -> bool:
    inside = path.relative_to(folder).parts
    return path.name.endswith((".db", *_LOGS)) or any(part in SEALED_FOLDERS for part in inside)


def _encrypted(path: Path, key: bytes) -> bool:
    """Encrypts one file in its place; False where that could not be."""
    try:
        if not path.exists() or sealing.is_sealed(path):  # a log goes with its database
            return True
        if is_plain(path):
            with unfinished(path) as made:
                with alone(path, None) as own:
                    own.write_anew(made, key)
                made.replace(path)
        elif path.suffix != ".db":
            seal_in_place(path, key)
    except (OSError, DatabaseError):
        return False
    return True
