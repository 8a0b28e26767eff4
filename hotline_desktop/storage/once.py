"""What is asked again and again (settings, working days, numbers) is read once.

Nobody else's change can be seen inside a transaction; whoever writes such a table forgets what was read of it. The
next transaction begins with what was read before where its database knows that nobody has written since.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

Found = TypeVar("Found")
_MEMORY = "read once"


def once(c: Connection, table: str, read: Callable[[], Found]) -> Found:
    """What ``read`` gives of ``table``, from memory where it was read before."""
    known = c.info.setdefault(_MEMORY, {})
    if table not in known:
        known[table] = read()
    found: Found = known[table]
    return found


def forget(c: Connection, table: str | None = None) -> None:
    """Lets ``table`` be read again, everything where it is None: where somebody may have written."""
    if table is None:
        c.info.pop(_MEMORY, None)
    else:
        c.info.get(_MEMORY, {}).pop(table, None)
