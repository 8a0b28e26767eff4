"""Digests of what the platform said of tickets (``platform_rows``), one for a block of neighbours.

A digest for each row would be half as long as the table; one for the table would be made anew from all of it by each
import. Of blocks that nobody wrote since digests were, nothing is known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from hotline_desktop.storage.chain.table_digests import DIGITS, Digest, Key, Since, TableDigests
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.bulk import portions

BLOCK = 20  # tickets
_t = schema.platform_rows
_EVERY = f"SELECT ticket_id, cells FROM {_t.name} ORDER BY ticket_id"
Row = Sequence[Any]


def blocks_of(ticket_ids: Iterable[int]) -> set[tuple[int]]:
    """The keys of the blocks in which these tickets' rows are."""
    return {(block,) for block in {ticket_id // BLOCK for ticket_id in ticket_ids}}


class PlatformBlocks(TableDigests):
    """A digest for each block of neighbouring tickets, known by its number."""

    def __init__(self) -> None:
        super().__init__(_t, Since.OWN_WRITE)

    def stand(self, c: Connection) -> Iterator[Digest]:
        """Every block that has rows, and its digest."""
        yield from _digested(c.exec_driver_sql(_EVERY))

    def digests(self, c: Connection, keys: Iterable[Key]) -> Iterator[Digest]:
        """How these blocks stand; '' for one in which no row is left."""
        for part in portions(sorted(keys)):
            firsts = tuple(block * BLOCK for (block,) in part)
            with closing(c.exec_driver_sql(_asking(len(part), c.dialect.paramstyle), firsts)) as answer:
                rows = answer.cursor.fetchall() if answer.cursor is not None else ()  # an import writes thousands
            there = dict(_digested(rows))
            yield from ((key, there.get(key, "")) for key in part)

    def called(self, c: Connection, key: Key) -> str:
        """What the rows of a block are called in a message: by the numbers of their first and their last ticket."""
        own = schema.tickets.c
        first = key[0] * BLOCK
        listed = select(own.number).where(own.id.between(first, first + BLOCK - 1)).order_by(own.id)
        numbers = list(c.execute(listed).scalars())
        if not numbers:
            return f"平台原文（内部号 {first} 至 {first + BLOCK - 1}）"
        whose = f"{numbers[0]} 至 {numbers[-1]} 中有一件" if len(numbers) > 1 else numbers[0]
        return f"工单 {whose}的平台原文"


@lru_cache(maxsize=64)
def _asking(blocks: int, style: str) -> str:
    """The statement that asks for so many blocks, led from each to its rows."""
    first = "(?)" if style == "qmark" else "(CAST(%s AS INTEGER))"
    return (
        f"WITH blocks (first) AS (VALUES {', '.join([first] * blocks)}) SELECT t.ticket_id, t.cells FROM blocks "
        f"CROSS JOIN {_t.name} AS t WHERE t.ticket_id BETWEEN blocks.first AND blocks.first + {BLOCK - 1} "
        "ORDER BY t.ticket_id"
    )


def _digested(rows: Iterable[Row]) -> Iterator[Digest]:
    """Of the texts as they are stored: to read each would take longer than all the rest."""
    for block, same in groupby(rows, lambda row: row[0] // BLOCK):
        parts: list[bytes] = []
        for ticket_id, cells in same:
            content = cells if type(cells) is bytes else str(cells).encode("utf-8", "surrogatepass")
            parts += (b"%d %d " % (ticket_id, len(content)), content)
        yield (block,), hashlib.sha256(b"".join(parts)).hexdigest()[:DIGITS]
