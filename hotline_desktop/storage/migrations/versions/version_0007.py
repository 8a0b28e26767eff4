"""Prints of earlier rounds, measures and requests: which paper of its kind each print is, and each code.

What was printed before stays 0: not noted.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Adds the number to both tables."""
    for table in ("printed_papers", "print_codes"):
        op.add_column(table, sa.Column("version", sa.Integer, nullable=False, server_default="0"))
