"""Fills the written documents of a ticket: pure functions from its history to the printed values.

Each takes the newest entry of its kind. Where there is none, the document has empty lines, and ``ticket_gates`` keeps
it from being printed as a filled one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from hotline_desktop.domain.papers.annex_forms import PaperContext, complaint, sentence
from hotline_desktop.domain.papers.document_values import (
    BuildingStatement,
    ContactRecord,
    ContactRow,
    ExplanationRecord,
    ExplanationRow,
    ExtensionRequest,
    JointSheet,
    ReturnRequest,
    ReviewRecord,
    UnfoundedStatement,
    UnsatisfiedStatement,
)
from hotline_desktop.domain.records.entries import DECISION, Entry, Request, Requests
from hotline_desktop.domain.records.fields import Field
from hotline_desktop.domain.terms.dates import chinese_datetime
from hotline_desktop.domain.terms.options import ContactResult
from hotline_desktop.domain.ticket.fields import (
    ANSWER_NOTE,
    ANSWER_WAY,
    ASKED_BY,
    CONTACT_RESULT,
    EXPLANATION_WAY,
    FILED_ON,
    LATE,
    OLD_DUE,
    ON_BEHALF,
    PROBLEM,
    REFUSAL,
    SUGGESTED_UNIT,
    TIMES,
    UPPER_GRADE,
    UPPER_OFFICE,
    VERDICT,
    VERIFIED_ON,
)
from hotline_desktop.domain.ticket.steps.building import BUILDING_NOTE, building_items
from hotline_desktop.domain.ticket.steps.extensions import DAYS, EXTENSION_BASIS, EXTENSION_REASON, UPPER_NOTE
from hotline_desktop.domain.ticket.steps.handling import (
    ANSWER_CONTENT,
    ANSWERED_BY,
    EXPLAINED_BY,
    HANDLING,
    POLICY,
    PROOFS,
    REACTION,
    REASONS,
)
from hotline_desktop.domain.ticket.steps.intake import CONTACT_NOTE, CONTACTED_BY, DIALLED, NOT_CONTACTED, WAIVER_NOTE
from hotline_desktop.domain.ticket.steps.joint import COORDINATION, DIVISION, WHY_JOINT
from hotline_desktop.domain.ticket.steps.limits import DUE
from hotline_desktop.domain.ticket.steps.returns import DETAIL, DUTY, LATE_REASON, RETURN_REASON
from hotline_desktop.domain.ticket.steps.reviewing import (
    ANSWERED,
    ATTITUDE,
    CALLBACK_NOTE,
    EFFICIENCY,
    EVIDENCE,
    EXPLAINED,
    FORM_FILLED,
    HANDLED,
    MATCHES,
    OUTCOME,
    OVERALL,
    REVIEW_NOTE,
)
from hotline_desktop.domain.ticket.steps.statements import SUBMITTED_ON
from hotline_desktop.domain.ticket.steps.unfounded import (
    CHECKED_HOW,
    CITIZEN_ANSWER,
    COMPLAINT,
    CONCLUSION,
    UNFOUNDED_EVIDENCE,
)
from hotline_desktop.domain.ticket.steps.unsatisfied import NEXT_STEPS, PROCESS, UPPER_CALL_NOTE, WHY_UNSATISFIED
from hotline_desktop.domain.ticket.ticket import Round, Ticket
from hotline_desktop.domain.ticket.upper_callbacks import UpperCallback


def asked_last(kind: str) -> Callable[[Ticket], Request | None]:
    """What finds the newest of a ticket's ``returns``, ``extensions`` or ``unfounded`` statements."""

    def found(ticket: Ticket) -> Request | None:
        asked: list[Requests] = [getattr(turn, kind) for turn in reversed(ticket.rounds)]
        return next((requests[-1] for requests in asked if requests), None)

    return found


def stated_last(ticket: Ticket) -> Request | None:
    """The newest statement on a bad callback from above. 规范一（七）."""
    callback = asked_callback(ticket)
    return callback.statements[-1] if callback and callback.statements else None


