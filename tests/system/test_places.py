"""Data on a share or in a synchronised folder are refused, whatever way leads there."""

from pathlib import Path

import pytest

from hotline_desktop.system.places import share_among, unfit_place


@pytest.mark.parametrize(
    "name",
    ["onedrive", "OneDrive - 新海镇", "Dropbox (Personal)", "我的坚果云", "Nutstore Files", "百度云同步盘",
     "微云", "GoogleDrive-somebody", "WPS Cloud Files", "天翼云盘", "MEGA", "Box Sync", "115网盘", "钉盘",
     "飞书云盘", "Google Drive", "我的云端硬盘", "iCloudDrive", "iCloud 云盘", "com~apple~CloudDocs",
     "pCloudDrive", "pCloud Sync", "MEGAsync", "Syncthing", "联想云盘", "联想Filez", "华为云空间",
     "小米云盘", "腾讯文档", "腾讯微云", "百度网盘同步空间", "BaiduSyncdisk", "WPS云盘", "wps 云盘",
     "企业微信微盘", "阿里云盘（张三）", "移动云盘", "联通云盘", "360亿方云", "夸克网盘", "Qsync",
     "SynologyDrive"],
)  # fmt: skip
def test_a_synchronised_folder_is_known_by_any_of_its_names(tmp_path: Path, name: str) -> None:
    assert "同步文件夹" in unfit_place(tmp_path / name / "热线")


def test_a_link_into_a_synchronised_folder_is_no_way_round(tmp_path: Path) -> None:
    (tmp_path / "OneDrive").mkdir()
    (tmp_path / "data").symlink_to(tmp_path / "OneDrive")
    assert "OneDrive" in unfit_place(tmp_path / "data" / "热线")
    (tmp_path / "ring").symlink_to(tmp_path / "ring")
    assert unfit_place(tmp_path / "ring" / "data") == ""


@pytest.mark.parametrize("name", ["Box", "sync"])
def test_an_everyday_word_is_a_cloud_only_where_its_program_puts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert "同步文件夹" in unfit_place(tmp_path / name / "热线")
    assert unfit_place(tmp_path / "资料" / name) == ""


@pytest.mark.parametrize(
    "mark",
    [".stfolder", ".dropbox", ".849C9593-D756-4E56-8D6E-42412F2A707B", ".tmp.driveupload", ".megaignore", ".nutstore"],
)
def test_a_synchronised_folder_of_any_name_is_known_by_what_lies_in_it(tmp_path: Path, mark: str) -> None:
    (tmp_path / "资料" / mark).mkdir(parents=True)
    assert "同步文件夹" in unfit_place(tmp_path / "资料" / "热线")


@pytest.mark.parametrize("own", [".dropbox", ".nutstore"])
def test_where_a_synchroniser_keeps_its_own_files_is_no_synchronised_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / own).mkdir()
    assert unfit_place(tmp_path / ".local" / "share" / "热线") == ""


def test_a_folder_that_the_synchroniser_itself_names_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "镇政府"))
    assert "OneDrive" in unfit_place(tmp_path / "镇政府" / "热线")


@pytest.mark.parametrize(
    "name",
    ["OneDriver", "微云计算资料", "热线工单", "备份-OneDrive", "Box", "Sync", "1150件", "腾讯文档汇总", "megabytes"],
)
def test_a_name_that_only_resembles_one_is_the_offices_own(tmp_path: Path, name: str) -> None:
    assert unfit_place(tmp_path / name) == ""


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "9p", "fuse.sshfs", "virtiofs", "vboxsf", "fuse.s3fs", "lustre"])
def test_a_share_is_known_by_its_mount_also_with_odd_names(kind: str) -> None:
    mounts = f"disk / ext4 rw 0 0\nsrv /mnt/a\\040b\\134c {kind} rw 0 0\n"
    assert share_among(mounts, Path("/mnt/a b\\c/data")) == kind
    assert share_among(mounts, Path("/mnt/a b")) == ""
