"""Fits a record into a table: measures first, then chooses sizes and heights, and cuts only what cannot fit.

Values try every size from the largest to the smallest. Rows with a ``min_height`` trade height among each
other and feed the few rows that may grow. What still does not fit is printed as far as it goes, and stands whole
on a continuation page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hotline_desktop.documents.definition.definition import (
    CellForm,
    LineItem,
    Look,
    RowForm,
    TableForm,
    TextItem,
    TextSize,
)
from hotline_desktop.documents.typesetting.model import Cell, Item, Paragraph, Row, Space, Table
from hotline_desktop.documents.typesetting.typeset import Piece, Typesetter, is_fixed

# Centred lines keep at least this distance from the lines of the table, in points.
_CLOSEST = 1.5


@dataclass(frozen=True, slots=True)
class Overflow:
    """A value that did not fit: its name on the form and its whole text."""

    name: str
    text: str


@dataclass(slots=True)
class Draft:
    """A cell being fitted: its pieces at some size and the height they need."""

    form: CellForm
    width: float
    pieces: list[Piece]
    fixed: bool
    need: float = field(init=False)

    def __post_init__(self) -> None:
        self.need = sum(piece.height for piece in self.pieces) + margins(self.form)


def margins(cell: CellForm) -> float:
    """Height that the cell keeps free at its head and foot."""
    return 2 * (_CLOSEST if cell.middle else cell.head)


class TableFitter:
    """Fits records into one table form; what no record changes is set only once."""

    def __init__(self, table: TableForm, look: Look) -> None:
        self._table = table
        self._look = look
        self._widths = [cell_widths(row, table.columns) for row in table.rows]
        self._printed: dict[tuple[int, int], Draft] = {}
        self._cells: dict[tuple[int, int, float], Cell] = {}
        self.height = sum(row.height for row in table.rows)

    def fit(self, setter: Typesetter, spare: float) -> tuple[Table, list[Overflow]]:
        """The table with all rows set, up to ``spare`` points higher than usual, or lower when negative."""
        overflow: list[Overflow] = []
        rows = self._table.rows
        trading = [place for place, row in enumerate(rows) if row.trades]
        give = sum(rows[place].height - rows[place].min_height for place in trading)
        drafts: dict[int, list[Draft]] = {}
        heights: dict[int, float] = {}
        grown = 0.0
        for place, row in enumerate(rows):
            if not row.trades:
                drafts[place] = self._largest(place, setter)
                heights[place] = _grown_height(row, drafts[place], give + spare - grown)
                grown += heights[place] - row.height
        if trading:
            total = sum(rows[place].height for place in trading) - max(0.0, grown - spare)
            fitted, tall = self._trade(trading, setter, total)
            drafts |= fitted
            heights |= tall
        made = tuple(self._row(place, drafts[place], heights[place], setter, overflow) for place in range(len(rows)))
        look = self._look.table
        return Table(self._table.columns, made, look.line, look.frame), overflow

    def _draft(self, row: int, column: int, setter: Typesetter, step: TextSize) -> Draft:
        printed = self._printed.get((row, column))
        if printed is not None:
            return printed
        cell = self._table.rows[row].cells[column]
        width = self._widths[row][column]
        fixed = all(is_fixed(item) for item in cell.items)
        draft = Draft(cell, width, [setter.piece(item, width, step) for item in cell.items], fixed)
        if fixed:
            self._printed[row, column] = draft
        return draft

    def _largest(self, row: int, setter: Typesetter) -> list[Draft]:
        """Each cell of the row at the largest size that fits its usual height, or at the smallest."""
        form = self._table.rows[row]
        height = form.max_height if form.grows else form.height
        return [self._largest_draft(row, column, setter, height) for column in range(len(self._table.rows[row].cells))]

    def _largest_draft(self, row: int, column: int, setter: Typesetter, height: float) -> Draft:
        fitting: Draft | None = None
        for step in self._look.steps:
            draft = self._draft(row, column, setter, step)
            if draft.fixed or draft.need <= height:
                fitting = fitting or draft
                if draft.fixed or not draft.form.one_line or all(map(is_one_line, draft.pieces)):
                    return draft
        return fitting or draft

    def _trade(
        self, places: Sequence[int], setter: Typesetter, total: float
    ) -> tuple[dict[int, list[Draft]], dict[int, float]]:
        """The trading rows at the largest common size at which they fit ``total`` together."""
        usual = {place: self._table.rows[place].height for place in places}
        least = {place: self._table.rows[place].min_height for place in places}
        drafts: dict[int, list[Draft]] = {}
        needs: dict[int, float] = {}
        for step in self._look.steps:
            for place in places:
                columns = range(len(self._table.rows[place].cells))
                drafts[place] = [self._draft(place, column, setter, step) for column in columns]
                needs[place] = max(least[place], *(draft.need for draft in drafts[place]))
            if sum(needs.values()) <= total:
                to_write = {place for place in places if any(_is_open(p) for d in drafts[place] for p in d.pieces)}
                if to_write and len(to_write) < len(places):
                    return drafts, _given(usual, needs, total, to_write)
                return drafts, _traded(usual, needs, total)
        return drafts, _shared(usual, least, needs, total)

    def _row(
        self, place: int, drafts: Sequence[Draft], height: float, setter: Typesetter, overflow: list[Overflow]
    ) -> Row:
        cells = []
        for column, draft in enumerate(drafts):
            if draft.fixed:
                key = (place, column, height)
                if key not in self._cells:
                    self._cells[key] = placed(draft, height, self._look)
                cells.append(self._cells[key])
                continue
            if draft.need > height + 0.01:
                overflow += _cut(draft, height, setter, self._look)
            cells.append(placed(draft, height, self._look))
        return Row(height, tuple(cells))


def cell_widths(row: RowForm, columns: Sequence[float]) -> list[float]:
    """Width for text in each cell of the row."""
    widths = []
    column = 0
    for cell in row.cells:
        widths.append(sum(columns[column : column + cell.span]) - 2 * cell.side)
        column += cell.span
    return widths


def _grown_height(row: RowForm, drafts: Sequence[Draft], most: float) -> float:
    need = max(draft.need for draft in drafts)
    return max(row.height, min(need, row.max_height, row.height + max(0.0, most)))


def _traded(usual: dict[int, float], needs: dict[int, float], total: float) -> dict[int, float]:
    """Heights near the usual ones that give each row what it needs and sum to ``total``."""
    heights = {place: max(usual[place], need) for place, need in needs.items()}
    excess = sum(heights.values()) - total
    slack = {place: heights[place] - needs[place] for place in heights}
    give = sum(slack.values())
    if excess <= 0 or give <= 0:
        return heights
    return {place: heights[place] - excess * slack[place] / give for place in heights}


def _given(usual: dict[int, float], needs: dict[int, float], total: float, to_write: set[int]) -> dict[int, float]:
    """Heights that leave to the rows which are still to be written all that the written ones do not need."""
    left = total - sum(need for place, need in needs.items() if place not in to_write)
    weight = sum(usual[place] for place in to_write)
    return {p: left * usual[p] / weight if p in to_write else need for p, need in needs.items()}


def _shared(
    usual: dict[int, float], least: dict[int, float], needs: dict[int, float], total: float
) -> dict[int, float]:
    """Heights for texts that cannot all fit: a fair share each, and what one leaves over to the others."""
    heights = dict(least)
    left = total - sum(heights.values())
    hungry = {place for place in needs if needs[place] > heights[place]}
    while left > 0.01 and hungry:
        weight = sum(usual[place] for place in hungry)
        for place in list(hungry):
            part = min(left * usual[place] / weight, needs[place] - heights[place])
            heights[place] += part
            if needs[place] - heights[place] < 0.01:
                hungry.discard(place)
        left = total - sum(heights.values())
    return heights


def _cut(draft: Draft, height: float, setter: Typesetter, look: Look) -> list[Overflow]:
    """Shortens the values of ``draft`` until they fit ``height``; returns those that were cut, whole."""
    step = look.steps[-1]
    texts = [place for place, piece in enumerate(draft.pieces) if piece.text is not None]
    kept = sum(p.fixed if p.text is not None else p.height for p in draft.pieces) + margins(draft.form)
    lines = {place: _line_count(draft.pieces[place]) for place in texts}
    share = _share_lines(lines, int((height - kept + 0.01) / step.pitch))
    cut: list[Overflow] = []
    for place in texts:
        if share[place] < lines[place]:
            piece = draft.pieces[place]
            cut.append(overflow_of(piece))
            draft.pieces[place] = cut_piece(piece, setter, draft.width, share[place])
    draft.__post_init__()
    return cut


def overflow_of(piece: Piece) -> Overflow:
    """What the continuation page shows of a piece that was cut."""
    assert isinstance(piece.item, TextItem | LineItem)
    return Overflow(piece.item.name, piece.text or "")


def cut_piece(piece: Piece, setter: Typesetter, width: float, lines: int) -> Piece:
    """The longest beginning of the piece's value that fits ``lines`` lines together with （续见附页）."""
    text, look = piece.text or "", setter.look
    low, high = 0, len(text)
    best = setter.piece(piece.item, width, look.steps[-1], look.more)
    while low < high:
        middle = (low + high + 1) // 2
        trial = setter.piece(piece.item, width, look.steps[-1], text[:middle].rstrip() + look.more)
        if _line_count(trial) <= lines:
            low, best = middle, trial
        else:
            high = middle - 1
    return best


