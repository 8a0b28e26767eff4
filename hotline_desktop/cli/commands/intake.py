"""``intake``, ``tray``: signed sheets that come back as scans. 规范一（六）1."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline_desktop.cli.arguments import day, pairs, positive
from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.session import Session, WrongUsage
from hotline_desktop.domain.terms.paper_kinds import FULL_TITLES, PaperKind
from hotline_desktop.services.returned.scan_reading import is_left_alone
from hotline_desktop.services.returned.word_forms import KEYS_BY_LABEL

if TYPE_CHECKING:
    from hotline_desktop.services.office import Office
    from hotline_desktop.services.returned.intake_done import IntakeDone
    from hotline_desktop.services.returned.waiting_scans import Waiting
    from hotline_desktop.services.returned.word_back import TypedSheet
    from hotline_desktop.storage.papers.print_codes import CodedPrint

IN_TRAY, UNREAD = 3, 4
_READY = "各页齐了，写序号就归档"


def add_to(commands: Commands) -> None:
    """Adds both commands."""
    text = "收回签字件的扫描件、照片：读二维码自动归到工单；认不出的放进托盘，退出码为 3"
    taken = add_command(commands, "intake", intake, text, json=True)
    taken.add_argument(
        "files", metavar="文件", nargs="+", type=Path, help="PDF、JPG、PNG、TIFF、单位回填的 Word；也可以是文件夹"
    )
    taken.add_argument("--on", metavar="日期", type=day, help="签字件交回的日期，默认今天")
    taken.set_defaults(more="files")
    taken.add_argument(
        "--set",
        metavar="项=值",
        action="append",
        default=[],
        help="给单位回填的 Word 补上纸上没有的，例如 事实确认=属实",
    )
    tray = add_command(
        commands, "tray", show_tray, "托盘里等人认领的扫描件；写序号就归档或移出", json=True, records=False
    )
    tray.add_argument("entry", metavar="序号", nargs="?", type=positive, help="托盘里的序号")
    tray.add_argument(
        "number", metavar="编号", nargs="?", default="", help="归到哪件工单或督办件；二维码读得出的可以不写"
    )
    tray.add_argument("kind", metavar="表格", nargs="?", default="", help="是哪一种纸，例如 处置单")
    tray.add_argument("--drop", metavar="原因", default="", help="不归档，移出托盘，写明原因")
    tray.add_argument(
        "--set", metavar="项=值", action="append", default=[], help="是单位回填的 Word 的，补上纸上没有的"
    )
    tray.add_argument("--on", metavar="日期", type=day, help="签字件交回的日期，默认今天")


def intake(session: Session) -> int:
    """Files the sheets of the given files; 3 where something waits in the tray, 4 where one cannot be read at all."""
    args = session.args
    files, given = _files(args.files), _given(args.set)
    with session.office() as office:
        done = office.intake.take_in(files, args.on or session.clock().date(), session.by, given=given)
    if session.as_json:
        session.console.json(_as_json(done))
    else:
        _say(session, done)
    if done.unread:
        return UNREAD
    return IN_TRAY if done.tray or done.known else 0


def show_tray(session: Session) -> int | None:
    """Lists the tray, or files or drops one scan of it."""
    args = session.args
    if args.drop and args.entry is None:
        raise WrongUsage("要写移出托盘的第几件：tray 序号 --drop 原因")
    if args.drop and (args.number or args.set or args.on):
        raise WrongUsage("移出托盘不归档，--drop 以外不写编号、表格、--set、--on")
    with session.office() as office:
        if args.entry is None:
            entries = office.intake.tray()
            _list(session, entries)
            return None
        if args.drop:
            office.intake.drop(args.entry, args.drop, session.by)
            session.console.say(f"托盘第 {args.entry} 件已移出。")
            return None
        number, named = _file_entry(session, office)
    session.console.say(f"已把托盘第 {args.entry} 件归入 {number} 的{named}。")
    return None


def _file_entry(session: Session, office: Office) -> tuple[str, str]:
    """Files one scan of the tray; the number and kind of paper may be left out where its code tells them."""
    args = session.args
    one = next((one for one in office.intake.tray() if args.entry in one.ids), None)
    told: CodedPrint | TypedSheet | None = one.print if one is not None else None
    if one is not None and one.is_word and not (args.number and args.kind):
        told = office.word_returns.look(office.intake.tray_path(one), args.number, args.kind)
    number = args.number or (told.number if told is not None else "")
    named = args.kind or (told.kind if told is not None else "")
    if not (number and named):
        raise WrongUsage("要写归到哪个编号、是哪种表格；不归档的写 --drop 原因")
    kind = FULL_TITLES.get(named, named)
    if kind not in tuple(PaperKind):
        raise WrongUsage(f"没有“{named}”这种表格")
    on = args.on or session.clock().date()
    office.intake.file_from_tray(args.entry, number, PaperKind(kind), on, session.by, _given(args.set))
    return number, named


def _given(told: list[str]) -> dict[str, str]:
    return pairs(told, KEYS_BY_LABEL)


def _files(given: list[Path]) -> list[Path]:
    found: list[Path] = []
    for path in given:
        if path.is_dir():
            found += sorted(inner for inner in path.iterdir() if inner.is_file() and not is_left_alone(inner))
        elif path.is_file():
            found.append(path)
        else:
            raise WrongUsage(f"没有“{path}”这个文件")
    if not found:
        raise WrongUsage("文件夹里没有文件")
    return found


def _say(session: Session, done: IntakeDone) -> None:
    for one in done.filed:
        session.console.say(f"已归档：{one.number} {one.kind}（第 {one.nth} 次打印）← {one.name} 第 {one.pages} 页")
    for entry in done.tray:
        session.console.say(f"进托盘 {entry.id}：{entry.name} 第 {entry.pages} 页 — {entry.reason}")
    for entry in done.known_tray:
        session.console.say(f"仍在托盘 {entry.id}：{entry.name} 第 {entry.pages} 页 — {entry.reason or _READY}")
    for lost in done.unread:
        session.console.complain(f"没有收：{lost.reason}")
    empty = f"，空白背面 {done.empty} 页" if done.empty else ""
    unread = f"，没有收 {len(done.unread)} 件" if done.unread else ""
    known = f"，托盘里已有 {done.known} 件" if done.known else ""
    session.console.say(f"归档 {len(done.filed)} 件，进托盘 {len(done.tray)} 件{known}{unread}{empty}。原文件没有动。")


def _list(session: Session, entries: tuple[Waiting, ...]) -> None:
    if session.as_json:
        session.console.json([_tray_json(entry) for entry in entries])
        return
    for entry in entries:
        session.console.say(
            f"{entry.id}  {entry.came_at:%Y-%m-%d %H:%M}  {entry.name} 第 {entry.pages} 页  {entry.reason or _READY}"
        )
    session.console.say(f"托盘里有 {len(entries)} 件。" if entries else "托盘是空的。")


def _as_json(done: IntakeDone) -> dict[str, Any]:
    filed = [
        {"file": one.name, "pages": one.pages, "kind": one.kind, "number": one.number, "nth": one.nth}
        for one in done.filed
    ]
    tray = [_tray_json(entry) for entry in done.tray]
    unread = [{"file": one.name, "reason": one.reason} for one in done.unread]
    return {
        "filed": filed,
        "tray": tray,
        "unread": unread,
        "empty_pages": done.empty,
        "already_in_tray": done.known,
        "still_in_tray": [_tray_json(entry) for entry in done.known_tray],
    }


def _tray_json(entry: Waiting) -> dict[str, Any]:
    came = f"{entry.came_at:%Y-%m-%d %H:%M}"
    return {"id": entry.id, "file": entry.name, "pages": entry.pages, "reason": entry.reason, "came_at": came}
