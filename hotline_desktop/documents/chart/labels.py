"""Where the words beside the arrows of a flow chart stand: near their arrow, and over nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hotline_desktop.documents.chart.drawing import Caption, Form, Label, Rect, Shape, spread
from hotline_desktop.documents.chart.routes import Route, Segment, strip

CASE_FACE, CLAUSE_FACE = "hei", "song"
CASE_SIZE, CLAUSE_SIZE = 7.5, 7.0
_OFF = 1.8
_HEAD = 6.0
_SHORTEST = 34.0
_LINE = 0.6
_CLEAR = 1.5
# Words may be a little wider than their line, where a diamond leaves room, and this wide beside an upright line.
_OVER = 9.0
_FARTHER = 2.5
_WIDEST = 64.0


def label_arrows(
    routes: Sequence[Route], shapes: Sequence[Shape], sheet: Rect, lanes: Sequence[float] = ()
) -> tuple[Label, ...]:
    """The case and the clause of every arrow. Those that name a case choose first, of them those with little room.

    Words stay clear of the lines between ``lanes`` wherever there is another free place for them.
    """
    placed: dict[int, tuple[Label, ...]] = {}
    lines = [strip(segment, _LINE) for route in routes for segment in route.segments]
    edges = [strip(((x, sheet.top), (x, sheet.bottom)), _CLEAR) for x in lanes]
    for number in sorted(range(len(routes)), key=lambda n: (not routes[n].arrow.label, _room(routes[n]))):
        taken = [label.place for labels in placed.values() for label in labels]
        others = [route for route in routes if route is not routes[number]]
        offers = list(_offers(routes[number], others))
        free = [offer for offer in offers if _is_free(offer, shapes, [*lines, *taken], sheet)]
        clear = (offer for offer in free if not any(place.meets(edge) for place in _places(offer) for edge in edges))
        placed[number] = next(clear, free[0] if free else offers[0])
    return tuple(label for number in range(len(routes)) for label in placed[number])


def _places(offer: Sequence[Label]) -> tuple[Rect, ...]:
    return tuple(label.place for label in offer)


def _room(route: Route) -> float:
    return max(abs(x1 - x2) + abs(y1 - y2) for (x1, y1), (x2, y2) in route.segments)


def _is_free(offer: Sequence[Label], shapes: Sequence[Shape], taken: Sequence[Rect], sheet: Rect) -> bool:
    for label in offer:
        place = label.place
        inside = sheet.left <= place.left and place.right <= sheet.right and sheet.top <= place.top
        if not inside or any(touches(shape, place) for shape in shapes) or any(place.meets(other) for other in taken):
            return False
    return True


def touches(shape: Shape, place: Rect) -> bool:
    """Whether words at ``place`` would stand in the shape."""
    box = shape.place
    if shape.form is not Form.DIAMOND:
        return box.meets(place)
    x, y = box.center
    across = max(place.left - x, x - place.right, 0.0) / (box.width / 2)
    down = max(place.top - y, y - place.bottom, 0.0) / (box.height / 2)
    return across + down < 1.0


def _offers(route: Route, others: Sequence[Route]) -> Iterator[tuple[Label, ...]]:
    """Places for the words of an arrow, the best ones first: on its own longest level part, then beside an upright
    one, at last where it runs with others.
    """
    shared = [part for part in route.segments if any(_runs_with(part, other) for other in others)]
    own = [part for part in route.segments if part not in shared]
    for parts in (own, shared):
        for part in sorted(parts, key=lambda part: -abs(part[0][0] - part[1][0])):
            if part[0][1] == part[1][1]:
                yield from _on_level(route, part, part == route.segments[-1])
        for part in sorted(parts, key=lambda part: -abs(part[0][1] - part[1][1])):
            if part[0][1] != part[1][1]:
                yield from _beside(route, part)
    longest = max(route.segments, key=lambda part: abs(part[0][0] - part[1][0]) + abs(part[0][1] - part[1][1]))
    yield from _beside(route, longest)


def _runs_with(part: Segment, other: Route) -> bool:
    """Whether ``other`` runs along the part, not only across it."""
    upright = part[0][0] == part[1][0]
    place = strip(part, _LINE)
    return any((line[0][0] == line[1][0]) == upright and strip(line, _LINE).meets(place) for line in other.segments)


def _on_level(route: Route, part: Segment, last: bool) -> Iterator[tuple[Label, ...]]:
    (x1, y), (x2, _y) = part
    for shift in (0.0, -_OVER / 2, _OVER / 2):
        yield from _around(route, y, (x1 + x2) / 2 + shift, abs(x2 - x1) + _OVER)
    left, right = min(x1, x2) + _OFF, max(x1, x2) - _OFF
    if last:
        left, right = (left, right - _HEAD) if x2 > x1 else (left + _HEAD, right)
    if right - left < _SHORTEST:
        return
    case, clause = _captions(route, right - left)
    wide = max(caption.width for caption in (*case, clause))
    for middle in ((left + right) / 2, left + wide / 2, right - wide / 2):
        yield from _around(route, y, middle, right - left)


def _around(route: Route, y: float, middle: float, room: float) -> Iterator[tuple[Label, ...]]:
    """The case over the line and the clause under it, or both on one side."""
    case, clause = _captions(route, room)
    if max(caption.width for caption in (*case, clause)) > room:
        return
    for off in (_OFF, _OFF + _FARTHER):
        yield (*_stack(case, middle, y - off, up=True), *_stack((clause,), middle, y + off))
    yield _stack((*case, clause), middle, y - _OFF, up=True)
    yield _stack((*case, clause), middle, y + _OFF)


def _beside(route: Route, part: Segment) -> Iterator[tuple[Label, ...]]:
    (x, y1), (_x, y2) = part
    middles = [min(y1, y2) + abs(y2 - y1) * shift for shift in (0.45, 0.25, 0.7)]
    case, clause = _captions(route, _WIDEST)
    if case:
        wide = case[0].width + _OFF + clause.width
        for middle in middles if len(case) == 1 else ():
            for start in (x + _OFF + 1, x - _OFF - 1 - wide):
                yield (_line(case[0], start, middle), _line(clause, start + case[0].width + _OFF, middle))
    for room in (_WIDEST, _SHORTEST + _OFF * 2):
        case, clause = _captions(route, room)
        lines = (*case, clause)
        high, wide = sum(caption.pitch for caption in lines), max(caption.width for caption in lines)
        for center in (x + _OFF + 1 + wide / 2, x - _OFF - 1 - wide / 2):
            for middle in middles:
                yield _stack(lines, center, middle - high / 2, wide=wide, left=center > x)


def _line(caption: Caption, start: float, middle: float) -> Label:
    half = caption.pitch / 2
    return Label(caption, Rect(start, middle - half, start + caption.width, middle + half), left=True)


def _captions(route: Route, room: float) -> tuple[tuple[Caption, ...], Caption]:
    case = spread(route.arrow.label, room, CASE_SIZE) if route.arrow.label else ()
    lines = tuple(Caption(line, CASE_FACE, CASE_SIZE) for line in case)
    return lines, Caption(route.arrow.clause.ref, CLAUSE_FACE, CLAUSE_SIZE)


def _stack(
    lines: Sequence[Caption], middle: float, edge: float, *, up: bool = False, wide: float = 0.0, left: bool = False
) -> tuple[Label, ...]:
    """Lines below ``edge``, or above it where ``up``, around ``middle``."""
    top = edge - sum(caption.pitch for caption in lines) if up else edge
    labels = []
    for caption in lines:
        half = (wide or caption.width) / 2
        labels.append(Label(caption, Rect(middle - half, top, middle + half, top + caption.pitch), left))
        top += caption.pitch
    return tuple(labels)
