"""The index of texts holds no more where in a ticket a piece stands; derived.py fills it."""

from alembic import op

from hotline_desktop.storage.engines.statements import statements_of

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Puts an empty index in its place."""
    for statement in statements_of(op.get_bind()).full_text_again():
        op.execute(statement)
