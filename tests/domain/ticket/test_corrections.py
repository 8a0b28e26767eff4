"""Corrections leave what was wrong in the history; a ticket entered twice is merged and split again."""

from __future__ import annotations

import pytest

from hotline_desktop.domain.terms.options import Resolution, Stage
from hotline_desktop.domain.ticket.kind import TICKETS
from hotline_desktop.domain.ticket.progress import next_task
from hotline_desktop.domain.ticket.steps.catalogue import STEPS
from hotline_desktop.domain.ticket.steps.records import SUPERVISION_ENDED, SUPERVISION_OPENED
from hotline_desktop.domain.ticket.tasks import Task
from hotline_desktop.domain.ticket.ticket import Entry
from tests.domain.office_year import at
from tests.domain.ticket_walk import Walk, said


def test_a_wrong_result_is_amended_by_a_new_entry_with_its_reason() -> None:
    walk = Walk()
    walk.up_to("result")
    assert [b.field for b in walk.refused("correct_result", why_corrected="")] == ["why_corrected"]
    assert "解释说明" in walk.refused("correct_result", resolution="未解决")[0].message
    ticket = walk.do("correct_result", resolution="参考备案")
    assert (ticket.round.resolution, ticket.stage) == (Resolution.FOR_REFERENCE, Stage.TO_REVIEW)
    assert ticket.round.result is not None and ticket.round.result.get("handling") == "更换灯泡"
    assert [entry.get("resolution") for entry in walk.history if "result" in entry.step] == ["实际解决", "参考备案"]


def test_a_correction_is_held_to_the_rules_of_what_it_corrects() -> None:
    walk = Walk()
    walk.up_to("answer")
    assert [b.field for b in walk.refused("correct_answer", way="上门")] == ["proof"]
    walk.do("correct_answer", way="上门", proof="现场照片", recording="")
    assert [entry.get("way") for entry in walk.ticket.round.answers] == ["上门"]


def test_nothing_is_corrected_after_the_next_stage_built_on_it() -> None:
    walk = Walk()
    walk.up_to("result")
    walk.do("review", verdict="退回再处置", problem="不清楚")
    assert "要改反馈须退回再处置" in said(walk.refused("correct_result", resolution="未解决"))
    walk.do("correct_review", verdict="通过")
    assert walk.ticket.stage is Stage.TO_CALL_BACK
    walk.do("callback")
    assert "不再更改" in said(walk.refused("correct_review", verdict="退回再处置", problem="不清楚"))


def test_a_review_corrected_to_failed_goes_back_to_the_review_stage() -> None:
    walk = Walk()
    walk.up_to("review")
    ticket = walk.do("correct_review", verdict="退回再处置", problem="凭证不齐")
    assert ticket.stage is Stage.TO_REVIEW and walk.open_to("redo")


def test_a_wrong_hand_over_time_moves_the_deadlines_but_never_the_unit() -> None:
    walk = Walk(now=at("2022-09-06 10:00"))
    walk.do("register", received_at="2022-09-05 08:50", called_at="2022-09-05 08:40")
    walk.do("first_contact")
    walk.do("dispatch")
    assert walk.ticket.limits.due == at("2022-09-09 17:00")
    assert "unit" not in {field.key for field in next(s for s in STEPS if s.id == "correct_dispatch").fields}
    ticket = walk.do("correct_dispatch", handed_on="2022-09-05 09:10")
    assert (ticket.limits.due, ticket.limits.return_due) == (at("2022-09-08 17:00"), at("2022-09-05 14:10"))
    assert "早于收单时间" in said(walk.refused("correct_dispatch", handed_on="2022-09-05 08:00"))


def test_what_is_not_there_cannot_be_corrected() -> None:
    walk = Walk()
    walk.up_to("accept")
    offers = {offer.step.id: offer for offer in TICKETS.offers(walk.ticket, walk.context)}
    assert not offers["correct_answer"].concerns and offers["correct_accept"].concerns
    assert "没有可更正的" in said(offers["correct_answer"].blockers)


