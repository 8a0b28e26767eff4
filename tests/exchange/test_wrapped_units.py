"""A unit's name that goes on in the next line of its cell is one; two units below each other stay two."""

from __future__ import annotations

import pytest

from hotline_desktop.exchange.rows.wrapped_units import in_whole_names

KNOWN = frozenset(("城建", "城运", "城建中心", "李家村", "新海村"))


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("城建\n中心", "城建中心"),
        ("城建中心\n李家村", "城建中心\n李家村"),
        ("城建\n城运", "城建\n城运"),
        ("东风花\n园居委会", "东风花园居委会"),
        ("新海村\n（主办）", "新海村（主办）"),
        ("新海村（主\n办）", "新海村（主办）"),
        ("石桥\n中心：主办", "石桥\n中心：主办"),  # what stands before a colon is a role, or has one
    ],
)
def test_a_name_goes_on_where_one_comes_of_it(cell: str, read: str) -> None:
    assert in_whole_names(cell, KNOWN.__contains__) == read
