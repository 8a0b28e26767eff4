"""``people``: accounts of those who work in the office."""

from __future__ import annotations

from pathlib import Path

from hotline_desktop.cli.arguments import one_of
from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.parser import Parser
from hotline_desktop.cli.session import SecretKind, Session, WrongUsage, secret
from hotline_desktop.domain.terms.roles import Role

_FILE = "--new-password-file"
_ROLES = f"{'、'.join(Role)}；领导只能查看"


def add_to(commands: Commands) -> None:
    """Adds the commands."""
    text = "有账户的人；没有账户时谁都可以办理，与以前一样"
    listed = add_command(commands, "people", show_people, text, json=True, records=False)
    inside = listed.add_subparsers(title="命令", metavar="add|role|password|disable|enable|recover")
    added = add_command(inside, "add", add, "添加账户；第一个要是管理员，从此启用账户")
    _add_name(added)
    added.add_argument("--role", metavar="角色", type=one_of(Role), required=True, help=_ROLES)
    _add_new_password(added)
    changed = add_command(inside, "role", change_role, "改一个账户的角色")
    _add_name(changed)
    changed.add_argument("role", metavar="角色", type=one_of(Role), help=_ROLES)
    renewed = add_command(inside, "password", change_password, "改自己的密码；管理员可以重设别人的")
    _add_name(renewed)
    _add_new_password(renewed)
    _add_name(add_command(inside, "disable", disable, "停用账户；停用最后一个，就是不再用账户"))
    _add_name(add_command(inside, "enable", enable, "重新启用账户"))
    found = add_command(inside, "recover", recover, "管理员忘了密码：不登录重设，写进校验链，以后登录的人都会看到")
    _add_name(found)
    found.add_argument("--reason", metavar="原因", required=True, help="为什么重设，谁同意的")
    _add_new_password(found)


def show_people(session: Session) -> None:
    """Lists the accounts."""
    with session.office() as office:
        people = office.people.accounts()
    if session.as_json:
        listed = [
            {
                "name": one.name,
                "role": one.role.value,
                "active": one.active,
                "entered_at": one.entered_at.isoformat(timespec="minutes") if one.entered_at else "",
            }
            for one in people
        ]
        session.console.json(listed)
    elif not people:
        session.console.say("没有启用账户：谁都可以办理。要启用，运行 people add 姓名 --role 管理员。")
    for one in () if session.as_json else people:
        last = f"　最近登录 {one.entered_at:%Y-%m-%d %H:%M}" if one.entered_at else ""
        session.console.say(f"{one.name}　{one.role}{'' if one.active else '　已停用'}{last}")


def add(session: Session) -> None:
    """A new account."""
    args = session.args
    with session.office() as office:
        first = not office.people.required()
        office.people.add(args.name, args.role, _new_password(session), session.by)
    session.console.say(f"已添加{args.role}“{args.name}”。" + ("从现在起办理要登录。" if first else ""))


def change_role(session: Session) -> None:
    """Another role."""
    with session.office() as office:
        office.people.change_role(session.args.name, session.args.role, session.by)
    session.console.say(f"“{session.args.name}”现在是{session.args.role}。")


def change_password(session: Session) -> None:
    """One's own password, or somebody's as an administrator."""
    args = session.args
    with session.office() as office:
        own = args.name == session.by
        old = secret("再输一次原来的密码：", getattr(args, "password_file", None)) if own else ""
        office.people.change_password(args.name, _new_password(session), session.by, old)
    session.console.say(f"“{args.name}”的密码已改。")


def disable(session: Session) -> None:
    """Takes an account out of use."""
    with session.office() as office:
        office.people.disable(session.args.name, session.by)
        ended = not office.people.required()
    session.console.say(f"已停用“{session.args.name}”。" + ("现在不用账户了，谁都可以办理。" if ended else ""))


def enable(session: Session) -> None:
    """Takes an account into use again."""
    with session.office() as office:
        office.people.enable(session.args.name, session.by)
    session.console.say(f"已启用“{session.args.name}”。")


def recover(session: Session) -> None:
    """A forgotten administrator's password: whoever holds the computer sets another one, and it shows."""
    args = session.args
    with session.office(unattended=True) as office:
        office.people.recover(args.name, _new_password(session), args.reason, f"电脑用户 {session.by}")
    session.console.say(f"管理员“{args.name}”的密码已重设，已写进办理记录的校验链；以后登录的人一个月内都会看到。")


def _new_password(session: Session) -> str:
    file: Path | None = session.args.new_password_file
    first = secret("新密码：", file, SecretKind("新密码", _FILE))
    if file is None and secret("再输一次新密码：", None) != first:
        raise WrongUsage("两次输的新密码不一样")
    return first


def _add_name(parser: Parser) -> None:
    parser.add_argument("name", metavar="姓名", help="账户的姓名，也是写进办理记录的姓名")


def _add_new_password(parser: Parser) -> None:
    parser.add_argument(_FILE, metavar="文件", type=Path, help="新密码在这个文件里；不写就在终端里问")
