"""The office that every walk begins with, made once: tickets at every stage, a case, a talk, somebody overdue."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from hotline_desktop.services.office import Office
from tests.domain.case_walk import ABOVE
from tests.services.desk import CLERK, Clock, Walk, on_disk
from tests.unit_register import know
from tests.walks.values import COMPLETE

UNITS = ("城管中队", "供电所", "新海村", "绿化所", "规建办")
START = datetime(2022, 9, 5, 9, 0)
BEGAN = datetime(2022, 8, 25, 9, 0)


def copied_to(folder: Path) -> Path:
    """The data of the office in ``folder``, for a walk of its own."""
    shutil.copytree(_made(), folder, dirs_exist_ok=True)
    return folder


@cache
def _made() -> Path:
    folder, clock = Path(mkdtemp(prefix="walks-")), Clock(BEGAN)
    office = know(on_disk(folder, clock), *UNITS)
    try:
        _fill(office, clock)
    finally:
        office.close()
    return folder


def _fill(office: Office, clock: Clock) -> None:
    leads: tuple[Callable[[Walk], object], ...] = (
        lambda walk: walk.to_closed(),
        lambda walk: walk.to_call_back(),
        lambda walk: walk.to_review("城管中队"),
        lambda walk: walk.to_unit("供电所").do("accept"),
    )
    for place, lead in enumerate(leads):
        lead(Walk(office, clock, f"2022082510000{place}"))
        clock.pass_minutes(60 * 24)
    ordered = {**COMPLETE["open_case"], **ABOVE, "tickets": "20220825100003", "source_on": clock.now.date()}
    case = office.supervision.start("open_case", ordered, CLERK)
    office.supervision.do(case.id, "phone_call", COMPLETE["phone_call"], CLERK)
    office.talks.propose(COMPLETE["talk_propose"], CLERK)
