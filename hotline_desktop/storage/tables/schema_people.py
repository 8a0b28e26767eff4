"""The tables about those who work here: accounts, who looked at what, and the pass for what may be destroyed."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Table, Text


def people_tables(metadata: MetaData) -> tuple[Table, Table, Table]:
    """``accounts``, ``looks`` and ``destroying``.

    An account's name is never given again: histories name people by it. ``password`` is an argon2id text, ``failures``
    how many wrong ones came in a row, the last ``failed_at`` (to the second). A look is who had a record in full on
    the screen, once for each day. The pass lets histories go whose time is over; it is empty between transactions.
    """
    accounts = Table(
        "accounts",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("name", Text, nullable=False, unique=True),
        Column("role", Text, nullable=False),
        Column("password", Text, nullable=False),
        Column("active", Integer, nullable=False, server_default="1"),
        Column("failures", Integer, nullable=False, server_default="0"),
        *(Column(name, Text, nullable=False, server_default="") for name in ("failed_at", "added_at", "entered_at")),
    )
    looks = Table(
        "looks",
        metadata,
        *(Column(name, Text, primary_key=True) for name in ("day", "person", "kind", "number")),
        Column("at", Text, nullable=False),
    )
    destroying = Table(
        "destroying",
        metadata,
        Column("kind", Text, primary_key=True),
        Column("owner", Integer, primary_key=True, autoincrement=False),
    )
    return accounts, looks, destroying
