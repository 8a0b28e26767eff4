"""Random walks of an office without a file: after every step the laws of the records hold."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from tests.walks.invariants import (
    holds_after_step,
    replay_gives_it_back,
    statistics_are_one,
    the_file_gives_it_back,
)
from tests.walks.pure_office import SORTS, TICKET, PureOffice

MOVES, COUNTED, FEW, A_LOT, PORTION = 36, 4, 40, 20_000, 1_000


def walk(seed: int, moves: int = MOVES) -> PureOffice:
    """One office that does ``moves`` things; the laws are asked after each of them, replay and figures now and then."""
    office = PureOffice(Random(seed))
    for place in range(moves):
        counted = place % COUNTED == 0 or place == moves - 1
        for track in office.move():
            try:
                holds_after_step(track.before, track.record, track.history, track.sort, office.now)
                if counted:
                    replay_gives_it_back(track.record, track.history, track.sort)
                if counted and track.sort is TICKET:
                    statistics_are_one(
                        [(t.record, t.record.log) for t in office.tracks if t.sort is TICKET], office.now
                    )
            except AssertionError as broken:
                steps = [f"{entry.step}@{entry.at:%m-%d %H:%M}" for entry in track.history]
                raise AssertionError(f"seed {seed}, move {place}: {broken}\n{' '.join(steps)}") from broken
    for track in office.tracks:
        the_file_gives_it_back(track.record, track.history, track.sort)
    return office


def walks(seeds: range) -> Counter[str]:
    """How often each step was let pass in so many walks."""
    found: Counter[str] = Counter()
    for seed in seeds:
        found += walk(seed).tally
    return found


@pytest.mark.parametrize("portion", range(5))
def test_whatever_is_done_the_laws_of_the_records_hold(portion: int) -> None:
    taken = walks(range(portion * FEW, (portion + 1) * FEW))
    assert taken["withdraw"] and taken["recount"] and taken["case_recount"], taken
    assert taken["candidate_take_up"] and taken["candidate_dismiss"] and taken["candidate_ended"], taken


@pytest.mark.slow
def test_twenty_thousand_walks_take_every_step() -> None:
    taken: Counter[str] = Counter()
    for first in range(1_000, 1_000 + A_LOT, PORTION):
        own = walks(range(first, first + PORTION))
        print(f"seeds from {first}: {PORTION} walks, {sum(own.values())} moves, {own['refused']} refused", flush=True)
        taken += own
    print(dict(taken.most_common()))
    every = {step.id for sort in SORTS for step in sort.steps if not step.starts}
    assert every <= taken.keys(), every - taken.keys()
