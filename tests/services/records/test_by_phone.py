"""电话督办 of what a review found, or of an overdue ticket, in one form: two steps, one transaction. 督办二（二）1."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from hotline_desktop.domain.supervision.case import CaseStage
from hotline_desktop.domain.terms.errors import StepRefused
from hotline_desktop.domain.terms.options import SupervisionTrigger
from hotline_desktop.services.office import Office
from hotline_desktop.services.records.candidate_lines import opening_values
from tests.services.desk import CLERK, Clock, Walk

Start = Callable[..., Walk]
NUMBER = "20220908100001"
CALL = {"called": "沈强", "demands": "三日内重新办理"}
AGAIN = {"answered": "是", "handled": "否", "verdict": "退回再处置", "problem": "没有到现场"}


@pytest.fixture
def found(office: Office, walk: Start, clock: Clock) -> dict[str, object]:
    """What is known of a ticket whose review failed."""
    walk(NUMBER).to_review().do("review", **AGAIN)
    (candidate,) = office.candidates.undecided()
    assert candidate.trigger is SupervisionTrigger.REVIEW_FAILED
    return opening_values(candidate)


def by_phone(office: Office, known: dict[str, object], **values: Any) -> int:
    return office.supervision.start("open_by_phone", {**known, **CALL, **values}, CLERK).id


def test_the_matter_is_taken_up_and_the_call_is_written_down_as_two_steps(
    office: Office, found: dict[str, object]
) -> None:
    detail = office.supervision.detail(by_phone(office, found))
    assert [line.step for line in detail.history] == ["open_case", "phone_call"]
    case = detail.case
    assert (case.stage, len(case.calls)) == (CaseStage.TO_REPORT, 1)
    assert case.number == "新城运督〔2022〕1号" and case.due is not None
    assert office.candidates.undecided() == ()


def test_a_call_of_this_morning_dates_the_decision_too(office: Office, found: dict[str, object], clock: Clock) -> None:
    called = clock.now
    clock.pass_minutes(150)
    case = office.supervision.detail(by_phone(office, found, at=called)).case
    assert (case.opened_at, case.measure.received_at) == (called, called)


def test_a_call_before_the_review_that_it_follows_is_refused_and_nothing_is_left(
    office: Office, found: dict[str, object], clock: Clock
) -> None:
    with pytest.raises(StepRefused, match="早于"):
        by_phone(office, found, at=datetime(2022, 9, 8, 8, 0))
    assert office.supervision.cases() == () and len(office.candidates.undecided()) == 1


def test_everything_that_is_missing_is_said_at_once_and_nothing_is_left(
    office: Office, found: dict[str, object]
) -> None:
    with pytest.raises(StepRefused) as refused:
        by_phone(office, found, called="", demands="", title="")
    assert {blocker.field for blocker in refused.value.blockers} == {"called", "demands", "title"}
    with pytest.raises(StepRefused, match="督办时限"):
        by_phone(office, found, limit_days="0")
    assert office.supervision.cases() == ()


def test_one_matter_is_called_about_once(office: Office, found: dict[str, object]) -> None:
    by_phone(office, found)
    with pytest.raises(StepRefused, match="不重复立案"):
        by_phone(office, found)


def test_a_wrong_call_can_be_taken_back_alone(office: Office, found: dict[str, object]) -> None:
    case_id = by_phone(office, found)
    office.supervision.withdraw(case_id, "接听人写错", CLERK)
    assert office.supervision.detail(case_id).case.stage is CaseStage.TO_CALL
