"""Long texts of an office, packed: a ticket's history takes a third of the room that its JSON takes.

A packed text is a BLOB, one byte for its form and behind it the text in GB18030 (two bytes for an ideograph instead of
three), compressed with words known beforehand: by Zstandard, and by zlib before version 0019. Nothing stands for
``{}``. A text that gets no shorter stays as it is, as does one too short to gain much; what an earlier version left as
text, or packed though short, reads as ever.
"""

from __future__ import annotations

import sqlite3
import threading
import zlib
from base64 import b64decode
from collections.abc import Callable
from functools import cache, cached_property
from typing import Any

from hotline_desktop.domain.terms.text import UNREADABLE

_FORM, _DEFLATED = b"\x02", b"\x01"
_CODING = "gb18030"
_NOTHING = "{}"
# Two higher take twice the time for a twentieth of the room.
_LEVEL = 3
_DEFLATED_BITS = -15
# So few characters are one or two values, of which a tenth is gained at most: not worth the time.
_TOO_SHORT = 40


def packed(text: str) -> str | bytes:
    """How the file holds a text."""
    if text == _NOTHING:
        return b""
    if len(text) < _TOO_SHORT:
        return text
    try:
        short: bytes = _FORM + _ZSTANDARD.compress(text.encode(_CODING))
        return short if len(short) <= len(text) or len(short) < len(text.encode("utf-8")) else text
    except UnicodeEncodeError:  # half a character, which only a hand at the file can leave there
        return text


def unpacked(stored: Any) -> Any:
    """The text that ``packed`` was given; one that is no JSON where it was damaged. What is no BLOB stays as it is."""
    if not isinstance(stored, bytes):
        return stored
    if not stored:
        return _NOTHING
    form = stored[:1]
    try:
        if form == _FORM:
            return _ZSTANDARD.decompress(stored[1:]).decode(_CODING)
        return _inflated(stored[1:]).decode(_CODING) if form == _DEFLATED else UNREADABLE
    except ValueError:  # no JSON: whoever reads it says which entry cannot be read
        return UNREADABLE


def is_packed(stored: bytes) -> bool:
    """Whether the bytes of a value are those of a packed text: no text begins like that."""
    return stored[:1] in (b"", _FORM, _DEFLATED)


def install(raw: sqlite3.Connection) -> None:
    """Lets statements pack and unpack."""
    raw.create_function("packed", 1, lambda text: packed(text) if text is not None else None, deterministic=True)
    raw.create_function("unpacked", 1, unpacked, deterministic=True)


class _Zstandard(threading.local):
    """What packs and unpacks, for each thread its own: it works while other threads go on, and not for two at once.

    The library and thousands of ideographs are needed only where a history is read or written.
    """

    @cached_property
    def compress(self) -> Callable[[bytes], bytes]:
        """Makes a frame without its four bytes of magic."""
        import zstandard

        form: Any = zstandard.FORMAT_ZSTD1_MAGICLESS
        parameters = zstandard.ZstdCompressionParameters.from_level(_LEVEL, format=form, write_dict_id=False)
        return zstandard.ZstdCompressor(dict_data=_known_beforehand(), compression_params=parameters).compress

    @cached_property
    def decompress(self) -> Callable[[bytes], bytes]:
        """What a frame holds; ValueError where it is damaged."""
        import zstandard

        form: Any = zstandard.FORMAT_ZSTD1_MAGICLESS
        decompress = zstandard.ZstdDecompressor(dict_data=_known_beforehand(), format=form).decompress
        damaged = (zstandard.ZstdError, MemoryError)

        def decompressed(frame: bytes) -> bytes:
            try:
                return decompress(frame, allow_extra_data=False)
            except damaged as error:
                raise ValueError("a damaged frame") from error

        return decompressed


_ZSTANDARD = _Zstandard()


def _inflated(deflated: bytes) -> bytes:
    opening = zlib.decompressobj(_DEFLATED_BITS, _words())
    try:
        whole = opening.decompress(deflated)
    except zlib.error as error:
        raise ValueError("damaged") from error
    if not opening.eof or opening.unused_data:
        raise ValueError("cut, or something behind it")
    return whole


@cache
def _words() -> bytes:
    from hotline_desktop.storage.engines.sqlite.texts.packing_words import FIRST

    return FIRST.encode(_CODING)


@cache
def _known_beforehand() -> Any:
    import zstandard

    from hotline_desktop.storage.engines.sqlite.texts.packing_words import OFTEN

    words = zstandard.ZstdCompressionDict(b64decode(OFTEN) + _words(), dict_type=zstandard.DICT_TYPE_FULLDICT)
    words.precompute_compress(level=_LEVEL)
    return words
