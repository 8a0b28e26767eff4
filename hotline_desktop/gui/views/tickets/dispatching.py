"""Dispatching the selected tickets together: what stays out and why, the form, and printing their sheets."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from hotline_desktop.domain.records.summaries import TicketSummary
from hotline_desktop.domain.ticket.bulk_dispatch import DISPATCH_MANY
from hotline_desktop.domain.ticket.columns import demand_text
from hotline_desktop.gui.kit.record_list import RecordColumn
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.records.lists.papers import TicketPapers
from hotline_desktop.gui.records.steps.task import Task
from hotline_desktop.gui.shell.session.session import Session

if TYPE_CHECKING:
    from hotline_desktop.services.records.tickets import ToDispatch

_DRAFT = "dispatch-many"
_MOST_NAMED = 12  # left-out tickets that a dialog names
_MATTER = 150  # pixels: nine characters of what a ticket is about


class Dispatching:
    """``open_form(task, companion)`` shows the form with the tickets beside it."""

    def __init__(
        self,
        session: Session,
        owner: QWidget,
        papers: TicketPapers,
        open_form: Callable[[Task, QWidget], None],
    ) -> None:
        self._session = session
        self._owner = owner
        self._papers = papers
        self._open_form = open_form
        self._beside: _Chosen | None = None

    def start(self, ticket_ids: list[int]) -> None:
        """Sorts out what can be dispatched, says what cannot, and opens the form for the rest."""
        tickets, clerk = self._session.office.tickets, self._session.clerk
        self._session.jobs.run(lambda: tickets.to_dispatch(ticket_ids, clerk), self._sorted, owner=self._owner)

    def _sorted(self, found: ToDispatch) -> None:
        prompts, count = self._session.prompts, len(found.tickets)
        message = _left_out(found.left_out)
        if not count:
            prompts.error(f"{message}\n没有改动任何工单。", "选中的工单都不能派单")
            return
        question = f"选中的工单里有 {len(found.left_out)} 件不能派单，只派其余 {count} 件？"
        if found.left_out and not prompts.confirm(question, message, f"派其余 {count} 件"):
            return
        if self._beside is None:
            self._beside = _Chosen(self._session)
        self._beside.show_tickets(found)
        self._open_form(self._task(found), self._beside)

    def _task(self, found: ToDispatch) -> Task:
        ids = tuple(row.id for row in found.tickets)
        tickets = self._session.office.tickets
        return Task(
            DISPATCH_MANY,
            found.defaults,
            call=lambda values, clerk: tickets.dispatch_many(ids, values, clerk, since=found.since),
            about=f"{len(ids)} 件工单",
            draft=_DRAFT,
            confirm=lambda: self._dispatched(list(ids)),
        )

    def _dispatched(self, ids: list[int]) -> None:
        text = f"已派单 {len(ids)} 件"
        self._session.prompts.say(text, "打印处置单", lambda: self._papers.print_tickets(ids))


def _left_out(lines: tuple[str, ...]) -> str:
    more = (f"……共 {len(lines)} 件",) if len(lines) > _MOST_NAMED else ()
    return "\n".join((*lines[:_MOST_NAMED], *more))


class _Chosen(QFrame):
    """The tickets that the form is for, with what each keeps for itself."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self._uncontacted: frozenset[int] = frozenset()
        self.head = QLabel()
        self.head.setWordWrap(True)
        self.head.setProperty("role", "soft")
        columns = (
            RecordColumn("工单编号", 140, lambda row: row.number, extra=True),
            RecordColumn("先行联系", 76, self._contact, self._contact_tone),
            RecordColumn("诉求", 0, demand_text, tip=lambda row: f"{row.number}　{demand_text(row)}"),
            RecordColumn("级别", 64, lambda row: row.level.value, extra=True),
        )
        self.table = RecordTable(session.theme, columns, "要派单的工单", least=_MATTER)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.head)
        layout.addWidget(self.table, 1)

    def show_tickets(self, found: ToDispatch) -> None:
        """Lists the tickets that go out together."""
        self._uncontacted = found.uncontacted
        missing = len(found.uncontacted)
        need = f"其中 {missing} 件没有先行联系，须填“未先行联系的原因”。" if missing else ""
        self.head.setText(f"这 {len(found.tickets)} 件一起派出，转办编号各取下一个号。{need}")
        self.table.records.show_rows(found.tickets)

    def _contact(self, row: TicketSummary) -> str:
        return "没有" if row.id in self._uncontacted else "有或免联"

    def _contact_tone(self, row: TicketSummary) -> str:
        return "amber" if row.id in self._uncontacted else "ink"
