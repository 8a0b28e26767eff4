"""Our own checklist of PDF/A-2b (ISO 19005-2): the rules that files of this program could break.

It is no validator for files from elsewhere. It looks at what this program writes and binds, and names the clause of
each fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from hotline_desktop.documents.pdf_a.faces import face_faults
from hotline_desktop.documents.pdf_a.objects import (
    action_faults,
    content_faults,
    inherited_faults,
    object_faults,
)
from hotline_desktop.documents.pdf_a.packet import packet_faults

if TYPE_CHECKING:
    from pypdf import PdfReader

_FORBIDDEN_NOTES = frozenset(("/3D", "/Sound", "/Screen", "/Movie", "/FileAttachment"))
_CMYK = frozenset(("/DeviceCMYK",))
_INTENTS = frozenset(("/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"))
_MIXED = frozenset(
    ("/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten", "/ColorDodge", "/ColorBurn",
     "/HardLight", "/SoftLight", "/Difference", "/Exclusion", "/Hue", "/Saturation", "/Color", "/Luminosity")
)  # fmt: skip
_DEEPEST = 28  # states of drawing that are set aside one in the other
_BITS = frozenset((1, 2, 4, 8, 16))
_PLAIN_ENCODINGS = frozenset(("/MacRomanEncoding", "/WinAnsiEncoding"))
_COMPOSITE = frozenset(("/CIDFontType0", "/CIDFontType2"))
# What a note may be: printed, and neither hidden nor invisible nor kept from view (or shown by a switch alone).
_PRINTED, _UNSEEN = 4, 1 | 2 | 32 | 256
_SIDE = (3.0, 14_400.0)  # of a page, in points
_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
_ICC_CLASSES = (b"mntr", b"prtr")


def archive_faults(pdf: bytes) -> tuple[str, ...]:
    """What keeps the file from being PDF/A-2b, as far as this list knows; empty where nothing does."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(pdf), strict=True)
        if reader.is_encrypted:
            return ("6.1.3 encrypted",)
        return tuple(
            dict.fromkeys(
                (
                    *inherited_faults(reader),
                    *_of_file(pdf, reader),
                    *_of_root(reader),
                    *_of_pages(reader),
                    *face_faults(reader),
                    *object_faults(pdf, reader),
                )
            )
        )
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        return (f"6.1 the file cannot be read: {type(error).__name__}",)


