"""The two SQLite libraries: Python's own, and SQLCipher's for encrypted files, loaded only for those.

They have the same interface, but their exceptions are unrelated classes: catch ``errors()``.
"""

from __future__ import annotations

import sqlite3
import sys
from types import ModuleType

_CIPHER = "sqlcipher3.dbapi2"


def cipher() -> ModuleType:
    """SQLCipher's library, which is silent: what it has to say stands in its errors."""
    if _CIPHER not in sys.modules:
        from sqlcipher3 import dbapi2

        raw = dbapi2.connect(":memory:")
        raw.execute("PRAGMA cipher_log_level = NONE")
        raw.close()
    return sys.modules[_CIPHER]


def library_of(raw: sqlite3.Connection) -> ModuleType:
    """The library that made the connection."""
    return sqlite3 if isinstance(raw, sqlite3.Connection) else cipher()


def errors(*others: type[Exception]) -> tuple[type[Exception], ...]:
    """What the libraries raise, and ``others``."""
    loaded = sys.modules.get(_CIPHER)
    return (sqlite3.Error, *others) if loaded is None else (sqlite3.Error, loaded.Error, *others)
