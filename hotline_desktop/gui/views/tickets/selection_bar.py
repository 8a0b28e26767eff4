"""What can be done with several selected tickets at once; it stands below the list while several are selected."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.gui.kit.flow import FlowLayout
from hotline_desktop.gui.shell.access.withholding import withhold
from hotline_desktop.gui.shell.session.session import Session

DISPATCH, URGE, REMIND, REVIEW, PRINT, EXPORT, SHEET_BACK, LEAVE = (
    "dispatch", "urge", "remind", "review", "print", "export", "sheet_back", "leave",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Deed:
    id: str
    word: str
    icon: str
    tip: str
    right: Right = Right.LOOK
    rests: str = ""  # why, where it is due for none of them


_DEEDS = (
    _Deed(DISPATCH, "派单(&D)…", "send", "把选中的待派单工单一起派给一个单位", Right.HANDLE, "选中的里没有待派单的"),
    _Deed(
        REMIND,
        "催办(&U)…",
        "bell",
        "写好催办的话放到剪贴板，并在每件上记一次催单",
        Right.HANDLE,
        "选中的里没有在承办单位手里的",
    ),
    _Deed(REVIEW, "审核(&H)…", "stamp", "把选中的待审核工单用同一份审核意见办掉", Right.REVIEW, "选中的里没有待审核的"),
    _Deed(
        SHEET_BACK, "登记交回(&J)…", "signature", "选中的处置单都签字交回了", Right.HANDLE, "选中的里没有单位已经办完的"
    ),
    _Deed(PRINT, "打印(&T)…", "printer", "把选中的处置单作为一份打印"),
    _Deed(EXPORT, "导出(&E)…", "file-spreadsheet", "把选中的工单导出为 Excel，隐去姓名、电话"),
    _Deed(LEAVE, "取消选中", "x", "只留下现在这一件（Esc）"),
)


class SelectionBar(QFrame):
    """``chosen(id)`` for one of the deeds; ``buttons`` are by its id."""

    chosen = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.count = QLabel()
        self.buttons: dict[str, QPushButton] = {}
        box = QWidget()
        flow = FlowLayout(box)
        flow.addWidget(self.count)
        for deed in _DEEDS:
            button = QPushButton(session.theme.icon(deed.icon), deed.word)
            button.setToolTip(deed.tip)
            button.clicked.connect(lambda _on=False, deed=deed: self.chosen.emit(deed.id))
            withhold(session, deed.right, button)
            self.buttons[deed.id] = button
            flow.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addWidget(box)
        self.hide()

    def show_selection(self, count: int, able: dict[str, int]) -> None:
        """How many are selected, and for how many of them each deed is due; a deed that is due for none rests."""
        self.setVisible(count > 1)
        self.count.setText(f"已选 {count:,} 件")
        for deed in _DEEDS:
            button, due = self.buttons[deed.id], able.get(deed.id, count)
            button.setEnabled(due > 0)
            button.setToolTip(deed.tip if due else deed.rests)
            button.setText(f"{deed.word.rstrip('…')} {due}…" if 0 < due < count else deed.word)
