"""先行联系 in the figures: who was called counts by the minute, and the answer is no first contact. 规范一（一）2."""

from __future__ import annotations

from datetime import datetime

import pytest

from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.statistics.handling import contacted_first
from hotline_desktop.domain.terms.options import ContactResult
from hotline_desktop.domain.ticket.rounds import Round

HANDED_ON = datetime(2022, 9, 8, 9, 0)
REACHED, MISSED = ContactResult.REACHED, ContactResult.NOT_REACHED


def call(minute: int, result: ContactResult = REACHED) -> Entry:
    """A call so many minutes behind 9 o'clock."""
    return Entry("unit_contact", HANDED_ON.replace(minute=minute), "陆建国", {"result": result.value})


@pytest.mark.parametrize(
    ("calls", "answers", "counts"),
    [
        ([], [], False),
        ([call(0)], [], True),
        ([call(29)], [call(30)], True),
        ([call(30)], [call(30)], False),
        ([call(31)], [call(30)], False),
        ([call(29, MISSED)], [call(30)], False),
        ([call(29, MISSED), call(29)], [call(30)], True),
        ([call(31)], [call(30), call(40)], True),
        ([call(31)], [call(30), call(40, MISSED)], False),
    ],
)
def test_whoever_was_reached_before_the_final_answer_was_contacted_first(
    calls: list[Entry], answers: list[Entry], counts: bool
) -> None:
    turn = Round(1, "新海村", HANDED_ON, contacts=tuple(calls), answers=tuple(answers))
    assert contacted_first(turn) is counts


def test_a_call_of_before_the_hand_over_is_another_units() -> None:
    early = Entry("unit_contact", HANDED_ON.replace(hour=8, minute=59), "陆建国", {"result": REACHED.value})
    assert not contacted_first(Round(1, "新海村", HANDED_ON, contacts=(early,)))
