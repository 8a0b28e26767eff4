"""What must hold before a ticket goes on, each function naming its clause; None means nothing is missing."""

from __future__ import annotations

from hotline_desktop.domain.records.entries import pending_of
from hotline_desktop.domain.records.fields import Values
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import (
    AnswerWay,
    ContactResult,
    DemandFinding,
    ExplanationWay,
    FactFinding,
    Grade,
    Resolution,
    Verdict,
)
from hotline_desktop.domain.ticket.fields import (
    ANSWER_WAY,
    CONTACT_RESULT,
    DECIDED_BY,
    DEMAND,
    EXPLANATION_WAY,
    FACT,
    RESOLUTION,
    VERDICT,
)
from hotline_desktop.domain.ticket.ticket import Entry, Ticket

ATTEMPTS_WHEN_UNREACHABLE = 3
SECOND_EXPLANATION = (ExplanationWay.CALL, ExplanationWay.TALK)


def half_day(entry: Entry) -> tuple[int, bool]:
    """The half-day in which an attempt was made: its date as an ordinal, and whether it was past noon."""
    return entry.at.toordinal(), entry.at.hour >= 12


def answered(ticket: Ticket) -> bool:
    """The citizen was answered in this round, or could not be reached in three different half-days."""
    answers = ticket.round.answers
    if any(CONTACT_RESULT.of(entry) == ContactResult.REACHED for entry in answers):
        return True
    return len(missed_half_days(ticket)) >= ATTEMPTS_WHEN_UNREACHABLE


def missed_half_days(ticket: Ticket) -> set[tuple[int, bool]]:
    """The half-days in which the citizen was tried and not reached; a letter is sent and tries nobody."""
    attempts = [*ticket.round.answers, *ticket.round.contacts]
    tried = [e for e in attempts if CONTACT_RESULT.of(e) == ContactResult.NOT_REACHED]
    return {half_day(e) for e in tried if ANSWER_WAY.of(e) != AnswerWay.LETTER}


def answer_gate(ticket: Ticket) -> Blocker | None:
    """R6.1: the citizen is answered by recorded call, letter or visit; waived where exempt. 规范一（六）1."""
    if ticket.waived or answered(ticket):
        return None
    missed = missed_half_days(ticket)
    if missed:
        return Blocker(
            Clause.CLOSE_UNIT,
            f"尚未答复诉求人；联系不上的须在三个不同的半天各试一次，现有 {len(missed)} 次",
        )
    return Blocker(Clause.CLOSE_UNIT, "尚未以电话（全程录音）、书面或上门方式答复诉求人")


def reached(ticket: Ticket) -> bool:
    """Whether the unit reached the citizen in this round, asking or answering."""
    turn = ticket.round
    return any(CONTACT_RESULT.of(entry) == ContactResult.REACHED for entry in (*turn.answers, *turn.contacts))


def rated_gate(ticket: Ticket) -> Blocker | None:
    """R6.1, R6.3: who was never reached has rated nothing, also where the answer was corrected afterwards."""
    grade = ticket.round.grade
    if grade in (None, Grade.NOT_RATED) or ticket.waived or reached(ticket):
        return None
    message = f"诉求人一直没有联系上，测评却填“{grade}”，只能是“{Grade.NOT_RATED}”，请更正"
    return Blocker(Clause.CLOSE_UNIT, message)


def waived_too_late(before: Ticket, after: Ticket) -> Blocker | None:
    """R1.1: a waiver comes before the citizen was spoken to; one who was reached is answered, asked and called back."""
    if before.waived or not after.waived:
        return None
    turn = before.round
    if not (turn.callbacks or before.upper_callbacks or reached(before)):
        return None
    message = "承办单位或回访已经联系上诉求人，不能再改为免联：答复、测评、回访照常办理"
    return Blocker(Clause.RECEIVE_CENTER, message)


def satisfaction_gate(ticket: Ticket) -> Blocker | None:
    """R6.3: the satisfaction form is filled in; waived where contact is exempt. 规范一（六）1."""
    if ticket.waived or ticket.round.satisfaction:
        return None
    return Blocker(Clause.CLOSE_UNIT, "尚未填写满意度测评表")


def explanation_due(ticket: Ticket, values: Values) -> Blocker | None:
    """R6.2, R6.9: no policy basis or too high a demand needs an explanation, in every round. 规范一（六）.

    In 再处置 it is given once more, by phone or 约谈.
    """
    unmet = DEMAND.of(values) in (DemandFinding.NO_BASIS, DemandFinding.TOO_HIGH) or RESOLUTION.of(values) in (
        Resolution.EXPLAINED,
        Resolution.DEMAND_TOO_HIGH,
        Resolution.UNSOLVED,
    )
    if not unmet or ticket.waived:
        return None
    if ticket.round.number == 1:
        message = "没有解决、无政策依据或诉求过高的，须先登记解释说明"
        return None if ticket.round.explanations else Blocker(Clause.CLOSE_UNIT, message)
    if any(EXPLANATION_WAY.of(entry) in SECOND_EXPLANATION for entry in ticket.round.explanations):
        return None
    return Blocker(Clause.CLOSE_CENTER, "再处置工单没有解决、无政策依据或诉求过高的，须以电话或约谈再一次登记解释说明")


def unfounded_due(ticket: Ticket, values: Values) -> Blocker | None:
    """R5: 不属实 is closed only after the signed statement is filed with the centre. 规范一（五）."""
    if FACT.of(values) != FactFinding.UNFOUNDED or ticket.unfounded_filed is not None:
        return None
    return Blocker(Clause.UNFOUNDED, "认定不属实的，须先提交不属实情况说明，经镇城运中心审核备案后方可结案")


