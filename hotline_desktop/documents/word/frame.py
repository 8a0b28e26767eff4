"""The Word file around the papers: sheet, default type, compatibility, and no trace of who wrote it."""

from collections.abc import Mapping

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt

from hotline_desktop.documents.definition.definition import Sheet, Style
from hotline_desktop.documents.word.package import strip
from hotline_desktop.documents.word.parts import element
from hotline_desktop.documents.word.styles import set_styles


def new_document(
    sheet: Sheet, word_faces: Mapping[str, str], title: str, styles: Mapping[str, Style] | None = None
) -> Document:
    """An empty document of the sheet's size and margins, with the forms' ``styles``."""
    document = docx.Document()
    body = document.element.body
    for child in list(body)[:-1]:
        body.remove(child)
    _set_sheet(document, sheet)
    set_styles(document, styles or {}, word_faces)
    _set_compatibility(document)
    _set_properties(document, title)
    strip(document, word_faces)
    return document


def _set_sheet(document: Document, sheet: Sheet) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Pt(sheet.width), Pt(sheet.height)
    section.top_margin, section.bottom_margin = Pt(sheet.top), Pt(sheet.bottom)
    section.left_margin, section.right_margin = Pt(sheet.left), Pt(sheet.right)
    section.header_distance = section.footer_distance = Pt(min(sheet.top, sheet.bottom) / 2)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)


def _set_compatibility(document: Document) -> None:
    """Says that the layout is that of Word 2013 and later, and that punctuation keeps its full width."""
    settings = document.settings.element
    for tag in ("w:characterSpacingControl", "w:compat"):
        for old in settings.findall(qn(tag)):
            _replace(settings, old, tag)
    if settings.find(qn("w:compat")) is None:
        settings.append(_compat())


def _replace(settings: BaseOxmlElement, old: BaseOxmlElement, tag: str) -> None:
    new = _compat() if tag == "w:compat" else element("characterSpacingControl", {"val": "doNotCompress"})
    settings.replace(old, new)


def _compat() -> BaseOxmlElement:
    setting = {
        "name": "compatibilityMode",
        "uri": "http://schemas.microsoft.com/office/word",
        "val": "15",
    }
    return element("compat", None, element("compatSetting", setting))


def _set_properties(document: Document, title: str) -> None:
    """Title only: no author, no dates, nothing that says where the file comes from."""
    properties = document.core_properties
    properties.title = title
    for child in list(properties._element):
        if child.tag.rpartition("}")[2] != "title":
            properties._element.remove(child)
