"""``export tickets``: the list as an Excel file."""

from __future__ import annotations

from pathlib import Path

from hotline_desktop.cli.options import Commands, add_by, add_command, add_full
from hotline_desktop.cli.session import Session
from hotline_desktop.domain.summaries import TicketFilter


def add_to(commands: Commands) -> None:
    """Adds the command."""
    parser = add_command(commands, "export", export, "把工单导出为 Excel，姓名和电话默认遮盖")
    parser.add_argument("what", metavar="tickets", choices=("tickets",))
    parser.add_argument("--out", metavar="文件.xlsx", type=Path, required=True)
    add_full(parser)
    add_by(parser)


def export(session: Session) -> None:
    """Writes the file."""
    args = session.args
    with session.office() as office:
        count = office.exports.tickets(TicketFilter(), args.out, args.full, session.by)
    how = "未遮盖，已记入办理记录" if args.full else "姓名和电话已遮盖"
    session.console.say(f"已导出 {count} 件到 {args.out}，{how}。")
