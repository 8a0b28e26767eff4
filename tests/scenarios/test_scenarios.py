"""Small scenarios of an office as data: what came in, the right answer, the reason and the clause.

``*.toml`` beside this file can be read and extended by a person of the office; every scenario is one test.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hotline_desktop.domain.statistics.handling import lapses
from hotline_desktop.domain.supervision.candidates import findings
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.ticket.steps.catalogue import STEPS
from hotline_desktop.domain.time.deadline import DeadlineKind, TimeRules
from hotline_desktop.domain.time.deadline.limits import due_of
from tests.domain.office_year import CALENDAR, at
from tests.domain.ticket_walk import Walk

HERE = Path(__file__).parent
FEWEST = 60
_BY_LABEL = {step.label: step for step in STEPS}
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
        assert _told(walk)[asked] == right, line


def _take(walk: Walk, line: str) -> None:
    """One line: a step with its values, or one that must be refused with the words behind the arrow."""
    told, _arrow, words = line.partition(" → ")
    refused = told.startswith("拒绝 ")
    day, hour, label, *pairs = told.removeprefix("拒绝 ").split(" ")
    step = _BY_LABEL[label]
    keys = {field.label: field.key for field in step.fields}
    values = {keys[name]: value for name, value in _pairs(pairs)}
    if not refused:
        walk.do(step.id, f"{day} {hour}", **values)
        return
    blockers = walk.refused(step.id, f"{day} {hour}", **values)
    assert any(words in blocker.message for blocker in blockers), (line, [b.message for b in blockers])


def _pairs(words: list[str]) -> Iterator[tuple[str, str]]:
    """``项=值`` words; a word without = belongs to the value before it, as the hour of a moment does."""
    joined: list[str] = []
    for word in words:
        if "=" in word:
            joined.append(word)
        else:
            joined[-1] += f" {word}"
    for word in joined:
        name, _sign, value = word.partition("=")
        yield name, value


def _told(walk: Walk) -> dict[str, str]:
    """What can be asked of a ticket, in the office's words."""
    ticket = walk.ticket
    limits = ticket.rounds[-1].limits if ticket.rounds else ticket.limits
    lapsed = [lapse.kind.value for lapse in lapses(ticket) if lapse.at <= walk.now]
    return {
        "期限": f"{limits.due:%Y-%m-%d %H:%M}",
        "考核期限": f"{limits.judged_by:%Y-%m-%d %H:%M}",
        "依据": limits.basis,
        "阶段": ticket.stage.value,
        "案源": "、".join(dict.fromkeys(found.trigger.value for found in findings(ticket, walk.now))),
        "扣分": "、".join(lapsed),
    }
