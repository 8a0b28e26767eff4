"""The papers that make a case file of many papers: 封面, 卷内目录, 备考表. 督办二（五）3."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from hotline_desktop.domain.papers.document_values import rows_of

# What their number is called.
FILE_NUMBER = "档号"


@dataclass(frozen=True, slots=True)
class FileCover:
    """督办案卷封面 after GB/T 9705, and the seven elements in short.

    ``fonds`` is the 全宗名称, ``lasted`` from when to when its papers are, ``extent`` how many items and pages they
    are, ``number`` the 档号, ``case_number`` the 督办编号. The 归档号 (``filing_number``) is written by the archive.
    """

    numbered_as: ClassVar[str] = FILE_NUMBER
    fonds: str | None = None
    lasted: str | None = None
    kept_for: str | None = None
    extent: str | None = None
    filing_number: str | None = None
    town: str | None = None
    center: str | None = None
    number: str | None = None
    case_number: str | None = None
    title: str | None = None
    tickets: str | None = None
    facts: str | None = None
    unit: str | None = None
    people: str | None = None
    methods: str | None = None
    outcome: str | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    pages: str | None = None


@dataclass(frozen=True, slots=True)
class ContentsRow:
    """One paper of the file: where it begins, or that it is carried beside the bound papers. GB/T 9705.

    ``reference`` is its own number (文号), ``author`` who answers for it (责任者).
    """

    number: str | None = None
    reference: str | None = None
    author: str | None = None
    title: str | None = None
    dated: str | None = None
    page: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class FileContents:
    """卷内目录."""

    numbered_as: ClassVar[str] = FILE_NUMBER
    number: str | None = None
    title: str | None = None
    contents: tuple[ContentsRow, ...] = rows_of(ContentsRow)


@dataclass(frozen=True, slots=True)
class FileNotes:
    """卷内备考表: what the file holds, and what is missing or carried elsewhere."""

    numbered_as: ClassVar[str] = FILE_NUMBER
    number: str | None = None
    told: str | None = None
