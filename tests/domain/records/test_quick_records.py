"""Records that are made by the ten thousand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hotline_desktop.domain.records.quick import changed
from hotline_desktop.domain.ticket.ticket import Facts


def test_a_changed_record_says_the_rest_as_before_and_leaves_the_old_one() -> None:
    facts = Facts(number="A-1", title="路灯不亮", phones=("13900000001",), confidential=True)
    assert changed(facts, title="路灯又不亮", caller="赵文静") == replace(facts, title="路灯又不亮", caller="赵文静")
    assert changed(facts) == facts
    assert facts.title == "路灯不亮"


def test_a_field_that_a_record_does_not_have_is_refused() -> None:
    with pytest.raises(KeyError):
        changed(Facts(), titel="路灯不亮")
