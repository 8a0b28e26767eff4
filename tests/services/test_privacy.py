"""Every free text of every step names a citizen who asked for 信息保密: no paper, list, export or file name tells of
them. 规范一（一）1."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from hotline_desktop.cli.main import main
from hotline_desktop.domain.papers.catalogue import BY_NUMBER
from hotline_desktop.domain.papers.registers import Period, RegisterKind
from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.statistics.periods import StatKind
from hotline_desktop.domain.supervision.case import CaseFilter, CaseStage
from hotline_desktop.domain.terms.errors import StepRefused
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.masking import shown, shown_text
from hotline_desktop.services.archiving.case_binding import ORIGINALS
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.foundation.files import DATABASE
from hotline_desktop.services.office import Office
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from tests.services.desk import FORMS, RESOURCES, Clock, clock_at
from tests.services.planted import PlantedOffice, planted_office, traces_of_citizen

NOW = (2022, 11, 25, 16, 0)
EVER = Period(date(2022, 1, 1), date(2022, 12, 31))
ENOUGH_OF_A_KIND = 2


@pytest.fixture(scope="module")
def clock() -> Clock:
    return clock_at(*NOW)


@pytest.fixture(scope="module")
def context(clock: Clock, tmp_path_factory: pytest.TempPathFactory) -> OfficeContext:
    return OfficeContext(SqliteDatabase.in_memory(), clock, tmp_path_factory.mktemp("office"), FORMS, RESOURCES)


@pytest.fixture(scope="module")
def planted(context: OfficeContext, clock: Clock, tmp_path_factory: pytest.TempPathFactory) -> PlantedOffice:
    return planted_office(Office(context), clock, tmp_path_factory.mktemp("files"))


def text_in(path: Path) -> str:
    """Everything that a file says, its properties and its name among it."""
    data = path.read_bytes()
    readers = {".pdf": _pdf, ".docx": _zipped, ".xlsx": _zipped, ".zip": _folder}
    return path.name + readers.get(path.suffix, lambda raw: raw.decode("utf-8", "replace"))(data)


def _pdf(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        texts = [page.get_textpage().get_text_bounded() for page in document]
        outline = [item.get_title() for item in document.get_toc()]
        return "".join((*texts, *outline, *document.get_metadata_dict().values()))
    finally:
        document.close()


def _zipped(data: bytes) -> str:
    with zipfile.ZipFile(BytesIO(data)) as parts:
        texts = [parts.read(name).decode("utf-8") for name in parts.namelist() if name.endswith((".xml", ".rels"))]
    return re.sub(r"<[^>]+>", "", "".join(texts)) + "".join(texts)


def _folder(data: bytes) -> str:
    with zipfile.ZipFile(BytesIO(data)) as parts:
        return "".join(name + _pdf(parts.read(name)) for name in parts.namelist() if name.endswith(".pdf"))


def _ready(planted: PlantedOffice, kind: PaperKind) -> Iterator[int]:
    found = (i for i in planted.tickets.values() if not planted.office.papers.missing(i, kind))
    yield from (ticket_id for _nth, ticket_id in zip(range(ENOUGH_OF_A_KIND), found, strict=False))


def test_steps_of_every_sort_have_been_planted(planted: PlantedOffice) -> None:
    steps = {step for step, _key in planted.planted}
    assert {"register", "first_contact", "dispatch", "answer", "result", "review", "callback", "explain"} <= steps
    assert {"return_request", "extension_request", "unfounded_statement", "open_case", "phone_call", "report"} <= steps
    assert len(planted.planted) > 100


@pytest.mark.parametrize("kind", BY_NUMBER)
def test_no_paper_tells_of_a_confidential_citizen(planted: PlantedOffice, kind: PaperKind, tmp_path: Path) -> None:
    papers = planted.office.papers
    ready = list(_ready(planted, kind))
    assert ready
    for ticket_id in ready:
        for state in papers.states(kind):
            if papers.missing(ticket_id, kind, state):
                continue  # a request prints as it stands
            for ending, render in ((".pdf", papers.render_pdf), (".docx", papers.render_docx)):
                path = tmp_path / papers.file_name(ticket_id, kind, state, ending)
                render([ticket_id], kind, state, path)
                assert traces_of_citizen(text_in(path)) == [], (kind, state, ending)
            assert traces_of_citizen(_pdf(papers.preview_pdf(ticket_id, kind, state))) == []


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("kind", RegisterKind)
def test_no_register_tells_of_a_confidential_citizen(
    planted: PlantedOffice, kind: RegisterKind, full: bool, tmp_path: Path
) -> None:
    registers = planted.office.registers
    for name, write in (("登记簿.xlsx", registers.to_excel), ("登记簿.pdf", registers.to_pdf)):
        write(kind, EVER, tmp_path / name, full, "王芳")
        assert traces_of_citizen(text_in(tmp_path / name)) == [], name
    shown_lines = " ".join(map(str, registers.preview(kind, EVER).lines))
    assert traces_of_citizen(shown_lines) == []


@pytest.mark.parametrize("full", [False, True])
def test_no_export_tells_of_a_confidential_citizen(planted: PlantedOffice, full: bool, tmp_path: Path) -> None:
    out = tmp_path / "工单.xlsx"
    assert planted.office.exports.tickets(TicketFilter(), out, full, "王芳")
    assert openpyxl.load_workbook(out).active is not None
    assert traces_of_citizen(text_in(out)) == []


def test_no_list_tells_of_a_confidential_citizen(planted: PlantedOffice) -> None:
    office = planted.office
    rows = office.tickets.page(TicketFilter(), limit=500).rows
    assert rows
    for row in rows:
        assert traces_of_citizen(" ".join(map(str, row))) == []
        assert traces_of_citizen(" ".join(map(str, shown(row, False)))) == []
    for case in office.supervision.cases():
        assert traces_of_citizen(case.title) == []
    for candidate in office.candidates.undecided():
        assert candidate.ticket is not None
        assert traces_of_citizen(shown_text(candidate.ticket, candidate.evidence)) == []
    for ticket_id in (*planted.tickets.values(),)[:5]:
        for found in office.repeats.candidates(ticket_id):
            assert traces_of_citizen(" ".join(each.there for each in found.evidence)) == []


def test_no_figure_tells_of_a_confidential_citizen(planted: PlantedOffice, tmp_path: Path) -> None:
    statistics = planted.office.statistics
    for name in ("统计.pdf", "统计.docx", "统计.xlsx"):
        statistics.write(statistics.period(StatKind.MONTH), tmp_path / name)
        assert traces_of_citizen(text_in(tmp_path / name)) == [], name


def test_no_case_file_tells_of_a_confidential_citizen(planted: PlantedOffice, tmp_path: Path) -> None:
    office, made = planted.office, 0
    for case in office.supervision.cases(CaseFilter(stages=(CaseStage.CLOSED, CaseStage.ARCHIVED))):
        with suppress(StepRefused):
            office.archive.assemble(case.id, tmp_path, "王芳")
            made += 1
        assert traces_of_citizen(" ".join(line.title for line in office.archive.look(case.id).contents)) == []
    assert made
    for path in tmp_path.rglob("*"):
        assert traces_of_citizen(path.name) == []
        if path.is_file() and path.parent.name != ORIGINALS:
            assert traces_of_citizen(text_in(path)) == [], path.name


def test_command_line_and_its_log_tell_nothing_of_a_confidential_citizen(
    planted: PlantedOffice, context: OfficeContext, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    context.db.backup(tmp_path / DATABASE)
    some = (*planted.tickets,)[:6]
    about = [["show", number, *form] for number in some for form in ([], ["--json"])]
    about += [["repeats", number, "--json"] for number in some]
    cases = [["case", case.number, *form] for case in planted.office.supervision.cases() for form in ([], ["--json"])]
    lists = [
        [*arguments, *form] for arguments in (["tickets"], ["cases"], ["cases", "--pool"]) for form in ([], ["--json"])
    ]
    missing = ["print", "处置单", some[0], "--out", str(tmp_path / "阮桂枝13800010001.pdf" / "x")]
    for arguments in (*lists, *about, *(case for case in cases if case[1]), missing):
        code = main(["--data", str(tmp_path), *arguments], lambda: datetime(*NOW))
        said = capsys.readouterr()
        if arguments is not missing:
            assert code == 0, (arguments, said.err)
            assert traces_of_citizen(said.out + said.err) == [], arguments
    for path in tmp_path.rglob("*.log"):
        assert traces_of_citizen(path.read_text("utf-8")) == []


def test_what_may_be_left_is_said_before_printing(planted: PlantedOffice, tmp_path: Path) -> None:
    office = planted.office
    known = {"number": "20221125999999", "content": "来电人的儿子陈小军说，他家的房东吴大海先生不肯修水管"}
    ticket_id = office.tickets.register({**known, "caller": "阮桂枝", "confidential": "是"}, "王芳").id
    left = office.papers.personal_traces([ticket_id], PaperKind.DISPOSAL)
    assert {"吴大海先生"} <= set(left)
    assert not any("陈小军" in trace for trace in left)  # the caller's son is taken out, and nothing of him is left
    open_id = office.tickets.register({**known, "number": "20221125999998", "caller": "阮桂枝"}, "王芳").id
    assert office.papers.personal_traces([open_id], PaperKind.DISPOSAL) == ()
