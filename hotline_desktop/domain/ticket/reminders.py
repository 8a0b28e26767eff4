"""What a clerk should be reminded of on a ticket now, each with its clause: nothing here blocks a step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from hotline_desktop.domain.records.entries import pending_of
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.dates import chinese_datetime
from hotline_desktop.domain.terms.options import ContactResult, Origin, Pending, Stage
from hotline_desktop.domain.terms.ticket_numbers import is_usual_number
from hotline_desktop.domain.ticket.fields import CONTACT_RESULT, LATE
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.domain.time.deadline import TimeRules, return_due
from hotline_desktop.domain.time.workdays import WorkCalendar

_BUILDING = re.compile("违法建筑|违章建筑|违法搭建|违章搭建|违建|违法用地|私自搭建|擅自搭建")


class Reminder(NamedTuple):
    """A sentence, the clause behind it, and since when it holds (local office time; None where no clock runs)."""

    clause: Clause
    message: str
    since: datetime | None = None


def reminders(ticket: Ticket, now: datetime, calendar: WorkCalendar, rules: TimeRules) -> tuple[Reminder, ...]:
    """Everything to be reminded of at ``now``, in the order of the regulation."""
    if ticket.frozen:
        return ()
    return tuple(
        found
        for found in (
            _odd_number(ticket),
            _first_contact(ticket, now, calendar, rules),
            _not_accepted(ticket, now),
            *_with_unit(ticket, now),
            _passed_limit(ticket, calendar),
            _failed_review(ticket),
            _illegal_building(ticket),
            *_statements(ticket, now),
        )
        if found is not None
    )


def _odd_number(ticket: Ticket) -> Reminder | None:
    """A number typed by hand that is none of the usual ones; an import warns of its own."""
    if ticket.stage is not Stage.TO_DISPATCH or ticket.origin is not Origin.ENTERED:
        return None
    if is_usual_number(ticket.facts.number):
        return None
    return Reminder(Clause.RECEIVE_CENTER, "工单编号不是通常的14位编号，请核对有没有录错")


def contact_due(ticket: Ticket, calendar: WorkCalendar, rules: TimeRules) -> datetime | None:
    """Half a working day after the receipt: from then on a missing first contact is reminded of. 规范一（一）1."""
    received = ticket.facts.received_at or ticket.facts.called_at
    return return_due(ticket.level, received, calendar, rules).due if received else None


def _first_contact(ticket: Ticket, now: datetime, calendar: WorkCalendar, rules: TimeRules) -> Reminder | None:
    if ticket.stage is not Stage.TO_DISPATCH or ticket.center_contacts or ticket.exemption:
        return None
    due = contact_due(ticket, calendar, rules)
    if due is None or now <= due:
        return None
    return Reminder(Clause.RECEIVE_CENTER, "收单已超过半个工作日，还没有与诉求人先行联系", due)


def _not_accepted(ticket: Ticket, now: datetime) -> Reminder | None:
    """Half a working day after the hand-over a unit has taken the ticket on, or it is asked. 规范一（一）2."""
    due = ticket.round.limits.return_due
    if ticket.stage is not Stage.TO_ACCEPT or due is None or now <= due or pending_of(ticket.round.returns):
        return None
    return Reminder(Clause.RECEIVE_UNIT, f"转交已超过半个工作日，{ticket.unit}还没有接单", due)


def _with_unit(ticket: Ticket, now: datetime) -> Iterator[Reminder]:
    turn = ticket.round
    if not ticket.stage.with_unit:
        return
    request = pending_of(turn.returns)
    if request is not None and LATE.of(request.asked):
        yield Reminder(Clause.RETURN, "退单申请超过半个工作日，是逾期退单，受理须写明原因", request.asked.at)
    due = turn.limits.answer_due
    reached = any(CONTACT_RESULT.of(e) == ContactResult.REACHED for e in (*turn.contacts, *turn.answers))
    if due is not None and now > due and not reached and not ticket.waived:
        yield Reminder(Clause.RECEIVE_UNIT, "已过一个工作日，承办单位还没有与诉求人联系上", due)


def _passed_limit(ticket: Ticket, calendar: WorkCalendar) -> Reminder | None:
    """A superior's limit that had passed at the hand-over is the centre's own delay; another one is asked for."""
    begun, upper = ticket.round.begun, ticket.facts.upper_limit
    if not ticket.stage.with_unit or begun is None or upper is None or upper > begun:
        return None
    act = "拆分" if ticket.round.resumed_at else "转交"
    days = calendar.count_working_days(upper.date(), begun.date())
    late = f"{act}已晚 {days} 个工作日" if days else f"{act}已晚，不足 1 个工作日"
    message = (
        f"上级时限 {chinese_datetime(upper)} 在{act}（{chinese_datetime(begun)}）以前已过，{late}，"
        f"不作为{ticket.unit}的期限：请向上级另报时限，在“更正登记内容”里填写"
    )
    return Reminder(Clause.TIME_LIMIT, message, upper)


def _failed_review(ticket: Ticket) -> Reminder | None:
    """R10.1: what the review found goes back to the unit, and may be followed by phone. 督办二（二）1."""
    review = ticket.round.review
    if ticket.stage is not Stage.TO_REVIEW or review is None or ticket.supervised:
        return None
    message = "结案审核发现问题：退回再处置；在案源库点“电话督办”，一张表纳入督办、登记通话，跟踪办理"
    return Reminder(Clause.BY_PHONE, message, review.at)


def _illegal_building(ticket: Ticket) -> Reminder | None:
    facts = ticket.facts
    text = f"{facts.title}\n{facts.content}\n{facts.category}"
    if facts.illegal_building or not ticket.stage.is_open or not _BUILDING.search(text):
        return None
    return Reminder(Clause.ILLEGAL_BUILDING, "来电内容提到违法搭建，请核对是否属违法建筑类，属于的在登记内容里标明")


def _statements(ticket: Ticket, now: datetime) -> Iterator[Reminder]:
    for callback in ticket.upper_callbacks:
        due = callback.statement_due
        if not callback.open or due is None:
            continue
        word = Pending.STATEMENT_FILING if pending_of(callback.statements) else Pending.STATEMENT
        late = f"，已过期限 {chinese_datetime(due)}" if now > due else f"，期限 {chinese_datetime(due)}"
        yield Reminder(Clause.UNSATISFIED, f"市、区回访不满意，{word.value}{late}", due)