def explanation_gate(ticket: Ticket) -> Blocker | None:
    """R6.2, R6.9 for the result that was reported. 规范一（六）."""
    return explanation_due(ticket, ticket.round.finding.values) if ticket.round.finding else None


def unfounded_gate(ticket: Ticket) -> Blocker | None:
    """R5 for the result that was reported. 规范一（五）."""
    return unfounded_due(ticket, ticket.round.finding.values) if ticket.round.finding else None


def building_gate(ticket: Ticket) -> Blocker | None:
    """R8: an illegal building is closed only with its five items. 规范一（八）."""
    if not ticket.facts.illegal_building or ticket.building is not None:
        return None
    message = "违法建筑类工单须先说明户主、具体地址、建筑时间、建造面积、是否合法五项内容"
    return Blocker(Clause.ILLEGAL_BUILDING, message)


def return_settled(ticket: Ticket) -> Blocker | None:
    """R3: a 退单 that waits for the centre is decided first. 规范一（三）."""
    waiting = pending_of(ticket.round.returns) is not None
    return Blocker(Clause.RETURN, "退单申请待镇城运中心审核，审核后再办") if waiting else None


def extension_settled(ticket: Ticket) -> Blocker | None:
    """R4: a 延期 that waits for the centre is decided first. 规范一（四）."""
    waiting = pending_of(ticket.round.extensions) is not None
    return Blocker(Clause.EXTENSION, "延期申请待镇城运中心审批，审批后再办") if waiting else None


def unfounded_settled(ticket: Ticket) -> Blocker | None:
    """R5: a statement that waits for its filing is decided first. 规范一（五）."""
    waiting = pending_of(ticket.round.unfounded) is not None
    return Blocker(Clause.UNFOUNDED, "不属实情况说明待镇城运中心审核备案，备案后再办") if waiting else None


def review_gate(ticket: Ticket) -> Blocker | None:
    """R6.6: the centre has reviewed the closing and let it pass. 规范一（六）2."""
    review = ticket.round.review
    if review is None:
        return Blocker(Clause.CLOSE_CENTER, "尚未结案审核")
    if VERDICT.of(review) == Verdict.AGAIN:
        return Blocker(Clause.CLOSE_CENTER, "结案审核未通过，须再处置")
    return None


def callback_gate(ticket: Ticket) -> Blocker | None:
    """R6.7: the centre has called the citizen back; waived where contact is exempt. 规范一（六）2."""
    callback = ticket.round.callback
    if callback is None:
        return None if ticket.waived else Blocker(Clause.CLOSE_CENTER, "尚未回访诉求人")
    if VERDICT.of(callback) == Verdict.AGAIN:
        return Blocker(Clause.CLOSE_CENTER, "回访结论为退回再处置，须再处置")
    return None


def heard_above_gate(ticket: Ticket) -> Blocker | None:
    """R6.8: 不满意 heard by 市、区 before the closing sends the ticket out too; later only a named leader decides."""
    heard = [each.called for each in ticket.upper_callbacks if each.unsatisfied and _of_this_round(each.called, ticket)]
    if not heard:
        return None
    if ticket.round.number == 1:
        return Blocker(Clause.CLOSE_CENTER, "市、区回访市民不满意，须再次派单（再处置）")
    callback = ticket.round.callback
    if callback is not None and DECIDED_BY.of(callback):
        return None
    message = "市、区回访市民仍不满意：须再次派单；要结案的，在回访记录里写明由哪位领导决定"
    return Blocker(Clause.CLOSE_CENTER, message)


def _of_this_round(called: Entry, ticket: Ticket) -> bool:
    return called.round == ticket.round.number


def failed_gate(ticket: Ticket) -> Blocker | None:
    """R6.8: only what failed its review or callback goes out again. 规范一（六）2."""
    if ticket.round.failed or heard_above_gate(ticket) is not None:
        return None
    message = "审核或回访结论为“退回再处置”，或市、区回访不满意的工单，才再次派单"
    return Blocker(Clause.CLOSE_CENTER, message)


def result_gate(ticket: Ticket) -> Blocker | None:
    """The unit has reported its result in this round. 规范一（六）1."""
    return None if ticket.round.result else Blocker(Clause.CLOSE_UNIT, "承办单位尚未办结反馈")


def sheet_gate(ticket: Ticket) -> Blocker | None:
    """R6.5: the disposal sheet, signed by the leader, is with the centre. 规范一（六）1."""
    return None if ticket.sheet_back_on else Blocker(Clause.CLOSE_UNIT, "分管领导签字的处置单尚未交回")


def platform_gate(ticket: Ticket) -> Blocker | None:
    """R6.4: the ticket is closed in the city platform too. 规范一（六）1."""
    return None if ticket.platform_closed_on else Blocker(Clause.CLOSE_UNIT, "尚未登记在城运系统内结案")


def statement_gate(ticket: Ticket) -> Blocker | None:
    """R7: after a bad callback from above the unit's statement is filed. 规范一（七）."""
    if not any(callback.open for callback in ticket.upper_callbacks):
        return None
    return Blocker(Clause.UNSATISFIED, "市、区回访不满意，承办单位的情况说明尚未备案")


def supervision_gate(ticket: Ticket) -> Blocker | None:
    """R16.4: supervision has ended and its file is complete. 督办二（五）3."""
    if not ticket.supervised:
        return None
    return Blocker(Clause.CASE_POOL, f"督办件 {'、'.join(ticket.supervised)} 尚未结案归档")


UNIT_CLOSING = (
    answer_gate,
    satisfaction_gate,
    rated_gate,
    building_gate,
    return_settled,
    extension_settled,
    unfounded_settled,
)
