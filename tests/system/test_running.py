"""Installers can see that the program is running."""

from __future__ import annotations

import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from hotline_desktop.system.running import MUTEX

PROJECT = Path(__file__).resolve().parents[2]
PACKAGING = PROJECT / ".ci" / "packaging"

pytestmark = pytest.mark.skipif(shutil.which("flock") is None, reason="the packages for Linux use flock")


def lock_is_free(program: Path) -> bool:
    return subprocess.run(["flock", "--nonblock", "--exclusive", program, "true"], check=False).returncode == 0


def test_the_lock_is_held_while_the_program_runs_and_not_after_a_kill(tmp_path: Path) -> None:
    program = tmp_path / "hotline-desktop"
    program.write_bytes(b"program")
    code = textwrap.dedent(
        f"""
        from pathlib import Path
        from hotline_desktop.system.running import show_as_running
        show_as_running(Path({str(program)!r}))
        print("held", flush=True)
        input()
        """
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=PROJECT
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"held"
        assert not lock_is_free(program)
        process.kill()
    assert lock_is_free(program)


@pytest.mark.parametrize(
    ("script", "arguments", "held"),
    [
        ("deb-preinst", ["upgrade", "0.1.0"], 1),
        ("deb-preinst", ["install"], 0),
        ("deb-prerm", ["remove"], 1),
        ("deb-prerm", ["upgrade", "0.2.0"], 0),
    ],
)
def test_the_packages_scripts_refuse_over_a_running_program(
    script: str, arguments: list[str], held: int, tmp_path: Path
) -> None:
    program = tmp_path / "hotline-desktop"
    program.write_bytes(b"program")
    text = (PACKAGING / script).read_text("utf-8").replace("@PROGRAM@", str(program))
    free = subprocess.run(["sh", "-c", text, script, *arguments], capture_output=True, check=False)
    assert free.returncode == 0
    busy = ["flock", "--shared", str(program), "sh", "-c", text, script, *arguments]
    refused = subprocess.run(busy, capture_output=True, check=False)
    assert refused.returncode == held
    assert ("请先关闭程序" in refused.stderr.decode()) == bool(held)


def test_the_installer_for_windows_asks_for_the_same_mutex() -> None:
    assert f'!define MUTEX "{MUTEX}"' in (PACKAGING / "installer.nsi").read_text("utf-8")
