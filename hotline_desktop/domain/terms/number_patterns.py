"""Numbers that an office gives: a pattern with the year and a running number, ``新热转〔{year}〕{n}号``."""

from __future__ import annotations

import re
import unicodedata

_YEAR = re.compile(r"[\[(【〔〖「{](\d{4})[\])】〕〗」}]")
_PLACES = re.compile(r"\{([^{}]*)\}")


def number_text(pattern: str, year: int, number: int) -> str:
    """``新热转〔2022〕12号`` from ``新热转〔{year}〕{n}号``."""
    return pattern.replace("{year}", str(year)).replace("{n}", str(number))


def one_spelling(number: str) -> str:
    """A given number in one spelling, whatever brackets, widths and spaces it was typed with: 新热转〔2022〕12号."""
    plain = "".join(unicodedata.normalize("NFKC", number).split())
    return _YEAR.sub(r"〔\1〕", plain)


def pattern_fault(pattern: str) -> str:
    """What is wrong with a pattern, in Chinese; empty where nothing is."""
    if sorted(_PLACES.findall(pattern)) == ["n", "year"]:
        return ""
    return "里 {year}（年份）和 {n}（顺序号）要各有一处，不能有别的花括号"
