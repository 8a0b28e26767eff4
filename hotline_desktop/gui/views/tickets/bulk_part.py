"""What the bar over a selection does: one form for several tickets, and at the end what was done and what was not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from hotline_desktop.domain.records.summaries import TicketSummary
from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.domain.ticket.columns import demand_text
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID
from hotline_desktop.gui.kit.record_list import RecordColumn
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.records.steps.task import Task
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.tickets.selection_bar import DISPATCH, REMIND, REVIEW, SHEET_BACK

if TYPE_CHECKING:
    from hotline_desktop.services.records.bulk import BulkDone, BulkForm

_SHEET_STAGES = (Stage.TO_REVIEW, Stage.TO_CALL_BACK, Stage.CLOSED)


def due_counts(rows: list[TicketSummary]) -> dict[str, int]:
    """For how many of the rows each deed is due, as far as the rows tell."""
    return {
        DISPATCH: sum(row.stage is Stage.TO_DISPATCH for row in rows),
        REMIND: sum(row.stage.with_unit for row in rows),
        REVIEW: sum(row.stage is Stage.TO_REVIEW for row in rows),
        SHEET_BACK: sum(row.stage in _SHEET_STAGES for row in rows),
    }


class BulkForms:
    """``open_form(task, companion)`` shows the form with the tickets beside it."""

    def __init__(self, session: Session, owner: QWidget, open_form: Callable[[Task, QWidget], None]) -> None:
        self._session, self._owner, self._open_form = session, owner, open_form
        self._table: RecordTable | None = None

    def start(self, step_id: str, rows: list[TicketSummary]) -> None:
        """Opens the form of a step for all ``rows`` that are at its stage."""
        step = STEPS_BY_ID[step_id]
        chosen = [row for row in rows if row.stage in step.stages]
        if not chosen:
            self._session.prompts.say(f"选中的工单里没有能{step.label}的。")
            return
        ids, bulk, clerk = [row.id for row in chosen], self._session.office.bulk, self._session.clerk
        self._session.jobs.run(
            lambda: bulk.form(ids, step_id, clerk),
            lambda found: self._open(step_id, chosen, found),
            failed=self._session.prompts.error,
            owner=self._owner,
        )

    def _open(self, step_id: str, rows: list[TicketSummary], found: BulkForm) -> None:
        step, bulk, ids = STEPS_BY_ID[step_id], self._session.office.bulk, tuple(row.id for row in rows)
        outcome: list[BulkDone] = []

        def call(values: dict[str, object], clerk: str) -> BulkDone:
            outcome.append(bulk.do(ids, step_id, values, clerk, since=found.since))
            return outcome[-1]

        task = Task(
            step,
            found.defaults,
            call=call,
            about=f"{len(ids)} 件工单",
            draft=f"many-{step_id}",
            confirm=lambda: self._tell(step.label, outcome[-1]),
        )
        self._open_form(task, self._beside(rows))

    def _beside(self, rows: list[TicketSummary]) -> QWidget:
        if self._table is None:
            columns = (
                RecordColumn("工单编号", 140, lambda row: row.number),
                RecordColumn("阶段", 90, lambda row: row.stage.value),
                RecordColumn("承办单位", 140, lambda row: row.unit),
                RecordColumn("诉求", 0, demand_text),
            )
            self._table = RecordTable(self._session.theme, columns, "这一份表要办的工单")
        self._table.records.show_rows(rows)
        return self._table

    def _tell(self, word: str, done: BulkDone) -> None:
        if not done.refused:
            self._session.prompts.say(f"{word}：{len(done.done)} 件都办了。")
            return
        self._session.prompts.show(
            f"{word}：办了 {len(done.done)} 件，{len(done.refused)} 件没有办", refusals_label(done)
        )


def refusals_label(done: Any) -> QLabel:
    """What was not done and why, to read and to copy."""
    text = QLabel("\n".join(f"{number}：{why}" for number, why in done.refused))
    text.setTextFormat(Qt.TextFormat.PlainText)
    text.setWordWrap(True)
    text.setMinimumWidth(520)
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return text
