"""Registering tickets, taking steps, looking them up, keeping files: what is kept and what is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from hotline_desktop.domain.records.summaries import HIDDEN, SortKey, TicketFilter
from hotline_desktop.domain.terms.errors import HotlineError, NotFound, StepRefused
from hotline_desktop.domain.terms.options import Level, Stage
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.services.office import Office
from tests.services.desk import CLERK, Clock, Walk
from tests.services.kept_attachments import kept_file

Start = Callable[..., Walk]


def test_a_registered_ticket_is_found_by_its_number_and_has_a_planned_deadline(office: Office, walk: Start) -> None:
    ticket_id = walk("20220908100001").id
    assert office.tickets.find(" ２０２２０９０８１００００１ ") == ticket_id
    summary = office.tickets.summary(ticket_id)
    assert (summary.stage, summary.level) == (Stage.TO_DISPATCH, Level.ORDINARY)
    assert summary.due == datetime(2022, 9, 14, 17, 0) and summary.planned


def test_what_is_not_there_is_said(office: Office) -> None:
    with pytest.raises(NotFound, match="没有编号为“20990101000001”的工单"):
        office.tickets.find("20990101000001")
    for call in (office.tickets.summary, office.tickets.detail, office.tickets.attachment_copy):
        with pytest.raises(NotFound):
            call(4711)
    with pytest.raises(NotFound):
        office.tickets.do(4711, "urge", {}, CLERK)


def test_a_number_is_given_once_only_and_everything_wrong_is_said_together(office: Office, walk: Start) -> None:
    walk("20220908100001")
    with pytest.raises(StepRefused) as refused:
        office.tickets.register({"number": "20220908100001", "level": "特急"}, CLERK)
    message = {blocker.field: blocker.message for blocker in refused.value.blockers}
    assert message["number"] == "工单 20220908100001 已经登记过，请打开原来那张办理"
    assert "level" in message
    with pytest.raises(StepRefused, match="已经登记过"):
        office.tickets.register({"number": "20220908100001", "content": "又一次"}, CLERK)
    assert office.tickets.count() == 1


def test_a_refused_step_leaves_everything_as_it_was(office: Office, walk: Start) -> None:
    walked = walk()
    before = office.tickets.detail(walked.id)
    for step, values in (
        ("close", {}),
        ("dispatch", {"unit": "没有先行联系的村"}),
        ("dispatch", {"unit": "新海村", "handed_on": "2099-01-01", "no_contact_reason": "夜间"}),
        ("urge", {"at": "不是时间"}),
        ("urge", {"unknown": "x"}),
    ):
        with pytest.raises(StepRefused):
            office.tickets.do(walked.id, step, values, CLERK)
    assert office.tickets.detail(walked.id) == before


@pytest.mark.parametrize("step", ["recount", "import_update", "attach", "register", "gibberish", ""])
def test_only_steps_of_a_clerk_can_be_asked_for(office: Office, walk: Start, step: str) -> None:
    with pytest.raises(NotFound, match="没有"):
        office.tickets.do(walk().id, step, {}, CLERK)


def test_the_history_tells_who_did_what_when_and_what_it_changed(office: Office, walk: Start, clock: Clock) -> None:
    walked = walk().to_unit("新海村")
    first, contact, dispatch = office.tickets.detail(walked.id).history
    assert (first.step, first.by, contact.before) == ("register", CLERK, {})
    assert first.values["address"] == "新海路120弄"
    assert dispatch.before["阶段"] == "待派单" and dispatch.after["阶段"] == "待接单"
    assert dispatch.after["承办单位"] == "新海村" and dispatch.before["承办单位"] == ""
    assert "诉求地址" not in dispatch.after
    assert dispatch.recorded_at == clock.now


def test_when_it_happened_is_kept_beside_when_it_was_recorded(office: Office, walk: Start) -> None:
    walked = walk()
    happened = datetime(2022, 9, 8, 10, 0)
    office.tickets.do(walked.id, "urge", {"note": "又来电"}, CLERK, at=happened)
    line = office.tickets.detail(walked.id).history[-1]
    assert (line.at, line.recorded_at) == (happened, datetime(2022, 9, 8, 10, 20))


def test_what_happened_earlier_starts_from_then_and_not_from_now(office: Office) -> None:
    then = datetime(2021, 12, 30, 9, 0)
    done = office.tickets.register({"number": "20211230100001", "content": "路灯不亮"}, CLERK, at=then)
    facts = office.tickets.detail(done.id).ticket.facts
    assert (facts.called_at, facts.received_at) == (then, then)
    office.tickets.do(done.id, "first_contact", {}, CLERK, at=then)
    office.tickets.do(done.id, "dispatch", {"unit": "新海村"}, CLERK, at=then)
    assert office.tickets.detail(done.id).ticket.transfer_number == "新热转〔2021〕1号"
    office.tickets.do(done.id, "accept", {}, CLERK, at=then)
    assert office.tickets.detail(done.id).ticket.round.handed_on == then


def test_nothing_happens_later_than_now(office: Office, walk: Start) -> None:
    walked = walk().to_unit("新海村")
    with pytest.raises(StepRefused, match="晚于现在"):
        office.tickets.do(walked.id, "change_level", {"level": "疑难", "why": "复杂"}, CLERK, at=datetime(2030, 1, 1))


def test_a_step_takes_a_unit_of_the_register_and_adds_none(office: Office, walk: Start) -> None:
    walked = walk("20220908100001").do("first_contact")
    before = office.units.names()
    unknown = "名册里没有“海红居委会”。是不是 海虹居委？不是的，要添加这个单位吗？"
    for typed, why in (("海红居委会", unknown), ("村", "“村”可以是 ")):
        with pytest.raises(StepRefused, match=why):
            office.tickets.do(walked.id, "dispatch", {"unit": typed}, CLERK)
    assert office.units.names() == before
    office.tickets.do(walked.id, "dispatch", {"unit": "城管"}, CLERK)
    assert office.tickets.detail(walked.id).ticket.unit == "城管中队"
    walked.do("accept")
    with pytest.raises(StepRefused, match="建议承办单位就是本单位"):
        office.tickets.do(walked.id, "return_request", {**RETURN, "suggested_unit": "城管中队"}, CLERK)
    for name, why in (("水务", ""), ("没有的所", "名册里没有“没有的所”")):
        values = {"co_units": name, "division": "配合"}
        if not why:
            office.tickets.do(walked.id, "joint_verification", {"leader": "李伟", "why": "多方", "lead": "李伟"}, CLERK)
            office.tickets.do(walked.id, "joint_units", values, CLERK)
            assert office.tickets.detail(walked.id).ticket.round.co_units == ("水务站",)
        else:
            with pytest.raises(StepRefused, match=why):
                office.tickets.do(walked.id, "joint_units", values, CLERK)


RETURN = {"reason": "非本单位职能", "detail": "不归本单位", "duty": "三定方案", "leader": "李伟"}


def test_transfer_numbers_are_used_up_only_when_they_are_used(office: Office, walk: Start, clock: Clock) -> None:
    numbers = []
    for last in range(3):
        walked = walk(f"2022090810000{last}")
        office.tickets.detail(walked.id)  # looking at a proposed number uses none up
        numbers.append(office.tickets.detail(walked.to_unit().id).ticket.transfer_number)
    assert numbers == ["新热转〔2022〕1号", "新热转〔2022〕2号", "新热转〔2022〕3号"]
    by_hand = walk("20220908100008").do("first_contact")
    by_hand.do("dispatch", unit="新海村", transfer_number="新热转〔2022〕90号")
    clock.now = datetime(2023, 1, 3, 9, 0)
    anew = walk("20230103100009").to_unit()
    assert office.tickets.detail(anew.id).ticket.transfer_number == "新热转〔2023〕1号"


@pytest.mark.parametrize("on_the_form", [None, "新热转〔2023〕1号"])
def test_a_hand_over_of_last_year_takes_a_number_of_that_year(
    office: Office, walk: Start, clock: Clock, on_the_form: str | None
) -> None:
    late, today = walk("20220908100001"), walk("20220908100002")
    clock.now = datetime(2023, 1, 3, 9, 0)
    said = {"unit": "新海村", "no_contact_reason": "情况紧急", "handed_on": "2022-12-30 16:00"}
    typed = {"transfer_number": on_the_form} if on_the_form else {}
    office.tickets.do(late.id, "dispatch", {**said, **typed}, CLERK)
    assert office.tickets.detail(late.id).ticket.transfer_number == "新热转〔2022〕1号"
    today.to_unit()
    assert office.tickets.detail(today.id).ticket.transfer_number == "新热转〔2023〕1号"


def test_a_transfer_number_stands_on_one_ticket_only(office: Office, walk: Start) -> None:
    walk("20220908100001").to_unit()
    other = walk("20220908100002").do("first_contact")
    with pytest.raises(StepRefused) as refused:
        office.tickets.do(other.id, "dispatch", {"unit": "新海村", "transfer_number": "新热转〔2022〕1号"}, CLERK)
    assert refused.value.blockers[0].field == "transfer_number"
    assert office.tickets.summary(other.id).stage is Stage.TO_DISPATCH


def test_a_number_that_someone_typed_ahead_is_not_proposed_to_the_next(office: Office, walk: Start) -> None:
    walk("20220908100001").do("first_contact").do("dispatch", unit="新海村", transfer_number="新热转〔2022〕1号")
    walk("20220908100002").do("first_contact").do("dispatch", unit="新海村", transfer_number="新热转〔2022〕3号")
    numbers = [
        office.tickets.detail(walk(f"2022090810001{last}").to_unit().id).ticket.transfer_number for last in range(2)
    ]
    assert numbers == ["新热转〔2022〕2号", "新热转〔2022〕4号"]


def test_a_confidential_caller_is_hidden_in_lists_and_kept_in_the_record(office: Office, walk: Start) -> None:
    walked = walk(confidential="是", caller="钱文", phones="13800010009")
    open_one = walk("20220908100002", caller="孙立平")
    rows = {row.id: row for row in office.tickets.page().rows}
    assert (rows[walked.id].caller, rows[walked.id].phones) == (HIDDEN, HIDDEN)
    assert rows[open_one.id].caller == "孙立平"
    detail = office.tickets.detail(walked.id)
    assert office.tickets.summary(walked.id).caller == detail.summary.caller == HIDDEN
    assert detail.ticket.facts.caller == "钱文" and detail.ticket.facts.phones == ("13800010009",)


def test_looking_without_masks_is_written_down(office: Office) -> None:
    office.tickets.shown_in_full("工单列表", CLERK)
    entry = office.settings.history()[0]
    assert (entry.step, entry.by) == ("未遮盖：工单列表", CLERK)


def test_pages_follow_each_other_without_gap_and_as_many_as_are_counted(office: Office, walk: Start) -> None:
    numbers = [walk(f"202209081000{last:02d}").id for last in range(7)]
    filter, seen, after = TicketFilter(open_only=True), [], None
    while True:
        page = office.tickets.page(filter, SortKey.NUMBER, True, after, 3)
        seen += [row.id for row in page.rows]
        after = page.next
        if after is None:
            break
    assert seen == numbers[::-1] and office.tickets.count(filter) == 7


def test_the_steps_on_offer_stand_in_the_clerks_name(office: Office, walk: Start) -> None:
    offers = {offer.step.id: offer for offer in office.tickets.detail(walk().id, CLERK).offers}
    assert offers["first_contact"].defaults["contacted_by"] == CLERK
    assert offers["dispatch"].allowed and not offers["close"].allowed


def test_a_file_is_kept_under_its_digest_and_can_be_taken_off_with_a_reason(
    office: Office, walk: Start, tmp_path: Path
) -> None:
    walked, scan = walk(), tmp_path / "扫描件.pdf"
    scan.write_bytes(b"%PDF-1.4 made up")
    office.tickets.attach(walked.id, scan, "签字处置单", CLERK)
    scan.unlink()
    (kept,) = office.tickets.detail(walked.id).attachments
    assert (kept.name, kept.kind, kept.added_by) == ("扫描件.pdf", "签字处置单", CLERK)
    path = kept_file(office.tickets, kept.id)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == kept.digest and kept.size == len(path.read_bytes())
    with pytest.raises(HotlineError, match="原因"):
        office.tickets.detach(kept.id, "  ", CLERK)
    office.tickets.detach(kept.id, "拍错了", CLERK)
    detail = office.tickets.detail(walked.id)
    assert detail.attachments == ()
    assert [line.label for line in detail.history[-2:]] == ["添加附件", "移除附件"]
    assert detail.history[-1].values["reason"] == "拍错了"
    assert path.is_file()
    with pytest.raises(NotFound):
        office.tickets.detach(kept.id, "再一次", CLERK)


def test_a_file_that_is_not_there_is_told_and_nothing_written(office: Office, walk: Start, tmp_path: Path) -> None:
    walked = walk()
    with pytest.raises(HotlineError, match="没有存进来"):
        office.tickets.attach(walked.id, tmp_path / "没有.pdf", "附件", CLERK)
    detail = office.tickets.detail(walked.id)
    assert detail.attachments == () and len(detail.history) == 1


def test_a_file_that_is_gone_from_the_disk_is_told(office: Office, walk: Start, tmp_path: Path) -> None:
    walked, scan = walk(), tmp_path / "照片.jpg"
    scan.write_bytes(b"\xff\xd8\xff made up")
    office.tickets.attach(walked.id, scan, "现场照片", CLERK)
    (kept,) = office.tickets.detail(walked.id).attachments
    kept_file(office.tickets, kept.id).unlink()
    with pytest.raises(NotFound, match="照片"):
        office.tickets.attachment_copy(kept.id)


def test_a_ticket_is_merged_only_into_one_that_is_there_and_stands_alone(office: Office, walk: Start) -> None:
    main, twice, third = walk("20220908100001"), walk("20220908100002"), walk("20220908100003")
    for number in ("20990101000001", "20220908100002"):
        with pytest.raises(StepRefused):
            office.tickets.do(twice.id, "merge", {"main_number": number, "why": "登记了两次"}, CLERK)
    twice.do("merge", main_number="20220908100001", why="登记了两次")
    assert office.tickets.detail(twice.id).ticket.merged_into == "20220908100001"
    for step in (third, main):
        with pytest.raises(StepRefused, match="自己已并入"):
            office.tickets.do(step.id, "merge", {"main_number": "20220908100002", "why": "同一件事"}, CLERK)
    twice.do("split", why="核对后不是一件事")
    assert office.tickets.detail(twice.id).ticket.merged_into == ""


def test_a_confirmed_group_stands_on_each_of_its_tickets(office: Office, walk: Start) -> None:
    walks = [walk(f"2022090810000{last}") for last in range(1, 5)]
    first, second, third, fourth = (f"2022090810000{last}" for last in range(1, 5))
    walks[0].do("repeat_confirm", numbers=second, evidence="同一电话")
    done = office.tickets.do(walks[2].id, "repeat_confirm", {"numbers": first, "evidence": "同一地址"}, CLERK)
    assert done.changes.tickets == {walks[0].id, walks[1].id, walks[2].id}
    repeats = [set(office.tickets.detail(each.id).ticket.repeats) for each in walks]
    assert repeats == [{second, third}, {first, third}, {first, second}, set()]
    walks[1].do("repeat_rule_out", numbers=third, why="是另一件事")
    after = office.tickets.detail(walks[2].id)
    assert (after.ticket.repeats, after.ticket.not_repeats) == ((first,), (second,))
    assert after.history[-1].label == "认定不是重复工单" and after.history[-1].values["why"] == "是另一件事"
    with pytest.raises(StepRefused, match="没有编号为"):
        office.tickets.do(walks[3].id, "repeat_confirm", {"numbers": "20990101000001", "evidence": "同"}, CLERK)
    assert office.tickets.detail(walks[3].id).ticket.repeats == () and fourth


def test_an_office_that_wants_the_scan_does_not_archive_without_it(office: Office, walk: Start, tmp_path: Path) -> None:
    office.settings.change(office.settings.get().changed({"scan_required": "是"}), CLERK)
    walked = walk().to_closed().do("sheet_back").do("platform_close", operator="沈强")
    message = {offer.step.id: offer.blockers for offer in office.tickets.detail(walked.id).offers}["archive"]
    assert "签字处置单" in message[0].message and len(message) == 1
    with pytest.raises(StepRefused, match="签字处置单"):
        walked.do("archive")
    scan = tmp_path / "扫描件.pdf"
    scan.write_bytes(b"%PDF-1.4 made up")
    office.tickets.attach(walked.id, scan, "签字处置单", CLERK)
    walked.do("archive")
    assert office.tickets.summary(walked.id).stage is Stage.ARCHIVED


def test_a_sheet_that_is_back_is_not_awaited_any_more(office: Office, walk: Start, clock: Clock) -> None:
    walked = walk().to_closed()
    office.papers.remember_printed([walked.id], PaperKind.DISPOSAL, office.papers.states(PaperKind.DISPOSAL)[-1], CLERK)
    assert len(office.papers.awaited()) == 1
    done = office.tickets.do(walked.id, "sheet_back", {}, CLERK)
    assert done.changes.papers and office.papers.awaited() == ()
