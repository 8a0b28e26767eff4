"""A sequence of numbers that was set back past the program is noticed, and mended before a number is given twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.services.office import Office
from hotline_desktop.storage.tables import schema
from tests.services.desk import CLERK, Clock, Walk, stocked

_t = schema.number_sequences
Made = Callable[..., Walk]


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> Iterator[Office]:
    made = stocked(clock, tmp_path)
    yield made
    made.close()


def walk(office: Office, clock: Clock, number: int) -> Walk:
    return Walk(office, clock, f"202209081000{number:02}")


def set_back(office: Office, last: int, name: str = "transfer") -> None:
    with office._office.db.write() as c:
        done = c.execute(update(_t).where(_t.c.name == name).values(last=last))
        assert done.rowcount == 1


def faults(office: Office) -> list[str]:
    return [f"{fault.name}：{fault.message}" for fault in office.checkups.check().faults]


def transfer_number(office: Office, number: int) -> str:
    (row,) = office.tickets.page(TicketFilter(search=f"202209081000{number:02}")).rows
    return str(office.tickets.detail(row.id).ticket.transfer_number)


@pytest.mark.parametrize("last", [0, 1, 2])
def test_one_that_was_set_back_is_named_and_goes_on_behind_what_was_given(
    office: Office, clock: Clock, last: int
) -> None:
    for number in (1, 2, 3):
        walk(office, clock, number).to_unit()
    given = [transfer_number(office, number) for number in (1, 2, 3)]
    assert faults(office) == []
    set_back(office, last)
    assert faults(office) == [
        f"2022年的转办编号：记着用到 {last}，而“{given[last]}”在它以后已经给过，可能不经程序改小了，会再给一次"
    ]
    repaired = office.checkups.repair(CLERK)
    assert repaired.mended == ["2022年的转办编号接着给过的往下编：用到 3"] and repaired.left == ()
    walk(office, clock, 4).to_unit()
    assert transfer_number(office, 4) not in given


def test_one_whose_row_was_taken_away_is_named_too(office: Office, clock: Clock) -> None:
    walk(office, clock, 1).to_unit()
    with office._office.db.write() as c:
        c.execute(delete(_t))
    assert len(faults(office)) == 1
    office.checkups.repair(CLERK)
    assert faults(office) == []


def test_a_number_whose_step_was_taken_back_counts_as_given(office: Office, clock: Clock) -> None:
    first, second = walk(office, clock, 1).to_unit(), walk(office, clock, 2).to_unit()
    given = transfer_number(office, 2)
    office.tickets.withdraw(second.id, "派错了单位", CLERK)
    assert faults(office) == []
    set_back(office, 1)
    assert [given in fault for fault in faults(office)] == [True]
    office.checkups.repair(CLERK)
    assert transfer_number(office, 2) == "" and first.id != second.id
    second.do("dispatch", unit="新海村")
    assert transfer_number(office, 2) != given


def test_numbers_typed_by_hand_before_their_turn_or_out_of_another_year_are_lawful(
    office: Office, clock: Clock
) -> None:
    for number, typed in ((1, 3), (2, 2), (3, 0), (4, 0), (5, 0)):
        own = walk(office, clock, number).do("first_contact", note="已问清位置")
        own.do("dispatch", unit="新海村", **({"transfer_number": f"新热转〔2022〕{typed}号"} if typed else {}))
        assert faults(office) == [], number
    own = walk(office, clock, 6).do("first_contact", note="已问清位置")
    own.do("dispatch", unit="新海村", transfer_number="新热转〔2021〕1号")
    assert faults(office) == []


def test_other_sequences_are_looked_at_too(office: Office, clock: Clock) -> None:
    for number in (1, 2):
        own = walk(office, clock, number).to_unit().do("accept", handler="沈强")
        own.do("extension_request", days=2, reason="等检测", basis="《噪声污染防治法》", leader="陆建国")
    set_back(office, 1, "extension")
    assert [fault.partition("：")[0] for fault in faults(office)] == ["2022年的延期登记编号"]
    office.checkups.repair(CLERK)
    assert faults(office) == []
