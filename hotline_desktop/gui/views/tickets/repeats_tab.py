"""重复: the group that a person confirmed, and tickets that may belong to it, each with what speaks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from hotline_desktop.domain.records.summaries import Changes, TicketSummary
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.gui.shell.background.jobs import Job
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.tickets.repeat_card import RepeatCard, about_ticket

if TYPE_CHECKING:
    from hotline_desktop.services.records.repeats import RepeatCandidate

REST_MS = 250  # a clerk who walks down the list does not look at each ticket

Found = tuple[tuple["RepeatCandidate", ...], tuple[TicketSummary, ...]]


class RepeatsTab(QScrollArea):
    """``counted(in the group, candidates)`` when a look-up for the shown ticket has ended."""

    counted = Signal(int, int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setAccessibleName("可能重复的工单")
        self._session = session
        self._job: Job | None = None
        self._ticket_id = 0
        self._number = ""
        self.cards: list[RepeatCard] = []
        self.leave_buttons: dict[int, QPushButton] = {}
        self._pause = QTimer(self, singleShot=True, interval=REST_MS)
        self._pause.timeout.connect(self._look_up)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._said: QLabel | None = None
        self._say("正在查找……")

    def show_ticket(self, ticket_id: int, number: str) -> None:
        """Looks up what may repeat the ticket, once the clerk rests on it."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if ticket_id != self._ticket_id:
            self._say("正在查找……")
        self._ticket_id, self._number = ticket_id, number
        self._pause.start()

    def _look_up(self) -> None:
        repeats, ticket_id = self._session.office.repeats, self._ticket_id
        self._job = self._session.jobs.run(
            lambda: (repeats.candidates(ticket_id), repeats.group(ticket_id)),
            self._show,
            failed=lambda _gone: self._say("这张工单已经不在了。"),
            owner=self,
        )

    # -- showing -------------------------------------------------------------------------------------------

    def _show(self, found: Found) -> None:
        candidates, group = found
        self.cards, self.leave_buttons = [], {}
        body, layout = _body()
        if group:
            layout.addWidget(_text(f"已确认的重复工单（{len(group)} 件）", "head"))
            for line in group:
                layout.addWidget(self._member(line))
            layout.addSpacing(8)
        layout.addWidget(_text("可能重复的工单", "head"))
        for candidate in candidates:
            layout.addWidget(self._card(candidate))
        if not candidates:
            layout.addWidget(_text("没有找到别的可能重复的工单。", "soft"))
        clause = Clause.SUPERVISE_REPEATED
        layout.addWidget(_text(f"{clause.ref}：{clause.text}", "faint"))
        layout.addStretch(1)
        self._said = None
        self.setWidget(body)
        if self.cards:
            self.cards[0].unfold(True)
        self.counted.emit(len(group), len(candidates))

    def _say(self, text: str) -> None:
        self.cards, self.leave_buttons = [], {}
        if self._said is not None and self.widget() is self._said.parentWidget():
            self._said.setText(text)  # a clerk who walks down the list sees nothing else
            return
        body, layout = _body()
        self._said = _text(text, "soft")
        layout.addWidget(self._said)
        layout.addStretch(1)
        self.setWidget(body)

    def _card(self, candidate: RepeatCandidate) -> RepeatCard:
        card = RepeatCard(self._session, candidate, "本工单", decide=True)
        other = candidate.ticket
        card.opened.connect(lambda: self._session.navigator.show_ticket(other.id))
        card.confirmed.connect(lambda: self._confirm(candidate))
        card.ruled_out.connect(lambda: self._rule_out(other))
        if not self.cards:
            card.give_keys()
        self.cards.append(card)
        return card

    def _member(self, line: TicketSummary) -> QWidget:
        own = line.id == self._ticket_id
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        number = QPushButton(line.number)
        number.setProperty("role", "link")
        number.setEnabled(not own)
        number.setToolTip("" if own else "打开这张工单")
        number.clicked.connect(lambda: self._session.navigator.show_ticket(line.id))
        leave = QPushButton(self._session.theme.icon("x"), "移出…")
        leave.setToolTip("认定这张工单与其余各件不是同一事项，写明理由")
        leave.clicked.connect(lambda: self._leave(line))
        self.leave_buttons[line.id] = leave
        row.addWidget(number)
        row.addWidget(_text("本工单 · " + about_ticket(line) if own else about_ticket(line), "soft"), 1)
        row.addWidget(leave)
        return box

    # -- deciding ------------------------------------------------------------------------------------------

    def _confirm(self, candidate: RepeatCandidate) -> None:
        clerk, ticket_id = self._session.sign(), self._ticket_id
        if not clerk:
            return
        repeats, other = self._session.office.repeats, candidate.ticket
        self._run(
            lambda: repeats.confirm((ticket_id, other.id), clerk, candidate.reason),
            f"已确认 {self._number} 与 {other.number} 重复",
        )

    def _rule_out(self, other: TicketSummary) -> None:
        message = f"工单 {other.number} 与本工单不是同一事项。理由会写进两张工单的历史，以后不再提示。"
        why = self._reason("不是重复工单", message)
        repeats, ticket_id, clerk = self._session.office.repeats, self._ticket_id, self._session.clerk
        if why:
            self._run(lambda: repeats.rule_out(ticket_id, (other.id,), clerk, why), f"已认定 {other.number} 不是重复")

    def _leave(self, line: TicketSummary) -> None:
        message = f"工单 {line.number} 将移出这一组，其余各件不变。理由会写进历史。"
        why = self._reason("移出重复工单", message)
        repeats, clerk = self._session.office.repeats, self._session.clerk
        if why:
            self._run(lambda: repeats.leave(line.id, clerk, why), f"已把 {line.number} 移出重复工单")

    def _reason(self, title: str, message: str) -> str:
        if not self._session.sign():
            return ""
        return self._session.prompts.ask_text(title, message, label="理由")

    def _run(self, call: Callable[[], Changes], said: str) -> None:
        def done(changes: Changes) -> None:
            self._session.publish(changes)
            self._session.prompts.say(said)

        self._session.jobs.run(call, done, failed=self._session.prompts.error, owner=self)


def _body() -> tuple[QWidget, QVBoxLayout]:
    body = QWidget()
    layout = QVBoxLayout(body)
    layout.setContentsMargins(16, 12, 16, 16)
    layout.setSpacing(8)
    return body, layout


def _text(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label
