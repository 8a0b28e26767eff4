"""☆ 已存: filters under a name, one's own at this PC and those that the office shares."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QSettings
from PySide6.QtWidgets import QMenu, QPushButton

from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.files.unfinished import unfinished
from hotline_desktop.gui.kit.toast import UNDO
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.tickets.list_filters import ListFilters
from hotline_desktop.services.foundation.files import FILTERS, FORMER_FILTERS
from hotline_desktop.services.foundation.private_files import read_private, write_private
from hotline_desktop.services.setup.office_lists import SavedFilter, read_saved, saved_values

_OWN = "tickets/saved_filters"


class SavedFilters(QObject):
    """Leads the button: a menu of what was saved, and saving what the list is narrowed to now."""

    def __init__(self, session: Session, filters: ListFilters, button: QPushButton) -> None:
        super().__init__(button)
        self._session, self._filters, self._button = session, filters, button
        button.clicked.connect(self.open)
        self._take_over(session.preferences)
        self._take_over_sealed()

    @property
    def own(self) -> tuple[SavedFilter, ...]:
        """The clerk's own filters, remembered beside the office's data on this PC."""
        try:
            kept = read_private(self._file, self._session.key)
            return tuple(read_saved(one) for one in json.loads(kept))
        except (OSError, ValueError, TypeError, AttributeError):
            return ()

    def save(self, name: str) -> None:
        """Keeps what the list is narrowed to under a name, in place of one of the same name."""
        others = [each for each in self.own if each.name != name]
        self._keep([*others, SavedFilter(name, self._filters.filter, self._session.clerk)])
        self._session.prompts.say(f"已存：{name}")

    def drop(self, name: str) -> None:
        """Forgets one of the clerk's own."""
        held = self.own
        self._keep([each for each in held if each.name != name])
        self._session.prompts.say(f"已删除：{name}", UNDO, lambda: self._keep(list(held)))

    def share(self, name: str) -> None:
        """Keeps what the list is narrowed to for everybody."""
        clerk = self._session.sign()
        if clerk:
            lists, saved = self._session.office.lists, SavedFilter(name, self._filters.filter, clerk)
            self._session.jobs.run(
                lambda: lists.share_filter(saved), self._session.publish, failed=self._session.prompts.error, owner=self
            )

    def open(self) -> None:
        """The menu; the shared ones come from the database."""
        lists = self._session.office.lists
        self._session.jobs.run(lists.shared_filters, self._menu, owner=self)

    def _menu(self, shared: tuple[SavedFilter, ...]) -> None:
        menu = QMenu(self._button)
        own = self.own
        for title, group in (("我的", own), ("本中心共用", shared)):
            if group:
                menu.addSection(title)
            for saved in group:
                menu.addAction(saved.name).triggered.connect(lambda _on=False, saved=saved: self._use(saved))
        menu.addSeparator()
        now = menu.addAction("存下现在的条件…")
        now.triggered.connect(lambda: self._ask(self.save))
        for_all = menu.addAction("存为大家共用…")
        for_all.triggered.connect(lambda: self._ask(self.share))
        for action in (now, for_all):
            action.setEnabled(self._filters.narrows)
        if own or shared:
            away = menu.addMenu("删除")
            for saved in own:
                away.addAction(saved.name).triggered.connect(lambda _on=False, name=saved.name: self.drop(name))
            for saved in shared:
                away.addAction(f"共用：{saved.name}").triggered.connect(
                    lambda _on=False, name=saved.name: self._drop_shared(name)
                )
        menu.popup(self._button.mapToGlobal(QPoint(0, self._button.height() + 4)))

    def _use(self, saved: SavedFilter) -> None:
        self._filters.show(saved.filter, saved.name)

    def _ask(self, keep: object) -> None:
        name = self._session.prompts.ask_text(
            "存下筛选条件", "起个名字，以后点“已存”就能打开。", label="名称", limit=20
        )
        if name and callable(keep):
            keep(name)

    def _drop_shared(self, name: str) -> None:
        clerk, prompts = self._session.sign(), self._session.prompts
        detail = "大家的“已存”里都不再有它。"
        if clerk and prompts.confirm(f"删除共用的筛选条件“{name}”？", detail, "删除", danger=True):
            lists = self._session.office.lists
            self._session.jobs.run(
                lambda: lists.drop_filter(name, clerk), self._session.publish, failed=prompts.error, owner=self
            )

    def _keep(self, filters: list[SavedFilter]) -> None:
        kept = json.dumps([saved_values(each) for each in filters], ensure_ascii=False)
        try:
            self._file.parent.mkdir(exist_ok=True)
            write_private(self._file, kept.encode(), self._session.key)
        except OSError as error:
            self._session.prompts.error(f"没有存下（{machine_reason(error)}），筛选条件还是原来的。")

    @property
    def _file(self) -> Path:
        """One for each clerk; what is searched for may be a citizen's name."""
        return self._file_of(self._session.clerk)

    def _file_of(self, clerk: str) -> Path:
        return self._session.data_dir / FILTERS / f"{hashlib.sha256(clerk.encode()).hexdigest()[:16]}.json"

    def _take_over(self, store: QSettings) -> None:
        """What earlier versions remembered among the window's own settings, which are never sealed."""
        store.beginGroup(_OWN)
        former = {clerk: str(store.value(clerk) or "[]") for clerk in store.childKeys()}
        store.endGroup()
        for clerk, kept in former.items():
            path = self._file_of(clerk)
            with suppress(OSError):
                path.parent.mkdir(exist_ok=True)
                if not path.exists():
                    write_private(path, kept.encode(), self._session.key)
                store.remove(f"{_OWN}/{clerk}")

    def _take_over_sealed(self) -> None:
        """The same, where the office was encrypted before this window was opened once."""
        sealed = self._session.data_dir / FILTERS / FORMER_FILTERS
        if self._session.key is None or not sealed.exists():
            return
        with suppress(OSError), unfinished(sealed) as plain:
            plain.write_bytes(b"[tickets]\n" + read_private(sealed, self._session.key))
            self._take_over(QSettings(str(plain), QSettings.Format.IniFormat))
            sealed.unlink()
