"""What argparse says to people, in Chinese: a gettext catalogue that argparse asks as it asks any other.

argparse looks for a translation of each of its sentences under the English one. Python ships no Chinese catalogue for
it, and the language of the machine does not matter here, so the catalogue is handed to argparse itself.
"""

from __future__ import annotations

import argparse
import gettext

MESSAGES = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示这段说明",
    "show program's version number and exit": "显示版本号",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s %(message)s",
    "the following arguments are required: %s": "缺少 %s",
    "one of the arguments %s is required": "%s 中要写一个",
    "unrecognized arguments: %s": "不认识 %s",
    "expected one argument": "后面要写一个值",
    "expected at most one argument": "后面最多写一个值",
    "expected at least one argument": "后面至少写一个值",
    "expected %s argument": "后面要写 %s 个值",
    "expected %s arguments": "后面要写 %s 个值",
    "ignored explicit argument %r": "后面不写值，多了 %s",
    "not allowed with argument %s": "和 %s 不能同时写",
    "invalid choice: %(value)r (choose from %(choices)s)": "不能是 %(value)s，只能是：%(choices)s",
    "invalid %(type)s value: %(value)r": "不能是 %(value)s",
    "unknown parser %(parser_name)r (choices: %(choices)s)": "不能是 %(parser_name)s，只能是：%(choices)s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s 可以是 %(matches)s，请写全",
    "can't open '%(filename)s': %(error)s": "打不开“%(filename)s”：%(error)s",
    "%(heading)s:": "%(heading)s：",
}


class ChineseMessages(gettext.NullTranslations):
    """The catalogue; a sentence that it does not know stays as it is."""

    def gettext(self, message: str) -> str:
        """The Chinese for ``message``."""
        return MESSAGES.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The same in both numbers: Chinese has one."""
        return MESSAGES.get(msgid1, msgid1 if n == 1 else msgid2)


def speak_chinese() -> None:
    """Hands the catalogue to argparse, which keeps the two functions of gettext under these names."""
    messages = ChineseMessages()
    vars(argparse).update(_=messages.gettext, ngettext=messages.ngettext)
