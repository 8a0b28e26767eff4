"""What hides citizens in texts: numbers cut to a few digits in lists, taken out altogether for 信息保密.

Numbers are found however they are spelled: in full- or half-width digits, with +86, spaces, dots, dashes, slashes,
brackets, or as 幺三八…. Amounts, dates and the office's own numbers stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from hotline_desktop.domain.terms.names import hinted, mask_name, names_in, spelled
from hotline_desktop.domain.terms.patterns import late
from hotline_desktop.domain.terms.phones import PhoneKind, normalise_phones
from hotline_desktop.domain.terms.readable import DROPPED, may_hold, readable

_Change = Callable[[str], str]

WITHHELD = "（保密）"
_LOCAL_DIGITS = 7  # a landline may be told without its area code
_NUMERALS = "〇零○一幺壹二两贰三叁四肆五伍六陆七柒八捌九玖"  # digits by their names
_DIGIT_LIKE = rf"\d{_NUMERALS}①-⑨⓪❶-❾⓿➀-➈➊-➒⑴-⑼⒈-⒐⓵-⓽²³¹⁰⁴-⁹₀-₉〡-〩oOｏＯlLｌiI"
# Looks before the long ones: as many digits near each other as the shortest number has that they search for.
_FEW_DIGITS = late(rf"(?:[{_DIGIT_LIKE}][^{_DIGIT_LIKE}]{{0,6}}){{3}}[{_DIGIT_LIKE}]")
_MANY_DIGITS = late(rf"(?:[{_DIGIT_LIKE}][^{_DIGIT_LIKE}]{{0,6}}){{6}}[{_DIGIT_LIKE}]")
_UNSEEN = r"\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u20d0-\u20ff\ufe00-\ufe0f\ufeff"
_S = rf"[\s\-.·_/\\()\[\]{{}},*'{_UNSEEN}]{{0,4}}"  # between the digits of one number
# Between the groups of a mobile number stands what would part other numbers: 138、0013、8000, “138”“0013”“8000”.
_PARTED = rf"[\s\-.·_/\\()\[\]{{}},*'\"“”‘’、，:;|#~+=…—{_UNSEEN}]{{1,6}}"
_GROUPED = rf"1[3-9]\d{_PARTED}\d{{4}}{_PARTED}\d{{4}}"
# Letters that look like digits, among at least four that are.
_ALIKE = r"(?<![\da-z])(?=(?:[oli]*\d){4})[1li][3-9ol](?:[\s\-]?[\dol]){9}(?![\da-z])"
# Codes of the provinces; a run of digits that begins otherwise is a ticket or account number.
_PROVINCES = rf"(?:1{_S}[1-5]|2{_S}[1-3]|3{_S}[1-7]|4{_S}[1-6]|5{_S}[0-4]|6{_S}[1-5]|7{_S}1|8{_S}[1-3])"
_ID_NUMBER = late(
    rf"(?<![\da-z]){_PROVINCES}(?:{_S}\d){{15}}{_S}[\dx](?![\da-z])"
    rf"|(?<![\da-z]){_PROVINCES}(?:{_S}\d){{13}}(?![\da-z])"
)
_MONTH_DAY = late(r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_START = r"(?<!\d)(?<!\d\.)"
_QUANTITY = r"(?![\d.]*\s*(?:元|平|万|亿|㎡|m2|米|人|户|个|件|吨|公|亩|年|月))"
_COUNTRY = rf"(?:(?:\+|00)?{_S}86{_S})?"
_OPEN = r"(?:\((?=[+\d\s\-]{1,8}\)))?"  # a bracket that ends inside the number
_MOBILE = rf"{_OPEN}{_COUNTRY}{_OPEN}0?1{_S}[3-9](?:{_S}\d){{9}}"
_AREA = rf"(?:\({_S})?0{_S}(?:1{_S}0|2{_S}\d|[3-9]{_S}\d{_S}\d)"
_LANDLINE = rf"(?:{_AREA}|(?:\+|00){_S}86{_S}(?:10|2\d|[3-9]\d\d)){_S}[2-9](?:{_S}\d){{6,7}}"
_EXTENSION = r"(?:\s*(?:转|分机|ext\.?|-)\s*\d{1,6})?"
# Eight digits in a row or halved; a day like 20220905 and a span of years are none.
_SHORT = rf"(?!(?:19|20)\d\d[\s\-.]?(?:0[1-9]|1[0-2]|\d{{4}}))[2-8]\d{{3}}[\s\-.]?\d{{4}}{_QUANTITY}"
_SERVICE = rf"[48]00{_S}\d{{3}}{_S}\d{{4}}"
# Also a number that others touch on both sides: rather a digit too many is gone than one too few.
_SPOKEN = rf"[一幺壹1][三叁四肆五伍六陆七柒八捌九玖3-9](?:{_S}[{_NUMERALS}o\d]){{9}}(?![{_NUMERALS}])"
_SPELT = rf"[{_NUMERALS}](?:{_S}[{_NUMERALS}]){{6,}}[x\d]*"  # seven digits or more by their names: 五九六四一二三四
_PHONE = late(
    rf"{_START}(?:{_MOBILE}|{_GROUPED}|{_LANDLINE}{_EXTENSION}|{_SERVICE}|{_SHORT})(?!\d|\.\d|[元万亿])"
    rf"|{_SPOKEN}|{_SPELT}|{_ALIKE}"
)
# Numbers that only the word before them makes personal, and those that papers carry.
_LABELLED = late(
    r"(?:身份证|证件|护照|通行证|居住证|社保|医保|银行卡|卡|账|帐|微信|qq|电话|手机|座机|号码|联系方式|尾号|后四位|末四位|tel|phone)"
    r"(?:号码?|号是|是|为|尾号|后四位|后六位|后\d位|no\.?)*[\s:是为]*"
    rf"(?P<number>[a-z]{{0,4}}\d[\d\s\-.*x]{{2,}}[\dx]|[{_NUMERALS}]{{4,}})"
)
_CARDS = late(r"(?<![\da-z])(?:[egdsphmck][a-z]?\d{7,10}|62\d{14,17}|[45]\d{15})(?![\da-z])")
_DIGITS = late(r"\d")
_SPOKEN_DIGITS = str.maketrans(_NUMERALS, "00011122233445566778899")


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


def mask_id_numbers(text: str) -> str:
    """``text`` with every citizen's ID number (18 or 15 digits) cut to its region and last four digits."""
    return _replaced(text, _ID_NUMBER, _mask_id) if _MANY_DIGITS.search(text) else text


