"""Backups of an office with gigabytes of attachments: processor time, and in each name the seconds on the clock.

Measured only where ``--only keeping`` asks for it: the files alone fill the disk with twice their size.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.services.keeping.restoring import restore
from tests.benchmarks.ground import Ground
from tests.benchmarks.measuring import Measured, processor_time
from tests.benchmarks.offices import CLERK, clock, opened

_FILES, _FILE_BYTES = 1_000, 5 * 1024 * 1024
_NEW_FILES = 10
_PIECE = 1024 * 1024
_BEGINNING = b"\xff\xd8\xff\xe0"  # of a JPEG


def lines(ground: Ground) -> Iterator[Measured]:
    """The first backup, one after a day without files, one after ten new ones, and the restore of the last."""
    folder = ground.scratch / "kept"
    shutil.copytree(ground.folder, folder)
    office = opened(folder)
    rows = [row.id for row in office.tickets.page(TicketFilter(), limit=_FILES).rows]
    source = ground.scratch / "照片.jpg"
    for number in range(_FILES):
        _write(source)
        office.tickets.attach(rows[number % len(rows)], source, "现场照片", CLERK)
    size = _FILES * _FILE_BYTES / 1024**3
    yield _timed(f"first backup, {size:.1f} GB of files", office.backups.run)
    yield _timed("backup, nothing new", office.backups.run)
    for _number in range(_NEW_FILES):
        _write(source)
        office.tickets.attach(rows[0], source, "现场照片", CLERK)
    yield _timed(f"backup, {_NEW_FILES} new files", office.backups.run)
    made = office.backups.run()
    office.close()
    yield _timed("restore", lambda: restore(folder, made.path, clock()))
    shutil.rmtree(folder, ignore_errors=True)


def _write(path: Path) -> None:
    """A file like no other."""
    with path.open("wb") as file:
        file.write(_BEGINNING)
        for _piece in range(_FILE_BYTES // _PIECE):
            file.write(os.urandom(_PIECE))


def _timed(name: str, work: Callable[[], object]) -> Measured:
    began, spent = time.monotonic(), processor_time()
    work()
    processor = (processor_time() - spent) * 1000
    return Measured("keeping", f"{name} ({time.monotonic() - began:.1f} s)", processor, None)
