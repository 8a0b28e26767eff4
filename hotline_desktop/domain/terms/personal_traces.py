"""What may still tell of a citizen after known names and numbers are gone: for a person to look at before printing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hotline_desktop.domain.terms.letters import sounding_alike
from hotline_desktop.domain.terms.masking import NOBODY, People
from hotline_desktop.domain.terms.names import COMMON_SURNAMES, COMPOUND_SURNAMES, HONORIFICS, RELATIVES, surname_of
from hotline_desktop.domain.terms.patterns import late
from hotline_desktop.domain.terms.readable import readable

MOST_TRACES = 20
_SURNAME = rf"(?:{'|'.join(sorted(COMPOUND_SURNAMES, key=len, reverse=True))}|[{''.join(sorted(COMMON_SURNAMES))}])"
# The commonest surnames in letters; with a given name behind them they may be a citizen.
_IN_LETTERS = (
    "wang|zhang|liu|chen|yang|huang|zhao|wu|zhou|xu|sun|zhu|hu|guo|lin|gao|luo|zheng|liang|xie|song|tang|deng|han|feng|"
    "cao|peng|zeng|xiao|tian|dong|pan|yuan|cai|jiang|yu|du|ye|cheng|wei|su|lv|ding|ren|shen|yao|lu|cui|zhong|ouyang"
)
_HAN = r"[\u4e00-\u9fff\u3400-\u4dbf·]"
_INTRODUCED = (
    "姓名|联系人|来电人|诉求人|反映人|投诉人|举报人|当事人|被投诉人|户主|房主|业主|产权人|承租人|我叫|名叫|自称|本人"
)
_TRACES = tuple(
    late(pattern)
    for pattern in (
        rf"{_SURNAME}{_HAN}{{0,2}}?(?:{HONORIFICS})",
        rf"(?<=[老小]){_SURNAME}(?=[，。、；：,;:说称反来])",
        rf"(?:{_INTRODUCED})[:：是为叫]{{1,2}}\s*{_HAN}{{2,8}}|(?:我叫|名叫|自称|本人){_SURNAME}{_HAN}{{1,2}}",
        rf"(?:{RELATIVES}){_SURNAME}{_HAN}{{1,2}}",
        rf"(?<![a-z@.])(?:{_IN_LETTERS})[\s·-]?[a-z]{{2,7}}(?:[\s·-]?[a-z]{{2,6}})?(?![a-z@.])",
        r"(?:弓长|立早|木子|双木|耳东|口天|古月|言午|草头|走肖|禾呈|双口|三横)[张章李林陈吴胡许黄赵程吕王]",
        r"1[3-9]\d[、，,]\d{3,4}[、，,]\d{4,5}(?!\d)",
        r"1[3-9]\d\D{1,8}\d{8}|1[3-9]\d{5}\D{1,8}\d{4}",
        r"[a-z0-9._+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+",
        r"(?:微信|qq|支付宝|抖音)(?:号|名|昵称)?[:：是为]?\s*[a-z][a-z0-9_-]{4,}",
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-z][·\s-]?[a-z0-9]{5,6}(?![a-z0-9])",
        r"(?<![\da-z])\d{5,8}(?![\da-z元平万亿年月日件]|\.\d)(?=.{0,6}(?:电话|手机|联系|拨打|尾号))",
        r"(?:电话|手机|尾号|身份证)[^\d，。；]{0,6}\d{3,}",
        r"(?:家住|现住|居住|租住|户籍|住址|家庭地址|本人住|住在)[^,，。;；\n]{0,24}?\d+(?:号|室|栋|幢|弄|组)[^,，。;；\n]{0,12}",
    )
)


def personal_traces(texts: Iterable[str], people: People = NOBODY) -> tuple[str, ...]:
    """Phrases of ``texts`` that look like names, addresses of accounts or ends of numbers, each once.

    ``people`` are those whose whole names are gone: their given names are looked for.
    """
    given = [name[len(surname_of(name)) :] for name in people.names]
    patterns = [*_TRACES, *(re.compile(re.escape(name)) for name in given if len(name) > 1)]
    patterns += [re.compile(_called(name[-1])) for name in given if name and not name.isascii()]
    found: dict[str, None] = {}
    for text in texts:
        plain = readable(text)
        for pattern in patterns:
            found.update((text[match.start() : match.end()].strip(), None) for match in pattern.finditer(plain))
        for name in people.names:
            found.update(dict.fromkeys(sounding_alike(name, plain, least=2)))
    return tuple(word for word in found if word)[:MOST_TRACES]


def _called(last: str) -> str:
    """How friends call who bears a name of that last character: 小娟, 阿娟, 娟姐."""
    own = re.escape(last)
    return rf"{own}{{2}}|[小阿]{own}(?![\u4e00-\u9fff]?[路村庄桥镇])|{own}[姐哥叔嫂婶伯姨]"
