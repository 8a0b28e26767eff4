"""The tabs of the preview as data: which rows each one lists and in which columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hotline_desktop.domain.importing.model import Difference, DroppedRow, ImportPreview, PreviewRow, RowState
from hotline_desktop.domain.importing.rows import CellProblem
from hotline_desktop.domain.records.summaries import HIDDEN
from hotline_desktop.domain.terms.masking import People, mask_text
from hotline_desktop.domain.terms.names import mask_name
from hotline_desktop.domain.ticket.columns import moment_text
from hotline_desktop.gui.kit.record_list import LAST_EXTRA, RecordColumn, one_line

_LONGEST = 200  # more of a cell than anyone reads in a table; the tooltip has it all


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason why a row is not taken, or one thing to know of a row that is."""

    row: PreviewRow
    problem: CellProblem


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its word, the rows it lists, its columns, and the sentence where there are none."""

    key: str
    caption: str
    rows: Callable[[ImportPreview], Sequence[Any]]
    columns: tuple[RecordColumn, ...]
    text: Callable[[Any], str]
    none: str


def _demand(row: PreviewRow) -> str:
    return row.data.title or row.data.content


def _caller(row: PreviewRow) -> str:
    return HIDDEN if row.data.confidential else mask_name(row.data.caller)


def _shown(row: PreviewRow, text: str) -> str:
    people = People.of((row.data.caller,), row.data.phones)
    return people.withheld(text) if row.data.confidential else mask_text(text, people)


def _message(row: PreviewRow) -> str:
    return "；".join(problem.reason for problem in row.problems)


def difference_text(change: Difference) -> str:
    """``承办单位：城管中队 → 新海村``."""
    return f"{change.label}：{_short(change.before) or '（空）'} → {_short(change.after) or '（空）'}"


def _differences(changes: Sequence[Difference]) -> str:
    return "；".join(difference_text(change) for change in changes)


def _whole(changes: Sequence[Difference]) -> str:
    return "\n".join(
        f"{change.label}：\n{change.before or '（空）'}\n→ {change.after or '（空）'}" for change in changes
    )


def _short(text: str) -> str:
    flat = one_line(text)
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}…"


def _problems(preview: ImportPreview, state: RowState | None) -> tuple[Fault, ...]:
    rows = preview.of(state) if state else tuple(row for row in preview.rows if row.state is not RowState.FAULTY)
    return tuple(Fault(row, problem) for row in rows for problem in row.problems)


def _row_note(row: PreviewRow) -> str:
    return f"{row.data.sheet} {row.row}".strip()


_ROW = RecordColumn("行", 60, _row_note, right=True)
_NUMBER = RecordColumn("工单编号", 150, lambda row: row.number)
_DEMAND = RecordColumn(
    "诉求",
    0,
    lambda row: _short(_shown(row, _demand(row))),
    tip=lambda row: _shown(row, row.data.content or row.data.title),
)
_UNIT = RecordColumn("承办单位", 120, lambda row: row.data.unit, extra=LAST_EXTRA)
_PROBLEM_COLUMNS = (
    RecordColumn("行", 60, lambda fault: _row_note(fault.row), right=True),
    RecordColumn("列", 140, lambda fault: fault.problem.column),
    RecordColumn("原因", 0, lambda fault: fault.problem.reason),
    RecordColumn("原来写的", 200, lambda fault: _short(fault.problem.text), tip=lambda fault: fault.problem.text),
    RecordColumn("工单编号", 150, lambda fault: fault.row.number, extra=True),
)


def _row_text(row: PreviewRow) -> str:
    data = row.data
    return " ".join((row.number, data.title, data.content, data.caller, *data.phones, data.address, data.unit))


def _fault_text(fault: Fault) -> str:
    return " ".join((fault.problem.column, fault.problem.reason, fault.problem.text, _row_text(fault.row)))


def _dropped_text(row: DroppedRow) -> str:
    return f"{row.reason} {row.text}"


TABS = (
    Tab(
        "new",
        "新增",
        lambda preview: preview.new,
        (
            _ROW,
            _NUMBER,
            RecordColumn("级别", 56, lambda row: row.data.level.value if row.data.level else "", extra=True),
            _DEMAND,
            RecordColumn("来电人", 80, _caller, extra=True),
            RecordColumn("来电日期", 144, lambda row: moment_text(row.data.called_at), extra=True),
            _UNIT,
            RecordColumn("提醒", 240, _message, lambda _row: "amber"),
        ),
        _row_text,
        "没有新的工单。",
    ),
    Tab(
        "changed",
        "有变化",
        lambda preview: preview.changed,
        (
            _ROW,
            _NUMBER,
            RecordColumn("改成文件里的", 0, lambda row: _differences(row.changes), tip=lambda row: _whole(row.changes)),
            RecordColumn(
                "仍按本中心的",
                240,
                lambda row: _differences(row.kept),
                lambda _row: "ink_soft",
                lambda row: _whole(row.kept),
            ),
        ),
        _row_text,
        "已有的工单都没有变化。",
    ),
    Tab(
        "unchanged",
        "无变化",
        lambda preview: preview.unchanged,
        (_ROW, _NUMBER, _DEMAND, _UNIT),
        _row_text,
        "没有内容相同的工单。",
    ),
    Tab(
        "faulty",
        "有问题",
        lambda preview: _problems(preview, RowState.FAULTY),
        _PROBLEM_COLUMNS,
        _fault_text,
        "没有不能导入的行。",
    ),
    Tab(
        "warned",
        "提醒",
        lambda preview: _problems(preview, None),
        _PROBLEM_COLUMNS,
        _fault_text,
        "没有要提醒的地方。",
    ),
    Tab(
        "dropped",
        "不是工单",
        lambda preview: preview.dropped,
        (
            _ROW,
            RecordColumn("原因", 240, lambda row: row.reason),
            RecordColumn("内容", 0, lambda row: _short(row.text), tip=lambda row: row.text),
        ),
        _dropped_text,
        "没有合计行、说明行。",
    ),
)


@dataclass(frozen=True, slots=True)
class PreviewTabs:
    """What the preview shows: the rows of every tab by its key, narrowed to a word where one was typed."""

    rows: dict[str, Sequence[Any]]
    faulty_rows: int


def file_rows(found: Sequence[Any]) -> int:
    """How many rows of the file a tab tells of: one with several problems is one row."""
    return len({id(each.row) if isinstance(each, Fault) else id(each) for each in found})


def preview_tabs(preview: ImportPreview, word: str = "") -> PreviewTabs:
    """Works the tabs out; for tens of thousands of rows this belongs into a lane."""
    rows = {tab.key: tab.rows(preview) for tab in TABS}
    if word:
        texts = {tab.key: tab.text for tab in TABS}
        rows = {key: tuple(row for row in found if word in texts[key](row)) for key, found in rows.items()}
    return PreviewTabs(rows, len(preview.faulty))
