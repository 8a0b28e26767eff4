"""File names that every system accepts, made from names that somebody else chose."""

from __future__ import annotations

import os
from itertools import chain, count
from pathlib import Path, PurePosixPath

from hotline_desktop.domain.terms.patterns import late

# What Windows refuses in a name, and what would be another line or an order to a terminal.
_REFUSED = late(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff<>:"/\\|?*]')
_DEVICES = frozenset(
    ("CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in (*"123456789", *"¹²³")))
)
_LONGEST_BYTES = 180
_NAMELESS = "文件"
# Endings by which a computer runs a file instead of showing it.
_PROGRAMS = frozenset(
    """
    .exe .com .scr .pif .bat .cmd .ps1 .psm1 .vbs .vbe .js .jse .wsf .wsh .hta .msi .msp .mst .cpl .lnk .url .reg .jar
    .inf .scf .chm .gadget .application .appref-ms .settingcontent-ms .desktop .sh .run .deb .rpm .appimage .py .pyw
    """.split()  # noqa: SIM905 - forty quoted words would hide the list
)
# The first bytes of what offices keep, for files that came without an ending.
_BEGINNINGS = (
    (b"%PDF-", ".pdf"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"GIF8", ".gif"),
    (b"BM", ".bmp"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
    (b"ID3", ".mp3"),
    (b"#!AMR", ".amr"),
    (b"{\\rtf", ".rtf"),
)


def plain_name(name: str) -> str:
    """``name`` as a single file's name on Windows and Linux: nothing refused, not too long, never a device's."""
    kept = _REFUSED.sub("_", name).strip(" .")
    stem, ending = PurePosixPath(kept or _NAMELESS).stem, PurePosixPath(kept).suffix
    if stem.split(".")[0].strip().upper() in _DEVICES:
        stem = f"_{stem}"
    room = max(1, _LONGEST_BYTES - len(ending.encode("utf-8", "replace")))
    stem = stem.encode("utf-8", "replace")[:room].decode("utf-8", "ignore").rstrip(" .")
    return f"{stem or _NAMELESS}{ending}"


def free_name(path: Path) -> Path:
    """The path, or the same with a number behind its name where something is there already: 处置单（2）.docx."""
    numbered = (path.with_stem(f"{path.stem}（{number}）") for number in count(2))
    return next(each for each in chain((path,), numbered) if not os.path.lexists(each))


def is_portable(name: str) -> bool:
    """Whether every system takes ``name`` as the name of one file or folder."""
    try:
        name.encode()
    except UnicodeEncodeError:  # bytes of another encoding, as an old archive leaves them
        return False
    device = name.split(".", maxsplit=1)[0].strip().upper() in _DEVICES
    return not (device or name.endswith((" ", ".")) or _REFUSED.search(name))


def is_program(name: str) -> bool:
    """Whether a double click would run it."""
    return PurePosixPath(name.strip(" .")).suffix.lower() in _PROGRAMS


def ending_of(beginning: bytes) -> str:
    """The usual ending of a file that begins so; "" where its kind is not told by its first bytes."""
    if beginning[:4] == b"RIFF" and beginning[8:12] == b"WAVE":
        return ".wav"
    if beginning[4:8] == b"ftyp":
        return ".mp4"
    return next((ending for first, ending in _BEGINNINGS if beginning.startswith(first)), "")
