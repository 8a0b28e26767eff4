"""Which way the arrows of a flow chart take: right angles only, past every box, crossing as little as can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from hotline_desktop.documents.chart.drawing import Point, Rect
from hotline_desktop.domain.ticket.flowchart import Arrow, FlowChart

Segment = tuple[Point, Point]
# How far from a box a branch turns off, and how many arrows into one box are gathered at the page's right edge.
_BRANCH = 5.0
_GATHERED = 4
_THROUGH_A_BOX = 1000
_OVER_ANOTHER = 100
_NEAR = 3.0


@dataclass(frozen=True, slots=True)
class Route:
    """The way of an arrow."""

    arrow: Arrow
    points: tuple[Point, ...]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Its straight parts."""
        return tuple(pairwise(self.points))


def routes(chart: FlowChart, places: Mapping[str, Rect], edges: tuple[float, float]) -> tuple[Route, ...]:
    """A way for each arrow; ``edges`` are how far left and right they may go."""
    found: list[Route] = []
    into = Counter(arrow.target for arrow in chart.arrows)
    for arrow in chart.arrows:
        ways = list(_ways(places[arrow.source], places[arrow.target], edges))
        turns = sorted(range(len(ways)), key=lambda n: _liking(ways[n][0], chart, arrow, into[arrow.target]))
        boxes = [place for name, place in places.items() if name not in (arrow.source, arrow.target)]
        best = min(turns, key=lambda n: _cost(Route(arrow, ways[n][1]), boxes, found))
        found.append(Route(arrow, ways[best][1]))
    return tuple(found)


def _liking(name: str, chart: FlowChart, arrow: Arrow, gathered: int) -> int:
    """Decisions are left at their sides, other boxes at their foot; what goes up past others does so outside."""
    if arrow.back and _passes_boxes(chart, arrow):
        order = ("outside", "straight", "down", "across", "branch", "round")
    elif gathered >= _GATHERED:
        order = ("straight", "round", "down", "across", "branch", "outside")
    elif chart.node(arrow.source).decides:
        order = ("straight", "across", "down", "branch", "round", "outside")
    else:
        order = ("straight", "down", "across", "branch", "round", "outside")
    return order.index(name)


def _passes_boxes(chart: FlowChart, arrow: Arrow) -> bool:
    """Whether an arrow from the leftmost column up again has boxes of that column over it."""
    source, target = chart.node(arrow.source), chart.node(arrow.target)
    over = (node for node in chart.nodes if node.column == source.column and target.row < node.row < source.row)
    return source.column == 0 and any(over)


def _ways(source: Rect, target: Rect, edges: tuple[float, float]) -> Iterator[tuple[str, tuple[Point, ...]]]:
    (x1, y1), (x2, y2) = source.center, target.center
    foot, top = (source.bottom, target.top) if y2 > y1 else (source.top, target.bottom)
    right = x2 > x1
    side, door = (source.right, target.left) if right else (source.left, target.right)
    if abs(x1 - x2) < _NEAR:
        yield "straight", ((x1, foot), (x1, top))
    elif abs(y1 - y2) < _NEAR:
        yield "straight", ((side, y1), (door, y1))
    else:
        turn = side + _BRANCH if right else side - _BRANCH
        yield "down", ((x1, foot), (x1, y2), (door, y2))
        yield "across", ((side, y1), (x2, y1), (x2, top))
        yield "branch", ((side, y1), (turn, y1), (turn, y2), (door, y2))
        left, edge = edges
        yield "round", ((source.right, y1), (edge, y1), (edge, y2), (target.right, y2))
        yield "outside", ((source.left, y1), (left, y1), (left, y2), (target.left, y2))


def _cost(route: Route, boxes: list[Rect], others: list[Route]) -> int:
    cost = 0
    for segment in route.segments:
        cost += _THROUGH_A_BOX * sum(strip(segment, _NEAR).meets(box) for box in boxes)
        for other in others:
            if {other.arrow.source, other.arrow.target} & {route.arrow.source, route.arrow.target}:
                continue
            cost += _OVER_ANOTHER * sum(strip(segment, 1.0).meets(strip(part, 1.0)) for part in other.segments)
    return cost


def strip(segment: Segment, half: float) -> Rect:
    """The place that a straight part takes, ``half`` wide to each side."""
    (x1, y1), (x2, y2) = segment
    return Rect(min(x1, x2) - half, min(y1, y2) - half, max(x1, x2) + half, max(y1, y2) + half)
