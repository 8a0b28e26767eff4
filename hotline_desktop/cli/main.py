"""One command line in, one exit code out: 0 done, 2 wrong usage, 3 refused by a rule, 4 trouble with the machine."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from hotline_desktop.app import tell_in_dialog
from hotline_desktop.cli import window
from hotline_desktop.cli.arguments import folder
from hotline_desktop.cli.families import adding, typed
from hotline_desktop.cli.parser import Parser, Unusable
from hotline_desktop.cli.session import NoTerminal, Session, WrongUsage
from hotline_desktop.domain.terms.errors import Cancelled, HotlineError, MachineTrouble, StepRefused
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.services.foundation.gc_pause import collector_at_rest
from hotline_desktop.system.build import this_build
from hotline_desktop.system.clock import now
from hotline_desktop.system.console import Console
from hotline_desktop.system.logs import note_unexpected, stop_logging
from hotline_desktop.system.os_errors import os_error_message
from hotline_desktop.system.paths import incomplete
from hotline_desktop.system.privacy import private_files
from hotline_desktop.system.running import show_as_running

DONE, WRONG_USAGE, REFUSED, MACHINE_FAILED = 0, 2, 3, 4
# What is started from a menu rather than typed.
_DEMO = "demo"
_DESCRIPTION = """12345热线工单。不带命令就是打开窗口。

