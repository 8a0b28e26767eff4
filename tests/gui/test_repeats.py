"""Repeats in the window: beside the register form, in the ticket's own tab, and units proposed at dispatch."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.gui.records.panel.evidence_table import shared_spans
from hotline_desktop.gui.shell.session.navigation import Place, RepeatsOf
from hotline_desktop.gui.views.tickets.advice import Advice
from hotline_desktop.gui.views.tickets.ticket_panel import REPEATS
from hotline_desktop.gui.views.tickets.tickets_page import EDITOR, LIST, TicketsPage
from tests.gui.desk import CLERK, Desk

Register = Callable[..., int]
LAMP = {
    "content": "新海路120弄小区门口路灯不亮已一周，物业不处理，希望尽快修复",
    "phones": "13800010002",
    "address": "新海路120弄",
}
NOISE = {"content": "夜间施工噪音扰民", "phones": "13800010003", "address": "北沿公路88号"}


def opened(desk: Desk, ticket_id: int, qtbot: QtBot) -> TicketsPage:
    """The ticket page at what may repeat the ticket, the look-up done."""
    page = desk.go(Place.TICKETS, RepeatsOf(ticket_id))
    assert isinstance(page, TicketsPage)
    rested(page, desk, qtbot)
    return page


def rested(page: TicketsPage, desk: Desk, qtbot: QtBot) -> None:
    """The clerk rests on the ticket until its repeats are looked up."""
    with qtbot.waitSignal(page.panel.repeats.counted, timeout=5000):
        page.panel.reload()
    desk.settle()


def text(page: TicketsPage) -> str:
    return "\n".join(texts(page.panel.repeats.widget()))


def texts(widget: QWidget) -> list[str]:
    labels: list[QLabel] = list(widget.findChildren(QLabel))
    return [label.text() for label in labels]


def test_the_tab_counts_candidates_and_shows_the_likeliest_side_by_side(
    desk: Desk, register: Register, qtbot: QtBot
) -> None:
    first = register("20220908100001", **LAMP)
    register("20220908100002", **{**LAMP, "content": "小区门口的路灯坏了一周还是不亮"})
    register("20220908100003", **NOISE)
    page = opened(desk, first, qtbot)
    assert page.panel.tabs.currentIndex() == REPEATS
    assert page.panel.tabs.tabText(REPEATS) == "重复 · 可能 1"
    (card,) = page.panel.repeats.cards
    assert card.unfolded and card.evidence is not None
    said = "\n".join(texts(card.evidence))
    assert "本工单" in said and "工单 20220908100002" in said
    assert ">13800010002</span>" in said and "小区门口" in said and "<span" in said
    card.look.click()
    assert not card.unfolded


def test_a_ticket_without_anything_alike_says_so(desk: Desk, register: Register, qtbot: QtBot) -> None:
    page = opened(desk, register(**NOISE), qtbot)
    assert page.panel.repeats.cards == [] and "没有找到" in text(page)
    assert page.panel.tabs.tabText(REPEATS) == "重复"


def test_a_candidate_becomes_a_confirmed_repeat_and_leaves_the_group_again(
    desk: Desk, register: Register, qtbot: QtBot
) -> None:
    first, second = register("20220908100001", **LAMP), register("20220908100002", **LAMP)
    page = opened(desk, first, qtbot)
    with qtbot.waitSignal(page.panel.repeats.counted, timeout=5000):
        page.panel.repeats.cards[0].confirm.click()
    desk.settle()
    assert [line.id for line in desk.office.repeats.group(first)] == [first, second]
    assert "已确认的重复工单（2 件）" in text(page) and page.panel.repeats.cards == []
    assert page.panel.tabs.tabText(REPEATS) == "重复 2"
    assert "已确认 20220908100001 与 20220908100002 重复" in desk.prompts.message
    desk.prompts.text = "另一盏路灯"
    with qtbot.waitSignal(page.panel.repeats.counted, timeout=5000):
        page.panel.repeats.leave_buttons[second].click()
    desk.settle()
    assert desk.office.repeats.group(first) == ()
    assert desk.office.tickets.detail(second).history[-1].values["why"] == "另一盏路灯"


def test_a_candidate_that_is_ruled_out_is_gone_and_without_a_reason_nothing_happens(
    desk: Desk, register: Register, qtbot: QtBot
) -> None:
    first, second = register("20220908100001", **LAMP), register("20220908100002", **LAMP)
    page = opened(desk, first, qtbot)
    desk.prompts.text = ""
    page.panel.repeats.cards[0].rule_out.click()
    desk.settle()
    assert len(desk.office.tickets.detail(second).history) == 1
    desk.prompts.text = "不是同一盏灯"
    with qtbot.waitSignal(page.panel.repeats.counted, timeout=5000):
        page.panel.repeats.cards[0].rule_out.click()
    desk.settle()
    assert page.panel.repeats.cards == [] and desk.office.repeats.candidates(second) == ()


def test_walking_down_the_list_looks_up_only_where_the_clerk_rests(
    desk: Desk, register: Register, qtbot: QtBot
) -> None:
    ids = [register(f"2022090810000{digit}", **LAMP) for digit in range(1, 5)]
    page = opened(desk, ids[0], qtbot)
    counted: list[tuple[int, int]] = []
    page.panel.repeats.counted.connect(lambda group, candidates: counted.append((group, candidates)))
    for ticket_id in ids:
        page.panel.show_ticket(ticket_id)
        desk.settle()
    expected = set(ids[:-1])
    qtbot.waitUntil(lambda: {card.candidate.ticket.id for card in page.panel.repeats.cards} == expected, timeout=5000)
    assert len(counted) < len(ids) and counted[-1] == (0, 3)


def test_what_is_typed_for_a_new_ticket_brings_up_repeats_beside_the_form(
    desk: Desk, register: Register, qtbot: QtBot
) -> None:
    register("20220908100001", **LAMP)
    page = desk.open(TicketsPage)
    page.refresh(Changes(everything=True))
    page.register()
    desk.settle()
    advice, form = page.editor.view.companion, page.editor.form
    assert isinstance(advice, Advice) and form is not None
    assert advice.cards == [] and not advice.repeats.isVisible()
    form.editor("phones").set_value("138 0001 0002")
    qtbot.waitUntil(lambda: bool(advice.cards), timeout=5000)
    assert [card.candidate.reason for card in advice.cards] == ["同一电话"]
    advice.cards[0].look.click()
    form.editor("content").set_value("小区门口的路灯坏了一周还是不亮")
    qtbot.waitUntil(lambda: "内容相似" in advice.cards[0].candidate.reason, timeout=5000)
    assert advice.cards[0].unfolded, "what is read stays open while the typing goes on"
    page.editor.leave()
    assert page._stack.currentIndex() == LIST


def test_a_narrow_window_tells_of_repeats_in_the_head_of_the_form(desk: Desk, register: Register, qtbot: QtBot) -> None:
    register("20220908100001", **LAMP)
    desk.window.resize(911, 512)
    page = desk.open(TicketsPage)
    page.register()
    desk.settle()
    strip, form = page.editor.view.message, page.editor.form
    assert form is not None and not strip.isVisible()
    form.editor("phones").set_value("13800010002")
    qtbot.waitUntil(strip.isVisible, timeout=5000)
    assert strip.text() == "有 1 件可能重复的工单，最像的一件：同一电话。"
    strip.click()
    title, content = desk.prompts.shown[-1]
    assert title == "可能重复的工单" and "20220908100001" in texts(content)
    page.editor.leave()
    page.register()
    page.editor.view.waiting.action.click()
    desk.settle()
    qtbot.waitUntil(strip.isVisible, timeout=5000)  # the draft is taken up again
    desk.window.resize(1366, 768)
    assert not strip.isVisible()


def test_another_new_ticket_starts_without_the_repeats_of_the_last_one(
    desk: Desk, register: Register, qtbot: QtBot
) -> None:
    register("20220908100001", **LAMP)
    page = desk.open(TicketsPage)
    page.register()
    desk.settle()
    advice, form = page.editor.view.companion, page.editor.form
    assert isinstance(advice, Advice) and form is not None
    for key, value in {**LAMP, "number": "20220908100002"}.items():
        form.editor(key).set_value(value)
    qtbot.waitUntil(lambda: bool(advice.cards), timeout=5000)
    page.editor.confirm()
    desk.settle()
    page.register()
    desk.settle()
    assert advice.cards == []


def test_units_that_handled_such_tickets_are_one_click_away_at_dispatch(desk: Desk, register: Register) -> None:
    for digit in (1, 2):
        ticket_id = register(f"2022090510000{digit}", **LAMP)
        values = {"unit": "城管中队", "no_contact_reason": "诉求人要求直接处理"}
        desk.office.tickets.do(ticket_id, "dispatch", values, CLERK)
    new = register("20220908100003", **LAMP)
    page = desk.open(TicketsPage, new)
    page.panel.next_steps.take("dispatch")
    desk.settle()
    form = page.editor.form
    assert form is not None and page._stack.currentIndex() == EDITOR
    choices = form.choices("unit")
    assert choices is not None and list(choices.buttons) == ["城管中队"]
    assert "近一年同类 2 件，2 件由城管中队办理" in texts(choices)
    assert form.editor("unit").value() is None
    choices.buttons["城管中队"].click()
    assert form.editor("unit").value() == "城管中队"


def test_a_ticket_like_no_other_is_dispatched_without_proposals(desk: Desk, register: Register) -> None:
    page = desk.go(Place.TICKETS, register(**NOISE))
    assert isinstance(page, TicketsPage)
    page.panel.next_steps.take("dispatch")
    desk.settle()
    assert page.editor.form is not None and page.editor.form.choices("unit") is None


def test_shared_words_are_marked_whatever_stands_between_their_characters() -> None:
    text = "新海路 120 弄，路灯不亮"
    spans = shared_spans(text, ("新海路120弄", "路灯", "灯不亮"))
    assert [text[start:end] for start, end in spans] == ["新海路 120 弄", "路灯不亮"]
    assert shared_spans(text, ("——",)) == []
