"""Files, folders and modules that the documents name are there, so that who follows a pointer arrives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "hotline_desktop"
# From where a document's reader looks: a place is written as short as it is told apart.
ROOTS = (PROJECT, PACKAGE, PACKAGE / "domain")
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "resources/manual/75_security.md")
_PLACE = re.compile(r"[\w.-]+(?:/[\w.-]+)+/?")
_MODULE = re.compile(r"python -m (tests(?:\.\w+)+)")
_NOT_YET = {"tests/offices/版本号.zip"}  # stands for one of a version to come


def named(document: str) -> Iterator[str]:
    for quoted in re.findall(r"`([^`\n]+)`", (PROJECT / document).read_text("utf-8")):
        if _PLACE.fullmatch(quoted) and quoted not in _NOT_YET:
            yield quoted
        elif module := _MODULE.match(quoted):
            yield module[1].replace(".", "/")


def stands(place: str) -> bool:
    paths = [root / place for root in ROOTS]
    return any(path.exists() or path.with_name(f"{path.name}.py").is_file() for path in paths)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_place_that_a_document_names_is_there(document: str) -> None:
    assert [place for place in named(document) if not stands(place)] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_places_are_found_in_each_document(document: str) -> None:
    assert len(set(named(document))) > 10
