"""A cache for what is read again and again: settings, working days, numbers.

Inside a transaction nobody else's writing is visible, so that a value read once holds; whoever writes such a table
calls ``forget``. The next transaction keeps the cache where its database knows that nobody has written since.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

Found = TypeVar("Found")
_MEMORY = "read once"


def once(c: Connection, table: str, read: Callable[[], Found]) -> Found:
    """The result of ``read``, cached under ``table``."""
    known = c.info.setdefault(_MEMORY, {})
    if table not in known:
        known[table] = read()
    found: Found = known[table]
    return found


def forget(c: Connection, table: str | None = None) -> None:
    """Empties the cache of ``table``, or all of it."""
    if table is None:
        c.info.pop(_MEMORY, None)
    else:
        c.info.get(_MEMORY, {}).pop(table, None)
