"""Rights: every function of the services that writes or shows what is held back, in the hands of every role."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hotline_desktop.domain.papers.registers import Period, RegisterKind
from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.keeping import KeptKind
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.roles import NotAllowed, Right, Role, rights_of
from hotline_desktop.domain.time.workdays import YearTable
from hotline_desktop.services.foundation.context import SignedIn
from hotline_desktop.services.office import Office
from hotline_desktop.services.returned.scan_reading import Scan
from hotline_desktop.services.setup.office_lists import ListKind, SavedFilter
from hotline_desktop.storage.office import accounts
from tests.services.desk import CLERK, COPIES_ITS_FILE, NOW, PROJECT, Clock, Walk, in_memory
from tests.unit_register import stock

SECRET, BOSS = "松鼠过河四十九次", "陈管"
NAMES = {Role.CLERK: CLERK, Role.REVIEWER: "何审", Role.ADMINISTRATOR: BOSS, Role.LEADER: "马领导"}
LOOK, HANDLE, REVIEW, ADMINISTER = Right.LOOK, Right.HANDLE, Right.REVIEW, Right.ADMINISTER


@dataclass
class At:
    """One office, and what of it the functions are called with."""

    office: Office
    ticket: int
    out: Path
    by: str = ""

    @property
    def file(self) -> Path:
        return Path(__file__)


_SHEET = (PaperKind.DISPOSAL, "转办")

# Whose right each function asks for, and how it is called.
CALLS: dict[str, tuple[Right, Callable[[At], object]]] = {
    "RecordService.start": (HANDLE, lambda at: at.office.tickets.register({"number": "9", "content": "x"}, at.by)),
    "RecordService.do": (HANDLE, lambda at: at.office.tickets.do(at.ticket, "urge", {"note": "催"}, at.by)),
    "RecordService.withdraw": (HANDLE, lambda at: at.office.tickets.withdraw(at.ticket, "误点", at.by)),
    "AttachedFiles.attach": (HANDLE, lambda at: at.office.tickets.attach(at.ticket, at.file, "凭证", at.by)),
    "AttachedFiles.detach": (HANDLE, lambda at: at.office.tickets.detach(1, "重复", at.by)),
    "Tickets.dispatch_many": (HANDLE, lambda at: at.office.tickets.dispatch_many([at.ticket], {}, at.by)),
    "Tickets.shown_in_full": (LOOK, lambda at: at.office.tickets.shown_in_full("清单", at.by)),
    "Archive.assemble": (HANDLE, lambda at: at.office.archive.assemble(1, at.out, at.by)),
    "BackupPlaces.choose_second": (ADMINISTER, lambda at: at.office.backups.places.choose_second(at.out, at.by)),
    "BackupPlaces.give_up_second": (ADMINISTER, lambda at: at.office.backups.places.give_up_second(at.by)),
    "BackupPlaces.seal": (ADMINISTER, lambda at: at.office.backups.places.seal("海边的灯塔一直亮着", at.by)),
    "BackupPlaces.unseal": (ADMINISTER, lambda at: at.office.backups.places.unseal(at.by)),
    "Checkups.repair": (ADMINISTER, lambda at: at.office.checkups.repair(at.by)),
    "Clocks.insist": (LOOK, lambda at: at.office.clocks.insist("差一年", at.by)),
    "Exports.tickets": (LOOK, lambda at: at.office.exports.tickets(TicketFilter(), at.out / "a.xlsx", False, at.by)),
    "Imports.apply": (HANDLE, lambda at: at.office.imports.apply(_preview(at), at.by)),
    "Imports.undo": (HANDLE, lambda at: at.office.imports.undo(1, at.by)),
    "Intake.put_into_tray": (HANDLE, lambda at: at.office.intake.put_into_tray(Scan(at.file, (1,), 1, None), "试")),
    "Intake.drop": (HANDLE, lambda at: at.office.intake.drop(_waiting(at), "空白", at.by)),
    "Ledger.accept_lost_tail": (ADMINISTER, lambda at: at.office.ledger.accept_lost_tail(at.by)),
    "Ledger.confirm_strays": (ADMINISTER, lambda at: at.office.ledger.confirm_strays(at.by)),
    "Looks.between": (ADMINISTER, lambda at: at.office.looks.between(NOW.date(), NOW.date())),
    "Office.change_passphrase": (ADMINISTER, lambda at: at.office.change_passphrase("海边的灯塔一直亮着", at.by)),
    "Office.may_administer": (ADMINISTER, lambda at: at.office.may_administer()),
    "Office.move_out": (ADMINISTER, lambda at: at.office.move_out(at.out / "a.zip")),
    "OfficeLists.change": (HANDLE, lambda at: at.office.lists.change(ListKind.PHRASES, f"写过{at.by}", at.by)),
    "OfficeLists.share_filter": (HANDLE, lambda at: at.office.lists.share_filter(_filter(at))),
    "OfficeLists.drop_filter": (HANDLE, lambda at: at.office.lists.drop_filter("甲", at.by)),
    "Papers.give_up": (HANDLE, lambda at: at.office.papers.give_up(1, at.by)),
    "Papers.remember_printed": (
        HANDLE,
        lambda at: at.office.papers.remember_printed([at.ticket], *_SHEET, at.by),
    ),
    "Papers.render_docx": (
        LOOK,
        lambda at: at.office.papers.render_docx([at.ticket], *_SHEET, at.out / "a.docx"),
    ),
    "Papers.render_pdf": (LOOK, lambda at: at.office.papers.render_pdf([at.ticket], *_SHEET, at.out / "a.pdf")),
    "Papers.wait_again": (HANDLE, lambda at: at.office.papers.wait_again(1, "点错了行", at.by)),
    "Papers.returned": (HANDLE, lambda at: at.office.papers.returned(1, NOW.date(), at.by)),
    "People.add": (ADMINISTER, lambda at: at.office.people.add(f"新{at.by}", Role.CLERK, SECRET, at.by)),
    "People.change_role": (ADMINISTER, lambda at: at.office.people.change_role("何审", Role.REVIEWER, at.by)),
    "People.change_password": (ADMINISTER, lambda at: at.office.people.change_password("路人", SECRET[::-1], at.by)),
    "People.disable": (ADMINISTER, lambda at: at.office.people.disable("路人", at.by)),
    "People.enable": (ADMINISTER, lambda at: at.office.people.enable("路人", at.by)),
    "Ranking.freeze": (REVIEW, lambda at: at.office.ranking.freeze(at.office.ranking.quarter(2022, 1), at.by)),
    "Ranking.correct": (REVIEW, lambda at: at.office.ranking.correct(at.office.ranking.quarter(2022, 1), "错", at.by)),
    "Registers.to_excel": (LOOK, lambda at: at.office.registers.to_excel(*_register(at, "a.xlsx"))),
    "Registers.to_pdf": (LOOK, lambda at: at.office.registers.to_pdf(*_register(at, "b.pdf"))),
    "Repeats.confirm": (HANDLE, lambda at: at.office.repeats.confirm([at.ticket, 99], at.by)),
    "Repeats.rule_out": (HANDLE, lambda at: at.office.repeats.rule_out(at.ticket, [99], at.by, "另一件事")),
    "Repeats.leave": (HANDLE, lambda at: at.office.repeats.leave(at.ticket, at.by, "另一件事")),
    "Retention.due": (ADMINISTER, lambda at: at.office.retention.due()),
    "Retention.write_list": (ADMINISTER, lambda at: at.office.retention.write_list(KeptKind.CASES, at.out / "c.pdf")),
    "Retention.destroy": (ADMINISTER, lambda at: at.office.retention.destroy(*_destroyed(at))),
    "OfficeSettings.change": (ADMINISTER, lambda at: at.office.settings.change(_settings(at), at.by)),
    "OfficeTime.add_notice": (ADMINISTER, lambda at: at.office.time.add_notice(_notice(at), at.by)),
    "OfficeTime.remove_notice": (ADMINISTER, lambda at: at.office.time.remove_notice(1, at.by)),
    "Units.add": (HANDLE, lambda at: at.office.units.add(f"{at.by}村", by=at.by)),
    "Units.change": (HANDLE, lambda at: at.office.units.change(1, by=at.by, contact=at.by)),
}
# What these ask for is asked for by functions above, once they have found what is to be written.
THROUGH_OTHERS = {
    "Intake.file",
    "Intake.file_all",
    "Intake.file_gathered",
    "Intake.file_from_tray",
    "Intake.record",
    "Intake.take_in",
    "WordReturns.take",
}
# Before anybody is logged in, or by the program itself.
FREE = {
    "Candidates.find",  # the clock brings candidates
    "Diagnosis.note_program",
    "Ledger.note_lost_tail",
    "Looks.note",
    "OfficeContext.remembered",
    "OfficeContext.write",
    "People.log_in",
    "People.may",
    "People.must",
    "People.recover",
}


def _preview(at: At) -> Any:
    path = at.out / "平台.csv"
    path.write_text("工单编号,标题,诉求内容,来电时间\n8,路灯,不亮,2022-09-08 09:00\n", "utf-8-sig")
    return at.office.imports.preview(at.office.imports.open(path))


def _waiting(at: At) -> int:
    return next((entry.id for entry in at.office.intake.tray()), 1)


def _filter(at: At) -> SavedFilter:
    return SavedFilter("甲", TicketFilter(search="路灯"), at.by)


def _register(at: At, name: str) -> tuple[Any, ...]:
    return RegisterKind.RETURN, Period(date(2022, 9, 1), NOW.date()), at.out / name, False, at.by


def _destroyed(at: At) -> tuple[Any, ...]:
    return KeptKind.CASES, "马主任", "会议纪要", at.out / "d.pdf", at.by


def _settings(at: At) -> Any:
    return replace(at.office.settings.get(), town=f"{at.by}镇")


def _notice(_at: At) -> Any:
    return YearTable(2022, False, {date(2022, 9, 9): "停工"}, {}, "本单位")


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[At]:
    """An office with an account of every role, one more, and a ticket."""
    folder, clock = tmp_path_factory.mktemp("rights"), Clock()
    office = stock(in_memory(clock, folder / "data"))
    ticket = Walk(office, clock, "20220908100001").id
    office.people.add(BOSS, Role.ADMINISTRATOR, SECRET, "安装")
    with office._office.db.write() as c:  # nobody logs in with a password here, which takes its time by design
        for name, role in (*((name, role) for role, name in NAMES.items() if name != BOSS), ("路人", Role.CLERK)):
            accounts.add(c, name, role, "", NOW)
    out = folder / "out"
    out.mkdir()
    office.intake.put_into_tray(Scan(Path(__file__), (1,), 1, None), "先放的")
    yield At(office, ticket, out)
    office.close()


@pytest.fixture(scope="module")
def signed_in(at: At) -> dict[Role, SignedIn]:
    with at.office._office.db.read() as c:
        known = {account.role: account for account in accounts.every(c) if account.name != "路人"}
    return {role: SignedIn(known[role].id, known[role].name, role) for role in Role}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=COPIES_ITS_FILE) if name == "Office.move_out" else name for name in CALLS]
)
def test_each_function_asks_for_its_right(at: At, signed_in: dict[Role, SignedIn], name: str) -> None:
    right, call = CALLS[name]
    allowed = set()
    for role, who in signed_in.items():
        at.office._office.sign_in(who)
        at.by = who.name
        if _lets_in(call, at):
            allowed.add(role)
    at.office._office.sign_in(None)
    at.by = BOSS
    before = sorted(at.out.iterdir())
    assert not _lets_in(call, at), "nobody is logged in"
    assert sorted(at.out.iterdir()) == before, "nothing is left by who may not"
    assert allowed == {role for role in Role if right in rights_of(role)}


def _lets_in(call: Callable[[At], object], at: At) -> bool:
    """Whether it gets past the rights; what else stands against it does not matter."""
    try:
        call(at)
    except NotAllowed:
        return False
    except HotlineError:
        return True
    return True


def test_every_function_that_asks_for_a_right_stands_in_the_table() -> None:
    assert set(_asking()) == {*CALLS, *THROUGH_OTHERS, *FREE}


def _asking() -> Iterator[str]:
    """Public functions of the services' classes from which the question for a right, or a write, is reached."""
    for path in sorted((PROJECT / "hotline_desktop" / "services").rglob("*.py")):
        nodes = ast.parse(path.read_text("utf-8")).body
        own = {each.name: each for each in nodes if isinstance(each, ast.FunctionDef)}
        for owner in (each for each in nodes if isinstance(each, ast.ClassDef) and not each.name.startswith("_")):
            methods = {each.name: each for each in owner.body if isinstance(each, ast.FunctionDef)}
            for name, node in methods.items():
                if not name.startswith("_") and _reaches(node, {**own, **methods}, frozenset()):
                    yield f"{owner.name}.{name}"


def _reaches(node: ast.FunctionDef, functions: dict[str, ast.FunctionDef], seen: frozenset[str]) -> bool:
    called = [each.func for each in ast.walk(node) if isinstance(each, ast.Call)]
    if any(isinstance(each, ast.Attribute) and _asks(each) for each in called):
        return True
    names = {each.attr if isinstance(each, ast.Attribute) else getattr(each, "id", "") for each in called}
    known = seen | names | {node.name}
    return any(_reaches(functions[name], functions, known) for name in sorted(names - seen) if name in functions)


def _asks(called: ast.Attribute) -> bool:
    """``self._office.write``, ``office.may``, ``self._office.db.write``."""
    of = ast.unparse(called.value).rpartition(".")[2].strip("_")
    return called.attr in ("write", "may", "remembered") and of in ("office", "db")
