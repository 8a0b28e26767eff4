"""一步步设好: what a new office settles before its first ticket, each answer with what it leads to, all skippable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hotline_desktop.domain.settings import Settings, SettingsRefused
from hotline_desktop.domain.settings_form import FIELDS_BY_KEY
from hotline_desktop.domain.terms.number_patterns import number_text
from hotline_desktop.domain.terms.roles import name_fault
from hotline_desktop.domain.terms.text import first_of
from hotline_desktop.gui.kit.scrolled import scrolled
from hotline_desktop.gui.records.fields.editing import editor_context
from hotline_desktop.gui.records.fields.value_form import ValueForm
from hotline_desktop.gui.shell.remembered.first_start import DONE
from hotline_desktop.gui.shell.session.navigation import Place, WorkdaysOf
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.services.setup.unit_paste import UnitsAdded, add_units, read_units
from hotline_desktop.system.os_errors import os_error_message
from hotline_desktop.system.paths import remember_data_dir

TITLE = "一步步设好"
SIZE = QSize(760, 500)
_PLACE, _NAMES, _NUMBERS, _HOURS, _NOTICE, _UNITS, _CLERK = range(7)
_STEPS = (
    ("数据放在哪里", "全部工单和附件都在这台电脑的一个文件夹里，不上网。"),
    ("本镇和本中心", "印在表格和文书上的名称。"),
    ("编号", "转办、督办的编号格式；{year} 是年份，{n} 是顺序号。"),
    ("办公时间", "期限按它计算。"),
    ("放假通知", "哪天放假、哪天调休上班。"),
    ("承办单位", "从 Excel 里复制单位名单粘贴到这里：名称、分管领导、联系人、电话各一列；只有名称也可以。"),
    ("办理人", "您的姓名会写进每一条办理记录。"),
)


class FirstSteps(QWidget):
    """One question after the other. ``ended()`` when the clerk is through or has had enough."""

    ended = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._settings = Settings()
        self._forms: dict[int, ValueForm] = {}
        self._previews: dict[int, QLabel] = {}
        self.pages = QStackedWidget()
        self.step = _label("", "faint")
        self.title = _label("", "title")
        self.about = _label("", "soft")
        self.problem = _label("", "problem")
        self.back = QPushButton(session.theme.icon("arrow-left"), "上一步(&S)")
        self.skip = QPushButton("跳过这一步(&T)")
        self.skip.setProperty("role", "link")
        self.next = QPushButton("下一步(&X)")
        self.next.setProperty("role", "primary")
        self._make_pages()
        self._lay_out()
        self.back.clicked.connect(lambda: self._turn(self.pages.currentIndex() - 1))
        self.skip.clicked.connect(lambda: self._turn(self.pages.currentIndex() + 1))
        self.next.clicked.connect(self.confirm)
        self._turn(0)
        session.jobs.run(session.office.settings.get, self._know, owner=self)

    def confirm(self) -> None:
        """Keeps the answer and goes on; what cannot be kept says why."""
        place = self.pages.currentIndex()
        if place in self._forms:
            self._keep_settings(place)
        elif place == _UNITS and self.units.toPlainText().strip():
            self._keep_units()
        elif place == _CLERK and name_fault(self.clerk.text()):
            self.problem.setText(f"姓名{name_fault(self.clerk.text())}。")
        elif place == _CLERK and self.clerk.text().strip():
            self._session.clerk = self.clerk.text()
            self._turn(place + 1)
        else:
            self._turn(place + 1)

    # -- the questions -------------------------------------------------------------------------------------

    def _make_pages(self) -> None:
        makers: tuple[Callable[[], QWidget], ...] = (
            self._place_page,
            lambda: self._settings_page(_NAMES, ("town", "center")),
            lambda: self._settings_page(_NUMBERS, ("transfer_pattern", "case_pattern")),
            lambda: self._settings_page(_HOURS, ("office_hours",)),
            self._notice_page,
            self._units_page,
            self._clerk_page,
        )
        for make in makers:
            self.pages.addWidget(scrolled(make()))

    def _place_page(self) -> QWidget:
        self.folder = _label(str(self._session.data_dir), "body")
        self.folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        elsewhere = QPushButton(self._session.theme.icon("folder-open"), "放到别的磁盘(&F)…")
        elsewhere.clicked.connect(self._choose_folder)
        return _column(self.folder, elsewhere)

    def _settings_page(self, place: int, keys: tuple[str, ...]) -> QWidget:
        form = self._forms[place] = ValueForm(tuple(FIELDS_BY_KEY[key] for key in keys), editor_context(self._session))
        preview = self._previews[place] = _label("", "notice")
        form.edited.connect(lambda: self._preview(place))
        return _column(form, preview)

    def _notice_page(self) -> QWidget:
        year = self._session.clock().year
        known = self._session.known.calendar.is_published(year)
        message = f"{year}年的安排已经有了，不用录入。" if known else f"{year}年的通知还没有录入，期限先标“暂定”。"
        enter = QPushButton(self._session.theme.icon("calendar-days"), f"看{year}年的日历、录入通知(&K)…")
        enter.clicked.connect(lambda: self._session.navigator.go(Place.SETTINGS, WorkdaysOf(year)))
        return _column(_label(message, "body"), enter)

    def _units_page(self) -> QWidget:
        self.units = QPlainTextEdit()
        self.units.setAccessibleName("单位名单")
        self.units.setTabChangesFocus(True)
        self.units.setMinimumHeight(180)
        self.counted = _label("", "notice")
        self.units.textChanged.connect(self._count_units)
        self._count_units()
        return _column(self.units, self.counted)

    def _clerk_page(self) -> QWidget:
        self.clerk = QLineEdit(self._session.clerk)
        self.clerk.setAccessibleName("办理人姓名")
        return _column(self.clerk)

    # -- answering -----------------------------------------------------------------------------------------

    def _know(self, settings: Settings) -> None:
        self._settings = settings
        values = asdict(settings)
        for place, form in self._forms.items():
            form.set_values({key: values[key] for key in form.rows})
            self._preview(place)

    def _preview(self, place: int) -> None:
        """What the answer prints, with what stands in the form now."""
        typed = {key: str(row.editor.value() or "") for key, row in self._forms[place].rows.items()}
        year = self._session.clock().year
        text = {
            _NAMES: lambda: f"表格标题：{typed.get('town')}“12345”市民服务热线…　落款：{typed.get('center')}",
            _NUMBERS: lambda: "　".join(number_text(pattern, year, 1) for pattern in typed.values()),
            _HOURS: lambda: f"按 {typed.get('office_hours')} 计算半个工作日和当天的截止时间。",
        }[place]()
        self._previews[place].setText(text)

    def _keep_settings(self, place: int) -> None:
        values = self._forms[place].read()
        if values is None:
            return
        try:
            changed = self._settings.changed(dict(values))
        except SettingsRefused as refused:
            self.problem.setText(str(refused))
            return
        if changed == self._settings:
            self._turn(place + 1)
            return
        clerk, service, seen = self._session.clerk or "首次设置", self._session.office.settings, self._settings
        self._session.jobs.run(
            lambda: service.change(changed, clerk, seen=seen),
            lambda changes: self._kept(place, changed, changes),
            failed=self._session.prompts.error,
            owner=self,
        )

    def _kept(self, place: int, changed: Settings, changes: object) -> None:
        self._settings = changed
        self._session.publish(changes)  # type: ignore[arg-type]
        self._turn(place + 1)

    def _choose_folder(self) -> None:
        folder = self._session.prompts.choose_folder("数据放在哪个文件夹？")
        if folder is None:
            return
        place = Path(folder) / "12345热线工单"
        try:
            remember_data_dir(place)
        except OSError as error:
            self.problem.setText(f"没有换成。{os_error_message(error)}数据还在原来的地方。")
            return
        self.folder.setText(f"{place}\n（关闭程序再打开后生效；现在的文件夹原样留着）")

    def _count_units(self) -> None:
        found = read_units(self.units.toPlainText())
        names = "、".join(unit.name for unit in found[:6])
        more = f" 等 {len(found)} 个" if len(found) > 6 else ""
        self.counted.setText(f"读出 {len(found)} 个单位：{names}{more}" if found else "还没有读出单位。")

    def _keep_units(self) -> None:
        found, units = read_units(self.units.toPlainText()), self._session.office.units
        clerk = self._session.clerk or "首次设置"
        self._session.jobs.run(
            lambda: add_units(units, found, clerk), self._units_in, failed=self._session.prompts.error, owner=self
        )

    def _units_in(self, done: UnitsAdded) -> None:
        self._session.publish(done.changes)
        self.units.clear()
        if done.refused:
            self.problem.setText(first_of([f"{name}：{why}" for name, why in done.refused], 5, "；"))
        self._session.prompts.say(f"已添加 {done.added} 个单位")
        self._turn(_UNITS + 1)

    # -- turning -------------------------------------------------------------------------------------------

    def _turn(self, place: int) -> None:
        if place >= len(_STEPS):
            self._session.preferences.setValue(DONE, True)
            self.ended.emit()
            return
        self.pages.setCurrentIndex(max(place, 0))
        self.step.setText(f"第 {place + 1} 步，共 {len(_STEPS)} 步；以后都可以在“设置”里改")
        title, about = _STEPS[max(place, 0)]
        self.title.setText(title)
        self.about.setText(about)
        self.problem.setText("")
        self.back.setEnabled(place > 0)
        self.next.setText("完成(&X)" if place == len(_STEPS) - 1 else "下一步(&X)")
        target = self._forms[place].rows if place in self._forms else {}
        first = next(iter(target.values()), None)
        widget = first.editor if first is not None else {_UNITS: self.units, _CLERK: self.clerk}.get(place, self.next)
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setFocusProxy(widget)

    def showEvent(self, event: QShowEvent) -> None:
        """Enter goes on: the window that it stands in would give the focus to what comes first."""
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(self.skip)
        buttons.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.setSpacing(12)
        for widget in (self.step, self.title, self.about):
            layout.addWidget(widget)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.problem)
        layout.addLayout(buttons)


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label


def _column(*widgets: QWidget) -> QWidget:
    body = QWidget()
    layout = QVBoxLayout(body)
    layout.setContentsMargins(0, 8, 0, 8)
    layout.setSpacing(12)
    for widget in widgets:
        layout.addWidget(widget, 1 if isinstance(widget, QPlainTextEdit) else 0, _side(widget))
    layout.addStretch(1)
    return body


def _side(widget: QWidget) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignLeft if isinstance(widget, QPushButton) else Qt.AlignmentFlag(0)
