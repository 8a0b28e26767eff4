"""``archive``, ``verify``: files of closed cases, written and checked. 督办二（五）3."""

from __future__ import annotations

from pathlib import Path

from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.session import Session

FAULTY = 3


def add_to(commands: Commands) -> None:
    """Adds both commands."""
    written = add_command(
        commands, "archive", archive, "把一件已结案的督办写成案卷：一个文件夹和装订好的 PDF", json=True
    )
    written.add_argument("number", metavar="编号", help="督办编号，或其中一张工单的编号")
    written.add_argument("--out", metavar="目录", type=Path, required=True, help="案卷写到哪个文件夹里")
    checked = add_command(commands, "verify", verify, "核对案卷或附件：缺了什么、改了什么", json=True)
    checked.add_argument(
        "folder", metavar="案卷目录", type=Path, nargs="?", help="archive 写的文件夹；不写就核对数据目录里的附件"
    )


def archive(session: Session) -> None:
    """Writes the file of one case."""
    args = session.args
    with session.office() as office:
        filed = office.case_files.archive(office.supervision.find(args.number), args.out)
    if session.as_json:
        told = {"folder": str(filed.folder), "bound": str(filed.bound), "papers": filed.papers, "pages": filed.pages}
        session.console.json(told)
        return
    session.console.say(f"已成卷：{filed.papers} 件，装订 {filed.pages} 页，在 {filed.folder}。")


def verify(session: Session) -> int:
    """Checks a written file, or every kept attachment; exit code 3 where something is missing or changed."""
    folder = session.args.folder
    with session.office() as office:
        found = office.case_files.verify(folder) if folder else office.case_files.verify_kept()
    if session.as_json:
        session.console.json({"problems": list(found)})
    else:
        what = f"案卷 {folder.name}" if folder else "附件"
        session.console.say("\n".join(found) if found else f"{what}齐全，没有改动。")
    return FAULTY if found else 0
