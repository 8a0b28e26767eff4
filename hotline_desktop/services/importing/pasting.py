"""粘贴工单: text copied from the city's web page, a chat, a document or a sheet, read as the fields of new tickets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from hotline_desktop.domain.importing.rows import Column
from hotline_desktop.domain.terms.options import Level, RequestType
from hotline_desktop.domain.terms.phones import PhoneKind, normalise_phones
from hotline_desktop.domain.ticket.fields import LEVEL
from hotline_desktop.domain.ticket.steps.intake import (
    ADDRESS,
    CALLED_AT,
    CALLER,
    CATEGORY,
    CONFIDENTIAL,
    CONTENT,
    NUMBER,
    PHONES,
    PLACE,
    PROPOSED_UNIT,
    RECEIVED_AT,
    REQUEST_TYPE,
    SOURCE,
    TITLE,
    UPPER_LIMIT,
)
from hotline_desktop.exchange.aliases import AliasTable, load_aliases
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.foundation.copied_rows import copied_rows

COLUMNS_FILE = "columns.toml"
MOST = 50
# Which field of the register form a column fills; the first one that is filled stands.
_FIELDS = {
    Column.NUMBER: NUMBER.key,
    Column.LEVEL: LEVEL.key,
    Column.TITLE: TITLE.key,
    Column.CONTENT: CONTENT.key,
    Column.CALLER: CALLER.key,
    Column.PHONE: PHONES.key,
    Column.ADDRESS: ADDRESS.key,
    Column.PLACE: PLACE.key,
    Column.CALLED_AT: CALLED_AT.key,
    Column.RECEIVED_AT: RECEIVED_AT.key,
    Column.SOURCE: SOURCE.key,
    Column.TICKET_TYPE: REQUEST_TYPE.key,
    Column.CATEGORY: CATEGORY.key,
    Column.SUB_CATEGORY: CATEGORY.key,
    Column.MAIN_CATEGORY: CATEGORY.key,
    Column.CONFIDENTIAL: CONFIDENTIAL.key,
    Column.UNIT: PROPOSED_UNIT.key,
    Column.UPPER_LIMIT: UPPER_LIMIT.key,
}
_LABELLED = re.compile(r"\s*[【\[]?\s*([^\s：:【】\[\]]{1,16}(?:\s?[（(][^）)]{1,8}[）)])?)\s*[】\]]?\s*[：:]\s*(.*)")
_LABEL = re.compile(
    r"(?:^|(?<=[\s；;，,、|。]))\s*([^\s：:；;，,、|。【】\[\]]{1,16}(?:[（(][^）)]{1,8}[）)])?)\s*[：:]\s*"
    r"|[【\[]\s*([^\s：:【】\[\]]{1,16})\s*[】\]]\s*[：:]?\s*"
)
_GOES_ON = frozenset("，,、|。")
_MARKS = " \t　；;，,、|"
_BESIDE_NAME = re.compile(r"[\s，,、：:/]+((?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4})$")
_NUMBER = re.compile(r"(?<!\d)(\d{14})(?!\d)")
_SAID = re.compile(r"来电人|诉求人|市民")


@dataclass(frozen=True, slots=True)
class PastedTicket:
    """The fields that were found in a text, by their keys.

    ``rest`` are lines that no field took, ``again`` those that tell otherwise of a field what stands there already.
    """

    values: Mapping[str, str]
    rest: tuple[str, ...] = ()
    again: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """工单编号, empty where the text has none."""
        return self.values.get(NUMBER.key, "")


class Pasting:
    """Reads with the same words for columns that imports know."""

    def __init__(self, office: OfficeContext) -> None:
        self._office = office

    @cached_property
    def _aliases(self) -> AliasTable:
        return load_aliases(self._office.resources_dir / COLUMNS_FILE)

    def read(self, text: str) -> tuple[PastedTicket, ...]:
        """The tickets that ``text`` tells of, none for an empty one; at most ``MOST``.

        Labels (``来电人：…``, ``【来电人】…``), one a line or several, fill their field; a line without one goes on
        with the field before; a sheet's rows are told by tabs. A text without any label is the content, with number and
        phone picked out of it.
        """
        plain = unicodedata.normalize("NFC", text)
        lines = [piece for line in plain.splitlines() if line.strip() for piece in self._pieces(line)]
        found = self._as_table(copied_rows(plain)) or [self._labelled(part) for part in self._parts(lines)]
        return tuple(_completed(one) for one in found if one.values or one.rest)[:MOST]

    def _as_table(self, rows: list[list[str]]) -> list[PastedTicket]:
        """Rows copied out of a sheet: the first one names the columns."""
        if len(rows) < 2 or len(rows[0]) < 2:
            return []
        heads = [self._field(cell) for cell in rows[0]]
        if sum(bool(head) for head in heads) * 2 <= len(heads):  # else labels with their values between them
            return []
        found = []
        for row in rows[1:]:
            values: dict[str, str] = {}
            for key, cell in zip(heads, row, strict=False):
                if key and cell:
                    values.setdefault(key, cell)
            found.append(PastedTicket(values))
        return found

    def _pieces(self, line: str) -> Iterator[str]:
        """A line of several labels, as chats have it, divided before each; any other line as it is.

        Behind the label of the content only a space, a semicolon or a bracket begins another: 反映，地址：… goes on.
        """
        starts: list[tuple[int, int, str]] = []
        within = False
        for label in _LABEL.finditer(line):
            key = self._field(label[1] or label[2])
            if key and not (within and line[label.start() - 1 : label.start()] in _GOES_ON):
                starts.append((label.start(), label.end(), label[1] or label[2]))
                within = within or key == CONTENT.key
        if not starts or (len(starts) == 1 and starts[0][0] > 0):
            yield line
            return
        if line[: starts[0][0]].strip(_MARKS):
            yield line[: starts[0][0]]
        ends = [start for start, _end, _name in starts[1:]] + [len(line)]
        for (_start, end, name), until in zip(starts, ends, strict=True):
            yield f"{name}：{line[end:until].strip(_MARKS if until < len(line) else None)}"

    def _parts(self, lines: list[str]) -> Iterator[list[str]]:
        """One part for each ticket: a new one begins where 工单编号 is told again."""
        part: list[str] = []
        numbered = False
        for line in lines:
            labelled = self._labelled_value(line)
            if labelled is not None and labelled[0] == NUMBER.key:
                if numbered:
                    yield part
                    part = []
                numbered = True
            part.append(line)
        if part:
            yield part

    def _labelled(self, lines: list[str]) -> PastedTicket:
        values: dict[str, str] = {}
        rest: list[str] = []
        again: list[str] = []
        current = ""
        for line in self._pairs(lines):
            labelled = self._labelled_value(line)
            if labelled is not None:
                current = labelled[0]
                if labelled[1] and current in values and current != CONTENT.key:
                    current = ""  # told twice: the first one stands, the other is shown
                    if labelled[1] != values[labelled[0]]:
                        again.append(line.strip())
                elif labelled[1]:
                    values[current] = f"{values[current]}\n{labelled[1]}" if current in values else labelled[1]
            elif current in (CONTENT.key, ADDRESS.key, TITLE.key):
                values[current] = f"{values.get(current, '')}\n{line.strip()}".strip()
            elif current and current not in values:
                values[current] = line.strip()
            else:
                rest.append(line.strip())
        return PastedTicket(values, tuple(rest), tuple(again))

    def _pairs(self, lines: list[str]) -> Iterator[str]:
        """Web pages and sheets put label and value side by side with a tab between."""
        for line in lines:
            cells = [cell.strip() for cell in line.split("\t") if cell.strip()]
            if len(cells) > 1 and len(cells) % 2 == 0 and all(self._field(cell) for cell in cells[::2]):
                yield from (
                    f"{label.rstrip('：:')}：{value}" for label, value in zip(cells[::2], cells[1::2], strict=True)
                )
            else:
                yield line

    def _labelled_value(self, line: str) -> tuple[str, str] | None:
        match = _LABELLED.fullmatch(line)
        key = self._field(match[1]) if match is not None else ""
        if key and match is not None:
            return key, match[2].strip()
        alone = self._field(line.strip())
        return (alone, "") if alone else None

    def _field(self, header: str) -> str:
        found = self._aliases.find(header.strip().rstrip("：:")) if header.strip() else None
        return _FIELDS.get(found[0], "") if found else ""


def _completed(ticket: PastedTicket) -> PastedTicket:
    """Puts what no label told where it belongs, and gives choices the form's own words."""
    values, rest = dict(ticket.values), list(ticket.rest)
    if CONTENT.key not in values and rest:
        values[CONTENT.key], rest = "\n".join(rest), []
    text = values.get(CONTENT.key, "")
    number = _NUMBER.search(text) if NUMBER.key not in values else None
    if number is not None:
        values[NUMBER.key] = number[1]
    beside = _BESIDE_NAME.search(values.get(CALLER.key, ""))
    if PHONES.key not in values and beside is not None:
        values[PHONES.key], values[CALLER.key] = beside[1], values[CALLER.key][: beside.start()]
    if PHONES.key not in values:
        phones = [p.text for p in normalise_phones(_NUMBER.sub(" ", text)) if p.kind is not PhoneKind.ODD]
        if phones and (_SAID.search(text) or len(phones) == 1):
            values[PHONES.key] = "、".join(phones)
    if LEVEL.key in values:
        values[LEVEL.key] = _choice(Level, values[LEVEL.key])
    if REQUEST_TYPE.key in values:
        values[REQUEST_TYPE.key] = next(
            (each.value for each in RequestType if each.value in values[REQUEST_TYPE.key]), ""
        )
    return PastedTicket({key: value for key, value in values.items() if value}, tuple(rest), ticket.again)


def _choice(options: type[StrEnum], text: str) -> str:
    """The option's word that stands in ``text``; empty where none does."""
    return next((option.value for option in options if option.value in text), "")
