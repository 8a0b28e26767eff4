"""The key file: the data key of an encrypted office or backup place, itself encrypted with the passphrase.

See ``sealing.lock_key``. A backup place may still hold backups that were encrypted with another key: the key file of
that one stays there too.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

from hotline_desktop.storage.files import sealing

LOCK = "锁.json"  # in a place for backups


def write(path: Path, lock: str) -> None:
    """Puts ``lock`` there, whole or not at all. One of another key that is there gets a name with its mark.

    What is there and cannot be read keeps its content too, under a name of its own. Raises OSError.
    """
    before = read(path)
    if before == lock:
        return
    if mark_of(before) != mark_of(lock) and path.exists():
        path.replace(_name_beside(path, mark_of(before)))
    made = path.with_name(f"{path.name}.part")
    with made.open("w", encoding="utf-8") as file:
        file.write(lock)
        file.flush()
        os.fsync(file.fileno())
    made.replace(path)


def _name_beside(path: Path, mark: str) -> Path:
    """Where the lock of the key with that mark makes room; a name that nothing has for one that cannot be read."""
    if mark:
        return path.with_name(f"{path.stem}-{mark}{path.suffix}")
    numbered = (path.with_name(f"{path.stem}-读不出{number}{path.suffix}") for number in count(1))
    return next(free for free in numbered if not free.exists())


def read(path: Path) -> str:
    """The content of the key file at ``path``; empty where there is none."""
    with suppress(OSError, UnicodeDecodeError):
        return path.read_text("utf-8")
    return ""


def mark_of(lock: str) -> str:
    """The fingerprint of the key in a key file; empty where it is not a key file."""
    try:
        return str(json.loads(lock)["check"])
    except (ValueError, KeyError, TypeError):
        return ""


def key_in(path: Path, secret: str, mark: str = "") -> bytes:
    """The key that ``secret``, a passphrase or recovery code, opens: of the lock at ``path`` or one beside it.

    ``mark`` is that of the key that is wanted, empty for any. A recovery code needs no lock. Raises WrongKey.
    """
    code = sealing.key_from_code(secret)
    if code is not None and mark in ("", sealing.key_mark(code)):
        return code
    for lock in beside(path):
        if mark in ("", mark_of(lock)):
            with suppress(sealing.WrongKey):
                return sealing.open_lock(lock, secret)
    raise sealing.WrongKey


def is_there(path: Path, mark: str) -> bool:
    """Whether the lock at ``path`` or one beside it holds the key of that mark."""
    return any(mark_of(lock) == mark for lock in beside(path))


def beside(path: Path) -> Iterator[str]:
    """The lock at ``path``, and those of other keys that had to make room for it."""
    yield read(path)
    for other in sorted(path.parent.glob(f"{path.stem}-*{path.suffix}")):
        yield read(other)
