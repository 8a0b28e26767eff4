"""``looks`` and ``retention``: who saw names and phones in full, and what has been kept long enough."""

from __future__ import annotations

from datetime import timedelta

from hotline_desktop.cli.arguments import day, folder, one_of
from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.session import Session, WrongUsage
from hotline_desktop.domain.terms.keeping import DueRecords, KeptKind

_MONTH = timedelta(days=30)
_ENDINGS = (".pdf", ".docx")


def add_to(commands: Commands) -> None:
    """Adds both."""
    seen = add_command(commands, "looks", looks, "谁看过、打印过、导出过完整的姓名电话", json=True, records=False)
    seen.add_argument("--from", dest="first", metavar="日期", type=day, help="从哪天起，默认 --to 以前 30 天")
    seen.add_argument("--to", dest="last", metavar="日期", type=day, help="到哪天为止，默认今天")
    seen.add_argument("--person", metavar="姓名", default="", help="只看这个人的")
    seen.add_argument("--number", metavar="编号", default="", help="只看这件工单、督办件的")
    text = "到期可以销毁的记录；写清册，或者经批准后销毁并写证明"
    due = add_command(commands, "retention", retention, text, json=True, records=False)
    due.add_argument("--list", dest="plan", metavar="文件", type=folder, help="把 --kind 的清册写成 .pdf 或 .docx")
    due.add_argument("--kind", metavar="种类", type=one_of(KeptKind), help="、".join(KeptKind))
    due.add_argument("--destroy", metavar="文件", type=folder, help="销毁 --kind 到期的，证明写成这个 .pdf 或 .docx")
    due.add_argument("--approved-by", metavar="批准人", default="", help="谁批准的")
    due.add_argument("--reason", metavar="依据", default="", help="批准的依据，例如会议纪要文号")
    due.add_argument("--approved", metavar="件数", type=int, help="批准销毁的件数；与现在到期的不一样就不销毁")


def looks(session: Session) -> None:
    """Lists who looked, the latest first."""
    args, today = session.args, session.clock().date()
    last = args.last or today
    first = args.first or last - _MONTH
    if first > last:
        raise WrongUsage("--from 的日期不能晚于 --to")
    with session.office() as office:
        found = office.looks.between(first, last, args.person, args.number)
    if session.as_json:
        result = [
            {"at": one.at.isoformat(timespec="minutes"), "person": one.person, "way": one.way, "what": one.what}
            for one in found
        ]
        session.console.json(result)
        return
    for one in found:
        session.console.say(f"{one.at:%Y-%m-%d %H:%M}　{one.person}　{one.way}　{one.what}")
    session.console.say(f"共 {len(found)} 条")


def retention(session: Session) -> None:
    """Lists what is due, writes the list of it, or destroys it."""
    args, console = session.args, session.console
    out = args.destroy or args.plan
    if out is not None and (args.kind is None or out.suffix.lower() not in _ENDINGS):
        raise WrongUsage("--list、--destroy 要同时写 --kind，文件名以 .pdf 或 .docx 结尾")
    with session.office() as office:
        if args.destroy is not None:
            asked = (args.kind, args.approved_by, args.reason, args.destroy, session.by, args.approved)
            gone = office.retention.destroy(*asked)
            count = f"{gone.due.amount} 件、附件 {gone.done.files} 个"
            console.say(f"已销毁到期{gone.due.kind} {count}，证明：{args.destroy}")
            if not gone.wiped:
                console.complain("另一个程序正开着数据，空出的位置要到下一次销毁时才抹掉。")
            return
        if args.plan is not None:
            office.retention.write_list(args.kind, args.plan)
            console.say(f"已写清册：{args.plan}")
        due = office.retention.due()
    if session.as_json:
        console.json([_as_json(one) for one in due])
        return
    for one in due:
        console.say(f"{one.kind}　保存 {one.years} 年　{one.before:%Y-%m-%d} 以前办结的到期　{one.amount} 件")
    if not due:
        console.say("各种记录都设为永久保存。")


def _as_json(due: DueRecords) -> dict[str, object]:
    numbers = [record.number for record in due.records]
    result = {"kind": due.kind.value, "years": due.years, "before": due.before.isoformat()}
    return {**result, "count": due.amount, "numbers": numbers}
