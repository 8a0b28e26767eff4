"""Full-text search of tickets: an index over pieces of text (pieces.py), kept by the engine (engines/full_text.py).

Words are not divided in Chinese, so a text is indexed as overlapping pieces of two characters, and what is searched
for is cut in the same way: every piece of it must be there. Whether they stand in a row, the texts of those few
tickets tell. Runs of digits (numbers, phones) are cut into pieces of four, or every ticket would share all its pieces
with every other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from heapq import nlargest
from itertools import pairwise
from operator import sub
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    bindparam,
    func,
    literal,
    literal_column,
    or_,
    select,
)

from hotline_desktop.domain.terms.patterns import late
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.domain.terms.readable import may_hold
from hotline_desktop.domain.terms.text import without_format_characters
from hotline_desktop.storage.engines.full_text import INDEX, FullText, HoldsPhrases, Indexed, ReadsIn, StandsIn
from hotline_desktop.storage.engines.statements import led, statements_of
from hotline_desktop.storage.searching.pieces import (
    DASHES,
    DIGITS,
    FIELDS,
    ODD,
    PAIR,
    QUAD,
    Row,
    gone_and_come,
    is_number,
    pieces,
    runs_of,
)
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.bulk import portions

_IDEOGRAPHS = late("[\u4e00-\u9fff]+")
_OWN: Mapping[str, ColumnElement[Any]] = {name: schema.tickets.c[name] for name in FIELDS}
# Not looked at one by one, as those that stand in a statement are.
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_SAMPLED = 150
_NOTHING = '""'
_BY_NUMBER = "uq_tickets_number"  # the index
_MANY = 500
_PIECES_AT_ONCE = 200_000
_MOST_RANGES, _WIDE_GAP = 32, 200  # to ask for a range costs what some hundred tickets of it do


def add(c: Connection, ticket_id: int, row: Row) -> None:
    """Puts a new ticket's row into the index."""
    add_many(c, [(ticket_id, row)])


def add_many(c: Connection, rows: Iterable[tuple[int, Row]]) -> None:
    """Puts many new tickets into the index."""
    if listed := _pieces_of(rows):
        _index(c).add(c, listed)


def change(c: Connection, ticket_id: int, old: Row, new: Row) -> None:
    """Follows a change of a ticket's row; ``old`` is what was indexed."""
    change_many(c, [(ticket_id, old, new)])


def change_many(c: Connection, rows: Iterable[tuple[int, Row, Row]]) -> None:
    """Follows changes of several tickets, each with its old row and its new one, in the order of their ids."""
    changed = [(ticket_id, *told) for ticket_id, old, new in rows if (told := gone_and_come(old, new)) is not None]
    if changed:
        _index(c).change(c, changed)


def remove(c: Connection, ticket_id: int, row: Row) -> None:
    """Takes a ticket out of the index; ``row`` is what was indexed."""
    remove_many(c, [(ticket_id, row)])


def remove_many(c: Connection, rows: Iterable[tuple[int, Row]]) -> None:
    """Takes several tickets out of the index."""
    if listed := _pieces_of(rows):
        _index(c).remove(c, listed)


def clear(c: Connection) -> None:
    """Takes every ticket out of the index."""
    _index(c).empty(c)


def indexed(c: Connection, progress: Progress | None = None) -> dict[int, int]:
    """A checksum of the index's pieces for every ticket, to be compared with ``summed``. ``progress`` may raise.

    It tells whether all pieces of a ticket are in the index, and no others.
    """
    found: dict[int, int] = {}
    for number, (piece, ticket_id) in enumerate(_index(c).every(c)):
        found[ticket_id] = found.get(ticket_id, 0) + hash(piece)
        if progress is not None and not number % _PIECES_AT_ONCE:
            progress(0, 0)
    return found


def summed(row: Row) -> int:
    """The sum that ``indexed`` gives for a ticket with that row, in this process."""
    return sum(map(hash, set(pieces(row).split())))


def is_empty(c: Connection) -> bool:
    """Whether no ticket was ever put into the index."""
    return _index(c).is_empty(c)


def _pieces_of(rows: Iterable[tuple[int, Row]]) -> list[Indexed]:
    return [(ticket_id, pieces(row)) for ticket_id, row in rows]


def _index(c: Connection) -> FullText:
    return statements_of(c).index


