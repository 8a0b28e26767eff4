"""The example office: every stage and light is in it, whatever the day, and nobody's real tickets are touched."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.statistics.counting import Measure
from hotline_desktop.domain.statistics.handling import LapseKind
from hotline_desktop.domain.supervision.case import CaseStage
from hotline_desktop.domain.terms.options import Level, Origin, Stage
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.time.deadline import Light, OfficeHours
from hotline_desktop.example import office as example
from hotline_desktop.example.office import MARK, ExampleRefused, open_example, shown_number
from hotline_desktop.example.people import read_town
from hotline_desktop.example.scenario import Event, OfficeClock
from hotline_desktop.example.scenarios import PLANS, events, scenarios
from hotline_desktop.services.foundation.files import DATABASE
from hotline_desktop.services.foundation.official_days import load_overlays, office_calendar
from hotline_desktop.services.office import Office, open_office
from tests.services.filed_papers import same_as_the_file
from tests.walks.counted_by_hand import tally, traced

PROJECT = Path(__file__).resolve().parents[2]
FORMS, RESOURCES = PROJECT / "forms", PROJECT / "resources"
WORKING_NOON = datetime(2026, 3, 18, 11, 0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("example") / "data"
    open_example(made, lambda: WORKING_NOON, FORMS, RESOURCES).close()
    return made


@pytest.fixture
def office(folder: Path) -> Iterator[Office]:
    opened = open_office(folder, lambda: WORKING_NOON, FORMS, RESOURCES)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def clock() -> OfficeClock:
    return OfficeClock(office_calendar(load_overlays(RESOURCES / "workdays")), OfficeHours())


def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the example of three tickets, for tests about folders and not about stories."""

    def few(*arguments: object) -> list[Event]:
        message = events(*arguments)  # type: ignore[arg-type]
        numbers = sorted({event.number for event in message})[:3]
        return [event for event in message if event.number in numbers]

    monkeypatch.setattr(example, "events", few)


def test_there_are_tickets_in_every_stage_with_every_light(office: Office) -> None:
    rows = office.tickets.page(TicketFilter(history=False), limit=500).rows
    assert {row.stage for row in rows} == set(Stage)
    assert {row.level for row in rows} == set(Level)
    for light in (Light.OVERDUE, Light.TODAY, Light.NEAR, Light.NOT_DUE):
        assert office.tickets.count(TicketFilter(lights=(light,), open_only=True)) >= 1, light
    assert any(row.confidential for row in rows) and any(row.urges for row in rows)
    assert max(row.round for row in rows) == 2
    history = office.tickets.page(TicketFilter(history=True), limit=500).rows
    assert len(history) == example.HISTORY_ROWS and {row.origin for row in history} == {Origin.HISTORY}


def test_the_days_cards_have_something_to_do(office: Office) -> None:
    counts = {card.key: card.count for card in office.today.cards(WORKING_NOON)}
    filter = ("to_contact", "to_dispatch", "due_today", "near", "overdue", "to_review", "papers", "pool", "cases")
    assert [key for key in filter if not counts[key]] == []


def test_supervision_shows_cases_on_several_rungs_and_candidates(office: Office) -> None:
    stages = {case.stage for case in office.supervision.cases()}
    assert {CaseStage.POOL, CaseStage.TO_ISSUE, CaseStage.TO_REPORT, CaseStage.CLOSED} <= stages
    assert office.candidates.undecided()


def test_the_ticket_to_look_at_has_something_for_every_form(office: Office) -> None:
    ticket_id = office.tickets.find(shown_number(office))
    detail = office.tickets.detail(ticket_id)
    assert detail.ticket.round.number == 2 and detail.ticket.stage is Stage.CLOSED
    assert detail.attachments
    for kind in (PaperKind.DISPOSAL, PaperKind.SUPERVISION_NOTICE, PaperKind.SATISFACTION):
        assert office.papers.missing(ticket_id, kind) == ()


