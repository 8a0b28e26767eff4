"""R16.1, R16.2: supervised matters are finished; first contact, in time, prompt answer and solved are watched."""

from __future__ import annotations

from hotline_desktop.domain.statistics.completion import completion
from hotline_desktop.domain.statistics.indicators import Handled, handled
from hotline_desktop.domain.supervision.case import CaseStage, CaseSummary
from hotline_desktop.domain.terms.options import Grade, Resolution
from tests.domain.office_year import at
from tests.domain.ticket_walk import Walk


def counted(walk: Walk) -> Handled:
    found = handled(walk.ticket)
    assert found is not None
    return found


def test_R16_2_a_ticket_that_went_well_counts_for_all_four() -> None:
    walk = Walk(now=at("2022-09-05 09:10"))
    walk.up_to("accept")
    walk.do("unit_contact")
    walk.up_to("close")
    found = counted(walk)
    assert (found.contacted, found.in_time, found.answered) == (True, True, True)
    assert (found.resolution, found.grade) == (Resolution.SOLVED, Grade.SATISFIED)


def test_R16_2_late_closing_and_a_late_answer_count_against_it() -> None:
    walk = Walk(now=at("2022-09-05 09:10"))
    walk.up_to("accept")
    walk.now = at("2022-09-09 09:00")
    walk.up_to("close")
    found = counted(walk)
    assert (found.in_time, found.answered) == (False, False)


def test_R16_2_a_waived_contact_counts_in_no_denominator() -> None:
    walk = Walk(now=at("2022-09-05 09:10"))
    walk.up_to("register")
    walk.do("exempt")
    walk.do("dispatch")
    walk.do("accept")
    walk.do("result")
    found = counted(walk)
    assert (found.contacted, found.answered, found.grade) == (None, None, None)


def test_R16_2_a_merged_ticket_counts_for_nobody() -> None:
    walk = Walk()
    walk.up_to("accept")
    walk.do("merge")
    assert handled(walk.ticket) is None


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
