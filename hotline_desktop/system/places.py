"""Where an office's data must not lie: on a network share, or in a folder that a cloud keeps in step.

SQLite's locks do not hold over a network, and a synchroniser copies the file and its log at different moments: both
lose steps and damage the file without a word.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

_NETWORKS = frozenset(
    ("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "davfs", "fuse.sshfs", "fuse.davfs2", "fuse.rclone",
     "fuse.gvfsd-fuse", "fuse.glusterfs", "fuse.cephfs", "ceph", "glusterfs", "9p", "fuse.s3fs", "fuse.curlftpfs",
     "fuse.juicefs", "fuse.goofys", "lustre", "gpfs", "beegfs",
     # folders of the computer around a virtual one
     "virtiofs", "vboxsf", "prl_fs", "vmhgfs", "fuse.vmhgfs-fuse")
)  # fmt: skip
_REMOTE_DRIVE = 4
_ESCAPED = re.compile(r"\\([0-7]{3})")  # blanks and the like in a table of mounts
_CLOUDS = {
    "OneDrive": ("OneDrive",),
    "Dropbox": ("Dropbox",),
    "坚果云": ("坚果云", "我的坚果云", "Nutstore", "Nutstore Files", "My Nutstore"),
    "百度网盘": ("百度网盘", "百度网盘同步空间", "百度云同步盘", "BaiduSyncdisk", "BaiduNetdiskWorkspace"),
    "iCloud": ("iCloudDrive", "iCloud Drive"),
    "Google Drive": ("Google Drive", "GoogleDrive", "My Drive"),
    "WPS云盘": ("WPS云盘", "WPSDrive", "WPS网盘", "WPS Cloud Files"),
    "腾讯微云": ("微云", "腾讯微云", "微云同步助手"),
    "阿里云盘": ("阿里云盘",),
    "天翼云盘": ("天翼云盘", "天翼云盘同步盘"),
    "和彩云": ("和彩云", "中国移动云盘"),
    "华为云盘": ("华为云盘", "Huawei Drive"),
    "360云盘": ("360云盘", "360安全云盘"),
    "MEGA": ("MEGA", "MEGAsync"),
    "pCloud": ("pCloudDrive", "pCloud Sync"),
    "Nextcloud": ("Nextcloud", "ownCloud"),
    "Seafile": ("Seafile",),
    "Synology Drive": ("SynologyDrive",),
}
# Behind the name of the cloud: the office's or the account's, as ``OneDrive - 新海镇``, ``Dropbox (Personal)``.
_OF_ACCOUNT = (" - ", " (", "（", "-")
# What synchronisers put into a folder of theirs, whatever its name.
_MARKS = {
    ".stfolder": "Syncthing",
    ".dropbox.cache": "Dropbox",
    ".nutstore": "坚果云",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
    ".SynologyWorkingDirectory": "Synology Drive",
}


def unfit_place(folder: Path) -> str:
    """What is wrong with ``folder`` as the place of an office's data, in Chinese; empty where nothing is."""
    for place in dict.fromkeys((folder.absolute(), _led_to(folder))):
        share = _share_of(place)
        if share:
            return f"在网络位置上（{share}）。几台电脑经网络同时写一个数据文件，文件锁不可靠，会丢步骤、损坏数据"
        cloud = _cloud_of((place, *place.parents))
        if cloud:
            return f"在“{cloud}”的同步文件夹里。同步程序会在办理中途复制、替换数据文件，会丢步骤、损坏数据"
    return ""


def _led_to(folder: Path) -> Path:
    """Where the folder really lies, behind links, junctions and drive letters of its own."""
    try:
        return folder.resolve()
    except (OSError, RuntimeError):  # a link that leads to itself
        return folder.absolute()


def _cloud_of(folders: Iterable[Path]) -> str:
    for folder in folders:
        for cloud, names in _CLOUDS.items():
            if any(_is_called(folder.name.casefold(), name.casefold()) for name in names):
                return cloud
        for mark, cloud in _MARKS.items():
            if (folder / mark).exists():
                return cloud
    return ""


def _is_called(folder: str, name: str) -> bool:
    return folder == name or folder.startswith(tuple(name + behind for behind in _OF_ACCOUNT))


def _share_of(place: Path) -> str:
    if sys.platform == "win32":
        return _windows_share(place)
    try:
        mounts = Path("/proc/self/mounts").read_text("utf-8", "replace")
    except OSError:
        return ""
    return share_among(mounts, place)


def share_among(mounts: str, place: Path) -> str:
    """The kind of the network disk that ``place`` lies on, by a table of mounts as Linux tells it; empty for none."""
    found, depth = "", -1
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = Path(_ESCAPED.sub(lambda found: chr(int(found[1], 8)), parts[1]))
        if (place == point or point in place.parents) and len(point.parts) >= depth:
            found, depth = parts[2], len(point.parts)
    return found if found in _NETWORKS else ""


def _windows_share(place: Path) -> str:
    if place.drive.startswith("\\\\"):
        return place.drive
    import ctypes

    windll = getattr(ctypes, "windll", None)
    remote = windll is not None and windll.kernel32.GetDriveTypeW(place.anchor) == _REMOTE_DRIVE
    return f"网络驱动器 {place.drive}" if remote else ""