def test_nothing_was_recorded_later_than_it_happened(office: Office) -> None:
    for row in office.tickets.page(TicketFilter(history=False), limit=500).rows:
        for line in office.tickets.detail(row.id).history:
            assert line.at <= line.recorded_at <= WORKING_NOON
            assert line.recorded_at - line.at < timedelta(hours=1)


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 3, 18, 8, 31),
        datetime(2026, 3, 22, 23, 50),
        datetime(2026, 10, 3, 0, 5),
        datetime(2027, 1, 1, 12, 0),
        datetime(2030, 2, 28, 17, 0),
    ],
)
def test_every_story_fits_before_any_moment(now: datetime, clock: OfficeClock) -> None:
    town = read_town(RESOURCES)
    message = list(scenarios(town, clock, now))
    assert len(message) == sum(plan.count for plan in PLANS)
    assert all(scenario.end <= now for scenario in message)
    assert len({scenario.number for scenario in message}) == len(message)
    again = [(event.at, event.number, event.step) for event in events(town, clock, now)]
    assert again == [(event.at, event.number, event.step) for event in events(town, clock, now)]
    assert again == sorted(again, key=lambda event: event[0])


def test_only_invented_numbers_are_used() -> None:
    town = read_town(RESOURCES)
    people = [town.caller(number) for number in range(600)]
    assert all(re.fullmatch(r"1380001\d{4}", person.phone) for person in people)
    assert len({person.name for person in people}) > 400


def test_the_second_start_of_the_day_keeps_what_was_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick(monkeypatch)
    office = open_example(tmp_path, lambda: WORKING_NOON, FORMS, RESOURCES)
    office.units.add("新设单位", by="王芳")
    office.close()
    office = open_example(tmp_path, lambda: WORKING_NOON + timedelta(hours=5), FORMS, RESOURCES)
    assert "新设单位" in office.units.names()
    office.close()


def test_the_next_day_it_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick(monkeypatch)
    for later in (0, 1):
        now = WORKING_NOON + timedelta(days=later)
        office = open_example(tmp_path, lambda now=now: now, FORMS, RESOURCES)  # type: ignore[misc]
        assert "新设单位" not in office.units.names()
        office.units.add("新设单位", by="王芳")
        office.close()
    office = open_example(tmp_path, lambda: WORKING_NOON + timedelta(days=2), FORMS, RESOURCES, fresh=False)
    assert "新设单位" in office.units.names()
    office.close()


def test_work_that_somebody_did_in_the_example_is_moved_aside_and_never_wiped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch)
    office = open_example(tmp_path, lambda: WORKING_NOON, FORMS, RESOURCES)
    office.tickets.register({"number": "20260318777777", "content": "真的工单", "caller": "赵文静"}, "王芳")
    office.backups.make()
    office.close()
    office = open_example(tmp_path, lambda: WORKING_NOON + timedelta(days=1), FORMS, RESOURCES)
    (warning,) = office.warnings
    office.close()
    (aside,) = (tmp_path / "移出").iterdir()
    assert aside.name in warning
    assert list((aside / "backups").iterdir())
    kept = open_office(aside, lambda: WORKING_NOON + timedelta(days=1), FORMS, RESOURCES)
    assert kept.tickets.find("20260318777777")
    assert kept.warnings == []
    kept.close()


def test_an_example_in_which_nobody_worked_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch)
    for later in range(3):
        now = WORKING_NOON + timedelta(days=later)
        office = open_example(tmp_path, lambda now=now: now, FORMS, RESOURCES)  # type: ignore[misc]
        assert office.warnings == []
        office.close()
    assert not (tmp_path / "移出").exists()


def test_an_unfinished_example_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick(monkeypatch)
    (tmp_path / DATABASE).write_bytes(b"cut off")
    (tmp_path / MARK).write_text(json.dumps({"made_at": "", "version": example.VERSION}), "utf-8")
    office = open_example(tmp_path, lambda: WORKING_NOON, FORMS, RESOURCES)
    assert office.tickets.count(TicketFilter(history=False)) == 3
    office.close()


