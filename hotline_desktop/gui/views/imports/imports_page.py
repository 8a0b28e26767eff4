"""导入: from a file to tickets, looked at before anything is written, and taken back while that can be done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout

from hotline_desktop.domain.importing.model import (
    BatchState,
    BatchSummary,
    ColumnMapping,
    ImportFile,
    ImportPreview,
    ImportResult,
)
from hotline_desktop.domain.records.summaries import Changes, TicketFilter
from hotline_desktop.domain.terms.errors import Cancelled
from hotline_desktop.gui.shell.background.jobs import Job
from hotline_desktop.gui.shell.dialogs.prompts import EXCEL_FILE
from hotline_desktop.gui.shell.pages.page import Page
from hotline_desktop.gui.shell.session.navigation import Place, RepeatsOf
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.imports.imports_view import MAPPING, PREVIEW, RESULT, START, ImportsView
from hotline_desktop.gui.views.imports.preview_rows import PreviewTabs, preview_tabs
from hotline_desktop.gui.views.imports.repeat_search import RepeatSearch

if TYPE_CHECKING:
    from hotline_desktop.services.records.repeats import PossibleRepeat

_SEARCH_PAUSE_MS = 250
Done = Callable[[Any], None]


class ImportsPage(Page):
    """Opens at a file's Path. One import at a time; what was left half done is there on coming back."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.view = ImportsView(session)
        self.file: ImportFile | None = None
        self.mapping: ColumnMapping | None = None
        self.preview: ImportPreview | None = None
        self.result: ImportResult | None = None
        self._job: Job | None = None
        self._narrowing: Job | None = None
        self.repeat_search = RepeatSearch(session, self)
        self._pause = QTimer(self, singleShot=True, interval=_SEARCH_PAUSE_MS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.setAcceptDrops(False)
        self._connect()

    # -- the page's protocol -------------------------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        if changes.everything or changes.tickets:
            office = self.session.office
            self.session.jobs.run(office.imports.batches, self._show_batches, owner=self)

    def come_in(self) -> None:
        view = self.view
        places = {START: view.start.choose, MAPPING: view.mapping.next, PREVIEW: view.preview.take}
        places.get(view.stage, view.result.tickets).setFocus(Qt.FocusReason.OtherFocusReason)

    def open_at(self, target: object) -> None:
        if isinstance(target, Path):
            self.open_file(target)

    def focus_search(self) -> None:
        if self.view.stage == PREVIEW:
            self.view.preview.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.view.preview.search.selectAll()
        else:
            super().focus_search()

    def print_out(self) -> None:
        self.session.prompts.say("导入页没有要打印的表格。")

    def save(self) -> None:
        """Goes one stage on, where that is possible."""
        view = self.view
        button = {MAPPING: view.mapping.next, PREVIEW: view.preview.take}.get(view.stage)
        if self._job is None and button is not None and button.isEnabled():
            button.click()

    def may_close(self) -> bool:
        job = self._job
        if job is None:
            return True
        detail = "现在关闭窗口，正在读取或导入的内容不会写入，已有的工单不受影响。"
        if not self.session.prompts.confirm("正在导入", detail, "停止并关闭", danger=True):
            return False
        if self._job is job:
            job.stop()
        elif self.view.stage == RESULT:  # it was written while the question stood there
            self.session.navigator.go(Place.IMPORTS)
            self.session.prompts.say("问的时候已经导入完了，窗口没有关。不要这些工单的，点“撤销这次导入”。")
            return False
        return True

    # -- stages --------------------------------------------------------------------------------------------

    def open_file(
        self, path: Path, sheet: str | None = None, header_row: int | None = None, together: tuple[str, ...] = ()
    ) -> None:
        """Reads a file and shows what was found in it, or the sheet and row of headers that the clerk names."""
        imports = self.session.office.imports
        self._look(
            lambda progress: imports.open(path, sheet, header_row, together, progress), self._opened, "正在读取文件"
        )

    def show_preview(self) -> None:
        """Compares the file with the tickets that are known; nothing is written."""
        file, mapping = self.file, self.mapping
        if file is None or mapping is None:
            return
        imports, asked = self.session.office.imports, self.view.mapping.taken_as.choice

        def look(progress: Any) -> tuple[ImportPreview, PreviewTabs]:
            preview = imports.preview(
                file, mapping, asked.history, progress, finished_as_history=asked.finished_as_history
            )
            return preview, preview_tabs(preview)

        self._look(look, self._previewed, "正在核对每一行")

    def take(self) -> None:
        """Writes what the preview shows, in one piece."""
        preview = self.preview
        clerk = self.session.sign() if preview is not None else ""
        if preview is None or not clerk:
            return
        imports = self.session.office.imports
        units = None if self.view.preview.create_units.isChecked() else ()
        self._run(lambda progress: imports.apply(preview, clerk, progress, new_units=units), self._taken, "正在导入")

    def take_back(self) -> bool:
        """Takes the import back whose result is in front; earlier ones have a button that asks first."""
        button = self.view.result.undo
        undoes = self.view.stage == RESULT and button.isVisible() and button.isEnabled()
        if undoes:
            button.click()
        return undoes

    def undo(self, batch_id: int) -> None:
        """Takes an import back."""
        clerk = self.session.sign()
        if not clerk:
            return
        imports = self.session.office.imports
        self._run(lambda progress: imports.undo(batch_id, clerk, progress=progress), self._undone, "正在撤销")

    # -- wiring --------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        start, mapping, preview, result = (self.view.start, self.view.mapping, self.view.preview, self.view.result)
        start.choose.clicked.connect(self._choose_file)
        start.drop.dropped.connect(self.open_file)
        start.drop.refused.connect(self.session.prompts.error)
        start.undo.clicked.connect(self._undo_chosen)
        start.batches.chosen.connect(self._batch_chosen)
        mapping.changed.connect(self._map)
        mapping.sheet.currentIndexChanged.connect(lambda _index: self._turn_to_sheet())
        mapping.header_row.valueChanged.connect(self._turn_to_row)
        mapping.back.clicked.connect(self._leave)
        mapping.next.clicked.connect(self.show_preview)
        preview.back.clicked.connect(lambda: self.view.show_stage(MAPPING))
        preview.take.clicked.connect(self.take)
        preview.rejects.clicked.connect(self._save_rejects)
        preview.taken_as.currentIndexChanged.connect(self._take_as)
        preview.search.textChanged.connect(lambda _text: self._pause.start())
        self._pause.timeout.connect(self._narrow)
        result.tickets.clicked.connect(self._show_tickets)
        result.rejects.clicked.connect(self._save_rejects)
        result.undo.clicked.connect(self._undo_result)
        result.again.clicked.connect(self._leave)
        result.repeats.clicked.connect(self.view.show_repeats)
        self.repeat_search.advanced.connect(result.show_search)
        self.repeat_search.ended.connect(self._searched)
        self.view.repeats.back.clicked.connect(lambda: self.view.show_stage(RESULT))
        self.view.repeats.table.opened.connect(self._check_repeat)

    def _run(self, call: Callable[[Any], Any], then: Done, label: str) -> None:
        """Runs one piece of work with its progress on the page; a failure leads back to where it began."""
        self._follow(self.session.jobs.run, call, then, label)

    def _look(self, call: Callable[[Any], Any], then: Done, label: str) -> None:
        """Like :meth:`_run`, for what only reads: other pages need not wait for it."""
        self._follow(self.session.jobs.look_up, call, then, label)

    def _follow(self, run: Callable[..., Job], call: Callable[[Any], Any], then: Done, label: str) -> None:
        if self._job is not None:
            return
        came_from = self.view.stage

        def ended(result: Any) -> None:
            self._job = None
            then(result)

        self._job = run(
            call, ended, failed=lambda error: self._failed(error, came_from), owner=self, with_progress=True
        )
        self.view.busy.follow(self._job, label)
        self.view.show_busy()

    def _failed(self, error: Exception, stage: int) -> None:
        self._job = None
        self.view.show_stage(stage)
        title = "已停止" if isinstance(error, Cancelled) else "没有导入"
        self.session.prompts.error(error, title)

    # -- choosing ------------------------------------------------------------------------------------------

    def _choose_file(self) -> None:
        path = self.session.prompts.open_file("选择要导入的文件")
        if path is not None:
            self.open_file(path)

    def _opened(self, file: ImportFile) -> None:
        self.file, self.mapping = file, file.mapping
        self.view.mapping.show_file(file, file.row_count)
        self.view.show_stage(MAPPING)
        self.view.mapping.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn_to_sheet(self) -> None:
        sheet, together = self.view.mapping.sheet.currentData()
        if self.file is not None and (together or (sheet,)) != self.file.taken_sheets:
            self.open_file(self.file.path, sheet, together=together)

    def _turn_to_row(self, row: int) -> None:
        if self.file is not None and row != self.file.header_row:
            self.open_file(self.file.path, self.file.sheet, row)

    def _map(self, mapping: ColumnMapping) -> None:
        self.mapping = mapping
        self.view.mapping.show_mapping(mapping)

    def _leave(self) -> None:
        self.file = self.mapping = self.preview = self.result = None
        self.repeat_search.stop()
        self.view.show_stage(START)
        self.view.start.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- preview -------------------------------------------------------------------------------------------

    def _previewed(self, found: tuple[ImportPreview, PreviewTabs]) -> None:
        self.preview, rows = found
        self.view.preview.search.clear()
        self._pause.stop()  # nobody typed it
        self.view.preview.show_preview(self.preview, rows)
        self.view.show_stage(PREVIEW)
        self.view.preview.take.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_as(self, _index: int) -> None:
        self.view.mapping.taken_as.show_choice(self.view.preview.taken_as.choice)
        self.show_preview()

    def _narrow(self) -> None:
        """Off the window's thread: a word may have to be looked for in tens of thousands of rows."""
        preview, word = self.preview, self.view.preview.search.text().strip()
        if preview is None:
            return
        if self._narrowing is not None:
            self._narrowing.cancel()
        self._narrowing = self.session.jobs.draw(
            lambda: preview_tabs(preview, word),
            lambda rows: self.view.preview.show_rows(rows, bool(word)),
            owner=self,
        )

    def _save_rejects(self) -> None:
        preview, prompts = self.preview, self.session.prompts
        if preview is None:
            return
        suggested = f"{preview.file.path.stem}_有问题的行.xlsx"
        path = prompts.save_file("另存有问题的行", suggested, EXCEL_FILE)
        if path is None:
            return
        imports = self.session.office.imports
        self.session.jobs.run(
            lambda: imports.save_rejects(preview, path),
            lambda rows: prompts.say(f"已保存 {rows:,} 行和原因：{path.name}"),
            failed=lambda error: prompts.error(error, "没有保存"),
            owner=self,
            label="正在保存",
        )

    # -- result --------------------------------------------------------------------------------------------

    def _taken(self, result: ImportResult) -> None:
        self.result = result
        history = self.preview is not None and self.preview.history
        self.view.result.show_result(result, history)
        self.view.result.show_search()
        self.view.show_stage(RESULT)
        self.view.result.tickets.setFocus(Qt.FocusReason.OtherFocusReason)
        self.session.publish(result.changes)
        self.refresh(Changes(everything=True))
        if result.new:
            self.repeat_search.begin(result.batch_id)

    def _searched(self) -> None:
        found = self.repeat_search.found
        self.view.result.show_repeats(len(found), looked_up=self.repeat_search.looked_up > 0)
        self.view.repeats.show_found(found)

    def _check_repeat(self, row: PossibleRepeat | None) -> None:
        if row is not None:
            self.session.navigator.go(Place.TICKETS, RepeatsOf(row.ticket.id))

    def _show_tickets(self) -> None:
        history = self.preview is not None and self.preview.history
        self.session.navigator.go(Place.TICKETS, TicketFilter(history=True) if history else TicketFilter())

    def _undone(self, changes: Changes) -> None:
        self._leave()
        self.session.publish(changes)
        self.refresh(Changes(everything=True))
        kept = "导入时新建的单位还在单位名册里，用不着的可以停用。"
        self.session.prompts.say(f"已撤销这次导入，工单恢复到导入前的样子。{kept}")

    def _undo_result(self) -> None:
        if self.result is not None:
            self.undo(self.result.batch_id)

    # -- earlier imports -----------------------------------------------------------------------------------

    def _show_batches(self, batches: tuple[BatchSummary, ...]) -> None:
        self.view.start.show_batches(batches)
        self._batch_chosen(self.view.start.batches.current)

    def _batch_chosen(self, batch: BatchSummary | None) -> None:
        self.view.start.undo.setEnabled(batch is not None and batch.state is BatchState.DONE)

    def _undo_chosen(self) -> None:
        batch: BatchSummary | None = self.view.start.batches.current
        if batch is None:
            return
        taken = f"新增的 {batch.new:,} 件将收回，更新的 {batch.updated:,} 件恢复原样"
        detail = f"{batch.file}：{taken}。撤销后可以再导入同一个文件。"
        if self.session.prompts.confirm("撤销这次导入？", detail, "撤销导入", danger=True):
            self.undo(batch.id)
