"""The program as it is started: to a usable 今日, tickets selected one after another, the command line's first byte."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from functools import partial

from tests.benchmarks.ground import Ground
from tests.benchmarks.measuring import Measured, Spent, in_process, processes, python
from tests.benchmarks.started import RESTED_ON

_ME = ("tests/benchmarks/started.py",)


def lines(ground: Ground) -> Iterator[Measured]:
    """Start of the window, selections, the command line."""
    folder = str(ground.folder)
    yield processes(
        "start",
        "start to a usable 今日",
        lambda: in_process(python(*_ME, "start", folder)),
        lambda: in_process(python(*_ME, "empty")),
        ratio=2.6,
    )
    yield processes(
        "start",
        "until everything is open",
        lambda: in_process(python(*_ME, "opened", folder)),
        lambda: in_process(python(*_ME, "empty")),
    )
    yield from _selecting(folder)
    number = ground.raw.execute("SELECT number FROM tickets ORDER BY id DESC LIMIT 1").fetchone()[0]
    program = ("-m", "hotline_desktop", "--data", folder)
    for name, arguments in (("tickets", ("tickets", "--limit", "20")), ("show", ("show", number))):
        yield processes(
            "command line",
            f"{name}, to the first byte",
            partial(in_process, python(*program, *arguments), end_after_first_byte=True),
            lambda: in_process(python("-c", "pass")),
            ratio=8,
        )
    yield processes(
        "command line",
        "tickets without a limit, to the first byte",
        lambda: in_process(python(*program, "tickets"), end_after_first_byte=True),
        lambda: in_process(python("-c", "pass")),
        small=500,
        rounds=3,
    )
    yield processes(
        "command line",
        "tickets without a limit, to the end",
        lambda: in_process(python(*program, "tickets")),
        None,
        rounds=1,
    )


def _selecting(folder: str) -> Iterator[Measured]:
    found = [in_process(python(*_ME, "select", folder)) for _round in range(3)]
    hand = [in_process(python(*_ME, "select_by_hand", folder)) for _round in range(3)]

    def middle(spent: list[Spent], key: str) -> float:
        return statistics.median(one.message[key] for one in spent)

    yield Measured(
        "window", "a ticket selected", middle(found, "each"), middle(hand, "each"), small=12,
        memory=max(one.memory for one in found), memory_by_hand=max(one.memory for one in hand),
    )  # fmt: skip
    for key, what in (("actions", "QAction"), ("summaries", "TicketSummary"), ("widgets", "QWidget")):
        left = middle(found, key)
        yield Measured("window", f"{what}s left by {RESTED_ON} tickets looked at", left, None, small=0.5)