def matching(search: str, walked: bool = False) -> ColumnElement[bool]:
    """The condition that a ticket contains every word of ``search``.

    ``walked`` tests tickets one by one in the order of the list instead of starting from those that match.
    """
    phrases, digits = query(search), _digits(search)
    if digits and not phrases:
        return and_(*map(_holds, digits))
    ticket_id: ColumnElement[Any] = literal_column("+tickets.id") if walked else schema.tickets.c.id
    indexed = _holding(ticket_id, literal(phrases or _NOTHING))
    return and_(indexed, *map(_holds, digits), *_tests(_rows_of_pieces(search), _OWN))


def _holding(ticket_id: ColumnElement[Any], phrases: BindParameter[str]) -> ColumnElement[bool]:
    """The condition that the index has all of the phrases for a ticket."""
    return ticket_id.in_(select(INDEX.c.rowid).where(HoldsPhrases(phrases)))


def _rows_of_pieces(search: str) -> list[str]:
    """The words that are more than one piece: that these stand in a row the index does not tell."""
    return [run for run in runs_of(without_format_characters(search)) if len(run) > (QUAD if is_number(run) else PAIR)]


def is_quickly_tested(search: str) -> bool:
    """Whether the index tells at once which of a range of tickets hold every word of ``search``.

    For the beginning of a piece (one character, three digits) it first puts together every piece that begins so.
    """
    phrases = query(search)
    return bool(phrases) and "*" not in phrases and not _digits(search)


def is_in_many(c: Connection, search: str) -> bool:
    """Whether so many tickets hold every word that walking the list finds the first ones sooner than the index does."""
    return is_held_by(c, search, many_of(highest(c)))


def is_held_by(c: Connection, search: str, most: int) -> bool:
    """Whether at least ``most`` tickets hold every piece of the words, which the index tells at once."""
    if _digits(search):
        return count(c, search, most) == most
    return _index(c).count(c, query(search) or _NOTHING, most) == most


def many_of(tickets: int) -> int:
    """From how many matches on walking a list of so many tickets is less work than to put all matches in order.

    A match costs some thirty times what a step of the walk does.
    """
    return max(_MANY, math.isqrt(25 * tickets))


def holding(c: Connection, search: str, ids: Iterable[int]) -> set[int]:
    """Those of ``ids`` that hold every word. The index is asked for ranges: near ids are found quickly."""
    listed = sorted(ids)
    if not listed:
        return set()
    found = _index(c).holding(c, query(search), list(_ranges(listed))).intersection(listed)
    runs = _rows_of_pieces(search)
    if not runs:
        return found
    t = schema.tickets.c
    tests = list(_tests(runs, _OWN))
    held = select(t.id).where(t.id.in_(_IDS), *tests)
    parts = (c.execute(held, {"ids": part}).scalars() for part in portions(sorted(found)))
    return {ticket_id for part in parts for ticket_id in part}


