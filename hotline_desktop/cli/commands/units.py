"""``units``: the register of units, and a new one."""

from __future__ import annotations

from hotline_desktop.cli.arguments import one_of, pairs
from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.session import Session, WrongUsage
from hotline_desktop.cli.text import table
from hotline_desktop.domain.terms.options import UnitGroup
from hotline_desktop.services.setup.units import guessed_group

HEADER = ("名称", "类别", "分管领导", "联系人", "电话", "状态")
_KEYS = ("leader", "contact", "phone", "group", "aliases")
_LABELS = dict(zip(("分管领导", "联系人", "电话", "类别", "别名"), _KEYS, strict=True))


def add_to(commands: Commands) -> None:
    """Adds ``units`` and ``units add``."""
    listed = add_command(commands, "units", list_units, "承办单位名册", json=True, records=False)
    inside = listed.add_subparsers(title="命令", metavar="add")
    added = add_command(inside, "add", add, "添加一个单位", json=False)
    added.add_argument("name", metavar="名称")
    added.add_argument(
        "fields",
        metavar="项=值",
        nargs="*",
        default=[],
        help="分管领导=、联系人=、电话=、别名=别名、别名、类别=部门|村居|企业",
    )
    added.set_defaults(more="fields")


def list_units(session: Session) -> None:
    """Every unit, inactive ones too."""
    with session.office() as office:
        units = office.units.all()
    if session.as_json:
        session.console.json(
            [
                {
                    "name": unit.name,
                    "group": unit.group.value,
                    "leader": unit.leader,
                    "contact": unit.contact,
                    "phone": unit.phone,
                    "active": unit.active,
                    "aliases": list(unit.aliases),
                }
                for unit in units
            ]
        )
        return
    if units:
        cells = ((u.name, u.group.value, u.leader, u.contact, u.phone, "启用" if u.active else "停用") for u in units)
        session.console.say(table(HEADER, cells))
    session.console.say(f"共 {len(units)} 个单位")


def add(session: Session) -> None:
    """Adds a unit."""
    args = session.args
    values = pairs(args.fields, _LABELS)
    unknown = [key for key in values if key not in _KEYS]
    if unknown:
        named = "、".join(f"{label}（{key}）" for label, key in _LABELS.items())
        raise WrongUsage(f"单位没有“{unknown[0]}”这一项，只有：{named}")
    group = one_of(UnitGroup)(values.pop("group", guessed_group(args.name.strip())))
    with session.office() as office:
        office.units.add(args.name, group, by=session.by, **values)
        if session.as_json:
            unit = office.units.find(args.name)
            session.console.json({"name": unit.name, "group": unit.group.value})
            return
    session.console.say(f"已添加单位“{args.name}”。")
