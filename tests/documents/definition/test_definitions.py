"""A town changes its paper in ``forms/``: what it edits shows in both outputs, what is wrong is refused by name."""

import re
import shutil
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest

from hotline_desktop.documents import DefinitionError, FormLibrary, load_forms
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from tests.documents.press import FORMS_DIR, compose, draw, write
from tests.documents.reading import docx_text, pdf_text, read_pdf
from tests.documents.samples import SHEET

Edit = Callable[[str, str, str], FormLibrary]


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    """Loads a copy of the forms in which one text of one file is replaced."""
    folder = tmp_path / "forms"
    shutil.copytree(FORMS_DIR, folder)

    def edited(file: str, old: str, new: str) -> FormLibrary:
        path = folder / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        return load_forms(folder)

    return edited


def test_changed_label_shows_in_both_outputs(edit: Edit) -> None:
    forms = edit("disposal.toml", 'words = "诉求地址"', 'words = "事发地点"')
    paper = compose(PaperKind.DISPOSAL, SHEET, forms=forms)
    for text in (pdf_text(draw(paper)[0]), docx_text(write(paper))):
        assert "事发地点新海镇" in text
        assert "诉求地址" not in text


def test_changed_column_widths_show_in_both_outputs(edit: Edit) -> None:
    forms = edit("disposal.toml", "[28, 25, 27, 28, 52]", "[30, 25, 27, 30, 48]")
    paper = compose(PaperKind.DISPOSAL, SHEET, forms=forms)
    page = read_pdf(draw(paper)[0])[0]
    uprights = {round(rule.x1) for rule in page.rules if abs(rule.x1 - rule.x2) < 0.01}
    assert {25 + 30, 25 + 82, 25 + 112} <= uprights
    with ZipFile(BytesIO(write(paper))) as package:
        text = package.read("word/document.xml").decode()
    widths = [round(int(width) / 20 / 72 * 25.4) for width in re.findall(r'<w:gridCol w:w="(\d+)"', text)]
    assert widths == [30, 25, 27, 30, 48]


def test_changed_font_size_shows_in_both_outputs(edit: Edit) -> None:
    forms = edit("_styles.toml", 'face = "title"\nsize = 22', 'face = "title"\nsize = 20')
    paper = compose(PaperKind.DISPOSAL, SHEET, forms=forms)
    assert read_pdf(draw(paper)[0])[0].texts[0].size == 20
    with ZipFile(BytesIO(write(paper))) as package:
        text = package.read("word/styles.xml").decode()
    assert re.search(r'styleId="Title".*?w:sz w:val="40"', text)


