"""The names of the commands of one kind of record, loaded before a command is known and therefore light."""

from __future__ import annotations

from typing import NamedTuple

from hotline_desktop.cli.options import Commands, add_command, add_full, add_step
from hotline_desktop.cli.parser import Parser
from hotline_desktop.cli.session import Command


class RecordNames(NamedTuple):
    """``show`` and ``do`` are the commands' names with what their help says.

    ``number`` is the word for what names a record in each, ``help`` what is said of it.
    """

    show: tuple[str, str]
    do: tuple[str, str]
    number: tuple[str, str]
    help: tuple[str | None, str | None] = (None, None)

    def add_to(self, commands: Commands, show: Command, do: Command) -> Parser:
        """Adds both commands; gives the one that shows a record."""
        shown = add_command(commands, self.show[0], show, self.show[1], json=True, records=False)
        shown.add_argument("number", metavar=self.number[0], help=self.help[0])
        done = add_command(commands, self.do[0], do, self.do[1], json=True)
        done.add_argument("number", metavar=self.number[1], help=self.help[1])
        add_step(done, self.show[0])
        for parser in (shown, done):
            add_full(parser)
        return shown


TICKET_NAMES = RecordNames(
    show=("show", "一件工单、它的历史和下一步"),
    do=("do", "办理一步；步骤写 register 就是登记新工单"),
    number=("工单编号", "工单编号"),
)
"""Those of tickets stand here, because ``tickets`` adds them without loading what shows a ticket."""
