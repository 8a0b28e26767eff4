"""Pages under each other on a desk-grey ground: scrolled, zoomed, as sharp as the screen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from hotline_desktop.gui.kit.pdf_pages import POINTS_PER_INCH, PageImage
from hotline_desktop.gui.kit.theme import Theme

_SCREEN_DPI = 96.0
_GAP = 12
_ZOOMS = (0.5, 0.67, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0, 3.0)
_REDRAW_PAUSE_MS = 120
# Of the paper's own size: below it small print cannot be read, so that a page that nobody asked to be fitted is wider
# than a narrow pane, which then shows its text and not its margins.
LEGIBLE = 0.72
_SMALLEST = 0.2


class PaperCanvas(QScrollArea):
    """``scale_asked(float)`` asks for the pages to be drawn anew, in pixels of the screen per point."""

    scale_asked = Signal(float)
    zoomed = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("纸面预览")
        self._sheets = _Sheets(theme)
        self.setWidget(self._sheets)
        self._fits = True
        self._least = LEGIBLE
        self._zoom = 1.0
        self._page_width = 595.0
        self._pause = QTimer(self, singleShot=True, interval=_REDRAW_PAUSE_MS)
        self._pause.timeout.connect(lambda: self.scale_asked.emit(self.pixels_per_point))

    @property
    def pixels_per_point(self) -> float:
        """At which scale the pages should be drawn now, in pixels of the screen."""
        return self._zoom * _SCREEN_DPI / POINTS_PER_INCH * self.devicePixelRatioF()

    @property
    def pages(self) -> tuple[PageImage, ...]:
        """What is shown."""
        return self._sheets.pages

    @property
    def percent(self) -> int:
        """The zoom as it stands: 100 is the paper's own size."""
        return round(self._zoom * 100)

    def show_pages(self, pages: tuple[PageImage, ...]) -> None:
        """Shows newly drawn pages at the place where the clerk was looking."""
        if pages and pages[0].width != self._page_width:
            self._page_width = pages[0].width
            self._fit()
        first = not self._sheets.pages
        self._sheets.show_pages(pages, self._zoom)
        if first and self._fits:
            self._centre()

    def zoom_in(self) -> None:
        """One step larger."""
        self._set(next((zoom for zoom in _ZOOMS if zoom > self._zoom + 0.01), _ZOOMS[-1]))

    def zoom_out(self) -> None:
        """One step smaller."""
        self._set(next((zoom for zoom in reversed(_ZOOMS) if zoom < self._zoom - 0.01), _ZOOMS[0]))

    def fit_width(self) -> None:
        """As wide as there is room, however narrow that is."""
        self._fits, self._least = True, _SMALLEST
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
            event.accept()
            return
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits:
            self._fit()

    def _fit(self) -> None:
        if not self._fits:
            return
        # The bar's room is always kept, or the page would grow and shrink as the bar comes and goes.
        room = self.width() - 2 * _GAP - self.verticalScrollBar().sizeHint().width()
        self._apply(max(room * POINTS_PER_INCH / _SCREEN_DPI / self._page_width, self._least))
        self._centre()

    def _centre(self) -> None:
        """The middle of a page that is wider than the pane."""
        bar = self.horizontalScrollBar()
        bar.setValue(bar.maximum() // 2)

    def _set(self, zoom: float) -> None:
        self._fits = False
        self._apply(zoom)

    def _apply(self, zoom: float) -> None:
        if abs(zoom - self._zoom) < 0.001:
            return
        bar = self.verticalScrollBar()
        place = bar.value() / max(bar.maximum(), 1)
        self._zoom = zoom
        self._sheets.set_zoom(zoom)
        bar.setValue(round(place * bar.maximum()))
        self.zoomed.emit(self.percent)
        self._pause.start()


class _Sheets(QWidget):
    """Paints the pages; until they are drawn anew, the old ones are stretched."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._line = theme.color("line_strong")
        self._shadow = QColor(0, 0, 0, 22)
        self.pages: tuple[PageImage, ...] = ()
        self._zoom = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_pages(self, pages: tuple[PageImage, ...], zoom: float) -> None:
        self.pages, self._zoom = pages, zoom
        self._fit()

    def set_zoom(self, zoom: float) -> None:
        self._zoom = zoom
        self._fit()

    def sizeHint(self) -> QSize:
        boxes = self._boxes()
        if not boxes:
            return QSize(1, 1)
        width = max(box.right() for box in boxes) + _GAP
        return QSize(round(width), round(boxes[-1].bottom() + _GAP))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for box, page in zip(self._boxes(), self.pages, strict=True):
            if not box.intersects(QRectF(event.rect())):
                continue
            painter.fillRect(box.translated(0, 2), self._shadow)
            self._paint(painter, box, page.image)
            painter.setPen(self._line)
            painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.end()

    def _paint(self, painter: QPainter, box: QRectF, image: QImage) -> None:
        """Pixel for pixel where the picture has the screen's resolution, because scaling blurs thin lines."""
        ratio = self.devicePixelRatioF()
        exact = abs(image.width() / ratio - box.width()) < 1.5
        target = QRectF(box.x(), box.y(), image.width() / ratio, image.height() / ratio) if exact else box
        painter.drawImage(target, image)

    def _boxes(self) -> list[QRectF]:
        factor = self._zoom * _SCREEN_DPI / POINTS_PER_INCH
        boxes, top = [], float(_GAP)
        for page in self.pages:
            boxes.append(QRectF(_GAP, top, page.width * factor, page.height * factor))
            top += page.height * factor + _GAP
        return boxes

    def _fit(self) -> None:
        self.resize(self.sizeHint())
        self.update()
