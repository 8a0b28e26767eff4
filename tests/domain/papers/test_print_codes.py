"""The code on a sheet says which print it is, and nothing about the citizen."""

from __future__ import annotations

import re

import pytest

from hotline_desktop.domain.papers.print_codes import KIND_CODES, PrintCode, new_office_mark, read_code
from hotline_desktop.domain.terms.paper_kinds import PaperKind

# What a QR code packs two characters into eleven bits.
_ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]+")


@pytest.mark.parametrize("kind", KIND_CODES)
def test_what_is_written_is_read_back(kind: PaperKind) -> None:
    code = PrintCode(kind, 12, 4_000_123, 3, new_office_mark())
    assert read_code(code.text) == code
    assert _ALPHANUMERIC.fullmatch(code.text) and len(code.text) <= 38  # version 2 at level M holds 38


def test_every_kind_has_a_code_of_its_own() -> None:
    assert len(set(KIND_CODES.values())) == len(KIND_CODES)


@pytest.mark.parametrize(
    "text",
    ["", "HL1", "HL1-D99-1-1-1-ABCDEF", "HL2-D01-1-1-1-ABCDEF", "HL1-D01-1-1-1-", "6901234567892", "HL1-D01-x-1-1-A"],
)
def test_other_codes_are_none_of_ours(text: str) -> None:
    assert read_code(text) is None


def test_two_offices_have_different_marks() -> None:
    assert len({new_office_mark() for _ in range(50)}) == 50
