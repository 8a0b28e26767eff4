"""Rows that are made as they are set are taken in their order, each once."""

from __future__ import annotations

import pytest

from hotline_desktop.domain.papers.rows_as_taken import RowsAsTaken


def test_rows_are_made_only_when_they_are_taken() -> None:
    made: list[int] = []
    rows = RowsAsTaken((made.append(number) or number for number in range(3)), 3)  # type: ignore[func-returns-value]
    assert len(rows) == 3
    assert made == []
    assert (rows[0], rows[1], made) == (0, 1, [0, 1])


def test_a_row_is_not_given_twice_or_before_its_turn() -> None:
    rows = RowsAsTaken(iter("abc"), 3)
    assert rows[0] == "a"
    for place in (0, 2, -1):
        with pytest.raises(IndexError):
            rows[place]


def test_fewer_rows_than_were_counted_are_noticed() -> None:
    rows = RowsAsTaken(iter("a"), 2)
    assert rows[0] == "a"
    with pytest.raises(IndexError, match="fewer"):
        rows[1]
