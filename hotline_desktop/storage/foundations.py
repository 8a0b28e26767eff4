"""The name and version of the database engine, and the version of the tables."""

from __future__ import annotations

from sqlalchemy import Connection

from hotline_desktop.storage.engines.statements import statements_of


def engine(c: Connection) -> tuple[str, str]:
    """Its name and version: ``SQLite``, ``3.46.1``."""
    name, _space, version = str(c.exec_driver_sql(statements_of(c).version()).scalar_one()).partition(" ")
    return name, version


def tables_version(c: Connection) -> str:
    """``0002``: the last migration."""
    return str(c.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())
