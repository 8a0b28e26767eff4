"""Names that no record knows, but the words before them give away: 其子王小明, 来电人李梅, 联系人：陈红."""

from __future__ import annotations

from functools import lru_cache
from re import Pattern

from hotline_desktop.domain.terms.names import COMMON_SURNAMES, COMPOUND_SURNAMES, HONORIFICS
from hotline_desktop.domain.terms.patterns import late

# Of the caller's family, and who speaks for the caller; neighbours and landlords are whom the ticket is about.
_FAMILY = (
    "其(?:子|女|妻|夫|父|母|兄|弟|姐|妹|孙|侄|媳|婿|岳父|岳母|公公|婆婆)|儿子|女儿|儿媳妇?|女婿|孙子|孙女|外孙女?|"
    "丈夫|妻子|老公|老婆|爱人|配偶|父亲|母亲|爸爸|妈妈|爷爷|奶奶|外公|外婆|哥哥|姐姐|弟弟|妹妹|侄子|侄女|外甥女?|"
    "家属|亲属|委托人|代理人|监护人"
)
# Looked for where nothing may leave the centre; in every text of a list that would take too long.
_ALSO_FAMILY = r"(?<![\u4e00-\u9fff])[妻夫父母子女]|夫人|老伴|岳父|岳母|丈人|公公|婆婆|嫂子|老人"
_CALLER = "来电人|来电者|诉求人|反映人|投诉人|举报人|求助人|联系人|代述人|姓名|我叫|名叫|自称|本人"
# Words that begin with a surname: it, and every character that makes one with it.
_BEGINNINGS = (
    "周末岁边围一二三四五六日天转 何时种地人况处故以 任职教意何由凭期务性满 余生下款 程序度 马上路桶 "
    "曾经在被多是于向就有 白天血癜色 康复 钱款财物包 胡乱说同 许可多诺 严重格厉禁 陆续上 雷雨电 关于节系心注门停闭 "
    "纪委律念 洪水 史料 庄稼严 付款出费 夏天季令日 田地里间头 石头材库 龙卷头 孔洞 武装警 黄色昏 范围 罗列 "
    "陈述旧列 谢绝 董事 顾虑及客 毛病坯 施工暴行 温度 段时 唐突 马虎 叶子片 苏醒 牛奶肉 高血温压空层度额频处楼龄"
    " 费用 杨浦 祝寿"
)
# Word by word: so many sets of characters would take three times as long to be compiled.
_WORDS = "|".join(f"{each[0]}{after}" for each in _BEGINNINGS.split() for after in each[1:])
# What follows a name, and hardly ever stands in one.
_AFTER = "均在和与及也都就已将被把对向说称反来去到等因未不又再要请需可住任居系为是有没现从处给让找打带表认提代"
_GIVEN = rf"(?![{_AFTER}]|名下|户口)[\u4e00-\u9fff]"


@lru_cache(maxsize=256)
def told_names(surnames: frozenset[str] = frozenset()) -> Pattern[str]:
    """What finds such names, those with the given rare ``surnames`` among them, and behind more words than in lists."""
    return _told(surnames, f"{_FAMILY}|{_ALSO_FAMILY}|{_CALLER}")


def _told(surnames: frozenset[str], before: str) -> Pattern[str]:
    many = sorted(COMPOUND_SURNAMES | {each for each in surnames if len(each) > 1}, key=len, reverse=True)
    one = "".join(sorted(COMMON_SURNAMES | {each for each in surnames if len(each) == 1}))
    return late(
        rf"(?:{before})[\s:是为叫(]{{0,2}}"
        rf"(?P<name>(?!{_WORDS})(?:{'|'.join(many)}|[{one}])"
        rf"(?:(?={HONORIFICS})|(?:{_GIVEN}){{1,2}}))"
    )


TOLD = _told(frozenset(), f"{_FAMILY}|{_CALLER}")
# Stands in every text in which TOLD finds anything; few do, and TOLD itself takes long to be compiled.
TELLING = late(rf"{_FAMILY}|{_CALLER}")
