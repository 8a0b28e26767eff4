"""The flow chart is drawn from the steps, so that it can never disagree with what the program does."""

from __future__ import annotations

import pytest

from hotline_desktop.domain.records.steps import Actor
from hotline_desktop.domain.ticket.chart_places import CENTER_DECIDES, CENTER_SIDE, UNIT_SIDE
from hotline_desktop.domain.ticket.flowchart import LANES, Arrow, FlowChart, flow_chart, stands_at
from hotline_desktop.domain.ticket.steps.catalogue import STEPS, STEPS_BY_ID
from hotline_desktop.domain.time.deadline import TimeRules
from tests.domain.ticket_walk import ORDINARY, Walk

CHART = flow_chart(TimeRules(), "新海镇")


@pytest.fixture
def chart() -> FlowChart:
    return CHART


def test_every_step_that_leads_to_another_stage_has_its_box(chart: FlowChart) -> None:
    drawn = {node.id for node in chart.nodes}
    assert {step.id for step in STEPS if step.advances and not step.corrects} <= drawn
    assert set(ORDINARY) <= drawn
    assert chart.title == "新海镇“12345”市民服务热线工作处置流程图"


def test_boxes_say_who_does_what_by_when(chart: FlowChart) -> None:
    result = chart.node("result")
    assert (result.label, result.actor, result.when) == (
        "单位办结反馈",
        Actor.UNIT,
        "紧急1、一般3、疑难10个工作日内",
    )
    assert chart.node("return_request").when == "半个工作日内"
    assert flow_chart(TimeRules(statement_days=5)).node("unsatisfied_statement").when == "5个工作日内"
    with pytest.raises(KeyError):
        chart.node("urge")


def test_no_two_boxes_share_a_place_and_the_page_has_room_for_all(chart: FlowChart) -> None:
    places = [(node.row, node.column) for node in chart.nodes]
    assert len(set(places)) == len(places)
    assert chart.rows <= 20
    assert {node.column for node in chart.nodes if node.main}.isdisjoint({CENTER_SIDE, UNIT_SIDE, CENTER_DECIDES})


def test_every_drawn_step_has_its_place_in_the_lane_of_who_acts(chart: FlowChart) -> None:
    for node in chart.nodes:
        (worker,) = (worker for worker in LANES if worker.first <= node.column <= worker.last)
        assert worker.title.startswith(node.actor), node.label


def test_decisions_say_what_else_may_be_answered(chart: FlowChart) -> None:
    decides = {node.id: node.otherwise for node in chart.nodes if node.decides}
    assert decides == {
        "return_decision": "不同意的，继续办理",
        "extension_decision": "不同意的，继续办理",
        "unfounded_filing": "不合要求的，退回补正",
        "unsatisfied_filing": "不合要求的，退回补正",
        "review": "",
        "callback": "",
    }


def test_every_box_is_reached_from_the_first_one(chart: FlowChart) -> None:
    reached, edge = set(), {"register"}
    while edge:
        reached |= edge
        edge = {arrow.target for arrow in chart.arrows if arrow.source in edge} - reached
    assert reached == {node.id for node in chart.nodes}


@pytest.mark.parametrize("arrow", CHART.arrows, ids=lambda arrow: f"{arrow.source}-{arrow.target}")
def test_every_arrow_leads_where_the_rules_let_a_ticket_go(arrow: Arrow, chart: FlowChart) -> None:
    source, target = STEPS_BY_ID[arrow.source], STEPS_BY_ID[arrow.target]
    stays = source.stages if not source.advances else frozenset()
    failed = source.stages  # a review that fails leaves its ticket where it is
    possible = set(source.leads_to) | set(stays) | (set(failed) if arrow.target == "redo" else set())
    assert possible & set(target.stages)
    assert arrow.clause.ref.startswith("规范一")
    assert not arrow.back or chart.node(arrow.source).row > chart.node(arrow.target).row


def test_only_returns_and_the_next_round_lead_back(chart: FlowChart) -> None:
    assert {(arrow.source, arrow.target) for arrow in chart.arrows if arrow.back} == {
        ("return_decision", "dispatch"),
        ("redo", "accept"),
        ("upper_return", "accept"),
    }


def test_a_ticket_knows_where_it_stands_on_the_chart() -> None:
    walk = Walk()
    for step in ORDINARY[1:]:
        done = ORDINARY[ORDINARY.index(step) - 1]
        walk.up_to(done)
        assert step in stands_at(walk.ticket), (done, stands_at(walk.ticket))
    walk.up_to("archive")
    assert stands_at(walk.ticket) == ()


def test_what_runs_beside_the_way_is_shown_too() -> None:
    walk = Walk()
    walk.up_to("accept")
    walk.do("extension_request")
    assert stands_at(walk.ticket) == ("answer", "extension_decision")
    walk.do("extension_decision")
    walk.do("return_request")
    walk.do("return_decision")
    assert stands_at(walk.ticket) == ("dispatch",)
    walk.do("merge")
    assert stands_at(walk.ticket) == ()
