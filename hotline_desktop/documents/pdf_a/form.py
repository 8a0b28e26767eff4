"""Turns a PDF into PDF/A-2b (ISO 19005-2), so that every program shows it alike for as long as it is kept.

It says in its XMP metadata that it is one, carries the sRGB colour profile, and refers to nothing outside of itself.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from pypdf import PdfWriter
    from pypdf.generic import StreamObject

PRODUCER = "hotline-desktop"
HEADER = "%PDF-1.7"
COLOURS = "sRGB IEC61966-2.1"
_MOMENT = bytes.fromhex("07d0 0001 0001 0000 0000 0000")  # the first day of 2000: when is nobody's business
_MADE, _EDITION = slice(24, 36), slice(8, 12)
_EDITION_4_2 = bytes((4, 0x20, 0, 0))  # the edition of the profiles' standard that PDF/A-2 knows
# What a page may bring along that an archive does not want, or that means something only in the file it came from.
_DROPPED = ("/Trans", "/StructParents", "/Tabs", "/AA", "/PieceInfo", "/Metadata", "/Dur", "/B", "/Thumb")


def claim(writer: PdfWriter, title: str, seed: bytes) -> None:
    """Adds what PDF/A asks for to the file that is being written; ``seed`` stands for its content in its identifier."""
    from pypdf.generic import ArrayObject, ByteStringObject

    writer.pdf_header = HEADER
    writer.metadata = {"/Title": title, "/Producer": PRODUCER, "/Creator": PRODUCER}
    for page in writer.pages:
        for key in _DROPPED:
            page.pop(key, None)
    _show_title(writer)
    _add(writer, "/Metadata", stream(_packet(title), {"/Type": "/Metadata", "/Subtype": "/XML"}))
    _add_colours(writer)
    digest = hashlib.sha256(seed).digest()[:16]
    writer._ID = ArrayObject((ByteStringObject(digest), ByteStringObject(digest)))  # noqa: SLF001 - it has no setter


def _show_title(writer: PdfWriter) -> None:
    """Lets readers show the title instead of the file name, and tells screen readers the language."""
    from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

    wishes = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    writer.root_object[NameObject("/ViewerPreferences")] = wishes
    writer.root_object[NameObject("/Lang")] = TextStringObject("zh-CN")


def _add(writer: PdfWriter, key: str, value: object) -> None:
    from pypdf.generic import NameObject, PdfObject

    assert isinstance(value, PdfObject)
    writer.root_object[NameObject(key)] = writer._add_object(value)  # noqa: SLF001 - nor is there another way


def _add_colours(writer: PdfWriter) -> None:
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

    profile = stream(colour_profile(), {})
    profile[NameObject("/N")] = NumberObject(3)
    intent = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/OutputIntent"),
            NameObject("/S"): NameObject("/GTS_PDFA1"),
            NameObject("/OutputConditionIdentifier"): TextStringObject(COLOURS),
            NameObject("/Info"): TextStringObject(COLOURS),
            NameObject("/DestOutputProfile"): writer._add_object(profile),  # noqa: SLF001
        }
    )
    writer.root_object[NameObject("/OutputIntents")] = ArrayObject((intent,))


def stream(data: bytes, names: dict[str, str]) -> StreamObject:
    """A PDF stream that holds ``data``, with these entries in its dictionary."""
    from pypdf.generic import NameObject, StreamObject

    made = StreamObject()
    made.set_data(data)
    made.update({NameObject(key): NameObject(value) for key, value in names.items()})
    return made


@lru_cache(maxsize=1)
def colour_profile() -> bytes:
    """The sRGB colours as an ICC profile, the same bytes at any time."""
    from PIL import ImageCms

    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[_MADE] = _MOMENT
    made[_EDITION] = _EDITION_4_2
    return bytes(made)


def _packet(title: str) -> bytes:
    """The XMP metadata, which must say the same as the file's document properties."""
    return _PACKET.format(title=escape(title), producer=PRODUCER).encode("utf-8")


_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
