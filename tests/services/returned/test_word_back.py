"""A unit types into the Word file of its sheet and sends it back: the program reads it, asks, and takes the step."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from hotline_desktop.domain.terms.errors import HotlineError, StepRefused
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.services.office import Office
from tests.documents.office import needs_office
from tests.services.desk import CLERK, Clock, Walk
from tests.services.returned.word_edits import (
    control,
    edit,
    fill,
    lose_controls,
    lose_marks,
    tag_of,
    through_office,
    type_into,
)

NUMBER = "20220908102001"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
HANDLED = "9月8日到现场核实，夜间施工属实。\n已责令停工，联系电话：59210001。"


@pytest.fixture
def walk(office: Office, clock: Clock) -> Walk:
    return Walk(office, clock, NUMBER).to_unit().do("accept")


def sheet(office: Office, walk: Walk, tmp_path: Path) -> Path:
    out = tmp_path / "处置单.docx"
    office.papers.render_docx([walk.id], PaperKind.DISPOSAL, "转办", out)
    return out


def typed(path: Path, *ticks: str, dated: str = "2022年9月8日 15:30", controls: bool = True) -> Path:
    """The file after the unit typed into it: into its fields and boxes, or over them where ``controls`` is False."""
    document = docx.Document(str(path))
    texts = {"handling": HANDLED, "feedback": "已电话答复，市民满意。", "handler": "李强", "handled_on": dated}
    for name, text in texts.items():
        type_into(control(document, name), text)
    for box in [node for node in document.element.body.iter(qn("w:sdt")) if tag_of(node).partition("_")[2] in ticks]:
        box.find(qn("w:sdtPr")).find(f"{W14}checkbox").find(f"{W14}checked").set(f"{W14}val", "1")
        type_into(box, "☑")
    if not controls:
        lose_marks(document.element.body)
    document.save(str(path))
    return path


def ready(walk: Walk) -> Walk:
    """The ticket with everything but the unit's result."""
    return walk.do("answer", way="电话", result="已联系", recording="R1", content="已答复").do(
        "satisfaction", grade="满意"
    )


@pytest.mark.parametrize("controls", [True, False])
def test_what_was_typed_stands_beside_the_record(office: Office, walk: Walk, tmp_path: Path, controls: bool) -> None:
    path = typed(sheet(office, walk, tmp_path), "实际解决", "是", controls=controls)
    seen = office.word_returns.look(path)
    assert (seen.number, seen.dated, seen.unclear) == (NUMBER, "2022年9月8日 15:30", ())
    assert [(one.label, one.old, one.new) for one in seen.compared] == [
        ("承办单位处理情况", "", HANDLED),
        ("办理情况反馈", "", "已电话答复，市民满意。"),
        ("是否解决", "", "实际解决"),
        ("承办人", "", "李强"),
        ("备注", "", ""),
    ]


@pytest.mark.parametrize("controls", [True, False])
def test_what_a_unit_remarks_is_recorded_and_printed_again(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path, controls: bool
) -> None:
    path = fill(sheet(office, ready(walk), tmp_path), {"remarks": "诉求人要求15日前再联系一次"})
    typed(path, "实际解决", controls=controls)
    clock.pass_minutes(400)
    seen = office.word_returns.look(path)
    assert seen.values["remarks"] == "诉求人要求15日前再联系一次"
    found = {"fact": "属实", "demand": "符合政策法规", "done_at": "2022-09-08 15:30"}
    office.word_returns.take(seen, found, CLERK)
    again = tmp_path / "办结.docx"
    office.papers.render_docx([walk.id], PaperKind.DISPOSAL, "办结", again)
    assert "诉求人要求15日前再联系一次。" in "\n".join(
        cell.text for table in docx.Document(str(again)).tables for row in table.rows for cell in row.cells
    )


