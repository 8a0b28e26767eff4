"""Reads whole tables of a TrueType file at once: those with an entry for each character or glyph.

reportlab reads them number by number, which takes a fifth of a second for the fonts of one sheet. Faulty files, and
character maps in other formats than 4 and 12, which Chinese fonts do not use, are left to it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from reportlab.pdfbase.ttfonts import TTFontFace

_SEGMENTS, _GROUPS = 4, 12  # formats of the character map
_PLANE = 0x10000
Pairs = Iterator[tuple[int, int]]


class _Unusual(Exception):
    """Leaves the file to reportlab, which knows every format and says what is wrong with a file."""


class QuickFace(TTFontFace):
    """A TTFontFace of the same content, read faster; ``glyphToChar``, of use to reportlab's own reading, is empty."""

    def extractInfo(self, charInfo: Literal[0, 1] | bool = 1) -> None:  # noqa: N802, N803 - reportlab's names
        """Reads the file; what it raises for a bad one is reportlab's."""
        super().extractInfo(0)
        if not charInfo:
            return
        try:
            _read_characters(self)
        except (struct.error, IndexError, KeyError, _Unusual):
            super().extractInfo(charInfo)


class WiderFace(TTFontFace):
    """``face`` with wider characters: ``more``, a share of the size, is added behind each."""

    def __init__(self, face: TTFontFace, more: float) -> None:
        read: Any = face
        vars(self).update(vars(face))
        self.name = read.name + b"-Apart"
        self._more = round(1000 * more)
        self.hmetrics = _Wider(read.hmetrics, round(read.unitsPerEm * more))

    def getCharWidth(self, code: int) -> Any:  # noqa: N802 - reportlab's name
        """Thousandths of the size."""
        return super().getCharWidth(code) + self._more  # type: ignore[no-untyped-call]


class _Wider:
    """Advance width and left bearing of each glyph, in font units."""

    def __init__(self, metrics: Sequence[tuple[Any, int]], more: int) -> None:
        self._metrics, self._more = metrics, more

    def __getitem__(self, glyph: int) -> tuple[Any, int]:
        width, bearing = self._metrics[glyph]
        return width + self._more, bearing


def _read_characters(face: Any) -> None:
    """What each character is drawn with, how wide it is, and where its outline lies, for a face whose head is read."""
    count: int = face.numGlyphs
    wide, kind = struct.unpack_from(">hh", face.get_table("head"), 50)
    if kind or wide not in (0, 1):
        raise _Unusual
    places = struct.unpack_from(f">{count + 1}{'L' if wide else 'H'}", face.get_table("loca"))
    (measured,) = struct.unpack_from(">H", face.get_table("hhea"), 34)
    metrics, widths = _metrics(face.get_table("hmtx"), measured, count, face._pdfScale)  # noqa: SLF001
    drawn = dict(_characters(face.get_table("cmap")))
    by_code = {code: widths[glyph] for code, glyph in drawn.items() if glyph < count}
    there, other = (0x20, 0xA0) if 0x20 in drawn else (0xA0, 0x20)  # the two blanks are one
    if there in drawn:
        drawn[other], by_code[other] = drawn[there], by_code[there]
    face.glyphPos = list(places) if wide else [2 * place for place in places]
    face.hmetrics, face.defaultWidth = metrics, widths[0]
    face.charToGlyph, face.charWidths, face.glyphToChar = drawn, by_code, {}


def _metrics(table: bytes, measured: int, count: int, scale: Any) -> tuple[list[tuple[Any, int]], list[Any]]:
    """Width and bearing of each glyph, and the widths in thousandths; those after ``measured`` are as wide as the last.

    Their width stands in thousandths among the bearings too, as reportlab has it.
    """
    numbers = struct.unpack_from(f">{2 * measured + max(0, count - measured)}H", table)
    own = list(zip(numbers[0 : 2 * measured : 2], numbers[1 : 2 * measured : 2], strict=True))
    widths = [scale(width) for width, _bearing in own]
    rest = numbers[2 * measured :]
    return own + [(widths[-1], bearing) for bearing in rest], widths + [widths[-1]] * len(rest)


def _characters(table: bytes) -> Pairs:
    """Each character of a ``cmap`` table with its glyph; which of several maps counts is reportlab's choice."""
    (tables,) = struct.unpack_from(">H", table, 2)
    chosen, unicode = None, False
    for place in range(tables):
        platform, encoding, offset = struct.unpack_from(">HHL", table, 4 + 8 * place)
        if platform == 3 or (platform, encoding) == (1, 1) or (platform == 0 and encoding != 5):
            chosen, unicode = offset, True
        elif (platform, encoding) == (1, 0) and not unicode:
            chosen = offset
    if chosen is None:
        raise _Unusual
    (kind,) = struct.unpack_from(">H", table, chosen)
    if kind == _GROUPS:
        return _of_groups(table, chosen)
    if kind == _SEGMENTS:
        return _of_segments(table, chosen)
    raise _Unusual


def _of_groups(table: bytes, start: int) -> Pairs:
    (groups,) = struct.unpack_from(">L", table, start + 12)
    for first, last, glyph in struct.iter_unpack(">LLL", table[start + 16 : start + 16 + 12 * groups]):
        yield from zip(range(first, last + 1), range(glyph, glyph + last + 1 - first), strict=True)


def _of_segments(table: bytes, start: int) -> Pairs:
    _kind, length, _language, doubled = struct.unpack_from(">HHHH", table, start)
    count = doubled // 2
    lasts = struct.unpack_from(f">{count}H", table, start + 14)
    firsts = struct.unpack_from(f">{count}H", table, start + 16 + doubled)
    deltas = struct.unpack_from(f">{count}h", table, start + 16 + 2 * doubled)
    offsets_at = 16 + 3 * doubled
    offsets = struct.unpack_from(f">{count}H", table, start + offsets_at)
    text = struct.unpack_from(f">{length // 2}H", table, start)
    for place, (first, last, delta, offset) in enumerate(zip(firsts, lasts, deltas, offsets, strict=True)):
        codes = range(first, last + 1)
        if not offset:
            yield from ((code, (code + delta) % _PLANE) for code in codes)
            continue
        begin = (offsets_at + 2 * place + offset) // 2
        glyphs = text[begin : begin + len(codes)]
        lacking = (0,) * (len(codes) - len(glyphs))  # some faces point beyond their map
        yield from zip(codes, ((glyph + delta) % _PLANE if glyph else 0 for glyph in glyphs + lacking), strict=True)
