"""The program's log: rotating files beside the data, without a word about citizens.

An unexpected exception is written down by its kind and place only: its text may hold a name or a telephone number.
"""

from __future__ import annotations

import copy
import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from hotline_desktop.system.build import foundations, this_build

FOLDER = "logs"
FILE = "hotline.log"
_MAX_BYTES = 1_000_000
_KEPT_FILES = 5
_PLACES = 6
_PACKAGE = Path(__file__).resolve().parent.parent
_LINE = f"%(asctime)s {this_build()} %(levelname)s %(name)s %(message)s"
_OURS = "hotline_desktop"

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class _DiscreetFormatter(logging.Formatter):
    """Writes kind and place of an exception, never its text."""

    def format(self, record: logging.LogRecord) -> str:
        own = copy.copy(record)  # what another handler made of the exception is remembered in the record
        own.exc_text = own.stack_info = None
        return super().format(own)

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - logging names it so
        return kind_and_place(ei[1]) if ei[1] is not None else ""


class _QuietHandler(RotatingFileHandler):
    """A full disk must not stop the work that is logged, nor spill the record elsewhere."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging names it so
        return


def start_logging(data_dir: Path) -> logging.Handler | None:
    """Writes warnings and worse of the whole program into ``data_dir``/logs; None where that cannot be written.

    Every line names the build, since a folder of data outlives many; starts are noted too. A second call for another
    folder replaces the first.
    """
    stop_logging()
    folder = data_dir / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = _QuietHandler(
            folder / FILE, maxBytes=_MAX_BYTES, backupCount=_KEPT_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        return None
    handler.setFormatter(_DiscreetFormatter(_LINE))
    handler.setLevel(logging.INFO)
    logging.getLogger(_OURS).setLevel(logging.INFO)  # others stay at warnings, as the root has it
    logging.getLogger().addHandler(handler)
    return handler


def stop_logging() -> None:
    """Closes the log files that :func:`start_logging` opened."""
    root = logging.getLogger()
    for handler in [h for h in root.handlers if isinstance(h, _QuietHandler)]:
        root.removeHandler(handler)
        handler.close()


def note_start() -> None:
    """Writes down that an office was opened, by which build and on what."""
    on = "，".join(f"{name} {version}" for name, version in foundations().items())
    logging.getLogger(_OURS).info("opened (%s)", on)


def note_unexpected(error: BaseException) -> None:
    """Writes down an error that nobody foresaw."""
    logging.getLogger(_OURS).error("unexpected %s", kind_and_place(error))


def kind_and_place(error: BaseException) -> str:
    """``ValueError at dates.py:88 _day < tickets.py:40 register``: where it happened and our calls that led there."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _is_ours(frame.filename)]
    shown = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in (*frames[-1:], *reversed(ours[-_PLACES:]))]
    places = " < ".join(dict.fromkeys(shown))
    cause = error.__cause__
    after = f" from {kind_and_place(cause)}" if cause is not None else ""
    return f"{type(error).__name__} at {places or 'unknown place'}{after}"


def _is_ours(filename: str) -> bool:
    """Whether a frame lies in our code; in the packaged program its file is named from the package on."""
    path = Path(filename)
    return _PACKAGE in path.parents or path.parts[:1] == (_PACKAGE.name,)
