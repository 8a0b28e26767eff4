"""通报 and 约谈通知 as files: the figures stand on them, and a printed quarter is frozen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from hotline_desktop.domain.statistics.quarters import Quarter
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.services.office import Office
from tests.services.desk import CLERK, Clock, Walk
from tests.services.test_talks import VALUES

Start = Callable[..., Walk]
Q3 = Quarter(2022, 3)


def words(path: Path) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)


def test_the_report_of_a_quarter_carries_the_figures_and_freezes_them(
    office: Office, walk: Start, clock: Clock, tmp_path: Path
) -> None:
    walk("20220908100001").to_closed()
    clock.now = datetime(2022, 10, 9, 9, 0)
    out = tmp_path / "通报.pdf"
    office.unit_papers.write_quarter(Q3, out, CLERK)
    message = words(out)
    assert "2022年第三季度" in message and "新海村" in message and "95.00" in message and "先行联系率×30" in message
    assert office.ranking.sheet(Q3).is_frozen


def test_a_running_quarter_has_no_report_but_can_be_looked_at_as_a_table(
    office: Office, walk: Start, tmp_path: Path
) -> None:
    walk("20220908100001").to_closed()
    with pytest.raises(HotlineError, match="还没有结束"):
        office.unit_papers.write_quarter(Q3, tmp_path / "a.docx", CLERK)
    out = tmp_path / "排名.xlsx"
    office.unit_papers.write_quarter(Q3, out, CLERK)
    rows = list(load_workbook(out).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[0][:3] == ("组别", "名次", "单位")
    assert rows[1][2] == "新海村" and rows[1][-1] == "95.00"
    assert not office.ranking.sheet(Q3).is_frozen


def test_the_notice_of_a_talk_waits_for_its_time_and_place(office: Office, clock: Clock, tmp_path: Path) -> None:
    talk_id, out = office.talks.propose(VALUES, CLERK).id, tmp_path / "约谈通知.pdf"
    with pytest.raises(HotlineError, match="尚未登记约谈通知"):
        office.unit_papers.write_talk_notice(talk_id, out)
    office.talks.do(talk_id, "talk_decide", {"leader": "周卫民", "decision": "同意", "opinion": "尽快"}, CLERK)
    notice = {"talk_at": "2022-09-09 09:00", "place": "镇政府二楼", "attendants": "陆建国", "demands": "说明退单情况"}
    office.talks.do(talk_id, "talk_notify", notice, CLERK)
    office.unit_papers.write_talk_notice(talk_id, out)
    message = words(out)
    assert "2022年9月9日9:00" in message and "镇政府二楼" in message and "老坝村" in message


def test_the_minutes_of_a_talk_say_what_it_came_to(office: Office, clock: Clock, tmp_path: Path) -> None:
    talk_id, out = office.talks.propose(VALUES, CLERK).id, tmp_path / "约谈记录.pdf"
    office.talks.do(talk_id, "talk_decide", {"leader": "周卫民", "decision": "同意", "opinion": "尽快"}, CLERK)
    notice = {"talk_at": "2022-09-09 09:00", "place": "镇政府二楼", "attendants": "陆建国", "demands": "说明退单情况"}
    office.talks.do(talk_id, "talk_notify", notice, CLERK)
    with pytest.raises(HotlineError, match="尚未登记约谈记录"):
        office.unit_papers.write_talk_minutes(talk_id, out)
    clock.now = datetime(2022, 9, 9, 10, 0)
    held = {"content": "指出三件逾期", "promise": "一周内整改", "improve_by": "2022-09-16"}
    office.talks.do(talk_id, "talk_hold", held, CLERK)
    office.unit_papers.write_talk_minutes(talk_id, out)
    message = words(out)
    assert "老坝村" in message and "指出三件逾期" in message and "一周内整改" in message and "周卫民" in message
