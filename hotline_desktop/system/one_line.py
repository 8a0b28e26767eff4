"""Reads small files of one line that somebody wrote by hand: a password, the folder of the data."""

from __future__ import annotations

from pathlib import Path

_MOST_BYTES = 8_192
_MARKS_OF_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def first_line(path: Path) -> str:
    """The first line, as any editor or shell of a Chinese PC writes it: UTF-8, UTF-16 (PowerShell), GBK (cmd).

    Raises OSError, and ValueError with a Chinese reason for a file that holds something else.
    """
    with path.open("rb") as file:
        held = file.read(_MOST_BYTES + 1)
    if len(held) > _MOST_BYTES:
        raise ValueError(f"“{path.name}”太大，不像只写着一行字的文件")
    encodings = ("utf-16",) if held.startswith(_MARKS_OF_UTF_16) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            lines = held.decode(encoding).splitlines()
        except UnicodeDecodeError:
            continue
        return lines[0] if lines else ""
    raise ValueError(f"“{path.name}”里不是文字")
