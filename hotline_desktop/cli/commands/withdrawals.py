"""``withdraw``: the last step of a ticket, a supervision case or a talk is taken back."""

from __future__ import annotations

from hotline_desktop.cli.arguments import pairs
from hotline_desktop.cli.commands.any_record import NUMBERS_HELP, found
from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.session import Session, WrongUsage

_REASON = "reason"


def add_to(commands: Commands) -> None:
    """Adds the command."""
    parser = add_command(commands, "withdraw", withdraw, "撤回上一步；历史里两条都留着", json=True)
    parser.add_argument("number", metavar="编号", help=NUMBERS_HELP)
    parser.add_argument("fields", metavar="项=值", nargs="*", default=[], help="reason=撤回原因")
    parser.set_defaults(more="fields")


def withdraw(session: Session) -> None:
    """Takes the last step back."""
    values = pairs(session.args.fields, {"撤回原因": _REASON})
    unknown = [key for key in values if key != _REASON]
    if unknown:
        raise WrongUsage(f"撤回没有“{unknown[0]}”这一项，只有 reason（撤回原因）")
    reason = values.get(_REASON, "")
    with session.office() as office:
        of, record_id = found(office, session.args.number)
        service = of.service(office)
        step = service.detail(record_id, session.by).withdrawal.label
        service.withdraw(record_id, reason, session.by)
        detail = service.detail(record_id)
    word, stage = of.called(detail), detail.record.stage.value
    if session.as_json:
        session.console.json({"record": word, "withdrawn": step, "stage": stage})
        return
    session.console.say(f"已撤回“{step}”。{word} 现为“{stage}”。")
