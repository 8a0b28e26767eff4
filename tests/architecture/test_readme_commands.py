"""The table of commands in the README names every command and option that there is, and none besides."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from hotline_desktop.cli.main import build_parser

PROJECT = Path(__file__).resolve().parents[2]
# What most commands take is told once, in the paragraphs under the table.
COMMON = {"--help", "--data", "--by", "--full", "--passphrase-file", "--password-file"}
# Second words of a command, which the table sets apart as if they were commands.
SECOND_WORDS = {"role", "password"}


def there() -> dict[str, set[str]]:
    """The options of each command; those of its second words (``imports undo``) are taken for its own."""
    found: dict[str, set[str]] = {}
    for words, options in commands_of(build_parser()):
        found.setdefault(words[0], set()).update(options)
    return found


def commands_of(
    parser: argparse.ArgumentParser, words: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], set[str]]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, child in action.choices.items():
                yield from commands_of(child, (*words, word))
    if words:
        yield words, {option for action in parser._actions for option in action.option_strings if option[:2] == "--"}


def shown() -> dict[str, set[str]]:
    text = (PROJECT / "README.md").read_text("utf-8")
    table = text.partition("hotline-desktop [--data 目录] [命令]\n")[2].partition("```")[0]
    found: dict[str, set[str]] = {}
    for part in re.split(r" · |\n", table):
        command = re.match(r"[a-z-]+", part)
        if command:
            found.setdefault(command[0], set()).update(re.findall(r"--[a-z-]+", part))
    return found


def test_every_command_stands_in_the_readme() -> None:
    assert shown().keys() - SECOND_WORDS == there().keys()


def test_every_option_stands_beside_its_command() -> None:
    listed = shown()
    missing = {command: options - listed[command] - COMMON for command, options in there().items()}
    assert {command: options for command, options in missing.items() if options} == {}


def test_no_option_is_promised_that_is_not_there() -> None:
    listed = shown()
    assert {
        command: listed[command] - options for command, options in there().items() if listed[command] - options
    } == {}
