"""Privacy: who looked at a ticket, and the pass under which records leave that may be destroyed by now."""

import sqlalchemy as sa
from alembic import op

from hotline_desktop.storage.engines.statements import statements_of

revision = "0010"
down_revision = "0009"

_PASSED = "NOT EXISTS (SELECT 1 FROM destroying WHERE kind = '{kind}' AND owner = OLD.{kind}_id)"
_NOT_UNDONE = """(EXISTS (
    SELECT 1 FROM ticket_entries AS other WHERE other.ticket_id = OLD.ticket_id
    AND other.step NOT IN ('register', 'import_update', 'import_undo')
) OR NOT EXISTS (
    SELECT 1 FROM tickets JOIN import_batches ON import_batches.id = tickets.batch_id
    WHERE tickets.id = OLD.ticket_id AND import_batches.state = '已撤销'
))"""


def upgrade() -> None:
    """Makes both tables, and lets the rules of the histories know the pass."""
    op.create_table(
        "looks",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("day", "person", "kind", "number", "at")),
        sa.PrimaryKeyConstraint("day", "person", "kind", "number", name="pk_looks"),
    )
    op.create_table(
        "destroying",
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("owner", sa.Integer, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("kind", "owner", name="pk_destroying"),
    )
    for kind, unless in (("ticket", f"{_NOT_UNDONE} AND "), ("case", "")):
        when = f"WHEN {unless}{_PASSED.format(kind=kind)}"
        for statement in statements_of(op.get_bind()).may_go(f"{kind}_entries", when):
            op.execute(statement)
