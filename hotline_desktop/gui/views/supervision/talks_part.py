"""约谈: units that the ranking proposes, the talks with their stages, and one of them with its next step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hotline_desktop.domain.records.engine import Offer
from hotline_desktop.domain.records.fields import Value
from hotline_desktop.domain.supervision.talks import (
    GROUND,
    TALK_EVIDENCE,
    TALK_PROPOSE,
    TALK_UNIT,
    Talk,
    TalkGround,
    TalkSummary,
)
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.gui.kit.blank import Blank
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.records.fields.merging import look_at
from hotline_desktop.gui.records.steps.task import Task
from hotline_desktop.gui.shell.access.withholding import withhold
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.supervision.talk_facts import TALK_COLUMNS
from hotline_desktop.gui.views.supervision.talk_panel import TalkPanel

if TYPE_CHECKING:
    from hotline_desktop.services.figures.talks import TalkDetail, TalkProposal


class TalksPart(QWidget):
    """``task_asked(Task, Talk)`` when a step of a talk is to be filled in; of one that is proposed nothing is known."""

    task_asked = Signal(object, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.proposals: tuple[TalkProposal, ...] = ()
        theme = session.theme
        self.table = RecordTable(theme, TALK_COLUMNS, "约谈")
        self.table.chosen.connect(self._chosen)
        self.blank = Blank(
            theme,
            "users",
            "没有约谈",
            "拒不执行首单责任制、推诿敷衍或不作为的单位，以及季度考核连续末两位的单位，可以在这里提请约谈。",
        )
        self.lists = QStackedWidget()
        self.lists.addWidget(self.table)
        self.lists.addWidget(self.blank)
        self.propose = QPushButton(theme.icon("plus"), "提请约谈(&T)")
        self.first = self.blank.add_button(QPushButton(theme.icon("plus", "on_accent"), "提请约谈(&T)"))
        self.first.setProperty("role", "primary")
        for button in (self.propose, self.first):
            button.clicked.connect(lambda: self.start({}))
        withhold(session, Right.HANDLE, self.propose, self.first)
        self.panel = TalkPanel(session)
        self.panel.step_chosen.connect(self._fill_in)
        self._proposed = QVBoxLayout()
        self._proposed.setSpacing(8)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(8)
        splitter.addWidget(self._list_side())
        splitter.addWidget(self.panel)
        splitter.setCollapsible(0, False)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([786, 484])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def load(self) -> None:
        """Fetches talks and proposals."""
        talks = self._session.office.talks
        self._session.jobs.run(lambda: (talks.all(), talks.proposals()), self._show, owner=self, label="正在统计")

    def show_talk(self, talk_id: int) -> None:
        """Fetches and shows one talk."""
        self.panel.show_record(talk_id)

    def start(self, known: Mapping[str, object]) -> None:
        """Opens the form of a proposal; the evidence against a unit that is known is gathered first."""
        talks, clerk = self._session.office.talks, self._session.clerk
        self._session.jobs.run(lambda: talks.start_values(TALK_PROPOSE.id, known, clerk), self._open_start, owner=self)

    # -- building ------------------------------------------------------------------------------------------

    def _list_side(self) -> QWidget:
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.propose)
        side = QWidget()
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._proposed)
        layout.addWidget(self.lists, 1)
        layout.addLayout(foot)
        return side

    # -- showing -------------------------------------------------------------------------------------------

    def _show(self, found: tuple[tuple[TalkSummary, ...], tuple[TalkProposal, ...]]) -> None:
        talks, self.proposals = found
        selected = self.table.show_again(talks, lambda row: row.id == self.panel.record_id)
        self.lists.setCurrentWidget(self.table if talks else self.blank)
        self.propose.setVisible(bool(talks))
        if selected is None:
            self.panel.show_nothing()
        elif self.panel.record_id == selected.id:
            self.show_talk(self.panel.record_id)
        self._show_proposals()

    def _show_proposals(self) -> None:
        while (item := self._proposed.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for proposal in self.proposals:
            self._proposed.addWidget(self._strip(proposal))

    def _strip(self, proposal: TalkProposal) -> QFrame:
        """A unit that the ranking proposes; a person confirms. 督办二（四）."""
        strip = QFrame()
        strip.setProperty("role", "strip")
        text = QLabel(f"{proposal.unit}：{'；'.join(proposal.evidence)}（{Clause.SUMMONS.ref}）")
        text.setWordWrap(True)
        button = QPushButton("提请约谈")
        button.setProperty("role", "link")
        known = {
            TALK_UNIT.key: proposal.unit,
            GROUND.key: proposal.ground.value,
            TALK_EVIDENCE.key: "\n".join(proposal.evidence),
        }
        button.clicked.connect(lambda: self.start(known))
        withhold(self._session, Right.HANDLE, button)
        layout = QHBoxLayout(strip)
        layout.setContentsMargins(12, 4, 8, 4)
        layout.addWidget(text, 1)
        layout.addWidget(button)
        return strip

    def _chosen(self, row: TalkSummary | None) -> None:
        if row is not None and row.id != self.panel.record_id:
            self.show_talk(row.id)

    # -- forms ---------------------------------------------------------------------------------------------

    def _open_start(self, values: Mapping[str, Value]) -> None:
        talks = self._session.office.talks
        task = Task(TALK_PROPOSE, dict(values), call=talks.propose, draft="talk-new", service=talks)
        self.task_asked.emit(task, Talk())

    def _fill_in(self, offer: Offer[Talk]) -> None:
        if self.panel.detail is not None:
            self._open_step(self.panel.detail, offer)

    def go_on_with(self, number: str, step_id: str) -> None:
        """Opens a form that was left unfinished: of that talk, where it still allows the step, or of a proposal."""
        if not number.isdigit():
            self.start({})
            return
        talks, clerk, talk_id = self._session.office.talks, self._session.clerk, int(number)

        def show(detail: TalkDetail) -> None:
            offer = next((offer for offer in detail.offers if offer.step.id == step_id), None)
            if offer is not None and offer.allowed:
                self._open_step(detail, offer)

        self.show_talk(talk_id)
        self._session.jobs.run(lambda: talks.detail(talk_id, clerk), show, owner=self)

    def _open_step(self, detail: TalkDetail, offer: Offer[Talk]) -> None:
        talks, talk_id, step_id = self._session.office.talks, detail.id, offer.step.id
        task = Task(
            offer.step,
            dict(offer.defaults),
            go_on=lambda values, clerk, since: talks.do(talk_id, step_id, values, clerk, since=since),
            since=len(detail.history),
            about=f"{detail.talk.unit} · {detail.talk.ground}",
            draft=f"talk-{talk_id}",
            look=look_at(talks, talk_id, step_id, self._session.clerk),
            service=talks,
        )
        self.task_asked.emit(task, detail.talk)

    def gather(self, unit: str) -> None:
        """Opens the form of a proposal against ``unit`` with the evidence that the records give. 督办二（四）."""
        talks = self._session.office.talks
        ground = TalkGround.SHIRKING.value
        self._session.jobs.run(
            lambda: talks.evidence(unit),
            lambda lines: self.start({TALK_UNIT.key: unit, GROUND.key: ground, TALK_EVIDENCE.key: "\n".join(lines)}),
            owner=self,
            label="正在查找依据",
        )
