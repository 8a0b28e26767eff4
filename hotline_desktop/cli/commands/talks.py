"""``talks``, ``talk``, ``do-talk``: 约谈 from the proposal to the follow-up. 督办二（四）."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_desktop.cli.arguments import positive
from hotline_desktop.cli.commands.one_record import RecordCommands, Shown, do, show
from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.record_names import RecordNames
from hotline_desktop.cli.rows import TicketRows
from hotline_desktop.cli.session import Session
from hotline_desktop.cli.text import iso, moment_text, table
from hotline_desktop.domain.supervision.kinds import TALKS
from hotline_desktop.domain.supervision.talks import TALK_UNIT, TalkSummary

if TYPE_CHECKING:
    from hotline_desktop.services.office import Office

HEADER = ("序号", "被约谈单位", "约谈情形", "阶段", "提请时间", "约谈时间")

NAMES = RecordNames(
    show=("talk", "一次约谈、它的历史和下一步"),
    do=("do-talk", "约谈一步；talk_propose 写单位名称，别的写序号"),
    number=("序号", "序号|单位"),
    help=("talks 里列着", "talks 里列着的序号；talk_propose 写单位名称"),
)


def add_to(commands: Commands) -> None:
    """Adds the three commands."""
    add_command(commands, "talks", list_talks, "列出约谈，办理中的在前", json=True, records=False)
    NAMES.add_to(commands, lambda session: show(session, TALK), lambda session: do(session, TALK))


def list_talks(session: Session) -> None:
    """Lists every talk."""
    with session.office() as office:
        found = office.talks.all()
    if session.as_json:
        session.console.json([_summary_json(talk) for talk in found])
        return
    if found:
        session.console.say(table(HEADER, [_cells(talk) for talk in found]))
    session.console.say(f"共 {len(found)} 次")


def _find(office: Office, number: str) -> int:
    """The number in the list of talks, with or without the word 约谈 before it."""
    return positive(number.strip().removeprefix(TALKS.word))


def _tell(session: Session, office: Office, talk_id: int) -> Shown:
    detail = office.talks.detail(talk_id, session.by)
    rows = TicketRows.of(office, session.clock(), session.args.full)
    summary = next(talk for talk in office.talks.all() if talk.id == talk_id)
    evidence = rows.as_text(detail.talk.evidence)
    head = (f"{label}：{cell}" for label, cell in zip(HEADER, _cells(summary), strict=True) if cell)
    json = {**_summary_json(summary), "evidence": evidence}
    return Shown(detail, rows, (*head, f"事实依据：{evidence}"), json, {})


def _summary_json(talk: TalkSummary) -> dict[str, Any]:
    return {
        "id": talk.id,
        "unit": talk.unit,
        "ground": talk.ground.value,
        "stage": talk.stage.value,
        "proposed_at": iso(talk.proposed_at),
        "held_at": iso(talk.held_at),
        "ended_at": iso(talk.ended_at),
    }


def _cells(talk: TalkSummary) -> tuple[str, ...]:
    times = (moment_text(talk.proposed_at), moment_text(talk.held_at))
    return (str(talk.id), talk.unit, talk.ground.value, talk.stage.value, *times)


TALK = RecordCommands(
    TALKS,
    NAMES,
    service=lambda office: office.talks,
    find=_find,
    known=lambda _office, unit: {TALK_UNIT.key: unit},
    tell=_tell,
    named=lambda detail: f"约谈{detail.id}",
    called=lambda detail: f"约谈{detail.id}",
    aside=lambda detail: f"（{detail.record.unit}）",
)
