"""Checks the fonts of a PDF/A: every character that is shown has a glyph, as wide as the file says.

ISO 19005-2, 6.2.11.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PdfReader

_MOST_APART = 1.0  # in thousandths of the size
_OF_SIGNS = 0xF000  # where a face of signs has its characters


def face_faults(reader: PdfReader) -> Iterator[str]:
    """Each TrueType font that a page uses, with what is wrong with the characters that it shows."""
    shown: dict[int, tuple[Any, set[int]]] = {}
    for page in reader.pages:
        fonts: Any = page.get("/Resources", {}).get_object().get("/Font") or {}
        for name, codes in _codes(page, reader).items():
            if name in fonts:
                font = fonts[name].get_object()
                shown.setdefault(id(font), (font, set()))[1].update(codes)
    for font, used in shown.values():
        yield from _of_face(font, used)


def _is_of_signs(table: Any) -> bool:
    return (table.platformID, table.platEncID) == (3, 0)


def _codes(page: Any, reader: PdfReader) -> dict[str, set[int]]:
    """The character codes that the page shows, by the resource name of their font."""
    from pypdf.generic import ContentStream

    found: dict[str, set[int]] = {}
    face, content = "", page.get_contents()
    if content is None:
        return found
    for operands, operator in ContentStream(content, reader).operations:
        if operator == b"Tf":
            face = str(operands[0])
        elif operator in (b"Tj", b"TJ", b"'", b'"'):
            texts = operands[0] if operator == b"TJ" else [operands[-1]]
            for text in texts:
                if hasattr(text, "original_bytes"):
                    found.setdefault(face, set()).update(text.original_bytes)
    return found


def _of_face(font: Any, used: set[int]) -> Iterator[str]:
    from fontTools.ttLib import TTFont, TTLibError

    descriptor = font.get("/FontDescriptor", {}).get_object() if "/FontDescriptor" in font else {}
    if font.get("/Subtype") != "/TrueType" or "/FontFile2" not in descriptor:
        return
    name, first, widths = font.get("/BaseFont"), font.get("/FirstChar", 0), font.get("/Widths", [])
    try:
        with TTFont(BytesIO(descriptor["/FontFile2"].get_object().get_data()), lazy=True) as face:
            tables = face["cmap"].tables
            if descriptor.get("/Flags", 0) & 4 and len(tables) != 1 and not any(map(_is_of_signs, tables)):
                yield f"6.2.11.6 the face {name} of signs has more than one order of characters"
            outlines = {code: glyph for table in tables for code, glyph in table.cmap.items()}
            size, across = face["head"].unitsPerEm, face["hmtx"].metrics
            for code in sorted(used):
                glyph = outlines.get(code, outlines.get(_OF_SIGNS + code, ".notdef"))
                if glyph == ".notdef":
                    yield f"6.2.11.8 the face {name} shows what it has no outline for"
                elif abs(across[glyph][0] * 1000 / size - float(widths[code - first])) > _MOST_APART:
                    yield f"6.2.11.5 the face {name} says other widths than it has"
    except (TTLibError, KeyError, IndexError, AssertionError) as error:
        yield f"6.2.11.4 the face {name} cannot be read: {type(error).__name__}"
