"""Registers and ledgers: a line per request, ticket or supervised matter; masked unless asked for; as Excel and PDF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from hotline_desktop.domain.papers.register_sheets import CaseLine, LedgerLine, RegisterLine
from hotline_desktop.domain.papers.registers import Period, RegisterKind
from hotline_desktop.domain.terms.errors import Cancelled, HotlineError, StepRefused
from hotline_desktop.exchange.opening.reader import read_sheets
from hotline_desktop.exchange.sheets.cells import cell_text
from hotline_desktop.services.office import Office
from tests.documents.reading import pdf_text, read_pdf
from tests.domain.case_walk import ABOVE, COMPLETE
from tests.services.desk import CLERK, Clock, Walk
from tests.services.test_statements import counted

Start = Callable[..., Walk]
SEPTEMBER = Period(date(2022, 9, 1), date(2022, 9, 30))
OCTOBER = Period(date(2022, 10, 1), date(2022, 10, 31))
RETURN = {
    "reason": "非本单位职能",
    "detail": "路段属区管，来电人13800010001",
    "duty": "三定方案",
    "suggested_unit": "水务站",
    "leader": "周明",
}
EXTENSION = {"days": 5, "reason": "需专业检测", "basis": "条例第五条", "leader": "周明"}
STATEMENT = {
    "complaint": "夜间施工",
    "checked_how": "现场查看",
    "evidence": "没有施工",
    "conclusion": "反映的情况不属实",
    "answer": "已说明",
    "leader": "周明",
}


def requests(office: Office, kind: RegisterKind, period: Period = SEPTEMBER, full: bool = False) -> list[RegisterLine]:
    lines = office.registers.rows(kind, period, full)
    assert all(isinstance(line, RegisterLine) for line in lines)
    return list(lines)  # type: ignore[arg-type]


def table(path: Path) -> list[dict[str, str]]:
    header, *rows = read_sheets(path)[0].rows
    return [dict(zip(map(cell_text, header), map(cell_text, row), strict=False)) for row in rows]


def test_returns_are_numbered_in_order_with_what_the_centre_said(office: Office, walk: Start) -> None:
    walk("20220908100001").to_unit("城管中队").do("return_request", **RETURN).do(
        "return_decision", decision="同意", reviewer="李伟"
    )
    walk("20220908100002").to_unit("海星村").do("return_request", **RETURN).do(
        "return_decision", decision="不同意", reviewer="李伟", refusal="在本村范围内"
    )
    walk("20220908100003").to_unit("水务站").do("return_request", **{**RETURN, "suggested_unit": "绿化所"})
    lines = requests(office, RegisterKind.RETURN)
    assert [line.number for line in lines] == ["退单〔2022〕1号", "退单〔2022〕2号", "退单〔2022〕3号"]
    assert [(line.place, line.ticket, line.unit) for line in lines] == [
        ("1", "20220908100001", "城管中队"),
        ("2", "20220908100002", "海星村"),
        ("3", "20220908100003", "水务站"),
    ]
    assert [line.result for line in lines] == ["同意", "不同意", "待审核"]
    assert (lines[0].reviewer, lines[0].day, lines[0].decided_on) == ("李伟", "2022-09-08", "2022-09-08")
    assert lines[1].note == "建议转水务站；在本村范围内"
    assert lines[0].reason == "非本单位职能：路段属区管，来电人138****0001"


def test_granted_extension_tells_the_days_and_the_new_deadline(office: Office, walk: Start) -> None:
    walk().to_unit().do("accept").do("extension_request", **EXTENSION).do(
        "extension_decision", decision="同意", days=3, reviewer="李伟"
    )
    (line,) = requests(office, RegisterKind.EXTENSION)
    assert line.reason == "延期5个工作日：需专业检测"
    assert line.result == "同意3个工作日，至2022-09-19 17:00"


def test_extensions_of_supervision_stand_there_too_with_numbers_of_the_same_row(
    office: Office, walk: Start, clock: Clock
) -> None:
    number = "20220908100001"
    walk(number).to_unit().do("accept").do("extension_request", **EXTENSION)
    source = {**ABOVE, "tickets": number, "method": "书面督办", "direct_reason": "媒体曝光", "source_on": "2022-09-07"}
    case_id = office.supervision.start("open_case", source, CLERK).id
    for step in ("issue", "deliver"):
        office.supervision.do(case_id, step, COMPLETE[step], CLERK)
    asked = COMPLETE["case_extension"]
    with pytest.raises(StepRefused, match="已经给了别的"):
        office.supervision.do(case_id, "case_extension", {**asked, "number": "延期〔2022〕1号"}, CLERK)
    office.supervision.do(case_id, "case_extension", asked, CLERK)
    lines = requests(office, RegisterKind.EXTENSION)
    assert [(line.number, line.level) for line in lines] == [("延期〔2022〕1号", "一般"), ("延期〔2022〕2号", "督办")]
    office.supervision.do(case_id, "case_extension_decision", {"decision": "同意"}, CLERK)
    line = requests(office, RegisterKind.EXTENSION)[1]
    assert (line.result or "").startswith("同意5个工作日，至2022-09") and line.reviewer == CLERK
    assert requests(office, RegisterKind.EXTENSION, OCTOBER) == []


def test_unfounded_statements_keep_their_filing_number_and_those_sent_back_have_none(
    office: Office, walk: Start
) -> None:
    ticket = walk().to_unit().do("accept").do("unit_contact", result="已联系", note="已说明")
    ticket.do("unfounded_statement", **STATEMENT).do(
        "unfounded_filing", decision="退回补正", problem="证据不足", reviewer="李伟"
    )
    ticket.do("unfounded_statement", **STATEMENT).do("unfounded_filing", decision="准予备案", reviewer="李伟")
    first, second = sorted(requests(office, RegisterKind.UNFOUNDED), key=lambda line: line.result or "", reverse=True)
    assert (first.result, first.number, first.note) == ("退回补正", "", "证据不足")
    assert (second.result, second.number) == ("准予备案", "不属实备〔2022〕1号")
    assert second.reason == "反映的情况不属实"


def test_unsatisfied_statements_name_the_unit_that_handled_the_ticket(office: Office, walk: Start) -> None:
    ticket = walk().to_closed().do("upper_callback", office="市热线办", grade="不满意", note="没有解决")
    ticket.do("unsatisfied_statement", process="已处理", why="期望过高", next_steps="继续沟通", leader="周明")
    ticket.do("unsatisfied_filing", decision="准予备案", reviewer="李伟")
    (line,) = requests(office, RegisterKind.UNSATISFIED)
    assert (line.unit, line.reason, line.result) == ("新海村", "期望过高", "准予备案")
    assert line.number == "不满意备〔2022〕1号"


def test_register_holds_only_the_days_asked_for(office: Office, walk: Start, clock: Clock) -> None:
    walk("20220908100001").to_unit().do("return_request", **RETURN)
    clock.pass_minutes(60 * 24 * 27)
    walk("20221005100002").to_unit().do("return_request", **RETURN)
    assert [line.ticket for line in requests(office, RegisterKind.RETURN)] == ["20220908100001"]
    assert [(line.place, line.ticket) for line in requests(office, RegisterKind.RETURN, OCTOBER)] == [
        ("1", "20221005100002")
    ]


def test_confidential_caller_stays_hidden_even_in_full(office: Office, walk: Start) -> None:
    message = {**RETURN, "detail": "赵文静13800010001所述地点不在辖区"}
    walk(confidential="是").to_unit().do("return_request", **message)
    (line,) = requests(office, RegisterKind.RETURN, full=True)
    assert line.reason == "非本单位职能：（保密）（保密）所述地点不在辖区"
    (ticket,) = office.registers.rows(RegisterKind.TICKETS, SEPTEMBER, full=True)
    assert isinstance(ticket, LedgerLine) and (ticket.caller, ticket.phones) == ("（保密）", "（保密）")


def test_ledger_lists_every_ticket_of_the_period_in_order_of_receipt(office: Office, walk: Start) -> None:
    walk("20220908100002", received_at="2022-09-07 09:00", called_at="2022-09-07 08:00")
    walk("20220908100001", received_at="2022-09-06 09:00", called_at="2022-09-06 08:00").to_unit("城管中队")
    walk("20220801100003", received_at="2022-08-31 17:00", called_at="2022-08-31 16:00")
    found = office.registers.preview(RegisterKind.TICKETS, SEPTEMBER)
    first, second = found.lines
    assert isinstance(first, LedgerLine) and isinstance(second, LedgerLine)
    assert (found.count, first.number, second.number) == (2, "20220908100001", "20220908100002")
    assert (first.caller, first.phones, first.unit, first.stage) == ("赵**", "138****0001", "城管中队", "待接单")
    assert office.registers.preview(RegisterKind.TICKETS, SEPTEMBER, limit=1).lines == (first,)


def test_ticket_without_any_date_is_listed_when_it_was_written_down(office: Office, walk: Start) -> None:
    walk(received_at=None, called_at=None)
    assert office.registers.preview(RegisterKind.TICKETS, SEPTEMBER).count == 1
    assert office.registers.preview(RegisterKind.TICKETS, OCTOBER).count == 0


def test_ledger_of_matters_keeps_what_was_taken_up_declined_and_still_waits(
    office: Office, walk: Start, clock: Clock
) -> None:
    for number in ("20220901100001", "20220901100002", "20220901100003"):
        walk(number, received_at="2022-09-01 09:00", called_at="2022-09-01 08:00").to_unit("城管中队")
    clock.pass_minutes(60 * 24 * 12)
    known = {"trigger": "逾期未办结", "unit": "城管中队", "title": "夜间施工", "reason": "至今未办结"}
    office.supervision.start("open_case", {**known, "tickets": ("20220901100001",), "method": "电话督办"}, CLERK)
    office.supervision.start("dismiss", {**known, "tickets": ("20220901100002",), "why": "已电话确认办结"}, CLERK)
    lines = office.registers.rows(RegisterKind.CASES, SEPTEMBER)
    message = {line.tickets: line for line in lines if isinstance(line, CaseLine)}
    assert message["20220901100001"].decision == "纳入督办"
    assert message["20220901100001"].number == "新城运督〔2022〕1号"
    assert message["20220901100002"].outcome == "不予督办：已电话确认办结"
    assert (message["20220901100003"].decision, message["20220901100003"].clause) == ("待定", "督办二（一）1")
    assert [line.place for line in lines] == ["1", "2", "3"]


@pytest.mark.parametrize("kind", list(RegisterKind))
def test_empty_register_is_still_a_sheet_with_its_heads(office: Office, tmp_path: Path, kind: RegisterKind) -> None:
    assert office.registers.to_pdf(kind, SEPTEMBER, tmp_path / "a.pdf", False, CLERK) == 0
    assert office.registers.to_excel(kind, SEPTEMBER, tmp_path / "a.xlsx", False, CLERK) == 0
    text = pdf_text((tmp_path / "a.pdf").read_bytes())
    assert f"新海镇“12345”市民服务热线{kind}" in text
    assert "2022年9月1日至2022年9月30日共0件姓名、电话已隐去" in text
    assert table(tmp_path / "a.xlsx") == []


def test_pdf_is_a4_across_with_heads_and_numbers_on_each_page(office: Office, walk: Start, tmp_path: Path) -> None:
    for number in range(45):
        walk(f"202209081{number:05}")
    assert office.registers.to_pdf(RegisterKind.TICKETS, SEPTEMBER, tmp_path / "a.pdf", False, CLERK) == 45
    pages = read_pdf((tmp_path / "a.pdf").read_bytes())
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        texts = [text.text for text in page.texts]
        assert (round(page.width), round(page.height)) == (297, 210)
        assert "工单编号" in texts and f"— {number} —" in texts
    shown = [text.text for page in pages for text in page.texts]
    assert sum(text.startswith("202209081") for text in shown) == 45
    assert "赵**" in shown and "赵文静" not in "".join(shown)


def test_full_files_are_remembered_and_masked_ones_are_not(office: Office, walk: Start, tmp_path: Path) -> None:
    walk()
    registers = office.registers
    registers.to_excel(RegisterKind.TICKETS, SEPTEMBER, tmp_path / "a.xlsx", False, CLERK)
    registers.to_pdf(RegisterKind.TICKETS, SEPTEMBER, tmp_path / "a.pdf", False, CLERK)
    assert office.settings.history() == ()
    assert table(tmp_path / "a.xlsx")[0]["来电人"] == "赵**"
    registers.to_excel(RegisterKind.TICKETS, SEPTEMBER, tmp_path / "b.xlsx", True, CLERK)
    registers.to_pdf(RegisterKind.TICKETS, SEPTEMBER, tmp_path / "b.pdf", True, CLERK)
    assert (table(tmp_path / "b.xlsx")[0]["来电人"], table(tmp_path / "b.xlsx")[0]["联系电话"]) == (
        "赵文静",
        "13800010001",
    )
    assert "赵文静" in pdf_text((tmp_path / "b.pdf").read_bytes())
    last, first = office.settings.history()
    assert (first.step, first.by) == ("完整导出工单台账", CLERK)
    assert last.after == {"文件": "b.pdf", "件数": "1", "期间": SEPTEMBER.as_text}


@pytest.mark.parametrize("stop_at", [0, 1])
def test_stopped_or_failed_file_leaves_nothing_behind(
    office: Office, walk: Start, tmp_path: Path, stop_at: int
) -> None:
    walk()
    message: list[int] = []

    def stop(done: int, _total: int) -> None:
        message.append(done)
        if done >= stop_at:
            raise Cancelled

    with pytest.raises(Cancelled):
        office.registers.to_pdf(RegisterKind.TICKETS, SEPTEMBER, tmp_path / "a.pdf", True, CLERK, stop)
    with pytest.raises(HotlineError):
        office.registers.to_pdf(RegisterKind.TICKETS, SEPTEMBER, tmp_path / "no" / "a.pdf", True, CLERK)
    assert message and not list(tmp_path.glob("*.pdf"))
    assert office.settings.history() == ()


def test_a_register_asks_for_many_lines_as_often_as_for_few(office: Office, walk: Start, clock: Clock) -> None:
    _recorded(office, walk, 1)
    few = {kind: _asked(office, kind, clock) for kind in RegisterKind}
    for number in range(2, 4):
        _recorded(office, walk, number)
    more = {kind: _asked(office, kind, clock) for kind in RegisterKind}
    assert {kind: asked for kind, (_lines, asked) in more.items()} == {kind: asked for kind, (_n, asked) in few.items()}
    grown = [kind for kind in RegisterKind if more[kind][0] == 3 * few[kind][0] > 0]
    assert grown == [kind for kind in RegisterKind if kind is not RegisterKind.UNSATISFIED]


def _recorded(office: Office, walk: Start, number: int) -> None:
    """Lines for the registers: requests on tickets, more time for a case, and what nobody has decided on."""
    walk(f"2022090810001{number}").to_unit("城管中队").do("return_request", **RETURN)
    walk(f"2022090810002{number}").to_unit("老坝村").do("accept").do("unfounded_statement", **STATEMENT)
    delayed = f"2022090810003{number}"
    walk(delayed).to_unit().do("accept").do("extension_request", **EXTENSION)
    source = {**ABOVE, "tickets": delayed, "method": "书面督办", "direct_reason": "媒体曝光"}
    case_id = office.supervision.start("open_case", {**source, "source_on": "2022-09-07"}, CLERK).id
    for step in ("issue", "deliver", "case_extension"):
        office.supervision.do(case_id, step, COMPLETE[step], CLERK)


def _asked(office: Office, kind: RegisterKind, clock: Clock) -> tuple[int, int]:
    """How many lines a register has after some weeks, and by how many statements they were found."""
    now, clock.now = clock.now, datetime(2022, 9, 28, 9, 0)
    with counted(office) as asked:
        lines = office.registers.rows(kind, SEPTEMBER)
    clock.now = now
    return len(lines), len(asked)
