"""处置流程图: the chart of a ticket's way under the office's own name and limits, and where one ticket stands on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from hotline_desktop.documents import RenderReport
from hotline_desktop.documents.chart.drawing import Drawing
from hotline_desktop.documents.chart.page import NAME_FACE, chart_drawing
from hotline_desktop.domain.terms.dates import chinese_datetime
from hotline_desktop.domain.terms.errors import NotFound
from hotline_desktop.domain.ticket.flowchart import FlowChart, flow_chart, stands_at
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.papers.writer import PaperWriter
from hotline_desktop.storage.records import tickets

NAME = "流程图"
_UNFIT = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')


@dataclass(frozen=True, slots=True)
class ChartPage:
    """The chart as PDF. ``stands`` are the words of the boxes where the ticket stands now, none once it is archived;
    ``place`` is how far down the page the first of them is, as a share of its height.
    """

    pdf: bytes
    stands: tuple[str, ...] = ()
    place: float = 0.0


class FlowCharts:
    """The chart on one A4 page, for the wall or for one ticket. ``ticket_id`` 0 is the chart without a ticket."""

    def __init__(self, office: OfficeContext, papers: PaperWriter) -> None:
        self._office, self._papers = office, papers

    def page(self, ticket_id: int = 0) -> ChartPage:
        """The chart as it is shown. Raises NotFound."""
        drawing = self._drawing(ticket_id)
        marked = [shape for shape in drawing.shapes if shape.fill < 1.0]
        stands = tuple(
            "".join(caption.text for caption in shape.captions if caption.face == NAME_FACE) for shape in marked
        )
        place = min((shape.place.center[1] / drawing.sheet.height for shape in marked), default=0.0)
        return ChartPage(self._papers.drawing_pdf(drawing), stands, place)

    def write(self, out: Path, ticket_id: int = 0) -> RenderReport:
        """Writes the chart: as Word where ``out`` ends in .docx, else as PDF.

        Raises NotFound, HotlineError where the file cannot be written.
        """
        return self._papers.write_drawing(self._drawing(ticket_id), out)

    def file_name(self, ending: str, ticket_id: int = 0) -> str:
        """A name for the file, made of the ticket's number only."""
        if not ticket_id:
            return f"处置{NAME}{ending}"
        number = _UNFIT.sub("_", self._ticket(ticket_id).facts.number)
        return f"处置{NAME}_{number}{ending}"

    def _drawing(self, ticket_id: int) -> Drawing:
        chart = self._chart()
        if not ticket_id:
            return chart_drawing(chart)
        ticket = self._ticket(ticket_id)
        marked = stands_at(ticket)
        here = "、".join(_labels(chart, marked))
        where = f"现在在（灰底粗框）：{here}" if here else f"不再往下办：{ticket.frozen or ticket.stage}"
        note = f"工单 {ticket.facts.number} {where}　{chinese_datetime(self._office.now())}"
        return chart_drawing(chart, marked, note)

    def _chart(self) -> FlowChart:
        with self._office.db.read() as c:
            return flow_chart(self._office.rules(c), self._office.settings(c).town)

    def _ticket(self, ticket_id: int) -> Ticket:
        with self._office.db.read() as c:
            if tickets.summary(c, ticket_id) is None:
                raise NotFound("没有这张工单，可能已随导入一起撤销。请刷新列表后再看。")
            return tickets.load(c, ticket_id)


def _labels(chart: FlowChart, steps: tuple[str, ...]) -> tuple[str, ...]:
    drawn = {node.id: node.label for node in chart.nodes}
    return tuple(drawn[step] for step in steps if step in drawn)
