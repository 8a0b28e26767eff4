"""What is known of a talk, as labelled lines for reading, and the columns of the list of talks."""

from __future__ import annotations

from hotline_desktop.domain.supervision.talks import TALK_STEPS_BY_ID, Talk, TalkStage
from hotline_desktop.domain.ticket.columns import moment_text
from hotline_desktop.domain.ticket.labels import value_as_text
from hotline_desktop.domain.ticket.ticket import Entry
from hotline_desktop.gui.kit.record_list import RecordColumn

Line = tuple[str, str]
TALK_COLUMNS = (
    RecordColumn("阶段", 110, lambda row: row.stage.value, lambda row: "ink" if row.stage.is_open else "ink_faint"),
    RecordColumn("被约谈单位", 140, lambda row: row.unit),
    RecordColumn("约谈情形", 0, lambda row: row.ground.value),
    RecordColumn("提请时间", 136, lambda row: moment_text(row.proposed_at)),
    RecordColumn("约谈时间", 136, lambda row: moment_text(row.held_at), extra=True),
)


def talk_lines(talk: Talk) -> list[Line]:
    """The talk from its ground to its follow-up. 督办二（四）."""
    records = (talk.decision, talk.notice, talk.held, *talk.follow_ups)
    return [
        ("被约谈单位", talk.unit),
        ("约谈情形", talk.ground.value),
        ("事实依据", talk.evidence),
        ("整改期限", value_as_text(talk.improve_by) if talk.stage is TalkStage.TO_FOLLOW_UP else ""),
        *((TALK_STEPS_BY_ID[entry.step].label, _entry_text(entry)) for entry in records if entry is not None),
    ]


def _entry_text(entry: Entry) -> str:
    fields = TALK_STEPS_BY_ID[entry.step].fields
    lines = [(field.label, value_as_text(entry.values.get(field.key))) for field in fields]
    return "\n".join(f"{label}：{value}" for label, value in lines if value)
