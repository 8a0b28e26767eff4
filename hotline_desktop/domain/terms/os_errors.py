"""What the operating system says of a file, in words that fit into a sentence for the clerk."""

from __future__ import annotations

import errno

_MESSAGES = {
    errno.ENOENT: "文件或文件夹不存在",
    errno.EACCES: "没有读写的权限，或正被别的程序打开",
    errno.EPERM: "系统不允许读写",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘空间不够",
    errno.EDQUOT: "磁盘上的配额用完了",
    errno.EISDIR: "那里是一个文件夹",
    errno.ENOTDIR: "上级不是文件夹",
    errno.EEXIST: "已有同名的文件或文件夹",
    errno.ENOTEMPTY: "已有同名的文件夹",
    errno.ENAMETOOLONG: "名称太长",
    errno.EIO: "磁盘读写出错",
    errno.EFBIG: "文件太大，那块磁盘放不下（FAT32 的盘一个文件最多 4 GB）",
    errno.EINVAL: "那块磁盘不接受这样的名称或操作",
    errno.EBUSY: "正被别的程序占用",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.ENOMEM: "电脑内存不够",
    **dict.fromkeys(
        (errno.ENODEV, errno.ENXIO, errno.ENOTCONN, errno.ESTALE, errno.ETIMEDOUT, errno.EHOSTUNREACH),
        "磁盘或网络位置没有连上",
    ),
}
# Windows' own numbers, where Python's errno says less or something else.
_WINDOWS = {
    **dict.fromkeys((15, 21, 53, 55, 59, 64, 67, 121, 1231, 1232, 1236), "磁盘或网络位置没有连上"),
    **dict.fromkeys((32, 33), "正被别的程序打开"),
    **dict.fromkeys((225, 226), "被安全软件拦下了"),
    206: "名称连同文件夹太长",
    123: "名称里有不能用的字符",
}


def machine_reason(error: OSError) -> str:
    """Why the machine refused, in Chinese, without a name or path; an unusual cause by its name, such as ELOOP."""
    message = _WINDOWS.get(getattr(error, "winerror", None) or 0) or _MESSAGES.get(error.errno or 0)
    return message or f"机器报错 {errno.errorcode.get(error.errno or 0, type(error).__name__)}"
