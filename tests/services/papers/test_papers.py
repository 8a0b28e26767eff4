"""Papers of real tickets: previews while one types, files for one or many, and signatures that are still out."""

from __future__ import annotations

import os
import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import docx
import pytest

from hotline_desktop.domain.papers.catalogue import PaperRefused
from hotline_desktop.domain.terms.errors import Cancelled, HotlineError, NotFound, StepRefused
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.drafting import Draft
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.office import Office
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from tests.documents.reading import docx_text, pdf_text, read_pdf
from tests.domain.case_walk import ABOVE, COMPLETE
from tests.services.desk import CLERK, FORMS, RESOURCES, Clock, Walk

DISPOSAL, NOTICE, SURVEY = PaperKind.DISPOSAL, PaperKind.SUPERVISION_NOTICE, PaperKind.SATISFACTION
NUMBER = "20220908102001"


@pytest.fixture
def walk(office: Office, clock: Clock) -> Walk:
    return Walk(office, clock, NUMBER)


def preview(
    office: Office, walk: Walk, kind: PaperKind = DISPOSAL, state: str = "转办", draft: Draft | None = None
) -> str:
    return pdf_text(office.papers.preview_pdf(walk.id, kind, state, draft))


def test_states_are_those_of_the_forms(office: Office) -> None:
    assert [office.papers.states(kind) for kind in (DISPOSAL, NOTICE, SURVEY)] == [
        ("转办", "办结"),
        ("派发", "反馈"),
        ("待填", "已填"),
    ]


def test_sheet_of_a_dispatched_ticket_goes_out_with_its_head_filled(office: Office, walk: Walk) -> None:
    text = preview(office, walk.to_unit())
    for part in ("新海村单位现将", "来电人赵文静", "联系电话13800010001", NUMBER, "3个工作日（依据办理规范（二））"):
        assert part in text
    assert "新热转〔2022〕1号" in text


def test_finished_sheet_carries_result_and_ticks(office: Office, walk: Walk) -> None:
    text = preview(office, walk.to_review(), state="办结")
    assert "□√是" in text
    assert "□√实际解决" in text


def test_sheet_of_finished_work_keeps_its_own_days_and_that_of_open_work_follows_the_setting(
    office: Office, walk: Walk, clock: Clock
) -> None:
    def days(ticket: Walk, state: str) -> str:
        return preview(office, ticket, state=state).partition("办理回复期限：")[2].partition("依据")[0]

    walk.to_review()
    clock.now = datetime(2022, 9, 26, 9, 0)
    still_open = Walk(office, clock, "20220926100009").to_unit()
    urgent = Walk(office, clock, "20220926100010").do("first_contact").do("dispatch", unit="新海村", level="紧急")
    changed = Walk(office, clock, "20220926100011").to_unit()
    clock.now = datetime(2022, 9, 27, 9, 0)
    changed.do("change_level", level="疑难", from_change="是", why="须协调多方")
    office.settings.change(office.settings.get().changed({"ordinary_days": 5}), CLERK)
    told = [days(walk, "办结"), days(still_open, "转办"), days(urgent, "转办"), days(changed, "转办")]
    assert ["".join(each.split()) for each in told] == [f"{count}个工作日（" for count in (3, 5, 1, 10)]


def test_draft_shows_what_is_being_typed(office: Office, walk: Walk) -> None:
    draft = Draft("dispatch", {"unit": "城管中队", "level": "紧急"})
    text = preview(office, walk, draft=draft)
    assert "转交承办单位城管中队" in text
    assert "工单级别紧急" in text
    assert "城管中队" not in preview(office, walk)


def test_draft_that_is_not_valid_yet_shows_what_is(office: Office, walk: Walk) -> None:
    draft = Draft("amend", {"address": "北沿公路2188弄", "called_at": "昨天下午"})
    text = preview(office, walk, draft=draft)
    assert "诉求地址北沿公路2188弄" in text
    assert "来电日期2022年9月8日" in text


