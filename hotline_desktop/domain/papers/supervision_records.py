"""What a case and a talk put on their papers, and what must be recorded before one is printed. 督办二."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from hotline_desktop.domain.papers.annex import PaperContext, supervision_limit
from hotline_desktop.domain.papers.supervision import (
    CheckRecord,
    LeaderRequest,
    MeetingPaper,
    PhoneRecord,
    SignerRow,
    SiteRecord,
    TalkMinutes,
)
from hotline_desktop.domain.supervision.case import Measure, SupervisionCase
from hotline_desktop.domain.supervision.talks import Talk
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import SupervisionMethod
from hotline_desktop.domain.ticket.ticket import Entry, Ticket

_BETWEEN = re.compile(r"[、，,;；\n]")
Blockers = tuple[Blocker, ...]
Tickets = Sequence[Ticket]


def phone_record(case: SupervisionCase | None, tickets: Tickets, context: PaperContext) -> PhoneRecord:
    """The newest 电话督办. 督办二（二）1."""
    case = case or SupervisionCase()
    call = case.calls[-1] if case.calls else None
    message = _texts(call, ("caller", "called", "phone", "recording", "demands", "reply"))
    at = call.at if call else None
    return PhoneRecord(**_head(case, tickets, context), at=at, reason=case.reason or None, **message)


def site_record(case: SupervisionCase | None, tickets: Tickets, context: PaperContext) -> SiteRecord:
    """The newest 现场督办. 督办二（二）3."""
    case = case or SupervisionCase()
    record = _newest(case, SupervisionMethod.ON_SITE).record
    message = _texts(record, ("place", "attendance", "finding", "decision"))
    units = "、".join(part for part in (case.unit, context.center) if part) if record else ""
    return SiteRecord(
        **_head(case, tickets, context), at=record.at if record else None, signers=_signers(units), **message
    )


def leader_request(case: SupervisionCase | None, tickets: Tickets, context: PaperContext) -> LeaderRequest:
    """The newest request to the town's main leader. 督办二（二）4-5."""
    case = case or SupervisionCase()
    measure = next((m for m in reversed(case.measures) if m.request), case.measure)
    opened, request, said = measure.opened, measure.request, measure.instruction
    condition = (opened.text("condition") or opened.text("meeting_condition")) if opened else ""
    return LeaderRequest(
        **_head(case, tickets, context),
        **_texts(request, ("leader", "matter", "proposal")),
        method=measure.method.value if case.measures else None,
        told_times=f"{case.told_count}次" if case.measures else None,
        requested_on=request.day("requested_on") if request else None,
        condition=condition or None,
        instruction=(said.text("text") or None) if said else None,
    )


def meeting_paper(case: SupervisionCase | None, tickets: Tickets, context: PaperContext) -> MeetingPaper:
    """The newest 专题会议, as far as it has come. 督办二（二）5."""
    case = case or SupervisionCase()
    measure = _newest(case, SupervisionMethod.MEETING)
    called, held = measure.convened, measure.record
    message = _texts(called, ("place", "host", "units", "topic"))
    known = _texts(held, ("place", "host", "attendance", "minutes", "duties"))
    return MeetingPaper(
        **_head(case, tickets, context),
        **{**message, **{key: value for key, value in known.items() if value is not None}},
        signers=_signers(called.text("units") if called else ""),
        meeting_at=called.moment("meeting_at") if called else None,
        notified_on=called.day("notified_on") if called else None,
        at=held.at if held else None,
    )


