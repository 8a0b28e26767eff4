"""What is handed to whoever mends the program names nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline_desktop.system import diagnosis
from hotline_desktop.system.diagnosis import folder_facts, report, without_folder_names, without_home
from hotline_desktop.system.logs import FILE, FOLDER


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("在 C:\\Users\\陈 三\\AppData\\Local\\Temp 里", "在 ~\\AppData\\Local\\Temp 里"),
        ("c:\\users\\CHENSA~1\\AppData", "~\\AppData"),
        (str(Path("/home", "chensan", "热线")), "~/热线"),
        ("/data/home/chensan/热线", "~/热线"),
        ("/media/chensan/U盘/备份", "~/U盘/备份"),
        ("/run/media/chensan/U盘", "~/U盘"),
        ("/opt/apps/cn.xinhai.hotline", "/opt/apps/cn.xinhai.hotline"),
    ],
)
def test_folders_that_bear_a_users_name_do_not_tell_it(written: str, told: str) -> None:
    assert without_home(written) == told


def test_a_folder_that_the_clerk_named_is_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen, usual = tmp_path / "陈三的热线", tmp_path / "hotline_desktop"
    (chosen / FOLDER).mkdir(parents=True)
    (chosen / FOLDER / FILE).write_text("2026-11-30 opened\n", "utf-8")
    monkeypatch.setattr(diagnosis, "usual_data_dir", lambda: usual)
    text = report(without_folder_names(folder_facts(chosen), chosen), chosen)
    assert "陈三" not in text and "数据文件夹：另外指定的" in text and "2026-11-30 opened" in text
    assert str(usual) in dict(without_folder_names(folder_facts(usual), usual)).values()
