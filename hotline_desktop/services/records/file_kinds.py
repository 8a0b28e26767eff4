"""What kind of file a kind of attachment must be: a photo is a picture, a recording a sound. 督办二（三）2（8）.

A file is known by how it begins, not by its name: a text that is called .jpg is no photo.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import BinaryIO, Literal, Protocol

from hotline_desktop.domain.supervision.options import CaseFileKind
from hotline_desktop.domain.terms.errors import HotlineError

_HEAD = 64
# What the files of tickets usually are; others may be written.
TICKET_FILES = ("附件", "签字处置单", "测评表", "答复录音", "书面答复", "现场照片", "情况说明")


class AttachedFile(Protocol):
    """What is to be attached: a file on the disk, or one that is only in memory."""

    @property
    def name(self) -> str:
        """Its name, with the ending."""

    def open(self, mode: Literal["rb"], /) -> BinaryIO:
        """Its content."""


@dataclass(frozen=True, slots=True)
class InMemory:
    """A file that stands nowhere."""

    name: str
    content: bytes = field(repr=False)

    def open(self, mode: Literal["rb"], /) -> BinaryIO:
        """See AttachedFile."""
        return io.BytesIO(self.content)


class Form(StrEnum):
    """What a file is; the value is the word in a sentence."""

    PICTURE = "图片"
    FILM = "视频"
    SOUND = "录音"
    DOCUMENT = "PDF、OFD、Word"


# How files of each form begin, as (place, bytes). OFD is a zip, as Word files are; what lies inside tells them apart.
_BEGINNINGS: tuple[tuple[Form, int, bytes], ...] = (
    (Form.PICTURE, 0, b"\xff\xd8\xff"),
    (Form.PICTURE, 0, b"\x89PNG\r\n\x1a\n"),
    (Form.PICTURE, 0, b"GIF8"),
    (Form.PICTURE, 0, b"BM"),
    (Form.PICTURE, 0, b"II*\x00"),
    (Form.PICTURE, 0, b"MM\x00*"),
    (Form.PICTURE, 8, b"WEBP"),
    (Form.PICTURE, 4, b"ftyphei"),
    (Form.PICTURE, 4, b"ftypmif1"),
    (Form.PICTURE, 4, b"ftypavif"),
    (Form.SOUND, 4, b"ftypM4A"),
    (Form.SOUND, 4, b"ftypM4B"),
    (Form.FILM, 4, b"ftyp"),
    (Form.FILM, 4, b"moov"),
    (Form.FILM, 8, b"AVI "),
    (Form.FILM, 0, b"\x1a\x45\xdf\xa3"),
    (Form.FILM, 0, b"\x00\x00\x01\xba"),
    (Form.FILM, 0, b"FLV"),
    (Form.FILM, 0, b"\x30\x26\xb2\x75"),
    (Form.SOUND, 8, b"WAVE"),
    (Form.SOUND, 0, b"ID3"),
    (Form.SOUND, 0, b"#!AMR"),
    (Form.SOUND, 0, b"OggS"),
    (Form.SOUND, 0, b"fLaC"),
    (Form.DOCUMENT, 0, b"%PDF-"),
    (Form.DOCUMENT, 0, b"PK\x03\x04"),
    (Form.DOCUMENT, 0, b"\xd0\xcf\x11\xe0"),
)
_SEEN = frozenset((Form.PICTURE, Form.FILM, Form.DOCUMENT))
_HEARD = frozenset((Form.SOUND, Form.FILM))
_SIGNED = frozenset((Form.PICTURE, Form.DOCUMENT))
_FORMS: dict[str, frozenset[Form]] = {
    CaseFileKind.SITE_BEFORE: _SEEN,
    CaseFileKind.SITE_AFTER: _SEEN,
    CaseFileKind.RECORDING: _HEARD,
    CaseFileKind.NOTICE: _SIGNED,
    CaseFileKind.SIGN_IN: _SIGNED,
    CaseFileKind.REQUEST: _SIGNED,
    CaseFileKind.SITE_RECORD: _SIGNED,
    CaseFileKind.MEETING_NOTICE: _SIGNED,
    CaseFileKind.MINUTES: _SIGNED,
    CaseFileKind.REPORT: _SIGNED,
    "现场照片": _SEEN,
    "答复录音": _HEARD,
    "签字处置单": _SIGNED,
}


def must_be_of_its_kind(file: AttachedFile, kind: str) -> None:
    """Raises HotlineError where the file cannot be what ``kind`` says, OSError where it cannot be read."""
    expected = _FORMS.get(kind)
    if expected is None or expected & set(forms_of(file)):
        return
    names = "、".join(form.value for form in Form if form in expected)
    raise HotlineError(
        f"“{file.name}”不是{names}文件，不能作为“{kind}”，没有存进来，原文件还在。请选{names}，或换一个附件种类。"
    )


def forms_of(file: AttachedFile) -> Iterable[Form]:
    """What the file is by its beginning; nothing where it is none of these. Raises OSError."""
    with file.open("rb") as content:
        head = content.read(_HEAD)
    found = next((form for form, place, mark in _BEGINNINGS if head[place : place + len(mark)] == mark), None)
    if found is None and len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return (Form.SOUND,)  # an MP3 or AAC that has no header of its own
    return (found,) if found else ()
