"""``check`` finds with 3, mends on demand, and cannot read with 4."""

from __future__ import annotations

import pytest

from hotline_desktop.cli.under_way import UnderWay
from hotline_desktop.domain.terms.errors import Cancelled
from tests.cli.conftest import NUMBER, Terminal
from tests.services.test_opening import put


def test_check_finds_mends_and_is_content(terminal: Terminal) -> None:
    terminal.register()
    assert "检查完毕，没有问题：办理记录 1 条" in terminal.done("check").out
    put(terminal.data, "UPDATE tickets SET title = '别的'")
    found = terminal("check")
    assert found.code == 3
    assert f"改动　工单 {NUMBER}　清单的行" in found.out and "check --repair" in found.err
    mended = terminal.done("check", "--repair", "--by", "王芳")
    assert "已修复　按办理记录重建清单的行：1 件" in mended.out
    answer = terminal.done("check", "--json").json
    assert (answer["whole"], answer["faults"]) == (True, [])


def test_a_file_that_cannot_be_read_ends_with_4(terminal: Terminal) -> None:
    terminal.register()
    (terminal.data / "hotline.db").write_bytes(b"x" * 9000)
    assert terminal("check").code == 4


@pytest.mark.parametrize("command", ["check", "verify"])
def test_one_that_is_stopped_has_found_nothing(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    terminal.register()

    def stop(self: UnderWay, _done: int, _total: int) -> None:
        raise Cancelled

    monkeypatch.setattr(UnderWay, "__call__", stop)
    stopped = terminal(command)
    assert (stopped.code, stopped.out) == (4, "") and "已中断" in stopped.err
