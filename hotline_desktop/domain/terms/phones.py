"""Citizens' telephone numbers as they stand in tickets: read, and written in one way."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from hotline_desktop.domain.terms.blank_words import names_somebody, says_nothing
from hotline_desktop.domain.terms.patterns import late
from hotline_desktop.domain.terms.text import PLAIN_DASHES, without_format_characters


class HomeNumbers(NamedTuple):
    """How numbers are dialled where the office is: its area code, and how many digits a local number has.

    Without an area code a local number stays as it was written.
    """

    area_code: str = ""
    digits: int = 8


# One process serves one office: numbers without an area code are read as that office's own, wherever they are read.
_home = HomeNumbers()


def dial_from(home: HomeNumbers) -> None:
    """Numbers are read as they are dialled there from now on."""
    global _home  # noqa: PLW0603 - see above
    if home != _home:
        _home = home
        normalise_phones.cache_clear()


class PhoneKind(StrEnum):
    """What sort of number it is; ODD ones are kept as written and deserve a warning."""

    MOBILE = "手机"
    LANDLINE = "固定电话"
    OTHER = "其他号码"
    ODD = "号码不常见"


class Phone(NamedTuple):
    """One number: ``13812345678``, ``021-59212345``, ``021-59212345-801``; as written where it is OTHER or ODD.

    OTHER are numbers of 400 and 800, of Hong Kong, Macao, Taiwan and abroad, and mobiles with an extension.
    """

    text: str
    kind: PhoneKind


# Words that stand in a phone cell where no number was left: 保密, 未留电话, 不愿透露, 号码不详.
_NO_NUMBER = frozenset(("保密", "信息保密", "匿名", "0", "空号"))
_NUMBER_WORD = r"(?:联系|来电)?(?:手机|电话|座机|固话|号码|方式|信息)*"
_NO_NUMBER_LEFT = late(
    r"(?:来电|诉求|反映|投诉|举报|求助)?(?:人|者|方|市民)?"
    r"(?:无|没有?|未|暂无|暂未|不愿意?|不肯|不想|不便|不方便|不能|无法|拒绝?)"
    rf"(?:留下?|留存|提供|告知|透露|登记|公开|显示|填写?|录入|采集|获取)*(?:任何|其他|有效)?的?{_NUMBER_WORD}"
    rf"|{_NUMBER_WORD}(?:保密|不详|不明|未知|未留|未提供|未登记|未显示)"
)
_DIGIT = late(r"\d")
# Between a name and a number, which () stands for, in one cell: 张三（电话：13800010001）, 张三 手机号13800010001.
_BESIDE_NAME = late(
    r"(?:联系)?(?:(?:电话|手机|座机|固话|号码|方式|tel|phone)号?)+码?\.?(?=\s*(?:[:：]|\(\)))|\(\s*\)|[\s/,，、;；:：|]+",
    re.IGNORECASE,
)
_LONGEST_NAME = 20
# Eight digits behind one of these are no telephone: 工号59212345, QQ 59212345.
_OTHER_DIGITS = late(r"(?<!电话)(?<!手机)(?<!联系)(?<!同)(?<!固话)(?<!座机)号|身份证|微信|qq", re.IGNORECASE)
# A number that stands by itself in a text: a mobile, or a landline with its area code.
_IN_TEXT = late(
    r"(?<![\d.*-])(?:(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]\d{7,8}(?:-\d{1,6})?)(?![\d*]|\.\d|-\d)"
)
# ①, ⑴, ⒈: what counts the numbers in a cell is no part of them. So do 1、, 2) and 手机1：, told apart below.
_CIRCLED = late("[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229\u3280-\u3289]")
_LIST_MARK = late(r"(?:^|(?<=[\s、,;])|(?<=[\u4e00-\u9fff])|(?=\())\(?(\d{1,2})\s*[、.:)]\s*(?=[+(]?\d{3})")
_BETWEEN_NUMBERS = late(r"[、，,;；/／\n\r\t|&]|或者?|和|及")
_EXTENSION_WORD = late(r"(?<=[\d)])\s*(?:转|分机|[-–]?ext\.?|x|#|\*(?!\*))\s*[:：]?\s*(?=\d)", re.IGNORECASE)
_EXTENSION = "#"
_RUN = late(r"[+(\d][\d\s()+.\-#]*")
_DIGITS = late(r"\d+")
_MOST_PIECES = 12
_LONGEST_EXTENSION = 6
_MOBILE = late(r"0?(1[3-9]\d{9})")
# Beijing, Shanghai and the like have eight digits behind a short area code, other places seven or eight.
_LANDLINE = late(r"(010|02\d)([2-9]\d{7})|(0[3-9]\d\d)([2-9]\d{6,7})")
_SERVICE = late(r"[48]00\d{7}")
_NEAR_ABROAD = late(r"(?:00)?(?:85[23]\d{8}|886\d{8,9})")
_ABROAD = late(r"(?:\+|00)(?!86)[1-9]\d{6,14}")
_DAY = late(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


@lru_cache(maxsize=65_536)
def normalise_phones(text: str) -> tuple[Phone, ...]:
    """All numbers in ``text``, in order, each once, mobiles and landlines in the office's spelling.

    Full-width digits, spaces, dashes, +86 and a carrier's leading 0 are taken out; as many digits as a local number
    has are one and get the office's area code (``dial_from``). A number is recognised only where every digit beside it
    belongs to one: what is not wholly telephone numbers stays, as written, as ODD.
    """
    if len(text) == 11 and text.isascii() and _MOBILE.fullmatch(text):
        return (Phone(text, PhoneKind.MOBILE),)  # as nearly all stand
    plain = without_format_characters(unicodedata.normalize("NFKC", _CIRCLED.sub("、", text))).translate(PLAIN_DASHES)
    if _DIGIT.search(plain) is None:  # 不涉及 is not a list of 不涉
        chunks = [chunk.strip() for chunk in _BETWEEN_NUMBERS.split(plain)]
        return _in_chunk(plain.strip()) if any(map(_in_chunk, chunks)) else ()
    found = _listed(plain)
    if any(phone.kind is PhoneKind.ODD for phone in found):
        # 1、 before a number, and a number that goes on in the next line of its cell.
        readings = map(_listed, (_without_list_marks(plain), " ".join(plain.splitlines())))
        found = next((whole for whole in readings if all(phone.kind is not PhoneKind.ODD for phone in whole)), found)
    return found


def name_and_phones(text: str) -> tuple[str, tuple[str, ...]]:
    """A name and the numbers beside it in one cell: 张三 13800010001, 李四（13900010001）; no name where that is 无.

    The text as it is, and no numbers, where it is not a name with whole telephone numbers.
    """
    if _DIGIT.search(text) is None:
        return text, ()
    phones = normalise_phones(text)
    if not phones or any(phone.kind not in (PhoneKind.MOBILE, PhoneKind.LANDLINE) for phone in phones):
        return text, ()
    plain = unicodedata.normalize("NFKC", text).translate(PLAIN_DASHES)
    rest = _BESIDE_NAME.sub(" ", _RUN.sub("()", _EXTENSION_WORD.sub(_EXTENSION, plain))).strip(" ()-.转")
    if not 0 < len(rest) <= _LONGEST_NAME:
        return text, ()
    if any(phone.kind is PhoneKind.LANDLINE for phone in phones) and _OTHER_DIGITS.search(rest):
        return text, ()
    name = " ".join(rest.split())
    return name if names_somebody(name) else "", tuple(phone.text for phone in phones)


def phones_in_text(text: str) -> tuple[tuple[int, str], ...]:
    """The numbers that stand by themselves in a text of sentences, each with its place."""
    found = ((match.start(), normalise_phones(match[0])) for match in _IN_TEXT.finditer(text))
    return tuple((place, phones[0].text) for place, phones in found if len(phones) == 1)


def _listed(text: str) -> tuple[Phone, ...]:
    found: dict[str, Phone] = {}
    for chunk in _BETWEEN_NUMBERS.split(text):
        for phone in _in_chunk(chunk.strip()):
            found.setdefault(phone.text, phone)
    if any(phone.kind is not PhoneKind.ODD for phone in found.values()):  # 张三/13800010001: a name is no number
        return tuple(phone for phone in found.values() if _DIGIT.search(phone.text))
    return tuple(found.values())


def _without_list_marks(text: str) -> str:
    """The text without 1、 2、 3、 before its numbers; as it is where they do not count from 1 on."""
    counted = [int(mark[1]) for mark in _LIST_MARK.finditer(text)]
    return _LIST_MARK.sub(" ", text) if counted == list(range(1, len(counted) + 1)) else text


def _in_chunk(chunk: str) -> tuple[Phone, ...]:
    if says_nothing(chunk) or chunk in _NO_NUMBER or _NO_NUMBER_LEFT.fullmatch(chunk):
        return ()
    # A name or a remark beside the number does not hide it, as long as it has no digits of its own.
    runs = [_in_run(run[0], chunk) for run in _RUN.finditer(_EXTENSION_WORD.sub(_EXTENSION, chunk))]
    numbers = [phone for run in runs if run is not None for phone in run]
    if None in runs or not numbers:
        return (Phone(chunk, PhoneKind.ODD),)
    return tuple(numbers)


def _in_run(run: str, chunk: str) -> list[Phone] | None:
    """The numbers in digits that only spaces and marks divide; None where not every digit belongs to one."""
    pieces = list(_DIGITS.finditer(run))
    if not pieces:
        return []
    if len(pieces) > _MOST_PIECES:
        return None
    found = _split(run, pieces)
    if found is not None and len(found) == 1 and found[0].kind is PhoneKind.OTHER:
        return [Phone(_as_written(run, chunk), PhoneKind.OTHER)]
    return found


def _split(run: str, pieces: list[re.Match[str]]) -> list[Phone] | None:
    """The pieces as whole numbers, the longest first, none left over."""
    if not pieces:
        return []
    for end in range(len(pieces), 0, -1):
        phone = _recognise(run, pieces[:end])
        rest = _split(run, pieces[end:]) if phone else None
        if phone and rest is not None:
            return [phone, *rest]
    return None


def _recognise(run: str, pieces: list[re.Match[str]]) -> Phone | None:
    """The number, if the pieces together are one, with its extension where the last is one."""
    start = pieces[0].start()
    abroad = run[max(start - 1, 0) : start] == "+"
    whole = _plain_number("".join(piece[0] for piece in pieces), abroad)
    written = run[start - abroad : pieces[-1].end()].strip()
    if whole:
        return Phone(whole.text or written, whole.kind)
    if len(pieces) < 2 or len(pieces[-1][0]) > _LONGEST_EXTENSION:
        return None
    between = run[pieces[-2].end() : pieces[-1].start()].strip()
    main = _plain_number("".join(piece[0] for piece in pieces[:-1]), abroad)
    if main is None or between not in ("-", _EXTENSION):
        return None
    if main.kind is PhoneKind.LANDLINE:
        return Phone(f"{main.text}-{pieces[-1][0]}", PhoneKind.LANDLINE)
    return Phone(written, PhoneKind.OTHER)


def _plain_number(digits: str, abroad: bool) -> Phone | None:
    """The number of these digits, without an extension; its text is empty where it is to stay as written."""
    if _ABROAD.fullmatch(f"+{digits}" if abroad else digits) or _NEAR_ABROAD.fullmatch(digits):
        return Phone("", PhoneKind.OTHER)
    if len(digits) > 11:
        digits = digits.removeprefix("00").removeprefix("86")
        if _lacks_its_zero(digits):
            digits = "0" + digits
    if mobile := _MOBILE.fullmatch(digits):
        return Phone(mobile[1], PhoneKind.MOBILE)
    if _SERVICE.fullmatch(digits):
        return Phone("", PhoneKind.OTHER)
    if _is_local(digits):
        return Phone(f"{_home.area_code}-{digits}", PhoneKind.LANDLINE)
    if _lacks_its_zero(digits):
        digits = "0" + digits  # a spreadsheet that took the number for a quantity lost its 0
    area = _LANDLINE.fullmatch(digits)
    return Phone(f"{area[1] or area[3]}-{area[2] or area[4]}", PhoneKind.LANDLINE) if area else None


def _is_local(digits: str) -> bool:
    """Whether the digits are a landline of the office's own area, and no day of the calendar."""
    own = bool(_home.area_code) and len(digits) == _home.digits
    return own and digits[0] in "2345678" and not _DAY.fullmatch(digits)


def _lacks_its_zero(digits: str) -> bool:
    """Whether the digits are a number of the office's own area whose leading 0 was lost."""
    area = _home.area_code
    return bool(area) and len(digits) == len(area) - 1 + _home.digits and digits.startswith(area[1:])


def _as_written(run: str, chunk: str) -> str:
    """The run as it stood in the cell, its word for the extension included."""
    digits = [piece[0] for piece in _DIGITS.finditer(run)]
    pattern = r"\D*?".join(map(re.escape, digits))
    stood = re.search(rf"\+?\(?{pattern}", chunk)
    return stood[0] if stood else run.strip()
