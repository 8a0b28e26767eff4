"""A copy of a record differs from it where it was told to, and nowhere else."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass, field, replace
from typing import Any

import pytest

from hotline_desktop.domain.records.altered import altered, quickly_made
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


@quickly_made
@dataclass(frozen=True, slots=True)
class _Quick:
    number: str
    times: int = 1
    texts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Plain:
    number: str
    times: int = 1
    texts: list[str] = field(default_factory=list)


def test_a_record_that_is_quickly_made_is_as_any_other() -> None:
    given: tuple[tuple[tuple[Any, ...], dict[str, Any]], ...] = (
        (("1",), {}),
        (("1", 2, ["a"]), {}),
        ((), {"texts": ["b"], "number": "2"}),
    )
    for values, named in given:
        quick, plain = _Quick(*values, **named), _Plain(*values, **named)
        assert (quick.number, quick.times, quick.texts) == (plain.number, plain.times, plain.texts)
        assert repr(quick) == repr(plain).replace("_Plain", "_Quick")
    assert _Quick("1").texts is not _Quick("1").texts
    assert replace(_Quick("1"), times=3) == _Quick("1", 3)


def test_a_record_that_is_quickly_made_takes_no_other_fields_and_does_not_change() -> None:
    make: Any = _Quick
    for values, named in (((), {}), (("1",), {"urgent": True}), (("1", 2, [], 4), {})):
        with pytest.raises(TypeError):
            make(*values, **named)
    with pytest.raises(FrozenInstanceError):
        _Quick("1").times = 2  # type: ignore[misc]
