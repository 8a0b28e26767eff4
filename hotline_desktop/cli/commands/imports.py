"""``import``, ``imports``: tickets from another system's export, and the imports that were made."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline_desktop.cli.arguments import positive
from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.session import Session, WrongUsage
from hotline_desktop.cli.text import cut, moment_text, table
from hotline_desktop.domain.importing.model import (
    BatchSummary,
    ImportFile,
    ImportPreview,
    ImportRefused,
    PreviewRow,
    RowState,
)
from hotline_desktop.domain.importing.rows import CellProblem, Column

if TYPE_CHECKING:
    from hotline_desktop.services.office import Office

_SHOWN_CELLS = 50
_WIDEST_REASON = 400
ALL_ALIKE = "全部"
NO_COLUMN = ("", "-", "不用")


def add_to(commands: Commands) -> None:
    """Adds the two commands."""
    parser = add_command(commands, "import", import_file, "导入 .xlsx、.xls、.csv、.txt 里的工单", json=True)
    parser.add_argument("file", metavar="文件", type=Path)
    parser.add_argument("--preview", action="store_true", help="只看会怎样，不写入")
    parser.add_argument("--history", action="store_true", help="作为历史工单导入，只供查询，不再办理")
    parser.add_argument(
        "--sheet",
        metavar="工作表",
        action="append",
        default=[],
        help=f"导入哪张工作表；可以写几次，“{ALL_ALIKE}”是表头相同的全部",
    )
    parser.add_argument("--header-row", metavar="行号", type=positive, help="表头在第几行，按 Excel 里的行号")
    parser.add_argument(
        "--map",
        metavar="列=项",
        type=_pair,
        action="append",
        default=[],
        help=f"把文件里的一列（列名或字母）当作哪一项，例如 B=来电人；“列=”是只保留原话。项：{'、'.join(Column)}",
    )
    parser.add_argument("--give-numbers", action="store_true", help="文件没有工单编号时，由程序按内容编号")
    parser.add_argument("--no-new-units", action="store_true", help="名册里没有的单位不新建")
    made = add_command(
        commands, "imports", list_imports, "列出做过的导入；imports undo 批次 撤销一批", json=True, records=False
    )
    made.add_argument("action", metavar="undo", nargs="?", choices=("undo",), help="撤销一批")
    made.add_argument("batch", metavar="批次", nargs="?", type=positive, help="import 写出的批次号")


def import_file(session: Session) -> None:
    """Reads the file, and takes its tickets over in one transaction unless only a preview is wanted."""
    args, batch = session.args, 0
    units: tuple[str, ...] = ()
    with session.office() as office:
        file = office.imports.mapped(_opened(office, args), args.map)
        mapping = file.mapping.number_by_content(args.give_numbers)
        if mapping.missing == (Column.NUMBER,):
            raise ImportRefused(
                "文件里认不出工单编号一列，没有导入。没有改动任何数据。"
                "有这一列的，用 --map 列=工单编号 指明；没有的，加 --give-numbers，由程序按内容编号。"
            )
        preview = office.imports.preview(file, mapping, history=args.history)
        if not args.preview:
            # Nobody looked at the columns: the window is not to take them as confirmed.
            new_units = () if args.no_new_units else None
            result = office.imports.apply(preview, session.by, new_units=new_units, teach=False)
            batch, units = result.batch_id, result.units
    if session.as_json:
        session.console.json(_as_json(preview, batch, units))
        return
    for line in _as_text(preview):
        session.console.say(line)
    session.console.say(_end(args.preview, batch))


def list_imports(session: Session) -> None:
    """Lists the imports, the latest first, or takes one back."""
    args = session.args
    if args.action and args.batch is None:
        raise WrongUsage("要写明撤销哪一批：imports undo 批次")
    with session.office() as office:
        if args.action:
            office.imports.undo(args.batch, session.by)
        batches = office.imports.batches()
    if session.as_json:
        session.console.json([_batch_json(batch) for batch in batches])
    elif args.action:
        session.console.say(f"已撤销第 {args.batch} 批导入，工单恢复到导入前的样子。")
    elif batches:
        session.console.say(table(("批次", "时间", "文件", "新", "变", "不变", "不导入", "状态"), map(_cells, batches)))
    else:
        session.console.say("还没有导入过。")


def _opened(office: Office, args: argparse.Namespace) -> ImportFile:
    names = list(args.sheet)
    first = names[0] if names and names[0] != ALL_ALIKE else None
    file = office.imports.open(args.file, first, args.header_row)
    together = file.alike if ALL_ALIKE in names else tuple(names[1:])
    return office.imports.open(args.file, file.sheet, args.header_row, together) if together else file


def _pair(text: str) -> tuple[str, str]:
    header, sign, column = text.partition("=")
    if not sign or not header.strip():
        raise argparse.ArgumentTypeError(f"“{text}”要写成 列=项，例如 B=来电人")
    return header.strip(), "" if column.strip() in NO_COLUMN else column.strip()


def _end(preview_only: bool, batch: int) -> str:
    if preview_only:
        return "以上是预览，没有写入。"
    return f"已导入（第 {batch} 批），没有往下办之前可以整批撤销。" if batch else "没有新的内容，没有写入。"


def _as_json(preview: ImportPreview, batch: int, units_new: Iterable[str]) -> dict[str, Any]:
    return {
        "new": len(preview.new),
        "updated": len(preview.changed),
        "unchanged": len(preview.unchanged),
        "rows_refused": [_refused(row) for row in preview.faulty],
        "faulty": [
            {"row": problem.row, "column": problem.column, "reason": problem.reason, **_sheet(row.data.sheet)}
            for row in preview.faulty
            for problem in row.faults
        ],
        "dropped": [{"row": row.row, "reason": row.reason, **_sheet(row.sheet)} for row in preview.dropped],
        "cells_warned": [
            {"row": problem.row, "column": problem.column, "reason": problem.reason, **_sheet(row.data.sheet)}
            for row in preview.rows
            for problem in row.data.warnings
        ],
        "sheets": list(preview.file.taken_sheets),
        "unknown_units": list(preview.unknown_units),
        "units_near": {name: list(near) for name, near in preview.near_units.items()},
        "units_new": list(units_new),
        "warnings": list(preview.warnings),
        "batch": batch or None,
    }


def _refused(row: PreviewRow) -> dict[str, Any]:
    """A row that is not taken, however many of its cells are at fault."""
    reasons = "；".join(f"{fault.column}：{fault.reason}" for fault in row.faults)
    return {"row": row.row, "number": row.number or None, "reason": reasons, **_sheet(row.data.sheet)}


def _sheet(name: str) -> dict[str, str]:
    return {"sheet": name} if name else {}


def _batch_json(batch: BatchSummary) -> dict[str, Any]:
    return {
        "batch": batch.id,
        "file": batch.file,
        "at": batch.at.isoformat(timespec="minutes"),
        "by": batch.by,
        "new": batch.new,
        "updated": batch.updated,
        "unchanged": batch.unchanged,
        "rows_refused": batch.faulty,
        "history": batch.history,
        "state": batch.state.value,
    }


def _cells(batch: BatchSummary) -> tuple[str, ...]:
    counts = (batch.new, batch.updated, batch.unchanged, batch.faulty)
    return (str(batch.id), moment_text(batch.at), batch.file, *map(str, counts), batch.state.value)


def _as_text(preview: ImportPreview) -> list[str]:
    lines = [
        f"新工单 {len(preview.new)} 件，有变化 {len(preview.changed)} 件，"
        f"无变化 {len(preview.unchanged)} 件，不导入 {len(preview.faulty)} 行"
    ]
    if preview.unknown_units:
        lines.append(f"名册里没有的单位：{'、'.join(preview.unknown_units_text)}")
    lines += preview.warnings
    lines += _cells_text("不导入的原因", ((row, fault) for row in preview.faulty for fault in row.faults))
    taken = (row for row in preview.rows if row.state is not RowState.FAULTY)
    lines += _cells_text("提醒，照样导入", ((row, warning) for row in taken for warning in row.data.warnings))
    return lines


def _cells_text(caption: str, found: Iterable[tuple[PreviewRow, CellProblem]]) -> list[str]:
    """What is the matter with cells, in full: the end of a reason says what to do."""
    told = [(row.data.where, cut(problem.column, 20), problem.reason) for row, problem in found]
    lines = [table(("行", "列", caption), told[:_SHOWN_CELLS], most=_WIDEST_REASON)] if told else []
    if len(told) > _SHOWN_CELLS:
        lines.append(f"还有 {len(told) - _SHOWN_CELLS} 处，用 --json 看全部。")
    return lines
