"""What a picture cannot say by itself: what is cut, outside its place, under something, or too pale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QScrollArea,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)

from hotline_desktop.gui.kit.lines import OneLine

SLACK = 2  # pixels that rounding at 125 % may take
READABLE = 4.5
_RING = 4  # pixels of frame that show the focus
_FRAME = 24  # pixels of frame and arrow beside the words of a choice


def faults(root: QWidget) -> list[str]:
    """Everything wrong with ``root`` and what it shows, a line each; empty where it can be shown to people."""
    shown = [each for each in (root, *root.findChildren(QWidget)) if each.isVisible()]
    found = [line for each in shown for line in _of(each)]
    found += _overlaps(shown)
    found += _pale(root, shown)
    found += _off_screen()
    return list(dict.fromkeys(found))


def _of(widget: QWidget) -> Iterator[str]:
    if widget.visibleRegion().isEmpty() and not _scrolled_away(widget):
        if isinstance(widget, QLabel | QAbstractButton) and widget.text():
            yield f"not to be seen: {_name(widget)}"
        return
    yield from _outside(widget)
    if isinstance(widget, QLabel):
        yield from _cut_label(widget)
    elif isinstance(widget, QPushButton | QToolButton):
        yield from _cut_button(widget)
    elif isinstance(widget, QTabBar):
        yield from _cut_tabs(widget)
    elif isinstance(widget, QHeaderView):
        yield from _cut_captions(widget)
    elif isinstance(widget, QAbstractItemView):
        yield from _cut_cells(widget)
    elif isinstance(widget, QComboBox):
        room = widget.width() - _FRAME
        if QFontMetrics(widget.font()).horizontalAdvance(widget.currentText()) > room and not widget.toolTip():
            yield f"cut choice: {_name(widget)}"
    elif isinstance(widget, QLineEdit):
        text = widget.text() or widget.placeholderText()
        room = widget.contentsRect().width() - 16
        if QFontMetrics(widget.font()).horizontalAdvance(text) > room + SLACK and not widget.toolTip():
            yield f"cut line: {_name(widget)} {text[:16]}"


def _outside(widget: QWidget) -> Iterator[str]:
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or isinstance(parent.parentWidget(), QAbstractScrollArea):
        area = parent.parentWidget() if parent is not None else None
        if isinstance(area, QScrollArea) and area.widget() is widget:
            never = area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            if never and widget.width() > area.viewport().width() + SLACK:
                yield f"wider than what scrolls it: {_name(widget)}"
        return
    room = parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK)
    if not room.contains(widget.geometry()) and widget.objectName() != "qt_scrollarea_viewport":
        yield f"outside its place: {_name(widget)} {_box(widget.geometry())} in {_box(parent.rect())}"


def _cut_label(label: QLabel) -> Iterator[str]:
    if not label.text() or (label.pixmap() and not label.pixmap().isNull()):
        return
    if isinstance(label, OneLine):
        if label.shown != label.text() and not label.toolTip():
            yield f"cut: {label.text()[:24]}"
        return
    if label.wordWrap():
        if label.heightForWidth(label.width()) > label.height() + SLACK:
            yield f"cut below: {_plain(label)[:24]}"
        text = max(_plain(label).split() or [""], key=len)
        if text.isascii() and label.fontMetrics().horizontalAdvance(text) > label.width() + SLACK:
            yield f"cut word: {text[:24]}"
    elif label.sizeHint().width() > label.width() + SLACK and not label.toolTip():
        yield f"cut: {_plain(label)[:24]}"
    elif label.sizeHint().height() > label.height() + SLACK:
        yield f"cut below: {_plain(label)[:24]}"


def _cut_button(button: QPushButton | QToolButton) -> Iterator[str]:
    if isinstance(button, QToolButton) and button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly:
        return
    if button.text() and button.sizeHint().width() > button.width() + SLACK:
        yield f"cut button: {button.text()[:24]}"


def _cut_tabs(bar: QTabBar) -> Iterator[str]:
    for place in range(bar.count()):
        text = bar.fontMetrics().horizontalAdvance(bar.tabText(place))
        if bar.isTabVisible(place) and text > bar.tabRect(place).width():
            yield f"cut tab: {bar.tabText(place)}"
    if bar.count() and bar.tabRect(bar.count() - 1).right() > bar.width() + SLACK:
        yield f"tabs beyond the edge: {bar.tabText(bar.count() - 1)}"


def _cut_captions(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    for section in range(header.count()):
        if header.isSectionHidden(section) or header.orientation() is Qt.Orientation.Vertical or model is None:
            continue
        text = str(model.headerData(section, header.orientation()) or "")
        room = header.sectionSize(section) - 2 * 8
        if header.fontMetrics().horizontalAdvance(text) > room + SLACK:
            yield f"cut caption: {text}"


def _cut_cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    if model is None or not isinstance(view, QTableView | QListView):
        return
    columns = range(model.columnCount()) if isinstance(view, QTableView) else range(1)
    for row in range(model.rowCount()):
        for column in columns:
            index = model.index(row, column)
            box = view.visualRect(index)
            if box.isEmpty() or not view.viewport().rect().intersects(box):
                continue
            yield from _cut_cell(view, index, box)


def _cut_cell(view: QAbstractItemView, index: QModelIndex, box: QRect) -> Iterator[str]:
    text = str(index.data() or "")
    if not text or index.data(Qt.ItemDataRole.ToolTipRole) or view.itemDelegateForIndex(index).objectName():
        return
    room = min(box.right(), view.viewport().width()) - box.left() - 2 * 8
    if max(view.fontMetrics().horizontalAdvance(line) for line in text.split("\n")) > room + SLACK:
        yield f"cut cell: {text[:24]}"


def _overlaps(shown: list[QWidget]) -> list[str]:
    """Two things of one parent that lie over each other, but for what floats on purpose."""
    by_parent: dict[QWidget, list[QWidget]] = {}
    for each in shown:
        parent = each.parentWidget()
        layout = parent.layout() if parent is not None and not each.isWindow() else None
        if parent is not None and layout is not None and layout.indexOf(each) >= 0:
            by_parent.setdefault(parent, []).append(each)
    found = []
    for children in by_parent.values():
        for place, first in enumerate(children):
            for second in children[place + 1 :]:
                common = first.geometry().intersected(second.geometry())
                if common.width() > SLACK and common.height() > SLACK:
                    found.append(f"one over another: {_name(first)} and {_name(second)}")
    return found


def _pale(root: QWidget, shown: list[QWidget]) -> list[str]:
    """Words whose colour stands out from what is painted behind them by less than 4.5 : 1."""
    image = root.grab().toImage()
    found = []
    for each in shown:
        if not isinstance(each, QLabel | QAbstractButton) or not each.isEnabled() or not each.text():
            continue
        if each.visibleRegion().isEmpty() or each.window() is not root.window():
            continue
        seen = each.visibleRegion().boundingRect().translated(each.mapTo(root, QPoint(0, 0)))
        if root.childAt(seen.center()) not in (each, *each.findChildren(QWidget)):
            continue  # something lies over it
        within = seen.adjusted(_RING, _RING, -_RING, -_RING) if isinstance(each, QAbstractButton) else seen
        ground = _ground(image, within)
        ink = each.palette().color(each.foregroundRole())
        if isinstance(each, QAbstractButton) and each.isChecked() and ground is not None:
            ink = _ink(image, seen, ground)  # the palette does not know how a chosen one is painted
        if ground is not None and contrast(ink, ground) < READABLE:
            found.append(f"pale {contrast(ink, ground):.1f}: {_name(each)} {ink.name()} on {ground.name()}")
    return found


def _ground(image: QImage, box: QRect) -> QColor | None:
    """The colour that most of a box is painted with."""
    ratio = image.devicePixelRatio()
    left, top = int(box.left() * ratio), int(box.top() * ratio)
    colors: Counter[int] = Counter()
    for x in range(left, min(left + int(box.width() * ratio), image.width()), 3):
        for y in range(top, min(top + int(box.height() * ratio), image.height()), 2):
            colors[image.pixel(x, y)] += 1
    return QColor(colors.most_common(1)[0][0]) if colors else None


def _ink(image: QImage, box: QRect, ground: QColor) -> QColor:
    """The colour in a box that stands out most from its ground."""
    ratio = image.devicePixelRatio()
    inner = box.adjusted(6, 6, -6, -6)
    across = range(int(inner.left() * ratio), min(int(inner.right() * ratio), image.width()))
    down = range(int(inner.top() * ratio), min(int(inner.bottom() * ratio), image.height()))
    seen = {image.pixel(x, y) for x in across for y in down}
    return max((QColor(each) for each in seen), key=lambda each: contrast(each, ground), default=ground)


def _off_screen() -> list[str]:
    found = []
    for window in QApplication.topLevelWidgets():
        room = window.screen().geometry().adjusted(-1, -1, 1, 1)
        kind = window.windowType()
        popup = window.isVisible() and kind is Qt.WindowType.Popup
        wide, high = window.width() - room.width(), window.height() - room.height()
        if window.isVisible() and kind is Qt.WindowType.Dialog and max(wide, high) > 0:
            found.append(f"larger than the screen: {_name(window)} {_box(window.frameGeometry())}")
        if popup and not room.contains(window.frameGeometry()):
            found.append(f"off the screen: {_name(window)} {_box(window.frameGeometry())}")
    return found


def luminance(color: QColor) -> float:
    """As the guidelines for accessible contents define it."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(first: QColor, second: QColor) -> float:
    """From 1 for the same colour to 21 for black on white."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _scrolled_away(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def _plain(label: QLabel) -> str:
    if "<" not in label.text():
        return label.text()
    document = QTextDocument()
    document.setHtml(label.text())
    return document.toPlainText()


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    text = text or widget.accessibleName() or widget.objectName() or widget.windowTitle()
    return f"{type(widget).__name__} “{text[:30]}”"


def _box(rect: QRect) -> str:
    return f"{rect.x()},{rect.y()} {rect.width()}×{rect.height()}"
