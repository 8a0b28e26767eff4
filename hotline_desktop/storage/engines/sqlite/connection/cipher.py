"""SQLCipher: the same SQLite, with every page of file and log encrypted (AES-256) and guarded against changes.

The first 32 bytes of an encrypted file stay readable: they hold no data, and say as in any other file that it is a
database, how many pages it has and whether changes go to a log first.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import ModuleType
from typing import cast

from hotline_desktop.storage.engines.sqlite.connection.errors import encrypted
from hotline_desktop.storage.engines.sqlite.connection.libraries import cipher

WAIT_SECONDS = 5.0
_READABLE_BYTES = 32
_MAGIC = b"SQLite format 3\x00"
_RESERVED = 20  # the byte of the head that says how much of each page the cipher keeps for itself
_FOR_CIPHER = 80  # bytes of each page: where it begins, and its guard
_SALT_BYTES = 16


def is_encrypted(path: Path) -> bool:
    """Whether the file is a database that only its key opens; False where there is none.

    To be asked only while this process has the file open nowhere: to close it here would give up SQLite's own locks.
    """
    return _reserved(path) == _FOR_CIPHER


def is_plain(path: Path) -> bool:
    """Whether the file is a database that everybody can read; as ``is_encrypted``."""
    return _reserved(path) == 0


def fitting_key(path: Path, key: bytes | None) -> bytes | None:
    """What to open ``path`` with: ``key`` where it is encrypted or not there yet, None where it is plain.

    As with ``is_encrypted``, of a file that is not open. Raises DatabaseError where it is encrypted and there is no
    key.
    """
    if is_encrypted(path):
        if key is None:
            raise encrypted(path)
        return key
    return None if path.exists() and path.stat().st_size > 0 else key


def connect(file: Path, key: bytes | None, address: str = "") -> sqlite3.Connection:
    """A connection to ``file``, by the URI ``address`` where one is given: encrypted with ``key``, plain without one.

    Raises what the library raises; a ``key`` that does not fit shows at the first question.
    """
    raw = _connected(cipher() if key is not None else sqlite3, address or str(file), uri=bool(address))
    if key is not None:
        try:
            _unlock(raw, key)
        except BaseException:
            raw.close()
            raise
    return raw


def connect_to_rewrite(file: Path, key: bytes | None) -> sqlite3.Connection:
    """A connection that can hold encrypted and plain files side by side, see ``attach``."""
    raw = _connected(cipher(), str(file))
    if key is not None:
        _unlock(raw, key)
    return raw


def attach(raw: sqlite3.Connection, file: Path, name: str, key: bytes | None) -> None:
    """Lets ``raw`` see ``file`` as ``name`` too: encrypted with ``key``, plain without."""
    raw.execute(f"ATTACH DATABASE ? AS {name} KEY ?", (str(file), _key_text(key) if key is not None else ""))
    if key is not None:
        raw.execute(f"PRAGMA {name}.cipher_plaintext_header_size = {_READABLE_BYTES}")


def _reserved(path: Path) -> int | None:
    """How many bytes of each page are kept for a cipher; None where the file is no database, or is not there."""
    try:
        with path.open("rb") as file:
            head = file.read(_READABLE_BYTES)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    return head[_RESERVED] if len(head) == _READABLE_BYTES and head.startswith(_MAGIC) else None


def _connected(library: ModuleType, file: str, uri: bool = False) -> sqlite3.Connection:
    raw = library.connect(file, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False, uri=uri)
    return cast("sqlite3.Connection", raw)


def _unlock(raw: sqlite3.Connection, key: bytes) -> None:
    """Tells a new connection its key; nothing is derived from it again."""
    raw.execute(f'PRAGMA key = "{_key_text(key)}"')
    raw.execute(f"PRAGMA cipher_plaintext_header_size = {_READABLE_BYTES}")
    raw.execute("PRAGMA temp_store = MEMORY")  # what is sorted stands in no readable file


def _key_text(key: bytes) -> str:
    """The library's own words for key and salt. Both follow from ``key``, which files are sealed with: one key, and
    no two ciphers use the same.
    """
    import hashlib  # most offices are plain

    pages, salt = hashlib.sha256(b"pages" + key), hashlib.sha256(b"salt" + key)
    return f"x'{pages.hexdigest()}{salt.hexdigest()[: 2 * _SALT_BYTES]}'"
