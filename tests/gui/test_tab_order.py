"""Tab goes as one reads: along a line from left to right, then the line below it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.records.steps import Step
from hotline_desktop.domain.supervision.steps.catalogue import CASE_STEPS_BY_ID
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.records.fields.editing import EditorContext
from hotline_desktop.gui.records.steps.step_form import StepForm
from hotline_desktop.gui.shell.dialogs.boxes import MessageDialog
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.settings.encryption_forms import EncryptForm
from hotline_desktop.gui.views.settings.sections import SECTIONS
from tests.gui.desk import Clock, Desk

STEPS: tuple[Step[Any], ...] = (*STEPS_BY_ID.values(), *CASE_STEPS_BY_ID.values())
_MOST = 200


def chain(root: QWidget) -> list[QWidget]:
    """Where Tab comes to within ``root``, in order."""
    found: list[QWidget] = []
    each = root.nextInFocusChain()
    while each is not None and each is not root:
        stop = each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible() and each.isEnabled()
        if stop and root.isAncestorOf(each) and each.focusProxy() is None:
            found.append(each)
        each = each.nextInFocusChain()
    return found


def backwards(root: QWidget, stops: list[QWidget]) -> list[str]:
    """Neighbours of one parent of which the later one stands before the earlier one."""
    wrong = []
    for first, second in pairwise(stops):
        one, other = _siblings(first, second)
        if one is None or other is None:
            continue
        here, there = _place(root, one), _place(root, other)
        common = min(here.bottom(), there.bottom()) - max(here.top(), there.top())
        same_line = common > min(here.height(), there.height()) / 2
        if there.right() < here.left() if same_line else there.bottom() < here.top():
            wrong.append(f"{_name(first)} → {_name(second)}")
    return wrong


def _siblings(first: QWidget, second: QWidget) -> tuple[QWidget | None, QWidget | None]:
    """The parts of the nearest common parent that the two stand in."""
    above = _upwards(first)
    below = _upwards(second)
    common = next((each for each in below if each in above), None)
    if common is None or common in (first, second):
        return None, None
    return above[above.index(common) - 1], below[below.index(common) - 1]


def _upwards(widget: QWidget) -> list[QWidget]:
    found = [widget]
    while (parent := found[-1].parentWidget()) is not None:
        found.append(parent)
    return found


def _place(root: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


def _name(widget: QWidget) -> str:
    text = getattr(widget, "text", lambda: "")()
    return f"{type(widget).__name__} {text or widget.accessibleName() or widget.toolTip()[:12]}"


@pytest.mark.parametrize("place", list(Place), ids=lambda place: place.name.lower())
def test_tab_reads_every_page(example: Desk, place: Place) -> None:
    page: Any = example.go(place)
    sections = range(len(SECTIONS)) if place is Place.SETTINGS else (0,)
    wrong: list[str] = []
    for section in sections:
        if place is Place.SETTINGS:
            page.view.sections.setCurrentRow(section)
            example.settle()
        wrong += backwards(page, chain(page))
    assert wrong == []


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.id)
def test_tab_reads_every_form(step: Step[Any], theme: Theme, qtbot: QtBot) -> None:
    form = StepForm(step, {}, EditorContext(theme, Clock()))
    qtbot.addWidget(form)
    form.resize(640, 1200)
    form.show()
    QApplication.processEvents()
    assert backwards(form, chain(form)) == []


def test_tab_reads_the_forms_on_their_pages_and_the_windows_beside(example: Desk) -> None:
    page: Any = example.go(Place.TICKETS, "register")
    wrong = backwards(page.editor, chain(page.editor))
    page.editor.leave()
    example.settle()
    for action in ("paste", "remind", "help"):
        example.window.navigator.ask(action)
        example.settle()
        for title, window in example.prompts.windows.items():
            wrong += [f"{title}: {each}" for each in backwards(window, chain(window))]
        example.prompts.close_all()
        example.settle()
    assert wrong == []


def test_tab_goes_as_one_reads_through_what_a_dialog_holds(theme: Theme, qtbot: QtBot) -> None:
    form = EncryptForm("4S5R", lambda: None, lambda: None)
    box = MessageDialog(theme, "user", "accent", "数据加密", "")
    qtbot.addWidget(box)
    box.hold(form)
    box.add_button("取消")
    box.show()
    assert chain(box)[:5] == [form.print, form.save, form.typed, form.passphrase, form.again]
    assert backwards(box, chain(box)) == []