def _ranges(ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    """A few ranges that hold all of ``ids``, which are in order; the widest gaps lie between them."""
    gaps = map(sub, ids[1:], ids)
    wide = [(gap, place) for place, gap in enumerate(gaps, 1) if gap > _WIDE_GAP]  # few where tickets are in order
    cuts = sorted(place for _gap, place in nlargest(_MOST_RANGES - 1, wide))
    for begin, end in pairwise((0, *cuts, len(ids))):
        if begin < end:
            yield ids[begin], ids[end - 1]


def is_common(c: Connection, search: str) -> bool:
    """Whether at least one ticket in twenty holds every word, estimated from a sample of tickets of all times."""
    if _digits(search) or not query(search):
        return False
    newest = highest(c)
    if newest < _SAMPLED * 10:
        return False
    ids = range(newest, 0, -(newest // _SAMPLED))
    listed = select(func.count()).select_from(schema.tickets).where(schema.tickets.c.id.in_(_IDS))
    holding_all = (or_(*_standing(run, _OWN)) for run in runs_of(search))
    return int(c.execute(listed.where(*holding_all), {"ids": list(ids)}).scalar_one()) * 20 >= len(ids)


def tested(search: str, columns: Mapping[str, ColumnElement[Any]]) -> ColumnElement[bool]:
    """The condition that a ticket contains every word, tested in its texts instead of looked up in the index."""
    return and_(*_tests(runs_of(search), columns))


def _tests(
    runs: Iterable[str | BindParameter[str]], columns: Mapping[str, ColumnElement[Any]]
) -> Iterator[ColumnElement[bool]]:
    texts = [columns[name] for name in FIELDS]
    return (or_(*_standing(run, columns), ReadsIn(_bound(run), *texts)) for run in runs)


def _standing(
    run: str | BindParameter[str], columns: Mapping[str, ColumnElement[Any]]
) -> Iterator[ColumnElement[bool]]:
    return (StandsIn(columns[name], _bound(run)) for name in FIELDS)


def _bound(run: str | BindParameter[str]) -> BindParameter[str]:
    return literal(run) if isinstance(run, str) else run


def reads_in(run: str, *texts: str) -> bool:
    """Whether ``run`` stands in the texts in whatever spelling, where it does not stand there as it is."""
    together = "\n".join(texts)
    if _IDEOGRAPHS.fullmatch(run) and not ODD.search(together):
        return False  # ideographs are spelled otherwise only by what ODD finds
    if not may_hold(together, run) and not DASHES.search(together):
        return False
    return run in " ".join(runs_of(together))


def count(c: Connection, search: str, most: int | None = None) -> int:
    """How many tickets contain every word of ``search``; counting stops at ``most``."""
    phrases = query(search)
    if not _digits(search) and not _rows_of_pieces(search):
        return _index(c).count(c, phrases or _NOTHING, most)
    if phrases and not _digits(search) and most is None:
        runs = _rows_of_pieces(search)
        values = {f"run{place}": run for place, run in enumerate(runs)}
        return int(c.execute(_counting(len(runs)), {"phrases": phrases, **values}).scalar_one())
    found = select(schema.tickets.c.id).where(matching(search)).limit(most)
    if not phrases:
        found = led(found, schema.tickets, _BY_NUMBER)
    return int(c.execute(select(func.count()).select_from(found.subquery())).scalar_one())


@cache
def _counting(runs: int) -> Select[Any]:
    """The number of tickets that hold phrases and so many runs, made once: it is asked for with each ticket shown."""
    named = (bindparam(f"run{place}", type_=Text) for place in range(runs))
    held = _holding(schema.tickets.c.id, bindparam("phrases", type_=Text))
    return select(func.count()).select_from(schema.tickets).where(held, *_tests(named, _OWN))


def highest(c: Connection) -> int:
    """The id of the newest ticket, 0 where there is none."""
    return c.exec_driver_sql("SELECT max(id) FROM tickets").scalar() or 0


def query(search: str) -> str:
    """``search`` in the language of the index: every word of it must be there.

    Empty where the index is not to be asked: for marks, and for digits that stand alone.
    """
    search = without_format_characters(search)
    return " AND ".join(phrase for run in runs_of(search) if not _is_digit(run) for phrase in _phrases(run))


def _digits(search: str) -> list[str]:
    """The digits that stand alone in ``search``.

    Nearly every ticket has each of them in its number, and the index would put a thousand pieces together to say so:
    they are looked for in the tickets themselves.
    """
    return sorted({run for run in runs_of(search) if _is_digit(run)})


def _is_digit(run: str) -> bool:
    return len(run) == 1 and is_number(run)


def _holds(digit: str) -> ColumnElement[bool]:
    """That a digit, full width or not, stands in a ticket; the number first, where it nearly always does."""
    wide = chr(ord(digit) - ord("0") + ord("\uff10"))
    columns = [schema.tickets.c[field] for field in ("number", *(field for field in FIELDS if field != "number"))]
    return or_(*(column.contains(each) for column in columns for each in (digit, wide)))


def _phrases(run: str) -> list[str]:
    if is_number(run):
        return _asked(run, QUAD)
    long_numbers = [part for part in DIGITS.findall(run) if len(part) >= QUAD]
    return [*_asked(run, PAIR), *(piece for part in long_numbers for piece in _asked(part, QUAD))]


def _asked(run: str, size: int) -> list[str]:
    """The pieces of ``run``; what is shorter than a piece begins one."""
    if len(run) < size:
        return [f'"{run}" *']
    return [f'"{piece}"' for piece in dict.fromkeys(run[i : i + size] for i in range(len(run) - size + 1))]
