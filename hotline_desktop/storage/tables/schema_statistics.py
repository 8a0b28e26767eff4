"""The tables of the figures: what each ticket counts for, and what its units missed.

Made from the ticket (domain/statistics/handling.py) and changed with it; a change here needs a migration.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table, Text, text


def statistics_tables(metadata: MetaData, ticket_id: Column[int]) -> tuple[Table, Table]:
    """``ticket_figures``: a row for the town (unit '') and for each unit that had the ticket; ``ticket_lapses``.

    NULL is “not counted”; began_on, counted_on, lapsed_at are when beginning, end and lapse count, late_on the newest
    of them that was entered after its quarter was settled. at and until of a lapse are moments: the deadline of a
    running round stands there before it passes; counted_at is when it counts.
    """
    return _handlings(metadata, ticket_id), _lapses(metadata, ticket_id)


def _handlings(metadata: MetaData, ticket_id: Column[int]) -> Table:
    # The second index holds all that a period adds up, so that the sum never reads a row of the table.
    outcome = ("contacted", "answered", "resolution", "grade", "lapsed_at")
    return Table(
        "ticket_figures",
        metadata,
        *_keys(ticket_id),
        *(_text(name) for name in ("began_on", "counted_on")),
        *(Column(name, Integer, nullable=False, server_default="0") for name in ("ending", "kind")),
        *(_text(name) for name in ("lapsed_at", "resolution", "grade")),
        *(Column(name, Integer) for name in ("contacted", "answered")),
        _text("late_on"),
        Index(None, "began_on", "unit", "kind"),
        Index("ix_ticket_figures_counted_on", "counted_on", "ending", "kind", "unit", "began_on", *outcome),
        Index("ix_ticket_figures_lapsed_at", "lapsed_at", "unit", sqlite_where=text("lapsed_at != ''")),
        Index("ix_ticket_figures_late_on", "late_on", "unit", sqlite_where=text("late_on != ''")),
        sqlite_with_rowid=False,
    )


def _lapses(metadata: MetaData, ticket_id: Column[int]) -> Table:
    return Table(
        "ticket_lapses",
        metadata,
        *_keys(ticket_id),
        *(Column(name, Text, nullable=False) for name in ("kind", "at")),
        _text("until"),
        _text("counted_at"),
        *(Index(None, *columns) for columns in _LAPSES_BY),
        sqlite_with_rowid=False,
    )


_LAPSES_BY = (("at", "unit", "kind"), ("unit", "at"), ("until", "at"), ("counted_at", "unit", "kind"))


def _keys(ticket_id: Column[int]) -> tuple[Column[int] | Column[str], ...]:
    return (
        Column("ticket_id", Integer, ForeignKey(ticket_id), primary_key=True, autoincrement=False),
        Column("place", Integer, primary_key=True, autoincrement=False),
        Column("unit", Text, nullable=False),
    )


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")
