"""扫描件: files are dropped or chosen, read beside the database, shown for a nod, and filed with one key each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.terms.dates import day_of
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.gui.shell.dialogs.prompts import ANY_FILE
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.registers.folder_watch import FolderWatch
from hotline_desktop.gui.views.registers.intake_reading import FilesRead, Judged, judge_files, read_files
from hotline_desktop.gui.views.registers.intake_view import IntakeRow, IntakeView
from hotline_desktop.services.returned.intake import Intake
from hotline_desktop.services.returned.intake_done import IntakeDone
from hotline_desktop.services.returned.sheet_judging import Sheet
from hotline_desktop.services.returned.waiting_scans import Waiting
from hotline_desktop.services.returned.word_back import TypedSheet

_SCANS = "扫描件、照片、Word (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.bmp *.webp *.docx)"


class _Written(NamedTuple):
    """What a step changed, and what went wrong with its files beside it: the record stands all the same."""

    changes: Changes
    trouble: str = ""


def _too(trouble: str) -> str:
    return f"；{trouble}" if trouble else ""


class IntakePart(QWidget):
    """What came back and waits: sheets for a nod first, then the tray."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._ready: tuple[Sheet, ...] = ()
        self._typed: tuple[TypedSheet, ...] = ()
        self.view = view = IntakeView(session)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(view)
        view.dropped.connect(self.read)
        view.take_in.clicked.connect(self.choose_files)
        view.table.chosen.connect(self._chosen)
        view.table.opened.connect(lambda _row: self.file())
        view.file.clicked.connect(self.file)
        view.all.clicked.connect(self.file_all)
        view.drop.clicked.connect(self._drop)
        view.number.returnPressed.connect(self.file)
        self._opened: dict[int, TypedSheet] = {}
        self._told: set[str] = set()
        self.folder = FolderWatch(session, self)
        self.folder.found.connect(self.read)

    def load(self) -> None:
        """Fetches the tray; sheets that wait for a nod stay."""
        self.view.back_on.suggest(self._session.clock().date())
        intake = self._intake
        self._session.jobs.run(lambda: intake().tray(), self._show, owner=self)
        self._session.jobs.run(
            self._session.office.settings.get,
            lambda settings: self.folder.follow(settings, watched=self.isVisible()),
            owner=self,
        )

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is looked for while nobody sees it."""
        self.folder.stop()
        super().hideEvent(event)

    def choose_files(self) -> None:
        """Asks for files and reads them."""
        self.read(self._session.prompts.open_files("收回扫描件", f"{_SCANS};;{ANY_FILE}"))

    def read(self, paths: Sequence[Path]) -> None:
        """Reads the files beside the database, then looks up what they are."""
        if not paths:
            return
        self._session.jobs.draw(
            lambda progress: read_files(paths, progress),
            self._judge,
            failed=lambda error: self._put_back(paths, error),
            owner=self,
            label="正在读扫描件",
            with_progress=True,
        )

    def file(self) -> None:
        """Files the selected scan; the next one is selected then."""
        row: IntakeRow | None = self.view.table.current
        on = self._day()
        if row is None or on is None:
            return
        clerk = self._session.sign()
        if not clerk:
            return
        if row.typed is not None:
            self._record(row.typed, clerk)
        elif row.certain is not None:
            self._file([row.certain], on, clerk)
        elif row.entry is not None:
            self._file_entry(row.entry, on, clerk)

    def file_all(self) -> None:
        """Files every sheet that is certain."""
        on = self._day()
        certain = [row.certain for row in self.view.table.records.rows if row.certain is not None]
        clerk = self._session.sign() if on and certain else ""
        if on and clerk:
            self._file(certain, on, clerk)

    def _file_entry(self, entry: Waiting, on: date, clerk: str) -> None:
        """A scan of the tray by the number that the clerk writes; a Word file is shown beside its record first."""
        opened = self._opened.get(entry.id)
        if opened is not None:
            self._record(opened, clerk)
            return
        number = self.view.number.text().strip()
        kind = PaperKind(entry.print.kind if entry.print is not None else self.view.kind.currentText())
        if not number:
            self._session.prompts.say("请先写归到哪个编号。")
            self.view.number.setFocus()
        elif entry.is_word:
            self._open_entry(entry, number, kind)
        else:
            intake = self._intake
            self._write(
                lambda: _Written(intake().file_from_tray(entry.id, number, kind, on, clerk)), f"已归到 {number}"
            )
            self.view.number.clear()

    # -- Word files of units -------------------------------------------------------------------------------

    def _open_entry(self, entry: Waiting, number: str = "", kind: str = "") -> None:
        """A Word file of the tray beside its record, where it tells which one, or a person does."""
        returns, intake = self._session.office.word_returns, self._intake

        def look() -> TypedSheet:
            return replace(returns.look(intake().tray_path(entry), number, kind), name=entry.name)

        def looked(sheet: TypedSheet) -> None:
            self._opened[entry.id] = sheet
            row = self.view.table.current
            if row is not None and row.entry == entry:
                self.view.show_choice(row, typed=True)
                self._show_typed(sheet)
                if number:
                    self._session.prompts.say(f"右边是 {sheet.number} 的记录和这份文件，核对后按“登记”。")

        failed = self._session.prompts.error if number else lambda _error: None
        self._session.jobs.run(look, looked, failed=failed, owner=self)

    def _show_typed(self, sheet: TypedSheet) -> None:
        returns, clerk = self._session.office.word_returns, self._session.clerk
        self._session.jobs.run(
            lambda: returns.begin(sheet, clerk),
            lambda begin: self._show_sheet(sheet, begin),
            failed=self._session.prompts.error,
            owner=self,
        )

    def _show_sheet(self, sheet: TypedSheet, begin: dict[str, Any]) -> None:
        self.view.typed.show_sheet(sheet, begin)
        self._session.looks.stands(self, ("case" if sheet.case_id else "ticket", sheet.number))

    def _record(self, sheet: TypedSheet, clerk: str) -> None:
        """The step that the sheet tells of, by a nod."""
        given, faults = self.view.typed.checked()
        if faults:
            self._session.prompts.say(f"还要补 {len(faults)} 处，见右边标出的栏目。")
            return
        intake = self._intake

        def take() -> _Written:
            changes = intake().record(sheet, given, clerk)
            self._typed = tuple(one for one in self._typed if one is not sheet)
            return _Written(changes, self._settle([sheet.path]))

        self._write(take, f"已登记 {sheet.number}：{sheet.form.step.label}")

    # -- inside --------------------------------------------------------------------------------------------

    def _intake(self) -> Intake:
        return self._session.office.intake

    def _judge(self, files: FilesRead) -> None:
        """What the files are; everything that is kept for a nod is changed in the lane of the database alone."""
        intake, returns = self._intake, self._session.office.word_returns

        def judge(progress: Progress) -> Judged:
            new = {scan.path: scan.digest for scan in files.scans}
            kept = tuple(one for one in self._ready if new.get(one.scan.path, one.scan.digest) == one.scan.digest)
            held = {(sheet.scan.path, sheet.scan.pages) for sheet in kept}
            beside = [sheet.print.id for sheet in kept if sheet.print is not None]
            fresh = [scan for scan in files.scans if (scan.path, scan.pages) not in held]
            judged = judge_files(intake(), returns, replace(files, scans=fresh), beside, progress)
            self._ready = (*kept, *judged.ready)
            typed = {sheet.path for sheet in judged.typed}
            self._typed = (*(sheet for sheet in self._typed if sheet.path not in typed), *judged.typed)
            trouble = self._settle({path for path in files.paths if path not in judged.unread})
            return replace(judged, trouble=trouble)

        def failed(error: Exception) -> None:
            self._put_back(files.paths, error)
            self.load()

        self._put_back(files.left)
        self._session.jobs.run(
            judge, self._judged, failed=failed, owner=self, label="正在归置扫描件", with_progress=True
        )

    def _put_back(self, paths: Iterable[Path], error: Exception | None = None) -> None:
        """Files that nobody dealt with are new again, but not at once: the clerk stopped it, or something is wrong."""
        left = list(paths)
        for path in left:
            self.folder.again(path)
        if left:
            self.folder.rest()
        if error is not None:
            self._session.prompts.error(error)

    def _judged(self, judged: Judged) -> None:
        for path in judged.unread:
            self.folder.again(path)
        new = {reason for reason in judged.unread.values() if reason not in self._told}
        self._told |= new
        if judged.words or new:
            self._session.prompts.say("".join((judged.words, *sorted(new))))
        self.load()
        if judged.words:
            self.view.table.setFocus()

    def _settle(self, paths: Iterable[Path]) -> str:
        """Files of the scanner's folder of which nothing waits for a nod any more; what went wrong with them."""
        waiting = {sheet.scan.path for sheet in self._ready} | {sheet.path for sheet in self._typed}
        return self.folder.settle(sorted(set(paths) - waiting))

    def _show(self, tray: tuple[Waiting, ...]) -> None:
        rows = [IntakeRow(sheet=sheet) for sheet in self._ready]
        rows += [IntakeRow(typed=typed) for typed in self._typed]
        rows += sorted((IntakeRow(entry=one) for one in tray), key=lambda row: row.certain is None)
        self.view.show_rows(tuple(rows))
        if not rows:
            self.view.show_choice(None)

    def _chosen(self, row: IntakeRow | None) -> None:
        opened = self._opened.get(row.entry.id) if row is not None and row.entry is not None else None
        typed = row.typed if row is not None and row.typed is not None else opened
        self.view.show_choice(row, typed=typed is not None)
        if typed is not None:
            self._show_typed(typed)
            return
        if row is not None and row.entry is not None and row.entry.is_word:
            self._open_entry(row.entry)
        shown = row.scan if row is not None else None
        self._session.looks.stands(self, *((row.record,) if row is not None and shown is not None else ()))
        if shown is None:
            return
        intake = self._intake
        self._session.jobs.draw(
            lambda _progress: intake().picture(shown),
            self.view.picture.show_page,
            owner=self,
            with_progress=True,
        )

    def _file(self, sheets: list[Sheet | Waiting], on: date, clerk: str) -> None:
        intake = self._intake

        def file() -> tuple[IntakeDone, str]:
            done = intake().file_all(sheets, on, clerk)
            self._ready = tuple(one for one in self._ready if one not in sheets)
            lost = {one.path for one in done.unread}
            return done, self._settle({one.scan.path for one in sheets if isinstance(one, Sheet)} - lost)

        def filed(result: tuple[IntakeDone, str]) -> None:
            done, trouble = result
            for one in done.unread:
                self.folder.again(one.path)
            self._session.publish(done.changes)
            self.load()
            aside = f"，{len(done.tray) + done.known} 件归不了，放进托盘" if done.tray or done.known else ""
            gone = "".join(f"。{one.reason}" for one in done.unread)
            self._session.prompts.say(f"已归档 {len(done.filed)} 件{aside}{gone}{_too(trouble)}")

        self._session.jobs.run(file, filed, failed=self._session.prompts.error, owner=self)

    def _drop(self) -> None:
        row: IntakeRow | None = self.view.table.current
        if row is None or row.entry is None:
            return
        reason = self._session.prompts.ask_text("移出托盘", "这件不归档。请写原因；扫描件的副本仍留在数据目录。")
        clerk = self._session.sign() if reason else ""
        if clerk:
            entry, intake = row.entry, self._intake
            self._write(lambda: _Written(intake().drop(entry.id, reason, clerk)), "已移出托盘")

    def _write(self, call: Callable[[], _Written], message: str) -> None:
        def written(done: _Written) -> None:
            self._session.publish(done.changes)
            self.load()
            self._session.prompts.say(f"{message}{_too(done.trouble)}")

        def failed(error: Exception) -> None:
            self._session.prompts.error(error)
            self.load()

        self._session.jobs.run(call, written, failed=failed, owner=self)

    def _day(self) -> date | None:
        day = self.view.back_on.read()
        if day is None:
            self.view.back_on.set_bad(True)
            self._session.prompts.say("交回日期要写成 2022-09-05 的样子。")
            return None
        self.view.back_on.set_bad(False)
        return day_of(day)
