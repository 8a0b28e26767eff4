"""Which header of a file is taken as which column: proposed from the alias table, changed by a clerk."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from hotline_desktop.domain.importing.model import NUMBERED, ONE_HEADER_ONLY, TEXTLESS, ColumnMapping
from hotline_desktop.domain.importing.rows import Column
from hotline_desktop.domain.terms.ticket_numbers import is_usual_number
from hotline_desktop.exchange.headers.aliases import AliasTable, plain_header, told_by_brackets
from hotline_desktop.exchange.headers.own_lists import headers_of_handling
from hotline_desktop.exchange.headers.people import of_somebody_else
from hotline_desktop.exchange.headers.split_moments import split_moments


def from_names(headers: Sequence[str], names: Mapping[str, Sequence[str]]) -> ColumnMapping:
    """A remembered mapping laid on ``headers``; headers and columns that no longer exist are left out."""
    places = {plain_header(header): index for index, header in enumerate(headers)}
    columns = {}
    for name, remembered in names.items():
        found = tuple(places[plain] for header in remembered if (plain := plain_header(header)) in places)
        if name in Column.__members__ and found:
            columns[Column[name]] = found
    numbered = NUMBERED in names and Column.NUMBER not in columns
    return ColumnMapping(tuple(headers), MappingProxyType(columns), numbered, TEXTLESS in names)


_MOMENTS = (Column.CALLED_AT, Column.RECEIVED_AT, Column.DISPATCHED_AT, Column.UPPER_LIMIT, Column.CLOSED_AT)
# What of a ticket a column states; columns that are not named here are only kept as the platform's words.
_FACTS = {
    Column.TITLE: "title",
    Column.CONTENT: "content",
    Column.CALLER: "caller",
    Column.PHONE: "phones",
    Column.ADDRESS: "address",
    Column.CALLED_AT: "called_at",
    Column.RECEIVED_AT: "received_at",
    Column.SOURCE: "source",
    Column.TICKET_TYPE: "request_type",
    Column.PLACE: "place",
    Column.CATEGORY: "category",
    Column.MAIN_CATEGORY: "category",
    Column.SUB_CATEGORY: "category",
    Column.CONFIDENTIAL: "confidential",
    Column.UNIT: "proposed_unit",
    Column.UPPER_LIMIT: "upper_limit",
    Column.PLATFORM_STATE: "platform_state",
    Column.LEVEL: "level",
}


def telling_headers(mapping: ColumnMapping, aliases: AliasTable) -> dict[str, str]:
    """Headers whose change is news of a known ticket, each with the key of the fact that it states, '' for none."""
    telling = {}
    for place, header in enumerate(mapping.headers):
        column = mapping.column_of(place)
        if column is not Column.NUMBER and not aliases.is_running(header) and not aliases.is_line_number(header):
            telling[header] = _FACTS.get(column, "") if column else ""
    return telling


def propose_mapping(
    headers: Sequence[str], aliases: AliasTable, samples: Sequence[Sequence[str]] = ()
) -> ColumnMapping:
    """The mapping that the alias table suggests. ``headers`` must differ from each other.

    ``samples``, cells of each header, tell which of several numbers is the ticket's.
    """
    ranked: dict[Column, list[tuple[int, int]]] = {}
    meant = told_by_brackets(headers, aliases)
    strangers, own = of_somebody_else(meant, aliases), headers_of_handling(headers)
    for index, header in enumerate(meant):
        found = aliases.find(header) if index not in strangers and header not in own else None
        if found:
            rank = -1 if found[0] is Column.NUMBER and _are_usual(samples, index) else found[1]
            ranked.setdefault(found[0], []).append((rank, index))
    for split in split_moments(headers):
        found = aliases.find(f"{split.stem}日期") or aliases.find(f"{split.stem}时间")
        if found and found[0] in _MOMENTS:
            ranked.setdefault(found[0], []).extend((-len(headers) + index, index) for index in split.places)
    columns = {}
    for column in Column:
        places = tuple(index for _rank, index in sorted(ranked.get(column, ())))
        if places:
            columns[column] = places[:1] if column in ONE_HEADER_ONLY else places
    proposed = ColumnMapping(tuple(headers), MappingProxyType(columns))
    all_known = Column.NUMBER in columns and all(aliases.knows(header) for header in headers)
    return replace(proposed, textless=all_known and not proposed.has_text)


def _are_usual(samples: Sequence[Sequence[str]], index: int) -> bool:
    texts = samples[index] if index < len(samples) else ()
    return bool(texts) and all(is_usual_number(text.removesuffix(".0")) for text in texts)


def signature(headers: Sequence[str]) -> str:
    """What all files of one kind have in common: a digest of their headers, whatever the order."""
    plain = sorted({plain_header(header) for header in headers})
    return hashlib.sha256("\n".join(plain).encode()).hexdigest()[:32]
