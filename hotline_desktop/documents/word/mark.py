"""The mark of a print in Word files: code and caption in the head of each page, and a property that names it."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from hotline_desktop.documents.definition.definition import Sheet
from hotline_desktop.documents.pages.code_mark import (
    CAPTION_FACE,
    CAPTION_SIZE,
    CODE_SIDE,
    QUIET,
    caption_end,
    code_picture,
    code_place,
    dark_runs,
    foot_place,
)
from hotline_desktop.documents.typesetting.model import PaperMark
from hotline_desktop.documents.word.parts import Typesetter, element, twips

# The custom property that tells which print a file is.
PRINT_PROPERTY = "HL-PRINT"
_EMU = 12_700  # in a point
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_KIND = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def head_marks(holder: Any, mark: PaperMark, sheet: Sheet, typesetter: Typesetter) -> list[BaseOxmlElement]:
    """The paragraphs for the head of a page; ``holder`` is the head, which keeps the picture."""
    picture, _image = holder.part.get_or_add_image(BytesIO(code_picture(mark.code.text)))
    place, end = code_place(sheet), caption_end(sheet)
    top = sheet.height - place.y - CODE_SIDE
    carrier = typesetter.empty(1.0)
    squares, _runs = dark_runs(mark.code.text)
    rim = CODE_SIDE / squares * QUIET  # the picture has a white rim, which the place does not count
    carrier.append(_anchored(picture, place.x - rim, top - rim, CODE_SIDE + 2 * rim, mark.caption))
    caption = _framed(mark.caption, 0.0, sheet.height - end.y - CAPTION_SIZE * 1.6, end.x, "right", typesetter)
    foot = [_foot(mark.foot, sheet, typesetter)] if mark.foot else []
    return [caption, *foot, carrier]


def name_print(document: Document, marks: list[PaperMark]) -> None:
    """Writes down in the file which prints it holds."""
    codes = escape(" ".join(mark.code.text for mark in marks))
    text = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="{_PROPERTIES}" xmlns:vt="{_TYPES}">'
        f'<property fmtid="{_FORMAT}" pid="2" name="{PRINT_PROPERTY}"><vt:lpwstr>{codes}</vt:lpwstr></property>'
        "</Properties>"
    )
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), _KIND, text.encode(), package)
    package.relate_to(part, f"{_RELATIONS}/custom-properties")


def _foot(text: str, sheet: Sheet, typesetter: Typesetter) -> BaseOxmlElement:
    start = foot_place(sheet)
    return _framed(text, start.x, sheet.height - start.y - CAPTION_SIZE, sheet.text_width, "left", typesetter)


def _framed(text: str, x: float, y: float, width: float, align: str, typesetter: Typesetter) -> BaseOxmlElement:
    """A line at a fixed place of the sheet."""
    frame = {"w": twips(width), "hRule": "exact", "h": twips(CAPTION_SIZE * 1.4), "wrap": "through"}
    place = {"vAnchor": "page", "hAnchor": "page", "x": twips(max(x, 0.05)), "y": twips(y)}
    spacing = {"before": "0", "after": "0", "line": twips(CAPTION_SIZE * 1.2), "lineRule": "exact"}
    properties = element("pPr", None, element("framePr", {**frame, **place}), element("spacing", spacing))
    properties.append(element("jc", {"val": align}))
    return element("p", None, properties, typesetter.run(text, CAPTION_FACE, CAPTION_SIZE))


def _anchored(picture: str, x: float, y: float, side: float, description: str) -> BaseOxmlElement:
    """The picture at a fixed place of the sheet, so that no text moves for it."""
    sides, left, top = (str(round(value * _EMU)) for value in (side, x, y))
    return parse_xml(_ANCHOR.format(side=sides, left=left, top=top, description=escape(description), picture=picture))


_ANCHOR = f"""<w:r xmlns:w="{_WORD}" xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:a="{_DRAWING}/main"
 xmlns:pic="{_DRAWING}/picture" xmlns:r="{_RELATIONS}"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0"
 simplePos="0" relativeHeight="1" behindDoc="1" locked="1" layoutInCell="1" allowOverlap="1">
<wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>{{left}}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>{{top}}</wp:posOffset></wp:positionV>
<wp:extent cx="{{side}}" cy="{{side}}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>
<wp:docPr id="1" name="code" descr="{{description}}"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="{_DRAWING}/picture"><pic:pic>
<pic:nvPicPr><pic:cNvPr id="1" name="code"/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:embed="{{picture}}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{{side}}" cy="{{side}}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>
</pic:pic></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"""
