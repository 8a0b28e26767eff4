"""Text with everything that reads alike written alike: full width, upper case, dashes, invisible characters.

Digits in circles, superscripts and digits of other scripts become digits; traditional characters become simplified
ones. The result has the same length as the text, so that what is found in the one can be replaced in the other.
"""

from __future__ import annotations

import unicodedata

from hotline_desktop.domain.terms.patterns import late
from hotline_desktop.domain.terms.traditional import SIMPLIFIED

_DASHES = frozenset("‐‑‒–—―−－﹣⁃")
_DOTS = frozenset("·•・．‧∙⋅●")
_OPENING, _CLOSING = frozenset("【〔［〖｛「『"), frozenset("】〕］〗｝」』")
# Marks over and around characters are among them: 1️⃣ is a digit.
UNSEEN = (
    "\u00ad\u0300-\u036f\u061c\u180b-\u180f\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\u20d0-\u20ff"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef"
)
_CROSSES = frozenset("×✕✖хχ")  # for the X that ends an ID number
# What stands between the characters of a name or number without ending it.
SPACED = late(rf"[\s.\-_·'/\"“”‘’()*+|~{UNSEEN}]")


# Radicals, ideographs in circles and brackets, and those that only old character sets told apart.
_READS_AS_IDEOGRAPH = late(
    "[\u2e80-\u2fdf\u3038-\u303a\u3190-\u33ff\uf900-\ufaff\U0001f200-\U0001f2ff\U0002f800-\U0002fa1f"
    f"{''.join(SIMPLIFIED)}]"
)


class _Alike(dict[int, int]):
    """A table for ``str.translate`` that fills itself."""

    def __missing__(self, code: int) -> int:
        character = chr(code)
        if character in _DASHES:
            plain = "-"
        elif character in _DOTS:
            plain = "·"
        elif character in _OPENING or character in _CLOSING:
            plain = "(" if character in _OPENING else ")"
        elif character.lower() in _CROSSES:
            plain = "x"
        elif (digit := _digit(character)) is not None:
            plain = str(digit)
        else:
            plain = unicodedata.normalize("NFKC", character)
            plain = plain if len(plain) == 1 else character
            base = unicodedata.normalize("NFD", plain)[0]  # ā reads as a
            plain = base if base.isascii() else plain
            lower = plain.lower()
            plain = lower if len(lower) == 1 else plain
            plain = SIMPLIFIED.get(plain, plain)
        self[code] = found = ord(plain)
        return found


def _digit(character: str) -> int | None:
    """The digit that a character shows: ５, ⑤, ❺, ⁵, ٥, 〥; none for the words 五 and 伍."""
    if "\u3021" <= character <= "\u3029":
        return ord(character) - 0x3020
    return unicodedata.digit(character, None)


class _Dropped(dict[int, int | None]):
    """A table that takes out what SPACED finds."""

    def __missing__(self, code: int) -> int | None:
        self[code] = found = None if SPACED.fullmatch(chr(code)) else code
        return found


_ALIKE = _Alike()
DROPPED = _Dropped()


def readable(text: str) -> str:
    """``text`` with everything that reads alike written alike, of the same length."""
    return text.translate(_ALIKE)


def may_hold(text: str, word: str) -> bool:
    """False where the readable ``word`` cannot be in ``text``, however it is spelled: a quick look before a long one.

    An ideograph is spelled as itself, but for the few characters that read like another one.
    """
    first, last = word[0], word[-1]
    if not ("\u4e00" <= first <= "\u9fff" and "\u4e00" <= last <= "\u9fff"):
        return True
    return (first in text and last in text) or _READS_AS_IDEOGRAPH.search(text) is not None
