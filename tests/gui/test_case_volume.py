"""The file of a case in the window: the seven elements, the contents with page numbers, writing and checking."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QLabel, QPushButton

from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.gui.records.panel.record_panel import HANDLING
from hotline_desktop.gui.views.registers.registers_page import RegistersPage
from hotline_desktop.gui.views.supervision.case_panel import VOLUME
from hotline_desktop.gui.views.supervision.supervision_page import SupervisionPage
from hotline_desktop.gui.views.supervision.volume_part import VolumePart
from tests.domain.case_walk import ABOVE, COMPLETE
from tests.gui.desk import CLERK, Desk

NUMBER = "20220908100001"
FILE = "新海督档〔2022〕1号"
Register = Callable[..., int]


@pytest.fixture
def page(desk: Desk, register: Register) -> SupervisionPage:
    """A case whose unit has reported, shown on the page of supervision."""
    register(NUMBER)
    supervision = desk.office.supervision
    given = {**ABOVE, "tickets": NUMBER, "method": "书面督办", "direct_reason": "媒体曝光"}
    case_id = supervision.start("open_case", given, CLERK).id
    for step in ("issue", "deliver", "report", "case_callback", "site_check"):
        supervision.do(case_id, step, COMPLETE[step], CLERK)
    shown = desk.open(SupervisionPage)
    shown.open_at(case_id)
    desk.settle()
    return shown


def volume(desk: Desk, page: SupervisionPage) -> VolumePart:
    page.panel.show_tab(VOLUME)
    desk.settle()
    return page.panel.volume


def complete(desk: Desk, page: SupervisionPage, folder: Path) -> None:
    """Closes the case and gives it a photo, and opens it again: what is closed leaves the list."""
    out, supervision, case_id = BytesIO(), desk.office.supervision, page.panel.case_id
    Image.new("RGB", (80, 60), "teal").save(out, "JPEG")
    (folder / "现场.jpg").write_bytes(out.getvalue())
    supervision.do(case_id, "case_close", COMPLETE["case_close"], CLERK)
    supervision.attach(case_id, folder / "现场.jpg", "督办通知单", CLERK)
    done = supervision.attach(case_id, folder / "现场.jpg", "处理后现场", CLERK)
    desk.window.navigator.publish(done.changes)
    desk.settle()
    page.open_at(case_id)
    desk.settle()


def missing(part: VolumePart) -> list[str]:
    """The elements that the marks say are missing."""
    labels = [label.accessibleName() for label in part.findChildren(QLabel) if not label.pixmap().isNull()]
    assert len(labels) == 7
    return [label.removesuffix("缺少") for label in labels if label.endswith("缺少")]


def test_missing_elements_are_named_and_keep_the_file_from_being_made(desk: Desk, page: SupervisionPage) -> None:
    part = volume(desk, page)
    assert missing(part) == ["办理结果", "相关凭证"]
    assert "一案一档缺“相关凭证”，在“附件”页添加签字的督办通知单（还差1份" in part.lost.text()
    assert not part.make.isEnabled() and part.number.text().startswith("档号：生成案卷")
    assert [line.title for line in part.contents.records.rows] == ["督办通知单", "督办审查核实记录", "督办办结报告"]


def test_the_contents_stand_there_with_their_pages_and_follow_what_happens(
    desk: Desk, page: SupervisionPage, tmp_path: Path
) -> None:
    part = volume(desk, page)
    before = [line.title for line in part.contents.records.rows]
    complete(desk, page, tmp_path)
    volume(desk, page)
    rows = part.contents.records.rows
    assert [line.title for line in rows if line.title not in before] == ["附件：督办通知单", "附件：处理后现场"]
    assert [line.page for line in rows] == sorted(line.page for line in rows) and rows[0].page == 1
    assert part.make.isEnabled() and missing(part) == [] and not part.lost.isVisible()
    assert part.summary.text() == f"共 {len(rows)} 件，装订 {sum(line.pages for line in rows)} 页"


def test_nothing_is_worked_out_before_the_file_is_looked_at(desk: Desk, page: SupervisionPage, tmp_path: Path) -> None:
    page.panel.show_tab(HANDLING)
    complete(desk, page, tmp_path)
    assert page.panel.volume.look is None
    assert volume(desk, page).look is not None


def test_the_file_is_written_to_a_folder_that_the_clerk_chooses_and_checked(
    desk: Desk, page: SupervisionPage, tmp_path: Path
) -> None:
    part = volume(desk, page)
    complete(desk, page, tmp_path)
    volume(desk, page)
    desk.prompts.path = tmp_path / "案卷"
    part.make.click()
    desk.settle()
    folder = tmp_path / "案卷" / FILE
    assert (folder / "校验清单.txt").is_file() and part.number.text() == f"档号：{FILE}"
    assert f"已生成案卷 {FILE}" in desk.prompts.message[-1] and desk.prompts.errors == []
    desk.prompts.path = folder
    checks = part.check.menu().actions()
    checks[0].trigger()
    desk.settle()
    assert "齐全，没有改动" in desk.prompts.message[-1]
    checks[2].trigger()
    desk.settle()
    assert "齐全，没有改动" in desk.prompts.message[-1]


def test_what_is_missing_or_changed_is_listed(desk: Desk, page: SupervisionPage, tmp_path: Path) -> None:
    part = volume(desk, page)
    complete(desk, page, tmp_path)
    volume(desk, page)
    part.zipped.setChecked(True)
    desk.prompts.path = tmp_path
    part.make.click()
    desk.settle()
    packed = tmp_path / f"{FILE}.zip"
    data = bytearray(packed.read_bytes())
    data[data.rindex(b"\xff\xd8\xff") + 30] ^= 1
    packed.write_bytes(data)
    desk.prompts.path = packed
    part.check.menu().actions()[1].trigger()
    desk.settle()
    title, content = desk.prompts.shown[-1]
    assert title == "核对案卷：1 处不符"
    assert isinstance(content, QLabel) and "改动　附件/" in content.text()


def test_a_closed_case_leads_to_its_notice_that_is_not_back(desk: Desk, page: SupervisionPage, tmp_path: Path) -> None:
    ticket, case_id = desk.office.tickets.find(NUMBER), page.panel.case_id
    desk.office.papers.remember_printed([ticket], PaperKind.SUPERVISION_NOTICE, "反馈", CLERK)
    complete(desk, page, tmp_path)
    link = next(each for each in page.panel.findChildren(QPushButton) if each.text() == "督办通知单签字交回…")
    link.click()
    desk.settle()
    shown = desk.shown(RegistersPage)
    assert shown.papers.view.paper is not None and shown.papers.view.paper.kind == "督办通知单"
    shown.save()
    desk.settle()
    desk.open(SupervisionPage).open_at(case_id)
    desk.settle()
    texts = [each.text() for each in page.panel.findChildren(QPushButton) if each.isVisibleTo(page.panel)]
    assert "督办通知单签字交回…" not in texts and desk.office.supervision.detail(case_id).case.signed == ("督办通知单",)
