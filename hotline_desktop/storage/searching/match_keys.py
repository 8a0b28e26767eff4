"""What tickets about one matter have in common, as short texts in a table of their own: phones, places, quoted numbers.

A ticket is looked up by the keys of another one; whether they really are about one matter the rules decide
(domain/repeats/candidates.py). Removing a ticket's keys means making its old ones once more: whoever changes how keys
are made must rebuild the table in a migration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from hotline_desktop.domain.repeats.candidates import Known, joined, quoted_numbers
from hotline_desktop.domain.repeats.similarity import place_keys
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.bulk import delete_lines, insert_lines, of_ids, portions, selecting

Row = Mapping[str, Any]  # of the table of tickets
_COLUMNS = ("mark", "ticket_id")  # marks are written in the order of the table, which is faster
_PHONE, _PLACE, _QUOTED = "p", "a", "q"
_SHARING = (
    "SELECT ticket_id FROM ticket_marks WHERE mark IN ({ids}) GROUP BY ticket_id "
    "ORDER BY count(*) DESC, ticket_id DESC LIMIT {most}"
)
_HOLDING = "SELECT ticket_id FROM ticket_marks WHERE mark IN ({ids})"
_COMPARED = selecting(schema.tickets.c[name] for name in ("id", "number", "phones", "address", "title", "content"))


def add(c: Connection, ticket_id: int, row: Row) -> None:
    """Marks a new ticket."""
    add_many(c, [(ticket_id, row)])


def add_many(c: Connection, rows: Iterable[tuple[int, Row]]) -> None:
    """Marks many new tickets."""
    insert_lines(c, schema.ticket_marks, _COLUMNS, sorted(_pairs(rows)))


def change_many(c: Connection, rows: Iterable[tuple[int, Row, Row]]) -> None:
    """Follows changes of tickets, each with the row that was marked and the new one."""
    gone: list[tuple[str, int]] = []
    come: list[tuple[str, int]] = []
    for ticket_id, old, new in rows:
        for fields, made in _MADE_OF:
            changed = [field for field in fields if old[field] != new[field]]
            # Of a text that stays, the long one as a rule, nothing is made where the other neither had nor has a mark.
            if changed and (made(_alone(old, fields, changed)) or made(_alone(new, fields, changed))):
                before, after = set(made(old)), set(made(new))
                gone += ((mark, ticket_id) for mark in before - after)
                come += ((mark, ticket_id) for mark in after - before)
    # What comes may stand there already, where another tool changed the row that it was made from.
    delete_lines(c, schema.ticket_marks, _COLUMNS, sorted([*gone, *come]))
    insert_lines(c, schema.ticket_marks, _COLUMNS, sorted(come))


def _alone(row: Row, fields: tuple[str, ...], changed: list[str]) -> Row:
    """The row with nothing in those of the fields that did not change: each field has its own marks."""
    return row if len(changed) == len(fields) else {field: row[field] if field in changed else "" for field in fields}


def remove_many(c: Connection, rows: Iterable[tuple[int, Row]]) -> None:
    """Takes the marks of tickets away, each with the row that was marked."""
    delete_lines(c, schema.ticket_marks, _COLUMNS, sorted(_pairs(rows)))


def _pairs(rows: Iterable[tuple[int, Row]]) -> Iterator[tuple[str, int]]:
    return ((mark, ticket_id) for ticket_id, row in rows for mark in match_keys_of(row))


def sharing(c: Connection, row: Row, number: str, most: int) -> tuple[int, ...]:
    """Tickets that have a mark of ``row``, or quote ``number``: those with most marks, then the newest, first."""
    match_keys = [mark for mark in match_keys_of(row) if not mark.startswith(_QUOTED)]
    if number:
        match_keys.append(_QUOTED + number)
    if not match_keys:
        return ()
    return tuple(row[0] for row in of_ids(c, _SHARING.format(most=most, ids="{ids}"), match_keys))


def quoting(c: Connection, numbers: Iterable[str]) -> set[int]:
    """All tickets that quote any of ``numbers``."""
    marks = [_QUOTED + number for number in numbers if number]
    return {row[0] for part in portions(marks) for row in of_ids(c, _HOLDING, part)}


def compared(c: Connection, ids: Iterable[int]) -> dict[int, Known]:
    """What is held against another ticket of these, by their ids. A cell that holds no text says nothing."""
    found: dict[int, Known] = {}
    for part in portions(ids):
        for row in of_ids(c, f"{_COMPARED} WHERE id IN ({{ids}})", part):
            ticket_id, number, phones, address, title, content = row
            if not (type(number) is type(phones) is type(address) is type(title) is type(content) is str):
                number, phones, address, title, content = map(_as_text, row[1:])
            found[ticket_id] = Known(
                number, tuple(phones.split("、")) if phones else (), address, joined(title, content)
            )
    return found


def _as_text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def match_keys_of(row: Row) -> tuple[str, ...]:
    """The marks of a ticket's row, each once."""
    return tuple(dict.fromkeys(mark for _fields, made in _MADE_OF for mark in made(row)))


def _of_phones(row: Row) -> list[str]:
    return [_PHONE + phone for phone in row["phones"].split("、") if phone]


def _of_place(row: Row) -> list[str]:
    return [_PLACE + key for key in place_keys(row["address"])]


def _of_texts(row: Row) -> list[str]:
    return [_QUOTED + number for number in quoted_numbers(f"{row['title']}\n{row['content']}")]


# Each kind of mark begins with a letter of its own, so that one can change without the others.
_MADE_OF: tuple[tuple[tuple[str, ...], Callable[[Row], list[str]]], ...] = (
    (("phones",), _of_phones),
    (("address",), _of_place),
    (("title", "content"), _of_texts),
)
FIELDS = tuple(field for fields, _made in _MADE_OF for field in fields)
