"""Numbers for tickets of a file that has none: made of what the call says, so that the same row is the same ticket.

What handling changes later (state, handling, closing, satisfaction, limit) is no part of it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from hotline_desktop.domain.importing.rows import TicketRow

_SAID = ("caller", "phones", "address", "title", "content", "source", "original_number")
_FORMERLY = ("called_at", "caller", "phones", "title", "content")


def number_from_content(found: Mapping[str, object]) -> str:
    """``ZB20220905-1A2B3C4D5E``: the day of the call and a digest of the call, given by the names of a row's facts."""
    at = found.get("called_at") or found.get("received_at")
    said = [str(at or ""), *("".join(str(found.get(key) or "").split()) for key in _SAID)]
    return _number(said, at)


def former_number(found: Mapping[str, object]) -> str:
    """The number that the program made before it looked at address and source: tickets may still carry it."""
    return _number([str(found.get(key, "")) for key in _FORMERLY], found.get("called_at"))


def numbered_apart(rows: Iterable[TicketRow]) -> list[TicketRow]:
    """The rows, equal calls told apart by a suffix: -2, -3."""
    seen: Counter[str] = Counter()
    apart = []
    for row in rows:
        number = row.number or ""
        seen[number] += 1
        again = seen[number] > 1
        apart.append(replace(row, number=f"{number}-{seen[number]}", former_number="") if again else row)
    return apart


def _number(said: Iterable[str], at: object) -> str:
    digest = hashlib.sha256("\x1f".join(said).encode("utf-8", "surrogatepass")).hexdigest()[:10].upper()
    return f"ZB{at:%Y%m%d}-{digest}" if isinstance(at, datetime) else f"ZB-{digest}"
