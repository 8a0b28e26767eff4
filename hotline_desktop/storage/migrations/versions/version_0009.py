"""Files of talks (约谈), kept as those of tickets and cases are."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Adds the third owner that a file can have."""
    op.add_column("attachments", sa.Column("talk_id", sa.Integer))
    op.create_index("ix_attachments_talk_id", "attachments", ["talk_id"])
