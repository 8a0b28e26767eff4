"""Files of one line that people write by hand, with whatever their PC offers."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline_desktop.cli.session import WrongUsage, secret
from hotline_desktop.system.one_line import first_line

PASSPHRASE = "口令要记牢 一二三"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])  # Notepad, cmd, PowerShell
@pytest.mark.parametrize("end", ["", "\n", "\r\n下一行"])
def test_a_passphrase_is_read_however_it_was_written(tmp_path: Path, encoding: str, end: str) -> None:
    file = tmp_path / "口令.txt"
    file.write_bytes(f"{PASSPHRASE}{end}".encode(encoding))
    assert first_line(file) == PASSPHRASE
    assert secret("口令：", file) == PASSPHRASE


def test_an_empty_file_holds_an_empty_line(tmp_path: Path) -> None:
    (tmp_path / "空").touch()
    assert first_line(tmp_path / "空") == ""


@pytest.mark.parametrize(("held", "reason"), [(b"\x89PNG\r\n\xff\xff", "里不是文字"), (b"x" * 9_000, "太大")])
def test_a_file_that_holds_something_else_is_named(tmp_path: Path, held: bytes, reason: str) -> None:
    (tmp_path / "照片.png").write_bytes(held)
    with pytest.raises(WrongUsage, match=f"“照片.png”.*{reason}"):
        secret("口令：", tmp_path / "照片.png")
