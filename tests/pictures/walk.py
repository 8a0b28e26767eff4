"""A walk through every view and state of the window; at each a stop with its name."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.options import Stage as TicketStage
from hotline_desktop.gui.main_window import MainWindow
from hotline_desktop.gui.pictures import settle
from hotline_desktop.gui.records.fields.time_editor import TimeEditor
from hotline_desktop.gui.records.panel.record_panel import FILES, HANDLING, HISTORY, OWN, PAPER
from hotline_desktop.gui.records.sheets.palette import Palette
from hotline_desktop.gui.records.sheets.reminders import TITLE as REMINDERS
from hotline_desktop.gui.records.steps.step_editor import StepEditor
from hotline_desktop.gui.shell.background.jobs import Jobs
from hotline_desktop.gui.shell.dialogs.prompts import Prompts
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.registers.registers_page import LEDGERS, REGISTERS
from hotline_desktop.gui.views.settings.sections import SECTIONS
from hotline_desktop.gui.views.start.guide import TITLE as GUIDE
from hotline_desktop.gui.views.statistics.statistics_page import INDICATORS, RANKING
from hotline_desktop.gui.views.tickets.paste_sheet import TITLE as PASTE
from hotline_desktop.gui.views.tickets.ticket_window import window_title
from hotline_desktop.gui.window_actions import HELP_TITLE
from tests.pictures.hard import HARDEST, UNTOUCHED

_PATIENCE_S = 10.0
_AGAIN_MS = 50  # until one looks again whether a question stands there
_PASTED = (
    "工单编号：20261126100901\n来电人：赵文静\n联系电话：13800010001\n诉求地址：新海路120弄\n"
    "来电内容：新海路夜间施工扰民，要求停工。\n来电时间：2026-11-26 08:50\n市里备注：请于三日内办结\n\n"
    "工单编号：20261126100902\n来电人：欧阳震华\n联系电话：13800010002\n来电内容：绿化带垃圾成堆。\n"
)
_SHEET = (
    "工单编号,来电时间,来电人,联系电话,诉求地址,诉求内容,承办单位,工单级别\n"
    "20261125109001,2026-11-25 09:00,赵文静,13800010001,新海路120弄,夜间施工扰民,城管中队,一般\n"
    "20261125109002,2026-13-25 09:00,钱某,1380001,新海路121弄,路灯不亮,海虹居委,一般\n"
    "20261125109003,2026-11-25 09:20,孙立,13800010003,新海路122弄,垃圾清运不及时,没听说过的单位,特急\n"
)


@dataclass
class Walk:
    """``stop(name, widget)`` is called at each state with what is to be looked at."""

    window: MainWindow
    jobs: Jobs
    prompts: Prompts
    stop: Callable[[str, QWidget], None]
    folder: Path

    # -- tools ---------------------------------------------------------------------------------------------

    def rest(self) -> None:
        """Waits until nothing is under way and what was closed has gone."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if not self.window.isActiveWindow() and not self.prompts.windows:
            self.window.activateWindow()
        settle(self.jobs)

    def at(self, name: str, widget: QWidget | None = None) -> None:
        """One state."""
        self.rest()
        self.stop(name, widget or self.window)

    def page(self, place: Place, target: object = None) -> Any:
        """A page, opened and filled."""
        self.window.navigator.go(place, target)
        self.rest()
        return self.window.stack.page

    def popup(self, name: str) -> None:
        """What opened over the window, seen at once and closed: without a screen it does not stay for long."""
        shown, until = open_popup(), time.monotonic() + _PATIENCE_S
        while shown is None and time.monotonic() < until:
            QCoreApplication.processEvents()
            shown = open_popup()
        assert shown is not None, name
        self.stop(name, shown)
        shown.close()
        self.rest()

    def dialog(self, name: str, ask: Callable[[], object]) -> None:
        """A question that waits for an answer, seen once the keyboard is in it, and closed."""
        until = time.monotonic() + _PATIENCE_S

        def look() -> None:
            box, held = QApplication.activeModalWidget(), QApplication.focusWidget()
            if (box is None or held is None or held.window() is not box) and time.monotonic() < until:
                QTimer.singleShot(_AGAIN_MS, look)
                return
            assert box is not None, name
            self.stop(name, box)
            box.close()

        QTimer.singleShot(_AGAIN_MS, look)
        ask()
        self.rest()

    def beside(self, name: str, title: str) -> QWidget:
        """A window of its own beside the office's."""
        self.rest()
        shown = self.prompts.opened(title)
        assert shown is not None, name
        self.stop(name, shown.window())
        return shown

    def ticket(self, number: str) -> int:
        """The id of a ticket."""
        assert self.window.session is not None
        return self.window.session.office.tickets.find(number)

    # -- views ---------------------------------------------------------------------------------------------

    def whole(self) -> None:
        """Every view of an office with work in it."""
        for part in (
            self.today, self.lists, self.hardest, self.steps, self.registering, self.batches, self.supervision,
            self.registers, self.statistics, self.units, self.settings, self.imports, self.helps, self.questions,
        ):  # fmt: skip
            part()

    def today(self) -> None:
        self.page(Place.TODAY)
        self.at("今日")
        self.prompts.say("已记录：派单（工单 20261126100479）", "打印处置单", lambda: None, lambda: None)
        self.at("今日-提示")
        self.window.toast.hide()

    def lists(self) -> None:
        page = self.page(Place.TICKETS)
        page.filters.clear()
        self.at("工单")
        page.view.search.setText("根本没有这样的事")
        page.view.search.returnPressed.emit()
        self.at("工单-没有结果")
        page.filters.show(TicketFilter(stages=(TicketStage.ARCHIVED,), search=HARDEST))
        self.at("工单-筛选挡住")
        page.filters.clear()
        self.rest()
        for word in page.view.unit.choices[:3]:
            page.view.unit.toggle_word(word)
        page.view.stage.toggle_word("办理中")
        self.at("工单-几个条件")
        page.view.unit.click()
        self.popup("工单-单位筛选")
        page.view.more.click()
        self.popup("工单-更多条件")
        page.filters.clear()
        self.rest()
        QTest.keyClick(page.view.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClick(page.view.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        self.at("工单-选中几件")
        page.list.go_to(page.list.shown)
        self.window.navigator.ask("palette")
        box = self.window.findChild(Palette)
        assert box is not None
        self.at("查找")
        box.deleteLater()
        self.rest()

    def hardest(self) -> None:
        page = self.page(Place.TICKETS, self.ticket(HARDEST))
        tabs = ((HANDLING, "办理"), (HISTORY, "经过"), (PAPER, "纸质"), (FILES, "附件"), (OWN, "重复"))
        for tab, word in tabs:
            page.panel.show_tab(tab)
            self.at(f"最难的工单-{word}")
        page.panel.show_tab(HANDLING)
        page.panel.more_facts.click()
        self.at("最难的工单-登记内容")
        page.panel.more_facts.click()
        if page.panel.next_steps.fold is not None:
            page.panel.next_steps.fold.click()
            self.at("最难的工单-缺什么")
            page.panel.next_steps.fold.click()
        page.panel.next_steps.open_menu()
        self.popup("最难的工单-更多办理")
        page.open_beside()
        self.beside("并排的工单", window_title(HARDEST))
        self.prompts.close_all()
        self.page(Place.TICKETS, self.ticket(UNTOUCHED))
        self.at("未派单的工单")
        for word in ("催单", "督办中"):
            page.filters.show(TicketFilter(pending=word) if word == "督办中" else TicketFilter())
        self.at("督办中的工单")
        page.filters.clear()
        for stage in TicketStage:
            page.filters.show(TicketFilter(stages=(stage,)))
            self.rest()
            if page.model.rows:
                self.at(f"阶段-{stage.value}")
        page.filters.clear()
        self.rest()

    def steps(self) -> None:
        page = self.page(Place.TICKETS)
        for stage in TicketStage:
            page.filters.show(TicketFilter(stages=(stage,), open_only=True))
            self.rest()
            step = page.panel.next_steps.leading if page.model.rows else ""
            if step:
                page.panel.next_steps.take(step)
                self.at(f"填写-{stage.value}-{step}")
                self._emptied(page.editor, f"填写-{stage.value}-有错")
                page.editor.leave()
                self.rest()
        page.filters.show(TicketFilter(search=HARDEST))
        self.rest()
        for step in ("extension_request", "unfounded_statement", "result", "answer"):
            if step in (*page.panel.next_steps.buttons, *page.panel.next_steps.entries):
                page.panel.next_steps.take(step)
                self.at(f"填写-最难的-{step}")
                self._calendar(page.editor)
                page.editor.leave()
                self.rest()
        page.filters.clear()

    def _emptied(self, editor: StepEditor, name: str) -> None:
        form = editor.form
        assert form is not None
        form.set_values(dict.fromkeys(field.key for field in form.step.fields))
        editor.confirm()
        self.rest()
        if editor.form is not None:
            QTest.qWait(50)
            self.at(name)
            editor.view.restored.action.click()
            self.rest()
            self.window.toast.hide()

    def _calendar(self, editor: StepEditor) -> None:
        times: Any = editor.findChildren(TimeEditor)
        if times:
            picker = times[0].open_calendar()
            self.rest()
            self.stop("选日子", picker)
            picker.close()

    def registering(self) -> None:
        page = self.page(Place.TICKETS, "register")
        form = page.editor.form
        assert form is not None
        self.at("登记")
        form.set_values({"number": "2026", "caller": "赵文静", "phones": "13800018537", "address": "海虹小区"})
        QTest.qWait(500)
        self.at("登记-老来电人")
        page.editor.confirm()
        QTest.qWait(50)
        self.at("登记-有错")
        unit = form.editor("proposed_unit") if form.shows("proposed_unit") else None
        if unit is not None:
            unit.setFocus()
            page.editor.view.show_in_view(form.row("proposed_unit"))
            QTest.keyClicks(unit.focusProxy(), "xh")
            self.at("登记-单位候选")
        form.focus("content")
        page.editor.open_phrases()
        self.popup("登记-常用语")
        page.editor.leave()
        self.rest()
        QGuiApplication.clipboard().setText(_PASTED)
        page.forms.paste()
        QTest.qWait(300)
        self.beside("粘贴工单", PASTE)
        self.prompts.close_all()
        self.rest()

    def batches(self) -> None:
        page = self.page(Place.TICKETS)
        page.filters.show(TicketFilter(stages=(TicketStage.TO_DISPATCH,)))
        self.rest()
        page.view.table.selectAll()
        self.rest()
        page.dispatch()
        self.at("批量派单")
        page.editor.leave()
        self.rest()
        self.window.navigator.ask("remind")
        self.beside("催办", REMINDERS)
        self.prompts.close_all()
        page.filters.clear()
        page.panel.head.chart.click()
        QTest.qWait(300)
        self.rest()
        chart = next(iter(self.prompts.windows.values()))
        self.stop("流程图", chart)
        self.prompts.close_all()
        self.rest()

    def supervision(self) -> None:
        page = self.page(Place.SUPERVISION)
        for place, word in ((0, "案源库"), (1, "督办件"), (2, "约谈")):
            page.view.places[place].click()
            self.at(f"督办-{word}")
        page.view.places[1].click()
        self.rest()
        self.at("督办-清单")
        page.view.cases.opened.emit(None)
        for row in range(page.view.cases.model().rowCount()):
            page.view.cases.select_row(row)
            self.at(f"督办-第{row + 1}件")
        for tab, word in ((HISTORY, "经过"), (PAPER, "纸质"), (FILES, "附件"), (OWN, "案卷")):
            page.panel.show_tab(tab)
            self.at(f"督办件-{word}")
        page.panel.show_tab(HANDLING)
        step = page.panel.next_steps.leading
        page.panel.next_steps.take(step)
        self.at(f"督办-填写-{step}")
        self._emptied(page.editor, "督办-填写-有错")
        page.editor.leave()
        page.view.places[0].click()
        page.view.propose.click()
        self.at("督办-登记案源")
        page.editor.leave()
        self.rest()

    def registers(self) -> None:
        page = self.page(Place.REGISTERS)
        for word, button in page.places.items():
            button.click()
            self.at(f"档案-{word}")
        for part in (page.registers, page.ledgers):
            page.show_part(REGISTERS if part is page.registers else LEDGERS)
            for kind, choice in part.view.kinds.items():
                choice.click()
                self.at(f"档案-{kind.value}")
        next(iter(page.places.values())).click()

    def statistics(self) -> None:
        page = self.page(Place.STATISTICS)
        for name in page.indicators.view.cards:
            page.indicators.show_card(str(name))
            self.at(f"统计-{name}")
        page.show_part(RANKING)
        self.at("统计-季度考核")
        page.show_part(INDICATORS)

    def units(self) -> None:
        page = self.page(Place.UNITS)
        self.at("单位")
        page.start_new()
        self.at("单位-新增")
        page.save()
        self.at("单位-有错")
        page.view.search.setText("没有这样的单位")
        self.at("单位-没有结果")
        page.view.search.clear()

    def settings(self) -> None:
        page = self.page(Place.SETTINGS)
        for row, section in enumerate(SECTIONS):
            page.view.sections.setCurrentRow(row)
            self.at(f"设置-{section.title}")
        values = page.values["names"]
        values.forms[0].set_values({"town": ""})
        page.view.sections.setCurrentRow(0)
        page.save()
        self.at("设置-有错")
        values.forms[0].set_values({"town": "新海镇"})

    def imports(self) -> None:
        page = self.page(Place.IMPORTS)
        self.at("导入")
        source = self.folder / "热线平台导出_含问题的行.csv"
        source.write_text(_SHEET, "utf-8-sig")
        page.open_file(source)
        self.at("导入-核对列")
        page.view.mapping.next.click()
        self.at("导入-预览")
        page.view.preview.take.click()
        self.at("导入-结果")
        QTest.qWait(300)
        self.at("导入-结果-查重")

    def helps(self) -> None:
        self.page(Place.TODAY)
        self.window.navigator.ask("help")
        self.rest()
        sheet: Any = self.prompts.opened(HELP_TITLE)
        for tab in range(sheet.count()):
            sheet.setCurrentIndex(tab)
            QTest.qWait(250)
            self.beside(f"帮助-{sheet.tabText(tab)}", HELP_TITLE)
        self.prompts.close_all()
        self.rest()

    def questions(self) -> None:
        prompts = self.prompts
        long = "这一步没有完成：数据文件夹所在的磁盘满了，还差 12 MB。已经保存的内容没有受影响。请清出空间后再试一次。"
        self.dialog("出错", lambda: prompts.error(HotlineError(long)))
        self.dialog("确认", lambda: prompts.confirm("撤销这次导入？", long, "撤销导入", danger=True))
        self.dialog("姓名", prompts.ask_name)
        self.dialog("一行字", lambda: prompts.ask_text("为什么撤回？", long, label="原因"))
        page = self.page(Place.TICKETS, self.ticket(HARDEST))

        def ask_why() -> None:
            page.panel.head.why.click()
            self.rest()

        self.dialog("为什么是这一天", ask_why)

    # -- a new office --------------------------------------------------------------------------------------

    def empty(self) -> None:
        """What an office without a ticket sees on its first day."""
        guide: Any = self.prompts.opened(GUIDE)
        assert guide is not None, "the guide opens by itself"
        for step in range(guide.pages.count()):
            self.beside(f"首次-{step + 1}", GUIDE)
            if step < guide.pages.count() - 1:
                guide.skip.click()
        self.prompts.close_all()
        for place in Place:
            self.page(place)
            self.at(f"空-{place.value}")


def open_popup() -> QWidget | None:
    """What is open over the window; it need not have the keyboard."""
    tops = QApplication.topLevelWidgets()
    return next((each for each in tops if each.isVisible() and each.windowType() is Qt.WindowType.Popup), None)
