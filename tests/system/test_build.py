"""The program knows which build it is."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hotline_desktop import __version__
from hotline_desktop.system.build import Build, foundations, this_build


@pytest.fixture(autouse=True)
def anew() -> Iterator[None]:
    this_build.cache_clear()
    yield
    this_build.cache_clear()


def test_from_the_source_there_is_only_the_version() -> None:
    assert str(this_build()) == __version__


def test_a_packaged_program_names_its_state_of_the_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "build.json").write_text(json.dumps({"version": "x", "commit": "48c00fa", "date": "2026-11-29"}))
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert this_build() == Build(__version__, "48c00fa", "2026-11-29")
    assert str(this_build()) == f"{__version__} (2026-11-29 48c00fa)"


@pytest.mark.parametrize("content", ["", "[]", "{}", "not json"])
def test_a_damaged_file_of_the_build_is_no_trouble(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "build.json").write_text(content)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert this_build() == Build(__version__)


def test_foundations_say_nothing_about_the_user() -> None:
    import getpass
    import platform

    text = " ".join(foundations().values())
    assert platform.python_version() in text
    assert platform.node() not in text or len(platform.node()) < 3
    assert getpass.getuser() not in text.split()
