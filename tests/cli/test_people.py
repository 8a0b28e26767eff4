"""``people`` on the command line, and what every other command asks for once there are accounts."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import NUMBER, Terminal

ADMIN, CLERK, LEADER = "陈管", "王芳", "马领导"


@pytest.fixture
def passwords(tmp_path: Path) -> dict[str, str]:
    """A file with the password of each."""
    files = {}
    for name in (ADMIN, CLERK, LEADER, "新"):
        files[name] = str(tmp_path / f"{name}.txt")
        Path(files[name]).write_text(f"松鼠过河四十九次{name[::-1]}\n", "utf-8")
        Path(files[name]).chmod(0o600)
    return files


@pytest.fixture
def staffed(terminal: Terminal, passwords: dict[str, str]) -> Terminal:
    """An office with an administrator, a clerk and a leader."""
    terminal.register()
    terminal.done("people", "add", ADMIN, "--role", "管理员", "--new-password-file", passwords[ADMIN])
    for name, role in ((CLERK, "经办人"), (LEADER, "领导")):
        new = ("--new-password-file", passwords[name])
        terminal.done("people", "add", name, "--role", role, *new, *as_(ADMIN, passwords))
    return terminal


def as_(name: str, passwords: dict[str, str]) -> tuple[str, ...]:
    return "--by", name, "--password-file", passwords[name]


def test_without_accounts_nothing_is_asked(terminal: Terminal) -> None:
    assert "没有启用账户" in terminal.done("people").out
    terminal.register()
    terminal.done("do", NUMBER, "first_contact", "note=问过", "--by", "谁都行")


def test_people_are_listed_with_role_and_state(staffed: Terminal, passwords: dict[str, str]) -> None:
    staffed.done("people", "disable", LEADER, *as_(ADMIN, passwords))
    listed = staffed.done("people", "--json", *as_(ADMIN, passwords)).json
    assert [(one["name"], one["role"], one["active"]) for one in listed] == [
        (ADMIN, "管理员", True),
        (CLERK, "经办人", True),
        (LEADER, "领导", False),
    ]
    assert "已停用" in staffed.done("people", *as_(ADMIN, passwords)).out


def test_a_command_without_an_account_is_wrong_usage(staffed: Terminal) -> None:
    answer = staffed("do", NUMBER, "urge", "note=催")
    assert answer.code == 2 and "--by" in answer.err
    assert staffed("show", NUMBER).code == 2


def test_a_wrong_password_and_a_missing_right_are_refusals(staffed: Terminal, passwords: dict[str, str]) -> None:
    wrong = staffed("show", NUMBER, "--by", CLERK, "--password-file", passwords[LEADER])
    assert wrong.code == 3 and "密码不对" in wrong.err
    leader = staffed("do", NUMBER, "first_contact", "note=问过", *as_(LEADER, passwords))
    assert leader.code == 3 and "要由经办人、审核人、管理员来做" in leader.err
    assert staffed("settings", "set", "town=某镇", *as_(CLERK, passwords)).code == 3
    assert staffed("move-out", "--out", str(staffed.data.parent / "a.zip"), *as_(CLERK, passwords)).code == 3


def test_the_history_names_the_account(staffed: Terminal, passwords: dict[str, str]) -> None:
    staffed.done("do", NUMBER, "first_contact", "note=问过", *as_(CLERK, passwords))
    assert staffed.done("show", NUMBER, "--json", *as_(LEADER, passwords)).json["history"][-1]["by"] == CLERK


def test_the_password_is_asked_for_in_the_terminal(staffed: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def typed(question: str) -> str:
        asked.append(question)
        return f"松鼠过河四十九次{CLERK[::-1]}"

    monkeypatch.setattr(getpass, "getpass", typed)
    staffed.done("tickets", "--by", CLERK)
    assert asked == [f"{CLERK}的密码："]


def test_what_timers_run_needs_no_password(staffed: Terminal) -> None:
    for arguments in (
        ("backup",),
        ("backups", "--verify"),
        ("check",),
        ("verify",),
        ("deadline", "一般", "2022-09-08"),
    ):
        assert staffed(*arguments).code == 0, arguments
    assert staffed("check", "--repair").code == 2


def test_a_forgotten_administrator_password(staffed: Terminal, passwords: dict[str, str]) -> None:
    new = ("--new-password-file", passwords["新"])
    staffed.done("people", "recover", ADMIN, "--reason", "休假回来忘了，主任同意", *new)
    assert staffed("people", *as_(ADMIN, passwords)).code == 3
    answer = staffed.done("people", "--by", ADMIN, "--password-file", passwords["新"])
    assert "不经登录重设过" in answer.err and "休假回来忘了" in answer.err
    assert staffed.done("verify").code == 0


def test_an_empty_password_file_is_no_wrong_password(staffed: Terminal, passwords: dict[str, str]) -> None:
    Path(passwords["新"]).write_bytes(b"\xef\xbb\xbf\r\n")
    for _turn in range(4):
        answer = staffed("people", "--by", ADMIN, "--password-file", passwords["新"])
        assert (answer.code, "第一行是空的，里面没有密码" in answer.err) == (2, True)
    Path(passwords[ADMIN]).chmod(0o644)
    answer = staffed.done("people", *as_(ADMIN, passwords))
    assert "别的用户也能读" in answer.err or sys.platform == "win32"


def test_a_password_file_that_is_not_there_is_the_machines_fault(staffed: Terminal) -> None:
    assert staffed("tickets", "--by", CLERK, "--password-file", str(staffed.data / "没有.txt")).code == 4
