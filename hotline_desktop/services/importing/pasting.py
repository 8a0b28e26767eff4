"""粘贴工单: text copied from the city's web page, a chat, a document or a sheet, read as the fields of new tickets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from hotline_desktop.domain.importing.rows import Column, read_level, read_request_type
from hotline_desktop.domain.terms.blank_words import names_a_unit, names_somebody, says_nothing
from hotline_desktop.domain.terms.phones import name_and_phones, normalise_phones, phones_in_text
from hotline_desktop.domain.terms.text import without_nul
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
from hotline_desktop.exchange.headers.aliases import AliasTable, Whose, load_aliases
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
_NUMBER = re.compile(r"(?<!\d)(\d{14})(?!\d)")
_SAID = re.compile(r"来电人|诉求人|反映人|投诉人|来电号码|来电电话|市民")
_BRACKETED = re.compile(r"[（(].*?[）)]")
_NEAR = 16  # characters between the word for the citizen and the citizen's telephone
# 1、 and ② before a label, and what chats set above each message: 王主任  9:30, ——— 2026-11-02 ———.
_ITEM = re.compile(r"\s*(?:\d{1,2}\s*[、.．)）]|[（(]\d{1,2}[)）]|[①-⑳]|[•·●◆■▪*-]+)\s*")
_SPEAKER = re.compile(
    r"\S{1,20}\s+(?:(?:\d{4}[-/年.])?\d{1,2}[-/月.]\d{1,2}日?\s*|(?:昨天|今天|星期.)\s*)?"
    r"(?:凌晨|早上|上午|中午|下午|晚上)?\s*\d{1,2}:\d{2}(?::\d{2})?|[—–─-]{6,}+|[—–─-]{3,}+[^—–─-].{0,29}[—–─-]{3,}"
)
_SIDE_BY_SIDE = re.compile(r"\t| {2,}|\u3000+")


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
        plain = unicodedata.normalize("NFC", without_nul(text))
        bare = (self._without_item_mark(line) for line in plain.splitlines() if line.strip())
        lines = [piece for line in bare for piece in self._pieces(line)]
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

    def _without_item_mark(self, line: str) -> str:
        """2、诉求人：张三 as 诉求人：张三; a line without a label as it is."""
        bare = _ITEM.sub("", line, count=1) if _ITEM.match(line) else line
        return bare if bare is not line and self._labelled_value(bare) is not None else line

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
        owners: dict[str, Whose | None] = {}
        rest: list[str] = []
        again: list[str] = []
        current, owner = "", None
        for line in self._pairs(lines):
            label = self._label_of(line)
            owner = self._aliases.whose(label) or owner if label and not self._aliases.is_shared(label) else owner
            labelled = self._labelled_value(line)
            if labelled is not None:
                current, said = labelled
                if said and current in values and current != CONTENT.key:
                    if said != values[current]:
                        # Told twice: the first one stands, unless it was another person's; the other is shown.
                        theirs = owners.get(current) is Whose.OTHER and owner is Whose.CITIZEN
                        again.append(f"{label}：{values[current]}" if theirs else line.strip())
                        values[current] = said if theirs else values[current]
                    current = ""
                elif said:
                    values[current] = f"{values[current]}\n{said}" if current in values else said
                    owners.setdefault(current, owner if self._aliases.is_shared(label) else None)
            elif _SPEAKER.fullmatch(line.strip()):
                current = ""
                rest.append(line.strip())
            elif current in (CONTENT.key, ADDRESS.key, TITLE.key):
                values[current] = f"{values.get(current, '')}\n{line.strip()}".strip()
            elif current and current not in values:
                values[current] = line.strip()
            else:
                rest.append(line.strip())
        return PastedTicket(values, tuple(rest), tuple(again))

    @staticmethod
    def _label_of(line: str) -> str:
        match = _LABELLED.fullmatch(line)
        return match[1] if match is not None else ""

    def _pairs(self, lines: list[str]) -> Iterator[str]:
        """Web pages and sheets put label and value side by side with a tab between."""
        for line in lines:
            cells = [cell.strip() for cell in _SIDE_BY_SIDE.split(line) if cell.strip()]
            if len(cells) > 1 and len(cells) % 2 == 0 and all(self._field(cell) for cell in cells[::2]):
                yield from (
                    f"{''.join(label.split()).rstrip('：:')}：{value}"
                    for label, value in zip(cells[::2], cells[1::2], strict=True)
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
    values, rest = {key: value for key, value in ticket.values.items() if _says_something(key, value)}, [*ticket.rest]
    if CONTENT.key not in values and rest:
        values[CONTENT.key], rest = "\n".join(rest), []
    text = values.get(CONTENT.key, "")
    number = _NUMBER.search(text) if NUMBER.key not in values else None
    if number is not None:
        values[NUMBER.key] = number[1]
    name, beside = name_and_phones(values.get(CALLER.key, ""))
    if beside:
        values[CALLER.key] = name
        values.setdefault(PHONES.key, "、".join(beside))
    if PHONES.key not in values:
        values[PHONES.key] = "、".join(_citizens_phones(text))
    if LEVEL.key in values:
        level = read_level(_BRACKETED.sub("", values[LEVEL.key]).strip())
        values[LEVEL.key] = level.value if level else ""
    if REQUEST_TYPE.key in values:
        kind = read_request_type(_BRACKETED.sub("", values[REQUEST_TYPE.key]).strip())
        values[REQUEST_TYPE.key] = kind.value if kind else ""
    return PastedTicket({key: value for key, value in values.items() if value}, tuple(rest), ticket.again)


def _says_something(key: str, value: str) -> bool:
    """Not for 无, 未留电话, 待分派 and the like: what a form is to be filled with later."""
    if key == PROPOSED_UNIT.key:
        return names_a_unit(value)
    if key == CALLER.key:
        return names_somebody(value)
    return not says_nothing(value) and (key != PHONES.key or bool(normalise_phones(value)))


def _citizens_phones(text: str) -> tuple[str, ...]:
    """The only telephone in a text, or of several the one that stands by a word for the citizen."""
    found = phones_in_text(_NUMBER.sub(lambda number: " " * len(number[0]), text))
    phones = tuple(dict.fromkeys(phone for _place, phone in found))
    if len(phones) < 2:
        return phones
    for said in _SAID.finditer(text):
        near = [phone for place, phone in found if 0 <= place - said.end() <= _NEAR]
        if near:
            return (near[0],)
    return ()