def page_faults(pdf: bytes) -> tuple[str, ...]:
    """As ``archive_faults`` for the pages alone: what would be wrong in a file that they are bound into."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        with BytesIO(pdf) as stream, PdfReader(stream) as reader:
            return tuple(dict.fromkeys(_of_pages(reader)))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        return (f"6.1 the file cannot be read: {type(error).__name__}",)


def _of_file(pdf: bytes, reader: PdfReader) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}", pdf):
        yield "6.1.2 no header with four bytes above 127"
    if not pdf.rstrip(b"\r\n").endswith(b"%%EOF"):
        yield "6.1.3 something stands behind the end"
    identifier: Any = reader.trailer.get("/ID")
    if not isinstance(identifier, list) or len(identifier) != 2 or not all(part.original_bytes for part in identifier):
        yield "6.1.3 no identifier of two parts"


def _of_root(reader: PdfReader) -> Iterator[str]:
    root: Any = reader.trailer["/Root"]
    if "/Metadata" not in root:
        yield "6.6.2 no description of itself"
    else:
        yield from packet_faults(root["/Metadata"].get_data(), reader)
    intents = root.get("/OutputIntents", [])
    profiles = [
        one.get_object()["/DestOutputProfile"].get_object()
        for one in intents
        if one.get_object().get("/S") == "/GTS_PDFA1" and "/DestOutputProfile" in one.get_object()
    ]
    if len(profiles) != 1:
        yield "6.2.3 no meaning of colours, or more than one"
    for profile in profiles:
        data = profile.get_data()
        if profile.get("/N") != 3 or data[16:20] != b"RGB " or data[12:16] not in _ICC_CLASSES or data[8] > 4:
            yield "6.2.3 the profile of colours is of the wrong kind"
    for key, clause in _NOT_IN_ROOT:
        if key in root:
            yield f"{clause} {key} in the root"
    if root.get("/Version", "/1.7") > "/1.7":
        yield "6.1.2 a version later than 1.7"
    names = root.get("/Names", {}).get_object() if "/Names" in root else {}
    for key in ("/JavaScript", "/EmbeddedFiles", "/AlternatePresentations"):
        if key in names:
            yield f"6.5.1 {key} in the root"
    if "/MarkInfo" in root and "/StructTreeRoot" not in root:
        yield "6.7 says that it is tagged, and is not"


_NOT_IN_ROOT = (
    ("/AA", "6.5.2"),
    ("/OpenAction", "6.5.2"),
    ("/AcroForm", "6.4.1"),
    ("/OCProperties", "6.9"),
    ("/Perms", "6.1.12"),
    ("/Requirements", "6.11"),
)


def _of_pages(reader: PdfReader) -> Iterator[str]:
    seen: set[int] = set()
    for page in reader.pages:
        for key, clause in (("/AA", "6.5.2"), ("/PresSteps", "6.9")):
            if key in page:
                yield f"{clause} {key} of a page"
        yield from _of_group(page)
        if not all(_SIDE[0] <= float(side) <= _SIDE[1] for side in (page.mediabox.width, page.mediabox.height)):
            yield "6.1.13 a page too small or too large"
        for note in page.get("/Annots", None) or []:
            yield from _of_note(note.get_object())
        yield from _of_content(page.get_contents(), _resources_of(page))
        yield from _of_resources(_resources_of(page), seen)


def _of_group(drawn: Any) -> Iterator[str]:
    """A transparency group names its colour space, and not CMYK."""
    group: Any = drawn.get("/Group")
    if group is None or group.get_object().get("/S") != "/Transparency":
        return
    space = group.get_object().get("/CS")
    if space is None:
        yield "6.2.10 a group is mixed in no colours of its own"
    elif space.get_object() in _CMYK:
        yield "6.2.10 a group is mixed in CMYK"


def _of_note(note: Any) -> Iterator[str]:
    kind = note.get("/Subtype")
    if kind in _FORBIDDEN_NOTES:
        yield f"6.3.1 a note of the kind {kind}"
    if kind not in ("/Popup", "/Link") and "/AP" not in note:
        yield "6.3.3 a note without a look"
    flags = int(note.get("/F", 0))
    if kind != "/Popup" and (not flags & _PRINTED or flags & _UNSEEN):
        yield "6.3.2 a note that is not printed, or hidden"
    if "/AA" in note:
        yield "6.5.2 /AA of a note"
    yield from action_faults(note.get("/A"))


def _of_content(content: Any, resources: Any) -> Iterator[str]:
    """Finds CMYK operators in a content stream, and resources that are missing. Operators follow their operands."""
    data = content.get_data() if content is not None else b""
    outside = re.sub(rb"\((?:\\.|[^\\()])*\)", b"()", data)
    yield from content_faults(outside, resources)
    if re.search(rb"(?:^|\s)[\d.]+ [\d.]+ [\d.]+ [\d.]+ [kK](?:\s|$)", outside):
        yield "6.2.4.3 colours of CMYK"
    for intent in re.findall(rb"/(\w+) ri(?:\s|$)", outside):
        if f"/{intent.decode('latin-1')}" not in _INTENTS:
            yield "6.2.6 an intent of colours that is none"
    depth = deepest = 0
    for step in re.findall(rb"(?:^|\s)([qQ])(?=\s|$)", outside):
        depth += 1 if step == b"q" else -1
        deepest = max(deepest, depth)
    if deepest > _DEEPEST:
        yield "6.1.13 states of drawing set aside too deep"
    if re.search(rb"/(?:F|Filter)\s*\[?\s*/(?:LZW|LZWDecode|Crypt)\b", outside):
        yield "6.1.10 a picture within the drawing is packed as it may not be"


def _resources_of(drawn: Any) -> Any:
    found = drawn.get("/Resources")
    return found.get_object() if found is not None else {}


def _of_resources(resources: Any, seen: set[int]) -> Iterator[str]:
    for font in _values(resources, "/Font", seen):
        yield from _of_font(font)
    for state in _values(resources, "/ExtGState", seen):
        if "/TR" in state or "/HTP" in state or state.get("/TR2", "/Default") != "/Default":
            yield "6.2.5 a transfer function"
        screen = state.get("/HT", "/Default")
        if isinstance(screen, dict) and (screen.get("/HalftoneType") not in (1, 5) or "/HalftoneName" in screen):
            yield "6.2.5 a screen of dots that is none of the file's own"
        mixed = state.get("/BM", "/Normal")
        if not _MIXED.issuperset(mixed if isinstance(mixed, list) else [mixed]):
            yield "6.2.10 a way of mixing colours that is none"
        if state.get("/RI", "/Perceptual") not in _INTENTS:
            yield "6.2.6 an intent of colours that is none"
        if state.get("/SMask", "/None") != "/None" or state.get("/ca", 1) != 1 or state.get("/CA", 1) != 1:
            yield "6.2.10 something is transparent"
    for space in (resources.get("/ColorSpace") or {}).values():
        yield from _of_space(space)
    for shade in _values(resources, "/Shading", seen):
        yield from _of_space(shade.get("/ColorSpace"))
    for pattern in _values(resources, "/Pattern", seen):
        if pattern.get("/PatternType") == 1:
            yield from _of_content(pattern, _resources_of(pattern))
        yield from _of_resources(_resources_of(pattern), seen)
    for drawn in _values(resources, "/XObject", seen):
        yield from _of_drawn(drawn, seen)


def _of_space(space: Any) -> Iterator[str]:
    """Finds CMYK, also as an alternate colour space, and ICC profiles of other than one, three or four components."""
    plain = space.get_object() if space is not None else None
    if not isinstance(plain, list):
        if plain in _CMYK:
            yield "6.2.4.3 colours of CMYK"
        return
    if plain[0] == "/ICCBased" and plain[1].get_object().get("/N") not in (1, 3, 4):
        yield "6.2.4.2 a profile of colours that is none"
        return
    for part in plain[1:]:
        yield from _of_space(part)


def _of_drawn(drawn: Any, seen: set[int]) -> Iterator[str]:
    if drawn.get("/Subtype") == "/PS" or "/PS" in drawn or "/OPI" in drawn or "/Ref" in drawn:
        yield "6.2.9 a form that another program would have to fill"
    if drawn.get("/Subtype") == "/Form":
        yield from _of_group(drawn)
        yield from _of_content(drawn, _resources_of(drawn))
        yield from _of_resources(_resources_of(drawn), seen)
        return
    filters = drawn.get("/Filter", [])
    named = filters if isinstance(filters, list) else [filters]
    if "/LZWDecode" in named or "/Crypt" in named:
        yield "6.1.7 packed by LZW or encrypted"
    yield from _of_space(drawn.get("/ColorSpace"))
    mask = drawn.get("/ImageMask", False)
    if drawn.get("/BitsPerComponent", 1) not in _BITS or (mask and drawn.get("/BitsPerComponent", 1) != 1):
        yield "6.2.8 a picture of a depth that is none"
    if "/Alternates" in drawn:
        yield "6.2.8 a picture with others in its place"
    if drawn.get("/Intent", "/Perceptual") not in _INTENTS:
        yield "6.2.6 an intent of colours that is none"
    if drawn.get("/Interpolate", False):
        yield "6.2.8 a picture that is to be smoothed"
    if "/SMask" in drawn:
        yield "6.2.10 a picture that is transparent"
    if "/F" in drawn:
        yield "6.1.7 content outside of the file"


def _of_font(font: Any) -> Iterator[str]:
    if font.get("/Subtype") == "/Type3":
        for letter in (font.get("/CharProcs") or {}).values():
            yield from _of_content(letter.get_object(), _resources_of(font))
        return
    if font.get("/Subtype") == "/Type0" and font.get("/Encoding") not in ("/Identity-H", "/Identity-V"):
        yield f"6.2.11.3.3 the face {font.get('/BaseFont')} has a table of characters of its own"
    below = [one.get_object() for one in font.get("/DescendantFonts", [])] or [font]
    for one in below:
        descriptor = one.get("/FontDescriptor", {}).get_object() if "/FontDescriptor" in one else {}
        if not any(key in descriptor for key in _PROGRAMS):
            yield f"6.2.11.4 the face {font.get('/BaseFont')} is not in the file"
        elif one.get("/Subtype") == "/TrueType" and descriptor.get("/Flags", 0) & 4 and "/Encoding" in one:
            yield f"6.2.11.6 the face {font.get('/BaseFont')} of signs has an encoding"
        elif one.get("/Subtype") == "/CIDFontType2" and "/CIDToGIDMap" not in one:
            yield f"6.2.11.3.2 the face {font.get('/BaseFont')} does not say which outline is whose"
        elif one.get("/Subtype") not in _COMPOSITE and not {"/FirstChar", "/LastChar", "/Widths"} <= one.keys():
            yield f"6.2.11.2 the face {font.get('/BaseFont')} does not say how wide it is"
        elif "/Widths" in one and len(one["/Widths"]) != one["/LastChar"] - one["/FirstChar"] + 1:
            yield f"6.2.11.2 the face {font.get('/BaseFont')} says widths of more or fewer characters than it has"
        elif one.get("/Subtype") == "/TrueType" and _lacks_encoding(one, descriptor):
            yield f"6.2.11.6 the face {font.get('/BaseFont')} of letters has no encoding that is known"


def _lacks_encoding(font: Any, descriptor: Any) -> bool:
    """Whether a font that is not symbolic has none of the encodings that every program knows."""
    encoding = font.get("/Encoding")
    plain = encoding.get_object() if encoding is not None else None
    known = plain.get("/BaseEncoding") if isinstance(plain, dict) else plain
    return not descriptor.get("/Flags", 0) & 4 and known not in _PLAIN_ENCODINGS


def _values(resources: Any, key: str, seen: set[int]) -> Iterator[Any]:
    """The resources of a kind that were not looked at yet."""
    for value in (resources.get(key) or {}).values():
        found = value.get_object()
        if id(found) not in seen:
            seen.add(id(found))
            yield found