@pytest.mark.parametrize("values", [{}, {"unit": ""}, {"handed_on": "乱写"}, {"nothing": "1"}])
def test_empty_or_senseless_draft_still_gives_a_page(office: Office, walk: Walk, values: dict[str, object]) -> None:
    for step in ("dispatch", "result", "answer", "satisfaction", "redo", "amend", "no_such_step"):
        assert NUMBER in preview(office, walk, draft=Draft(step, values))


def test_result_draft_ticks_boxes_before_the_step_is_taken(office: Office, walk: Walk) -> None:
    walk.to_unit().do("accept")
    draft = Draft("result", {"handling": "已停工整改", "resolution": "参考备案"})
    text = preview(office, walk, state="办结", draft=draft)
    assert "已停工整改" in text
    assert "□√参考备案" in text


def test_blank_form_has_no_word_of_the_ticket(office: Office, walk: Walk) -> None:
    walk.to_review()
    for kind in (DISPOSAL, NOTICE, SURVEY):
        text = pdf_text(office.papers.preview_pdf(walk.id, kind, office.papers.states(kind)[0], blank=True))
        assert NUMBER not in text
        assert "赵文静" not in text


def test_confidential_caller_stands_on_no_paper(office: Office, clock: Clock, tmp_path: Path) -> None:
    walk = Walk(office, clock, NUMBER, confidential=True, content="赵文静（13800010001）反映夜间施工扰民").to_review()
    for kind in (DISPOSAL, SURVEY):
        out = tmp_path / f"{kind}.docx"
        for state in office.papers.states(kind):
            office.papers.render_docx([walk.id], kind, state, out)
            for text in (docx_text(out.read_bytes()), preview(office, walk, kind, state)):
                assert "赵文静" not in text
                assert "13800010001" not in text
    assert "来电人（保密）" in preview(office, walk)


def test_notice_of_a_ticket_without_a_case_leaves_blanks(office: Office, walk: Walk) -> None:
    text = preview(office, walk.to_unit(), NOTICE, "派发")
    assert f"督办编号：工单编号：{NUMBER}承办单位：新海村诉求情况：新海路夜间施工扰民" in text
    assert "督办原因：督办方式：督办时限：" in text


def test_town_of_the_settings_stands_on_the_form(office: Office, walk: Walk) -> None:
    settings = office.settings.get().changed({"town": "北湖镇"})
    office.settings.change(settings, CLERK)
    assert preview(office, walk, SURVEY, "测评").startswith("北湖镇“12345”")


