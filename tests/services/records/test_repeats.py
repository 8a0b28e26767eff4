"""Repeats are found while a ticket is typed and once it is there, shown with what speaks for them, and grouped by a
person; units are suggested from what they handled.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from hotline_desktop.domain.papers.registers import Period, RegisterKind
from hotline_desktop.domain.repeats.candidates import Sign
from hotline_desktop.domain.supervision.candidates import CandidateStage
from hotline_desktop.domain.terms.errors import HotlineError, NotFound, StepRefused
from hotline_desktop.domain.terms.options import SupervisionTrigger
from hotline_desktop.services.office import Office
from tests.services.desk import CLERK, Clock, Walk

Start = Callable[..., Walk]
YEAR = Period(date(2022, 1, 1), date(2022, 12, 31))
NO_UNITS = True  # the register is what is looked at
LAMP = {
    "content": "新海路120弄小区门口路灯不亮已一周，物业不处理，希望尽快修复",
    "phones": "13800010002",
    "address": "新海路120弄",
}
NOISE = {"content": "夜间施工噪音扰民", "phones": "13800010003", "address": "北沿公路88号"}


def numbers(office: Office, about: int | dict[str, object]) -> list[str]:
    return [found.ticket.number for found in office.repeats.candidates(about)]


def test_what_is_being_typed_is_looked_up_by_phone_place_words_and_quoted_number(office: Office, walk: Start) -> None:
    walk("20220908100001", **LAMP)
    walk("20220908100002", **NOISE)
    assert office.repeats.candidates({}) == ()
    typed: dict[str, object] = {"phones": "138 0001 0002"}
    (found,) = office.repeats.candidates(typed)
    assert (found.ticket.number, found.reason) == ("20220908100001", "同一电话")
    assert numbers(office, {"address": "崇明区新海镇北沿公路88号2楼"}) == ["20220908100002"]
    (alike,) = office.repeats.candidates({"content": "来电人说小区门口的路灯坏了一周不亮"})
    (evidence,) = alike.evidence
    assert evidence.sign is Sign.CONTENT and evidence.as_text.startswith("内容相似 ")
    assert "路灯" in "".join(evidence.shared) and all(word in evidence.there for word in evidence.shared)
    assert numbers(office, {"content": "20220908100002 至今没有解决"}) == ["20220908100002"]


def test_a_ticket_that_is_there_is_no_candidate_for_itself(office: Office, walk: Start) -> None:
    first, second = walk("20220908100001", **LAMP), walk("20220908100002", **LAMP)
    assert numbers(office, first.id) == ["20220908100002"]
    assert numbers(office, second.id) == ["20220908100001"]
    with pytest.raises(NotFound):
        office.repeats.candidates(999)


def test_a_confirmed_group_stands_on_every_ticket_and_is_no_candidate_any_more(office: Office, walk: Start) -> None:
    ids = [walk(f"2022090810000{digit}", **LAMP).id for digit in (1, 2, 3)]
    changes = office.repeats.confirm(ids[:2], CLERK)
    assert changes.tickets == frozenset(ids[:2])
    last = office.tickets.detail(ids[1]).history[-1]
    assert last.label == "确认重复工单" and "同一电话" in str(last.values["evidence"])
    office.repeats.confirm((ids[2], ids[0]), CLERK, "同一诉求人")
    for ticket_id in ids:
        assert [line.id for line in office.repeats.group(ticket_id)] == ids
        assert office.repeats.candidates(ticket_id) == ()
    assert office.repeats.group(walk("20220908100009", **NOISE).id) == ()


def test_a_ticket_leaves_its_group_for_a_reason_and_the_rest_stays(office: Office, walk: Start) -> None:
    ids = [walk(f"2022090810000{digit}", **LAMP).id for digit in (1, 2, 3)]
    office.repeats.confirm(ids, CLERK)
    with pytest.raises(HotlineError, match="理由"):
        office.repeats.leave(ids[2], CLERK, " ")
    assert len(office.repeats.group(ids[2])) == 3
    office.repeats.leave(ids[2], CLERK, "另一盏路灯")
    assert [line.id for line in office.repeats.group(ids[0])] == ids[:2]
    assert office.repeats.group(ids[2]) == ()
    assert office.repeats.candidates(ids[2]) == ()


def test_a_ticket_that_was_merged_is_no_call_of_its_own(office: Office, walk: Start) -> None:
    first, second, third = (walk(f"2022090810000{digit}", **LAMP) for digit in (1, 2, 3))
    first.do("merge", main_number="20220908100002", why="登记了两次")
    for ids in ((second.id, first.id), (first.id, third.id)):
        with pytest.raises(StepRefused, match="已并入 20220908100002，是同一次来电登记了两次，不另算一件重复"):
            office.repeats.confirm(ids, CLERK)
    with pytest.raises(StepRefused, match="不另算一件重复"):
        second.do("repeat_confirm", numbers="20220908100001、20220908100003", evidence="同一电话")
    assert office.repeats.group(second.id) == ()
    office.repeats.confirm((second.id, third.id), CLERK)
    assert len(office.repeats.group(second.id)) == 2


def test_a_call_that_is_merged_after_it_was_confirmed_counts_no_longer_until_it_is_split_off(
    office: Office, walk: Start, clock: Clock
) -> None:
    first, second, third = (walk(f"2022090810000{digit}", **LAMP) for digit in (1, 2, 3))
    for each in (first, second):
        each.to_unit().do("accept").do("answer", way="电话", recording="LY-01", content="已修").do(
            "satisfaction", grade="满意"
        )
        each.do("result", handling="已修", fact="属实", demand="符合政策法规", resolution="实际解决")
    office.repeats.confirm((first.id, second.id, third.id), CLERK)
    (found,) = office.candidates.undecided()
    third.do("merge", main_number="20220908100001", why="登记了两次")
    assert [line.id for line in office.repeats.group(first.id)] == [first.id, second.id]
    assert office.candidates.undecided() == ()
    (ended,) = office.candidates.all((CandidateStage.ENDED,))[:1]
    assert office.candidates.detail(ended.id).history[-1].values["why"] == "并入工单 20220908100001"
    office.tickets.withdraw(third.id, "并错了", CLERK)
    assert len(office.repeats.group(first.id)) == 3 and len(office.candidates.undecided()) == 1
    third.do("merge", main_number="20220908100001", why="登记了两次")
    assert office.candidates.undecided() == ()
    third.do("split", why="是另一次来电")
    (again,) = office.candidates.undecided()
    assert again.ticket_numbers == found.ticket_numbers
    office.tickets.withdraw(third.id, "拆错了", CLERK)
    assert [line.id for line in office.repeats.group(second.id)] == [first.id, second.id]


def test_a_call_that_is_merged_into_a_ticket_outside_its_group_still_stands_for_that_call(
    office: Office, walk: Start
) -> None:
    first, second, third, main = (walk(f"2022090810000{digit}", **LAMP) for digit in (1, 2, 3, 4))
    office.repeats.confirm((first.id, second.id, third.id), CLERK)
    third.do("merge", main_number="20220908100004", why="登记了两次")
    assert len(office.repeats.group(first.id)) == 3
    office.repeats.confirm((main.id, first.id), CLERK)
    assert main.id in [line.id for line in office.repeats.group(second.id)]


def test_what_was_ruled_out_is_not_proposed_again(office: Office, walk: Start) -> None:
    first, second, third = (walk(f"2022090810000{digit}", **LAMP) for digit in (1, 2, 3))
    office.repeats.rule_out(first.id, (second.id,), CLERK, "不是同一盏灯")
    assert numbers(office, first.id) == ["20220908100003"]
    assert numbers(office, second.id) == ["20220908100003"]
    assert numbers(office, third.id) == ["20220908100001", "20220908100002"]


def test_a_group_needs_two_tickets_that_are_there(office: Office, walk: Start) -> None:
    first = walk(**LAMP)
    with pytest.raises(HotlineError, match="两张"):
        office.repeats.confirm((first.id, first.id), CLERK)
    with pytest.raises(NotFound):
        office.repeats.confirm((first.id, 999), CLERK)
    assert len(office.tickets.detail(first.id).history) == 1


def test_three_confirmed_repeats_that_are_true_and_lawful_are_to_be_supervised(office: Office, walk: Start) -> None:
    first = walk("20220908100001", **LAMP).to_review()
    second, third = walk("20220908100002", **LAMP), walk("20220908100003", **LAMP)
    office.repeats.confirm((first.id, second.id), CLERK)
    assert not [c for c in office.candidates.undecided() if c.trigger is SupervisionTrigger.REPEATED]
    office.repeats.confirm((first.id, third.id), CLERK)
    (candidate,) = [c for c in office.candidates.undecided() if c.trigger is SupervisionTrigger.REPEATED]
    assert set(candidate.ticket_numbers) == {"20220908100001", "20220908100002", "20220908100003"}
    office.repeats.leave(third.id, CLERK, "另一盏路灯")
    assert not [c for c in office.candidates.undecided() if c.trigger is SupervisionTrigger.REPEATED]
    (ended,) = office.candidates.all((CandidateStage.ENDED,))
    history = office.candidates.detail(ended.id).history
    assert (ended.ticket_numbers[0], len(ended.ticket_numbers)) == ("20220908100001", 3)
    assert "因认定不是重复工单消除" in history[-1].values.values()


def test_a_matter_that_was_decided_on_is_no_candidate_again_until_there_is_another_call(
    office: Office, walk: Start
) -> None:
    def waiting() -> list[tuple[str, ...]]:
        return [c.ticket_numbers for c in office.candidates.undecided() if c.trigger is SupervisionTrigger.REPEATED]

    first = walk("20220908100001", **LAMP).to_review()
    second, third = walk("20220908100002", **LAMP), walk("20220908100003", **LAMP)
    office.repeats.confirm((first.id, second.id, third.id), CLERK)
    (candidate,) = office.candidates.undecided()
    office.candidates.do(candidate.id, "candidate_dismiss", {"why": "已列入改造计划"}, CLERK)
    second.to_review()
    assert waiting() == []
    fourth = walk("20220908100004", **LAMP).to_review()
    office.repeats.confirm((first.id, fourth.id), CLERK)
    assert [set(numbers) for numbers in waiting()] == [{f"2022090810000{last}" for last in (1, 2, 3, 4)}]


def test_another_call_about_a_decided_matter_waits_though_only_the_first_is_finished_and_leaves_with_it(
    office: Office, walk: Start
) -> None:
    def waiting() -> list[set[str]]:
        found = office.candidates.undecided()
        return [set(c.ticket_numbers) for c in found if c.trigger is SupervisionTrigger.REPEATED]

    numbers = [f"2022090810000{last}" for last in (1, 2, 3, 4)]
    first = walk(numbers[0], **LAMP).to_review()
    ids = [first.id, *(walk(number, **LAMP).id for number in numbers[1:])]
    office.repeats.confirm(ids[:3], CLERK)
    (candidate,) = office.candidates.undecided()
    office.candidates.do(candidate.id, "candidate_dismiss", {"why": "已列入改造计划"}, CLERK)
    office.repeats.confirm((first.id, ids[3]), CLERK)
    assert waiting() == [set(numbers)]
    office.repeats.leave(ids[3], CLERK, "另一盏路灯")
    assert waiting() == []
    (ended,) = office.candidates.all((CandidateStage.ENDED,))
    assert "因认定不是重复工单消除" in office.candidates.detail(ended.id).history[-1].values.values()
    assert office.checkups.check().whole


def test_two_of_a_matter_that_never_were_enough_are_no_ended_candidate(office: Office, walk: Start) -> None:
    first, second = walk("20220908100001", **LAMP).to_review(), walk("20220908100002", **LAMP)
    office.repeats.confirm((first.id, second.id), CLERK)
    office.repeats.leave(second.id, CLERK, "另一盏路灯")
    assert office.candidates.all() == ()
    assert office.registers.rows(RegisterKind.CASES, YEAR) == ()
    with pytest.raises(NotFound, match="没有列入案源库"):
        office.candidates.find("20220908100001")


def test_a_repeat_is_of_the_day_on_which_it_reached_the_set_number(office: Office, walk: Start, clock: Clock) -> None:
    def since() -> list[str]:
        found = office.candidates.undecided()
        return [f"{c.since:%m-%d %H:%M}" for c in found if c.trigger is SupervisionTrigger.REPEATED and c.since]

    first = walk("20220908100001", **LAMP).to_review()
    ids = [first.id, *(walk(f"2022090810000{last}", **LAMP).id for last in (2, 3, 4))]
    clock.now = datetime(2022, 9, 20, 9, 0)
    office.repeats.confirm(ids[:2], CLERK)
    assert since() == []
    clock.now = datetime(2022, 9, 21, 9, 0)
    office.repeats.confirm((ids[0], ids[2]), CLERK)
    clock.now = datetime(2022, 9, 22, 9, 0)
    office.repeats.confirm((ids[0], ids[3]), CLERK)
    assert since() == ["09-21 09:00"]
    (candidate,) = office.candidates.undecided()
    declined = {"why": "已在整改", "taken_at": "2022-09-20 10:00"}
    with pytest.raises(HotlineError, match="早于案源发生时间（2022年9月21日9:00）"):
        office.candidates.do(candidate.id, "candidate_dismiss", declined, CLERK)
    assert office.checkups.check().whole


def test_another_set_number_dates_a_repeat_from_its_next_step(office: Office, walk: Start, clock: Clock) -> None:
    first = walk("20220908100001", **LAMP).to_review()
    ids = [first.id, *(walk(f"2022090810000{last}", **LAMP).id for last in (2, 3, 4))]
    office.settings.change(office.settings.get().changed({"repeat_count": 2}), CLERK)
    for day, other in zip((20, 21, 22), ids[1:], strict=True):
        clock.now = datetime(2022, 9, day, 9, 0)
        office.repeats.confirm((ids[0], other), CLERK)
    (candidate,) = office.candidates.undecided()
    assert candidate.since == datetime(2022, 9, 20, 9, 0)
    office.settings.change(office.settings.get().changed({"repeat_count": 4}), CLERK)
    clock.now = datetime(2022, 9, 23, 9, 0)
    first.do("review", answered="是", handled="是", verdict="通过")
    (candidate,) = office.candidates.undecided()
    assert candidate.since == datetime(2022, 9, 22, 9, 0)


def test_a_confidential_citizen_is_found_and_stays_hidden(office: Office, walk: Start) -> None:
    secret = {**LAMP, "content": f"{LAMP['content']}，请回电13800010002找赵文静"}
    walk("20220908100001", **secret, confidential="是")
    (found,) = office.repeats.candidates({**LAMP, "number": "20220908100009"})
    assert found.ticket.caller == "（保密）"
    message = "".join(each.there for each in found.evidence)
    assert "同一电话" in found.reason and "13800010002" not in message and "赵文静" not in message


def test_units_are_suggested_from_what_they_handled_in_the_last_year(office: Office, walk: Start, clock: Clock) -> None:
    now = clock.now
    clock.now = now - timedelta(days=500)
    walk("20210401100001", **LAMP).to_unit("老镇政府")
    clock.now = now - timedelta(days=30)
    for digit in (1, 2):
        walk(f"2022080810000{digit}", **LAMP).to_unit("城管中队")
    walk("20220808100003", **LAMP).to_unit("第一居委会")
    walk("20220808100004", **NOISE).to_unit("城建中心")
    clock.now = now
    new = walk("20220908100001", **LAMP)
    suggested = [(each.unit, each.reason) for each in office.repeats.suggest_units(new.id)]
    assert suggested == [
        ("城管中队", "近一年同类 3 件，2 件由城管中队办理"),
        ("第一居委会", "近一年同类 3 件，1 件由第一居委会办理"),
    ]
    assert office.repeats.suggest_units({"content": LAMP["content"]})[0].unit == "城管中队"
    assert office.repeats.suggest_units({"content": "宠物走失"}) == ()


def test_a_unit_that_is_no_longer_used_is_not_suggested(office: Office, walk: Start) -> None:
    walk("20220908100001", **LAMP).to_unit("旧城管")
    (unit,) = [unit for unit in office.units.all() if unit.name == "旧城管"]
    office.units.change(unit.id, by=CLERK, active=False)
    assert office.repeats.suggest_units(walk("20220908100002", **LAMP).id) == ()


def test_a_unit_whose_return_was_granted_is_not_suggested_for_that_ticket(office: Office, walk: Start) -> None:
    walk("20220908100001", **LAMP).to_unit("城管中队")
    walk("20220908100002", **LAMP).to_unit("第一居委会")
    new = walk("20220908100003", **LAMP)
    assert {each.unit for each in office.repeats.suggest_units(new.id)} == {"城管中队", "第一居委会"}
    new.to_unit("城管中队").do(
        "return_request",
        reason="非本单位职能",
        detail="路灯由居委会管",
        duty="职责清单第三条",
        suggested_unit="第一居委会",
        leader="李建华",
    ).do("return_decision", decision="同意")
    assert [each.unit for each in office.repeats.suggest_units(new.id)] == ["第一居委会"]
    for old, name in (("城管中队", "综合行政执法队"), ("第一居委会", "新海第一居委会")):
        office.units.change(office.units.find(old).id, name=name, by=CLERK)
    assert [each.unit for each in office.repeats.suggest_units(new.id)] == ["新海第一居委会"]


def test_those_of_an_import_that_may_repeat_others_are_told_with_the_likeliest(office: Office, walk: Start) -> None:
    first, second = walk("20220908100001", **LAMP), walk("20220908100002", **LAMP)
    lonely = walk("20220908100003", **NOISE)
    asked = (first.id, second.id, lonely.id, 999)
    found = office.repeats.look_up(asked)
    message: list[tuple[int, int]] = []
    assert office.repeats.look_up(asked, lambda done, of: message.append((done, of))) == found
    assert (message[0], message[-1]) == ((0, 4), (4, 4))
    assert [(each.ticket.number, each.number, each.likeliest.ticket.number) for each in found] == [
        ("20220908100001", 1, "20220908100002"),
        ("20220908100002", 1, "20220908100001"),
    ]


IN_OTHER_WORDS = (
    "邻居深夜弹琴，宠物随地便溺无人清扫，电梯频繁停运困住孩子，水管爆裂淹没地下车库，快递柜挡住盲道；"
    "楼下120弄那边门口路灯不亮一周了，物业推诿，老人夜里摔倒"
)


def test_the_same_matter_in_many_other_words_is_found_once_it_is_there(office: Office, walk: Start) -> None:
    content = "小区门口路灯不亮一周了，物业推诿，老人夜里摔倒，没有人来修"
    first = walk("20220908100001", content=content, phones="13800010002", address="")
    own = walk("20220908100002", content=IN_OTHER_WORDS, phones="13800010003", address="")
    assert numbers(office, own.id) == ["20220908100001"] and numbers(office, first.id) == ["20220908100002"]
    assert [each.number for each in office.repeats.look_up((first.id, own.id))] == [1, 1]


def test_units_are_suggested_though_most_of_what_a_ticket_says_stands_nowhere_else(office: Office, walk: Start) -> None:
    content = "小区门口路灯不亮一周了，物业推诿，老人夜里摔倒，没有人来修"
    walk("20220908100001", content=content, phones="13800010002", address="").to_unit("城管中队")
    own = walk("20220908100002", content=IN_OTHER_WORDS, phones="13800010003", address="")
    assert [each.unit for each in office.repeats.suggest_units(own.id)] == ["城管中队"]


def test_a_short_text_at_the_same_place_is_held_against_one_that_says_it_among_much_else(
    office: Office, walk: Start
) -> None:
    own = walk("20220908100001", content=IN_OTHER_WORDS, phones="13800010002", address="新海路120弄")
    walk("20220908100002", content="水管爆裂淹没车库", phones="13800010003", address="新海路120弄")
    (found,) = office.repeats.candidates(own.id)
    assert [each.sign for each in found.evidence] == [Sign.ADDRESS, Sign.CONTENT]


def test_what_a_person_decided_on_is_not_told_again_after_an_import(office: Office, walk: Start) -> None:
    first, second, third = (walk(f"2022090810000{n}", **LAMP) for n in (1, 2, 3))
    asked = (first.id, second.id, third.id)
    assert [each.number for each in office.repeats.look_up(asked)] == [2, 2, 2]
    office.repeats.rule_out(first.id, (second.id,), CLERK, "不是同一盏灯")
    assert [each.number for each in office.repeats.look_up(asked)] == [1, 1, 2]
    office.repeats.confirm((first.id, third.id), CLERK)
    assert [(each.ticket.id, each.number) for each in office.repeats.look_up(asked)] == [(second.id, 1), (third.id, 1)]
