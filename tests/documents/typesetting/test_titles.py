"""Titles of 公文: lines that part by sense, the clerk's own breaks, and enclosures behind their numbers."""

from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from hotline_desktop.documents.typesetting.model import Paragraph
from hotline_desktop.documents.typesetting.titles import title_lines, words_of
from hotline_desktop.domain.papers.document_values import ClosingReport, TalkNotice
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from tests.documents.press import compose, draw, write
from tests.documents.reading import read_pdf
from tests.documents.written import WRITTEN

ROOM = 20.0
SQUAD = "新海镇城市管理行政执法中队"
TITLES = (
    "关于海星村三队河道北侧垃圾桶满溢问题办理情况的报告",
    "新海镇人民政府关于对新海镇城市管理行政执法中队主要负责人进行约谈的通知",
    "关于2026年第三季度“12345”市民服务热线工作考核排名的通报",
    "关于工单20220905091012重复投诉小区楼道堆物占用消防通道督办事项办理情况的报告",
    "关于市民反映夜间施工噪声扰民和渣土车辆沿途抛洒滴漏督办件办理情况的报告",
    "关于“夕阳红”老年活动室空调损坏报修问题办理情况的报告",
    "关于2022年9月5日市民来电反映新海镇海星村三队128号门前河道北侧垃圾桶满溢、异味扰民、多次反映未果督办事项办理情况的报告",
)


def width(text: str) -> float:
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def lines_of(text: str, *names: str) -> list[str]:
    return title_lines(text, names, width, ROOM)


@pytest.mark.parametrize("title", TITLES)
def test_title_parts_between_words_into_lines_that_fit(title: str) -> None:
    lines = lines_of(title, SQUAD)
    assert "".join(lines) == title
    assert all(width(line) <= ROOM for line in lines)
    ends = {sum(map(len, words_of(title)[:count])) for count in range(len(words_of(title)) + 1)}
    assert {sum(map(len, lines[:count])) for count in range(len(lines))} <= ends
    assert all(line[0] not in "的了、，”）" and not line.endswith(("关于", "和", "对")) for line in lines[:-1])


@pytest.mark.parametrize(
    "whole", [SQUAD, "“夕阳红”", "20220905091012", "2022年9月5日", "2026年第三季度", "市民服务热线", "128号"]
)
def test_names_numbers_and_quoted_names_stay_whole(whole: str) -> None:
    for title in TITLES:
        if whole in title:
            assert any(whole in line for line in lines_of(title, SQUAD)), title


def test_lines_of_a_title_are_of_like_length_and_have_no_waist() -> None:
    lengths = [[width(line) for line in lines_of(title, SQUAD)] for title in TITLES]
    assert all(max(found) - min(found) <= 0.6 * ROOM for found in lengths)
    assert not any(
        middle + 2 < before and middle + 2 < after
        for found in lengths
        for before, middle, after in zip(found, found[1:], found[2:], strict=False)
    )


def test_name_longer_than_a_line_parts_between_its_words() -> None:
    name = "新海镇社区事务受理服务中心新海镇退役军人服务站劳动保障事务所"
    lines = lines_of(f"关于对{name}主要负责人进行约谈的通知", name)
    assert all(width(line) <= ROOM for line in lines)
    assert not any(line.startswith(("务中心", "役军人", "所")) for line in lines)


def test_break_of_the_clerk_stands() -> None:
    record = WRITTEN[PaperKind.CLOSING_REPORT]
    assert isinstance(record, ClosingReport)
    paper = compose(PaperKind.CLOSING_REPORT, replace(record, heading="海星村三队\n垃圾桶满溢办理情况的报告"))
    title = paper.pages[0].blocks[0]
    assert isinstance(title, Paragraph)
    assert [line[0].text for line in title.lines] == ["海星村三队", "垃圾桶满溢办理情况的报告"]


