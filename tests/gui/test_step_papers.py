"""While a step is filled in, its own paper stands beside it from the first moment on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.gui.records.panel.paper_preview import PaperPreview
from hotline_desktop.gui.records.sheets.help_sheet import HelpSheet
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from hotline_desktop.gui.window_actions import HELP_TITLE
from tests.gui.desk import CLERK, Desk


@pytest.fixture
def page(desk: Desk, register: Callable[..., int]) -> TicketsPage:
    """The ticket page on a ticket that its unit handles."""
    ticket_id = register()
    for step, values in (("first_contact", {"note": "已问清"}), ("dispatch", {"unit": "新海村"}), ("accept", {})):
        desk.office.tickets.do(ticket_id, step, values, CLERK)
    return desk.open(TicketsPage, ticket_id)


def test_request_is_shown_on_its_own_paper_which_cannot_be_printed_yet(desk: Desk, page: TicketsPage) -> None:
    page.panel.next_steps.take("extension_request")
    desk.settle()
    preview = page.editor.view.findChild(PaperPreview)
    assert preview is not None
    assert preview.choice.kind is PaperKind.EXTENSION
    assert preview.page_count == 1
    assert "还没有延期申请（规范一（四））" in preview.warning.text()
    assert not preview.print.isEnabled()


def test_form_of_the_annex_may_be_printed_at_any_time(desk: Desk, page: TicketsPage) -> None:
    page.panel.next_steps.take("amend")
    desk.settle()
    preview = page.editor.view.findChild(PaperPreview)
    assert preview is not None
    assert (preview.choice.kind, preview.choice.state) == (PaperKind.DISPOSAL, "转办")
    assert preview.print.isEnabled()
    assert preview.warning.text() == ""


def test_help_opens_the_chapter_on_requests_in_the_form_of_a_request(desk: Desk, page: TicketsPage) -> None:
    def opened() -> str:
        desk.window.navigator.ask("help")
        desk.settle()
        sheet = desk.prompts.opened(HELP_TITLE)
        assert isinstance(sheet, HelpSheet)
        return sheet.manual.chapters[sheet.manual.contents.currentRow()].path.name

    chapters = []
    for step in ("extension_request", "return_request", "amend"):
        page.panel.next_steps.take(step)
        desk.settle()
        chapters.append(opened())
        page.editor.leave()
    assert chapters == ["30_requests.md", "30_requests.md", "20_ticket_way.md"]
    page.panel.next_steps.take("return_request")
    desk.settle()
    page.editor.leave()
    assert opened() == "20_ticket_way.md", "what was left is not what one looks at"
