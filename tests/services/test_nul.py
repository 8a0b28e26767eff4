"""A NUL, at which a database takes a text to end, stays in no text, wherever it comes in: typed, pasted, imported."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from hotline_desktop.domain.papers.registers import Period, RegisterKind
from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.statistics.quarters import Quarter
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.keeping import Look
from hotline_desktop.domain.terms.roles import Role
from hotline_desktop.services.office import Office
from hotline_desktop.services.returned.scan_reading import Scan
from hotline_desktop.services.setup.office_lists import ListKind, SavedFilter
from hotline_desktop.services.setup.unit_paste import add_units, read_units
from hotline_desktop.storage.office import settings as settings_table
from hotline_desktop.storage.records import platform_cells
from hotline_desktop.storage.tables import schema
from tests.services.desk import CLERK, NOW, Clock, Walk, in_memory

TEXT = "甲\0乙"
HEADERS = ("工单编号", "标题", "诉求内容", "来电人", "来电地址", "来电时间", "办理备注")


def sheet(path: Path) -> Path:
    """A workbook whose cells, and one of whose headers, hold what Excel reads as a NUL."""
    plain, book = path.with_suffix(".plain"), Workbook()
    assert book.active is not None
    book.active.append([header.replace("备注", "备ZZ注") for header in HEADERS])
    book.active.append(
        ["202209ZZ08200001", "路ZZ灯", "不ZZ亮", "赵ZZ文静", "新ZZ海路1号", "2022-09-08 09:00", "加ZZ急"]
    )
    book.save(plain)
    with zipfile.ZipFile(plain) as read, zipfile.ZipFile(path, "w") as written:
        for name in read.namelist():
            written.writestr(name, read.read(name).replace(b"ZZ", b"_x0000_"))
    return path


def imported(office: Office) -> object:
    path = sheet(office._office.data_dir.parent / "平台.xlsx")
    return office.imports.apply(office.imports.preview(office.imports.open(path)), CLERK)


def pasted(office: Office) -> object:
    (one,) = office.pasting.read(
        "来电人：赵\0文静\n联系电话：138\x0000010001\n诉求内容：路灯\0不亮\n工单编号：2022\x000908100009"
    )
    assert one.values["content"] == "路灯不亮"
    return office.tickets.register(one.values, CLERK)


def changed_settings(office: Office) -> object:
    own = office.settings.get()
    return office.settings.change(own.changed({"town": "新\0海镇", "notice_methods": "电话\0督办"}), CLERK)


def spoilt(office: Office) -> None:
    with office._office.db.write() as c:
        settings_table.save(c, {"list:filters": TEXT})


def ticket(office: Office) -> int:
    return office.tickets.find("20220908100001")


COMES_IN: dict[str, Callable[[Office], object]] = {
    "a form": lambda o: o.tickets.register({"number": "9", "content": TEXT, "caller": TEXT, "address": TEXT}, CLERK),
    "a number": lambda o: o.tickets.register({"number": "2022\x000908100008", "content": "路灯"}, CLERK),
    "a name": lambda o: o.tickets.do(ticket(o), "urge", {"note": "催"}, TEXT),
    "a reason": lambda o: o.tickets.withdraw(ticket(o), TEXT, CLERK),
    "what a file is": lambda o: o.tickets.attach(ticket(o), Path(__file__), TEXT, CLERK),
    "why a file goes": lambda o: o.tickets.detach(1, TEXT, CLERK),
    "what is shown": lambda o: o.tickets.shown_in_full(TEXT, CLERK),
    "a clock": lambda o: o.clocks.insist(TEXT, CLERK),
    "phrases": lambda o: o.lists.change(ListKind.PHRASES, f"{TEXT}\n丙", CLERK),
    "categories": lambda o: o.lists.change(ListKind.CATEGORIES, TEXT, CLERK),
    "a filter": lambda o: o.lists.share_filter(SavedFilter(TEXT, TicketFilter(search=TEXT, units=(TEXT,)), CLERK)),
    "a filter's end": lambda o: o.lists.drop_filter(TEXT, CLERK),
    "a unit": lambda o: o.units.add(f"{TEXT}村", by=CLERK, contact=TEXT, leader=TEXT, phone="5\x008120001"),
    "a unit's change": lambda o: o.units.change(1, by=CLERK, contact=f"丙{TEXT}"),
    "units pasted": lambda o: add_units(o.units, read_units(f"新{TEXT}村\t沈\0强\t138\x0000010002"), CLERK),
    "settings": changed_settings,
    "a setting kept by itself": spoilt,
    "looks": lambda o: o.looks.note([Look(NOW, TEXT, "ticket", TEXT)]),
    "a settled quarter": lambda o: o.ranking.freeze(Quarter(2022, 2), CLERK),
    "a correction": lambda o: o.ranking.correct(Quarter(2022, 2), TEXT, CLERK),
    "an import": imported,
    "a paste": pasted,
    "the tray": lambda o: o.intake.put_into_tray(Scan(Path(__file__), (1,), 1, None), TEXT),
    "out of the tray": lambda o: o.intake.drop(1, TEXT, CLERK),
    "a day off": lambda o: o.time.add_notice(o.time.one_day(NOW.date(), False, TEXT), CLERK),
    "a supervision case": lambda o: o.supervision.start(
        "open_case",
        {
            "tickets": "20220908100001",
            "trigger": "上级督办或媒体曝光",
            "unit": "新海村",
            "title": TEXT,
            "reason": TEXT,
            "source": TEXT,
            "source_on": NOW.date(),
            "source_text": TEXT,
            "method": "电话督办",
        },
        CLERK,
    ),
    "a new account": lambda o: o.people.add(TEXT, Role.ADMINISTRATOR, "松鼠过河四十九次", CLERK),
}
ASKED: dict[str, Callable[[Office], object]] = {
    "a search": lambda o: o.tickets.count(TicketFilter(search=TEXT)),
    "a number": lambda o: o.tickets.find(TEXT),
    "a unit's name": lambda o: o.units.find(TEXT),
    "looks": lambda o: o.looks.between(NOW.date(), NOW.date(), TEXT, TEXT),
    "a register": lambda o: o.registers.rows(RegisterKind.TICKETS, Period(NOW.date(), NOW.date())),
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    clock = Clock()
    made = in_memory(clock, tmp_path / "data")
    made.units.add("新海村", by=CLERK)
    Walk(made, clock, "20220908100001").to_unit()
    yield made
    made.close()


def nul_in(office: Office) -> list[str]:
    """Every column that holds one, in a text or within JSON."""
    found = []
    with office._office.db.read() as c:
        for table in schema.metadata.sorted_tables:
            for row in c.execute(select(table)):
                found += [f"{table.name}.{name}" for name, value in row._mapping.items() if holds_nul(value)]
    return found


def holds_nul(value: Any) -> bool:
    if isinstance(value, str) and value[:1] in ("{", "[", '"'):
        value = json.loads(value)
    if isinstance(value, dict):
        return any(map(holds_nul, (*value, *value.values())))
    if isinstance(value, list):
        return any(map(holds_nul, value))
    return isinstance(value, str) and "\0" in value


def refused(call: Callable[[Office], object], office: Office) -> str:
    """What is said against it; a message, too, has none."""
    try:
        call(office)
    except HotlineError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("way", COMES_IN)
def test_a_nul_stays_in_no_text_whichever_way_it_comes_in(office: Office, way: str) -> None:
    first = {"why a file goes": "what a file is", "a correction": "a settled quarter", "out of the tray": "the tray"}
    if way in first:
        COMES_IN[first[way]](office)
    why = refused(COMES_IN[way], office)
    assert "没有预料到" not in why and (not why or way == "a name"), why
    assert nul_in(office) == []
    assert office.checkups.check().faults == ()


@pytest.mark.parametrize("question", ASKED)
def test_a_nul_in_what_is_asked_for_is_no_trouble(office: Office, question: str) -> None:
    assert "没有预料到" not in refused(ASKED[question], office)


def test_a_name_with_a_nul_is_refused_in_words(office: Office) -> None:
    assert refused(COMES_IN["a name"], office) == (
        "办理人姓名“甲乙”里夹着看不见的字符（NUL），没有办理，记录没有变动。请重新填写姓名再办。"
    )


def test_what_an_import_brings_reads_as_if_no_nul_had_been_there(office: Office) -> None:
    imported(office)
    (ticket,) = office.tickets.page(TicketFilter(search="20220908200001")).rows
    assert (ticket.title, ticket.content, ticket.caller) == ("路灯", "不亮", "赵文静")
    with office._office.db.read() as c:
        assert platform_cells.of(c, ticket.id)["办理备注"] == "加急"
