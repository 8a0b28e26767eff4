"""Only the commands that were typed are loaded, and none is forgotten."""

import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

import pytest

from hotline_desktop.cli.families import FAMILIES, Adds, adding, typed
from hotline_desktop.cli.main import build_parser
from hotline_desktop.cli.parser import Parser


@pytest.mark.parametrize(("names", "add"), FAMILIES, ids=[" ".join(names) for names, _add in FAMILIES])
def test_each_family_adds_the_commands_that_it_is_listed_with(names: tuple[str, ...], add: Adds) -> None:
    commands = Parser(prog="x").add_subparsers()
    add(commands)
    assert tuple(commands.choices) == names


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ([], ""),
        (["--data", "tickets"], ""),
        (["--data=a"], ""),
        (["--data", "a", "show", "--help"], "show"),
        (["tickets", "--limit", "3"], "tickets"),
        (["--help"], None),
        (["--version"], ""),
        (["--data"], ""),
    ],
)
def test_the_command_is_the_first_word_that_belongs_to_no_option(arguments: list[str], command: str | None) -> None:
    assert typed(arguments) == command


def test_the_window_loads_no_command_and_an_unknown_one_is_held_against_all() -> None:
    assert adding("") == ()
    assert len(adding("nothing")) == len(adding(None)) == len(FAMILIES)


def _command(parser: ArgumentParser, name: str) -> ArgumentParser:
    subparsers: Any = parser._subparsers
    command: ArgumentParser = subparsers._group_actions[0].choices[name]
    return command


def test_one_command_has_the_same_help_alone_and_among_all() -> None:
    for names, _add in FAMILIES:
        for name in names:
            alone, among = (_command(build_parser(which), name) for which in (name, None))
            assert alone.format_help() == among.format_help()


def test_a_command_is_read_without_loading_the_others() -> None:
    script = "import sys; from hotline_desktop.cli.main import _read; _read(['tickets']); print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert "hotline_desktop.cli.commands.tickets" in loaded
    assert "hotline_desktop.cli.commands.cases" not in loaded
    assert "sqlalchemy" not in loaded