def is_one_line(piece: Piece) -> bool:
    """Whether the text of ``piece`` stands in a single line, or in two that part a day from its time."""
    lines = sum(len(block.lines) for block in piece.blocks if isinstance(block, Paragraph))
    parted = isinstance(piece.item, TextItem) and piece.item.parted
    return piece.text is None or lines == (piece.text.count("\n") + 1 if parted else 1)


def _line_count(piece: Piece) -> int:
    return round((piece.height - piece.fixed) / piece.pitch)


def _share_lines(asked: dict[int, int], lines: int) -> dict[int, int]:
    """Lines per text, shared evenly, where a short text leaves its rest to the others."""
    given = dict.fromkeys(asked, 1)
    left = lines - len(asked)
    while left > 0 and (hungry := [place for place in asked if given[place] < asked[place]]):
        for place in hungry[:left]:
            given[place] += 1
            left -= 1
    return given


def placed(draft: Draft, height: float, look: Look) -> Cell:
    """The cell with writing room after its pieces, and its last line at the foot where the form says so."""
    form = draft.form
    items: list[Item] = []
    spare = 0.0 if form.middle else height - draft.need
    lent = sum(piece.height - sum(block.height for block in piece.blocks) for piece in draft.pieces)
    before: Piece | None = None
    for piece, room in zip(draft.pieces, _rooms(draft.pieces, spare), strict=True):
        if _at_foot(piece):
            items += [*_space(room + lent, before, look), *piece.blocks]
        else:
            items += [*piece.blocks, *_space(room, piece, look)]
        before = piece
    return Cell(form.span, tuple(items), form.side, 0.0 if form.middle else form.head, form.middle)


