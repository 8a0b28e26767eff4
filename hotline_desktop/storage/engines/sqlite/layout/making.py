"""Creates the tables of a new office in their newest form; running every migration would take many times as long."""

from __future__ import annotations

from sqlalchemy import Connection

from hotline_desktop.storage.engines.sqlite.layout import new_office
from hotline_desktop.storage.migrations import HEAD


def newest_tables(c: Connection) -> bool:
    """Makes the tables of a new office in a transaction of their own; whether they are those of the newest version.

    Where another program has begun with them meanwhile, they stay as they are.
    """
    if not c.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one():
        for statement in new_office.STATEMENTS:
            c.exec_driver_sql(statement)
        c.commit()
    version = c.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    c.rollback()  # the upgrade, where there is one, begins its own
    return bool(version == HEAD)
