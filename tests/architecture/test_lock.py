"""The three places that name versions agree: pyproject.toml, uv.lock, and pip's copy of the lock."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

PROJECT = Path(__file__).resolve().parents[2]
NAME = "hotline-desktop"
PROJECT_TABLE = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
LOCK = tomllib.loads((PROJECT / "uv.lock").read_text("utf-8"))
PINS = (PROJECT / ".ci" / "requirements.txt").read_text("utf-8")

# (name, version) -> checksums; a name may have a version for each kind of computer
Pins = dict[tuple[str, str], frozenset[str]]


def locked() -> Pins:
    return {
        (package["name"], package["version"]): frozenset(
            file["hash"] for file in [*package.get("wheels", []), package.get("sdist")] if file
        )
        for package in LOCK["package"]
        if package["name"] != NAME
    }


def pinned() -> Pins:
    """The entries of pip's file, each `name==version [; marker] \\` followed by its checksums."""
    entries = re.split(r"(?m)^(?=[a-z])", PINS)[1:]
    found = {}
    for entry in entries:
        match = re.match(r"([a-z0-9-]+)==([^\s;]+)", entry)
        assert match, entry.splitlines()[0]
        found[match[1], match[2]] = frozenset(re.findall(r"--hash=(\S+)", entry))
    return found


def requirements(declared: list[str]) -> set[tuple[str, str, str]]:
    parsed = [Requirement(text) for text in declared]
    return {(re.sub(r"[-_.]+", "-", one.name).lower(), str(one.specifier), str(one.marker or "")) for one in parsed}


def recorded(entries: list[dict[str, str]]) -> set[tuple[str, str, str]]:
    return requirements(
        [f"{entry['name']}{entry.get('specifier', '')} ; {entry.get('marker', '')}".rstrip(" ;") for entry in entries]
    )


def test_pips_copy_has_every_version_and_checksum_of_the_lock() -> None:
    assert pinned() == locked()


def test_lock_was_made_from_the_declared_dependencies() -> None:
    (project,) = [package for package in LOCK["package"] if package["name"] == NAME]
    metadata = project["metadata"]
    assert recorded(metadata["requires-dist"]) == requirements(PROJECT_TABLE["project"]["dependencies"])
    assert recorded(metadata["requires-dev"]["dev"]) == requirements(PROJECT_TABLE["dependency-groups"]["dev"])


def test_lock_serves_windows_and_linux() -> None:
    """The window's library and the readers are compiled: each must have wheels for both systems."""
    for package in LOCK["package"]:
        names = [wheel["url"].rsplit("/", 1)[1] for wheel in package.get("wheels", [])]
        if not names or any(name.endswith("-none-any.whl") for name in names):
            continue
        if all("== 'aarch64'" in marker for marker in package.get("resolution-markers", ["everywhere"])):
            assert any("linux" in name and "aarch64" in name for name in names), package["name"]
            continue
        assert any("win_amd64" in name for name in names), package["name"]
        assert any("linux" in name and "x86_64" in name for name in names), package["name"]
