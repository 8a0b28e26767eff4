"""What happens around the steps of an upgrade: the chain of records is checked before and begun anew behind them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, func, inspect, select

from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.domain.terms.roles import BY_PROGRAM
from hotline_desktop.storage import chain, chain_check, row_digests, schema

STEP = "升级数据文件"
_EPOCH = datetime(1970, 1, 1)


@contextmanager
def linked_anew(
    c: Connection, now: datetime | None, checking: Progress | None = None, linking: Progress | None = None
) -> Iterator[None]:
    """Upgrades inside it may write old entries in another way: the new chain holds the end of the old one.

    ``checking`` is told how far the look at the old chain is, ``linking`` how far the new one is; they may raise.
    """
    found = _checked(c, checking)
    yield
    chain.begin_segment(c, now or _newest(c), STEP, BY_PROGRAM, found, linking)
    row_digests.begin(c)


def _checked(c: Connection, progress: Progress | None) -> str:
    if not inspect(c).has_table(schema.chain.name):
        return "以前的版本没有校验链"
    state = chain_check.check(c, progress=progress)
    wrong = len(state.findings) + len(state.strays)
    return f"{state.entries} 条记录，{f'{wrong} 处不符' if wrong else '没有改动'}"


def _newest(c: Connection) -> datetime:
    """When the office last wrote something down."""
    entries = schema.office_entries
    newest = c.execute(select(func.max(entries.c.at))).scalar()
    return datetime.fromisoformat(newest) if newest else _EPOCH
