"""Which column of a kind of file means what, as a clerk confirmed it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from hotline_desktop.storage.chain import row_digests
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.codec import moment_text

_t = schema.column_mappings


def find(c: Connection, signature: str) -> dict[str, list[str]] | None:
    """For each column the headers of files with that signature that were taken as it, the best first."""
    names = c.execute(select(_t.c.names).where(_t.c.signature == signature)).scalar()
    if names is None:
        return None
    found: dict[str, list[str]] = json.loads(names)
    return found


def remember(c: Connection, signature: str, names: Mapping[str, Sequence[str]], at: datetime) -> None:
    """Keeps the names for the next file with that signature."""
    row_digests.touch(c, _t, [signature])
    c.execute(delete(_t).where(_t.c.signature == signature))
    text = json.dumps({column: list(headers) for column, headers in names.items()}, ensure_ascii=False)
    c.execute(insert(_t), {"signature": signature, "names": text, "used_at": moment_text(at)})
