"""The table of headers that hotline systems use, read from ``resources/columns.toml``."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hotline_desktop.domain.importing.rows import Column
from hotline_desktop.domain.terms.errors import HotlineError

_BRACKETS = re.compile(r"[(\[【〔{<][^)\]】〕}>]*[)\]】〕}>]")
_AROUND = " :*#·.、,;'\"`“”‘’_-"
_HOTLINE_PREFIX = re.compile(r"^(热线12345|12345热线|市民服务热线|12345|热线)(?=.)")


class ColumnsFileError(HotlineError):
    """The table of headers is missing or wrong; names file, key and reason."""


def plain_header(header: str) -> str:
    """The header without what does not matter: width of letters, spaces, stars, a trailing colon."""
    return "".join(unicodedata.normalize("NFKC", header).split()).strip(_AROUND).casefold()


def _readings(plain: str) -> Iterator[str]:
    """The header and what it may stand for, the closest first."""
    yield plain
    bare = _BRACKETS.sub("", plain).strip(_AROUND)
    yield bare
    yield from bare.split("/")
    without_hotline = _HOTLINE_PREFIX.sub("", bare).strip(_AROUND)
    if without_hotline != bare:
        yield without_hotline


@dataclass(frozen=True, slots=True)
class AliasTable:
    """Headers by their plain spelling: the column they mean and their rank in it (0 is the best)."""

    columns: Mapping[str, tuple[Column, int]]
    kept: frozenset[str]
    line_numbers: frozenset[str]
    running: frozenset[str]
    sums: tuple[str, ...]
    footers: tuple[str, ...]
    _found: dict[str, tuple[Column, int] | None] = field(default_factory=dict, compare=False, repr=False)

    def find(self, header: str) -> tuple[Column, int] | None:
        """The column that ``header`` means, with its rank among the column's headers; None where unknown."""
        if header not in self._found:
            self._found[header] = self._look_up(plain_header(header))
        return self._found[header]

    def _look_up(self, plain: str) -> tuple[Column, int] | None:
        if not plain or plain in self.kept or plain in self.line_numbers:
            return None
        return next((self.columns[name] for name in _readings(plain) if name in self.columns), None)

    def knows(self, header: str) -> bool:
        """Whether the header is a column, a line number, or known as one that is only kept."""
        plain = plain_header(header)
        return self.find(header) is not None or plain in self.kept or plain in self.line_numbers

    def is_line_number(self, header: str) -> bool:
        """Whether the column only counts lines (序号)."""
        return plain_header(header) in self.line_numbers

    def is_running(self, header: str) -> bool:
        """Whether the column says something else in every export (处置计时), which is no news of the ticket."""
        return plain_header(header) in self.running


def load_aliases(path: Path) -> AliasTable:
    """The table in ``path`` (``columns.toml``); ColumnsFileError with file, key and reason if it is wrong."""
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ColumnsFileError(f"表头对照表“{path.name}”不能读取：{error}。没有改动任何数据。") from error
    columns: dict[str, tuple[Column, int]] = {}
    for column in Column:
        for rank, header in enumerate(_words(path, tables, column.name, "headers")):
            other = columns.setdefault(plain_header(header), (column, rank))[0]
            if other is not column:
                raise _wrong(path, column.name, f"“{header}”已经属于“{other.value}”")
    others = {"kept", "line_numbers", "running", "rows_that_are_no_tickets"}
    unknown = set(tables) - {column.name for column in Column} - others
    if unknown:
        raise _wrong(path, "、".join(sorted(unknown)), "没有这一栏")
    return AliasTable(
        columns,
        frozenset(plain_header(word) for word in _words(path, tables, "kept", "headers")),
        frozenset(plain_header(word) for word in _words(path, tables, "line_numbers", "headers")),
        frozenset(plain_header(word) for word in _words(path, tables, "running", "headers")),
        tuple(_words(path, tables, "rows_that_are_no_tickets", "sums")),
        tuple(_words(path, tables, "rows_that_are_no_tickets", "footers")),
    )


def _words(path: Path, tables: Mapping[str, object], table: str, key: str) -> list[str]:
    content = tables.get(table)
    words = content.get(key) if isinstance(content, dict) else None
    if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
        raise _wrong(path, f"{table}.{key}", "须是一列文字")
    return words


def _wrong(path: Path, key: str, reason: str) -> ColumnsFileError:
    return ColumnsFileError(f"表头对照表“{path.name}”中的 {key} 不对：{reason}。没有改动任何数据，请改正后再试。")