@pytest.mark.parametrize("controls", [True, False])
@pytest.mark.parametrize(
    ("typed_in", "read"),
    [
        ("{printed}", ""),
        ("{printed}另有两户也受影响", "另有两户也受影响"),
        ("另有两户也受影响。{printed}", "另有两户也受影响。"),
        ("{printed}\n1、另有两户；\n2、下月再看。", "1、另有两户；2、下月再看。"),
        ("另有两户也受影响", "另有两户也受影响"),
    ],
)
def test_what_the_program_printed_into_the_remarks_is_not_the_units_remark(
    office: Office, clock: Clock, tmp_path: Path, typed_in: str, read: str, controls: bool
) -> None:
    walk = Walk(office, clock, NUMBER).do("exempt", exemption="无需联系", decided_by="王芳", note="匿名来电")
    walk.to_unit().do("accept")
    path = sheet(office, walk, tmp_path)
    printed = "免联系（无需联系）。"
    assert printed in "\n".join(docx.Document(str(path)).tables[0].rows[-1].cells[0].text.splitlines())
    document = docx.Document(str(path))
    cell = document.tables[0].rows[-1].cells[0]
    (paragraph,) = (each for each in cell.paragraphs if printed in each.text)
    paragraph.text = f"备注：{typed_in.format(printed=printed)}"
    document.save(str(path))
    typed(path, "实际解决", controls=controls)
    assert office.word_returns.look(path).values["remarks"] == read


