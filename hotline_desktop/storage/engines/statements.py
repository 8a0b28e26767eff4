"""The interface for SQL that engines write differently: ask a connection's engine for it, never for its name."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, FromClause, Select

from hotline_desktop.storage.engines.full_text import FullText

_KEY = "statements"
BY_ROW = "-"  # the way through the rows themselves, by no index
_HINTS: dict[str, Callable[[str], str]] = {}


class Statements(Protocol):
    """The parts of statements that engines do not agree on. Texts are compared by code point but where it says so.

    ``index`` is the index of the tickets' texts.
    """

    index: FullText

    def json_text(self, column: ColumnElement[Any], key: str) -> ColumnElement[str]:
        """What stands under ``key`` of an object that the column holds as JSON; NULL where nothing does."""

    def same_letters(self, column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
        """Whether the column is ``text``, whatever the case of its Latin letters; by the column's index."""

    def has_letters(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """Whether a Latin letter stands in the column."""

    def append_only(self, table: str, unless: str = "") -> tuple[str, ...]:
        """The statements by which nobody changes or takes away rows of ``table``.

        ``unless`` is the condition, begun by WHEN, under which a row that is to go must stay; it calls that row OLD.
        """

    def may_go(self, table: str, unless: str) -> tuple[str, ...]:
        """The statements by which rows of an append-only ``table`` may go from now on, but for those of ``unless``."""

    def pack(self, c: Connection, table: str, columns: tuple[str, ...], by_key: bool = False) -> None:
        """Puts texts that were stored as they are in the form of packed.py, in each of ``columns`` of ``table``.

        ``by_key``: the rows lie in the order of their key from now on, where the engine can.
        """

    def left_out(self, c: Connection, table: str, column: str, usual: str) -> None:
        """Lets the texts of ``column`` be left out (NULL), and leaves them out where they are what ``usual`` is.

        ``usual`` is an expression: a literal or another column of ``table``.
        """

    def laid_anew(self, c: Connection, table: str) -> None:
        """Gives back the room that rows of ``table`` took before they were made shorter, where the engine does not."""

    def full_text(self) -> tuple[str, ...]:
        """The statements that make an empty index of the tickets' texts (search.py)."""

    def full_text_again(self) -> tuple[str, ...]:
        """The statements that put an empty index in place of one of an earlier form; none where it is as it was."""

    def lenient(self, c: Connection) -> AbstractContextManager[None]:
        """Inside, bytes that are no text of the engine's are read as U+FFFD, where the engine lets such bytes in."""

    def version(self) -> str:
        """The statement that says which engine answers, and its version."""


def hints(dialect: str, hint: Callable[[str], str]) -> None:
    """An engine that can be told which way to go says how: ``hint`` is given the name of an index, or ``BY_ROW``."""
    _HINTS[dialect] = hint


def led(statement: Select[Any], table: FromClause, way: str) -> Select[Any]:
    """The statement, each engine that takes hints told the ``way`` to the rows of ``table``: an index, or ``BY_ROW``.

    An empty ``way`` leaves it to the engine, as do engines that find out by their own statistics.
    """
    for dialect, hint in _HINTS.items() if way else ():
        statement = statement.with_hint(table, hint(way), dialect)
    return statement


def statements_of(c: Connection) -> Statements:
    """How the engine of this connection says it."""
    found: Statements = c.info[_KEY]
    return found


def says(c: Connection, statements: Statements) -> Connection:
    """The same connection, told how its engine speaks."""
    c.info[_KEY] = statements
    return c
