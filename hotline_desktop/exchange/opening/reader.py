"""Opens table files in a process of its own: whatever a hostile or damaged file does to it, the program goes on.

One such process is kept for the next file, and replaced when it dies. Where none can be started, the file is read here.
"""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.exchange.opening.table_child import READY
from hotline_desktop.exchange.opening.table_files import sheets_of, too_large
from hotline_desktop.exchange.sheets.sheet import ReadError, Sheet

if TYPE_CHECKING:
    from hotline_desktop.domain.importing.model import Cell

# The packaged program is told by this argument that it is only to read tables.
CHILD_ARGUMENT = "--read-tables"
_LONGEST_READING = 300.0  # seconds; a sheet of a million cells takes about ten
_LONGEST_START = 60.0
_TOLD_EVERY = 0.1  # seconds
_ROOT = Path(__file__).resolve().parents[3]
# It finds what this process finds, without looking for its packages once more (``-S``).
_SERVE = (
    "import gc, sys; gc.disable(); sys.path[:] = {places!r}; "
    "from hotline_desktop.exchange.opening.table_child import serve; serve()"
)


def read_sheets(path: Path, progress: Progress | None = None) -> tuple[Sheet, ...]:
    """Every worksheet of the file that holds anything, visible ones first; the kinds of file as in ``sheets_of``.

    ``progress`` is told every now and then that it goes on. Raises ReadError, and what ``progress`` raises.
    """
    return _READERS.read(path, progress)


class _Readers:
    """The process that reads, one at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def read(self, path: Path, progress: Progress | None = None) -> tuple[Sheet, ...]:
        with self._lock:
            child = self._running()
            if child is None:
                return sheets_of(path)
            overdue = threading.Timer(_LONGEST_READING, child.kill)
            overdue.start()
            try:
                return _ask(child, path) if progress is None else _told_of(lambda: _ask(child, path), progress)
            except (OSError, EOFError, pickle.UnpicklingError) as error:
                self._end(child)
                raise too_large(path) from error
            except BaseException as stopped:
                if not isinstance(stopped, ReadError):
                    self._end(child)
                raise
            finally:
                overdue.cancel()

    def close(self) -> None:
        """Ends the process that waits for the next file."""
        if self._child is not None:
            self._end(self._child)

    def _running(self) -> subprocess.Popen[bytes] | None:
        if self._child is not None and self._child.poll() is not None:
            self._end(self._child)
        if self._child is None:
            self._child = _started()
        return self._child

    def _end(self, child: subprocess.Popen[bytes]) -> None:
        self._child = None
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:
                    continue  # what was still to be written goes nowhere
        child.wait()


def _started() -> subprocess.Popen[bytes] | None:
    if not sys.executable:
        return None
    serve = _SERVE.format(places=[str(_ROOT), *filter(None, sys.path)])
    frozen = getattr(sys, "frozen", False)
    command = [sys.executable, *((CHILD_ARGUMENT,) if frozen else ("-S", "-c", serve))]
    try:
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Out of memory, the compiled reader waits for itself for ever if it is to tell where it was.
            env={**os.environ, "RUST_BACKTRACE": "0"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        return None
    return child if _is_ready(child) else None


def _is_ready(child: subprocess.Popen[bytes]) -> bool:
    """Whether the process came up; where it cannot, files are read here rather than refused."""
    assert child.stdin and child.stdout
    overdue = threading.Timer(_LONGEST_START, child.kill)
    overdue.start()
    try:
        return bool(pickle.load(child.stdout) == READY)
    except (OSError, EOFError, pickle.UnpicklingError):
        child.kill()
        child.stdin.close()
        child.stdout.close()
        child.wait()
        return False
    finally:
        overdue.cancel()


def _told_of(ask: Callable[[], tuple[Sheet, ...]], progress: Progress) -> tuple[Sheet, ...]:
    """What ``ask`` answers; whoever waits is told in between, and may stop the waiting by an exception."""
    answer: Future[tuple[Sheet, ...]] = Future()

    def answering() -> None:
        try:
            answer.set_result(ask())
        except BaseException as error:
            answer.set_exception(error)

    threading.Thread(target=answering, name="reading a table", daemon=True).start()
    while not wait((answer,), _TOLD_EVERY).done:
        progress(0, 0)
    return answer.result()


def _ask(child: subprocess.Popen[bytes], path: Path) -> tuple[Sheet, ...]:
    """What the process answers: for each sheet its head, its rows in portions, and an empty portion at the end."""
    assert child.stdin and child.stdout
    pickle.dump(str(path.absolute()), child.stdin)
    child.stdin.flush()
    answer: object = pickle.load(child.stdout)
    if isinstance(answer, tuple):
        raise ReadError(path, *answer)
    return tuple(_received(child.stdout) for _ in range(cast(int, answer)))


def _received(pipe: IO[bytes]) -> Sheet:
    head: Sheet = pickle.load(pipe)
    rows: list[Sequence[Cell]] = []
    while portion := pickle.load(pipe):
        rows += portion
    return head._replace(rows=rows)


_READERS = _Readers()
atexit.register(_READERS.close)
