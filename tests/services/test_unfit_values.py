"""Single values that other tools left in any table: each is named, closes nothing else, and goes where it can."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from hotline_desktop.domain.terms.errors import Cancelled, HotlineError
from hotline_desktop.services.office import Office
from hotline_desktop.storage.engines.sqlite.connection import telling
from hotline_desktop.storage.errors import DatabaseError
from tests.services.desk import CLERK, Clock, Walk, on_disk, supervise
from tests.services.test_opening import put

NO_TEXT = "CAST(x'fffee4' AS TEXT)"
MADE_ANEW = {
    "a round that is a text": (
        "UPDATE tickets SET round = '-1-01-01' WHERE id = 1",
        "工单清单第 1 行的 round",
    ),
    "a title that is no text": (f"UPDATE tickets SET title = {NO_TEXT} WHERE id = 1", "工单清单第 1 行的 title"),
    "a day with a zone": ("UPDATE tickets SET due = '2026-11-30T10:00+08:00' WHERE id = 1", "工单清单第 1 行的 due"),
    "a day that is none": ("UPDATE tickets SET called_at = '2022-11-31T10:00'", "工单清单第 1 行的 called_at"),
    "a year beyond all": ("UPDATE tickets SET due = '0001-01-01T00:00' WHERE id = 1", "工单清单第 1 行的 due"),
    "figures": ("UPDATE ticket_figures SET ending = 'x'", "统计数字第 1-0 行的 ending"),
    "a grade that is none": ("UPDATE ticket_figures SET grade = 'x'", "统计数字第 1-0 行的 grade"),
    "a resolution that is none": ("UPDATE ticket_figures SET resolution = 'x'", "统计数字第 1-0 行的 resolution"),
    "a lapse of no kind": (
        "INSERT INTO ticket_lapses (ticket_id, place, unit, kind, at) VALUES (1, 9, '', 'x', '2022-09-08T09:00')",
        "统计数字第 1-9 行的 kind",
    ),
    "a mark": (f"INSERT INTO ticket_marks VALUES ({NO_TEXT}, 1)", "重复线索第 1 行的 mark"),
    "a talk": ("UPDATE talks SET ground = 'true'", "约谈清单第 1 行的 ground"),
    "a case": ("UPDATE cases SET stage = 7, due = '{'", "督办清单第 1 行的 stage"),
}
STAYING = {
    "a chain of another kind": ("UPDATE chain SET kind = '999999' WHERE place = 3", "校验链第 3 行的 kind"),
    "an owner that is a text": ("UPDATE chain SET owner = 'x' WHERE place = 3", "校验链第 3 行的 owner"),
    "a platform's row": ("INSERT INTO platform_rows VALUES (1, x'01ff')", "平台原文第 1 行的 cells"),
    "a quarter of no year": (
        "INSERT INTO quarters VALUES (999999, 3, 1, 1, '{}', '2022-10-01T09:00', '王', '')",
        "考核排名第 999999-3-1-1 行的 year",
    ),
    "an import": (
        "INSERT INTO import_batches (id, file, at, by, state) VALUES (1, 'a', 'soon', 'b', '?')",
        "导入批次第 1 行的 at",
    ),
    "a looking": ("INSERT INTO looks VALUES ('x', 'y', 'ticket', 'z', '9')", "查看登记有一行的 day"),
    "a history": ("UPDATE office_entries SET after = '[' WHERE id = 1", "单位记录第 1 行的 after"),
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The closed office of two tickets, a case and a talk, read by every test and changed by none."""
    folder, clock = tmp_path_factory.mktemp("kept") / "office", Clock()
    office = on_disk(folder, clock)
    Walk(office, clock, "20220908100001").to_unit()
    Walk(office, clock, "20220908100002")
    supervise(office, "20220908100001")
    office.close()
    return folder


@pytest.fixture
def folder(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "office"))


def lists_of(office: Office) -> list[str]:
    """What the lists say where they refuse: nothing but sentences for a clerk leaves them."""
    refused = []
    looks: tuple[Callable[[], object], ...] = (
        office.tickets.page,
        office.supervision.cases,
        office.talks.all,
        office.imports.batches,
        office.units.all,
        lambda: office.looks.between(date(2022, 9, 1), date(2022, 9, 30)),
        lambda: office.tickets.detail(2),
    )
    for look in looks:
        try:
            look()
        except HotlineError as error:
            refused.append(str(error))
    return refused


