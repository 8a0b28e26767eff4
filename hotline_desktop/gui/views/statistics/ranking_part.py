"""季度考核: the quarter's figures by group with the places before, the formula under them, and what is frozen.

督办二（四）.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.statistics.handling import LapseKind
from hotline_desktop.domain.statistics.quarters import Quarter
from hotline_desktop.domain.statistics.ranking import GroupTable, UnitStatistics
from hotline_desktop.domain.statistics.report import late_note
from hotline_desktop.domain.statistics.settled_changes import changed_note
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.gui.kit.blank import Blank
from hotline_desktop.gui.kit.lines import OneLine
from hotline_desktop.gui.kit.record_list import LAST_EXTRA, RecordColumn
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.shell.access.withholding import withhold
from hotline_desktop.gui.shell.background.jobs import Job
from hotline_desktop.gui.shell.dialogs.prompts import EXCEL_FILE, PDF_FILE, WORD_FILE
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.settings.sections import OTHERS
from hotline_desktop.services.figures.ranking import QuarterSheet

_HEAD = 38
_TRAIL = 4


def _rate(key: str) -> Callable[[Any], str]:
    return lambda row: str(getattr(row, key).as_text)


def _lapse(kind: LapseKind) -> Callable[[UnitStatistics], str]:
    return lambda row: str(row.lapse(kind)) if row.lapse(kind) else ""


PLACE_COLUMNS = (
    RecordColumn("名次", 52, lambda row: str(row.place) if row.place else "—", right=True),
    RecordColumn("单位", 0, lambda row: row.unit),
)
RATE_COLUMNS = (
    RecordColumn("受理量", 68, lambda row: str(row.received), right=True, extra=LAST_EXTRA),
    RecordColumn("结案", 60, lambda row: str(row.closed), right=True, extra=True),
    RecordColumn("先行联系率", 92, _rate("contact"), right=True),
    RecordColumn("按时办结率", 92, _rate("in_time"), right=True),
    RecordColumn("及时答复率", 92, _rate("answered"), right=True, extra=True),
    RecordColumn("实际解决率", 92, _rate("solved"), right=True),
    RecordColumn("满意率", 76, _rate("satisfied"), right=True),
    RecordColumn("逾期", 52, _lapse(LapseKind.OVERDUE), lambda row: "red", right=True, extra=True),
    RecordColumn("逾期退单", 76, _lapse(LapseKind.LATE_RETURN), lambda row: "red", right=True, extra=True),
    RecordColumn("督办", 52, _lapse(LapseKind.SUPERVISED), lambda row: "red", right=True, extra=True),
    RecordColumn("得分", 76, lambda row: row.score_text, right=True),
)


class _Fetched(NamedTuple):
    """A quarter and those before it, who would be talked to, what changed since it was settled, and whether it runs."""

    sheets: tuple[QuarterSheet, ...]
    proposed: tuple[str, ...]
    changed: tuple[str, ...]
    running: bool


class RankingPart(QWidget):
    """``talk_asked(unit)`` when a clerk wants to lay a unit before the leader. ``sheets`` are the shown quarter and
    those before it, the oldest first.
    """

    talk_asked = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._job: Job | None = None
        self.quarter: Quarter | None = None
        self._running = True  # whether the quarter that today lies in is followed
        self.sheets: tuple[QuarterSheet, ...] = ()
        self.changed: tuple[str, ...] = ()
        self.proposed: tuple[str, ...] = ()
        self.proposals: dict[str, QPushButton] = {}
        self.tables: dict[str, RecordTable] = {}
        self._area = QScrollArea()
        self._area.setAccessibleName("季度考核排名")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setProperty("role", "plain")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._top())
        layout.addWidget(self._area, 1)

    @property
    def sheet(self) -> QuarterSheet | None:
        """The shown quarter, once it was fetched."""
        return self.sheets[-1] if self.sheets else None

    def load(self) -> None:
        """Fetches the shown quarter and those before it: the one that today lies in until another one is turned to."""
        ranking, asked = self._session.office.ranking, None if self._running else self.quarter
        if self._job is not None:
            self._job.cancel()

        def fetch() -> _Fetched:
            current = ranking.current()
            quarter = asked or current
            sheets = ranking.sheets(quarter, _TRAIL)
            proposed, changed = ranking.proposed(quarter, sheets), ranking.changed_since(quarter)
            return _Fetched(sheets, proposed, changed, quarter == current)

        self._job = self._session.jobs.run(fetch, self._show, owner=self, label="正在统计季度考核")

    def turn(self, back: bool) -> None:
        """Shows the quarter before or after."""
        if self.quarter is None:
            return
        self.quarter, self._running = self.quarter.before if back else _after(self.quarter), False
        self.load()

    def _top(self) -> QHBoxLayout:
        theme = self._session.theme
        self.back, self.forth = QToolButton(), QToolButton()
        for button, icon, tip, back in (
            (self.back, "chevron-left", "上一季度", True),
            (self.forth, "chevron-right", "下一季度", False),
        ):
            button.setIcon(theme.icon(icon))
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(lambda _on=False, back=back: self.turn(back))
        self.title, self.state = QLabel(), OneLine()
        self.title.setProperty("role", "head")
        self.state.setProperty("role", "soft")
        self.freeze = QPushButton(theme.icon("lock"), "定稿(&D)")
        self.freeze.setToolTip(
            "季度结束后定稿：数字固定下来，以后不再变动；定稿后补登记的结案计入登记时的那一季（补计）"
        )
        self.freeze.clicked.connect(self._freeze)
        self.correct = QPushButton(theme.icon("refresh-cw"), "更正(&G)…")
        self.correct.setToolTip("定稿后发现有错：写明原因，按现在的记录再出一版，原来的一版保留")
        self.correct.clicked.connect(self._correct)
        withhold(self._session, Right.REVIEW, self.freeze, self.correct)
        self.report = QPushButton(theme.icon("file-text"), "通报(&T)…")
        self.report.setToolTip("把排名存为通报（Word、PDF）或 Excel；没有定稿的印上“预览（未定稿）”")
        self.report.clicked.connect(self._save)
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.back, self.title, self.forth):
            row.addWidget(widget)
        row.addWidget(self.state, 1)
        row.addWidget(self.freeze)
        row.addWidget(self.correct)
        row.addWidget(self.report)
        return row

    def _show(self, found: _Fetched) -> None:
        self.sheets, self.proposed, self.changed, self._running = found
        sheet = self.sheets[-1]
        self.quarter = quarter = sheet.table.quarter
        self.title.setText(quarter.as_text)
        message = f"{sheet.state}：{'数字仍会变动' if sheet.over else '进行中，数字随办理变动'}"
        if sheet.frozen_at is not None:
            message = f"{sheet.frozen_at:%Y-%m-%d %H:%M} 由{sheet.frozen_by}{sheet.state}"
        if sheet.why:
            message += f"，原因：{sheet.why}"
        self.state.setText(f"{message}　{quarter.span}")
        self.state.setToolTip(self.state.text())
        self.freeze.setEnabled(sheet.over and not sheet.is_frozen)
        self.freeze.setVisible(not sheet.is_frozen)
        self.correct.setVisible(sheet.is_frozen)
        self._area.setWidget(self._body(sheet))

    def _body(self, sheet: QuarterSheet) -> QWidget:
        self.tables, self.proposals = {}, {}
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        if self.proposed:
            layout.addWidget(self._proposal_strip(sheet))
        shown = [group for group in sheet.table.groups if group.rows or group.left_out]
        for group in shown:
            self._add_group(layout, group)
        if not shown:
            blank = Blank(
                self._session.theme,
                "chart-column",
                "没有可考核的单位",
                "在“单位”里登记承办单位并分组，有了工单就会列出。",
            )
            layout.addWidget(blank, 1)
        if sheet.table.unknown:
            layout.addWidget(_note(f"不在单位名册里、没有列入排名：{'、'.join(sheet.table.unknown)}"))
        if self.changed:
            layout.addWidget(_note(changed_note(self.changed)))
        if sheet.table.late:
            layout.addWidget(_note(late_note(sheet.table.late)))
        layout.addLayout(self._formula(sheet.table.formula))
        layout.addStretch(1)
        return body

    def _proposal_strip(self, sheet: QuarterSheet) -> QFrame:
        """R15.2: who stood in the last two places too often; a person decides whether to propose a talk."""
        strip = QFrame()
        strip.setProperty("role", "strip")
        row = QHBoxLayout(strip)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(
            QLabel("季度排名连续末两位（督办二（四）），可提请约谈：" if sheet.over else "照现在的数字将连续末两位：")
        )
        for unit in self.proposed:
            button = QPushButton(f"{unit}…" if sheet.over else unit)
            button.setProperty("role", "link")
            button.setToolTip(f"查找{unit}的依据并提请约谈")
            button.clicked.connect(lambda _on=False, unit=unit: self.talk_asked.emit(unit))
            self.proposals[unit] = button
            row.addWidget(button)
        row.addStretch(1)
        return strip

    def _formula(self, formula: str) -> QHBoxLayout:
        self.change = change = QPushButton("改计分办法(&J)")
        change.setProperty("role", "link")
        change.setToolTip("分值、扣分、分组和考核年度在设置里改；已定稿的季度不变")
        change.clicked.connect(lambda: self._session.navigator.go(Place.SETTINGS, OTHERS))
        row = QHBoxLayout()
        row.addWidget(_note(formula), 1)
        row.addWidget(change, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _trail(self, unit: str) -> str:
        """``2 → 3 → — → 1``: the unit's places, the oldest first, from the first quarter in which it had one."""
        places = [_place(sheet, unit) for sheet in self.sheets]
        while places and places[0] is None:
            places.pop(0)
        return " → ".join(str(place or "—") for place in places) or "—"

    def _columns(self) -> tuple[RecordColumn, ...]:
        quarters = f"{self.sheets[0].table.quarter.as_text}至{self.sheets[-1].table.quarter.as_text}"
        trail = RecordColumn(
            f"近{'一二三四'[len(self.sheets) - 1]}季名次",
            152,
            lambda row: self._trail(row.unit),
            tip=lambda row: f"{self._trail(row.unit)}（{quarters}）",
            right=True,
            extra=True,
        )
        return (*PLACE_COLUMNS, trail, *RATE_COLUMNS)

    def _add_group(self, layout: QVBoxLayout, group: GroupTable) -> None:
        title = QLabel(group.group)
        title.setProperty("role", "head")
        layout.addWidget(title)
        if group.rows:
            theme = self._session.theme
            table = RecordTable(theme, self._columns(), f"{group.group}排名")
            table.records.show_rows(group.rows)
            table.setFixedHeight(_HEAD + theme.size("row") * len(group.rows) + 4)
            table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            table.setToolTip("双击或按回车，查找依据并提请约谈")
            table.opened.connect(lambda row: self.talk_asked.emit(row.unit))
            self.tables[group.group] = table
            layout.addWidget(table)
        layout.addWidget(_note(_group_label(group)))

    def _freeze(self) -> None:
        quarter, clerk = self.quarter, self._session.sign()
        if quarter is None or not clerk:
            return
        seen = self.sheets[-1].table
        question = f"把{quarter.as_text}的考核排名定稿？"
        detail = "定稿后这一季度的数字固定下来，以后更正工单也不再变动；确有错误的可以另出更正版，这一版保留。"
        if self._session.prompts.confirm(question, detail, "定稿"):
            ranking = self._session.office.ranking
            self._session.jobs.run(
                lambda: ranking.freeze(quarter, clerk, seen),
                self._session.publish,
                failed=self._refused,
                owner=self,
                label="正在定稿",
            )

    def _refused(self, error: Exception) -> None:
        """The figures as they stand now behind the words."""
        self._session.publish(Changes(everything=True))
        self._session.prompts.error(error)

    def _correct(self) -> None:
        """Issues a settled quarter again; the first edition is kept. 督办二（四）."""
        quarter, prompts = self.quarter, self._session.prompts
        clerk = self._session.sign() if quarter is not None else ""
        if quarter is None or not clerk:
            return
        why = prompts.ask_text("更正通报", f"{quarter.as_text}定稿后为什么更正？原来的一版保留，数字按现在的记录重算。")
        if why:
            ranking = self._session.office.ranking
            self._session.jobs.run(
                lambda: ranking.correct(quarter, why, clerk), self._session.publish, owner=self, label="正在更正"
            )

    def _save(self) -> None:
        """Writes the 通报 to a file that the clerk names; that settles nothing. 督办二（四）."""
        quarter, papers = self.quarter, self._session.office.unit_papers
        if quarter is None:
            return
        edition = self.sheet.state if self.sheet is not None and self.sheet.edition > 1 else ""
        name = f"{quarter.as_text}考核排名通报{edition}.docx"  # the first edition's file is not written over
        out = self._session.prompts.save_file("保存通报", name, f"{WORD_FILE};;{PDF_FILE};;{EXCEL_FILE}")
        if out is None:
            return
        heading = QPlainTextEdit()
        heading.setPlaceholderText("不填就按词意转行")
        heading.setAccessibleName("标题")
        asked = out.suffix.lower() == ".xlsx" or self._session.prompts.fill(
            "通报的标题", "要自己定标题的写在这里，在转行处按回车；不填就用固定的标题。", heading, "保存"
        )
        if not asked:
            return
        self._session.jobs.run(
            lambda: papers.write_quarter(quarter, out, heading.toPlainText()),
            lambda _nothing: self._session.prompts.say(f"已保存：{out.name}"),
            owner=self,
            label="正在保存通报",
        )


def _place(sheet: QuarterSheet, unit: str) -> int | None:
    return next((row.place for group in sheet.table.groups for row in group.rows if row.unit == unit), None)


def _after(quarter: Quarter) -> Quarter:
    if quarter.number < 4:
        return quarter._replace(number=quarter.number + 1)
    return quarter._replace(year=quarter.year + 1, number=1)


def _group_label(group: GroupTable) -> str:
    parts = []
    if group.all_equal:
        parts.append("各单位得分相同，没有末两位")
    if group.last:
        few = "" if group.may_propose else "（参加排名的不足 4 个单位，只列出，不据此提请约谈）"
        parts.append(f"末两位：{'、'.join(group.last)}{few}")
    if group.left_out:
        parts.append(f"本季度没有工单、不参加排名：{'、'.join(group.left_out)}")
    return "。".join(parts) + ("。" if parts else "")


def _note(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "faint")
    label.setWordWrap(True)
    if not text:
        label.hide()  # showing it before it has its place would open a window
    return label
