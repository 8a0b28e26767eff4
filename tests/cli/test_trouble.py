"""Trouble with the machine or the file: exit code 4, a sentence, and a file left as it was."""

from __future__ import annotations

import io
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from hotline_desktop.cli import main as cli
from hotline_desktop.cli.commands import deadlines
from hotline_desktop.cli.main import main
from tests.cli.conftest import Terminal

PROGRAM = (sys.executable, "-m", "hotline_desktop")
as_root = hasattr(os, "geteuid") and os.geteuid() == 0


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    known = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", ""), "LANG": "C.UTF-8", **environment}
    return subprocess.run([*PROGRAM, *arguments], capture_output=True, env=known, timeout=120, check=False)


def test_a_file_that_is_no_database_is_left_as_it_was(terminal: Terminal) -> None:
    terminal.data.mkdir()
    file = terminal.data / "hotline.db"
    file.write_bytes(b"this is a letter, not a database" * 40)
    before = file.read_bytes()
    answer = terminal("tickets")
    assert answer.code == 4 and "不是本程序的数据文件" in answer.err
    assert file.read_bytes() == before


def test_a_damaged_file_is_left_as_it_was(terminal: Terminal) -> None:
    terminal.register()
    file = terminal.data / "hotline.db"
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    file.write_bytes(content)
    answer = terminal("tickets")
    assert answer.code == 4 and "已损坏" in answer.err
    assert file.read_bytes() == bytes(content)


def test_a_file_of_a_newer_version_is_left_as_it_was(terminal: Terminal) -> None:
    terminal.register()
    with sqlite3.connect(terminal.data / "hotline.db") as db:
        db.execute("update alembic_version set version_num = '9999'")
    db.close()
    answer = terminal("units", "add", "新海村")
    assert answer.code == 4 and "更新版本" in answer.err


def test_a_data_folder_that_is_a_file_is_trouble(terminal: Terminal) -> None:
    terminal.data.write_text("in the way")
    answer = terminal("tickets")
    assert answer.code == 4 and "“data”已经存在，不是文件夹" in answer.err
    assert terminal.data.read_text() == "in the way"


@pytest.mark.skipif(as_root or os.name == "nt", reason="nothing is read-only for root")
def test_a_read_only_folder_is_trouble(terminal: Terminal) -> None:
    terminal.data.mkdir(mode=0o500)
    answer = terminal("tickets")
    assert answer.code == 4 and "权限" in answer.err