def return_request(ticket: Ticket, context: PaperContext) -> ReturnRequest:
    """退单申请 of the unit that asked last. 规范一（三）."""
    turn = next((turn for turn in reversed(ticket.rounds) if turn.returns), last_round(ticket))
    written = _Request(turn.returns[-1] if turn.returns else None)
    return ReturnRequest(
        **_head(ticket, turn, context),
        filing_number=written.number(),
        accepted_at=turn.accepted_at,
        asked_at=written.asked.at if written.asked else None,
        limit_at=turn.limits.return_due,
        late=LATE.of(written.asked),
        reason=written.text(RETURN_REASON),
        detail=written.text(DETAIL),
        duty=written.text(DUTY),
        suggested_unit=written.text(SUGGESTED_UNIT),
        earlier=_earlier_returns(ticket, written.request),
        decision=written.decision(LATE_REASON),
    )


def extension_request(ticket: Ticket, context: PaperContext) -> ExtensionRequest:
    """延期申请 that was made last. 规范一（四）."""
    turn = next((turn for turn in reversed(ticket.rounds) if turn.extensions), last_round(ticket))
    written = _Request(turn.extensions[-1] if turn.extensions else None)
    decided = written.request.decided if written.request and written.request.granted else None
    return ExtensionRequest(
        **_head(ticket, turn, context),
        filing_number=written.number(),
        asked_at=written.asked.at if written.asked else None,
        old_due=OLD_DUE.of(written.asked) or turn.limits.due,
        days=DAYS.of(written.asked),
        times=TIMES.of(written.asked),
        reason=written.text(EXTENSION_REASON),
        basis=written.text(EXTENSION_BASIS),
        decision=written.decision(UPPER_NOTE),
        new_due=DUE.of(decided),
    )


def unfounded_statement(ticket: Ticket, context: PaperContext) -> UnfoundedStatement:
    """不属实情况说明 that was handed in last. 规范一（五）."""
    turn = next((turn for turn in reversed(ticket.rounds) if turn.unfounded), last_round(ticket))
    written = _Request(turn.unfounded[-1] if turn.unfounded else None)
    return UnfoundedStatement(
        **_head(ticket, turn, context),
        complaint=written.text(COMPLAINT) or complaint(ticket) or None,
        checked_how=written.text(CHECKED_HOW),
        evidence=written.text(UNFOUNDED_EVIDENCE),
        conclusion=written.text(CONCLUSION),
        answer=written.text(CITIZEN_ANSWER),
        dated=SUBMITTED_ON.of(written.asked),
        filing_number=written.number(),
        filed_on=written.filed_on(),
        opinion=written.decision(),
    )


def joint_sheet(ticket: Ticket, context: PaperContext) -> JointSheet:
    """多部门联合处置协调单. 规范一（一）2."""
    turn = last_round(ticket)
    verified, joint = turn.verification, turn.joint
    return JointSheet(
        **_head(ticket, turn, context),
        why=_text(verified, WHY_JOINT),
        verified_on=VERIFIED_ON.of(verified),
        co_units="、".join(turn.co_units) or None,
        division=_text(joint, DIVISION),
        meeting=_text(joint, COORDINATION),
    )


def contact_record(ticket: Ticket, context: PaperContext) -> ContactRecord:
    """联系与答复记录: the centre's contacts, and every round's contacts and answers. 规范一（一）, 规范一（六）1."""
    message = f"{ticket.exemption}。{WAIVER_NOTE.of(ticket.waiver)}" if ticket.exemption else None
    return ContactRecord(
        **_head(ticket, last_round(ticket), context),
        caller=ticket.facts.caller or None,
        phone="、".join(ticket.facts.phones) or None,
        exemption=message or None,
        contacts=tuple(sorted(_contacts(ticket), key=lambda row: row.at or datetime.max)),
    )


