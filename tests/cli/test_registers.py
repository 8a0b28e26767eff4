"""Registers as files, and the words of clauses, from the command line."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from hotline_desktop.domain.terms.clauses import Clause
from tests.cli.conftest import NUMBER, Terminal
from tests.documents.reading import pdf_text

RETURN = (
    *("return_request", "reason=非本单位职能", "detail=路段属区管", "duty=三定方案", "suggested_unit=水务站"),
    *("leader=周明", "--by", "王芳"),
)


@pytest.fixture
def asked(terminal: Terminal) -> Terminal:
    """An office with one 退单."""
    terminal.register(received_at="2022-09-08 09:10")
    terminal.done("do", NUMBER, "dispatch", "unit=城管中队", "no_contact_reason=测试", "--by", "王芳")
    terminal.done("do", NUMBER, *RETURN)
    return terminal


def rows(path: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))  # type: ignore[union-attr]


def test_a_register_is_written_for_this_year_under_either_of_its_names(asked: Terminal, tmp_path: Path) -> None:
    for kind in ("退单", "退单登记簿"):
        out = tmp_path / f"{kind}.xlsx"
        said = asked.done("export", "registers", "--kind", kind, "--out", str(out)).out
        assert "已导出退单登记簿（2022年1月1日至2022年12月31日） 1 件" in said and "已遮盖" in said
        assert "退单〔2022〕1号" in rows(out)[1]


def test_a_ledger_is_written_as_pdf_for_the_days_asked_for(asked: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    asked.done(
        "export", "registers", "--kind", "工单台账", "--from", "2022-09-08", "--to", "2022-09-08", "--out", str(out)
    )
    text = pdf_text(out.read_bytes())
    assert NUMBER in text and "赵**" in text and "2022年9月8日至2022年9月8日" in text
    said = asked.done("export", "registers", "--kind", "工单", "--from", "2022-09-09", "--out", str(out)).out
    assert " 0 件" in said


def test_a_full_register_is_remembered(asked: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    said = asked.done("export", "registers", "--kind", "工单", "--out", str(out), "--full", "--by", "李伟").out
    assert "未遮盖，已记入办理记录" in said and "赵文静" in rows(out)[1]
    office = asked.office()
    entry = office.settings.history()[0]
    office.close()
    assert (entry.step, entry.by) == ("完整导出工单台账", "李伟")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("registers",), "要写 --kind"),
        (("registers", "--kind", "别的"), "“别的”不对"),
        (("registers", "--kind", "退单", "--from", "2022-09-09", "--to", "2022-09-08"), "不能晚于 --to"),
        (("tickets", "--kind", "退单"), "只用于 export registers"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    terminal: Terminal, tmp_path: Path, arguments: tuple[str, ...], reason: str
) -> None:
    answer = terminal("export", *arguments, "--out", str(tmp_path / "a.xlsx"))
    assert answer.code == 2 and reason in answer.err
    assert not (tmp_path / "a.xlsx").exists()


def test_a_register_is_excel_or_pdf(terminal: Terminal, tmp_path: Path) -> None:
    answer = terminal("export", "registers", "--kind", "退单", "--out", str(tmp_path / "a.docx"))
    assert answer.code == 2 and ".xlsx 或 .pdf" in answer.err


def test_show_gives_the_words_of_the_clauses_that_it_cites_when_asked(asked: Terminal) -> None:
    said = asked.done("show", NUMBER, "--clauses").out
    assert f"{Clause.RETURN.ref}　{Clause.RETURN.text}" in said
    assert Clause.RETURN.text not in asked.done("show", NUMBER).out


def test_scripts_get_the_words_of_each_clause_when_asked(asked: Terminal) -> None:
    steps = {step["id"]: step for step in asked.done("show", NUMBER, "--clauses", "--json").json["steps"]}
    decision, close = steps["return_decision"], steps["close"]
    assert (decision["clause"], decision["clause_text"]) == (Clause.RETURN.ref, Clause.RETURN.text)
    texts = {clause.ref: clause.text for clause in Clause}
    assert close["blockers"] and all(b["clause_text"] == texts[b["clause"]] for b in close["blockers"])
    plain = asked.done("show", NUMBER, "--json").json["steps"][0]
    assert "clause_text" not in plain
