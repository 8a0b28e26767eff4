"""One bad value closes no office: it is named, the rest is used, and the clerk can put it right."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from hotline_desktop.domain.records.steps import UnknownStep
from hotline_desktop.domain.settings import setting_keys
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.services.first_look import first_look
from tests.services.desk import CLERK, RESOURCES, Clock, on_disk

BAD = {
    "not JSON": "{",
    "of another kind": "[1, 2]",
    "a number for a text": "12345",
    "nothing": "null",
    "no choice": '"没有这种读法"',
    "too large": "99999999",
}


def put(folder: Path, statement: str, *values: object) -> None:
    """Does to the file what another tool can do, and puts the rules back that forbid it."""
    with closing(sqlite3.connect(folder / "hotline.db")) as raw, raw:
        guards = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        guards = [guard for guard in guards if guard[0] not in statement]
        for name, _sql in guards:
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(statement, values)
        for _name, sql in guards:
            raw.execute(sql)


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("key", ["office_hours", "urgent_reading", "transfer_pattern", "hard_days", "ranked_apart"])
def test_a_setting_that_cannot_be_used_is_named_and_the_rest_counts(
    folder: Path, clock: Clock, key: str, bad: str
) -> None:
    put(folder, "INSERT OR REPLACE INTO settings VALUES (?, ?)", key, bad)
    put(folder, "INSERT OR REPLACE INTO settings VALUES ('near_days', '5')")
    office = on_disk(folder, clock)
    settings = office.settings.get()
    assert settings.near_days == 5
    if office.warnings:
        assert "读不出来，暂按默认值办" in office.warnings[0]
        assert getattr(settings, key) == getattr(office.settings.defaults, key)
    else:
        assert (bad == '"没有这种读法"' and key == "transfer_pattern") or getattr(settings, key) == 99999999
    office.close()


def test_a_setting_that_was_put_right_is_not_told_any_more(folder: Path, clock: Clock) -> None:
    put(folder, "INSERT OR REPLACE INTO settings VALUES ('hard_days', '\"ten\"')")
    office = on_disk(folder, clock)
    assert len(office.warnings) == 1 and "疑难工单天数" in office.warnings[0]
    office.settings.change(replace(office.settings.get(), hard_days=12), CLERK)
    office.close()
    office = on_disk(folder, clock)
    assert (office.warnings, office.settings.get().hard_days) == ([], 12)
    office.close()


def test_every_setting_may_be_rubbish_at_once(folder: Path, clock: Clock) -> None:
    for key in setting_keys():
        put(folder, "INSERT OR REPLACE INTO settings VALUES (?, '?')", key)
    office = on_disk(folder, clock)
    assert office.settings.get() == office.settings.defaults
    assert len(office.tickets.page().rows) == 2
    office.close()


def test_a_notice_that_nobody_can_read_is_left_out_and_can_be_taken_back(folder: Path, clock: Clock) -> None:
    put(folder, "INSERT INTO notices VALUES (1, 2022, 'year = ?', '2022-09-01T09:00', '王芳')")
    office = on_disk(folder, clock)
    assert "工作日安排（2022年）读不出来" in office.warnings[0]
    assert len(office.tickets.page().rows) == 2
    (notice,) = office.time.notices()
    assert "读不出" in notice.source
    office.time.remove_notice(notice.id, CLERK)
    office.close()
    office = on_disk(folder, clock)
    assert office.warnings == []
    office.close()


@pytest.mark.parametrize("wrong", ["level = 99", "stage = 'x'", "origin = 7", "called_at = 'yesterday'"])
def test_a_row_with_what_no_program_writes_is_shown_as_far_as_it_can_be_read(
    folder: Path, clock: Clock, wrong: str
) -> None:
    put(folder, f"UPDATE tickets SET {wrong} WHERE id = 1")
    office = on_disk(folder, clock)
    rows = {row.number: row for row in office.tickets.page().rows}
    assert set(rows) == {"20220908100001", "20220908100002"}
    assert "数据有误" in rows["20220908100001"].title and "数据有误" not in rows["20220908100002"].title
    office.close()


def test_a_step_that_this_version_does_not_know_stops_its_own_ticket_only(folder: Path, clock: Clock) -> None:
    put(folder, "UPDATE ticket_entries SET step = 'teleport' WHERE ticket_id = 1 AND sequence = 2")
    office = on_disk(folder, clock)
    with pytest.raises(UnknownStep, match="不认识的步骤“teleport”"):
        office.tickets.detail(1)
    assert office.tickets.detail(2).history
    office.close()


@pytest.mark.parametrize("wrong", ["at = 'soon'", "\"values\" = '{'", "facts = '[1]'"])
def test_an_entry_that_cannot_be_read_stops_its_own_ticket_only(folder: Path, clock: Clock, wrong: str) -> None:
    put(folder, f"UPDATE ticket_entries SET {wrong} WHERE ticket_id = 1 AND sequence = 2")
    office = on_disk(folder, clock)
    with pytest.raises(HotlineError, match="第 2 条办理记录读不出来"):
        office.tickets.detail(1)
    assert office.tickets.detail(2).history
    office.close()


NO_TEXT = "CAST(x'22e6b022' AS TEXT)"


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (f"INSERT INTO notices VALUES (1, 2022, {NO_TEXT}, '2022-01-01T00:00', '王芳')", "2022年"),
        (f"INSERT INTO notices VALUES (1, 2022, 'year = 2022', '2022-01-01T00:00', {NO_TEXT})", "2022年"),
        (f"INSERT OR REPLACE INTO settings VALUES ('town', {NO_TEXT})", "“镇名”"),
        (f"INSERT OR REPLACE INTO settings VALUES ({NO_TEXT}, '1')", ""),
    ],
)
def test_bytes_that_are_no_text_close_no_office_and_are_named(
    folder: Path, clock: Clock, statement: str, named: str
) -> None:
    put(folder, statement)
    office = on_disk(folder, clock)
    assert named in " ".join(office.warnings)
    assert office.tickets.detail(1).history
    assert any("不是本程序写得出的内容" in fault.message for fault in office.checkups.check().faults)
    office.close()
    assert first_look(folder, clock(), RESOURCES) is None


CANDIDATE = 'INSERT INTO candidates (ticket_id, "trigger", since, others) VALUES'
RUBBISH = ("null", "[1, 2]", '{"a": 1}', "9" * 400, "{{{", "[" * 100_000)


@pytest.mark.parametrize("bad", RUBBISH, ids=range(len(RUBBISH)))
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO notices VALUES (1, 2022, 'year = ?', ?, '王芳')",
        "UPDATE tickets SET alerts = ?",
        "INSERT OR REPLACE INTO number_sequences VALUES ('transfer', 2022, ?)",
        f"{CANDIDATE} (1, '没有这一种', '2022-09-08T10:00', ?)",
        f"{CANDIDATE} (1, '重复3次及以上', '2022-09-08T10:00', ?)",
    ],
)
def test_rubbish_in_a_list_or_number_closes_no_office_and_is_named(
    folder: Path, clock: Clock, statement: str, bad: str
) -> None:
    put(folder, statement, bad)
    office = on_disk(folder, clock)
    assert len(office.tickets.page().rows) == 2 and office.tickets.detail(1).history
    office.tickets.register({"number": "20220908100009", "content": "路灯不亮", "caller": "赵文静"}, CLERK)
    assert office.candidates.undecided() is not None
    answer = not office.checkups.check().whole
    assert answer or "sequences" in statement or "重复" in statement  # given anew from the tickets, or from its history
    office.close()
