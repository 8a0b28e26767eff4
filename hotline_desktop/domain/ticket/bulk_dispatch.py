"""One form for several tickets: dispatch (派单) with what they have in common. 规范一（一）."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from hotline_desktop.domain.records.engine import defaults
from hotline_desktop.domain.records.fields import AnyField, Field, Value
from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.terms.errors import Blocker, StepRefused
from hotline_desktop.domain.ticket.fields import HANDED_ON, LEVEL, UNIT
from hotline_desktop.domain.ticket.steps.handover import DISPATCH, NO_CONTACT_REASON
from hotline_desktop.domain.ticket.steps.intake import contacted
from hotline_desktop.domain.ticket.ticket import Ticket

_SHARED = ("unit", "level", "handed_on", "no_contact_reason", "note")
_NAMED = 20  # numbers in one sentence, the rest is counted


def _shared(field: AnyField) -> Field:
    if field.key == "level":
        return replace(field, required=False, hint="不选的，每件保持原来的级别")
    if field.key == "no_contact_reason":
        return replace(field, hint="只记在没有先行联系、也没有免联的工单上")
    return field


DISPATCH_MANY = replace(
    DISPATCH,
    id="dispatch_many",
    label="批量派单",
    fields=tuple(_shared(field) for field in DISPATCH.fields if field.key in _SHARED),
)
"""The form of dispatch without what each ticket has for itself: 转办编号 and 上级时限 stay those of the ticket."""


def shared_defaults(tickets: Iterable[Ticket], context: RuleContext) -> Mapping[str, Value]:
    """What the form starts with: the time, and the unit where every ticket proposes the same one."""
    units = {str(defaults(DISPATCH, ticket, context).get(UNIT.key) or "") for ticket in tickets}
    unit = units.pop() if len(units) == 1 else ""
    return {HANDED_ON.key: context.now, **({UNIT.key: unit} if unit else {})}


def own_values(ticket: Ticket, values: Mapping[str, object]) -> dict[str, object]:
    """The shared values as the dispatch of ``ticket`` takes them: its own level and reason stay where none is given."""
    left_to_ticket = {each.key for each in (LEVEL, NO_CONTACT_REASON) if not values.get(each.key)}
    if contacted(ticket):
        left_to_ticket.add(NO_CONTACT_REASON.key)
    return {key: value for key, value in values.items() if key not in left_to_ticket}


def refusal(asked: int, refused: Mapping[str, tuple[Blocker, ...]]) -> StepRefused:
    """One refusal for all: what is missing with its clause, and the numbers (keys of ``refused``) it is missing for."""
    numbers: dict[Blocker, list[str]] = {}
    for number, blockers in refused.items():
        for blocker in blockers:
            numbers.setdefault(blocker, []).append(number)
    blocked = tuple(
        blocker._replace(message=f"{_whose(found, asked)}：{blocker.message}") for blocker, found in numbers.items()
    )
    return StepRefused(f"派单（{asked} 件，一件也没有派出）", blocked)


def _whose(numbers: list[str], asked: int) -> str:
    if len(numbers) == asked and asked > 1:
        return f"{asked} 件工单都是"
    more = f" 等 {len(numbers)} 件" if len(numbers) > _NAMED else ""
    return f"工单 {'、'.join(numbers[:_NAMED])}{more}"
