"""Values whose type or form is not that of their column: SQLite stores whatever it is given."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import Column, Integer, LargeBinary, Table

from hotline_desktop.storage.chain.forms_of_values import form_of
from hotline_desktop.storage.engines.packed import Packed
from hotline_desktop.storage.engines.sqlite.texts.packing import is_packed, unpacked
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.unfit import UnfitValue

_FIRST_YEAR, _LAST_YEAR = 1900, 2299  # beyond them, days cannot be counted on from a date any more
_LARGEST = 2**53


def unfit(raw: sqlite3.Connection, most: int) -> tuple[UnfitValue, ...]:
    """The first ``most`` of them. Nothing of a row is read as what it means."""
    raw.create_function("fits", 2, _fits, deterministic=True)
    return tuple(islice(_found(raw), most))


def _found(raw: sqlite3.Connection) -> Iterator[UnfitValue]:
    for table in schema.metadata.sorted_tables:
        keys, statement = _statement(table)
        for *row, column in raw.execute(statement):
            yield UnfitValue(table.name, tuple(key for key in row[:keys] if isinstance(key, int)), column)


@cache
def _statement(table: Table) -> tuple[int, str]:
    """How many columns its key has, and the statement that gives the key and the first unfit column of rows."""
    own = [column for column in table.primary_key.columns if isinstance(column.type, Integer)]
    keys = "".join(f'CASE typeof("{column.name}") WHEN \'integer\' THEN "{column.name}" END, ' for column in own)
    cases = " ".join(f"WHEN {_unfit(column)} THEN '{column.name}'" for column in table.c)
    return len(own), f'SELECT * FROM (SELECT {keys}CASE {cases} END AS wrong FROM "{table.name}") WHERE wrong NOT NULL'


def _unfit(column: Column[Any]) -> str:
    name, form = f'"{column.name}"', form_of(column)
    wrong = [f"typeof({name}) NOT IN ({_types(column)})"]
    if isinstance(column.type, Integer):
        least, most = (_FIRST_YEAR, _LAST_YEAR) if column.name == "year" else (-_LARGEST, _LARGEST)
        wrong.append(f"{name} NOT BETWEEN {least} AND {most}")
    elif not isinstance(column.type, LargeBinary):
        wrong.append(f"NOT fits('{form.form}', CAST({name} AS BLOB))")
    if form.choices:
        listed = ", ".join(f"'{choice}'" if isinstance(choice, str) else str(choice) for choice in form.choices)
        wrong.append(f"{name} NOT IN ({listed})")
    condition = " OR ".join(wrong)
    return f"({name} NOT NULL AND ({condition}))" if column.nullable else f"({name} IS NULL OR {condition})"


def _types(column: Column[Any]) -> str:
    if isinstance(column.type, Integer):
        return "'integer'"
    if isinstance(column.type, Packed):
        return "'text', 'blob'"
    return "'blob'" if isinstance(column.type, LargeBinary) else "'text'"


def _fits(form: str, stored: bytes) -> bool:
    try:
        if form == "json":
            text = unpacked(stored) if is_packed(stored) else stored.decode()
            return isinstance(json.loads(text), dict | list)
        text = "" if is_packed(stored) else stored.decode()
        if "\0" in text:  # SQLite ends a text there when it compares and searches
            return False
        return not form or not text or _is_time(form, text)
    except (ValueError, RecursionError):
        return False


def _is_time(form: str, text: str) -> bool:
    moment = date.fromisoformat(text) if form == "day" else datetime.fromisoformat(text)
    zone = moment.tzinfo if isinstance(moment, datetime) else None
    return zone is None and _FIRST_YEAR <= moment.year <= _LAST_YEAR
