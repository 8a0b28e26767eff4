"""Today's cards count exactly what they list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from hotline_desktop.services.figures.day_cards import missing_years
from hotline_desktop.services.office import Office
from tests.services.desk import CLERK, Clock, Walk

Start = Callable[..., Walk]
ALWAYS = (
    "overdue", "due_today", "unaccepted", "near", "to_contact", "to_dispatch", "to_review", "to_call_back",
    "pool", "cases", "papers", "notice",
)  # fmt: skip


def counts(office: Office, clock: Clock) -> dict[str, int]:
    return {card.key: card.count for card in office.today.cards(clock.now)}


def test_a_day_without_work_shows_the_same_cards_all_at_zero(office: Office, clock: Clock) -> None:
    cards = office.today.cards(clock.now)
    assert tuple(card.key for card in cards) == ALWAYS
    assert {card.count for card in cards} == {0}


def test_every_card_counts_what_its_filter_lists(office: Office, walk: Start, clock: Clock) -> None:
    walk("20220908100001")
    walk("20220908100002").do("first_contact")
    walk("20220908100003", level="紧急").to_unit()
    walk("20220908100004").to_unit()
    walk("20220908100005").to_review()
    walk("20220908100006").to_call_back()
    walk("20220908100007").to_review().do("review", answered="是", handled="否", verdict="退回再处置", problem="没办好")
    walk("20220908100008", confidential="是").to_closed()
    walk("20220908100009").to_unit().do(
        "return_request",
        reason="非本单位职能",
        detail="属路政",
        duty="三定方案",
        suggested_unit="城管中队",
        leader="陆建国",
    )
    seen: set[str] = set()
    for _day in range(9):
        for card in office.today.cards(clock.now):
            if card.filter is not None:
                rows = office.tickets.page(card.filter, limit=100).rows
                assert card.count == len(rows) == office.tickets.count(card.filter), card
                seen |= {card.key} if card.count else set()
        clock.now += timedelta(hours=17)
    assert seen >= {
        "to_contact", "to_dispatch", "due_today", "near", "overdue", "to_review", "to_call_back", "to_redo", "returns",
        "unaccepted",
    }  # fmt: skip


def test_cards_follow_the_ticket(office: Office, walk: Start, clock: Clock) -> None:
    walked = walk()
    assert (counts(office, clock)["to_contact"], counts(office, clock)["to_dispatch"]) == (1, 0)
    walked.do("first_contact")
    assert (counts(office, clock)["to_contact"], counts(office, clock)["to_dispatch"]) == (0, 1)
    walked.do("dispatch", unit="新海村")
    clock.now = datetime(2022, 9, 14, 9, 0)
    assert counts(office, clock)["due_today"] == 1
    clock.now = datetime(2022, 9, 14, 17, 1)
    assert (counts(office, clock)["due_today"], counts(office, clock)["overdue"]) == (0, 1)


@pytest.mark.parametrize(
    ("today", "provisional", "years"),
    [
        (date(2026, 9, 30), 0, ()),
        (date(2026, 9, 30), 2, (2027,)),
        (date(2026, 10, 1), 0, (2027,)),
        (date(2025, 12, 31), 3, ()),
        (date(2028, 3, 1), 0, (2028,)),
        (date(2028, 10, 1), 0, (2028, 2029)),
    ],
)
def test_a_missing_notice_is_asked_for(office: Office, today: date, provisional: int, years: tuple[int, ...]) -> None:
    assert missing_years(today, office.time.calendar(), provisional) == years


def test_an_entered_notice_takes_its_card_to_zero(office: Office, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 2, 9, 0)
    assert counts(office, clock)["notice"] == 1
    office.time.add_notice('year = 2027\n[[holiday]]\nname = "元旦"\nfrom = 2027-01-01\n', CLERK)
    assert counts(office, clock)["notice"] == 0


def test_tones_say_how_pressing_it_is(office: Office, clock: Clock) -> None:
    tones = {card.key: card.tone for card in office.today.cards(clock.now)}
    assert (tones["overdue"], tones["due_today"], tones["near"]) == ("red", "orange", "amber")
