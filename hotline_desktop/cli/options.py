"""Options that several commands share."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Protocol

from hotline_desktop.cli.arguments import folder, hour
from hotline_desktop.cli.parser import Parser
from hotline_desktop.cli.session import Command


class Commands(Protocol):
    """Where a family adds its commands: argparse's own class for this is private."""

    def add_parser(self, name: str, *, help: str, description: str) -> Parser:
        """The parser of another command."""


def add_command(
    commands: Commands,
    name: str,
    run: Command,
    text: str,
    json: bool = False,
    signed: bool = True,
    records: bool = True,
) -> Parser:
    """A new command with ``--data``, ``--json`` where a script may read it, and who does it where it is ``signed``.

    ``records`` is False for a command that only lists.
    """
    parser = commands.add_parser(name, help=text, description=text)
    parser.add_argument("--data", type=folder, metavar="目录", default=argparse.SUPPRESS, help="数据放在哪个文件夹")
    help_text = "加密的数据的口令或恢复码在这个文件里；不写就在终端里问"
    parser.add_argument("--passphrase-file", metavar="文件", type=Path, default=argparse.SUPPRESS, help=help_text)
    if json:
        parser.add_argument("--json", action="store_true", help="给脚本用的 JSON（UTF-8）")
    if signed:
        _add_by(parser)
    parser.set_defaults(run=run, records=signed and records)
    return parser


def _add_by(parser: Parser) -> None:
    """Who does it. Both names reach a command's own commands, which name them again."""
    by = "写进办理记录的姓名，默认是登录电脑的用户名；启用了账户的，是账户的姓名，要输密码"
    parser.add_argument("--by", metavar="姓名", default=argparse.SUPPRESS, help=by)
    secret = "账户的密码在这个文件里；不写就在终端里问"
    parser.add_argument("--password-file", metavar="文件", type=Path, default=argparse.SUPPRESS, help=secret)


def add_full(parser: Parser) -> None:
    """Names and phones in full."""
    parser.add_argument("--full", action="store_true", help="姓名、电话不遮盖；会记入办理记录")


def add_step(parser: Parser, listed_by: str) -> None:
    """Which step, what is filled in, when and by whom; ``listed_by`` is the command that names the steps."""
    parser.add_argument("step", metavar="步骤", help=f"步骤的英文名或中文名，{listed_by} 里列着")
    parser.add_argument("fields", metavar="项=值", nargs="*", default=[], help="填写项的英文名或中文名和它的值")
    parser.add_argument("--at", metavar="时间", type=hour, help="办理的时间，默认现在")
    parser.set_defaults(more="fields")
