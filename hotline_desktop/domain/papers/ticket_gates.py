"""What is missing on a ticket before one of its documents can be printed: everything, with its clause.

Empty papers may always be printed, and so may the 处置单: what is not known on it stays an empty line.
"""

from __future__ import annotations

from hotline_desktop.domain.papers.annex_forms import DisposalState
from hotline_desktop.domain.papers.ticket_documents import asked_callback, last_round
from hotline_desktop.domain.records.entries import Entry, Request
from hotline_desktop.domain.records.fields import AnyField
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.ticket.fields import CO_UNITS, SUGGESTED_UNIT, VERDICT
from hotline_desktop.domain.ticket.steps.building import LAWFUL
from hotline_desktop.domain.ticket.steps.extensions import DAYS, EXTENSION_BASIS, EXTENSION_REASON
from hotline_desktop.domain.ticket.steps.handling import POLICY, REACTION, REASONS
from hotline_desktop.domain.ticket.steps.joint import DIVISION
from hotline_desktop.domain.ticket.steps.returns import DETAIL, DUTY
from hotline_desktop.domain.ticket.steps.reviewing import ANSWERED, ATTITUDE, EFFICIENCY, HANDLED, OUTCOME
from hotline_desktop.domain.ticket.steps.unfounded import (
    CHECKED_HOW,
    CITIZEN_ANSWER,
    COMPLAINT,
    CONCLUSION,
    UNFOUNDED_EVIDENCE,
)
from hotline_desktop.domain.ticket.steps.unsatisfied import NEXT_STEPS, PROCESS, WHY_UNSATISFIED
from hotline_desktop.domain.ticket.ticket import Ticket

Blockers = tuple[Blocker, ...]
TO_FILL = "待填"


def missing_in(entry: Entry | None, clause: Clause, what: str, fields: tuple[tuple[AnyField, str], ...]) -> Blockers:
    """``what`` is the record; ``fields`` are the values that it must hold, with their Chinese words."""
    if entry is None:
        return (Blocker(clause, f"还没有{what}"),)
    return tuple(
        Blocker(clause, f"{what}里缺少{text}", field.key) for field, text in fields if field.of(entry) in (None, "", ())
    )


def asked_last(requests: tuple[Request, ...]) -> Entry | None:
    """The entry by which the last of the requests was made."""
    return requests[-1].asked if requests else None


def nobody_to_fill_in(ticket: Ticket, clause: Clause) -> Blockers:
    """A paper that a unit writes on by hand goes to the unit that has the ticket, and answers something."""
    if not ticket.dispatched:
        return (Blocker(clause, "工单还没有派单，没有承办单位来填写"),)
    if clause is Clause.UNSATISFIED:
        nothing_said = (Blocker(clause, "没有市、区热线办回访不满意的记录，不需要说明"),)
        return nothing_said if asked_callback(ticket) is None else ()
    if ticket.closed_at is not None:
        return (Blocker(clause, "工单已经结案，不能再提出，没有要填写的"),)
    return ()


def disposal_missing(ticket: Ticket, state: str) -> Blockers:
    """D1: 办结 only with the unit's result on it; where it writes by hand goes out as 转办. 规范一（六）1."""
    if state != DisposalState.FINISHED or last_round(ticket).result is not None:
        return ()
    message = f"还没有承办单位的办结反馈，不能印成“{DisposalState.FINISHED}”；可以印“{DisposalState.HANDED_OVER}”"
    return (Blocker(Clause.CLOSE_UNIT, message),)


def satisfaction_missing(ticket: Ticket, state: str) -> Blockers:
    """D2: to be filled in by the citizen once a unit has the ticket; filled in only after an answer. 规范一（六）1."""
    if not (ticket.dispatched if state == TO_FILL else ticket.rounds):
        message = "工单还没有派单，测评表还不能交给承办单位"
        return (Blocker(Clause.CLOSE_UNIT, message),)
    if state == TO_FILL or ticket.waived or any(turn.answers or turn.satisfaction for turn in ticket.rounds):
        return ()
    return (Blocker(Clause.CLOSE_UNIT, f"还没有答复诉求人的记录；“{TO_FILL}”的可以先打印，请诉求人填写"),)


