"""The list leaves the office masked, or in full as a deliberate act that the office remembers."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

import pytest

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.errors import Cancelled
from hotline_desktop.exchange.opening.reader import read_sheets
from hotline_desktop.exchange.sheets.cells import cell_text
from hotline_desktop.exchange.writing.writer import WriteError
from hotline_desktop.services.office import Office
from tests.services.desk import CLERK, Walk

Start = Callable[..., Walk]
CONTENT = "本人身份证310230198001011234，请回电13800010009"


def lines(path: Path) -> list[dict[str, str]]:
    header, *rows = read_sheets(path)[0].rows
    return [dict(zip_longest(map(cell_text, header), map(cell_text, row), fillvalue="")) for row in rows]


@pytest.fixture
def written(office: Office, tmp_path: Path, walk: Start) -> Callable[..., list[dict[str, str]]]:
    """Exports two tickets, one of them confidential."""
    walk("20220908100001", content=CONTENT).to_unit("城管中队")
    walk("20220908100002", caller="欧阳文", confidential="是")

    def export(full: bool = False, **filter: object) -> list[dict[str, str]]:
        out = tmp_path / "工单台账.xlsx"
        rows = office.exports.tickets(TicketFilter(**filter), out, full, CLERK)  # type: ignore[arg-type]
        found = lines(out)
        assert rows == len(found)
        return found

    return export


Written = Callable[..., list[dict[str, str]]]


def test_names_phones_and_numbers_in_texts_are_masked_unless_asked_for(office: Office, written: Written) -> None:
    first, second = sorted(written(), key=lambda line: line["工单编号"])
    assert (first["来电人"], first["联系电话"]) == ("赵**", "138****0001")
    assert first["来电内容"] == "本人身份证310230********1234，请回电138****0009"
    assert (first["阶段"], first["承办单位"], first["办结期限"]) == ("待接单", "城管中队", "2022-09-14 17:00")
    assert first["期限情况"] == "未到期，还有 3 个工作日"
    assert (second["来电人"], second["联系电话"]) == ("（保密）", "（保密）")
    assert office.settings.history() == () or office.settings.history()[0].step != "完整导出工单"


def test_full_export_is_remembered_and_keeps_secrets_and_id_numbers_hidden(office: Office, written: Written) -> None:
    first, second = sorted(written(full=True), key=lambda line: line["工单编号"])
    assert (first["来电人"], first["联系电话"]) == ("赵文静", "13800010001")
    assert first["来电内容"] == "本人身份证310230********1234，请回电13800010009"
    assert (second["来电人"], second["联系电话"]) == ("（保密）", "（保密）")
    entry = office.settings.history()[0]
    assert (entry.step, entry.by, entry.after) == (
        "完整导出工单", CLERK, {"文件": "工单台账.xlsx", "件数": "2", "筛选": "全部"},
    )  # fmt: skip


def test_search_word_of_a_full_export_is_not_remembered(office: Office, written: Written) -> None:
    written(full=True, search="赵文静", open_only=True)
    assert office.settings.history()[0].after["筛选"] == "有搜索词、在办"


def test_only_what_is_wanted_is_written_the_most_urgent_first(written: Written) -> None:
    assert [line["工单编号"] for line in written(units=("城管中队",))] == ["20220908100001"]


def test_failed_or_stopped_full_export_leaves_no_file_and_no_entry(office: Office, walk: Start, tmp_path: Path) -> None:
    walk()

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    out = tmp_path / "out.xlsx"
    with pytest.raises(Cancelled):
        office.exports.tickets(TicketFilter(), out, True, CLERK, progress=stop)
    with pytest.raises(WriteError):
        office.exports.tickets(TicketFilter(), tmp_path / "no" / "out.xlsx", True, CLERK)
    assert not out.exists()
    assert office.settings.history() == ()
