"""通报 and 约谈通知 as files: the figures stand on them, a preview says so, and no file settles a quarter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from hotline_desktop.domain.statistics.quarters import Quarter
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.services.office import Office
from tests.services.desk import CLERK, Clock, Walk
from tests.services.figures.test_talks import VALUES
from tests.unit_register import know

Start = Callable[..., Walk]
Q3 = Quarter(2022, 3)


NO_UNITS = True  # the register is what is looked at


def text_of_file(path: Path) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)


def test_the_report_of_a_quarter_carries_the_figures_and_is_a_preview_until_the_quarter_is_settled(
    office: Office, walk: Start, clock: Clock, tmp_path: Path
) -> None:
    walk("20220908100001").to_closed()
    clock.now = datetime(2022, 10, 9, 9, 0)
    out = tmp_path / "通报.pdf"
    office.unit_papers.write_quarter(Q3, out)
    message = text_of_file(out)
    assert "预览（未定稿）" in message and "收支核对" in message and "合计" in message
    assert "2022年第三季度" in message and "新海村" in message and "95.00" in message and "先行联系率×30" in message
    assert not office.ranking.sheet(Q3).is_frozen
    office.ranking.freeze(Q3, CLERK)
    office.unit_papers.write_quarter(Q3, out)
    assert "预览" not in text_of_file(out)
    office.ranking.correct(Q3, "漏登一件", CLERK)
    office.unit_papers.write_quarter(Q3, out)
    assert "更正（第2版）：漏登一件" in text_of_file(out)


def test_the_report_takes_a_title_of_the_clerk_with_her_own_line_breaks(
    office: Office, walk: Start, tmp_path: Path
) -> None:
    walk("20220908100001").to_closed()
    out = tmp_path / "通报.docx"
    office.unit_papers.write_quarter(Q3, out, "新海镇热线工作\n第三季度情况通报")
    first = docx.Document(str(out)).paragraphs[0]
    assert (first.text, first.style.name if first.style else "") == ("新海镇热线工作\n第三季度情况通报", "公文标题")


def test_a_running_quarter_is_written_as_a_preview(office: Office, walk: Start, tmp_path: Path) -> None:
    walk("20220908100001").to_closed()
    out = tmp_path / "排名.xlsx"
    office.unit_papers.write_quarter(Q3, out)
    rows = list(load_workbook(out).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[0][:3] == ("组别", "名次", "单位")
    assert rows[1][2] == "新海村" and rows[1][13] == "95.00" and rows[1][14:19] == ("0", "1", "1", "0", "0")
    assert rows[-1][2] == "预览（未定稿）"
    assert not office.ranking.sheet(Q3).is_frozen


def test_the_notice_of_a_talk_waits_for_its_time_and_place(office: Office, clock: Clock, tmp_path: Path) -> None:
    know(office, "老坝村")
    talk_id, out = office.talks.propose(VALUES, CLERK).id, tmp_path / "约谈通知.pdf"
    with pytest.raises(HotlineError, match="尚未登记约谈通知"):
        office.unit_papers.write_talk_notice(talk_id, out)
    office.talks.do(talk_id, "talk_decide", {"leader": "周卫民", "decision": "同意", "opinion": "尽快"}, CLERK)
    notice = {"talk_at": "2022-09-09 09:00", "place": "镇政府二楼", "attendants": "陆建国", "demands": "说明退单情况"}
    office.talks.do(talk_id, "talk_notify", notice, CLERK)
    office.unit_papers.write_talk_notice(talk_id, out)
    message = text_of_file(out)
    assert "2022年9月9日9:00" in message and "镇政府二楼" in message and "老坝村" in message


def test_the_minutes_of_a_talk_say_what_it_came_to(office: Office, clock: Clock, tmp_path: Path) -> None:
    know(office, "老坝村")
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
    message = text_of_file(out)
    assert "老坝村" in message and "指出三件逾期" in message and "一周内整改" in message and "周卫民" in message
