"""The widths that fitting reckons with are those of the faces that are bundled."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from hotline_desktop.documents.faces.fonts import BUNDLED
from hotline_desktop.documents.faces.widths import ASCII, STAND_IN

PROJECT = Path(__file__).resolve().parents[2]
STAND_IN_FACE = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("measure_widths", PROJECT / "resources/fonts/measure_widths.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_measuring_the_bundled_faces_again_gives_the_same_file(script: ModuleType) -> None:
    assert script.MADE.read_text("utf-8") == script.source(STAND_IN)


def test_every_role_has_a_width_for_each_character_and_none_under_half_a_size() -> None:
    assert ASCII.keys() <= BUNDLED.keys()
    assert all(len(widths) == 95 and min(widths) >= 500 for widths in (*ASCII.values(),))


def test_another_face_is_measured_as_it_is(script: ModuleType) -> None:
    assert script.measured(PROJECT / "resources/fonts" / BUNDLED["hei"])[0] < 500
    if STAND_IN_FACE.exists():
        assert script.measured(STAND_IN_FACE) == STAND_IN
