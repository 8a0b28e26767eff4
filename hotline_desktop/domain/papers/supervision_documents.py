"""Fills the papers of supervision from a case or a talk. 督办二."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from hotline_desktop.domain.papers.annex_forms import PaperContext, supervision_limit
from hotline_desktop.domain.papers.supervision_values import (
    CheckRecord,
    LeaderRequest,
    MeetingPaper,
    PhoneRecord,
    SignerRow,
    SiteRecord,
    TalkMinutes,
)
from hotline_desktop.domain.records.fields import Field
from hotline_desktop.domain.supervision import talks
from hotline_desktop.domain.supervision.case import Measure, SupervisionCase
from hotline_desktop.domain.supervision.fields import CHECK_RESULT, NOTIFIED_ON, OUTCOME
from hotline_desktop.domain.supervision.steps import gatherings, ladder, telling, verifying
from hotline_desktop.domain.supervision.talks import Talk
from hotline_desktop.domain.terms.options import SupervisionMethod
from hotline_desktop.domain.ticket.fields import GRADE
from hotline_desktop.domain.ticket.ticket import Entry, Ticket

_BETWEEN = re.compile(r"[、，,;；\n]")
Tickets = Sequence[Ticket]


def phone_record(case: SupervisionCase | None, tickets: Tickets, context: PaperContext) -> PhoneRecord:
    """The newest 电话督办. 督办二（二）1."""
    case = case or SupervisionCase()
    call = case.calls[-1] if case.calls else None
    texts = _texts(
        call, (telling.CALLER, telling.CALLED, telling.DIALLED, telling.RECORDING, telling.DEMANDS, telling.REPLY)
    )
    at = call.at if call else None
    return PhoneRecord(**_head(case, tickets, context), at=at, reason=case.reason or None, **texts)


def site_record(case: SupervisionCase | None, tickets: Tickets, context: PaperContext) -> SiteRecord:
    """The newest 现场督办. 督办二（二）3."""
    case = case or SupervisionCase()
    record = newest_measure(case, SupervisionMethod.ON_SITE).record
    texts = _texts(record, (gatherings.SITE, gatherings.ATTENDANCE, gatherings.FINDING, gatherings.AGREED))
    units = "、".join(part for part in (case.unit, context.center) if part) if record else ""
    return SiteRecord(
        **_head(case, tickets, context), at=record.at if record else None, signers=_signers(units), **texts
    )


def leader_request(case: SupervisionCase | None, tickets: Tickets, context: PaperContext) -> LeaderRequest:
    """The newest request to the town's main leader. 督办二（二）4-5."""
    case = case or SupervisionCase()
    measure = next((m for m in reversed(case.measures) if m.request), case.measure)
    opened, request, said = measure.opened, measure.request, measure.instruction
    condition = ladder.LEADER_CONDITION.of(opened) or ladder.MEETING_CONDITION.of(opened)
    return LeaderRequest(
        **_head(case, tickets, context),
        **_texts(request, (gatherings.REQUESTED_OF, gatherings.MATTER, gatherings.PROPOSAL)),
        method=measure.method.value if case.measures else None,
        told_times=f"{case.notice_count}次" if case.measures else None,
        requested_on=gatherings.REQUESTED_ON.of(request),
        condition=condition or None,
        instruction=_text(said, gatherings.INSTRUCTION),
    )


def meeting_paper(case: SupervisionCase | None, tickets: Tickets, context: PaperContext) -> MeetingPaper:
    """The newest 专题会议, as far as it has come. 督办二（二）5."""
    case = case or SupervisionCase()
    measure = newest_measure(case, SupervisionMethod.MEETING)
    called, held = measure.convened, measure.record
    texts = _texts(called, (gatherings.MEETING_PLACE, gatherings.HOST, gatherings.INVITED, gatherings.TOPIC))
    kept = (gatherings.ATTENDANCE, gatherings.MINUTES, gatherings.DUTIES)
    known = _texts(held, (gatherings.MEETING_PLACE, gatherings.HOST, *kept))
    return MeetingPaper(
        **_head(case, tickets, context),
        **{**texts, **{key: value for key, value in known.items() if value is not None}},
        signers=_signers(gatherings.INVITED.of(called)),
        meeting_at=gatherings.MEETING_AT.of(called),
        notified_on=NOTIFIED_ON.of(called),
        at=held.at if held else None,
    )


def check_record(case: SupervisionCase | None, tickets: Tickets, context: PaperContext) -> CheckRecord:
    """The centre's callback and site check of the newest report. 督办二（三）3."""
    case = case or SupervisionCase()
    measure = case.measure
    report, site = measure.report, measure.site_check
    call = measure.callback
    finding = verifying.SITE_FINDING.of(site) or verifying.NO_SITE_REASON.of(site)
    return CheckRecord(
        **_head(case, tickets, context),
        method=measure.method.value if case.measures else None,
        reported_at=case.reported_at,
        outcome=_text(report, OUTCOME),
        reported_grade=_text(report, GRADE),
        called_at=call.at if call else None,
        reach=_text(call, verifying.REACH),
        grade=_text(call, GRADE),
        call_result=_text(call, CHECK_RESULT),
        call_note=_text(call, verifying.CALLBACK_NOTE) or _text(call, verifying.EXEMPT_REASON),
        site_at=site.at if site else None,
        site_way=_text(site, verifying.CHECK_WAY),
        site_place=_text(site, verifying.SITE_PLACE),
        site_result=_text(site, CHECK_RESULT),
        finding=finding or None,
        conclusion=_text(case.closing, verifying.CONCLUSION),
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
        improved=_text(last, talks.IMPROVEMENT),
        follow_up=_text(last, talks.TALK_FINDING),
        **_texts(talk.held, (talks.PLACE, talks.TALK_LEADER, talks.ATTENDANTS, talks.TALK_CONTENT, talks.PROMISE)),
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


def newest_measure(case: SupervisionCase, method: SupervisionMethod) -> Measure:
    """The newest measure by that method; an empty one where there is none."""
    return next((measure for measure in reversed(case.measures) if measure.method is method), Measure())


def _texts(entry: Entry | None, fields: tuple[Field[str], ...]) -> dict[str, Any]:
    return {field.key: _text(entry, field) for field in fields}


def _text(entry: Entry | None, field: Field[str]) -> str | None:
    return field.of(entry) or None