def test_the_result_is_recorded_through_the_gates_and_the_file_kept(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    path = typed(sheet(office, ready(walk), tmp_path), "实际解决")
    clock.pass_minutes(400)
    seen = office.word_returns.look(path)
    found = {"fact": "属实", "demand": "符合政策法规", "done_at": "2022-09-08 15:30"}
    with pytest.raises(StepRefused, match="事实确认"):
        office.word_returns.take(seen, {"done_at": "2022-09-08 15:30"}, CLERK)
    assert office.tickets.detail(walk.id).attachments == ()
    office.word_returns.take(seen, found, CLERK)
    detail = office.tickets.detail(walk.id)
    assert detail.ticket.round.result is not None and detail.ticket.round.handler == ""
    assert [file.kind for file in detail.attachments] == ["单位回填的Word"]


def test_a_day_without_an_hour_is_asked_for_and_not_guessed(office: Office, walk: Walk, tmp_path: Path) -> None:
    seen = office.word_returns.look(typed(sheet(office, ready(walk), tmp_path), "实际解决", dated="2022年9月8日"))
    with pytest.raises(HotlineError, match=r"要补“办结时间”（纸上写的是“2022年9月8日”，没有时刻）"):
        office.word_returns.take(seen, {"fact": "属实", "demand": "符合政策法规"}, CLERK)


@pytest.mark.parametrize("marks", [True, False])
def test_words_of_the_form_in_a_units_text_end_no_field(
    office: Office, walk: Walk, tmp_path: Path, marks: bool
) -> None:
    said = "已按备注：处理。日期：9月8日到场；承办人：张三；是否解决：是"
    path = fill(typed(sheet(office, walk, tmp_path), "实际解决"), {"handling": said})
    seen = office.word_returns.look(path if marks else edit(path, lose_marks))
    assert (seen.values["handling"], seen.values["handler"], seen.dated) == (said, "李强", "2022年9月8日 15:30")


def test_the_numbers_of_a_list_are_part_of_what_the_unit_wrote(office: Office, walk: Walk, tmp_path: Path) -> None:
    document = docx.Document(str(typed(sheet(office, walk, tmp_path), "实际解决")))
    kind = f'<w:lvl {nsdecls("w")} w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    lists, listed = document.part.numbering_part.element, OxmlElement("w:abstractNum")
    listed.set(qn("w:abstractNumId"), "77")
    listed.append(parse_xml(kind))
    lists.insert(0, listed)
    number = lists.add_num(77).numId
    place = next(above for above in control(document, "handling").iterancestors() if above.tag == qn("w:p"))
    for text in ("约谈施工单位", "责令停工"):
        chosen = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        point = f"<w:p {nsdecls('w')}><w:pPr>{chosen}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        place.addnext(parse_xml(point))
    document.save(str(tmp_path / "处置单.docx"))
    read = office.word_returns.look(tmp_path / "处置单.docx").values["handling"]
    assert read == f"{HANDLED}\n一、责令停工\n二、约谈施工单位"


def test_what_is_written_below_a_text_with_wide_blanks_belongs_to_it(
    office: Office, walk: Walk, tmp_path: Path
) -> None:
    path = fill(sheet(office, walk, tmp_path), {"handling": "一、核实　　属实\t；"})
    document = docx.Document(str(path))
    place = next(above for above in control(document, "handling").iterancestors() if above.tag == qn("w:p"))
    place.addnext(parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>二、已停工。</w:t></w:r></w:p>"))
    document.save(str(path))
    assert office.word_returns.look(path).values["handling"] == "一、核实 属实 ；\n二、已停工。"


@pytest.mark.parametrize("how", ["w:strike", "w:dstrike", "w:vanish"])
def test_what_is_struck_through_or_hidden_is_not_said(office: Office, walk: Walk, tmp_path: Path, how: str) -> None:
    def strike(body: Any) -> None:
        for number, run in enumerate([run for run in body.iter(qn("w:r")) if HANDLED[:9] in "".join(run.itertext())]):
            gone = deepcopy(run)
            gone.get_or_add_rPr().append(OxmlElement(how))
            gone.find(qn("w:t")).text = f"划掉的话{number}"
            run.addprevious(gone)

    path = edit(typed(sheet(office, walk, tmp_path), "实际解决"), strike)
    assert "划掉的话" in docx_text(path) and office.word_returns.look(path).values["handling"] == HANDLED


def docx_text(path: Path) -> str:
    return "".join(docx.Document(str(path)).element.body.itertext())


def test_a_coloured_tick_is_a_tick(office: Office, walk: Walk, tmp_path: Path) -> None:
    def tick(body: Any) -> None:
        lose_marks(body)
        for paragraph in body.iter(qn("w:p")):
            texts = list(paragraph.iter(qn("w:t")))
            if "".join(text.text or "" for text in texts).strip().endswith("参考备案"):
                for text in texts:
                    text.text = ""
                texts[0].text = "☑\ufe0f参考备案：√"

    seen = office.word_returns.look(edit(sheet(office, walk, tmp_path), tick))
    assert (seen.values["resolution"], seen.unclear) == ("参考备案", ())


def test_two_ticks_are_asked_about(office: Office, walk: Walk, tmp_path: Path) -> None:
    seen = office.word_returns.look(typed(sheet(office, ready(walk), tmp_path), "实际解决", "未解决"))
    assert seen.unclear == ("是否解决",) and "resolution" not in seen.values
    with pytest.raises(HotlineError, match="“是否解决”勾了不止一项"):
        office.word_returns.take(seen, {"fact": "属实", "demand": "符合政策法规", "done_at": "2022-09-08 15:30"}, CLERK)


def test_a_file_of_a_ticket_that_went_on_is_kept_and_explained(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    path = typed(sheet(office, ready(walk), tmp_path), "实际解决")
    clock.pass_minutes(400)
    given = {"fact": "属实", "demand": "符合政策法规", "done_at": "2022-09-08 15:30"}
    assert len(office.intake.take_in([path], clock.now.date(), CLERK, given=given).filed) == 1
    done = office.intake.take_in([path], clock.now.date(), CLERK, given=given)
    (waiting,) = done.tray
    assert not done.filed and "现为“待审核”" in waiting.reason
    assert office.intake.tray_path(waiting).read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "另存为 .docx 后再放进来"),
        (b"PK\x03\x04 broken", "不是完好的 Word 文件"),
        (b"", "是空文件（0 字节）"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "先去掉密码"),
        (b"{\\rtf1 old", "是 ?RTF 文件"),
        (b"<html><body>", "是网页格式的文件"),
        (b"MIME-Version: 1.0", "是网页格式的文件"),
        ("<html>".encode("utf-16"), "是网页格式的文件"),
        (bytes(2_000), "不是 Word 文件，只是名称像"),
    ],
)
def test_other_files_are_refused_with_what_to_do(
    office: Office, walk: Walk, tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "回单.docx"
    path.write_bytes(content)
    with pytest.raises(HotlineError, match=reason):
        office.word_returns.look(path)


@pytest.mark.parametrize("marked", [True, False])
def test_a_paper_that_no_unit_fills_in_is_not_read_as_a_disposal_sheet(
    office: Office, walk: Walk, tmp_path: Path, marked: bool
) -> None:
    chart, record = tmp_path / "流程图.docx", tmp_path / "记录.docx"
    office.flow_chart.write(chart, walk.id)
    office.papers.render_docx([walk.id], PaperKind.CONTACTS, "", record)
    if not marked:
        document = docx.Document(str(record))
        lose_marks(document.element.body)
        document.save(str(record))
    for path, word in ((chart, "流程图"), (record, "联系与答复记录")):
        with pytest.raises(HotlineError, match=f"是{word}，不是单位填好交回的表，没有可以登记的"):
            office.word_returns.look(path)


def test_a_file_without_a_number_of_ours_is_not_guessed(office: Office, walk: Walk, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("工单编号：20990101000001")
    document.add_paragraph("承办单位处理情况：已办")
    document.save(str(tmp_path / "x.docx"))
    with pytest.raises(HotlineError, match="没有读到本单位的工单编号"):
        office.word_returns.look(tmp_path / "x.docx")


def test_a_mark_drawn_over_the_next_field_ends_at_its_label(office: Office, walk: Walk, tmp_path: Path) -> None:
    path = typed(sheet(office, walk, tmp_path), "实际解决")
    document = docx.Document(str(path))
    lose_controls(document.element.body)
    body = document.element.body
    ids = {str(one.get(qn("w:name"))): one.get(qn("w:id")) for one in body.iter(qn("w:bookmarkStart"))}
    ends = {one.get(qn("w:id")): one for one in body.iter(qn("w:bookmarkEnd"))}
    ends[ids["feedback"]].addnext(ends[ids["handling"]])
    document.save(str(path))
    seen = office.word_returns.look(path)
    assert (seen.values["handling"], seen.values["feedback"]) == (HANDLED, "已电话答复，市民满意。")


def test_a_field_that_was_deleted_is_shown_as_empty(office: Office, walk: Walk, tmp_path: Path) -> None:
    path = typed(sheet(office, walk, tmp_path), "实际解决")
    document = docx.Document(str(path))
    gone = control(document, "feedback")
    gone.getparent().remove(gone)
    document.save(str(path))
    seen = office.word_returns.look(path)
    assert ("办理情况反馈", "") in [(one.label, one.new) for one in seen.compared]


def test_files_that_swell_or_fetch_are_not_opened(office: Office, walk: Walk, tmp_path: Path) -> None:
    path = typed(sheet(office, walk, tmp_path), "实际解决")
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    said = "已电话答复，市民满意。".encode()
    for change, reason in (
        (lambda text: text + b" " * 13_000_000, "文件过大"),
        (lambda text: text.replace(b"</w:body>", b"<w:p/>" * 500_000 + b"</w:body>"), "文件过大"),
        (lambda text: text.replace(usual, strict), "不是普通的 .docx"),
    ):
        with pytest.raises(HotlineError, match=reason):
            office.word_returns.look(with_body(path, change, tmp_path / "b.docx"))
    secret = tmp_path / "secret.txt"
    secret.write_text("不该读到的", "utf-8")
    entity = f'?><!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode()
    fetched = with_body(path, lambda text: text.replace(b"?>", entity, 1).replace(said, b"&e;"), tmp_path / "c.docx")
    assert "不该" not in str(office.word_returns.look(fetched).values)


def with_body(path: Path, change: Callable[[bytes], bytes], out: Path) -> Path:
    """The file with another text of its body."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text) if name == "word/document.xml" else text)
    return out


def numbered(path: Path, number: str, out: Path) -> Path:
    """The file after the unit typed another ticket's number over its own."""
    document = docx.Document(str(path))
    for node in document.element.body.iter(qn("w:t")):
        if node.text:
            node.text = node.text.replace(NUMBER, number)
    document.save(str(out))
    return out


def test_a_file_that_was_typed_over_for_another_ticket_is_asked_about(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    other = "20220908102002"
    Walk(office, clock, other).to_unit().do("accept")
    path = typed(sheet(office, ready(walk), tmp_path), "实际解决")
    reused = numbered(path, other, tmp_path / "另一件.docx")
    with pytest.raises(HotlineError, match=f"这份文件是 {NUMBER} 的处置单，里面的编号却写着 {other}"):
        office.word_returns.look(reused)
    clock.pass_minutes(400)
    (entry,) = office.intake.take_in([reused], clock.now.date(), CLERK).tray
    given = {"fact": "属实", "demand": "符合政策法规", "done_at": "2022-09-08 15:30"}
    with pytest.raises(HotlineError, match="没有编号为“999”的工单"):
        office.intake.file_from_tray(entry.id, "999", PaperKind.DISPOSAL, clock.now.date(), CLERK, given)
    office.intake.file_from_tray(entry.id, NUMBER, PaperKind.DISPOSAL, clock.now.date(), CLERK, given)
    assert office.intake.tray() == ()
    assert [file.name for file in office.tickets.detail(walk.id).attachments] == ["另一件.docx"]


def test_two_sheets_in_one_file_are_asked_about(office: Office, clock: Clock, walk: Walk, tmp_path: Path) -> None:
    other = Walk(office, clock, "20220908102002").to_unit()
    out = tmp_path / "两件.docx"
    office.papers.render_docx([walk.id, other.id], PaperKind.DISPOSAL, "转办", out)
    with pytest.raises(HotlineError, match="一个文件里有几张表（处置单、处置单）"):
        office.word_returns.look(out)


def test_a_number_told_in_the_text_is_not_the_files_own(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    document = docx.Document()
    for text in ("工单编号：20990101000001", f"承办单位处理情况：与 {NUMBER} 是同一件事，已办。"):
        document.add_paragraph(text)
    document.save(str(tmp_path / "x.docx"))
    with pytest.raises(HotlineError, match="没有读到本单位的工单编号"):
        office.word_returns.look(tmp_path / "x.docx")


def test_a_file_that_waited_in_the_tray_waits_no_more_once_it_is_recorded(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    path = typed(sheet(office, ready(walk), tmp_path), "实际解决", dated="2022年9月8日")
    clock.pass_minutes(400)
    assert len(office.intake.take_in([path], clock.now.date(), CLERK).tray) == 1
    given = {"fact": "属实", "demand": "符合政策法规", "done_at": "2022-09-08 15:30"}
    assert len(office.intake.take_in([path], clock.now.date(), CLERK, given=given).filed) == 1
    assert office.intake.tray() == ()


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["odt", "doc", "docx"])
def test_every_field_survives_libreoffice(office: Office, walk: Walk, tmp_path: Path, kind: str) -> None:
    path = typed(sheet(office, walk, tmp_path), "实际解决", "是")
    before, after = office.word_returns.look(path), office.word_returns.look(through_office(path, kind, tmp_path))
    assert (after.values, after.dated) == (before.values, before.dated)


def test_a_file_of_the_unit_that_gave_the_ticket_back_is_not_the_next_ones_result(
    office: Office, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    path = typed(sheet(office, walk, tmp_path), "实际解决")
    agreed = {"leader": "李四", "approved_on": clock.now.date()}
    said = {"reason": "非本单位职能", "detail": "不归我们", "duty": "三定方案", "suggested_unit": "红星村"}
    walk.do("return_request", **said, **agreed).do("return_decision", decision="同意")
    ready(walk.do("dispatch", unit="红星村").do("accept"))
    with pytest.raises(HotlineError, match=f"工单 {NUMBER} 已退单改派红星村，这张是此前打印的"):
        office.word_returns.look(path)
    assert office.word_returns.look(path, NUMBER).number == NUMBER  # a person says that it is
