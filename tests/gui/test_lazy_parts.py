"""Of a page of several parts only the one in front is made: the others cost nothing before they are turned to."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hotline_desktop.gui.shell.pages.page import Page
from hotline_desktop.gui.views.registers.intake_part import IntakePart
from hotline_desktop.gui.views.registers.papers_out import PapersOut
from hotline_desktop.gui.views.registers.register_part import RegisterPart
from hotline_desktop.gui.views.registers.registers_page import RegistersPage
from hotline_desktop.gui.views.statistics.indicators_part import IndicatorsPart
from hotline_desktop.gui.views.statistics.ranking_part import RankingPart
from hotline_desktop.gui.views.statistics.statistics_page import RANKING, StatisticsPage
from hotline_desktop.gui.views.supervision.candidate_panel import CandidatePanel
from hotline_desktop.gui.views.supervision.case_panel import CasePanel
from hotline_desktop.gui.views.supervision.supervision_page import SupervisionPage
from hotline_desktop.gui.views.supervision.talks_part import TalksPart
from tests.gui.desk import Desk


def made(page: Page, *sorts: type[QWidget]) -> list[str]:
    return [type(part).__name__ for sort in sorts for part in page.findChildren(sort)]


def test_only_the_part_in_front_is_made(example: Desk) -> None:
    registers = example.open(RegistersPage)
    assert made(registers, PapersOut, IntakePart, RegisterPart) == ["PapersOut"]
    statistics = example.open(StatisticsPage)
    assert made(statistics, IndicatorsPart, RankingPart) == ["IndicatorsPart"]
    supervision = example.open(SupervisionPage)
    assert made(supervision, CandidatePanel, CasePanel, TalksPart) == ["CandidatePanel"]


def test_a_part_that_is_turned_to_is_made_once_and_keeps_what_it_showed(example: Desk) -> None:
    page = example.open(RegistersPage)
    for _time in range(2):
        for place, button in page.places.items():
            button.click()
            example.settle()
            assert page.front == place and page.parts.currentWidget() is page.in_front
    assert made(page, PapersOut, IntakePart, RegisterPart) == [
        "PapersOut",
        "IntakePart",
        "RegisterPart",
        "RegisterPart",
    ]
    assert page.registers.kind is not page.ledgers.kind


def test_the_ranking_asked_for_from_elsewhere_is_in_front_and_filled(example: Desk) -> None:
    page = example.open(StatisticsPage, RANKING)
    assert page.parts.currentWidget() is page.ranking and page.ranking.sheets
