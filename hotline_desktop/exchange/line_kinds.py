"""Lines of a sheet that are no tickets: blank ones, sums, repeated headers, remarks below the table."""

from __future__ import annotations

from collections.abc import Sequence

from hotline_desktop.domain.importing.model import ColumnMapping
from hotline_desktop.domain.importing.rows import Column
from hotline_desktop.exchange.aliases import AliasTable

_REPEATED_HEADERS = 2


class LineKinds:
    """Tells the tickets from the other lines of one file. Texts are the cells of a line, without padding."""

    def __init__(self, mapping: ColumnMapping, aliases: AliasTable) -> None:
        self._headers = mapping.headers
        self._counting = tuple(
            place
            for place, header in enumerate(mapping.headers)
            if aliases.is_line_number(header) and mapping.column_of(place) is None
        )
        self._telling = (*mapping.columns.get(Column.TITLE, ()), *mapping.columns.get(Column.CONTENT, ()))
        self._sums, self._footers = aliases.sums, aliases.footers

    def is_phantom(self, texts: Sequence[str]) -> bool:
        """Whether the line is blank, or only counts itself."""
        if not self._counting:
            return not any(texts)
        return all(not text or (place in self._counting and text.isdigit()) for place, text in enumerate(texts))

    def why_no_ticket(self, texts: Sequence[str]) -> str:
        """Why a line that is not blank is no ticket; empty where it may be one."""
        if self._repeats_the_headers(texts):
            return "重复的表头"
        if any(texts[place] and not self._is_sum(texts[place]) for place in self._telling if place < len(texts)):
            return ""
        first = [text for text in texts if text][:3]
        if any("".join(text.split()).startswith(self._sums) for text in first):
            return "合计行"
        if first and "".join(first[0].split()).startswith(self._footers):
            return "表格下方的说明"
        return ""

    def _is_sum(self, text: str) -> bool:
        """Whether the text is 合计 and nothing else, which no citizen complains of."""
        return "".join(text.split()).rstrip(":：") in self._sums

    def _repeats_the_headers(self, texts: Sequence[str]) -> bool:
        filled = ((text, header) for text, header in zip(texts, self._headers, strict=False) if text)
        same = other = 0
        for text, header in filled:
            if "".join(text.split()) == header:
                same += 1
            elif not same:
                return False
            else:
                other += 1
        return same >= _REPEATED_HEADERS and other <= same // 4
