"""Candidates as records: each has a history of its own, and can have files as the others have.

storage/rebuilding/derived.py writes the histories of the candidates that an upgraded office has.
"""

import sqlalchemy as sa
from alembic import op

from hotline_desktop.storage.engines.statements import statements_of

revision = "0012"
down_revision = "0011"

# A history goes with its ticket, where that may go: undone with its import, or destroyed when its time is over.
_TICKET = "(SELECT ticket_id FROM candidates WHERE candidates.id = OLD.candidate_id)"
_STAYS = f"""
    WHEN NOT EXISTS (SELECT 1 FROM destroying WHERE destroying.kind = 'ticket' AND destroying.owner = {_TICKET})
    AND (EXISTS (
        SELECT 1 FROM ticket_entries AS other WHERE other.ticket_id = {_TICKET}
        AND other.step NOT IN ('register', 'import_update', 'import_undo')
    ) OR NOT EXISTS (
        SELECT 1 FROM tickets JOIN import_batches ON import_batches.id = tickets.batch_id
        WHERE tickets.id = {_TICKET} AND import_batches.state = '已撤销'
    ))"""


def upgrade() -> None:
    """Makes the table of their entries, and adds the fourth owner that a file can have."""
    op.create_table(
        "candidate_entries",
        *(sa.Column(name, sa.Integer, nullable=False, autoincrement=False) for name in ("candidate_id", "sequence")),
        _text("step"),
        sa.Column("round", sa.Integer, nullable=False, server_default="1"),
        *(_text(name) for name in ("at", "recorded_at", "by", "values", "facts", "before", "after")),
        sa.PrimaryKeyConstraint("candidate_id", "sequence", name="pk_candidate_entries"),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name="fk_candidate_entries_candidate_id"),
    )
    for statement in statements_of(op.get_bind()).append_only("candidate_entries", _STAYS):
        op.execute(statement)
    op.add_column("attachments", sa.Column("candidate_id", sa.Integer))
    op.create_index("ix_attachments_candidate_id", "attachments", ["candidate_id"])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)
