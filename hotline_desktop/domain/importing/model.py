"""What an import is made of: the file as opened, what its columns mean, what would happen, what happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from hotline_desktop.domain.importing.rows import CellProblem, Column, Severity, TicketRow
from hotline_desktop.domain.records.quick import quick_record
from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.terms.errors import HotlineError

# What a spreadsheet's cell can hold; an empty cell is an empty text. Text tables hold only texts.
Cell = str | float | bool | datetime | date | time | timedelta

# Two kinds of number must not fill each other's gaps: a ticket would come in under a task's number.
ONE_HEADER_ONLY = frozenset((Column.NUMBER,))


class ImportRefused(HotlineError):
    """An import that cannot be read, taken or undone as asked. Nothing was changed; says what to do."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Columns of a file by what they are taken as.

    ``headers`` are the file's, each different, in order. ``columns`` gives for a column the positions of its headers,
    the best first: a later one fills the rows in which the earlier ones are empty (several phones and co-units add up).
    Headers that stand nowhere are kept in the ticket as what the platform said. ``numbered`` says that the file has no
    ticket numbers and the clerk agreed to numbers made from the content; ``textless`` that all its headers are known
    and none of them is a title or content (a report on tickets). A value: every change gives a new one.
    """

    headers: tuple[str, ...]
    columns: Mapping[Column, tuple[int, ...]]
    numbered: bool = False
    textless: bool = False

    def column_of(self, index: int) -> Column | None:
        """What the header at ``index`` is taken as; None where it is only kept."""
        return next((column for column, places in self.columns.items() if index in places), None)

    def assign(self, index: int, column: Column | None) -> ColumnMapping:
        """The mapping with the header at ``index`` taken first of all as ``column``; None only keeps it."""
        columns = {
            other: rest
            for other, places in self.columns.items()
            if (rest := tuple(place for place in places if place != index))
        }
        if column is not None:
            others = () if column in ONE_HEADER_ONLY else columns.get(column, ())
            columns[column] = (index, *others)
        return replace(self, columns=MappingProxyType(columns), numbered=self.numbered and Column.NUMBER not in columns)

    def number_by_content(self, agreed: bool = True) -> ColumnMapping:
        """The mapping of a file without ticket numbers, each ticket numbered by what it says, or not."""
        return replace(self, numbered=agreed and Column.NUMBER not in self.columns)

    @property
    def missing(self) -> tuple[Column, ...]:
        """Columns without which no ticket can be made: the number (or consent to make one), title or content."""
        missing = () if Column.NUMBER in self.columns or self.numbered else (Column.NUMBER,)
        if self.has_text or self.textless:
            return missing
        return (*missing, Column.TITLE, Column.CONTENT)

    @property
    def has_text(self) -> bool:
        """Whether a header is taken as title or content."""
        return Column.TITLE in self.columns or Column.CONTENT in self.columns

    def as_names(self) -> dict[str, list[str]]:
        """The mapping as plain names, to be remembered for the next file of this kind."""
        names = {column.name: [self.headers[place] for place in places] for column, places in self.columns.items()}
        flags = {NUMBERED: self.numbered, TEXTLESS: self.textless}
        return names | {flag: list[str]() for flag, is_set in flags.items() if is_set}


# Beside the columns of a remembered mapping.
NUMBERED, TEXTLESS = "numbered", "textless"


@dataclass(frozen=True, slots=True)
class FurtherSheet:
    """Another sheet of the file taken with the first: its cells below the headers, under the first one's headers."""

    sheet: str
    first_row: int
    rows: Sequence[Sequence[Cell]] = field(repr=False)
    hidden_rows: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A file as opened: one of its ``sheets``, cut into headers and rows.

    ``header_row`` and ``first_row`` are numbers as Excel shows them. ``rows`` are the cells below the headers.
    ``samples`` gives for each header up to three different filled cells. ``mapping`` is the remembered one of
    this kind of file (``signature``) where ``remembered``, else the proposed one. ``text`` is true for .csv, .txt.
    ``unclear`` are headers that come several times, of which it cannot be told which is the citizen's. ``hidden_rows``
    are numbers as Excel shows them. ``from_1904``: bare numbers in columns of dates are days since 1904. ``alike`` are
    sheets with such headers, this one among them, which can be taken together; ``further`` are those that are.
    ``hidden_columns`` are places of headers whose column Excel does not show, ``hidden_sheets`` sheets that it does
    not show. ``beside`` names what the file holds beside cells, which is not read: 2 处批注.
    ``left_out`` names other tables on the same sheets: 右边从 K 列开始的表. ``unended``: a text table
    ends within a line, as where it was not loaded to its end.
    """

    path: Path
    sheet: str
    sheets: tuple[str, ...]
    header_row: int
    headers: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    mapping: ColumnMapping
    signature: str
    remembered: bool = False
    text: bool = False
    first_row: int = 2
    unclear: tuple[tuple[str, ...], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    from_1904: bool = False
    alike: tuple[str, ...] = ()
    further: tuple[FurtherSheet, ...] = ()
    hidden_columns: frozenset[int] = frozenset()
    hidden_sheets: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    unended: bool = False
    rows: Sequence[Sequence[Cell]] = field(default=(), repr=False, compare=False)

    @property
    def taken_sheets(self) -> tuple[str, ...]:
        """The sheets whose rows are taken."""
        return (self.sheet, *(more.sheet for more in self.further))

    @property
    def row_count(self) -> int:
        """How many rows stand below the headers, in all sheets that are taken."""
        return len(self.rows) + sum(len(more.rows) for more in self.further)

    def lines(self) -> Iterator[tuple[str, int, Sequence[Cell]]]:
        """Every row below the headers, with its number and the name of its sheet, '' where only one is taken."""
        parts = (FurtherSheet(self.sheet, self.first_row, self.rows, self.hidden_rows), *self.further)
        for part in parts:
            name = part.sheet if self.further else ""
            for place, row in enumerate(part.rows):
                yield name, part.first_row + place, row

    def is_hidden(self, sheet: str, row: int) -> bool:
        """Whether Excel does not show the row."""
        further = next((more.hidden_rows for more in self.further if more.sheet == sheet), None)
        return row in (self.hidden_rows if further is None else further)


class RowState(StrEnum):
    """What an import would do with a row."""

    NEW = "新工单"
    CHANGED = "有变化"
    UNCHANGED = "无变化"
    FAULTY = "不导入"


@quick_record(frozen=True, slots=True)
class Difference:
    """One thing that a known ticket says otherwise than the file; ``label`` is its caption or header."""

    label: str
    before: str
    after: str


@quick_record(frozen=True, slots=True)
class PreviewRow:
    """One row of the file and what an import would do with it.

    ``changes`` is what a known ticket would take over, ``kept`` what the office itself entered or decided and
    would therefore stay, though the file says otherwise. ``ticket_id`` is the known ticket's.
    """

    data: TicketRow
    state: RowState
    ticket_id: int | None = None
    changes: tuple[Difference, ...] = ()
    kept: tuple[Difference, ...] = ()
    problems: tuple[CellProblem, ...] = ()

    @property
    def row(self) -> int:
        """The number that Excel shows."""
        return self.data.row

    @property
    def number(self) -> str:
        """The ticket number; empty where the row has none."""
        return self.data.number or ""

    @property
    def faults(self) -> tuple[CellProblem, ...]:
        """Why the row is not taken."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.FAULT)


