"""The tickets of the example office: which stories are told, of what level, and how long ago they began."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from hotline_desktop.domain.terms.options import (
    Level,
)
from hotline_desktop.domain.time.workdays import ONE_DAY
from hotline_desktop.example import stories
from hotline_desktop.example.cases import SupervisedScenario
from hotline_desktop.example.people import Matter, Town
from hotline_desktop.example.scenario import Event, OfficeClock

Enactment = Callable[[SupervisedScenario], object]


@dataclass(frozen=True, slots=True)
class Plan:
    """``count`` tickets begun ``days`` working days ago (紧急: ``hours``), each a day earlier if ``spread``."""

    enact: Enactment
    days: int = 0
    at: time = time(9, 10)
    level: Level = Level.ORDINARY
    count: int = 1
    hours: float = 0
    special: str = ""
    spread: bool = False


_URGENT, _HARD = Level.URGENT, Level.HARD

PLANS = (
    Plan(stories.archived, 30, time(8, 50), count=4, spread=True),
    Plan(stories.archived, 24, time(13, 30), count=2, spread=True),
    Plan(stories.archived, 40, time(9, 0), _HARD, 1, spread=True),
    Plan(stories.closed, 9, time(9, 40), count=3, spread=True),
    Plan(stories.exempt_closed, 7, time(10, 5)),
    Plan(stories.unfounded_closed, 12, time(9, 20), special="unfounded"),
    Plan(stories.explained, 11, time(8, 45), special="unmet"),
    Plan(stories.complained_above, 10, time(9, 5)),
    Plan(stories.second_round_finished, 12, time(9, 15)),
    Plan(stories.supervised_to_the_end, 22, time(9, 10)),
    Plan(stories.notice_delivered, 11, time(9, 15)),
    Plan(stories.notice_to_sign, 10, time(8, 45)),
    Plan(stories.supervised_by_phone, 8, time(9, 30)),
    Plan(stories.in_the_paper, 2, time(9, 5)),
    Plan(stories.second_round, 5, time(9, 25)),
    Plan(stories.to_close, 6, time(8, 40), count=2),
    Plan(stories.contradicted, 6, time(10, 10)),
    Plan(stories.to_call_back, 5, time(9, 30), count=2),
    Plan(stories.review_failed, 4, time(9, 0)),
    Plan(stories.to_review, 3, time(13, 10), count=3),
    Plan(stories.unreachable, 4, time(8, 35)),
    Plan(stories.in_progress, 7, time(9, 45), special="unmet"),
    Plan(stories.in_progress, 5, time(14, 20), count=2),
    Plan(stories.in_progress, 12, time(9, 50), _HARD),
    Plan(stories.urged, 5, time(9, 35)),
    Plan(stories.in_progress, 3, time(9, 10), count=3),
    Plan(stories.answered, 3, time(10, 30)),
    Plan(stories.in_progress, 2, time(9, 0), count=2),
    Plan(stories.answered, 2, time(13, 40), count=2),
    Plan(stories.in_progress, 4, time(9, 20), _HARD, 2),
    Plan(stories.in_progress, 6, time(13, 5), special="illegal"),
    Plan(stories.building_described, 9, time(9, 5), special="illegal"),
    Plan(stories.joint, 1, time(9, 50)),
    Plan(stories.extension_granted, 4, time(9, 15)),
    Plan(stories.extension_pending, 2, time(9, 5)),
    Plan(stories.unfounded_pending, 2, time(8, 40), special="unfounded"),
    Plan(stories.return_granted, 3, time(8, 45)),
    Plan(stories.return_refused, 2, time(8, 50)),
    Plan(stories.return_pending, 1, time(8, 40)),
    Plan(stories.confidential, 2, time(10, 15)),
    Plan(stories.level_changed, 2, time(9, 55)),
    Plan(stories.repeated, 8, time(9, 30), count=3, spread=True),
    Plan(stories.in_progress, level=_URGENT, hours=22.5),
    Plan(stories.in_progress, level=_URGENT, hours=8),
    Plan(stories.in_progress, level=_URGENT, hours=27),
    Plan(stories.to_review, level=_URGENT, hours=12),
    Plan(stories.archived, level=_URGENT, hours=24 * 15),
    Plan(stories.to_accept, 1, time(13, 20), count=2),
    Plan(stories.to_accept, 0, time(8, 40), count=2),
    Plan(stories.to_dispatch, 0, time(8, 45), count=3),
    Plan(stories.to_contact, 0, time(8, 55), count=3),
    Plan(stories.to_contact, level=_URGENT, hours=0.5),
)


def events(town: Town, clock: OfficeClock, now: datetime) -> list[Event]:
    """Every step of every ticket up to ``now``, in the order in which they were taken."""
    found = [event for scenario in scenarios(town, clock, now) for event in scenario.events]
    return sorted(found, key=lambda event: event.at)


def scenarios(town: Town, clock: OfficeClock, now: datetime) -> Iterator[SupervisedScenario]:
    """One tale per ticket of the plan."""
    index = 0
    for plan in PLANS:
        for nth in range(plan.count):
            yield _scenario(plan, nth, index, town, clock, now)
            index += 1


def _scenario(plan: Plan, nth: int, index: int, town: Town, clock: OfficeClock, now: datetime) -> SupervisedScenario:
    """The plan's story, begun a day earlier for as long as it would reach beyond ``now``."""
    matter = _matter(plan, index, town)
    start = _start(plan, nth, clock, now)
    while True:
        scenario = SupervisedScenario(town, clock, index, start, matter)
        plan.enact(scenario)
        if scenario.end <= now:
            return scenario
        start = start - ONE_DAY if plan.hours else clock.back((start - ONE_DAY).date(), 0, start.time())


def _start(plan: Plan, nth: int, clock: OfficeClock, now: datetime) -> datetime:
    if plan.hours:
        return now - timedelta(hours=plan.hours)
    days = plan.days + (nth * 2 if plan.spread else 0)
    return clock.back(now.date(), days, plan.at) + timedelta(minutes=6 * nth)


def _matter(plan: Plan, index: int, town: Town) -> Matter:
    if plan.special:
        return town.special(plan.special, index)
    if plan.enact is stories.repeated:
        return town.matter(0, Level.ORDINARY)
    return town.matter(index, plan.level)
