"""The command line beside the open window: two programs over one folder of data."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hotline_desktop.domain.settings import SettingsRefused
from hotline_desktop.domain.terms.errors import StepRefused
from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.services.office import Office
from hotline_desktop.services.office_lists import ListKind, ListRefused
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


def test_what_was_written_is_there_after_closing(tmp_path: Path, clock: Clock) -> None:
    office = on_disk(tmp_path, clock)
    walked = Walk(office, clock, "20220908100001").to_closed()
    known = office.tickets.detail(walked.id)
    office.close()
    again = on_disk(tmp_path, clock)
    assert again.tickets.detail(walked.id) == known
    again.close()
