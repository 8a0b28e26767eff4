"""The second program of a walk: a process of its own over the same file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from tests.services.desk import on_disk
from tests.walks.file_laws import Pool, file_holds
from tests.walks.service_office import Minutes, WalkedOffice

COUNTED = 4  # every so many acts the figures are asked, too


def run_beside(folder: str, start: datetime, minutes: Any, seed: int, acts: int, results: Any) -> None:
    """Works for so many acts and tells what it did, and what broke, through the queue ``results``."""
    clock, problem = Minutes(start, minutes), ""
    office = on_disk(Path(folder), clock)
    walked = WalkedOffice(office, clock, Random(seed + 1_000_000), 2, Path(folder))
    lines: Pool = {}
    try:
        for place in range(acts):
            walked.act()
            lines = file_holds(office._office, lines, place % COUNTED == 0)
    except BaseException as broken:
        problem = f"{type(broken).__name__}: {broken}"
    finally:
        office.close()
    results.put((dict(walked.tally), problem))