def mask_text(text: str, people: People | None = None) -> str:
    """Free text with ID numbers, telephone numbers and the names of ``people`` masked."""
    if people is not None:
        text = people.masked(text)
    return _replaced_in_turn(text, _MASKS) if _MANY_DIGITS.search(text) else text


def withhold_numbers(text: str, kept: frozenset[str] = frozenset()) -> str:
    """``text`` without anything that looks like a telephone, ID, card or passport number.

    ``kept`` are digits that belong to the office: its tickets' numbers, its units' telephones.
    """
    if not _FEW_DIGITS.search(text):
        return text

    def withheld(found: str) -> str:
        return found if _digits(found) in kept else WITHHELD

    long = _replaced_in_turn(text, ((_ID_NUMBER, _withheld_id), (_PHONE, withheld), (_CARDS, withheld)))
    return _replaced(long, _LABELLED, withheld, group="number")


class People(NamedTuple):
    """The citizens whom a record knows: folded names, and the digits of their numbers, the longest first."""

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    @classmethod
    def of(cls, callers: Iterable[str], phones: Iterable[str]) -> People:
        """The people in cells of names and numbers."""
        names = dict.fromkeys(name for cell in callers for name in names_in(cell))
        digits: dict[str, None] = {}
        for phone in phones:
            digits[_digits(phone)] = None
            _area, *local = phone.split("-")
            if local and len(local[0]) >= _LOCAL_DIGITS:
                digits[local[0]] = None
        return cls(_longest_first(names), _longest_first(number for number in digits if len(number) >= 3))

    def withheld(self, text: str, kept: frozenset[str] = frozenset()) -> str:
        """``text`` without them: no name, no number, nothing that points at the bearer of a name."""
        plain = readable(text)
        for name in self.names:
            if len(name) > 1 and name in plain.translate(DROPPED):
                text = _replaced(text, _pattern(spelled(name)), _withheld)
                plain = readable(text)
            text = _replaced(text, _pattern(hinted(name)), _withheld)
        text = withhold_numbers(text, kept)
        for number in self.numbers:
            text = _replaced(text, _pattern(_spelled_number(number)), _withheld)
        return text

    def masked(self, text: str) -> str:
        """``text`` with their names cut to the surname, as in a list."""
        for name in self.names:
            if len(name) > 1 and may_hold(text, name) and name in readable(text).translate(DROPPED):
                text = _replaced(text, _pattern(spelled(name)), mask_name)
        return text


NOBODY = People()


def _withheld(_found: str) -> str:
    return WITHHELD


def _withheld_id(found: str) -> str:
    return WITHHELD if _mask_id(found) != found else found


def _longest_first(terms: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(terms, key=len, reverse=True))


@lru_cache(maxsize=4096)
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source)


def _spelled_number(number: str) -> str:
    return r"(?<!\d)" + _S.join(number) + r"(?!\d)"


def _digits(text: str) -> str:
    return "".join(_DIGITS.findall(readable(text).translate(_SPOKEN_DIGITS)))


def _mask_id(found: str) -> str:
    """The ID number cut short; unchanged where its birthday cannot be one."""
    digits = "".join(character for character in readable(found) if character.isdigit() or character == "x").upper()
    if not _MONTH_DAY.match(digits[10:] if len(digits) == 18 else digits[8:]):
        return found
    return f"{digits[:6]}********{digits[-4:]}"


def _mask_found_phone(found: str) -> str:
    digits = _digits(found)
    if len(digits) == 8:
        return f"****{digits[-4:]}"
    masked = _mask_one_phone(digits)
    return masked if "*" in masked else f"{digits[:3]}****{digits[-2:]}"


def _replaced(text: str, pattern: re.Pattern[str], change: _Change, group: str | int = 0) -> str:
    """``text`` with what ``pattern`` finds in its readable form changed; the rest stays as it is."""
    return _replaced_at(text, pattern.finditer(readable(text)), change, group)


def _replaced_in_turn(text: str, changes: Iterable[tuple[re.Pattern[str], _Change]]) -> str:
    """As ``_replaced`` for one pattern after the other; the text is made readable anew only where it was changed."""
    plain = readable(text)
    for pattern, change in changes:
        changed = _replaced_at(text, pattern.finditer(plain), change)
        if changed is not text:
            text, plain = changed, readable(changed)
    return text


def _replaced_at(text: str, places: Iterable[re.Match[str]], change: _Change, group: str | int = 0) -> str:
    pieces, end = [], 0
    for match in places:
        start, stop = match.span(group)
        pieces += [text[end:start], change(text[start:stop])]
        end = stop
    return "".join([*pieces, text[end:]]) if pieces else text


_MASKS: tuple[tuple[re.Pattern[str], _Change], ...] = ((_ID_NUMBER, _mask_id), (_PHONE, _mask_found_phone))
