"""约谈: what happened in them, as entries, and the row those add up to. 督办二（四）."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, case, insert, select, update

from hotline_desktop.domain.records.summaries import HistoryLine
from hotline_desktop.domain.supervision.talks import (
    TALK_STEPS_BY_ID,
    Talk,
    TalkGround,
    TalkStage,
    TalkSummary,
    replay_talk,
)
from hotline_desktop.domain.ticket.ticket import Entry
from hotline_desktop.storage import histories, schema
from hotline_desktop.storage.codec import moment_from, moment_text

_t, _entries = schema.talks, schema.talk_entries
_BY_STAGE = case({stage.value: place for place, stage in enumerate(TalkStage)}, value=_t.c.stage)


def add(c: Connection, talk: Talk, entry: Entry, before: Mapping[str, str], after: Mapping[str, str]) -> int:
    """A new talk with its first entry; its id."""
    talk_id = int(c.execute(insert(_t).returning(_t.c.id), project(talk)).scalar_one())
    histories.append(c, _entries, talk_id, entry, before, after)
    return talk_id


def record(
    c: Connection, talk_id: int, after: Talk, entry: Entry, before: Mapping[str, str], words: Mapping[str, str]
) -> None:
    """Writes ``entry`` behind the history and makes the row what ``after`` says."""
    histories.append(c, _entries, talk_id, entry, before, words)
    c.execute(update(_t).where(_t.c.id == talk_id), project(after))


def load(c: Connection, talk_id: int) -> Talk | None:
    """The talk that its history leads to; None for an unknown id."""
    found = histories.entries(c, _entries, talk_id)
    return replay_talk(found) if found else None


def history(c: Connection, talk_id: int) -> tuple[HistoryLine, ...]:
    """The history as it is shown, the first entry first."""
    return histories.lines(c, _entries, talk_id, TALK_STEPS_BY_ID)


def all(c: Connection) -> tuple[TalkSummary, ...]:
    """Every talk, those on their way first."""
    return tuple(_summary(row) for row in c.execute(select(_t).order_by(_BY_STAGE, _t.c.id)))


def project(talk: Talk) -> dict[str, Any]:
    """The row of a talk, without its id."""
    return {
        "unit": talk.unit,
        "ground": talk.ground.value,
        "stage": talk.stage.value,
        "proposed_at": moment_text(talk.proposed_at),
        "held_at": moment_text(talk.held_at),
        "ended_at": moment_text(talk.ended_at),
    }


def _summary(row: Any) -> TalkSummary:
    return TalkSummary(
        id=row.id,
        unit=row.unit,
        ground=TalkGround(row.ground),
        stage=TalkStage(row.stage),
        proposed_at=moment_from(row.proposed_at),
        held_at=moment_from(row.held_at),
        ended_at=moment_from(row.ended_at),
    )
