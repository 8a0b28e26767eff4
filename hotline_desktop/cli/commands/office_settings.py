"""``settings`` and ``holidays``: what the office set, and the working days that it entered."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_desktop.cli.arguments import pairs
from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.session import Session, WrongUsage
from hotline_desktop.cli.text import table
from hotline_desktop.domain.settings import settings_labels
from hotline_desktop.domain.settings_form import FIELDS_BY_KEY
from hotline_desktop.domain.terms.dates import chinese_date
from hotline_desktop.services.foundation.official_days import FIRST_OFFICIAL_YEAR, LAST_OFFICIAL_YEAR

if TYPE_CHECKING:
    from hotline_desktop.domain.ticket.deadline import Moved
    from hotline_desktop.services.deadlines.recount import Recounted
    from hotline_desktop.services.deadlines.time import OfficeNotice


def add_to(commands: Commands) -> None:
    """Adds ``settings``, ``settings set``, ``holidays`` and ``holidays add``."""
    listed = add_command(commands, "settings", show_settings, "本单位的设置", json=True, records=False)
    changed = add_command(listed.add_subparsers(title="命令", metavar="set"), "set", change, "改设置")
    changed.add_argument("fields", metavar="项=值", nargs="*", default=[], help="项的英文名或中文名，settings 里列着")
    changed.set_defaults(more="fields")
    notices = add_command(commands, "holidays", show_notices, "本单位录入的放假通知", json=True, records=False)
    added = add_command(
        notices.add_subparsers(title="命令", metavar="add"), "add", add_notice, "录入放假通知", json=True
    )
    added.add_argument("file", metavar="文件", type=Path, help="放假通知：通知全文存成的文本文件，或 .toml")


def show_settings(session: Session) -> None:
    """Every setting with its key, its label and its value."""
    with session.office() as office:
        settings = office.settings.get()
    if session.as_json:
        session.console.json(asdict(settings))
        return
    texts = settings_labels(settings)
    rows = [(key, field.label, texts[field.label]) for key, field in FIELDS_BY_KEY.items()]
    session.console.say(table(("项", "名称", "值"), rows))


def change(session: Session) -> None:
    """Changes settings; deadlines that hang on them are recounted for tickets that are open."""
    values = pairs(session.args.fields, {field.label: key for key, field in FIELDS_BY_KEY.items()})
    unknown = [key for key in values if key not in FIELDS_BY_KEY]
    if unknown or not values:
        raise WrongUsage(f"没有“{unknown[0]}”这一项，settings 里列着各项的名称" if unknown else "缺少 项=值")
    with session.office() as office:
        office.settings.change(office.settings.get().changed(values), session.by)
    changed = "、".join(FIELDS_BY_KEY[key].label for key in values)
    session.console.say(f"已更改：{changed}。")


def show_notices(session: Session) -> None:
    """The years that the program brings along, and the notices that the office entered, the last one last."""
    with session.office() as office:
        notices = office.time.notices()
    if session.as_json:
        session.console.json([_plain(one) for one in notices])
        return
    session.console.say(f"程序自带 {FIRST_OFFICIAL_YEAR} 年至 {LAST_OFFICIAL_YEAR} 年的放假通知；以下是本单位录入的：")
    for one in notices:
        whole = "整年" if one.table.published else "只改几天"
        days = f"放假 {len(one.table.offs)} 天，调休上班 {len(one.table.makeups)} 天"
        entered = f"{chinese_date(one.added_at)}{one.added_by}录入"
        session.console.say(f"{one.id}　{one.year}年　{one.source}（{whole}：{days}）　{entered}")
    session.console.say(f"共 {len(notices)} 份")


def add_notice(session: Session) -> None:
    """Takes a notice over and says which deadlines moved."""
    with session.office() as office:
        done: Recounted = office.time.add_notice(session.args.file, session.by)
    if session.as_json:
        session.console.json({"moved": [_moved(one) for one in done.moved]})
        return
    for one in done.moved:
        session.console.say("　".join(map(str, _moved(one).values())))
    session.console.say(f"已录入，{len(done.moved)} 件在办工单的期限有变动。")


def _plain(one: OfficeNotice) -> dict[str, object]:
    table = one.table
    return {
        "id": one.id,
        "year": one.year,
        "source": one.source,
        "published": table.published,
        "holidays": [day.isoformat() for day in sorted(table.offs)],
        "makeups": [day.isoformat() for day in sorted(table.makeups)],
        "added_at": one.added_at.isoformat(" ", "minutes"),
        "added_by": one.added_by,
    }


def _moved(one: Moved) -> dict[str, str]:
    old, new = (moment.isoformat(" ", "minutes") if moment else "" for moment in (one.old, one.new))
    return {"number": one.number, "old": old, "new": new}
