"""``attach``: a file kept with a ticket or a supervision case, as some steps ask. 规范一（六）1, 督办二（三）2."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.session import Session, WrongUsage
from hotline_desktop.domain.supervision.options import CaseFileKind
from hotline_desktop.domain.terms.errors import NotFound

if TYPE_CHECKING:
    from hotline_desktop.services.office import Office

PLAIN = "附件"


def add_to(commands: Commands) -> None:
    """Adds the command."""
    parser = add_command(commands, "attach", attach, "给一件工单或督办件加附件；文件复制到数据目录，原文件不动")
    parser.add_argument("number", metavar="编号", help="工单编号，或督办编号")
    parser.add_argument("file", metavar="文件", type=Path, help="照片、录音、扫描件等")
    kinds = "、".join(CaseFileKind)
    parser.add_argument(
        "--kind", metavar="种类", default="", help=f"督办件的附件：{kinds}；工单的可以自己写，默认“{PLAIN}”"
    )


def attach(session: Session) -> None:
    """Keeps a copy of the file with the ticket of that number, else with the case."""
    args = session.args
    if not args.file.is_file():
        raise WrongUsage(f"没有“{args.file}”这个文件")
    kind = args.kind.strip()
    with session.office() as office:
        ticket_id = _ticket(office, args.number)
        if ticket_id is not None:
            kind = kind or PLAIN
            office.tickets.attach(ticket_id, args.file, kind, session.by)
        else:
            kind = kind or CaseFileKind.OTHER.value
            if kind not in tuple(CaseFileKind):
                raise WrongUsage(f"督办件的附件种类没有“{kind}”，只能是：{'、'.join(CaseFileKind)}")
            office.supervision.attach(office.supervision.find(args.number), args.file, kind, session.by)
    session.console.say(f"已把 {args.file.name} 作为“{kind}”存到 {args.number}。")


def _ticket(office: Office, number: str) -> int | None:
    try:
        return office.tickets.find(number)
    except NotFound:
        return None
