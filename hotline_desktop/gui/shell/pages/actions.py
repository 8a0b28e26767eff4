"""What the window can do, as data: one line per action, read by the main window, its buttons and the help."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QPushButton

from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.gui.shell.access.withholding import withhold
from hotline_desktop.gui.shell.session.session import Session


class Action(NamedTuple):
    """One thing to do: its word on the button, its icon, its key, and a sentence for the tooltip."""

    id: str
    text: str
    icon: str
    key: str = ""
    tip: str = ""
    right: Right = Right.LOOK

    @property
    def tooltip(self) -> str:
        """The sentence with the key behind it: ``登记一张新工单（Ctrl+N）``."""
        sentence = self.tip or self.text
        if not self.key:
            return sentence
        return f"{sentence}（{QKeySequence(self.key).toString(QKeySequence.SequenceFormat.NativeText)}）"


ACTIONS = (
    Action("register", "登记工单", "plus", "Ctrl+N", "登记一张新工单", Right.HANDLE),
    Action(
        "paste", "粘贴工单", "clipboard-list", "Ctrl+Shift+V", "把网页、聊天、文档里的文字粘贴进来登记", Right.HANDLE
    ),
    Action("import", "导入", "import", "Ctrl+I", "从 Excel、CSV 或文本文件导入工单", Right.HANDLE),
    Action("find", "搜索", "search", "Ctrl+F", "到搜索框"),
    Action("print", "打印", "printer", "Ctrl+P", "打印选中的工单"),
    Action("save", "保存", "save", "Ctrl+S", "确认正在填写的表单"),
    Action("export", "导出 Excel", "file-spreadsheet", "Ctrl+E", "把当前列表导出为 Excel"),
    Action("refresh", "刷新", "refresh-cw", "F5", "重新读取本页"),
    Action("palette", "查找", "search", "Ctrl+K", "找动作、工单、单位、说明"),
    Action("remind", "催办各单位", "bell", "Ctrl+B", "写好催办的话放到剪贴板，并记一次催单", Right.HANDLE),
    Action("switch", "换人、锁定", "users", "Ctrl+L", "换一个人办理；启用了账户的，锁定到输了密码为止"),
    Action("undo", "撤销", "undo-2", "Ctrl+Z", "撤销或撤回刚才那句话里说的事；没有的，撤回这一件的上一步"),
    Action("keys", "快捷键", "list", "?", "看全部快捷键（不在输入框里时）"),
    Action("help", "帮助", "circle-question-mark", "F1", "使用说明、流程图、快捷键和办理规范"),
)
ACTIONS_BY_ID = {action.id: action for action in ACTIONS}


def action_button(session: Session, action_id: str, role: str = "plain") -> QPushButton:
    """A button that asks the window for an action, with its icon, word, tooltip and key."""
    action = ACTIONS_BY_ID[action_id]
    button = QPushButton(action.text)
    button.setProperty("role", role)
    button.setIcon(session.theme.icon(action.icon, "on_accent" if role == "primary" else "ink_soft"))
    button.setToolTip(action.tooltip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(lambda: session.navigator.ask(action_id))
    withhold(session, action.right, button)
    return button


def why_not_allowed(session: Session, action_id: str) -> str:
    """Why whoever is logged in may not do the action, in a sentence; empty where she may."""
    action = ACTIONS_BY_ID.get(action_id)
    return session.lacks(action.right) if action is not None else ""
