"""``encrypt``, ``decrypt``, ``passphrase``, and every other command over an encrypted office."""

from __future__ import annotations

import getpass
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from hotline_desktop.cli.commands import encryption as commands
from tests.cli.conftest import NUMBER, Terminal

PASSPHRASE = "口令要记牢一二三"
CALLERS_PASSPHRASE = "端木玉兰家门口的路灯"


@pytest.fixture
def passphrase_file(tmp_path: Path) -> Path:
    """The passphrase in a file."""
    path = tmp_path / "口令"
    path.write_text(f"{PASSPHRASE}\n", "utf-8")
    return path


@pytest.fixture
def office(terminal: Terminal) -> Terminal:
    terminal.register()
    return terminal


def code_on(sheet: Path) -> str:
    """The code as somebody reads it off the printed sheet."""
    text = PdfReader(sheet).pages[0].extract_text()
    return " ".join(re.findall(r"\b[A-Z2-7]{4}\b", text))


def encrypted(office: Terminal, passphrase_file: Path, tmp_path: Path) -> Path:
    """Encrypts the office as a script does, in two runs; the file with the recovery code."""
    answer = office("encrypt", "--out", str(tmp_path / "sheet"))
    assert answer.code == 2 and "\n恢复单已写好，还没有加密" in answer.err and "用法不对" not in answer.err
    assert "--code-file 文件 --new-passphrase-file 文件" in answer.err
    code = tmp_path / "恢复码"
    code.write_text(code_on(tmp_path / "sheet" / "恢复单.pdf"), "utf-8")
    office.done("encrypt", "--code-file", str(code), "--new-passphrase-file", str(passphrase_file))
    return code


def test_a_script_encrypts_in_two_runs_and_works_on(office: Terminal, passphrase_file: Path, tmp_path: Path) -> None:
    encrypted(office, passphrase_file, tmp_path)
    assert (tmp_path / "sheet" / "恢复单.docx").stat().st_size > 1_000
    unlocked = ("--passphrase-file", str(passphrase_file))
    assert NUMBER in office.done("tickets", *unlocked).out
    assert NUMBER in office.done("show", NUMBER, *unlocked).out
    office.done("backup", *unlocked)
    assert "完好" in office.done("backups", "--verify", *unlocked).out
    office.done("check", *unlocked)
    office.done("verify", *unlocked)
    answer = office("encrypt", "--out", str(tmp_path), *unlocked)
    assert answer.code == 3 and "已经是加密的" in answer.err


def test_without_passphrase_nothing_is_told(office: Terminal, passphrase_file: Path, tmp_path: Path) -> None:
    encrypted(office, passphrase_file, tmp_path)
    wrong = tmp_path / "错"
    wrong.write_text("口令不对口令不对", "utf-8")
    answer = office("show", NUMBER, "--passphrase-file", str(wrong))
    assert answer.code == 3 and "口令不对" in answer.err and NUMBER not in answer.out


def test_whoever_types_another_code_than_the_sheet_has_no_encrypted_office(
    office: Terminal, passphrase_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "asked", lambda _question, _else: "ABCD EFGH")
    answer = office("encrypt", "--out", str(tmp_path / "sheet"), "--new-passphrase-file", str(passphrase_file))
    assert answer.code == 3 and "与恢复单不符" in answer.err
    assert NUMBER in office.done("tickets").out