def explanation_record(ticket: Ticket, context: PaperContext) -> ExplanationRecord:
    """解释说明记录: the newest explanation. 规范一（六）."""
    turn = next((turn for turn in reversed(ticket.rounds) if turn.explanations), last_round(ticket))
    return ExplanationRecord(
        **_head(ticket, turn, context),
        caller=ticket.facts.caller or None,
        phone="、".join(ticket.facts.phones) or None,
        explanations=tuple(
            ExplanationRow(
                at=entry.at,
                way=_text(entry, EXPLANATION_WAY),
                by=_spoke(entry, EXPLAINED_BY.of(entry)),
                reasons=_text(entry, REASONS),
                policy=_text(entry, POLICY),
                reaction=_text(entry, REACTION),
            )
            for entry in turn.explanations[-1:]
        ),
    )


def review_record(ticket: Ticket, context: PaperContext) -> ReviewRecord:
    """结案审核与回访记录 of the current round. 规范一（六）2."""
    turn = last_round(ticket)
    review, callback = turn.review, turn.callback
    opinion = [field.of(review) for field in (VERDICT, PROBLEM, REVIEW_NOTE)]
    return ReviewRecord(
        **_head(ticket, turn, context),
        round=turn.number,
        resolution=turn.resolution.value if turn.resolution else None,
        handling=_text(turn.result, HANDLING),
        answered=ANSWERED.of(review),
        evidence=EVIDENCE.of(review),
        explained=EXPLAINED.of(review),
        form_filled=FORM_FILLED.of(review),
        handled=HANDLED.of(review),
        review_opinion="".join(sentence(part) for part in opinion if part) or None,
        called_at=callback.at if callback else None,
        efficiency=_text(callback, EFFICIENCY),
        attitude=_text(callback, ATTITUDE),
        outcome=_text(callback, OUTCOME),
        overall=_text(callback, OVERALL),
        matches=MATCHES.of(callback),
        note=_text(callback, CALLBACK_NOTE) or ("免联系，不回访" if ticket.waived else None),
        conclusion=_text(callback, VERDICT),
    )


def unsatisfied_statement(ticket: Ticket, context: PaperContext) -> UnsatisfiedStatement:
    """不满意情况说明 that was handed in last. 规范一（七）."""
    callback = asked_callback(ticket)
    written = _Request(callback.statements[-1] if callback and callback.statements else None)
    return UnsatisfiedStatement(
        **_head(ticket, last_round(ticket), context),
        callback=_callback_text(callback) if callback else None,
        process=written.text(PROCESS),
        why=written.text(WHY_UNSATISFIED),
        next_steps=written.text(NEXT_STEPS),
        dated=SUBMITTED_ON.of(written.asked),
        filing_number=written.number(),
        filed_on=written.filed_on(),
        opinion=written.decision(),
    )


def building_statement(ticket: Ticket, context: PaperContext) -> BuildingStatement:
    """违法建筑结案说明: the five items. 规范一（八）."""
    entry = ticket.building
    texts = [text for _label, text in building_items(entry)] if entry else [None] * 5
    owner, place, built, area, lawful = texts
    return BuildingStatement(
        **_head(ticket, last_round(ticket), context),
        owner=owner,
        place=place,
        built=built,
        area=f"{area}㎡" if area and _NUMBER.fullmatch(area) else area,
        lawful=lawful,
        note=_text(entry, BUILDING_NOTE),
    )


_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


def last_round(ticket: Ticket) -> Round:
    """The current round, or the one whose unit gave the ticket back."""
    return ticket.rounds[-1] if ticket.rounds else Round()


def last_contact(ticket: Ticket) -> date | None:
    """When the citizen was last contacted or answered, or else when that was waived."""
    made = [*ticket.center_contacts, *(entry for turn in ticket.rounds for entry in (*turn.contacts, *turn.answers))]
    made += [ticket.waiver] if ticket.waiver and not made else []
    return max(entry.at for entry in made) if made else None


def asked_callback(ticket: Ticket) -> UpperCallback | None:
    """The callback from above that the newest statement answers, or that still asks for one. 规范一（七）."""
    return next((callback for callback in reversed(ticket.upper_callbacks) if callback.unsatisfied), None)


