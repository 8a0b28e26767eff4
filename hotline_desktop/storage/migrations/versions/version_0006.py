"""案源库 as records: a candidate stays from when it arises until a decision or a named event.

storage/rebuilding/derived.py writes down the pool that an upgraded office shows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Makes the table of candidates."""
    texts = ("unit", "since", "evidence", "others"), ("ended_at", "ended_by", "why")
    op.create_table(
        "candidates",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("ticket_id", sa.Integer, nullable=False),
        sa.Column("trigger", sa.Text, nullable=False),
        sa.Column("round", sa.Integer, nullable=False, server_default="1"),
        *(_text(name) for name in texts[0]),
        *(sa.Column(name, sa.Integer, nullable=False, server_default="0") for name in ("state", "case_id")),
        *(_text(name) for name in texts[1]),
        sa.PrimaryKeyConstraint("id", name="pk_candidates"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_candidates_ticket_id"),
    )
    op.create_index("ix_candidates_ticket_id_trigger_since", "candidates", ["ticket_id", "trigger", "since"])
    op.create_index("ix_candidates_state_since", "candidates", ["state", "since"])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")
