"""Which class stands behind each place of the window; a new page is one more line here.

Classes are imported on the first visit, so that the window opens fast.
"""

from __future__ import annotations

from collections.abc import Callable

from hotline_desktop.gui.shell.pages.page import Page
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.shell.session.session import Session


def _today(session: Session) -> Page:
    from hotline_desktop.gui.views.today.today_page import TodayPage

    return TodayPage(session)


def _tickets(session: Session) -> Page:
    from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage

    return TicketsPage(session)


def _supervision(session: Session) -> Page:
    from hotline_desktop.gui.views.supervision.supervision_page import SupervisionPage

    return SupervisionPage(session)


def _registers(session: Session) -> Page:
    from hotline_desktop.gui.views.registers.registers_page import RegistersPage

    return RegistersPage(session)


def _statistics(session: Session) -> Page:
    from hotline_desktop.gui.views.statistics.statistics_page import StatisticsPage

    return StatisticsPage(session)


def _units(session: Session) -> Page:
    from hotline_desktop.gui.views.units.units_page import UnitsPage

    return UnitsPage(session)


def _settings(session: Session) -> Page:
    from hotline_desktop.gui.views.settings.settings_page import SettingsPage

    return SettingsPage(session)


def _imports(session: Session) -> Page:
    from hotline_desktop.gui.views.imports.imports_page import ImportsPage

    return ImportsPage(session)


PAGES: dict[Place, Callable[[Session], Page]] = {
    Place.TODAY: _today,
    Place.TICKETS: _tickets,
    Place.SUPERVISION: _supervision,
    Place.REGISTERS: _registers,
    Place.STATISTICS: _statistics,
    Place.UNITS: _units,
    Place.SETTINGS: _settings,
    Place.IMPORTS: _imports,
}
