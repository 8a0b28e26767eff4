"""Tickets, cases, talks and candidates are of one kind: what holds for one holds for all, told by the same code."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hotline_desktop.domain.supervision.kinds import KINDS
from hotline_desktop.domain.terms.errors import NotFound, StepRefused
from hotline_desktop.services.office import Office
from hotline_desktop.services.records.records import RecordService
from hotline_desktop.storage.records import candidates, cases, talks, tickets
from hotline_desktop.storage.tables import schema
from tests.domain.case_walk import ABOVE
from tests.services.desk import CLERK, Clock, Walk
from tests.services.kept_attachments import kept_file

NUMBER = "20220908100001"


@pytest.fixture(params=sorted(KINDS))
def record(request: pytest.FixtureRequest, office: Office, clock: Clock) -> tuple[RecordService[Any], int]:
    """A service, and a record of its kind that has one step which can be taken back."""
    walk = Walk(office, clock, NUMBER).do("first_contact", note="已问清位置")
    if request.param == "case":
        given = {**ABOVE, "tickets": NUMBER, "method": "电话督办"}
        case_id = office.supervision.start("open_case", given, CLERK).id
        office.supervision.do(case_id, "phone_call", {"called": "沈强", "demands": "三日内整改"}, CLERK)
        return office.supervision, case_id
    if request.param == "talk":
        given = {"unit": "新海村", "ground": "推诿敷衍或不作为", "evidence": "逾期退单两次"}
        talk_id = office.talks.propose(given, CLERK).id
        office.talks.do(talk_id, "talk_decide", {"leader": "周卫民", "decision": "同意", "opinion": "尽快"}, CLERK)
        return office.talks, talk_id
    if request.param == "candidate":
        walk.do("dispatch", unit="新海村").do("accept", handler="沈强")
        clock.now += timedelta(days=30)
        return office.candidates, office.candidates.find(NUMBER)
    return office.tickets, walk.id


def test_a_file_comes_is_told_and_goes(record: tuple[RecordService[Any], int], tmp_path: Path) -> None:
    service, record_id = record
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(b"photo")
    service.attach(record_id, photo, "附件", CLERK)
    (file,) = service.detail(record_id).attachments
    assert (file.name, kept_file(service, file.id).read_bytes()) == ("现场.jpg", b"photo")
    service.detach(file.id, "传错了", CLERK)
    detail = service.detail(record_id)
    assert detail.attachments == ()
    assert [line.step for line in detail.history[-2:]] == [service.kind.attach.id, service.kind.detach.id]
    with pytest.raises(NotFound, match="已经移除"):
        service.attachment_copy(file.id)


@pytest.mark.parametrize("record", ["case", "talk", "ticket"], indirect=True)
def test_the_last_step_is_taken_back_and_a_file_is_none(record: tuple[RecordService[Any], int], tmp_path: Path) -> None:
    service, record_id = record
    label = service.detail(record_id, CLERK).withdrawal.label
    note = tmp_path / "说明.txt"
    note.write_text("说明", "utf-8")
    service.attach(record_id, note, "附件", CLERK)
    last, detail = service.last_step(record_id, CLERK), service.detail(record_id, CLERK)
    assert (last.withdrawal.label, last.withdrawal.blockers) == (label, detail.withdrawal.blockers)
    assert last.since == len(detail.history)
    service.withdraw(record_id, "登记错了", CLERK, last.since)
    history = service.detail(record_id).history
    assert [line.label for line in history if line.withdrawn] == [label]
    assert history[-1].values["withdrawn"] == label
    with pytest.raises(StepRefused, match="只有登记"):
        service.withdraw(record_id, "再撤一次", CLERK)


def test_what_is_not_there_is_told(record: tuple[RecordService[Any], int]) -> None:
    service, record_id = record
    for call in (
        lambda: service.detail(999),
        lambda: service.last_step(999),
        lambda: service.do(999, next(iter(service.kind.going_on)), {}, CLERK),
        lambda: service.do(record_id, "nothing", {}, CLERK),
        lambda: service.start("nothing", {}, CLERK),
        lambda: service.withdraw(999, "没有", CLERK),
    ):
        with pytest.raises(NotFound):
            call()


def test_every_kind_has_its_table_and_the_chain_knows_it() -> None:
    stored = {
        records.kind.name: records for records in (tickets.RECORDS, cases.RECORDS, talks.RECORDS, candidates.RECORDS)
    }
    assert {name: records.kind for name, records in stored.items()} == dict(KINDS)
    assert stored.keys() <= schema.ENTRIES.keys()
    assert all(kind.attach.notes and kind.attach.id in kind.by_id for kind in KINDS.values())
