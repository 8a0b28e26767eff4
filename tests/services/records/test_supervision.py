"""Supervision over a real database: the pool, a case from the call to the archive, its tickets and its files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from hotline_desktop.domain.papers.registers import Period, RegisterKind
from hotline_desktop.domain.records.summaries import HIDDEN
from hotline_desktop.domain.supervision.candidates import CandidateSummary
from hotline_desktop.domain.supervision.case import CaseFilter, CaseStage
from hotline_desktop.domain.terms.errors import HotlineError, NotFound, StepRefused
from hotline_desktop.domain.terms.options import Pending, Resolution, SupervisionTrigger
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.services.office import Office
from hotline_desktop.services.records.candidate_lines import opening_values
from tests.documents.reading import pdf_text
from tests.domain.case_walk import ABOVE, COMPLETE
from tests.services.deadlines.test_recount import NEXT_YEAR
from tests.services.desk import CLERK, NOW, Clock, Walk
from tests.services.kept_attachments import kept_file

Start = Callable[..., Walk]
NUMBER = "20220908100001"
JPEG = b"\xff\xd8\xff picture"
LATE = datetime(2022, 9, 15, 9, 0)  # the ticket of 8 September is due on the 14th at 17:00


@pytest.fixture
def candidate(office: Office, walk: Start, clock: Clock) -> CandidateSummary:
    """One overdue ticket."""
    walk(NUMBER).to_unit().do("accept", handler="沈强")
    clock.now = LATE
    (found,) = office.candidates.undecided()
    return found


def open_case(office: Office, candidate: CandidateSummary, **values: object) -> int:
    given = {**opening_values(candidate), "method": "电话督办", **values}
    return office.supervision.start("open_case", given, CLERK).id


def do(office: Office, clock: Clock, case_id: int, *steps: str, **values: object) -> None:
    """Takes the steps one after another, ten minutes apart; ``values`` are for the last one."""
    for step in steps:
        clock.now += timedelta(minutes=10)
        given = {**COMPLETE[step], **(values if step == steps[-1] else {})}
        office.supervision.do(case_id, step, given, CLERK)


def test_a_candidate_comes_up_when_the_deadline_passes_and_counts_on_the_days_card(
    office: Office, walk: Start, clock: Clock
) -> None:
    walk(NUMBER).to_unit()
    clock.now = datetime(2022, 9, 14, 17, 0)
    assert office.candidates.undecided() == ()
    clock.now = datetime(2022, 9, 14, 17, 1)
    (found,) = office.candidates.undecided()
    assert (found.trigger, found.clause.ref, found.unit) == (SupervisionTrigger.OVERDUE, "督办二（一）1", "新海村")
    assert found.evidence == "应于 2022-09-14 17:00 前办结，至今未办结"
    assert office.supervision.waiting() == (1, 0)


def test_taking_up_makes_a_case_with_a_number_and_tells_the_ticket(
    office: Office, candidate: CandidateSummary, clock: Clock
) -> None:
    case_id = open_case(office, candidate)
    detail = office.supervision.detail(case_id)
    assert (detail.case.number, detail.case.stage) == ("新城运督〔2022〕1号", CaseStage.TO_CALL)
    assert office.candidates.undecided() == ()
    ticket = office.tickets.detail(office.tickets.find(NUMBER))
    assert ticket.ticket.supervised == ("新城运督〔2022〕1号",)
    assert Pending.SUPERVISED.value in ticket.ticket.pending
    assert ticket.history[-1].label == "列入督办"
    assert [line.label for line in detail.history] == ["纳入督办"]
    assert detail.history[0].after == {"督办方式": "电话督办", "阶段": "待电话督办"}


def test_numbers_follow_each_other_and_are_not_given_twice(office: Office, walk: Start, clock: Clock) -> None:
    for last in (1, 2):
        walk(f"2022090810000{last}").to_unit()
    clock.now = LATE
    first, second = office.candidates.undecided()
    open_case(office, first)
    case_id = open_case(office, second)
    assert office.supervision.detail(case_id).case.number == "新城运督〔2022〕2号"
    with pytest.raises(StepRefused, match="已经给了别的督办件"):
        office.supervision.start(
            "open_case", {**ABOVE, "tickets": NUMBER, "number": "新城运督〔2022〕1号", "method": "电话督办"}, CLERK
        )


def test_a_declined_candidate_stays_on_record_and_does_not_come_again(
    office: Office, candidate: CandidateSummary, clock: Clock
) -> None:
    with pytest.raises(StepRefused, match="不予督办的理由"):
        office.supervision.start("dismiss", opening_values(candidate), CLERK)
    office.supervision.start("dismiss", {**opening_values(candidate), "why": "已口头同意延期"}, CLERK)
    assert office.candidates.undecided() == ()
    (declined,) = office.supervision.cases(CaseFilter(stages=(CaseStage.DECLINED,)))
    assert declined.ticket_numbers == (NUMBER,)
    clock.now += timedelta(days=30)
    assert office.candidates.undecided() == ()


def test_a_new_round_gives_a_new_reason(office: Office, walk: Start, clock: Clock) -> None:
    ticket = walk(NUMBER).to_unit().do("accept")
    clock.now = LATE
    (found,) = office.candidates.undecided()
    office.supervision.start("dismiss", {**opening_values(found), "why": "当日即办结"}, CLERK)
    ticket.do("answer", way="电话", recording="LY-01", content="已停工").do("satisfaction", grade="满意")
    ticket.do("result", handling="已停工", fact="属实", demand="符合政策法规", resolution="实际解决")
    ticket.do("review", answered="是", handled="否", verdict="退回再处置", problem="没办好").do("redo")
    (failed,) = office.candidates.undecided()
    assert failed.trigger is SupervisionTrigger.REVIEW_FAILED and "没办好" in failed.evidence
    clock.now = datetime(2022, 9, 30, 9, 0)
    _failed, again = office.candidates.undecided()
    assert (again.trigger, again.round) == (SupervisionTrigger.OVERDUE, 2)


def test_the_next_units_missed_deadline_is_a_new_reason_though_the_round_is_the_same(
    office: Office, walk: Start, clock: Clock
) -> None:
    ticket = walk(NUMBER).to_unit()
    asked = {"reason": "非本单位职能", "detail": "属路政", "duty": "三定方案", "suggested_unit": "老坝村"}
    ticket.do("return_request", **asked, leader="陆建国")
    clock.now = LATE
    (first,) = office.candidates.undecided()
    office.supervision.start("dismiss", {**opening_values(first), "why": "退单已报，待审核"}, CLERK)
    ticket.do("return_decision", decision="同意").do("dispatch", unit="老坝村")
    assert office.candidates.undecided() == ()
    clock.now = LATE + timedelta(days=14)
    (second,) = office.candidates.undecided()
    assert (second.unit, second.round, second.trigger) == ("老坝村", first.round, SupervisionTrigger.OVERDUE)
    open_case(office, second)
    assert office.candidates.undecided() == ()


def test_a_case_that_ends_with_its_ticket_unfinished_leaves_it_a_candidate_again(
    office: Office, walk: Start, clock: Clock
) -> None:
    walk(NUMBER).to_unit().do("accept", handler="沈强")
    clock.now = LATE
    case_id = open_case(office, office.candidates.undecided()[0])
    assert office.candidates.undecided() == ()
    do(office, clock, case_id, "phone_call", "report", "case_callback", "site_check", "case_close")
    (again,) = office.candidates.undecided()
    assert again.trigger is SupervisionTrigger.OVERDUE and "结案时仍未办结" in again.evidence


def test_a_late_return_and_another_level_leave_the_candidate_and_a_timely_extension_ends_it(
    office: Office, walk: Start, clock: Clock
) -> None:
    returned, raised, extended = (walk(f"2022090810000{n}").to_unit() for n in (1, 2, 3))
    extended.do("accept", handler="沈强")
    extended.do("extension_request", days=9, reason="等检测", basis="《噪声污染防治法》", leader="陆建国")
    clock.now = LATE
    asked = {"reason": "非本单位职能", "detail": "属路政", "duty": "三定方案", "suggested_unit": "老坝村"}
    returned.do("return_request", **asked, leader="陆建国")
    returned.do("return_decision", decision="同意", late_reason="确属路政")
    raised.do("change_level", level="疑难", why="须协调多方")
    extended.do("extension_decision", decision="同意")
    found = {each.ticket_numbers[0]: each.trigger for each in office.candidates.undecided()}
    assert found == dict.fromkeys(("20220908100001", "20220908100002"), SupervisionTrigger.OVERDUE)
    lines = office.registers.preview(RegisterKind.CASES, Period(NOW.date(), clock.now.date())).lines
    assert any(str(getattr(line, "outcome", "")).startswith("因延期获准消除") for line in lines)


def test_declining_one_event_leaves_its_sister(office: Office, walk: Start, clock: Clock) -> None:
    ticket = walk(NUMBER).to_closed()
    for name in ("市热线办", "区热线办"):
        clock.now += timedelta(days=1)
        ticket.do("upper_callback", office=name, grade="不满意", note="没有解决")
    first, second = office.candidates.undecided()
    office.supervision.start("dismiss", {**opening_values(second), "why": "重复反映"}, CLERK)
    assert office.candidates.undecided() == (first,)


def test_a_deadline_missed_again_after_an_extension_is_an_event_of_its_own_beside_the_running_case(
    office: Office, walk: Start, clock: Clock
) -> None:
    ticket = walk(NUMBER).to_unit().do("accept", handler="沈强")
    asked = {"days": 2, "reason": "等检测", "basis": "《噪声污染防治法》", "leader": "陆建国"}
    ticket.do("extension_request", **asked)
    clock.now = LATE
    case_id = open_case(office, office.candidates.undecided()[0])
    ticket.do("extension_decision", decision="同意")
    clock.now = LATE + timedelta(days=14)
    (second,) = office.candidates.undecided()
    assert second.running and "2022-09-16" in second.evidence
    do(office, clock, case_id, "phone_call", "report", "case_callback", "site_check", "case_close")
    (again,) = office.candidates.undecided()
    assert again.trigger is SupervisionTrigger.OVERDUE and "2022-09-16" in again.evidence


def test_a_candidate_tells_of_the_case_that_already_runs_about_its_ticket(
    office: Office, walk: Start, clock: Clock
) -> None:
    walk(NUMBER).to_unit()
    office.supervision.start("open_case", {**ABOVE, "tickets": NUMBER, "unit": "新海村", "method": "电话督办"}, CLERK)
    clock.now = LATE
    (found,) = office.candidates.undecided()
    assert (found.trigger, found.running) == (SupervisionTrigger.OVERDUE, ("新城运督〔2022〕1号",))


def test_a_callback_makes_a_candidate_that_stays(office: Office, walk: Start, clock: Clock) -> None:
    grades = dict.fromkeys(("efficiency", "attitude", "outcome", "overall"), "不满意")
    walk(NUMBER).to_call_back().do("callback", **grades, matches="否", verdict="退回再处置", note="现场仍在施工").do(
        "redo"
    )
    found = office.candidates.undecided()
    assert [each.trigger for each in found] == [SupervisionTrigger.CONTRADICTION, SupervisionTrigger.UNSATISFIED]
    assert all("现场仍在施工" in each.evidence for each in found)


def test_a_repeat_group_is_one_candidate_and_one_case_with_all_its_tickets(
    office: Office, walk: Start, clock: Clock
) -> None:
    numbers = [f"2022090810000{last}" for last in (1, 2, 3)]
    for number in numbers:
        walk(number).to_review()
    for number in numbers:
        others = "、".join(other for other in numbers if other != number)
        ticket_id = office.tickets.find(number)
        if not office.tickets.detail(ticket_id).ticket.repeats:
            office.tickets.do(ticket_id, "repeat_confirm", {"numbers": others, "evidence": "同一电话"}, CLERK)
    (found,) = office.candidates.undecided()
    assert (found.trigger, set(found.ticket_numbers)) == (SupervisionTrigger.REPEATED, set(numbers))
    case_id = open_case(office, found)
    assert {line.number for line in office.supervision.detail(case_id).tickets} == set(numbers)
    assert office.candidates.undecided() == ()


def test_matters_from_above_enter_the_pool_by_hand(office: Office, walk: Start, clock: Clock) -> None:
    walk(NUMBER)
    clock.now = LATE
    pool_id = office.supervision.start("propose", {**ABOVE, "tickets": NUMBER}, CLERK).id
    (found,) = office.candidates.undecided()
    assert (found.case_id, found.evidence.startswith("区电视台。")) == (pool_id, True)
    office.supervision.do(pool_id, "take_up", {"method": "书面督办", "direct_reason": "媒体曝光"}, CLERK)
    detail = office.supervision.detail(pool_id)
    assert (detail.case.stage, detail.case.number) == (CaseStage.TO_ISSUE, "新城运督〔2022〕1号")
    with pytest.raises(StepRefused, match="没有编号为 9999 的工单"):
        office.supervision.start("propose", {**ABOVE, "tickets": "9999"}, CLERK)


def test_a_case_goes_from_the_call_over_a_notice_to_the_archive(
    office: Office, candidate: CandidateSummary, clock: Clock, tmp_path: Path
) -> None:
    case_id = open_case(office, candidate)
    do(office, clock, case_id, "phone_call", "escalate", "issue", "deliver", "report")
    do(office, clock, case_id, "case_callback", "site_check", "case_close")
    supervision = office.supervision
    assert supervision.detail(case_id).case.stage is CaseStage.CLOSED
    with pytest.raises(StepRefused, match="相关凭证"):
        supervision.do(case_id, "case_archive", {}, CLERK)
    paper = tmp_path / "通知单扫描.pdf"
    paper.write_bytes(b"%PDF-1.4 notice")
    supervision.attach(case_id, paper, "督办通知单", CLERK)
    supervision.do(case_id, "case_archive", {}, CLERK)
    detail = supervision.detail(case_id)
    assert detail.case.stage is CaseStage.ARCHIVED
    assert not any(offer.allowed for offer in detail.offers)
    ticket = office.tickets.detail(office.tickets.find(NUMBER))
    assert ticket.ticket.supervised == ()
    assert ticket.history[-1].label == "督办结束"


def filed_case(office: Office, clock: Clock, scan: Path) -> int:
    """A case about the ticket, from the call to the archive."""
    values = {**ABOVE, "tickets": NUMBER, "unit": "新海村", "method": "电话督办"}
    case_id = office.supervision.start("open_case", values, CLERK).id
    do(office, clock, case_id, "phone_call", "report", "case_callback", "site_check", "case_close")
    scan.write_bytes(b"%PDF-1.4 notice")
    office.supervision.attach(case_id, scan, "督办通知单", CLERK)
    do(office, clock, case_id, "case_archive")
    return case_id


def test_the_filing_of_a_case_is_not_taken_back_under_a_ticket_that_was_filed_on_it(
    office: Office, walk: Start, clock: Clock, tmp_path: Path
) -> None:
    ticket = walk(NUMBER).to_closed().do("sheet_back").do("platform_close", operator="沈强")
    clock.now = LATE
    case_id = filed_case(office, clock, tmp_path / "通知单.pdf")
    ticket.do("archive")
    with pytest.raises(StepRefused, match=f"工单 {NUMBER} 已在督办归档以后归档，先撤回工单的归档"):
        office.supervision.withdraw(case_id, "档号写错", CLERK)
    assert office.supervision.detail(case_id).case.stage is CaseStage.ARCHIVED
    office.tickets.withdraw(ticket.id, "督办归档有误", CLERK)
    office.supervision.withdraw(case_id, "档号写错", CLERK)
    assert office.supervision.detail(case_id).case.stage is CaseStage.CLOSED
    assert office.checkups.check().faults == ()


def test_the_filing_of_a_case_about_a_ticket_that_was_filed_before_can_be_taken_back(
    office: Office, walk: Start, clock: Clock, tmp_path: Path
) -> None:
    walk(NUMBER).to_closed().do("sheet_back").do("platform_close", operator="沈强").do("archive")
    clock.now = LATE
    case_id = filed_case(office, clock, tmp_path / "通知单.pdf")
    office.supervision.withdraw(case_id, "档号写错", CLERK)
    assert office.supervision.detail(case_id).case.stage is CaseStage.CLOSED


def test_a_ticket_cannot_be_archived_while_its_case_is_open(office: Office, walk: Start, clock: Clock) -> None:
    ticket = walk(NUMBER).to_closed()
    values = {**ABOVE, "tickets": NUMBER, "method": "书面督办", "direct_reason": "媒体曝光"}
    office.supervision.start("open_case", values, CLERK)
    ticket.do("sheet_back").do("platform_close", operator="沈强")
    with pytest.raises(StepRefused, match="尚未结案归档"):
        ticket.do("archive")


def test_files_come_and_go_with_their_reason_and_the_case_remembers_both(
    office: Office, candidate: CandidateSummary, tmp_path: Path
) -> None:
    case_id = open_case(office, candidate)
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(JPEG)
    office.supervision.attach(case_id, photo, "督办前现场", CLERK)
    (file,) = office.supervision.detail(case_id).attachments
    assert kept_file(office.supervision, file.id).read_bytes() == JPEG
    with pytest.raises(HotlineError, match="要写原因"):
        office.supervision.detach(file.id, " ", CLERK)
    office.supervision.detach(file.id, "传错了", CLERK)
    detail = office.supervision.detail(case_id)
    assert (detail.attachments, detail.case.files) == ((), ())
    assert [line.label for line in detail.history] == ["纳入督办", "添加附件", "移除附件"]


def test_a_result_that_supervision_changed_stands_in_the_ticket_its_figures_and_its_sheet(
    office: Office, walk: Start, clock: Clock
) -> None:
    ticket = walk(NUMBER).to_review()
    values = {**ABOVE, "tickets": NUMBER, "method": "书面督办", "direct_reason": "媒体曝光", "source_on": "2022-09-07"}
    case_id = office.supervision.start("open_case", values, CLERK).id
    do(office, clock, case_id, "issue", "deliver")
    with pytest.raises(StepRefused, match="须重新回复市民"):
        do(office, clock, case_id, "report", outcome="未解决")
    answered = {"changed": "是", "reanswered_at": clock.now, "reanswer": "电话重新答复", "resolution": "未解决"}
    do(office, clock, case_id, "report", outcome="未解决", **answered)
    detail = office.tickets.detail(ticket.id)
    assert detail.ticket.round.resolution is Resolution.UNSOLVED
    assert detail.ticket.round.result is not None and detail.ticket.round.result.values["resolution"] == "实际解决"
    assert detail.history[-1].label == "督办改变办理结果"
    assert (detail.history[-1].before["是否解决"], detail.history[-1].after["是否解决"]) == ("实际解决", "未解决")
    assert office.supervision.detail(case_id).warnings == ()
    sheet = pdf_text(office.papers.preview_pdf(ticket.id, PaperKind.DISPOSAL, "办结"))
    assert "□√未解决" in sheet and "办理结果改为“未解决”" in sheet
    office.supervision.withdraw(case_id, "录错了", CLERK)
    assert office.tickets.detail(ticket.id).ticket.round.resolution is Resolution.SOLVED
    assert office.checkups.check().whole


def test_a_report_that_contradicts_the_sheet_is_warned_of_and_blocks_nothing(
    office: Office, walk: Start, clock: Clock
) -> None:
    ticket = walk(NUMBER).to_unit().do("accept", handler="沈强")
    values = {**ABOVE, "tickets": NUMBER, "method": "书面督办", "direct_reason": "媒体曝光", "source_on": "2022-09-07"}
    case_id = office.supervision.start("open_case", values, CLERK).id
    do(office, clock, case_id, "issue", "deliver", "report", outcome="未解决")
    ticket.do("answer", way="电话", recording="LY-01", content="已停工").do("satisfaction", grade="满意")
    ticket.do("result", handling="已停工", fact="属实", demand="符合政策法规", resolution="实际解决")
    (warning,) = office.supervision.detail(case_id).warnings
    assert "实际解决" in warning and "未解决" in warning
    assert office.supervision.detail(case_id).case.stage is CaseStage.TO_VERIFY


def test_a_refused_step_changes_nothing(office: Office, candidate: CandidateSummary) -> None:
    case_id = open_case(office, candidate)
    before = office.supervision.detail(case_id)
    with pytest.raises(StepRefused):
        office.supervision.do(case_id, "report", COMPLETE["report"], CLERK)
    assert office.supervision.detail(case_id) == before


def test_callers_of_confidential_tickets_are_hidden_in_pool_and_case(office: Office, walk: Start, clock: Clock) -> None:
    walk(NUMBER, confidential="是").to_unit()
    clock.now = LATE
    (found,) = office.candidates.undecided()
    assert found.ticket is not None and found.ticket.caller == HIDDEN
    case_id = open_case(office, found)
    assert office.supervision.detail(case_id).tickets[0].phones == HIDDEN


def test_the_callers_name_does_not_get_into_the_cases_title(office: Office, walk: Start, clock: Clock) -> None:
    walk(NUMBER, title="赵文静反映夜间施工").to_unit()
    clock.now = LATE
    (found,) = office.candidates.undecided()
    assert opening_values(found)["title"] == "市民反映夜间施工"


def test_a_case_is_found_by_its_number_or_by_its_tickets(office: Office, candidate: CandidateSummary) -> None:
    case_id = open_case(office, candidate)
    assert office.supervision.find("新城运督〔2022〕1号") == case_id == office.supervision.find(NUMBER)
    assert [line.id for line in office.supervision.of_ticket(office.tickets.find(NUMBER))] == [case_id]
    with pytest.raises(NotFound):
        office.supervision.find("新城运督〔2022〕9号")


def test_a_ticket_that_no_unit_has_is_no_candidate(office: Office, walk: Start, clock: Clock) -> None:
    walk(NUMBER)
    clock.now = LATE + timedelta(days=30)
    assert office.candidates.undecided() == ()


def test_a_new_notice_of_working_days_moves_the_answer_of_a_running_case_and_tells_it(
    office: Office, walk: Start, clock: Clock
) -> None:
    """The unit was told on 30 December 2026, while nothing was known of 2027."""
    clock.now = datetime(2026, 12, 30, 10, 0)
    walk(NUMBER)
    values = {**ABOVE, "tickets": NUMBER, "method": "电话督办"}
    case_id = office.supervision.start("open_case", values, CLERK).id
    do(office, clock, case_id, "phone_call")
    before = office.supervision.detail(case_id).case
    assert before.provisional and before.due is not None
    office.time.add_notice(NEXT_YEAR, CLERK)
    after = office.supervision.detail(case_id)
    assert after.case.due is not None and after.case.due > before.due and not after.case.provisional
    assert after.history[-1].label == "重算期限"
