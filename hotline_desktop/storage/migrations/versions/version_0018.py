"""What is said twice is kept once: less room for each ticket, and not a word of a history is changed.

When an entry was recorded is left out where it says when that happened, what the platform said of a ticket where its
first entry says the same, and the usual kind where the chain names an entry. Two indexes hold only the tickets that
have what they are ordered by.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from hotline_desktop.storage.engines.packed import Packed
from hotline_desktop.storage.engines.statements import statements_of
from hotline_desktop.storage.upgrading import progress_of

revision = "0018"
down_revision = "0017"

_HISTORIES = ("ticket_entries", "case_entries", "talk_entries", "candidate_entries")
_AT_ONCE = 500
_SHORTEST = 4  # a shorter text takes no more room than the key
_said = sa.table("platform_rows", sa.column("ticket_id", sa.Integer), sa.column("cells", Packed))
_entries = sa.table(
    "ticket_entries", sa.column("ticket_id", sa.Integer), sa.column("sequence", sa.Integer), sa.column("values", Packed)
)


def upgrade() -> None:
    """Leaves out what is said elsewhere."""
    c = op.get_bind()
    for table in _HISTORIES:
        statements_of(c).left_out(c, table, "recorded_at", '"at"')
    statements_of(c).left_out(c, "chain", "kind", "'ticket'")
    _shorten(c)
    statements_of(c).laid_anew(c, "platform_rows")
    _only_where("ix_tickets_batch_id", ["batch_id", "id"], "batch_id IS NOT NULL")
    _only_where("ix_tickets_transfer_number", ["transfer_number"], "transfer_number != ''")


def _shorten(c: sa.Connection) -> None:
    first = sa.and_(_entries.c.ticket_id == _said.c.ticket_id, _entries.c.sequence == 1)
    listed = sa.select(_said.c.ticket_id, _said.c.cells, _entries.c["values"]).join(_entries, first)
    listed = listed.order_by(_said.c.ticket_id).limit(_AT_ONCE)
    change = sa.update(_said).where(_said.c.ticket_id == sa.bindparam("of")).values(cells=sa.bindparam("short"))
    progress, most, last = progress_of(c), c.execute(sa.select(sa.func.max(_said.c.ticket_id))).scalar() or 0, 0
    while rows := c.execute(listed.where(_said.c.ticket_id > last)).all():
        shorter = ((row[0], row[1], _shortened(row[1], row[2])) for row in rows)
        changes = [{"of": ticket_id, "short": short} for ticket_id, cells, short in shorter if short != cells]
        if changes:
            c.execute(change, changes)
        last = rows[-1][0]
        progress(last, most)


def _shortened(cells: str, first: str) -> str:
    """``cells``, texts as JSON, each that is a value of the first entry as a list of one with the key of that value.

    What is no such stays as it is. How the program does it today is not asked: this is how the version has it.
    """
    try:
        said, values = json.loads(cells), json.loads(first)
    except ValueError:
        return cells
    if type(said) is not dict or type(values) is not dict or any(type(text) is not str for text in said.values()):
        return cells
    keys: dict[str, str] = {}
    for key, value in values.items():
        text = value if type(value) is str else _only(value)
        if len(text) >= _SHORTEST:
            keys.setdefault(text, key)
    kept = {header: [keys[text]] if text in keys else text for header, text in said.items()}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _only(value: Any) -> str:
    return value[0] if type(value) is list and len(value) == 1 and type(value[0]) is str else ""


def _only_where(name: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.drop_index(name, "tickets")
    op.create_index(name, "tickets", columns, sqlite_where=where, postgresql_where=where)
