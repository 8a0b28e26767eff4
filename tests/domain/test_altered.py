"""A copy of a record differs from it where it was told to, and nowhere else."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from hotline_desktop.domain.records.altered import altered
from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.ticket.ticket import Facts, Ticket

TICKET = Ticket(facts=Facts(number="A-1", title="路灯"), level=Level.URGENT)


def test_a_copy_is_what_a_replacement_would_be() -> None:
    assert altered(TICKET, {"urges": 3}) == replace(TICKET, urges=3)
    assert altered(TICKET, {}) == TICKET
    assert TICKET.urges == 0


def test_a_copy_can_no_more_be_changed_than_the_record() -> None:
    with pytest.raises(FrozenInstanceError):
        altered(TICKET, {"urges": 3}).urges = 4  # type: ignore[misc]


def test_a_name_that_is_no_field_is_refused() -> None:
    with pytest.raises(KeyError):
        altered(TICKET, {"urgency": 3})
