"""The notice of supervision and the survey come back as Word files: read by what was typed, asked, taken as steps."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import pytest

from hotline_desktop.domain.terms.errors import HotlineError, StepRefused
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.services.office import Office
from tests.documents.office import needs_office, paragraphs
from tests.domain.case_walk import ABOVE, COMPLETE
from tests.services.desk import CLERK, Clock, Walk
from tests.services.returned.word_edits import (
    Edit,
    edit,
    fill,
    lose_controls,
    split_runs,
    through_office,
    track_changes,
)

NUMBER = "20220908102001"
REPLY = (
    "事实确认：属实；诉求确认：符合政策法规；解决结果：解决；答复方式：电话；满意度评价：满意。\n"
    "答复市民要点：查明的事实和证据：夜间22时后仍在浇筑，有照片。处理意见、依据：已责令停工，依据噪声污染防治法。"
)
FOUR_PARTS = {
    key: COMPLETE["report"][key] for key in ("report_problem", "report_facts", "report_opinion", "report_answer")
}
ADDED = {**FOUR_PARTS, "changed": "否", "signed_by": "李伟"}


@pytest.fixture
def walk(office: Office, clock: Clock) -> Walk:
    return Walk(office, clock, NUMBER).to_unit().do("accept")


@pytest.fixture
def case_id(office: Office, clock: Clock, walk: Walk) -> int:
    given = {**ABOVE, "tickets": NUMBER, "method": "书面督办", "direct_reason": "媒体曝光"}
    made = office.supervision.start("open_case", given, CLERK).id
    for step in ("issue", "deliver"):
        clock.now += timedelta(minutes=10)
        office.supervision.do(made, step, COMPLETE[step], CLERK)
    return made


def render(office: Office, ticket: int, kind: PaperKind, state: str, tmp_path: Path) -> Path:
    out = tmp_path / f"{kind}.docx"
    office.papers.render_docx([ticket], kind, state, out)
    return out


def answered(path: Path, reply: str) -> Path:
    """The notice after the unit typed its answer and its handler."""
    return fill(path, {"reply": reply, "handler": "沈强"})


def rated(path: Path, *columns: str, remark: str = "", dated: str = "2022年9月9日") -> Path:
    """The survey after a tick was typed under the heads ``columns``."""
    document = docx.Document(str(path))
    rows = document.tables[0].rows
    heads = [cell.text for cell in rows[0].cells]
    for column in columns:
        rows[1].cells[heads.index(column)].paragraphs[0].add_run("√")
    if remark:
        next(one for one in paragraphs(document) if one.text.startswith("备注：")).add_run(remark)
    document.save(str(path))
    return fill(path, {"caller": "王芳", "rated_on": dated})


def test_the_answer_to_a_notice_is_read_point_by_point(
    office: Office, walk: Walk, case_id: int, tmp_path: Path
) -> None:
    path = answered(render(office, walk.id, PaperKind.SUPERVISION_NOTICE, "派发", tmp_path), REPLY)
    seen = office.word_returns.look(path)
    assert (seen.kind, seen.case_id, seen.ticket_id) == (PaperKind.SUPERVISION_NOTICE, case_id, 0)
    assert {one.label: (one.old, one.new) for one in seen.compared} == {
        "事实确认": ("", "属实"),
        "诉求确认": ("", "符合政策法规"),
        "解决结果": ("", "解决"),
        "答复方式": ("", "电话"),
        "满意度评价": ("", "满意"),
        "答复市民要点：查明的事实和证据": ("", "夜间22时后仍在浇筑，有照片"),
        "答复市民要点：处理意见、依据": ("", "已责令停工，依据噪声污染防治法"),
        "承办单位经办人": ("", "沈强"),
    }


def test_the_answer_is_taken_through_the_gates_of_the_case(
    office: Office, clock: Clock, walk: Walk, case_id: int, tmp_path: Path
) -> None:
    path = answered(render(office, walk.id, PaperKind.SUPERVISION_NOTICE, "派发", tmp_path), REPLY)
    clock.pass_minutes(600)
    seen = office.word_returns.look(path)
    with pytest.raises(HotlineError, match="要补“签名日期”"):
        office.word_returns.take(seen, {}, CLERK)
    with pytest.raises(StepRefused, match="办结报告一、市民反映的问题"):
        office.word_returns.take(seen, {"signed_on": clock.now.date()}, CLERK)
    office.word_returns.take(seen, {**ADDED, "signed_on": clock.now.date()}, CLERK)
    case = office.supervision.detail(case_id)
    report = case.case.last_report
    assert report is not None and report.get("points_facts") == "夜间22时后仍在浇筑，有照片"
    assert "单位回填" not in str([file.name for file in case.attachments]) and len(case.attachments) == 1


def test_an_answer_in_free_words_is_shown_and_fills_nothing(
    office: Office, walk: Walk, case_id: int, tmp_path: Path
) -> None:
    path = answered(render(office, walk.id, PaperKind.SUPERVISION_NOTICE, "派发", tmp_path), "已停工，市民满意。")
    seen = office.word_returns.look(path)
    assert seen.text == "已停工，市民满意。"
    assert set(seen.values) == {"handler"}


def test_a_notice_retyped_without_marks_is_found_by_its_own_number(
    office: Office, walk: Walk, case_id: int, tmp_path: Path
) -> None:
    number = office.supervision.detail(case_id).case.number
    document = docx.Document()
    for text in (
        "“12345”市民服务热线督办通知单",
        f"督办编号：{number}",
        "办理答复：（可另附页）",
        "事实确认：不属实。",
    ):
        document.add_paragraph(text)
    document.save(str(tmp_path / "x.docx"))
    seen = office.word_returns.look(tmp_path / "x.docx")
    assert (seen.case_id, dict(seen.values)) == (case_id, {"fact": "不属实"})


@pytest.mark.parametrize(
    ("columns", "remark", "grade"),
    [(("满意",), "", "满意"), (("满意",), "市民评价：基本满意。", "基本满意"), (("不满意",), "", "不满意")],
)
def test_a_survey_gives_the_grade_that_was_ticked(
    office: Office, walk: Walk, tmp_path: Path, columns: tuple[str, ...], remark: str, grade: str
) -> None:
    path = rated(render(office, walk.id, PaperKind.SATISFACTION, "待填", tmp_path), *columns, remark=remark)
    seen = office.word_returns.look(path)
    expected: dict[str, Any] = {"grade": grade, "surveyor": "王芳", **({"note": remark} if remark else {})}
    assert dict(seen.values) == expected
    assert (seen.kind, seen.ticket_id, seen.dated) == (PaperKind.SATISFACTION, walk.id, "2022年9月9日")


def test_a_survey_is_recorded_with_its_day_and_kept(office: Office, clock: Clock, walk: Walk, tmp_path: Path) -> None:
    walk.do("answer", way="电话", result="已联系", recording="R1", content="已答复")
    path = rated(render(office, walk.id, PaperKind.SATISFACTION, "待填", tmp_path), "满意")
    clock.now += timedelta(days=2)
    done = office.intake.take_in([path], clock.now.date(), CLERK)
    assert [(one.kind, one.number) for one in done.filed] == [("测评表（Word）", NUMBER)]
    survey = office.tickets.detail(walk.id).ticket.round.satisfaction
    assert survey is not None and str(survey.get("surveyed_on")) == "2022-09-09"


def test_a_survey_with_two_ticks_or_none_is_asked_about(office: Office, walk: Walk, tmp_path: Path) -> None:
    twice = rated(render(office, walk.id, PaperKind.SATISFACTION, "待填", tmp_path), "满意", "不满意")
    seen = office.word_returns.look(twice)
    assert seen.unclear == ("满意、不满意",) and "grade" not in seen.values
    with pytest.raises(HotlineError, match="勾了不止一项"):
        office.word_returns.take(seen, {}, CLERK)
    none = rated(render(office, walk.id, PaperKind.SATISFACTION, "待填", tmp_path), dated="九月")
    with pytest.raises(HotlineError, match="要补“测评日期”（纸上写的是“九月”，读不出是哪一天）"):
        office.word_returns.take(office.word_returns.look(none), {}, CLERK)


@pytest.mark.parametrize("change", [lose_controls, split_runs, track_changes])
def test_an_answer_is_read_whatever_was_done_to_its_file(
    office: Office, walk: Walk, case_id: int, tmp_path: Path, change: Edit
) -> None:
    path = answered(render(office, walk.id, PaperKind.SUPERVISION_NOTICE, "派发", tmp_path), REPLY)
    before = office.word_returns.look(path)
    after = office.word_returns.look(edit(path, change))
    assert (after.case_id, dict(after.values)) == (case_id, dict(before.values))


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("saved", ["docx", "doc"])
def test_notice_and_survey_survive_another_office_program(
    office: Office, walk: Walk, case_id: int, tmp_path: Path, saved: str
) -> None:
    notice = answered(render(office, walk.id, PaperKind.SUPERVISION_NOTICE, "派发", tmp_path), REPLY)
    survey = rated(render(office, walk.id, PaperKind.SATISFACTION, "待填", tmp_path), "满意", remark="还算及时。")
    for path in (notice, survey):
        before = office.word_returns.look(path)
        after = office.word_returns.look(through_office(path, saved, tmp_path / path.stem))
        assert (after.kind, after.number, dict(after.values)) == (before.kind, before.number, dict(before.values))
        assert after.dated == before.dated
