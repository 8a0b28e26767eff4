"""Data on a share or in a synchronised folder are refused, whatever way leads there."""

from pathlib import Path

import pytest

from hotline_desktop.system.places import share_among, unfit_place


@pytest.mark.parametrize(
    "name",
    ["onedrive", "OneDrive - 新海镇", "Dropbox (Personal)", "我的坚果云", "Nutstore Files", "百度云同步盘", "微云",
     "GoogleDrive-somebody", "WPS Cloud Files", "天翼云盘", "MEGA"],
)  # fmt: skip
def test_a_synchronised_folder_is_known_by_any_of_its_names(tmp_path: Path, name: str) -> None:
    assert "同步文件夹" in unfit_place(tmp_path / name / "热线")


def test_a_link_into_a_synchronised_folder_is_no_way_round(tmp_path: Path) -> None:
    (tmp_path / "OneDrive").mkdir()
    (tmp_path / "data").symlink_to(tmp_path / "OneDrive")
    assert "OneDrive" in unfit_place(tmp_path / "data" / "热线")
    (tmp_path / "ring").symlink_to(tmp_path / "ring")
    assert unfit_place(tmp_path / "ring" / "data") == ""


@pytest.mark.parametrize("name", ["OneDriver", "微云计算资料", "热线工单", "备份-OneDrive"])
def test_a_name_that_only_resembles_one_is_the_offices_own(tmp_path: Path, name: str) -> None:
    assert unfit_place(tmp_path / name) == ""


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "9p", "fuse.sshfs", "virtiofs", "vboxsf", "fuse.s3fs", "lustre"])
def test_a_share_is_known_by_its_mount_also_with_odd_names(kind: str) -> None:
    mounts = f"disk / ext4 rw 0 0\nsrv /mnt/a\\040b\\134c {kind} rw 0 0\n"
    assert share_among(mounts, Path("/mnt/a b\\c/data")) == kind
    assert share_among(mounts, Path("/mnt/a b")) == ""
