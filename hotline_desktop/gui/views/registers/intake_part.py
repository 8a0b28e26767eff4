"""扫描件: files are dropped or chosen, read beside the database, shown for a nod, and filed with one key each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.settings import Settings
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.gui.shell.prompts import ANY_FILE
from hotline_desktop.gui.shell.session import Session
from hotline_desktop.gui.views.registers.intake_view import IntakeRow, IntakeView
from hotline_desktop.services.intake import Intake, Scan, Sheet, is_word
from hotline_desktop.services.intake_folder import IntakeFolder, move_dealt_with
from hotline_desktop.services.word_back import TypedSheet

_LOOK_MS = 5_000
_SCANS = "扫描件、照片、Word (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.bmp *.docx)"


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
        self._folder: IntakeFolder | None = None
        self._moves = False
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._look_into_folder)

    def load(self) -> None:
        """Fetches the tray; sheets that wait for a nod stay."""
        if self.view.back_on.value() is None:
            self.view.back_on.set_value(self._session.clock().date())
        intake = self._intake
        self._session.jobs.run(lambda: intake().tray(), self._show, owner=self)
        self._session.jobs.run(self._session.office.settings.get, self._watch, owner=self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is looked for while nobody sees it."""
        self._look.stop()
        super().hideEvent(event)

    def choose_files(self) -> None:
        """Asks for files and reads them."""
        self.read(self._session.prompts.open_files("收回扫描件", f"{_SCANS};;{ANY_FILE}"))

    def read(self, paths: Sequence[Path]) -> None:
        """Reads the files beside the database, then looks up what they are; Word files at once with their records."""
        word_files, scans = [path for path in paths if is_word(path)], [path for path in paths if not is_word(path)]
        if word_files:
            self._look_at(word_files)
        if not scans:
            return
        self._session.jobs.draw(
            lambda progress: _read(scans, progress),
            self._judge,
            failed=self._session.prompts.error,
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
        elif row.sheet is not None:
            self._file([row.sheet], on, clerk)
        elif row.entry is not None:
            number, kind = self.view.number.text().strip(), PaperKind(self.view.kind.currentText())
            if not number:
                self._session.prompts.say("请先写归到哪个编号。")
                self.view.number.setFocus()
                return
            entry, intake = row.entry, self._intake
            self._write(lambda: intake().file_from_tray(entry.id, number, kind, on, clerk), f"已归到 {number}")
            self.view.number.clear()

    def file_all(self) -> None:
        """Files every sheet that is certain."""
        on = self._day()
        clerk = self._session.sign() if on and self._ready else ""
        if on and clerk:
            self._file(list(self._ready), on, clerk)

    # -- Word files of units -------------------------------------------------------------------------------

    def _look_at(self, paths: Sequence[Path]) -> None:
        returns, intake = self._session.office.word_returns, self._intake

        def look() -> tuple[list[TypedSheet], int]:
            found: list[TypedSheet] = []
            refused = 0
            for path in paths:
                try:
                    found.append(returns.look(path))
                except HotlineError as error:
                    refused += intake().put_into_tray(Scan(path, (1,), 1, None), str(error)) is not None
            return found, refused

        def looked(result: tuple[list[TypedSheet], int]) -> None:
            found, refused = result
            fresh = {sheet.path for sheet in found}
            self._typed = (*(sheet for sheet in self._typed if sheet.path not in fresh), *found)
            note = f"，{refused} 份读不出是哪一件，放进托盘" if refused else ""
            self._session.prompts.say(f"读到 {len(found)} 份单位回填的 Word{note}。")
            self.load()

        self._session.jobs.run(look, looked, failed=self._session.prompts.error, owner=self)

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
        returns = self._session.office.word_returns

        def take() -> Changes:
            changes = returns.take(sheet, given, clerk)
            self._typed = tuple(one for one in self._typed if one is not sheet)
            return changes

        self._write(take, f"已登记 {sheet.number}：{sheet.form.step.label}")

    # -- the folder of the scanner -------------------------------------------------------------------------

    def _watch(self, settings: Settings) -> None:
        self._moves = settings.intake_moves
        folder = Path(settings.intake_folder).expanduser() if settings.intake_folder.strip() else None
        if folder is None:
            self._folder = None
            self._look.stop()
            return
        if self._folder is None or self._folder.folder != folder:
            self._folder = IntakeFolder(folder, everything=self._moves)
        if self.isVisible():
            self._look.start()

    def _look_into_folder(self) -> None:
        folder = self._folder
        if folder is not None:
            self._session.jobs.draw(
                lambda _progress: folder.fresh(), self.read, failed=self._folder_lost, owner=self, with_progress=True
            )

    def _folder_lost(self, error: Exception) -> None:
        self._look.stop()
        self._session.prompts.say(f"扫描件文件夹读不了，已停止自动读取：{error}。设置里可以改。")

    def _move_away(self, sheets: list[Sheet]) -> None:
        """What lay in the scanner's folder and is filed whole goes to 已处理, where the office wants that."""
        if self._folder is None or not self._moves:
            return
        waiting = {sheet.scan.path for sheet in self._ready}
        for path in {sheet.scan.path for sheet in sheets} - waiting:
            if path.parent == self._folder.folder and path.is_file():
                with suppress(OSError):
                    move_dealt_with(path)

    # -- inside --------------------------------------------------------------------------------------------

    def _intake(self) -> Intake:
        return self._session.office.intake

    def _judge(self, read: tuple[list[Scan], int]) -> None:
        scans, empty = read
        intake, known = self._intake, self._ready

        def judge() -> tuple[tuple[Sheet, ...], int]:
            sheets = intake().judge(scans)
            loose = [sheet for sheet in sheets if not sheet.ready]
            for sheet in loose:
                intake().put_into_tray(sheet.scan, sheet.against)
            return tuple(sheet for sheet in sheets if sheet.ready), len(loose)

        def judged(result: tuple[tuple[Sheet, ...], int]) -> None:
            ready, loose = result
            held = {sheet.print.id for sheet in known if sheet.print}
            self._ready = (*known, *(sheet for sheet in ready if sheet.print and sheet.print.id not in held))
            backs = f"，空白背面 {empty} 页略过" if empty else ""
            self._session.prompts.say(f"读到 {len(ready)} 件可以归档，{loose} 件放进托盘{backs}。")
            self.load()
            self.view.table.setFocus()

        self._session.jobs.run(judge, judged, failed=self._session.prompts.error, owner=self)

    def _show(self, tray: tuple[object, ...]) -> None:
        rows = [IntakeRow(sheet=sheet) for sheet in self._ready]
        rows += [IntakeRow(typed=typed) for typed in self._typed]
        rows += [IntakeRow(entry=entry) for entry in tray]  # type: ignore[arg-type]
        self.view.show_rows(tuple(rows))
        self.view.show_choice(self.view.table.current)

    def _chosen(self, row: IntakeRow | None) -> None:
        self.view.show_choice(row)
        if row is not None and row.typed is not None:
            self._show_typed(row.typed)
            return
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

    def _file(self, sheets: list[Sheet], on: date, clerk: str) -> None:
        intake = self._intake

        def file() -> Changes:
            touched: set[int] = set()
            for sheet in sheets:
                touched |= intake().file(sheet, on, clerk).tickets
                self._ready = tuple(one for one in self._ready if one is not sheet)
            self._move_away(sheets)
            return Changes(tickets=frozenset(touched), cases=True, papers=True)

        self._write(file, f"已归档 {len(sheets)} 件")

    def _drop(self) -> None:
        row: IntakeRow | None = self.view.table.current
        if row is None or row.entry is None:
            return
        reason = self._session.prompts.ask_text("移出托盘", "这件不归档。请写原因；扫描件的副本仍留在数据目录。")
        clerk = self._session.sign() if reason else ""
        if clerk:
            entry, intake = row.entry, self._intake
            self._write(lambda: intake().drop(entry.id, reason, clerk), "已移出托盘")

    def _write(self, call: Callable[[], Changes], message: str) -> None:
        def written(changes: Changes) -> None:
            self._session.publish(changes)
            self.load()
            self._session.prompts.say(message)

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
        return day.date() if isinstance(day, datetime) else day


def _read(paths: Sequence[Path], progress: Progress) -> tuple[list[Scan], int]:
    scans: list[Scan] = []
    empty = 0
    for place, path in enumerate(paths):
        progress(place, len(paths))
        found, backs = Intake.read(path)
        scans += found
        empty += backs
    return scans, empty
