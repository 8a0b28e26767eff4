"""TrueType faces embedded by reportlab, with a ToUnicode table that is right above U+FFFF.

Imported only when a PDF is made. reportlab writes U+2B816 as five hexadecimal digits where the format wants
the two UTF-16 units, so a rare name would look right and be copied wrong.
"""

from __future__ import annotations

import mmap as mmap_module
import threading
from collections.abc import Callable, Sequence
from copy import copy
from functools import cached_property
from hashlib import sha256
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, cast
from weakref import WeakKeyDictionary

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDocument, PDFStream
from reportlab.pdfbase.ttfonts import SUBSETN, TTEncoding, TTFError, TTFont

from hotline_desktop.documents.faces.metrics import GAP
from hotline_desktop.documents.faces.tables import QuickFace, WiderFace

# Bytes may be bytes: pages as printable letters would be a quarter larger and take a sixth of the time.
rl_config.useA85 = 0

_registering = threading.Lock()
# The format allows at most 100 entries in one bfchar block.
_BLOCK = 100
_RIGHTS_END, _RESTRICTED, _NO_OUTLINE_SUBSET = 10, 0x0002, 0x0300


class UnusableFont(Exception):
    """The file cannot be read, has no TrueType outlines, or may not be embedded."""


class EmbeddedFont(TTFont):
    """A TTFont whose text can be copied and searched, whatever plane its characters are in.

    ``apart`` is the same face for a character behind which another script begins.
    """

    def __init__(self, name: str, file: _Mapped) -> None:
        # As TTFont does it, with another kind of face.
        self.fontName = name
        self.face = QuickFace(file)
        self.encoding = TTEncoding()
        self.state: WeakKeyDictionary[PDFDocument, Any] = WeakKeyDictionary()
        self._asciiReadable = rl_config.ttfAsciiReadable
        self.shapable = False

    @cached_property
    def apart(self) -> EmbeddedFont:
        """The face with wider characters: a gap that is part of one is not taken for a blank, as a mere distance is."""
        made = copy(self)
        made.fontName = f"{self.fontName}-apart"
        made.face = WiderFace(self.face, GAP)
        made.state = WeakKeyDictionary()
        made._asciiReadable = 0  # noqa: SLF001 - reportlab's: of letters, too, the file holds those that are shown
        return made

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802 - reportlab's name
        """Adds the face to the file, with a map from its glyphs to text that holds above U+FFFF too."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        _let_go(self)
        for number, subset in enumerate(subsets):
            prefix = SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX
            stream = cast(PDFStream, doc.idToObject["toUnicodeCMap:" + prefix.decode("pdfdoc")])
            stream.content = to_unicode_map(subset)


def to_unicode_map(codes: Sequence[int]) -> str:
    """The CMap program that gives each byte its character; ``codes[n]`` is the code point of byte n."""
    entries = [
        f"<{byte:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for byte, code in enumerate(codes) if code
    ]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for start in range(0, len(entries), _BLOCK):
        block = entries[start : start + _BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


def _may_be_embedded(font: EmbeddedFont) -> bool:
    """Whether the maker allows a part of the face in a document: fsType of its OS/2 table, none where it says nothing.

    Without right are: restricted (0x0002), no subset (0x0100), pictures of letters only (0x0200).
    """
    table: bytes = font.face.get_table("OS/2")  # type: ignore[no-untyped-call]
    rights = int.from_bytes(table[8:10], "big") if len(table) >= _RIGHTS_END else 0
    return rights & 0x000F != _RESTRICTED and not rights & _NO_OUTLINE_SUBSET


class _Mapped:
    """A font file as reportlab reads one: not copied into memory, of which a face would take fifteen megabytes."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)

    def read(self) -> mmap:
        """The content, of which the machine loads what is looked at."""
        with Path(self.name).open("rb") as file:
            return mmap(file.fileno(), 0, access=ACCESS_READ)


class _Outlines:
    """The table of outlines, of which each slice is taken out of the file for itself: it is ten megabytes."""

    def __init__(self, data: mmap, start: int) -> None:
        self._data, self._start = data, start

    def __getitem__(self, part: slice) -> bytes:
        return self._data[self._start + part.start : self._start + part.stop]


def _table_of(face: Any) -> Callable[[str], Any]:
    """How a face finds its tables."""
    whole, data = face.get_table, face._ttf_data  # noqa: SLF001 - the library copies the table at every use

    def table(tag: str) -> Any:
        return _Outlines(data, face.get_table_pos(tag)[0]) if tag == "glyf" else whole(tag)

    return table


def _let_go(font: EmbeddedFont) -> None:
    """Of the file nothing stays in memory: what was looked at is read again when it is needed."""
    data: Any = font.face._ttf_data  # type: ignore[attr-defined]  # noqa: SLF001
    if hasattr(data, "madvise") and hasattr(mmap_module, "MADV_DONTNEED"):
        data.madvise(mmap_module.MADV_DONTNEED)


def open_font(path: Path) -> EmbeddedFont:
    """The face in ``path``, registered with reportlab; UnusableFont when it cannot be embedded."""
    name = f"{path.stem}-{sha256(str(path).encode()).hexdigest()[:8]}"
    try:
        font = EmbeddedFont(name, _Mapped(path))
        if not _may_be_embedded(font):
            raise UnusableFont(path.name)
    except (TTFError, OSError, ValueError, KeyError) as error:
        raise UnusableFont(path.name) from error
    face: Any = font.face
    face.get_table = _table_of(face)
    _let_go(font)
    with _registering:
        pdfmetrics.registerFont(font)
    return font
