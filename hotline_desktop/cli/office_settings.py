"""``settings`` and ``holidays``: what the office set, and the working days that it entered."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_desktop.cli.arguments import pairs
from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.session import Session, WrongUsage
from hotline_desktop.cli.text import table
from hotline_desktop.domain.settings import FIELDS_BY_KEY, settings_words

if TYPE_CHECKING:
    from hotline_desktop.services.recount import Recounted


def add_to(commands: Commands) -> None:
    """Adds ``settings``, ``settings set``, ``holidays`` and ``holidays add``."""
    listed = add_command(commands, "settings", show_settings, "本单位的设置", json=True, records=False)
    changed = add_command(listed.add_subparsers(title="命令", metavar="set"), "set", change, "改设置")
    changed.add_argument("fields", metavar="项=值", nargs="*", default=[], help="项的英文名，settings 里列着")
    changed.set_defaults(more="fields")
    notices = add_command(commands, "holidays", show_notices, "本单位录入的放假通知", json=True, records=False)
    added = add_command(notices.add_subparsers(title="命令", metavar="add"), "add", add_notice, "录入放假通知")
    added.add_argument("file", metavar="文件", type=Path, help="放假通知的文本或表格文件")


def show_settings(session: Session) -> None:
    """Every setting with its key, its label and its value."""
    with session.office() as office:
        settings = office.settings.get()
    if session.as_json:
        session.console.json(asdict(settings))
        return
    words = settings_words(settings)
    rows = [(key, field.label, words[field.label]) for key, field in FIELDS_BY_KEY.items()]
    session.console.say(table(("项", "名称", "值"), rows))


def change(session: Session) -> None:
    """Changes settings; deadlines that hang on them are recounted for tickets that are open."""
    values = pairs(session.args.fields)
    unknown = [key for key in values if key not in FIELDS_BY_KEY]
    if unknown or not values:
        raise WrongUsage(f"没有“{unknown[0]}”这一项，settings 里列着各项的英文名" if unknown else "缺少 项=值")
    with session.office() as office:
        office.settings.change(office.settings.get().changed(values), session.by)
    changed = "、".join(FIELDS_BY_KEY[key].label for key in values)
    session.console.say(f"已更改：{changed}。")


def show_notices(session: Session) -> None:
    """The notices that the office entered, the last one last."""
    with session.office() as office:
        notices = office.time.notices()
    if session.as_json:
        session.console.json([{"id": one.id, "year": one.year, "source": one.source} for one in notices])
        return
    for one in notices:
        session.console.say(f"{one.id}　{one.year}年　{one.source}")
    session.console.say(f"共 {len(notices)} 份")


def add_notice(session: Session) -> None:
    """Takes a notice over and says how many deadlines moved."""
    with session.office() as office:
        done: Recounted = office.time.add_notice(session.args.file, session.by)
    session.console.say(f"已录入，{len(done.moved)} 件在办工单的期限有变动。")
