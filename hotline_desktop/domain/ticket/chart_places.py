"""Where each box of the flow chart stands: its column by who acts, its row by what follows what.

The way that every ticket goes runs down the middle of the left half, a centre's column and a unit's. What a unit asks
for stands beside the way, and the centre's decision beside the request, so that no arrow crosses another. What leaves
the way on the centre's side and is answered on the unit's would cross the way: it stands below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hotline_desktop.domain.records.steps import Actor
from hotline_desktop.domain.ticket.steps.model import TicketStep

CENTER_SIDE, CENTER_WAY, UNIT_WAY, UNIT_SIDE, CENTER_DECIDES = range(5)
Place = tuple[int, int]


def is_main(step: TicketStep) -> bool:
    """Whether every ticket that goes well passes here."""
    return step.starts or any(after.on_the_way for after in step.follows)


def places(steps: Sequence[TicketStep]) -> dict[str, Place]:
    """Column and row of each of ``steps``, which stand in the order of the way; no two share a place."""
    chart = _Chart(steps)
    for step in steps:
        if is_main(step):
            chart.put_on_the_way(step)
    for step in steps:  # what crosses the way, in the order in which it leaves it
        chart.put_below(step)
    return chart.found


class _Chart:
    """The places found so far; ``found`` holds them by the step's id."""

    def __init__(self, steps: Sequence[TicketStep]) -> None:
        self._steps = steps
        self._by_id = {step.id: step for step in steps}
        self._columns: dict[str, int] = {}
        for step in steps:
            self._columns[step.id] = self._column(step)
        self.found: dict[str, Place] = {}

    def put_on_the_way(self, step: TicketStep) -> None:
        """Below whatever leads here, in a row with room for the first box beside it; then what is beside."""
        row = 1 + max((self._row(before) for before in self._sources(step)), default=-1)
        beside = [each for each in self._beside(step) if not self._crosses(each)]
        columns = {self._columns[step.id], *(self._columns[each.id] for each in beside if not self._lower(each))}
        self.found[step.id] = (self._columns[step.id], self._free(row, columns))
        for each in beside:
            self._put_beside(each, self._row(step) + self._lower(each))

    def put_below(self, step: TicketStep) -> None:
        """A row of its own under everything, with whatever comes of it."""
        if step.id not in self.found:
            self._put_beside(step, 1 + max(row for _column, row in self.found.values()))

    def _put_beside(self, step: TicketStep, row: int) -> None:
        if step.id in self.found:
            return
        column = self._columns[step.id]
        self.found[step.id] = (column, self._free(row, {column}))
        for each in self._beside(step):
            self._put_beside(each, self._row(step) + (self._columns[each.id] == column))

    def _column(self, step: TicketStep) -> int:
        if step.actor is Actor.UNIT:
            return UNIT_WAY if is_main(step) else UNIT_SIDE
        if is_main(step):
            return CENTER_WAY
        asked = any(self._columns.get(after.step) == UNIT_SIDE for after in step.follows)
        return CENTER_DECIDES if asked else CENTER_SIDE

    def _sources(self, step: TicketStep) -> Iterator[TicketStep]:
        """Those it follows that were placed before it; arrows that lead back up do not count."""
        return (self._by_id[after.step] for after in step.follows if after.step in self.found)

    def _beside(self, step: TicketStep) -> list[TicketStep]:
        """What follows a step and is not on the way, in order."""
        return [each for each in self._steps if not is_main(each) and step.id in {after.step for after in each.follows}]

    def _crosses(self, step: TicketStep) -> bool:
        """Whether it stands on the centre's side while what comes of it stands on the unit's."""
        if self._columns[step.id] != CENTER_SIDE:
            return False
        return any(self._columns[each.id] >= UNIT_SIDE for each in self._beside(step))

    def _lower(self, step: TicketStep) -> int:
        """How many rows it stands below what it follows: none on the unit's side, one on the centre's; one above
        where it leads back up.
        """
        if self._columns[step.id] != CENTER_SIDE:
            return 0
        earlier = self._steps[: self._steps.index(step)]
        return -1 if any(step.id == after.step for each in earlier for after in each.follows) else 1

    def _free(self, row: int, columns: Iterable[int]) -> int:
        """The first row from ``row`` on where every one of ``columns`` is free."""
        taken, asked = set(self.found.values()), tuple(columns)
        while any((column, row) in taken for column in asked):
            row += 1
        return row

    def _row(self, step: TicketStep) -> int:
        return self.found[step.id][1]
