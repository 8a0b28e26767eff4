"""Units, settings, numbers, notices, column names and the office's own history."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from hotline_desktop.domain.records.summaries import UnitSummary
from hotline_desktop.domain.terms.options import UnitGroup
from hotline_desktop.storage.chain import chain
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.office import mappings, notices, numbers, office_history, settings, units
from tests.storage.making import CLERK, MORNING

TEAM = UnitSummary(0, "城管中队", UnitGroup.DEPARTMENT, "李建华", "陈敏", "021-59210001")


def test_units_stand_by_group_and_name(c: Connection) -> None:
    village = TEAM._replace(name="北村", group=UnitGroup.VILLAGE)
    ids = [units.add(c, unit) for unit in (village, TEAM, TEAM._replace(name="水务站"))]
    assert [unit.name for unit in units.all(c)] == ["城管中队", "水务站", "北村"]
    assert units.get(c, ids[0]) == village._replace(id=ids[0])
    assert units.find(c, "城管中队") == TEAM._replace(id=ids[1])
    assert (units.find(c, "没有"), units.get(c, 99)) == (None, None)


def test_a_unit_changes_and_keeps_its_id(c: Connection) -> None:
    unit_id = units.add(c, TEAM)
    changed = UnitSummary(unit_id, "城管二中队", UnitGroup.COMPANY, "", "王强", "", active=False)
    units.update(c, changed)
    assert units.all(c) == (changed,)


def test_words_for_a_unit_are_those_of_its_last_change_in_the_same_transaction(c: Connection) -> None:
    assert units.words_of(c, "城管中队") == ("城管中队",)
    unit_id = units.add(c, TEAM._replace(aliases=("执法队",)))
    assert units.words_of(c, "城管中队") == ("城管中队", "执法队")
    assert units.register(c).names == ("城管中队",)
    units.update(c, TEAM._replace(id=unit_id, name="城管二中队", aliases=("城管中队",)))
    assert units.words_of(c, "城管二中队") == ("城管二中队", "城管中队")
    assert units.words_of(c, "城管中队") == ("城管中队",)
    assert units.register(c).names == ("城管二中队",)


def test_settings_keep_what_is_not_named(c: Connection) -> None:
    settings.save(c, {"town": '"新海镇"', "days": "3"})
    settings.save(c, {"days": "4"})
    settings.save(c, {})
    assert settings.load(c) == {"town": '"新海镇"', "days": "4"}


def test_numbers_begin_anew_each_year_and_for_each_name(c: Connection) -> None:
    assert numbers.peek(c, "transfer", 2022) == 1
    assert [numbers.take(c, "transfer", 2022) for _ in range(3)] == [1, 2, 3]
    assert numbers.peek(c, "transfer", 2022) == 4
    assert numbers.take(c, "transfer", 2023) == numbers.take(c, "notice", 2022) == 1
    numbers.start_at(c, "notice", 2022, 40)
    assert numbers.take(c, "notice", 2022) == 40


@pytest.fixture(scope="module")
def shared() -> Iterator[SqliteDatabase]:
    """One office for every example."""
    db = SqliteDatabase.in_memory()
    yield db
    db.close()


@given(asked=st.lists(st.tuples(st.sampled_from("ab"), st.integers(2022, 2023))))
def test_no_number_is_given_twice_or_left_out(shared: SqliteDatabase, asked: list[tuple[str, int]]) -> None:
    given_out: dict[tuple[str, int], list[int]] = {}
    with shared.write() as c:
        c.exec_driver_sql("DELETE FROM number_sequences")
        for name, year in asked:
            given_out.setdefault((name, year), []).append(numbers.take(c, name, year))
    assert all(found == list(range(1, len(found) + 1)) for found in given_out.values())


def test_notices_stand_in_the_order_of_their_coming_and_can_go(c: Connection) -> None:
    first, second = (notices.add(c, year, f"year = {year}", MORNING, CLERK) for year in (2023, 2022))
    assert notices.all(c)[0] == (first, 2023, "year = 2023", MORNING, CLERK)
    notices.remove(c, first)
    assert [notice.id for notice in notices.all(c)] == [second]


def test_names_of_columns_are_remembered_per_kind_of_file(c: Connection) -> None:
    assert mappings.find(c, "kind") is None
    mappings.remember(c, "kind", {"NUMBER": ["编号"]}, MORNING)
    mappings.remember(c, "kind", {"NUMBER": ["工单号", "编号"], "numbered": []}, MORNING)
    assert mappings.find(c, "kind") == {"NUMBER": ["工单号", "编号"], "numbered": []}
    assert mappings.find(c, "other") is None


def test_the_office_remembers_what_was_done_the_latest_first(c: Connection) -> None:
    for town in ("甲镇", "乙镇", "丙镇"):
        chain.remember(c, "修改设置", MORNING, CLERK, {"镇名": ""}, {"镇名": town})
    latest = office_history.latest(c, 2)
    assert [dict(entry.after) for entry in latest] == [{"镇名": "丙镇"}, {"镇名": "乙镇"}]
    assert (latest[0].step, latest[0].at, latest[0].by) == ("修改设置", MORNING, CLERK)
