"""Forms as PDF and Word files from the command line."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest

from hotline_desktop.domain.terms.paper_kinds import PaperKind
from tests.cli.conftest import NUMBER, Terminal

SECOND = "20220908100002"


@pytest.fixture
def handed_over(terminal: Terminal) -> Terminal:
    for number, caller in ((NUMBER, "赵文静"), (SECOND, "孙立平")):
        terminal.register(number, caller=caller)
        terminal.done("do", number, "dispatch", "unit=新海村", "no_contact_reason=诉求人要求直接处理")
    return terminal


def text_of_file(path: Path) -> str:
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as word:
            return word.read("word/document.xml").decode("utf-8")
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages)


def test_each_ticket_gets_its_files_in_both_formats(handed_over: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "纸"
    said = handed_over.done("print", "处置单", NUMBER, SECOND, "--out", str(out)).out
    names = sorted(path.name for path in out.iterdir())
    assert names == sorted(f"处置单_转办_{number}{end}" for number in (NUMBER, SECOND) for end in (".pdf", ".docx"))
    assert all(name in said for name in names)
    assert "赵" not in "".join(names)
    for end in (".pdf", ".docx"):
        assert "赵文静" in text_of_file(out / f"处置单_转办_{NUMBER}{end}")


def test_the_regulations_own_titles_name_their_forms(terminal: Terminal, tmp_path: Path) -> None:
    for title, kind in (("满意度测评表", "测评表"), ("热线处置单", "处置单"), ("热线督办通知单", "督办通知单")):
        terminal.done("print", title, "--blank", "--out", str(tmp_path), "--format", "pdf")
        assert (tmp_path / f"{kind}_空白.pdf").is_file()


def test_several_tickets_go_into_one_file(handed_over: Terminal, tmp_path: Path) -> None:
    arguments = ("print", "处置单", NUMBER, "--out", str(tmp_path), "--one-file", "--format", "pdf", SECOND)
    handed_over.done(*arguments)
    (path,) = tmp_path.glob("*.pdf")
    assert path.name == "处置单_转办_2件.pdf"
    assert len(pypdf.PdfReader(path).pages) == 2
    assert not list(tmp_path.glob("*.docx"))


def test_a_word_file_in_which_a_unit_may_have_typed_is_not_replaced(handed_over: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "纸"
    arguments = ("print", "处置单", NUMBER, "--out", str(out))
    handed_over.done(*arguments)
    path = out / f"处置单_转办_{NUMBER}.docx"
    handed_over.done(*arguments)
    assert len(list(out.iterdir())) == 2, "nobody typed anything"
    document = docx.Document(str(path))
    document.tables[0].rows[-1].cells[0].paragraphs[0].add_run("已到现场")
    document.save(str(path))

    said = handed_over.done(*arguments)

    assert "已到现场" in text_of_file(path)
    second = out / f"处置单_转办_{NUMBER}（2）.docx"
    assert "已到现场" not in text_of_file(second) and second.name in said.out
    assert f"已有“{path.name}”，里面的字不一样" in said.err


@pytest.mark.parametrize("form", ["处置单", "督办通知单", "测评表"])
def test_a_blank_form_needs_no_ticket(form: str, terminal: Terminal, tmp_path: Path) -> None:
    terminal.done("print", form, "--blank", "--out", str(tmp_path))
    assert sorted(path.name for path in tmp_path.glob("*.*")) == [f"{form}_空白.docx", f"{form}_空白.pdf"]


def test_what_was_printed_is_awaited_signed(handed_over: Terminal, tmp_path: Path) -> None:
    handed_over.done("print", "处置单", NUMBER, "--out", str(tmp_path), "--format", "pdf", "--by", "王芳")
    office = handed_over.office()
    (paper,) = office.papers.awaited()
    office.close()
    assert (paper.ticket_number, paper.kind, paper.printed_by) == (NUMBER, PaperKind.DISPOSAL, "王芳")


def test_a_state_that_the_form_does_not_have_is_refused(handed_over: Terminal, tmp_path: Path) -> None:
    answer = handed_over("print", "处置单", NUMBER, "--out", str(tmp_path), "--state", "草稿")
    assert answer.code == 2 and "没有“草稿”这种状态" in answer.err


def test_a_paper_without_its_contents_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    terminal.register()
    answer = terminal("print", "退单申请", NUMBER, "--out", str(tmp_path))
    assert answer.code == 3 and "还不能打印退单申请" in answer.err
    assert list(tmp_path.glob("*.pdf")) == []


def test_where_one_ticket_is_refused_none_of_the_order_is_printed(handed_over: Terminal, tmp_path: Path) -> None:
    handed_over.register("20220908100003")
    out = tmp_path / "纸"
    answer = handed_over("print", "测评表", NUMBER, SECOND, "20220908100003", "--out", str(out))
    assert answer.code == 3 and "工单 20220908100003 还不能打印测评表" in answer.err
    assert "没有打印任何内容" in answer.err and not out.exists()
    office = handed_over.office()
    assert office.papers.awaited() == ()
    office.close()


def test_what_was_written_before_the_machine_failed_is_told_and_awaited(handed_over: Terminal, tmp_path: Path) -> None:
    (tmp_path / f"处置单_转办_{SECOND}.pdf").mkdir()
    answer = handed_over("print", "处置单", NUMBER, SECOND, "--out", str(tmp_path), "--format", "pdf")
    assert answer.code == 4 and f"处置单_转办_{SECOND}.pdf”没有写成" in answer.err
    assert f"处置单_转办_{NUMBER}.pdf" in answer.out
    office = handed_over.office()
    assert [paper.ticket_number for paper in office.papers.awaited()] == [NUMBER]
    office.close()


def test_an_unknown_ticket_prints_nothing(terminal: Terminal, tmp_path: Path) -> None:
    answer = terminal("print", "处置单", "404", "--out", str(tmp_path / "纸"))
    assert answer.code == 3 and not (tmp_path / "纸").exists()


def test_the_flow_chart_needs_no_ticket(terminal: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "墙上"
    said = terminal.done("print", "流程图", "--out", str(out)).out
    assert sorted(path.name for path in out.iterdir()) == ["处置流程图.docx", "处置流程图.pdf"]
    assert all(str(path) in said for path in out.iterdir())
    assert len(pypdf.PdfReader(out / "处置流程图.pdf").pages) == 1
    for ending in (".pdf", ".docx"):
        assert "结案审核" in text_of_file(out / f"处置流程图{ending}")


def test_the_flow_chart_of_a_ticket_says_where_it_stands(handed_over: Terminal, tmp_path: Path) -> None:
    handed_over.done("print", "流程图", NUMBER, "--out", str(tmp_path), "--format", "pdf")
    (path,) = tmp_path.glob("*.pdf")
    assert path.name == f"处置流程图_{NUMBER}.pdf"
    assert f"工单 {NUMBER} 现在在（灰底粗框）：承办单位接单" in text_of_file(path)
    assert handed_over.office().papers.awaited() == ()


def test_the_flow_chart_has_no_states(terminal: Terminal, tmp_path: Path) -> None:
    answer = terminal("print", "流程图", "--blank", "--out", str(tmp_path))
    assert answer.code == 2
    assert "--blank" in answer.err
    assert not list(tmp_path.glob("处置流程图*"))


def test_an_earlier_paper_prints_under_its_number(handed_over: Terminal, tmp_path: Path) -> None:
    asked = ("reason=非本单位职能", "detail=不归我们管", "duty=镇三定方案", "leader=李伟")
    handed_over.done("do", NUMBER, "accept")
    for _time in range(2):
        handed_over.done("do", NUMBER, "return_request", *asked, "suggested_unit=城管中队")
        handed_over.done("do", NUMBER, "return_decision", "decision=不同意", "refusal=属你村职责")
    order = ("print", "退单申请", NUMBER, "--out", str(tmp_path), "--format", "pdf")
    said = handed_over.done(*order, "--nth", "1").out
    assert said.strip().endswith(f"退单申请_不予批准_{NUMBER}_第1次.pdf")
    answer = handed_over(*order, "--nth", "3")
    assert answer.code == 3 and f"工单 {NUMBER} 的退单申请共有 2 次，没有第 3 次。可以选：第1次（" in answer.err
    assert "没有打印任何内容" in answer.err and len(list(tmp_path.glob("*.pdf"))) == 1
    answer = handed_over("print", "流程图", NUMBER, "--out", str(tmp_path), "--nth", "1")
    assert answer.code == 2 and "没有第几次" in answer.err
