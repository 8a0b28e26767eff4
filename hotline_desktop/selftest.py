"""What the installed program checks about itself: files, fonts, rules, database, import, papers, every view.

Everything happens in a temporary folder; the office's own data is not touched.
"""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from hotline_desktop.app import open_office_in
from hotline_desktop.domain.papers.kinds import FORMS
from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.errors import HotlineError, StepRefused
from hotline_desktop.domain.terms.options import Level, Stage
from hotline_desktop.domain.time.deadline import DeadlineKind
from hotline_desktop.services.office import Office
from hotline_desktop.system.clock import now
from hotline_desktop.system.logs import kind_and_place, note_unexpected
from hotline_desktop.system.paths import forms_dir, resources_dir

CLERK = "自检"
_NUMBER = "20220905100001"
_CSV = f"""工单编号,标题,诉求内容,来电人,联系电话,诉求地址,来电时间,工单级别
{_NUMBER},路灯不亮,海虹小区12号楼前路灯不亮已一周,赵文静,13800010001,海虹小区12号楼,2022-09-05 08:50,一般
20220905100002,夜间施工扰民,新海路120弄旁工地夜间施工,孙立平,13800010002,新海路120弄,2022年9月5日 9:05,紧急
,没有编号的一行,这一行应当被挑出来,吴敏,13800010003,红星村,2022-09-05,一般
"""
_START, _DUE = datetime(2022, 9, 30, 15, 0), datetime(2022, 10, 10, 17, 0)
_ALL_FACES = "新海镇工单"
_RARE = "𠂇"


@dataclass(frozen=True, slots=True)
class Check:
    """How one check went; ``message`` is what was seen, or why it failed."""

    label: str
    passed: bool
    message: str = ""


@dataclass(slots=True)
class _Bench:
    """What the checks share, in the order in which they run."""

    folder: Path
    office: Office = field(init=False)

    @property
    def data_dir(self) -> Path:
        return self.folder / "data"

    def ticket(self) -> int:
        """The ticket that the checks handle."""
        return self.office.tickets.find(_NUMBER)


