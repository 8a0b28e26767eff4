"""Where an office's data must not lie: on a network share, or in a folder that a cloud keeps in step.

SQLite's locks do not hold over a network, and a synchroniser copies the file and its log at different moments: both
lose steps and damage the file without a word.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

_NETWORKS = frozenset(
    ("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "davfs", "fuse.sshfs", "fuse.davfs2", "fuse.rclone",
     "fuse.gvfsd-fuse", "fuse.glusterfs", "fuse.cephfs", "ceph", "glusterfs", "9p", "fuse.s3fs", "fuse.curlftpfs",
     "fuse.juicefs", "fuse.goofys", "fuse.google-drive-ocamlfuse", "fuse.onedriver", "fuse.pcloud", "fuse.pCloudDrive",
     "fuse.blobfuse2", "fuse.ossfs", "fuse.cosfs", "fuse.obsfs", "ocfs2", "gfs2", "coda", "lustre", "gpfs", "beegfs",
     # folders of the computer around a virtual one
     "virtiofs", "vboxsf", "prl_fs", "vmhgfs", "fuse.vmhgfs-fuse")
)  # fmt: skip
_REMOTE_DRIVE = 4
_ESCAPED = re.compile(r"\\([0-7]{3})")  # blanks and the like in a table of mounts
# By the names of their folders, as installed in Chinese or English. Letter case and blanks do not count.
_CLOUDS = {
    "OneDrive": ("OneDrive", "SkyDrive"),
    "Dropbox": ("Dropbox",),
    "Box": ("Box Sync", "Box Drive"),
    "iCloud": ("iCloud Drive", "iCloud云盘", "iCloud 云盘", "com~apple~CloudDocs"),
    "Google Drive": ("Google Drive", "My Drive", "我的云端硬盘", "Google 云端硬盘", "谷歌云端硬盘"),
    "pCloud": ("pCloud Drive", "pCloud Sync", "pCloud"),
    "MEGA": ("MEGA", "MEGAsync"),
    "Proton Drive": ("Proton Drive",),
    "Yandex Disk": ("Yandex.Disk", "YandexDisk"),
    "Tresorit": ("Tresorit", "Tresors"),
    "Syncthing": ("Syncthing",),
    "Resilio Sync": ("Resilio Sync", "BTSync"),
    "Nextcloud": ("Nextcloud", "ownCloud"),
    "Seafile": ("Seafile",),
    "Synology Drive": ("Synology Drive", "CloudStation"),
    "QNAP Qsync": ("Qsync",),
    "坚果云": ("坚果云", "我的坚果云", "Nutstore", "Nutstore Files", "My Nutstore"),
    "百度网盘": ("百度网盘", "百度网盘同步空间", "百度云同步盘", "百度同步盘", "百度云", "BaiduSyncdisk",
                 "BaiduNetdiskWorkspace"),
    "WPS云盘": ("WPS云盘", "WPS网盘", "WPS云文档", "WPSDrive", "WPS Cloud Files", "金山文档", "金山快盘"),
    "腾讯微云": ("微云", "腾讯微云", "微云同步助手", "微云同步盘", "Weiyun"),
    "腾讯文档": ("腾讯文档", "Tencent Docs"),
    "企业微信微盘": ("微盘", "企业微信微盘", "WeDrive"),
    "阿里云盘": ("阿里云盘", "aDrive", "aliyunDrive"),
    "钉盘": ("钉盘", "钉钉云盘", "钉盘同步", "DingDrive"),
    "飞书云盘": ("飞书云盘", "飞书云文档", "飞书文档", "Feishu Drive", "Lark Drive"),
    "115网盘": ("115网盘", "115同步盘", "115云盘", "115Sync"),
    "天翼云盘": ("天翼云盘", "天翼云盘同步盘", "天翼企业云盘", "eCloud"),
    "移动云盘": ("和彩云", "中国移动云盘", "移动云盘"),
    "联通云盘": ("联通云盘", "沃云盘"),
    "华为云盘": ("华为云盘", "华为云空间", "Huawei Drive", "Huawei Cloud"),
    "荣耀云空间": ("荣耀云空间",),
    "小米云盘": ("小米云盘", "小米云服务", "Mi Drive", "Xiaomi Cloud"),
    "OPPO云": ("OPPO云", "欢太云"),
    "vivo云盘": ("vivo云盘", "vivo云服务"),
    "联想云盘": ("联想云盘", "联想网盘", "联想个人云", "联想企业网盘", "联想Filez", "Filez", "Lenovo Cloud"),
    "亿方云": ("亿方云", "360亿方云", "FangCloud"),
    "够快云库": ("够快云库", "够快", "Gokuai"),
    "360云盘": ("360云盘", "360安全云盘", "360同步云盘"),
    "迅雷云盘": ("迅雷云盘",),
    "夸克网盘": ("夸克网盘", "夸克同步"),
    "UC网盘": ("UC网盘",),
    "绿联云": ("绿联云", "绿联私有云"),
    "极空间": ("极空间", "极空间同步"),
}  # fmt: skip
# Everyday words that are a cloud's folder only where its program puts it: directly in the user's own folder.
_CLOUDS_AT_HOME = {"Box": ("Box",), "Syncthing": ("Sync",), "115网盘": ("115",)}
# Behind the name of the cloud: the office's or the account's, as ``OneDrive - 新海镇``, ``Dropbox (Personal)``.
_OF_ACCOUNT = ("-", "(", "（", "_")
# What synchronisers put into a folder of theirs, whatever its name.
_MARKS = {
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
    ".tmp.driveupload": "Google Drive",
    ".tmp.drivedownload": "Google Drive",
    ".megaignore": "MEGA",
    ".sync/ID": "Resilio Sync",
    "sync.ffs_db": "FreeFileSync",
    ".sync.ffs_db": "FreeFileSync",
    "_gsdata_": "GoodSync",
    ".nutstore": "坚果云",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
    ".SynologyWorkingDirectory": "Synology Drive",
}
# Some programs keep their own files under such a name in the user's folder, which says nothing of that folder.
_NO_MARKS_AT_HOME = frozenset((".dropbox", ".nutstore"))
# Variables in which a synchroniser says where its folder is, also where the user gave it another name.
_NAMED_BY = {"OneDrive": "OneDrive", "OneDriveConsumer": "OneDrive", "OneDriveCommercial": "OneDrive"}


def _plain(name: str) -> str:
    return "".join(name.casefold().split())


def _by_name(clouds: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {_plain(name): cloud for cloud, names in clouds.items() for name in names}


_EVERYWHERE, _AT_HOME = _by_name(_CLOUDS), _by_name(_CLOUDS_AT_HOME)


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
    roots = {Path(os.environ[name]): cloud for name, cloud in _NAMED_BY.items() if os.environ.get(name)}
    home = Path.home()
    for folder in folders:
        cloud = roots.get(folder) or _called(folder.name, _EVERYWHERE)
        if not cloud and folder.parent == home:
            cloud = _called(folder.name, _AT_HOME)
        if cloud:
            return cloud
        for mark, cloud in _MARKS.items():
            if os.access(folder / mark, os.F_OK) and not (folder == home and mark in _NO_MARKS_AT_HOME):
                return cloud
    return ""


def _called(name: str, clouds: Mapping[str, str]) -> str:
    """The cloud whose folder is called ``name``, with an account behind it or without; empty for none."""
    plain = _plain(name)
    beginnings = (plain[:place] for place, letter in enumerate(plain) if letter in _OF_ACCOUNT)
    return next((clouds[one] for one in (plain, *beginnings) if one in clouds), "")


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
