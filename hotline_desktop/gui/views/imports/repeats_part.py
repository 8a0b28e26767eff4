"""The tickets of an import that may repeat others, each with the likeliest of them. Layout only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hotline_desktop.domain.records.summaries import TicketSummary
from hotline_desktop.domain.ticket.columns import demand_text
from hotline_desktop.domain.ticket.masking import shown_text
from hotline_desktop.gui.kit.record_list import RecordColumn
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.kit.theme import Theme

if TYPE_CHECKING:
    from hotline_desktop.services.records.repeats import PossibleRepeat


def _demand(row: TicketSummary) -> str:
    return shown_text(row, demand_text(row))


COLUMNS = (
    RecordColumn("新工单", 140, lambda row: row.ticket.number),
    RecordColumn("诉求", 0, lambda row: _demand(row.ticket)),
    RecordColumn("可能重复", 80, lambda row: f"{row.number} 件", right=True),
    RecordColumn("最像的工单", 140, lambda row: row.likeliest.ticket.number),
    RecordColumn("依据", 280, lambda row: row.likeliest.reason),
    RecordColumn(
        "最像的工单诉求",
        240,
        lambda row: _demand(row.likeliest.ticket),
        extra=True,
    ),
)


class RepeatsPart(QWidget):
    """``table.opened(PossibleRepeat)`` for the ticket to look at; ``back`` leads to the result again."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.title = QLabel()
        self.title.setProperty("role", "head")
        hint = QLabel("双击或按回车打开工单，在“重复”页签里并排核对、确认。")
        hint.setProperty("role", "soft")
        self.back = QPushButton(theme.icon("arrow-left"), "返回结果(&F)")
        self.look = QPushButton(theme.icon("layers"), "核对这一件(&H)")
        self.look.setProperty("role", "primary")
        self.look.setIcon(theme.icon("layers", "on_accent"))
        self.table = RecordTable(theme, COLUMNS, "可能重复的工单")
        self.look.clicked.connect(lambda: self.table.opened.emit(self.table.current))
        self.table.chosen.connect(lambda row: self.look.setEnabled(row is not None))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.look)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addWidget(hint)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)

    def show_found(self, found: Sequence[PossibleRepeat]) -> None:
        """Lists what was found."""
        self.title.setText(f"可能重复的工单（{len(found):,} 件）")
        self.table.records.show_rows(found)
        self.table.select_row(0)
