"""A record by what a clerk calls it: 工单编号, 督办编号, or 约谈, 案源 and a number."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from hotline_desktop.cli.commands.candidates import CANDIDATE
from hotline_desktop.cli.commands.cases import CASE
from hotline_desktop.cli.commands.one_record import RecordCommands
from hotline_desktop.cli.commands.one_ticket import TICKET
from hotline_desktop.cli.commands.talks import TALK
from hotline_desktop.domain.terms.errors import NotFound

if TYPE_CHECKING:
    from hotline_desktop.services.office import Office

NUMBERS_HELP = "工单编号、督办编号；约谈、案源写上序号，如 约谈3、案源12"


def found(office: Office, typed: str) -> tuple[RecordCommands, int]:
    """The kind of the record and its id. Raises NotFound."""
    number = typed.strip()
    for kind in (TALK, CANDIDATE):
        word = kind.kind.word
        if number.startswith(word) and number.removeprefix(word).isdigit():
            return kind, kind.find(office, number)
    for kind in (TICKET, CASE):
        with suppress(NotFound):
            return kind, kind.find(office, number)
    raise NotFound(f"没有编号为“{number}”的工单、督办件。请核对编号；约谈、案源写上序号，如 约谈3、案源12。")
