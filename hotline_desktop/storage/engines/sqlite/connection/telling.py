"""Turns errors during work on a file into those that the office knows, with their Chinese messages."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.storage.engines.sqlite.connection.errors import database_error_from, unfit
from hotline_desktop.storage.engines.sqlite.connection.libraries import errors
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.tables.unfit import UnfitValue, is_unforeseen

_INSTRUCTIONS = 100_000  # of SQLite between two reports: some milliseconds
_MOST_NAMED = 3


@contextmanager
def naming_unfit(path: Path, unfit_values: Callable[[int], tuple[UnfitValue, ...]]) -> Iterator[None]:
    """Where the work fails as it does on a value that another tool has written, says where such values are.

    The search for them is made only after such a failure. Where it finds none, the original error passes.
    """
    try:
        yield
    except Exception as error:
        found = unfit_values(_MOST_NAMED) if is_unforeseen(error) or isinstance(error, errors(SQLAlchemyError)) else ()
        if not found:
            raise
        logging.getLogger(__name__).error("%s, and values that nobody can read", type(error).__name__)
        raise unfit(path, found) from error


@contextmanager
def told_instead(problem: DatabaseError) -> Iterator[None]:
    """Where a second attempt fails too, raises ``problem``, the error of the first one."""
    try:
        yield
    except DatabaseError as error:
        raise (problem if error.kind in ("machine", problem.kind) else error) from error


@contextmanager
def database_errors(path: Path, within: bool = False) -> Iterator[None]:
    """Tells errors of the machine in the words of the office; errors of ours pass.

    ``within`` a transaction, only the engine's own count: there other files are read and written too.
    """
    try:
        yield
    except errors(SQLAlchemyError, OSError) as error:
        problem = None if within and isinstance(error, OSError) else database_error_from(error, path)
        if problem is None:
            raise
        raise problem from error


@contextmanager
def reporting(raw: sqlite3.Connection, progress: Progress | None) -> Iterator[None]:
    """Tells ``progress`` of every few milliseconds of SQLite's work; what it raises ends that and is raised here."""
    if progress is None:
        yield
        return
    raised: list[BaseException] = []

    def asked() -> bool:
        """True stops what SQLite is at."""
        try:
            progress(0, 0)
        except BaseException as stop:  # Ctrl+C among them, which SQLite would make an error of its own
            raised.append(stop)
        return bool(raised)

    raw.set_progress_handler(asked, _INSTRUCTIONS)
    try:
        yield
        if raised:  # and whoever asked took what was stopped for an answer
            raise raised[0]
    except errors(SQLAlchemyError):
        if raised:
            raise raised[0] from None
        raise
    finally:
        raw.set_progress_handler(None, 0)
