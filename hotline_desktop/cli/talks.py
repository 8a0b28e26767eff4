"""``talks``, ``talk``, ``do-talk``: 约谈 from the proposal to the follow-up. 督办二（四）."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_desktop.cli.arguments import pairs, positive
from hotline_desktop.cli.options import Commands, add_command, add_full, add_step
from hotline_desktop.cli.rows import TicketRows
from hotline_desktop.cli.session import Session
from hotline_desktop.cli.step_words import by_key, step_called
from hotline_desktop.cli.steps_shown import (
    history_text,
    line_json,
    offer_json,
    steps_text,
    withdrawal_json,
    withdrawal_text,
)
from hotline_desktop.cli.text import iso, moment_text, table
from hotline_desktop.domain.supervision.talks import TALK_STEPS, TalkSummary

if TYPE_CHECKING:
    from hotline_desktop.services.office import Office

HEADER = ("序号", "被约谈单位", "约谈情形", "阶段", "提请时间", "约谈时间")


def add_to(commands: Commands) -> None:
    """Adds the three commands."""
    add_command(commands, "talks", list_talks, "列出约谈，办理中的在前", json=True, records=False)
    shown = add_command(commands, "talk", show_talk, "一次约谈、它的历史和下一步", json=True)
    shown.add_argument("number", metavar="序号", type=positive, help="talks 里列着")
    done = add_command(commands, "do-talk", do_talk, "约谈一步；talk_propose 写单位名称，别的写序号", json=True)
    done.add_argument("number", metavar="序号|单位")
    add_step(done, "talk")
    for parser in (shown, done):
        add_full(parser)


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


def show_talk(session: Session) -> None:
    """Shows one talk with its history and its steps."""
    with session.office() as office:
        _tell(session, office, session.args.number)


def do_talk(session: Session) -> None:
    """Takes a step of a talk, or proposes one to a unit."""
    args = session.args
    step = step_called(args.step, TALK_STEPS, "talk 序号")
    values = by_key(step, pairs(args.fields))
    with session.office() as office:
        if step.starts:
            done = office.talks.propose({"unit": args.number, **values}, session.by, at=args.at)
        else:
            done = office.talks.do(positive(args.number), step.id, values, session.by, at=args.at)
        if session.as_json:
            _tell(session, office, done.id)
            return
        talk = office.talks.detail(done.id).talk
    session.console.say(f"已办理“{step.label}”。约谈{done.id}（{talk.unit}）现为“{talk.stage}”。")


def _tell(session: Session, office: Office, talk_id: int) -> None:
    detail = office.talks.detail(talk_id, session.by)
    rows = TicketRows.of(office, session.clock(), session.args.full)
    summary = next(talk for talk in office.talks.all() if talk.id == talk_id)
    history = detail.record.history
    if session.as_json:
        told = {
            **_summary_json(summary),
            "evidence": rows.as_text(detail.talk.evidence),
            "history": [line_json(line, rows) for line in history],
            "steps": [offer_json(offer, rows) for offer in detail.offers],
            "withdrawal": withdrawal_json(detail.withdrawal),
        }
        session.console.json(told)
        return
    head = (f"{label}：{cell}" for label, cell in zip(HEADER, _cells(summary), strict=True) if cell)
    back = withdrawal_text(detail.withdrawal, f"约谈{talk_id}")
    steps = (*steps_text(detail.talk.stage, detail.offers), *back)
    evidence = f"事实依据：{rows.as_text(detail.talk.evidence)}"
    session.console.say("\n".join((*head, evidence, "", "历史", *history_text(history, rows), "", "下一步", *steps)))


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
