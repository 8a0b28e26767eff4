"""A case is begun for what has happened, and against a unit that had the ticket: it takes points off that unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from hotline_desktop.domain.supervision.candidates import CANDIDATE_DISMISS, CANDIDATE_TAKE_UP
from hotline_desktop.domain.terms.errors import StepRefused
from hotline_desktop.services.office import Office
from tests.domain.case_walk import ABOVE
from tests.exchange.tables import HEADERS, save_xlsx, ticket
from tests.services.desk import CLERK, Clock, Walk

Start = Callable[..., Walk]
NUMBER, OTHER = "20220908100001", "20220908100002"
DUE, LATE = datetime(2022, 9, 14, 17, 0), datetime(2022, 9, 15, 9, 0)
LAPSED: dict[str, object] = {
    "trigger": "逾期未办结",
    "tickets": NUMBER,
    "unit": "新海村",
    "title": "夜间施工",
    "reason": "逾期",
    "method": "电话督办",
}
NO_METHOD = {key: value for key, value in LAPSED.items() if key != "method"}
FALSE_BY_HAND = {"trigger": "回访结果与反馈结果不符", "misreport": "虚报、谎报、瞒报"}
FALSE = {**LAPSED, **FALSE_BY_HAND}


def begin(office: Office, given: Mapping[str, object] = LAPSED, **more: object) -> int:
    return office.supervision.start("open_case", {**LAPSED, **given, **more}, CLERK).id


def test_nothing_is_supervised_as_overdue_before_its_deadline_has_passed(
    office: Office, walk: Start, clock: Clock
) -> None:
    walk(NUMBER).to_unit()
    clock.now = DUE
    with pytest.raises(StepRefused, match="没有因“逾期未办结”待决定的案源"):
        begin(office)
    clock.now = datetime(2022, 9, 14, 17, 1)
    begin(office)
    assert office.candidates.undecided() == ()


@pytest.mark.parametrize("trigger", ["市民评价不满意", "重复3次及以上", "审核发现问题"])
def test_what_the_rules_find_is_not_opened_where_they_found_nothing(
    office: Office, walk: Start, clock: Clock, trigger: str
) -> None:
    walk(NUMBER).to_unit()
    clock.now = LATE
    with pytest.raises(StepRefused, match=f"没有因“{trigger}”待决定的案源"):
        begin(office, trigger=trigger)


def test_a_case_decides_on_an_event_that_was_and_not_before_it(office: Office, walk: Start, clock: Clock) -> None:
    walk(NUMBER).to_unit()
    clock.now = LATE
    with pytest.raises(
        StepRefused, match="2022年9月13日10:00 没有因“逾期未办结”发生的案源，待决定的是 2022年9月14日17:00"
    ):
        begin(office, event="2022-09-13 10:00")
    declined = {**NO_METHOD, "why": "已口头报告"}
    for step, given in (("open_case", LAPSED), ("dismiss", declined)):
        with pytest.raises(StepRefused, match="早于案源发生时间（2022年9月14日17:00）"):
            office.supervision.start(step, {**given, "taken_at": "2022-09-14 16:59"}, CLERK)
    assert len(office.candidates.undecided()) == 1
    begin(office, event="2022-09-14 17:00", taken_at="2022-09-14 17:00")
    assert office.candidates.undecided() == ()


def test_what_the_program_lists_is_not_listed_a_second_time_by_hand(office: Office, walk: Start, clock: Clock) -> None:
    walk(NUMBER).to_unit()
    clock.now = LATE
    with pytest.raises(StepRefused, match="“逾期未办结”由程序列入案源库，不由人登记"):
        office.supervision.start("propose", NO_METHOD, CLERK)
    false = {"trigger": FALSE["trigger"], "misreport": FALSE["misreport"]}
    office.supervision.start("propose", {**NO_METHOD, **false}, CLERK)  # 督办二（一）2 is a person's to see


def test_a_unit_that_never_had_the_ticket_is_not_supervised_for_it(office: Office, walk: Start, clock: Clock) -> None:
    ticket = walk(NUMBER).to_unit()
    asked = {"reason": "非本单位职能", "detail": "属路政", "duty": "三定方案", "suggested_unit": "老坝村"}
    ticket.do("return_request", **asked, leader="陆建国").do("return_decision", decision="同意")
    ticket.do("dispatch", unit="老坝村")
    clock.now = datetime(2022, 9, 30, 9, 0)
    for values in (LAPSED, FALSE):
        with pytest.raises(StepRefused, match="“供电所”没有办过这里的工单，办过的是 新海村、老坝村"):
            begin(office, values, unit="供电所")
    begin(office, ABOVE, tickets=NUMBER, unit="供电所")  # a leader may order any unit
    begin(office, FALSE, unit="新海村")


def test_a_unit_out_of_use_still_answers_for_what_it_did(office: Office, walk: Start, clock: Clock) -> None:
    walk(NUMBER).to_unit()
    walk(OTHER).to_unit("老坝村")
    clock.now = LATE
    for name in ("新海村", "供电所"):
        office.units.change(office.units.find(name).id, active=False, by=CLERK)
    first = office.candidates.find(NUMBER)
    office.candidates.do(first, CANDIDATE_TAKE_UP.id, {"method": "电话督办"}, CLERK)
    assert office.supervision.detail(office.supervision.find(NUMBER)).case.unit == "新海村"
    second = office.candidates.find(OTHER)
    with pytest.raises(StepRefused, match="“供电所”已停用，不能再选"):
        begin(office, ABOVE, tickets=OTHER, unit="供电所")
    office.candidates.do(second, CANDIDATE_DISMISS.id, {"why": "已口头报告"}, CLERK)


def test_a_ticket_that_comes_to_a_case_brings_the_same_matter_with_it(
    office: Office, walk: Start, clock: Clock
) -> None:
    walk(NUMBER).to_unit()
    walk(OTHER).to_unit()
    clock.now = LATE
    case_id = begin(office)
    waiting = [each.ticket_numbers for each in office.candidates.undecided()]
    assert waiting == [(OTHER,)]
    office.supervision.do(case_id, "add_tickets", {"tickets": OTHER, "why": "同一工地"}, CLERK)
    assert office.candidates.undecided() == ()
    with pytest.raises(StepRefused, match="不重复立案"):
        begin(office, tickets=OTHER)
    taken_up = office.candidates.detail(office.candidates.find(OTHER)).candidate
    assert taken_up.case_number == office.supervision.detail(case_id).case.number
    office.supervision.withdraw(case_id, "不是同一工地", CLERK)
    assert [each.ticket_numbers for each in office.candidates.undecided()] == [(OTHER,)]
    begin(office, tickets=OTHER)
    assert office.candidates.undecided() == ()


def test_another_unit_answers_for_one_that_is_closed(office: Office, walk: Start, clock: Clock) -> None:
    walk(NUMBER).to_unit()
    clock.now = LATE
    with pytest.raises(StepRefused, match="“老坝村”没有办过这里的工单"):
        begin(office, unit="老坝村")
    office.units.change(office.units.find("新海村").id, active=False, by=CLERK)
    begin(office, unit="老坝村")


def test_a_unit_whose_old_name_left_the_register_answers_under_its_new_one(
    office: Office, walk: Start, clock: Clock
) -> None:
    walk(NUMBER).to_unit()
    clock.now = LATE
    renamed = office.units.find("新海村").id
    office.units.change(renamed, name="新海居委会", by=CLERK)
    office.units.change(renamed, aliases=(), by=CLERK)
    begin(office, unit="新海居委会")


@pytest.mark.parametrize("step", ["open_case", "propose"])
def test_of_imported_history_a_person_may_bring_up_what_the_rules_do_not_look_for(
    office: Office, tmp_path: Path, step: str
) -> None:
    headers, row = [*HEADERS, "状态", "结案时间"], [*ticket(NUMBER, 承办单位="新海村"), "已结案", "2022-09-07 15:00"]
    table = save_xlsx(tmp_path / "历史工单.xlsx", [headers, row])
    office.imports.apply(office.imports.preview(office.imports.open(table), history=True), CLERK)
    values = {**(LAPSED if step == "open_case" else NO_METHOD), "trigger": "市民评价不满意"}
    office.supervision.start(step, values, CLERK)
    with pytest.raises(StepRefused, match="不重复立案"):
        office.supervision.start(step, values, CLERK)


def test_what_a_callback_contradicted_is_not_listed_by_hand_as_well(office: Office, walk: Start) -> None:
    unsatisfied = dict.fromkeys(("efficiency", "attitude", "outcome", "overall"), "满意")
    came = walk(NUMBER).to_call_back()
    came.do("callback", **unsatisfied, matches="否", verdict="退回再处置", note="单位没有来过")
    proposed = {key: value for key, value in FALSE.items() if key != "method"}
    with pytest.raises(StepRefused, match="已在案源库里等待决定，不用再登记"):
        office.supervision.start("propose", {**proposed, "misreport": "回访结果与反馈结果不符"}, CLERK)
    office.supervision.start("propose", {**proposed, "misreport": "事实清楚、依据明确而未依法履职"}, CLERK)
    assert len(office.candidates.undecided()) == 2


def test_a_unit_that_reports_falsely_once_more_is_supervised_once_more(
    office: Office, walk: Start, clock: Clock
) -> None:
    walk(NUMBER).to_unit()
    begin(office, FALSE)
    begun = clock.now
    clock.now = LATE
    for event in ({}, {"event": begun}):
        with pytest.raises(StepRefused, match="不重复立案；以后又发生的，写明“案源发生时间”"):
            begin(office, FALSE, **event)
    begin(office, FALSE, event="2022-09-14 10:00")
    with pytest.raises(StepRefused, match="不重复立案"):
        begin(office, FALSE, event="2022-09-14 10:00")


NOT_SO: dict[str, object] = {
    **dict.fromkeys(("efficiency", "attitude", "outcome", "overall"), "满意"),
    "matches": "否",
    "verdict": "退回再处置",
    "note": "没有停工",
}


def triggers_waiting(office: Office) -> list[str]:
    return [line.trigger.value for line in office.candidates.undecided()]


def test_what_a_callback_finds_belongs_to_the_case_begun_by_hand_about_the_same_report(
    office: Office, walk: Start
) -> None:
    ticket = walk(NUMBER).to_call_back()
    first = begin(office, FALSE, misreport="回访结果与反馈结果不符")
    ticket.do("callback", **NOT_SO)  # the callback is written down after the case that it led to
    assert triggers_waiting(office) == []
    candidate = office.candidates.detail(office.candidates.find(NUMBER)).candidate
    assert candidate.case_number == office.supervision.detail(first).case.number
    ticket.do("callback", **NOT_SO)
    assert triggers_waiting(office) == [FALSE["trigger"]]  # another call is another event
    assert office.checkups.check().faults == ()


def test_a_callback_about_a_later_report_or_another_matter_is_a_case_of_its_own(office: Office, walk: Start) -> None:
    ticket = walk(NUMBER).to_unit().do("accept", handler="沈强")
    begin(office, FALSE)  # before the unit had reported anything
    idle = walk(OTHER).to_call_back()
    begin(office, FALSE, tickets=OTHER, misreport="事实清楚、依据明确而未依法履职")
    ticket.do("answer", way="电话", recording="LY-01", content="已停工").do("satisfaction", grade="满意")
    ticket.do("result", handling="已责令停工", fact="属实", demand="符合政策法规", resolution="实际解决")
    ticket.do("review", answered="是", handled="是", verdict="通过")
    for each in (ticket, idle):
        each.do("callback", **NOT_SO)
    assert triggers_waiting(office) == [FALSE["trigger"]] * 2


def test_what_is_listed_by_hand_and_by_a_callback_is_taken_up_once(office: Office, walk: Start) -> None:
    ticket = walk(NUMBER).to_call_back()
    listed = office.supervision.start("propose", {**NO_METHOD, **FALSE_BY_HAND}, CLERK).id
    ticket.do("callback", **NOT_SO)
    found = office.candidates.find(NUMBER)
    decisions: tuple[tuple[str, dict[str, object]], ...] = (
        (CANDIDATE_TAKE_UP.id, {"method": "电话督办"}),
        (CANDIDATE_DISMISS.id, {"why": "不再督办"}),
    )
    for decision, values in decisions:
        with pytest.raises(StepRefused, match="已由人登记，在案源库里等待决定"):
            office.candidates.do(found, decision, values, CLERK)
    office.supervision.do(listed, "take_up", {"method": "电话督办"}, CLERK)
    assert office.candidates.undecided() == ()
    with pytest.raises(StepRefused, match="已纳入督办件"):
        office.candidates.do(found, CANDIDATE_TAKE_UP.id, {"method": "电话督办"}, CLERK)


def test_what_was_declined_before_the_callback_is_shown_again_by_it(office: Office, walk: Start) -> None:
    ticket = walk(NUMBER).to_call_back()
    listed = office.supervision.start("propose", {**NO_METHOD, **FALSE_BY_HAND}, CLERK).id
    office.supervision.do(listed, "decline", {"why": "没有证据"}, CLERK)
    ticket.do("callback", **NOT_SO)
    assert triggers_waiting(office) == [FALSE["trigger"]]


def test_when_a_case_was_taken_up_is_not_taken_for_midnight(office: Office, walk: Start, clock: Clock) -> None:
    walk(NUMBER).to_unit()
    clock.now = LATE
    with pytest.raises(StepRefused, match="“纳入时间”只写了日期，还要写几点几分，如 2022-09-15 09:10"):
        begin(office, taken_at="2022-09-15")
    begin(office, taken_at="2022-09-15 08:40")


def test_no_unit_is_supervised_for_a_ticket_that_none_ever_had(office: Office, walk: Start) -> None:
    ticket = walk(NUMBER)
    idle = {**FALSE, "misreport": "事实清楚、依据明确而未依法履职"}
    with pytest.raises(StepRefused, match="工单还没有派给承办单位"):
        begin(office, idle)
    ticket.to_unit()
    office.tickets.withdraw(ticket.id, "派错了", CLERK)
    with pytest.raises(StepRefused, match="工单还没有派给承办单位"):
        begin(office, idle)
    begin(office, ABOVE, tickets=NUMBER)  # a leader names the unit


def test_a_report_is_not_contradicted_before_there_is_one(office: Office, walk: Start) -> None:
    ticket = walk(NUMBER).to_unit()
    mismatch = {**FALSE, "misreport": "回访结果与反馈结果不符"}
    for step, given in (("open_case", mismatch), ("propose", {k: v for k, v in mismatch.items() if k != "method"})):
        with pytest.raises(StepRefused, match="承办单位还没有办结反馈，没有可以对照的反馈结果"):
            office.supervision.start(step, given, CLERK)
    ticket.do("accept", handler="沈强").do("answer", way="电话", recording="LY-01", content="已停工")
    ticket.do("satisfaction", grade="满意")
    ticket.do("result", handling="已责令停工", fact="属实", demand="符合政策法规", resolution="实际解决")
    begin(office, mismatch)