def test_worked_example_of_the_readme_works(tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    shutil.copytree(FORMS_DIR, folder)
    readme = (folder / "README.md").read_text("utf-8")
    blocks = [block.strip() for block in re.findall(r"```toml\n(.*?)```", readme, re.DOTALL)]
    for old, new in (blocks[0:2], blocks[2:4]):
        form = folder / "disposal.toml"
        assert old in form.read_text("utf-8")
        form.write_text(form.read_text("utf-8").replace(old, new), "utf-8")
    title = "\n".join(line.strip() for line in blocks[4].split("\n"))
    styles = re.sub(r" *#.*", "", (folder / "_styles.toml").read_text("utf-8"))
    assert title in styles
    (folder / "_styles.toml").write_text(styles.replace(title, title.replace("22", "20")), "utf-8")
    paper = compose(PaperKind.DISPOSAL, SHEET, forms=load_forms(folder))
    page = read_pdf(draw(paper)[0])[0]
    assert page.texts[0].size == 20
    assert 25 + 30 in {round(rule.x1) for rule in page.rules if abs(rule.x1 - rule.x2) < 0.01}
    assert "事发地点" in docx_text(write(paper))


def test_every_definition_is_listed_in_the_readme() -> None:
    readme = (FORMS_DIR / "README.md").read_text("utf-8")
    assert [path.name for path in FORMS_DIR.glob("[a-z]*.toml") if f"`{path.name}`" not in readme] == []


def test_changed_row_height_shows_in_both_outputs(edit: Edit) -> None:
    forms = edit("disposal.toml", "height = 44", "height = 40")
    paper = compose(PaperKind.DISPOSAL, SHEET, forms=forms)
    levels = sorted({round(rule.y1, 1) for rule in read_pdf(draw(paper)[0])[0].rules if rule.y1 == rule.y2})
    assert any(round(after - before) == 40 for before, after in pairwise(levels))
    with ZipFile(BytesIO(write(paper))) as package:
        heights = re.findall(r'<w:trHeight w:val="(\d+)"', package.read("word/document.xml").decode())
    assert any(abs(int(height) - 40 * 72 / 25.4 * 20) <= 1 for height in heights)


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "reason"),
    [
        ("disposal.toml", 'field = "caller"', 'field = "coller"', "blocks[4].rows[1].cells[2].field", "没有“coller”"),
        ("disposal.toml", "[28, 25, 27, 28, 52]", "[28, 25, 27, 28, 50]", "blocks[4].columns", "应当等于版心宽度 160"),
        ("disposal.toml", "height = 44\n", 'height = "44"\n', "blocks[4].rows[6].height", "应当是数字"),
        ("disposal.toml", "height = 44\n", "height = 400\n", "blocks[4].rows[6].height", "超出范围"),
        ("disposal.toml", "height = 44\n", "height = 84\n", "blocks", "超出版心高度"),
        ("disposal.toml", "span = 5", "span = 4", "blocks[4].rows[6].cells", "应当等于列数 5"),
        ("disposal.toml", 'style = "title"', 'style = "titel"', "blocks[1].style", "没有“titel”"),
        ("disposal.toml", "hide =", "hidden =", "states[1].hidden", "没有这个键"),
        ("disposal.toml", "blank =", "blink =", "blocks[2].parts[1].words", "缺少这一项"),
        ("disposal.toml", "工单编号{number}", "工单编号{nummer}", "continuation.title", "没有“nummer”"),
        ("disposal.toml", "工单编号{number}", "工单编号{number", "continuation.title", "花括号不成对"),
        ("disposal.toml", "[continuation]", "[continuation", "第", "TOML"),
        ("disposal.toml", 'kind = "处置单"', 'kind = "处理单"', "kind", "没有“处理单”"),
        (
            "satisfaction.toml",
            "when = true",
            "when = 1",
            "blocks[3].rows[2].cells[2].when",
            "应当是文字、true",
        ),
        ("_styles.toml", 'face = "title"\nsize = 22', 'face = "sans"\nsize = 22', "styles.title.face", "没有“sans”"),
        ("_styles.toml", "size = 10.5, pitch = 14", "size = 8, pitch = 14", "text.steps", "从大到小"),
        ("_styles.toml", "[styles.tick]", "[styles.tock]", "styles.tick", "缺少这个样式"),
        ("_styles.toml", "left = 25", "left = -1", "page.left", "超出范围"),
        ("_styles.toml", "size = 22", "size = nan", "styles.title.size", "超出范围"),
        ("disposal.toml", 'name = "转办"', 'name = "CON"', "states[1].name", "CON"),
        ("disposal.toml", 'name = "转办"', f'name = "{"长" * 99}"', "states[1].name", "最多 20 个字"),
        ("disposal.toml", 'name = "转办"', 'name = "转\\u202e办"', "states[1].name", "印不出的字符（U+202E）"),
        ("disposal.toml", 'words = "来电人"', 'words = "来\\u0000人"', "cells[1].words", "印不出的字符（U+0000）"),
        ("disposal.toml", 'words = "来电人"', f'words = "{"来电人" * 99}"', "rows[1].cells[1]", "会印到格外"),
        ("disposal.toml", "at = 112", "at = 71", "parts[2].at", "会印在前面的字上"),
        ("satisfaction.toml", "{town}", "{town!r:>99}", "blocks[1].words", "花括号里只写字段"),
        ("contact_record.toml", "least = 8", "least = 8.5", "rows[2].least", "应当是整数"),
    ],
)
def test_wrong_definition_names_file_key_and_reason(
    edit: Edit, file: str, old: str, new: str, key: str, reason: str
) -> None:
    with pytest.raises(DefinitionError) as caught:
        edit(file, old, new)
    assert caught.value.file == file
    assert key in caught.value.key
    assert reason in str(caught.value)
    assert file in str(caught.value)


def test_form_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    shutil.copytree(FORMS_DIR, folder)
    shutil.copy(folder / "disposal.toml", folder / "new_disposal.toml")
    with pytest.raises(DefinitionError, match=r"new_disposal\.toml .*“处置单”已经由另一个文件定义"):
        load_forms(folder)


def test_missing_form_is_named(tmp_path: Path) -> None:
    shutil.copy(FORMS_DIR / "_styles.toml", tmp_path)
    with pytest.raises(DefinitionError, match="没有“处置单”的定义"):
        load_forms(tmp_path)


def test_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    shutil.copytree(FORMS_DIR, folder)
    path = folder / "disposal.toml"
    path.write_bytes(path.read_text("utf-8").encode("gb18030"))
    with pytest.raises(DefinitionError, match="不是 UTF-8"):
        load_forms(folder)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "转办"', 'name = "转/办"', "不能有"),
        ('words = "日期：", at = 112, typed = "handled_on"', 'words = "日期：", at = 190', "太靠右"),
        ('check = "answered_within_day", when = true', 'check = "answered_within_day", when = "是"', "永远不会打勾"),
        ('check = "resolution", when = "参考备案"', 'check = "resolution", when = "备案参考"', "可以写"),
        ('市民服务热线处置单"', "市民服务热线处置单" * 20 + '"', "超出版心高度"),
    ],
)
def test_definition_that_could_never_print_right_is_refused_with_the_remedy(
    edit: Edit, old: str, new: str, message: str
) -> None:
    with pytest.raises(DefinitionError, match=rf"disposal\.toml .*{message}"):
        edit("disposal.toml", old, new)


@pytest.mark.parametrize("name", ["仿宋;黑体", "仿宋,黑体", "<仿宋>", "仿" * 32, "仿宋'"])
def test_face_that_word_could_not_find_is_refused(edit: Edit, name: str) -> None:
    with pytest.raises(DefinitionError, match=r"_styles\.toml .*faces\.fang.*一种字体的名称"):
        edit("_styles.toml", 'fang = "仿宋"', f'fang = "{name}"')
