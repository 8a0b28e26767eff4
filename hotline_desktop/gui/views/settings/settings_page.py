"""设置: each section on its visit; what is typed and not saved stays until it is saved or given up."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.settings import Settings, SettingsRefused
from hotline_desktop.domain.settings_form import TIME_KEYS
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.domain.ticket.columns import moment_text
from hotline_desktop.domain.ticket.deadline import Moved
from hotline_desktop.domain.time.deadline import DayNote
from hotline_desktop.domain.time.workdays import WorkCalendar
from hotline_desktop.gui.records.explanation import DayTable
from hotline_desktop.gui.shell.navigation import WorkdaysOf
from hotline_desktop.gui.shell.page import Page
from hotline_desktop.gui.shell.session import Session
from hotline_desktop.gui.views.settings.data_section import DataSection
from hotline_desktop.gui.views.settings.deadline_example import DeadlineExample
from hotline_desktop.gui.views.settings.lists_section import ListsSection
from hotline_desktop.gui.views.settings.pc_section import PcSection
from hotline_desktop.gui.views.settings.people_section import PeopleSection
from hotline_desktop.gui.views.settings.privacy_part import PrivacyPart
from hotline_desktop.gui.views.settings.sections import (
    DATA,
    LISTS,
    PC,
    PEOPLE,
    SECTIONS,
    SECTIONS_BY_KEY,
    SECURITY,
    TIME,
    WORKDAYS,
    groups_of,
)
from hotline_desktop.gui.views.settings.settings_view import SectionFrame, SettingsView
from hotline_desktop.gui.views.settings.values_section import ValuesSection
from hotline_desktop.gui.views.settings.workdays_section import WorkdaysSection

KEYS = tuple(section.key for section in SECTIONS)


class SettingsPage(Page):
    """Opens at a section's key; ``notice`` is 工作日."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.view = SettingsView(session.theme)
        self.values: dict[str, ValuesSection] = {}
        self.example = DeadlineExample()
        self.workdays = WorkdaysSection(session)
        self.people = PeopleSection(session)
        self.data = DataSection(session)
        self.privacy = PrivacyPart(session)
        self.lists, self.pc = ListsSection(session), PcSection(session)
        self.settings = Settings()
        self._calendar = WorkCalendar()
        self._busy = False
        for section in SECTIONS:
            self.view.stack.addWidget(self._made(section.key))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.view.sections.currentRowChanged.connect(self._turn)
        self.example.why_asked.connect(self._show_days)
        self.view.sections.setCurrentRow(0)

    # -- the page's protocol -------------------------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        if not (changes.everything or changes.settings):
            return
        office = self.session.office
        self.session.jobs.run(
            lambda: (office.settings.get(), office.time.calendar(), office.settings.next_numbers()),
            self._show,
            owner=self,
        )
        self.workdays.load()
        self.people.load()
        self.data.load()
        self.lists.load()
        self.pc.load()

    def come_in(self) -> None:
        self.view.sections.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_at(self, target: object) -> None:
        if isinstance(target, WorkdaysOf):
            self.view.sections.setCurrentRow(KEYS.index(WORKDAYS))
            self.workdays.turn_to(target.year)
        elif target in KEYS:
            self.view.sections.setCurrentRow(KEYS.index(str(target)))

    def tick(self) -> None:
        self._show_example(self.values[TIME].as_typed())

    def print_out(self) -> None:
        self.session.prompts.say("设置页没有要打印的表格。")

    def save(self) -> None:
        """Records the section in front."""
        key = KEYS[self.view.sections.currentRow()]
        if key in self.values:
            self._save_values(key)
        elif key == PEOPLE:
            self.people.record()
        elif key == LISTS:
            self.lists.record()

    @property
    def dirty(self) -> bool:
        """Whether anything was typed that is not saved yet."""
        return self.lists.dirty or any(section.dirty for section in self.values.values())

    def go_out(self) -> None:
        if self.dirty:
            self.session.prompts.say("设置改了还没有保存，内容还在。", "保存", self._save_all)

    def _save_all(self) -> None:
        self.lists.record()
        for key, section in self.values.items():
            if section.dirty:
                self._save_values(key)

    def may_close(self) -> bool:
        if not self.dirty:
            return True
        detail = "有设置改了还没有保存，关闭窗口后这些改动就没有了。"
        return self.session.prompts.confirm("设置的改动还没有保存", detail, "不保存，关闭", danger=True)

    # -- building ------------------------------------------------------------------------------------------

    def _made(self, key: str) -> QWidget:
        section = SECTIONS_BY_KEY[key]
        if key == WORKDAYS:
            return self.workdays
        if key in (LISTS, PC):
            return SectionFrame(section, self.lists if key == LISTS else self.pc)
        if key in (PEOPLE, DATA):
            return SectionFrame(section, self.people if key == PEOPLE else self.data)
        assert groups_of(section)
        values = self.values[key] = ValuesSection(self.session, section)
        values.saved.connect(lambda: self._save_values(key))
        body = {TIME: self._with_example, SECURITY: self._with_privacy}.get(key, lambda alone: alone)(values)
        return SectionFrame(section, body, values.foot)

    def _with_example(self, values: ValuesSection) -> QWidget:
        values.edited.connect(self._show_example)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.example)
        layout.addWidget(values)
        return body

    def _with_privacy(self, values: ValuesSection) -> QWidget:
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(values)
        layout.addWidget(self.privacy)
        return body

    def _turn(self, row: int) -> None:
        self.help_chapter = SECTIONS[row].chapter
        self.view.stack.setCurrentIndex(max(row, 0))

    # -- showing -------------------------------------------------------------------------------------------

    def _show(self, found: tuple[Settings, WorkCalendar, dict[str, int]]) -> None:
        self.settings, self._calendar, numbers = found
        for section in self.values.values():
            section.show_settings(self.settings, keep=True)
            section.know_numbers(numbers, self.session.clock().year)
        self._show_example(self.values[TIME].as_typed())

    def _show_example(self, settings: Settings | None) -> None:
        if settings is None:
            self.example.show_unknown()
            return
        now = self.session.clock().replace(second=0, microsecond=0)
        self.example.show_example(now, self._calendar, settings.rules)

    def _show_days(self, days: tuple[DayNote, ...]) -> None:
        self.session.prompts.show("为什么是这一天？", DayTable(self.session.theme, days))

    # -- recording -----------------------------------------------------------------------------------------

    def _save_values(self, key: str) -> None:
        """First looks whose deadline would move, where it can move at all, and says so."""
        section = self.values[key]
        changed = section.read() if section.dirty and not self._busy else None
        if changed is None:
            return
        if all(getattr(changed, name) == getattr(self.settings, name) for name in TIME_KEYS):
            self._record(key, changed)
            return
        service = self.session.office.settings
        self._busy = True
        self.session.jobs.run(
            lambda progress: service.preview(changed, progress),
            lambda moved: self._previewed(key, changed, moved),
            failed=lambda error: self._refused(key, error),
            owner=self,
            label="正在推算期限",
            with_progress=True,
        )

    def _previewed(self, key: str, changed: Settings, moved: tuple[Moved, ...]) -> None:
        self._busy = False
        question = f"有 {len(moved):,} 件在办工单的期限会变"
        if moved and not self.session.prompts.confirm(question, moved_text(moved), "保存并重算"):
            return
        self._record(key, changed)

    def _record(self, key: str, changed: Settings) -> None:
        clerk = self.session.sign()
        if not clerk:
            self.values[key].problem.setText(f"{self.session.why_unsigned('写进记录')}，内容还在。")
            return
        service, seen = self.session.office.settings, self.settings

        def change(progress: Progress) -> tuple[Changes, Settings]:
            return service.change(changed, clerk, progress, seen), service.get()

        self._busy = True
        self.session.jobs.run(
            change,
            lambda done: self._recorded(key, *done),
            failed=lambda error: self._refused(key, error),
            owner=self,
            label="正在保存设置",
            with_progress=True,
        )

    def _recorded(self, key: str, changes: Changes, stored: Settings) -> None:
        self._busy = False
        self.settings = stored
        self.values[key].show_settings(stored)
        self.session.publish(changes)
        self.session.prompts.say(f"已保存：{SECTIONS_BY_KEY[key].title}")

    def _refused(self, key: str, error: Exception) -> None:
        self._busy = False
        if isinstance(error, SettingsRefused):
            self.values[key].show_refusal(error)
            self.session.publish(Changes(settings=True))
        else:
            self.session.prompts.error(error)


def moved_text(moved: tuple[Moved, ...]) -> str:
    """The first tickets that move, with their old and new deadlines."""
    lines = [f"{one.number}：{moment_text(one.old)} → {moment_text(one.new)}" for one in moved[:5]]
    if len(moved) > 5:
        lines.append("……")
    return "\n".join((*lines, "每一件的变动都会写进它的历史，已办结的不变。"))
