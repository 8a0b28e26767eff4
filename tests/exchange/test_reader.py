"""Any table file that a clerk may choose is read by what it contains, or refused in words that help."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import olefile
import pytest

from hotline_desktop.domain.terms.errors import Cancelled
from hotline_desktop.exchange.opening.reader import read_sheets
from hotline_desktop.exchange.sheets.sheet import ReadError
from tests.exchange.tables import DATA, HEADERS, opened, save_text, save_xlsx, ticket, tickets_in

PROJECT = Path(__file__).resolve().parents[2]
ROWS = [HEADERS, ticket(来电人="欧阳㛃𬭎", 来电内容="他说：“路灯,不亮”\n第二天\t仍不亮；共 3 盏")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize(("name", "separator"), [("a.csv", ","), ("a.txt", "\t"), ("a.csv", ";"), ("b.txt", ",")])
def test_text_tables_come_in_whatever_their_encoding_and_separator(
    tmp_path: Path, encoding: str, name: str, separator: str
) -> None:
    (row,) = tickets_in(save_text(tmp_path / name, ROWS, encoding, separator))
    assert row.number == "20220905091001"
    assert row.caller == "欧阳㛃𬭎"
    assert row.content == "他说：“路灯,不亮”\n第二天\t仍不亮；共 3 盏"


def test_excel_file_with_the_wrong_ending_is_read_by_its_content(tmp_path: Path) -> None:
    path = save_xlsx(tmp_path / "a.xlsx", ROWS)
    assert tickets_in(path.rename(tmp_path / "a.xls"))[0].number == "20220905091001"


def test_page_saved_as_xls_comes_in(tmp_path: Path) -> None:
    cells = "".join(f"<td>{cell}</td>" for cell in ticket(来电内容="坑洼 &lt;2米&gt;<br>积水"))
    head = "".join(f"<th>{header}</th>" for header in HEADERS)
    page = f"<html><meta charset='utf-8'><table><tr><td colspan=8>工单</td></tr><tr>{head}</tr><tr>{cells}</tr></table>"
    path = tmp_path / "export.xls"
    path.write_bytes(page.encode())
    (row,) = tickets_in(path)
    assert (row.row, row.content) == (3, "坑洼 <2米>\n积水")


def test_xml_spreadsheet_saved_as_xls_comes_in(tmp_path: Path) -> None:
    def line(texts: list[object]) -> str:
        return "<Row>" + "".join(f'<Cell><Data ss:Type="String">{text}</Data></Cell>' for text in texts) + "</Row>"

    path = tmp_path / "export.xls"
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="工单"><Table>'
        + line(list(HEADERS))
        + line(ticket())
        + "</Table></Worksheet></Workbook>",
        "utf-8",
    )
    assert [row.number for row in tickets_in(path)] == ["20220905091001"]


def test_old_excel_file_with_titles_hidden_sheets_and_phantom_rows() -> None:
    # Its sheet claims 65,203 rows for three tickets, and a hidden sheet holds more rows than the visible one.
    file = opened(DATA / "old_excel.xls")
    rows = tickets_in(DATA / "old_excel.xls")
    assert (file.sheet, file.sheets, file.header_row) == ("工单", ("说明", "工单", "旧数据"), 2)
    assert [row.number for row in rows] == ["20220905091001", "20220905091002", "20220905091003"]
    assert [row.phones for row in rows] == [("13800010001",), ("021-59210002",), ("021-59210003-801",)]
    assert [f"{row.called_at:%H:%M}" for row in rows] == ["09:10", "09:12", "09:15"]


def test_old_excel_file_tells_which_rows_and_columns_it_hides(tmp_path: Path) -> None:
    path = tmp_path / "hidden.xls"
    shutil.copy(DATA / "old_excel.xls", path)
    with olefile.OleFileIO(str(path), write_mode=True) as package:
        stream = bytearray(package.openstream("Workbook").read())
        begins = [match.start() for match in re.finditer(rb"\x09\x08\x10\x00", stream)][2]  # 工单, after 说明
        fourth = stream.index(struct.pack("<HHH", 0x0208, 16, 3), begins)
        stream[fourth + 4 + 12] |= 0x20
        setup = stream.index(struct.pack("<HH", 0x00A1, 34), begins)
        columns = struct.pack("<HHHHHHHH", 0x007D, 12, 1, 2, 2048, 15, 1, 0)  # B and C, hidden
        stream[setup : setup + 38] = columns + struct.pack("<HH", 0x00A1, 18) + bytes(18)
        package.write_stream("Workbook", bytes(stream))
    file = opened(path)
    assert [row for row in range(1, 9) if file.is_hidden("", row)] == [4] and file.hidden_columns == {1, 2}
    assert file.hidden_sheets == ("旧数据",)
    assert [row.number for row in tickets_in(path)] == ["20220905091001", "20220905091002", "20220905091003"]


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.xlsx", "0 字节"),
        (b"%PDF-1.7", "a.xlsx", "PDF"),
        (b"PK\x03\x04 cut off", "a.xlsx", "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls", "已损坏"),
        (b"<html><body>login</body></html>", "a.xls", "里面没有表格"),
        ("工单编号,标题\n".encode() * 50 + b"\xff\xe5", "a.csv", "损坏的字符"),
        (b"\n\n", "a.csv", "没有内容|是空的"),
    ],
)
def test_what_is_no_table_is_refused_with_reason_and_remedy(
    tmp_path: Path, content: bytes, name: str, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ReadError, match=reason) as refused:
        opened(path)
    assert "没有改动任何数据" in str(refused.value)


def test_locked_workbook_is_refused_as_locked() -> None:
    with pytest.raises(ReadError, match="打开密码"):
        read_sheets(DATA / "locked.xlsx")


def test_missing_file_folder_and_excels_own_temporary_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "~$a.xlsx").write_bytes(b"x")
    for path, reason in ((tmp_path / "no.xlsx", "不存在"), (tmp_path, "文件夹"), (tmp_path / "~$a.xlsx", "临时文件")):
        with pytest.raises(ReadError, match=reason):
            read_sheets(path)


def test_unclosed_quotation_mark_does_not_swallow_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = [
        "工单编号,标题,来电内容",
        '20220905091001,"路灯不亮,内容一',
        "20220905091002,积水,内容二",
        "20220905091003,噪声,内容三",
    ]
    path.write_text("\n".join(lines), "utf-8")
    assert [row.number for row in tickets_in(path)] == ["20220905091001", "20220905091002", "20220905091003"]


def locked(path: Path, password: str) -> Path:
    """An .xlsx locked with ``password``, as Office locks one."""
    from msoffcrypto.format.ooxml import OOXMLFile

    plain = save_xlsx(path / "plain.xlsx", [HEADERS, *(ticket(f"2022090509{place:04}") for place in range(300))])
    with plain.open("rb") as file, (path / "locked.xlsx").open("wb") as out:
        OOXMLFile(file).encrypt(password, out)
    return path / "locked.xlsx"


def test_file_that_excel_opens_without_a_question_opens_here(tmp_path: Path) -> None:
    """限制编辑: Excel locks it with a password of its own and tries that first."""
    assert len(tickets_in(locked(tmp_path, "VelvetSweatshop"))) == 300


def test_file_with_a_password_of_its_own_asks_to_take_it_off(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="设有打开密码"):
        read_sheets(locked(tmp_path, "只有我知道"))


def test_process_that_reads_tables_loads_only_what_it_reads_an_xlsx_with(tmp_path: Path) -> None:
    # It is started for the first file of each run of the program: whatever it loads, every import waits for.
    path = save_xlsx(tmp_path / "a.xlsx", ROWS)
    reads = f"from hotline_desktop.exchange.opening.table_files import sheets_of; sheets_of(Path({str(path)!r}))"
    tells = (
        "print(*(name for name in sys.modules if name.startswith('hotline_desktop.')), 'dataclasses' in sys.modules)"
    )
    script = (
        f"import sys; from pathlib import Path; import hotline_desktop.exchange.opening.table_child; {reads}; {tells}"
    )
    *loaded, compiles_classes = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=PROJECT
    ).stdout.split()
    assert {name.split(".")[1] for name in loaded} == {"domain", "exchange"}
    assert {name for name in loaded if name.startswith("hotline_desktop.domain.")} <= {
        "hotline_desktop.domain.terms",
        *(
            f"hotline_desktop.domain.terms.{name}"
            for name in ("blank_words", "clauses", "dates", "errors", "os_errors", "patterns", "text", "ticket_numbers")
        ),
    }
    assert compiles_classes == "False"


def test_whoever_waits_for_a_large_file_is_told_that_it_goes_on_and_may_stop_it(tmp_path: Path) -> None:
    large = save_text(tmp_path / "large.csv", [HEADERS, *([ticket()] * 200_000)])
    told: list[int] = []

    def stop_at_the_third(_done: int, _total: int) -> None:
        told.append(1)
        if len(told) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_sheets(large, stop_at_the_third)

    assert len(told) == 3
    small = save_xlsx(tmp_path / "a.xlsx", [HEADERS, ticket()])
    assert len(read_sheets(small, lambda _done, _total: None)[0].rows) == 2, "the next file is read as ever"
    with pytest.raises(ReadError, match="不存在"):
        read_sheets(tmp_path / "no.xlsx", lambda _done, _total: None)
