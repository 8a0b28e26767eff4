"""The candidates that wait are counted by their index alone, whatever they are about."""

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Puts what a candidate is about before when it arose."""
    op.drop_index("ix_candidates_state_since", "candidates")
    op.create_index("ix_candidates_state_trigger_since", "candidates", ["state", "trigger", "since", "id"])
