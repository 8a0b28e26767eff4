"""When a unit missed a deadline: once a round, the moment it passes, finished or not. 规范一（二）.

The result stops the clock of its round for good, and so does a granted 退单: what passed before that stays.
"""

from __future__ import annotations

from datetime import datetime

from hotline_desktop.domain.ticket.fields import DONE_AT
from hotline_desktop.domain.ticket.ticket import Round


def round_ended(turn: Round) -> datetime | None:
    """When the clock of the round stopped for good: by the unit's result, or by a granted 退单."""
    if turn.result is not None:
        return DONE_AT.of(turn.result) or turn.result.at
    return next((r.decided.at for r in turn.returns if r.granted and r.decided), None)


def lapse_of(turn: Round) -> datetime | None:
    """The deadline that the round missed, or will miss if nothing comes of it; None where it was kept."""
    due, ended = turn.limits.judged_by, round_ended(turn)
    return None if due is None or (ended is not None and ended <= due) else due
