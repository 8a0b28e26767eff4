"""``check``: everything compared with the histories, and mended on demand."""

from __future__ import annotations

from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.session import Session
from hotline_desktop.cli.under_way import UnderWay

FOUND = 3


def add_to(commands: Commands) -> None:
    """Adds the command."""
    text = "逐件重放办理记录，核对清单、统计、搜索、附件和校验链；--repair 修复能修复的"
    parser = add_command(commands, "check", check, text, json=True, records=False)
    parser.add_argument(
        "--repair", action="store_true", help="按办理记录重建，从备份取回附件，没有加密的文件补上加密；不改任何办理记录"
    )


def check(session: Session) -> int:
    """3 where something is wrong, or is still wrong after a repair."""
    told = UnderWay(session.console, "正在检查（按 Ctrl+C 取消）")
    with session.office(unattended=not session.args.repair, damaged=True) as office, told as far:
        repaired = office.checkups.repair(session.by, far) if session.args.repair else None
        found = office.checkups.check(far)
    mended = repaired.mended if repaired is not None else []
    if session.as_json:
        faults = [{"kind": fault.kind.value, "name": fault.name, "reason": fault.message} for fault in found.faults]
        result = {"whole": found.whole, "entries": found.entries, "attachments": found.attachments}
        session.console.json({**result, "faults": faults, "mended": mended, "notes": list(found.notes)})
        return 0 if found.whole else FOUND
    for text in mended:
        session.console.say(f"已修复　{text}")
    for fault in found.faults:
        session.console.say(f"{fault.kind}　{fault.name}　{fault.message}")
    for note in found.notes:
        session.console.say(f"说明　{note}")
    if found.whole:
        session.console.say(f"检查完毕，没有问题：办理记录 {found.entries} 条，附件 {found.attachments} 个。")
    elif not session.args.repair:
        session.console.complain("要修复，运行 hotline-desktop check --repair。")
    return 0 if found.whole else FOUND
