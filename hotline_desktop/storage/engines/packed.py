"""The column type of long texts, which an engine may compress. Everybody above reads and writes plain texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Engine, Table, Text
from sqlalchemy.types import TypeDecorator

_KEY = "text_packing"


class Packing(NamedTuple):
    """How an engine keeps a long text, and how it reads what it kept; what is not packed passes as it is."""

    pack: Callable[[str], object]
    unpack: Callable[[Any], Any]


_AS_IT_IS = Packing(lambda text: text, lambda stored: stored)


def packs(engine: Engine, packing: Packing) -> None:
    """Says how this engine keeps long texts; one that is not told keeps them as they are."""
    setattr(engine.dialect, _KEY, packing)


def unpacking(c: Connection) -> Callable[[Any], Any]:
    """What reads a value of a row that was asked for without its type."""
    return _of(c.dialect).unpack


def packers(c: Connection, table: Table) -> Mapping[str, Callable[[str], object]]:
    """The columns of long texts of ``table``, and what makes their stored form."""
    pack = _of(c.dialect).pack
    return {column.name: pack for column in table.c if isinstance(column.type, Packed)}


class Packed(TypeDecorator[str]):
    """A long text. Statements that look into one go by ``Statements.json_text``."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        """The stored form."""
        return _of(dialect).pack(value) if value is not None else None

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """The text."""
        text: str | None = _of(dialect).unpack(value)
        return text


def _of(dialect: Dialect) -> Packing:
    found: Packing = getattr(dialect, _KEY, _AS_IT_IS)
    return found
