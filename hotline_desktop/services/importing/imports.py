"""导入: a file is opened, previewed, taken over in one transaction, and can be taken back as long as nothing moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from hotline_desktop.domain.importing.import_diff import ImportDiff, registration, undone, update
from hotline_desktop.domain.importing.model import (
    BatchState,
    BatchSummary,
    ColumnMapping,
    ImportFile,
    ImportPreview,
    ImportRefused,
    ImportResult,
    PreviewRow,
    RowState,
)
from hotline_desktop.domain.importing.moments import with_possible_moments
from hotline_desktop.domain.importing.repeated_rows import without_repeats
from hotline_desktop.domain.importing.rows import Column, TicketRow, is_finished
from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.terms.errors import NotFound
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.history import replay
from hotline_desktop.domain.ticket.labels import changed_labels
from hotline_desktop.domain.ticket.steps.records import RECOUNT
from hotline_desktop.domain.ticket.ticket import Entry
from hotline_desktop.exchange.headers.aliases import AliasTable, load_aliases
from hotline_desktop.exchange.headers.columns import from_names, telling_headers
from hotline_desktop.exchange.opening.reader import read_sheets
from hotline_desktop.exchange.rows.rejects import write_rejects
from hotline_desktop.exchange.rows.ticket_rows import read_rows
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.foundation.gc_pause import collector_at_rest
from hotline_desktop.services.importing.judging import Judged, judge
from hotline_desktop.services.importing.opening import mapped, open_file, refuse_unassigned
from hotline_desktop.services.importing.warnings import file_warnings
from hotline_desktop.services.setup.unit_names import by_their_names
from hotline_desktop.services.setup.units import LONGEST_NAME, Units, create_unknown
from hotline_desktop.storage.chain import chain
from hotline_desktop.storage.chain.chain_head import Head
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.office import mappings
from hotline_desktop.storage.office import units as units_table
from hotline_desktop.storage.records import batches, platform_cells, tickets
from hotline_desktop.storage.records.batches import BatchUpdate
from hotline_desktop.storage.records.records import Recorded

COLUMNS_FILE = "columns.toml"
_UNTOUCHED = "没有改动任何数据。"
_NAMED = 5
# For so many rows so much of the index of texts is put together, as of a small import of every day. A large one puts
# its own parts together as it writes them: all the more steps would take a thirtieth of its time for one part fewer.
_ROWS_FOR_A_STEP, _PAGES_A_STEP, _MOST_STEPS = 500, 64, 4
_AT_ONCE = 500  # known tickets that are changed between two reports


class _Seen(NamedTuple):
    """What the last preview found out, and the end of the chain of records then."""

    head: Head
    shown: tuple[PreviewRow, ...]
    judged: list[Judged]


class Imports:
    """Exports of other systems, taken in."""

    def __init__(self, office: OfficeContext, units: Units) -> None:
        self._office = office
        self._units = units
        self._seen: _Seen | None = None

    @cached_property
    def _aliases(self) -> AliasTable:
        return load_aliases(self._office.resources_dir / COLUMNS_FILE)

    # -- looking -------------------------------------------------------------------------------------------

    @collector_at_rest()
    def open(
        self,
        path: Path,
        sheet: str | None = None,
        header_row: int | None = None,
        together: Sequence[str] = (),
        progress: Progress | None = None,
    ) -> ImportFile:
        """The file with the sheet, headers and mapping that seem right, or with those that the clerk says.

        ``header_row`` is the number that Excel shows. ``together`` are sheets to take with the chosen one, as far as
        their headers are alike. Raises ReadError, ImportRefused (no such sheet or row), Cancelled.
        """
        opened = open_file(read_sheets(path, progress), path, self._aliases, sheet, header_row, together)
        with self._office.db.read() as c:
            names = mappings.find(c, opened.signature)
        if names is None:
            return opened
        return replace(opened, mapping=from_names(opened.headers, names), remembered=True)

    def mapped(self, file: ImportFile, pairs: Sequence[tuple[str, str]]) -> ImportFile:
        """The file with columns taken as ``pairs`` of header (or letter) and column say. Raises ImportRefused."""
        return mapped(file, pairs) if pairs else file

    @collector_at_rest()
    def preview(
        self,
        file: ImportFile,
        mapping: ColumnMapping | None = None,
        history: bool = False,
        progress: Progress | None = None,
        *,
        finished_as_history: bool = False,
    ) -> ImportPreview:
        """What an import would do, row by row; nothing is written. Raises ImportRefused, Cancelled.

        ``history``: all rows were finished elsewhere. ``finished_as_history``: those that the platform calls finished.
        """
        mapping = mapping or file.mapping
        refuse_unassigned(file, mapping)
        with self._office.db.read() as c:
            town, register = self._office.settings(c).town, units_table.register(c)
        found, dropped = read_rows(file, mapping, self._aliases, town, _part(progress, 0), register)
        found = by_their_names(found, register)
        today = self._office.now().date()
        found = [with_possible_moments(row, mapping, today) for row in found]
        rows, joined = without_repeats(found, _number_header(mapping), _unit_headers(mapping))
        with self._office.db.aside() as c:
            judged = judge(c, rows, telling_headers(mapping, self._aliases), _part(progress, 1))
            unknown = _unknown_units(c, judged)
            near = {name: alike for name in unknown if (alike := register.near(name))}
            shown = tuple(one.shown for one in judged)
            self._seen = _Seen(chain.head(c), shown, judged)
        as_history = history or finished_as_history
        return ImportPreview(
            file,
            mapping,
            shown,
            (*dropped, *joined),
            tuple(file_warnings(file, mapping, shown, as_history, self._office.now())),
            unknown,
            history,
            finished_as_history,
            near,
        )

    def batches(self) -> tuple[BatchSummary, ...]:
        """Every import, the latest first."""
        with self._office.db.read() as c:
            return batches.all(c)

    def save_rejects(self, preview: ImportPreview, out: Path) -> int:
        """Writes the rows that are not taken, each with its reasons, as Excel; how many. Raises WriteError."""
        return write_rejects(out, preview.file, preview.faulty, preview.dropped)

    # -- writing -------------------------------------------------------------------------------------------

    @collector_at_rest()
    def apply(
        self,
        preview: ImportPreview,
        by: str,
        progress: Progress | None = None,
        *,
        new_units: Iterable[str] | None = None,
        teach: bool = True,
    ) -> ImportResult:
        """Does what the preview shows, in one transaction, and remembers the mapping for this kind of file.

        Without ``teach`` it is not remembered: nobody looked at it.

        Of the unknown units ``new_units`` are created, all where it is None. Where nothing is new, no import is
        recorded and ``batch_id`` is 0. Raises ImportRefused where tickets changed since the preview, Cancelled.
        """
        rows = [row.data for row in preview.rows if row.state is not RowState.FAULTY]
        asked = preview.unknown_units if new_units is None else new_units
        with self._office.write(Right.HANDLE, by) as c:
            context = self._office.context(c, by)
            judged = self._as_seen(c, preview)
            if judged is None:
                judged = judge(c, rows, telling_headers(preview.mapping, self._aliases), _part(progress, 0))
                _refuse_if_stale(preview, judged)
            if teach:
                mappings.remember(c, preview.file.signature, preview.mapping.as_names(), context.now)
            batch = _summary(preview, context)
            if not batch.new and not batch.updated:
                return ImportResult(0, 0, 0, batch.unchanged, batch.faulty, Changes())
            batch_id = batches.add(c, batch)
            touched = self._add_new(c, preview, judged, batch_id, context, progress)
            touched |= self._update_known(c, judged, batch_id, context, progress)
            units = tuple(name for name in asked if name in preview.unknown_units)
            create_unknown(self._office, c, set(units), by)
            self._office.remember(c, "导入工单", by, {}, _batch_labels(replace(batch, id=batch_id)))
        self._put_index_together(len(touched))
        changes = Changes(tickets=frozenset(touched), units=bool(units))
        return ImportResult(batch_id, batch.new, batch.updated, batch.unchanged, batch.faulty, changes, units)

    def _put_index_together(self, written: int) -> None:
        """After much was written: a small part of the time that this took. What stays undone waits for idle moments."""
        with suppress(DatabaseError):
            for _step in range(min(written // _ROWS_FOR_A_STEP, _MOST_STEPS)):
                if not self._office.db.put_index_together(_PAGES_A_STEP):
                    break

    @collector_at_rest()
    def undo(self, batch_id: int, by: str, progress: Progress | None = None) -> Changes:
        """Takes an import back: its new tickets go, its changes of known ones are set back.

        Raises NotFound, Cancelled, and ImportRefused naming the tickets that have moved on since. Nothing changes then.
        """
        with self._office.write(Right.HANDLE, by) as c:
            batch = batches.get(c, batch_id)
            if batch is None:
                raise NotFound(f"没有第 {batch_id} 批导入。可能已撤回或移除，请重新列出来再选。")
            if batch.state is BatchState.UNDONE:
                raise ImportRefused(f"第 {batch_id} 批导入已经撤销过了。{_UNTOUCHED}")
            self._refuse_if_moved_on(c, batch_id)
            context = self._office.context(c, by)
            batches.change(c, replace(batch, state=BatchState.UNDONE))
            touched = self._set_back(c, batches.updates(c, batch_id), context, progress)
            batches.set_cells_back(c, batch_id)
            gone, removed = tickets.remove_batch(c, batch_id)
            touched.update(gone)
            after = {"批次": str(batch_id), "结果": "已撤销", **removed}
            self._office.remember(c, "撤销导入", by, _batch_labels(batch), after)
        return Changes(tickets=frozenset(touched), everything=True)

    # -- inside --------------------------------------------------------------------------------------------

    def _as_seen(self, c: Connection, preview: ImportPreview) -> list[Judged] | None:
        """What the preview found out, where nothing was recorded since; None where it must be found out again."""
        seen, self._seen = self._seen, None
        if seen is None or seen.shown is not preview.rows or seen.head != chain.head(c):
            return None
        return [one for one in seen.judged if one.shown.state is not RowState.FAULTY]

    def _add_new(
        self,
        c: Connection,
        preview: ImportPreview,
        judged: Sequence[Judged],
        batch_id: int,
        context: RuleContext,
        progress: Progress | None,
    ) -> set[int]:
        new = [one.shown.data for one in judged if one.shown.state is RowState.NEW]
        report, items = _part(progress, 1), []
        for place, row in enumerate(new):
            if report and place % 500 == 0:
                report(place, len(new))
            items.append((*registration(row, _as_history(preview, row), context), row.platform))
        return set(tickets.add_many(c, items, batch_id))

    def _update_known(
        self, c: Connection, judged: Sequence[Judged], batch_id: int, context: RuleContext, progress: Progress | None
    ) -> set[int]:
        changed = [one for one in judged if one.shown.state is RowState.CHANGED]
        report = _part(progress, 1)
        touched: set[int] = set()
        for start in range(0, len(changed), _AT_ONCE):
            if report:
                report(start, len(changed))
            part = [_updated(one, context) for one in changed[start : start + _AT_ONCE]]
            sequences = tickets.record_many(c, (recorded for recorded, _said in part))
            # What the platform said before is kept as it stands there, before it says something else.
            batches.remember_updates(c, batch_id, [BatchUpdate(*each) for each in sequences.items()])
            platform_cells.change_many(c, (said for _recorded, said in part))
            touched |= sequences.keys()
        return touched

    @staticmethod
    def _set_back(
        c: Connection, updates: Sequence[BatchUpdate], context: RuleContext, progress: Progress | None
    ) -> set[int]:
        for start in range(0, len(updates), _AT_ONCE):
            if progress:
                progress(start, len(updates))
            part = updates[start : start + _AT_ONCE]
            histories = tickets.entries_of(c, [changed.ticket_id for changed in part])
            tickets.record_many(c, [_undone(changed, histories[changed.ticket_id], context) for changed in part])
        return {changed.ticket_id for changed in updates}

    @staticmethod
    def _refuse_if_moved_on(c: Connection, batch_id: int) -> None:
        numbers = batches.moved_on(c, batch_id, 1_000)
        if not numbers:
            return
        named = []
        for number in numbers[:_NAMED]:
            ticket_id = tickets.find(c, number)
            last = tickets.history(c, ticket_id)[-1] if ticket_id is not None else None
            named.append(f"{number}（{last.label}，{last.at:%Y-%m-%d %H:%M}）" if last else number)
        more = f" 等 {len(numbers)} 件" if len(numbers) > _NAMED else ""
        raise ImportRefused(
            f"不能撤销第 {batch_id} 批导入：{'、'.join(named)}{more}在导入后已往下办。{_UNTOUCHED}"
            "个别工单有误的，请打开那一件更正。"
        )


def _part(progress: Progress | None, part: int) -> Progress | None:
    """The first or second half of one progress bar."""
    if progress is None:
        return None
    report = progress
    return lambda done, total: report(done + part * total, total * 2)


def _number_header(mapping: ColumnMapping) -> str:
    places = mapping.columns.get(Column.NUMBER, ())
    return mapping.headers[places[0]] if places else ""


def _unit_headers(mapping: ColumnMapping) -> tuple[str, ...]:
    columns = (Column.UNIT, Column.CO_UNITS)
    return tuple(mapping.headers[place] for column in columns for place in mapping.columns.get(column, ()))


def _unknown_units(c: Connection, judged: Iterable[Judged]) -> tuple[str, ...]:
    """Units that rows to be taken name and the register does not have, in the order of the file."""
    taken = [one.shown.data for one in judged if one.shown.state in (RowState.NEW, RowState.CHANGED)]
    named = dict.fromkeys(name for row in taken for name in (row.unit, *row.co_units) if name)
    known = {unit.name for unit in units_table.all(c)}
    return tuple(name for name in named if name not in known and len(name) <= LONGEST_NAME)


def _as_history(preview: ImportPreview, row: TicketRow) -> bool:
    return preview.history or (preview.finished_as_history and is_finished(row.platform_state))


def _refuse_if_stale(preview: ImportPreview, judged: Sequence[Judged]) -> None:
    """What is done must be what the clerk saw."""
    if tuple(one.shown for one in judged) != tuple(row for row in preview.rows if row.state is not RowState.FAULTY):
        raise ImportRefused(f"预览之后，有工单发生了变动。{_UNTOUCHED}请重新预览后再导入。")


def _summary(preview: ImportPreview, context: RuleContext) -> BatchSummary:
    counts = {state: len(preview.of(state)) for state in RowState}
    return BatchSummary(
        0,
        preview.file.path.name,
        context.now,
        context.by,
        counts[RowState.NEW],
        counts[RowState.CHANGED],
        counts[RowState.UNCHANGED],
        counts[RowState.FAULTY],
        preview.history,
        BatchState.DONE,
    )


def _batch_labels(batch: BatchSummary) -> dict[str, str]:
    texts = {
        "批次": str(batch.id),
        "文件": batch.file,
        "新工单": str(batch.new),
        "有变化": str(batch.updated),
        "无变化": str(batch.unchanged),
        "不导入": str(batch.faulty),
    }
    return {**texts, "方式": "历史工单"} if batch.history else texts


def _updated(one: Judged, context: RuleContext) -> tuple[Recorded, platform_cells.Change]:
    """What an import records of a known ticket, and what the platform says of it now."""
    assert one.known is not None and one.diff is not None
    before = replay(one.entries)
    after, entry = update(before, one.diff, context)
    texts = _with_cells(*changed_labels(before, after), one.diff)
    said = platform_cells.Change(one.known.id, one.known.cells, one.shown.data.platform, one.entries[0].values)
    return Recorded(one.known.id, after, entry, *texts), said


def _undone(changed: BatchUpdate, entries: Sequence[Entry], context: RuleContext) -> Recorded:
    """What is recorded where a change of a known ticket is taken back."""
    before = replay(entries[: changed.sequence - 1])
    updated = replay(entries[changed.sequence - 1 :], before)
    recounted = RECOUNT.id in [entry.step for entry in entries[changed.sequence :]]
    after, entry = undone(before, updated, context, recounted)
    return Recorded(changed.ticket_id, after, entry, *changed_labels(updated, after))


def _with_cells(was: dict[str, str], now: dict[str, str], diff: ImportDiff) -> tuple[dict[str, str], dict[str, str]]:
    """Before and after of an update, the platform's other words among them under their headers."""
    said = {d.label: (d.before, d.after) for d in diff.cells if d.label not in now}
    return (
        {**was, **{label: texts[0] for label, texts in said.items()}},
        {**now, **{label: texts[1] for label, texts in said.items()}},
    )