def test_form_that_the_office_edits_is_used_from_the_next_page_on(clock: Clock, tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    shutil.copytree(FORMS, forms)
    office = Office(OfficeContext(SqliteDatabase.in_memory(), clock, tmp_path, forms, RESOURCES))
    walk = Walk(office, clock, NUMBER)
    assert "诉求地址" in preview(office, walk)
    path = forms / "disposal.toml"
    path.write_text(path.read_text("utf-8").replace('"诉求地址"', '"事发地点"'), "utf-8")
    os.utime(path, (1, 1))
    assert "事发地点新海路120弄" in preview(office, walk)


def test_wrong_definition_is_told_and_stands_in_the_way_of_its_own_paper_only(clock: Clock, tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    shutil.copytree(FORMS, forms)
    path = forms / "disposal.toml"
    path.write_text(path.read_text("utf-8").replace('"caller"', '"coller"'), "utf-8")
    office = Office(OfficeContext(SqliteDatabase.in_memory(), clock, tmp_path, forms, RESOURCES))
    walk = Walk(office, clock, NUMBER)
    with pytest.raises(HotlineError, match=r"disposal\.toml .*coller"):
        preview(office, walk)
    assert NUMBER in preview(office, walk, SURVEY, "测评")


def test_several_tickets_go_into_one_file_in_their_order(office: Office, clock: Clock, tmp_path: Path) -> None:
    walks = [Walk(office, clock, f"2022090810200{number}").to_unit() for number in (3, 1, 2)]
    ids = [walk.id for walk in walks]
    message: list[tuple[int, int]] = []
    pdf, word = tmp_path / "几件.pdf", tmp_path / "几件.docx"
    report = office.papers.render_pdf(
        ids, DISPOSAL, "转办", pdf, progress=lambda done, total: message.append((done, total))
    )
    office.papers.render_docx(ids, DISPOSAL, "转办", word)
    pages = read_pdf(pdf.read_bytes())
    assert report.pages == len(pages) == 3
    assert message[-1] == (3, 3)
    order = [next(text.text for text in page.texts if text.text.startswith("202209081020")) for page in pages]
    assert order == ["20220908102003", "20220908102001", "20220908102002"]
    assert len(docx.Document(str(word)).tables) == 3


def test_blank_form_needs_no_ticket(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "空白.pdf"
    assert office.papers.render_pdf([], SURVEY, "测评", out, blank=True).pages == 1
    assert "工单概况满意不满意备注：" in pdf_text(out.read_bytes())


def test_cancelled_work_leaves_no_file(office: Office, walk: Walk, tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        office.papers.render_pdf([walk.id], DISPOSAL, "转办", tmp_path / "x.pdf", progress=stop)
    assert list(tmp_path.glob("*x*")) == []


def test_file_that_cannot_be_written_is_told_with_what_to_do(office: Office, walk: Walk, tmp_path: Path) -> None:
    with pytest.raises(HotlineError, match=r"没有写成.*原来的文件没有变动"):
        office.papers.render_pdf([walk.id], DISPOSAL, "转办", tmp_path / "没有" / "x.pdf")


def test_unknown_ticket_and_empty_choice_are_told(office: Office, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        office.papers.preview_pdf(99, DISPOSAL, "转办")
    with pytest.raises(NotFound, match="没有选中工单"):
        office.papers.render_pdf([], DISPOSAL, "转办", tmp_path / "x.pdf")


def test_file_name_has_kind_state_and_number_and_nothing_personal(office: Office, clock: Clock) -> None:
    walk = Walk(office, clock, "A-7")
    assert office.papers.file_name(walk.id, DISPOSAL, "转办", ".pdf") == "处置单_转办_A-7.pdf"


def test_printed_sheet_is_awaited_until_its_signed_original_is_back(office: Office, walk: Walk, clock: Clock) -> None:
    walk.to_review()
    changes = office.papers.remember_printed([walk.id], DISPOSAL, "办结", CLERK)
    assert changes.papers
    assert changes.tickets == {walk.id}
    (paper,) = office.papers.awaited()
    assert (paper.ticket_number, paper.kind, paper.state) == (NUMBER, "处置单", "办结")
    assert (paper.unit, paper.printed_by, paper.printed_at) == ("新海村", CLERK, clock.now)
    office.papers.returned(paper.id, clock.now.date(), CLERK)
    assert office.papers.awaited() == ()
    assert office.tickets.detail(walk.id).ticket.sheet_back_on == clock.now.date()
    assert office.papers.of_ticket(walk.id)[0].returned_on == clock.now.date()


def test_of_several_prints_of_one_paper_the_last_is_awaited(office: Office, walk: Walk, clock: Clock) -> None:
    walk.to_review()
    office.papers.remember_printed([walk.id], DISPOSAL, "转办", CLERK)
    clock.pass_minutes(60)
    office.papers.remember_printed([walk.id], DISPOSAL, "办结", CLERK)
    assert [paper.state for paper in office.papers.awaited()] == ["办结"]
    assert len(office.papers.of_ticket(walk.id)) == 2


def test_a_sheet_says_finished_only_with_the_units_result_on_it(office: Office, walk: Walk) -> None:
    walk.to_unit()
    with pytest.raises(PaperRefused, match="还没有承办单位的办结反馈，不能印成“办结”；可以印“转办”"):
        office.papers.remember_printed([walk.id], DISPOSAL, "办结", CLERK)
    assert office.papers.awaited() == () and office.papers.missing(walk.id, DISPOSAL, "转办") == ()


def test_nobody_fills_in_a_request_of_a_ticket_that_is_closed(office: Office, walk: Walk) -> None:
    walk.to_review()
    assert office.papers.missing(walk.id, PaperKind.EXTENSION, "待填") == ()
    walk.do("review", answered="是", handled="是", verdict="通过")
    grades = dict.fromkeys(("efficiency", "attitude", "outcome", "overall"), "满意")
    walk.do("callback", **grades, matches="是", verdict="通过").do("close")
    for kind in (PaperKind.RETURN, PaperKind.EXTENSION, PaperKind.UNFOUNDED):
        with pytest.raises(PaperRefused, match="工单已经结案，不能再提出"):
            office.papers.remember_printed([walk.id], kind, "待填", CLERK)
    assert office.papers.awaited() == ()


def test_sheet_cannot_come_back_before_the_unit_has_reported(office: Office, walk: Walk, clock: Clock) -> None:
    office.papers.remember_printed([walk.to_unit().id], DISPOSAL, "转办", CLERK)
    (paper,) = office.papers.awaited()
    with pytest.raises(StepRefused):
        office.papers.returned(paper.id, clock.now.date(), CLERK)
    assert len(office.papers.awaited()) == 1


def test_return_before_the_print_is_refused(office: Office, walk: Walk) -> None:
    office.papers.remember_printed([walk.to_unit().id], SURVEY, "待填", CLERK)
    (paper,) = office.papers.awaited()
    with pytest.raises(HotlineError, match="早于打印日期"):
        office.papers.returned(paper.id, date(2022, 9, 1), CLERK)


def test_scan_of_the_signed_paper_is_kept_with_the_ticket(
    office: Office, walk: Walk, clock: Clock, tmp_path: Path
) -> None:
    settings = office.settings.get().changed({"scan_required": True})
    office.settings.change(settings, CLERK)
    office.papers.remember_printed([walk.to_review().id], SURVEY, "测评", CLERK)
    (paper,) = office.papers.awaited()
    with pytest.raises(HotlineError, match="扫描件或照片"):
        office.papers.returned(paper.id, clock.now.date(), CLERK)
    scan = tmp_path / "扫描.jpg"
    scan.write_bytes(b"\xff\xd8\xff")
    office.papers.returned(paper.id, clock.now.date(), CLERK, scan)
    assert [file.kind for file in office.tickets.detail(walk.id).attachments] == ["签字测评表"]
    assert office.papers.awaited() == ()


def test_spoilt_print_is_not_waited_for(office: Office, walk: Walk) -> None:
    office.papers.remember_printed([walk.id], DISPOSAL, "转办", CLERK)
    (paper,) = office.papers.awaited()
    office.papers.give_up(paper.id, "沈强")
    assert office.papers.awaited() == ()
    newest = office.settings.history()[0]
    assert (newest.step, newest.by) == ("不再等签字件", "沈强")
    assert newest.after["表格"] == "处置单（转办）" and newest.after["打印"].endswith(f" {CLERK}")
    with pytest.raises(NotFound):
        office.papers.give_up(99, "沈强")


def test_who_took_a_signed_paper_back_stands_in_the_history(office: Office, walk: Walk, clock: Clock) -> None:
    office.papers.remember_printed([walk.to_review().id], SURVEY, "测评", CLERK)
    (paper,) = office.papers.awaited()
    office.papers.returned(paper.id, clock.now.date(), "沈强")
    newest = office.settings.history()[0]
    assert (newest.step, newest.by, newest.after["交回"]) == ("签字件交回", "沈强", "2022-09-08")


def test_written_document_is_refused_while_its_contents_are_missing(
    office: Office, walk: Walk, clock: Clock, tmp_path: Path
) -> None:
    walk.to_unit().do("accept")
    out = tmp_path / "延期申请.pdf"
    with pytest.raises(PaperRefused, match=r"还没有延期申请（规范一（四））") as refused:
        office.papers.render_pdf([walk.id], PaperKind.EXTENSION, "审批中", out)
    assert [blocker.clause.ref for blocker in refused.value.blockers] == ["规范一（四）"]
    assert office.papers.missing(walk.id, PaperKind.EXTENSION) == refused.value.blockers
    assert not out.exists()
    assert office.papers.render_pdf([walk.id], PaperKind.EXTENSION, "审批中", out, blank=True).pages == 1
    walk.do("extension_request", days=3, reason="须委托测绘", basis="《城乡规划法》第六十八条", leader="李伟")
    office.papers.render_pdf([walk.id], PaperKind.EXTENSION, "审批中", out)
    text = pdf_text(out.read_bytes())
    assert "延期天数3个工作日" in text
    assert "李伟" not in text


def test_written_document_is_drawn_while_its_step_is_typed(office: Office, walk: Walk) -> None:
    walk.to_unit().do("accept")
    typed = {"asked_at": "2022-09-08 09:40", "detail": "不在本村界内", "suggested_unit": "城管中队"}
    draft = Draft("return_request", typed)
    text = preview(office, walk, PaperKind.RETURN, "审批中", draft)
    assert "退单理由不在本村界内" in text
    assert "建议承办单位城管中队" in text
    assert "申请时间2022年9月8日9:40" in text, "the time that is typed, also while other fields are empty"


def test_signed_statement_comes_back_without_a_step_of_the_ticket(office: Office, walk: Walk, clock: Clock) -> None:
    walk.to_unit().do("accept")
    walk.do("extension_request", days=3, reason="须委托测绘", basis="《城乡规划法》第六十八条", leader="李伟")
    office.papers.remember_printed([walk.id], PaperKind.EXTENSION, "审批中", CLERK)
    office.papers.remember_printed([walk.id], DISPOSAL, "转办", CLERK)
    assert [paper.kind for paper in office.papers.awaited()] == ["延期申请", "处置单"]
    steps = len(office.tickets.detail(walk.id).history)
    office.papers.returned(office.papers.awaited()[0].id, clock.now.date(), CLERK)
    assert [paper.kind for paper in office.papers.awaited()] == ["处置单"]
    assert len(office.tickets.detail(walk.id).history) == steps


def test_paper_of_a_case_is_refused_where_the_ticket_has_none(office: Office, walk: Walk, tmp_path: Path) -> None:
    with pytest.raises(PaperRefused, match="还没有列入督办"):
        office.papers.render_docx([walk.id], PaperKind.CLOSING_REPORT, "报告", tmp_path / "x.docx")


def test_paper_that_is_of_no_ticket_says_which_are(office: Office, walk: Walk) -> None:
    with pytest.raises(NotFound, match="不是按工单打印的"):
        office.papers.preview_pdf(walk.id, PaperKind.QUARTER, "通报")


def test_scan_of_a_cases_signed_paper_is_kept_with_the_case(
    office: Office, walk: Walk, clock: Clock, tmp_path: Path
) -> None:
    walk.to_unit()
    given = {**ABOVE, "tickets": NUMBER, "method": "书面督办", "direct_reason": "媒体曝光", "source_on": "2022-09-08"}
    case_id = office.supervision.start("open_case", given, CLERK).id
    office.papers.remember_printed([walk.id], PaperKind.SUPERVISION_NOTICE, "派发", CLERK)
    (paper,) = office.papers.awaited()
    scan = tmp_path / "扫描.pdf"
    scan.write_bytes(b"%PDF-1.7")
    office.papers.returned(paper.id, clock.now.date(), CLERK, scan)
    assert [file.kind for file in office.supervision.detail(case_id).attachments] == ["督办通知单"]
    assert office.tickets.detail(walk.id).attachments == ()


def test_the_answer_to_a_notice_is_printed_once_there_is_one(office: Office, walk: Walk, clock: Clock) -> None:
    walk.to_unit()
    given = {**ABOVE, "tickets": NUMBER, "method": "书面督办", "direct_reason": "媒体曝光", "source_on": "2022-09-08"}
    case_id = office.supervision.start("open_case", given, CLERK).id
    for step in ("issue", "deliver"):
        clock.pass_minutes(10)
        office.supervision.do(case_id, step, COMPLETE[step], CLERK)
    (missing,) = office.papers.missing(walk.id, NOTICE, "反馈")
    assert "还没有承办单位的反馈，不能印成“反馈”；可以印“派发”" in missing.message
    assert office.papers.missing(walk.id, NOTICE, "派发") == ()
    clock.pass_minutes(10)
    office.supervision.do(case_id, "report", {**COMPLETE["report"], "signed_on": "2022-09-08"}, CLERK)
    assert office.papers.missing(walk.id, NOTICE, "反馈") == ()


def test_survey_to_fill_goes_out_with_the_ticket_and_the_filled_one_after_the_answer(
    office: Office, walk: Walk, tmp_path: Path
) -> None:
    assert office.papers.missing(walk.id, SURVEY, "待填")
    walk.to_unit()
    assert office.papers.missing(walk.id, SURVEY, "待填") == ()
    (blocker,) = office.papers.missing(walk.id, SURVEY, "已填")
    assert "还没有答复诉求人" in blocker.message
    office.papers.render_pdf([walk.id], SURVEY, "待填", tmp_path / "待填.pdf")
    assert "√" not in pdf_text((tmp_path / "待填.pdf").read_bytes())
    office.papers.remember_printed([walk.id], SURVEY, "待填", CLERK)
    assert [paper.state for paper in office.papers.awaited()] == ["待填"]


def test_what_is_refused_is_never_awaited(office: Office, walk: Walk) -> None:
    for kind, state in ((NOTICE, "派发"), (SURVEY, "已填"), (PaperKind.RETURN, "审批中")):
        with pytest.raises(PaperRefused):
            office.papers.remember_printed([walk.id], kind, state, CLERK)
    assert office.papers.awaited() == ()


def test_state_may_still_be_called_as_in_earlier_forms(office: Office, walk: Walk) -> None:
    assert office.papers.state(SURVEY, "测评") == "已填"
    assert office.papers.state(SURVEY) == "待填"
    assert "√" in preview(office, walk.to_review(), SURVEY, "测评")


ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "延期申请": (
        "extension",
        {"days": 3, "reason": "须委托测绘", "basis": "《城乡规划法》第六十八条", "leader": "李伟"},
    ),
    "退单申请": (
        "return",
        {
            "reason": "非本单位职能",
            "detail": "不归我们管",
            "duty": "镇三定方案",
            "leader": "李伟",
            "suggested_unit": "城管中队",
        },
    ),
}


@pytest.mark.parametrize("kind", ASKED)
@pytest.mark.parametrize(("answer", "said"), [("同意", "已批准"), ("不同意", "不予批准")])
def test_request_prints_as_it_stands(office: Office, walk: Walk, kind: str, answer: str, said: str) -> None:
    paper, (step, values) = PaperKind(kind), ASKED[kind]
    assert "还没有派单" in office.papers.missing(walk.id, paper, "待填")[0].message
    walk.to_unit().do("accept", handler="沈强")
    assert office.papers.usual_state(walk.id, paper) == "待填"
    assert not office.papers.missing(walk.id, paper, "待填")
    empty = preview(office, walk, paper, "待填")
    assert office.tickets.summary(walk.id).number in empty and str(values["reason"]) not in empty
    walk.do(f"{step}_request", **values)
    assert office.papers.usual_state(walk.id, paper) == "审批中"
    assert not office.papers.missing(walk.id, paper, "审批中")
    assert [blocker.message for blocker in office.papers.missing(walk.id, paper, said)] == [
        f"这份申请还没有审批，不能印成“{said}”，可以印“审批中”"
    ]
    walk.do(f"{step}_decision", decision=answer, refusal="属你村职责", reviewer="王芳")
    assert office.papers.usual_state(walk.id, paper) == said
    assert answer in preview(office, walk, paper, said)
    assert answer not in preview(office, walk, paper, "审批中").replace("承办单位意见", "")
    other = {"已批准": "不予批准", "不予批准": "已批准"}[said]
    (refused,) = office.papers.missing(walk.id, paper, other)
    assert f"可以印“{said}”" in refused.message
    with pytest.raises(PaperRefused, match=f"可以印“{said}”"):
        office.papers.remember_printed([walk.id], paper, other, CLERK)
    assert office.papers.awaited() == ()


def test_request_that_is_being_answered_turns_to_the_state_of_the_answer(office: Office, walk: Walk) -> None:
    walk.to_unit().do("accept", handler="沈强")
    walk.do("extension_request", days=3, reason="须委托测绘", basis="《城乡规划法》第六十八条", leader="李伟")
    draft = Draft("extension_decision", {"decision": "不同意", "refusal": "依据不足"})
    assert office.papers.usual_state(walk.id, PaperKind.EXTENSION, draft=draft) == "不予批准"
    begun = Draft("extension_decision", {"note": "先问过单位"})
    assert office.papers.usual_state(walk.id, PaperKind.EXTENSION, draft=begun) == "审批中", "nothing is decided yet"
    assert "依据不足" in preview(office, walk, PaperKind.EXTENSION, "不予批准", draft)


def test_several_requests_print_each_as_it_stands(office: Office, clock: Clock, tmp_path: Path) -> None:
    step, values = ASKED["延期申请"]
    walks = [Walk(office, clock, f"2022090810200{n}").to_unit().do("accept", handler="沈强") for n in (1, 2, 3)]
    for number, walk in enumerate(walks):
        walk.do(f"{step}_request", **values)
        if number:
            answer = ("同意", "不同意")[number - 1]
            walk.do(f"{step}_decision", decision=answer, refusal="依据不足", reviewer="王芳")
    ids, out = [walk.id for walk in walks], tmp_path / "申请.pdf"
    report = office.papers.render_pdf(ids, PaperKind.EXTENSION, "", out)
    pages = ["".join(text.text for text in page.texts) for page in read_pdf(out.read_bytes())]
    assert report.starts == (0, 1, 2)
    assert ["延至" in page and "依据不足" not in page for page in pages] == [True, True, False]
    assert "不同意" in pages[2] and "依据不足" in pages[2]
    assert ["同意" in page for page in pages] == [False, True, True]
    office.papers.remember_printed(ids, PaperKind.EXTENSION, "", CLERK)
    assert [paper.state for each in ids for paper in office.papers.of_ticket(each)] == ["审批中", "已批准", "不予批准"]
    with pytest.raises(PaperRefused, match="可以印“审批中”"):
        office.papers.render_pdf(ids, PaperKind.EXTENSION, "已批准", out)


def test_an_order_is_refused_with_every_paper_that_may_not_go_out(office: Office, clock: Clock, tmp_path: Path) -> None:
    walks = [Walk(office, clock, f"2022090810200{n}").to_unit().do("accept", handler="沈强") for n in (1, 2, 3)]
    walks[1].do("extension_request", **ASKED["延期申请"][1])
    ids, out = [walk.id for walk in walks], tmp_path / "申请.pdf"
    for order in (
        lambda: office.papers.render_pdf(ids, PaperKind.EXTENSION, "审批中", out),
        lambda: office.papers.remember_printed(ids, PaperKind.EXTENSION, "审批中", CLERK),
    ):
        with pytest.raises(PaperRefused) as refused:
            order()
        assert "工单 20220908102001 还不能打印延期申请" in str(refused.value)
        assert "另有 1 件也不能（20220908102003），去掉这些再打印其余的" in str(refused.value)
    assert not out.exists() and office.papers.awaited() == ()
