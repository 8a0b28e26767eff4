"""``import``: tickets from another system's export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hotline_desktop.cli.options import Commands, add_by, add_command
from hotline_desktop.cli.session import Session
from hotline_desktop.cli.text import table
from hotline_desktop.domain.importing.model import ImportPreview
from hotline_desktop.domain.importing.rows import Column

_SHOWN_FAULTS = 50


def add_to(commands: Commands) -> None:
    """Adds the command."""
    parser = add_command(commands, "import", import_file, "导入 .xlsx、.xls、.csv、.txt 里的工单", json=True)
    parser.add_argument("file", metavar="文件", type=Path)
    parser.add_argument("--preview", action="store_true", help="只看会怎样，不写入")
    parser.add_argument("--history", action="store_true", help="作为历史工单导入，只供查询，不再办理")
    add_by(parser)


def import_file(session: Session) -> None:
    """Reads the file, and takes its tickets over in one transaction unless only a preview is wanted."""
    args, batch = session.args, 0
    with session.office() as office:
        file = office.imports.open(args.file)
        mapping = file.mapping
        if Column.NUMBER in mapping.missing:
            mapping = mapping.number_by_content()
        preview = office.imports.preview(file, mapping, history=args.history)
        if not args.preview:
            batch = office.imports.apply(preview, session.by).batch_id
    if session.as_json:
        session.console.json(_as_json(preview, batch))
        return
    for line in _as_text(preview):
        session.console.say(line)
    session.console.say(_end(args.preview, batch))


def _end(preview_only: bool, batch: int) -> str:
    if preview_only:
        return "以上是预览，没有写入。"
    return f"已导入（第 {batch} 批），没有往下办之前可以整批撤销。" if batch else "没有新的内容，没有写入。"


def _as_json(preview: ImportPreview, batch: int) -> dict[str, Any]:
    return {
        "new": len(preview.new),
        "updated": len(preview.changed),
        "unchanged": len(preview.unchanged),
        "faulty": [
            {"row": problem.row, "column": problem.column, "reason": problem.reason}
            for row in preview.faulty
            for problem in row.faults
        ],
        "dropped": [{"row": row.row, "reason": row.reason} for row in preview.dropped],
        "unknown_units": list(preview.unknown_units),
        "warnings": list(preview.warnings),
        "batch": batch or None,
    }


def _as_text(preview: ImportPreview) -> list[str]:
    lines = [
        f"新工单 {len(preview.new)} 件，有变化 {len(preview.changed)} 件，"
        f"无变化 {len(preview.unchanged)} 件，不导入 {len(preview.faulty)} 行"
    ]
    if preview.unknown_units:
        lines.append(f"名册里没有的单位：{'、'.join(preview.unknown_units)}")
    lines += preview.warnings
    faults = [problem for row in preview.faulty for problem in row.faults]
    if faults:
        cells = ((f"第 {p.row} 行", p.column, p.reason) for p in faults[:_SHOWN_FAULTS])
        lines.append(table(("行", "列", "原因"), cells, most=60))
    if len(faults) > _SHOWN_FAULTS:
        lines.append(f"还有 {len(faults) - _SHOWN_FAULTS} 处，用 --json 看全部。")
    return lines
