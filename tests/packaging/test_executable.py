"""What executables and installers say about the program agrees with the program."""

import json
import re
from pathlib import Path

import pytest
from executable import build_identity, version, write_icon
from PIL import Image

import hotline_desktop

PROJECT = Path(__file__).resolve().parents[2]
PACKAGING = PROJECT / ".ci" / "packaging"


def test_the_version_stands_in_one_place() -> None:
    assert version(PROJECT) == hotline_desktop.__version__


def test_the_build_names_its_state_of_the_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_COMMIT", "0123456789")
    monkeypatch.setenv("HOTLINE_COMMIT_TIME", "1663200000")
    identity = json.loads(build_identity(PROJECT, tmp_path).read_text("utf-8"))
    assert identity == {"version": hotline_desktop.__version__, "commit": "0123456789", "date": "2022-09-15"}


def test_a_build_without_history_still_has_its_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOTLINE_COMMIT", raising=False)
    monkeypatch.delenv("HOTLINE_COMMIT_TIME", raising=False)
    (tmp_path / "hotline_desktop").mkdir()
    (tmp_path / "hotline_desktop" / "__init__.py").write_text('__version__ = "9.8.7"\n', "utf-8")
    identity = json.loads(build_identity(tmp_path, tmp_path).read_text("utf-8"))
    assert identity["version"] == "9.8.7"


def test_the_icon_has_every_size_that_windows_asks_for(tmp_path: Path) -> None:
    with Image.open(write_icon(PROJECT, tmp_path)) as icon:
        assert {16, 24, 32, 48, 256} <= {width for width, _ in icon.info["sizes"]}
        assert icon.convert("RGBA").getchannel("A").getextrema() == (0, 255)


def test_scripts_of_the_packages_have_no_unfilled_place() -> None:
    """Every @WORD@ of a template is one that the packaging scripts fill in."""
    filled = set(re.findall(r"@[A-Z]+@", (PACKAGING / "deb.sh").read_text("utf-8")))
    for name in ("menu.desktop", "deb-preinst", "deb-prerm"):
        assert set(re.findall(r"@[A-Z]+@", (PACKAGING / name).read_text("utf-8"))) <= filled
