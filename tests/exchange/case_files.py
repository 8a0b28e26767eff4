"""Recipes for small files of kinds that offices really send. A test makes each anew; people in them are invented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.exchange import raw_xlsx as raw

HEADERS = ("工单编号", "标题", "来电内容", "来电人", "联系电话", "来电时间", "承办单位")
WIDE = (*HEADERS, "收单时间", "案件期限")
PHONE, MOMENT, UNIT = "13800138000", "2026-11-02 09:30", "城建中心"
SERIAL = 46328.395833333336  # the same moment as a spreadsheet counts it


def number(place: int) -> str:
    """The number of the row at that place, from 1."""
    return f"202611020930{place:02}"


def line(place: int, **changes: str) -> list[str]:
    """A row under WIDE; ``changes`` by header."""
    cells = (
        number(place),
        f"路灯不亮{place}",
        "路灯坏了请派人修",
        "张三",
        PHONE,
        MOMENT,
        UNIT,
        "2026-11-02 10:00",
        "2026-11-09 17:00",
    )
    return list({**dict(zip(WIDE, cells, strict=True)), **changes}.values())


def sheet(*lines: list[str], headers: tuple[str, ...] = WIDE, behind: str = "", before: str = "") -> str:
    """A worksheet with the lines below the headers."""
    rows = [raw.row(place, cells[: len(headers)]) for place, cells in enumerate([list(headers), *lines], 1)]
    return raw.sheet(rows, behind, before)


def _book(path: Path, xml: str, **options: object) -> None:
    raw.save(path, {"工单": xml}, **options)  # type: ignore[arg-type]


def _csv(path: Path, text: str, encoding: str = "utf-8") -> None:
    path.write_bytes(text.encode(encoding))


def _csv_lines(*lines: str) -> str:
    return "\r\n".join((",".join(HEADERS[:6]), *lines)) + "\r\n"


def _plain(place: int, title: str = "路灯", content: str = "路灯不亮") -> str:
    return f"{number(place)},{title},{content},张三,{PHONE},{MOMENT}"


def long_numbers(path: Path) -> None:
    """Numbers of 17 and 18 digits stored as numbers."""
    headers = (*HEADERS, "原编号", "身份证号")
    first = [*line(1)[:7], raw.number("20261102093001123", "H2"), raw.number("310115199001012345", "I2")]
    second = [raw.number("20261102093002123", "A3"), *line(2)[1:7], "", ""]
    third = [raw.number("2.0261102093003E+13", "A4"), *line(3)[1:4], raw.number(PHONE, "E4"), *line(3)[5:7], "", ""]
    _book(path, sheet(first, second, third, headers=headers))


def counted_from_1904(path: Path) -> None:
    """A typed day and a bare serial number in a workbook whose days count from 1904."""
    serial = str(SERIAL - 1462)
    typed = line(1, 来电时间=raw.number(serial, "F2", 1))
    bare = line(2, 来电时间=raw.number(serial, "F3"))
    _book(path, sheet(typed, bare), properties='<workbookPr date1904="1"/>', formats=["yyyy-mm-dd hh:mm"])


def wrong_range(path: Path) -> None:
    """The sheet claims to be one cell large."""
    _book(path, sheet(line(1), line(2), before='<dimension ref="A1"/>'))


def hidden_row(path: Path) -> None:
    """A row that a filter hides."""
    rows = [raw.row(1, WIDE), raw.row(2, line(1)), raw.row(3, line(2), ' hidden="1"'), raw.row(4, line(3))]
    _book(path, raw.sheet(rows))


def hidden_column(path: Path) -> None:
    """A column that somebody hid, and one beside the table."""
    hidden = '<cols><col min="1" max="2" width="9"/><col min="3" max="3" width="9" hidden="1"/></cols>'
    _book(path, sheet(line(1), line(2), before=hidden))


def formulas(path: Path) -> None:
    """Formulas without a value, with one, and with an error."""
    _book(
        path,
        sheet(
            line(1, 来电内容=raw.formula('"路灯"&"不亮"', "C2")),
            line(2, 工单编号=raw.formula('"20261102093002"', "A3")),
            line(3, 来电内容=raw.formula('IF(1,"","x")', "C4", "")),
            line(4, 来电内容=raw.formula('"路灯"&"不亮"', "C5", "路灯不亮")),
            line(5, 来电内容=raw.formula("NA()", "C6", "#N/A", "e")),
        ),
    )


NUMBER_FORMATS = ("0", "0_ ", '[$-804]0"号"', "#,##0", '"d"0', "[Red]0;[Blue]-0", "0.00E+00", "@")
DATE_FORMATS = (
    "yyyy/m/d h:mm",
    "[$-804]yyyy年m月d日 hh:mm",
    'm"月"d"日" h:mm',
    "[DBNum1]yyyy年m月d日",
    "yyyy\\-mm\\-dd\\ hh:mm:ss",
)


def number_formats(path: Path) -> None:
    """Formats that look like those of days and are not: the number stays a number."""
    lines = [
        line(
            place,
            工单编号=raw.number(number(place), f"A{place + 1}", place),
            联系电话=raw.number(PHONE, f"E{place + 1}", place),
        )
        for place in range(1, len(NUMBER_FORMATS) + 1)
    ]
    _book(path, sheet(*lines), formats=NUMBER_FORMATS)


def date_formats(path: Path) -> None:
    """Days under many formats."""
    lines = [
        line(place, 来电时间=raw.number(str(SERIAL), f"F{place + 1}", place))
        for place in range(1, len(DATE_FORMATS) + 1)
    ]
    _book(path, sheet(*lines), formats=DATE_FORMATS)


def like_formulas(path: Path) -> None:
    """Texts that a spreadsheet could take for formulas."""
    _book(
        path,
        sheet(line(1, 标题="=cmd|' /C calc'!A0", 来电人="+SUM(1)"), line(2, 标题="@SUM(1)", 来电内容="-1+2 元没退")),
    )


def rare_characters(path: Path) -> None:
    """Characters outside the first plane, and marks at the ends of lines."""
    _book(path, sheet(line(1, 来电人="𫚭玃", 来电内容="㮾梨街道塘㙍镇䢺江镇：“路灯不亮。”（𬭎）")))


def stray_last_row(path: Path) -> None:
    """A cell with a space in the last row that a sheet can have."""
    rows = [raw.row(1, WIDE), raw.row(2, line(1)), f'<row r="1048576">{raw.text(" ", "A1048576")}</row>']
    _book(path, raw.sheet(rows))


def stray_last_column(path: Path) -> None:
    """Cells with a space in the last column."""
    rows = [
        raw.row(place, [*cells, raw.text(" ", f"XFD{place}")])
        for place, cells in enumerate([list(WIDE), line(1), line(2)], 1)
    ]
    _book(path, raw.sheet(rows))


def two_people(path: Path) -> None:
    """诉求人 and 承办人 above 姓名 and 手机号; the second citizen left nothing."""
    rows = [
        ["工单编号", "标题", "来电内容", "诉求人", "", "承办人", "", "来电时间"],
        ["", "", "", "姓名", "手机号", "姓名", "手机号", ""],
        [number(1), "路灯", "路灯不亮", "张三", PHONE, "王科长", "13900139000", MOMENT],
        [number(2), "路灯", "路灯不亮", "", "", "王科长", "13900139000", MOMENT],
    ]
    ranges = ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1", "H1:H2")
    _book(path, raw.sheet([raw.row(place, cells) for place, cells in enumerate(rows, 1)], raw.merged(*ranges)))


INVISIBLE = "\u202d\u200e\u2060\ufe0e\u200b\xad\u2066"


def invisible(path: Path) -> None:
    """Marks that are not seen round numbers, telephones, days and in names."""
    lines = [
        line(place, 工单编号=mark + number(place), 来电人=f"张{mark}三", 联系电话=mark + PHONE, 来电时间=mark + MOMENT)
        for place, mark in enumerate(INVISIBLE, 1)
    ]
    _book(path, sheet(*lines))


def wrapped_cells(path: Path) -> None:
    """What keeps a spreadsheet from taking a text for a number."""
    shapes = ('="{}"', "{}\t", "'{}", "`{}")
    lines = [
        f"{shape.format(number(i))},路灯,不亮,张三,{shape.format(PHONE)},{MOMENT}" for i, shape in enumerate(shapes, 1)
    ]
    _csv(path, _csv_lines(*lines, f"2.02611E+13,路灯,不亮,张三,1.38E+10,{MOMENT}"), "utf-8-sig")


def without_references(path: Path) -> None:
    """Cells that do not say where they stand."""
    rows = "".join(f"<row>{''.join(map(raw.text, cells))}</row>" for cells in (WIDE, line(1), line(2)))
    _book(path, raw.sheet([rows]))


def absolute_parts(path: Path) -> None:
    """Names of parts that begin at the root of the file."""
    _book(path, sheet(line(1)), target="/xl/worksheets/")


def cut_utf8(path: Path) -> None:
    """A download that broke off inside a character."""
    path.write_bytes(_csv_lines(_plain(1), f"{number(2)},井").encode()[:-3])


def cut_gbk(path: Path) -> None:
    """The same in GBK."""
    path.write_bytes(_csv_lines(_plain(1), f"{number(2)},井").encode("gbk")[:-3])


def open_quote(path: Path) -> None:
    """A quotation mark that nobody closed."""
    _csv(path, _csv_lines(_plain(1, content='"他说路灯不亮'), _plain(2), _plain(3), _plain(4)))


def inner_quotes(path: Path) -> None:
    """Quotation marks inside texts."""
    _csv(
        path,
        _csv_lines(
            _plain(1, content='他说"路灯"不亮'), _plain(2, content='5"水管'), _plain(3, content='"写明""原话"",后面"')
        ),
    )


def comma_in_text(path: Path) -> None:
    """A comma that was not quoted."""
    _csv(path, _csv_lines(_plain(1, content="路灯不亮,还有井盖"), _plain(2)))


def mixed_encodings(path: Path) -> None:
    """Lines of two programs."""
    path.write_bytes(_csv_lines(_plain(1)).encode() + f"{_plain(2)}\r\n".encode("gbk"))


def returns_only(path: Path) -> None:
    """Lines that end as on old Macs."""
    _csv(path, _csv_lines(_plain(1), _plain(2)).replace("\r\n", "\r"))


def many_lines_in_a_cell(path: Path) -> None:
    """Line breaks inside a quoted text."""
    _csv(path, _csv_lines(_plain(1, content='"第一行\r\n第二行\n第三行"'), _plain(2)))


def stated_separator(path: Path) -> None:
    """Excel's own first line that names the separator."""
    _csv(path, "sep=;\r\n" + _csv_lines(_plain(1)).replace(",", ";"), "utf-8-sig")


