"""Long texts packed: entries of histories, and what the platform said of a ticket, take a third of the room.

What a text says is the same as before, and so is its place in the chain of records.
"""

from alembic import op

from hotline_desktop.storage.engines.statements import statements_of

revision = "0016"
down_revision = "0015"

_HISTORIES = ("ticket_entries", "case_entries", "talk_entries", "candidate_entries")


def upgrade() -> None:
    """Packs what is there."""
    c = op.get_bind()
    for table in _HISTORIES:
        statements_of(c).pack(c, table, ("values", "facts", "before", "after"), by_key=True)
    statements_of(c).pack(c, "platform_rows", ("cells",))
    statements_of(c).pack(c, "import_updates", ("cells_before",))
