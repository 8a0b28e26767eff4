"""A reason of which nothing can be seen is none: not a space, a NUL, or a character that is never shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hotline_desktop.domain.statistics.quarters import Quarter
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.keeping import KeptKind
from hotline_desktop.domain.terms.roles import Role
from hotline_desktop.services.office import Office
from hotline_desktop.services.returned.scan_reading import Scan
from hotline_desktop.storage.chain import chain
from tests.services.desk import CLERK, Clock, Walk, in_memory

HEAD, SECRET = "陈管", "松鼠过河四十九次"
PAPER = Path("证明.docx")
ASKS_WHY: dict[str, Callable[[Office, str], object]] = {
    "a withdrawal": lambda o, why: o.tickets.withdraw(1, why, HEAD),
    "a file that goes": lambda o, why: o.tickets.detach(1, why, HEAD),
    "a correction of a quarter": lambda o, why: o.ranking.correct(Quarter(2022, 2), why, HEAD),
    "a scan that goes": lambda o, why: o.intake.drop(1, why, HEAD),
    "a paper that did not come back": lambda o, why: o.papers.wait_again(1, why, HEAD),
    "no repeat": lambda o, why: o.repeats.rule_out(1, [2], HEAD, why),
    "a destruction": lambda o, why: o.retention.destroy(KeptKind.TICKETS, HEAD, why, PAPER, HEAD),
    "a destruction's approval": lambda o, why: o.retention.destroy(KeptKind.TICKETS, why, "会议纪要", PAPER, HEAD),
    "a forgotten password": lambda o, why: o.people.recover(HEAD, SECRET, why, HEAD),
    "a required field": lambda o, why: o.tickets.register({"number": "20220908100003", "content": why}, HEAD),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    clock = Clock()
    made = in_memory(clock, tmp_path_factory.mktemp("data"))
    made.units.add("新海村", by=CLERK)
    for number in ("20220908100001", "20220908100002"):
        Walk(made, clock, number).to_unit()
    made.tickets.attach(1, Path(__file__), "其他", CLERK)
    made.ranking.freeze(Quarter(2022, 2), CLERK)
    made.intake.put_into_tray(Scan(Path(__file__), (1,), 1, None), "没有码")
    made.people.add(HEAD, Role.ADMINISTRATOR, SECRET, CLERK)
    made.people.log_in(HEAD, SECRET)
    yield made
    made.close()


@pytest.mark.parametrize("why", [" \n　", "\0", "\u200b\u200d \u2060\u00ad\u200b"], ids=["space", "NUL", "unseen"])
@pytest.mark.parametrize("way", ASKS_WHY)
def test_a_reason_that_nobody_can_see_is_refused_and_nothing_is_written(office: Office, way: str, why: str) -> None:
    with office._office.db.read() as c:
        before = chain.head(c)
    with pytest.raises(HotlineError, match=r"要写|缺少|至少填"):
        ASKS_WHY[way](office, why)
    with office._office.db.read() as c:
        assert chain.head(c) == before
