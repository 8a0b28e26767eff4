"""Checks the XMP metadata of a PDF/A. ISO 19005-2, 6.6.

Every property belongs to a predefined schema, or to one that the metadata itself describes (an extension schema).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree
from xml.sax.saxutils import unescape

if TYPE_CHECKING:
    from pypdf import PdfReader

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_DC, _XMP = "http://purl.org/dc/elements/1.1/", "http://ns.adobe.com/xap/1.0/"
_PDF, _NAMED = "http://ns.adobe.com/pdf/1.3/", "http://www.aiim.org/pdfa/ns/id/"
_EXPLAINED = "http://www.aiim.org/pdfa/ns/extension/"
_SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
_PROPERTY = "{http://www.aiim.org/pdfa/ns/property#}"
# What the schemas that a program for papers might use know of.
_KNOWN: dict[str, frozenset[str]] = {
    _DC: frozenset(
        ("contributor", "coverage", "creator", "date", "description", "format", "identifier", "language", "publisher",
         "relation", "rights", "source", "subject", "title", "type")
    ),
    _XMP: frozenset(
        ("Advisory", "BaseURL", "CreateDate", "CreatorTool", "Identifier", "Label", "MetadataDate", "ModifyDate",
         "Nickname", "Rating", "Thumbnails")
    ),
    _PDF: frozenset(("Keywords", "PDFVersion", "Producer", "Trapped")),
    _NAMED: frozenset(("part", "amd", "corr", "conformance")),
    _EXPLAINED: frozenset(("schemas",)),
    "http://ns.adobe.com/xap/1.0/mm/": frozenset(
        ("DerivedFrom", "DocumentID", "History", "InstanceID", "ManagedFrom", "Manager", "ManageTo", "ManageUI",
         "ManagerVariant", "OriginalDocumentID", "RenditionClass", "RenditionParams", "VersionID", "Versions")
    ),
    "http://ns.adobe.com/xap/1.0/rights/": frozenset(
        ("Certificate", "Marked", "Owner", "UsageTerms", "WebStatement")
    ),
}  # fmt: skip
# In what a property holds its values: one in several languages, in order, or in none.
_HELD = {
    **{(_DC, name): "Alt" for name in ("title", "description", "rights")},
    **{(_DC, name): "Seq" for name in ("creator", "date")},
    **{(_DC, name): "Bag" for name in ("contributor", "language", "publisher", "relation", "subject", "type")},
}
_EXPLANATION = ("schema", "namespaceURI", "prefix")
_PROPERTY_TOLD = ("name", "valueType", "category", "description")


def packet_faults(data: bytes, reader: PdfReader) -> Iterator[str]:
    """What is wrong with the metadata ``data``, also compared with the file's document properties."""
    packet = data.decode("utf-8", "replace")
    if re.match(r"<\?xpacket[^>]* (?:bytes|encoding)=", packet):
        yield "6.6.2.1 the description says how it is written"
    if _NAMED not in packet or "<pdfaid:part>2<" not in packet or "<pdfaid:conformance>B<" not in packet:
        yield "6.6.4 does not say that it is PDF/A-2b"
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError:
        yield "6.6.2.1 the description cannot be read"
        return
    told = list(_told(root))
    explained = {
        name for space, local, value in told if (space, local) == (_EXPLAINED, "schemas") for name in _of(value)
    }
    for space, local, value in told:
        yield from _of_property(space, local, value, explained)
    yield from _beside_properties(packet, reader)


def _told(root: ElementTree.Element) -> Iterator[tuple[str, str, ElementTree.Element | None]]:
    """The properties that the metadata holds: schema, name, and the value where it is not plain text."""
    for about in root.iter(f"{_RDF}Description"):
        for name in about.attrib:
            if not name.startswith((_RDF, "{http://www.w3.org/XML/1998/namespace}")):
                yield *_parted(name), None
        if about in root.findall(f".//{_RDF}RDF/{_RDF}Description"):
            for child in about:
                yield *_parted(child.tag), child


def _parted(name: str) -> tuple[str, str]:
    space, _, local = name.removeprefix("{").partition("}")
    return space, local


def _of_property(space: str, local: str, value: ElementTree.Element | None, explained: set[str]) -> Iterator[str]:
    if local not in _KNOWN.get(space, ()) and f"{{{space}}}{local}" not in explained:
        yield f"6.6.2.3 {local} is of a schema that the description does not explain"
    held = _HELD.get((space, local))
    if held and (value is None or value.find(f"{_RDF}{held}") is None):
        yield f"6.6.2.3 {local} is not held as it is to be"
    if (
        held == "Alt"
        and value is not None
        and any(_XML_LANGUAGE not in each.attrib for each in value.iter(f"{_RDF}li"))
    ):
        yield f"6.6.2.3 {local} does not tell its language"
    if (space, local) == (_EXPLAINED, "schemas") and value is not None:
        yield from _of_explanation(value)


def _of(schemas: ElementTree.Element | None) -> Iterator[str]:
    """The properties that the extension schemas describe."""
    for schema in schemas.iter(f"{_RDF}li") if schemas is not None else ():
        space = schema.findtext(f".//{_SCHEMA}namespaceURI") or schema.get(f"{_SCHEMA}namespaceURI")
        for each in schema.iter(f"{_PROPERTY}name"):
            yield f"{{{space}}}{each.text}"


def _of_explanation(schemas: ElementTree.Element) -> Iterator[str]:
    """An extension schema names itself, its namespace and prefix, and describes each property."""
    bag = schemas.find(f"{_RDF}Bag")
    if bag is None:
        yield "6.6.2.3 the schemas are not held as they are to be"
        return
    for schema in bag:
        if any(schema.find(f".//{_SCHEMA}{name}") is None for name in _EXPLANATION):
            yield "6.6.2.3 a schema is not explained wholly"
        for each in schema.findall(f".//{_SCHEMA}property/{_RDF}Seq/{_RDF}li"):
            if any(each.find(f".//{_PROPERTY}{name}") is None for name in _PROPERTY_TOLD):
                yield "6.6.2.3 a property is not explained wholly"


def _beside_properties(packet: str, reader: PdfReader) -> Iterator[str]:
    properties: Any = reader.metadata or {}
    title, producer = properties.get("/Title", ""), properties.get("/Producer", "")
    said = re.search(r"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", packet, re.DOTALL)
    if title and (said is None or unescape(said[1]) != title):
        yield "6.6.3 the title differs from that of the description"
    tool = re.search(r"<pdf:Producer>(.*?)<", packet)
    if producer and (tool is None or unescape(tool[1]) != producer):
        yield "6.6.3 the producer differs from that of the description"
    for key in ("/CreationDate", "/ModDate", "/Author", "/Subject", "/Keywords"):
        if properties.get(key):
            yield f"6.6.3 {key} stands in the properties and not in the description"
