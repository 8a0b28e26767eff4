"""What F1 shows: the manual, the flow chart, the keys of the window and the clauses that its refusals cite."""

from __future__ import annotations

from html import escape

from PySide6.QtWidgets import QFrame, QTabWidget, QTextBrowser

from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.gui.kit.manual_reader import ManualReader
from hotline_desktop.gui.records.sheets.about_sheet import AboutSheet
from hotline_desktop.gui.records.sheets.chart_sheet import ChartSheet
from hotline_desktop.gui.shell.pages.actions import ACTIONS
from hotline_desktop.gui.shell.pages.rail import RAIL
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.system.paths import resources_dir

MANUAL = "manual"
_MARGIN = 16
_KEYS = 2  # the place of the tab

_MORE_KEYS = (
    ("↓ 或 Enter", "从搜索框到结果里去"),
    ("↑ ↓ Enter", "在列表里移动，到选中工单的主要步骤；再按 Enter 开始办"),
    ("Alt+1 … Alt+4", "办主要步骤和近旁的步骤"),
    ("Alt（按一下）", "每个按钮、筛选、标签、链接上亮出字母，再按字母就是点它；Esc 收起"),
    ("Alt+0", "打开“更多办理”"),
    ("Alt+↓ Alt+↑", "下一件、上一件（工单、案源、督办件、约谈）"),
    ("Ctrl+T", "把选中的工单在单独的窗口里打开，几件并排看"),
    ("Ctrl+Shift+C", "复制联系电话"),
    ("Ctrl+Enter", "确认正在填写的表单"),
    ("Alt+;", "在要写字的栏里打开常用语"),
    ("Alt+Y", "登记时把这个电话上次的姓名、地址填进来"),
    ("Esc", "离开表单，填了一半的内容留作草稿；取消多选"),
    ("Alt+↓ 或 F4", "在日期栏打开日历"),
    ("← →", "在几个选项之间移动，空格或 Enter 选定"),
    ("Shift 或 Ctrl + 单击", "选中几张工单，一起派单、催办、审核、打印、导出"),
)


class HelpSheet(QTabWidget):
    """Five tabs: the manual, the flow chart, keys, the regulation clause by clause, and the program itself."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setDocumentMode(True)
        self.tabBar().setAccessibleName("帮助的各页")
        self.manual = ManualReader(resources_dir() / MANUAL)
        self.chart = ChartSheet(session)
        self.addTab(self.manual, "使用说明")
        self.addTab(self.chart, "流程图")
        for html, caption in ((_keys(), "快捷键"), (_clauses(), "办理规范和督办办法")):
            self.addTab(_sheet(html, caption), caption)
        self.about = AboutSheet(session)
        self.addTab(self.about, "关于")

    def turn_to(self, chapter: str) -> None:
        """Opens a chapter of the manual by its file's name, or the sheet of keys."""
        if chapter == "keys":
            self.setCurrentIndex(_KEYS)
        elif self.manual.turn_to(chapter):
            self.setCurrentWidget(self.manual)


def _sheet(html: str, caption: str) -> QTextBrowser:
    browser = QTextBrowser()
    browser.setAccessibleName(caption)
    browser.setFrameShape(QFrame.Shape.NoFrame)
    browser.setHtml(html)
    browser.document().setDocumentMargin(_MARGIN)
    return browser


def _keys() -> str:
    pages = [(f"Ctrl+{number}", f"到“{place}”") for number, (place, _icon) in enumerate(RAIL, start=1)]
    rows = [(action.key, action.tip or action.text) for action in ACTIONS]
    cell = "<td style='padding:4px 24px 4px 0'>"
    cells = (
        f"<tr>{cell}<b>{escape(key)}</b></td>{cell}{escape(text)}</td></tr>"
        for key, text in (*rows, *pages, *_MORE_KEYS)
    )
    return f"<table>{''.join(cells)}</table>"


def _clauses() -> str:
    return "".join(f"<p style='margin-bottom:8px'><b>{escape(c.ref)}</b><br>{escape(c.text)}</p>" for c in Clause)
