"""The tree that the README shows is the one that is there."""

import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "hotline_desktop"


def rooms(folder: Path) -> set[str]:
    return {path.parent.name for path in folder.glob("*/__init__.py")}


def readme_tree() -> str:
    text = (PROJECT / "README.md").read_text("utf-8")
    return text.partition("```text\nhotline_desktop/\n")[2].partition("```")[0]


def test_every_room_stands_in_the_readme() -> None:
    tree = readme_tree()
    assert tree
    roomy = (
        "cli", "documents", "domain", "exchange", "gui", "gui/records", "gui/shell", "services", "storage",
        "storage/engines/sqlite",
    )  # fmt: skip
    for folder in (PACKAGE, *(PACKAGE / name for name in roomy)):
        assert {room for room in rooms(folder) if f"{room}/" not in tree} == set()
    assert all((PROJECT / line.split("/")[0]).is_dir() for line in tree.splitlines() if line[:1].isalpha())


def test_every_floor_of_the_domain_is_a_room_and_every_room_has_a_floor() -> None:
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    (floors,) = [
        contract["layers"]
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract.get("containers") == ["hotline_desktop.domain"]
    ]
    named = {room.strip("() ") for floor in floors for room in floor.replace(":", "|").split("|")}
    assert rooms(PACKAGE / "domain") <= named
