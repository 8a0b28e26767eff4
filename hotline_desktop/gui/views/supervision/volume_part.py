"""案卷: how far the file of a case is, what it will hold on which page, and the ways to write and to check it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Cancelled
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.labels import value_as_text
from hotline_desktop.gui.kit.record_list import RecordColumn
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.shell.access.withholding import withhold
from hotline_desktop.gui.shell.background.jobs import Job, Progress
from hotline_desktop.gui.shell.session.session import Session

if TYPE_CHECKING:
    from hotline_desktop.services.archiving.archive import Assembled, ElementState, FileCheck, FileLook
    from hotline_desktop.services.archiving.case_binding import FileLine

ZIP_FILE = "案卷压缩包 (*.zip)"
_MARK = 16
_ACROSS = 2  # elements beside each other
_HEAD = 37


def _note(line: FileLine) -> str:
    return line.note or f"从第 {line.page} 页起，共 {line.pages} 页"


CONTENTS_COLUMNS = (
    RecordColumn("卷内文件", 0, lambda line: line.title),
    RecordColumn("日期", 100, lambda line: value_as_text(line.dated)),
    RecordColumn("页号", 72, lambda line: line.where, tip=_note, right=True),
)


class VolumePart(QScrollArea):
    """Worked out only while it is looked at: drawing every paper of a case takes a moment."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setAccessibleName("案卷")
        self._session = session
        self._job: Job | None = None
        self._case_id = self._shown = 0
        self.look: FileLook | None = None
        self.number = _label("soft")
        self.summary = _label("soft")
        self.lost = _label("warning")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        for across in range(_ACROSS):
            self._grid.setColumnStretch(across * 2 + 1, 1)
        self.contents = RecordTable(session.theme, CONTENTS_COLUMNS, "卷内目录")
        self.contents.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self._body())

    def _body(self) -> QWidget:
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        layout.addLayout(self._buttons())
        layout.addWidget(self.number)
        layout.addWidget(_label("head", f"七项要素（{Clause.CASE_POOL.ref}）"))
        layout.addLayout(self._grid)
        layout.addWidget(self.lost)
        layout.addWidget(_label("head", "卷内目录"))
        layout.addWidget(self.summary)
        layout.addWidget(self.contents)
        layout.addStretch(1)
        return body

    def show_case(self, case_id: int) -> None:
        """Another case, or the same one after something changed; worked out at once where it is in front."""
        if self._job is not None:
            self._job.cancel()
        self._case_id, self._shown = case_id, 0
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Works the file out, unless it stands there already."""
        case_id, archive = self._case_id, self._session.office.archive
        if not case_id or self._shown == case_id:
            return
        self._shown = case_id
        self.summary.setText("正在排卷内目录…")
        self._job = self._session.jobs.run(
            lambda progress: archive.look(case_id, progress),
            self._show,
            failed=self._failed,
            owner=self,
            label="正在排卷内目录",
            with_progress=True,
        )

    # -- building ------------------------------------------------------------------------------------------

    def _buttons(self) -> QHBoxLayout:
        theme = self._session.theme
        self.make = QPushButton(theme.icon("archive", "on_accent"), "生成案卷(&G)…")
        self.make.setProperty("role", "primary")
        self.make.setToolTip("把封面、目录、全部文书和附件写成一个文件夹，并装订成一个 PDF")
        self.make.clicked.connect(self._make)
        withhold(self._session, Right.HANDLE, self.make)
        self.zipped = QCheckBox("写成压缩包")
        self.check = QPushButton(theme.icon("shield-check"), "核对案卷(&H)…")
        self.check.setToolTip("按校验清单核对写好的案卷，或核对本件在数据目录里的记录和附件")
        menu = QMenu(self.check)
        for word, call in (
            ("核对案卷文件夹…", self._check_folder),
            ("核对案卷压缩包…", self._check_zip),
            ("核对本件记录和附件", self._check_record),
        ):
            menu.addAction(word, call)
        self.check.setMenu(menu)
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.make, self.zipped, self.check):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    # -- showing -------------------------------------------------------------------------------------------

    def _show(self, look: FileLook) -> None:
        self.look = look
        self.number.setText(f"档号：{look.file_number}" if look.file_number else "档号：生成案卷或归档时编号")
        self._show_elements(look.elements)
        self.lost.setText("\n".join(blocker.as_text for blocker in look.missing))
        self.lost.setVisible(bool(look.missing))
        self.make.setEnabled(not look.missing)
        pages = sum(line.pages for line in look.contents)
        beside = sum(line.page is None for line in look.contents)
        message = f"共 {len(look.contents)} 件，装订 {pages} 页" + (f"，另附 {beside} 件" if beside else "")
        self.summary.setText(message if look.contents else "还没有可以入卷的文书")
        self.contents.records.show_rows(look.contents)
        self.contents.setFixedHeight(_HEAD + self._session.theme.size("row") * len(look.contents) + 4)

    def _show_elements(self, elements: tuple[ElementState, ...]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        theme = self._session.theme
        for place, element in enumerate(elements):
            mark, label = QLabel(), QLabel(element.word)
            icon, color = ("circle-check", "green") if element.present else ("circle-x", "red")
            mark.setPixmap(theme.pixmap(icon, color, _MARK))
            mark.setAccessibleName(f"{element.word}{'齐全' if element.present else '缺少'}")
            label.setToolTip("齐全" if element.present else element.advice)
            row, column = place // _ACROSS, place % _ACROSS * 2
            self._grid.addWidget(mark, row, column, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(label, row, column + 1, Qt.AlignmentFlag.AlignVCenter)

    def _failed(self, error: Exception) -> None:
        self._shown = 0
        self.summary.setText("")
        if not isinstance(error, Cancelled):
            self._session.prompts.error(error)

    # -- writing and checking ------------------------------------------------------------------------------

    def _make(self) -> None:
        case_id, zipped, archive = self._case_id, self.zipped.isChecked(), self._session.office.archive
        clerk = self._session.sign()
        folder = self._session.prompts.choose_folder("案卷存到哪个文件夹") if clerk else None
        if folder is None:
            return

        def make(progress: Progress) -> Assembled:
            return archive.assemble(case_id, folder, clerk, zip=zipped, progress=progress)

        self._session.jobs.run(
            make, self._made, owner=self, label="正在生成案卷", with_progress=True, awaited="案卷", failed=self._stop
        )

    def _made(self, made: Assembled) -> None:
        self._session.publish(made.changes)
        beside = f"，另附 {made.beside} 件" if made.beside else ""
        message = f"已生成案卷 {made.file_number}：{made.papers} 件，装订 {made.pages} 页{beside}。"
        if made.glyphs:
            message += f"有的字字库里没有，印作“〓”，请手写补上：{''.join(made.glyphs)}。"
        folder = made.path if made.path.is_dir() else made.path.parent
        self._session.prompts.say(message, "打开", lambda: _open_folder(folder))

    def _stop(self, error: Exception) -> None:
        self._session.prompts.error(error)

    def _check_folder(self) -> None:
        self._check_path(self._session.prompts.choose_folder("选择要核对的案卷文件夹"))

    def _check_zip(self) -> None:
        self._check_path(self._session.prompts.open_file("选择要核对的案卷压缩包", ZIP_FILE))

    def _check_path(self, path: Path | None) -> None:
        archive = self._session.office.archive
        if path is not None:
            self._session.jobs.run(
                lambda: archive.verify(path), self._checked, owner=self, label="正在核对案卷", failed=self._stop
            )

    def _check_record(self) -> None:
        case_id, archive = self._case_id, self._session.office.archive
        self._session.jobs.run(
            lambda: archive.verify_case(case_id), self._checked, owner=self, label="正在核对档案", failed=self._stop
        )

    def _checked(self, check: FileCheck) -> None:
        if check.whole:
            name = f"案卷 {check.file_number}" if check.file_number else "本件的记录和附件"
            self._session.prompts.say(f"{name} 齐全，没有改动，共核对 {check.files} 个文件。")
            return
        text = QLabel("\n".join(f"{fault.kind}　{fault.name}　{fault.message}" for fault in check.faults))
        text.setWordWrap(True)
        text.setMinimumWidth(560)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._session.prompts.show(f"核对案卷：{len(check.faults)} 处不符", text)


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _label(role: str, text: str = "") -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label
