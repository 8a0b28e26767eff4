"""Checks how the objects of a PDF are written, against PDF/A. ISO 19005-2, 6.1, 6.2.2, 6.5.1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PdfReader

_LONGEST_NAME, _LONGEST_TEXT = 127, 32_767  # bytes
_LARGEST, _LARGEST_REAL = 2**31 - 1, 3.403e38
_MOST_OBJECTS = 8_388_607
_FILTERS = frozenset(
    ("/ASCIIHexDecode", "/ASCII85Decode", "/FlateDecode", "/RunLengthDecode", "/CCITTFaxDecode", "/JBIG2Decode",
     "/DCTDecode", "/JPXDecode")
)  # fmt: skip
_OUTSIDE = ("/F", "/FFilter", "/FDecodeParms")
_FORBIDDEN_ACTIONS = frozenset(
    ("/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState", "/Rendition", "/Trans",
     "/GoTo3DView", "/JavaScript")
)  # fmt: skip
_BY_NAME = frozenset(("/NextPage", "/PrevPage", "/FirstPage", "/LastPage"))
# What a drawing takes from its resources: the operators, and under which key they find what they name.
_TAKEN = (
    (rb"/([^\s/\[\]<>()]+)\s+[-+.\d]+\s+Tf(?=\s|$)", "/Font"),
    (rb"/([^\s/\[\]<>()]+)\s+Do(?=\s|$)", "/XObject"),
    (rb"/([^\s/\[\]<>()]+)\s+gs(?=\s|$)", "/ExtGState"),
    (rb"/([^\s/\[\]<>()]+)\s+sh(?=\s|$)", "/Shading"),
    (rb"/([^\s/\[\]<>()]+)\s+(?:cs|CS)(?=\s|$)", "/ColorSpace"),
    (rb"/([^\s/\[\]<>()]+)\s+(?:scn|SCN)(?=\s|$)", "/Pattern"),
)
_ALWAYS_THERE = frozenset(("DeviceGray", "DeviceRGB", "DeviceCMYK", "Pattern"))


def object_faults(pdf: bytes, reader: PdfReader) -> Iterator[str]:
    """What is wrong with any object of the file, wherever it stands."""
    from pypdf.generic import IndirectObject, StreamObject

    places = {(number, generation): at for generation, found in reader.xref.items() for number, at in found.items()}
    if len(places) > _MOST_OBJECTS:
        yield "6.1.13 too many objects"
    packed = [(number, 0) for number in reader.xref_objStm]
    for number, generation in (*places, *packed):
        at = places.get((number, generation))
        begins = b"%d %d obj" % (number, generation)
        if at and not pdf.startswith((begins + b"\r", begins + b"\n"), at):
            yield "6.1.9 an object does not begin as it is to"
        found = reader.get_object(IndirectObject(number, generation, reader))
        if isinstance(found, StreamObject):
            yield from _of_stream(found)
        yield from _of_values(found)
    if re.search(rb"[^\r\n]endobj", pdf) or re.search(rb"\bstream(?![\r\n])", re.sub(rb"endstream", b"", _bare(pdf))):
        yield "6.1.9 an object does not end, or a stream not begin, on a line of its own"


def _bare(pdf: bytes) -> bytes:
    """The bytes of the file without the content of its streams."""
    return re.sub(rb"stream\r?\n.*?endstream", b"stream\n", pdf, flags=re.DOTALL)


def _of_stream(found: Any) -> Iterator[str]:
    if any(key in found for key in _OUTSIDE):
        yield "6.1.7 content outside of the file"
    named = found.get("/Filter", [])
    if not _FILTERS.issuperset(named if isinstance(named, list) else [named]):
        yield "6.1.7 packed by LZW, encrypted, or in a way that is none"


def _of_values(value: Any) -> Iterator[str]:
    """Checks the strings, names, numbers and actions of one object."""
    from pypdf.generic import ByteStringObject, FloatObject, NameObject, NumberObject, TextStringObject

    if isinstance(value, dict):
        yield from action_faults(value.get("/A"))
        for key, each in value.items():
            yield from _of_values(key)
            yield from _of_values(each)
    elif isinstance(value, list):
        for each in value:
            yield from _of_values(each)
    elif isinstance(value, NameObject) and len(value.encode("utf-8")) - 1 > _LONGEST_NAME:
        yield f"6.1.13 a name of more than {_LONGEST_NAME} bytes"
    elif isinstance(value, TextStringObject | ByteStringObject) and len(value.original_bytes) > _LONGEST_TEXT:
        yield f"6.1.13 a text of more than {_LONGEST_TEXT} bytes"
    elif (isinstance(value, NumberObject) and abs(value) > _LARGEST) or (
        isinstance(value, FloatObject) and abs(value) > _LARGEST_REAL
    ):
        yield "6.1.13 a number too large"


def action_faults(action: Any) -> Iterator[str]:
    """Checks the action of an annotation or bookmark, and the actions that follow it."""
    done = action.get_object() if action is not None else None
    if not isinstance(done, dict):
        return
    kind = done.get("/S")
    if kind in _FORBIDDEN_ACTIONS or (kind == "/Named" and done.get("/N") not in _BY_NAME):
        yield "6.5.1 something does what it may not"
    following = done.get("/Next")
    for one in following if isinstance(following, list) else [following]:
        yield from action_faults(one)


def inherited_faults(reader: PdfReader) -> Iterator[str]:
    """Pages that use resources of their parent in the page tree. To be called before any page is asked for."""
    root: Any = reader.trailer["/Root"]
    waiting = [(root["/Pages"].get_object(), False)]
    while waiting:
        node, above = waiting.pop()
        has = "/Resources" in node
        if "/Kids" in node:
            waiting += [(kid.get_object(), above or has) for kid in node["/Kids"]]
        elif above and not has:
            yield "6.2.2 a page draws with what it does not name itself"


def _plain(name: bytes) -> str:
    """The name with its ``#xx`` escapes resolved."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), name).decode("latin-1")


def content_faults(data: bytes, resources: Any) -> Iterator[str]:
    """The resources that a content stream uses without naming them; ``data`` is the stream without strings."""
    for pattern, key in _TAKEN:
        held = resources.get(key)
        known = {name.removeprefix("/") for name in held.get_object()} if held is not None else set()
        for name in map(_plain, re.findall(pattern, data)):
            if name not in known and not (key == "/ColorSpace" and name in _ALWAYS_THERE):
                yield "6.2.2 a drawing takes what is not in its resources"