@dataclass(frozen=True, slots=True)
class DroppedRow:
    """A line of the sheet that is no ticket (合计, a repeated header, a remark below the table).

    ``sheet`` is empty where only one is taken.
    """

    row: int
    reason: str
    text: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import of ``file`` would do; nothing has been written yet.

    ``rows`` are the file's in order. ``dropped`` are lines that are no tickets, blank ones not counted.
    ``unknown_units`` are named in the file and not yet known to the office, ``near_units`` those of the office that
    look much like one of them. ``history`` says that all come in as finished elsewhere, ``finished_as_history`` that
    those do which the platform calls finished.
    """

    file: ImportFile
    mapping: ColumnMapping
    rows: tuple[PreviewRow, ...]
    dropped: tuple[DroppedRow, ...] = ()
    warnings: tuple[str, ...] = ()
    unknown_units: tuple[str, ...] = ()
    history: bool = False
    finished_as_history: bool = False
    near_units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def unknown_units_text(self) -> tuple[str, ...]:
        """Each unknown unit, with what it may be a slip for: ``新海村委（是不是 新海村）``."""
        return tuple(
            f"{name}（是不是 {'、'.join(near)}）" if (near := self.near_units.get(name)) else name
            for name in self.unknown_units
        )

    def of(self, state: RowState) -> tuple[PreviewRow, ...]:
        """The rows in ``state``."""
        return tuple(row for row in self.rows if row.state is state)

    @property
    def new(self) -> tuple[PreviewRow, ...]:
        """Rows that would become tickets."""
        return self.of(RowState.NEW)

    @property
    def changed(self) -> tuple[PreviewRow, ...]:
        """Rows of known tickets that say something new."""
        return self.of(RowState.CHANGED)

    @property
    def unchanged(self) -> tuple[PreviewRow, ...]:
        """Rows of known tickets that say nothing new."""
        return self.of(RowState.UNCHANGED)

    @property
    def faulty(self) -> tuple[PreviewRow, ...]:
        """Rows that would not be taken, each with its faults."""
        return self.of(RowState.FAULTY)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did; ``units`` are the units that it created."""

    batch_id: int
    new: int
    updated: int
    unchanged: int
    faulty: int
    changes: Changes
    units: tuple[str, ...] = ()


class BatchState(StrEnum):
    """Where an import stands."""

    DONE = "已导入"
    UNDONE = "已撤销"


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """One import as the list of imports shows it; ``at`` is local office time, ``file`` a name without folder."""

    id: int
    file: str
    at: datetime
    by: str
    new: int
    updated: int
    unchanged: int
    faulty: int
    history: bool
    state: BatchState
