"""Codes of prints, and the tray of scans that wait for a person."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _number(name: str, default: int = 0) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default=str(default), autoincrement=False)


def upgrade() -> None:
    """Makes the two tables; nothing that was there changes."""
    op.create_table(
        "print_codes",
        sa.Column("id", sa.Integer, nullable=False),
        _number("ticket_id"),
        _number("case_id"),
        _text("number"),
        sa.Column("kind", sa.Text, nullable=False),
        _text("state"),
        _number("nth", 1),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_print_codes"),
    )
    op.create_index("ix_print_codes_ticket_id_case_id_kind", "print_codes", ["ticket_id", "case_id", "kind"])
    op.create_table(
        "intake_tray",
        sa.Column("id", sa.Integer, nullable=False),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("name", "pages", "reason", "kept", "digest", "came_at")
        ),
        _text("settled"),
        sa.PrimaryKeyConstraint("id", name="pk_intake_tray"),
    )
    op.create_index("ix_intake_tray_settled", "intake_tray", ["settled"])
