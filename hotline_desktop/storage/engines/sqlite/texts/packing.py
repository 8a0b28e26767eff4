"""Long texts of an office, packed: a ticket's history takes a third of the room that its JSON takes.

A packed text is a BLOB, one byte for its form and behind it the text in GB18030 (two bytes for an ideograph instead of
three), deflated with words known beforehand. Nothing stands for ``{}``. A text that gets no shorter stays as it is, as
does one too short to gain much; what an earlier version left as text, or packed though short, reads as ever.
"""

from __future__ import annotations

import sqlite3
import zlib
from functools import cache
from typing import Any

from hotline_desktop.domain.terms.text import UNREADABLE

_FORM = b"\x01"
_CODING = "gb18030"
_NOTHING = "{}"
_BITS = -15
# A higher level takes a third more time for a sixtieth of the room, all of the words a tenth more for a ninetieth.
_LEVEL, _BITS_PACKING, _MEMORY = 3, -14, 7
# So few characters are one or two values, of which a tenth is gained at most: not worth the time.
_TOO_SHORT = 40
# Of a short text most of the time goes into copying that memory: a quarter of it does as well.
_SHORT, _LITTLE_MEMORY = 300, 5


def packed(text: str) -> str | bytes:
    """How the file holds a text."""
    if text == _NOTHING:
        return b""
    if len(text) < _TOO_SHORT:
        return text
    # The words are read once, not for each text.
    packing = _packer(_LITTLE_MEMORY if len(text) < _SHORT else _MEMORY).copy()
    try:
        short = _FORM + packing.compress(text.encode(_CODING)) + packing.flush()
        return short if len(short) <= len(text) or len(short) < len(text.encode("utf-8")) else text
    except UnicodeEncodeError:  # half a character, which only a hand at the file can leave there
        return text


def unpacked(stored: Any) -> Any:
    """The text that ``packed`` was given; one that is no JSON where it was damaged. What is no BLOB stays as it is."""
    if not isinstance(stored, bytes):
        return stored
    if not stored:
        return _NOTHING
    if stored[:1] != _FORM:
        return UNREADABLE  # no JSON: whoever reads it says which entry cannot be read
    opening = zlib.decompressobj(_BITS, _words())
    try:
        text = opening.decompress(stored[1:]).decode(_CODING)
    except (zlib.error, UnicodeDecodeError):
        return UNREADABLE
    return text if opening.eof and not opening.unused_data else UNREADABLE


def install(raw: sqlite3.Connection) -> None:
    """Lets statements pack and unpack."""
    raw.create_function("packed", 1, lambda text: packed(text) if text is not None else None, deterministic=True)
    raw.create_function("unpacked", 1, unpacked, deterministic=True)


@cache
def _words() -> bytes:
    # Thousands of ideographs, needed only where a history is read or written.
    from hotline_desktop.storage.engines.sqlite.texts.packing_words import FIRST

    return FIRST.encode(_CODING)


@cache
def _packer(memory: int) -> Any:
    return zlib.compressobj(_LEVEL, zlib.DEFLATED, _BITS_PACKING, memory, zlib.Z_DEFAULT_STRATEGY, _words())
