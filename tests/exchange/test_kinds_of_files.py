"""Files of other programs: what they hide and hold is told, what is no table is named."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path
from quopri import encodestring

import pytest

from hotline_desktop.exchange.formats.old_workbook import old_workbook_facts
from hotline_desktop.exchange.opening.reader import read_sheets
from hotline_desktop.exchange.sheets.sheet import ReadError
from tests.exchange import raw_xlsx as raw
from tests.exchange.tables import HEADERS, opened, save_xlsx, ticket, tickets_in

N1, N2 = "20220905091001", "20220905091002"
_OFFICE, _TABLE, _TEXT = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text"))


def ods(path: Path, rows: Sequence[Sequence[str]], rows_say: Sequence[str] = (), before: str = "") -> Path:
    """An .ods; a cell that is no XML yet becomes one with that text, ``rows_say`` are attributes of the rows."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    said = [*rows_say, *[""] * (len(rows) - len(rows_say))]
    body = "".join(
        f"<table:table-row{says}>{''.join(c if c.startswith('<') else cell.format(c) for c in row)}</table:table-row>"
        for row, says in zip(rows, said, strict=True)
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{_OFFICE}" xmlns:table="{_TABLE}" xmlns:text="{_TEXT}">'
            f'<office:body><office:spreadsheet><table:table table:name="工单">{before}{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        package.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def call(number: str = N1, **changes: str) -> list[str]:
    return [str(cell) for cell in ticket(number, **changes)]


def test_merged_cells_of_an_ods_are_the_value_of_each_row(tmp_path: Path) -> None:
    spans = 'office:value-type="string" table:number-rows-spanned="2"'
    over = f"<table:table-cell {spans}><text:p>李四</text:p></table:table-cell>"
    first, second = call(来电人=over), call(N2, 来电人="<table:covered-table-cell/>")
    rows = tickets_in(ods(tmp_path / "a.ods", [list(HEADERS), first, second]))
    assert [(row.number, row.caller) for row in rows] == [(N1, "李四"), (N2, "李四")]


def test_what_an_ods_hides_is_known(tmp_path: Path) -> None:
    hidden = ("", "", ' table:visibility="filter"', ' table:visibility="collapse"')
    column = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    file = opened(ods(tmp_path / "a.ods", [list(HEADERS), call(), call(N2), call("20220905091003")], hidden, column))
    assert (file.hidden_rows, file.hidden_columns) == (frozenset((3, 4)), frozenset((2,)))


def test_comments_and_pictures_of_an_ods_are_told_and_are_no_text_of_the_cell(tmp_path: Path) -> None:
    note = "<office:annotation><text:p>领导批示</text:p></office:annotation>"
    cell = f'<table:table-cell office:value-type="string">{note}<text:p>李四</text:p></table:table-cell>'
    path = ods(tmp_path / "a.ods", [list(HEADERS), call(来电人=cell), call(N2, 标题=cell)])
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("Pictures/1.png", b"\x89PNG")
    assert opened(path).beside == ("2 处批注", "1 张图片")
    assert [row.caller for row in tickets_in(path)] == ["李四", "张三丰"]


def test_errors_and_formulas_without_a_value_in_an_ods_are_told(tmp_path: Path) -> None:
    kind = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    is_error = f'{kind} office:value-type="string" office:string-value="" calcext:value-type="error"'
    failed = f'<table:table-cell table:formula="of:=NA()" {is_error}><text:p>#N/A</text:p></table:table-cell>'
    unknown = failed.replace("#N/A", "Err:508")
    uncalculated = '<table:table-cell table:formula="of:=A1"/>'
    path = ods(tmp_path / "a.ods", [list(HEADERS), call(标题=failed), call(N2, 标题=unknown, 承办单位=uncalculated)])
    first, second = tickets_in(path)
    assert (first.title, first.warnings[0].text) == ("", "#N/A")
    assert [warning.text for warning in second.warnings] == ["#VALUE!", "#公式未计算"]


def test_errors_in_an_old_workbook_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    begin, end = _record(0x0809, struct.pack("<H14x", 0x0600)), _record(0x000A, b"")
    place = len(begin) + len(_record(0x0085, b"\0" * 9)) + len(end)
    book = begin + _record(0x0085, struct.pack("<IBBBB", place, 0, 0, 1, 0) + b"A") + end
    cells = (
        _record(0x0205, struct.pack("<HHHBB", 1, 7, 0, 0x2A, 1)),
        _record(0x0205, struct.pack("<HHHBB", 1, 6, 0, 1, 0)),  # true
        _record(0x0006, struct.pack("<HHHBxBxxxH8x", 2, 3, 0, 2, 0x17, 0xFFFF)),
        _record(0x0006, struct.pack("<HHHd8x", 2, 4, 0, 2.0)),
    )
    monkeypatch.setattr("olefile.OleFileIO", _holding(book + begin + b"".join(cells) + end))
    assert old_workbook_facts(b"").sheets["A"].shown == ((1, 7, "#N/A"), (2, 3, "#REF!"))


def test_what_an_xml_table_hides_and_holds_beside_its_cells_is_told(tmp_path: Path) -> None:
    def row(cells: Sequence[str], said: str = "", note: str = "") -> str:
        data = (f'<Cell><Data ss:Type="String">{cell}</Data>{note}</Cell>' for cell in cells)
        return f"<Row{said}>{''.join(data)}</Row>"

    spaces = "urn:schemas-microsoft-com:office:spreadsheet", "urn:schemas-microsoft-com:office:excel"
    columns = '<Column/><Column ss:Hidden="1" ss:Span="1"/><Column ss:Index="6" ss:Hidden="1"/>'
    note = "<Comment><Data>领导批示</Data></Comment>"
    body = row(HEADERS) + row(call(), note=note) + row(call(N2), ' ss:Hidden="1"')
    shown = f'<Worksheet ss:Name="工单"><Table>{columns}{body}</Table></Worksheet>'
    options = f'<WorksheetOptions xmlns="{spaces[1]}"><Visible>SheetHidden</Visible></WorksheetOptions>'
    hidden = f'<Worksheet ss:Name="旧"><Table>{row(["甲", "乙"])}</Table>{options}</Worksheet>'
    book = f'<Workbook xmlns="{spaces[0]}" xmlns:ss="{spaces[0]}">{shown}{hidden}</Workbook>'
    (tmp_path / "a.xls").write_text(f'<?xml version="1.0"?>{book}', "utf-8")
    file = opened(tmp_path / "a.xls")
    assert (file.hidden_rows, file.hidden_columns) == (frozenset((3,)), frozenset((1, 2, 5)))
    assert (file.hidden_sheets, file.beside) == (("旧",), ("8 处批注",))


def test_rows_that_a_page_does_not_show_are_known(tmp_path: Path) -> None:
    lines = [("", HEADERS), ("", call()), (' style="height:0;display: none"', call(N2))]
    rows = "".join(f"<tr{said}>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>" for said, cells in lines)
    (tmp_path / "a.xls").write_text(f"<table>{rows}</table>", "utf-8")
    assert opened(tmp_path / "a.xls").hidden_rows == {3}


def page_of(*lines: Sequence[str], tag: str = "td") -> str:
    cells = ("".join(f"<{tag}>{cell}</{tag}>" for cell in line) for line in lines)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in cells)}</table>"