def run_checks() -> Iterator[Check]:
    """Runs every check; one that fails does not keep the others from running."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="hotline-selftest-", ignore_cleanup_errors=True) as folder:
        bench = _Bench(Path(folder))
        for label, check in _CHECKS:
            yield _checked(label, check, bench)
        with suppress(AttributeError, HotlineError):
            bench.office.close()


def _checked(label: str, check: Callable[[_Bench], str], bench: _Bench) -> Check:
    try:
        return Check(label, True, check(bench))
    except (HotlineError, _Failed) as error:
        return Check(label, False, str(error))
    except Exception as error:
        note_unexpected(error)
        return Check(label, False, kind_and_place(error))


class _Failed(Exception):
    """A check saw something else than it should; ``str()`` says what, in Chinese."""


def _expect(seen: object, filter: object, what: str) -> None:
    if seen != filter:
        raise _Failed(f"{what}应为 {filter}，实为 {seen}")


def _program_files(_bench: _Bench) -> str:
    forms = sorted(path.name for path in forms_dir().glob("*.toml"))
    icons = list((resources_dir() / "icons").glob("*.svg"))
    if not forms or not icons:
        raise _Failed("缺少表格定义或图标，请重新安装程序")
    return f"表格定义 {len(forms)} 个，图标 {len(icons)} 个"


def _fonts(_bench: _Bench) -> str:
    from hotline_desktop.documents.fonts import BUNDLED, FaceSet

    fonts = FaceSet(resources_dir() / "fonts")
    for role in BUNDLED:
        lacking = fonts.missing(_ALL_FACES + _RARE, role)
        _expect(lacking, [], f"字体 {role} 缺少的字")
    return f"{len(BUNDLED)} 种字体，生僻字可以印"


def _office(bench: _Bench) -> str:
    bench.office = open_office_in(bench.data_dir, now)
    bench.office.units.add("海虹居委", "村居", "唐晓红", "毛琳", by=CLERK)
    return f"单位 {len(bench.office.units.names())} 个"


def _deadlines(bench: _Bench) -> str:
    found = bench.office.time.due(DeadlineKind.TICKET, Level.ORDINARY, _START)
    _expect(found.due, _DUE, "国庆节前一般工单的期限")
    days = bench.office.time.explain(DeadlineKind.TICKET, Level.ORDINARY, _START)
    return f"{_START:%Y-%m-%d} 转交的一般工单 {found.due:%Y-%m-%d %H:%M} 到期，逐日说明 {len(days)} 天"


def _import(bench: _Bench) -> str:
    path = bench.folder / "导出.csv"
    path.write_text(_CSV, "gb18030")
    imports = bench.office.imports
    preview = imports.preview(imports.open(path))
    _expect((len(preview.new), len(preview.faulty)), (2, 1), "新工单和问题行数")
    imports.apply(preview, CLERK)
    again = imports.preview(imports.open(path))
    _expect((len(again.new), len(again.unchanged)), (0, 2), "重复导入时的新工单和无变化行数")
    return "新工单 2 件，问题 1 行，重复导入没有变化"


def _search(bench: _Bench) -> str:
    found = bench.office.tickets.page(TicketFilter(search="路灯")).rows
    _expect([row.number for row in found], [_NUMBER], "搜“路灯”得到的工单")
    return "两个字可以搜到"


def _steps(bench: _Bench) -> str:
    tickets, ticket_id = bench.office.tickets, bench.ticket()
    try:
        tickets.do(ticket_id, "archive", {}, CLERK)
    except StepRefused as refused:
        message = f"提前归档被拒绝（{refused.blockers[0].clause.ref}）"
    else:
        raise _Failed("没有办理就能归档")
    for step, values in _WAY:
        tickets.do(ticket_id, step, values, CLERK)
    _expect(tickets.summary(ticket_id).stage, Stage.ARCHIVED, "办理后的阶段")
    return f"从先行联系到归档 {len(_WAY)} 步；{message}"


_RATINGS = dict.fromkeys(("efficiency", "attitude", "outcome", "overall"), "满意")
_WAY: tuple[tuple[str, dict[str, object]], ...] = (
    ("first_contact", {}),
    ("dispatch", {"unit": "海虹居委"}),
    ("accept", {"handler": "毛琳"}),
    ("answer", {"way": "电话", "recording": "LY-1", "content": "已修复"}),
    ("satisfaction", {"grade": "满意"}),
    ("result", {"handling": "更换灯泡三只", "fact": "属实", "demand": "符合政策法规", "resolution": "实际解决"}),
    ("review", {"answered": True, "handled": True, "verdict": "通过"}),
    ("callback", {**_RATINGS, "matches": True, "verdict": "通过"}),
    ("close", {}),
    ("platform_close", {"operator": "毛琳"}),
    ("sheet_back", {}),
    ("archive", {}),
)


def _papers(bench: _Bench) -> str:
    papers, ids, pages = bench.office.papers, [bench.ticket()], 0
    for kind in FORMS:
        state = papers.states(kind)[-1]
        pdf, docx = bench.folder / f"{kind}.pdf", bench.folder / f"{kind}.docx"
        pages += papers.render_pdf(ids, kind, state, pdf).pages
        papers.render_docx(ids, kind, state, docx)
        _expect(pdf.read_bytes()[:5], b"%PDF-", f"{kind} PDF 的开头")
        with zipfile.ZipFile(docx) as word:
            _expect("word/document.xml" in word.namelist(), True, f"{kind} Word 里的正文")
    return f"{'、'.join(FORMS)}，PDF {pages} 页，Word {len(FORMS)} 份"


def _views(bench: _Bench) -> str:
    from hotline_desktop.gui.pictures import take_pictures

    pictures = take_pictures(bench.office, bench.folder / "views", clock=now)
    if not pictures:
        raise _Failed("没有打开任何界面")
    return f"{len(pictures)} 个界面"


def _reopened(bench: _Bench) -> str:
    bench.office.close()
    bench.office = open_office_in(bench.data_dir, now)
    detail = bench.office.tickets.detail(bench.ticket())
    _expect(detail.ticket.stage, Stage.ARCHIVED, "重新打开后的阶段")
    return f"历史 {len(detail.history)} 条都在"


_CHECKS: tuple[tuple[str, Callable[[_Bench], str]], ...] = (
    ("程序文件", _program_files),
    ("字体", _fonts),
    ("建库", _office),
    ("期限", _deadlines),
    ("导入", _import),
    ("搜索", _search),
    ("办理", _steps),
    ("出纸", _papers),
    ("重新打开", _reopened),
    ("界面", _views),
)
