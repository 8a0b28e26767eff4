"""Random walks of an office with a file, alone, beside a second program in this process, and beside a real one."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.services.desk import on_disk
from tests.walks.file_laws import Pool, file_holds
from tests.walks.prepared_office import START, copied_to
from tests.walks.second_program import COUNTED, run_beside
from tests.walks.service_office import Minutes, WalkedOffice

ACTS, FEW, A_LOT, PORTIONS, TOGETHER = 30, 6, 500, 10, 50


def walk_alone(seed: int, folder: Path, acts: int = ACTS) -> Counter[str]:
    """One program; every law of the file is asked after each act, and after it was opened again."""
    clock = Minutes(START)
    office = on_disk(copied_to(folder), clock)
    try:
        walked = WalkedOffice(office, clock, Random(seed), 1, folder)
        lines: Pool = {}
        done: list[str] = []
        for place in range(acts):
            done.append(walked.act())
            try:
                lines = file_holds(office._office, lines, place % COUNTED == 0)
            except AssertionError as broken:
                raise AssertionError(f"seed {seed}: {broken}\n{' '.join(done)}") from broken
        assert office.checkups.check().faults == ()
    finally:
        office.close()
    again = on_disk(folder, clock)
    try:
        file_holds(again._office, lines, opened=True)
    finally:
        again.close()
    return walked.tally


def walk_interleaved(seed: int, folder: Path, acts: int = ACTS) -> Counter[str]:
    """Two programs over one file that take turns in one process, so that a seed tells the same every time."""
    clock, random = Minutes(START), Random(seed)
    copied_to(folder)
    offices = [on_disk(folder, clock) for _ in range(2)]
    walked = [WalkedOffice(each, clock, random, mark, folder) for mark, each in enumerate(offices, start=1)]
    lines: Pool = {}
    try:
        for place in range(acts):
            random.choice(walked).act()
            lines = file_holds(random.choice(offices)._office, lines, place % COUNTED == 0)
        assert offices[0].checkups.check().faults == ()
    except AssertionError as broken:
        raise AssertionError(f"seed {seed}: {broken}") from broken
    finally:
        for each in offices:
            each.close()
    return walked[0].tally + walked[1].tally


def walk_beside(seed: int, folder: Path, acts: int = ACTS) -> Counter[str]:
    """A second program, a process of its own, works in the same file at the same time."""
    spawned = multiprocessing.get_context("spawn")
    minutes, results = spawned.Value("l", 0), spawned.Queue()
    clock = Minutes(START, minutes)
    office = on_disk(copied_to(folder), clock)
    other = spawned.Process(target=run_beside, args=(str(folder), START, minutes, seed, acts, results))
    other.start()
    try:
        walked = WalkedOffice(office, clock, Random(seed), 1, folder)
        lines: Pool = {}
        for place in range(acts):
            walked.act()
            lines = file_holds(office._office, lines, place % COUNTED == 0)
        tally, problem = results.get(timeout=120)
        other.join(timeout=30)
        assert not problem, f"seed {seed}, the other program: {problem}"
        file_holds(office._office, lines)
        assert office.checkups.check().faults == ()
    finally:
        if other.is_alive():
            other.terminate()
        office.close()
    return walked.tally + Counter(tally)


@pytest.mark.parametrize("seed", range(FEW))
def test_whatever_an_office_does_the_laws_of_its_file_hold(seed: int, tmp_path: Path) -> None:
    assert sum(walk_alone(seed, tmp_path).values()) >= ACTS


@pytest.mark.parametrize("seed", range(3))
def test_two_programs_that_take_turns_keep_the_laws(seed: int, tmp_path: Path) -> None:
    assert sum(walk_interleaved(seed, tmp_path).values()) >= ACTS


def test_a_second_process_works_in_the_same_file(tmp_path: Path) -> None:
    assert sum(walk_beside(1, tmp_path, 15).values()) >= 30


@pytest.mark.slow
@pytest.mark.parametrize("portion", range(PORTIONS))
def test_five_hundred_walks_through_the_services(portion: int, tmp_path: Path) -> None:
    found: Counter[str] = Counter()
    size = A_LOT // PORTIONS
    for seed in range(1_000 + portion * size, 1_000 + (portion + 1) * size):
        kind = walk_interleaved if seed % 5 == 0 else walk_alone
        found += kind(seed, tmp_path / str(seed))
    print(f"\n{size} walks, {sum(found.values())} acts, {found['refused']} refused; {dict(found)}")
    for act in ("dispatch", "review", "callback", "report", "take_up_candidate", "撤回工单", "通知", "设置", "定稿"):
        assert found[act], act


@pytest.mark.slow
@pytest.mark.parametrize("portion", range(5))
def test_fifty_walks_of_two_processes(portion: int, tmp_path: Path) -> None:
    found: Counter[str] = Counter()
    size = TOGETHER // 5
    for seed in range(2_000 + portion * size, 2_000 + (portion + 1) * size):
        found += walk_beside(seed, tmp_path / str(seed))
    print(f"\n{size} walks of two processes, {sum(found.values())} acts, {found['refused']} refused")
    assert sum(found.values()) == 2 * ACTS * size
