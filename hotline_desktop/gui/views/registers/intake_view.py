"""扫描件: sheets that wait for a nod, scans that wait for a person, and the page beside them. Layout only."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hotline_desktop.domain.records.fields import Field, Kind
from hotline_desktop.domain.terms.paper_kinds import OF_TICKETS
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.files.names import plain_name
from hotline_desktop.gui.kit.blank import Blank
from hotline_desktop.gui.kit.dropping import take_files
from hotline_desktop.gui.kit.flow import FlowLayout
from hotline_desktop.gui.kit.mnemonics import with_letter
from hotline_desktop.gui.kit.record_list import RecordColumn
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.records.fields.editing import EditorContext
from hotline_desktop.gui.records.fields.time_editor import TimeEditor
from hotline_desktop.gui.shell.access.withholding import withhold
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.registers.typed_sheet import TypedSheetPanel
from hotline_desktop.services.returned.scan_reading import Scan
from hotline_desktop.services.returned.sheet_judging import Sheet
from hotline_desktop.services.returned.waiting_scans import Waiting
from hotline_desktop.services.returned.word_back import TypedSheet

_NONE_CHOSEN = "选一件，这里显示它的样子"
_NO_PICTURE = "这一件没有页面可看，原因写在左下方"
BACK_ON = Field("back_on", "交回日期", Kind.DAY, required=True)


@dataclass(frozen=True, slots=True)
class IntakeRow:
    """One scan: a sheet that was recognised, or what waits in the tray; or a Word file that a unit filled in."""

    sheet: Sheet | None = None
    entry: Waiting | None = None
    typed: TypedSheet | None = None

    @property
    def scan(self) -> Scan | Waiting | None:
        """What its picture is taken of."""
        return self.sheet.scan if self.sheet is not None else self.entry

    @property
    def same(self) -> object:
        """What tells it from every other one, also after it was fetched again."""
        file = self.sheet or self.typed
        return id(file) if file is not None else self.entry and self.entry.id

    @property
    def state(self) -> str:
        """``可归档``, ``可登记`` or ``托盘``."""
        return "可归档" if self.certain is not None else "可登记" if self.typed else "托盘"

    @property
    def certain(self) -> Sheet | Waiting | None:
        """What can be filed by a nod."""
        return self.sheet if self.sheet is not None else self.entry if self.entry and self.entry.ready else None

    @property
    def about(self) -> str:
        """Where it belongs, or why nobody knows."""
        coded = self.certain.print if self.certain is not None else None
        if coded is not None:
            return f"{coded.number} {coded.kind}（第 {coded.nth} 次打印）"
        if self.typed is not None:
            return f"{self.typed.number} {self.typed.kind}（Word）"
        return self.entry.reason if self.entry else ""

    @property
    def record(self) -> tuple[str, str]:
        """Whose words its picture shows: the record, as far as the scan names one."""
        known = self.sheet or self.entry
        if known is not None and known.print is not None:
            return "ticket", known.print.number
        return "scan", self.source

    @property
    def source(self) -> str:
        """The file and its pages."""
        if self.sheet is not None:
            return f"{plain_name(self.sheet.scan.path.name)} 第 {self.sheet.scan.page_text} 页"
        if self.typed is not None:
            return plain_name(self.typed.path.name)
        return f"{self.entry.name} 第 {self.entry.pages} 页" if self.entry else ""


COLUMNS = (
    RecordColumn("状况", 72, lambda row: row.state),
    RecordColumn("归到哪里 · 为什么没有归", 0, lambda row: row.about),
    RecordColumn("来自", 220, lambda row: row.source, extra=True),
)


class PagePicture(QLabel):
    """The scanned page, as large as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._page = QPixmap()
        self._instead = _NONE_CHOSEN
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumSize(220, 160)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setAccessibleName("扫描件的样子")
        self.setTextFormat(Qt.TextFormat.PlainText)

    def show_page(self, png: bytes) -> None:
        """Shows a PNG; that there is nothing to see where it is empty."""
        self._instead = _NO_PICTURE
        self._page = QPixmap()
        self._page.loadFromData(png)
        self._fit()

    def show_nothing(self) -> None:
        """Nothing is chosen."""
        self.show_page(b"")
        self._instead = _NONE_CHOSEN
        self.setText(self._instead)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._page.isNull():
            self.setText(self._instead)
            return
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        self.setPixmap(self._page.scaled(self.size(), keep, smooth))


