"""Which module adds which commands: only the one that was typed is loaded; a new family is one more line below.

The order is that of the help.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline_desktop.cli.options import Commands

Adds = Callable[["Commands"], None]


def _demo(commands: Commands) -> None:
    from hotline_desktop.cli.commands import demo

    demo.add_to(commands)


def _imports(commands: Commands) -> None:
    from hotline_desktop.cli.commands import imports

    imports.add_to(commands)


def _tickets(commands: Commands) -> None:
    from hotline_desktop.cli.commands import tickets

    tickets.add_to(commands)


def _withdrawals(commands: Commands) -> None:
    from hotline_desktop.cli.commands import withdrawals

    withdrawals.add_to(commands)


def _repeats(commands: Commands) -> None:
    from hotline_desktop.cli.commands import repeats

    repeats.add_to(commands)


def _attachments(commands: Commands) -> None:
    from hotline_desktop.cli.commands import attachments

    attachments.add_to(commands)


def _cases(commands: Commands) -> None:
    from hotline_desktop.cli.commands import cases

    cases.add_to(commands)


def _candidates(commands: Commands) -> None:
    from hotline_desktop.cli.commands import candidates

    candidates.add_to(commands)


def _talks(commands: Commands) -> None:
    from hotline_desktop.cli.commands import talks

    talks.add_to(commands)


def _case_files(commands: Commands) -> None:
    from hotline_desktop.cli.commands import case_files

    case_files.add_to(commands)


def _moving(commands: Commands) -> None:
    from hotline_desktop.cli.commands import moving

    moving.add_to(commands)


def _statistics(commands: Commands) -> None:
    from hotline_desktop.cli.commands import statistics

    statistics.add_to(commands)


def _ranking(commands: Commands) -> None:
    from hotline_desktop.cli.commands import ranking

    ranking.add_to(commands)


def _units(commands: Commands) -> None:
    from hotline_desktop.cli.commands import units

    units.add_to(commands)


def _people(commands: Commands) -> None:
    from hotline_desktop.cli.commands import people

    people.add_to(commands)


def _privacy(commands: Commands) -> None:
    from hotline_desktop.cli.commands import privacy

    privacy.add_to(commands)


def _office_settings(commands: Commands) -> None:
    from hotline_desktop.cli.commands import office_settings

    office_settings.add_to(commands)


def _deadlines(commands: Commands) -> None:
    from hotline_desktop.cli.commands import deadlines

    deadlines.add_to(commands)


def _papers(commands: Commands) -> None:
    from hotline_desktop.cli.commands import papers

    papers.add_to(commands)


def _intake(commands: Commands) -> None:
    from hotline_desktop.cli.commands import intake

    intake.add_to(commands)


def _exports(commands: Commands) -> None:
    from hotline_desktop.cli.commands import exports

    exports.add_to(commands)


def _backups(commands: Commands) -> None:
    from hotline_desktop.cli.commands import backups

    backups.add_to(commands)


def _encryption(commands: Commands) -> None:
    from hotline_desktop.cli.commands import encryption

    encryption.add_to(commands)


def _checkups(commands: Commands) -> None:
    from hotline_desktop.cli.commands import checkups

    checkups.add_to(commands)


def _self_test(commands: Commands) -> None:
    from hotline_desktop.cli.commands import self_test

    self_test.add_to(commands)


FAMILIES: tuple[tuple[tuple[str, ...], Adds], ...] = (
    (("demo",), _demo),
    (("import", "imports"), _imports),
    (("tickets", "show", "do"), _tickets),
    (("withdraw",), _withdrawals),
    (("repeats",), _repeats),
    (("attach",), _attachments),
    (("cases", "case", "do-case"), _cases),
    (("candidates", "candidate", "do-candidate"), _candidates),
    (("talks", "talk", "do-talk"), _talks),
    (("archive", "verify"), _case_files),
    (("move-out", "move-in"), _moving),
    (("statistics",), _statistics),
    (("ranking",), _ranking),
    (("units",), _units),
    (("people",), _people),
    (("looks", "retention"), _privacy),
    (("settings", "holidays"), _office_settings),
    (("deadline", "workdays"), _deadlines),
    (("print",), _papers),
    (("intake", "tray"), _intake),
    (("export",), _exports),
    (("backup", "backups", "restore"), _backups),
    (("encrypt", "decrypt", "passphrase"), _encryption),
    (("check",), _checkups),
    (("selftest",), _self_test),
)


def adding(command: str | None) -> tuple[Adds, ...]:
    """What adds ``command``, nothing for ``""``; everything where it is None or no command of ours."""
    if command == "":
        return ()
    named = tuple(add for names, add in FAMILIES if command in names)
    return named or tuple(add for _names, add in FAMILIES)


def typed(arguments: Iterable[str]) -> str | None:
    """The command of a command line: ``""`` where none is needed, None where only the whole help can answer."""
    left = iter(arguments)
    for word in left:
        if word == "--version":
            return ""
        if word == "--data":
            next(left, None)
        elif not word.startswith("-"):
            return word
        elif not word.startswith("--data="):
            return None
    return ""