def return_missing(ticket: Ticket) -> Blockers:
    """D4: reason, duty basis, suggested unit. 规范一（三）."""
    fields = ((DETAIL, "退单理由"), (DUTY, "职责依据"), (SUGGESTED_UNIT, "建议承办单位"))
    return missing_in(asked_last(ticket.returns), Clause.RETURN, "退单申请", fields)


def extension_missing(ticket: Ticket) -> Blockers:
    """D5: reason, days, legal basis. 规范一（四）."""
    requests = tuple(request for turn in ticket.rounds for request in turn.extensions)
    fields = ((EXTENSION_REASON, "延期原因"), (DAYS, "延期天数"), (EXTENSION_BASIS, "法律法规依据"))
    return missing_in(asked_last(requests), Clause.EXTENSION, "延期申请", fields)


def unfounded_missing(ticket: Ticket) -> Blockers:
    """D6: complaint, how checked, evidence, conclusion, answer. 规范一（五）."""
    requests = tuple(request for turn in ticket.rounds for request in turn.unfounded)
    fields = (
        (COMPLAINT, "反映情况"),
        (CHECKED_HOW, "核实经过"),
        (UNFOUNDED_EVIDENCE, "查明的事实和证据"),
        (CONCLUSION, "认定结论"),
        (CITIZEN_ANSWER, "向诉求人说明的情况"),
    )
    return missing_in(asked_last(requests), Clause.UNFOUNDED, "不属实情况说明", fields)


def joint_missing(ticket: Ticket) -> Blockers:
    """D7: the leader's verification, the units, the division of work. 规范一（一）2."""
    turn = last_round(ticket)
    return (
        *missing_in(turn.verification, Clause.RECEIVE_UNIT, "条线分管领导的联合处置核实", ()),
        *missing_in(turn.joint, Clause.RECEIVE_UNIT, "协办单位", ((CO_UNITS, "单位名称"), (DIVISION, "任务分工"))),
    )


def contacts_missing(ticket: Ticket) -> Blockers:
    """D8: at least one contact, or the reason why there is none. 规范一（一）1."""
    made = ticket.center_contacts or any(turn.contacts or turn.answers for turn in ticket.rounds)
    return () if made or ticket.exemption else (Blocker(Clause.RECEIVE_CENTER, "还没有联系或答复的记录"),)


def explanation_missing(ticket: Ticket) -> Blockers:
    """D9: reasons, policy cited, reaction. 规范一（六）."""
    entries = [entry for turn in ticket.rounds for entry in turn.explanations]
    fields = ((REASONS, "说明的理由"), (POLICY, "引用的政策法规"), (REACTION, "诉求人反应"))
    return missing_in(entries[-1] if entries else None, Clause.CLOSE_UNIT, "解释说明记录", fields)


def review_missing(ticket: Ticket) -> Blockers:
    """D10: the checklist and, unless it is waived, the callback with its three ratings. 规范一（六）2."""
    turn = last_round(ticket)
    checklist = ((ANSWERED, "是否按规定答复"), (HANDLED, "是否处置到位"), (VERDICT, "审核结论"))
    ratings = ((EFFICIENCY, "办理效率评价"), (ATTITUDE, "办理态度评价"), (OUTCOME, "办理结果评价"))
    reviewed = missing_in(turn.review, Clause.CLOSE_CENTER, "结案审核", checklist)
    if ticket.waived or turn.failed:
        return reviewed
    return (*reviewed, *missing_in(turn.callback, Clause.CLOSE_CENTER, "回访", ratings))


def unsatisfied_missing(ticket: Ticket) -> Blockers:
    """D11: process, why unsatisfied, next steps. 规范一（七）."""
    callback = asked_callback(ticket)
    fields = ((PROCESS, "办理经过"), (WHY_UNSATISFIED, "不满意的原因"), (NEXT_STEPS, "下一步措施"))
    return missing_in(
        asked_last(callback.statements) if callback else None, Clause.UNSATISFIED, "不满意情况说明", fields
    )


def building_missing(ticket: Ticket) -> Blockers:
    """D12: the five items, which their step asks for all at once. 规范一（八）."""
    return missing_in(ticket.building, Clause.ILLEGAL_BUILDING, "违法建筑五项内容的说明", ((LAWFUL, "是否合法"),))
