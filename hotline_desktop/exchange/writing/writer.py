"""Tables as Excel files: every cell a text, so that numbers and telephones stay as they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.domain.terms.text import CUT_SHORT
from hotline_desktop.exchange.writing.workbook import write_workbook
from hotline_desktop.files.unfinished import unfinished

LONGEST_CELL = 32_767  # Excel's own limit, in UTF-16 units
_MOST_ROWS = 1_048_575
# XML cannot hold them; Excel writes them as _x000B_, and so a text that looks like that must be written so too.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)")
_USUAL_WIDTH, _WIDEST = 14, 60


class WriteError(HotlineError):
    """A table that could not be saved; says why, and that the old file is as it was."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet looks: its name, and the widths of the first columns in characters (14 for the others)."""

    sheet: str
    widths: tuple[int, ...] = ()


Settle = Callable[[int], AbstractContextManager[object]]


def write_table(
    out: Path,
    headers: Sequence[str],
    rows: Iterable[Sequence[str]],
    layout: Layout,
    settle: Settle = nullcontext,
) -> int:
    """Writes the table to ``out``; how many rows it has. Raises WriteError, leaving an old file as it was.

    ``settle`` is told the number of rows and holds the moment in which the finished file takes its place. What it or
    ``rows`` raises (a clerk who stops it) goes through, and nothing is left behind.
    """
    try:
        with unfinished(out) as draft:
            count = _write(draft, headers, rows, layout)
            with settle(count):
                draft.replace(out)
    except OSError as error:
        reason = machine_reason(error)
        raise WriteError(
            f"无法保存“{out.name}”：{reason}。原有的文件没有改动。"
            "请检查它是否正被 Excel 打开、磁盘是否已满，或换一个文件夹。"
        ) from error
    return count


def _write(path: Path, headers: Sequence[str], rows: Iterable[Sequence[str]], layout: Layout) -> int:
    usual = [_USUAL_WIDTH] * (len(headers) - len(layout.widths))
    widths = [min(width, _WIDEST) for width in (*layout.widths[: len(headers)], *usual)]
    lines = map(_escaped, _few_enough(rows))
    return write_workbook(path, layout.sheet, widths, _escaped(headers), lines)


def _few_enough(rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    for count, row in enumerate(rows, start=1):
        if count > _MOST_ROWS:
            raise WriteError(f"超过 {_MOST_ROWS} 行，一个 Excel 表放不下。请缩小筛选范围后再导出。")
        yield row


def _escaped(row: Sequence[str]) -> Sequence[str]:
    """The texts of a row as cells may hold them: most rows hold nothing that must be looked at twice."""
    together = "".join(row)
    if len(together) * 2 <= LONGEST_CELL and _NOT_IN_XML.search(together) is None:
        return row
    return tuple(map(escaped, row))


def escaped(text: str) -> str:
    """``text`` as an Excel cell may hold it: control characters as ``_x000B_``, cut with a remark where too long."""
    if len(text) * 2 > LONGEST_CELL and len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_CELL:
        room = LONGEST_CELL - len(CUT_SHORT)
        kept = text.encode("utf-16-le", "surrogatepass")[: room * 2].decode("utf-16-le", "ignore")
        text = kept + CUT_SHORT
    if _NOT_IN_XML.search(text) is None:
        return text
    return _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
