"""The list of a case's file by which it is checked later (校验清单), and what such a check finds. 督办二（五）3."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.records.file_steps import FILE_KIND
from hotline_desktop.domain.terms.errors import HotlineError

LIST_NAME = "校验清单.txt"
_TITLE = "“12345”市民服务热线督办案卷校验清单"
_COLUMNS = "SHA-256\t字节\t文件"
_LINE = re.compile(r"([0-9a-f]{64})\t([0-9]{1,15})\t(.+)")
_HEADS = ("档号", "督办编号", "工单编号")


class FaultKind(StrEnum):
    """What is wrong with one file; the value is the word on screen."""

    MISSING = "缺失"
    CHANGED = "改动"
    EXTRA = "多出"


class Fault(NamedTuple):
    """One finding of a check: which file or part of the record, and what happened to it in a sentence."""

    kind: FaultKind
    name: str
    message: str


# What tells of a file in the history of a ticket, a case or a candidate, and what a check says of it.
_OWNERS = ("", "case_", "candidate_")
_MOVED = {f"{owner}{step}": word for owner in _OWNERS for step, word in (("attach", "添加"), ("detach", "移除"))}


def files_moved(histories: Iterable[tuple[str, Iterable[Entry]]], when: str) -> Iterator[Fault]:
    """The files that came or went by the later entries of a case, its candidates and its tickets.

    Each stretch of a history stands with the words that say whose it is; ``when`` names the moment in a sentence.
    """
    for whose, entries in histories:
        for entry in entries:
            if entry.step in _MOVED:
                at, word = entry.recorded_at or entry.at, _MOVED[entry.step]
                kind = FaultKind.EXTRA if word == "添加" else FaultKind.MISSING
                what = f"{when}{word}（{at:%Y-%m-%d %H:%M} {entry.by}）"
                yield Fault(kind, f"附件“{FILE_KIND.of(entry)}”{whose}", what)


class Seal(NamedTuple):
    """SHA-256 and size in bytes of one file."""

    digest: str
    size: int


class ListUnreadable(HotlineError):
    """The text is no such list, or was damaged; ``str()`` is the Chinese sentence."""


@dataclass(frozen=True, slots=True)
class FileList:
    """What a case's file consists of: every file by its path in the folder, with ``/`` between its parts."""

    file_number: str
    case_number: str
    ticket_numbers: str
    files: Mapping[str, Seal]

    def text(self) -> str:
        """The list as it stands in the folder."""
        heads = zip(_HEADS, (self.file_number, self.case_number, self.ticket_numbers), strict=True)
        lines = (f"{seal.digest}\t{seal.size}\t{name}" for name, seal in sorted(self.files.items()))
        return "\n".join((_TITLE, *(f"{head}：{text}" for head, text in heads), _COLUMNS, *lines, ""))

    @classmethod
    def read(cls, text: str) -> FileList:
        """The list that ``text`` wrote. Raises ListUnreadable."""
        title, *rest = text.replace("\r\n", "\n").split("\n")
        heads, lines = rest[: len(_HEADS)], rest[len(_HEADS) + 1 :]
        parts = [line.partition("：") for line in heads]
        found = [_LINE.fullmatch(line) for line in lines if line]
        proper = title == _TITLE and [head for head, _colon, _value in parts] == list(_HEADS) and None not in found
        if not proper:
            raise ListUnreadable(f"“{LIST_NAME}”不是本程序写的清单，或已被改坏，没有核对。请从备份取回原来的清单。")
        files = {match[3]: Seal(match[1], int(match[2])) for match in found if match}
        file_number, case_number, ticket_numbers = (value for _head, _colon, value in parts)
        return cls(file_number, case_number, ticket_numbers, files)


def compared(expected: Mapping[str, Seal], there: Mapping[str, Seal]) -> tuple[Fault, ...]:
    """What is missing, changed and added, the missing first, each by name."""
    gone = (Fault(FaultKind.MISSING, name, "清单上有，文件不在了") for name in sorted(expected.keys() - there.keys()))
    added = (Fault(FaultKind.EXTRA, name, "清单上没有这个文件") for name in sorted(there.keys() - expected.keys()))
    both = sorted(expected.keys() & there.keys())
    return (*gone, *_changed((name, expected[name], there[name]) for name in both), *added)


def _changed(files: Iterable[tuple[str, Seal, Seal]]) -> Iterable[Fault]:
    for name, was, now in files:
        if was != now:
            message = f"原为 {was.size} 字节，现为 {now.size} 字节" if was.size != now.size else "大小相同，内容不同"
            yield Fault(FaultKind.CHANGED, name, message)
