"""What a clerk should know of a file as a whole before it is imported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from hotline_desktop.domain.importing.model import ColumnMapping, ImportFile, PreviewRow, RowState
from hotline_desktop.domain.importing.rows import Column, is_finished
from hotline_desktop.domain.terms.text import CUT_SHORT, is_masked
from hotline_desktop.domain.terms.ticket_numbers import is_usual_number
from hotline_desktop.exchange.sheets.sheet import column_letter

_MOST_NAMES = 20
_LONG_AGO = timedelta(days=180)


def file_warnings(
    file: ImportFile, mapping: ColumnMapping, rows: Sequence[PreviewRow], history: bool, now: datetime
) -> Iterator[str]:
    """One sentence for each thing; ``history`` says that the rows come in as history anyway."""
    if not rows:
        yield "表头下面没有一件工单，不会导入任何内容；请看看是不是选错了工作表，或导出时没有选中工单。"
    yield from _unclear(file, mapping)
    yield from _number_warnings(file, mapping, rows)
    hidden = sum(file.is_hidden(row.data.sheet, row.row) for row in rows)
    if hidden:
        yield f"其中 {hidden} 行在表格里被隐藏（例如筛选），也会导入。"
    yield from _hidden_columns(file, mapping)
    if file.beside:
        yield f"表格里还有{'、'.join(file.beside)}，没有导入；有用的请另外登记，或把表格作为附件存到工单里。"
    yield from _other_tables(file)
    new = [row for row in rows if row.state is RowState.NEW]
    if new and not mapping.has_text:
        yield f"文件没有标题和来电内容，{len(new)} 件新工单只有编号等信息，派单前请补上内容。"
    if Column.CALLED_AT not in mapping.columns and Column.RECEIVED_AT not in mapping.columns and not history:
        yield "文件没有来电日期和收单时间，新工单的期限从导入时起算。"
    finished = sum(is_finished(row.data.platform_state) for row in new)
    if finished and not history:
        yield f"{finished} 件的平台状态是已办结，会作为在办工单导入；已在别处办完的，可改为作为历史工单导入。"
    urged = sum(row.data.urged for row in new)
    if urged and not history:
        yield f"{urged} 件在平台上标为已催单，请优先办理。"
    old = sum(_is_old(row, now) for row in new)
    if old and not history:
        yield f"{old} 件的来电日期早于半年前，导入后即为逾期；已在别处办完的，可改为作为历史工单导入。"
    yield from _incomplete(new)
    warned = sum(bool(row.data.warnings) for row in rows if row.state is not RowState.FAULTY)
    if warned:
        yield f"{warned} 行有提醒，不影响导入，请逐行看一下。"
    yield from _sheet_warnings(file)


def _incomplete(new: Sequence[PreviewRow]) -> Iterator[str]:
    """New tickets of which a list was written that does not tell everything."""
    covered = sum(is_masked("".join((row.data.caller, *row.data.phones))) for row in new)
    if covered:
        yield f"{covered} 件新工单的姓名或电话是遮盖过的（带“*”），导入后联系不上市民，请改用没有遮盖的导出。"
    cut = sum(row.data.content.endswith(CUT_SHORT) for row in new)
    if cut:
        yield f"{cut} 件新工单的来电内容在导出时因过长被截断，不是全文，请到原来的系统补全。"


def _hidden_columns(file: ImportFile, mapping: ColumnMapping) -> Iterator[str]:
    taken = [
        header
        for place, header in enumerate(file.headers)
        if place in file.hidden_columns and mapping.column_of(place) is not None
    ]
    if taken:
        named = "、".join(f"“{header}”" for header in taken)
        yield f"{named} {len(taken)} 列在表格里被隐藏，也会导入；不要的请改选“（只随工单保留原话）”。"


def _other_tables(file: ImportFile) -> Iterator[str]:
    if file.left_out:
        named = "；".join(file.left_out)
        yield f"{named}像是另一张表，没有导入；要导入的请剪切到另一张工作表，或指定它的表头所在的行，再导入一次。"


def _sheet_warnings(file: ImportFile) -> Iterator[str]:
    taken = set(file.taken_sheets)
    others = [sheet for sheet in file.sheets if sheet not in taken]
    if not others:
        return
    read = "、".join(f"“{sheet}”" for sheet in file.taken_sheets)
    named = _first_of([f"{sheet}（隐藏的）" if sheet in file.hidden_sheets else sheet for sheet in others])
    yield f"只读了工作表{read}，其他工作表没有导入：{named}。"
    left = set(others)
    alike = [f"“{sheet}”" for sheet in file.alike if sheet in left]
    if alike:
        yield f"工作表{_first_of(alike)}的表头相同，可以一起导入（选“全部工单表”）。"


def _first_of(names: Sequence[str]) -> str:
    """The names, of very many the first and how many there are: a page may hold thousands of tables."""
    more = f"等 {len(names)} 张" if len(names) > _MOST_NAMES else ""
    return "、".join(names[:_MOST_NAMES]) + more


def _number_warnings(file: ImportFile, mapping: ColumnMapping, rows: Sequence[PreviewRow]) -> Iterator[str]:
    if mapping.numbered:
        yield (
            "文件没有工单编号，按内容编了以 ZB 开头的号；同一来电再次导入时编号不变，办理情况变了也认得；"
            "来电内容改了就会成为另一件。"
        )
        return
    taken = [row.number for row in rows if row.state is not RowState.FAULTY]
    unusual = [number for number in taken if not is_usual_number(number)]
    if unusual:
        header = file.headers[mapping.columns[Column.NUMBER][0]]
        yield (
            f"工单编号取自“{header}”一列，其中 {len(unusual)} 个不是通常的14位编号（如 {unusual[0]}），"
            "请核对这一列是不是工单编号。"
        )


def _is_old(row: PreviewRow, now: datetime) -> bool:
    start = row.data.received_at or row.data.called_at
    return start is not None and start < now - _LONG_AGO


def _unclear(file: ImportFile, mapping: ColumnMapping) -> Iterator[str]:
    """Columns of which the file does not tell whose they are, until somebody said so."""
    if file.remembered:
        return
    for headers in file.unclear:
        places = [file.headers.index(header) for header in headers]
        left = [place for place in places if mapping.column_of(place) is None]
        if left and all(mapping.column_of(place) == file.mapping.column_of(place) for place in places):
            named, columns = file.headers[places[0]], "、".join(column_letter(place) for place in left)
            yield f"有 {len(headers)} 列“{named}”，看不出 {columns} 列是不是诉求人的，没有采用；是的请指定对应的列。"