def check_record(case: SupervisionCase | None, tickets: Tickets, context: PaperContext) -> CheckRecord:
    """The centre's callback and site check of the newest report. 督办二（三）3."""
    case = case or SupervisionCase()
    measure = case.measure
    report, site = measure.report, measure.site_check
    call = measure.callback
    finding = (site.text("finding") or site.text("no_site_reason")) if site else ""
    return CheckRecord(
        **_head(case, tickets, context),
        method=measure.method.value if case.measures else None,
        reported_at=case.reported_at,
        outcome=_text(report, "outcome"),
        reported_grade=_text(report, "grade"),
        called_at=call.at if call else None,
        reach=_text(call, "reach"),
        grade=_text(call, "grade"),
        call_result=_text(call, "result"),
        call_note=(call.text("note") or call.text("exempt_reason") or None) if call else None,
        site_at=site.at if site else None,
        site_way=_text(site, "way"),
        site_place=(site.text("place") or None) if site else None,
        site_result=_text(site, "result"),
        finding=finding or None,
        conclusion=(case.closing.text("conclusion") or None) if case.closing else None,
    )


def talk_minutes(talk: Talk, context: PaperContext) -> TalkMinutes:
    """约谈记录. 督办二（四）."""
    last = talk.follow_ups[-1] if talk.follow_ups else None
    return TalkMinutes(
        town=context.town or None,
        unit=talk.unit or None,
        ground=talk.ground.value,
        evidence=talk.evidence or None,
        at=talk.held_at,
        improve_by=talk.improve_by,
        improved=_text(last, "result"),
        follow_up=_text(last, "finding"),
        **_texts(talk.held, ("place", "leader", "attendants", "content", "promise")),
    )


def phone_missing(case: SupervisionCase) -> Blockers:
    """D13: the call is recorded."""
    return _unless(bool(case.calls), Clause.BY_PHONE, "尚未登记电话督办")


def site_missing(case: SupervisionCase) -> Blockers:
    """D14: the visit is recorded."""
    found = _newest(case, SupervisionMethod.ON_SITE).record is not None
    return _unless(found, Clause.ON_SITE, "尚未登记现场督办")


def request_missing(case: SupervisionCase) -> Blockers:
    """D15: condition and proposal are recorded."""
    found = any(measure.request for measure in case.measures)
    return _unless(found, Clause.BY_LEADER, "尚未登记呈报的情形和建议")


def convened_missing(case: SupervisionCase) -> Blockers:
    """D16: issue, time and place of the meeting are recorded."""
    found = _newest(case, SupervisionMethod.MEETING).convened is not None
    return _unless(found, Clause.BY_MEETING, "尚未登记会议通知")


def minutes_missing(case: SupervisionCase) -> Blockers:
    """D16: what the meeting decided is recorded."""
    found = _newest(case, SupervisionMethod.MEETING).record is not None
    return _unless(found, Clause.BY_MEETING, "尚未登记会议纪要")


def check_missing(case: SupervisionCase) -> Blockers:
    """D18: callback and site check are both recorded."""
    measure = case.measure
    return (
        *_unless(bool(measure.callbacks), Clause.NOTICE_VERIFIED, "尚未登记督办回访"),
        *_unless(measure.site_check is not None, Clause.NOTICE_VERIFIED, "尚未登记现场核实"),
    )


def _head(case: SupervisionCase, tickets: Tickets, context: PaperContext) -> dict[str, Any]:
    return {
        "town": context.town or None,
        "center": context.center or None,
        "case_number": case.number or None,
        "number": "、".join(ticket.facts.number for ticket in tickets) or None,
        "unit": case.unit or None,
        "trigger": case.trigger.value if case.title else None,
        "title": case.title or None,
        "limit_text": supervision_limit(case) if case.measures else None,
    }


def _signers(units: str) -> tuple[SignerRow, ...]:
    """A line to sign on for each unit that was called."""
    names = dict.fromkeys(part.strip() for part in _BETWEEN.split(units))
    return tuple(SignerRow(unit=name) for name in names if name)


def _newest(case: SupervisionCase, method: SupervisionMethod) -> Measure:
    return next((measure for measure in reversed(case.measures) if measure.method is method), Measure())


def _texts(entry: Entry | None, keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: _text(entry, key) for key in keys}


def _text(entry: Entry | None, key: str) -> str | None:
    return (entry.text(key) or None) if entry else None


def _unless(found: bool, clause: Clause, message: str) -> Blockers:
    return () if found else (Blocker(clause, message),)
