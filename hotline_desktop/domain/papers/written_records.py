"""What a ticket puts on its written documents: pure functions from its records to the printed values.

Each takes the newest record of its kind. Where there is none the paper has empty lines; ``paper_gates`` keeps such a
paper from being printed as a filled one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from hotline_desktop.domain.papers.annex import PaperContext, complaint, sentence
from hotline_desktop.domain.papers.written import (
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
from hotline_desktop.domain.records.entries import Entry, Request, UpperCallback
from hotline_desktop.domain.terms.dates import chinese_datetime
from hotline_desktop.domain.terms.options import ContactResult
from hotline_desktop.domain.ticket.steps.building import building_items
from hotline_desktop.domain.ticket.ticket import Round, Ticket


def return_request(ticket: Ticket, context: PaperContext) -> ReturnRequest:
    """退单申请 of the unit that asked last. 规范一（三）."""
    turn = next((turn for turn in reversed(ticket.rounds) if turn.returns), last_round(ticket))
    message = _Told(turn.returns[-1] if turn.returns else None)
    late = message.asked.get("late") if message.asked else None
    return ReturnRequest(
        **_head(ticket, turn, context),
        filing_number=message.number(),
        accepted_at=turn.accepted_at,
        asked_at=message.asked.at if message.asked else None,
        limit_at=turn.limits.return_due,
        late=late if isinstance(late, bool) else None,
        reason=message.text("reason"),
        detail=message.text("detail"),
        duty=message.text("duty"),
        suggested_unit=message.text("suggested_unit"),
        earlier=_earlier_returns(ticket, message.request),
        decision=message.decision("late_reason"),
    )


def extension_request(ticket: Ticket, context: PaperContext) -> ExtensionRequest:
    """延期申请 that was made last. 规范一（四）."""
    turn = next((turn for turn in reversed(ticket.rounds) if turn.extensions), last_round(ticket))
    message = _Told(turn.extensions[-1] if turn.extensions else None)
    decided = message.request.decided if message.request and message.request.granted else None
    return ExtensionRequest(
        **_head(ticket, turn, context),
        filing_number=message.number(),
        asked_at=message.asked.at if message.asked else None,
        old_due=(message.asked.moment("old_due") if message.asked else None) or turn.limits.due,
        days=message.count("days"),
        times=message.count("times"),
        reason=message.text("reason"),
        basis=message.text("basis"),
        decision=message.decision("upper_note"),
        new_due=decided.moment("due") if decided else None,
    )


def unfounded_statement(ticket: Ticket, context: PaperContext) -> UnfoundedStatement:
    """不属实情况说明 that was handed in last. 规范一（五）."""
    turn = next((turn for turn in reversed(ticket.rounds) if turn.unfounded), last_round(ticket))
    message = _Told(turn.unfounded[-1] if turn.unfounded else None)
    return UnfoundedStatement(
        **_head(ticket, turn, context),
        complaint=message.text("complaint") or complaint(ticket) or None,
        checked_how=message.text("checked_how"),
        evidence=message.text("evidence"),
        conclusion=message.text("conclusion"),
        answer=message.text("answer"),
        dated=message.asked.day("submitted_on") if message.asked else None,
        filing_number=message.number(),
        filed_on=message.filed_on(),
        opinion=message.decision(),
    )


def joint_sheet(ticket: Ticket, context: PaperContext) -> JointSheet:
    """多部门联合处置协调单. 规范一（一）2."""
    turn = last_round(ticket)
    verified, joint = turn.verification, turn.joint
    return JointSheet(
        **_head(ticket, turn, context),
        why=_text(verified, "why"),
        verified_on=verified.day("verified_on") if verified else None,
        co_units="、".join(turn.co_units) or None,
        division=_text(joint, "division"),
        meeting=_text(joint, "meeting"),
    )


def contact_record(ticket: Ticket, context: PaperContext) -> ContactRecord:
    """联系与答复记录: the centre's contacts, and every round's contacts and answers. 规范一（一）, 规范一（六）1."""
    waiver = ticket.waiver
    message = f"{ticket.exemption}。{waiver.text('reason') if waiver else ''}" if ticket.exemption else None
    return ContactRecord(
        **_head(ticket, last_round(ticket), context),
        caller=ticket.facts.caller or None,
        phone="、".join(ticket.facts.phones) or None,
        exemption=message or None,
        contacts=tuple(sorted(_contacts(ticket), key=lambda row: row.at or datetime.max)),
    )


def explanation_record(ticket: Ticket, context: PaperContext) -> ExplanationRecord:
    """解释说明记录: every explanation of the last round that has one. 规范一（六）."""
    turn = next((turn for turn in reversed(ticket.rounds) if turn.explanations), last_round(ticket))
    return ExplanationRecord(
        **_head(ticket, turn, context),
        caller=ticket.facts.caller or None,
        phone="、".join(ticket.facts.phones) or None,
        explanations=tuple(
            ExplanationRow(
                at=entry.at,
                way=entry.text("way") or None,
                by=entry.text("explained_by") or None,
                reasons=_text(entry, "reasons"),
                policy=_text(entry, "policy"),
                reaction=_text(entry, "reaction"),
            )
            for entry in turn.explanations
        ),
    )


def review_record(ticket: Ticket, context: PaperContext) -> ReviewRecord:
    """结案审核与回访记录 of the current round. 规范一（六）2."""
    turn = last_round(ticket)
    review, callback = turn.review, turn.callback
    opinion = [review.text(key) for key in ("verdict", "problem", "note")] if review else []
    return ReviewRecord(
        **_head(ticket, turn, context),
        round=turn.number,
        resolution=turn.resolution.value if turn.resolution else None,
        handling=_text(turn.result, "handling"),
        answered=_flag(review, "answered"),
        evidence=_flag(review, "evidence"),
        explained=_flag(review, "explained"),
        form_filled=_flag(review, "form_filled"),
        handled=_flag(review, "handled"),
        review_opinion="".join(sentence(part) for part in opinion if part) or None,
        called_at=callback.at if callback else None,
        efficiency=_text(callback, "efficiency"),
        attitude=_text(callback, "attitude"),
        outcome=_text(callback, "outcome"),
        overall=_text(callback, "overall"),
        matches=_flag(callback, "matches"),
        note=_text(callback, "note") or ("免联系，不回访" if ticket.waived else None),
        conclusion=_text(callback, "verdict"),
    )


def unsatisfied_statement(ticket: Ticket, context: PaperContext) -> UnsatisfiedStatement:
    """不满意情况说明 that was handed in last. 规范一（七）."""
    callback = asked_callback(ticket)
    message = _Told(callback.statements[-1] if callback and callback.statements else None)
    return UnsatisfiedStatement(
        **_head(ticket, last_round(ticket), context),
        callback=_callback_words(callback) if callback else None,
        process=message.text("process"),
        why=message.text("why"),
        next_steps=message.text("next_steps"),
        dated=message.asked.day("submitted_on") if message.asked else None,
        filing_number=message.number(),
        filed_on=message.filed_on(),
        opinion=message.decision(),
    )


def building_statement(ticket: Ticket, context: PaperContext) -> BuildingStatement:
    """违法建筑结案说明: the five items. 规范一（八）."""
    entry = ticket.building
    words = [message for _label, message in building_items(entry)] if entry else [None] * 5
    owner, place, built, area, lawful = words
    return BuildingStatement(
        **_head(ticket, last_round(ticket), context),
        owner=owner,
        place=place,
        built=built,
        area=f"{area}㎡" if area and _FIGURES.fullmatch(area) else area,
        lawful=lawful,
        note=_text(entry, "note"),
    )


_FIGURES = re.compile(r"[0-9]+(\.[0-9]+)?")


def last_round(ticket: Ticket) -> Round:
    """The current round, or the one whose unit gave the ticket back."""
    return ticket.rounds[-1] if ticket.rounds else Round()


def asked_callback(ticket: Ticket) -> UpperCallback | None:
    """The callback from above that the newest statement answers, or that still asks for one. 规范一（七）."""
    return next((callback for callback in reversed(ticket.upper_callbacks) if callback.unsatisfied), None)


class _Told:
    """What a request says and what the centre answered, as it is printed."""

    def __init__(self, request: Request | None) -> None:
        self.request = request
        self.asked = request.asked if request else None

    def text(self, key: str) -> str | None:
        return _text(self.asked, key)

    def count(self, key: str) -> int | None:
        value = self.asked.get(key) if self.asked else None
        return value if isinstance(value, int) else None

    def number(self) -> str | None:
        return (self.request.number or None) if self.request else None

    def filed_on(self) -> date | None:
        decided = self.request.decided if self.request and self.request.granted else None
        return decided.day("filed_on") if decided else None

    def decision(self, *more: str) -> str | None:
        """The centre's answer in words: its decision, its reason, its remarks."""
        decided = self.request.decided if self.request else None
        if decided is None:
            return None
        keys = ("decision", "refusal", "problem", *more, "note")
        return "".join(sentence(decided.text(key)) for key in keys if decided.text(key)) or None


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


