"""Indexes by which lists are put in order end in the id, as the orders do: not every engine adds it by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_PENDING = sa.text("pending != ''")
_ORDERED = ("level", "stage", "unit", "request_type", "task")


def upgrade() -> None:
    """Makes them anew under their names."""
    for first in _ORDERED:
        _anew("tickets", first, "due_order")
    for column in ("called_at", "batch_id"):
        _anew("tickets", column)
    _anew("candidates", "state", "since")
    op.drop_index("ix_tickets_pending", "tickets")
    op.create_index(
        "ix_tickets_pending",
        "tickets",
        ["pending", "due_order", "id"],
        sqlite_where=_PENDING,
        postgresql_where=_PENDING,
    )


def _anew(table: str, *columns: str) -> None:
    name = f"ix_{table}_{'_'.join(columns)}"
    op.drop_index(name, table)
    op.create_index(name, table, [*columns, "id"])
