"""What must hold before a ticket goes on, each function naming its clause; None means nothing is missing."""

from __future__ import annotations

from hotline_desktop.domain.clauses import Clause
from hotline_desktop.domain.errors import Blocker
from hotline_desktop.domain.fields import Values
from hotline_desktop.domain.options import ContactResult, DemandFinding, Resolution, Verdict
from hotline_desktop.domain.ticket import Entry, Ticket

ATTEMPTS_WHEN_UNREACHABLE = 3


def half_day(entry: Entry) -> tuple[int, bool]:
    """The half-day in which an attempt was made: its date as an ordinal, and whether it was past noon."""
    return entry.at.toordinal(), entry.at.hour >= 12


def answered(ticket: Ticket) -> bool:
    """The citizen was answered in this round, or could not be reached in three different half-days."""
    answers = ticket.round.answers
    if any(entry.text("result") == ContactResult.REACHED for entry in answers):
        return True
    attempts = [*answers, *ticket.round.contacts]
    missed = {half_day(e) for e in attempts if e.text("result") == ContactResult.NOT_REACHED}
    return len(missed) >= ATTEMPTS_WHEN_UNREACHABLE


def answer_gate(ticket: Ticket) -> Blocker | None:
    """R6.1: the citizen is answered by recorded call, letter or visit; waived where exempt. 规范一（六）1."""
    if ticket.exemption or answered(ticket):
        return None
    attempts = [*ticket.round.answers, *ticket.round.contacts]
    missed = {half_day(e) for e in attempts if e.text("result") == ContactResult.NOT_REACHED}
    if missed:
        return Blocker(
            Clause.CLOSE_UNIT,
            f"尚未答复诉求人；联系不上的须在三个不同的半天各试一次，现有 {len(missed)} 次",
        )
    return Blocker(Clause.CLOSE_UNIT, "尚未以电话（全程录音）、书面或上门方式答复诉求人")


def satisfaction_gate(ticket: Ticket) -> Blocker | None:
    """R6.3: the satisfaction form is filled in; waived where contact is exempt. 规范一（六）1."""
    if ticket.exemption or ticket.round.satisfaction:
        return None
    return Blocker(Clause.CLOSE_UNIT, "尚未填写满意度测评表")


def explanation_due(ticket: Ticket, values: Values) -> Blocker | None:
    """R6.2, R6.9: no policy basis or too high a demand needs an explanation, in every round. 规范一（六）."""
    unmet = values.get("demand") in (DemandFinding.NO_BASIS, DemandFinding.TOO_HIGH) or values.get("resolution") in (
        Resolution.EXPLAINED,
        Resolution.DEMAND_TOO_HIGH,
    )
    if not unmet or ticket.exemption or ticket.round.explanations:
        return None
    if ticket.round.number > 1:
        return Blocker(Clause.CLOSE_CENTER, "再处置工单无政策依据或诉求过高的，须再一次登记解释说明")
    return Blocker(Clause.CLOSE_UNIT, "无政策依据或诉求过高的，须先登记解释说明")


def review_gate(ticket: Ticket) -> Blocker | None:
    """R6.6: the centre has reviewed the closing and let it pass. 规范一（六）2."""
    review = ticket.round.review
    if review is None:
        return Blocker(Clause.CLOSE_CENTER, "尚未结案审核")
    if review.text("verdict") == Verdict.AGAIN:
        return Blocker(Clause.CLOSE_CENTER, "结案审核未通过，须再处置")
    return None


def callback_gate(ticket: Ticket) -> Blocker | None:
    """R6.7: the centre has called the citizen back; waived where contact is exempt. 规范一（六）2."""
    if ticket.exemption:
        return None
    callback = ticket.round.callback
    if callback is None:
        return Blocker(Clause.CLOSE_CENTER, "尚未回访诉求人")
    if callback.text("verdict") == Verdict.AGAIN:
        return Blocker(Clause.CLOSE_CENTER, "回访结论为退回再处置，须再处置")
    return None


def failed_gate(ticket: Ticket) -> Blocker | None:
    """R6.8: only what failed its review or callback goes out again. 规范一（六）2."""
    if ticket.round.failed:
        return None
    return Blocker(Clause.CLOSE_CENTER, "审核或回访结论为“退回再处置”的工单才再次派单")


def result_gate(ticket: Ticket) -> Blocker | None:
    """The unit has reported its result in this round. 规范一（六）1."""
    return None if ticket.round.result else Blocker(Clause.CLOSE_UNIT, "承办单位尚未办结反馈")


def sheet_gate(ticket: Ticket) -> Blocker | None:
    """R6.5: the disposal sheet, signed by the leader, is with the centre. 规范一（六）1."""
    return None if ticket.sheet_back_on else Blocker(Clause.CLOSE_UNIT, "分管领导签字的处置单尚未交回")


def platform_gate(ticket: Ticket) -> Blocker | None:
    """R6.4: the ticket is closed in the city platform too. 规范一（六）1."""
    return None if ticket.platform_closed_on else Blocker(Clause.CLOSE_UNIT, "尚未登记在城运系统内结案")
