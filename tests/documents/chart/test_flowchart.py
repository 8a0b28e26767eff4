"""The flow chart on paper: all that the domain knows stands on one page, legible, and over nothing else."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from itertools import combinations, pairwise

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from hotline_desktop.documents import DocxRenderer
from hotline_desktop.documents.chart.drawing import Drawing, Form, Rect, Shape, spread
from hotline_desktop.documents.chart.labels import touches
from hotline_desktop.documents.chart.page import chart_drawing
from hotline_desktop.documents.chart.routes import strip
from hotline_desktop.domain.ticket.flowchart import LANES, FlowChart, flow_chart
from hotline_desktop.domain.time.deadline import TimeRules
from tests.documents.press import FORMS, PDF
from tests.documents.reading import docx_text, pdf_text, read_pdf, squeeze

CHART = flow_chart(TimeRules(), "新海镇")
# The longest words that the settings can bring: three figures of days, and a town with a long name.
LONG = flow_chart(TimeRules(urgent_days=10, ordinary_days=15, hard_days=180, statement_days=10), "新海经济技术开发区")
STANDS = ("answer", "extension_decision")
NOTE = "工单 20220908100001 现在在（灰底粗框）：答复诉求人、审批延期"


@pytest.fixture(params=(CHART, LONG), ids=("ordinary", "long"))
def chart(request: pytest.FixtureRequest) -> FlowChart:
    chart: FlowChart = request.param
    return chart


@pytest.fixture
def drawing(chart: FlowChart) -> Drawing:
    return chart_drawing(chart, STANDS, NOTE)


def drawn(drawing: Drawing) -> bytes:
    out = BytesIO()
    report = PDF.render_drawing(drawing, out, title=drawing.title.text)
    assert report.pages == 1
    assert not report.missing_glyphs
    return out.getvalue()


def written(drawing: Drawing) -> bytes:
    out = BytesIO()
    DocxRenderer().render_drawing(drawing, FORMS.word_faces, out)
    return out.getvalue()


def strips(drawing: Drawing) -> list[Rect]:
    arrows = (stroke for stroke in drawing.strokes if stroke.arrow)
    return [strip(part, 0.4) for stroke in arrows for part in pairwise(stroke.points)]


def labels(drawing: Drawing) -> list[Rect]:
    """The words beside boxes and arrows; titles of lanes and the foot stand outside of the drawing."""
    shapes = [shape.place for shape in drawing.shapes]
    top, bottom = min(place.top for place in shapes) - 30, max(place.bottom for place in shapes) + 12
    return [label.place for label in drawing.labels if top < label.place.top and label.place.bottom < bottom]


@pytest.mark.parametrize("read", [pdf_text, docx_text])
def test_every_step_deadline_case_and_clause_stands_on_the_page(
    drawing: Drawing, chart: FlowChart, read: Callable[[bytes], str]
) -> None:
    text = read(drawn(drawing) if read is pdf_text else written(drawing))
    assert squeeze(chart.title) in text
    for node in chart.nodes:
        assert squeeze(node.label) in text, node.label
        assert squeeze(node.when) in text, node.when
        assert text.count(squeeze(node.otherwise)) >= 1
    for clause in {arrow.clause for arrow in chart.arrows}:
        arrows = [arrow for arrow in chart.arrows if arrow.clause is clause]
        assert text.count(clause.ref) >= len(arrows), clause.ref
    for arrow in chart.arrows:
        assert squeeze(arrow.label) in text, arrow.label
    assert all(squeeze(worker.title) in text for worker in LANES)
    assert squeeze(NOTE) in text


def test_no_words_cross_a_box_an_arrow_or_other_words(drawing: Drawing) -> None:
    places = labels(drawing)
    assert len(places) > len(CHART.arrows)
    for place in places:
        assert not any(touches(shape, place) for shape in drawing.shapes), place
        assert not any(line.meets(place) for line in strips(drawing)), place
    assert not any(one.meets(other) for one, other in combinations(places, 2))


def test_no_arrow_runs_through_a_box_and_boxes_keep_apart(drawing: Drawing) -> None:
    boxes = [shape.place for shape in drawing.shapes]
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))
    for line in strips(drawing):
        inner = [Rect(box.left + 1, box.top + 1, box.right - 1, box.bottom - 1) for box in boxes]
        assert not any(line.meets(box) for box in inner)


def test_arrows_turn_at_right_angles_and_cross_no_other(drawing: Drawing) -> None:
    arrows = [stroke for stroke in drawing.strokes if stroke.arrow]
    for stroke in arrows:
        assert all(x1 == x2 or y1 == y2 for (x1, y1), (x2, y2) in pairwise(stroke.points))
    ends = dict(zip(arrows, CHART.arrows, strict=True))
    for one, other in combinations(arrows, 2):
        if {ends[one].source, ends[one].target} & {ends[other].source, ends[other].target}:
            continue  # ways that part or meet share a line
        for part in pairwise(one.points):
            assert not any(strip(part, 0.2).meets(strip(line, 0.2)) for line in pairwise(other.points)), (
                ends[one],
                ends[other],
            )


def test_words_fit_their_boxes_and_everything_the_sheet(drawing: Drawing) -> None:
    for shape in drawing.shapes:
        assert sum(caption.pitch for caption in shape.captions) < shape.place.height
        for caption, place in zip(shape.captions, _lines(shape), strict=True):
            corners = ((place.left, place.top), (place.right, place.top), (place.left, place.bottom))
            assert caption.width < shape.place.width - 2
            if shape.form is Form.DIAMOND:
                assert all(_in_diamond(shape.place, corner, 1.12) for corner in corners), caption.text
    page = read_pdf(drawn(drawing))[0]
    assert all(text.x > 5 and text.end < page.width - 5 and 5 < text.y < page.height - 5 for text in page.texts)
    assert min(text.size for text in page.texts) >= 7
    # What stands in the margin at the foot, printers cut off.
    assert max(label.place.bottom for label in drawing.labels) <= drawing.sheet.height - drawing.sheet.bottom


def test_where_a_ticket_stands_is_seen_without_colour() -> None:
    plain, marked = chart_drawing(CHART), chart_drawing(CHART, STANDS, NOTE)
    changed = [one for one, other in zip(marked.shapes, plain.shapes, strict=True) if one != other]
    assert {"".join(caption.text for caption in shape.captions) for shape in changed} == {"答复诉求人", "审批延期"}
    assert all(shape.fill < 0.9 and shape.line >= 2 for shape in changed)
    assert "现在在这里" in marked.message and "现在在这里" not in plain.message


def test_the_word_file_holds_shapes_and_says_what_they_show(drawing: Drawing) -> None:
    with zipfile.ZipFile(BytesIO(written(drawing))) as package:
        assert not [name for name in package.namelist() if "media" in name]
        body = etree.fromstring(package.read("word/document.xml"))
    shape = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}wsp"
    assert len(list(body.iter(shape))) > len(drawing.shapes) + len(drawing.strokes)
    (message,) = (node.get("descr") for node in body.iter() if node.tag.endswith("}docPr"))
    assert message == drawing.message
    assert all(node.label in message for node in CHART.nodes)
    assert len(body.findall(f"{qn('w:body')}/{qn('w:p')}")) == 2


def test_the_same_chart_gives_the_same_bytes(drawing: Drawing) -> None:
    assert drawn(drawing) == drawn(drawing)
    assert written(drawing) == written(drawing)


def test_line_breaks_leave_words_whole() -> None:
    assert spread("不属实审核备案", 45, 8.5) == ("不属实", "审核备案")
    assert spread("信息保密、无需联系", 40, 7.5) == ("信息保密、", "无需联系")
    assert spread("紧急1、一般3、疑难10个工作日内", 68, 7.5) == ("紧急1、一般3、", "疑难10个工作日内")
    assert spread("归档", 68, 9) == ("归档",)


def _lines(shape: Shape) -> list[Rect]:
    x, y = shape.place.center
    top, found = y - sum(caption.pitch for caption in shape.captions) / 2, []
    for caption in shape.captions:
        found.append(Rect(x - caption.width / 2, top, x + caption.width / 2, top + caption.size))
        top += caption.pitch
    return found


def _in_diamond(place: Rect, point: tuple[float, float], size: float) -> bool:
    x, y = place.center
    return abs(point[0] - x) / (place.width / 2) + abs(point[1] - y) / (place.height / 2) <= size


def test_words_stand_clear_of_the_lines_between_lanes(drawing: Drawing) -> None:
    between = [stroke.points for stroke in drawing.strokes if stroke.dashed]
    head = min(top for (_x, top), _end in between)
    under = [label.place for label in drawing.labels if label.place.top >= head]
    for (x, top), (_x, bottom) in between:
        assert top < bottom
        for place in under:
            beside = x <= place.left - 1 or x >= place.right + 1
            assert beside or bottom <= place.top - 1 or top >= place.bottom + 1


def test_the_word_file_has_room_for_the_figure_of_a_ticket_on_its_one_page(drawing: Drawing) -> None:
    document = docx.Document(BytesIO(written(drawing)))
    section, (head, figure) = document.sections[0], document.paragraphs
    (extent,) = figure._p.iter(qn("wp:extent"))
    title = head.paragraph_format.line_spacing
    assert section.page_height is not None and section.top_margin is not None and section.bottom_margin is not None
    room = section.page_height - section.top_margin - section.bottom_margin
    assert isinstance(title, int) and title + int(extent.get("cy", "0")) < room
