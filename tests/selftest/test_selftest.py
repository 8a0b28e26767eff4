"""The self-test is the judge of a delivery: it sees what is broken, says it, and its exit code decides."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import textwrap
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document
from reportlab.pdfgen.canvas import Canvas

from hotline_desktop import __version__
from hotline_desktop.cli.main import main
from hotline_desktop.selftest import run
from hotline_desktop.selftest.bench import Bench, Failed, expect
from hotline_desktop.selftest.papers import look_into
from hotline_desktop.selftest.program import LIBRARIES

PROJECT = Path(__file__).resolve().parents[2]
NOW = datetime(2022, 9, 8, 10, 20)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """One check that goes well, one that sees something wrong, one that breaks."""

    def right(_bench: Bench) -> str:
        return "都在"

    def wrong(_bench: Bench) -> str:
        expect(2, 3, "表格定义的个数")
        return ""

    def broken(_bench: Bench) -> str:
        raise ValueError("赵文静 13800010001")

    monkeypatch.setattr(run, "CHECKS", (("一", right), ("二", wrong), ("三", broken)))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


def test_a_failed_check_ends_with_4_says_why_and_keeps_none_from_running(
    few: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tmp_path / "data"), "selftest"], lambda: NOW) == 4
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["通过  一  都在", "失败  二  表格定义的个数应为 3，实为 2"]
    assert lines[2].startswith("失败  三  ValueError at test_selftest.py") and "赵文静" not in lines[2]
    assert lines[3] == "通过  不联网  全程没有联网"
    assert lines[-1] == "自检没有全部通过。"
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("name", ["报告 一.json", "报告.txt"])
def test_the_report_says_what_was_checked_by_which_program(
    name: str, few: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new" / name
    assert main(["selftest", "--report", str(path)], lambda: NOW) == 4
    text = path.read_text("utf-8")
    assert "表格定义的个数应为 3，实为 2" in text and __version__ in text and "赵文静" not in text
    if path.suffix == ".json":
        report = json.loads(text)
        assert report["passed"] is False and [check["label"] for check in report["checks"]] == [
            "一",
            "二",
            "三",
            "不联网",
        ]
        assert report["versions"]["Python"].startswith("3.")


def test_a_run_without_any_check_has_not_passed() -> None:
    assert not run.Run().passed


class _AtRunTime(ast.NodeTransformer):
    """Leaves out what only a checker of types reads."""

    def visit_If(self, node: ast.If) -> ast.AST | list[ast.stmt]:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return node.orelse
        return self.generic_visit(node)


def test_every_library_that_the_program_imports_is_loaded_by_the_check() -> None:
    imported = set()
    for path in (PROJECT / "hotline_desktop").rglob("*.py"):
        for node in ast.walk(_AtRunTime().visit(ast.parse(path.read_text("utf-8")))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported.add(node.module)
    tops = {name.partition(".")[0] for name in imported} - set(sys.stdlib_module_names) - {"hotline_desktop"}
    assert {name.partition(".")[0] for name in LIBRARIES} == tops | {"_rl_accel"}


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("socket.create_connection(('127.0.0.1', 9), timeout=1)", ["socket.connect"]),
        ("socket.getaddrinfo('localhost', 80)", ["socket.getaddrinfo"]),
        ("socket.socket(socket.AF_UNIX).connect('/nowhere')", []),
        ("open('/nowhere')", []),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="sockets that are files")
def test_an_attempt_to_reach_another_computer_is_noticed(code: str, seen: list[str]) -> None:
    program = textwrap.dedent(
        f"""
        import contextlib, json, socket
        from hotline_desktop.selftest.network import watch_network
        touched = watch_network()
        with contextlib.suppress(OSError):
            {code}
        print(json.dumps(sorted(set(touched) - {{"socket.getaddrinfo"}}) or touched))
        """
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert json.loads(said.stdout) == seen


def pdf_with_a_face_of_the_reader(path: Path) -> None:
    canvas = Canvas(str(path))
    canvas.drawString(100, 700, "text")
    canvas.save()


def pdf_without_text(path: Path) -> None:
    canvas = Canvas(str(path))
    canvas.showPage()
    canvas.save()


def empty_word(path: Path) -> None:
    Document().save(str(path))


def cut_word(path: Path) -> None:
    empty_word(path)
    path.write_bytes(path.read_bytes()[:2000])


@pytest.mark.parametrize(
    ("make", "ending"),
    [
        (pdf_with_a_face_of_the_reader, ".pdf"),
        (pdf_without_text, ".pdf"),
        (empty_word, ".docx"),
        (cut_word, ".docx"),
    ],
)
def test_a_paper_that_nobody_could_read_is_seen(make: Callable[[Path], None], ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"paper{ending}"
    make(path)
    with pytest.raises(Failed, match="paper"):
        look_into(path)
