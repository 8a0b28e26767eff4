"""argparse in Chinese: usage, help and what is wrong with a command line."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any, NoReturn

from hotline_desktop.cli.argparse_messages import speak_chinese

speak_chinese()

_PLAIN_COLUMNS = 80


class _Formatter(argparse.RawDescriptionHelpFormatter):
    class _Section(argparse.HelpFormatter._Section):  # noqa: SLF001  # the colon is not open to translation before 3.13
        def format_help(self) -> str:
            return super().format_help().replace(f"{self.heading}:\n", f"{self.heading}：\n", 1)

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=_columns() - 2)


def _columns() -> int:
    """As wide as the terminal is: asked here, because argparse loads a library of file work to know it."""
    try:
        return int(os.environ["COLUMNS"]) or _PLAIN_COLUMNS
    except (KeyError, ValueError):
        pass
    try:
        return os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1).columns or _PLAIN_COLUMNS
    except (AttributeError, ValueError, OSError):
        return _PLAIN_COLUMNS


class Unusable(SystemExit):
    """The command line cannot be read; ``reason`` is the Chinese sentence, and the program ends with 2."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(2)


class Parser(argparse.ArgumentParser):
    """Parser of a command; wrong usage ends with exit code 2 and a Chinese sentence."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", _Formatter)
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Shows the usage and raises Unusable with the fault in Chinese."""
        self.print_usage(sys.stderr)
        raise Unusable(f"用法不对：{message.replace(', ', '、')}。没有执行。")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Names what may be chosen without the quotation marks of a programming language."""
        if action.choices is not None and value not in action.choices:
            choices = "、".join(map(str, action.choices))
            raise argparse.ArgumentError(action, f"不能是 {value}，只能是：{choices}")

    def _print_message(self, message: str, file: Any = None) -> None:
        """Says nothing where there is no console: argparse itself fails there before Python 3.11.5."""
        if (file or sys.stderr) is not None:
            super()._print_message(message, file)
