"""Records of any kind: what happened to them, as entries, and the row that those entries add up to.

Functions run inside the caller's transaction. Every entry of every kind is written here, by way of the histories.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, NamedTuple

from sqlalchemy import Connection, Table, insert, select, update

from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.records.kind import RecordKind
from hotline_desktop.domain.records.steps import R
from hotline_desktop.domain.records.summaries import HistoryLine
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.storage.records import histories
from hotline_desktop.storage.records.histories import NO_LABELS
from hotline_desktop.storage.tables.bulk import portions

Rows = Mapping[int, Mapping[str, Any]]


class RowLost(HotlineError):
    """A new record would get the id and history of one whose row somebody has deleted. Nothing is written."""

    def __init__(self, word: str) -> None:
        super().__init__(
            f"{word}清单里少了一行，它的办理记录还在；再登记会和那一件混在一起，所以没有保存，数据没有变动。"
            "请先在“设置 · 数据”里检查修复（或运行 hotline-desktop check --repair），再登记一次。"
        )


class RowAway(HotlineError):
    """Somebody has deleted the row of a record, or given it another id; its history is there."""

    def __init__(self, word: str) -> None:
        super().__init__(
            f"这件{word}在清单里的一行不见了，它的办理记录还在，数据没有变动。"
            "请先在“设置 · 数据”里检查修复（或运行 hotline-desktop check --repair），再打开它。"
        )


class Recorded(NamedTuple):
    """An entry of a known record: what the record is after it, and in the clerk's words what it changed."""

    id: int
    after: Any
    entry: Entry
    before_labels: Mapping[str, str] = NO_LABELS
    after_labels: Mapping[str, str] = NO_LABELS


class New(NamedTuple):
    """A new record with its first entry; ``more`` are columns of its row that do not follow from the record."""

    record: Any
    entry: Entry
    before_labels: Mapping[str, str] = NO_LABELS
    after_labels: Mapping[str, str] = NO_LABELS
    more: Mapping[str, Any] = NO_LABELS


class DerivedRows(NamedTuple):
    """Derived rows in another table: what they are called, whether they match the record, and how to write them."""

    name: str
    holds: Callable[[Connection, int, Any], bool]
    write: Callable[[Connection, int, Any], object]


Hook = Callable[[Connection, Sequence[Recorded]], object]


def _nothing(_c: Connection, _part: Sequence[Recorded]) -> None:
    """For kinds that write nothing beside the record."""


class Records(Generic[R]):
    """The records of one kind.

    ``project`` makes the row of a record, without its id, and ``rewrite`` makes the stored rows what is given.
    ``added`` writes what stands beside a new record, ``before`` what must be written before its next entries,
    ``after`` what follows from them; ``beside`` can be compared with the record and made anew from it.
    """

    def __init__(
        self,
        kind: RecordKind[R],
        table: Table,
        entries: Table,
        project: Callable[[R], dict[str, Any]],
        *,
        added: Callable[[Connection, int, R, Entry], object] | None = None,
        rewrite: Callable[[Connection, Rows], object] | None = None,
        before: Hook = _nothing,
        after: Hook = _nothing,
        beside: DerivedRows | None = None,
    ) -> None:
        self.kind, self.table, self.project, self.beside = kind, table, project, beside
        self._entries, self._added, self._before, self._after = entries, added, before, after
        self._rewrite = rewrite or self._update

    def add(
        self,
        c: Connection,
        new: R,
        entry: Entry,
        before_labels: Mapping[str, str] = NO_LABELS,
        after_labels: Mapping[str, str] = NO_LABELS,
        **more: Any,
    ) -> int:
        """A new record with its first entry; its id. ``more`` are columns that say what the record does not."""
        return self.add_many(c, [New(new, entry, before_labels, after_labels, more)])[0]

    def add_many(self, c: Connection, items: Sequence[New]) -> list[int]:
        """As ``add`` for several records, which all name the same ``more``; their ids in the same order."""
        if not items:
            return []
        rows = [{**self.project(item.record), **item.more} for item in items]
        made = insert(self.table).returning(self.table.c.id, sort_by_parameter_order=True)
        ids = [int(record_id) for record_id in c.execute(made, rows).scalars()]
        for part in portions(list(zip(ids, items, strict=True))):
            written = [item[1:4] for _id, item in part]
            added = histories.append_many(c, self._entries, [record_id for record_id, _item in part], written)
            if set(added) - {1}:
                raise RowLost(self.kind.word)
        if self._added is not None:
            for record_id, item in zip(ids, items, strict=True):
                self._added(c, record_id, item.record, item.entry)
        return ids

    def record(
        self,
        c: Connection,
        record_id: int,
        after: R,
        entry: Entry,
        before_labels: Mapping[str, str] = NO_LABELS,
        after_labels: Mapping[str, str] = NO_LABELS,
    ) -> int:
        """Appends ``entry`` to the history and updates the row to ``after``; returns the entry's sequence.

        ``before_labels`` and ``after_labels`` say in the clerk's words what the entry changed.
        """
        return self.record_many(c, [Recorded(record_id, after, entry, before_labels, after_labels)])[record_id]

    def record_many(self, c: Connection, items: Iterable[Recorded]) -> dict[int, int]:
        """As ``record`` for several records, each once; the sequence of the new entry of each."""
        sequences: dict[int, int] = {}
        for part in portions(items):
            ids = [item.id for item in part]
            self._before(c, part)
            added = histories.append_many(c, self._entries, ids, [item[2:] for item in part])
            sequences.update(zip(ids, added, strict=True))
            self._rewrite(c, {item.id: self.project(item.after) for item in part})
            self._after(c, part)
        return sequences

    def entries(self, c: Connection, record_id: int) -> tuple[Entry, ...]:
        """The history, the first entry first; empty for an unknown id."""
        return histories.entries(c, self._entries, record_id)

    def entries_of(self, c: Connection, record_ids: Iterable[int]) -> dict[int, tuple[Entry, ...]]:
        """The histories of several records; unknown ids are left out."""
        found: dict[int, tuple[Entry, ...]] = {}
        for part in portions(record_ids):
            found |= histories.entries_of(c, self._entries, part)
        return found

    def history(self, c: Connection, record_id: int) -> tuple[HistoryLine, ...]:
        """The history as it is shown, the first entry first."""
        return histories.lines(c, self._entries, record_id, self.kind.by_id)

    def entries_with_history(self, c: Connection, record_id: int) -> tuple[tuple[Entry, ...], tuple[HistoryLine, ...]]:
        """``entries`` and ``history`` of one record, read once."""
        return histories.entries_with_history(c, self._entries, record_id, self.kind.by_id)

    def load(self, c: Connection, record_id: int) -> R:
        """The record that its history leads to; a blank one for an unknown id."""
        return self.kind.replay(self.entries(c, record_id))

    def load_each(self, c: Connection, record_ids: Iterable[int]) -> Iterator[tuple[int, R]]:
        """Several records with their ids, in that order, some hundred at a time in memory; unknown ids are left out."""
        for part in portions(record_ids):
            found = histories.entries_of(c, self._entries, part)
            for record_id in part:
                if record_id in found:
                    yield record_id, self.kind.replay(found[record_id])

    def is_there(self, c: Connection, record_id: int) -> bool:
        """Whether the office has a record with that id."""
        return c.execute(select(self.table.c.id).where(self.table.c.id == record_id)).scalar() is not None

    def _update(self, c: Connection, rows: Rows) -> None:
        for record_id, row in rows.items():
            c.execute(update(self.table).where(self.table.c.id == record_id), dict(row))
