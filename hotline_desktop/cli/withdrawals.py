"""``withdraw``: the last step of a ticket, a supervision case or a talk is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_desktop.cli.arguments import pairs
from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.session import Session, WrongUsage
from hotline_desktop.domain.terms.errors import NotFound

if TYPE_CHECKING:
    from hotline_desktop.services.office import Office

_KEYS = {"reason": "reason", "撤回原因": "reason"}


def add_to(commands: Commands) -> None:
    """Adds the command."""
    parser = add_command(commands, "withdraw", withdraw, "撤回上一步；历史里两条都留着", json=True)
    parser.add_argument("number", metavar="编号", help="工单编号、督办编号；约谈写“约谈”和序号，如 约谈3")
    parser.add_argument("fields", metavar="项=值", nargs="*", default=[], help="reason=撤回原因")
    parser.set_defaults(more="fields")


def withdraw(session: Session) -> None:
    """Takes the last step back."""
    values = pairs(session.args.fields)
    unknown = [key for key in values if key not in _KEYS]
    if unknown:
        raise WrongUsage(f"撤回没有“{unknown[0]}”这一项，只有 reason（撤回原因）")
    reason = next((str(value) for value in values.values()), "")
    with session.office() as office:
        word, step, stage = _withdrawn(office, session.args.number.strip(), reason, session.by)
    if session.as_json:
        session.console.json({"record": word, "withdrawn": step, "stage": stage})
        return
    session.console.say(f"已撤回“{step}”。{word} 现为“{stage}”。")


def _withdrawn(office: Office, number: str, reason: str, by: str) -> tuple[str, str, str]:
    """The record in words, the label of the step that was withdrawn, and where the record stands now."""
    if number.startswith("约谈") and number[2:].isdigit():
        talks, talk_id = office.talks, int(number[2:])
        label = talks.detail(talk_id, by).withdrawal.label
        talks.withdraw(talk_id, reason, by)
        return f"约谈{talk_id}", label, talks.detail(talk_id).talk.stage.value
    try:
        ticket_id = office.tickets.find(number)
    except NotFound:
        cases, case_id = office.supervision, office.supervision.find(number)
        label = cases.detail(case_id, by).withdrawal.label
        cases.withdraw(case_id, reason, by)
        case = cases.detail(case_id).case
        return f"督办件 {case.number or '（案源）'}", label, case.stage.value
    label = office.tickets.detail(ticket_id, by).withdrawal.label
    office.tickets.withdraw(ticket_id, reason, by)
    return f"工单 {number}", label, office.tickets.summary(ticket_id).stage.value
