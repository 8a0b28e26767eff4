"""What citizens say is shown as they said it: no text of theirs is ever read as markup, nor fetches anything."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QTextEdit, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from hotline_desktop.gui.shell.session.navigation import Place
from tests.gui.desk import CLERK, Desk

PICTURE = "http://evil.invalid/p.png"
HOSTILE = f'<img src="{PICTURE}"><b>粗</b>&lt;<a href="{PICTURE}">点</a>'


def rich(widget: QWidget) -> list[str]:
    """The labels below ``widget`` that would read the hostile text as markup."""
    found = []
    for label in (*widget.findChildren(QLabel), *([widget] if isinstance(widget, QLabel) else [])):
        text, kind = label.text(), label.textFormat()
        marked = kind == Qt.TextFormat.RichText or (kind == Qt.TextFormat.AutoText and Qt.mightBeRichText(text))  # type: ignore[attr-defined]
        if marked and ("evil.invalid" in text) and f'src="{PICTURE}"' in text:
            found.append(f"{type(label.parent()).__name__}: {text[:60]}")
    edits = widget.findChildren(QTextEdit)
    found += [type(edit).__name__ for edit in edits if "evil.invalid" in edit.toHtml() and "<img" in edit.toHtml()]
    return found


def test_no_label_of_any_page_reads_what_a_citizen_said_as_markup(desk: Desk, register: Callable[..., int]) -> None:
    number = "20220908100001"
    text = {
        "content": HOSTILE,
        "caller": HOSTILE[:40],
        "address": HOSTILE,
        "title": HOSTILE[:60],
        "source": HOSTILE[:40],
    }
    ticket_id = register(number, **text)
    desk.office.tickets.do(ticket_id, "first_contact", {"note": HOSTILE}, CLERK)
    desk.office.units.add(HOSTILE[:30], by=CLERK)
    desk.office.tickets.do(ticket_id, "dispatch", {"unit": HOSTILE[:30]}, CLERK)
    seen = 0
    for place in Place:
        page = desk.go(place)
        assert rich(desk.window) == [], place
        seen += len(list(page.findChildren(QLabel)))
    desk.go(Place.TICKETS, ticket_id)
    desk.settle()
    assert rich(desk.window) == []
    assert seen > 100


def test_a_hint_beside_the_pointer_shows_markup_as_text(desk: Desk, qtbot: QtBot) -> None:
    QToolTip.showText(QPoint(50, 50), HOSTILE, desk.window)
    (tip,) = [each for each in QApplication.topLevelWidgets() if str(each.metaObject().className()) == "QTipLabel"]
    assert isinstance(tip, QLabel)
    assert tip.text() == HOSTILE
    assert tip.textFormat() == Qt.TextFormat.PlainText
    QToolTip.hideText()


def test_markup_that_the_program_means_is_still_markup(desk: Desk, qtbot: QtBot) -> None:
    label = QLabel("<b>依据</b>", desk.window)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.show()
    assert label.textFormat() == Qt.TextFormat.RichText
    document = QTextDocument()
    document.setHtml(label.text())
    assert document.toPlainText() == "依据"


def test_a_new_label_is_plain_without_saying_so(desk: Desk, qtbot: QtBot) -> None:
    label = QLabel(HOSTILE, desk.window)
    label.show()
    label.ensurePolished()
    assert label.textFormat() == Qt.TextFormat.PlainText
