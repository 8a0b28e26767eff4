"""Draws a figure as PDF with the faces and the canvas of the papers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from hotline_desktop.documents.chart.drawing import Caption, Drawing, Form, Label, Point, Rect, Shape, Stroke
from hotline_desktop.documents.faces.fonts import FaceSet
from hotline_desktop.documents.pages.marked_page import MarkedPage
from hotline_desktop.documents.pages.marks import RuleMark, ShapeMark
from hotline_desktop.documents.typesetting.model import Span

_HEAD = 6.0
_HEAD_HALF = 2.4
_DASH, _PAUSE = 3.0, 2.5
_CORNER = 9.0
# A quarter of a circle in straight pieces: cosine and sine.
_ARC = ((1.0, 0.0), (0.924, 0.383), (0.707, 0.707), (0.383, 0.924), (0.0, 1.0))


def drawing_marks(drawing: Drawing, fonts: FaceSet) -> MarkedPage:
    """The figure's marks."""
    marks = MarkedPage(fonts, drawing.sheet)
    _Pen(marks).drawing(drawing)
    return marks


class _Pen:
    def __init__(self, marks: MarkedPage) -> None:
        self._drawing = marks
        self._height = marks.sheet.height

    def drawing(self, drawing: Drawing) -> None:
        sheet = drawing.sheet
        self._write(drawing.title, Rect(sheet.left, sheet.top, sheet.width - sheet.right, sheet.top + 24.0))
        for stroke in drawing.strokes:
            self._stroke(stroke)
        for shape in drawing.shapes:
            self._shape(shape)
        for label in drawing.labels:
            self._label(label)

    def _shape(self, shape: Shape) -> None:
        points = tuple(self._up(point) for point in outline(shape))
        self._drawing.shapes.append(ShapeMark(points, shape.fill, shape.line))
        middle, top = (
            shape.place.center[0],
            shape.place.center[1] - sum(caption.pitch for caption in shape.captions) / 2,
        )
        for caption in shape.captions:
            self._write(caption, Rect(middle, top, middle, top + caption.pitch))
            top += caption.pitch

    def _stroke(self, stroke: Stroke) -> None:
        points = list(stroke.points)
        if stroke.arrow:
            head = _head(points[-2], points[-1])
            self._drawing.shapes.append(ShapeMark(tuple(self._up(point) for point in head), 0.0, 0.0))
            points[-1] = ((head[1][0] + head[2][0]) / 2, (head[1][1] + head[2][1]) / 2)
        for start, end in pairwise(points):
            pieces = _dashes(start, end) if stroke.dashed else ((start, end),)
            for piece in pieces:
                (x1, y1), (x2, y2) = map(self._up, piece)
                self._drawing.rules.append(RuleMark(x1, y1, x2, y2, stroke.line))

    def _label(self, label: Label) -> None:
        place = label.place
        if label.left:
            self._drawing.write(_span(label.caption), place.left, self._height - place.center[1])
        else:
            self._write(label.caption, place)

    def _write(self, caption: Caption, place: Rect) -> None:
        """Words in the middle of a place."""
        span = _span(caption)
        x, y = place.center
        self._drawing.write(span, x - self._drawing.width(span) / 2, self._height - y)

    def _up(self, point: Point) -> Point:
        return point[0], self._height - point[1]


def _span(caption: Caption) -> Span:
    return Span(caption.text, caption.face, caption.size, caption.text)


def outline(shape: Shape) -> tuple[Point, ...]:
    """The corners of a shape."""
    left, top, right, bottom = shape.place
    x, y = shape.place.center
    if shape.form is Form.DIAMOND:
        return (x, top), (right, y), (x, bottom), (left, y)
    if shape.form is Form.BOX:
        return (left, top), (right, top), (right, bottom), (left, bottom)
    radius = min(_CORNER, shape.place.height / 2)
    inner = ((right, top, 1, -1), (left, top, -1, -1), (left, bottom, -1, 1), (right, bottom, 1, 1))
    found: list[Point] = []
    for number, (cx, cy, across, down) in enumerate(inner):
        arc = _ARC if number % 2 == 0 else _ARC[::-1]
        found += [(cx - across * radius * (1 - c), cy - down * radius * (1 - s)) for c, s in arc]
    return tuple(found)


def _head(before: Point, end: Point) -> tuple[Point, Point, Point]:
    """The corners of an arrowhead, its point first."""
    (x1, y1), (x2, y2) = before, end
    long = max(abs(x2 - x1) + abs(y2 - y1), 1e-6)
    dx, dy = (x2 - x1) / long, (y2 - y1) / long
    foot_x, foot_y = x2 - dx * _HEAD, y2 - dy * _HEAD
    return (
        end,
        (foot_x - dy * _HEAD_HALF, foot_y + dx * _HEAD_HALF),
        (foot_x + dy * _HEAD_HALF, foot_y - dx * _HEAD_HALF),
    )


def _dashes(start: Point, end: Point) -> Iterator[tuple[Point, Point]]:
    (x1, y1), (x2, y2) = start, end
    long = abs(x2 - x1) + abs(y2 - y1)
    at = 0.0
    while at < long:
        stop = min(at + _DASH, long)
        yield (
            (x1 + (x2 - x1) * at / long, y1 + (y2 - y1) * at / long),
            (
                x1 + (x2 - x1) * stop / long,
                y1 + (y2 - y1) * stop / long,
            ),
        )
        at += _DASH + _PAUSE
