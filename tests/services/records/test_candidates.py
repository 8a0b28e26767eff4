"""Candidates as records: a history from the moment they arise, one decision, and the case that holds it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from hotline_desktop.domain.supervision.candidates import CandidateStage
from hotline_desktop.domain.supervision.case import CaseFilter, CaseStage
from hotline_desktop.domain.terms.errors import NotFound, StepRefused
from hotline_desktop.domain.terms.roles import BY_PROGRAM
from hotline_desktop.services.office import Office
from hotline_desktop.storage.tables import schema
from tests.services.desk import CLERK, Clock, Walk

Start = Callable[..., Walk]
NUMBER = "20220908100001"
LATE = datetime(2022, 9, 15, 9, 0)  # the ticket of 8 September is due on the 14th at 17:00
TAKEN = {"method": "电话督办"}


@pytest.fixture
def late(office: Office, walk: Start, clock: Clock) -> Walk:
    """A ticket whose deadline has passed and of which nobody wrote since."""
    begun = walk(NUMBER).to_unit().do("accept", handler="沈强")
    clock.now = LATE
    return begun


def steps(office: Office, candidate_id: int) -> list[str]:
    return [line.step for line in office.candidates.detail(candidate_id).history]


def written(office: Office) -> int:
    with office._office.db.read() as c:
        return len(c.execute(select(schema.candidates.c.id)).all())


def test_looking_at_the_pool_writes_nothing_and_the_next_step_writes_what_the_clock_brought(
    office: Office, late: Walk
) -> None:
    (line,) = office.candidates.undecided()
    assert (line.id, line.stage, written(office)) == (0, CandidateStage.OPEN, 0)
    late.do("urge", note="催")
    (line,) = office.candidates.undecided()
    detail = office.candidates.detail(line.id)
    (entry,) = detail.history
    assert (entry.step, entry.by, entry.at) == ("candidate_found", BY_PROGRAM, datetime(2022, 9, 14, 17, 0))
    assert detail.candidate.ticket_number == NUMBER and "至今未办结" in detail.candidate.evidence


@pytest.mark.usefixtures("late")
def test_a_decision_is_an_entry_of_the_candidate_and_of_its_case(office: Office) -> None:
    found = office.candidates.find(NUMBER)
    office.candidates.do(found, "candidate_take_up", TAKEN, CLERK)
    candidate = office.candidates.detail(found).candidate
    assert (candidate.stage, candidate.case_number) == (CandidateStage.TAKEN_UP, "新城运督〔2022〕1号")
    assert steps(office, found) == ["candidate_found", "candidate_take_up"]
    (case,) = office.supervision.cases()
    assert (case.number, case.stage, case.id) == (candidate.case_number, CaseStage.TO_CALL, candidate.case_id)
    assert office.candidates.undecided() == ()
    with pytest.raises(StepRefused, match="已纳入督办件 新城运督〔2022〕1号"):
        office.candidates.do(found, "candidate_dismiss", {"why": "再说"}, CLERK)
    assert len(office.supervision.cases()) == 1


@pytest.mark.usefixtures("late")
def test_what_was_declined_and_is_taken_up_later_keeps_both_decisions(office: Office) -> None:
    found = office.candidates.find(NUMBER)
    office.candidates.do(found, "candidate_dismiss", {"why": "单位已口头报告"}, CLERK)
    candidate = office.candidates.detail(found).candidate
    assert candidate.stage is CandidateStage.DECLINED
    assert office.candidates.detail(found).history[-1].values["why"] == "单位已口头报告"
    office.supervision.do(candidate.case_id, "take_up", TAKEN, CLERK)
    office.supervision.withdraw(candidate.case_id, "录错了", CLERK)
    assert steps(office, found) == ["candidate_found", "candidate_dismiss", "candidate_take_up", "candidate_dismiss"]
    assert office.candidates.detail(found).candidate.stage is CandidateStage.DECLINED
    (declined,) = office.supervision.cases(CaseFilter(stages=(CaseStage.DECLINED,)))
    assert declined.id == candidate.case_id


def test_a_named_event_ends_a_candidate_in_its_own_history(office: Office, walk: Start, clock: Clock) -> None:
    late = walk(NUMBER).to_unit().do("accept", handler="沈强")
    late.do("extension_request", days=9, reason="等检测", basis="《噪声污染防治法》", leader="陆建国")
    clock.now = LATE
    found = office.candidates.find(NUMBER)
    late.do("extension_decision", decision="同意")
    detail = office.candidates.detail(found)
    assert (detail.candidate.stage, detail.history[-1].by) == (CandidateStage.ENDED, CLERK)
    assert detail.history[-1].values["why"] == "因延期获准消除"
    with pytest.raises(StepRefused, match="案源已消除（因延期获准消除）"):
        office.candidates.do(found, "candidate_take_up", TAKEN, CLERK)


@pytest.mark.usefixtures("late")
def test_files_of_a_candidate_stand_in_its_history(office: Office, tmp_path: Path) -> None:
    found = office.candidates.find(NUMBER)
    (tmp_path / "现场.jpg").write_bytes(b"\xff\xd8\xff picture")
    office.candidates.attach(found, tmp_path / "现场.jpg", "附件", CLERK)
    (file,) = office.candidates.detail(found).attachments
    assert file.name == "现场.jpg" and steps(office, found)[-1] == "candidate_attach"


@pytest.mark.usefixtures("late")
def test_files_of_a_candidate_enter_the_file_of_the_case_that_takes_it_up(office: Office, tmp_path: Path) -> None:
    found = office.candidates.find(NUMBER)
    (tmp_path / "现场.jpg").write_bytes(b"\xff\xd8\xff picture")
    office.candidates.attach(found, tmp_path / "现场.jpg", "附件", CLERK)
    office.candidates.do(found, "candidate_take_up", TAKEN, CLERK)
    case_id = office.candidates.detail(found).candidate.case_id
    assert case_id and office.archive.verify_case(case_id).files == 1
    for kept in (tmp_path / "attachments").rglob("*"):
        kept.unlink() if kept.is_file() else None
    lost = [fault for fault in office.archive.verify_case(case_id).faults if "备份" in fault.message]
    assert len(lost) == 1 and "附件" in lost[0].name


@pytest.mark.usefixtures("late")
def test_what_the_program_wrote_down_is_nothing_to_withdraw(office: Office) -> None:
    found = office.candidates.find(NUMBER)
    with pytest.raises(StepRefused, match="程序记下的"):
        office.candidates.withdraw(found, "不要", CLERK)


def test_a_number_that_no_candidate_has_is_not_found(office: Office, walk: Start) -> None:
    walk(NUMBER)
    with pytest.raises(NotFound, match="没有列入案源库"):
        office.candidates.find(NUMBER)
    with pytest.raises(NotFound, match="没有这件案源"):
        office.candidates.detail(77)
    with pytest.raises(NotFound, match="没有“abc”"):
        office.candidates.find("abc")


@pytest.mark.usefixtures("late")
def test_entries_of_candidates_are_links_of_the_chain_and_the_check_replays_them(office: Office) -> None:
    found = office.candidates.find(NUMBER)
    office.candidates.do(found, "candidate_take_up", TAKEN, CLERK)
    assert office.checkups.check().whole
    with office._office.db.write() as c:
        c.execute(schema.candidates.update().values(evidence="别的"))
    (fault,) = office.checkups.check().faults
    assert fault.name == f"案源 {found}"
    office.checkups.repair(CLERK)
    assert office.checkups.check().whole


def test_what_the_citizen_said_above_of_an_earlier_result_is_held_against_the_unit_of_that_result(
    office: Office, walk: Start, clock: Clock
) -> None:
    ticket = walk(NUMBER).to_closed()
    called = clock.now
    clock.pass_minutes(30)
    ticket.do("upper_return", office="区热线办", reason="没有解决", unit="新海村")
    asked = {"reason": "非本单位职能", "detail": "属路政", "duty": "三定方案", "suggested_unit": "老坝村"}
    ticket.do("return_request", **asked, leader="陆建国").do("return_decision", decision="同意")
    ticket.do("dispatch", unit="老坝村").do("upper_callback", office="区热线办", grade="不满意", at=called)
    (line,) = office.candidates.undecided()
    assert (line.unit, line.round) == ("新海村", 1)
