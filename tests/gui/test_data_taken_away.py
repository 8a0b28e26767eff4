"""The data are taken away, or the disk takes nothing, under the open window: the clerk hears of it, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.gui.records.steps.drafts import Drafts
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from hotline_desktop.gui.views.today.today_page import UNFINISHED, TodayPage
from tests.gui.desk import CLERK, Desk

Register = Callable[..., int]


def half_filled(desk: Desk, register: Register) -> TicketsPage:
    """The form of a first contact into which a note was typed."""
    assert desk.window.session is not None
    desk.window.session.clerk = CLERK
    register()
    page = desk.open(TicketsPage)
    page.refresh(Changes(everything=True))
    desk.settle()
    page.panel.next_steps.take("first_contact")
    desk.settle()
    assert page.editor.form is not None
    page.editor.form.set_values({"note": "已问清，请城管核实"})
    return page


def block(folder: Path) -> Path:
    """Lets nothing be written into ``folder``, which a file stands in the place of, whoever runs the tests."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_bytes(b"")
    return folder


def test_what_the_disk_does_not_take_stays_in_the_window_and_is_asked_about_before_it_closes(
    desk: Desk, register: Register
) -> None:
    page = half_filled(desk, register)
    blocked = block(desk.data_dir / "drafts")
    page.editor.leave()
    desk.settle()
    assert "磁盘写不进去，先记在窗口里" in desk.prompts.message[-1]
    today = desk.open(TodayPage)
    assert [draft.values["note"] for draft in today.drafts] == ["已问清，请城管核实"]
    today.open_card(UNFINISHED)
    desk.settle()
    assert page.editor.form is not None and page.editor.form.values()["note"] == "已问清，请城管核实"
    desk.prompts.agrees = False
    desk.window.close()
    assert desk.window.isVisible() and "只记在这个窗口里" in desk.prompts.asked[-1]
    blocked.unlink()
    asked = len(desk.prompts.asked)
    desk.window.close()
    assert not desk.window.isVisible() and len(desk.prompts.asked) == asked, "there is room again"
    assert Drafts(desk.data_dir).all()[0].values["note"] == "已问清，请城管核实"


def test_the_clerk_hears_at_once_that_the_data_are_gone_and_again_before_the_window_closes(
    desk: Desk, register: Register
) -> None:
    page = half_filled(desk, register)
    database, elsewhere = desk.data_dir / "hotline.db", desk.data_dir / "old.db"
    try:
        database.rename(elsewhere)
    except PermissionError:
        pytest.skip("this system lets nobody take an open file away")
    for _twice in range(2):
        desk.window.data_watch.look()
        desk.settle()
    (told,) = desk.prompts.errors
    assert "从现在起办的都存不进去" in told and "备份到别处" in told
    page.editor.confirm()
    desk.settle()
    assert "刚才这一步没有保存" in desk.prompts.errors[-1]
    assert page.editor.form is not None and page.editor.form.values()["note"] == "已问清，请城管核实"
    desk.prompts.agrees = False
    desk.window.close()
    assert desk.window.isVisible() and "请先不要关闭程序" in desk.prompts.asked[-1]
    elsewhere.rename(database)
    desk.window.data_watch.look()
    desk.settle()
    assert "又在原处了" in desk.prompts.message[-1]
    page.editor.confirm()
    desk.settle()
    assert desk.office.tickets.detail(1).history[-1].step == "first_contact"
