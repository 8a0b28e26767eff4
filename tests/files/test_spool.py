"""Large contents on the disk: each is read again as it was put, and no file is left or seen."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from hotline_desktop.files.spool import Spool


def test_contents_are_read_as_they_were_put(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        kept = [spool.keep(bytes([number]) * (number * 70_000)) for number in range(5)]
        for number, each in enumerate(kept):
            assert each.size == number * 70_000
            assert each.read() == bytes([number]) * each.size
            with each.opened() as stream:
                assert stream.read(10) + stream.read() == each.read()


def test_reading_one_content_does_not_disturb_another(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        first, second = spool.keep(b"a" * 300_000), spool.keep(b"b" * 300_000)
        with first.opened() as one, second.opened() as other:
            assert one.read(1) + other.read(1) == b"ab"
            later = spool.keep(b"c")
            assert (one.read(), other.read(), later.read()) == (b"a" * 299_999, b"b" * 299_999, b"c")


def test_a_content_may_be_written_piece_by_piece(tmp_path: Path) -> None:
    def write(out: BinaryIO) -> None:
        out.writelines((b"one ", b"two"))
        assert out.tell() == 7

    with Spool(tmp_path) as spool:
        before, written = spool.keep(b"before"), spool.written(write)
        assert (before.read(), written.read(), written.size) == (b"before", b"one two", 7)


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    with pytest.raises(KeyError), Spool(tmp_path) as spool:
        spool.keep(b"content")
        raise KeyError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="os.pread")
def test_what_lies_on_the_disk_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lying, new = [], tempfile.TemporaryFile

    def kept(*args: Any, **text: Any) -> Any:
        lying.append(new(*args, **text))
        return lying[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", kept)
    with Spool(tmp_path) as spool:
        spool.keep("赵文静家的路灯".encode() * 100_000)
        spool.written(lambda out: out.write("赵文静家的路灯".encode())).read()
        spool.keep(b"").read()
        contents = [os.pread(file.fileno(), 10_000_000, 0) for file in lying]
    assert [len(content) > 20 for content in contents] == [True, True]
    assert not any("赵文静".encode() in content for content in contents)


def test_pieces_of_any_length_meet_without_a_seam(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        pieces = [os.urandom(length) for length in (1, 15, 16, 17, 4_095, 1_048_577, 3)]
        kept = [spool.keep(piece) for piece in pieces]
        assert [each.read() for each in reversed(kept)] == pieces[::-1]


def test_what_is_written_over_earlier_bytes_is_read_back(tmp_path: Path) -> None:
    def write(out: BinaryIO) -> None:
        out.write(b"0" * 40)
        out.seek(7)
        out.write(b"abc")
        out.seek(40)

    with Spool(tmp_path) as spool:
        assert spool.written(write).read() == b"0" * 7 + b"abc" + b"0" * 30
