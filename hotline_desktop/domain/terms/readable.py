"""Text as a reader takes it: full-width, upper case, dashes and unseen characters read alike, character by character.

A readable text is as long as what it was made from, so that what is found in it can be replaced in the other.
"""

from __future__ import annotations

import unicodedata

from hotline_desktop.domain.terms.patterns import late

_DASHES = frozenset("‐‑‒–—―−－﹣⁃")
_DOTS = frozenset("·•・．‧∙⋅●")
_OPENING, _CLOSING = frozenset("【〔［〖｛「『"), frozenset("】〕］〗｝」』")
_UNSEEN = "\u00ad\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\ufeff"
# What stands between the characters of a name or number without ending it.
SPACED = late(rf"[\s.\-_·'{_UNSEEN}]")


# Radicals, ideographs in circles and brackets, and those that only old character sets told apart.
_READS_AS_IDEOGRAPH = late(
    "[\u2e80-\u2fdf\u3038-\u303a\u3190-\u33ff\uf900-\ufaff\U0001f200-\U0001f2ff\U0002f800-\U0002fa1f]"
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
        else:
            plain = unicodedata.normalize("NFKC", character)
            plain = plain if len(plain) == 1 else character
            lower = plain.lower()
            plain = lower if len(lower) == 1 else plain
        self[code] = found = ord(plain)
        return found


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
