"""Small scenarios of an office as data: what came in, the right answer, the reason and the clause.

``*.toml`` beside this file can be read and extended by a person of the office; every scenario is one test.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from hotline_desktop.domain.records.steps import Step
from hotline_desktop.domain.statistics.handling import lapses
from hotline_desktop.domain.supervision.deadline import why_case_due
from hotline_desktop.domain.supervision.findings import findings
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.ticket.answering import answered_in_time
from hotline_desktop.domain.ticket.deadline import why_due
from hotline_desktop.domain.ticket.kind import TICKETS
from hotline_desktop.domain.ticket.reminders import reminders
from hotline_desktop.domain.ticket.steps.catalogue import STEPS
from hotline_desktop.domain.time.deadline import DayNote, DeadlineKind, TimeRules
from hotline_desktop.domain.time.deadline.limits import due_of
from tests.domain.case_walk import Walk as CaseWalk
from tests.domain.office_year import CALENDAR, at
from tests.domain.ticket_walk import Walk
from tests.scenarios.scenario_office import ScenarioOffice, case_step, pairs

HERE = Path(__file__).parent
FEWEST = 100
_BY_LABEL: Mapping[str, Step[Any]] = {step.label: step for step in STEPS}
_ANSWERED = {True: "是", False: "否", None: "—"}
_KINDS = {"办结": DeadlineKind.TICKET, "退单": DeadlineKind.RETURN, "答复市民": DeadlineKind.ANSWER}


def scenarios(name: str) -> list[Any]:
    found = tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))["scenario"]
    return [pytest.param(each, id=each["name"]) for each in found]


def test_there_are_enough_of_them_and_each_names_its_clause_and_reason() -> None:
    every = [each.values[0] for path in HERE.glob("*.toml") for each in scenarios(path.stem)]
    clauses = {clause.ref for clause in Clause}
    assert len(every) >= FEWEST
    assert all(each["why"] and each["clause"] in clauses for each in every)
    assert len({each["name"] for each in every}) == len(every)


@pytest.mark.parametrize("scenario", scenarios("deadlines"))
def test_a_deadline_falls_where_the_office_would_count_it(scenario: dict[str, str]) -> None:
    kind, level = _KINDS[scenario["kind"]], Level(scenario["level"])
    assert due_of(kind, level, at(scenario["from"]), CALENDAR, TimeRules()).due == at(scenario["due"])


@pytest.mark.parametrize("scenario", [*scenarios("tickets"), *scenarios("closings")])
def test_a_ticket_ends_up_as_the_office_would_have_it(scenario: dict[str, Any]) -> None:
    walk = Walk()
    for line in scenario["steps"]:
        _take(walk, line)
    for line in scenario["expect"]:
        asked, _space, right = line.partition(" ")
        assert _facts(walk)[asked] == right, line


@pytest.mark.parametrize("scenario", scenarios("offices"))
def test_an_office_counts_as_it_should(scenario: dict[str, Any], tmp_path: Path) -> None:
    scenario_office = ScenarioOffice(tmp_path)
    for line in scenario["steps"]:
        scenario_office.do(line)
    scenario_office.look_at(at(scenario["now"]))
    wrong = [
        f"{line}：{found}"
        for line in scenario["expect"]
        if not line.endswith(f" {(found := scenario_office.answer(line))}")
    ]
    assert wrong == []


@pytest.mark.parametrize("scenario", scenarios("cases"))
def test_a_case_ends_up_as_the_office_would_have_it(scenario: dict[str, Any]) -> None:
    walk = CaseWalk()
    for line in scenario["steps"]:
        _take(walk, line, lambda label: case_step(label, bool(walk.entries)))
    for line in scenario["expect"]:
        asked, _space, right = line.partition(" ")
        assert _case_facts(walk)[asked] == right, (line, _case_facts(walk))


def _take(
    walk: Walk | CaseWalk,
    line: str,
    step_called: Callable[[str], Step[Any]] = _BY_LABEL.__getitem__,
) -> None:
    """One line: a step with its values, or one that must be refused with the words behind the arrow."""
    act, _arrow, reason = line.partition(" → ")
    refused = act.startswith("拒绝 ")
    day, hour, label, *rest = act.removeprefix("拒绝 ").split(" ")
    step = step_called(label)
    keys = {field.label: field.key for field in step.fields}
    values = {keys[name]: value for name, value in pairs(rest)}
    walk.now = at(f"{day} {hour}")
    if not refused:
        walk.do(step.id, **values)
        return
    blockers = walk.refused(step.id, **values)
    assert any(reason in blocker.message for blocker in blockers), (line, [b.message for b in blockers])


def _facts(walk: Walk) -> dict[str, str]:
    """What can be asked of a ticket, in the office's words."""
    ticket = walk.ticket
    limits = ticket.rounds[-1].limits if ticket.rounds else ticket.limits
    lapsed = [lapse.kind.value for lapse in lapses(ticket) if lapse.at <= walk.now]
    return {
        "期限": f"{limits.due:%Y-%m-%d %H:%M}",
        "考核期限": f"{limits.judged_by:%Y-%m-%d %H:%M}",
        "依据": limits.basis,
        "退单期限": f"{limits.return_due:%Y-%m-%d %H:%M}",
        "答复期限": f"{limits.answer_due:%Y-%m-%d %H:%M}",
        "及时答复": _ANSWERED[answered_in_time(ticket.rounds[-1], walk.now) if ticket.rounds else None],
        "阶段": ticket.stage.value,
        "在办": "、".join(ticket.pending),
        "承办单位": ticket.unit,
        "案源": "、".join(dict.fromkeys(found.trigger.value for found in findings(ticket, walk.now))),
        "扣分": "、".join(lapsed),
        "为什么": _last_day(why_due(ticket, CALENDAR, walk.rules)),
        "提醒": "；".join(each.message for each in reminders(ticket, walk.now, CALENDAR, walk.rules)),
        "说明期限": "、".join(
            f"{call.statement_due:%Y-%m-%d %H:%M}" for call in ticket.upper_callbacks if call.statement_due
        ),
        "可办": "、".join(offer.step.label for offer in TICKETS.offers(ticket, walk.context) if offer.allowed),
        "轮次": str(ticket.round_number),
    }


def _case_facts(walk: CaseWalk) -> dict[str, str]:
    """What can be asked of a case, in the office's words."""
    case = walk.case
    return {
        "阶段": case.stage.value,
        "期限": f"{case.due:%Y-%m-%d %H:%M}" if case.due else "",
        "方式": "、".join(case.methods),
        "督办次数": str(case.notice_count),
        "待批": "是" if case.measure.asked else "否",
        "核实": "不符" if case.measure.failed else "相符",
        "为什么": _last_day(why_case_due(case, CALENDAR)),
    }


def _last_day(days: tuple[DayNote, ...]) -> str:
    """The last line of “为什么是这一天？”."""
    return f"{days[-1].date:%m-%d} {days[-1].reason}" if days else ""
