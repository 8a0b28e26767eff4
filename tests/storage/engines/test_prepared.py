"""The statements that an engine keeps as text are those of the program's queries.

``python -m tests.storage.engines.test_prepared`` writes them anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Dialect, Select

from hotline_desktop.services.figures.day_cards import filters
from hotline_desktop.storage import first_look
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.engines.sqlite.look import prepared

_HEAD = '''"""What a look into the file asks. Written by ``python -m tests.storage.engines.test_prepared``."""

# ruff: noqa: E501
'''


def test_the_prepared_statements_are_those_of_the_queries() -> None:
    assert as_texts() == prepared.STATEMENTS, "run python -m tests.storage.engines.test_prepared"


def as_texts() -> dict[str, str]:
    """Every statement in the words of SQLite, with names where moments come in."""
    db = SqliteDatabase.in_memory()
    try:
        with db.read() as c:
            dialect = c.dialect
    finally:
        db.close()
    return {name: _as_text(statement, dialect) for name, statement in first_look.statements(filters()).items()}


def _as_text(statement: Select[Any], dialect: Dialect) -> str:
    compiled = str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    text = "\n".join(line.rstrip() for line in compiled.splitlines())
    for name, there in first_look.stand_ins().items():
        text = text.replace(there, f":{name}")
    return text


def main() -> None:
    texts = "".join(f'    "{name}": """\\\n{text}""",\n' for name, text in as_texts().items())
    Path(prepared.__file__).write_text(f"{_HEAD}\nSTATEMENTS = {{\n{texts}}}\n", "utf-8")


if __name__ == "__main__":
    main()
