"""The manual: its chapters as a list at the left, the chosen one at the right. Links lead from one to another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QImageReader,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QTextBrowser, QWidget

_LIST_WIDTH = 190
_HEADING = "# "
_MARGIN = 16


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its file and its title."""

    path: Path
    title: str


def chapters(folder: Path) -> tuple[Chapter, ...]:
    """The chapters of the manual in the order of their file names; OSError where it cannot be read."""
    found = []
    for path in sorted(folder.glob("*.md")):
        first = path.read_text("utf-8").lstrip().splitlines()[0]
        found.append(Chapter(path, first.removeprefix(_HEADING).strip()))
    return tuple(found)


class ManualReader(QWidget):
    """Shows ``folder``'s chapters; the first one at first."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.chapters = chapters(folder)
        self.contents = QListWidget()
        self.contents.setFrameShape(QFrame.Shape.NoFrame)
        self.contents.setFixedWidth(_LIST_WIDTH)
        self.contents.setAccessibleName("目录")
        self.contents.addItems([chapter.title for chapter in self.chapters])
        self.text = _Page(folder)
        self.text.setAccessibleName("使用说明")
        self.text.anchorClicked.connect(self._follow)
        self.contents.currentRowChanged.connect(self._show)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.contents)
        layout.addWidget(self.text, 1)
        self.contents.setCurrentRow(0)

    def turn_to(self, name: str) -> bool:
        """Opens the chapter with that file name; False where there is none."""
        for row, chapter in enumerate(self.chapters):
            if chapter.path.name == name:
                self.contents.setCurrentRow(row)
                return True
        return False

    def _show(self, row: int) -> None:
        if row >= 0:
            self.text.setMarkdown(self.chapters[row].path.read_text("utf-8"))
            _space_out(self.text.document())
            self.text.fit_pictures()
            self.text.verticalScrollBar().setValue(0)

    def _follow(self, link: QUrl) -> None:
        if not self.turn_to(link.fileName()) and link.scheme() in ("http", "https"):
            QDesktopServices.openUrl(link)


class _Page(QTextBrowser):
    """A chapter, with its pictures as wide as there is room for."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setSearchPaths([str(folder)])
        self.document().setDocumentMargin(_MARGIN)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_pictures()

    def fit_pictures(self) -> None:
        """Makes pictures narrower than they are where they would have to be scrolled sideways."""
        block = self.document().begin()
        while block.isValid():
            self._fit(block)
            block = block.next()

    def _fit(self, block: QTextBlock) -> None:
        indent = block.blockFormat().indent() + (1 if block.textList() is not None else 0)
        room = self.viewport().width() - 2 * _MARGIN - indent * self.document().indentWidth()
        pieces = [piece.fragment() for piece in block]  # type: ignore[attr-defined]  # PySide's stubs do not know the iterator
        for piece in (each for each in pieces if each.charFormat().isImageFormat()):
            form = piece.charFormat().toImageFormat()
            form.setWidth(min(QImageReader(str(self._folder / form.name())).size().width(), room))
            cursor = QTextCursor(block)
            cursor.setPosition(piece.position())
            cursor.setPosition(piece.position() + piece.length(), QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(form)


def _space_out(document: QTextDocument) -> None:
    """Gives headings and paragraphs room, which Markdown alone leaves out."""
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        cursor.setPosition(block.position())
        if cursor.currentTable() is None:
            form = block.blockFormat()
            form.setTopMargin(18 if form.headingLevel() > 1 else 0)
            form.setBottomMargin(8)
            form.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            cursor.setBlockFormat(form)
        block = block.next()
