"""``move-out`` and ``move-in``: the whole office to another computer in one file."""

from __future__ import annotations

from hotline_desktop.app import check_disk
from hotline_desktop.cli.arguments import folder
from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.session import PASSPHRASE, Session, WrongUsage, secret
from hotline_desktop.system.paths import default_data_dir


def add_to(commands: Commands) -> None:
    """Adds the commands."""
    out = add_command(commands, "move-out", move_out, "把全部数据写成一个文件，搬到新电脑")
    out.add_argument("--out", metavar="文件", type=folder, required=True, help="以 .zip 结尾")
    text = "从搬家文件、旧的数据文件夹或备份搬入；这里还没有工单时才可以"
    into = add_command(commands, "move-in", move_in, text, signed=False)
    into.add_argument(
        "source", metavar="来源", type=folder, help="move-out 写的文件、数据文件夹、备份文件夹或 .db 文件"
    )


def move_out(session: Session) -> None:
    """Writes the file."""
    from hotline_desktop.services.keeping.moving import ENDING

    out = session.args.out
    if out.suffix.lower() != ENDING:
        raise WrongUsage(f"--out 的文件名要以 {ENDING} 结尾")
    out.parent.mkdir(parents=True, exist_ok=True)
    with session.office() as office:
        moved = office.move_out(out)
    session.console.say(f"已写成 {out}，共 {moved.files} 个文件。到新电脑上装好程序，第一次打开时选“从旧电脑搬来”。")
    if moved.left_out:
        session.console.complain(f"注意：{moved.left_out}")


def move_in(session: Session) -> None:
    """Takes the office over, and opens it once."""
    from hotline_desktop.services.keeping.moving import SecretNeeded
    from hotline_desktop.services.keeping.moving import move_in as take

    data_dir = session.data_dir or default_data_dir()
    check_disk(data_dir)
    source, now = session.args.source, session.clock()
    try:
        key = take(source, data_dir, now)
    except SecretNeeded:
        file = getattr(session.args, "passphrase_file", None)
        key = take(source, data_dir, now, secret=secret("加密数据的口令（或恢复码）：", file, PASSPHRASE))
    with session.office(unattended=True, key=key) as office:
        session.console.say(f"已搬入，工单 {office.tickets.count()} 件。")
