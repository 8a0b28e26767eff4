"""Writes a figure into a Word file as shapes that anyone may go on editing and every program draws alike.

One group stands in the line under the title: boxes, straight pieces of line, and text boxes without a frame. The group
carries what it shows in words, for those who cannot see it. Lengths are points here and 12700ths of a point there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from hotline_desktop.documents.chart.drawing import Caption, Drawing, Form, Label, Point, Rect, Shape, Stroke
from hotline_desktop.documents.word.frame import new_document
from hotline_desktop.documents.word.parts import Typesetter, element, twips

_TITLE_PITCH = 30.0
# A text box is this much wider than its words were measured: other faces may be a little wider.
_SLACK = 8.0
# So much of its margin the page keeps as room, so that no program turns to a second one.
_SPARE = 8.0
_OFFICE = "http://schemas.microsoft.com/office/word/2010"
_NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wpg": f"{_OFFICE}/wordprocessingGroup",
    "wps": f"{_OFFICE}/wordprocessingShape",
}
_DECLARED = " ".join(f'xmlns:{name}="{address}"' for name, address in _NAMES.items())
_ACROSS, _DOWN = ' flipH="1"', ' flipV="1"'
_BLACK = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'


def drawing_document(drawing: Drawing, word_faces: Mapping[str, str]) -> Document:
    """A Word file of one page: the title, and the figure under it."""
    sheet = replace(drawing.sheet, bottom=drawing.sheet.bottom - _SPARE)
    document = new_document(sheet, word_faces, drawing.title.text)
    typesetter = Typesetter(word_faces)
    section = document.element.body[-1]
    section.addprevious(_line(typesetter, (drawing.title,), _TITLE_PITCH))
    section.addprevious(_group_line(drawing, typesetter))
    return document


def _line(typesetter: Typesetter, captions: Sequence[Caption], pitch: float, align: str = "center") -> BaseOxmlElement:
    spacing = element("spacing", {"before": "0", "after": "0", "line": twips(pitch), "lineRule": "exact"})
    tight = (element("autoSpaceDE", {"val": "0"}), element("autoSpaceDN", {"val": "0"}))
    made = element("p", None, element("pPr", None, *tight, spacing, element("jc", {"val": align})))
    made.extend(typesetter.run(line.text, line.face, line.size) for line in captions)
    return made


def _group_line(drawing: Drawing, typesetter: Typesetter) -> BaseOxmlElement:
    """The line that holds the group, as high as the group."""
    area = _area(drawing)
    marks = tuple(_marks(drawing))
    inner = "".join(_mark_xml(mark, area, number) for number, mark in enumerate(marks, start=2))
    run = parse_xml(_group_xml(area, drawing, inner))
    spoken = (mark for mark in marks if mark.captions)
    for box, mark in zip(run.iter(qn("w:txbxContent")), spoken, strict=True):
        box.extend(_line(typesetter, (caption,), caption.pitch, mark.align) for caption in mark.captions)
    spacing = element("spacing", {"before": "0", "after": "0", "line": "240", "lineRule": "auto"})
    made = element("p", None, element("pPr", None, spacing, element("jc", {"val": "center"})))
    made[0].append(typesetter.run_properties("song", 1.0))
    made.append(run)
    return made


@dataclass(frozen=True, slots=True)
class _Mark:
    """One shape of the group. ``look`` is the inside of its ``wps:spPr`` after the place."""

    place: Rect
    look: str
    turn: str = ""
    captions: tuple[Caption, ...] = ()
    align: str = "center"


def _area(drawing: Drawing) -> Rect:
    """What the figure covers under its title."""
    sheet = drawing.sheet
    top = min(label.place.top for label in drawing.labels) - 1.0
    bottom = max(label.place.bottom for label in drawing.labels) + 1.0
    return Rect(sheet.left, top, sheet.width - sheet.right, bottom)


def _marks(drawing: Drawing) -> Iterator[_Mark]:
    for stroke in drawing.strokes:
        yield from _pieces(stroke)
    for shape in drawing.shapes:
        yield from _outlined(shape)
    for label in drawing.labels:
        yield _text(label, _area(drawing))


def _pieces(stroke: Stroke) -> Iterator[_Mark]:
    """A line in straight pieces, the last one with the head: every program draws those alike."""
    parts = tuple(pairwise(stroke.points))
    for number, (start, end) in enumerate(parts, start=1):
        head = '<a:tailEnd type="triangle" w="med" len="med"/>' if stroke.arrow and number == len(parts) else ""
        dash = '<a:prstDash val="dash"/>' if stroke.dashed else ""
        yield _Mark(_between(start, end), _geometry("line") + _ink(stroke.line, dash + head), _turn(start, end))


def _between(start: Point, end: Point) -> Rect:
    (x1, y1), (x2, y2) = start, end
    return Rect(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _turn(start: Point, end: Point) -> str:
    """A line is drawn from the upper left to the lower right unless it is flipped."""
    across, down = end[0] < start[0], end[1] < start[1]
    return f"{_ACROSS if across else ''}{_DOWN if down else ''}"


def _outlined(shape: Shape) -> Iterator[_Mark]:
    """A shape with its words; those of a diamond stand over it, because its own room for text is too small."""
    level = f"{round(shape.fill * 255):02X}"
    fill = f'<a:solidFill><a:srgbClr val="{level * 3}"/></a:solidFill>'
    look = _geometry(shape.form) + fill + _ink(shape.line)
    if shape.form is not Form.DIAMOND:
        yield _Mark(shape.place, look, captions=shape.captions)
        return
    yield _Mark(shape.place, look)
    yield _Mark(shape.place, _geometry(Form.BOX) + _NOTHING, captions=shape.captions)


def _text(label: Label, area: Rect) -> _Mark:
    place, align = label.place, "left" if label.left else "center"
    spare = max(0.0, min(_SLACK, area.right - place.right, _SLACK if label.left else place.left - area.left))
    wide = place._replace(left=place.left - (0.0 if label.left else spare), right=place.right + spare)
    return _Mark(wide, _geometry(Form.BOX) + _NOTHING, captions=(label.caption,), align=align)


_NOTHING = "<a:noFill/><a:ln><a:noFill/></a:ln>"


def _geometry(name: str) -> str:
    return f'<a:prstGeom prst="{name}"><a:avLst/></a:prstGeom>'


def _ink(width: float, rest: str = "") -> str:
    return f'<a:ln w="{_emu(width)}" cap="sq">{_BLACK}{rest}</a:ln>'


def _mark_xml(mark: _Mark, area: Rect, number: int) -> str:
    place = mark.place
    box = (place.left - area.left, place.top - area.top, place.width, place.height)
    x, y, width, height = map(_emu, box)
    text = "<wps:txbx><w:txbxContent/></wps:txbx>" if mark.captions else ""
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="图形{number}"/><wps:cNvSpPr/><wps:spPr>'
        f'<a:xfrm{mark.turn}><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>{mark.look}'
        f"</wps:spPr>{text}"
        '<wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:noAutofit/></wps:bodyPr>'
        "</wps:wsp>"
    )


def _group_xml(area: Rect, drawing: Drawing, inner: str) -> str:
    width, height = _emu(area.width), _emu(area.height)
    size = f'cx="{width}" cy="{height}"'
    return (
        f'<w:r {_DECLARED}><mc:AlternateContent><mc:Choice Requires="wpg"><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="1" name={quoteattr(drawing.title.text)} descr={quoteattr(drawing.message)}/>'
        "<wp:cNvGraphicFramePr/><a:graphic>"
        f'<a:graphicData uri="{_NAMES["wpg"]}"><wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext {size}/><a:chOff x="0" y="0"/><a:chExt {size}/></a:xfrm></wpg:grpSpPr>{inner}</wpg:wgp>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


def _emu(points: float) -> int:
    return round(points * 12700)
