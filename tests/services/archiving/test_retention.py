"""What has been kept long enough goes for good, with a certificate, and the chain of records knows that it went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.keeping import KeptKind, Look, ended_before, kept_until
from hotline_desktop.domain.terms.roles import NotAllowed, Role
from hotline_desktop.services.archiving.destroying import DestructionRefused
from hotline_desktop.services.office import Office
from hotline_desktop.storage.tables import schema
from tests.domain.case_walk import ABOVE
from tests.services.desk import CLERK, Clock, Walk, on_disk
from tests.services.kept_attachments import kept_file
from tests.unit_register import stock

Start = Callable[..., Walk]
CALLER = "欧阳静怡"


@pytest.fixture
def kept(tmp_path: Path, clock: Clock) -> Office:
    """An office on the disk with a ticket of 2022 and one of ten years later; today is in 2033."""
    office = stock(on_disk(tmp_path / "data", clock))
    old = Walk(office, clock, "20220908100001", caller=CALLER).to_closed()
    scan = tmp_path / "凭证.txt"
    scan.write_text("签字的纸", "utf-8")
    office.tickets.attach(old.id, scan, "凭证", CLERK)
    clock.now = datetime(2032, 9, 8, 10, 20)
    Walk(office, clock, "20320908100001").to_closed()
    clock.now = datetime(2033, 2, 1, 9, 0)
    return office


def destroy(office: Office, out: Path, kind: KeptKind = KeptKind.TICKETS) -> object:
    return office.retention.destroy(kind, "马主任", "会议纪要〔2033〕3号", out, CLERK)


def test_years_count_from_the_january_after() -> None:
    assert ended_before(date(2032, 12, 31), 10) == date(2022, 1, 1)
    assert ended_before(date(2033, 1, 1), 10) == date(2023, 1, 1)
    assert kept_until(date(2022, 1, 1), 10) == kept_until(date(2022, 12, 31), 10) == date(2032, 12, 31)


def test_only_what_ended_long_enough_ago_is_due(kept: Office, clock: Clock) -> None:
    due = {one.kind: one for one in kept.retention.due()}
    assert [record.number for record in due[KeptKind.TICKETS].records] == ["20220908100001"]
    assert due[KeptKind.CASES].amount == due[KeptKind.LOOKS].amount == 0
    clock.now = datetime(2032, 12, 31, 9, 0)
    assert kept.retention.due()[0].amount == 0
    kept.settings.change(replace(kept.settings.get(), keep_tickets=0), CLERK)
    assert [one.kind for one in kept.retention.due()] == [KeptKind.CASES, KeptKind.LOOKS]


def test_what_was_destroyed_is_nowhere_and_the_chain_is_whole(kept: Office, tmp_path: Path) -> None:
    folder, out = tmp_path / "data", tmp_path / "证明.pdf"
    assert CALLER.encode() in b"".join(path.read_bytes() for path in folder.glob("hotline.db*"))
    gone = destroy(kept, out)
    assert out.read_bytes().startswith(b"%PDF")
    assert [row.number for row in kept.tickets.page(TicketFilter()).rows] == ["20320908100001"]
    assert kept.ledger.check().whole
    assert kept.checkups.check().whole
    assert gone.wiped  # type: ignore[attr-defined]
    kept.close()
    left = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file() and "backups" not in path.parts)
    assert CALLER.encode() not in left and "签字的纸".encode() not in left


def test_the_history_says_who_approved_what_went(kept: Office, tmp_path: Path) -> None:
    destroy(kept, tmp_path / "证明.docx")
    entry = next(one for one in kept.settings.history() if one.step == "销毁到期记录")
    assert entry.before["批准人"] == "马主任" and entry.after["编号"] == "20220908100001"
    assert entry.after["移走记录的摘要"] and entry.after["附件"] == "1 个"


def test_a_paper_that_cannot_be_written_destroys_nothing(kept: Office, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="没有"):
        destroy(kept, tmp_path / "没有这个文件夹" / "证明.pdf")
    assert kept.tickets.count() == 2 and kept.ledger.check().whole


def test_nothing_goes_without_a_word_of_who_approved_it(kept: Office, tmp_path: Path) -> None:
    with pytest.raises(DestructionRefused, match="批准人"):
        kept.retention.destroy(KeptKind.TICKETS, " ", "依据", tmp_path / "证明.pdf", CLERK)
    destroy(kept, tmp_path / "证明.pdf")
    with pytest.raises(DestructionRefused, match="没有到期的工单"):
        destroy(kept, tmp_path / "再一次.pdf")
    assert not (tmp_path / "再一次.pdf").exists()


def test_a_ticket_of_a_case_waits_for_the_case(kept: Office, clock: Clock) -> None:
    ticket = kept.tickets.find("20220908100001")
    with kept._office.db.write() as c:
        case = c.execute(schema.cases.insert().returning(schema.cases.c.id), {"title": "x", "stage": "办理中"})
        c.execute(schema.case_tickets.insert(), {"case_id": case.scalar_one(), "ticket_id": ticket})
    assert kept.retention.due()[0].amount == 0


def test_a_merged_ticket_goes_with_the_ticket_that_it_went_into(tmp_path: Path, clock: Clock) -> None:
    office = stock(on_disk(tmp_path / "data", clock))
    main = Walk(office, clock, "20220908100001")
    twice = Walk(office, clock, "20220908100002", caller=CALLER).to_unit()
    twice.do("merge", main_number="20220908100001", why="同一来电登记了两次")
    clock.now = datetime(2033, 2, 1, 9, 0)
    assert office.retention.due()[0].amount == 0, "the main ticket is not finished yet"
    main.to_closed()
    clock.now = datetime(2044, 1, 1, 9, 0)
    due = office.retention.due()[0].records
    assert [(record.number, record.ended_on.year) for record in due] == [(f"2022090810000{n}", 2033) for n in (1, 2)]
    destroy(office, tmp_path / "证明.pdf")
    assert office.tickets.count() == 0 and office.ledger.check().whole and office.checkups.check().whole


def test_what_was_not_to_be_supervised_goes_with_the_last_of_its_tickets(tmp_path: Path, clock: Clock) -> None:
    office = stock(on_disk(tmp_path / "data", clock))
    first, second = (Walk(office, clock, f"2022090810000{n}") for n in (1, 2))
    above = {**ABOVE, "tickets": "20220908100001、20220908100002", "unit": "新海村", "source_on": "2022-09-08"}
    office.supervision.start("dismiss", {**above, "why": f"{CALLER}已撤诉"}, CLERK)
    first.to_closed()
    clock.now = datetime(2033, 2, 1, 9, 0)
    assert office.retention.due()[0].amount == 0, "the other ticket is not finished yet"
    second.to_closed()
    clock.now = datetime(2044, 1, 1, 9, 0)
    assert office.retention.due()[0].amount == 2
    destroy(office, tmp_path / "证明.pdf")
    assert office.tickets.count() == 0 and office.supervision.cases() == ()
    assert office.ledger.check().whole and office.checkups.check().whole
    office.close()
    left = b"".join(path.read_bytes() for path in (tmp_path / "data").glob("hotline.db*"))
    assert CALLER.encode() not in left


def test_what_shares_a_file_or_a_matter_with_what_went_is_whole(kept: Office, tmp_path: Path) -> None:
    young, old = kept.tickets.find("20320908100001"), kept.tickets.find("20220908100001")
    kept.tickets.attach(young, tmp_path / "凭证.txt", "凭证", CLERK)
    kept.repeats.confirm([young, old], CLERK)
    assert kept.retention.due()[0].amount == 1, "what was confirmed later does not make it younger"
    destroy(kept, tmp_path / "证明.docx")
    detail = kept.tickets.detail(young, CLERK)
    assert kept_file(kept.tickets, detail.attachments[0].id).read_text("utf-8") == "签字的纸"
    assert kept.repeats.group(young) is not None
    assert kept.tickets.page(TicketFilter(search=CALLER)).rows == ()
    assert kept.checkups.check().faults == () and kept.ledger.check().whole


def test_without_the_pass_no_history_can_be_taken_away(kept: Office) -> None:
    with pytest.raises(IntegrityError, match="append-only"), kept._office.db.write() as c:
        c.execute(delete(schema.ticket_entries))
    with kept._office.db.read() as c:
        assert c.execute(select(func.count()).select_from(schema.ticket_entries)).scalar_one()


def test_only_an_administrator_destroys(kept: Office, tmp_path: Path) -> None:
    kept.people.add("陈管", Role.ADMINISTRATOR, "松鼠过河四十九次", "安装")
    kept.people.add(CLERK, Role.CLERK, "松鼠过河四十九次", "陈管")
    kept.people.log_in(CLERK, "松鼠过河四十九次")
    for work in (lambda: destroy(kept, tmp_path / "证明.pdf"), kept.retention.due):
        with pytest.raises(NotAllowed, match="要由管理员来做"):
            work()


def test_looks_are_written_once_for_a_person_a_ticket_and_a_day(kept: Office, clock: Clock) -> None:
    at = clock.now
    seen = [Look(at, CLERK, "ticket", "1"), Look(at, CLERK, "ticket", "1"), Look(at, "李姐", "ticket", "1")]
    assert kept.looks.note(seen) == 2
    assert kept.looks.note(seen) == 0
    assert kept.looks.note([Look(datetime(2033, 2, 2, 9, 0), CLERK, "ticket", "1")]) == 1
    looks = kept.looks.between(date(2033, 2, 1), date(2033, 2, 2))
    assert [(one.person, one.way, one.what) for one in looks] == [
        (CLERK, "页面", "工单 1"),
        ("李姐", "页面", "工单 1"),
        (CLERK, "页面", "工单 1"),
    ]


def test_prints_and_exports_in_full_stand_beside_the_pages(kept: Office, clock: Clock, tmp_path: Path) -> None:
    kept.tickets.shown_in_full("窗口的工单列表", CLERK)
    kept.exports.tickets(TicketFilter(), tmp_path / "全.xlsx", True, CLERK)
    looks = kept.looks.between(clock.now.date(), clock.now.date())
    assert {(one.way, one.what) for one in looks} == {("未遮盖", "窗口的工单列表"), ("导出", "完整导出工单")}


def test_old_looks_go_by_their_own_years(kept: Office, clock: Clock, tmp_path: Path) -> None:
    kept.looks.note([Look(datetime(2029, 5, 1, 9, 0), CLERK, "ticket", "1"), Look(clock.now, CLERK, "ticket", "2")])
    destroy(kept, tmp_path / "证明.pdf", KeptKind.LOOKS)
    looks = kept.looks.between(date(2020, 1, 1), clock.now.date())
    assert [one.what for one in looks] == ["工单 2"]