@pytest.mark.parametrize("tag", ["th", "td"])
@pytest.mark.parametrize("over_the_bar", [[], [""]])
def test_headers_in_a_table_of_their_own_belong_to_the_rows_below(
    tmp_path: Path, tag: str, over_the_bar: list[str]
) -> None:
    head = page_of([*HEADERS, *over_the_bar], tag=tag)
    pages = page_of(["状态", "全部"]) + f"<div>{head}</div><div>{page_of(call(), call(N2), call())}</div>"
    (tmp_path / "a.xls").write_text(f"<html><body>{pages}</body></html>", "utf-8")
    file = opened(tmp_path / "a.xls")
    assert ([row.number for row in tickets_in(file.path)], file.first_row) == ([N1, N2, N1], 2)


def test_tables_of_another_width_stay_apart(tmp_path: Path) -> None:
    head, rows = page_of(["单位", "件数"], tag="th"), page_of(HEADERS, call(), call(N2))
    (tmp_path / "a.xls").write_text(head + rows + page_of(HEADERS, tag="th"), "utf-8")
    assert [len(sheet.rows) for sheet in read_sheets(tmp_path / "a.xls")] == [3, 1, 1]


@pytest.mark.parametrize(
    "unseen",
    [
        '<span style="display:none">99</span>', '<div style="Display : None">9<b>9</b><br>9</div>',
        "<script>9<9</script>", "<style>.a{color:red}</style>", '<i style="display:none">9<b>9</i>',
        '<input style="display:none">',
    ],
)  # fmt: skip
def test_what_a_page_does_not_show_is_no_text_of_a_cell(tmp_path: Path, unseen: str) -> None:
    first = call(unseen + N1, 标题=f"路灯{unseen}不亮")
    (tmp_path / "a.xls").write_text(page_of(HEADERS, first, call(N2)), "utf-8")
    rows = tickets_in(tmp_path / "a.xls")
    assert [(row.number, row.title) for row in rows] == [(N1, "路灯不亮"), (N2, "路灯不亮")]


