"""SQLAlchemy over one open SQLite connection, with what the program adds to both."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from hotline_desktop.storage.engines.packed import Packing, packs
from hotline_desktop.storage.engines.sqlite.connection.libraries import library_of
from hotline_desktop.storage.engines.sqlite.dialect.statements import HintingCompiler
from hotline_desktop.storage.engines.sqlite.texts import packing
from hotline_desktop.storage.engines.sqlite.texts.full_text import install
from hotline_desktop.storage.searching import search


def engine_over(raw: sqlite3.Connection, begin: Callable[[], str]) -> Engine:
    """An engine whose only connection is ``raw``; ``begin`` gives the statement that begins a transaction."""
    # Parameters are citizens' data: an error must not carry them into a log.
    engine = create_engine(
        "sqlite+pysqlite://",
        module=library_of(raw),
        creator=lambda: raw,
        poolclass=StaticPool,
        hide_parameters=True,
    )
    engine.dialect.statement_compiler = HintingCompiler
    install(raw, search.reads_in)
    packing.install(raw)
    packs(engine, Packing(packing.packed, packing.unpacked))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin()))
    return engine