def _rooms(pieces: Sequence[Piece], spare: float) -> list[float]:
    """How much of ``spare`` follows each piece; a line at the foot has it before itself."""
    if not spare and not any(isinstance(piece.item, TextItem) and piece.item.room for piece in pieces):
        return [0.0] * len(pieces)
    asked = [max(0.0, piece.item.room - piece.height) if isinstance(piece.item, TextItem) else 0.0 for piece in pieces]
    total = sum(asked)
    factor = spare / total if total else 0.0
    rooms = [room * factor for room in asked]
    left = spare - sum(rooms)
    last = next((place for place, piece in enumerate(pieces) if _at_foot(piece)), None)
    if last is None and not total:
        last = next((place for place, piece in enumerate(pieces) if _is_open(piece)), None)
    if last is not None and left > 0:
        rooms[last] += left
    return rooms


def _is_open(piece: Piece | None) -> bool:
    """Whether only the printed words of a text to be written stand there."""
    return piece is not None and isinstance(piece.item, TextItem) and piece.item.below and piece.text is None


def _at_foot(piece: Piece) -> bool:
    return isinstance(piece.item, LineItem) and piece.item.bottom


def _space(height: float, before: Piece | None, look: Look) -> list[Space]:
    """Room to write below ``before``."""
    if height <= 0.01:
        return []
    style = look.styles["value"]
    item = before.item if before is not None and isinstance(before.item, TextItem) else None
    written = before is not None and before.text is not None
    indent = item.indent * style.size if item is not None else 0.0
    field = (item.field or "") if item is not None and not written else ""
    return [Space(height, style.face, style.size, style.pitch, not written, indent, style.name, field)]
