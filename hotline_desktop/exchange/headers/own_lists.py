"""The program's own lists when they come back as files: what they say of handling is no word of a platform."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

_TELL_TALE = ("plain_stage", "light", "origin")
# What the office did and when its own limit ends: the records say so already, and a platform never did.
_OF_HANDLING = (*_TELL_TALE, "round", "handed_on", "due", "finished_at", "closed_at", "urges")


def headers_of_handling(headers: Iterable[str]) -> frozenset[str]:
    """Of the headers of one of the program's own lists those that tell of handling; none where it is another file."""
    captions = set(headers)
    return _captions(_OF_HANDLING) & captions if captions >= _captions(_TELL_TALE) else frozenset()


@cache
def _captions(keys: tuple[str, ...]) -> frozenset[str]:
    from hotline_desktop.domain.ticket.columns import COLUMNS  # most files are those of other systems

    return frozenset(COLUMNS[key].in_files for key in keys)