def _text(entry: Entry | None, key: str) -> str | None:
    return (entry.text(key) or None) if entry else None


def _flag(entry: Entry | None, key: str) -> bool | None:
    value = entry.get(key) if entry else None
    return value if isinstance(value, bool) else None


def _earlier_returns(ticket: Ticket, current: Request | None) -> str | None:
    """Every former 退单 of the ticket with what became of it; 无 where a first one is made."""
    if current is None:
        return None
    message = [
        f"{chinese_datetime(other.asked.at)}{other.asked.text('unit')}申请，"
        f"{other.decided.text('decision') if other.decided else other.ended.why if other.ended else '待审核'}"
        for other in ticket.returns
        if other is not current
    ]
    return "；".join(message) or "无"


def _contacts(ticket: Ticket) -> Iterator[ContactRow]:
    for entry in ticket.center_contacts:
        yield _contact(entry, "中心先行联系", "")
    for turn in ticket.rounds:
        for entry in turn.contacts:
            yield _contact(entry, "单位联系", turn.unit)
        for entry in turn.answers:
            yield _contact(entry, "答复诉求人", turn.unit)


def _contact(entry: Entry, what: str, unit: str) -> ContactRow:
    people = entry.text("contacted_by") or entry.text("answered_by") or unit
    way = " ".join(part for part in (entry.text("way") or "电话", entry.text("number")) if part)
    missed = entry.text("reason") if entry.text("result") == ContactResult.NOT_REACHED else ""
    proof = next((entry.text(key) for key in ("recording", "letter", "proof") if entry.text(key)), "")
    said = [missed, entry.text("note") or entry.text("content"), f"凭证：{proof}" if proof else ""]
    return ContactRow(
        at=entry.at,
        what=what,
        way=way or None,
        by=people or None,
        result=entry.text("result") or None,
        note="".join(sentence(part) for part in said if part) or None,
    )


def _callback_words(callback: UpperCallback) -> str:
    called = callback.called
    message = f"{chinese_datetime(called.at)}{called.text('office')}回访，市民测评结果为{called.text('grade')}"
    return sentence(f"{message}：{called.text('note')}" if called.text("note") else message)
