"""What a crash may leave: nothing of the memory, in which citizens' names stand."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

_CRASHING = """
import os, resource, signal, sys
from hotline_desktop.cli import main as program
resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2)
crash = lambda *_args: os.kill(os.getpid(), signal.SIGABRT)
program._run = crash
program.main(["--data", sys.argv[1], "tickets"])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="core dumps are Unix'")
def test_a_crash_leaves_no_image_of_memory(tmp_path: Path) -> None:
    room = tmp_path / "room"
    room.mkdir()
    text = [sys.executable, "-c", _CRASHING, str(tmp_path / "data")]
    done = subprocess.run(text, cwd=room, env={**os.environ, "PYTHONPATH": str(Path.cwd())}, check=False)
    assert done.returncode == -signal.SIGABRT
    assert list(room.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="core dumps are Unix'")
def test_what_was_allowed_before_is_allowed_again_afterwards() -> None:
    import resource

    from hotline_desktop.system.privacy import private_files

    before = resource.getrlimit(resource.RLIMIT_CORE)
    with private_files():
        assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
    assert resource.getrlimit(resource.RLIMIT_CORE) == before