class _Request:
    """What a request says and what the centre answered, as it is printed."""

    def __init__(self, request: Request | None) -> None:
        self.request = request
        self.asked = request.asked if request else None

    def text(self, field: Field[str]) -> str | None:
        return _text(self.asked, field)

    def number(self) -> str | None:
        return (self.request.number or None) if self.request else None

    def filed_on(self) -> date | None:
        decided = self.request.decided if self.request and self.request.granted else None
        return FILED_ON.of(decided)

    def decision(self, *more: Field[str]) -> str | None:
        """The centre's answer in words: its decision, its reason, its remarks."""
        decided = self.request.decided if self.request else None
        if decided is None:
            return None
        said = (field.of(decided) for field in (DECISION, REFUSAL, PROBLEM, *more, ANSWER_NOTE))
        return "".join(sentence(part) for part in said if part) or None


def _head(ticket: Ticket, turn: Round, context: PaperContext) -> dict[str, Any]:
    due = turn.limits.due
    return {
        "town": context.town or None,
        "center": context.center or None,
        "number": ticket.facts.number or None,
        "transfer_number": ticket.transfer_number or None,
        "unit": turn.unit or None,
        "level": ticket.level.value,
        "handed_on": turn.handed_on.date() if turn.handed_on else None,
        "due_text": chinese_datetime(due) if due else None,
        "content": complaint(ticket) or None,
    }


def _text(entry: Entry | None, field: Field[str]) -> str | None:
    return field.of(entry) or None


def _earlier_returns(ticket: Ticket, current: Request | None) -> str | None:
    """Every former 退单 of the ticket with what became of it; 无 where a first one is made."""
    if current is None:
        return None
    earlier = [
        f"{chinese_datetime(other.asked.at)}{ASKED_BY.of(other.asked)}申请，"
        f"{DECISION.of(other.decided) if other.decided else other.ended.why if other.ended else '待审核'}"
        for other in ticket.returns
        if other is not current
    ]
    return "；".join(earlier) or "无"


def _contacts(ticket: Ticket) -> Iterator[ContactRow]:
    for entry in ticket.center_contacts:
        yield _contact(entry, "中心先行联系", "")
    for turn in ticket.rounds:
        for entry in turn.contacts:
            yield _contact(entry, "代为联系" if ON_BEHALF.of(entry) else "单位联系", turn.unit)
        for entry in turn.answers:
            yield _contact(entry, "代为答复" if ON_BEHALF.of(entry) else "答复诉求人", turn.unit)


def _contact(entry: Entry, what: str, unit: str) -> ContactRow:
    people = CONTACTED_BY.of(entry) or ANSWERED_BY.of(entry) or unit
    way = " ".join(part for part in (ANSWER_WAY.of(entry) or "电话", DIALLED.of(entry)) if part)
    missed = NOT_CONTACTED.of(entry) if CONTACT_RESULT.of(entry) == ContactResult.NOT_REACHED else ""
    proof = next((text for field in PROOFS if (text := field.of(entry))), "")
    said = [missed, CONTACT_NOTE.of(entry) or ANSWER_CONTENT.of(entry), f"凭证：{proof}" if proof else ""]
    return ContactRow(
        at=entry.at,
        what=what,
        way=way or None,
        by=_spoke(entry, people),
        result=_text(entry, CONTACT_RESULT),
        note="".join(sentence(part) for part in said if part) or None,
    )


def _spoke(entry: Entry, name: str) -> str | None:
    """Who spoke to the citizen, and for whom where that was not the unit: ``王芳（镇城运中心代办）``."""
    behalf = ON_BEHALF.of(entry)
    return f"{name}（{behalf}代办）" if behalf else name or None


def _callback_text(callback: UpperCallback) -> str:
    called = callback.called
    message = f"{chinese_datetime(called.at)}{UPPER_OFFICE.of(called)}回访，市民测评结果为{UPPER_GRADE.of(called)}"
    return sentence(f"{message}：{note}" if (note := UPPER_CALL_NOTE.of(called)) else message)
