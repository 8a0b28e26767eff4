"""Citizens' telephone numbers as they stand in tickets: read, and written in one way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
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
