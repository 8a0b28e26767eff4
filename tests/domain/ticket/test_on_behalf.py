"""信息保密 with a phone: the centre or the hotline office speaks for the unit, and papers say so. 规范一（一）1."""

from __future__ import annotations

from typing import Any

import pytest

from hotline_desktop.domain.papers.annex_forms import DisposalState, PaperContext, disposal_sheet, satisfaction_form
from hotline_desktop.domain.papers.ticket_documents import contact_record, explanation_record
from hotline_desktop.domain.statistics.handling import handlings
from hotline_desktop.domain.terms.options import Stage
from tests.domain.office_year import CALENDAR
from tests.domain.ticket_walk import Walk, refs, said

BY_THE_UNIT = {"on_behalf": ""}


def secret(until: str = "accept", **register: Any) -> Walk:
    """A confidential ticket that has come as far as ``until``; the centre is proposed as the one who speaks."""
    walk = Walk()
    walk.do("register", confidential="是", **register)
    walk.up_to(until)
    return walk


def context(walk: Walk) -> PaperContext:
    return PaperContext("新海镇", walk.now, CALENDAR, walk.rules)


@pytest.mark.parametrize("step", ["unit_contact", "answer", "explain"])
def test_R1_4_a_unit_does_not_call_a_number_that_it_must_not_see(step: str) -> None:
    values = {"contacted_by": "沈强"} if step == "unit_contact" else {}
    blockers = secret().refused(step, **BY_THE_UNIT, **values)
    assert [b.field for b in blockers] == ["on_behalf"] and "信息保密" in said(blockers)
    assert refs(blockers) == {"规范一（一）1"}


def test_R1_4_a_visit_to_the_place_may_still_be_the_units_own() -> None:
    walk = secret()
    assert walk.do("answer", **BY_THE_UNIT, way="上门", recording="", proof="门牌照片").round.answers


def test_R1_4_who_spoke_for_the_unit_has_a_name() -> None:
    blockers = secret().refused("answer", on_behalf="市热线办", answered_by="")
    assert [b.field for b in blockers] == ["answered_by"] and "市热线办" in said(blockers)


def test_R6_1_what_the_centre_says_for_the_unit_counts_as_the_units_answer() -> None:
    walk = secret("archive")
    assert walk.ticket.stage is Stage.ARCHIVED
    answer = walk.ticket.round.answers[0].values
    assert (answer["on_behalf"], answer["answered_by"]) == ("镇城运中心", walk.by)
    (town, unit) = handlings(walk.ticket)
    assert (unit.outcome.contacted, unit.outcome.answered) == (None, True)
    assert town.outcome.contacted is None


def test_papers_say_who_spoke_for_the_unit_and_never_that_nobody_did() -> None:
    walk = secret("answer")
    handed = disposal_sheet(walk.ticket, DisposalState.HANDED_OVER, context(walk)).remarks or ""
    assert "代为联系、答复" in handed and "免联系" not in handed
    walk.do("explain", on_behalf="区热线办", explained_by="周敏")
    walk.do("satisfaction")
    walk.do("result")
    finished = disposal_sheet(walk.ticket, DisposalState.FINISHED, context(walk)).remarks or ""
    assert "由镇城运中心代为答复诉求人" in finished and "免联系" not in finished
    assert "由镇城运中心代为测评" in (satisfaction_form(walk.ticket, context(walk)).remarks or "")
    contacts = [(row.what, row.by) for row in contact_record(walk.ticket, context(walk)).contacts]
    assert ("代为答复", f"{walk.by}（镇城运中心代办）") in contacts
    (row,) = explanation_record(walk.ticket, context(walk)).explanations
    assert row.by == "周敏（区热线办代办）"


def test_contact_that_is_waived_is_still_printed_as_such() -> None:
    walk = secret(phones="", exemption="信息保密", decided_by="王芳")
    assert "免联系（信息保密）" in (disposal_sheet(walk.ticket, DisposalState.HANDED_OVER, context(walk)).remarks or "")


def test_an_open_ticket_is_answered_by_its_unit() -> None:
    walk = Walk()
    walk.up_to("answer")
    assert "on_behalf" not in walk.ticket.round.answers[0].values
