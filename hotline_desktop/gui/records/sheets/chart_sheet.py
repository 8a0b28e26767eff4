"""处置流程图 as its own page: zoomed, printed, saved; for the wall, or with the place where one ticket stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.gui.kit.paper_canvas import PaperCanvas
from hotline_desktop.gui.kit.pdf_pages import PageImage, draw_pages
from hotline_desktop.gui.kit.zoom_bar import ZoomBar
from hotline_desktop.gui.shell.background.jobs import Job
from hotline_desktop.gui.shell.session.session import Session

if TYPE_CHECKING:
    from hotline_desktop.services.papers.flowchart import ChartPage

_HINT = "流程由程序的办理步骤画成，期限随“设置”变。"


class ChartSheet(QWidget):
    """Draws the chart once it is shown; one of a ticket is drawn anew when that ticket moves on."""

    def __init__(self, session: Session, ticket_id: int = 0) -> None:
        super().__init__()
        self._session = session
        self._ticket_id = ticket_id
        self._job: Job | None = None
        self._pdf = b""
        self._place = 0.0
        self._build()
        session.navigator.changed.connect(self._changed)
        self.redraw()

    def redraw(self) -> None:
        """Draws the chart anew; what is still being drawn is dropped."""
        if self._job is not None:
            self._job.cancel()
        charts, ticket_id = self._session.office.flow_chart, self._ticket_id
        self._job = self._session.jobs.run(
            lambda: charts.page(ticket_id),
            self._drawn,
            failed=self._failed,
            owner=self,
        )

    def print_chart(self) -> None:
        """Prints the page as it is shown; without a printer offers a PDF."""
        from hotline_desktop.gui.shell.printing.printing import print_pdf

        if self._pdf:
            print_pdf(self._session, self._pdf, lambda: self._save(".pdf"))

    # -- building ------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.canvas = PaperCanvas(self._session.theme)
        self.canvas.setAccessibleName("处置流程图")
        self.setFocusProxy(self.canvas)
        self.canvas.scale_asked.connect(lambda _scale: self._rasterise())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addLayout(self._top())
        layout.addWidget(self.canvas, 1)
        layout.addLayout(self._foot())

    def _top(self) -> QHBoxLayout:
        self.here = QLabel(_HINT)
        self.here.setProperty("role", "soft")
        self.zoom = ZoomBar(self._session.theme, self.canvas, "放大到和窗口一样宽")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.here)
        row.addStretch(1)
        row.addWidget(self.zoom)
        return row

    def _foot(self) -> QHBoxLayout:
        theme = self._session.theme
        self.word = QPushButton(theme.icon("file-type"), "存为Word(&W)")
        self.pdf = QPushButton(theme.icon("file-text"), "存为PDF(&F)")
        self.print = QPushButton(theme.icon("printer"), "打印(&P)…")
        self.word.clicked.connect(lambda: self._save(".docx"))
        self.pdf.clicked.connect(lambda: self._save(".pdf"))
        self.print.clicked.connect(self.print_chart)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button in (self.word, self.pdf, self.print):
            button.setAutoDefault(False)
            row.addWidget(button)
        return row

    # -- drawing -------------------------------------------------------------------------------------------

    def _drawn(self, page: ChartPage) -> None:
        self._pdf, self._place = page.pdf, page.place
        if self._ticket_id:
            self.here.setText(f"现在在：{'、'.join(page.stands)}" if page.stands else "这件工单不再往下办")
        self._rasterise()

    def _rasterise(self) -> None:
        pdf, scale = self._pdf, self.canvas.pixels_per_point
        if pdf:
            self._job = self._session.jobs.draw(
                lambda: draw_pages(pdf, scale), self._show, failed=self._failed, owner=self
            )

    def _show(self, pages: tuple[PageImage, ...]) -> None:
        self.canvas.show_pages(pages)
        self.zoom.show_percent()
        if self._place:
            self._look_at(self._place)
            self._place = 0.0

    def _look_at(self, place: float) -> None:
        """Brings the part of the page where the ticket stands into the middle."""
        bar = self.canvas.verticalScrollBar()
        whole = bar.maximum() + bar.pageStep()
        bar.setValue(round(place * whole - bar.pageStep() / 2))

    def _failed(self, error: Exception) -> None:
        self._session.prompts.error(error, "流程图没有画成")

    def _changed(self, changes: Changes) -> None:
        if changes.everything or changes.settings or self._ticket_id in changes.tickets:
            self.redraw()

    # -- files ---------------------------------------------------------------------------------------------

    def _save(self, ending: str) -> None:
        from hotline_desktop.gui.shell.dialogs.prompts import PDF_FILE, WORD_FILE

        session, charts, ticket_id = self._session, self._session.office.flow_chart, self._ticket_id
        as_word = ending == ".docx"

        def ask_where(name: str) -> None:
            path = session.prompts.save_file(
                f"存为{'Word' if as_word else 'PDF'}", name, WORD_FILE if as_word else PDF_FILE
            )
            if path is not None:
                session.jobs.run(
                    lambda: charts.write(path, ticket_id),
                    lambda _report: session.prompts.say(f"已保存：{path.name}"),
                    failed=session.prompts.error,
                    label="正在保存",
                )

        session.jobs.run(lambda: charts.file_name(ending, ticket_id), ask_where, failed=session.prompts.error)
