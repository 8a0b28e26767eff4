"""A table file as it is opened for an import: which sheet, which headers, and which sheets can be taken together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hotline_desktop.domain.importing.model import Cell, ColumnMapping, FurtherSheet, ImportFile, ImportRefused
from hotline_desktop.domain.importing.rows import Column
from hotline_desktop.exchange.headers.aliases import AliasTable, plain_header
from hotline_desktop.exchange.headers.columns import propose_mapping, signature
from hotline_desktop.exchange.headers.header import Table, best_table, find_table, is_sideways, samples, table_at
from hotline_desktop.exchange.headers.people import unclear_headers
from hotline_desktop.exchange.sheets.sheet import Sheet, column_letter

_UNTOUCHED = "没有改动任何数据。"
_ALIKE = 0.8  # of the headers that two sheets must share


def open_file(
    sheets: Sequence[Sheet],
    path: Path,
    aliases: AliasTable,
    sheet: str | None = None,
    header_row: int | None = None,
    together: Sequence[str] = (),
) -> ImportFile:
    """The file with the sheet and headers that seem right, or those that are named, and the mapping proposed for it.

    ``together`` are sheets taken with it. Raises ImportRefused: no such sheet or row, or another kind of sheet.
    """
    tables = [find_table(each, aliases) for each in sheets]  # once: a page may hold thousands
    table = _chosen_table(tables, path, aliases, sheet, header_row)
    if header_row is None and is_sideways(table.sheet, aliases):
        raise ImportRefused(
            f"“{table.sheet.name}”是竖排的表：一行写一项（编号、来电人等），不是一行一件工单。{_UNTOUCHED}"
            "只有一件的，请全选复制，到“登记”用“粘贴工单”；有几件的，请在 Excel 里复制后“选择性粘贴 · 转置”再导入；"
            "表头确实是其中一行的，请指定表头所在的行。"
        )
    others = (each for each in tables if each.sheet is not table.sheet and not each.sheet.hidden)
    alike = [each for each in others if _is_alike(each, table)]
    shown = samples(table)
    opened = ImportFile(
        path=path,
        sheet=table.sheet.name,
        sheets=tuple(one.name for one in sheets),
        header_row=table.header + 1,
        headers=table.headers,
        samples=shown,
        mapping=propose_mapping(table.headers, aliases, shown),
        signature=signature(table.headers),
        text=table.sheet.text,
        unended=table.sheet.unended,
        first_row=table.header + 2,
        unclear=unclear_headers(table.headers, aliases),
        hidden_rows=_hidden(table),
        from_1904=table.sheet.from_1904,
        alike=_names_of(sheets, [table, *alike]),
        hidden_columns=table.sheet.hidden_columns,
        beside=table.sheet.beside,
        left_out=table.left_out,
        hidden_sheets=tuple(one.name for one in sheets if one.hidden),
        rows=table.body,
    )
    return _with_further(opened, table, [each for each in alike if each.sheet.name in together], together)


def _names_of(sheets: Sequence[Sheet], tables: Sequence[Table]) -> tuple[str, ...]:
    """The sheets of the tables by their names, in the order of the file."""
    named = {table.sheet.name for table in tables}
    return tuple(sheet.name for sheet in sheets if sheet.name in named)


def _chosen_table(
    tables: Sequence[Table], path: Path, aliases: AliasTable, sheet: str | None, header_row: int | None
) -> Table:
    table = best_table(tables, aliases)
    if sheet is not None:
        chosen = next((each for each in tables if each.sheet.name == sheet), None)
        if chosen is None:
            names = "、".join(each.sheet.name for each in tables)
            raise ImportRefused(f"“{path.name}”里没有工作表“{sheet}”，有：{names}。{_UNTOUCHED}请重新选择。")
        table = chosen
    if header_row is not None:
        if not 1 <= header_row <= len(table.sheet.rows):
            raise ImportRefused(f"表格没有第 {header_row} 行。{_UNTOUCHED}请重新指定表头所在的行。")
        table = table_at(table.sheet, header_row - 1, aliases)
    return table


def _is_alike(table: Table, first: Table) -> bool:
    own, its = ({plain_header(header) for header in each.headers} for each in (table, first))
    return bool(table.body) and len(own & its) >= _ALIKE * max(len(own), len(its))


def _hidden(table: Table) -> frozenset[int]:
    return frozenset(place + 1 for place in table.sheet.hidden_rows if place > table.header)


def _with_further(opened: ImportFile, first: Table, tables: Sequence[Table], together: Sequence[str]) -> ImportFile:
    """The file with the rows of ``tables`` laid under the headers of the first."""
    strange = [name for name in together if name != opened.sheet and name not in [each.sheet.name for each in tables]]
    if strange:
        what = f"工作表“{'”、“'.join(strange)}”的表头与“{opened.sheet}”不同，或没有这张表，不能一起导入"
        raise ImportRefused(f"{what}。{_UNTOUCHED}请分别导入。")
    if not tables:
        return opened
    columns = [plain_header(header) for header in first.headers]
    beyond = dict.fromkeys(header for each in tables for header in each.headers if plain_header(header) not in columns)
    headers = (*opened.headers, *beyond)
    further = tuple(
        FurtherSheet(each.sheet.name, each.header + 2, _laid_under(headers, each), _hidden(each)) for each in tables
    )
    mapping = replace(opened.mapping, headers=headers)
    shown = (*opened.samples, *(() for _header in beyond))
    others = (f"工作表“{each.sheet.name}”{what}" for each in tables for what in each.left_out)
    left_out = (*opened.left_out, *others)
    return replace(opened, headers=headers, samples=shown, mapping=mapping, further=further, left_out=left_out)


def _laid_under(headers: Sequence[str], table: Table) -> list[list[Cell]]:
    places = {plain_header(header): place for place, header in enumerate(table.headers)}
    order = [places.get(plain_header(header)) for header in headers]
    return [[row[place] if place is not None and place < len(row) else "" for place in order] for row in table.body]


def refuse_unassigned(file: ImportFile, mapping: ColumnMapping) -> None:
    """Raises ImportRefused where a column is missing without which no ticket can be made."""
    if not mapping.missing:
        return
    if not mapping.columns:
        raise ImportRefused(
            f"第 {file.header_row} 行的表头一列也认不出，不能导入。{_UNTOUCHED}"
            "可能是文字编码不对、用了不常见的分隔符，或表头不在这一行："
            "请用 Excel 打开核对后另存为 .xlsx，或指定表头所在的行、各列的对应关系。"
        )
    columns = "、".join(f"“{column}”" for column in mapping.missing)
    raise ImportRefused(f"还没有指定哪一列是{columns}，不能导入。{_UNTOUCHED}请先指定列的对应关系。")


def mapped(file: ImportFile, pairs: Sequence[tuple[str, str]]) -> ImportFile:
    """The file with columns taken as somebody says: pairs of a header (or its letter) and a column; '' only keeps it.

    Raises ImportRefused where the file has no such header or the program no such column.
    """
    mapping = file.mapping
    for header, column in pairs:
        place = _place_of(file, header)
        mapping = mapping.assign(place, _column_called(column) if column else None)
    return replace(file, mapping=mapping)


def _place_of(file: ImportFile, header: str) -> int:
    for place, own in enumerate(file.headers):
        if plain_header(own) == plain_header(header):
            return place
    for place in range(len(file.headers)):
        if column_letter(place) == header.upper():
            return place
    raise ImportRefused(f"文件里没有“{header}”这一列，有：{'、'.join(file.headers)}。{_UNTOUCHED}")


def _column_called(word: str) -> Column:
    for column in Column:
        if word in (column.value, column.name, column.name.lower()):
            return column
    raise ImportRefused(f"没有“{word}”这一项，可以是：{'、'.join(Column)}。{_UNTOUCHED}")
