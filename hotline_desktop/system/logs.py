"""The program's log: rotating files beside the data, without a word about citizens.

An unexpected exception is written down by its kind and place only: its text may hold a name or a telephone number.
The library is loaded with the first line that is written: the first rows of a list can be told without it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hotline_desktop.system.build import foundations, this_build

if TYPE_CHECKING:
    import logging

FOLDER = "logs"
FILE = "hotline.log"
_PLACES = 6
_PACKAGE = Path(__file__).resolve().parent.parent
_LINE = f"%(asctime)s {this_build()} %(levelname)s %(name)s %(message)s"
OURS = "hotline_desktop"
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


def kind_and_place(error: BaseException) -> str:
    """``ValueError at dates.py:88 _day < tickets.py:40 register``: where it happened and our calls that led there."""
    import traceback

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