def html(path: Path) -> None:
    """A page called .xls whose numbers are shown shortened."""
    path.write_text(
        "<html><table><tr><td rowspan=2>工单编号<td rowspan=2>标题<td rowspan=2>来电内容<td colspan=2>诉求人"
        "<td rowspan=2>来电时间</tr><tr><td>姓名<td>联系电话</tr>"
        f'<tr><td x:num="{number(1)}">2.02611E+13<td>路灯<td>第一行<br>第二行<td>张三'
        f'<td x:str="{PHONE}">{PHONE}<td>{MOMENT}</tr>'
        f"<tr><td x:str>{number(2)}<td>路灯<td>不亮<td>李四<td>13900139000<td>2026/11/2 9:30</tr></table></html>",
        "utf-8",
    )


def xml_2003(path: Path) -> None:
    """Typed numbers in E notation, a typed moment."""

    def cell(word: str, kind: str = "String") -> str:
        return f'<Cell><Data ss:Type="{kind}">{word}</Data></Cell>'

    heads = "".join(map(cell, HEADERS[:6]))
    cells = cell("2.0261102093001E13", "Number") + cell("路灯") + cell("不亮") + cell("张三")
    cells += cell("1.3800138E10", "Number") + cell("2026-11-02T09:30:00.000", "DateTime")
    path.write_text(
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="工单"><Table>'
        f'<Row>{heads}</Row><Row ss:Index="4">{cells}</Row></Table></Worksheet></Workbook>',
        "utf-8",
    )


