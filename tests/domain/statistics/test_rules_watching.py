"""R16.1, R16.2: supervised matters are finished; first contact, in time, prompt answer and solved are watched."""

from __future__ import annotations

from hotline_desktop.domain.statistics.completion import completion
from hotline_desktop.domain.statistics.handling import Ending, Outcome, handlings, lapses
from hotline_desktop.domain.supervision.case import CaseStage, CaseSummary
from hotline_desktop.domain.terms.options import Grade, Resolution
from tests.domain.office_year import at
from tests.domain.ticket_walk import Walk


def counted(walk: Walk) -> Outcome:
    """What the unit's part in the ticket counts for; the town's is the same."""
    town, unit = handlings(walk.ticket)
    assert town.outcome == unit.outcome and unit.ending is Ending.CLOSED
    return unit.outcome


def test_R16_2_a_ticket_that_went_well_counts_for_all_four() -> None:
    walk = Walk(now=at("2022-09-05 09:10"))
    walk.up_to("accept")
    walk.do("unit_contact")
    walk.now = at("2022-09-05 10:00")
    walk.up_to("close")
    found = counted(walk)
    assert (found.contacted, found.lapsed, found.answered) == (True, False, True)
    assert (found.resolution, found.grade) == (Resolution.SOLVED, Grade.SATISFIED)


def test_R16_2_late_closing_and_a_late_answer_count_against_it() -> None:
    walk = Walk(now=at("2022-09-05 09:10"))
    walk.up_to("accept")
    walk.now = at("2022-09-09 09:00")
    walk.up_to("close")
    found = counted(walk)
    assert (found.lapsed, found.answered) == (True, False)


def test_R16_2_a_waived_contact_counts_in_no_denominator() -> None:
    walk = Walk(now=at("2022-09-05 09:10"))
    walk.up_to("register")
    walk.do("exempt")
    walk.do("dispatch")
    walk.do("accept")
    for step in ("result", "review", "close"):
        walk.do(step)
    found = counted(walk)
    assert (found.contacted, found.answered, found.grade) == (None, None, None)


def test_R16_2_a_merged_ticket_came_in_and_left_and_is_judged_by_nothing() -> None:
    walk = Walk()
    walk.up_to("accept")
    walk.do("merge", "2022-09-20 09:00")
    town, unit = handlings(walk.ticket)
    assert town.ending is unit.ending is Ending.MERGED and unit.ended_at == at("2022-09-20 09:00")
    assert (unit.lapsed_at, tuple(lapses(walk.ticket))) == (None, ())


def case(number: int, stage: CaseStage) -> CaseSummary:
    empty = dict.fromkeys(CaseSummary._fields)
    return CaseSummary(**{**empty, "id": number, "number": f"新城运督〔2022〕{number}号", "stage": stage})  # type: ignore[arg-type]


def test_R16_1_every_matter_taken_up_is_to_be_finished_and_the_others_are_named() -> None:
    cases = [case(1, CaseStage.CLOSED), case(2, CaseStage.TO_REPORT), case(3, CaseStage.POOL)]
    found = completion(cases)
    assert found.as_text == "办结率 50%（2 件中 1 件已结案）"
    assert [summary.id for summary in found.exceptions] == [2]
    assert (
        completion([case(1, CaseStage.ARCHIVED), case(2, CaseStage.DECLINED)]).as_text
        == "办结率 100%（1 件中 1 件已结案）"
    )
    assert completion([]).as_text == "办结率 —"