def test_somebody_at_the_terminal_types_code_and_passphrase(
    office: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed: list[str] = []
    monkeypatch.setattr(commands, "asked", lambda _question, _else: code_on(tmp_path / "sheet" / "恢复单.pdf").lower())

    def hidden(question: str) -> str:
        typed.append(question)
        return PASSPHRASE

    monkeypatch.setattr(getpass, "getpass", hidden)
    office.done("encrypt", "--out", str(tmp_path / "sheet"))
    assert [question[:4] for question in typed] == ["新口令（", "再输一次"]
    assert NUMBER in office.done("tickets").out
    assert "口令（或恢复码）" in typed[-1]


def test_a_timer_without_a_terminal_is_told_of_the_file_and_not_of_echoes(
    office: Terminal, passphrase_file: Path, tmp_path: Path
) -> None:
    encrypted(office, passphrase_file, tmp_path)
    run = subprocess.run(
        [sys.executable, "-m", "hotline_desktop", "--data", office.data, "tickets"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        start_new_session=True,
        timeout=60,
        check=False,
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("没有终端可以输口令，没有执行。请把口令写进一个文件的第一行，加 --passphrase-file")
    assert len(run.stderr.splitlines()) == 1


def test_without_a_terminal_each_secret_is_called_what_it_is(
    office: Terminal, passphrase_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(_question: str) -> str:
        raise EOFError

    monkeypatch.setattr(getpass, "getpass", nobody)
    empty = tmp_path / "空"
    empty.write_text("", "utf-8")
    answer = office("encrypt", "--code-file", str(empty), "--new-passphrase-file", str(passphrase_file))
    assert answer.code == 2 and "里面没有恢复码" in answer.err
    answer = office("encrypt", "--out", str(tmp_path / "sheet"))
    code = tmp_path / "恢复码"
    code.write_text(code_on(tmp_path / "sheet" / "恢复单.pdf"), "utf-8")
    answer = office("encrypt", "--code-file", str(code))
    assert answer.code == 2 and "没有终端可以输新口令，没有执行" in answer.err and "--new-passphrase-file" in answer.err
    assert NUMBER in office.done("tickets").out


def test_a_program_that_was_given_no_input_at_all_has_no_terminal_either(
    office: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)  # as Python has it where the input was closed
    answer = office("encrypt", "--out", str(tmp_path / "sheet"))
    assert answer.code == 2 and "恢复单已写好，还没有加密" in answer.err


def test_another_passphrase_and_the_sheet_once_more(office: Terminal, passphrase_file: Path, tmp_path: Path) -> None:
    code = encrypted(office, passphrase_file, tmp_path)
    new = tmp_path / "新"
    new.write_text("新的口令要更长一些", "utf-8")
    office.done("passphrase", "--passphrase-file", str(passphrase_file), "--new-passphrase-file", str(new))
    assert office("tickets", "--passphrase-file", str(passphrase_file)).code == 3
    office.done("passphrase", "--out", str(tmp_path / "again"), "--passphrase-file", str(new))
    assert code_on(tmp_path / "again" / "恢复单.pdf") == code.read_text("utf-8")
    office.done("tickets", "--passphrase-file", str(code))


def test_switched_off_it_asks_nothing_any_more(office: Terminal, passphrase_file: Path, tmp_path: Path) -> None:
    encrypted(office, passphrase_file, tmp_path)
    office.done("decrypt", "--passphrase-file", str(passphrase_file))
    assert NUMBER in office.done("tickets").out
    for command in ("decrypt", "passphrase"):
        answer = office(command)
        assert answer.code == 3 and "没有加密" in answer.err


def test_it_moves_and_restores_with_its_passphrase(office: Terminal, passphrase_file: Path, tmp_path: Path) -> None:
    encrypted(office, passphrase_file, tmp_path)
    unlocked = ("--passphrase-file", str(passphrase_file))
    office.done("move-out", "--out", str(tmp_path / "搬家.zip"), *unlocked)
    office.done("backup", *unlocked)
    new = Terminal(tmp_path / "new", office.capture)
    assert "工单 1 件" in new.done("move-in", str(tmp_path / "搬家.zip"), *unlocked).out
    office.done("restore", *unlocked)
    assert NUMBER in office.done("tickets", *unlocked).out


def test_a_plain_copy_takes_the_place_of_encrypted_data_only_where_that_is_asked_for(
    office: Terminal, passphrase_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "stick").mkdir()
    office.done("backup", "--out", str(tmp_path / "stick"))
    (copy,) = (tmp_path / "stick").iterdir()
    encrypted(office, passphrase_file, tmp_path)
    unlocked = ("--passphrase-file", str(passphrase_file))
    answer = office("restore", str(copy))
    assert answer.code == 3 and "没有加密" in answer.err and "--as-plain" in answer.err
    assert NUMBER in office.done("tickets", *unlocked).out
    office.done("restore", str(copy), "--as-plain")
    assert NUMBER in office.done("tickets").out
    office.done("restore", "--back")
    assert NUMBER in office.done("tickets", *unlocked).out
    office.done("backup", *unlocked)
    office.done("restore", str(copy), "--as-plain")
    office.done("restore", *unlocked)
    answer = office("restore", "--back")
    assert answer.code == 3 and "--as-plain" in answer.err
    office.done("restore", "--back", "--as-plain")
    assert NUMBER in office.done("tickets").out


def test_a_plain_file_among_sealed_ones_is_found_and_sealed(
    office: Terminal, passphrase_file: Path, tmp_path: Path
) -> None:
    scan = tmp_path / "照片.txt"
    scan.write_text(CALLERS_PASSPHRASE, "utf-8")
    office.done("attach", NUMBER, str(scan), "--kind", "其他", "--by", "王芳")
    (kept,) = (path for path in (office.data / "attachments").rglob("*") if path.is_file())
    plain = kept.read_bytes()
    encrypted(office, passphrase_file, tmp_path)
    unlocked = ("--passphrase-file", str(passphrase_file))
    office.done("check", *unlocked)
    kept.write_bytes(plain)  # the right content, as somebody copied it back
    for place in ("attachments", "drafts"):
        (office.data / place).mkdir(exist_ok=True)
        (office.data / place / "赵文静.txt").write_text(CALLERS_PASSPHRASE, "utf-8")
    answer = office("check", *unlocked)
    assert answer.code == 3 and "文件夹 attachments　有 2 个文件没有加密" in answer.out
    assert "文件夹 drafts　有 1 个文件没有加密" in answer.out and "赵文静" not in answer.out
    answer = office("check", "--repair", "--by", "王芳", *unlocked)
    assert answer.code == 0 and "没有加密的文件加密：3 个" in answer.out
    for path in (office.data / "attachments").rglob("*"):
        assert path.is_dir() or CALLERS_PASSPHRASE.encode() not in path.read_bytes()
    office.done("check", *unlocked)
