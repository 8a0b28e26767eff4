"""How a request stands on its paper: to be filled in by hand, handed in, granted or refused.

The states of the forms of requests and statements have these words; a town's own form may have others, which print
what there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from hotline_desktop.domain.records.entries import DECISION, Request
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker


class Standing(Enum):
    """TO_FILL goes out empty for the unit to write on, ASKED waits for the centre, which GRANTED or REFUSED it."""

    TO_FILL = auto()
    ASKED = auto()
    GRANTED = auto()
    REFUSED = auto()


# The states of requests, and those of statements that are put on file.
_WORDS = (
    dict(zip(Standing, ("待填", "审批中", "已批准", "不予批准"), strict=True)),
    dict(zip(Standing, ("待填", "审核中", "已备案", "不予备案"), strict=True)),
)
_OF_STATES = {word: standing for words in _WORDS for standing, word in words.items()}
_AS_IT_IS = {
    Standing.TO_FILL: "还没有提出",
    Standing.ASKED: "还没有审批",
    Standing.GRANTED: "已经同意",
    Standing.REFUSED: "没有同意",
}


def standing_of(request: Request | None) -> Standing:
    """Where ``request`` stands; one that nobody has to answer any more, or whose answer is being written and says
    neither yes nor no yet, stays as it was handed in.
    """
    if request is None:
        return Standing.TO_FILL
    if not DECISION.of(request.decided):
        return Standing.ASKED
    return Standing.GRANTED if request.granted else Standing.REFUSED


def to_be_filled(state: str) -> bool:
    """Whether the paper goes out in that state for somebody to write on it by hand."""
    return _OF_STATES.get(state) is Standing.TO_FILL


def state_for(states: Sequence[str], standing: Standing, decided: bool) -> str:
    """The one of ``states`` for a request that stands so; where none has its word, the last one of a decided one."""
    return next((state for state in states if _OF_STATES.get(state) is standing), states[-1 if decided else 0])


def finished_state(states: Sequence[str]) -> str:
    """The one of ``states`` with everything on it."""
    return state_for(states, Standing.GRANTED, True)


def standing_missing(state: str, request: Request | None, clause: Clause) -> tuple[Blocker, ...]:
    """What keeps the paper of ``request`` from being printed in ``state`` while it stands otherwise.

    As it was handed in it can be printed always.
    """
    wanted, now = _OF_STATES.get(state), standing_of(request)
    if wanted is None or wanted in (Standing.TO_FILL, Standing.ASKED, now):
        return ()
    instead = next(words[now] for words in _WORDS if words[wanted] == state)
    return (Blocker(clause, f"这份申请{_AS_IT_IS[now]}，不能印成“{state}”，可以印“{instead}”"),)
