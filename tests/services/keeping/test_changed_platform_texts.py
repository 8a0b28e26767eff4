"""What the platform said of a ticket, changed past the program, is noticed; the program's own changes are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import update

from hotline_desktop.domain.terms.keeping import KeptKind
from hotline_desktop.services.office import Office
from hotline_desktop.storage.chain.platform_digests import BLOCK
from hotline_desktop.storage.tables import schema
from tests.exchange.tables import save_text
from tests.services.desk import CLERK, Clock, on_disk

HEADERS = ("工单编号", "来电内容", "来电时间", "平台状态", "办结时间")
MANY = 3 * BLOCK + 7


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> Iterator[Office]:
    opened = on_disk(tmp_path / "data", clock)
    yield opened
    opened.close()


def imported(office: Office, rows: Sequence[Sequence[object]], history: bool = False) -> int:
    path = save_text(office._office.data_dir / "导出.csv", [HEADERS, *rows])
    preview = office.imports.preview(office.imports.open(path), history=history)
    return office.imports.apply(preview, CLERK).batch_id


def rows(content: str = "路灯不亮", every: int = 1) -> list[list[object]]:
    return [[f"2022090820{n:04}", content, "2022-09-08 09:00", f"处理中{n}", ""] for n in range(0, MANY, every)]


def test_imports_their_changes_their_undoing_and_destruction_are_the_programs_own(
    office: Office, tmp_path: Path
) -> None:
    imported(office, rows())
    for every in (1, 2, 13):
        again = imported(office, rows("路灯还是不亮", every))
        office.imports.undo(again, CLERK)
        assert office.checkups.check().faults == ()
    old = [[f"2002090820{n:04}", "路灯", "2002-09-08 09:00", "已办结", "2002-09-09 09:00"] for n in range(BLOCK)]
    imported(office, old, history=True)
    office.retention.destroy(KeptKind.TICKETS, "马主任", "会议纪要", tmp_path / "证明.docx", CLERK)
    assert office.checkups.check().faults == ()


def test_one_that_was_changed_is_named_and_confirmed_by_a_repair(office: Office) -> None:
    imported(office, rows())
    own = schema.platform_rows
    with office._office.db.write() as c:
        changed = c.execute(update(own).where(own.c.ticket_id == BLOCK + 5).values(cells='{"平台状态":"已办结"}'))
        assert changed.rowcount == 1
    (fault,) = office.checkups.check().faults
    assert fault.name == f"工单 2022090820{BLOCK - 1:04} 至 2022090820{2 * BLOCK - 2:04} 中有一件的平台原文"
    assert fault.message == "与本程序写入时不同，可能被改过"
    (said,) = office.checkups.repair(CLERK).mended
    assert said.startswith("确认程序外的改动：1 处") and office.checkups.check().faults == ()
