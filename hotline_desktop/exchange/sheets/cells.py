"""What a cell says as text, and what it says as a number of a ticket, a moment, a telephone or yes and no."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from hotline_desktop.domain.terms import dates
from hotline_desktop.domain.terms.blank_words import blanked
from hotline_desktop.domain.terms.dates import Moment, from_serial, from_typed, read_spelling
from hotline_desktop.domain.terms.text import (
    UNREADABLE,
    has_format_characters,
    unwrapped,
    without_format_characters,
    without_nul,
)
from hotline_desktop.domain.terms.ticket_numbers import (
    SCIENTIFIC,
    WHOLE,
    number_fault,
    number_remark,
    read_number_text,
)
from hotline_desktop.exchange.sheets.sheet import UNCALCULATED

if TYPE_CHECKING:
    from hotline_desktop.domain.importing.model import Cell

# A spreadsheet keeps 15 digits of a number; what was longer has lost its last ones.
_EXACT_NUMBER = 10**15
_PADDING = " \t\r\n\v\f\u3000\xa0\ufeff\u200b\0"
_SHOWN_DIGITS = 15
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")  # a day as a spreadsheet counts it, written out as text
_DIGITS_OF_CLOCK = re.compile(r"\d{3,4}")  # 0930, 930 in a column beside that of the day
_REMARK = re.compile(r"[(（].*$|[之以]?前(?:办结|完成|反馈|回复|答复)?$", re.DOTALL)
_ERRORS = frozenset(
    (
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#NAME?",
        "#DIV/0!",
        "#NULL!",
        "#NUM!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
        "#FIELD!",
        "#BLOCKED!",
        "#CONNECT!",
        "#UNKNOWN!",
        "#BUSY!",
        UNCALCULATED,
    )
)
_ERROR_MARKS = frozenset("#=")  # one of them begins each error, and what is kept of a picture
_PICTURE = "=DISPIMG("  # what WPS keeps in a cell that shows a picture
_ONLY_QUESTIONS = re.compile(r"\?{2,}")
_FEWEST_MARKED = 3
_AS_FORMULA = re.compile(r'^="([^"]*)"$')
_SHORT = 4  # characters of a text that may all be invisible
_YES_WORDS = (
    "是 有 y yes true √ ✓ ✔ ☑ 保密 已保密 信息保密 身份保密 个人信息保密 匿名 需保密 需要保密 要求保密 不公开 "
    "需 需要 要 1 已催 催单 催办"
)
_NO_WORDS = (
    "否 无 没有 n no false × 不保密 不需保密 不需要保密 不要求保密 无需保密 公开 不需要 不需 不要 0 未 未催 / - —"
)
_YES, _NO = frozenset(_YES_WORDS.split()), frozenset(_NO_WORDS.split())


def is_blank(cell: Cell) -> bool:
    """Whether the cell holds nothing but padding and characters that are never seen."""
    return isinstance(cell, str) and not cell_text(cell)


def cell_text(cell: Cell) -> str:
    """The cell as a clerk reads it, without padding around it and without NUL; what else stands inside stays as it is.

    Of a number a spreadsheet keeps 15 digits; what stood behind them is 0, as Excel shows it.
    """
    if type(cell) is str:
        text = without_nul(cell).strip(_PADDING)
        return text if len(text) > _SHORT or without_format_characters(text) else ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float | int):
        return _number_text(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds").removesuffix(" 00:00:00")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return _duration(cell) if isinstance(cell, timedelta) else str(cell)


def _number_text(number: float) -> str:
    if number == number // 1 and abs(number) < _EXACT_NUMBER:
        return str(int(number))
    from decimal import Decimal  # rare: most numbers are whole

    return f"{Decimal(f'{number:.{_SHOWN_DIGITS}g}'):f}"


def line_texts(line: Sequence[Cell]) -> list[str]:
    """The cells of a line as ``cell_text`` tells them, without what an export puts around texts: ``="张三"``, ``'张``.

    An apostrophe is no part of a text only where each text of the line begins so.
    """
    texts = [cell.strip(_PADDING) if type(cell) is str else cell_text(cell) for cell in line]
    joined = "\n".join(texts)
    # The long texts, in which nothing that is never seen matters, take ten times as long to be looked through.
    if "\0" in joined or has_format_characters("\n".join([text for text in texts if len(text) <= _SHORT])):
        texts = [cell_text(text) for text in texts]
        joined = "\n".join(texts)
    if '="' in joined:
        texts = [_AS_FORMULA.sub(r"\1", text) for text in texts]
    if texts[:1] and texts[0] and texts[0][0] != "'":  # as nearly every line
        return texts
    spoken = [text for text, cell in zip(texts, line, strict=False) if text and isinstance(cell, str)]
    if len(spoken) >= _FEWEST_MARKED and all(text.startswith("'") for text in spoken):
        around = all(len(text) > 1 and text.endswith("'") for text in spoken)
        texts = [text.removeprefix("'").removesuffix("'" if around else "") for text in texts]
    return texts


def _duration(length: timedelta) -> str:
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def without_nothing(texts: list[str]) -> list[str]:
    """The texts, errors of formulas (#N/A) and words for “nothing” emptied; the same list where there are none."""
    firsts = {text[:1] for text in texts}
    if not _ERROR_MARKS.isdisjoint(firsts):
        texts = ["" if text in _ERRORS or text.startswith(_PICTURE) else text for text in texts]
    return blanked(texts, firsts)


def cell_faults(line: Sequence[Cell], texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """What a spreadsheet did to cells of a line, whatever they mean: each with its place and the reason."""
    joined = "\n".join(texts)
    if "#" in joined:
        for place, text in enumerate(texts):
            if text == UNCALCULATED:
                yield place, "公式还没有算出结果，按空白处理，请用 Excel 打开并保存后再导入"
            elif text in _ERRORS:
                yield place, f"单元格显示公式错误（{text}），按空白处理"
    if float in map(type, line):
        for place, cell in enumerate(line):
            if type(cell) is float and abs(cell) >= _EXACT_NUMBER:
                yield place, "数字超过15位，后面的已被表格软件改成0，请把这一列设为文本后重新导出"
    if _PICTURE in joined:
        for place, text in enumerate(texts):
            if text.startswith(_PICTURE):
                yield place, "单元格里是嵌入的图片，没有导入，按空白处理"
    if UNREADABLE in joined or "??" in joined:
        for place, text in enumerate(texts):
            if UNREADABLE in text or _ONLY_QUESTIONS.fullmatch(text):
                yield place, "有认不出的字，导出或另存时编码不对，原来的字已丢失，请重新导出后核对"
    if "E+" in joined or "e+" in joined:
        for place, text in enumerate(texts):
            if SCIENTIFIC.fullmatch(text):
                yield place, "数字已被表格软件改成科学计数，原来的数字已丢失"


def read_number(cell: Cell) -> str:
    """The ticket number in ``cell``, whatever the spreadsheet made of it. ValueError (Chinese) where it is none."""
    if isinstance(cell, bool | datetime | date | time | timedelta):
        raise ValueError("这一格不是编号，可能是列对错了")
    if isinstance(cell, float | int):
        if cell != int(cell) or cell < 0:
            raise ValueError("编号不是整数")
        if cell >= _EXACT_NUMBER:
            raise ValueError("编号按数字存放，超过15位的部分已被表格软件改成0，请把这一列设为文本后重新导出")
        return str(int(cell))
    number, _remark = number_remark(read_number_text(cell.strip(_PADDING)))
    fault = number_fault(number)
    if fault:
        raise ValueError(fault)
    return number


def read_cell_moment(cell: Cell, from_1904: bool = False) -> Moment:
    """The point in time in ``cell``: a typed date, a serial number, or any spelling. ValueError (Chinese).

    ``from_1904``: the workbook counts its days from there.
    """
    if isinstance(cell, str):
        text = unwrapped(cell.strip(_PADDING))
        return from_serial(float(text), from_1904) if _SERIAL.fullmatch(text) else read_spelling(text)
    if isinstance(cell, datetime | date):
        return from_typed(cell)
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return from_serial(cell, from_1904)
    raise ValueError("只有时间没有日期，请写成 2022-09-05 09:10")


def read_noted_moment(cell: Cell, from_1904: bool = False) -> Moment:
    """Like ``read_cell_moment``, but a remark may follow: ``2022-09-08 17:00(未超时)``, ``17:00前``."""
    try:
        return read_cell_moment(cell, from_1904)
    except ValueError:
        bare = _REMARK.sub("", cell) if isinstance(cell, str) else ""
        if not bare.strip(_PADDING) or bare == cell:
            raise
        return read_cell_moment(bare, from_1904)


def says_no_moment(cell: Cell) -> bool:
    """Whether the cell holds what a system writes where there is no moment: 0, 0000-00-00, 1900-01-01."""
    if isinstance(cell, str):
        return dates.says_no_moment(cell.strip(_PADDING))
    return cell == 0 if isinstance(cell, float | int) else dates.says_no_moment(cell_text(cell))


def without_clock(line: Sequence[Cell], places: list[int], stems: Sequence[str]) -> tuple[list[int], time | None]:
    """Of several places that tell a moment those that tell its day, and the time of day that stands beside the first.

    来电日期 and 来电时间 are one moment in two columns; ``stems`` are the headers without 日期 and 时间, and a time
    belongs to a day whose stem is the same, or where one of the two has none.
    """
    clocks = {place: clock for place in places if (clock := _clock(line[place])) is not None}
    days = [place for place in places if place not in clocks]
    if not clocks or not days:
        return places, None
    stem = stems[days[0]]
    return days, next((clock for place, clock in clocks.items() if not stem or stems[place] in (stem, "")), None)


def _clock(cell: Cell) -> time | None:
    if isinstance(cell, time):
        return cell
    if isinstance(cell, timedelta) and timedelta() <= cell < timedelta(days=1):
        return (datetime.min + cell).time()
    if isinstance(cell, float) and 0 < cell < 1:
        return (datetime.min + timedelta(seconds=round(cell * 86_400))).time()
    if isinstance(cell, str) and not _DIGITS_OF_CLOCK.fullmatch(cell.strip(_PADDING)):
        return dates.read_clock(cell)
    digits = cell_text(cell)
    return dates.read_clock(f"{digits[:-2]}:{digits[-2:]}") if _DIGITS_OF_CLOCK.fullmatch(digits) else None


def phone_text(cell: Cell) -> str:
    """The telephone cell as text that ``normalise_phones`` can read. ValueError for 1.38E+10."""
    if type(cell) is str and cell.isascii() and cell.isdigit():
        return cell
    text = unwrapped(without_format_characters(cell_text(cell)))
    if text.isascii() and text.isdigit():
        return text
    plain = unicodedata.normalize("NFKC", text)
    if SCIENTIFIC.fullmatch(plain):
        raise ValueError(f"号码已被表格软件改成科学计数（{plain}），原来的数字已丢失")
    whole = WHOLE.fullmatch(plain)
    return whole[1] if whole else text


@lru_cache(maxsize=4_096)
def read_yes_no(text: str) -> bool | None:
    """Yes or no as platforms write it; a count above 0 is yes; None where the word is unknown."""
    from hotline_desktop.domain.terms.spelling import tidy  # the process that reads tables asks no such question

    word = tidy(text)
    if word in _YES:
        return True
    if not word or word in _NO:
        return False
    return int(word) > 0 if word.isdigit() else None