退出码：0 办成，2 用法不对，3 规则不允许，4 机器或文件有问题。"""
_UNEXPECTED = (
    "程序遇到了没有预料到的情况（{kind}），这一步没有完成。已经保存的内容没有受影响。"
    "请把数据文件夹里 logs 中的日志交给管理员。"
)

_UNWRITTEN = "命令已经办完，只是显示的结果没有写全（{why}）。不要再办一次；请换一个地方输出，再用查看的命令核对。"


def main(argv: Sequence[str] | None = None, clock: Callable[[], datetime] = now) -> int:
    """Runs the program with ``argv`` (default: the process's own); returns the exit code."""
    show_as_running()
    console = Console.standard()
    console.keep_in_one_line(sys.argv[1:] if argv is None else argv)
    try:
        args = _read(argv)
    except Unusable as wrong:
        console.complain(wrong.reason)
        _show_complaints(console)
        return WRONG_USAGE
    except SystemExit as end:
        return int(end.code or DONE)
    try:
        with private_files():
            code = _run(Session(args, args.data, clock, console, []))
    finally:
        stop_logging()
    if code and (args.run is window.run or args.command == _DEMO):
        _show_complaints(console)
    return code


def build_parser(command: str | None = None) -> Parser:
    """The command line as argparse knows it: the whole, or as much as ``command`` needs (see ``families``)."""
    parser = Parser(prog="hotline-desktop", description=_DESCRIPTION)
    parser.add_argument("--version", action="version", version=str(this_build()), help="显示版本号")
    parser.add_argument("--data", type=folder, metavar="目录", help="数据放在哪个文件夹，默认在当前用户的应用数据里")
    parser.set_defaults(run=window.run, more="")
    commands = parser.add_subparsers(title="命令", metavar="命令", dest="command")
    for add in adding(command):
        add(commands)
    return parser


def _show_complaints(console: Console) -> None:
    """A window that does not open says why in a dialog, where its words would reach nobody."""
    if console.complaints and console.complains_to_nobody:
        tell_in_dialog("\n".join(console.complaints))


def _read(argv: Sequence[str] | None) -> argparse.Namespace:
    arguments = sys.argv[1:] if argv is None else argv
    with collector_at_rest():
        parser = build_parser(typed(arguments))
    _refuse_blanks(parser, arguments)
    args, rest = parser.parse_known_args(arguments)
    loose = [word for word in rest if word.startswith("-")]
    if rest and (loose or not args.more):
        parser.error(f"不认识 {' '.join(loose or rest)}")
    if rest:  # argparse gives up a list that options interrupt
        setattr(args, args.more, [*getattr(args, args.more), *rest])
    _refuse_no_text(parser, args)
    return args


def _refuse_blanks(parser: Parser, arguments: Sequence[str]) -> None:
    """A script's variable without a value must not stand for everything, or for the latest backup."""
    before = ""
    for word in arguments:
        option, equals, value = word.partition("=") if word.startswith("--") else ("", "", word)
        named = option or (before if before.startswith("-") else "")
        if (equals or not option) and not value.strip():
            after = f"{named} 后面的一项" if named else "有一项"
            parser.error(f"{after}是空的，可能是脚本里的变量没有值；用不着的请不写")
        before = word


def _refuse_no_text(parser: Parser, args: argparse.Namespace) -> None:
    """What is no name of a file must be text: a script in another encoding gives bytes that no record can hold."""
    for value in vars(args).values():
        for word in value if isinstance(value, list) else (value,):
            if isinstance(word, str) and not _is_text(word) and not Path(word).exists():
                parser.error(f"“{word}”里有读不出的字节，脚本或终端的编码可能不是 UTF-8")


def _is_text(word: str) -> bool:
    try:
        word.encode()
    except UnicodeEncodeError:
        return False
    return True


def _run(session: Session) -> int:
    console = session.console
    try:
        code = session.args.run(session)
        console.finish()
        if console.unwritten is not None:
            console.complain(_UNWRITTEN.format(why=machine_reason(console.unwritten)))
            return MACHINE_FAILED
        return int(code or DONE)
    except NoTerminal as error:
        console.complain(str(error))
        return WRONG_USAGE
    except (WrongUsage, argparse.ArgumentTypeError) as error:
        console.complain(f"用法不对：{error}。没有执行。")
        return WRONG_USAGE
    except (KeyboardInterrupt, Cancelled):
        console.complain("已中断，没有做完的这一步没有保存。")
        return MACHINE_FAILED
    except HotlineError as error:
        _tell_refusal(session, error)
        return MACHINE_FAILED if _is_machine(error) else REFUSED
    except OSError as error:
        console.complain(os_error_message(error))
        return MACHINE_FAILED
    except ImportError as error:
        note_unexpected(error)
        console.complain(incomplete(error.name or error))
        return MACHINE_FAILED
    except Exception as error:
        return _tell_unforeseen(session, error)


def _tell_unforeseen(session: Session, error: Exception) -> int:
    """Says on which value of the office that nobody can read it came, or, where there is none, that nobody knows."""
    place = error.__traceback__
    try:
        session.name_unfit(error)
    except HotlineError as named:
        _tell_refusal(session, named)
        return MACHINE_FAILED
    except Exception:
        pass  # the same error
    note_unexpected(error.with_traceback(place))
    session.console.complain(_UNEXPECTED.format(kind=type(error).__name__))
    return MACHINE_FAILED


def _tell_refusal(session: Session, error: HotlineError) -> None:
    session.console.complain(str(error))
    if session.as_json:
        found = error.blockers if isinstance(error, StepRefused) else ()
        blockers = [{"clause": b.clause.ref, "message": b.message, "field": b.field} for b in found]
        session.console.json({"error": str(error), "blockers": blockers})
        session.console.finish()


def _is_machine(error: HotlineError) -> bool:
    """Whether a file or the machine is at fault rather than a rule of the office."""
    from hotline_desktop.app import CannotOpen
    from hotline_desktop.documents.definition.definition import DefinitionError
    from hotline_desktop.documents.faces.fonts import FontsMissing
    from hotline_desktop.domain.importing.model import ImportRefused
    from hotline_desktop.exchange.headers.aliases import ColumnsFileError
    from hotline_desktop.exchange.sheets.sheet import ReadError
    from hotline_desktop.exchange.writing.writer import WriteError
    from hotline_desktop.services.keeping.backups import BackupRefused
    from hotline_desktop.services.keeping.restoring import RestoreRefused
    from hotline_desktop.storage.errors import DatabaseError

    copies = BackupRefused | RestoreRefused
    files = ReadError | WriteError | ColumnsFileError | ImportRefused | MachineTrouble
    return isinstance(error, CannotOpen | DatabaseError | copies | files | DefinitionError | FontsMissing)
