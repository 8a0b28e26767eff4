"""A check that fails is told with its reason, and the others still run."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline_desktop import selftest
from tests.cli.conftest import Terminal


def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "_CHECKS", tuple(check for check in selftest._CHECKS if check[0] != "界面"))
    monkeypatch.setattr(selftest, "resources_dir", lambda: Path("nowhere"))


def test_a_failed_check_ends_with_4_and_says_why(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch)
    answer = terminal("selftest")
    assert answer.code == 4
    lines = answer.out.splitlines()
    assert lines[0].startswith("失败  程序文件  缺少表格定义或图标")
    assert lines[1].startswith("失败  字体")
    assert lines[2].startswith("通过  建库")
    assert lines[-1] == "自检没有全部通过。"
    assert not terminal.data.exists()
