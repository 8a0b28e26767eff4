"""What the program says reaches any kind of reader, and never ends in a traceback."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hotline_desktop.system.console import Console


def stream(encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")


def written(out: io.TextIOWrapper) -> bytes:
    out.flush()
    buffer = out.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue()


def standard(monkeypatch: pytest.MonkeyPatch, out: io.TextIOWrapper | None) -> Console:
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", None)
    return Console.standard()


def test_a_chinese_code_page_is_kept_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    out = stream("gb18030")
    standard(monkeypatch, out).say("共 3 件")
    assert written(out) == "共 3 件\n".encode("gb18030")


def test_json_is_utf_8_also_where_people_get_another_code_page(monkeypatch: pytest.MonkeyPatch) -> None:
    out = stream("gb18030")
    standard(monkeypatch, out).json({"unit": "新海村"})
    assert json.loads(written(out).decode("utf-8")) == {"unit": "新海村"}


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_console_without_chinese_gets_utf_8(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    out = stream(encoding)
    standard(monkeypatch, out).say("新海镇")
    assert written(out).decode("utf-8") == "新海镇\n"


def test_a_character_that_the_code_page_lacks_is_spelled_out(monkeypatch: pytest.MonkeyPatch) -> None:
    out = stream("gbk")
    standard(monkeypatch, out).say("𣲗水路")
    assert written(out).decode("gbk") == "\\U00023c97水路\n"


def test_a_windowed_program_without_any_console_stays_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    console = standard(monkeypatch, None)
    console.say("一")
    console.json({})
    console.json_list(iter(({},)))
    console.complain("二")
    console.finish()


@pytest.mark.parametrize("rows", [[], [{"number": "1"}], [{"number": "1"}, {"number": "二"}]])
def test_rows_written_as_they_come_are_one_json_list(rows: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    out = stream("utf-8")
    standard(monkeypatch, out).json_list(iter(rows))
    assert json.loads(written(out)) == rows


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_reader_that_leaves_early_ends_the_output_quietly() -> None:
    script = (
        "from hotline_desktop.system.console import Console\n"
        "console = Console.standard()\n"
        "for number in range(200000):\n"
        "    console.say(f'第 {number} 行')\n"
        "console.finish()\n"
        "raise SystemExit(0 if console.closed else 9)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as writer:
        assert writer.stdout is not None and writer.stderr is not None
        assert writer.stdout.readline().decode() == "第 0 行\n"
        writer.stdout.close()
        assert writer.stderr.read() == b""
        assert writer.wait(timeout=60) == 0


def test_what_a_citizen_said_cannot_steer_the_terminal() -> None:
    hostile = "a\x1b]0;title\x07b\x9b31mc\u202ed\r\x00\ttab\n"
    out, err = io.StringIO(), io.StringIO()
    console = Console(out, err)
    console.say(hostile)
    console.complain(hostile)
    console.json({"text": hostile})
    console.json_list([{"text": hostile}])
    for written in (out.getvalue(), err.getvalue()):
        assert not [letter for letter in written if letter < " " and letter not in "\n\t"]
        assert not set(written) & {"\x9b", "\u202e", "\x7f"}
    document = out.getvalue().split("\n", 2)[2]
    first = document[: document.index("}\n") + 1]
    assert json.loads(first) == {"text": hostile}


def test_words_into_nowhere_count_as_seen_by_nobody_also_where_nowhere_says_it_is_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Windows answers so of NUL: a window that a script started could not open, and nothing was shown."""
    monkeypatch.setattr(os, "isatty", lambda _number: True)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        assert Console(nowhere, nowhere).complains_to_nobody


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal that a test can make")
def test_a_terminal_and_a_pipe_have_readers() -> None:
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as terminal:
        assert not Console(terminal, terminal).complains_to_nobody
    reader, writer = os.pipe()
    with os.fdopen(writer, "w", encoding="utf-8") as pipe:
        assert not Console(pipe, pipe).complains_to_nobody
    os.close(reader)
    os.close(ours)
