"""One window per data folder, however impatiently it is asked for."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QDir, QLockFile
from pytestqt.qtbot import QtBot

from hotline_desktop.gui.single_instance import NotAnswering, SingleInstance, is_shown

PROJECT = Path(__file__).resolve().parents[2]
STARTS = 3
CLAIM = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from PySide6.QtCore import QCoreApplication, QTimer
    from hotline_desktop.gui.single_instance import SingleInstance
    app = QCoreApplication([])
    place = SingleInstance(Path(sys.argv[1]))
    mine = place.claim()
    print("mine" if mine else "raised", flush=True)
    if mine:
        place.listen()
        QTimer.singleShot(60_000, app.quit)
        app.exec()
    """
)


def start(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CLAIM, str(folder)], stdout=subprocess.PIPE, text=True, cwd=PROJECT, env=dict(os.environ)
    )


def first_word(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_of_three_starts_at_once_one_gets_the_place(tmp_path: Path) -> None:
    started = [start(tmp_path) for _ in range(STARTS)]
    try:
        said = sorted(first_word(process) for process in started)
        assert said == ["mine", "raised", "raised"]
    finally:
        for process in started:
            process.kill()
            process.communicate()


def test_after_a_kill_the_place_is_free_again(qapp: object, tmp_path: Path) -> None:
    first = start(tmp_path)
    assert first_word(first) == "mine"
    first.kill()
    first.communicate()
    again = SingleInstance(tmp_path)
    assert again.claim()
    again.listen()
    again.release()


def test_a_second_start_raises_the_window_also_by_another_spelling(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    first = SingleInstance(folder)
    assert first.claim()
    first.listen()
    with qtbot.waitSignal(first.raised, timeout=5000):
        assert not SingleInstance(folder / ".." / "data").claim()
    assert is_shown(folder) and not is_shown(tmp_path)
    first.release()
    assert not is_shown(folder)


def test_a_start_that_does_not_answer_is_told_after_a_while(qapp: object, tmp_path: Path) -> None:
    waiting = SingleInstance(tmp_path)
    held = QLockFile(QDir.temp().filePath(waiting._name + ".lock"))
    assert held.tryLock(0)
    began = time.monotonic()
    with pytest.raises(NotAnswering, match="没有回应"):
        waiting.claim(patience=0.3)
    assert time.monotonic() - began < 10
    held.unlock()
    assert waiting.claim()
    waiting.release()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may write everywhere")
def test_where_no_lock_can_be_written_the_socket_has_to_do(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o500)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    place = SingleInstance(tmp_path)
    assert place.claim()
    place.release()
