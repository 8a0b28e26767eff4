"""A unit's requests and statements come back as Word files, filled into blank forms, whatever was done to the file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import docx
import pytest

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.services.office import Office
from tests.documents.office import needs_office
from tests.domain.case_walk import ABOVE, COMPLETE
from tests.services.desk import CLERK, Clock, Walk
from tests.services.returned.word_edits import (
    Edit,
    edit,
    fill,
    lose_controls,
    lose_marks,
    lose_tables,
    split_runs,
    through_office,
    track_changes,
)
from tests.unit_register import know_named

NUMBER = "20220908102001"
SIGNED = {"handler": "沈强", "leader": "李伟"}
FILLED: Mapping[PaperKind, Mapping[str, str]] = {
    PaperKind.RETURN: {
        "number": NUMBER,
        "asked_at": "2022年9月8日10:40",
        "reason": "非本单位辖区",
        "detail": "经现场核实，施工地点在新村乡界内。\n已向诉求人说明。",
        "duty": "新海镇与新村乡行政区域界线图",
        "suggested_unit": "供电所",
        **SIGNED,
        "approved_on": "2022年9月8日",
    },
    PaperKind.EXTENSION: {
        "number": NUMBER,
        "asked_at": "2022年9月8日10:40",
        "reason": "须委托噪声检测。",
        "basis": "《噪声污染防治法》第八十六条",
        **SIGNED,
        "agreed_on": "2022年9月8日",
    },
    PaperKind.UNFOUNDED: {
        "complaint": "夜间施工扰民。",
        "checked_how": "9月8日当晚两次到现场，调取监控。",
        "evidence": "当晚无施工，监控录像一份。",
        "conclusion": "反映情况不属实。",
        "answer": "已当面说明，诉求人表示理解。",
        "leader": "李伟",
        "signed_on": "2022年9月8日",
    },
}
FILLED = {
    **FILLED,
    PaperKind.UNSATISFIED: {
        "process": "9月9日责令停工。",
        "why": "停工后仍有零星噪声。",
        "next_steps": "安排夜间巡查。",
        "leader": "李伟",
        "signed_on": "2022年9月8日",
    },
}
LETTERS = (PaperKind.UNFOUNDED, PaperKind.UNSATISFIED)
EDITS: tuple[Edit, ...] = (lose_controls, lose_marks, split_runs, track_changes, lose_tables)


@pytest.fixture
def walk(office: Office, clock: Clock) -> Walk:
    know_named(office, {"suggested_unit": "供电所"})
    return Walk(office, clock, NUMBER).to_unit().do("accept")


def blank(office: Office, kind: PaperKind, tmp_path: Path) -> Path:
    out = tmp_path / f"{kind}.docx"
    office.papers.render_docx([], kind, "", out, blank=True)
    return out


def returned(office: Office, kind: PaperKind, tmp_path: Path) -> Path:
    """The blank form as the unit filled it in; in a letter the number stands in its first sentence."""
    path = fill(blank(office, kind, tmp_path), FILLED[kind])
    document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        if "＿＿＿＿＿＿" in paragraph.text:
            paragraph.runs[0].text = paragraph.text.replace("＿＿＿＿＿＿", NUMBER)
    if kind is PaperKind.EXTENSION:
        cell = next(cell for row in document.tables[0].rows for cell in row.cells if "个工作日" in cell.text)
        cell.paragraphs[0].insert_paragraph_before("五个工作日")
    document.save(str(path))
    return path


def expected(kind: PaperKind) -> dict[str, str]:
    """What the step takes from the file; when it was asked for is told apart."""
    values = {key: text for key, text in FILLED[kind].items() if key not in ("number", "asked_at")}
    return {**values, **({"days": "5"} if kind is PaperKind.EXTENSION else {})}


@pytest.mark.parametrize("kind", list(FILLED))
@pytest.mark.parametrize("change", [None, *EDITS])
def test_what_the_unit_filled_in_is_read_whatever_was_done_to_the_file(
    office: Office, walk: Walk, tmp_path: Path, kind: PaperKind, change: Edit | None
) -> None:
    path = returned(office, kind, tmp_path)
    if change is not None:
        edit(path, change)
    seen = office.word_returns.look(path)
    assert (seen.kind, seen.number, dict(seen.values)) == (kind, NUMBER, expected(kind))
    assert seen.dated == FILLED[kind].get("asked_at", "")


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("saved", ["docx", "doc"])
def test_requests_survive_another_office_program(office: Office, walk: Walk, tmp_path: Path, saved: str) -> None:
    for kind in FILLED:
        path = through_office(returned(office, kind, tmp_path), saved, tmp_path / kind)
        seen = office.word_returns.look(path)
        assert (seen.kind, seen.number, dict(seen.values)) == (kind, NUMBER, expected(kind)), kind


def test_a_request_is_taken_through_the_gates_and_its_file_kept(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    path = returned(office, PaperKind.RETURN, tmp_path)
    clock.pass_minutes(20)
    done = office.intake.take_in([path], clock.now.date(), CLERK)
    assert not done.tray
    assert [(one.kind, one.number) for one in done.filed] == [("退单申请（Word）", NUMBER)]
    detail = office.tickets.detail(walk.id)
    (request,) = detail.ticket.round.returns
    assert (request.asked.get("leader"), str(request.asked.get("asked_at"))) == ("李伟", "2022-09-08 10:40:00")
    assert [file.kind for file in detail.attachments] == ["单位回填的Word"]
    again = office.intake.take_in([path], clock.now.date(), CLERK)
    assert not again.filed and "已有一份退单申请" in again.tray[0].reason


def test_what_only_the_centre_knows_of_a_statement_is_asked_for(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    seen = office.word_returns.look(returned(office, PaperKind.UNFOUNDED, tmp_path))
    with pytest.raises(HotlineError, match="要补“交镇城运中心日期”"):
        office.word_returns.take(seen, {}, CLERK)
    clock.pass_minutes(60)
    office.word_returns.take(seen, {"submitted_on": clock.now.date()}, CLERK)
    assert office.tickets.detail(walk.id).ticket.round.unfounded


def test_a_day_of_signing_that_cannot_be_read_is_asked_for(office: Office, walk: Walk, tmp_path: Path) -> None:
    path = fill(returned(office, PaperKind.RETURN, tmp_path), {"approved_on": "九月中旬"})
    with pytest.raises(HotlineError, match="要补“领导批准日期”（纸上写的是“九月中旬”，读不出是哪一天）"):
        office.word_returns.take(office.word_returns.look(path), {}, CLERK)


def test_rows_that_were_added_below_a_label_belong_to_it(office: Office, walk: Walk, tmp_path: Path) -> None:
    path = edit(returned(office, PaperKind.RETURN, tmp_path), lose_marks)
    document = docx.Document(str(path))
    table = document.tables[0]
    place = next(n for n, row in enumerate(table.rows) if row.cells[0].text == "退单理由")
    added = table.add_row()
    added.cells[-1].text = "照片三张附后。"
    table.rows[place]._tr.addnext(added._tr)
    document.save(str(path))
    detail = office.word_returns.look(path).values["detail"]
    assert detail == f"{FILLED[PaperKind.RETURN]['detail']}\n照片三张附后。"


def test_an_extension_of_a_case_is_found_by_its_own_number(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    given = {**ABOVE, "tickets": NUMBER, "method": "书面督办", "direct_reason": "媒体曝光"}
    case_id = office.supervision.start("open_case", given, CLERK).id
    for step in ("issue", "deliver"):
        clock.now += timedelta(minutes=10)
        office.supervision.do(case_id, step, COMPLETE[step], CLERK)
    number = office.supervision.detail(case_id).case.number
    texts = {"case_number": number, "reason": "须等检测报告", "basis": "《噪声污染防治法》", "leader": "李伟"}
    path = fill(blank(office, PaperKind.CASE_EXTENSION, tmp_path), texts)
    seen = office.word_returns.look(edit(path, lose_marks))
    assert (seen.case_id, dict(seen.values)) == (
        case_id,
        {"reason": "须等检测报告", "basis": "《噪声污染防治法》", "leader": "李伟"},
    )
