"""补计 of whatever was entered after its quarter had been settled, not of closings alone."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Lets figures and lapses say when they count."""
    op.add_column("ticket_figures", sa.Column("late_on", sa.Text, nullable=False, server_default=""))
    op.add_column("ticket_lapses", sa.Column("counted_at", sa.Text, nullable=False, server_default=""))
    for table in ("ticket_lapses", "ticket_figures"):  # they are made anew from the tickets after the upgrade
        op.execute(f"DELETE FROM {table}")
    op.create_index(
        "ix_ticket_figures_late_on", "ticket_figures", ["late_on", "unit"], sqlite_where=sa.text("late_on != ''")
    )
    op.create_index("ix_ticket_lapses_counted_at_unit_kind", "ticket_lapses", ["counted_at", "unit", "kind"])
