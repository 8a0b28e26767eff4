"""What the program writes is for its user alone, and an office does not lie where it would be damaged."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from hotline_desktop.system.places import share_among, unfit_place
from tests.cli.conftest import NUMBER, Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights are the profile's there")
MOUNTS = """/dev/sda1 / ext4 rw 0 0
//server/office /mnt/share cifs rw 0 0
server:/srv /srv nfs4 rw 0 0
/dev/sdb1 /srv/local ext4 rw 0 0
tmpfs /mnt/with\\040space fuse.sshfs rw 0 0
"""


def _open_to_others(folder: Path) -> list[str]:
    found = (folder, *folder.rglob("*"))
    return [str(path) for path in found if stat.S_IMODE(path.stat().st_mode) & 0o077]


def test_nobody_else_reads_data_exports_prints_and_backups(terminal: Terminal, tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        terminal.register()
        attached = tmp_path / "照片.txt"
        attached.write_text("照片", "utf-8")
        terminal.done("attach", NUMBER, str(attached))
        attached.unlink()
        terminal.done("export", "tickets", "--out", str(tmp_path / "清单.xlsx"))
        terminal.done("print", "处置单", NUMBER, "--out", str(tmp_path / "out"))
        assert _open_to_others(terminal.data) == []
        assert [path for path in _open_to_others(tmp_path) if path != str(tmp_path)] == []
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(old)


def test_an_office_that_was_open_to_others_is_closed_to_them(terminal: Terminal) -> None:
    terminal.register()
    for path in (terminal.data, *terminal.data.iterdir()):
        path.chmod(0o777 if path.is_dir() else 0o666)
    terminal.done("tickets")
    assert _open_to_others(terminal.data) == []


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/mnt/share/office", "cifs"),
        ("/srv/wang/office", "nfs4"),
        ("/srv/local/office", ""),
        ("/mnt/with space/office", "fuse.sshfs"),
        ("/mnt/shared/office", ""),
        ("/var/lib", ""),
    ],
)
def test_a_network_share_is_known_by_the_table_of_mounts(place: str, kind: str) -> None:
    assert share_among(MOUNTS, Path(place)) == kind


@pytest.mark.parametrize("cloud", ["OneDrive", "OneDrive - 新单位", "坚果云", "Nutstore", "WPS云盘", "Dropbox"])
def test_a_folder_that_a_cloud_keeps_in_step_is_refused_with_the_way_out(
    terminal: Terminal, tmp_path: Path, cloud: str
) -> None:
    terminal.data = tmp_path / cloud / "热线" / "data"
    answer = terminal("tickets")
    assert answer.code == 4
    assert "同步文件夹里" in answer.err and "--data" in answer.err
    assert not (tmp_path / cloud).exists()


def test_a_synchronised_folder_is_known_by_what_stands_in_it(tmp_path: Path) -> None:
    assert unfit_place(tmp_path / "data") == ""
    (tmp_path / ".stfolder").mkdir()
    assert "Syncthing" in unfit_place(tmp_path / "data")
