"""The random mark by which an office knows its own sheets again."""

from __future__ import annotations

from hotline_desktop.domain.papers.print_codes import new_office_mark
from hotline_desktop.storage import print_codes
from hotline_desktop.storage.database import Connection


def office_mark(c: Connection) -> str:
    """The office's mark, made when it is first needed. Needs a transaction that may write."""
    mark = print_codes.office_mark(c)
    if not mark:
        mark = new_office_mark()
        print_codes.set_office_mark(c, mark)
    return mark