def test_what_nobody_foresaw_is_logged_by_kind_and_told_calmly(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> str:
        raise ZeroDivisionError("赵文静")

    monkeypatch.setattr(deadlines, "moment_text", fail)
    answer = terminal("deadline", "一般", "2022-09-05 09:10")
    assert answer.code == 4
    assert "没有预料到的情况（ZeroDivisionError）" in answer.err and "赵文静" not in answer.err
    log = (terminal.data / "logs" / "hotline.log").read_text("utf-8")
    assert "ZeroDivisionError at test_trouble.py" in log and "deadlines.py" in log and "赵文静" not in log


def test_a_part_of_the_program_that_is_gone_is_named_with_what_to_do(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "hotline_desktop.services.archiving.retention", None)
    answer = terminal("retention")
    assert answer.code == 4
    assert "程序文件不完整（缺少 hotline_desktop.services.archiving.retention）" in answer.err and "请" in answer.err


def test_an_interrupt_ends_without_a_traceback(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_arguments: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(deadlines, "moment_text", interrupt)
    answer = terminal("deadline", "一般", "2022-09-05 09:10")
    assert answer.code == 4 and "已中断" in answer.err


def test_without_a_console_everything_still_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    data = ["--data", str(tmp_path / "data")]
    assert main([*data, "units", "add", "新海村"]) == 0
    assert main([*data, "units", "--json"]) == 0
    assert main([*data, "show", "404"]) == 3
    assert main([*data, "nonsense"]) == 2


def test_the_program_itself_ends_with_the_code_and_speaks_utf_8_to_scripts(tmp_path: Path) -> None:
    data = ("--data", str(tmp_path / "data"))
    assert run(*data, "units", "add", "新海村").returncode == 0
    message = run(*data, "units", "--json", PYTHONIOENCODING="gb18030")
    assert message.returncode == 0 and '"新海村"'.encode() in message.stdout
    assert run(*data, "nonsense").returncode == 2
    refused = run(*data, "show", "404")
    assert refused.returncode == 3 and "没有编号为" in refused.stderr.decode()
    plain = run(*data, "units", PYTHONIOENCODING="ascii")
    assert plain.returncode == 0 and "新海村" in plain.stdout.decode()


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_reader_that_leaves_early_is_no_trouble(terminal: Terminal) -> None:
    office = terminal.office()
    for number in range(60):
        office.tickets.register({"number": f"2022090820{number:04d}", "content": "路灯不亮" * 1000}, "王芳")
    office.close()
    arguments = [*PROGRAM, "--data", str(terminal.data), "tickets", "--json"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as writer:
        assert writer.stdout is not None and writer.stderr is not None
        assert writer.stdout.readline() == b"[\n"
        writer.stdout.close()
        assert writer.stderr.read() == b""
        assert writer.wait(timeout=60) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk of Linux")
@pytest.mark.parametrize("arguments", [("units", "add", "海虹居委"), ("show", "404", "--json"), ("settings", "--json")])
def test_an_answer_that_finds_no_room_does_not_pass_for_work_that_was_not_done(
    terminal: Terminal, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal("units", "add", "新海村")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        told = io.StringIO()
        monkeypatch.setattr(sys, "stderr", told)
        code = main(["--data", str(terminal.data), *arguments])
    monkeypatch.undo()
    if arguments[0] == "show":  # refused, which is told on the other way
        assert code == 3 and "没有编号为" in told.getvalue()
    else:
        assert code == 4 and "命令已经办完" in told.getvalue() and "磁盘空间不够" in told.getvalue()
    assert ("海虹居委" in terminal("units").out) == (arguments[0] == "units")


def test_a_window_that_cannot_open_is_trouble_with_a_sentence(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    terminal.data.write_text("in the way")
    answer = terminal()
    assert answer.code == 4 and "窗口打不开" in answer.err
    message: list[str] = []
    monkeypatch.setattr(cli, "tell_in_dialog", message.append)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["--data", str(terminal.data)]) == 4
    assert message and message[0].startswith("窗口打不开")


@pytest.mark.skipif(sys.platform != "linux", reason="X and Wayland")
def test_without_a_screen_the_window_says_so(tmp_path: Path) -> None:
    message = run("--data", str(tmp_path / "data"))
    assert message.returncode == 4
    assert "没有屏幕" in message.stderr.decode() and "Traceback" not in message.stderr.decode()


def test_a_list_that_cannot_be_saved_is_told_in_chinese(terminal: Terminal, tmp_path: Path) -> None:
    terminal.register()
    answer = terminal("export", "tickets", "--out", str(tmp_path / "no" / "list.xlsx"))
    assert answer.code == 4 and "无法保存“list.xlsx”：文件或文件夹不存在" in answer.err


@pytest.mark.parametrize("name", [".", "hotline.db", "移出", "backups"])
def test_the_data_of_another_user_are_told_as_such_and_no_name_inside_is(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    terminal.register()
    closed, usual = (terminal.data / name).resolve(), os.access
    closed.mkdir(exist_ok=True) if name == "移出" else None
    (terminal.data / "backups").mkdir(exist_ok=True)

    def access(path: Path, mode: int) -> bool:
        return usual(path, mode) and (mode == os.F_OK or Path(path) != closed)

    monkeypatch.setattr(os, "access", access)
    answer = terminal("tickets")
    assert answer.code == 4 and f"没有权限打开数据文件夹“{terminal.data.name}”" in answer.err


def test_moving_out_where_nothing_can_be_written_is_no_refusal_by_a_rule(terminal: Terminal, tmp_path: Path) -> None:
    terminal.register()
    blocked = tmp_path / "搬家.zip"
    blocked.mkdir()
    answer = terminal("move-out", "--out", str(blocked))
    assert answer.code == 4 and "工单数据没有变动" in answer.err
