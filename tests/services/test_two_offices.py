"""The command line beside the open window: two programs over one folder of data."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.settings import SettingsRefused
from hotline_desktop.domain.terms.errors import HotlineError, StepRefused
from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.services.office import Office
from hotline_desktop.services.records.meanwhile import ChangedMeanwhile
from hotline_desktop.services.setup.office_lists import ListKind, ListRefused, SavedFilter
from hotline_desktop.services.setup.units import UnitRefused
from tests.services.desk import CLERK, Clock, Walk, on_disk
from tests.unit_register import stock

PER_THREAD = 12


@pytest.fixture
def offices(tmp_path: Path, clock: Clock) -> Iterator[tuple[Office, Office]]:
    first, second = on_disk(tmp_path / "data", clock), on_disk(tmp_path / "data", clock)
    stock(first)
    yield first, second
    first.close()
    second.close()


def test_what_one_writes_the_other_sees_at_once(offices: tuple[Office, Office], clock: Clock) -> None:
    window, command_line = offices
    walked = Walk(window, clock, "20220908100001")
    assert command_line.tickets.find("20220908100001") == walked.id
    command_line.settings.change(
        command_line.settings.get().changed({"office_hours": "9:00-12:00，13:00-16:00"}), CLERK
    )
    assert window.time.rules().hours.text == "9:00-12:00，13:00-16:00"
    assert window.tickets.summary(walked.id).due == command_line.tickets.summary(walked.id).due
    command_line.time.add_notice(command_line.time.one_day(clock.now.date(), working=False, name="停工"), CLERK)
    assert not window.time.calendar().is_working(clock.now.date())


def test_a_step_that_the_other_took_first_is_refused_and_not_taken_twice(
    offices: tuple[Office, Office], clock: Clock
) -> None:
    window, command_line = offices
    walked = Walk(window, clock, "20220908100001").do("first_contact")
    offered = {offer.step.id: offer for offer in window.tickets.detail(walked.id).offers}["dispatch"]
    assert offered.allowed
    command_line.tickets.do(walked.id, "dispatch", {"unit": "新海村"}, "李伟")
    with pytest.raises(StepRefused):
        window.tickets.do(walked.id, "dispatch", {"unit": "海虹村"}, CLERK)
    ticket = window.tickets.detail(walked.id).ticket
    assert (ticket.stage, ticket.unit, len(ticket.rounds)) == (Stage.TO_ACCEPT, "新海村", 1)


def test_both_write_at_the_same_time_and_nothing_is_lost_or_given_twice(
    offices: tuple[Office, Office], clock: Clock
) -> None:
    failed: list[BaseException] = []

    def work(office: Office, start: int) -> None:
        try:
            for last in range(PER_THREAD):
                number = f"20220908{start}{last:05d}"
                ticket_id = office.tickets.register({"number": number, "content": "路灯不亮"}, CLERK).id
                office.tickets.do(ticket_id, "dispatch", {"unit": "新海村", "no_contact_reason": "夜间"}, CLERK)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(office, start)) for start, office in enumerate(offices, start=1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    for office in offices:
        rows = office.tickets.page(limit=100).rows
        assert len(rows) == 2 * PER_THREAD and {row.stage for row in rows} == {Stage.TO_ACCEPT}
        given = {office.tickets.detail(row.id).ticket.transfer_number for row in rows}
        assert given == {f"新热转〔2022〕{n}号" for n in range(1, 2 * PER_THREAD + 1)}


def test_settings_that_the_other_changed_meanwhile_stay(offices: tuple[Office, Office]) -> None:
    window, command_line = offices
    seen = window.settings.get()
    command_line.settings.change(command_line.settings.get().changed({"near_days": 2}), "李伟")
    window.settings.change(seen.changed({"repeat_count": 4}), CLERK, seen=seen)
    assert (window.settings.get().near_days, window.settings.get().repeat_count) == (2, 4)
    with pytest.raises(SettingsRefused, match="别人刚把“临期提醒提前天数”改成“2”，请核对后再改"):
        window.settings.change(seen.changed({"near_days": 3}), CLERK, seen=seen)
    assert window.settings.get().near_days == 2


def test_phrases_that_the_other_added_meanwhile_are_not_written_over(offices: tuple[Office, Office]) -> None:
    window, command_line = offices
    seen = window.lists.text(ListKind.PHRASES)
    command_line.lists.change(ListKind.PHRASES, f"{seen}\n已电话告知进展", "李伟")
    with pytest.raises(ListRefused, match="别人刚改过"):
        window.lists.change(ListKind.PHRASES, f"{seen}\n已到现场核实", CLERK, seen)
    assert "已电话告知进展" in window.lists.text(ListKind.PHRASES)


def test_nobodys_step_is_taken_back_in_the_place_of_another(offices: tuple[Office, Office], clock: Clock) -> None:
    window, command_line = offices
    walked = Walk(window, clock, "20220908100001").do("first_contact").do("dispatch", unit="新海村")
    clock.pass_minutes(5)
    looked_at = len(window.tickets.detail(walked.id).history)
    command_line.tickets.do(walked.id, "accept", {}, "李伟")
    with pytest.raises(ChangedMeanwhile, match=r"您打开以后，.*李伟 承办单位接单（接单时间）。没有撤回。"):
        window.tickets.withdraw(walked.id, "派错了", CLERK, looked_at)
    assert window.tickets.detail(walked.id).history[-1].step == "accept"
    window.tickets.withdraw(walked.id, "误点", CLERK, looked_at + 1)


def test_a_ticket_that_went_on_stays_out_of_what_is_done_together(offices: tuple[Office, Office], clock: Clock) -> None:
    window, command_line = offices
    first, second = (Walk(window, clock, f"2022090810000{n}").do("first_contact").id for n in (1, 2))
    found = window.tickets.to_dispatch((first, second), CLERK)
    command_line.tickets.do(first, "amend", {"address": "新海路99号", "why": "来电更正"}, "李伟")
    with pytest.raises(StepRefused, match=r"工单 20220908100001：您填写以后.*李伟 更正登记内容（诉求地址）。"):
        window.tickets.dispatch_many((first, second), {"unit": "新海村"}, CLERK, since=found.since)
    assert window.tickets.detail(second).ticket.stage is Stage.TO_DISPATCH
    window.tickets.dispatch_many((first, second), {"unit": "新海村"}, CLERK)
    form = window.bulk.form((first, second), "urge", CLERK)
    command_line.tickets.do(second, "accept", {}, "李伟")
    done = window.bulk.do((first, second), "urge", {"note": "请抓紧"}, CLERK, since=form.since)
    assert done.done == ("20220908100001",)
    assert "李伟 承办单位接单" in dict(done.refused)["20220908100002"]


def test_a_unit_that_the_other_changed_meanwhile_is_not_written_over(offices: tuple[Office, Office]) -> None:
    window, command_line = offices
    seen = window.units.find("新海村")
    command_line.units.change(seen.id, by="李伟", leader="陆梅", contact="沈强")
    window.units.change(seen.id, by=CLERK, seen=seen, phone="13800010001")
    with pytest.raises(UnitRefused, match="别人刚把这个单位的“联系人”改成“沈强”。您的改动没有保存"):
        window.units.change(seen.id, by=CLERK, seen=seen, contact="周敏")
    now = window.units.find("新海村")
    assert (now.leader, now.contact, now.phone) == ("陆梅", "沈强", "13800010001")


def test_filters_that_both_share_at_the_same_time_both_stay(offices: tuple[Office, Office]) -> None:
    def share(office: Office, who: str) -> None:
        for number in range(PER_THREAD):
            office.lists.share_filter(SavedFilter(f"{who}{number}", TicketFilter(search=who), who))

    at_work = [threading.Thread(target=share, args=each) for each in zip(offices, ("王芳", "李伟"), strict=True)]
    for one in at_work:
        one.start()
    for one in at_work:
        one.join()
    assert len(offices[0].lists.shared_filters()) == 2 * PER_THREAD


def test_a_quarter_whose_figures_moved_is_not_settled_unseen(tmp_path: Path, clock: Clock) -> None:
    window, command_line = on_disk(tmp_path / "data", clock), on_disk(tmp_path / "data", clock)
    stock(window)
    seen = window.ranking.sheet(quarter := window.ranking.quarter(2022, 2)).table
    clock.now = datetime(2022, 6, 8, 10, 20)
    Walk(command_line, clock, "20220608100001").to_closed()
    clock.now = datetime(2022, 9, 8, 10, 20)
    with pytest.raises(HotlineError, match="2022年第二季度的数字又变了。没有定稿"):
        window.ranking.freeze(quarter, CLERK, seen)
    assert not window.ranking.sheet(quarter).is_frozen
    window.ranking.freeze(quarter, CLERK, window.ranking.sheet(quarter).table)
    for office in (window, command_line):
        office.close()


def test_what_was_written_is_there_after_closing(tmp_path: Path, clock: Clock) -> None:
    office = on_disk(tmp_path, clock)
    walked = Walk(office, clock, "20220908100001").to_closed()
    known = office.tickets.detail(walked.id)
    office.close()
    again = on_disk(tmp_path, clock)
    assert again.tickets.detail(walked.id) == known
    again.close()
