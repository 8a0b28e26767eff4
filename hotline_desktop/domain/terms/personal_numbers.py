"""Numbers that lead to a citizen, as they stand in texts: telephones, ID numbers, cards, accounts, addresses of mail.

They are found however they are spelled: in full- or half-width digits, with +86, spaces, dots, dashes, slashes,
brackets, letters or words between the groups, or as 幺三八…. Amounts, dates and the office's own numbers stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from re import Match, Pattern

from hotline_desktop.domain.terms.patterns import late
from hotline_desktop.domain.terms.phones import PhoneKind, normalise_phones
from hotline_desktop.domain.terms.readable import UNSEEN, readable

Change = Callable[[str], str]

WITHHELD = "（保密）"
_NUMERALS = "〇零○洞一幺壹二两贰三叁四肆五伍六陆七柒拐八捌九玖勾"  # digits by their names, those of radios too
_DIGIT_LIKE = rf"\d{_NUMERALS}①-⑨⓪❶-❾⓿➀-➈➊-➒⑴-⑼⒈-⒐⓵-⓽²³¹⁰⁴-⁹₀-₉〡-〩oOｏＯlLｌiI"
# Looks before the long ones: as many digits near each other as the shortest number has that they search for.
_FEW_DIGITS = late(rf"(?:[{_DIGIT_LIKE}][^{_DIGIT_LIKE}]{{0,6}}){{3}}[{_DIGIT_LIKE}xXｘＸ×]")
_MANY_DIGITS = late(rf"(?:[{_DIGIT_LIKE}][^{_DIGIT_LIKE}]{{0,6}}){{6}}[{_DIGIT_LIKE}]")
_S = rf"[\s\-.·_/\\()\[\]{{}},*'{UNSEEN}]{{0,4}}"  # between the digits of one number
# Between the groups of a mobile number stands what would part other numbers: 138、0013、8000, “138”“0013”“8000”.
_PARTED = rf"[\s\-.·_/\\()\[\]{{}},*'\"“”‘’、，:;|#~+=…—{UNSEEN}]{{1,6}}"
_GROUPED = rf"1[3-9]\d{_PARTED}\d{{4}}{_PARTED}\d{{4}}"
# Words between the groups, none of which counts things: 138（中间1234）5678, 前三位138，中间四位1234，后四位5678.
_WORDS = r"(?![户人个件平米元年月日号路楼室栋幢层次天名辆期岁度万亿吨公亩章条款项])[^\d。；!?.\n]{1,8}"
_WORDED = (
    rf"1[3-9]\d{_WORDS}\d{{4}}{_WORDS}\d{{4}}(?!\d)|1[3-9]\d{_WORDS}\d{{8}}(?!\d)|1[3-9]\d{{5}}{_WORDS}\d{{4}}(?!\d)"
)
# Letters that look like digits, among at least four that are; a letter between any two digits.
_ALIKE = r"(?<![\da-z])(?=(?:[oli\s\-]*\d){4})[1li][3-9ol](?:[\s\-]?[\doli]){9}(?![\da-z])"
_LETTERED = r"(?<![\da-z])1[a-z]?[3-9](?:[a-z]{0,2}\d){9}(?![\da-z])"
# Codes of the provinces; a run of digits that begins otherwise is a ticket or account number.
_PROVINCES = rf"(?:1{_S}[1-5]|2{_S}[1-3]|3{_S}[1-7]|4{_S}[1-6]|5{_S}[0-4]|6{_S}[1-5]|7{_S}1|8{_S}[1-3])"
_ID_NUMBER = late(
    rf"(?<![\da-z]){_PROVINCES}(?:{_S}\d){{15}}{_S}[\dx](?![\da-z])"
    rf"|(?<![\da-z]){_PROVINCES}(?:{_S}\d){{13}}(?![\da-z])"
)
_MONTH_DAY = late(r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_NO_AMOUNT = r"(?!\d+\.\d+\s*(?:元|平|万|亿|㎡|m2|米|公|吨|亩))"  # 1381234.5678平方米
_START = rf"(?<!\d)(?<!\d\.){_NO_AMOUNT}"
_QUANTITY = r"(?![\d.]*\s*(?:元|平|万|亿|㎡|m2|米|人|户|个|件|吨|公|亩|年|月))"
_COUNTRY = rf"(?:(?:\+|00)?{_S}86{_S})?"
_OPEN = r"(?:[(\[](?=[+\d\s\-]{1,8}[)\]]))?"  # a bracket that ends inside the number
_MOBILE = rf"{_OPEN}{_COUNTRY}{_OPEN}0?1{_S}[3-9](?:{_S}\d){{9}}"
_AREA = rf"(?:\({_S})?0{_S}(?:1{_S}0|2{_S}\d|[3-9]{_S}\d{_S}\d)"
_ABROAD_AREA = rf"(?:\(?(?:\+|00){_S}|\()86{_S}0?(?:10|2\d|[3-9]\d\d)"
_LANDLINE = rf"(?:{_AREA}|{_ABROAD_AREA}){_S}[2-9](?:{_S}\d){{6,7}}"
_EXTENSION = r"(?:\s*(?:转|分机|ext\.?|-)\s*\d{1,6}(?![\d号楼室幢])(?:分机)?)?"
_EXTENDED = late(r"转|分机|[eE][xX][tT]")
# Eight digits in a row or halved; a day like 20220905 and a span of years are none.
_SHORT = rf"(?!(?:19|20)\d\d[\s\-.]?(?:0[1-9]|1[0-2]|\d{{4}}))[2-8]\d{{3}}[\s\-.]?\d{{4}}{_QUANTITY}"
_SERVICE = rf"[48]00{_S}\d{{3}}{_S}\d{{4}}"
_ABROAD = rf"(?:\+|00)(?!86)[1-9](?:[\s\-().]{{0,2}}\d){{8,14}}{_QUANTITY}"
# Also a number that others touch on both sides: rather a digit too many is gone than one too few.
_SPOKEN = rf"{_NO_AMOUNT}[一幺壹1][三叁四肆五伍六陆七柒八捌九玖3-9](?:{_S}[{_NUMERALS}o\d]){{9}}(?![{_NUMERALS}])"
_NUMERAL = rf"[{_NUMERALS}o\d]"
_SPOKEN_GROUPS = (
    rf"[一幺壹1][三叁四肆五伍六陆七柒八捌九玖3-9]{_NUMERAL}{_PARTED}{_NUMERAL}{{4}}{_PARTED}{_NUMERAL}{{4}}"
)
# An ID number of which some digits are told by their names.
_MIXED = rf"(?=\d{{0,16}}[{_NUMERALS}])[{_NUMERALS}\d]{{15,17}}[x{_NUMERALS}\d]"
_SPELT = rf"[{_NUMERALS}](?:{_S}[{_NUMERALS}]){{6,}}[x\d]*"  # seven digits or more by their names: 五九六四一二三四
_PHONE = late(
    rf"{_START}(?:{_MOBILE}|{_GROUPED}|{_LANDLINE}|{_SERVICE}|{_SHORT}|{_ABROAD}){_EXTENSION}(?!\d|\.\d|[元万亿])"
    rf"|{_SPOKEN}|{_SPOKEN_GROUPS}|{_MIXED}|{_SPELT}|{_ALIKE}|{_LETTERED}|(?<!\d)(?:{_WORDED})"
)
# Numbers that only the word before them makes personal, and those that papers carry.
_PAPERS = (
    "身份证|证件|护照|通行证|回乡证|台胞证|居住证|军官证|士兵证|警官证|残疾证|残疾人证|驾驶证|驾照|"
    "社保|医保|公积金|银行卡"
)
_LABELS = (
    rf"{_PAPERS}|卡|账|帐|微信|qq|扣扣|企鹅|电话|手机|座机|号码|联系方式|尾号|最?[后末][四4]位|末尾四位|尾数|tel|phone"
)
# Telephones that everybody may ring: 110, 12345, 95598, 962777.
_PUBLIC = r"(?!(?:1[12]\d|12[0-3]\d\d|10[01]\d\d|9[56]\d{3,4})(?![\d\s\-.*x]*[\dx]))"
_LABELLED = late(
    rf"(?:{_LABELS})(?:卡|号码?|账号|号是|是|为|尾号|最?[后末][四六\d]位|no\.?)*[\s:是为]*"
    rf"(?P<number>{_PUBLIC}(?:[\u4e00-\u9fff]字第?)?[a-z]{{0,4}}[\s\-]?\d[\d\s\-.*x]{{2,}}[\dx]|[{_NUMERALS}]{{4,}})"
)
_BANK = r"62\d{14,17}|[45]\d{15}|62\d\d(?:[\s\-]\d{4}){3}(?:[\s\-]?\d{1,3})?|[45]\d{3}(?:[\s\-]\d{4}){3}"
_WITH_BIRTHDAY = rf"{_PROVINCES}\d{{4}}{_S}(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日?{_S}\d{{3}}[\dx]"
_CARDS = late(
    rf"(?<![\da-z])(?:[egdsphmckt][a-z]?\d{{7,10}}|{_BANK}|{_WITH_BIRTHDAY}|[1-8]\d{{16}}[\dx]\d\d)(?![\da-z])"
)
_OWN_CAR = "(?:本人|自己|来电人|诉求人|反映人|其|我|他|她)的?(?:车辆?|小?轿车|小车|私家车|电动车)(?:牌号?码?)?"
_PLATE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-z][·\\s-]?[a-z0-9]{5,6}(?![a-z0-9])"
# Where one is found on the net, and in the car that is one's own; addresses of authorities stay.
_DOT = r"(?:[.·点]|dot|[(\[]dot[)\]])"
_MAIL = (
    r"[a-z0-9._+\-]+(?:@(?![a-z0-9.\-]*gov\.cn)[a-z0-9\-]+(?:\.[a-z0-9\-]+)+"
    # Written so that no machine finds it.
    r"|(?:#|[(\[]at[)\]])[a-z0-9\-]+(?:\.[a-z]{2,})+"
    rf"|\s?(?:@+|#|艾特|[(\[]at[)\]]|\sat\s)\s?[a-z0-9\-]+\s?{_DOT}\s?(?:com|cn|net|org)(?![a-z]))"
)
# 薇：… and 加v … are what people write who may not write 微信.
_ACCOUNT = (
    r"(?:微[信x心]|[薇威v][信心♥❤♡]|(?<![a-z])(?:wx|vx|weixin|wechat)|qq|支付宝|抖音|微博|快手|小红书|绿泡泡|钉钉|扣扣"
    r"|(?:[+加➕])[薇v]|(?<![a-z\u4e00-\u9fff])[薇v](?=[:\s]))"
    r"(?:号码?|名|昵称|账号|id)?[\s:是为\ufe0f]*(?P<account>[a-z][a-z0-9_\-]{4,})"
)
_ADDRESSES = late(
    rf"(?P<mail>{_MAIL})|{_ACCOUNT}|{_OWN_CAR}[^，。\n]{{0,3}}?(?P<car>{_PLATE})|(?P<plate>{_PLATE})(?=是?{_OWN_CAR})"
)
# Numbers with stars for what not everybody may see, as lists have them.
_STARRED = late(
    r"(?<!\d)(?=[\d*x_?#]{11}(?!\d))1[3-9]\d{1,2}[*x_?#]{2,7}\d{2,6}"
    rf"|(?<!\d)1[3-9]\d{{1,2}}(?:…{{1,3}}|某{{2,5}}|\.{{3,6}})\d{{4}}(?![\d…]){_QUANTITY}"
    r"|(?<!\d)\d{3,6}[*x]{4,12}\d{2,4}[\dx]"
)
# A mobile number whose groups are told one by one: 137、零零零、12345, 137三个零12345, 137后面三个0再12345. Where
# Arabic digits are parted as things are counted, the word before them must say that it is a telephone.
_ALL_NUMERALS = f"{_NUMERALS}\\d"
_SAME = rf"[两二三四五2-5]个[{_ALL_NUMERALS}]"
_TELLS = r"后面|后边|前面|中间|结尾|开头|最后|然后|接着|加上|再加|[再加跟和杠横减乘是]"
_APART = rf"(?:[\s\-.·_/\\()\[\]{{}}*'\"“”|;#~+=…—。{UNSEEN}]|{_TELLS}){{0,6}}"
_COUNTED_APART = rf"(?:[\s\-.·_/\\()\[\]{{}}*'\"“”|;#~+=…—。、，,:：{UNSEEN}]|{_TELLS}){{0,6}}"
_ONE = r"[一幺壹1]"
_MANY = r"{3,10}"
_TOLD_APART = late(
    rf"(?:电话|手机|号码|联系方式|拨打|微信)[^\d\n{_NUMERALS}]{{0,6}}"
    rf"(?P<told>{_ONE}(?:{_COUNTED_APART}(?:{_SAME}|[{_ALL_NUMERALS}])){_MANY})"
    rf"|(?P<named>{_ONE}(?:{_COUNTED_APART}(?:{_SAME}|[{_NUMERALS}])){_MANY})"
    rf"|(?<![\d.])(?!(?:19|20)\d\d[\-./年]){_NO_AMOUNT}(?P<apart>{_ONE}(?:{_APART}(?:{_SAME}|[{_ALL_NUMERALS}])){_MANY})(?!\d){_QUANTITY}"
)
_DIGITS_TOLD = late(rf"([两二三四五2-5])个([{_ALL_NUMERALS}])|[{_ALL_NUMERALS}]")
_MOBILE_DIGITS = late(r"1[3-9]\d{9}")
_DIGITS = late(r"\d")
_SPOKEN_DIGITS = str.maketrans(_NUMERALS, "00001112223344556677788999")


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
    return replaced(text, _ID_NUMBER, _mask_id) if _MANY_DIGITS.search(text) else text


def mask_numbers(text: str) -> str:
    """``text`` with ID and telephone numbers cut to a few digits."""
    return _replaced_in_turn(text, _MASKS) if _MANY_DIGITS.search(text) else text


def withhold_numbers(text: str, kept: frozenset[str]) -> str:
    """``text`` without anything that looks like a telephone, ID, card or passport number, or an address on the net.

    ``kept`` are digits that belong to the office: its tickets' numbers, its units' telephones.
    """
    text = replaced(text, _ADDRESSES, _withheld_always)
    if not _FEW_DIGITS.search(text):
        return text

    def withheld(found: str) -> str:
        own = digits_of(found) in kept or digits_of(_EXTENDED.split(found)[0]) in kept
        return found if own else WITHHELD

    long = _replaced_in_turn(
        text, ((_STARRED, withheld), (_CARDS, withheld), (_ID_NUMBER, _withheld_id), (_PHONE, withheld))
    )
    rest = replaced(long, _LABELLED, withheld)
    return replaced(rest, _TOLD_APART, _withheld_mobile) if _MANY_DIGITS.search(rest) else rest


def spelled_number(number: str) -> str:
    """A pattern that finds these digits in a readable text."""
    return r"(?<!\d)" + _S.join(number) + r"(?!\d)"


def digits_of(text: str) -> str:
    """The digits of ``text``, those written as words among them."""
    return "".join(_DIGITS.findall(readable(text).translate(_SPOKEN_DIGITS)))


def replaced(text: str, pattern: Pattern[str], change: Change) -> str:
    """``text`` with what ``pattern`` finds in its readable form changed; the rest stays as it is.

    Where the pattern names a group, only what the group found is changed.
    """
    return _replaced_at(text, pattern.finditer(readable(text)), change)


def _replaced_in_turn(text: str, changes: Iterable[tuple[Pattern[str], Change]]) -> str:
    """As ``replaced`` for one pattern after the other; the text is made readable anew only where it was changed."""
    plain = readable(text)
    for pattern, change in changes:
        changed = _replaced_at(text, pattern.finditer(plain), change)
        if changed is not text:
            text, plain = changed, readable(changed)
    return text


def _replaced_at(text: str, places: Iterable[Match[str]], change: Change) -> str:
    pieces, end = [], 0
    for match in places:
        start, stop = match.span(match.lastgroup or 0)
        pieces += [text[end:start], change(text[start:stop])]
        end = stop
    return "".join([*pieces, text[end:]]) if pieces else text


def _withheld_always(_found: str) -> str:
    return WITHHELD


def _withheld_mobile(found: str) -> str:
    """A run of digits and numbers of digits that makes a mobile number; any other stays."""

    def digits(match: Match[str]) -> str:
        times = int(match[1].translate(_SPOKEN_DIGITS)) if match[1] else 1
        return (match[2] or match[0]).translate(_SPOKEN_DIGITS) * times

    told = "".join(map(digits, _DIGITS_TOLD.finditer(readable(found))))
    return WITHHELD if _MOBILE_DIGITS.fullmatch(told) else found


def _withheld_id(found: str) -> str:
    return WITHHELD if _mask_id(found) != found else found


def _mask_id(found: str) -> str:
    """The ID number cut short; unchanged where its birthday cannot be one."""
    digits = "".join(character for character in readable(found) if character.isdigit() or character == "x").upper()
    if not _MONTH_DAY.match(digits[10:] if len(digits) == 18 else digits[8:]):
        return found
    return f"{digits[:6]}********{digits[-4:]}"


def _mask_found_phone(found: str) -> str:
    digits = digits_of(found)
    if len(digits) == 8:
        return f"****{digits[-4:]}"
    masked = _mask_one_phone(digits)
    return masked if "*" in masked else f"{digits[:3]}****{digits[-2:]}"


_MASKS: tuple[tuple[Pattern[str], Change], ...] = ((_ID_NUMBER, _mask_id), (_PHONE, _mask_found_phone))
