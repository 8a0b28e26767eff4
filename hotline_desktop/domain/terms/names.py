"""Citizens' names as they stand in tickets: what is a name, how it is hidden, and where it stands in texts.

A cell of names may hold several, with titles (先生), relatives in brackets, spaces, and dots of minority names. The
same name is found in a text however it is spelled there.
"""

from __future__ import annotations

import re
from functools import lru_cache

from hotline_desktop.domain.terms.patterns import late
from hotline_desktop.domain.terms.readable import DROPPED, SPACED, readable

COMPOUND_SURNAMES = frozenset(
    """
    欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 淳于 单于
    公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 叔孙
    壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 高堂
    西门 南荣 东里 即墨 达奚 褚师 第五 贺兰 纳兰 完颜 叶赫 耶律 哥舒 屈突 贺若 宿勤 斛律 步六孤 尔朱 侯莫陈
    相里 胥吏 长鱼 公乘 公伯 公仪 公输 太阳 毌丘 毋丘 安陵 吕丘 胡母 綦毋 綦连 豆卢 库狄 费莫 钮祜禄 爱新觉罗
    """.split()  # noqa: SIM905 - a hundred quoted pairs would hide the list
)
# The two hundred that nearly everybody bears, without those that begin common words.
COMMON_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范石廖贾韦夏付傅邹熊孟秦邱侯尹薛闫阎段雷龙史陶贺顾毛郝龚邵钱严覃武戴莫孔白康赖洪汤乔樊俞殷施阮柳葛翟倪庄骆翁祝"
    "耿霍虞裴芦牛纪柏关瞿奚茅费"
)
HONORIFICS = (
    "先生|女士|小姐|太太|夫人|同志|师傅|師傅|老师|老師|阿姨|阿婆|阿公|阿伯|叔叔|大叔|大爷|大伯|大妈|大娘|大姐|大哥|大婶|"
    "伯伯|爷叔|爷爷|奶奶|外公|外婆|婆婆|老伯|老太太|老太|老人家|老人|老先生|老板娘|老板|医生|护士|经理|主任|书记|"
    "同学|队长|会计|律师|教授|工程师|警官|女子|男子|妈妈|老汉|老头|老爷子|嬢嬢|娘娘|好婆|师母|姑娘|小妹|先森"
)
# Titles that are other words elsewhere (总, 工, 局): only a surname before and a pause behind make them titles.
_SHORT_TITLES = (
    "总|工|老|姐|哥|叔|嫂|婶|伯|姨|局|科|处|队|所|董|家|校长|局长|站长|院长|村长|厂长|店长|班长|组长|科长|处长|所长|镇长|区长|"
    "董事长|总经理"
)
RELATIVES = (
    "儿子|女儿|儿媳妇|儿媳|女婿|孙子|孙女|外孙女|外孙|丈夫|妻子|老公|老婆|爱人|配偶|父亲|母亲|爸爸|妈妈|父母|"
    "哥哥|姐姐|弟弟|妹妹|兄弟|姐妹|家属|亲属|亲戚|侄子|侄女|外甥女|外甥|邻居|朋友|同事|房东|租客|委托人|代理人|监护人"
)
_SPEAKS_FOR = "代为反映|代为来电|代反映|代来电|代述|代打|代诉|代|本人|的"
_NOBODY = frozenset(
    """
    匿名 匿名者 无名氏 不详 未知 无 保密 （保密） 信息保密 姓名保密 未留 未提供 某某 某 佚名 空 热心人 过路人 路人
    """.split()  # noqa: SIM905 - as above
)
_REFUSED = late(
    r"(?:未|没有|没|不愿意?|不肯|不便|不想|不方便|拒绝|暂不|暂未|无法|要求|请求)"
    r"(?:再|对外|公开)?(?:透露|告知|提供|留下|留|说明|说|具名|署名|公开|登记|保密|匿名).*"
)
_SOMEBODY = late(
    r"(?:匿名|热心|部分|多名|多位|一位|一名|某|众|广大|本村|本地|附近|周边|过往|当地)*"
    r"(?:市民|居民|村民|群众|业主|住户|网友|路人|行人|职工|员工|家长|学生|乘客|司机|游客|来电人|诉求人|反映人|投诉人|举报人|"
    rf"{HONORIFICS}|{RELATIVES})*(?:们|等|代表)?"
)
_TITLED = late(rf"(?<=.)(?:{HONORIFICS})$")
_RELATED = late(rf"^(?:其|的|由)?(?:{RELATIVES})?(?:{_SPEAKS_FOR})?[:：]?|(?:{_SPEAKS_FOR}|(?<=..)(?:{RELATIVES}))$")
_BETWEEN_NAMES = late(r"([、，,;；/\\|＆&\n]\s*)")
_BRACKETED = late(r"[（(【\[][^）)】\]]*[）)】\]]?")
_BRACKETS = late(r"[（()）【】\[\]]")
_LATIN = late(r"[a-z]")
_SHORTEST_PART = 2  # of a name with dots: a shorter one stands in half of all texts
_SHORTEST_LATIN_PART = 3
STARS = "**"
# What somebody put for a name that she would not write out: 王某某, 王XX, 王○○, 王*国.
_HIDDEN = "[某x*○〇□＊]"
# 小区, 老家, 小时: behind these a surname makes another word.
_AMBIGUOUS_BEHIND = frozenset("时区路车房高花包巴家年师水山田林农米童牛马平羊鱼商")


