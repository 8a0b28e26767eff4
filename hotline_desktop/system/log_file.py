"""How the log is written: rotating files, without the texts of exceptions."""

from __future__ import annotations

import copy
import logging
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from hotline_desktop.system.error_places import OURS, kind_and_place

_MAX_BYTES = 1_000_000
_KEPT_FILES = 5

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def quiet_handler(path: Path, line: str) -> logging.Handler:
    """Writes lines of that form into ``path``; nothing is opened before the first one."""
    handler = _QuietHandler(path, maxBytes=_MAX_BYTES, backupCount=_KEPT_FILES, encoding="utf-8", delay=True)
    handler.setFormatter(_DiscreetFormatter(line))
    return handler


class _DiscreetFormatter(logging.Formatter):
    """Writes kind and place of an exception, never its text; of another library's message only where it was said.

    A library that reads files may quote them.
    """

    def format(self, record: logging.LogRecord) -> str:
        own = copy.copy(record)  # what another handler made of the exception is remembered in the record
        own.exc_text = own.stack_info = None
        if not own.name.startswith(OURS):
            own.msg, own.args = "said at %s:%d", (Path(own.pathname).name, own.lineno)
        return super().format(own)

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - logging names it so
        return kind_and_place(ei[1]) if ei[1] is not None else ""


class _QuietHandler(RotatingFileHandler):
    """A full disk must not stop the work that is logged, nor spill the record elsewhere."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging names it so
        return

    def close(self) -> None:
        """What still waits to be written is tried once more here, and may be lost."""
        with suppress(OSError):
            super().close()