class IntakeView(QWidget):
    """``take_in`` opens files, ``table`` lists scans, ``foot`` says what can be done with the selected one.

    ``dropped(paths)`` tells of files that were dropped anywhere on it.
    """

    dropped = Signal(list)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._offered = 0  # the waiting scan whose number stands in the field
        theme = session.theme
        if not session.only_looks:
            take_files(self, self.dropped.emit, session.prompts.say)
        self.take_in = QPushButton(theme.icon("download", "on_accent"), "收回扫描件(&S)…")
        self.take_in.setProperty("role", "primary")
        self.take_in.setToolTip("选 PDF、照片、扫描图片，或单位回填的 Word；也可以把文件拖到这里")
        withhold(session, Right.HANDLE, self.take_in)
        self.count = QLabel()
        self.count.setProperty("role", "soft")
        self.table = RecordTable(theme, COLUMNS, "收回的扫描件")
        self.none = Blank(
            theme, "circle-check", "没有等着归档的扫描件", "把签字件的扫描件、照片拖到这里，认得出的自动归到工单。"
        )
        self.lists = QStackedWidget()
        self.lists.addWidget(self.table)
        self.lists.addWidget(self.none)
        self.picture = PagePicture()
        self.reason = QLabel()
        self.reason.setTextFormat(Qt.TextFormat.PlainText)
        self.reason.setWordWrap(True)
        self.reason.setProperty("role", "soft")
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.lists, 1)
        column.addWidget(self.reason)
        split = QSplitter()
        split.addWidget(left)
        self.typed = TypedSheetPanel(session)
        self.beside = QStackedWidget()
        self.beside.addWidget(self.picture)
        self.beside.addWidget(self.typed)
        split.addWidget(self.beside)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        top = QHBoxLayout()
        top.addWidget(self.take_in)
        top.addWidget(self.count, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(split, 1)
        layout.addWidget(self._foot(session))

    def show_rows(self, rows: tuple[IntakeRow, ...]) -> None:
        """Lists the scans; the selected one stays so, whatever came or went around it."""
        self.table.show_by(rows, lambda row: row.same)
        self.lists.setCurrentIndex(0 if rows else 1)
        self.foot.setVisible(bool(rows))
        self.beside.setVisible(bool(rows))
        ready = sum(one.certain is not None for one in rows)
        typed = sum(one.typed is not None for one in rows)
        note = f"，可登记 {typed} 件" if typed else ""
        self.count.setText(f"可归档 {ready} 件{note}，托盘 {len(rows) - ready - typed} 件" if rows else "")
        if not rows:
            self.picture.show_nothing()

    def show_choice(self, row: IntakeRow | None, typed: bool = False) -> None:
        """Offers what fits the selected scan; ``typed`` says that it is a Word file that stands beside its record."""
        waiting = row.entry if row is not None and row.certain is None else None
        in_tray = waiting is not None
        self.reason.setText(row.about if row is not None else "")
        for widget in (self.number, self.drop):
            widget.setVisible(in_tray)
        coded = waiting.print if waiting is not None else None
        self.kind.setVisible(in_tray and coded is None)
        if waiting is not None and waiting.id != self._offered:
            self._offered = waiting.id
            self.number.setText(coded.number if coded is not None else "")
        self.all.setVisible(not in_tray and not typed)
        self.file.setText(with_letter("登记" if typed else "归档", "G"))
        self.back_on.setVisible(not typed)
        self.back_label.setVisible(not typed)
        self.beside.setCurrentWidget(self.typed if typed else self.picture)
        self.file.setEnabled(row is not None)

    def _foot(self, session: Session) -> QFrame:
        self.foot = QFrame()
        self.foot.setProperty("role", "card")
        self.number = QLineEdit()
        self.number.setPlaceholderText("工单编号或督办编号")
        self.number.setAccessibleName("归到的编号")
        self.number.setFixedWidth(190)
        self.kind = QComboBox()
        self.kind.setAccessibleName("哪一种纸")
        self.kind.addItems([kind.value for kind in OF_TICKETS])
        self.drop = QPushButton("移出托盘(&Y)…")
        self.back_on = TimeEditor(BACK_ON, EditorContext(session.theme, session.clock))
        self.back_on.setFixedWidth(150)
        self.back_label = QLabel(BACK_ON.label)
        self.back_label.setProperty("role", "label")
        self.back_label.setBuddy(self.back_on)
        self.all = QPushButton("可归档的全部归档(&Q)")
        self.file = QPushButton(session.theme.icon("check", "on_accent"), "归档(&G)")
        self.file.setProperty("role", "primary")
        self.file.setToolTip("归到这件工单（回车）")
        withhold(session, Right.HANDLE, self.drop, self.all, self.file)
        row = FlowLayout(self.foot)
        row.setContentsMargins(12, 8, 12, 8)
        for widget in (
            *(self.number, self.kind, self.drop),
            *(self.back_label, self.back_on, self.all, self.file),
        ):
            row.addWidget(widget)
        return self.foot
