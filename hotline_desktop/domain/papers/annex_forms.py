"""Fills the three forms of the annexes from a ticket or a supervision case: pure functions.

They put down everything that the history says; ``withholding`` decides what of it may leave the centre.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hotline_desktop.domain.papers.annex_values import DisposalSheet, SatisfactionForm, SupervisionNotice
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.fields import OUTCOME
from hotline_desktop.domain.supervision.steps.answering import PAGES, POINTS_FACTS, POINTS_OPINION, REPORTED_WAY
from hotline_desktop.domain.terms.dates import chinese_datetime
from hotline_desktop.domain.terms.options import ContactResult, Grade, Level, SupervisionMethod
from hotline_desktop.domain.ticket.answering import answered_by, hand_overs
from hotline_desktop.domain.ticket.fields import CONTACT_RESULT, DEMAND, FACT, GRADE, ON_BEHALF, RESOLUTION
from hotline_desktop.domain.ticket.steps.behalf import spoken_for
from hotline_desktop.domain.ticket.steps.handling import FEEDBACK, HANDLING, REMARKS, SURVEY_NOTE
from hotline_desktop.domain.ticket.steps.records import CASE
from hotline_desktop.domain.ticket.ticket import Entry, Round, Ticket
from hotline_desktop.domain.time.deadline.rules import BASIS, BASIS_UPPER, TimeRules
from hotline_desktop.domain.time.workdays import WorkCalendar

WAIVED = "未评价（免联系）"
# The rungs on which a notice is issued by the regulation, and by the leader's order. 督办二（二）2, 4
NOTICE_METHODS = frozenset((SupervisionMethod.WRITTEN.value, SupervisionMethod.LEADER.value))


class DisposalState(StrEnum):
    """The two states of a disposal sheet: as it goes to the unit, and as it comes back to be filed."""

    HANDED_OVER = "转办"
    FINISHED = "办结"


@dataclass(frozen=True, slots=True)
class PaperContext:
    """What a paper needs to know besides the record: the office's names, its time and its rules of counting.

    ``own_numbers`` are the digits of the office's and its units' telephones, which are no citizen's, and
    ``notice_methods`` the rungs of supervision that have a 督办通知单. ``fonds`` is the 全宗名称 of the archive, and
    ``kept_for`` how long files of cases are kept there.
    """

    town: str
    now: datetime
    calendar: WorkCalendar
    rules: TimeRules
    center: str = ""
    own_numbers: frozenset[str] = frozenset()
    notice_methods: frozenset[str] = NOTICE_METHODS
    fonds: str = ""
    kept_for: str = ""


def disposal_sheet(ticket: Ticket, state: DisposalState, context: PaperContext) -> DisposalSheet:
    """The disposal sheet of the ticket's current round. 规范一（六）1."""
    facts, turn = ticket.facts, ticket.round
    days, basis = _limit(ticket, context)
    called = facts.called_at
    return DisposalSheet(
        unit=turn.unit or None,
        caller=facts.caller or None,
        called_on=called.date() if called else None,
        address=facts.address or None,
        phone="、".join(facts.phones) or None,
        number=facts.number or None,
        handed_on=turn.handed_on.date() if turn.handed_on else None,
        to_unit=turn.unit or None,
        transfer_number=ticket.transfer_number or None,
        urge_count=ticket.urges,
        level=ticket.level.value,
        content=complaint(ticket) or None,
        handling=HANDLING.of(ticket.round.result) or None,
        feedback=FEEDBACK.of(ticket.round.result) or None,
        limit_days=days,
        limit_basis=basis or None,
        answered_within_day=answered_within_day(ticket, context.now),
        resolution=turn.resolution.value if turn.resolution else None,
        remarks=_remarks(ticket, state) or None,
    )


