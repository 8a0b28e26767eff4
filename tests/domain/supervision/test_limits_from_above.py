"""领导批示、上级督办 have limits of their own beside ours; 督办延期 is registered. 督办二（一）5-6, （三）4."""

from __future__ import annotations

from datetime import date

from hotline_desktop.domain.papers.annex_forms import supervision_limit
from hotline_desktop.domain.papers.registers import Period, case_register_lines
from hotline_desktop.domain.supervision.deadline import case_deadline_again
from tests.domain.case_walk import ABOVE, Walk
from tests.domain.office_year import at
from tests.domain.ticket_walk import refs, said

SEPTEMBER = Period(date(2022, 9, 1), date(2022, 9, 30))
ORDERED = {**ABOVE, "method": "书面督办", "direct_reason": "媒体曝光", "source_on": "2022-09-08"}


def delivered(**source: object) -> Walk:
    walk = Walk()
    for step, values in (("open_case", {**ORDERED, **source}), ("issue", {}), ("deliver", {})):
        walk.do(step, **values)
    return walk


def test_r14_the_earlier_of_our_limit_and_that_of_the_order_rules() -> None:
    early = delivered(source_limit="2022-09-13 12:00")
    assert early.case.due == at("2022-09-13 12:00")
    assert supervision_limit(early.case) == "3个工作日（2022年9月13日12:00前，上级、领导的时限）"
    late = delivered(source_limit="2022-09-30 12:00")
    assert late.case.due == at("2022-09-15 17:00") and "领导" not in supervision_limit(late.case)


def test_r14_a_limit_that_had_passed_when_the_unit_was_told_rules_nothing() -> None:
    assert delivered(source_limit="2022-09-09 08:00").case.due == at("2022-09-15 17:00")


def test_r14_the_leaders_instruction_gives_a_limit_of_its_own() -> None:
    walk = Walk()
    walk.do("open_case", **ABOVE, method="领导派单督办", condition="疑难或职能交叉")
    walk.do("request")
    walk.do("instruct", leader_limit="2022-09-13 17:00")
    walk.do("issue")
    assert walk.do("deliver").due == at("2022-09-13 17:00")


def test_r14_an_order_that_had_passed_when_the_unit_was_told_leaves_the_leaders_limit_to_rule() -> None:
    walk = Walk()
    walk.do("open_case", **ABOVE, method="领导派单督办", condition="疑难或职能交叉", source_limit="2022-09-09 08:00")
    walk.do("request")
    walk.do("instruct", leader_limit="2022-09-13 17:00")
    walk.do("issue")
    case = walk.do("deliver")
    assert case.due == case.upper_limit == at("2022-09-13 17:00")
    assert supervision_limit(case).endswith("（2022年9月13日17:00前，上级、领导的时限）")


def test_r14_an_extension_beyond_the_order_says_that_the_order_still_rules() -> None:
    walk = delivered(source_limit="2022-09-14 12:00")
    walk.do("case_extension", days=5)
    blockers = walk.refused("case_extension_decision")
    assert [b.field for b in blockers] == ["upper_note"] and refs(blockers) == {"督办二（三）4"}
    case = walk.do("case_extension_decision", upper_note="区热线办要求仍按原时限")
    assert case.due == at("2022-09-14 12:00")
    again = case_deadline_again(case, walk.context)
    assert again is not None and again.due == case.due


def test_r14_a_refusal_has_its_reason_and_its_reviewer() -> None:
    walk = delivered()
    walk.do("case_extension")
    assert "不同意的理由" in said(walk.refused("case_extension_decision", decision="不同意"))
    walk.do("case_extension_decision", decision="不同意", refusal="材料齐全，可以按期办结")
    assert walk.entries[-1].values["reviewer"] == "王芳"


def test_r14_extensions_of_supervision_stand_in_the_register_of_extensions() -> None:
    walk = delivered()
    walk.do("case_extension", number="新热延〔2022〕3号")
    walk.do("case_extension_decision", decision="不同意", refusal="材料齐全")
    (line,) = case_register_lines(walk.case, (), SEPTEMBER, full=True)
    assert (line.number, line.level, line.result, line.reviewer) == ("新热延〔2022〕3号", "督办", "不同意", "王芳")
    assert line.reason == "督办件新城运督〔2022〕1号延期5个工作日：须等待噪声检测报告"
    assert line.note == "材料齐全" and line.leader == "李伟"
    assert not list(case_register_lines(walk.case, (), Period(date(2022, 10, 1), date(2022, 10, 31)), full=True))
