"""“为什么是这一天？” of a ticket ends on its ruling deadline, whatever moved it."""

from __future__ import annotations

from hotline_desktop.domain.ticket.deadline import why_due
from tests.domain.office_year import CALENDAR, at
from tests.domain.ticket_walk import Walk


def message(walk: Walk) -> list[tuple[int, bool, str]]:
    return [(note.date.day, note.counted, note.reason) for note in why_due(walk.ticket, CALENDAR, walk.rules)]


def test_R2_an_ordinary_ticket_counts_its_working_days() -> None:
    walk = Walk(now=at("2022-09-05 09:10"))
    walk.up_to("dispatch")
    assert message(walk) == [
        (5, False, "当日不计"),
        (6, True, "第1个工作日"),
        (7, True, "第2个工作日"),
        (8, True, "第3个工作日"),
    ]


def test_R4_an_extension_goes_on_from_the_old_deadline() -> None:
    walk = Walk(now=at("2022-09-05 09:10"))
    walk.up_to("accept")
    walk.do("extension_request", days=2)
    walk.do("extension_decision")
    days = message(walk)
    assert days[-5:] == [
        (9, True, "第1个工作日"),
        (10, False, "中秋节"),
        (11, False, "中秋节"),
        (12, False, "中秋节"),
        (13, True, "第2个工作日"),
    ]
    due = walk.ticket.limits.due
    assert due is not None and days[-1][0] == due.day


def test_R2_an_earlier_limit_from_above_ends_the_count() -> None:
    walk = Walk(now=at("2022-09-05 09:10"))
    walk.up_to("dispatch")
    walk.do("amend", upper_limit="2022-09-07 12:00", content="路灯不亮")
    assert [day for day, *_ in message(walk)] == [5, 6, 7]
    assert "上级时限 2022年9月7日12:00" in message(walk)[-1][2]


def test_a_merged_ticket_has_no_deadline_to_explain() -> None:
    walk = Walk()
    walk.up_to("dispatch")
    walk.do("merge")
    assert message(walk) == []
