"""单位: the units that handle tickets, their leaders and phones; a way to each unit's tickets."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QVBoxLayout

from hotline_desktop.domain.records.fields import Value
from hotline_desktop.domain.records.summaries import Changes, TicketFilter, UnitSummary
from hotline_desktop.gui.shell.pages.page import Page
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.units.units_view import OPEN_COLUMN, UnitRow, UnitsView

NEW = 0
_EMPTY: dict[str, object] = {"name": "", "group": None, "leader": "", "contact": "", "phone": "", "aliases": ""}


class UnitsPage(Page):
    """Opens at a unit's name, or at ``new``. What was typed for a unit and not saved stays with that unit."""

    help_chapter = "10_first_day.md"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.view = UnitsView(session)
        self._all: tuple[UnitRow, ...] = ()
        self._shown: UnitRow | None = None
        self._drafts: dict[int, dict[str, object]] = {}  # only what was touched: the rest is as it stands by then
        self._begun: dict[int, UnitSummary] = {}  # the units as they stood when their drafts were begun
        self._awaited = ""
        self._busy = self._adding = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self._connect()
        self._fill(None)

    # -- the page's protocol -------------------------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        if changes.everything or changes.units or changes.tickets:
            self._load()

    def come_in(self) -> None:
        self.view.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_at(self, target: object) -> None:
        if target == "new":
            self.start_new()
        elif isinstance(target, str):
            self._awaited = target
            self._select(target)

    def focus_search(self) -> None:
        self.view.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.view.search.selectAll()

    def print_out(self) -> None:
        self.session.prompts.say("单位名单没有要打印的表格。")

    def save(self) -> None:
        """Records the unit that stands in the form."""
        if self._busy:
            return
        values = self.view.form.read()
        if values is None:
            self.view.problem.tell("还有内容要补正，见标红处。")
            return
        clerk = self.session.sign()
        if not clerk:
            self.view.problem.tell(f"{self.session.why_unsigned('写进记录')}，内容还在。")
            return
        self._record(values, clerk, self._shown is None or self._shown.unit.active)

    def may_close(self) -> bool:
        self._keep_draft()
        if not self._drafts:
            return True
        detail = "有单位的内容改了还没有保存，关闭窗口后这些改动就没有了。"
        return self.session.prompts.confirm("单位的改动还没有保存", detail, "不保存，关闭", danger=True)

    # -- list ----------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        view = self.view
        view.search.textChanged.connect(lambda _text: self._show_list())
        view.group.changed.connect(self._show_list)
        view.with_inactive.toggled.connect(lambda _on: self._show_list())
        view.add.clicked.connect(self.start_new)
        view.first.clicked.connect(self.start_new)
        view.table.chosen.connect(self._choose)
        view.table.opened.connect(self._open_tickets)
        view.table.clicked.connect(self._clicked)
        view.tickets.clicked.connect(lambda: self._open_tickets(self._shown))
        view.save.clicked.connect(self.save)
        view.toggle.clicked.connect(self._toggle)
        view.form.edited.connect(self._edited)

    def _load(self) -> None:
        self.session.jobs.run(self._fetch, self._show, owner=self)

    def _fetch(self) -> tuple[UnitRow, ...]:
        office = self.session.office
        return tuple(
            UnitRow(unit, office.tickets.count(TicketFilter(units=(unit.name,), open_only=True)))
            for unit in office.units.all()
        )

    def _show(self, rows: tuple[UnitRow, ...]) -> None:
        self._all = rows
        self._show_list()

    def _show_list(self) -> None:
        view = self.view
        rows = tuple(row for row in self._all if self._matches(row))
        held = self._shown.unit.name if self._shown else ""
        view.table.records.show_rows(rows)
        if rows:
            view.lists.setCurrentWidget(view.table)
        else:
            view.lists.setCurrentWidget(view.no_hit if self._all else view.start)
        active = sum(row.unit.active for row in self._all)
        stopped = len(self._all) - active
        view.count.setText(f"共 {active} 个单位" + (f"，另有 {stopped} 个停用" if stopped else ""))
        self._select(self._awaited or held)
        if rows and self._shown is None and not (self._adding or self._changed()):
            view.table.select_row(0)

    def _matches(self, row: UnitRow) -> bool:
        unit, view = row.unit, self.view
        if not (unit.active or view.with_inactive.isChecked()):
            return False
        if view.group.chosen and unit.group.value not in view.group.chosen:
            return False
        return view.search.text().strip() in " ".join((unit.name, *unit.aliases, unit.leader, unit.contact, unit.phone))

    def _select(self, name: str) -> None:
        names = [row.unit.name for row in self.view.table.records.rows]
        if name in names:
            self._awaited = ""
            self.view.table.select_row(names.index(name))

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == OPEN_COLUMN:
            self._open_tickets(self.view.table.current)

    def _open_tickets(self, row: UnitRow | None) -> None:
        if row is not None:
            self.session.navigator.show_tickets(TicketFilter(units=(row.unit.name,), open_only=True))

    # -- form ----------------------------------------------------------------------------------------------

    def start_new(self) -> None:
        """Empties the form for a unit that is not known yet."""
        self._adding = True
        self._keep_draft()
        self.view.table.clearSelection()
        self.view.table.setCurrentIndex(QModelIndex())
        self._fill(None)
        self.view.form.focus()

    def _choose(self, row: UnitRow | None) -> None:
        if row is not None:
            self._adding = False
            self._keep_draft()
            self._fill(row)

    def _fill(self, row: UnitRow | None) -> None:
        view, self._shown = self.view, row
        view.title.setText(row.unit.name if row else "新增单位")
        held = _values(row)
        draft = self._drafts.get(_key(row), {})
        view.form.set_values({**held, **draft})
        view.problem.tell()
        view.tickets.setVisible(row is not None)
        view.tickets.setText(f"看在办工单(&K)（{row.open_tickets:,} 件）" if row else "")
        view.toggle.setVisible(row is not None)
        if row is not None:
            view.toggle.setText("停用(&T)" if row.unit.active else "重新启用(&T)")
            view.toggle.setToolTip("停用后派单时不再列出，已派的工单不受影响")
        self._offer_save()

    def _edited(self) -> None:
        self.view.problem.tell()
        self._offer_save()

    def _offer_save(self) -> None:
        self.view.save.setEnabled(not self._busy and self._changed())

    def _changed(self) -> bool:
        return bool(self._touched())

    def _touched(self) -> dict[str, object]:
        held = _values(self._shown)
        return {key: value for key, value in _typed(self.view).items() if value != (held[key] or None)}

    def _keep_draft(self) -> None:
        key, touched = _key(self._shown), self._touched()
        if not touched:
            self._forget(key)
            return
        self._drafts[key] = touched
        if self._shown is not None:
            self._begun.setdefault(key, self._shown.unit)

    def _forget(self, key: int) -> None:
        self._drafts.pop(key, None)
        self._begun.pop(key, None)

    def _toggle(self) -> None:
        row = self._shown
        clerk = self.session.sign() if row is not None and not self._busy else ""
        if row is None or not clerk:
            return
        unit = row.unit
        held: dict[str, Value] = {"name": unit.name, "group": unit.group.value}
        held |= {"leader": unit.leader, "contact": unit.contact, "phone": unit.phone}
        held |= {"aliases": "、".join(unit.aliases)}
        self._record(held, clerk, not unit.active)

    def _record(self, values: dict[str, Value], clerk: str, active: bool) -> None:
        units, shown = self.session.office.units, self._shown
        name, seen = str(values["name"]), self._begun.get(_key(shown))
        given = {key: str(value or "") for key, value in values.items()}

        def write() -> Changes:
            if shown is None:
                return units.add(**given, by=clerk).changes
            known, was = shown.unit, _values(shown)
            touched: dict[str, object] = {key: value for key, value in given.items() if value != was[key]}
            if active != known.active:
                touched["active"] = active
            return units.change(known.id, by=clerk, seen=seen or known, **touched).changes

        self._set_busy(True)
        self._forget(_key(shown))
        self.session.jobs.run(write, lambda changes: self._recorded(name, changes), failed=self._refused, owner=self)

    def _recorded(self, name: str, changes: Changes) -> None:
        self._set_busy(False)
        self._awaited = name
        self.view.form.set_values(_EMPTY if self._shown is None else {})
        self.session.publish(changes)
        self.session.prompts.say(f"已保存：{name}")

    def _refused(self, error: Exception) -> None:
        self._set_busy(False)
        self.session.publish(Changes(units=True))  # what somebody else changed is to be seen behind the words
        self.session.prompts.error(error)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._offer_save()


def _key(row: UnitRow | None) -> int:
    return row.unit.id if row else NEW


def _values(row: UnitRow | None) -> dict[str, object]:
    if row is None:
        return dict(_EMPTY)
    unit = row.unit
    return {
        "name": unit.name,
        "group": unit.group.value,
        "leader": unit.leader,
        "contact": unit.contact,
        "phone": unit.phone,
        "aliases": "、".join(unit.aliases),
    }


def _typed(view: UnitsView) -> dict[str, object]:
    return {key: row.editor.value() for key, row in view.form.rows.items()}
