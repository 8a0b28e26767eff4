"""Beside the form of a step: what the clause says, and what is known of the case so far."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from hotline_desktop.domain.supervision.candidates import CandidateSummary
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.kinds import step_of
from hotline_desktop.domain.supervision.options import METHOD_CLAUSES, TRIGGER_CLAUSES
from hotline_desktop.domain.supervision.steps.ladder import METHOD
from hotline_desktop.domain.supervision.steps.pool import PROPOSE
from hotline_desktop.domain.supervision.talks import Talk
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.gui.kit.facts_table import FactsTable
from hotline_desktop.gui.views.supervision import case_facts
from hotline_desktop.gui.views.supervision.talk_facts import talk_lines


class CaseCompanion(QScrollArea):
    """Scrolls; nothing in it can be edited."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setAccessibleName("事项和规定")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._title, self._facts = _text("", "head"), FactsTable()
        self._clauses = _text("", "soft")
        self._clauses.setTextFormat(Qt.TextFormat.RichText)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._facts)
        layout.addSpacing(12)
        layout.addWidget(_text("规定怎么说", "head"))
        layout.addWidget(self._clauses)
        layout.addStretch(1)
        self.setWidget(body)

    def show_case(self, case: SupervisionCase, step_id: str, clause: Clause) -> None:
        """What is known of a case, and the clauses of a step."""
        self._title.setText("本件情况")
        self._title.show()
        self._facts.show_facts([*case_facts.measure_lines(case), *case_facts.matter_lines(case)])
        self._say(step_id, clause)

    def show_candidate(self, candidate: CandidateSummary | None, step_id: str, clause: Clause) -> None:
        """What shows that the matter ought to be supervised; None for one that is entered by hand."""
        self._title.setText("案源" if candidate else "")
        self._title.setVisible(candidate is not None)
        known = (
            []
            if candidate is None
            else [("督办事由", candidate.trigger.value), ("依据", candidate.clause.ref), ("情况", candidate.evidence)]
        )
        self._facts.show_facts(known)
        self._say(step_id, clause)

    def show_talk(self, talk: Talk, step_id: str, clause: Clause) -> None:
        """What is known of a talk; nothing of one that is only being proposed."""
        self._title.setText("本次约谈")
        self._title.setVisible(bool(talk.unit))
        self._facts.show_facts(talk_lines(talk) if talk.unit else [])
        self._say(step_id, clause)

    def _say(self, step_id: str, clause: Clause) -> None:
        clauses = [clause]
        step = step_of(step_id)
        if step is not None and METHOD in step.fields:
            clauses = list(METHOD_CLAUSES.values())
        elif step_id == PROPOSE.id:
            clauses = list(TRIGGER_CLAUSES.values())
        self._clauses.setText("<br><br>".join(f"<b>{each.ref}</b>　{each.text}" for each in clauses))


def _text(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label
