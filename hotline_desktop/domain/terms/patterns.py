"""Regular expressions that are compiled when they are first used: most starts of the program need few of them."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Late:
    """Stands in for a compiled pattern, and hands on what is asked of it."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)  # asked once: from now on it is found without coming here
        return found


def late(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As ``re.compile``, which happens on the first use; a wrong pattern is found only then."""
    return cast("re.Pattern[AnyStr]", _Late(source, flags))
