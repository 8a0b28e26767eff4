"""Texts beneath their letters: characters that are never seen, and what was covered, cut short or could not be read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hotline_desktop.domain.terms.patterns import late

CUT_SHORT = "……（内容过长，全文请在程序中查看）"  # ends a text that a cell of a spreadsheet could not hold
_MASK = late(r"[*＊]+")
PLAIN_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－", "-"))  # as word processors write 2022-09-05
UNREADABLE = "\ufffd"  # in place of bytes that are no text
_QUOTES = frozenset("\"'“”‘’＂＇")
_FORMULA_TEXT = late(r'="(.*)"', re.DOTALL)
# Unicode's format characters (direction marks, joiners, soft hyphens …), the selectors of a glyph's look, and control
# characters that are no space.
_INVISIBLE = late(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)

_BREAK = late("[ \u3000]*[\t-\r\x1c-\x1f\x85\u2028\u2029][ \u3000\t-\r\x1c-\x1f\x85\u2028\u2029]*")
_LINE_ENDS = late("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Controls that are no space, and marks that turn the direction in which the text behind them is read.
_TURNING = late("[\x01-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]")
_LAST_NARROW = "\u2e7f"  # Chinese characters and their marks begin behind it


def has_format_characters(text: str) -> bool:
    """Whether anything in ``text`` is never seen."""
    return _INVISIBLE.search(text) is not None


def without_format_characters(text: str) -> str:
    """``text`` without what is never seen in it: a number or name pasted from a web page often carries such."""
    return text if text.isascii() and text.isprintable() else _INVISIBLE.sub("", text)


def without_nul(text: str) -> str:
    """``text`` without NUL, at which a database or another program takes a text to end; some refuse it."""
    return text.replace("\0", "")


def typed_text(text: str) -> str:
    """What somebody typed, without NUL and without space around it; empty where nothing of it can be seen."""
    text = without_nul(text).strip()
    unseen = _INVISIBLE.match(text) is not None and not without_format_characters(text).strip()
    return "" if unseen else text


def beyond(text: str, limit: int) -> str:
    """By how much ``text`` is too long, as is said behind what it is: 最多 20 字，现为 21 字. Empty where it is not."""
    return f"最多 {limit} 字，现为 {len(text)} 字" if len(text) > limit else ""


def first_of(names: Sequence[str], most: int, between: str = "、") -> str:
    """The first ``most`` of ``names``; 等 behind them says that there are more."""
    return between.join(names[:most]) + ("等" if len(names) > most else "")


def is_masked(text: str) -> bool:
    """Whether part of the text was covered: 张**, 138****0001."""
    return "*" in text or "＊" in text


def says_less(text: str, whole: str) -> bool:
    """Whether ``text`` is ``whole`` with parts of it covered by stars, or cut short as a list of the program does."""
    if text.endswith(CUT_SHORT) and whole.startswith(text.removesuffix(CUT_SHORT)):
        return True
    if not is_masked(text):
        return False
    first, *others = _MASK.split(text)
    if not whole.startswith(first):
        return False
    place = len(first)
    for part in others[:-1]:
        found = whole.find(part, place + 1)
        if found < 0:
            return False
        place = found + len(part)
    last = others[-1]
    return len(whole) - len(last) > place and whole.endswith(last)


def in_one_line(text: str) -> str:
    """``text`` without line breaks and tabs: a name wrapped in a cell of a table, 张⏎三, is 张三 again.

    Between two Chinese characters nothing stands in their place, elsewhere a space.
    """
    return text if text.isprintable() else _BREAK.sub(_joint, text)


def in_plain_lines(text: str) -> str:
    """``text`` with one sort of line ends, a word processor's too, and without controls and turned directions.

    What joins characters stays: it is part of how a name or a picture is written.
    """
    return text if text.isprintable() else _TURNING.sub("", _LINE_ENDS.sub("\n", text))


def _joint(found: re.Match[str]) -> str:
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return " " if min(before, after) <= _LAST_NARROW else ""


def unwrapped(text: str) -> str:
    """Without what keeps a spreadsheet from taking a text for a number: ``="007"``, a leading apostrophe, quotes."""
    if text[:1] in _QUOTES and text[-1:] in _QUOTES:
        return text.strip("".join(_QUOTES)).strip()
    if not text.startswith(("=", "'", "`")):
        return text
    formula = _FORMULA_TEXT.fullmatch(text)
    return formula[1].strip() if formula else text[1:]
