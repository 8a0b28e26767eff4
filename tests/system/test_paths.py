"""The program finds its files in each of the shapes it is delivered in."""

import sys
from pathlib import Path

import pytest

from hotline_desktop.system import paths

PROJECT = Path(__file__).resolve().parents[2]


def test_checkout_uses_the_folders_beside_the_package() -> None:
    assert paths.resources_dir() == PROJECT / "resources"
    assert paths.forms_dir() == PROJECT / "forms"


def test_installed_wheel_uses_the_folders_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "hotline_desktop"
    (package / "_share" / "resources").mkdir(parents=True)
    (package / "_share" / "forms").mkdir()
    monkeypatch.setattr(paths, "_PACKAGE_DIR", package)
    assert paths.resources_dir() == package / "_share" / "resources"
    assert paths.forms_dir() == package / "_share" / "forms"


def test_frozen_program_uses_its_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources_dir() == tmp_path / "resources"


def test_incomplete_program_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    with pytest.raises(FileNotFoundError, match=r"找不到“forms”文件夹.*请重新安装程序"):
        paths.forms_dir()


@pytest.mark.skipif(sys.platform != "linux", reason="XDG folders are Linux's convention")
def test_data_lies_in_the_users_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert paths.default_data_dir() == tmp_path / "hotline_desktop"
    assert not paths.default_data_dir().exists()


@pytest.mark.skipif(sys.platform != "linux", reason="disks of Linux")
def test_a_disk_that_is_not_connected_is_named_and_not_invented(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "_MOUNTS", ((tmp_path / "media", 2), (tmp_path / "mnt", 1)))
    (tmp_path / "media" / "li" / "U盘").mkdir(parents=True)
    assert paths.absent_disk(tmp_path / "media" / "li" / "U盘" / "数据") == ""
    assert paths.absent_disk(tmp_path / "media" / "li" / "移动硬盘" / "数据") == "移动硬盘"
    assert paths.absent_disk(tmp_path / "mnt" / "share" / "a" / "b") == "share"
    assert paths.absent_disk(tmp_path / "mnt") == ""
    assert paths.absent_disk(tmp_path / "elsewhere" / "data") == ""


def test_advice_to_repair_holds_for_the_shape_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ".ci/setup" in paths.how_to_repair()
    monkeypatch.setattr(paths, "_PACKAGE_DIR", tmp_path / "_internal" / "hotline_desktop")
    assert ".ci" not in paths.how_to_repair() and "重新安装程序" in paths.how_to_repair()
