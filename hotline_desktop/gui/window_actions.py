"""What the window's actions do, on the page in front. The actions themselves are data in ``shell/pages/actions.py``."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from hotline_desktop.gui.kit.toast import Toast
from hotline_desktop.gui.shell.keeping.example import open_example
from hotline_desktop.gui.shell.pages.actions import why_not_allowed
from hotline_desktop.gui.shell.pages.page import Page
from hotline_desktop.gui.shell.pages.page_stack import EVERYTHING
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.shell.session.session import Session

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


class _Asked(NamedTuple):
    """One action as it was asked for: where, by whom, and what stands behind its name (``30_search.md``)."""

    frame: Frame
    session: Session
    page: Page
    target: str = ""


def run_action(frame: Frame, session: Session, page: Page, action_id: str) -> None:
    """Does the action called ``action_id`` (``help:30_search.md`` names a chapter), or says why not."""
    if why := why_not_allowed(session, action_id):
        frame.toast.tell(why)
        return
    name, _colon, target = action_id.partition(":")
    _DEEDS[name](_Asked(frame, session, page, target))


def _export(asked: _Asked) -> None:
    if not asked.page.export():
        asked.frame.show_place(Place.TICKETS, "export")


def _remind(asked: _Asked) -> None:
    from hotline_desktop.gui.records.sheets.reminders import offer_reminders

    offer_reminders(asked.session, asked.page)


def _show_palette(asked: _Asked) -> None:
    from hotline_desktop.gui.records.sheets.palette import Palette

    Palette(asked.session, asked.page.window(), asked.page.commands()).open()


def _show_help(session: Session, chapter: str) -> None:
    from hotline_desktop.gui.records.sheets.help_sheet import HelpSheet

    session.prompts.open(HELP_TITLE, lambda: HelpSheet(session))
    sheet = session.prompts.opened(HELP_TITLE)
    if isinstance(sheet, HelpSheet):
        sheet.turn_to(chapter)


def _undo(asked: _Asked) -> None:
    """Takes back what was told of last; else the last step of the record in front, which asks for the reason."""
    from hotline_desktop.gui.records.steps.withdrawing import WithdrawButton

    if asked.frame.toast.undo() or asked.page.take_back():
        return
    buttons: list[WithdrawButton] = list(asked.page.findChildren(WithdrawButton))
    button = next((each for each in buttons if each.isVisible()), None)
    if button is not None and button.isEnabled():
        button.ask()
        return
    why = button.toolTip() if button is not None else ""
    asked.frame.toast.tell(f"不能撤回：{why}" if why else "这里没有可以撤销的。")


_DEEDS: dict[str, Callable[[_Asked], object]] = {
    "example": lambda asked: open_example(asked.session.prompts),
    "export": _export,
    "find": lambda asked: asked.page.focus_search(),
    "help": lambda asked: _show_help(asked.session, asked.target or asked.page.help_chapter),
    "import": lambda asked: asked.frame.show_place(Place.IMPORTS),
    "keys": lambda asked: _show_help(asked.session, KEYS),
    "move_in": lambda asked: asked.frame.move_in(),
    "palette": _show_palette,
    "paste": lambda asked: asked.frame.show_place(Place.TICKETS, "paste"),
    "print": lambda asked: asked.page.print_out(),
    "refresh": lambda asked: asked.page.refresh(EVERYTHING),
    "register": lambda asked: asked.frame.show_place(Place.TICKETS, "register"),
    "remind": _remind,
    "save": lambda asked: asked.page.save(),
    "switch": lambda asked: asked.frame.change_clerk(),
    "undo": _undo,
}