def names_of(office: Office) -> list[str]:
    return [fault.name for fault in office.checkups.check().faults]


@pytest.mark.parametrize(("statement", "name"), MADE_ANEW.values(), ids=MADE_ANEW.keys())
def test_what_histories_make_anew_closes_no_list_and_is_mended(
    folder: Path, clock: Clock, statement: str, name: str
) -> None:
    put(folder, statement)
    office = on_disk(folder, clock)
    assert all("里有读不出来的内容" in refusal for refusal in lists_of(office))
    assert name in names_of(office)
    assert office.checkups.repair(CLERK).left == ()
    assert lists_of(office) == [] and office.ledger.check().whole
    assert office.tickets.page().rows[0].title == office.tickets.page().rows[1].title
    office.close()


@pytest.mark.parametrize(("statement", "name"), STAYING.values(), ids=STAYING.keys())
def test_what_nothing_makes_anew_is_named_and_the_rest_goes_on(
    folder: Path, clock: Clock, statement: str, name: str
) -> None:
    put(folder, statement)
    office = on_disk(folder, clock)
    assert all("里有读不出来的内容" in refusal for refusal in lists_of(office))
    assert name in names_of(office)
    assert name in [fault.name for fault in office.checkups.repair(CLERK).left]
    Walk(office, clock, "20220908100003").to_unit()
    office.close()


def test_a_row_that_does_not_fit_what_was_made_from_it_is_worked_on(folder: Path, clock: Clock) -> None:
    put(folder, "UPDATE tickets SET phones = ' ' WHERE id = 1")
    office = on_disk(folder, clock)
    office.tickets.do(1, "urge", {}, CLERK)
    assert office.checkups.check().faults == ()
    office.close()


NAMED = {
    "words of a history": ("UPDATE talk_entries SET after = '['", "第 1 条办理记录读不出来"),
    "a file's size": ("UPDATE attachments SET size = x'01ff'", "附件登记第 1 行的 size"),
    "a file's digest": ("UPDATE attachments SET digest = '../../hotline.db'", ""),
}


@pytest.mark.parametrize(("statement", "name"), NAMED.values(), ids=NAMED.keys())
def test_what_a_page_cannot_read_is_told_by_its_place(
    folder: Path, clock: Clock, tmp_path: Path, statement: str, name: str
) -> None:
    office = on_disk(folder, clock)
    photo = tmp_path / "照片.txt"
    photo.write_text("照片", "utf-8")
    office.tickets.attach(1, photo, "其他", CLERK)
    office.close()
    put(folder, statement)
    office = on_disk(folder, clock)
    told = []
    for look in (lambda: office.talks.detail(1), lambda: office.tickets.detail(1), office.checkups.check):
        try:
            look()
        except HotlineError as error:
            told.append(str(error))
    assert [name in each for each in told] == ([True] if name else [])
    assert office.checkups.check().faults
    office.close()


@pytest.mark.parametrize("stopped_at", range(1, 60, 6))
def test_a_check_can_be_stopped_amid_any_statement(
    folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, stopped_at: int
) -> None:
    asked: list[int] = []

    def stop(_done: int, _total: int) -> None:
        asked.append(1)
        if len(asked) >= stopped_at:
            raise Cancelled

    office = on_disk(folder, clock)
    monkeypatch.setattr(telling, "_INSTRUCTIONS", 50)
    with pytest.raises(Cancelled):
        office.checkups.check(stop)
    office.close()


def test_an_error_of_another_cause_is_not_laid_to_a_value(folder: Path, clock: Clock) -> None:
    office = on_disk(folder, clock)
    with pytest.raises(ZeroDivisionError), office._office.db.read():
        print(1 // 0)
    office.close()
    put(folder, "UPDATE talks SET ground = 'true'")
    office = on_disk(folder, clock)
    with pytest.raises(DatabaseError, match="约谈清单第 1 行的 ground"), office._office.db.read():
        print(1 // 0)
    office.close()