def test_real_tickets_are_never_replaced(tmp_path: Path) -> None:
    real = open_office(tmp_path, lambda: WORKING_NOON, FORMS, RESOURCES)
    real.tickets.register({"number": "1", "content": "真的工单"}, "王芳")
    real.close()
    with pytest.raises(ExampleRefused, match="真实的工单数据"):
        open_example(tmp_path, lambda: WORKING_NOON, FORMS, RESOURCES)
    real = open_office(tmp_path, lambda: WORKING_NOON, FORMS, RESOURCES)
    assert real.tickets.count() == 1
    real.close()


def test_the_closed_case_can_be_filed(office: Office, tmp_path: Path) -> None:
    (closed,) = [case for case in office.supervision.cases() if case.stage is CaseStage.CLOSED]
    assert office.archive.missing(closed.id) == ()


def test_the_example_says_by_its_name_that_it_is_one(office: Office) -> None:
    assert office.settings.get().center == "新海镇城运中心（示例）"


def test_everything_that_was_ever_written_hangs_on_the_chain(office: Office) -> None:
    state = office.ledger.check()
    assert state.faults == ()
    assert state.entries > 600


def test_every_paper_of_a_case_prints_under_its_number_as_its_file_has_it(office: Office) -> None:
    numbers = {number for case in office.supervision.cases() for number in case.ticket_numbers}
    found: Counter[PaperKind] = Counter()
    for number in numbers:
        found |= same_as_the_file(office, office.tickets.find(number))
    assert {PaperKind.DISPOSAL, PaperKind.REVIEW, PaperKind.SUPERVISION_NOTICE} <= found.keys()


BY_HAND = {
    "期初在办": "opening", "转入": "taken_in", "退单转出": "returned", "并单": "merged", "期末在办": "remaining",
    "在办逾期": "open_overdue",
}  # fmt: skip


@pytest.mark.parametrize("span", ["2026-03", "2026-02", "2026-01", "2026-Q1", "2026", "2026-03-10..2026-03-16"])
def test_every_number_of_the_statistics_is_what_its_tickets_say(office: Office, span: str) -> None:
    period = office.statistics.read(span)
    rows = office.tickets.page(TicketFilter(), limit=2000).rows
    tickets = [office.tickets.detail(row.id).ticket for row in rows]
    own = [ticket for ticket in tickets if ticket.origin is not Origin.HISTORY]
    meant = tally([traced(ticket.log) for ticket in own], period.first, period.last, WORKING_NOON)
    found = office.statistics.of(period)
    lines = {row.unit: row for row in found.now.units} | {"": found.now.whole}
    for unit in {*meant, *lines}:
        row, by_hand = lines.get(unit), meant.get(unit, Counter())
        if row is None:
            assert not by_hand, unit
            continue
        numbers = {word: getattr(row, key) for word, key in BY_HAND.items()}
        numbers |= {"受理量": row.received - row.history, "结案": row.closed - row.history_closed}
        numbers["逾期"] = row.lapse(LapseKind.OVERDUE)
        assert numbers == {word: by_hand[word] for word in numbers}, unit
    came = [ticket for ticket in tickets if period.holds(ticket.facts.received_at or ticket.facts.called_at)]
    assert found.now.whole.received == len(came)
    types = Counter(ticket.facts.request_type for ticket in came)
    assert dict(found.request_types) == dict(types)
    assert len(office.statistics.opens(period, Measure.RECEIVED)) == len(came)
    assert found.now.total.balanced and sum(row.taken_in for row in found.now.units) == found.now.total.taken_in


def test_the_ranking_is_counted_as_the_statistics_are(office: Office) -> None:
    period = office.statistics.read("2026-Q1")
    lines = {row.unit: row for row in office.statistics.of(period).now.units}
    ranked = [row for group in office.ranking.sheet(period.quarter).table.groups for row in group.rows]
    assert ranked
    for row in ranked:
        own = lines[row.unit]
        assert row.received == own.received - own.history and row.closed == own.closed - own.history_closed
        for key in ("contact", "in_time", "answered", "solved", "satisfied", "lapses"):
            assert getattr(row, key) == getattr(own, key), (row.unit, key)
