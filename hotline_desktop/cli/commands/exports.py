"""``export``: the list of tickets as Excel, registers and ledgers as Excel or PDF."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from hotline_desktop.cli.arguments import moment, one_word
from hotline_desktop.cli.options import Commands, add_command, add_full
from hotline_desktop.cli.session import Session, WrongUsage
from hotline_desktop.domain.papers.register_periods import PeriodWord, period_of
from hotline_desktop.domain.papers.registers import Period, RegisterKind
from hotline_desktop.domain.records.summaries import TicketFilter

TICKETS, REGISTERS = "tickets", "registers"
# 退单 is as good as 退单登记簿.
KINDS = {
    word: kind for kind in RegisterKind for word in (kind.value, kind.value.removesuffix("登记簿").removesuffix("台账"))
}


def add_to(commands: Commands) -> None:
    """Adds the command."""
    text = "把工单导出为 Excel，或把登记簿、台账导出为 Excel、PDF；姓名和电话默认遮盖"
    parser = add_command(commands, "export", export, text)
    parser.add_argument(
        "what",
        metavar="tickets|registers",
        choices=(TICKETS, REGISTERS),
        help="tickets 全部工单，registers 一种登记簿或台账",
    )
    parser.add_argument("--out", metavar="文件", type=Path, required=True, help="以 .xlsx 或（登记簿、台账）.pdf 结尾")
    kinds = "、".join(RegisterKind)
    parser.add_argument("--kind", metavar="种类", type=one_word(KINDS), help=f"registers 用：{kinds}")
    parser.add_argument("--from", dest="first", metavar="日期", type=moment, help="registers 用，默认今年1月1日")
    parser.add_argument("--to", dest="last", metavar="日期", type=moment, help="registers 用，默认今年12月31日")
    add_full(parser)


def export(session: Session) -> None:
    """Writes the file."""
    args = session.args
    if args.what == REGISTERS:
        kind, period, ending = _asked(session)
        with session.office() as office:
            write = office.registers.to_pdf if ending == ".pdf" else office.registers.to_excel
            count = write(kind, period, args.out, args.full, session.by)
        what = f"{kind}（{period.as_text}）"
    else:
        if args.kind or args.first or args.last:
            raise WrongUsage("--kind、--from、--to 只用于 export registers")
        if args.out.suffix.lower() != ".xlsx":
            raise WrongUsage("--out 的文件名要以 .xlsx 结尾")
        with session.office() as office:
            count = office.exports.tickets(TicketFilter(), args.out, args.full, session.by)
        what = ""
    how = "未遮盖，已记入办理记录" if args.full else "姓名和电话已遮盖"
    session.console.say(f"已导出{what} {count} 件到 {args.out}，{how}。")


def _asked(session: Session) -> tuple[RegisterKind, Period, str]:
    args = session.args
    if not args.kind:
        raise WrongUsage(f"export registers 要写 --kind，只能是：{'、'.join(RegisterKind)}")
    ending = args.out.suffix.lower()
    if ending not in (".xlsx", ".pdf"):
        raise WrongUsage("--out 的文件名要以 .xlsx 或 .pdf 结尾")
    year = period_of(PeriodWord.YEAR, session.clock().date())
    period = Period(_day(args.first) or year.first, _day(args.last) or year.last)
    if period.first > period.last:
        raise WrongUsage("--from 的日期不能晚于 --to")
    return KINDS[args.kind], period, ending


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None
