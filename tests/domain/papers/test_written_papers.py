"""What must be there before a written document is printed, and what then stands on it. 规范一."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from hotline_desktop.domain.papers.annex_forms import PaperContext
from hotline_desktop.domain.papers.annex_values import DisposalSheet
from hotline_desktop.domain.papers.catalogue import BY_NUMBER, CASE_PAPERS, TICKET_PAPERS
from hotline_desktop.domain.papers.document_values import (
    BuildingStatement,
    ContactRecord,
    ExplanationRecord,
    ExtensionRequest,
    JointSheet,
    ReturnRequest,
    ReviewRecord,
    UnfoundedStatement,
    UnsatisfiedStatement,
)
from hotline_desktop.domain.papers.paper_records import RECORDS, PaperRecord
from hotline_desktop.domain.papers.supervision_values import PhoneRecord
from hotline_desktop.domain.papers.ticket_versions import explained as explained_papers
from hotline_desktop.domain.papers.withholding import released
from hotline_desktop.domain.records.summaries import HIDDEN
from hotline_desktop.domain.terms.paper_kinds import FORMS, OF_CASES, OF_TICKETS, PaperKind
from tests.domain.office_year import CALENDAR
from tests.domain.ticket_walk import NUMBER, Walk


def at_unit(**values: Any) -> Walk:
    walk = Walk()
    walk.do("register", caller="赵文静", phones="13800010001", **values)
    walk.do("first_contact", "2022-09-05 09:05")
    walk.do("dispatch", "2022-09-05 09:10")
    walk.do("accept", "2022-09-05 09:30")
    return walk


def reviewed() -> Walk:
    walk = at_unit()
    walk.do("answer", "2022-09-06 10:00")
    walk.do("satisfaction", "2022-09-06 10:05")
    walk.do("result", "2022-09-06 11:00")
    walk.do("review", "2022-09-06 14:00")
    return walk


def desk_of(walk: Walk) -> PaperContext:
    return PaperContext("新海镇", walk.now, CALENDAR, walk.rules, "新海镇城运中心")


def made(walk: Walk, kind: PaperKind) -> PaperRecord:
    return TICKET_PAPERS[kind].make(walk.ticket, "", desk_of(walk))


def missing(walk: Walk, kind: PaperKind) -> list[str]:
    return [blocker.message for blocker in TICKET_PAPERS[kind].missing(walk.ticket)]


def returned(walk: Walk) -> None:
    walk.do("return_request", "2022-09-05 10:00")


def extended(walk: Walk) -> None:
    walk.do("extension_request", "2022-09-06 10:00")


def explained(walk: Walk) -> None:
    walk.do("explain", "2022-09-06 10:00", policy="《城市照明管理规定》第九条", reaction="表示理解")


def joined(walk: Walk) -> None:
    walk.do("joint_verification", "2022-09-06 10:00")
    walk.do("joint_units", "2022-09-06 10:10")


# Each written document of a ticket with the steps that give it its contents.
WAYS: dict[PaperKind, tuple[str, Callable[[Walk], object]]] = {
    PaperKind.RETURN: ("还没有退单申请", returned),
    PaperKind.EXTENSION: ("还没有延期申请", extended),
    PaperKind.UNFOUNDED: ("还没有不属实情况说明", lambda walk: walk.do("unfounded_statement", "2022-09-06 10:00")),
    PaperKind.JOINT: ("还没有条线分管领导的联合处置核实", joined),
    PaperKind.EXPLANATION: ("还没有解释说明记录", explained),
}


@pytest.mark.parametrize("kind", WAYS)
def test_document_waits_for_its_record_and_is_refused_by_clause(kind: PaperKind) -> None:
    reason, way = WAYS[kind]
    walk = at_unit()
    blockers = TICKET_PAPERS[kind].missing(walk.ticket)
    assert blockers[0].message == reason
    assert all(blocker.clause.ref.startswith("规范一") for blocker in blockers)
    way(walk)
    assert missing(walk, kind) == []


@pytest.mark.parametrize("kind", [kind for kind in TICKET_PAPERS if kind not in FORMS])
def test_document_without_its_record_still_gives_an_empty_paper(kind: PaperKind) -> None:
    record = made(Walk(), kind)
    assert isinstance(record, RECORDS[kind])


@pytest.mark.parametrize("kind", TICKET_PAPERS)
def test_each_paper_names_the_office_the_ticket_and_its_unit(kind: PaperKind) -> None:
    """As far as its form has a place for it: two of the statements are addressed to the centre."""
    walk = reviewed()
    record = made(walk, kind)
    head = {"town": "新海镇", "center": "新海镇城运中心", "number": NUMBER, "unit": walk.ticket.round.unit}
    there = {name: value for name, value in head.items() if hasattr(record, name)}
    assert there and {name: getattr(record, name) for name in there} == there


def test_forms_of_the_annex_wait_for_what_they_are_about() -> None:
    assert missing(Walk(), PaperKind.DISPOSAL) == []
    (notice,) = CASE_PAPERS[PaperKind.SUPERVISION_NOTICE].standing(None)
    assert "还没有列入督办" in notice.message
    survey = TICKET_PAPERS[PaperKind.SATISFACTION].standing
    ticket = Walk().ticket
    assert [bool(survey(ticket, state)) for state in ("待填", "已填")] == [True, True]


def test_papers_of_a_ticket_are_listed_in_the_order_of_the_regulation() -> None:
    assert BY_NUMBER[:3] == OF_TICKETS[:3] == FORMS
    assert set(BY_NUMBER) == {*TICKET_PAPERS, *CASE_PAPERS} and tuple(CASE_PAPERS) == OF_CASES
    assert tuple(kind for kind in BY_NUMBER if kind in {*TICKET_PAPERS, *FORMS}) == OF_TICKETS


def test_return_request_tells_reason_basis_unit_and_what_the_centre_said() -> None:
    walk = at_unit()
    returned(walk)
    record = made(walk, PaperKind.RETURN)
    assert isinstance(record, ReturnRequest)
    assert (record.reason, record.duty, record.suggested_unit) == ("非本单位职能", "三定方案第三条", "供电所")
    assert (record.unit, record.late, record.earlier, record.decision) == ("城管中队", False, "无", None)
    assert record.filing_number == "新热退〔2022〕1号"
    walk.do("return_decision", "2022-09-05 11:00", decision="不同意", refusal="属于你单位管辖")
    refused = made(walk, PaperKind.RETURN)
    assert isinstance(refused, ReturnRequest)
    assert refused.decision == "不同意。属于你单位管辖。"


def test_return_request_after_the_ticket_moved_on_is_still_that_of_its_unit() -> None:
    walk = at_unit()
    returned(walk)
    walk.do("return_decision", "2022-09-05 11:00")
    walk.do("dispatch", "2022-09-05 11:10", unit="供电所")
    record = made(walk, PaperKind.RETURN)
    assert isinstance(record, ReturnRequest)
    assert (record.unit, record.decision) == ("城管中队", "同意。")


def test_second_return_request_tells_the_first() -> None:
    walk = at_unit()
    returned(walk)
    walk.do("return_decision", "2022-09-05 11:00", decision="不同意", refusal="属于你单位管辖")
    walk.do("return_request", "2022-09-05 13:30")
    record = made(walk, PaperKind.RETURN)
    assert isinstance(record, ReturnRequest)
    assert record.earlier == "2022年9月5日10:00城管中队申请，不同意"


def test_extension_request_tells_old_and_new_deadline() -> None:
    walk = at_unit()
    extended(walk)
    record = made(walk, PaperKind.EXTENSION)
    assert isinstance(record, ExtensionRequest)
    assert (record.days, record.times, record.basis) == (5, 1, "《城市照明管理规定》")
    assert (record.old_due, record.new_due) == (datetime(2022, 9, 8, 17, 0), None)
    walk.do("extension_decision", "2022-09-06 14:00")
    granted = made(walk, PaperKind.EXTENSION)
    assert isinstance(granted, ExtensionRequest)
    assert granted.old_due == datetime(2022, 9, 8, 17, 0)
    assert granted.new_due == walk.ticket.limits.due
    assert granted.decision == "同意。"


def test_unfounded_statement_tells_its_five_parts_and_its_filing() -> None:
    walk = at_unit()
    walk.do("unfounded_statement", "2022-09-06 10:00")
    record = made(walk, PaperKind.UNFOUNDED)
    assert isinstance(record, UnfoundedStatement)
    assert (record.complaint, record.checked_how, record.evidence) == ("路灯不亮", "当晚两次到现场", "路灯正常，有照片")
    assert (record.conclusion, record.answer, record.dated) == ("反映情况不属实", "已当面说明", date(2022, 9, 6))
    assert (record.filing_number, record.filed_on) == (None, None)
    walk.do("unfounded_filing", "2022-09-07 10:00")
    filed = made(walk, PaperKind.UNFOUNDED)
    assert isinstance(filed, UnfoundedStatement)
    assert (filed.filing_number, filed.filed_on) == ("新热备〔2022〕1号", date(2022, 9, 7))
    assert filed.opinion == "准予备案。"


def test_joint_sheet_names_units_and_their_work() -> None:
    walk = at_unit()
    walk.do("joint_verification", "2022-09-06 10:00")
    assert missing(walk, PaperKind.JOINT) == ["还没有协办单位"]
    walk.do("joint_units", "2022-09-06 10:10")
    record = made(walk, PaperKind.JOINT)
    assert isinstance(record, JointSheet)
    assert (record.unit, record.co_units) == ("城管中队", "绿化所、供电所")
    assert record.division == "绿化所修枝，供电所换灯"


def test_contact_record_lists_every_contact_in_order() -> None:
    walk = at_unit()
    walk.do("unit_contact", "2022-09-05 14:00", result="未联系上", reason="始终关机")
    walk.do("answer", "2022-09-06 10:00")
    record = made(walk, PaperKind.CONTACTS)
    assert isinstance(record, ContactRecord)
    assert [row.what for row in record.contacts] == ["中心先行联系", "单位联系", "答复诉求人"]
    assert [row.result for row in record.contacts] == ["已联系", "未联系上", "已联系"]
    assert record.contacts[1].note == "始终关机。"
    assert record.contacts[2].note == "已更换灯泡。凭证：LY001。"
    assert (record.caller, record.phone) == ("赵文静", "13800010001")


def test_contact_record_needs_a_contact_or_the_reason_for_none() -> None:
    walk = Walk()
    walk.do("register")
    assert missing(walk, PaperKind.CONTACTS) == ["还没有联系或答复的记录"]
    walk.do("exempt")
    assert missing(walk, PaperKind.CONTACTS) == []
    record = made(walk, PaperKind.CONTACTS)
    assert isinstance(record, ContactRecord)
    assert record.exemption is not None
    assert record.exemption.startswith("无需联系")


def test_confidential_citizen_stands_on_no_written_document() -> None:
    walk = at_unit(confidential=True)
    walk.do("unit_contact", "2022-09-05 14:00", note="赵文静（13800010001）要求修路灯")
    record = made(walk, PaperKind.CONTACTS)
    assert isinstance(record, ContactRecord)
    assert (record.caller, record.phone) == ("（保密）", "（保密）")
    assert "赵文静" not in str(record)
    assert "13800010001" not in str(record)


def test_the_cell_of_a_confidential_citizen_says_so_and_nothing_else() -> None:
    """Not only the name goes: what the citizen is, and for whom they called, tells of them too."""
    walk = at_unit(confidential=True)
    walk.do("amend", "2022-09-05 10:00", caller="赵文静女士（女儿赵小满代，住六楼）", why="补充登记")
    for kind in TICKET_PAPERS:
        record = made(walk, kind)
        cells = {getattr(record, name, None) for name in ("caller", "phone")}
        assert cells <= {HIDDEN, None}, kind
    sheet = made(walk, PaperKind.DISPOSAL)
    assert isinstance(sheet, DisposalSheet) and (sheet.caller, sheet.phone) == (HIDDEN, HIDDEN)


def test_who_supervised_and_the_units_telephone_stay_on_the_record_of_the_call() -> None:
    walk = at_unit(confidential=True)
    record = PhoneRecord(caller="王芳", phone="59210001", reply="赵文静说已停工")
    paper = released(record, (walk.ticket,), frozenset(("59210001",)))
    assert (paper.caller, paper.phone, paper.reply) == ("王芳", "59210001", f"{HIDDEN}说已停工")


def test_explanation_without_policy_or_reaction_is_not_printed() -> None:
    walk = at_unit()
    walk.do("explain", "2022-09-06 10:00")
    assert missing(walk, PaperKind.EXPLANATION) == ["解释说明记录里缺少引用的政策法规", "解释说明记录里缺少诉求人反应"]
    explained(walk)
    record = made(walk, PaperKind.EXPLANATION)
    assert isinstance(record, ExplanationRecord)
    assert [row.reaction for row in record.explanations] == ["表示理解"]  # each is signed on a paper of its own
    earlier, newest = explained_papers(walk.ticket)
    assert (earlier.counts, newest.counts) == (False, True)
    walk.ticket = earlier.ticket
    first = made(walk, PaperKind.EXPLANATION)
    assert isinstance(first, ExplanationRecord) and [row.reaction for row in first.explanations] == [None]


def test_review_record_needs_the_three_ratings_of_the_callback() -> None:
    walk = reviewed()
    assert missing(walk, PaperKind.REVIEW) == ["还没有回访"]
    walk.do("callback", "2022-09-07 10:00")
    assert missing(walk, PaperKind.REVIEW) == []
    record = made(walk, PaperKind.REVIEW)
    assert isinstance(record, ReviewRecord)
    assert (record.answered, record.handled, record.matches) == (True, True, True)
    assert (record.efficiency, record.attitude, record.outcome, record.overall) == ("满意",) * 4
    assert (record.round, record.review_opinion, record.conclusion) == (1, "通过。", "通过")


def test_unsatisfied_statement_tells_the_callback_that_asked_for_it() -> None:
    walk = reviewed()
    assert missing(walk, PaperKind.UNSATISFIED) == ["还没有不满意情况说明"]
    walk.do("upper_callback", "2022-09-07 10:00", note="仍有异味")
    walk.do("unsatisfied_statement", "2022-09-08 10:00")
    assert missing(walk, PaperKind.UNSATISFIED) == []
    record = made(walk, PaperKind.UNSATISFIED)
    assert isinstance(record, UnsatisfiedStatement)
    assert record.callback == "2022年9月7日10:00市热线办回访，市民测评结果为不满意：仍有异味。"
    assert (record.process, record.why, record.next_steps) == ("已换灯", "换得慢", "加强巡查")


def test_building_statement_tells_the_five_items() -> None:
    walk = at_unit(illegal_building=True)
    assert missing(walk, PaperKind.BUILDING) == ["还没有违法建筑五项内容的说明"]
    walk.do("illegal_building", "2022-09-06 10:00", built="", built_unknown="户主外出")
    record = made(walk, PaperKind.BUILDING)
    assert isinstance(record, BuildingStatement)
    assert (record.owner, record.place) == ("户主某某", "新海路120弄1号")
    assert record.built == "无法查明（户主外出）"
    assert record.lawful == "不合法（下一步处置：限期自拆）"
    assert record.number == NUMBER
