"""Every rule of the regulation has its code and its test, and every clause has its rules."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from hotline_desktop.domain.clauses import Clause
from hotline_desktop.domain.rule_map import RULES, Rule

TESTS = Path(__file__).resolve().parents[1]
# R1.1 … R8 for handling tickets (办理规范), R9.1 … R16.4 for supervising them (督办办法).
NUMBERS = (
    *(f"R1.{n}" for n in range(1, 6)),
    *("R2", "R3", "R4", "R5"),
    *(f"R6.{n}" for n in range(1, 11)),
    *("R7", "R8"),
    *(f"R9.{n}" for n in range(1, 7)),
    *(f"R10.{n}" for n in range(1, 6)),
    *("R11", "R12", "R13", "R14", "R15.1", "R15.2"),
    *(f"R16.{n}" for n in range(1, 5)),
)
_NAMED = re.compile(r"^def test_((?:r\d+(?:_\d+)?_(?:and_)?)+)", re.IGNORECASE | re.MULTILINE)
_NUMBER = re.compile(r"r(\d+)(?:_(\d+))?", re.IGNORECASE)


@cache
def numbers_of_tests() -> frozenset[str]:
    """The rules that tests are named after: ``test_R3_…``, ``test_r9_5_and_r9_6_…``."""
    sources = (path.read_text("utf-8") for path in TESTS.rglob("test_*.py"))
    names = (name for source in sources for name in _NAMED.findall(source))
    return frozenset(
        f"R{number}.{part}" if part else f"R{number}" for name in names for number, part in _NUMBER.findall(name)
    )


def test_the_map_holds_every_rule() -> None:
    assert sorted(RULES) == sorted(NUMBERS)


@pytest.mark.parametrize(("number", "rule"), RULES.items(), ids=RULES)
def test_every_rule_has_its_code_and_a_test_that_carries_its_number(number: str, rule: Rule) -> None:
    for place in rule.code:
        module, name = place.split(":")
        assert hasattr(import_module(f"hotline_desktop.domain.{module}"), name), place
    assert rule.code and rule.words
    assert number in numbers_of_tests()


def test_every_clause_has_a_rule() -> None:
    assert {rule.clause for rule in RULES.values()} == set(Clause)
