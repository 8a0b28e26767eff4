"""What happens around the steps of an upgrade to the chain of records.

Where the steps change no word of a history, the chain goes on over them, and whatever was tampered with shows as it
did. Otherwise it is checked before them and begun anew behind them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, func, inspect, select, text

from hotline_desktop.domain.terms.progress import Progress, untold
from hotline_desktop.domain.terms.roles import BY_PROGRAM
from hotline_desktop.storage import migrations
from hotline_desktop.storage.chain import chain, chain_check, row_digests
from hotline_desktop.storage.tables import schema

STEP = "升级数据文件"
_EPOCH = datetime(1970, 1, 1)
_PROGRESS = "progress of an upgrade"


@contextmanager
def recorded(
    c: Connection,
    now: datetime | None,
    checking: Progress | None = None,
    changing: Progress | None = None,
    linking: Progress | None = None,
) -> Iterator[None]:
    """Upgrades inside it are written down in the chain; one that writes old entries in another way links them anew.

    ``checking`` is told how far the look at the old chain is, ``changing`` how far a step that lasts, ``linking`` how
    far the new chain is; they may raise.
    """
    before = _version(c)
    if before == migrations.HEAD:  # another program upgraded it while this one waited
        yield
        return
    goes_on = before >= migrations.SAME_HISTORIES_SINCE
    found = "" if goes_on else _checked(c, checking)
    c.info[_PROGRESS] = changing
    try:
        yield
    finally:
        del c.info[_PROGRESS]
    if goes_on:
        chain.remember(c, STEP, now or _newest(c), BY_PROGRAM, {"版本": before}, {"版本": _version(c)})
    else:
        chain.begin_segment(c, now or _newest(c), STEP, BY_PROGRAM, found, linking)
        row_digests.begin(c)


def progress_of(c: Connection) -> Progress:
    """What a step of the upgrade that lasts tells how far it is."""
    return c.info.get(_PROGRESS) or untold


def _version(c: Connection) -> str:
    return str(c.execute(text("SELECT version_num FROM alembic_version")).scalar())


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
