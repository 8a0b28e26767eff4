"""Case files and the quarter's ranking on the command line."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import NUMBER, Terminal
from tests.domain.case_walk import COMPLETE
from tests.domain.ticket_walk import COMPLETE as TICKET
from tests.domain.ticket_walk import ORDINARY
from tests.services.desk import CLERK

CASE = "新城运督〔2022〕1号"
FILE = "新海督档〔2022〕1号"


@pytest.fixture
def closed(terminal: Terminal, tmp_path: Path) -> Terminal:
    """A ticket whose case is closed, with one file in it."""
    terminal.register(phones="13800010001")
    terminal.done("do", NUMBER, "first_contact", "note=已通话")
    terminal.done("do", NUMBER, "dispatch", "unit=新海村")
    terminal.now = datetime(2022, 9, 15, 9, 0)
    terminal.done("do-case", NUMBER, "open_case", "method=电话督办")
    office = terminal.office()
    case_id = office.supervision.find(CASE)
    for step in ("phone_call", "report", "case_callback", "site_check", "case_close"):
        office.supervision.do(case_id, step, COMPLETE[step], CLERK)
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(b"\xff\xd8\xff picture")
    office.supervision.attach(case_id, photo, "处理后现场", CLERK)
    office.close()
    return terminal


def test_a_case_file_is_written_and_checked(closed: Terminal, tmp_path: Path) -> None:
    message = closed.done("archive", CASE, "--out", str(tmp_path / "案卷"), "--by", CLERK, "--json").json
    folder = Path(message["path"])
    assert folder.name == FILE == message["file_number"] and message["papers"] >= 5 and message["pages"] >= 4
    said = closed.done("verify", str(folder)).out
    assert f"案卷 {FILE} 齐全，没有改动" in said
    gone = next(folder.rglob("*.jpg"))
    gone.unlink()
    answer = closed("verify", str(folder), "--json")
    assert answer.code == 3 and answer.json["whole"] is False
    (fault,) = answer.json["faults"]
    assert (fault["kind"], fault["name"]) == ("缺失", f"附件/{FILE}_处理后现场_{NUMBER}_20220915.jpg")
    assert "缺失　附件/" in closed("verify", str(folder)).out


def test_a_place_where_nothing_can_be_written_is_the_machines_fault(closed: Terminal, tmp_path: Path) -> None:
    in_the_way = tmp_path / "文件"
    in_the_way.write_text("不是文件夹", "utf-8")
    answer = closed("archive", CASE, "--out", str(in_the_way / "案卷"))
    assert answer.code == 4 and "案卷没有写成" in answer.err
    assert in_the_way.read_text("utf-8") == "不是文件夹"


def test_a_case_file_is_written_as_one_zip_and_found_by_any_of_its_numbers(closed: Terminal, tmp_path: Path) -> None:
    said = closed.done("archive", NUMBER, "--out", str(tmp_path), "--zip").out
    packed = tmp_path / f"{FILE}.zip"
    assert str(packed) in said and packed.is_file()
    assert closed.done("verify", str(packed), "--json").json["whole"] is True
    for number in (CASE, FILE, NUMBER):
        assert "齐全" in closed.done("verify", number).out
    assert closed.done("case", CASE, "--json").json["history"][-1]["step"] == "case_filed"


def test_a_folder_that_is_no_case_file_cannot_be_checked(closed: Terminal, tmp_path: Path) -> None:
    answer = closed("verify", str(tmp_path))
    assert answer.code == 3 and "校验清单.txt" in answer.err
    assert closed("verify", "没有这个编号").code == 3


def test_a_case_that_is_not_closed_has_no_file_yet(terminal: Terminal, tmp_path: Path) -> None:
    terminal.register()
    terminal.done("do", NUMBER, "first_contact", "note=已通话")
    terminal.done("do", NUMBER, "dispatch", "unit=新海村")
    terminal.now = datetime(2022, 9, 15, 9, 0)
    terminal.done("do-case", NUMBER, "open_case", "method=电话督办")
    answer = terminal("archive", NUMBER, "--out", str(tmp_path / "案卷"), "--json")
    missing = [blocker["message"] for blocker in answer.json["blockers"]]
    assert answer.code == 3 and "一案一档缺“办理结果”，要有承办单位的反馈和督办结案的结论" in missing
    assert {blocker["clause"] for blocker in answer.json["blockers"]} == {"督办二（五）3"}
    assert not (tmp_path / "案卷").exists()


def test_kept_attachments_are_checked_where_nothing_is_named(closed: Terminal) -> None:
    assert "附件 齐全" in closed.done("verify").out
    next(path for path in (closed.data / "attachments").rglob("*") if path.is_file()).write_bytes(b"x")
    assert closed("verify").code == 3
    answer = closed("verify", CASE)
    assert answer.code == 3 and "改动　附件“处理后现场”" in answer.out


def test_a_file_added_to_an_archived_ticket_without_a_case_is_named(terminal: Terminal, tmp_path: Path) -> None:
    terminal.register(phones="13800010001")
    for step in ORDINARY[1:]:
        values = [f"{key}={value}" for key, value in TICKET[step].items()] if step in TICKET else []
        terminal.now += timedelta(minutes=10)
        terminal.done("do", NUMBER, step, *values)
    assert f"工单 {NUMBER} 齐全" in terminal.done("verify", NUMBER).out
    letter = tmp_path / "回函.txt"
    letter.write_text("补交的回函", "utf-8")
    terminal.done("attach", NUMBER, str(letter), "--kind", "情况说明")
    answer = terminal("verify", NUMBER)
    assert answer.code == 3 and "多出　附件“情况说明”　归档以后添加" in answer.out
    assert f"归档以后有变动的：附件“情况说明”（工单{NUMBER}）" in terminal.done("verify").out
    (note,) = terminal.done("verify", "--json").json["notes"]
    assert note["kind"] == "多出"
    (file,) = terminal.done("show", NUMBER, "--json").json["attachments"]
    assert file["after_archiving"] is True


def test_the_ranking_of_a_quarter_is_shown_as_text_and_as_json(closed: Terminal) -> None:
    said = closed.done("ranking", "2022", "3").out
    assert "2022年第三季度" in said and "新海村" in said and "先行联系率×30" in said
    message = closed.done("ranking", "2022", "3", "--json").json
    (group,) = [group for group in message["groups"] if group["units"]]
    (unit,) = group["units"]
    assert (unit["unit"], unit["received"], unit["closed"], unit["score"]) == ("新海村", 1, 0, 2.0)
    assert unit["lapses"]["督办"] == 1 and message["frozen_at"] is None


def test_the_report_of_a_quarter_is_written_and_settled_only_by_word(closed: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "通报.docx"
    running = closed("ranking", "2022", "3", "--out", str(out))
    assert running.code == 0 and "预览（未定稿）" in running.out
    refused = closed("ranking", "2022", "3", "--freeze")
    assert refused.code == 3 and "还没有结束" in refused.err
    closed.now = datetime(2022, 10, 9, 9, 0)
    assert str(out) in closed.done("ranking", "2022", "3", "--out", str(out)).out
    assert out.is_file() and closed.done("ranking", "2022", "3", "--json").json["frozen_at"] is None
    assert closed.done("ranking", "2022", "3", "--freeze", "--json").json["frozen_at"] == "2022-10-09T09:00"
    corrected = closed.done("ranking", "2022", "3", "--correct", "漏登一件", "--json").json
    assert (corrected["edition"], corrected["state"], corrected["changed_since"]) == (2, "更正（第2版）", [])
    assert closed("ranking", "2022", "3", "--out", str(tmp_path / "a.txt")).code == 2
    assert closed("ranking", "2022", "5").code == 2
