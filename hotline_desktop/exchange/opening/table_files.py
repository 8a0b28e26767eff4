"""Opens a table file by what it contains, whatever its name ends in: Excel, HTML or XML called .xls, text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.exchange.formats.web_archive import is_web_archive, pages_of
from hotline_desktop.exchange.opening.not_tables import what_else_it_holds, what_it_begins_as
from hotline_desktop.exchange.sheets.cells import is_blank
from hotline_desktop.exchange.sheets.sheet import MOST_CELLS, Merge, ReadError, Sheet, column_letter

# What only one kind of file needs is loaded when such a file comes: this runs in a process that is started for it.
if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

    from hotline_desktop.domain.importing.model import Cell
    from hotline_desktop.exchange.formats.workbook_facts import WorkbookFacts

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_COLUMNS = 16_384
_TABLE_KINDS = "请选择 .xlsx、.xls、.csv 或 .txt 表格文件"
_BY_COLUMNS = "请用 Excel 打开，用“数据”里的“分列”分好各列，另存为 .xlsx 后再试"
_SAVE_AGAIN = "请用 Excel 或 WPS 打开并另存为 .xlsx 后再试，仍打不开的请重新导出"


def sheets_of(path: Path) -> tuple[Sheet, ...]:
    """Every worksheet of the file that holds anything, visible ones first; a hostile file can end the process.

    Reads .xlsx, .xlsm, .xls, .ods, comma, semicolon or tab separated text in UTF-8, UTF-16 or GB18030, and the
    HTML and XML tables that systems save under the name .xls. Raises ReadError.
    """
    data = _read_bytes(path)
    head = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").lower()
    if data.startswith((_ZIP, _OLE)):
        sheets = _read_spreadsheet(path, data)
    elif head.startswith(b"<"):
        sheets = _read_markup(path, [data])
    elif is_web_archive(head):
        sheets = _read_markup(path, pages_of(data))
    else:
        sheets = (_read_text(path, data),)
    filled = [sheet for sheet in sheets if any(not is_blank(cell) for row in sheet.rows for cell in row)]
    if not filled:
        raise ReadError(path, "表格是空的", "请重新导出后再试")
    return tuple(sorted(filled, key=lambda sheet: sheet.hidden))


def _read_bytes(path: Path) -> bytes:
    if path.name.startswith(("~$", ".~")):
        raise ReadError(path, "这是 Excel、WPS 打开表格时留下的临时文件", "请选择表格本身")
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise ReadError(path, "这不是普通文件", _TABLE_KINDS)
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReadError(path, "文件不存在", "请检查文件是否被移动或改名") from None
    except IsADirectoryError:
        raise ReadError(path, "这是文件夹", _TABLE_KINDS) from None
    except PermissionError:
        raise ReadError(path, "没有读取权限，或文件正被别的程序占用", "请关闭打开它的程序后再试") from None
    except OSError as error:
        reason = machine_reason(error)
        raise ReadError(path, f"磁盘读取出错（{reason}）", "请把文件复制到本机硬盘后再试") from error
    if not data:
        raise ReadError(path, "文件是空的（0 字节），可能没有下载完", "请重新导出后再试")
    if kind := what_it_begins_as(data):
        raise _no_table(path, kind)
    return data


def _no_table(path: Path, kind: str) -> ReadError:
    return ReadError(path, f"{kind}，不是表格", _TABLE_KINDS)


def _read_spreadsheet(path: Path, data: bytes) -> tuple[Sheet, ...]:
    from python_calamine import CalamineWorkbook, PasswordError

    from hotline_desktop.exchange.opening.locked_files import encrypted, unlocked

    if data.startswith(_OLE):
        data = unlocked(path, data)
    try:
        data, facts = _facts(path, data)
        return _calamine_sheets(CalamineWorkbook.from_filelike(io.BytesIO(data)), facts)
    except PasswordError:
        raise encrypted(path) from None
    except MemoryError as error:
        raise too_large(path) from error
    except ReadError:
        raise
    except BaseException as error:
        # The reader is compiled: what it did not foresee arrives as a panic outside Exception.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        kind = what_else_it_holds(data)
        raise (_no_table(path, kind) if kind else _damaged(path)) from error


def _facts(path: Path, data: bytes) -> tuple[bytes, WorkbookFacts]:
    """What a workbook says of itself; of an .xlsx also its bytes without stray cells.

    Raises ReadError where it reaches too far.
    """
    from hotline_desktop.exchange.formats.open_document import EncryptedPackage
    from hotline_desktop.exchange.formats.workbook_facts import PartTooLarge, WorkbookFacts, without_strays
    from hotline_desktop.exchange.opening.locked_files import encrypted

    if data.startswith(_OLE):
        from hotline_desktop.exchange.formats.old_workbook import old_workbook_facts

        return data, old_workbook_facts(data)
    if not data.startswith(_ZIP):
        return data, WorkbookFacts({})
    try:
        facts = _read_facts(data)
        trimmed = without_strays(data, facts)
        facts = facts if trimmed is data else _read_facts(trimmed)
    except PartTooLarge:
        raise too_large(path) from None
    except EncryptedPackage:
        raise encrypted(path) from None
    for name, sheet in facts.sheets.items():
        if sheet.height * sheet.width > MOST_CELLS:
            cell = f"{column_letter(sheet.width - 1)}{sheet.height}"
            raise ReadError(
                path,
                f"工作表“{name}”一直用到了 {cell} 单元格，多半是很远的地方误填了内容",
                f"请用 Excel 或 WPS 打开，删去表格以外的行和列后另存，再试一次（按 Ctrl+End 可以看到 {cell}）",
            )
    return trimmed, facts


def _read_facts(data: bytes) -> WorkbookFacts:
    import zipfile

    from hotline_desktop.exchange.formats.open_document import CONTENT, open_document_facts
    from hotline_desktop.exchange.formats.workbook_facts import workbook_facts

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return open_document_facts(package) if CONTENT in package.namelist() else workbook_facts(package)


def _calamine_sheets(workbook: CalamineWorkbook, facts: WorkbookFacts) -> tuple[Sheet, ...]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return tuple(
        _calamine_sheet(workbook, index, meta.name, meta.visible != SheetVisibleEnum.Visible, facts)
        for index, meta in enumerate(workbook.sheets_metadata)
        if meta.typ == SheetTypeEnum.WorkSheet
    )


def _calamine_sheet(workbook: CalamineWorkbook, index: int, name: str, hidden: bool, facts: WorkbookFacts) -> Sheet:
    from hotline_desktop.exchange.formats.workbook_facts import SheetFacts

    sheet, said = workbook.get_sheet_by_index(index), facts.sheets.get(name, SheetFacts())
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise MemoryError
    # From A1 on, so that positions are the rows and columns that Excel shows.
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
    for row, column, word in said.shown:
        if row < MOST_CELLS and column < _MOST_COLUMNS:
            rows.extend([] for _ in range(row + 1 - len(rows)))
            rows[row].extend([""] * (column + 1 - len(rows[row])))
            rows[row][column] = word
    merges = said.merges or tuple(Merge(*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return Sheet(
        name, rows, hidden, False, merges, said.hidden_rows, facts.from_1904, said.hidden_columns, facts.beside
    )


def too_large(path: Path) -> ReadError:
    """The file as one whose content does not fit into the memory that reading may take."""
    return ReadError(
        path,
        "表格太大，或声称的范围远大于实际内容，读取它所需的内存超过了上限",
        "请用 Excel 或 WPS 打开，删去表格以外的行和列后另存，或按月份分成几个文件，再试一次",
    )


def _damaged(path: Path) -> ReadError:
    return ReadError(path, "文件已损坏，或不是表格", _SAVE_AGAIN)


def _read_text(path: Path, data: bytes) -> Sheet:
    from hotline_desktop.exchange.formats.spaced_columns import UnclearColumns
    from hotline_desktop.exchange.formats.text_tables import UndecodableText, decode_text, read_text_table

    try:
        text = decode_text(data)
        return Sheet(path.stem, read_text_table(text), text=True, unended=not text.endswith(("\n", "\r")))
    except UndecodableText as error:
        raise ReadError(path, str(error), _SAVE_AGAIN) from error
    except UnclearColumns as error:
        raise ReadError(path, str(error), _BY_COLUMNS) from error


def _read_markup(path: Path, pages: Sequence[bytes]) -> tuple[Sheet, ...]:
    from hotline_desktop.exchange.formats.markup_tables import read_html_tables, read_xml_sheets
    from hotline_desktop.exchange.formats.text_tables import UndecodableText, decode_text

    try:
        text = "\n".join(map(decode_text, pages))
        if "urn:schemas-microsoft-com:office:spreadsheet" in text[:4096]:
            return read_xml_sheets(text)
        if "<table" in text.lower():
            return read_html_tables(text)
    except UndecodableText as error:
        raise ReadError(path, str(error), _SAVE_AGAIN) from error
    except ValueError as error:
        raise _damaged(path) from error
    if text.startswith("<?xml") and "<html" not in text[:4096].lower():
        raise ReadError(path, "这是别的系统用的 XML 文件，里面没有表格", _TABLE_KINDS)
    raise ReadError(path, "这是网页，里面没有表格，可能是登录过期后下载的页面", "请重新登录后再导出")
