"""A copy of a ticket differs from it where it was told to, and nowhere else."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from hotline_desktop.domain.ticket.ticket import Facts, Ticket


def _all_different() -> Ticket:
    """A ticket that has something of its own in every field."""
    own: dict[str, Any] = {each.name: f"own {each.name}" for each in fields(Ticket)}
    return Ticket(**{**own, "facts": Facts(title="路灯不亮", caller="李文静")})


def _differing(before: Ticket, after: Ticket) -> list[str]:
    return [each.name for each in fields(Ticket) if getattr(before, each.name) != getattr(after, each.name)]


def test_other_facts_leave_everything_else_of_the_ticket_and_of_its_head() -> None:
    ticket = _all_different()
    changed = ticket.with_facts(title="路灯亮了")
    assert _differing(ticket, changed) == ["facts"]
    assert changed.facts == Facts(title="路灯亮了", caller="李文静")
    assert ticket.facts.title == "路灯不亮"


def test_another_log_leaves_everything_else() -> None:
    ticket = _all_different()
    assert _differing(ticket, ticket.with_log(())) == ["log"]
