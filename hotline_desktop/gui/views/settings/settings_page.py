"""设置: each section on its visit; what is typed and not saved stays until it is saved or given up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

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
from hotline_desktop.gui.records.panel.explanation import DayTable
from hotline_desktop.gui.shell.pages.page import Page
from hotline_desktop.gui.shell.session.navigation import WorkdaysOf
from hotline_desktop.gui.shell.session.session import Session
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
S = TypeVar("S")
_Loads = WorkdaysSection | PeopleSection | DataSection | ListsSection | PcSection
# Sections that hold no settings of the office and load what they show themselves.
_OWN: dict[str, Callable[[Session], _Loads]] = {
    WORKDAYS: WorkdaysSection,
    PEOPLE: PeopleSection,
    DATA: DataSection,
    LISTS: ListsSection,
    PC: PcSection,
}


class SettingsPage(Page):
    """Opens at a section's key; ``notice`` is 工作日."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.view = SettingsView(session.theme)
        self.values: dict[str, ValuesSection] = {}
        self._loads: dict[str, _Loads] = {}
        self._made: set[str] = set()
        self.settings = Settings()
        self._calendar = WorkCalendar()
        self._numbers: dict[str, int] | None = None
        self._asked = self._busy = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.view.sections.currentRowChanged.connect(self._turn)
        self.view.sections.setCurrentRow(0)

    # -- the page's protocol -------------------------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        if not (changes.everything or changes.settings):
            return
        office, self._asked = self.session.office, True
        self.session.jobs.run(
            lambda: (office.settings.get(), office.time.calendar(), office.settings.next_numbers()),
            self._show,
            owner=self,
        )
        for section in self._loads.values():
            section.load()

    def come_in(self) -> None:
        self.view.sections.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_at(self, target: object) -> None:
        if isinstance(target, WorkdaysOf):
            self.view.sections.setCurrentRow(KEYS.index(WORKDAYS))
            self.workdays.turn_to(target.year)
        elif target in KEYS:
            self.view.sections.setCurrentRow(KEYS.index(str(target)))

    def tick(self) -> None:
        if TIME in self.values:
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
    def workdays(self) -> WorkdaysSection:
        """The section of that name, as the four below; made by being asked for."""
        return self._section(WORKDAYS, WorkdaysSection)

    @property
    def people(self) -> PeopleSection:
        return self._section(PEOPLE, PeopleSection)

    @property
    def data(self) -> DataSection:
        return self._section(DATA, DataSection)

    @property
    def lists(self) -> ListsSection:
        return self._section(LISTS, ListsSection)

    @property
    def pc(self) -> PcSection:
        return self._section(PC, PcSection)

    def _section(self, key: str, sort: type[S]) -> S:
        self._make(key)
        made = self._loads[key]
        assert isinstance(made, sort)
        return made

    @property
    def dirty(self) -> bool:
        """Whether anything was typed that is not saved yet."""
        return self._lists_dirty or any(section.dirty for section in self.values.values())

    @property
    def _lists_dirty(self) -> bool:
        return LISTS in self._made and self.lists.dirty

    def go_out(self) -> None:
        if self.dirty:
            self.session.prompts.say("设置改了还没有保存，内容还在。", "保存", self._save_all)

    def _save_all(self) -> None:
        if self._lists_dirty:
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

    def _make(self, key: str) -> None:
        """A section is made when it is turned to: most are not looked at for months."""
        if key in self._made:
            return
        self._made.add(key)
        section, own = SECTIONS_BY_KEY[key], _OWN.get(key)
        if own is not None:
            made = self._loads[key] = own(self.session)
            self.view.put(key, made if key == WORKDAYS else SectionFrame(section, made))
            if self._asked:
                made.load()
            return
        assert groups_of(section)
        values = self.values[key] = ValuesSection(self.session, section)
        values.saved.connect(lambda: self._save_values(key))
        body = {TIME: self._with_example, SECURITY: self._with_privacy}.get(key, lambda alone: alone)(values)
        self.view.put(key, SectionFrame(section, body, values.foot))
        self._show_values(key)

    def _with_example(self, values: ValuesSection) -> QWidget:
        values.edited.connect(self._show_example)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        self.example = DeadlineExample()
        self.example.why_asked.connect(self._show_days)
        layout.addWidget(self.example)
        layout.addWidget(values)
        return body

    def _with_privacy(self, values: ValuesSection) -> QWidget:
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        self.privacy = PrivacyPart(self.session)
        layout.addWidget(values)
        layout.addWidget(self.privacy)
        return body

    def _turn(self, row: int) -> None:
        self._make(KEYS[row])
        self.help_chapter = SECTIONS[row].chapter
        self.view.stack.setCurrentIndex(max(row, 0))

    # -- showing -------------------------------------------------------------------------------------------

    def _show(self, found: tuple[Settings, WorkCalendar, dict[str, int]]) -> None:
        self.settings, self._calendar, self._numbers = found
        for key in self.values:
            self._show_values(key)

    def _show_values(self, key: str) -> None:
        """Shows what is recorded, once it is known, and keeps what was typed."""
        if self._numbers is None:
            return
        section = self.values[key]
        section.show_settings(self.settings, keep=True)
        section.know_numbers(self._numbers, self.session.clock().year)
        if key == TIME:
            self._show_example(section.as_typed())

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
