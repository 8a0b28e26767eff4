"""Pictures of every view, drawn off screen: for machines without one, for the manual, and for looking at."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.gui.kit.moment import a_moment_passes
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.main_window import MainWindow
from hotline_desktop.gui.records.panel.record_panel import FILES, HANDLING, HISTORY, PAPER
from hotline_desktop.gui.records.sheets.help_sheet import HelpSheet
from hotline_desktop.gui.shell.background.jobs import Jobs
from hotline_desktop.gui.shell.dialogs.prompts import Prompts
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.start import make_application
from hotline_desktop.gui.views.registers.registers_page import LEDGERS, REGISTERS, RegistersPage
from hotline_desktop.gui.views.statistics.indicators_view import COMPLETION
from hotline_desktop.gui.views.statistics.statistics_page import RANKING, StatisticsPage
from hotline_desktop.gui.views.supervision.supervision_page import SupervisionPage
from hotline_desktop.gui.views.supervision.supervision_view import CASES, TALKS
from hotline_desktop.gui.views.tickets.ticket_panel import REPEATS, chart_title
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from hotline_desktop.gui.window_actions import HELP_TITLE
from hotline_desktop.services.office import Office
from hotline_desktop.system.paths import resources_dir

Picture = Callable[..., Path]
_SCREEN = QSize(1366, 768)
_CLERK = "王芳"
_PATIENCE_S = 30.0
_REDRAWN_S = 0.2
_QUIET_ROUNDS = 4
_ROUND_S = 0.002


def take_pictures(office: Office, out_dir: Path, clock: Callable[[], datetime]) -> list[Path]:
    """Opens every view over ``office`` and saves it as a PNG; returns the files in the order of the rail.

    The office stays open, nothing is written to it. Raises TimeoutError when a view does not come to rest, and what a
    view could not do.
    """
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = make_application()
    theme = Theme(resources_dir())
    theme.apply(app)
    out_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="hotline-window-") as memory:
        jobs = Jobs()
        prompts = _Unanswered(theme)
        prompts.over = window = MainWindow(theme, jobs, prompts, Path(memory), clock)
        window.keeps_office_open = True
        window.setMinimumSize(1, 1)
        window.resize(_SCREEN)
        window.show()
        window.start(lambda _progress: office)
        try:
            settle(jobs)
            return list(_views(window, jobs, out_dir))
        finally:
            window.close()
            window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class _Unanswered(Prompts):
    """Nobody is there to answer: what would be told in a dialog ends the work instead of waiting for ever."""

    problem: Exception | None = None

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._beside: dict[str, QWidget] = {}
        self.over: QWidget | None = None

    def open(self, title: str, content: Callable[[], QWidget], size: QSize | None = None) -> None:
        self._beside[title] = widget = content()
        widget.setParent(self.over)  # a window of its own is nothing that can be drawn off screen
        widget.setAutoFillBackground(True)
        widget.show()

    def opened(self, title: str) -> QWidget | None:
        return self._beside.get(title)

    def close(self, title: str) -> None:
        widget = self._beside.pop(title, None)
        if widget is not None:
            widget.close()
            widget.deleteLater()

    def close_all(self) -> None:
        for widget in self._beside.values():
            widget.close()
            widget.deleteLater()
        self._beside.clear()

    def error(self, problem: Exception | str, title: str = "没有完成", of_office: bool = False) -> None:
        self.problem = problem if isinstance(problem, Exception) else HotlineError(problem)


def settle(jobs: Jobs, patience: float = _PATIENCE_S) -> None:
    """Lets the window work until nothing is under way nor about to be; TimeoutError after ``patience`` seconds."""
    until, quiet = time.monotonic() + patience, 0
    while quiet < _QUIET_ROUNDS:
        QCoreApplication.processEvents()
        quiet = quiet + 1 if jobs.is_idle and not a_moment_passes() else 0
        time.sleep(_ROUND_S)
        if time.monotonic() > until:
            raise TimeoutError("a view did not come to rest")


def _views(window: MainWindow, jobs: Jobs, out_dir: Path) -> Iterator[Path]:
    number = 0

    def picture(name: str, beside: QWidget | None = None) -> Path:
        nonlocal number
        number += 1
        if beside is not None:
            beside.resize(window.size())
        settle(jobs)
        if beside is not None:  # what was zoomed is drawn anew a moment later
            time.sleep(_REDRAWN_S)
            settle(jobs)
        problem = getattr(window.session.prompts, "problem", None) if window.session else None
        if problem is not None:
            raise problem
        return save_picture(beside or window, out_dir / f"{number:02d}-{name}.png")

    assert window.session is not None
    window.session.clerk = _CLERK
    for place in Place:
        window.show_place(place)
        yield picture(place.value)
        page = window.stack.page
        if isinstance(page, TicketsPage) and page.model.rows:
            yield from _ticket_views(page, picture)
            yield from _chart_views(page, window.session, picture)
        if isinstance(page, StatisticsPage):
            yield from _statistics_views(page, picture)
        if isinstance(page, SupervisionPage):
            yield from _supervision_views(page, picture)
        if isinstance(page, RegistersPage):
            yield from _register_views(page, picture)
    yield from _help_views(window, picture)


def _ticket_views(page: TicketsPage, picture: Picture) -> Iterator[Path]:
    page.open_at(page.model.ticket_id(0))
    tabs = ((HANDLING, "办理"), (HISTORY, "历史"), (PAPER, "纸质"), (FILES, "附件"), (REPEATS, "重复"))
    for tab, name in tabs:
        page.panel.show_tab(tab)
        yield picture(f"工单-{name}")
    page.panel.show_tab(HANDLING)
    step = page.panel.next_steps.leading
    if step:
        page.panel.next_steps.buttons[step].click()
        yield picture("工单-填写步骤")
        page.editor.leave()
    page.register()
    yield picture("登记工单")
    page.editor.leave()


def _chart_views(page: TicketsPage, session: Session, picture: Picture) -> Iterator[Path]:
    assert page.panel.detail is not None
    page.panel.head.chart.click()
    chart = session.prompts.opened(chart_title(page.panel.detail.ticket.facts.number))
    assert chart is not None
    yield picture("工单-流程图", chart)
    session.prompts.close_all()


def _help_views(window: MainWindow, picture: Picture) -> Iterator[Path]:
    assert window.session is not None
    window.navigator.ask("help")
    sheet = window.session.prompts.opened(HELP_TITLE)
    assert isinstance(sheet, HelpSheet)
    yield picture("帮助", sheet)
    sheet.setCurrentWidget(sheet.chart)
    yield picture("帮助-流程图", sheet)
    sheet.setCurrentWidget(sheet.about)
    yield picture("关于", sheet)
    window.session.prompts.close_all()


def _supervision_views(page: SupervisionPage, picture: Picture) -> Iterator[Path]:
    for place, name in ((CASES, "督办件"), (TALKS, "约谈")):
        page.view.places[place].click()
        yield picture(f"督办-{name}")
    page.view.places[CASES].click()
    step = page.panel.next_steps.leading if page.panel.detail else ""
    if step:
        page.panel.next_steps.buttons[step].click()
        yield picture("督办-填写步骤")
        page.editor.leave()


def _statistics_views(page: StatisticsPage, picture: Picture) -> Iterator[Path]:
    page.indicators.show_card(COMPLETION)
    yield picture("统计-督办办结率")
    page.show_part(RANKING)
    yield picture("统计-季度考核")


def _register_views(page: RegistersPage, picture: Picture) -> Iterator[Path]:
    for place, name in ((REGISTERS, "备案登记簿"), (LEDGERS, "台账")):
        page.places[place].click()
        yield picture(f"档案-{name}")


def save_picture(widget: QWidget, path: Path, scale: float = 1.0) -> Path:
    """Draws ``widget`` as it would look at ``scale`` and saves it as a PNG."""
    picture = QPixmap(widget.size() * scale)
    picture.setDevicePixelRatio(scale)
    widget.render(picture)
    if not picture.save(str(path), "PNG"):
        raise OSError(f"cannot write {path}")
    return path
