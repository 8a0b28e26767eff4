"""Tab goes through a page in the order of its layouts, and nothing of those layouts outlives them."""

from __future__ import annotations

import ast
import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from hotline_desktop.gui.kit.flow import FlowLayout
from hotline_desktop.gui.kit.reading_order import in_reading_order
from hotline_desktop.gui.views.supervision.supervision_page import SupervisionPage
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from tests.gui.desk import PROJECT, Desk

APART = "HOTLINE_TEST_APART"


def lines(*names: str) -> list[QLineEdit]:
    made = [QLineEdit() for _name in names]
    for line, name in zip(made, names, strict=True):
        line.setObjectName(name)
    return made


def tab_order(first: QWidget) -> list[str]:
    chain: list[QWidget] = []
    here: QWidget | None = first
    while here is not None and here not in chain:
        chain.append(here)
        here = here.nextInFocusChain()
    return [each.objectName() for each in chain if isinstance(each, QLineEdit)]


def test_tab_follows_layouts_within_layouts_whenever_their_parts_were_made(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    last, fourth, third, second, first = lines("last", "fourth", "third", "second", "first")
    all_of_it, row, flow, grid = QVBoxLayout(root), QHBoxLayout(), FlowLayout(), QGridLayout()
    all_of_it.addStretch(1)
    all_of_it.addLayout(row)
    row.addWidget(first)
    row.addSpacing(4)
    row.addLayout(flow)
    flow.addWidget(second)
    all_of_it.addLayout(grid)
    grid.addWidget(third, 1, 1)
    area, inside = QScrollArea(), QWidget()
    QVBoxLayout(inside).addWidget(fourth)
    area.setWidget(inside)
    all_of_it.addWidget(area)
    all_of_it.addWidget(last)
    in_reading_order(root)
    assert tab_order(first) == ["first", "second", "third", "fourth", "last"]


def known_items() -> dict[int, QLayoutItem]:
    """What Python takes for items of layouts, by their places in memory; our own layout's are gone when it says so."""
    gc.collect()
    ours = {id(item) for each in gc.get_objects() if isinstance(each, FlowLayout) for item in each._items}
    known = [each for each in gc.get_objects() if type(each).__name__ == "QWidgetItem" and id(each) not in ours]
    return {shiboken6.getCppPointer(each)[0]: each for each in known if shiboken6.isValid(each)}


def real_items() -> set[int]:
    """The items that layouts of any window hold."""
    widgets = QApplication.allWidgets()  # their layouts are known as long as they are
    layouts = [
        layout for each in widgets for layout in each.findChildren(QLayout) if not isinstance(layout, FlowLayout)
    ]
    items = [layout.itemAt(place) for layout in layouts for place in range(layout.count())]
    return {shiboken6.getCppPointer(item)[0] for item in items if item is not None}


def test_nothing_is_known_any_more_of_an_item_that_qt_deleted(qtbot: QtBot) -> None:
    before = known_items()
    root = QWidget()
    qtbot.addWidget(root)
    inner = QHBoxLayout()
    layout = QVBoxLayout(root)
    layout.addLayout(inner)
    parts = lines("one", "two", "three")
    for part in parts:
        inner.addWidget(part)
    in_reading_order(root)
    parts[0].setParent(None)
    parts[1].deleteLater()
    layout.addWidget(parts[2])
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert set(known_items()) - set(before) == set()


def test_a_day_at_the_window_leaves_no_item_known_that_qt_deleted(request: pytest.FixtureRequest) -> None:
    """In a process of its own: to compare, layouts are asked for their items, and those stay known for good."""
    if APART not in os.environ:
        this = f"{Path(__file__)}::{request.node.name}"
        command = [sys.executable, "-m", "pytest", "-n", "0", "-q", "-p", "no:cacheprovider", this]
        alone = os.environ | {APART: "1"}
        done = subprocess.run(command, check=False, env=alone, cwd=PROJECT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout
        return
    example: Desk = request.getfixturevalue("example")
    page = example.open(TicketsPage)
    for row in range(2):
        page.open_at(page.model.ticket_id(row))
        example.settle()
        page.panel.next_steps.buttons[page.panel.next_steps.leading].click()
        example.settle()
        page.editor.leave()
        example.settle()
    cases = example.open(SupervisionPage)
    for place in cases.view.places.values():
        place.click()
        example.settle()
    known = known_items()
    assert len(known) > 50 and set(known) - real_items() == set()


def asked_for_items(source: str) -> Iterator[int]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in ("itemAt", "itemAtPosition"):
            yield node.lineno


def test_no_layout_is_asked_for_its_items() -> None:
    windows, tests = (PROJECT / "hotline_desktop" / "gui").rglob("*.py"), (PROJECT / "tests").rglob("*.py")
    files = sorted({*windows, *tests} - {Path(__file__)})
    assert {each.name: found for each in files if (found := list(asked_for_items(each.read_text("utf-8"))))} == {}
