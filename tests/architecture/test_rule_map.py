"""Every rule of the regulation has its code and its test, and every clause has its rules."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from hotline_desktop.domain.rule_map import RULES, Rule, rule_table
from hotline_desktop.domain.terms.clauses import Clause

TESTS = Path(__file__).resolve().parents[1]
PAGE = TESTS.parent / "resources" / "manual" / "rules.md"
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
def places_of_tests() -> dict[str, list[str]]:
    """The tests that are named after each rule: ``test_R3_…``, ``test_r9_5_and_r9_6_…``."""
    found: dict[str, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        file = path.relative_to(TESTS).as_posix()
        for name in _NAMED.findall(path.read_text("utf-8")):
            for number, part in _NUMBER.findall(name):
                places = found.setdefault(f"R{number}.{part}" if part else f"R{number}", [])
                places += [file] if file not in places else []
    return found


def test_the_map_holds_every_rule() -> None:
    assert sorted(RULES) == sorted(NUMBERS)


@pytest.mark.parametrize(("number", "rule"), RULES.items(), ids=RULES)
def test_every_rule_has_its_code_and_a_test_that_carries_its_number(number: str, rule: Rule) -> None:
    for place in rule.code:
        module, name = place.split(":")
        assert hasattr(import_module(f"hotline_desktop.domain.{module}"), name), place
    assert rule.code and rule.as_text
    assert places_of_tests().get(number)


def test_every_clause_has_a_rule() -> None:
    assert {rule.clause for rule in RULES.values()} == set(Clause)


def test_the_manual_tells_of_every_rule_what_the_map_and_the_tests_say() -> None:
    """``python -m tests.architecture.test_rule_map`` writes the page anew."""
    assert PAGE.read_text("utf-8") == rule_table(places_of_tests())


if __name__ == "__main__":
    PAGE.write_text(rule_table(places_of_tests()), "utf-8", newline="\n")