def test_what_was_answered_is_corrected_no_more_and_says_so() -> None:
    walk = Walk()
    walk.up_to("accept")
    walk.do("extension_request")
    walk.do("extension_decision")
    walk.do("return_request")
    walk.do("return_decision", decision="不同意", refusal="属其职责")
    walk.do("answer")
    walk.do("satisfaction")
    walk.do("result")
    walk.do("upper_callback")
    walk.do("unsatisfied_statement")
    offers = {offer.step.id: offer for offer in TICKETS.offers(walk.ticket, walk.context)}
    for step in ("extension_request", "return_request", "upper_callback"):
        assert "已经有了据此办的下一步，不再更正" in said(offers[f"correct_{step}"].blockers)


@pytest.mark.parametrize("step", [step for step in STEPS if step.corrects], ids=lambda step: step.id)
def test_every_correction_asks_why(step: object) -> None:
    (why,) = [field for field in step.fields if field.key == "why_corrected"]  # type: ignore[attr-defined]
    assert why.required


def test_a_merged_ticket_rests_until_it_is_split_off_again() -> None:
    walk = Walk()
    walk.up_to("accept")
    limits = walk.ticket.limits
    assert "不能并入自己" in said(walk.refused("merge", main_number=walk.ticket.facts.number))
    ticket = walk.do("merge")
    assert (ticket.merged_into, next_task(ticket), ticket.limits.due) == ("20220905100002", Task.NONE, None)
    assert "须先拆分" in said(walk.refused("answer"))
    ticket = walk.do("split")
    assert (ticket.merged_into, ticket.limits) == ("", limits)
    assert walk.open_to("answer") and not walk.open_to("split")


def test_R9_4_a_person_confirms_repeats_and_rules_them_out() -> None:
    walk = Walk()
    walk.do("register")
    assert "自己" in said(walk.refused("repeat_confirm", numbers=walk.ticket.facts.number))
    assert walk.do("repeat_confirm").repeats == ("20220801100001", "20220701100001")
    ticket = walk.do("repeat_rule_out")
    assert (ticket.repeats, ticket.not_repeats) == (("20220701100001",), ("20220801100001",))
    assert walk.do("repeat_confirm", numbers="20220801100001").not_repeats == ()


def test_R16_4_a_supervised_ticket_is_not_archived_before_its_case_ends() -> None:
    walk = Walk()
    walk.up_to("platform_close")
    opened = Entry("supervision_opened", walk.now, "王芳", {"case": "新城运督〔2022〕1号"})
    walk.ticket = SUPERVISION_OPENED.apply(walk.ticket, opened)
    walk.history.append(opened)
    assert walk.ticket.pending == ("督办中",)
    assert "新城运督〔2022〕1号" in said(walk.refused("archive"))
    ended = Entry("supervision_ended", walk.now, "王芳", {"case": "新城运督〔2022〕1号"})
    walk.ticket = SUPERVISION_ENDED.apply(walk.ticket, ended)
    walk.history.append(ended)
    assert walk.do("archive").stage is Stage.ARCHIVED


def test_a_correction_that_changes_nothing_leaves_no_entry() -> None:
    walk = Walk()
    walk.up_to("satisfaction")
    nothing = "填的和现在的记录一样"
    assert nothing in said(walk.refused("amend"))
    assert nothing in said(walk.refused("amend", phones="138 0001 0001", confidential="否"))
    for step in ("correct_dispatch", "correct_accept", "correct_answer", "correct_satisfaction"):
        assert nothing in said(walk.refused(step)), step
    walk.do("amend", address="新海路120弄")
    walk.do("amend", address="")
    walk.do("correct_answer", content="已更换三只灯泡")
    walk.do("result")
    assert nothing in said(walk.refused("correct_result", fact="属实"))


def test_a_no_where_nothing_was_said_is_a_correction() -> None:
    walk = Walk()
    walk.up_to("result")
    walk.do("review", verdict="退回再处置", problem="凭证不齐", evidence="")
    ticket = walk.do("correct_review", evidence="否")
    assert ticket.round.review is not None and ticket.round.review.get("evidence") is False
    assert "填的和现在的记录一样" in said(walk.refused("correct_review", evidence="否"))
    assert "填的和现在的记录一样" in said(walk.refused("amend", confidential="", illegal_building=""))