def satisfaction_form(ticket: Ticket, context: PaperContext) -> SatisfactionForm:
    """The satisfaction form of the current round: two columns on paper, five grades in the record. 规范一（六）1."""
    grade = ticket.round.grade
    satisfied = {Grade.SATISFIED: True, Grade.MOSTLY: True, Grade.UNSATISFIED: False}
    return SatisfactionForm(
        town=context.town or None,
        number=ticket.facts.number or None,
        summary=_summary(ticket) or None,
        satisfied=None if ticket.waived or grade is None else satisfied.get(grade),
        remarks=_satisfaction_remarks(ticket) or None,
    )


def supervision_notice(case: SupervisionCase, tickets: Sequence[Ticket]) -> SupervisionNotice:
    """The supervision notice of a case about ``tickets``. 督办二（三）1, 2."""
    return SupervisionNotice(
        case_number=case.number or None,
        number="、".join(ticket.facts.number for ticket in tickets) or None,
        unit=case.unit or None,
        demand=_demands(tickets) or None,
        reason=_supervision_reason(case) or None,
        method=case.method.value,
        limit_text=supervision_limit(case),
        reply=supervision_reply(case.report) if case.report else None,
    )


def tickets_notice(tickets: Sequence[Ticket]) -> SupervisionNotice:
    """A notice for tickets that no case supervises yet: what is known of them, with blanks for the rest."""
    units = dict.fromkeys(ticket.unit for ticket in tickets if ticket.unit)
    return SupervisionNotice(
        number="、".join(ticket.facts.number for ticket in tickets) or None,
        unit="、".join(units) or None,
        demand=_demands(tickets) or None,
    )


def complaint(ticket: Ticket) -> str:
    """来电内容: the content, or the title where there is no content."""
    return ticket.facts.content or ticket.facts.title


def answered_within_day(ticket: Ticket, now: datetime) -> bool | None:
    """一个工作日内答复市民, as figures count it; None while it is open and where contact is waived. 规范一（一）2."""
    *_earlier, part = hand_overs(ticket.rounds) if ticket.rounds else ((),)
    return None if ticket.waived else answered_by(part, now)


def supervision_limit(case: SupervisionCase) -> str:
    """督办时限: the working days, and once the notice was received the moment they end. 督办二（三）1."""
    days = f"{case.limit_days}个工作日"
    upper = "，上级、领导的时限" if case.due and case.due == case.upper_limit else ""
    return f"{days}（{chinese_datetime(case.due)}前{upper}）" if case.due else f"{days}（自收到之日起）"


def supervision_reply(report: Entry) -> str:
    """办理答复: the eight items of a report composed into the form's one box. 督办二（三）2."""
    grounds = "；".join(
        f"{field.label}：{text}" for field in (FACT, DEMAND, OUTCOME, REPORTED_WAY, GRADE) if (text := field.of(report))
    )
    points = "".join(sentence(field.of(report)) for field in (POINTS_FACTS, POINTS_OPINION))
    pages = PAGES.of(report)
    enclosed = "办结报告、附件附后" + (f"（共{pages}页）" if pages else "")
    lines = (sentence(grounds), f"答复市民要点：{points}" if points else "", f"{enclosed}。")
    return "\n".join(line for line in lines if line)


def _limit(ticket: Ticket, context: PaperContext) -> tuple[int | None, str]:
    """办理回复期限 in working days and its 依据. An earlier limit from above is told by its own days and date.

    The days are those of the deadline itself: what the office set since changes no sheet of finished work. Where it
    was counted before the year's notice was known, the notice must not change them either.
    """
    turn, limits = ticket.round, ticket.round.limits
    if turn.begun is None or limits.due is None:
        return None, ""
    due = limits.due.date()
    if limits.basis in ("", BASIS):
        since = (turn.counted_from or turn.begun).date()
        if ticket.level is Level.URGENT:
            return (due - since).days, BASIS
        if limits.provisional:
            return context.rules.days(ticket.level), BASIS
        return context.calendar.count_working_days(since, due), BASIS
    days = context.calendar.count_working_days(turn.begun.date(), due)
    basis = f"{limits.basis}{limits.due.month}月{limits.due.day}日" if limits.basis == BASIS_UPPER else limits.basis
    return days or None, basis


