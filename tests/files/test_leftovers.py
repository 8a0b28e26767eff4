"""What a killed program left in the system's room for temporary files goes with a later start."""

import os
from pathlib import Path

from hotline_desktop.files.unfinished import sweep_leftovers


def test_only_own_folders_of_an_earlier_day_go(tmp_path: Path) -> None:
    old, young, others = (
        tmp_path / name for name in ("hotline-print-ab12cd34", "hotline-intake-ab12cd34", "hotline-x")
    )
    for folder in (old, young, others):
        folder.mkdir()
        (folder / "处置单.pdf").write_bytes(b"%PDF")
    for folder in (old, others):
        os.utime(folder, (0, 0))
    sweep_leftovers(tmp_path)
    assert not old.exists() and young.is_dir() and others.is_dir()
