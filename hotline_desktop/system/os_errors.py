"""What the operating system reports, in words that say what happened and what to do."""

from __future__ import annotations

import errno
from pathlib import PurePath

from hotline_desktop.system.paths import incomplete, is_of_the_program

_MESSAGES = {
    errno.ENOENT: "找不到{what}。请检查名称和位置后再试。",
    errno.EACCES: "没有权限读写{what}。请关闭正在使用它的程序，或请管理员给予权限后再试。",
    errno.EPERM: "系统不允许读写{what}。请管理员给予权限后再试。",
    errno.EROFS: "{what}所在的磁盘是只读的，写不进去。请换一个位置再试。",
    errno.EDQUOT: "这个用户在磁盘上的配额用完了，{what}没有写完。请清理，或请管理员放宽配额后再试。",
    errno.EIO: "磁盘读写{what}时出错，磁盘或插头可能坏了。请先备份，再请管理员检查。",
    errno.ENOSPC: "磁盘空间不够，{what}没有写完。请清理磁盘后再试。",
    errno.EISDIR: "{what}是文件夹，不是文件。请写出文件名后再试。",
    errno.ENOTDIR: "{what}的上级不是文件夹。请检查位置后再试。",
    errno.EEXIST: "{what}已经存在，不是文件夹。请换一个位置再试。",
    errno.ENAMETOOLONG: "{what}的名称太长。请改短后再试。",
}
_NOT_CONNECTED = "{what}所在的磁盘或网络位置现在没有连上。请插好磁盘、连上网络后再试。"
_IN_USE = "{what}正被别的程序打开。请关闭那个程序（如 WPS、Excel）后再试。"
# Windows' own numbers, where Python's errno says less or something else.
_WINDOWS = {
    **dict.fromkeys((15, 21, 53, 55, 59, 64, 67, 121, 1231, 1232, 1236), _NOT_CONNECTED),
    **dict.fromkeys((32, 33), _IN_USE),
    **dict.fromkeys((225, 226), "{what}被安全软件拦下了。请管理员把本程序和数据文件夹加入信任后再试。"),
    206: "{what}的名称连同文件夹太长。请改短，或换一个浅一些的文件夹后再试。",
    123: "{what}的名称里有不能用的字符。请改名后再试。",
}


def os_error_message(error: OSError) -> str:
    """The Chinese sentence for ``error``, with the name of the file but not its folders; a disk by its letter."""
    text = error.args[0] if len(error.args) == 1 else ""
    if isinstance(text, str) and text and not text.isascii():
        return text  # one of our own, already in the clerk's words
    path = PurePath(error.filename) if isinstance(error.filename, str | PurePath) else PurePath()
    if error.errno == errno.ENOENT and is_of_the_program(path):
        return incomplete(path.name)
    name = path.name or path.anchor
    what = f"“{name}”" if name else "文件"
    message = _WINDOWS.get(getattr(error, "winerror", None) or 0) or _MESSAGES.get(error.errno or 0)
    if message is None:
        reason = errno.errorcode.get(error.errno or 0, type(error).__name__)
        return f"读写{what}时机器报错（{reason}）。请检查磁盘和网络驱动器后再试。"
    return message.format(what=what)
