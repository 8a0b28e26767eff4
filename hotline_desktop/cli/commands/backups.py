"""``backup``, ``backups``, ``restore``: copies of the office's data, listed, and put back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_desktop.app import check_disk, check_place, window_shows
from hotline_desktop.cli.arguments import folder
from hotline_desktop.cli.commands.encryption import NEW_FILE, new_passphrase, write_sheet
from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.session import SecretKind, Session, WrongUsage, secret
from hotline_desktop.system.paths import default_data_dir

if TYPE_CHECKING:
    from hotline_desktop.services.keeping.restoring import Restored
    from hotline_desktop.services.office import Office
    from hotline_desktop.storage.files.backup_sets import Backup

FOUND, MACHINE_FAILED = 3, 4
_MB = 1_000_000
_PASSPHRASE = SecretKind("口令或恢复码", "--password-file")
_NOT_READ = "　没有读：是用以前的口令加密的，要核对请加 --password-file"


def add_to(commands: Commands) -> None:
    """Adds the commands."""
    text = "备份数据、附件和本单位改过的文件，写好后读回核对；设了第二位置的同时备份到那里"
    made = add_command(commands, "backup", backup, text, json=True, records=False)
    made.add_argument("--out", metavar="目录", type=folder, help="另外备份一份完整的、可以直接使用的到这个文件夹")
    second = made.add_mutually_exclusive_group()
    text = "把这个文件夹设为第二备份位置（移动硬盘、共享盘）"
    second.add_argument("--second", metavar="目录", type=folder, help=text)
    second.add_argument("--no-second", action="store_true", help="以后不备份到第二位置；那里已有的备份不删除")
    sealing = made.add_mutually_exclusive_group()
    text = "以后的备份加密，恢复单（PDF 和 Word）写到这个文件夹；已经加密的换口令，恢复码不变"
    sealing.add_argument("--seal", metavar="目录", type=folder, help=text)
    sealing.add_argument("--no-seal", action="store_true", help="以后的备份不加密；以前加密的仍要口令或恢复码")
    made.add_argument(NEW_FILE, metavar="文件", type=Path, help="备份要用的口令在这个文件里；不写就在终端里问两遍")
    known = add_command(commands, "backups", backups, "列出备份；--verify 逐份读回核对", json=True, signed=False)
    known.add_argument("--from", dest="place", metavar="目录", type=folder, help="列出这个文件夹里的备份")
    known.add_argument("--verify", action="store_true", help="每份读一遍，有缺失、损坏的退出码为 3")
    text = "以前用别的口令加密的备份，口令或恢复码在这个文件里；不写，那些备份不读"
    known.add_argument("--password-file", metavar="文件", type=Path, help=text)
    text = "用一份备份恢复；现在的数据移到“移出”文件夹，不删除，可以撤回"
    back = add_command(commands, "restore", restore, text, json=True, signed=False)
    back.add_argument("source", metavar="备份", nargs="?", default="", help="备份文件夹或 hotline.db，默认最近一份")
    back.add_argument("--from", dest="place", metavar="目录", type=folder, help="从这个文件夹里的备份中取最近一份")
    back.add_argument("--password-file", metavar="文件", type=Path, help="加密备份的口令或恢复码在这个文件里")
    back.add_argument("--back", action="store_true", help="撤回上一次恢复")
    text = "现在的数据是加密的，也换上不加密的备份（换上以后打开不用口令）"
    back.add_argument("--as-plain", action="store_true", help=text)


def backup(session: Session) -> int:
    """Makes a backup; 3 where attachments or records were missing already, 4 where the second place failed."""
    args, console = session.args, session.console
    with session.office(unattended=not (args.second or args.no_second or args.seal or args.no_seal)) as office:
        if args.second is not None:
            office.backups.places.choose_second(args.second, session.by)
        elif args.no_second:
            office.backups.places.give_up_second(session.by)
        _choose_seal(session, office)
        elsewhere = office.backups.make_elsewhere(args.out) if args.out is not None else None
        made = office.backups.run()
    if session.as_json:
        paths = {"path": str(made.path), "second": str(made.second or ""), "out": str(elsewhere or "")}
        lacks = {"lost": list(made.lost), "dangling": made.dangling}
        result = {"attachments": made.attachments, **lacks, "complaint": made.complaint}
        console.json({**paths, **result})
    else:
        if args.no_second:
            console.say("以后不备份到第二位置；那里已有的备份没有删除。")
        console.say(f"已备份，读回核对无误：{made.path.name}，附件 {made.attachments} 个。\n{made.path}")
        for path in filter(None, (made.second, elsewhere)):
            console.say(f"{path}")
    if made.complaint:
        console.complain(made.complaint)
    if made.lost:
        console.complain(f"有 {len(made.lost)} 个附件在数据文件夹里已经缺失或损坏，备份里没有，verify 会列出。")
    if made.missed:
        console.complain(f"有 {len(made.missed)} 个附件在数据文件夹里缺失或变了，备份里还有：check --repair 取回。")
    if made.damage:
        console.complain(made.damage)
    return MACHINE_FAILED if made.complaint else FOUND if made.lost or made.missed or made.damage else 0


def _choose_seal(session: Session, office: Office) -> None:
    """Lets backups be sealed from now on, or not any more, as the options say."""
    places, out = office.backups.places, session.args.seal
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)  # where that cannot be, nothing is sealed
        code = places.seal(new_passphrase(session), session.by)
        write_sheet(session, office, code, out)
    elif session.args.no_seal:
        places.unseal(session.by)


def backups(session: Session) -> int:
    """Lists backups; 3 where one that was read is not whole. Those of another key are read by their own passphrase."""
    from hotline_desktop.services.keeping.backups import listed
    from hotline_desktop.services.keeping.restoring import found_backups
    from hotline_desktop.storage.files.backup_sets import unreadable

    data_dir = session.data_dir or default_data_dir()
    place = session.args.place
    if place is not None and not place.is_dir():
        raise argparse.ArgumentTypeError(f"没有“{place}”这个文件夹")
    found = found_backups(data_dir, place)
    looked = {one.folder: _wrong(session, one) for one in found} if session.args.verify else {}
    wrong = {folder: faults for folder, faults in looked.items() if faults is not None}
    if session.as_json:
        rows = ({**listed(one), "faults": list(wrong.get(one.folder, ()))} for one in found)
        session.console.json([{**row, "verified": one.folder in wrong} for row, one in zip(rows, found, strict=True)])
    elif not found:
        session.console.say("还没有备份。")
    else:
        for one in found:
            faults = looked.get(one.folder, ())
            state = _NOT_READ if faults is None else f"　有问题：{faults[0]}" if faults else "　完好" if looked else ""
            seal = "　加密" if one.sealed else ""
            session.console.say(
                f"{one.made_at:%Y-%m-%d %H:%M}　{one.size / _MB:,.1f} MB　附件 {len(one.attachments)} 个"
                f"{seal}{state}　{one.folder}"
            )
    damaged = unreadable(place or data_dir / "backups")
    for name in damaged:
        session.console.complain(f"“{name}”的清单不见了或读不出来，没有列出；要用它，恢复时写出里面的 hotline.db。")
    return FOUND if any(wrong.values()) or (damaged and session.args.verify) else 0


def restore(session: Session) -> int:
    """Puts a backup in the place of the data, or takes the last restore back."""
    from hotline_desktop.services.keeping import restoring

    if session.args.back and (session.args.source or session.args.place):
        raise WrongUsage("--back 撤回上一次恢复，不写用哪一份备份、--from")
    data_dir, now = session.data_dir or default_data_dir(), session.clock()
    check_disk(data_dir)
    check_place(data_dir)
    if window_shows(data_dir):
        raise restoring.RestoreRefused("窗口还开着，不能恢复。数据没有变动。请先关闭窗口再试。")
    if session.args.back:
        aside = restoring.take_back(data_dir, now, session.args.as_plain)
        _tell(session, {"aside": str(aside)}, f"已撤回上一次恢复。恢复进来的那份数据移到了：{aside}")
        return 0
    source = _source(session, data_dir)
    done = restoring.restore(data_dir, source, now, _secret(session, source), as_plain=session.args.as_plain)
    _tell(session, _restored_json(done), _restored_text(done))
    return FOUND if done.missing else 0


def _source(session: Session, data_dir: Path) -> Path:
    from hotline_desktop.services.keeping.restoring import RestoreRefused, found_backups

    if session.args.source:
        given = Path(session.args.source)
        inside = data_dir / "backups" / session.args.source
        return inside if not given.exists() and inside.is_dir() else given
    found = found_backups(data_dir, session.args.place)
    if not found:
        raise RestoreRefused("没有找到备份，没有恢复。数据没有变动。请写出备份的文件夹。")
    now = session.clock()
    return next((one for one in found if one.made_at <= now), found[0]).folder  # a clock may have been ahead


def _secret(session: Session, source: Path) -> str:
    from hotline_desktop.services.keeping.restoring import needs_secret

    file = session.args.password_file or getattr(session.args, "passphrase_file", None)
    return secret("加密备份的口令或恢复码：", file, _PASSPHRASE) if needs_secret(source) else ""


def _wrong(session: Session, backup: Backup) -> tuple[str, ...] | None:
    """What is wrong with a backup; None where it waits for the passphrase that it was sealed with."""
    from hotline_desktop.storage.files import backup_sets, locks
    from hotline_desktop.storage.files.sealing import WrongKey

    if not backup.sealed:
        return tuple(backup_sets.verify(backup, None))
    passphrase = secret("", session.args.password_file, _PASSPHRASE) if session.args.password_file is not None else ""
    with session.office(unattended=True) as office:
        try:
            return office.backups.verify(backup, secret=passphrase)
        except WrongKey:
            held = locks.is_there(backup.folder.parent / locks.LOCK, backup.sealed)
            return None if held else ("装着它的钥匙的锁文件不在了，只有它的恢复码能打开",)


def _restored_json(done: Restored) -> dict[str, object]:
    made_at = done.made_at.isoformat(timespec="minutes") if done.made_at else ""
    result = {"source": done.source, "made_at": made_at, "aside": str(done.aside)}
    return {**result, "attachments": done.attachments, "missing": list(done.missing)}


def _restored_text(done: Restored) -> str:
    missing = f"\n有 {len(done.missing)} 个附件在备份里也没有，verify 会列出是哪些。" if done.missing else ""
    return (
        f"已用备份 {done.source} 恢复，附件 {done.attachments - len(done.missing)} 个。"
        f"原来的数据移到了：{done.aside}\n要撤回，运行 restore --back。{missing}"
    )


def _tell(session: Session, result: dict[str, object], text: str) -> None:
    if session.as_json:
        session.console.json(result)
    else:
        session.console.say(text)
