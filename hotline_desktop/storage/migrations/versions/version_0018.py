"""What is said twice is kept once: less room for each ticket, and not a word of a history is changed.

When an entry was recorded is left out where it says when that happened, what the platform said of a ticket where its
first entry says the same, and the usual kind where the chain names an entry. Two indexes hold only the tickets that
have what they are ordered by.
"""

import sqlalchemy as sa
from alembic import op

from hotline_desktop.storage.engines.packed import Packed
from hotline_desktop.storage.engines.statements import statements_of
from hotline_desktop.storage.platform_cells import shortened_json
from hotline_desktop.storage.upgrading import progress_of

revision = "0018"
down_revision = "0017"

_HISTORIES = ("ticket_entries", "case_entries", "talk_entries", "candidate_entries")
_AT_ONCE = 500
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
        shorter = ((row[0], row[1], shortened_json(row[1], row[2])) for row in rows)
        changes = [{"of": ticket_id, "short": short} for ticket_id, cells, short in shorter if short != cells]
        if changes:
            c.execute(change, changes)
        last = rows[-1][0]
        progress(last, most)


def _only_where(name: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.drop_index(name, "tickets")
    op.create_index(name, "tickets", columns, sqlite_where=where, postgresql_where=where)
