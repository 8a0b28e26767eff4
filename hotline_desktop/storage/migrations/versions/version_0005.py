"""Figures by the town and by each unit's own hand-over, deadlines before they pass, and editions of a settled quarter.

The figures are made from the tickets: storage/rebuilding/derived.py fills the new tables when the office is opened.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_LAPSED = sa.text("lapsed_at != ''")


def upgrade() -> None:
    """Makes the tables anew; settled quarters stay as their first edition."""
    op.drop_table("ticket_figures")
    op.drop_table("ticket_lapses")
    _figures()
    _lapses()
    _quarters()


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _required(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _whole(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=nullable, autoincrement=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")


def _figures() -> None:
    op.create_table(
        "ticket_figures",
        _whole("ticket_id"),
        _whole("place"),
        _required("unit"),
        *(_text(name) for name in ("began_on", "counted_on")),
        _number("ending"),
        _number("kind"),
        *(_text(name) for name in ("lapsed_at", "resolution", "grade")),
        *(_whole(name, nullable=True) for name in ("contacted", "answered")),
        sa.PrimaryKeyConstraint("ticket_id", "place", name="pk_ticket_figures"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_ticket_figures_ticket_id"),
        sqlite_with_rowid=False,
    )
    counted = ["counted_on", "ending", "kind", "unit", "began_on", "contacted", "answered"]
    op.create_index("ix_ticket_figures_counted_on", "ticket_figures", [*counted, "resolution", "grade", "lapsed_at"])
    op.create_index("ix_ticket_figures_began_on_unit_kind", "ticket_figures", ["began_on", "unit", "kind"])
    op.create_index("ix_ticket_figures_lapsed_at", "ticket_figures", ["lapsed_at", "unit"], sqlite_where=_LAPSED)


def _lapses() -> None:
    op.create_table(
        "ticket_lapses",
        _whole("ticket_id"),
        _whole("place"),
        *(_required(name) for name in ("unit", "kind", "at")),
        _text("until"),
        sa.PrimaryKeyConstraint("ticket_id", "place", name="pk_ticket_lapses"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_ticket_lapses_ticket_id"),
        sqlite_with_rowid=False,
    )
    for columns in (["at", "unit", "kind"], ["unit", "at"], ["until", "at"]):
        op.create_index(f"ix_ticket_lapses_{'_'.join(columns)}", "ticket_lapses", columns)


def _quarters() -> None:
    # A renamed table would keep the name of its key, which no two tables of an engine may share.
    before = ("year", "number", "first_month"), ("figures", "frozen_at", "frozen_by")
    op.create_table("quarters_before", *map(_whole, before[0]), *map(_required, before[1]))
    op.execute(f"INSERT INTO quarters_before SELECT {', '.join((*before[0], *before[1]))} FROM quarters")
    op.drop_table("quarters")
    op.create_table(
        "quarters",
        *(_whole(name) for name in ("year", "number", "first_month", "edition")),
        *(_required(name) for name in ("figures", "frozen_at", "frozen_by")),
        _text("why"),
        sa.PrimaryKeyConstraint("year", "number", "first_month", "edition", name="pk_quarters"),
    )
    kept = "year, number, first_month, 1, figures, frozen_at, frozen_by"
    op.execute(
        "INSERT INTO quarters (year, number, first_month, edition, figures, frozen_at, frozen_by) "
        f"SELECT {kept} FROM quarters_before"
    )
    op.drop_table("quarters_before")
