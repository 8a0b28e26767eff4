"""What is written into history comes back as it was, value by value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_desktop.domain.ticket.ticket import Entry, Ticket
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.records import tickets
from hotline_desktop.storage.tables.codec import (
    day_from,
    day_text,
    dump_texts,
    dump_values,
    load_texts,
    load_values,
    moment_from,
    moment_text,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
MINUTES = st.datetimes(datetime(1900, 1, 1), datetime(2999, 12, 31)).map(lambda at: at.replace(second=0, microsecond=0))
VALUES = st.one_of(
    TEXTS, st.integers(-(2**53), 2**53), st.booleans(), st.dates(), MINUTES, st.lists(TEXTS).map(tuple), st.none()
)
MAPPINGS = st.dictionaries(TEXTS, VALUES, max_size=6)


@given(MAPPINGS)
def test_values_come_back_with_their_types(values: dict[str, Any]) -> None:
    loaded = load_values(dump_values(values))
    assert dict(loaded) == values
    assert {key: type(value) for key, value in loaded.items()} == {key: type(value) for key, value in values.items()}


@given(st.dictionaries(TEXTS, TEXTS))
def test_words_come_back_in_their_order(text: dict[str, str]) -> None:
    assert list(load_texts(dump_texts(text)).items()) == list(text.items())


@given(MINUTES)
def test_moments_and_days_come_back_and_sort_as_texts(at: datetime) -> None:
    assert moment_from(moment_text(at)) == at
    assert day_from(day_text(at.date())) == at.date()
    assert (moment_text(at) < "2022-09-05T09:10") == (at < datetime(2022, 9, 5, 9, 10))


def test_no_moment_is_an_empty_text() -> None:
    assert (moment_text(None), day_text(None)) == ("", "")
    assert (moment_from(""), day_from("")) == (None, None)


@pytest.fixture(scope="module")
def long_history() -> Iterator[tuple[SqliteDatabase, int]]:
    """A ticket to whose history every example adds."""
    db = SqliteDatabase.in_memory()
    with db.write() as c:
        ticket_id = tickets.add(c, Ticket(), Entry("register", datetime(2022, 9, 5), "王芳"))
    yield db, ticket_id
    db.close()


@given(MAPPINGS, MAPPINGS, MINUTES, MINUTES, st.integers(1, 9))
def test_an_entry_comes_back_whole_from_the_database(
    long_history: tuple[SqliteDatabase, int],
    values: dict[str, Any],
    facts: dict[str, Any],
    at: datetime,
    recorded: datetime,
    number: int,
) -> None:
    db, ticket_id = long_history
    entry = Entry("urge", at, "王芳", values, facts, number, recorded)
    with db.write() as c:
        tickets.record(c, ticket_id, Ticket(), entry)
        assert tickets.entries(c, ticket_id)[-1] == entry
