"""Citizens' telephone numbers as they stand in tickets: read, written in one way, and hidden."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

HOME_AREA_CODE = "021"


class PhoneKind(StrEnum):
    """What sort of number it is; ODD ones are kept as written and deserve a warning."""

    MOBILE = "手机"
    LANDLINE = "固定电话"
    ODD = "号码不常见"


@dataclass(frozen=True, slots=True)
class Phone:
    """One number: ``13812345678``, ``021-59212345``, ``021-59212345-801``, or an odd one as written."""

    text: str
    kind: PhoneKind


# Words that stand in a phone cell where no number was left.
_NO_NUMBER = frozenset(("无", "没有", "保密", "信息保密", "匿名", "不详", "未知", "未留", "未提供", "0", "/", "*"))
_BETWEEN_NUMBERS = re.compile(r"[、，,;；/／\n\r\t|]|或者?")
_PART = re.compile(r"[^\s\-]+")
_EXTENSION_WORD = re.compile(r"转|分机|ext\.?", re.IGNORECASE)
_DIGIT_RUNS = re.compile(r"\d[\d\s\-]*\d")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_AREA_CODES = re.compile(r"(010|02\d|0[3-9]\d\d)([2-9]\d{6,7})")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－", "-"))


@lru_cache(maxsize=65_536)
def normalise_phones(text: str) -> tuple[Phone, ...]:
    """All numbers in ``text``, in order, each once, mobiles and landlines in the office's spelling.

    Full-width digits, spaces, dashes, +86 and a carrier's leading 0 are taken out; 8 digits are a Shanghai
    landline and get its 021. What is not a telephone number stays, as written, as ODD.
    """
    if len(text) == 11 and text.isascii() and _MOBILE.fullmatch(text):
        return (Phone(text, PhoneKind.MOBILE),)  # as nearly all stand
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    found: dict[str, Phone] = {}
    for chunk in _BETWEEN_NUMBERS.split(plain):
        for phone in _in_chunk(chunk.strip()):
            found.setdefault(phone.text, phone)
    return tuple(found.values())


def _in_chunk(chunk: str) -> tuple[Phone, ...]:
    if not chunk.strip("-—_.") or chunk in _NO_NUMBER:
        return ()
    spaced = _EXTENSION_WORD.sub("-", chunk)
    if spaced.isdigit() and (whole := _recognise(spaced)):
        return (whole,)
    phones = tuple(_from_parts(spaced))
    if any(phone.kind is PhoneKind.ODD for phone in phones):
        # A name or a remark beside the number must not hide it.
        inside = tuple(
            phone
            for run in _DIGIT_RUNS.findall(spaced)
            for phone in _from_parts(run)
            if phone.kind is not PhoneKind.ODD
        )
        return inside or (Phone(chunk, PhoneKind.ODD),)
    return phones


def _from_parts(text: str) -> Iterator[Phone]:
    """Numbers in pieces divided by spaces and dashes: the longest run of pieces that is a number counts."""
    parts = _PART.findall(text)
    start = 0
    while start < len(parts):
        for end in range(len(parts), start, -1):
            phone = _recognise("".join(parts[start:end])) or _with_extension(parts[start:end], text)
            if phone:
                break
        else:
            end, phone = start + 1, Phone(parts[start], PhoneKind.ODD)
        yield phone
        start = end


def _with_extension(parts: list[str], text: str) -> Phone | None:
    extension = parts[-1]
    if len(parts) < 2 or not (extension.isdigit() and len(extension) <= 6) or f"-{extension}" not in text:
        return None
    main = _recognise("".join(parts[:-1]))
    if main is None or main.kind is not PhoneKind.LANDLINE:
        return None
    return Phone(f"{main.text}-{extension}", PhoneKind.LANDLINE)


def _recognise(number: str) -> Phone | None:
    """The number, if these characters without spaces and dashes are one."""
    digits = number.removeprefix("+").replace("(", "").replace(")", "")
    if not (digits.isascii() and digits.isdigit()):
        return None
    if len(digits) > 11:
        digits = digits.removeprefix("00").removeprefix("86")
    if _MOBILE.fullmatch(digits.removeprefix("0")):
        return Phone(digits.removeprefix("0"), PhoneKind.MOBILE)
    if len(digits) == 8 and digits[0] in "2345678":
        return Phone(f"{HOME_AREA_CODE}-{digits}", PhoneKind.LANDLINE)
    if len(digits) == 10 and digits.startswith(HOME_AREA_CODE[1:]):
        digits = "0" + digits  # a spreadsheet that took the number for a quantity lost its 0
    area = _AREA_CODES.fullmatch(digits)
    return Phone(f"{area[1]}-{area[2]}", PhoneKind.LANDLINE) if area else None


# --- masking: what lists and exports show unless someone deliberately asks for everything

_COMPOUND_SURNAMES = frozenset(
    """
    欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳
    公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙
    壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘
    西门 南荣 东里 即墨 达奚 褚师 第五 贺兰 纳兰 完颜 叶赫 耶律 哥舒 屈突
    """.split()  # noqa: SIM905 - eighty quoted pairs would hide the list
)
_NAMES_THAT_NAME_NOBODY = frozenset(("", "匿名", "无名氏", "不详", "未知", "无", "（保密）", "信息保密", "保密"))
_BETWEEN_NAMES = re.compile(r"([、，,;；/]\s*)")
# Codes of the provinces; a run of digits that begins otherwise is a ticket or account number.
_PROVINCES = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"
_MONTH_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_ID_NUMBER = re.compile(
    rf"(?<![\dA-Za-z]){_PROVINCES}"
    rf"(?:\d{{4}}[ \-]?\d{{8}}[ \-]?\d{{3}}[\dXx]|\d{{6}}{_MONTH_DAY}\d{{3}})(?![\dA-Za-z])"
)
_PHONE_IN_TEXT = re.compile(
    r"(?<![\d.])(?:1[3-9]\d[ \-]?\d{4}[ \-]?\d{4}|\(?0(?:10|2\d|[3-9]\d\d)\)?[ \-]?[2-9]\d{6,7}|[3-8]\d{7})"
    r"(?!\d|\.\d|[元平万亿㎡])"
)
_SAME_LENGTH_DIGITS = {ord("０") + n: str(n) for n in range(10)} | {ord("Ｘ"): "X", ord("ｘ"): "x"} | _DASHES


def mask_phone(text: str) -> str:
    """``138****5678``, ``021-****1234``; several joined by 、 one by one, odd ones to two digits."""
    return "、".join(_mask_one_phone(part) for part in text.split("、")) if text else ""


def _mask_one_phone(text: str) -> str:
    for phone in normalise_phones(text):
        if phone.kind is PhoneKind.MOBILE:
            return f"{phone.text[:3]}****{phone.text[-4:]}"
        if phone.kind is PhoneKind.LANDLINE:
            area, local, *_extension = phone.text.split("-")
            return f"{area}-****{local[-4:]}"
        return "*" * max(len(phone.text) - 2, 2) + phone.text[-2:]
    return text


def mask_name(name: str) -> str:
    """The surname and two stars, whatever the length: 张**, 欧阳**. Words for a nameless caller stay."""
    parts = _BETWEEN_NAMES.split(name.strip())
    return "".join(part if i % 2 else _mask_one_name(part.strip()) for i, part in enumerate(parts))


def _mask_one_name(name: str) -> str:
    if name in _NAMES_THAT_NAME_NOBODY:
        return name
    # Two characters are a whole name even where they could be a compound surname (东方 may be 东 + 方).
    kept = 2 if len(name) > 2 and name[:2] in _COMPOUND_SURNAMES else 1
    return name[:kept] + "**"


def mask_id_numbers(text: str) -> str:
    """``text`` with every citizen's ID number (18 or 15 digits) cut to its region and last four digits."""
    return _replace_in_place(text, _ID_NUMBER, lambda found: f"{found[:6]}********{found[-4:]}")


def mask_text(text: str) -> str:
    """Free text with ID and telephone numbers masked; a Shanghai landline may stand without its 021."""
    return _replace_in_place(mask_id_numbers(text), _PHONE_IN_TEXT, _mask_found_phone)


def _mask_found_phone(found: str) -> str:
    digits = re.sub(r"\D", "", found)
    if len(digits) == 8:
        return f"****{digits[-4:]}"
    return _mask_one_phone(digits)


def _replace_in_place(text: str, pattern: re.Pattern[str], mask: Callable[[str], str]) -> str:
    """Masks what ``pattern`` finds when full-width digits are read as digits; the rest stays as it is."""
    readable = text.translate(_SAME_LENGTH_DIGITS)
    pieces, end = [], 0
    for match in pattern.finditer(readable):
        pieces += [text[end : match.start()], mask(match.group())]
        end = match.end()
    return "".join([*pieces, text[end:]]) if pieces else text
