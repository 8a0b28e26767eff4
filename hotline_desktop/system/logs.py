"""The program's log: rotating files beside the data, without a word about citizens.

An unexpected exception is written down by its kind and place only: its text may hold a name or a telephone number.
The library is loaded with the first line that is written: the first rows of a list can be told without it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hotline_desktop.system.build import foundations, this_build
from hotline_desktop.system.error_places import OURS, kind_and_place

if TYPE_CHECKING:
    import logging

FOLDER = "logs"
FILE = "hotline.log"
_LINE = f"%(asctime)s {this_build()} %(levelname)s %(name)s %(message)s"
_started: list[logging.Handler] = []


def start_logging(data_dir: Path) -> logging.Handler | None:
    """Writes warnings and worse of the whole program into ``data_dir``/logs; None where that cannot be written.

    Every line names the build, since a folder of data outlives many; starts are noted too. A second call for another
    folder replaces the first.
    """
    import logging

    from hotline_desktop.system.log_file import quiet_handler

    stop_logging()
    folder = data_dir / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = quiet_handler(folder / FILE, _LINE)
    except OSError:
        return None
    handler.setLevel(logging.INFO)
    logging.getLogger(OURS).setLevel(logging.INFO)  # others stay at warnings, as the root has it
    logging.getLogger().addHandler(handler)
    _started.append(handler)
    return handler


def stop_logging() -> None:
    """Closes the log files that :func:`start_logging` opened."""
    if not _started:
        return
    import logging

    while _started:
        handler = _started.pop()
        logging.getLogger().removeHandler(handler)
        handler.close()


def note_start() -> None:
    """Writes down that an office was opened, by which build and on what."""
    import logging

    on = "，".join(f"{name} {version}" for name, version in foundations().items())
    logging.getLogger(OURS).info("opened (%s)", on)


def note_unexpected(error: BaseException) -> None:
    """Writes down an error that nobody foresaw."""
    import logging

    logging.getLogger(OURS).error("unexpected %s", kind_and_place(error))
