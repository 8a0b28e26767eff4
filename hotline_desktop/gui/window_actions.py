"""What the window's actions do, on the page in front. The actions themselves are data in ``shell/actions.py``."""

from __future__ import annotations

from typing import Protocol

from hotline_desktop.gui.kit.toast import Toast
from hotline_desktop.gui.shell.actions import why_not_allowed
from hotline_desktop.gui.shell.example import open_example
from hotline_desktop.gui.shell.navigation import Place
from hotline_desktop.gui.shell.page import Page
from hotline_desktop.gui.shell.page_stack import EVERYTHING
from hotline_desktop.gui.shell.session import Session

HELP_TITLE = "帮助"
KEYS = "keys"  # instead of a chapter: the sheet of keys


class Frame(Protocol):
    """The window as far as it is needed here."""

    toast: Toast

    def show_place(self, place: Place, target: object = None) -> None:
        """Brings a page to the front."""

    def move_in(self) -> None:
        """Lets another computer's office come in the place of this one."""

    def change_clerk(self) -> None:
        """Somebody else works here from now on."""


def act(frame: Frame, session: Session, page: Page, action_id: str) -> None:
    """Does the action called ``action_id`` (``help:30_search.md`` names a chapter), or says why not."""
    if why := why_not_allowed(session, action_id):
        frame.toast.tell(why)
    elif action_id == "example":
        open_example(session.prompts)
    elif action_id == "move_in":
        frame.move_in()
    elif action_id in ("register", "paste") or (action_id == "export" and not page.export()):
        frame.show_place(Place.TICKETS, action_id)
    elif action_id == "export":
        return
    elif action_id == "import":
        frame.show_place(Place.IMPORTS)
    elif action_id.startswith("help"):
        _show_help(session, action_id.partition(":")[2] or page.help_chapter)
    elif action_id == "keys":
        _show_help(session, KEYS)
    elif action_id == "palette":
        _show_palette(session, page)
    elif action_id == "remind":
        from hotline_desktop.gui.records.reminders import offer_reminders

        offer_reminders(session, page)
    elif action_id == "switch":
        frame.change_clerk()
    elif action_id == "undo":
        frame.toast.act()
    elif action_id == "refresh":
        page.refresh(EVERYTHING)
    else:
        {"find": page.focus_search, "print": page.print_out, "save": page.save}[action_id]()


def _show_palette(session: Session, page: Page) -> None:
    from hotline_desktop.gui.records.palette import Palette

    Palette(session, page.window(), page.commands()).open()


def _show_help(session: Session, chapter: str) -> None:
    from hotline_desktop.gui.records.help_sheet import HelpSheet

    session.prompts.open(HELP_TITLE, lambda: HelpSheet(session))
    sheet = session.prompts.opened(HELP_TITLE)
    if isinstance(sheet, HelpSheet):
        sheet.turn_to(chapter)
