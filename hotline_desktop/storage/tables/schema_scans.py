"""The tables of paper that comes back: the codes that prints carry, and scans that wait for a person."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text


def scan_tables(metadata: MetaData) -> tuple[Table, Table]:
    """The codes of prints, and the tray of scans."""
    return _codes(metadata), _tray(metadata)


def _codes(metadata: MetaData) -> Table:
    # The codes that were given to prints: what a scanned sheet belongs to. Keys only by number, so that a code once
    # printed is known for ever, also after an import was taken back.
    return Table(
        "print_codes",
        metadata,
        Column("id", Integer, primary_key=True),
        _number("ticket_id"),
        _number("case_id"),
        _text("number"),
        Column("kind", Text, nullable=False),
        _text("state"),
        _number("nth", 1),
        Column("made_at", Text, nullable=False),
        _number("version"),
        Index(None, "ticket_id", "case_id", "kind"),
    )


def _tray(metadata: MetaData) -> Table:
    # Scans that found no sheet by themselves and wait for a person. ``kept`` is the name of the copy in the folder of
    # incoming files; ``settled`` says what became of it, '' while it waits.
    return Table(
        "intake_tray",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("name", Text, nullable=False),
        Column("pages", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("kept", Text, nullable=False),
        Column("digest", Text, nullable=False),
        Column("came_at", Text, nullable=False),
        _text("settled"),
        Index(None, "settled"),
    )


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _number(name: str, default: int = 0) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=str(default))
