"""A town with another name, area code, numbering and hours runs its office, and no word of the first town comes out."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest

from hotline_desktop.cli.main import main
from hotline_desktop.services.office import Office, open_office
from hotline_desktop.system.paths import forms_dir, resources_dir

NOW = datetime(2022, 9, 8, 10, 20)
FIRST_TOWN = re.compile("新海|崇明|(?<!\\d)021|新热转|新城运")
SECOND_TOWN = {
    "town": "柳溪镇",
    "center": "柳溪镇城市运行中心",
    "area_code": "0571",
    "local_digits": "8",
    "office_hours": "9:00-12:00，14:00-17:30",
    "transfer_pattern": "柳转〔{year}〕{n}号",
    "case_pattern": "柳督〔{year}〕{n}号",
    "file_pattern": "柳档〔{year}〕{n}号",
}
NUMBER = "20220908100001"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The second town's office, its settings made and two units in its register."""
    folder = tmp_path / "data"
    office = opened(folder)
    office.settings.change(office.settings.get().changed(SECOND_TOWN), "王芳")
    for name in ("柳溪村", "市政所"):
        office.units.add(name, by="王芳")
    office.close()
    return folder


def opened(folder: Path) -> Office:
    return open_office(folder, lambda: NOW, forms_dir(), resources_dir())


def test_no_word_of_the_first_town_comes_out(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> str:
        assert main(["--data", str(data), *arguments], lambda: NOW) == 0, capsys.readouterr().err
        said = capsys.readouterr()
        return said.out + said.err

    outputs = [
        run("do", NUMBER, "register", "content=路灯不亮", "caller=赵文静", "phones=87654321", "address=柳溪路3号"),
        run("do", NUMBER, "first_contact"),
        run("do", NUMBER, "dispatch", "unit=柳溪村", "level=一般"),
        run("do", NUMBER, "accept"),
        run("show", NUMBER, "--full", "--json"),
        run("tickets", "--json"),
        run("deadline", "一般", "2022-09-08 10:00", "--explain"),
        run("print", "处置单", NUMBER, "--out", str(tmp_path / "纸"), "--format", "both"),
        run("print", "测评表", NUMBER, "--out", str(tmp_path / "纸"), "--format", "both"),
        run("print", "流程图", NUMBER, "--out", str(tmp_path / "纸"), "--format", "both"),
        run("export", "tickets", "--out", str(tmp_path / "纸" / "工单.xlsx"), "--full"),
        run("export", "registers", "--kind", "工单", "--out", str(tmp_path / "纸" / "台账.pdf")),
    ]
    everything = "\n".join([*outputs, *(text_of(path) for path in sorted((tmp_path / "纸").iterdir()))])
    assert FIRST_TOWN.findall(everything) == []
    assert "柳转〔2022〕1号" in everything and "柳溪镇“12345”市民服务热线工单处置满意度测评表" in squeezed(everything)
    office = opened(data)
    ticket = office.tickets.detail(office.tickets.find(NUMBER)).ticket
    assert ticket.facts.phones == ("0571-87654321",)
    assert ticket.limits.due == datetime(2022, 9, 14, 17, 30)
    office.close()


def test_settings_of_a_town_are_checked(data: Path) -> None:
    office = opened(data)
    for key, value, fault in (("area_code", "571", "0 开头的三位或四位数字"), ("local_digits", "6", "7 或 8")):
        with pytest.raises(Exception, match=fault):
            office.settings.get().changed({key: value})
    office.close()


def text_of(path: Path) -> str:
    """The words of a file that was written."""
    if path.suffix == ".pdf":
        pages = pypdfium2.PdfDocument(path.read_bytes())
        return "\n".join(page.get_textpage().get_text_range() for page in pages)
    if path.suffix == ".xlsx":
        rows = (row for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows(values_only=True))
        return json.dumps([[str(cell) for cell in row] for row in rows], ensure_ascii=False)
    document = docx.Document(str(path))
    return "".join(str(text) for text in document.element.body.itertext())


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)