def _remarks(ticket: Ticket, state: DisposalState) -> str:
    turn = ticket.round
    told = program_remarks(ticket, state)
    if state is DisposalState.HANDED_OVER:
        return "".join(told)
    revised = [f"经督办（{CASE.of(each)}），办理结果改为“{RESOLUTION.of(each)}”" for each in turn.revisions]
    return "".join((*told, *_sentences(REMARKS.of(turn.result), *revised)))


def program_remarks(ticket: Ticket, state: DisposalState) -> tuple[str, ...]:
    """The sentences that the program itself puts into 备注, before what the unit remarks."""
    turn = ticket.round
    found = [f"第{turn.number}次处置，再处置原因：{turn.reason}"] if turn.number > 1 and turn.reason else []
    if turn.limits.basis == BASIS_UPPER and turn.limits.due:
        found.append(f"上级时限：{chinese_datetime(turn.limits.due)}前")
    if state is DisposalState.HANDED_OVER:
        if ticket.waived:
            found.append(f"免联系（{ticket.exemption}）")
        elif spoken_for(ticket):
            found.append("信息保密，由镇城运中心或热线办代为联系、答复诉求人")
    else:
        found.append(_unreached(turn))
        found.append(WAIVED if ticket.waived else "")
        spoke = dict.fromkeys(word for entry in turn.answers if (word := ON_BEHALF.of(entry)))
        found.append(f"信息保密，由{'、'.join(spoke)}代为答复诉求人" if spoke else "")
    return _sentences(*found)


def _sentences(*parts: str) -> tuple[str, ...]:
    return tuple(sentence(part) for part in parts if part)


def _unreached(turn: Round) -> str:
    """Why an answered ticket has no answer: the citizen was tried and never reached. 规范一（六）1."""
    tries = [*turn.contacts, *turn.answers]
    if not turn.result or not tries or any(CONTACT_RESULT.of(e) == ContactResult.REACHED for e in tries):
        return ""
    return f"诉求人联系不上，已联系{len(tries)}次"


def _summary(ticket: Ticket) -> str:
    handling = HANDLING.of(ticket.round.result)
    parts = (f"诉求：{complaint(ticket)}" if complaint(ticket) else "", f"办理：{handling}" if handling else "")
    return "\n".join(part for part in parts if part)


def _satisfaction_remarks(ticket: Ticket) -> str:
    if ticket.waived:
        return WAIVED
    survey, grade = ticket.round.satisfaction, ticket.round.grade
    if survey is None or grade is None:
        return ""
    plain = grade in (Grade.SATISFIED, Grade.UNSATISFIED)
    message = "" if plain else "市民未评价" if grade is Grade.NOT_RATED else f"市民评价：{grade}"
    behalf = ON_BEHALF.of(survey)
    parts = (message, f"由{behalf}代为测评" if behalf else "", SURVEY_NOTE.of(survey))
    return "".join(sentence(part) for part in parts if part)


def _demands(tickets: Sequence[Ticket]) -> str:
    if len(tickets) == 1:
        return complaint(tickets[0])
    return "\n".join(f"{n}. {t.facts.number}：{complaint(t)}" for n, t in enumerate(tickets, 1))


def _supervision_reason(case: SupervisionCase) -> str:
    source = sentence(case.source) if case.source else ""
    return f"{case.trigger}（{case.trigger_clause.ref}）。{source}{sentence(case.reason) if case.reason else ''}"


def sentence(text: str) -> str:
    """``text`` with a full stop where it has no closing mark."""
    text = text.strip()
    return text if not text or text[-1] in "。！？；…" else f"{text}。"
