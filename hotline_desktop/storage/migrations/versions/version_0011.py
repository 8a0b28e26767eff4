"""Other words for a unit (别名), by which it is found wherever a unit is named."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Adds them to the register; a unit has none until somebody writes one."""
    op.add_column("units", sa.Column("aliases", sa.Text, nullable=False, server_default=""))
