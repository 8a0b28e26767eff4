"""Characters that stand in a text without being seen, and the one for what cannot be read."""

from __future__ import annotations

import re

from hotline_desktop.domain.terms.patterns import late

UNREADABLE = "\ufffd"  # in place of bytes that are no text
_FORMULA_TEXT = late(r'="(.*)"', re.DOTALL)
# Unicode's format characters (direction marks, joiners, soft hyphens …), the selectors of a glyph's look, and control
# characters that are no space.
_INVISIBLE = late(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)


def has_format_characters(text: str) -> bool:
    """Whether anything in ``text`` is never seen."""
    return _INVISIBLE.search(text) is not None


def without_format_characters(text: str) -> str:
    """``text`` without what is never seen in it: a number or name pasted from a web page often carries such."""
    return text if text.isascii() and text.isprintable() else _INVISIBLE.sub("", text)


def unwrapped(text: str) -> str:
    """Without what keeps a spreadsheet from taking a text for a number: ``="007"``, a leading apostrophe."""
    if not text.startswith(("=", "'", "`")):
        return text
    formula = _FORMULA_TEXT.fullmatch(text)
    return formula[1].strip() if formula else text[1:]
