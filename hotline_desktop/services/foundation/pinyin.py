"""Names found by what one types of their pinyin: whole syllables, their first letters, or both mixed."""

from __future__ import annotations

import os
from functools import lru_cache

# What the dictionary of readings does not know, or knows last: characters as surnames, alone and in two.
_SURNAMES = dict(
    pair.replace("_", " ").split(":")
    for pair in [
        "万俟:mo_qi",
        "尉迟:yu_chi",
        "澹台:tan_tai",
        "长孙:zhang_sun",
        "令狐:ling_hu",
        "单于:chan_yu",
        "宇文:yu_wen",
        "鲜于:xian_yu",
        "皇甫:huang_fu",
        "诸葛:zhu_ge",
        "上官:shang_guan",
        "欧阳:ou_yang",
        "单:shan",
        "曾:zeng",
        "解:xie",
        "仇:qiu",
        "区:ou",
        "查:zha",
        "盖:ge",
        "朴:piao",
        "任:ren",
        "华:hua",
        "覃:qin",
        "翟:zhai",
        "缪:miao",
        "冼:xian",
        "洗:xian",
        "逄:pang",
        "种:chong",
        "繁:po",
        "员:yun",
        "折:she",
        "黑:he",
        "牟:mou",
        "那:na",
        "莘:shen",
        "燕:yan",
        "过:guo",
        "隗:wei",
        "句:gou",
        "盛:sheng",
        "召:shao",
        "车:che",
        "乐:yue",
        "尹:yin",
        "宓:mi",
        "幺:yao",
        "乜:nie",
        "哈:ha",
        "殷:yin",
        "应:ying",
        "晟:cheng",
        "秘:bi",
        "重:chong",
        "祭:zhai",
        "谌:chen",
        "郇:huan",
        "都:du",
        "佴:nai",
        "褚:chu",
        "褟:ta",
        "禤:xuan",
        "逯:lu",
        "郗:xi",
        "会:gui",
        "适:kuo",
        "阚:kan",
        "教:jiao",
        "宁:ning",
        "强:qiang",
        "撒:sa",
        "贾:jia",
        "柏:bai",
        "葛:ge",
        "纪:ji",
        "薄:bo",
        "石:shi",
        "沈:shen",
        "叶:ye",
        "车正:che_zheng",
    ]
)


@lru_cache(maxsize=8192)
def readings(text: str) -> tuple[frozenset[str], ...]:
    """Every reading of each character, in small letters without tones; letters and figures read as themselves."""
    # Of its two dictionaries the one of phrases is for whole sentences: 44 MB of memory, and not delivered.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    from pypinyin import Style, pinyin  # most days' first search is in Chinese

    found = []
    for character in text:
        known = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
        own = {reading.replace("ü", "v") for reading in (known[0] if known else ()) if reading}
        extra = {_SURNAMES[character]} if character in _SURNAMES else set()
        found.append(frozenset(own | extra or {character.lower()}))
    for place in range(len(text) - 1):
        pair = _SURNAMES.get(text[place : place + 2], "").split()
        if pair:
            found[place] |= {pair[0]}
            found[place + 1] |= {pair[1]}
    return tuple(found)


def spells(typed: str, text: str, anywhere: bool = False) -> bool:
    """Whether ``typed`` (small letters, Chinese characters between them allowed) spells ``text`` from its beginning.

    A syllable stands for itself or is shortened to its first letter, the last one to any beginning of it: ``cgzd``,
    ``chengguan`` and ``chenggzh`` all spell 城管中队. ``anywhere`` lets it begin in the middle.
    """
    sounds = readings(text)
    starts = range(len(sounds)) if anywhere else range(min(1, len(sounds)))
    return any(_spells(typed, text, sounds, place) for place in starts)


def _spells(typed: str, text: str, sounds: tuple[frozenset[str], ...], place: int) -> bool:
    if not typed:
        return True
    if place == len(sounds):
        return False
    if typed[0] == text[place].lower() and _spells(typed[1:], text, sounds, place + 1):
        return True
    for reading in sounds[place]:
        if reading.startswith(typed):
            return True
        for length in {1, len(reading)}:
            if typed.startswith(reading[:length]) and _spells(typed[length:], text, sounds, place + 1):
                return True
    return False
