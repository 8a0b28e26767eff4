"""What the office's data stands on: SQLite's version and that of the tables."""

from __future__ import annotations

from sqlalchemy import Connection


def sqlite_version(c: Connection) -> str:
    """``3.46.1``."""
    return str(c.exec_driver_sql("SELECT sqlite_version()").scalar_one())


def tables_version(c: Connection) -> str:
    """``0002``: the last migration."""
    return str(c.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())
