"""Which column of a kind of file means what, as a clerk confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from hotline_desktop.storage import schema
from hotline_desktop.storage.codec import dump_words, load_words, moment_text

_t = schema.column_mappings


def find(c: Connection, signature: str) -> dict[str, str] | None:
    """The names that were given to the columns of files with that signature."""
    names = c.execute(select(_t.c.names).where(_t.c.signature == signature)).scalar()
    return load_words(names) if names is not None else None


def remember(c: Connection, signature: str, names: Mapping[str, str], at: datetime) -> None:
    """Keeps the names for the next file with that signature."""
    c.execute(delete(_t).where(_t.c.signature == signature))
    c.execute(insert(_t), {"signature": signature, "names": dump_words(names), "used_at": moment_text(at)})