def is_name(word: str) -> bool:
    """Whether ``word`` names anybody: 不愿透露, 匿名, 市民, 女儿 do not."""
    plain = word.strip()
    return bool(plain) and plain not in _NOBODY and not _REFUSED.fullmatch(plain) and not _SOMEBODY.fullmatch(plain)


def mask_name(name: str) -> str:
    """The surname and two stars, whatever the length: 张**, 欧阳**. Words for a nameless caller stay."""
    parts = _BETWEEN_NAMES.split(name.strip())
    return "".join(part if i % 2 else _mask_one_name(part.strip()) for i, part in enumerate(parts))


def _mask_one_name(name: str) -> str:
    if not is_name(name):
        return name
    return surname_of(name) + STARS


def surname_of(name: str) -> str:
    """The surname of a Chinese name, else its first character."""
    for length in (4, 3, 2):
        # Two characters are a whole name even where they could be a compound surname (东方 may be 东 + 方).
        if len(name) > length and name[:length] in COMPOUND_SURNAMES:
            return name[:length]
    return name[:1]


@lru_cache(maxsize=4096)
def names_in(cell: str) -> tuple[str, ...]:
    """Every name in a cell, the longest first, without titles, relatives, remarks, spaces and dots.

    A name of several parts (阿依古丽·买买提, John Smith) is followed by its parts. A lone surname is one too.
    """
    found: dict[str, None] = {}
    for bracketed in _BRACKETED.findall(cell):
        found.update(dict.fromkeys(_split_names(_BRACKETS.sub("", bracketed))))
    found.update(dict.fromkeys(_split_names(_BRACKETED.sub("、", cell))))
    return tuple(sorted(found, key=len, reverse=True))


def _split_names(cell: str) -> list[str]:
    names: list[str] = []
    for chunk in _BETWEEN_NAMES.sub("、", cell).split("、"):
        parts = _bare(chunk).split()
        # 王 建国 is one name, 王建国 李梅 are two.
        many = len(parts) > 1 and all(len(word) >= 2 and not _LATIN.search(readable(word)) for word in parts)
        for name in parts if many else (" ".join(parts),):
            names += _with_parts(name)
    return names


def _bare(chunk: str) -> str:
    """One name without the words around it."""
    name = chunk.strip()
    while name and is_name(name):
        shorter = _TITLED.sub("", _RELATED.sub("", name)).strip()
        if shorter == name or not shorter:
            return name
        name = shorter
    return ""


def _with_parts(name: str) -> list[str]:
    if not is_name(name):
        return []
    plain = readable(name)
    whole = plain.translate(DROPPED)
    parts = plain.replace("·", " ").split() if _LATIN.search(whole) else plain.split("·")
    least = _SHORTEST_LATIN_PART if _LATIN.search(whole) else _SHORTEST_PART
    return [word for word in (whole, *(parts if len(parts) > 1 else ())) if word == whole or len(word) >= least]


def spelled(name: str) -> str:
    """A pattern that finds the folded ``name`` in a readable text, with anything of a space, dot or dash inside."""
    inside = f"{SPACED.pattern}{{0,3}}"
    pattern = inside.join(re.escape(character) for character in name)
    return rf"(?<![a-z]){pattern}(?![a-z])" if _LATIN.search(name) else pattern


def parted(name: str) -> str:
    """A pattern that finds the folded ``name`` of three characters or more with anything between them that is no word:
    魏，建军, 魏(wei)建军, <b>魏</b>建军.
    """
    between = rf"(?:{SPACED.pattern}|[，、。,:：;；<>&]|<[^<>]{{1,12}}>|&[a-z]{{2,6}};|\([a-z]{{1,8}}\)){{0,4}}"
    return between.join(map(re.escape, name))


@lru_cache(maxsize=4096)
def hinted(name: str) -> str:
    """A pattern for what points at the bearer without the whole name: 张女士, 张某, 小张, 桂兰阿姨."""
    surname = surname_of(name)
    if _LATIN.search(name):
        return r"(?!)"
    space = f"{SPACED.pattern}{{0,2}}"
    head = re.escape(surname)
    ways = [
        rf"{head}{space}家?(?={HONORIFICS})",
        rf"{head}(?=氏(?:夫妇|夫妻|兄弟|姐妹|父子|母子|母女|父女|一家))",
        rf"(?<=姓){head}",
        rf"{head}(?=姓)",
    ]
    ways.append(rf"{head}(?=家(?:老[大二三四五六幺小]|夫妇|夫妻|父子|母子|母女|父女|兄弟|姐妹))")
    ways.append(rf"{head}(?:{_HIDDEN}{{1,3}}{re.escape(name[-1:])}?|{space}[a-z.]{{1,12}}{space}(?={HONORIFICS}))")
    ways.append(rf"(?<![一二两三四五六七八九十几每这那\d]){head}(?:{_SHORT_TITLES})(?=[，。、；：,;:!?\s说称反来]|$)")
    if surname not in _AMBIGUOUS_BEHIND:
        ways.append(rf"(?<=[老小阿]){head}(?![\u4e00-\u9fff]?路|[村庄桥镇浜港宅子])")
    given = name[len(surname) :]
    if len(given) >= _SHORTEST_PART:
        ways.append(rf"{head}{re.escape(given[0])}{_HIDDEN}{{1,2}}(?![a-z])")
        ways.append(re.escape(name[::-1]))
        ways.append(rf"{re.escape(given)}{space}(?={HONORIFICS}|[姐哥叔嫂婶伯姨]|[他她]?家?[爸妈爹娘])")
    return "|".join(ways)
