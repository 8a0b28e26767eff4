"""The database's versions, oldest first. A new version is a file in ``versions`` and a line here.

Alembic is imported only where there is something to do: most starts find the newest version by plain SQL.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

NEWEST = 19
VERSIONS = tuple(f"{number:04}" for number in range(1, NEWEST + 1))
HEAD = VERSIONS[-1]
# From this version on every migration left each word of the histories, and of the rows whose digests are kept, as it
# was: the chain of records goes on over it. A migration that changes one of them stands here.
SAME_HISTORIES_SINCE = "0016"
FOLDER = Path(__file__).parent
Around = Callable[["Connection"], AbstractContextManager[object]]


def upgrade(connection: Connection, folder: Path = FOLDER, around: Around = nullcontext) -> None:
    """Brings the database to the newest version, all steps in one transaction together with its number
    and with what is to be done ``around`` them. Raises FileNotFoundError where a step's file is gone.
    """
    for name in ("env.py", *(f"versions/version_{version}.py" for version in VERSIONS)):
        if not (folder / name).is_file():
            raise FileNotFoundError(f"程序文件不完整（缺少 {name}）。数据没有变动，请重新安装程序。")
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["around"] = around
    command.upgrade(config, "head")