def test_notice_of_a_talk_never_parts_the_name_of_the_unit() -> None:
    record = WRITTEN[PaperKind.TALK_NOTICE]
    assert isinstance(record, TalkNotice)
    page = read_pdf(draw(compose(PaperKind.TALK_NOTICE, record))[0])[0]
    assert any(SQUAD in text.text for text in page.texts if text.size == 22)


def test_word_keeps_the_lines_of_a_title_in_one_heading() -> None:
    document = docx.Document(BytesIO(write(compose(PaperKind.TALK_NOTICE, WRITTEN[PaperKind.TALK_NOTICE]))))
    title = next(
        paragraph for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == "公文标题"
    )
    assert title.text.split("\n")[-1] == "主要负责人进行约谈的通知"
    assert len(title._p.findall(f".//{qn('w:br')}")) == len(title.text.split("\n")) - 1


def _enclosed(*names: str) -> ClosingReport:
    record = WRITTEN[PaperKind.CLOSING_REPORT]
    assert isinstance(record, ClosingReport)
    return replace(record, attachments="\n".join(names))


LONG_NAME = "关于新海镇北沿公路周边环境卫生专项整治工作的实施方案及责任分工表"


def test_enclosures_are_numbered_and_hang_behind_their_numbers() -> None:
    pages = read_pdf(draw(compose(PaperKind.CLOSING_REPORT, _enclosed("现场照片", LONG_NAME, "3、询问笔录")))[0])
    texts = [text for page in pages for text in page.texts]
    first = next(text for text in texts if text.text.startswith("附件："))
    second = next(text for text in texts if text.text.startswith("2."))
    third = next(text for text in texts if text.text.startswith("3."))
    behind = texts[texts.index(second) + 1]
    size = 15.75 / 72 * 25.4
    assert first.text == "附件：1.现场照片"
    assert third.text == "3.询问笔录"
    assert second.x == pytest.approx(first.x + 3 * size, abs=0.2)
    assert behind.text and LONG_NAME.endswith(behind.text)
    assert behind.x == pytest.approx(second.x + size, abs=0.6)


def test_one_enclosure_has_no_number() -> None:
    pages = read_pdf(draw(compose(PaperKind.CLOSING_REPORT, _enclosed("现场照片")))[0])
    assert any(text.text == "附件：现场照片" for page in pages for text in page.texts)


def test_word_hangs_enclosures_behind_their_numbers() -> None:
    document = docx.Document(BytesIO(write(compose(PaperKind.CLOSING_REPORT, _enclosed("现场照片", LONG_NAME)))))
    second = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("2."))
    (indent,) = second._p.iter(qn("w:ind"))
    assert indent.get(qn("w:left")) == str(round(6 * 15.75 * 20))
    assert indent.get(qn("w:hanging")) == str(round(1 * 15.75 * 20))


def test_a_text_that_is_no_title_is_not_tried_in_all_its_ways() -> None:
    asked: list[str] = []

    def width(part: str) -> float:
        asked.append(part)
        assert len(asked) < 1_000
        return 22.0 * len(part)

    text = "关于海星村三队河道北侧垃圾桶满溢和夜间施工扰民督办件办理情况的报告" * 20
    assert title_lines(text, (), width, 442.0) == [text]


def test_a_title_of_ninety_characters_is_parted_as_by_trying_all_its_ways_and_in_a_fraction_of_them() -> None:
    measured: list[str] = []

    def counted(text: str) -> float:
        measured.append(text)
        return width(text)

    title = TITLES[-1][:-9] + "、夜间施工噪声和渣土车沿途抛洒滴漏扰民督办事项办理情况的报告"
    lines = title_lines(title, (SQUAD,), counted, ROOM)
    assert len(lines) == 5
    assert "".join(lines) == title
    assert all(width(line) <= ROOM for line in lines)
    assert len(measured) < 2_000  # each of the hundred thousands of ways has five lines