def times_with_a_dot(path: Path) -> None:
    """17.30 is half past five."""
    said = ("2026-11-02 17.30", "2026-11-02 09.05", "2026-11-02 9.05", "2026/11/2 11.45")
    _book(path, sheet(*(line(place, 收单时间=text) for place, text in enumerate(said, 1))))


def row_for_each_unit(path: Path) -> None:
    """One ticket in two rows."""
    _book(path, sheet(line(1), line(1, 承办单位="李家村"), line(2)))


def below_titles(path: Path) -> None:
    """Headers below five lines of titles, sums and a note below the tickets."""
    titles = [
        ["新海镇12345热线工单周报"],
        [""],
        ["统计周期：2026-11-01 至 2026-11-07", "", "", "填表人：王某"],
        ["注：红色为紧急"],
        [""],
    ]
    ends = [["合计", "", "", "", "3"], ["城建中心 小计", "2"], ["总计", "3"], ["", "制表人：张"]]
    rows = [*titles, list(WIDE), line(1), line(2), [""], line(3), *ends]
    _book(path, raw.sheet([raw.row(place, cells) for place, cells in enumerate(rows, 1)]))


def named_like_sums(path: Path) -> None:
    """Complaints whose titles begin like sums."""
    _book(
        path,
        sheet(
            line(1, 标题="合计多收停车费", 来电内容="合计多收费30元"),
            line(2, 标题="共管账户", 来电内容="说明书与实物不符"),
        ),
    )


def number_shapes(path: Path) -> None:
    """Numbers as people write them."""
    shapes = (
        f"{number(1)}.0", "00012345", "SH-2026-000123", "沪12345〔2026〕88号", "1" * 31, f"工单编号：{number(6)}",
        f"{number(7)}（重复）", "20261102 093008", f"{number(9)}/1", "20261102_093010", "123.5",
    )  # fmt: skip
    _book(path, sheet(*(line(place, 工单编号=shape) for place, shape in enumerate(shapes, 1))))


def district_headers(path: Path) -> None:
    """The headers of a district's platform."""
    cells = {
        "任务编号": "1611A0001",
        "案件状态名称": "处置中",
        "发生地址": "东路1号",
        "渠道来源名称": "12345上海市民热线",
        "立案部门名称": "新海镇",
        "问题描述": "路灯不亮",
        "最后主责部门名": "新海镇",
        "外系统管理单号": number(1),
        "案件大类名": "公用设施",
        "案件小类名": "路灯",
        "三级主责部门名称": UNIT,
        "处理结果": "",
        "年月日时分秒立案时间": f"{MOMENT}:00",
        "年月日时分秒结案时间": "",
    }
    _book(path, raw.sheet([raw.row(1, list(cells)), raw.row(2, list(cells.values()))]))


Recipe = Callable[[Path], None]