def test_an_ods_that_repeats_a_row_a_million_times_is_refused_at_once(tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", [list(HEADERS), call()], ("", ' table:number-rows-repeated="900000"'))
    with pytest.raises(ReadError, match="太大"):
        read_sheets(path)


def test_an_ods_with_empty_rows_to_the_end_is_no_trouble(tmp_path: Path) -> None:
    empty = ['<table:table-cell table:number-columns-repeated="1024"/>']
    says = ("", "", ' table:number-rows-repeated="1048574" table:visibility="collapse"')
    file = opened(ods(tmp_path / "a.ods", [list(HEADERS), call(), empty], says))
    assert (len(file.rows), file.hidden_rows) == (1, frozenset())


def test_rows_of_no_height_are_hidden_ones(tmp_path: Path) -> None:
    rows = [raw.row(1, HEADERS), raw.row(2, call()), raw.row(3, call(N2), ' ht="0" customHeight="1"')]
    file = opened(raw.save(tmp_path / "a.xlsx", {"工单": raw.sheet([*rows, raw.row(4, call(), ' ht="0.75"')])}))
    assert file.hidden_rows == {3}


def test_comments_and_pictures_beside_the_cells_are_told(tmp_path: Path) -> None:
    path = save_xlsx(tmp_path / "a.xlsx", [HEADERS, ticket()])
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/comments1.xml", '<comments><commentList><comment ref="A2"/></commentList></comments>')
        package.writestr("xl/media/image1.png", b"\x89PNG")
    assert opened(path).beside == ("1 处批注", "1 张图片")


def test_a_picture_in_a_cell_is_no_text(tmp_path: Path) -> None:
    shown = raw.formula('_xlfn.DISPIMG("ID_1",1)', "C2", '=DISPIMG("ID_1",1)')
    rows = [raw.row(1, HEADERS), raw.row(2, call(来电内容=shown))]
    (row,) = tickets_in(raw.save(tmp_path / "a.xlsx", {"工单": raw.sheet(rows)}))
    assert row.content == ""
    assert [(warning.column, "嵌入的图片" in warning.reason) for warning in row.warnings] == [("来电内容", True)]


@pytest.mark.parametrize(("text", "told"), [("???", True), ("路灯\ufffd不亮", True), ("真的吗??", False), ("?", False)])
def test_text_that_an_export_destroyed_is_told(tmp_path: Path, text: str, told: bool) -> None:
    (row,) = tickets_in(save_xlsx(tmp_path / "a.xlsx", [HEADERS, ticket(来电内容=text)]))
    assert [("编码不对" in warning.reason) for warning in row.warnings] == [True] * told


def test_days_of_an_old_workbook_count_from_1904_where_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def stream(flag: int) -> bytes:
        records = ((0x0809, b"\0" * 16), (0x0022, struct.pack("<H", flag)), (0x000A, b""))
        return b"".join(struct.pack("<HH", number, len(body)) + body for number, body in records)

    for flag in (0, 1):
        monkeypatch.setattr("olefile.OleFileIO", _holding(stream(flag)))
        assert old_workbook_facts(b"").from_1904 is bool(flag)


def _record(number: int, body: bytes) -> bytes:
    return struct.pack("<HH", number, len(body)) + body


@pytest.mark.parametrize(
    ("version", "stream", "name"),
    [(0x0600, "Workbook", b"\2\1" + "工单".encode("utf-16-le")), (0x0500, "Book", b"\4" + "工单".encode("cp936"))],
)
def test_what_old_workbooks_hide_and_their_comments_are_known(
    monkeypatch: pytest.MonkeyPatch, version: int, stream: str, name: bytes
) -> None:
    begin, end = _record(0x0809, struct.pack("<H14x", version)), _record(0x000A, b"")
    hidden = _record(0x0208, struct.pack("<H10xB3x", 2, 0x20)), _record(0x007D, struct.pack("<HH4xH2x", 1, 1, 1))
    notes = _record(0x001C, struct.pack("<HH4x", 1, 3)), _record(0x001C, struct.pack("<HH4x", 0xFFFF, 0))
    first = begin + _record(0x0042, struct.pack("<H", 936))
    place = len(first) + len(_record(0x0085, b"\0" * 6 + name)) + len(end)
    book = first + _record(0x0085, struct.pack("<IBB", place, 0, 0) + name) + end
    sheet = begin + b"".join((*hidden, *notes)) + end
    monkeypatch.setattr("olefile.OleFileIO", _holding(book + sheet, stream))
    facts = old_workbook_facts(b"")
    assert facts.beside == ("1 处批注",)
    assert {name: (each.hidden_rows, each.hidden_columns) for name, each in facts.sheets.items()} == {
        "工单": (frozenset((2,)), frozenset((1,)))
    }


def _holding(stream: bytes, stream_name: str = "Workbook") -> type:
    import io

    class Package:
        def __init__(self, _file: object) -> None: ...
        def __enter__(self) -> Package:
            return self

        def __exit__(self, *_error: object) -> None: ...
        def exists(self, name: str) -> bool:
            return name == stream_name

        def openstream(self, name: str) -> io.BytesIO:
            assert name == stream_name
            return io.BytesIO(stream)

    return Package


def test_a_page_saved_in_one_file_is_read(tmp_path: Path) -> None:
    cells = "".join(f"<th>{header}</th>" for header in HEADERS), "".join(f"<td>{cell}</td>" for cell in call())
    page = encodestring(f"<table><tr>{cells[0]}</tr><tr>{cells[1]}</tr></table>".encode("gb18030"))
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
    part = 'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    (tmp_path / "a.xls").write_bytes(head.encode() + part.encode() + page + b"\r\n--x--")
    (row,) = tickets_in(tmp_path / "a.xls")
    assert (row.number, row.caller, row.phones) == (N1, "张三丰", ("13800010001",))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.xlsx", b"GIF89a....", "这是图片"),
        ("a.xlsx", b"\0\0\0\x18ftypheic....", "这是图片或录像"),
        ("a.csv", b"ID3\x04....", "这是录音"),
        ("a.xls", b'<?xml version="1.0"?><list><item>1</item></list>', "这是别的系统用的 XML"),
        (".~a.xlsx", b"lock", "临时文件"),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ReadError, match=said):
        read_sheets(tmp_path / name)


@pytest.mark.parametrize(
    ("part", "said"),
    [("word/document.xml", "这是 Word 文字文件"), ("工单.xlsx", "解压"), ("OFD.xml", "OFD"), ("x.bin", "已损坏")],
)
def test_what_an_archive_holds_instead_is_named(tmp_path: Path, part: str, said: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as package:
        package.writestr(part, "<x/>")
    with pytest.raises(ReadError, match=said):
        read_sheets(tmp_path / "a.xlsx")


def test_a_part_that_packs_to_almost_nothing_is_refused_unread(tmp_path: Path) -> None:
    path = save_xlsx(tmp_path / "a.xlsx", [HEADERS, ticket()])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package, package.open("xl/x.xml", "w") as part:
        for _ in range(110):
            part.write(b"<si><t>a</t></si>" * 60_000)
    with pytest.raises(ReadError, match="太大"):
        read_sheets(path)


@pytest.mark.parametrize("first", ["ID3编号", "GIF8张", "Rar!"])
def test_headers_that_begin_as_other_files_do_are_headers(tmp_path: Path, first: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{first},工单编号,标题\n1,20220905091001,路灯不亮\n", encoding="utf-8")
    assert [row.title for row in tickets_in(path)] == ["路灯不亮"]
