"""What the office set: a text under each key. What the texts mean, services know."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select

from hotline_desktop.domain.terms.text import without_nul
from hotline_desktop.storage.chain import row_digests
from hotline_desktop.storage.engines.statements import statements_of
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.once import forget, once

_t = schema.settings


def load(c: Connection) -> dict[str, str]:
    """Every key that has a text. Read once in a transaction."""
    return once(c, _t.name, lambda: _load(c))


def _load(c: Connection) -> dict[str, str]:
    with statements_of(c).lenient(c):  # one spoiled setting closes no office
        return {row.key: row.value for row in c.execute(select(_t))}


def save(c: Connection, texts: Mapping[str, str]) -> None:
    """Puts ``texts`` in; keys that it does not name keep theirs."""
    if texts:
        forget(c, _t.name)
        row_digests.touch(c, _t, texts)
        c.execute(delete(_t).where(_t.c.key.in_(list(texts))))
        c.execute(insert(_t), [{"key": key, "value": without_nul(value)} for key, value in texts.items()])
