"""argparse in Chinese: usage, help and what is wrong with a command line."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

_SENTENCES = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (r"the following arguments are required: (?P<a>.+)", "缺少 {a}"),
        (r"one of the arguments (?P<a>.+) is required", "{a} 中要写一个"),
        (r"unrecognized arguments: (?P<a>.+)", "不认识 {a}"),
        (r"argument (?P<a>.+?): expected one argument", "{a} 后面要写一个值"),
        (r"argument (?P<a>.+?): expected at least one argument", "{a} 后面至少写一个值"),
        (r"argument (?P<a>.+?): expected (?P<b>\d+) arguments?", "{a} 后面要写 {b} 个值"),
        (r"argument (?P<a>.+?): ignored explicit argument (?P<b>.+)", "{a} 后面不写值"),
        (r"argument (?P<a>.+?): not allowed with argument (?P<b>.+)", "{a} 和 {b} 不能同时写"),
        (r"argument (?P<a>.+?): invalid choice: (?P<b>.+?) \(choose from (?P<c>.+)\)", "{a} 不能是 {b}，只能是：{c}"),
        (r"argument (?P<a>.+?): invalid \S+ value: (?P<b>.+)", "{a} 不能是 {b}"),
        (r"argument (?P<a>.+?): (?P<b>.+)", "{a}：{b}"),
    )
)


def in_chinese(message: str) -> str:
    """What argparse says, in the words of the person who typed the command."""
    for pattern, words in _SENTENCES:
        found = pattern.fullmatch(message)
        if found:
            parts = {key: value.replace("'", "").replace(", ", "、") for key, value in found.groupdict().items()}
            return words.format(**parts)
    return message


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def format_help(self) -> str:
        return re.sub(r"(?m)^(\S+):$", r"\1：", super().format_help())


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
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Shows the usage and raises Unusable with the fault in Chinese."""
        self.print_usage(sys.stderr)
        raise Unusable(f"用法不对：{in_chinese(message)}。没有执行。")

    def _print_message(self, message: str, file: Any = None) -> None:
        """Says nothing where there is no console: argparse itself fails there before Python 3.11.5."""
        if (file or sys.stderr) is not None:
            super()._print_message(message, file)
