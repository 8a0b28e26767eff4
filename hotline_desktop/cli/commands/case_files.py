"""``archive``, ``verify``: files of closed cases, written and checked. 督办二（五）3."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.session import Session, WrongUsage
from hotline_desktop.cli.under_way import UnderWay
from hotline_desktop.domain.terms.errors import NotFound
from hotline_desktop.domain.terms.progress import Progress

if TYPE_CHECKING:
    from hotline_desktop.domain.case_file.check import Fault
    from hotline_desktop.services.archiving.archive import FileCheck
    from hotline_desktop.services.foundation.ledger import LedgerCheck
    from hotline_desktop.services.office import Office

FAULTY = 3


def add_to(commands: Commands) -> None:
    """Adds both commands."""
    text = "把一件已结案的督办写成案卷：装订好的 PDF、各件文书和附件原件、校验清单"
    written = add_command(commands, "archive", archive, text, json=True)
    written.add_argument("number", metavar="编号", help="督办编号、档号，或其中一张工单的编号")
    written.add_argument("--out", metavar="目录", type=Path, required=True, help="案卷写到哪个文件夹里")
    written.add_argument("--zip", action="store_true", help="写成一个压缩包")
    checked = add_command(commands, "verify", verify, "核对案卷或档案记录：缺了什么、改了什么", json=True, signed=False)
    checked.add_argument(
        "what",
        metavar="案卷|编号",
        nargs="?",
        default="",
        help="archive 写的文件夹或压缩包；或督办编号、档号、工单编号；不写就核对全部办理记录和附件",
    )
    checked.add_argument(
        "--record-end", metavar="末条", default=None, help="台账、登记簿末尾印的“办理记录末条”：那一条还在、还是原样吗"
    )


def archive(session: Session) -> None:
    """Writes the file of one case."""
    args = session.args
    with session.office() as office:
        case_id = office.supervision.find(args.number)
        made = office.archive.assemble(case_id, args.out, session.by, zip=args.zip)
    if session.as_json:
        summary = {"path": str(made.path), "file_number": made.file_number, "papers": made.papers}
        session.console.json(
            {**summary, "pages": made.pages, "beside": made.beside, "missing_glyphs": list(made.glyphs)}
        )
        return
    beside = f"，另附 {made.beside} 件" if made.beside else ""
    session.console.say(f"已生成案卷 {made.file_number}：{made.papers} 件，装订 {made.pages} 页{beside}。\n{made.path}")
    if made.glyphs:
        session.console.complain(f"有的字字库里没有，印作“〓”，请手写补上：{''.join(made.glyphs)}")


def verify(session: Session) -> int:
    """Checks a written file, a case's record, or all records and attachments; 3 where something is not as it was."""
    what = session.args.what
    if what and session.args.record_end is not None:
        raise WrongUsage("--record-end 核对的是全部办理记录，不写案卷和编号")
    with session.office(unattended=True) as office:
        if session.args.record_end is not None:
            return _compare_end(session, office)
        with UnderWay(session.console, "正在核对（按 Ctrl+C 取消）") as far:
            check = _checked(office, what, far)
            ledger = office.ledger.check(far) if not what else None
        later = office.archive.moved_after_archiving() if not what else ()
    faults = (*(ledger.faults if ledger else ()), *check.faults)
    if session.as_json:
        session.console.json({**_as_json(check, ledger), "notes": [_fault_json(fault) for fault in later]})
    elif faults:
        session.console.say("\n".join(f"{fault.kind}　{fault.name}　{fault.message}" for fault in faults))
    else:
        name = _name(check, what)
        session.console.say(f"{name} 齐全，没有改动，共核对 {check.files} 个文件。")
    if ledger is not None and not session.as_json:
        state = "有不符" if ledger.faults else "完好，没有改动"
        session.console.say(f"办理记录{state}，共核对 {ledger.entries} 条。末条：{ledger.head or '还没有记录'}")
        for fault in later:
            session.console.say(f"归档以后有变动的：{fault.name}　{fault.message}")
    return FAULTY if faults else 0


def _name(check: FileCheck, what: str) -> str:
    return f"案卷 {check.file_number}" if check.file_number else (f"{check.of} {what}" if what else "附件")


def _compare_end(session: Session, office: Office) -> int:
    from hotline_desktop.services.foundation.ledger import NoRecordEnd

    try:
        faults = office.ledger.compare_end(session.args.record_end)
    except NoRecordEnd as error:
        raise WrongUsage(str(error)) from None
    if session.as_json:
        result = [_fault_json(fault) for fault in faults]
        session.console.json({"whole": not faults, "faults": result})
    elif faults:
        session.console.say("\n".join(f"{fault.kind}　{fault.name}　{fault.message}" for fault in faults))
    else:
        session.console.say("纸上的末条还在，与现在的记录一致：它以前的记录没有改动（整条链用 verify 核对）。")
    return FAULTY if faults else 0


def _checked(office: Office, what: str, far: Progress) -> FileCheck:
    if not what:
        return office.archive.verify_kept(far)
    path = Path(what)
    if path.exists():
        return office.archive.verify(path)
    kinds = (office.supervision.find, office.archive.verify_case), (office.tickets.find, office.archive.verify_ticket)
    for find, check in kinds:
        try:
            record_id = find(what)
        except NotFound:
            continue
        return check(record_id)
    raise NotFound(f"没有“{what}”这个案卷文件夹或压缩包，也没有这个编号的督办件、工单。请核对名称或编号。")


def _fault_json(fault: Fault) -> dict[str, str]:
    return {"kind": fault.kind.value, "name": fault.name, "reason": fault.message}


def _as_json(check: FileCheck, ledger: LedgerCheck | None) -> dict[str, Any]:
    found = (*(ledger.faults if ledger else ()), *check.faults)
    faults = [_fault_json(fault) for fault in found]
    result = {"file_number": check.file_number, "files": check.files, "whole": not faults, "faults": faults}
    return result if ledger is None else {**result, "entries": ledger.entries, "head": ledger.head}
