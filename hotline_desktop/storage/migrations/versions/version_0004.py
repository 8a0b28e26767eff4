"""What the citizen wants (诉求类型), and where in the town it is (村居网格)."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Adds two facts to the list of tickets; they are empty until an import or a clerk says them."""
    for name in ("request_type", "place"):
        op.add_column("tickets", sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.create_index("ix_tickets_request_type_due_order", "tickets", ["request_type", "due_order"])
