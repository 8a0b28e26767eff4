"""A meeting's minutes beside its notice: entered later, or held before the time that the notice names. R10.5."""

from __future__ import annotations

from hotline_desktop.domain.supervision.contradictions import contradictions
from tests.domain.case_walk import Walk
from tests.domain.office_year import at


def _called_to_a_meeting() -> Walk:
    """A case whose meeting is called for 14:00 on 12 October."""
    walk = Walk().notified()
    for step in ("escalate", "issue", "deliver"):
        walk.do(step)
    walk.now = at("2022-09-20 09:00")
    walk.do("escalate", method="专题会议督办", meeting_condition="重大问题")
    for step in ("request", "instruct", "convene"):
        walk.do(step)
    return walk


def test_minutes_that_are_entered_later_start_with_the_time_of_the_notice() -> None:
    walk = _called_to_a_meeting()
    walk.now = at("2022-10-13 09:00")
    case = walk.do("meeting")
    assert case.measure.record is not None and case.measure.record.at == at("2022-10-12 14:00")
    assert contradictions(case, ()) == ()


def test_a_meeting_may_be_brought_forward_and_then_its_notice_is_asked_about() -> None:
    walk = _called_to_a_meeting()
    walk.now = at("2022-10-12 11:00")
    (warning,) = contradictions(walk.do("meeting", at="2022-10-12 10:00"), ())
    assert "2022年10月12日10:00 早于会议通知的 2022年10月12日14:00" in warning
