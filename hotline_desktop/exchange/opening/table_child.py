"""The process that reads tables: takes paths from its input, gives sheets to its output, within a limit of memory."""

from __future__ import annotations

import gc
import os
import pickle
from pathlib import Path
from typing import IO

from hotline_desktop.exchange.opening.table_files import sheets_of, too_large
from hotline_desktop.exchange.sheets.sheet import ReadError, Sheet

# What a list of 40,000 tickets in 40 columns takes, three times. Windows has no such limit; there the limits of the
# sheets (MOST_CELLS) are the only ones.
_MOST_MEMORY = 1_000_000_000
# A portion of rows at a time, so that no second copy of the whole sheet is held while it is sent.
_PORTION = 2_000
READY = "ready"  # the first answer: such a process can be had on this machine


def serve() -> None:
    """Reads file after file until the input ends. Only for a process of its own."""
    _limit_memory()
    gc.disable()  # to look for circles among a million cells takes longer than to read them, and there are none
    # By number, since a program without a console has no sys.stdin.
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library says is no answer
    pickle.dump(READY, answers)
    answers.flush()
    while True:
        try:
            path = Path(pickle.load(questions))
        except EOFError:
            return
        _answer(path, answers)
        answers.flush()


def _answer(path: Path, answers: IO[bytes]) -> None:
    try:
        sheets = sheets_of(path)
    except ReadError as error:
        return pickle.dump((error.what, error.remedy), answers)
    except (MemoryError, RecursionError):
        refused = too_large(path)
        return pickle.dump((refused.what, refused.remedy), answers)
    pickle.dump(len(sheets), answers)
    for sheet in sheets:
        _send(sheet, answers)
    return None


def _send(sheet: Sheet, answers: IO[bytes]) -> None:
    """The sheet in portions; of an empty row, of which a stray cell far away makes a million, only that it is one."""
    pickle.dump(sheet._replace(rows=()), answers)
    for start in range(0, len(sheet.rows), _PORTION):
        portion = [row if any(cell != "" for cell in row) else () for row in sheet.rows[start : start + _PORTION]]
        pickle.dump(portion, answers)
    pickle.dump([], answers)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
