"""Every earlier round, measure, request and check prints again as it was, under its number among papers of its kind."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from hotline_desktop.documents.returned.scans import pages_of
from hotline_desktop.domain.terms.errors import NotFound
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.services.office import Office
from hotline_desktop.services.papers.subject import NEWEST
from hotline_desktop.storage.papers import print_codes
from tests.documents.reading import pdf_text
from tests.domain.case_walk import ABOVE, COMPLETE
from tests.services.desk import CLERK, Clock, Walk
from tests.services.filed_papers import same_as_the_file

NUMBER = "20220908100001"
GRADES = dict.fromkeys(("efficiency", "attitude", "outcome", "overall"), "满意")
ASKED = {"reason": "设备未到货", "days": 3, "basis": "《城镇排水条例》", "leader": "李伟"}


@pytest.fixture
def walk(office: Office, clock: Clock) -> Walk:
    return Walk(office, clock, NUMBER)


def printed(office: Office, walk: Walk, kind: PaperKind, nth: int = NEWEST) -> str:
    state = office.papers.usual_state(walk.id, kind, nth)
    return pdf_text(office.papers.preview_pdf(walk.id, kind, state, nth=nth))


def supervise(office: Office, clock: Clock, *steps: str, case_id: int = 0, **values: object) -> int:
    """Leads a case of the ticket on; ``values`` belong to whichever step has such fields."""
    for step in steps:
        clock.now += timedelta(minutes=10)
        given = {**COMPLETE[step], **values.get(step, {})}  # type: ignore[dict-item]
        if step == "open_case":
            case_id = office.supervision.start("open_case", {**given, **ABOVE, "tickets": NUMBER}, CLERK).id
        else:
            office.supervision.do(case_id, step, given, CLERK)
    return case_id


def same(office: Office, walk: Walk, *repeated: PaperKind) -> None:
    """As the file has them, and more than one of each of ``repeated``."""
    found = same_as_the_file(office, walk.id)
    assert all(found[kind] > 1 for kind in repeated), found


def test_the_record_of_each_measure_shows_its_own_limit(office: Office, clock: Clock, walk: Walk) -> None:
    walk.to_review()
    case_id = supervise(office, clock, "open_case", "phone_call", open_case={"direct_reason": "媒体曝光"})
    first = "2022年9月14日17:00前"
    assert first in printed(office, walk, PaperKind.PHONE_RECORD)
    clock.now += timedelta(days=4)
    supervise(office, clock, "escalate", "issue", "deliver", case_id=case_id)
    assert first in printed(office, walk, PaperKind.PHONE_RECORD)
    assert first in printed(office, walk, PaperKind.PHONE_RECORD, 1)
    assert "2022年9月15日17:00前" in printed(office, walk, PaperKind.SUPERVISION_NOTICE)
    same(office, walk)


def test_a_second_call_leaves_the_first_one_printable(office: Office, clock: Clock, walk: Walk) -> None:
    walk.to_review()
    case_id = supervise(office, clock, "open_case", "phone_call", "case_extension", "case_extension_decision", "report")
    again = {"site_check": {"result": "核实不符"}, "phone_call": {"demands": "再次要求停工"}}
    supervise(office, clock, "case_callback", "site_check", "send_back", "phone_call", case_id=case_id, **again)
    supervise(office, clock, "case_extension", case_id=case_id)
    assert "三日内停工整改" in printed(office, walk, PaperKind.PHONE_RECORD, 1)
    assert "再次要求停工" in printed(office, walk, PaperKind.PHONE_RECORD, 2)
    assert printed(office, walk, PaperKind.PHONE_RECORD) == printed(office, walk, PaperKind.PHONE_RECORD, 2)
    assert "同意" in printed(office, walk, PaperKind.CASE_EXTENSION, 1)
    with pytest.raises(NotFound, match="共有 2 次，没有第 3 次。可以选：第1次（第1次督办，2022年9月8日）、第2次"):
        office.papers.preview_pdf(walk.id, PaperKind.PHONE_RECORD, "记录", nth=3)
    with pytest.raises(NotFound, match="还没有现场督办记录，不能选第 1 次"):
        office.papers.preview_pdf(walk.id, PaperKind.SITE_RECORD, "记录", nth=1)
    same(office, walk, PaperKind.PHONE_RECORD, PaperKind.CASE_EXTENSION)


def test_meetings_called_and_requests_laid_before_the_leader_again_print_each(
    office: Office, clock: Clock, walk: Walk
) -> None:
    walk.to_review()
    case_id = supervise(office, clock, "open_case", "phone_call", open_case={"method": "电话督办"})
    supervise(office, clock, "report", "escalate", "issue", "deliver", "report", case_id=case_id)
    up = {"escalate": {"method": "专题会议督办", "meeting_condition": "特殊复杂问题"}}
    refused = {"instruct": {"decision": "不同意", "text": "先由分管领导协调"}}
    supervise(office, clock, "escalate", "request", "instruct", case_id=case_id, **up, **refused)
    supervise(office, clock, "request", "instruct", case_id=case_id, request={"proposal": "请再予召开会议"})
    supervise(office, clock, "convene", case_id=case_id)
    moved = {"convene": {"meeting_at": "2022-10-14 09:00", "place": "镇政府二楼"}}
    supervise(office, clock, "convene", case_id=case_id, **moved)
    assert "请责成限期整改" in printed(office, walk, PaperKind.LEADER_REQUEST, 1)
    assert "三楼会议室" in printed(office, walk, PaperKind.MEETING_NOTICE, 1)
    assert "镇政府二楼" in printed(office, walk, PaperKind.MEETING_NOTICE)
    same(office, walk, PaperKind.LEADER_REQUEST, PaperKind.MEETING_NOTICE, PaperKind.MEETING_SIGN_IN)


def test_rounds_checks_and_requests_of_a_ticket_print_each(office: Office, clock: Clock, walk: Walk) -> None:
    walk.to_unit().do("accept", handler="沈强")
    for answer in ("不同意", "同意"):
        walk.do("extension_request", **ASKED).do("extension_decision", decision=answer, refusal="依据不足")
    walk.do("answer", way="电话", recording="LY-01", content="已答复").do("satisfaction", grade="不满意")
    walk.do("satisfaction", grade="满意")
    walk.do("result", handling="已责令停工", fact="属实", demand="符合政策法规", resolution="实际解决")
    walk.do("review", answered="是", handled="是", verdict="通过")
    walk.do("callback", **{**GRADES, "overall": "不满意"}, matches="否", note="没有人来过", verdict="退回再处置")
    walk.do("callback", **GRADES, matches="是", note="后来来过", verdict="通过")
    assert "没有人来过" in printed(office, walk, PaperKind.REVIEW)  # what sends out again stands
    assert "后来来过" in printed(office, walk, PaperKind.REVIEW, 2)
    walk.do("redo").do("accept", handler="沈强")
    first = printed(office, walk, PaperKind.DISPOSAL, 1)
    assert "已责令停工" in first and "第2次处置" not in first
    assert "第2次处置，再处置原因：没有人来过" in printed(office, walk, PaperKind.DISPOSAL)
    walk.do("change_level", level="紧急", why="反复来电").do("urge", note="又来催")
    assert printed(office, walk, PaperKind.DISPOSAL, 1) == first != printed(office, walk, PaperKind.DISPOSAL)
    repeated = (PaperKind.DISPOSAL, PaperKind.EXTENSION, PaperKind.SATISFACTION, PaperKind.REVIEW)
    same(office, walk, *repeated)


def test_a_print_is_remembered_and_awaited_under_its_number(office: Office, walk: Walk, tmp_path: Path) -> None:
    walk.to_unit().do("accept", handler="沈强")
    walk.do("extension_request", **ASKED).do("extension_decision", decision="不同意", refusal="依据不足")
    office.papers.remember_printed([walk.id], PaperKind.EXTENSION, "不予批准", CLERK)
    walk.do("extension_request", **ASKED)
    office.papers.remember_printed([walk.id], PaperKind.EXTENSION, "审批中", CLERK)
    assert [paper.nth for paper in office.papers.awaited()] == [1, 2]
    out = tmp_path / "again.pdf"
    office.papers.render_pdf([walk.id], PaperKind.EXTENSION, "不予批准", out, nth=1)
    office.papers.remember_printed([walk.id], PaperKind.EXTENSION, "不予批准", CLERK, nth=1)
    assert sorted(paper.nth for paper in office.papers.awaited()) == [1, 2]
    (code,) = (code for page in pages_of(out.read_bytes()) for code in page.codes)
    with office.tickets._office.db.read() as c:
        coded = print_codes.find(c, code.print_id)
    assert coded is not None and (coded.version, coded.nth) == (1, code.nth) == (1, 2)


def test_a_sheet_of_an_earlier_round_that_comes_back_is_no_return_of_this_one(office: Office, walk: Walk) -> None:
    walk.to_call_back().do("callback", **GRADES, matches="否", note="没有人来过", verdict="退回再处置").do("redo")
    office.papers.remember_printed([walk.id], PaperKind.DISPOSAL, "办结", CLERK, nth=1)
    (paper,) = office.papers.awaited()
    office.papers.returned(paper.id, walk.clock.now.date(), CLERK)
    assert office.papers.awaited() == () and office.tickets.detail(walk.id).ticket.sheet_back_on is None


def to_fill_in(office: Office, walk: Walk, kind: PaperKind) -> str:
    return pdf_text(office.papers.preview_pdf(walk.id, kind, "待填"))


def test_a_request_to_be_filled_in_speaks_of_the_unit_that_has_the_ticket_now(office: Office, walk: Walk) -> None:
    walk.to_unit().do("accept", handler="沈强")
    why = {"reason": "非本单位职能", "detail": "不归我村管", "duty": "三定方案", "suggested_unit": "规建办"}
    walk.do("return_request", **why, leader="李伟")
    assert "申请单位新海村" in to_fill_in(office, walk, PaperKind.RETURN)  # as long as nobody has answered
    walk.do("return_decision", decision="同意")
    for kind in (PaperKind.RETURN, PaperKind.EXTENSION, PaperKind.UNFOUNDED, PaperKind.SATISFACTION):
        assert "还没有派单" in "".join(blocker.message for blocker in office.papers.missing(walk.id, kind, "待填")), (
            kind
        )
    walk.do("dispatch", unit="规建办")
    assert office.papers.missing(walk.id, PaperKind.RETURN, "待填") == ()
    text = to_fill_in(office, walk, PaperKind.RETURN)
    assert "申请单位规建办" in text and "新海村" not in text
    assert "申请单位新海村" in printed(office, walk, PaperKind.RETURN)


def test_an_extension_to_be_filled_in_asks_to_move_the_limit_that_holds_now(office: Office, walk: Walk) -> None:
    walk.to_unit().do("accept", handler="沈强").do("extension_request", **ASKED)
    office.papers.remember_printed([walk.id], PaperKind.EXTENSION, "审批中", CLERK)
    walk.do("extension_decision", decision="同意", days=3)
    now, old = "2022年9月19日17:00", "2022年9月14日17:00"
    assert f"原办结期限{now}" in to_fill_in(office, walk, PaperKind.EXTENSION)
    assert f"原办结期限{old}" in printed(office, walk, PaperKind.EXTENSION)
    office.papers.remember_printed([walk.id], PaperKind.EXTENSION, "待填", CLERK)
    assert [(paper.state, paper.nth) for paper in office.papers.awaited()] == [("审批中", 1), ("待填", 2)]
    walk.do("extension_request", **ASKED)
    assert f"原办结期限{now}" in printed(office, walk, PaperKind.EXTENSION, 2)


def test_an_extension_of_a_case_to_be_filled_in_asks_to_move_the_limit_that_holds_now(
    office: Office, clock: Clock, walk: Walk
) -> None:
    walk.to_review()
    supervise(office, clock, "open_case", "phone_call", "case_extension", "case_extension_decision")
    text = to_fill_in(office, walk, PaperKind.CASE_EXTENSION)
    granted = printed(office, walk, PaperKind.CASE_EXTENSION)
    (moved,) = re.findall(r"延至(\d+年\d+月\d+日17:00)", granted)
    assert f"原督办时限{moved}" in text and f"原督办时限{moved}" not in granted
    assert "第1次" not in text and "第2次" not in text


def test_a_statement_to_be_filled_in_after_one_that_was_refused_is_another_paper(office: Office, walk: Walk) -> None:
    walk.to_unit().do("accept", handler="沈强")
    stated = {"checked_how": "查看监控", "evidence": "照片", "conclusion": "不属实", "answer": "已说明"}
    walk.do("unfounded_statement", **stated, leader="李伟")
    walk.do("unfounded_filing", decision="退回补正", problem="证据不足")
    office.papers.remember_printed([walk.id], PaperKind.UNFOUNDED, "待填", CLERK)
    assert [paper.nth for paper in office.papers.awaited()] == [2]
