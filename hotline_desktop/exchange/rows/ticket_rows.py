"""Rows of an opened file as tickets: each cell typed by what its column is taken as, never by what it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from hotline_desktop.domain.importing.made_numbers import former_number, number_from_content, numbered_apart
from hotline_desktop.domain.importing.model import Cell, ColumnMapping, DroppedRow, ImportFile
from hotline_desktop.domain.importing.rows import (
    CellProblem,
    Column,
    Severity,
    TicketRow,
    read_level,
    read_request_type,
)
from hotline_desktop.domain.records.unit_register import UnitRegister
from hotline_desktop.domain.terms.blank_words import DITTO, names_somebody
from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.terms.phones import PhoneKind, name_and_phones, normalise_phones
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.domain.terms.text import has_format_characters, in_one_line, without_format_characters
from hotline_desktop.domain.terms.ticket_numbers import number_remark, read_number_text
from hotline_desktop.exchange.headers.aliases import AliasTable
from hotline_desktop.exchange.headers.own_lists import headers_of_handling
from hotline_desktop.exchange.rows.broken_lines import broken_lines, row_within
from hotline_desktop.exchange.rows.line_kinds import OTHER_HEADERS, SAME_HEADERS, LineKinds
from hotline_desktop.exchange.rows.moment_cells import MomentReader
from hotline_desktop.exchange.rows.rejects import REJECT_HEADERS
from hotline_desktop.exchange.rows.unit_cells import UnitReader, list_of
from hotline_desktop.exchange.sheets import cells
from hotline_desktop.exchange.sheets.sheet import UNCALCULATED

_REPORT_EVERY = 500
_UPPER_LEVELS = ("一级", "二级")  # of units: the district, and the town below it
_SPREAD_NAME = re.compile(r"^([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])$")  # 张　三, as wide as three characters
_TEXTS = {
    Column.ORIGINAL_NUMBER: "original_number",
    Column.TITLE: "title",
    Column.CONTENT: "content",
    Column.CALLER: "caller",
    Column.ADDRESS: "address",
    Column.SOURCE: "source",
    Column.PLATFORM_STATE: "platform_state",
    Column.HANDLING: "handling",
    Column.FACT: "fact",
    Column.DEMAND: "demand",
    Column.RESOLUTION: "resolution",
    Column.SATISFACTION: "satisfaction",
    Column.FIRST_CONTACT: "first_contact",
}
_FLAGS = {Column.CONFIDENTIAL: "confidential", Column.URGED: "urged"}
# What a citizen or clerk wrote stays character by character; names and words of systems lose what is never seen.
_VERBATIM = frozenset(("title", "content", "handling", "address"))
_IN_LINES = frozenset(("content", "handling"))
# Levels of a category, lists of units: the same few stand in thousands of rows, so they are remembered.
_REMEMBERED = 4_096


def read_rows(
    file: ImportFile,
    mapping: ColumnMapping,
    aliases: AliasTable,
    town: str = "",
    progress: Progress | None = None,
    register: UnitRegister | None = None,
) -> tuple[list[TicketRow], list[DroppedRow]]:
    """The tickets of ``file`` and the lines that are none; blank lines are left out without a word.

    ``town`` is the name of the office's own town, which is never the unit that handles a ticket.
    """
    kinds, reader = LineKinds(mapping, aliases), _RowReader(file, mapping, aliases, UnitReader(town, register))
    rows: list[TicketRow] = []
    dropped: list[DroppedRow] = []
    broken = broken_lines(file, mapping, kinds)
    astray, within = 0, ""  # the row with other headers, under which these mean nothing, and its sheet
    for place, (sheet, number, line) in enumerate(file.lines()):
        if progress and place % _REPORT_EVERY == 0:
            progress(place, file.row_count)
        texts = cells.line_texts(line)
        if kinds.is_phantom(texts):
            continue
        reason = kinds.why_no_ticket(texts)
        if reason == SAME_HEADERS or sheet != within:
            astray = 0
        if reason == OTHER_HEADERS:
            astray, within = number, sheet
        if reason:
            dropped.append(DroppedRow(number, reason, next(text for text in texts if text), sheet))
        else:
            rows.append(reader.read(number, line, texts, sheet, astray, place in broken))
    return numbered_apart(rows) if mapping.numbered else rows, dropped


@dataclass(slots=True)
class _Line:
    """One line while it is read. ``texts`` are its cells without padding, as many as there are headers or more.

    ``shown`` are the texts without errors of formulas and words for “nothing”.
    """

    row: int
    cells: Sequence[Cell]
    texts: list[str]
    shown: list[str]
    problems: list[CellProblem]


class _RowReader:
    """Reads lines by one mapping."""

    def __init__(self, file: ImportFile, mapping: ColumnMapping, aliases: AliasTable, units: UnitReader) -> None:
        self._mapping, self._headers, self._text_table = mapping, mapping.headers, file.text
        self._unit_cells, self._moment_cells = units, MomentReader(mapping, file.from_1904)
        self._above: _Line | None = None
        self._sheet = ""
        self._places = {column: mapping.columns.get(column, ()) for column in Column}
        used = mapping.columns
        self._used = {place for places in used.values() for place in places}
        spoken = {name: used[column] for column, name in _TEXTS.items() if column in used}
        self._verbatim = [(name, places) for name, places in spoken.items() if name in _VERBATIM]
        self._names = [(name, places) for name, places in spoken.items() if name not in _VERBATIM]
        self._in_one_line = [name for name in spoken if name not in _IN_LINES]
        self._flags = [(column, name) for column, name in _FLAGS.items() if column in used]
        unsaid = {*REJECT_HEADERS, *headers_of_handling(self._headers), *filter(aliases.is_line_number, self._headers)}
        self._said = ["" if header in unsaid else header for header in self._headers]
        # The widest first; 二级 and 三级 are levels of their own.
        wide = [used[column] for column in (Column.CATEGORY, Column.MAIN_CATEGORY) if column in used]
        self._categories = (*wide, *((place,) for place in used.get(Column.SUB_CATEGORY, ())))

    def read(
        self, row: int, line: Sequence[Cell], texts: list[str], sheet: str = "", astray: int = 0, broken: bool = False
    ) -> TicketRow:
        """The line as a ticket, with everything that is wrong with it.

        ``astray`` is the row of other headers above; ``broken`` lines are only pieces of a ticket.
        """
        stood = len(texts)
        missing = len(self._headers) - stood
        if missing > 0:
            line, texts = [*line, *[""] * missing], [*texts, *[""] * missing]
        current = _Line(row, line, texts, texts, [])
        unsaid = self._say_again(current, sheet)
        texts = current.texts
        current.shown = cells.without_nothing(texts)
        if unsaid:
            current.shown = ["" if place in unsaid else text for place, text in enumerate(current.shown)]
        self._check_cells(current)
        if broken:
            reason = (
                f"这一行只有 {stood} 格，表头有 {len(self._headers)} 格，可能内容里的换行没有加引号，或文件没有下载完"
            )
            self._fault(current, None, reason, Column.CONTENT)
        if astray:
            reason = f"第 {astray} 行又是一行表头，与上面的不同，照上面的读会错位"
            self._fault(current, None, f"{reason}；请另存成一个文件，或指定表头在第 {astray} 行", Column.NUMBER)
        shown = current.shown
        found: dict[str, object] = {name: _first(shown, places) for name, places in self._verbatim}
        found |= _all_seen({name: _first(shown, places) for name, places in self._names})
        for place, reason, severity in self._moment_cells.read(current.cells, shown, found):
            self._report(current, place, reason, severity)
        self._read_terms(current, found)
        self._read_lists(current, found)
        self._read_caller(found)
        self._read_flags(current, found)
        if self._categories:
            found["category"] = joined_levels(tuple([_first(shown, places) for places in self._categories]))
        if not found.get("title") and not found.get("content") and self._mapping.has_text:
            self._fault(current, None, "没有标题，也没有来电内容", Column.CONTENT)
        said = zip(self._said, texts, strict=False)
        found["platform"] = {header: text for header, text in said if text and header and text != UNCALCULATED}
        number = self._read_number(current, found)  # made of the texts as they stand in the file
        for name in self._in_one_line:
            found[name] = in_one_line(found[name])  # type: ignore[arg-type]  # they are texts
        return TicketRow(row, number, problems=tuple(current.problems), sheet=sheet, **found)  # type: ignore[arg-type]

    def _say_again(self, line: _Line, sheet: str) -> frozenset[int]:
        """同上 and 〃 say what the row above says; the places where none above says anything: these are blank.

        Each row that comes by is the one above the next of its sheet.
        """
        above, self._above = self._above if sheet == self._sheet else None, line
        self._sheet = sheet
        if DITTO.isdisjoint(line.texts):  # as nearly every line
            return frozenset()
        again = [place for place, text in enumerate(line.texts) if text in DITTO]
        known = above.texts if above is not None else []
        told = [place for place in again if place < len(known) and known[place] not in ("", *DITTO)]
        if above is not None and told:
            said, texts = list(line.cells), list(line.texts)
            for place in told:
                self._warn(line, place, f"“{texts[place]}”按上一行同一列的内容导入")
                said[place], texts[place] = above.cells[place], above.texts[place]
            line.cells, line.texts = said, texts
        unsaid = frozenset(again).difference(told)
        for place in sorted(unsaid & self._used):
            self._warn(line, place, f"“{line.texts[place]}”的上面没有可以照写的内容，按空白导入")
        return unsaid

    def _filled(self, line: _Line, column: Column) -> tuple[int, ...]:
        places, shown = self._places[column], line.shown
        if len(places) == 1:
            return places if shown[places[0]] else ()
        return tuple([place for place in places if shown[place]])

    def _check_cells(self, line: _Line) -> None:
        width = len(self._headers)
        if self._text_table and any(line.texts[width:]):
            reason = f"这一行有 {len(line.texts)} 格，表头只有 {width} 格，可能是内容里的分隔符没有加引号"
            self._fault(line, None, reason, Column.CONTENT)
        if self._text_table and (place := row_within(line.texts, width)) is not None:
            self._fault(line, place, "这一格里夹着别的行，多半是前面的引号没有成对，请用记事本补上引号或重新导出")
        # A number or telephone says itself what became of it.
        numbers, phones = self._places[Column.NUMBER], self._places[Column.PHONE]
        for place, reason in cells.cell_faults(line.cells, line.texts):
            if place < width and place not in numbers and not (place in phones and line.shown[place]):
                self._warn(line, place, reason)

    def _read_number(self, line: _Line, found: dict[str, object]) -> str | None:
        if self._mapping.numbered:
            found["former_number"] = former_number(found)
            return number_from_content(found)
        place = next(iter(self._filled(line, Column.NUMBER)), None)
        if place is None:
            uncalculated = any(line.texts[each] == UNCALCULATED for each in self._places[Column.NUMBER])
            reason = "工单编号是公式，还没有算出结果" if uncalculated else "没有工单编号"
            self._fault(line, None, reason, Column.NUMBER)
            return None
        try:
            number = cells.read_number(line.cells[place])
        except ValueError as error:
            self._fault(line, place, str(error))
            return None
        remark = "" if number == line.texts[place] else number_remark(read_number_text(line.texts[place]))[1]
        if remark:
            self._warn(line, place, f"编号后面的“{remark}”没有采用")
        return number

    def _read_terms(self, line: _Line, found: dict[str, object]) -> None:
        place = next(iter(self._filled(line, Column.LEVEL)), None)
        if place is not None:
            found["level_word"] = word = in_one_line(without_format_characters(line.texts[place]))
            found["level"] = level = read_level(word)
            if level is None:
                self._warn(line, place, "不认识的工单级别，按“一般”导入")
            elif level is Level.URGENT and Column.RECEIVED_AT in found.get("date_only", ()):  # type: ignore[operator]
                self._warn(line, place, "紧急工单的收单时间只有日期，期限从当日0:00起算")
        kinds = [read_request_type(line.texts[place]) for place in self._filled(line, Column.TICKET_TYPE)]
        found["request_type"] = next(filter(None, kinds), None)
        if self._places[Column.PLACE]:
            # In the order of the file, which goes from the wide to the narrow.
            levels = [line.shown[place] for place in sorted(self._places[Column.PLACE])]
            found["place"] = joined_levels(tuple(levels))

    def _read_lists(self, line: _Line, found: dict[str, object]) -> None:
        if self._places[Column.PHONE]:
            found["phones"] = tuple(self._phones(line))
        units = self._answering(line)
        helping = self._units(line, *self._places[Column.CO_UNITS])
        if units or helping:
            # 甲、乙: the first is answerable (主办), the others help.
            found["unit"] = units[0] if units else ""
            found["co_units"] = tuple(dict.fromkeys((*units[1:], *(each for each in helping if each not in units))))
        if self._places[Column.DUPLICATE_OF]:
            found["duplicate_of"] = self._listed(line, Column.DUPLICATE_OF)

    def _answering(self, line: _Line) -> tuple[str, ...]:
        """The units of the lowest level that names any; those above the town's own level are none of its units."""
        above_town = False
        for place in self._places[Column.UNIT]:
            if above_town and self._headers[place].startswith(_UPPER_LEVELS):
                continue
            if units := self._units(line, place):
                return units
            above_town = above_town or self._unit_cells.is_town(line.shown[place])
        return ()

    @staticmethod
    def _read_caller(found: dict[str, Any]) -> None:
        """The caller's name without the telephone that some platforms write beside it in the same cell."""
        caller = found.get("caller")
        if not caller:
            return
        found["caller"], beside = _caller_in(caller)
        if beside:
            found["phones"] = tuple(dict.fromkeys((*found.get("phones", ()), *beside)))

    def _units(self, line: _Line, *places: int) -> tuple[str, ...]:
        return self._unit_cells.named(*[line.shown[place] for place in places])

    def _listed(self, line: _Line, column: Column) -> tuple[str, ...]:
        places = self._filled(line, column)
        return list_of([line.texts[place] for place in places]) if places else ()

    def _phones(self, line: _Line) -> Iterator[str]:
        seen: set[str] = set()
        for place in self._filled(line, Column.PHONE):
            try:
                phones = normalise_phones(cells.phone_text(line.cells[place]))
            except ValueError as error:
                self._warn(line, place, str(error))
                continue
            for phone in phones:
                if phone.kind is PhoneKind.ODD:
                    self._warn(line, place, "号码不常见，按原样保留")
                if phone.text not in seen:
                    seen.add(phone.text)
                    yield phone.text

    def _read_flags(self, line: _Line, found: dict[str, object]) -> None:
        for column, name in self._flags:
            for place in self._filled(line, column):
                answer = cells.read_yes_no(line.texts[place])
                if answer is None and column is Column.CONFIDENTIAL:
                    self._warn(line, place, "看不出是否保密，按保密处理")
                found[name] = answer is not False
                break

    def _fault(self, line: _Line, place: int | None, reason: str, column: Column | None = None) -> None:
        self._report(line, place, reason, Severity.FAULT, column)

    def _warn(self, line: _Line, place: int, reason: str) -> None:
        self._report(line, place, reason, Severity.WARNING)

    def _report(
        self, line: _Line, place: int | None, reason: str, severity: Severity, column: Column | None = None
    ) -> None:
        if place is None and column is not None and self._places[column]:
            place = self._places[column][0]
        header = self._headers[place] if place is not None else column.value if column else ""
        text = line.texts[place] if place is not None else ""
        line.problems.append(CellProblem(line.row, header, reason, severity, text))


def _first(texts: Sequence[str], places: tuple[int, ...]) -> str:
    """The first of the texts that says anything."""
    for place in places:
        if texts[place]:
            return texts[place]
    return ""


def _all_seen(texts: dict[str, str]) -> dict[str, str]:
    """The texts without what is never seen in them, which is looked for in all at once: most have nothing of it."""
    if has_format_characters("\n".join(texts.values())):
        return {name: without_format_characters(text) for name, text in texts.items()}
    return texts


@lru_cache(maxsize=_REMEMBERED)
def _caller_in(text: str) -> tuple[str, tuple[str, ...]]:
    return name_and_phones(_SPREAD_NAME.sub(r"\1\2", text)) if names_somebody(text) else ("", ())


@lru_cache(maxsize=_REMEMBERED)
def joined_levels(levels: tuple[str, ...]) -> str:
    """The levels of a category, the widest first, joined by /; a level that the next one repeats stands once."""
    return "/".join(dict.fromkeys(filter(None, levels)))
