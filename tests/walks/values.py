"""What the steps of a walk are filled with: complete values, the words of every side way, now and then anything."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from hotline_desktop.domain.records.fields import AnyField, Kind
from hotline_desktop.domain.records.steps import Step
from tests.domain import case_walk, record_walk, ticket_walk
from tests.domain.supervision import test_supervision_properties
from tests.domain.ticket import test_ticket_properties

COMPLETE: Mapping[str, Mapping[str, object]] = {
    **ticket_walk.COMPLETE,
    **case_walk.COMPLETE,
    **record_walk.TALK_COMPLETE,
    "candidate_take_up": {"method": "电话督办", "title": "路灯不亮"},
    "candidate_dismiss": {"title": "路灯不亮", "why": "单位已口头报告"},
}
SIDE_WAYS: Mapping[str, tuple[Mapping[str, object], ...]] = {
    **record_walk.TURNS,
    **test_supervision_properties.VARIANTS,
    **test_ticket_properties.VARIANTS,
    "candidate_take_up": record_walk.TURNS["open_case"],
    "talk_decide": ({}, {}, {"decision": "不同意"}),
    "site_check": ({}, {}, {"result": "核实不符"}, {"way": "无实际现场", "no_site_reason": "无现场"}),
    "case_callback": ({}, {}, {"result": "核实不符", "grade": "不满意"}, {"reach": "未联系上"}),
}
_AROUND_HOURS = (-72, 6)
_PLAIN_TEXTS = ("据实", "第三条", "2022-09-07", "")


def values_for(step: Step[Any], random: Random, now: datetime, dates: float = 0.0, odd: float = 0.0) -> dict[str, Any]:
    """Values of ``step``; ``dates`` is the chance of a time that is drawn around ``now``, ``odd`` of an odd word."""
    base = step.corrects[0] if step.corrects else step.id
    known = {field.key: field for field in step.fields}
    side = random.choice(SIDE_WAYS.get(base, ({},)))
    # A correction starts from what stands there: only some of it is said anew.
    own = {} if step.corrects and random.random() < 0.5 else {**COMPLETE.get(base, {}), **side}
    found: dict[str, Any] = {key: value for key, value in {**own, "why_corrected": "写错了"}.items() if key in known}
    for field in step.fields:
        timed = field.kind in (Kind.MOMENT, Kind.DAY)
        if timed and random.random() < dates:
            found[field.key] = _moment(field, random, now)
        elif not timed and random.random() < odd:
            found[field.key] = _anything(field, random)
    return found


def _moment(field: AnyField, random: Random, now: datetime) -> date:
    moment = now + timedelta(hours=random.randint(*_AROUND_HOURS))
    return moment if field.kind is Kind.MOMENT else moment.date()


def _anything(field: AnyField, random: Random) -> Any:
    if field.kind is Kind.CHOICE:
        return random.choice(field.choices())
    if field.kind is Kind.YES_NO:
        return random.choice(("是", "否"))
    if field.kind is Kind.NUMBER:
        return random.randint(0, 4)
    if field.kind is Kind.UNIT:
        return random.choice(("城管中队", "供电所", "新海村"))
    return random.choice(_PLAIN_TEXTS)
