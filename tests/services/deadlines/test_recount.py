"""Settings and notices that move deadlines: what moves, what is written down, what stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from hotline_desktop.domain.records.summaries import Changes, TicketFilter
from hotline_desktop.domain.settings import SettingsRefused
from hotline_desktop.domain.terms.errors import Cancelled, HotlineError, NotFound
from hotline_desktop.domain.terms.options import Level, Origin
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.deadline import Moved
from hotline_desktop.domain.time.deadline import DeadlineKind, UrgentReading
from hotline_desktop.domain.time.workdays import YearTable
from hotline_desktop.services.foundation.holiday_notice import NoticeError
from hotline_desktop.services.office import Office
from hotline_desktop.services.records.candidate_lines import opening_values
from tests.documents.reading import pdf_text
from tests.domain.case_walk import COMPLETE
from tests.services.desk import CLERK, Clock, Walk

Start = Callable[..., Walk]
NO_UNITS = True  # the register is what is looked at
NEXT_YEAR = """
year = 2027
source = "国务院办公厅关于2027年部分节假日安排的通知（拟）"

[[holiday]]
name = "元旦"
from = 2027-01-01
to = 2027-01-05
makeups = [2027-01-09]
"""


def due(office: Office, walked: Walk) -> datetime | None:
    return office.tickets.summary(walked.id).due


@pytest.fixture
def december(clock: Clock) -> Clock:
    """A Wednesday at the end of 2026, while nothing is known of 2027."""
    clock.now = datetime(2026, 12, 30, 10, 0)
    return clock


def test_settings_start_with_the_regulation_and_a_change_is_written_down(office: Office) -> None:
    assert office.settings.get() == office.settings.defaults
    changes = office.settings.change(office.settings.get().changed({"town": "港西镇"}), CLERK)
    assert office.settings.get().town == "港西镇" and changes == Changes(settings=True)
    entry = office.settings.history()[0]
    assert (entry.step, entry.by, entry.before, entry.after) == (
        "修改设置", CLERK, {"镇名": "新海镇"}, {"镇名": "港西镇"},
    )  # fmt: skip
    assert office.settings.change(office.settings.get(), CLERK) == Changes()
    assert len(office.settings.history()) == 1


def test_settings_that_cannot_be_are_refused_and_nothing_changes(office: Office) -> None:
    with pytest.raises(SettingsRefused) as refused:
        office.settings.get().changed({"office_hours": "九点到五点", "hard_days": "0", "transfer_pattern": "第{n}号"})
    assert {blocker.field for blocker in refused.value.blockers} == {"office_hours", "hard_days", "transfer_pattern"}
    assert office.settings.get() == office.settings.defaults


def test_other_office_hours_move_open_deadlines_and_say_so_in_their_history(office: Office, walk: Start) -> None:
    waiting, under_way = walk("20220908100001"), walk("20220908100002").to_unit()
    filter = office.settings.get().changed({"office_hours": "9:00-12:00，13:00-16:30"})
    moves = office.settings.preview(filter)
    assert moves == tuple(
        Moved(f"2022090810000{n}", datetime(2022, 9, 14, 17, 0), datetime(2022, 9, 14, 16, 30)) for n in (1, 2)
    )
    assert due(office, waiting) == datetime(2022, 9, 14, 17, 0)  # a preview changes nothing
    changes = office.settings.change(filter, CLERK)
    assert changes.tickets == {waiting.id, under_way.id} and changes.settings
    assert due(office, under_way) == datetime(2022, 9, 14, 16, 30)
    line = office.tickets.detail(under_way.id).history[-1]
    assert (line.step, line.by, line.values["why"]) == ("recount", CLERK, "修改设置：办公时间")
    assert line.before["办结期限"] == "2022-09-14 17:00" and line.after["办结期限"] == "2022-09-14 16:30"
    assert office.settings.preview(filter) == ()


def test_closed_tickets_and_history_are_never_recounted(office: Office, walk: Start) -> None:
    closed = walk().to_closed()
    known = office.tickets.detail(closed.id)
    office.settings.change(office.settings.get().changed({"ordinary_days": 5, "office_hours": "9:00-12:00"}), CLERK)
    assert office.tickets.detail(closed.id).history == known.history
    assert due(office, closed) == known.summary.due
    assert known.ticket.origin is not Origin.HISTORY


def test_the_reading_of_urgent_moves_urgent_tickets_only(office: Office, walk: Start) -> None:
    urgent = walk("20220908100001", level="紧急").to_unit()
    ordinary = walk("20220908100002").to_unit()
    before = due(office, ordinary)
    settings = office.settings.get().changed({"urgent_reading": UrgentReading.NEXT_CLOSING.value})
    assert office.settings.change(settings, CLERK).tickets == {urgent.id}
    assert due(office, urgent) == datetime(2022, 9, 9, 17, 0) and due(office, ordinary) == before


def test_reminders_move_no_deadline(office: Office, walk: Start) -> None:
    walked = walk().to_unit()
    office.settings.change(office.settings.get().changed({"near_days": 2}), CLERK)
    assert [line.step for line in office.tickets.detail(walked.id).history] == ["register", "first_contact", "dispatch"]


def test_a_notice_makes_provisional_deadlines_final_and_moves_them(
    office: Office, walk: Start, december: Clock
) -> None:
    walked, early = walk("20261230100001").to_unit(), walk("20261230100002", level="紧急").to_unit()
    summary = office.tickets.summary(walked.id)
    assert summary.provisional and summary.due == datetime(2027, 1, 5, 17, 0)
    moves = office.time.preview_notice(NEXT_YEAR)
    assert moves == (Moved("20261230100001", datetime(2027, 1, 5, 17, 0), datetime(2027, 1, 7, 17, 0)),)
    assert office.tickets.summary(walked.id) == summary
    done = office.time.add_notice(NEXT_YEAR, CLERK)
    assert done.moved == moves and done.changes.settings and walked.id in done.changes.tickets
    moved = office.tickets.summary(walked.id)
    assert (moved.due, moved.provisional) == (datetime(2027, 1, 7, 17, 0), False)
    line = office.tickets.detail(walked.id).history[-1]
    assert line.before["办结期限"] == "2027-01-05 17:00（暂定）" and line.after["办结期限"] == "2027-01-07 17:00"
    assert "2027年部分节假日安排" in str(line.values["why"])
    assert due(office, early) == datetime(2026, 12, 31, 10, 20)
    assert office.time.calendar().is_published(2027)
    assert [(n.year, n.added_by) for n in office.time.notices()] == [(2027, CLERK)]


def test_a_notice_does_not_change_the_days_on_the_sheet_of_finished_work(
    office: Office, walk: Start, december: Clock
) -> None:
    finished, still_open = walk("20261230100001").to_review(), walk("20261230100002").to_unit()
    office.time.add_notice(NEXT_YEAR, CLERK)
    for ticket, state in ((finished, "办结"), (still_open, "转办")):
        text = pdf_text(office.papers.preview_pdf(ticket.id, PaperKind.DISPOSAL, state))
        assert "3个工作日" in "".join(text.split())


def test_a_notice_taken_back_moves_the_deadlines_back(office: Office, walk: Start, december: Clock) -> None:
    walked = walk().to_unit()
    before = office.tickets.summary(walked.id)
    office.time.add_notice(NEXT_YEAR, CLERK)
    (notice,) = office.time.notices()
    office.time.remove_notice(notice.id, CLERK)
    assert office.tickets.summary(walked.id) == before and office.time.notices() == ()
    assert [entry.step for entry in office.settings.history(2)] == ["撤销工作日安排", "录入工作日安排"]
    with pytest.raises(NotFound):
        office.time.remove_notice(notice.id, CLERK)


def test_a_notice_from_a_file_and_one_that_makes_no_sense(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "2027.toml"
    file.write_text(NEXT_YEAR, "utf-8")
    office.time.add_notice(file, CLERK)
    assert not office.time.calendar().day(date(2027, 1, 5)).working
    for bad in ("放假通知", "year = 2027\npublished = 1"):
        with pytest.raises(NoticeError):
            office.time.add_notice(bad, CLERK)
    assert len(office.time.notices()) == 1


def test_one_day_clicked_on_the_calendar(office: Office, walk: Start) -> None:
    walked = walk().to_unit()
    typhoon = office.time.one_day(date(2022, 9, 9), working=False, name="台风停工")
    office.time.add_notice(typhoon, CLERK)
    assert due(office, walked) == datetime(2022, 9, 15, 17, 0)
    day = office.time.days(2022)[date(2022, 9, 9).timetuple().tm_yday - 1]
    assert (day.working, day.reason) == (False, "台风停工")
    office.time.add_notice(office.time.one_day(date(2022, 9, 9), working=True), CLERK)
    assert due(office, walked) == datetime(2022, 9, 14, 17, 0)
    with pytest.raises(HotlineError, match="已经是上班"):
        office.time.one_day(date(2022, 9, 9), working=True)


def test_granted_extensions_stay_granted_when_the_calendar_changes(office: Office, walk: Start) -> None:
    walked = walk().to_unit().do("accept")
    walked.do("extension_request", days=2, reason="等材料", basis="某条例第三条", leader="陆建国")
    walked.do("extension_decision", decision="同意", days=2, reviewer="李伟")
    assert due(office, walked) == datetime(2022, 9, 16, 17, 0)
    table = YearTable(2022, False, {date(2022, 9, 9): "台风停工"}, {}, "本中心调整")
    office.time.add_notice(table, CLERK)
    assert due(office, walked) == datetime(2022, 9, 19, 17, 0)


def test_a_recount_that_is_stopped_keeps_nothing(office: Office, walk: Start) -> None:
    walked = walk().to_unit()
    known, history = office.tickets.detail(walked.id), office.settings.history()

    def stop(_done: int, _all: int) -> None:
        raise Cancelled

    settings = replace(office.settings.get(), ordinary_days=5)
    with pytest.raises(Cancelled):
        office.settings.change(settings, CLERK, stop)
    assert office.settings.get() == office.settings.defaults and office.tickets.detail(walked.id) == known
    assert office.settings.history() == history


def test_due_dates_and_working_days_are_told_without_a_ticket(office: Office) -> None:
    start = datetime(2022, 9, 30, 15, 0)
    assert office.time.due(DeadlineKind.TICKET, Level.HARD, start).due == datetime(2022, 10, 19, 17, 0)
    assert office.time.explain(DeadlineKind.RETURN, Level.ORDINARY, start)[-1].date == date(2022, 10, 8)
    assert office.time.count_working_days(date(2022, 9, 30), date(2022, 10, 10)) == 3
    assert office.time.rules() == office.settings.get().rules
    assert office.tickets.count(TicketFilter(provisional=True)) == 0


def test_the_answer_that_a_supervised_unit_owes_is_recounted_too(office: Office, walk: Start, clock: Clock) -> None:
    walk("20220908100001").to_unit().do("accept", handler="沈强")
    clock.now = datetime(2022, 9, 15, 9, 0)
    (candidate,) = office.candidates.undecided()
    case_id = office.supervision.start("open_case", {**opening_values(candidate), "method": "电话督办"}, CLERK).id
    clock.pass_minutes(10)
    office.supervision.do(case_id, "phone_call", COMPLETE["phone_call"], CLERK)
    due = office.supervision.detail(case_id).case.due
    assert due == datetime(2022, 9, 20, 17, 0)
    done = office.time.add_notice(office.time.one_day(date(2022, 9, 19), working=False, name="台风停工"), CLERK)
    detail = office.supervision.detail(case_id)
    assert done.changes.cases and detail.case.due == datetime(2022, 9, 21, 17, 0)
    assert detail.history[-1].label == "重算期限"


def test_who_takes_a_result_or_a_merge_back_has_the_days_of_a_notice_that_came_meanwhile(
    office: Office, walk: Start, clock: Clock
) -> None:
    finished, merged = walk("20220908100001").to_review(), walk("20220908100002").to_unit()
    walk("20220908100003").to_unit()
    clock.pass_minutes(10)
    office.tickets.do(merged.id, "merge", {"main_number": "20220908100003", "why": "登记了两次"}, CLERK)
    office.time.add_notice(office.time.one_day(date(2022, 9, 13), working=False, name="台风停工"), CLERK)
    assert due(office, finished) == datetime(2022, 9, 14, 17, 0)  # finished work is not judged again
    for walked in (finished, merged):
        clock.pass_minutes(5)
        office.tickets.withdraw(walked.id, "登记错了", CLERK)
        assert due(office, walked) == datetime(2022, 9, 15, 17, 0)
        assert office.tickets.detail(walked.id).history[-1].label == "重算期限"
    assert office.checkups.check().faults == ()


def test_a_unit_whose_granted_return_is_taken_back_has_the_days_of_a_notice_that_came_meanwhile(
    office: Office, walk: Start, clock: Clock
) -> None:
    returned = walk("20220908100001").to_unit()
    asked = {"reason": "非本单位职能", "detail": "属路政", "duty": "三定方案", "suggested_unit": "老坝村"}
    returned.do("return_request", **asked, leader="陆建国")
    clock.now = datetime(2022, 9, 14, 9, 0)
    returned.do("return_decision", decision="同意", late_reason="确属路政")
    office.time.add_notice(office.time.one_day(date(2022, 9, 13), working=False, name="台风停工"), CLERK)
    clock.pass_minutes(5)
    office.tickets.withdraw(returned.id, "登记错了", CLERK)
    assert due(office, returned) == datetime(2022, 9, 15, 17, 0)


def test_who_takes_another_step_back_keeps_the_days(office: Office, walk: Start, clock: Clock) -> None:
    walked = walk("20220908100001").to_call_back()
    office.settings.change(office.settings.get().changed({"ordinary_days": "5"}), CLERK)
    clock.pass_minutes(5)
    office.tickets.withdraw(walked.id, "登记错了", CLERK)
    assert due(office, walked) == datetime(2022, 9, 14, 17, 0)
    assert office.tickets.detail(walked.id).history[-1].label == "撤回"


def test_a_report_that_is_taken_back_is_owed_by_the_notice_that_came_meanwhile(
    office: Office, walk: Start, clock: Clock
) -> None:
    walk("20220908100001").to_unit()
    clock.now = datetime(2022, 9, 15, 9, 0)
    (candidate,) = office.candidates.undecided()
    case_id = office.supervision.start("open_case", {**opening_values(candidate), "method": "电话督办"}, CLERK).id
    for step in ("phone_call", "report"):
        clock.pass_minutes(10)
        office.supervision.do(case_id, step, COMPLETE[step], CLERK)
    office.time.add_notice(office.time.one_day(date(2022, 9, 19), working=False, name="台风停工"), CLERK)
    assert office.supervision.detail(case_id).case.due == datetime(2022, 9, 20, 17, 0)
    office.supervision.withdraw(case_id, "登记错了", CLERK)
    assert office.supervision.detail(case_id).case.due == datetime(2022, 9, 21, 17, 0)
    assert office.checkups.check().faults == ()
