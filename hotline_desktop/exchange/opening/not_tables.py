"""Files that are no tables, told by how they begin and what they hold."""

from __future__ import annotations

import io
import zipfile

_PICTURE, _ARCHIVE, _WORD = "这是图片", "这是压缩包（里面的表格要先解压出来）", "这是 Word 文字文件"
_BEGINNINGS = {
    b"%PDF-": "这是 PDF 文件",
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF89a": _PICTURE,
    b"GIF87a": _PICTURE,
    b"II*\0": _PICTURE,
    b"MM\0*": _PICTURE,
    b"Rar!\x1a": _ARCHIVE,
    b"7z\xbc\xaf": _ARCHIVE,
    b"\x1f\x8b": _ARCHIVE,
    b"{\\rtf": _WORD,
    **dict.fromkeys((b"ID3\2", b"ID3\3", b"ID3\4"), "这是录音"),
    b"SQLite format 3\0": "这是数据库文件",
    b"L\0\0\0\x01\x14\x02\0": "这是快捷方式",
}
_MEDIA_AT, _MEDIA = 4, b"ftyp"  # of pictures and films as telephones make them
_IN_ARCHIVES = {"word/document.xml": _WORD, "ppt/presentation.xml": "这是演示文稿", "OFD.xml": "这是 OFD 文件"}
_OF_TABLES = ("xl/", "content.xml")
_TABLE_ENDINGS = (".xlsx", ".xls", ".et", ".csv", ".txt")
_IN_OLD_FILES = {"WordDocument": _WORD, "PowerPoint Document": "这是演示文稿", "__properties_version1.0": "这是邮件"}


def what_it_begins_as(data: bytes) -> str:
    """What the file is where its first bytes tell that it is no table; empty where it may be one."""
    if data[_MEDIA_AT : _MEDIA_AT + len(_MEDIA)] == _MEDIA:
        return "这是图片或录像"
    return next((kind for beginning, kind in _BEGINNINGS.items() if data.startswith(beginning)), "")


def what_else_it_holds(data: bytes) -> str:
    """What a file of Office's kind, or an archive, is where it holds no table; empty where it cannot be told."""
    try:
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                return _in_archive(package.namelist())
        return _in_old_file(data)
    except (OSError, ValueError, zipfile.BadZipFile):
        return ""


def _in_archive(names: list[str]) -> str:
    kind = next((kind for part, kind in _IN_ARCHIVES.items() if part in names), "")
    if kind or any(name.startswith(_OF_TABLES) for name in names):
        return kind
    return _ARCHIVE if any(name.lower().endswith(_TABLE_ENDINGS) for name in names) else ""


def _in_old_file(data: bytes) -> str:
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as package:
        return next((kind for stream, kind in _IN_OLD_FILES.items() if package.exists(stream)), "")
