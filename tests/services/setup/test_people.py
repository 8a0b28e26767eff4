"""People: accounts, roles that the services look at, passwords that cannot be guessed in a row."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.errors import NotFound, StepRefused
from hotline_desktop.domain.terms.roles import NotAllowed, Role
from hotline_desktop.services.office import Office
from hotline_desktop.services.setup.people import LogInRefused, PeopleRefused
from tests.services.desk import CLERK, PROJECT, Clock, Walk, on_disk

Start = Callable[..., Walk]
ADMIN, REVIEWER, LEADER = "陈管", "何审", "马领导"
SECRET = "松鼠过河四十九次"
_PEOPLE = ((CLERK, Role.CLERK), (REVIEWER, Role.REVIEWER), (LEADER, Role.LEADER))


@pytest.fixture
def staffed(office: Office) -> Office:
    """With an account of every role; the administrator is logged in."""
    office.people.add(ADMIN, Role.ADMINISTRATOR, SECRET, "安装")
    for name, role in _PEOPLE:
        office.people.add(name, role, SECRET, ADMIN)
    return office


def as_(office: Office, name: str) -> None:
    office.people.log_in(name, SECRET)


def test_an_office_without_accounts_works_as_before(office: Office, walk: Start) -> None:
    assert not office.people.required()
    assert walk().to_closed() is not None


def test_the_first_account_is_an_administrator_and_begins_it(office: Office) -> None:
    with pytest.raises(PeopleRefused, match="第一个账户要是管理员"):
        office.people.add(CLERK, Role.CLERK, SECRET, "安装")
    office.people.add(ADMIN, Role.ADMINISTRATOR, SECRET, "安装")
    assert office.people.required()
    assert office.people.current is not None and office.people.current.name == ADMIN


def test_nobody_logged_in_can_do_nothing(staffed: Office) -> None:
    staffed.people.log_out()
    with pytest.raises(NotAllowed, match="没有人登录"):
        staffed.tickets.register({"number": "1", "content": "x"}, ADMIN)


def test_what_is_done_stands_under_the_account_and_no_other_name(staffed: Office, walk: Start) -> None:
    as_(staffed, CLERK)
    ticket = walk()
    with pytest.raises(NotAllowed, match=f"登录的账户是“{CLERK}”，不能用“{ADMIN}”的名义"):
        staffed.tickets.do(ticket.id, "first_contact", {"note": "问过"}, ADMIN)
    assert {line.by for line in staffed.tickets.detail(ticket.id, CLERK).history} == {CLERK}


def test_a_leader_looks_and_changes_nothing(staffed: Office, walk: Start) -> None:
    as_(staffed, CLERK)
    ticket = walk().to_unit()
    as_(staffed, LEADER)
    assert len(staffed.tickets.page(TicketFilter()).rows) == 1
    offers = staffed.tickets.detail(ticket.id, LEADER).offers
    assert offers and not any(offer.allowed for offer in offers)
    for work in (
        lambda: staffed.tickets.do(ticket.id, "urge", {"note": "催"}, LEADER),
        lambda: staffed.tickets.attach(ticket.id, Path(__file__), "凭证", LEADER),
        lambda: staffed.units.add("某村", by=LEADER),
    ):
        with pytest.raises(NotAllowed, match=r"要由经办人、审核人、管理员来做，您的账户是领导"):
            work()


def test_a_clerk_neither_reviews_nor_administers(staffed: Office, walk: Start) -> None:
    as_(staffed, CLERK)
    ticket = walk().to_review()
    verdict = {"answered": "是", "handled": "是", "verdict": "通过"}
    with pytest.raises(StepRefused, match="要由审核人、管理员来做"):
        staffed.tickets.do(ticket.id, "review", verdict, CLERK)
    offer = next(one for one in staffed.tickets.detail(ticket.id, CLERK).offers if one.step.id == "review")
    assert [blocker.message for blocker in offer.blockers] == ["要由审核人、管理员来做"]
    with pytest.raises(NotAllowed, match="要由管理员来做，您的账户是经办人"):
        staffed.settings.change(replace(staffed.settings.get(), town="某镇"), CLERK)
    as_(staffed, REVIEWER)
    staffed.tickets.do(ticket.id, "review", verdict, REVIEWER)


def test_a_right_that_was_taken_away_elsewhere_is_gone_at_once(tmp_path: Path, clock: Clock) -> None:
    here, there = on_disk(tmp_path, clock), on_disk(tmp_path, clock)
    here.people.add(ADMIN, Role.ADMINISTRATOR, SECRET, "安装")
    here.people.add(CLERK, Role.CLERK, SECRET, ADMIN)
    there.people.log_in(CLERK, SECRET)
    there.units.add("甲村", by=CLERK)
    here.people.change_role(CLERK, Role.LEADER, ADMIN)
    with pytest.raises(NotAllowed):
        there.units.add("乙村", by=CLERK)
    here.people.disable(CLERK, ADMIN)
    with pytest.raises(NotAllowed, match="没有人登录"):
        there.units.add("乙村", by=CLERK)
    here.close()
    there.close()


def test_wrong_passwords_make_wait_also_after_a_restart(tmp_path: Path, clock: Clock) -> None:
    office = on_disk(tmp_path, clock)
    office.people.add(ADMIN, Role.ADMINISTRATOR, SECRET, "安装")
    for _turn in range(3):
        with pytest.raises(LogInRefused, match="密码不对"):
            office.people.log_in(ADMIN, "不是这个密码")
    office.close()
    office = on_disk(tmp_path, clock)
    with pytest.raises(LogInRefused, match="连续输错 3 次，请等 5 秒"):
        office.people.log_in(ADMIN, SECRET)
    clock.now += timedelta(seconds=6)
    for _turn in range(2):
        with pytest.raises(LogInRefused, match="密码不对"):
            office.people.log_in(ADMIN, "不是这个密码")
        clock.now += timedelta(minutes=20)
    assert any(entry.step == "连续输错密码" for entry in office.settings.history())
    office.people.log_in(ADMIN, SECRET)
    with pytest.raises(LogInRefused, match=r"密码不对，没有登录。请再试一次"):
        office.people.log_in(ADMIN, "不是这个密码")
    office.close()


def test_a_clock_that_was_set_back_locks_nobody_out_for_long(staffed: Office, clock: Clock) -> None:
    for _turn in range(3):
        with pytest.raises(LogInRefused):
            staffed.people.log_in(CLERK, "不是这个密码")
    clock.now -= timedelta(days=300)
    with pytest.raises(LogInRefused, match="请等 5 秒"):
        staffed.people.log_in(CLERK, SECRET)


@pytest.mark.parametrize(
    ("password", "why"), [("1234567", "至少"), ("aaaaaaaaaa", "不同的字符"), (f"{CLERK}123456", "自己的姓名")]
)
def test_a_weak_password_is_refused(staffed: Office, password: str, why: str) -> None:
    with pytest.raises(PeopleRefused, match=why):
        staffed.people.change_password(CLERK, password, ADMIN)


def test_one_changes_ones_own_password_with_the_old_one(staffed: Office) -> None:
    as_(staffed, CLERK)
    with pytest.raises(LogInRefused, match="原来的密码不对"):
        staffed.people.change_password(CLERK, "全新的密码有八位", CLERK, "猜的")
    staffed.people.change_password(CLERK, "全新的密码有八位", CLERK, SECRET)
    staffed.people.log_in(CLERK, "全新的密码有八位")
    with pytest.raises(NotAllowed):
        staffed.people.change_password(REVIEWER, "全新的密码有八位", CLERK)


def test_one_administrator_always_stays_and_the_last_person_ends_it(staffed: Office) -> None:
    for refused in (
        lambda: staffed.people.disable(ADMIN, ADMIN),
        lambda: staffed.people.change_role(ADMIN, Role.CLERK, ADMIN),
    ):
        with pytest.raises(PeopleRefused, match="唯一的管理员"):
            refused()
    for name, _role in _PEOPLE:
        staffed.people.disable(name, ADMIN)
    staffed.people.disable(ADMIN, ADMIN)
    assert not staffed.people.required()
    staffed.units.add("甲村", by="随便谁")
    with pytest.raises(PeopleRefused, match="先启用或添加一个管理员"):
        staffed.people.enable(CLERK, "随便谁")


def test_a_name_is_never_given_again(staffed: Office) -> None:
    staffed.people.disable(CLERK, ADMIN)
    with pytest.raises(PeopleRefused, match="停用的也算"):
        staffed.people.add(CLERK, Role.CLERK, SECRET, ADMIN)
    with pytest.raises(LogInRefused, match="已经停用"):
        staffed.people.log_in(CLERK, SECRET)
    with pytest.raises(NotFound):
        staffed.people.enable("没有的人", ADMIN)


def test_a_forgotten_administrator_password_leaves_a_trace(staffed: Office) -> None:
    staffed.people.log_out()
    with pytest.raises(PeopleRefused, match="原因"):
        staffed.people.recover(ADMIN, "找回来的新密码吧", " ", "电脑用户")
    with pytest.raises(PeopleRefused, match="不是在用的管理员"):
        staffed.people.recover(CLERK, "找回来的新密码吧", "忘了", "电脑用户")
    staffed.people.recover(ADMIN, "找回来的新密码吧", "休假回来忘了", "电脑用户")
    staffed.people.log_in(ADMIN, "找回来的新密码吧")
    assert "由“电脑用户”重设了陈管的密码，原因：休假回来忘了" in staffed.people.recoveries()
    assert staffed.ledger.check().whole


def test_passwords_stand_nowhere_in_the_file(tmp_path: Path, clock: Clock) -> None:
    office = on_disk(tmp_path, clock)
    office.people.add(ADMIN, Role.ADMINISTRATOR, SECRET, "安装")
    office.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert SECRET.encode() not in kept
    assert b"$argon2id$" in kept


def test_every_service_asks_for_a_right_before_it_writes() -> None:
    """Only what the program itself notes or brings to its end, and the log-in, goes without.

    The clock brings candidates; a destruction that was broken off had its right; who switches encryption on or off is
    asked before the copy is made, in which it is written down.
    """
    without = set()
    for path in (PROJECT / "hotline_desktop" / "services").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == "write" and ast.unparse(node.value).endswith("db"):
                without.add(path.stem)
    noted = {"candidates", "context", "destroying", "diagnosis", "encryption", "ledger", "looks", "opening"}
    assert without == {*noted, "people"}
