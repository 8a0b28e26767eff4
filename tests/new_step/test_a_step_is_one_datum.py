"""A step is added by its datum, a line of the catalogue, an icon and a test value; everything else follows."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from hotline_desktop.documents.chart.page import chart_drawing
from hotline_desktop.domain.records.steps import Actor, After
from hotline_desktop.domain.ticket.chart_places import CENTER_DECIDES, UNIT_SIDE
from hotline_desktop.domain.ticket.flowchart import FlowChart, flow_chart, stands_at
from hotline_desktop.domain.ticket.kind import TICKETS
from hotline_desktop.domain.ticket.steps import catalogue
from hotline_desktop.domain.time.deadline import TimeRules
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from tests.cli.conftest import NUMBER, Terminal
from tests.documents.chart import test_flowchart as drawn
from tests.domain.ticket_walk import Walk, said
from tests.gui.desk import CLERK, Desk
from tests.new_step.step import BACK, LOOK, VALUES
from tests.walks import pure_office, test_pure_walks


@pytest.fixture
def chart() -> FlowChart:
    return flow_chart(TimeRules(), "新海镇")


def test_it_is_offered_where_its_stages_and_gates_say_so() -> None:
    walk = Walk()
    walk.up_to("dispatch")
    assert "须在“办理中”阶段办理" in said(walk.refused(LOOK.id))
    walk.do("accept")
    offer = next(offer for offer in TICKETS.offers(walk.ticket, walk.context) if offer.step is LOOK)
    assert offer.allowed and offer.defaults == {"looked_at": walk.now}
    walk.do(LOOK.id)
    assert said(walk.refused(LOOK.id)) == "已经踏看过现场"


def test_the_order_of_time_binds_it() -> None:
    walk = Walk()
    walk.up_to("accept")
    assert "“踏看时间”早于接单时间" in said(walk.refused(LOOK.id, looked_at="2022-09-01 09:00"))
    assert "晚于现在" in said(walk.refused(LOOK.id, looked_at="2030-09-01 09:00"))


def test_a_ticket_waits_for_it_on_the_chart_as_its_datum_says() -> None:
    walk = Walk()
    walk.up_to("accept")
    walk.do(LOOK.id)
    assert BACK.id in stands_at(walk.ticket)
    walk.do(BACK.id)
    assert BACK.id not in stands_at(walk.ticket)


def test_the_chart_finds_it_a_place_beside_the_way(chart: FlowChart) -> None:
    look, back = chart.node(LOOK.id), chart.node(BACK.id)
    assert (look.column, back.column) == (UNIT_SIDE, CENTER_DECIDES)
    assert look.row == back.row
    assert len({(node.row, node.column) for node in chart.nodes}) == len(chart.nodes)
    assert chart.rows <= 20


def test_the_chart_stays_one_page_that_can_be_read(chart: FlowChart) -> None:
    drawing = chart_drawing(chart)
    drawn.drawn(drawing)
    drawn.test_no_words_cross_a_box_an_arrow_or_other_words(drawing)
    drawn.test_no_arrow_runs_through_a_box_and_boxes_keep_apart(drawing)
    drawn.test_words_fit_their_boxes_and_everything_the_sheet(drawing)
    drawn.test_words_stand_clear_of_the_lines_between_lanes(drawing)
    assert LOOK.label in drawing.message and BACK.label in drawing.message


@pytest.mark.parametrize("town", ["新海镇", "新海经济技术开发区"])
def test_three_more_steps_with_rows_of_their_own_find_a_place_too(monkeypatch: pytest.MonkeyPatch, town: str) -> None:
    more = (
        ("accept", Actor.UNIT, "专家论证", "需论证"),
        ("unit_contact", Actor.UNIT, "补充取证", "需取证"),
        ("callback", Actor.CENTER, "回访抽查", "抽中"),
    )
    before = flow_chart(TimeRules(), town)
    steps = catalogue.STEPS
    for place, (after, actor, label, when) in enumerate(more):
        added = replace(LOOK, id=f"more_{place}", label=label, actor=actor, follows=(After(after, when),))
        behind = [step.id for step in steps].index(after) + 1
        steps = (*steps[:behind], added, *steps[behind:])
    monkeypatch.setattr(catalogue, "STEPS", steps)
    chart = flow_chart(TimeRules(), town)
    assert len(chart.nodes) == len(before.nodes) + len(more)
    assert len({(node.row, node.column) for node in chart.nodes}) == len(chart.nodes)
    drawing = chart_drawing(chart)
    drawn.drawn(drawing)
    drawn.test_no_words_cross_a_box_an_arrow_or_other_words(drawing)
    drawn.test_no_arrow_runs_through_a_box_and_boxes_keep_apart(drawing)
    drawn.test_words_fit_their_boxes_and_everything_the_sheet(drawing)
    drawn.test_words_stand_clear_of_the_lines_between_lanes(drawing)
    assert all(label in drawing.message for _after, _actor, label, _when in more)


def test_the_command_line_does_it_and_tells_of_it(terminal: Terminal) -> None:
    terminal.register()
    terminal.done("do", NUMBER, "dispatch", "unit=新海村", "no_contact_reason=诉求人要求直接处理")
    terminal.done("do", NUMBER, "accept")
    assert "会同踏看现场" in terminal.done("show", NUMBER).out
    refused = terminal("do", NUMBER, LOOK.id)
    assert refused.code != 0 and "缺少“到场人员”" in refused.err and "缺少“踏看情况”" in refused.err
    terminal.done("do", NUMBER, LOOK.id, *(f"{key}={value}" for key, value in VALUES.items()))
    line = terminal.done("show", NUMBER, "--json").json["history"][-1]
    assert (line["step"], line["label"], line["values"]["found"]) == (LOOK.id, LOOK.label, VALUES["found"])


def test_the_window_has_its_form_its_place_in_the_menu_and_its_line(desk: Desk, qtbot: QtBot) -> None:
    tickets = desk.office.tickets
    ticket = tickets.register({"number": NUMBER, "level": "一般", "content": "路灯不亮", "caller": "赵文静"}, CLERK).id
    tickets.do(ticket, "dispatch", {"unit": "新海村", "no_contact_reason": "测试"}, CLERK)
    tickets.do(ticket, "accept", {}, CLERK)
    page = desk.open(TicketsPage)
    page.open_at(ticket)
    desk.settle()
    steps = page.panel.next_steps
    assert LOOK.id in {*steps.buttons, *steps.entries}
    steps.take(LOOK.id)
    desk.settle()
    form = page.editor.form
    assert form is not None and all(form.shows(field.key) for field in LOOK.fields)
    tickets.do(ticket, LOOK.id, VALUES, CLERK)
    line = tickets.detail(ticket, CLERK).history[-1]
    assert (line.step, line.label) == (LOOK.id, LOOK.label)


def test_random_walks_take_it_and_the_laws_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    longer = replace(pure_office.TICKET, steps=catalogue.STEPS)
    for module in (pure_office, test_pure_walks):
        monkeypatch.setattr(module, "TICKET", longer)
    taken: Counter[str] = Counter()
    seeds = iter(range(80))
    while not (taken[LOOK.id] and taken[BACK.id]):
        taken += test_pure_walks.walk(next(seeds)).tally
