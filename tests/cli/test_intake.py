"""``intake`` and ``tray``: scans of signed sheets from a folder, with an exit code that a script understands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from hotline_desktop.services.returned.scan_reading import read_scans
from tests.cli.conftest import Terminal
from tests.services.desk import Clock, Walk
from tests.services.returned.test_waiting_scans import three_pages
from tests.services.returned.word_edits import fill

NUMBER, OTHER = "20220908102001", "20220908102002"


def test_what_was_not_recognised_is_named_and_waits(terminal: Terminal, tmp_path: Path) -> None:
    terminal.register(NUMBER)
    terminal.done("do", NUMBER, "first_contact", "--by", "王芳")
    terminal.done("do", NUMBER, "dispatch", "unit=新海村", "level=一般", "--by", "王芳")
    terminal.done("print", "测评表", NUMBER, "--out", str(tmp_path / "纸"), "--format", "pdf")
    (pdf,) = (tmp_path / "纸").glob("*.pdf")
    folder = tmp_path / "扫描"
    folder.mkdir()
    pypdfium2.PdfDocument(pdf.read_bytes())[0].render(scale=150 / 72).to_pil().save(folder / "1.png")
    Image.effect_noise((800, 1100), 60).save(folder / "2.jpg")
    answer = terminal("intake", str(folder), "--json")
    shown = json.loads(answer.out)
    assert answer.code == 3
    assert [(one["number"], one["kind"], one["file"]) for one in shown["filed"]] == [(NUMBER, "测评表", "1.png")]
    (waiting,) = shown["tray"]
    assert waiting["file"] == "2.jpg" and waiting["reason"] == "没有读到本程序的二维码"
    assert "2.jpg" in terminal.done("tray").out
    again = terminal("intake", str(folder / "2.jpg"))  # it waits still
    assert again.code == 3 and "托盘里已有 1 件" in again.out
    assert f"仍在托盘 {waiting['id']}：2.jpg 第 1 页 — 没有读到本程序的二维码" in again.out
    assert terminal("tray", str(waiting["id"])).code == 2
    terminal.done("tray", str(waiting["id"]), "--drop", "误放")
    assert "托盘是空的" in terminal.done("tray").out
    assert terminal("intake", str(tmp_path / "没有.pdf")).code == 2


def test_a_file_that_cannot_be_read_keeps_no_other_waiting(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.register(NUMBER)
    folder = tmp_path / "扫描"
    folder.mkdir()
    for name in ("1.txt", "2.txt", "Thumbs.db", "~$处置单.docx"):
        (folder / name).write_text(name, "utf-8")
    opened = Path.open

    def locked(path: Path, *how: Any, **more: Any) -> Any:
        if path.name == "1.txt":
            raise PermissionError(13, "locked", str(path))
        return opened(path, *how, **more)

    monkeypatch.setattr(Path, "open", locked)
    answer = terminal("intake", str(folder))
    assert answer.code == 4
    assert "没有收：“1.txt”读不出来：没有读写的权限，或正被别的程序打开。原文件没有动。" in answer.err
    assert "归档 0 件，进托盘 1 件，没有收 1 件。原文件没有动。" in answer.out


def test_a_scan_whose_code_tells_its_ticket_is_filed_without_a_number_and_with_no_other(
    terminal: Terminal, tmp_path: Path
) -> None:
    for number in (NUMBER, "20220908102002"):
        terminal.register(number)
    terminal.done("do", NUMBER, "first_contact", "--by", "王芳")
    terminal.done("do", NUMBER, "dispatch", "unit=新海村", "level=一般", "--by", "王芳")
    terminal.done("print", "测评表", NUMBER, "--out", str(tmp_path / "纸"), "--format", "pdf")
    (pdf,) = (tmp_path / "纸").glob("*.pdf")
    for count, scale in enumerate((2.0, 2.1)):
        pypdfium2.PdfDocument(pdf.read_bytes())[0].render(scale=scale).to_pil().save(tmp_path / f"{count}.png")
    answer = terminal("intake", str(tmp_path / "0.png"), str(tmp_path / "1.png"), "--json")
    (waiting,) = json.loads(answer.out)["tray"]
    assert "签字件已于" in waiting["reason"]
    refused = terminal("tray", str(waiting["id"]), "20220908102002", "测评表")
    assert refused.code != 0 and f"二维码是 {NUMBER} 的测评表" in refused.err
    assert f"归入 {NUMBER} 的测评表" in terminal.done("tray", str(waiting["id"])).out


def test_a_sheet_of_which_every_page_waits_is_told_to_be_ready_and_filed_by_its_number(
    terminal: Terminal, tmp_path: Path
) -> None:
    office = terminal.office()
    for page in three_pages(office, Walk(office, Clock(terminal.now), OTHER), tmp_path):
        office.intake.put_into_tray(read_scans(page)[0][0], "")
    office.close()
    listed = terminal.done("tray").out
    assert "第 1、2、3 页  各页齐了，写序号就归档" in listed and "托盘里有 1 件" in listed
    assert f"归入 {OTHER} 的处置单" in terminal.done("tray", listed.split()[0]).out
    assert "托盘是空的" in terminal.done("tray").out


def test_a_units_word_file_in_the_tray_is_tried_again_with_what_was_missing(terminal: Terminal, tmp_path: Path) -> None:
    terminal.register(NUMBER)
    terminal.done("do", NUMBER, "dispatch", "unit=新海村", "no_contact_reason=诉求人要求直接处理")
    terminal.done("do", NUMBER, "accept")
    terminal.done("do", NUMBER, "answer", "way=上门", "proof=签收单", "content=已上门说明")
    terminal.done("do", NUMBER, "satisfaction", "grade=满意")
    terminal.done("print", "处置单", NUMBER, "--out", str(tmp_path / "纸"), "--format", "docx")
    (word,) = (tmp_path / "纸").iterdir()
    fill(word, {"handling": "已到现场处理。"})
    first = terminal("intake", str(word))
    assert first.code == 3 and "要补“办结时间”" in first.out
    now = terminal.now.isoformat(sep=" ", timespec="minutes")
    missing = [f"--set=办结时间={now}", "--set=事实确认=属实", "--set=诉求确认=符合政策法规"]

    again = terminal("intake", str(word), *missing, "--set=是否解决=未解决")

    assert again.code == 3 and "须先登记解释说明" in again.out, "what stands against it now, not what did before"
    assert "须先登记解释说明" in terminal.done("tray").out
    done = terminal.done("tray", "1", *missing, "--set=是否解决=实际解决").out
    assert done == f"已把托盘第 1 件归入 {NUMBER} 的处置单。\n"
    assert "已到现场处理。" in terminal.done("show", NUMBER).out
