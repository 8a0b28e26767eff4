"""Sets the flow chart on one A4 sheet: lanes for who acts, boxes in their columns and rows, arrows with their words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from hotline_desktop.documents.chart.drawing import A4, Caption, Drawing, Form, Label, Rect, Shape, Stroke, spread
from hotline_desktop.documents.chart.labels import CLAUSE_FACE, label_arrows
from hotline_desktop.documents.chart.routes import routes
from hotline_desktop.domain.ticket.flowchart import LANES, FlowChart, Node, Worker

_TITLE = 18.0
_TITLE_ROOM = 28.0
_LANE_HEAD = 20.0
# Three lines, the first one 3 below the frame: printers cut off what stands in the margin at the foot.
_FOOT_ROOM = 33.0
_MARGIN = 6.0
_WIDTHS = (54.0, 78.0, 78.0, 78.0, 80.0)
_GAPS = (20.0, 14.0, 52.0, 48.0)
# How far from the frame the arrows go that are gathered at the edges.
_EDGES = (2.5, 4.0)
# Over the first row and under the last one, as shares of the gap between two.
_HEAD_GAPS, _FOOT_GAPS = 1.2, 1.1
# More room under a row where words stand under a decision and over the next box.
_UNDER = 2.5
NAME_FACE = "hei"
_INSIDE = 5.0
_THIN, _PLAIN, _THICK = 0.5, 0.9, 2.25
_MARKED = 0.82
# A line between two lanes breaks off so far before words, and goes on so far behind them.
_CLEAR = 1.5
# Between two rows there must be room for an arrow and the words beside it.
_LEAST_GAP = 10.5


class _Type(NamedTuple):
    """How large the words are, in points, and how close a box stands around them.

    ``inside`` is over and under the words of a box, ``least`` its least height, ``diamond`` that of a diamond, and
    ``around`` how many times as high as its words one is.
    """

    name: float
    decision: float
    when: float
    inside: float
    least: float
    diamond: float
    around: float


# The roomiest that leaves enough between the rows is taken; smaller than the last one nobody could read it.
_TYPES = (
    _Type(9.0, 8.5, 7.5, 5.0, 21.0, 32.0, 2.05),
    _Type(8.5, 8.0, 7.2, 3.0, 16.5, 27.0, 1.95),
    _Type(8.0, 7.5, 7.0, 1.6, 13.0, 24.0, 1.85),
)
_NOTE = 7.5
_KEY = "圆角框：开始和结束　方框：办理的步骤　菱形：由镇城运中心决定　箭头旁：什么情形，依据哪一条"
_SOURCE = "依据《“12345”市民服务热线工作办理规范和督办办法》；期限按本中心现行设置。"


def chart_drawing(chart: FlowChart, marked: Collection[str] = (), note: str = "") -> Drawing:
    """The chart as a figure; the boxes in ``marked`` stand out by a thick line on grey, ``note`` says what of."""
    nodes = {node.id: node for node in chart.nodes}
    forms = {node.id: _form(node, chart) for node in chart.nodes}
    captions, places = _set(chart, forms)
    shapes = tuple(
        Shape(forms[name], places[name], captions[name], *((_THICK, _MARKED) if name in marked else (_PLAIN, 1.0)))
        for name in nodes
    )
    ways = routes(chart, places, (A4.left + _EDGES[0], A4.width - A4.right - _EDGES[1]))
    frame = _frame()
    notes = _otherwise(chart, places)
    kept = tuple(Shape(Form.BOX, label.place, (), 0.0) for label in notes)
    edges = [_lane_left(worker) for worker in LANES[1:]]
    beside = label_arrows(ways, (*shapes, *kept), frame._replace(top=frame.top + _LANE_HEAD), edges)
    labels = (*_lane_titles(frame), *beside, *notes, *_foot(frame, note))
    return Drawing(
        sheet=A4,
        title=Caption(chart.title, "title", _TITLE),
        shapes=shapes,
        strokes=(*_lane_strokes(frame, beside), *(Stroke(way.points, _PLAIN, arrow=True) for way in ways)),
        labels=labels,
        message=message(chart, marked),
    )


def message(chart: FlowChart, marked: Collection[str] = ()) -> str:
    """What the chart shows, in words: each box with who acts by when, and where it leads."""
    lines = []
    for node in chart.nodes:
        when = f"，{node.when}" if node.when else ""
        here = "（现在在这里）" if node.id in marked else ""
        ways = "；".join(
            f"{f'{arrow.label}：' if arrow.label else ''}到“{chart.node(arrow.target).label}”（{arrow.clause.ref}）"
            for arrow in chart.arrows
            if arrow.source == node.id
        )
        end = "；".join(part for part in (ways, node.otherwise) if part)
        lines.append(f"{node.label}{here}，{node.actor}{when}。{end}{'。' if end else ''}")
    return "\n".join(lines)


def _form(node: Node, chart: FlowChart) -> Form:
    if node.decides:
        return Form.DIAMOND
    ends = all(arrow.source != node.id for arrow in chart.arrows)
    starts = all(arrow.target != node.id for arrow in chart.arrows)
    return Form.ROUND if starts or ends else Form.BOX


def _set(chart: FlowChart, forms: dict[str, Form]) -> tuple[dict[str, tuple[Caption, ...]], dict[str, Rect]]:
    """The words of every box and its place, in type as large as so many rows allow."""
    for size in _TYPES:
        captions = {node.id: _inside(node, size) for node in chart.nodes}
        heights = {name: _height(forms[name], lines, size) for name, lines in captions.items()}
        if _gap(chart, _rows(chart, heights)) >= _LEAST_GAP:
            break
    return captions, _places(chart, heights)


def _inside(node: Node, size: _Type) -> tuple[Caption, ...]:
    room = _WIDTHS[node.column] - 2 * _INSIDE
    if node.decides:
        return tuple(Caption(line, NAME_FACE, size.decision) for line in spread(node.label, room * 0.62, size.decision))
    when = spread(node.when, room, size.when) if node.when else ()
    name = tuple(Caption(line, NAME_FACE, size.name) for line in spread(node.label, room, size.name))
    return (*name, *(Caption(line, "song", size.when) for line in when))


def _height(form: Form, captions: Sequence[Caption], size: _Type) -> float:
    inside = sum(line.pitch for line in captions)
    if form is Form.DIAMOND:
        return max(size.diamond, inside * size.around)
    return max(size.least, inside + 2 * size.inside)


def _frame() -> Rect:
    top = A4.top + _TITLE_ROOM
    return Rect(A4.left, top, A4.width - A4.right, A4.height - A4.bottom - _FOOT_ROOM)


def _left(column: int) -> float:
    return A4.left + _MARGIN + sum(_WIDTHS[:column]) + sum(_GAPS[:column])


def _places(chart: FlowChart, heights: dict[str, float]) -> dict[str, Rect]:
    """Every box in its column and row; what is left of the page is shared among the rows."""
    frame, rows, tight = _frame(), _rows(chart, heights), _tight_rows(chart)
    gap = _gap(chart, rows)
    places = {}
    for node in chart.nodes:
        middle = frame.top + _LANE_HEAD + sum(rows[: node.row]) + gap * (node.row + _HEAD_GAPS) + rows[node.row] / 2
        middle += _UNDER * sum(row < node.row for row in tight)
        left, half = _left(node.column), heights[node.id] / 2
        places[node.id] = Rect(left, middle - half, left + _WIDTHS[node.column], middle + half)
    return places


def _rows(chart: FlowChart, heights: dict[str, float]) -> list[float]:
    """How high each row is."""
    return [max(heights[node.id] for node in chart.nodes if node.row == row) for row in range(chart.rows)]


def _gap(chart: FlowChart, rows: Sequence[float]) -> float:
    """What is left of the page between two rows."""
    room = _frame().height - _UNDER * len(_tight_rows(chart)) - _LANE_HEAD - sum(rows)
    return room / (len(rows) - 1 + _HEAD_GAPS + _FOOT_GAPS)


def _tight_rows(chart: FlowChart) -> frozenset[int]:
    """The rows with words under a decision that has another box right below."""
    taken = {(node.column, node.row) for node in chart.nodes}
    return frozenset(node.row for node in chart.nodes if node.otherwise and (node.column, node.row + 1) in taken)


def _otherwise(chart: FlowChart, places: dict[str, Rect]) -> tuple[Label, ...]:
    """What a decision leads to where no arrow is drawn: under it."""
    found = []
    for node in chart.nodes:
        if node.otherwise:
            place = places[node.id]
            caption = Caption(node.otherwise, CLAUSE_FACE, _NOTE)
            middle = place.center[0]
            top = place.bottom + 1.0
            half = caption.width / 2
            found.append(Label(caption, Rect(middle - half, top, middle + half, top + caption.pitch)))
    return tuple(found)


def _lane_strokes(frame: Rect, labels: Sequence[Label]) -> Iterator[Stroke]:
    corners = (
        (frame.left, frame.top),
        (frame.right, frame.top),
        (frame.right, frame.bottom),
        (frame.left, frame.bottom),
    )
    yield Stroke((*corners, corners[0]), _PLAIN)
    under = frame.top + _LANE_HEAD
    yield Stroke(((frame.left, under), (frame.right, under)), _THIN)
    for worker in LANES[1:]:
        x = _lane_left(worker)
        yield Stroke(((x, frame.top), (x, under)), _THIN)
        for top, bottom in _between(x, under, frame.bottom, labels):
            yield Stroke(((x, top), (x, bottom)), _THIN, dashed=True)


def _between(x: float, top: float, bottom: float, labels: Sequence[Label]) -> Iterator[tuple[float, float]]:
    """The parts of an upright line that keep clear of words."""
    for place in sorted((label.place for label in labels), key=lambda place: place.top):
        if place.left - _CLEAR < x < place.right + _CLEAR:
            if place.top - _CLEAR > top:
                yield top, place.top - _CLEAR
            top = max(top, place.bottom + _CLEAR)
    yield top, bottom


def _lane_left(worker: Worker) -> float:
    return _left(worker.first) - _GAPS[worker.first - 1] / 2 if worker.first else A4.left


def _lane_titles(frame: Rect) -> Iterator[Label]:
    edges = [*(_lane_left(worker) for worker in LANES), frame.right]
    for worker, left, right in zip(LANES, edges, edges[1:], strict=False):
        yield Label(Caption(worker.title, "hei", 9.5), Rect(left, frame.top, right, frame.top + _LANE_HEAD))


def _foot(frame: Rect, note: str) -> Iterator[Label]:
    top = frame.bottom + 3.0
    for text, face in ((note, "hei"), (_KEY, "song"), (_SOURCE, "song")):
        if text:
            caption = Caption(text, face, 8.0)
            yield Label(caption, Rect(frame.left, top, frame.right, top + caption.pitch), left=True)
            top += caption.pitch
