"""Numbers are given once, one matter is taken up once, and merges make no chain."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline_desktop.domain.terms.errors import StepRefused
from hotline_desktop.services.office import Office
from tests.services.desk import CLERK, Clock, Walk, on_disk

RETURN = {
    "reason": "非本单位职能",
    "detail": "路灯由供电所维护",
    "duty": "三定方案第三条",
    "suggested_unit": "供电所",
    "leader": "李伟",
}
STATEMENT = {
    "complaint": "路灯不亮",
    "checked_how": "到现场",
    "evidence": "正常",
    "conclusion": "不属实",
    "answer": "已说明",
    "leader": "李伟",
}
MATTER = {"trigger": "逾期未办结", "unit": "新海村", "title": "夜间施工", "reason": "逾期", "method": "电话督办"}


def test_a_ticket_number_is_the_same_in_capitals(office: Office, clock: Clock) -> None:
    Walk(office, clock, "AB-1")
    with pytest.raises(StepRefused, match="已经登记过"):
        Walk(office, clock, "ab-1")
    assert office.tickets.find("aB-1") == office.tickets.find("AB-1")


@pytest.mark.parametrize("typed", ["ＡＢ-1", "AB－1", "AB—1", "工单编号：ab-1", "AB-1（重复）"])
def test_a_number_in_another_spelling_is_no_other_ticket(office: Office, clock: Clock, typed: str) -> None:
    Walk(office, clock, "AB-1")
    with pytest.raises(StepRefused, match="已经登记过"):
        Walk(office, clock, typed)


@pytest.mark.parametrize(
    "typed", ["新热转[2022]1号", "新热转【2022】 1 号", "新热转（２０２２）1号", "新热转〔2022〕１号"]
)
def test_a_number_of_a_register_is_the_same_in_other_brackets(office: Office, clock: Clock, typed: str) -> None:
    Walk(office, clock, "20220908000001").to_unit()
    second = Walk(office, clock, "20220908000002")
    second.do("first_contact", note="路灯共三盏")
    with pytest.raises(StepRefused, match="转办编号 新热转〔2022〕1号 已经给了别的工单"):
        second.do("dispatch", unit="新海村", transfer_number=typed)
    second.do("dispatch", unit="新海村")
    with pytest.raises(StepRefused, match="转办编号 新热转〔2022〕1号 已经给了别的工单"):
        second.do("correct_dispatch", transfer_number=typed, why_corrected="写错")
    second.do("correct_dispatch", transfer_number="新热转[2022]8号", why_corrected="写错")
    assert office.tickets.detail(second.id).ticket.transfer_number == "新热转〔2022〕8号"


def test_a_ticket_that_is_named_twice_in_two_spellings_is_one(office: Office, clock: Clock) -> None:
    Walk(office, clock, "AB-1")
    second, third = Walk(office, clock, "AB-2"), Walk(office, clock, "AB-3")
    third.do("repeat_confirm", numbers="ab-1、ＡＢ－1、AB-1", evidence="同一路灯")
    assert office.tickets.detail(third.id).ticket.repeats == ("AB-1",)
    second.do("merge", main_number="ａｂ-3", why="登记了两次")
    assert office.tickets.detail(second.id).ticket.merged_into == "AB-3"
    case = office.supervision.start(
        "open_case",
        {
            **MATTER,
            "trigger": "区、镇领导批示",
            "source": "区领导",
            "source_on": "2022-09-08",
            "source_text": "请阅处",
            "tickets": "ab-1、AB-1",
        },
        CLERK,
    ).id
    detail = office.supervision.detail(case).case
    assert detail.ticket_numbers == ("AB-1",)
    assert office.supervision.find(detail.number.replace("〔", "[").replace("〕", "]")) == case


def test_a_number_of_a_register_stands_on_one_request(office: Office, clock: Clock) -> None:
    first = Walk(office, clock, "20220908000001").to_unit().do("accept")
    second = Walk(office, clock, "20220908000002").to_unit().do("accept")
    first.do("return_request", **RETURN, number="R-7")
    with pytest.raises(StepRefused, match="r-7 已经给了别的工单"):
        second.do("return_request", **{**RETURN, "number": "r-7"})
    first.do("correct_return_request", why_corrected="写漏", detail="路灯由供电所维护，附照片")
    first.do("return_decision", decision="不同意", refusal="属其职责")
    with pytest.raises(StepRefused, match="R-7 已经给了"):
        first.do("return_request", **RETURN, number="R-7")


def test_a_filing_number_stands_on_one_statement(office: Office, clock: Clock) -> None:
    walks = [Walk(office, clock, f"2022090800000{place}").to_unit().do("accept") for place in range(2)]
    for walk in walks:
        walk.do("unfounded_statement", **STATEMENT)
    walks[0].do("unfounded_filing", decision="准予备案", number="备1")
    with pytest.raises(StepRefused, match="备1 已经给了别的工单"):
        walks[1].do("unfounded_filing", decision="准予备案", number="备1")


def test_a_proposed_number_passes_over_one_that_was_typed_before_its_turn(office: Office, clock: Clock) -> None:
    first = Walk(office, clock, "20220908000001").to_unit().do("accept")
    proposed = next(offer for offer in office.tickets.detail(first.id).offers if offer.step.id == "return_request")
    number = str(proposed.defaults["number"])
    first.do("return_request", **RETURN, number=number.replace("1号", "2号"))
    for place in (2, 3):
        Walk(office, clock, f"2022090800000{place}").to_unit().do("accept").do("return_request", **RETURN)
    found = [office.tickets.detail(ticket_id).ticket.returns[0].number for ticket_id in (1, 2, 3)]
    assert [text[-2:] for text in found] == ["2号", "1号", "3号"]


def test_one_matter_is_taken_up_once(tmp_path: Path, clock: Clock) -> None:
    office, other = on_disk(tmp_path, clock), on_disk(tmp_path, clock)
    Walk(office, clock, "20220908000001").to_unit()
    clock.pass_minutes(60 * 24 * 30)
    values = {**MATTER, "tickets": "20220908000001"}
    done = office.supervision.start("open_case", values, CLERK)
    with pytest.raises(StepRefused, match="同一件事不重复立案"):
        other.supervision.start("open_case", values, CLERK)
    with pytest.raises(StepRefused, match=office.supervision.detail(done.id).case.number):
        other.supervision.start("dismiss", {**{k: v for k, v in values.items() if k != "method"}, "why": "误报"}, CLERK)
    other.close()
    office.close()


def test_merges_make_no_chain(office: Office, clock: Clock) -> None:
    first, second, third = (Walk(office, clock, f"2022090800000{place}") for place in range(3))
    first.do("merge", main_number="20220908000001", why="登记了两次")
    with pytest.raises(StepRefused, match="自己已并入"):
        third.do("merge", main_number="20220908000000", why="登记了两次")
    with pytest.raises(StepRefused, match="20220908000000 已并入本工单"):
        second.do("merge", main_number="20220908000002", why="登记了两次")
    first.do("split", why="改并")
    second.do("merge", main_number="20220908000002", why="登记了两次")
