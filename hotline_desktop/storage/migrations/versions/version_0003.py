"""The chain of digests over everything that was recorded; it is added to at its end and nowhere else."""

import sqlalchemy as sa
from alembic import op

from hotline_desktop.storage.engines.statements import statements_of

revision = "0003"
down_revision = "0002"

# An upgrade links everything anew: what lies before the newest first entry of a segment may go then.
_OLD = "WHEN NOT EXISTS (SELECT 1 FROM chain AS later WHERE later.kind = 'segment' AND later.place > OLD.place)"


def upgrade() -> None:
    """Makes an empty chain; the program links what is there when all versions are through."""
    op.create_table(
        "chain",
        sa.Column("place", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("owner", sa.Integer, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_chain"),
    )
    for statement in statements_of(op.get_bind()).append_only("chain", _OLD):
        op.execute(statement)
