"""``verify`` and every opening notice what somebody did to the records behind the program's back."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest

from hotline_desktop.storage.chain import chain
from hotline_desktop.storage.chain.chain_head import write_head
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.tables import schema
from tests.cli.conftest import NUMBER, Terminal

PROJECT = Path(__file__).resolve().parents[2]
KILLED = """
import os, sys
from datetime import datetime
from hotline_desktop.cli.main import main
from hotline_desktop.services.records.records import RecordService
# The steps are kept, and the program ends without closing the file: the newest pages are only in the log beside it.
real = RecordService.start
def start(self, *args, **kwargs):
    done = real(self, *args, **kwargs)
    os._exit(9)
RecordService.start = start
main(["--data", sys.argv[1], "do", sys.argv[2], "register", "content=路灯不亮", "caller=赵文静", "phones=13800010001"],
     lambda: datetime(2022, 9, 8, 10, 30))
"""


def _kill_after_registering(data: Path, number: str) -> None:
    arguments = [sys.executable, "-c", KILLED, str(data), number]
    done = subprocess.run(arguments, cwd=PROJECT, env={**os.environ, "PYTHONPATH": str(PROJECT)}, check=False)
    assert done.returncode == 9


@pytest.fixture
def office(terminal: Terminal) -> Terminal:
    """An office with one ticket."""
    terminal.register()
    return terminal


def test_verify_says_how_many_records_are_as_they_were_written(office: Terminal) -> None:
    said = office.done("verify").out
    assert re.search(r"办理记录完好，没有改动，共核对 1 条。末条：第 \d+ 条 [0-9a-f]", said)
    answer = office.done("verify", "--json").json
    assert (answer["whole"], answer["entries"], answer["faults"]) == (True, 1, [])
    assert re.match(r"第 \d+ 条 [0-9a-f]", answer["head"])


def test_verify_names_the_step_that_was_changed(office: Terminal) -> None:
    with closing(sqlite3.connect(office.data / "hotline.db")) as raw, raw:
        raw.execute("DROP TRIGGER ticket_entries_no_update")
        raw.execute("UPDATE ticket_entries SET \"by\" = '别人'")
    answer = office("verify")
    assert answer.code == 3
    assert f"改动　工单 {NUMBER} 第 1 条（登记工单）　内容或次序与写入时不同" in answer.out
    assert "办理记录有不符" in answer.out


def test_a_step_that_vanished_with_the_log_is_told_at_the_next_opening_and_stays_told(office: Terminal) -> None:
    _kill_after_registering(office.data, "20220908100002")
    log = office.data / "hotline.db-wal"
    assert log.stat().st_size > 0
    log.unlink()
    answer = office("tickets")
    assert answer.code == 0
    assert re.search(r"注意：数据里最后的 1 条记录不见了（上次写到第 \d+ 条）", answer.err)
    assert "注意" not in office("tickets").err  # said once, written down for good
    for _again in range(2):
        answer = office("verify")
        assert answer.code == 3
        assert "缺失　记录末尾　末尾缺少至少 1 条记录" in answer.out


@pytest.mark.parametrize("mark", [None, b"\xff\x00 rubbish"])
def test_an_older_file_whose_mark_outside_went_with_it_is_told_and_stays_told(
    office: Terminal, mark: bytes | None
) -> None:
    older = (office.data / "hotline.db").read_bytes()
    office.register("20220908100002")
    (office.data / "hotline.db").write_bytes(older)
    (office.data / "hotline.head").unlink() if mark is None else (office.data / "hotline.head").write_bytes(mark)
    assert "hotline.head 不见了或读不出来" in office("tickets").err
    office.register("20220908100003")
    answer = office("verify")
    assert (answer.code, "缺失　记录末尾　数据文件旁的 hotline.head" in answer.out) == (3, True)
    office("check", "--repair")
    assert office("verify").code == 0, "somebody answered for it"


def test_a_chain_that_was_written_anew_does_not_fit_the_backups(office: Terminal) -> None:
    office.done("backup")
    office.register("20220908100002")
    assert office("verify").code == 0
    with closing(sqlite3.connect(office.data / "hotline.db")) as raw, raw:
        raw.execute("DROP TRIGGER chain_no_update")
        raw.execute("DROP TRIGGER ticket_entries_no_update")
        raw.execute("UPDATE ticket_entries SET \"by\" = '别人' WHERE ticket_id = 1")
    with closing(SqliteDatabase.open(office.data / "hotline.db", office.now)) as db, db.write() as c:
        written_anew(c)
        end = chain.head(c)
    write_head(office.data / "hotline.db", end)
    answer = office("verify")
    assert answer.code == 3 and "改动　备份 2022-09-08 10:20　它记下的末条不在现在的记录里" in answer.out
    office.done("restore")
    assert office("verify").code == 0, "after a restore the later records went another way by right"


def written_anew(c: Connection) -> None:
    """As somebody does who knows the program: every digest fits again."""
    before = b""
    for row in c.execute(schema.chain.select().order_by(schema.chain.c.place)).all():
        key = chain.Key(row.kind, row.owner, row.sequence)
        before = chain.digest_of(before, key, chain.contents(c, [key])[key])
        c.execute(schema.chain.update().where(schema.chain.c.place == row.place).values(digest=before))


def test_a_step_that_is_still_in_the_log_is_there_after_the_end_without_farewell(office: Terminal) -> None:
    _kill_after_registering(office.data, "20220908100002")
    assert len(office.done("tickets", "--json").json) == 2
    assert "完好" in office.done("verify").out


def printed_end(office: Terminal) -> str:
    """What stands under a list that was printed now."""
    out = office.data.parent / "台账.pdf"
    office.done("export", "registers", "--kind", "工单台账", "--out", str(out))
    with closing(pypdfium2.PdfDocument(out)) as paper:
        text = paper[len(paper) - 1].get_textpage().get_text_range()
    found = re.search(r"办理记录末条：(第\d+条 [0-9a-f]{16})", text)
    assert found, text
    return found[1]


def test_a_printed_list_proves_later_that_the_records_before_it_are_as_they_were(office: Terminal) -> None:
    end = printed_end(office)
    office.register("20220908100002")
    assert "与现在的记录一致" in office.done("verify", "--record-end", end).out
    assert "没有这一条" in office("verify", "--record-end", re.sub(r"第\d+条", "第99条", end)).out
    other = end[:-1] + ("0" if end[-1] != "0" else "1")
    answer = office("verify", "--record-end", other)
    assert answer.code == 3 and re.search(r"改动　第\d+条　和纸上的不同", answer.out)
    for wrong in ("随便", "第", f"第{'9' * 30}条 {'a' * 16}"):
        refused = office("verify", "--record-end", wrong)
        assert (refused.code, "末条要照纸上的写" in refused.err) == (2, True), wrong
    assert office("verify", "20220908100001", "--record-end", end).code == 2


def test_verify_names_what_was_changed_beside_the_records_until_somebody_answers_for_it(office: Terminal) -> None:
    office.done("settings", "set", "near_days=2")
    with closing(sqlite3.connect(office.data / "hotline.db")) as raw, raw:
        raw.execute("UPDATE settings SET value = '5' WHERE \"key\" = 'near_days'")
        raw.execute("UPDATE units SET phone = '110' WHERE name = '新海村'")
    answer = office("verify")
    assert answer.code == 3 and "改动　设置“临期提醒提前天数”　与本程序写入时不同" in answer.out
    assert "改动　单位“新海村”" in answer.out
    assert "确认程序外的改动：2 处" in office.done("check", "--repair").out
    assert office("verify").code == 0
