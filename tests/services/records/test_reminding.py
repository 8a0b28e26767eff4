"""催办: one message a unit, nothing personal in it, and a 催单 on every ticket it names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from hotline_desktop.services.office import Office
from tests.services.desk import CLERK, Clock, Walk

Start = Callable[..., Walk]


def test_what_units_owe_is_told_by_unit_without_anybodys_name(office: Office, walk: Start, clock: Clock) -> None:
    walk("20220908100001", title="赵文静反映路灯不亮，电话13800010001", caller="赵文静", phones="13800010001").to_unit()
    walk("20220908100002").to_review()
    clock.now = datetime(2022, 9, 20, 9, 0)
    (owed,) = office.reminding.owed(clock.now)
    assert [ticket.number for ticket in owed.tickets] == ["20220908100001"]
    text = owed.as_text(office.reminding.center())
    assert text.startswith(f"【12345催办】{owed.unit}：以下 1 件工单请抓紧办理，其中 1 件已经逾期。")
    assert "赵文静" not in text and "13800010001" not in text and "路灯不亮" in text
    assert "前办结（逾" in text


def test_reminding_writes_a_urge_on_every_ticket_once(office: Office, walk: Start, clock: Clock) -> None:
    walk("20220908100001").to_unit()
    walk("20220908100003").to_unit()
    clock.now = datetime(2022, 9, 20, 9, 0)
    owed = office.reminding.owed(clock.now)
    done = office.reminding.record(owed, CLERK)
    assert sorted(done.done) == ["20220908100001", "20220908100003"] and done.refused == ()
    ids = [ticket.id for unit in owed for ticket in unit.tickets]
    assert [office.tickets.summary(one).urges for one in ids] == [1, 1]
    assert office.tickets.detail(ids[0]).history[-1].values["note"] == "已按单位发送催办"


def test_chosen_tickets_are_told_whatever_their_light_and_those_of_no_unit_stay_out(
    office: Office, walk: Start, clock: Clock
) -> None:
    waiting, with_unit = walk("20220908100001"), walk("20220908100002").to_unit()
    found = office.reminding.of_tickets((waiting.id, with_unit.id), clock.now)
    assert [ticket.number for unit in found for ticket in unit.tickets] == ["20220908100002"]


def test_nothing_owed_is_nothing_told(office: Office, walk: Start, clock: Clock) -> None:
    walk("20220908100001").to_unit()
    assert office.reminding.owed(datetime(2022, 9, 8, 11, 0)) == ()
