"""工单编号: how it is spelled, read from what a clerk typed or a spreadsheet made of it, and what is usual."""

from __future__ import annotations

import re
import unicodedata

from hotline_desktop.domain.terms.patterns import late
from hotline_desktop.domain.terms.text import PLAIN_DASHES, first_of, typed_text, unwrapped, without_format_characters

SCIENTIFIC = late(r"[+-]?\d(?:\.\d+[Ee]\+?|[Ee]\+)\d+")  # what a spreadsheet makes of a long number
WHOLE = late(r"(\d+)\.0+")
_LABEL = late(
    r"^(?:热线|12345|市)*(?:工单|案件|诉求|受理|任务)?(?:编号|单号|号码|号|工单|案件|[Nn][Oo]\.|#)[:：]?(?=[0-9A-Za-z])"
)
_IN_BRACKETS = late(r"^[(\[【〔{<]([^()\[\]【】〔〕{}<>]+)[)\]】〕}>]$")
_REMARK = late(r"[(（].*$", re.DOTALL)
MAX_NUMBER_LENGTH = 30
USUAL_NUMBER_LENGTH = 14
_NUMBER_MARKS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-")


def number_fault(number: str) -> str:
    """Why ``number`` cannot be a ticket number (rules: 1-30 digits, letters or -); empty where it can."""
    if not number:
        return "没有工单编号"
    if len(number) > MAX_NUMBER_LENGTH:
        return f"工单编号有 {len(number)} 个字符，最多 {MAX_NUMBER_LENGTH} 个"
    if _NUMBER_MARKS.issuperset(number):
        return ""
    strange = "".join(dict.fromkeys(char for char in number if char not in _NUMBER_MARKS))
    return f"工单编号只能用数字、字母和“-”，这里有“{strange[:10]}”"


def is_usual_number(number: str) -> bool:
    """Whether ``number`` has the usual shape: 14 digits that begin with a date."""
    if len(number) != USUAL_NUMBER_LENGTH or not number.isdigit():
        return False
    return number[:2] in ("19", "20") and "01" <= number[4:6] <= "12" and "01" <= number[6:8] <= "31"


def read_number_text(text: str) -> str:
    """``text`` in the spelling of ticket numbers: plain digits and letters, no label. ValueError: 2.02E+13, several."""
    if text.isascii() and text.isalnum():
        return text
    seen = without_format_characters(unicodedata.normalize("NFKC", text)).strip()
    bare = _IN_BRACKETS.sub(r"\1", unwrapped(seen))
    pieces = bare.translate(PLAIN_DASHES).split()
    several = [piece for piece in pieces if is_usual_number(piece)]
    if len(several) > 1:
        raise ValueError(f"这里有几个工单编号（{first_of(several, 3)}），一行只能有一个")
    plain = "".join(pieces)
    if SCIENTIFIC.fullmatch(plain):
        raise ValueError(f"编号已被表格软件改成科学计数（{plain}），原来的数字已丢失，请把这一列设为文本后重新导出")
    whole = WHOLE.fullmatch(plain)
    bare = _LABEL.sub("", plain)
    number = whole[1] if whole else bare.removesuffix("号")
    return bare if number_fault(number) else number


def number_remark(number: str) -> tuple[str, str]:
    """A number and the remark in brackets behind it, 20220905091001(重复); an underscore between day and time goes."""
    if number.isascii() and number.isalnum():
        return number, ""  # as nearly all stand
    bare = _REMARK.sub("", number)
    remark = number[len(bare) :] if bare and not number_fault(bare) else ""
    if remark:
        return bare, remark
    joined = number.replace("_", "")
    return (joined, "") if is_usual_number(joined) else (number, "")


def as_ticket_number(typed: str) -> str:
    """The number as a ticket would carry it; what cannot be one stays as it was typed."""
    try:
        return read_typed_number(typed)
    except ValueError:
        return typed_text(typed)


def read_typed_number(text: str) -> str:
    """The number that somebody typed, as an import would read it. ValueError (Chinese) where it is none."""
    number, _remark = number_remark(read_number_text(text.strip()))
    fault = number_fault(number)
    if fault:
        raise ValueError(fault)
    return number
