"""Where an office's data must not lie: on a network share, or in a folder that a cloud keeps in step.

SQLite's locks do not hold over a network, and a synchroniser copies the file and its log at different moments: both
lose steps and damage the file without a word.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

_NETWORKS = frozenset(
    ("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "davfs", "fuse.sshfs", "fuse.davfs2", "fuse.rclone",
     "fuse.gvfsd-fuse", "fuse.glusterfs", "fuse.cephfs", "ceph", "glusterfs", "9p")
)  # fmt: skip
_REMOTE_DRIVE = 4
_CLOUDS = {
    "OneDrive": ("OneDrive",),
    "Dropbox": ("Dropbox",),
    "坚果云": ("坚果云", "Nutstore"),
    "百度网盘": ("百度网盘同步空间", "BaiduSyncdisk", "BaiduNetdiskWorkspace"),
    "iCloud": ("iCloudDrive", "iCloud Drive"),
    "Google Drive": ("Google Drive", "GoogleDrive"),
    "WPS云盘": ("WPS云盘", "WPSDrive", "WPS网盘"),
    "腾讯微云": ("微云同步助手",),
    "阿里云盘": ("阿里云盘",),
    "Nextcloud": ("Nextcloud", "ownCloud"),
    "Seafile": ("Seafile",),
    "Synology Drive": ("SynologyDrive",),
}
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
    place = folder.absolute()
    share = _share_of(place)
    if share:
        return f"在网络位置上（{share}）。几台电脑经网络同时写一个数据文件，文件锁不可靠，会丢步骤、损坏数据"
    cloud = _cloud_of((place, *place.parents))
    if cloud:
        return f"在“{cloud}”的同步文件夹里。同步程序会在办理中途复制、替换数据文件，会丢步骤、损坏数据"
    return ""


def _cloud_of(folders: Iterable[Path]) -> str:
    for folder in folders:
        for cloud, names in _CLOUDS.items():
            if any(folder.name == name or folder.name.startswith(f"{name} - ") for name in names):
                return cloud
        for mark, cloud in _MARKS.items():
            if (folder / mark).exists():
                return cloud
    return ""


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
        point = Path(parts[1].replace("\\040", " "))
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
