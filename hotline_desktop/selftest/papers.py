"""Every paper in every state as PDF and Word, every register, ledger and figure, each opened again and looked into."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hotline_desktop.domain.papers.catalogue import BY_NUMBER
from hotline_desktop.domain.papers.register_periods import PeriodWord, period_of
from hotline_desktop.domain.papers.registers import RegisterKind
from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.statistics.periods import StatKind
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.selftest.bench import CLERK, Bench, Failed, expect_some
from hotline_desktop.services.office import Office
from hotline_desktop.system.clock import now

_EVERYTHING = 500
_FILLED = "_填印"
# An office, and the ids of its tickets that a paper is about.
_Shown = tuple[Office, list[int]]
_Paper = tuple[PaperKind, str]
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def every_paper(bench: Bench) -> str:
    """Every kind in every state as an empty form; those about one ticket or case also filled in.

    Raises Failed where neither of the two offices has a ticket that a paper can be printed of.
    """
    shown = {**_shown_by(bench.office), **_shown_by(bench.example)}
    lacking = [str(kind) for kind in BY_NUMBER if not any(kind is known for known, _state in shown)]
    if lacking:
        raise Failed(f"没有可以填印的工单：{'、'.join(lacking)}")
    written = [made for kind in PaperKind for made in _made_of(kind, bench, shown)]
    filled = sum(1 for name, _pages in written if name.endswith(_FILLED))
    pages = sum(pages for _name, pages in written)
    count = len(written)
    return f"{len(PaperKind)} 种、{count} 份 PDF（填印 {filled} 份，共 {pages} 页，字体都嵌入）和 {count} 份 Word"


def _made_of(kind: PaperKind, bench: Bench, shown: Mapping[_Paper, _Shown]) -> Iterator[tuple[str, int]]:
    """(name, pages) of each paper of that kind, looked into in both formats."""
    empty: _Shown = (bench.example, [])
    for state in bench.example.papers.states(kind):
        filled = shown.get((kind, state))
        for office, ids in (empty, filled) if filled else (empty,):
            name = f"{kind}_{state}{_FILLED if ids else ''}"
            pdf, word = bench.path(f"{name}.pdf"), bench.path(f"{name}.docx")
            office.papers.render_pdf(ids, kind, state, pdf, blank=not ids)
            office.papers.render_docx(ids, kind, state, word, blank=not ids)
            look_into_word(word)
            yield name, look_into_pdf(pdf)


def every_list(bench: Bench) -> str:
    """Registers and ledgers as Excel and PDF, statistics and the quarter's ranking, papers of talks."""
    office, written = bench.example, list(_registers(bench))
    statistics = office.statistics
    for kind in (StatKind.MONTH, StatKind.QUARTER, StatKind.YEAR):
        for ending in (".pdf", ".docx", ".xlsx"):
            written.append(bench.path(f"统计_{kind}{ending}"))
            statistics.write(statistics.period(kind), written[-1])
    quarter = office.ranking.current().before
    for ending in (".docx", ".pdf", ".xlsx"):
        written.append(bench.path(f"季度通报{ending}"))
        office.unit_papers.write_quarter(quarter, written[-1])
    for path in written:
        look_into(path)
    return f"{len(written)} 个文件：PDF、Word、Excel"


def flow_chart(bench: Bench) -> str:
    """The chart drawn from the steps, plain and with a ticket's place."""
    charts, found = bench.example.flow_chart, 0
    ticket = bench.example.tickets.page(TicketFilter(), limit=1).rows[0].id
    for ticket_id in (0, ticket):
        for ending in (".pdf", ".docx"):
            path = bench.path(f"流程图_{ticket_id}{ending}")
            charts.write(path, ticket_id)
            look_into(path)
            found += 1
    return f"{found} 个文件"


def look_into(path: Path) -> None:
    """Raises Failed where the file is not what its ending says, or is empty."""
    looks = {".pdf": look_into_pdf, ".docx": look_into_word, ".xlsx": _look_into_excel}
    looks[path.suffix](path)


def look_into_pdf(path: Path) -> int:
    """Its pages; Failed where one has no words, or a face that is not embedded."""
    from pypdf import PdfReader

    with path.open("rb") as file:
        pages = PdfReader(file).pages
        for page in pages:
            strange = [str(name) for name in _outside_faces(page)]
            if strange:
                raise Failed(f"{path.name} 里没有嵌入的字体：{'、'.join(strange)}")
        expect_some("".join(page.extract_text() for page in pages).strip(), f"{path.name} 里的文字")
        return len(pages)


def look_into_word(path: Path) -> None:
    """Failed where Word would find nothing to show."""
    from docx import Document

    try:
        with zipfile.ZipFile(path) as word:
            damaged = word.testzip()
    except zipfile.BadZipFile as error:
        raise Failed(f"{path.name} 不是 Word 文件") from error
    if damaged is not None:
        raise Failed(f"{path.name} 不完整：{damaged}")
    document = Document(str(path))
    text = "".join(node.text or "" for node in document.element.body.iter() if str(node.tag).endswith("}t"))
    expect_some(text.strip() or document.inline_shapes or b"<w:drawing" in document.element.xml.encode(), path.name)


def _look_into_excel(path: Path) -> None:
    from hotline_desktop.exchange.opening.reader import read_sheets

    sheets = read_sheets(path)
    expect_some(sheets and any(sheet.rows for sheet in sheets), f"{path.name} 里的内容")


def _outside_faces(page: Any) -> Iterator[str]:
    """Names of faces on the page that the reader would have to have."""
    fonts = page.get("/Resources", {}).get("/Font", {})
    for name, reference in fonts.items():
        font = reference.get_object()
        held = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        descriptor = held.get("/FontDescriptor")
        if descriptor is None or not any(key in descriptor.get_object() for key in _FONT_FILES):
            yield font.get("/BaseFont", name)


def _shown_by(office: Office) -> dict[_Paper, _Shown]:
    """For each paper in each state a ticket of which it can be printed."""
    ids = [row.id for row in office.tickets.page(TicketFilter(), limit=_EVERYTHING).rows]
    found: dict[_Paper, _Shown] = {}
    for kind in BY_NUMBER:
        for state in office.papers.states(kind):
            ticket = next((each for each in ids if not office.papers.missing(each, kind, state)), None)
            if ticket is not None:
                found[kind, state] = office, [ticket]
    return found


def _registers(bench: Bench) -> Iterator[Path]:
    registers, period = bench.example.registers, period_of(PeriodWord.YEAR, now().date())
    for kind in RegisterKind:
        for ending, write in ((".xlsx", registers.to_excel), (".pdf", registers.to_pdf)):
            path = bench.path(f"{kind}{ending}")
            write(kind, period, path, False, CLERK)
            yield path
