"""One record on the command line, of whatever kind: shown with its history and steps, a step taken, a new one begun."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline_desktop.cli.arguments import pairs
from hotline_desktop.cli.record_names import RecordNames
from hotline_desktop.cli.rows import TicketRows
from hotline_desktop.cli.session import Session, WrongUsage
from hotline_desktop.cli.steps_shown import (
    attachments_json,
    clauses_text,
    history_text,
    line_json,
    offer_json,
    steps_text,
    withdrawal_json,
    withdrawal_text,
)
from hotline_desktop.domain.records.kind import RecordKind
from hotline_desktop.domain.records.steps import R, Step

if TYPE_CHECKING:
    from hotline_desktop.services.office import Office
    from hotline_desktop.services.records.records import RecordDetail, RecordService

PLAIN_FILE = "附件"


@dataclass(frozen=True, slots=True)
class Shown:
    """A record with what stands over its history: ``head`` for a person, ``json`` for a script, ``more`` behind it all.

    ``rows`` knows what may be shown of citizens.
    """

    detail: RecordDetail[Any]
    rows: TicketRows
    head: tuple[str, ...]
    json: Mapping[str, Any]
    more: Mapping[str, Any]


@dataclass(frozen=True)
class RecordCommands:
    """The commands of one kind of record.

    ``find`` gives the id of what was typed; ``known`` what a new record takes from it. ``tell`` reads a record and what
    stands over it. ``called`` says in a sentence which one it is, ``aside`` more of it, and ``named`` is what the
    commands for any record take. ``file_kinds`` are the kinds that a file may have, any where there are none,
    ``plain`` the one that it has where nothing was said.
    """

    kind: RecordKind[Any]
    names: RecordNames
    service: Callable[[Office], RecordService[Any]]
    find: Callable[[Office, str], int]
    known: Callable[[Office, str], Mapping[str, object]]
    tell: Callable[[Session, Office, int], Shown]
    named: Callable[[RecordDetail[Any]], str]
    called: Callable[[RecordDetail[Any]], str]
    aside: Callable[[RecordDetail[Any]], str] = lambda _detail: ""
    file_kinds: tuple[str, ...] = ()
    plain: str = PLAIN_FILE


def show(session: Session, of: RecordCommands, said: int = 0) -> None:
    """Shows one record with its history and its steps, but for the first ``said`` lines."""
    with session.office() as office:
        record_id = of.find(office, session.args.number)
        if session.args.full:
            office.tickets.shown_in_full(f"命令行查看{of.kind.word} {session.args.number}", session.by)
        _say(session, of.tell(session, office, record_id), of, said)


def do(session: Session, of: RecordCommands) -> None:
    """Takes a step of a record, or begins a new one."""
    args = session.args
    step = step_called(args.step, of.kind.forms, f"{of.names.show[0]} {of.names.number[0]}")
    values = pairs(args.fields, {field.label: field.key for field in step.fields})
    with session.office() as office:
        service = of.service(office)
        if step.starts:
            done = service.start(step.id, {**of.known(office, args.number), **values}, session.by, at=args.at)
        else:
            done = service.do(of.find(office, args.number), step.id, values, session.by, at=args.at)
        if session.as_json and args.full:
            office.tickets.shown_in_full(f"命令行查看{of.kind.word} {args.number}", session.by)
        shown = of.tell(session, office, done.id)
    if session.as_json:
        _say(session, shown, of)
        return
    detail = shown.detail
    called = f"{of.called(detail)}{of.aside(detail) or ' '}"
    session.console.say(f"已办理“{step.label}”。{called}现为“{detail.record.stage}”。")


def _say(session: Session, shown: Shown, of: RecordCommands, said: int = 0) -> None:
    clauses = getattr(session.args, "clauses", False)
    if session.as_json:
        session.console.json(_as_json(shown, clauses))
    else:
        session.console.say("\n".join(_as_text(shown, of, clauses).split("\n")[said:]))


def _as_json(shown: Shown, clauses: bool) -> dict[str, Any]:
    """What stands over the record, ``history``, ``steps``, ``withdrawal`` and ``attachments``.

    Where ``clauses``, steps and blockers have the clause's own words as ``clause_text``.
    """
    detail, rows = shown.detail, shown.rows
    return {
        **shown.json,
        "history": [line_json(line, rows) for line in detail.history],
        "steps": [offer_json(offer, rows, clauses) for offer in detail.offers],
        "withdrawal": withdrawal_json(detail.withdrawal),
        "attachments": attachments_json(detail, rows),
        **shown.more,
    }


def _as_text(shown: Shown, of: RecordCommands, clauses: bool) -> str:
    detail = shown.detail
    history = history_text(detail.history, shown.rows)
    back = withdrawal_text(detail.withdrawal, of.named(detail))
    steps = (*steps_text(detail.record.stage, detail.offers), *back)
    cited = ("", "条文", *clauses_text(detail.offers)) if clauses else ()
    return "\n".join((*shown.head, "", "历史", *history, "", "下一步", *steps, *cited))


def step_called(word: str, steps: Iterable[Step[R]], listed_by: str) -> Step[R]:
    """The step with that id or Chinese name. Raises WrongUsage, which names the command that lists them."""
    for step in steps:
        if word.strip() in (step.id, step.label):
            return step
    raise WrongUsage(f"没有“{word}”这个步骤；{listed_by} 列出每一步的名称")
