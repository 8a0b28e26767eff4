"""约谈: what happened in them, as entries, and the row those add up to. 督办二（四）."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, case, select

from hotline_desktop.domain.supervision.kinds import TALKS
from hotline_desktop.domain.supervision.talks import Talk, TalkGround, TalkStage, TalkSummary
from hotline_desktop.storage.records.records import Records
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.codec import moment_from, moment_text
from hotline_desktop.storage.tables.row_values import FAULTY

_t = schema.talks
_BY_STAGE = case({stage.value: place for place, stage in enumerate(TalkStage)}, value=_t.c.stage)


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
    """The line of a talk; one that nobody can read is shown as far as it can be, and says so."""
    try:
        return _read(row)
    except (ValueError, TypeError, AttributeError):
        unit = FAULTY + (row.unit if isinstance(row.unit, str) else "")
        return TalkSummary(row.id, unit, TalkGround.FIRST_RECEIVER, TalkStage.PROPOSED, None, None, None)


def _read(row: Any) -> TalkSummary:
    return TalkSummary(
        id=row.id,
        unit=row.unit,
        ground=TalkGround(row.ground),
        stage=TalkStage(row.stage),
        proposed_at=moment_from(row.proposed_at),
        held_at=moment_from(row.held_at),
        ended_at=moment_from(row.ended_at),
    )


RECORDS: Records[Talk] = Records(TALKS, _t, schema.talk_entries, project)
add, record, load = RECORDS.add, RECORDS.record, RECORDS.load
history = RECORDS.history
