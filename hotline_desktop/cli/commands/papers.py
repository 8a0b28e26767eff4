"""``print``: the forms as PDF and Word files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hotline_desktop.cli.arguments import folder, one_word, positive
from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.periods import typed_period
from hotline_desktop.cli.session import Session, WrongUsage
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.paper_kinds import FULL_TITLES, PaperKind
from hotline_desktop.files.names import free_name

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from hotline_desktop.services.office import Office

FLOW_CHART = "流程图"
_read = one_word((*PaperKind, FLOW_CHART))
_ENDINGS = {"pdf": (".pdf",), "docx": (".docx",), "both": (".pdf", ".docx")}


def add_to(commands: Commands) -> None:
    """Adds the command."""
    parser = add_command(commands, "print", print_papers, "把表格写成 PDF 和 Word 文件")
    parser.add_argument("form", metavar="表格", type=_form, help="、".join((*PaperKind, FLOW_CHART)))
    parser.add_argument("numbers", metavar="工单编号", nargs="*", default=[])
    parser.add_argument("--out", metavar="目录", type=folder, required=True)
    parser.add_argument("--format", metavar="pdf|docx|both", type=one_word(_ENDINGS), default="both")
    parser.add_argument(
        "--state",
        metavar="状态",
        default="",
        help="例如 处置单 的 转办、办结；默认第一种，申请、情况说明各按现在的状态",
    )
    parser.add_argument(
        "--nth", metavar="第几次", type=positive, default=0, help="以前的第几次处置、督办、申请、回访……；默认最新"
    )
    parser.add_argument("--blank", action="store_true", help="空白表，可以不写工单编号")
    parser.add_argument(
        "--period", metavar="期间", default="", help="热线工作统计表的期间，例如 2026-11、2026-Q4、2026"
    )
    parser.add_argument("--one-file", action="store_true", help="几件工单合成一个文件")
    parser.add_argument("--own-leaf", action="store_true", help="合成一个文件时，每件从新的一张纸开始（双面打印用）")
    parser.set_defaults(more="numbers")


def _form(text: str) -> PaperKind | str:
    """A kind of paper, or the flow chart, which needs no ticket."""
    word = _read(FULL_TITLES.get(text.strip(), text))
    return word if word == FLOW_CHART else PaperKind(word)


def print_papers(session: Session) -> None:
    """Writes the files and remembers, for filled ones, that they were printed."""
    args = session.args
    if args.nth and (args.blank or args.form in (FLOW_CHART, PaperKind.STATISTICS)):
        raise WrongUsage("空白表、流程图和统计表没有第几次，请去掉 --nth")
    if args.own_leaf and not args.one_file:
        raise WrongUsage("--own-leaf 和 --one-file 一起写")
    if args.form == FLOW_CHART:
        _print_chart(session)
        return
    if args.form == PaperKind.STATISTICS and not args.blank:
        _print_statistics(session)
        return
    if args.period:
        raise WrongUsage(f"只有{PaperKind.STATISTICS}有期间，请去掉 --period")
    if not args.numbers and not args.blank:
        raise WrongUsage("缺少 工单编号；要空白表请加 --blank")
    with session.office() as office:
        ids = [office.tickets.find(number) for number in dict.fromkeys(args.numbers)]
        state = _state(office, args.form, args.state) if args.state else ""
        if not args.blank:
            office.papers.require(ids, args.form, state, args.nth)
        args.out.mkdir(parents=True, exist_ok=True)
        traces = () if args.blank else office.papers.personal_traces(ids, args.form, state, args.nth)
        if traces:
            session.console.complain(f"可能仍含个人信息：{'、'.join(traces)}。工单要求信息保密，发出前请看一遍。")
        together = args.one_file or args.blank
        for group in [ids] if together else [[ticket_id] for ticket_id in ids]:
            _print_group(session, office, group, state)


def _state(office: Office, form: PaperKind, state: str) -> str:
    """The state asked for. Raises WrongUsage for one that the form does not have."""
    known = office.papers.states(form)
    try:
        return office.papers.state(form, state.strip())
    except HotlineError as error:
        raise WrongUsage(f"{form}没有“{state}”这种状态，可以选 {'、'.join(known)}") from error


def _print_statistics(session: Session) -> None:
    """热线工作统计表 of a period, which needs no ticket."""
    args = session.args
    if args.numbers or args.state or args.one_file:
        raise WrongUsage(f"{PaperKind.STATISTICS}按期间打印，不写工单编号、--state 和 --one-file")
    if not args.period:
        raise WrongUsage("缺少 --period，例如 --period 2026-11；要空白表请加 --blank")
    with session.office() as office:
        period = typed_period(office, args.period)
        args.out.mkdir(parents=True, exist_ok=True)
        paths = [args.out / f"{PaperKind.STATISTICS}_{period.as_text}{ending}" for ending in _ENDINGS[args.format]]
        for path in paths:
            office.statistics.write(period, path)
    for path in paths:
        session.console.say(str(path))


def _print_chart(session: Session) -> None:
    """The flow chart, once for each ticket with the place where it stands; without tickets the plain one."""
    args = session.args
    if args.state or args.blank or args.one_file:
        raise WrongUsage("流程图没有状态、空白表和合并文件，请去掉 --state、--blank、--one-file")
    written = []
    with session.office() as office:
        charts = office.flow_chart
        ids = [office.tickets.find(number) for number in dict.fromkeys(args.numbers)]
        args.out.mkdir(parents=True, exist_ok=True)
        for ticket_id in ids or [0]:
            for ending in _ENDINGS[args.format]:
                path = args.out / charts.file_name(ending, ticket_id)
                charts.write(path, ticket_id)
                written.append(path)
    for path in written:
        session.console.say(str(path))


def _print_group(session: Session, office: Office, ids: Sequence[int], state: str) -> None:
    """The files of some tickets: what was written is remembered and told, whatever becomes of those that follow."""
    args, written = session.args, []
    for ending in _ENDINGS[args.format]:
        named = args.out / _name(office, ids, state, ending, args)
        path = free_name(named) if ending == ".docx" else named
        render = office.papers.render_pdf if ending == ".pdf" else office.papers.render_docx
        report = render(ids, args.form, state, path, blank=args.blank, own_leaf=args.own_leaf, nth=args.nth)
        if path != named:
            path = _in_place_of(named, path, session)
        lacking = dict.fromkeys(glyph.character for glyph in report.missing_glyphs)
        written.append((path, "、".join(f"{each}（U+{ord(each):04X}）" for each in lacking)))
    if not args.blank:
        office.papers.remember_printed(ids, args.form, state, session.by, args.nth, as_file=True)
    for path, missing in written:
        session.console.say(str(path))
        if missing:
            session.console.complain(f"{path.name}：有的字字库里没有，印作“〓”，请手写补上：{missing}")


def _in_place_of(old: Path, new: Path, session: Session) -> Path:
    """Where the new Word file is then: in place of the old one, unless that says something else.

    A unit's file comes back under the name that it was printed under.
    """
    from hotline_desktop.documents.returned.word_back import says_the_same

    if old.is_file() and says_the_same(old.read_bytes(), new.read_bytes()):
        new.replace(old)
        return old
    session.console.complain(f"已有“{old.name}”，里面的字不一样，可能填过，没有替换；这次的存为“{new.name}”")
    return new


def _name(office: Office, ids: Sequence[int], state: str, ending: str, args: Namespace) -> str:
    """A name without anything personal; of several papers in several states it tells none."""
    kind: PaperKind = args.form
    if args.blank:
        return f"{kind}_空白{ending}"
    if not state:
        usual = {office.papers.usual_state(ticket_id, kind, args.nth) for ticket_id in ids}
        state = usual.pop() if len(usual) == 1 else ""
    if len(ids) > 1:
        which = (f"第{args.nth}次",) if args.nth else ()
        return "_".join((kind, *filter(None, (state,)), f"{len(ids)}件", *which)) + ending
    return office.papers.file_name(ids[0], kind, state, ending, args.nth)
