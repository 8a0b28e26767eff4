"""Large contents on the disk: each is read again as it was put, and no file is left or seen."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

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
