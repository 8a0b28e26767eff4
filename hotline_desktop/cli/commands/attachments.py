"""``attach``: a file kept with a ticket or a supervision case, as some steps ask. 规范一（六）1, 督办二（三）2."""

from __future__ import annotations

from pathlib import Path

from hotline_desktop.cli.commands.any_record import NUMBERS_HELP, found
from hotline_desktop.cli.commands.one_record import PLAIN_FILE
from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.session import Session, WrongUsage
from hotline_desktop.domain.supervision.options import CaseFileKind
from hotline_desktop.services.records.file_kinds import TICKET_FILES


def add_to(commands: Commands) -> None:
    """Adds the command."""
    parser = add_command(commands, "attach", attach, "给一件工单、督办件或约谈加附件；文件复制到数据目录，原文件不动")
    parser.add_argument("number", metavar="编号", help=NUMBERS_HELP)
    parser.add_argument("file", metavar="文件", type=Path, help="照片、录音、扫描件等")
    kinds = "、".join(CaseFileKind)
    parser.add_argument(
        "--kind", metavar="种类", default="", help=f"督办件的附件：{kinds}；别的可以自己写，默认“{PLAIN_FILE}”"
    )


def attach(session: Session) -> None:
    """Keeps a copy of the file with the ticket of that number, else with the case."""
    args = session.args
    if not args.file.is_file():
        raise WrongUsage(f"“{args.file}”不是文件" if args.file.exists() else f"没有“{args.file}”这个文件")
    with session.office() as office:
        of, record_id = found(office, args.number)
        kind = args.kind.strip() or of.plain
        if of.file_kinds and kind not in of.file_kinds:
            raise WrongUsage(f"{of.kind.word}的附件种类没有“{kind}”，只能是：{'、'.join(of.file_kinds)}")
        of.service(office).attach(record_id, args.file, kind, session.by)
    session.console.say(f"已把 {args.file.name} 作为“{kind}”存到 {args.number}。")
    if not of.file_kinds and kind not in (of.plain, *TICKET_FILES):
        session.console.complain(f"“{kind}”不是常用的附件种类，照写了。常用的有：{'、'.join(TICKET_FILES)}。")
