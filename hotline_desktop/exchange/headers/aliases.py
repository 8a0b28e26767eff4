"""The table of headers that hotline systems use, read from ``resources/columns.toml``."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

from hotline_desktop.domain.importing.rows import Column
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.text import without_format_characters
from hotline_desktop.domain.terms.traditional import SIMPLIFIED

_BRACKETED = re.compile(r"[(\[【〔{<]([^)\]】〕}>]*)[)\]】〕}>]")
_BRACKETED_END = re.compile(r"([^(\[【〔{<]+)[(\[【〔{<]([^()\[\]【】〔〕{}<>\d]+)[)\]】〕}>]")
_AROUND = " :*#·.、,;'\"`“”‘’_-★☆●○◆◇■□▲△※√"
_COUNTED = re.compile(r"^(?:[(\[]?\d{1,2}[.、)\]]|[\u2460-\u249b])(?=\D)")  # 1.工单编号, (2)标题, ③来电人
_HOTLINE_PREFIX = re.compile(r"^(热线12345|12345热线|市民服务热线|12345|热线)(?=.)")
# What platforms put before or behind the word for a column without meaning another column.
_PREFIXES = ("年月日时分秒", "年月日时分", "年月日", "转办单", "最后", "最新", "当前", "本次")
_NAME_ENDINGS = ("名称", "名")
_CODE_ENDINGS = ("代码", "编码", "id", "code")
# Columns that say something of a person, who may be somebody else than the citizen.
PERSONAL = frozenset((Column.CALLER, Column.PHONE, Column.ADDRESS))
# What headers are made of, beside the signs of names: 聯繫電話, 簽收時間, 諮詢.
_OF_HEADERS = dict(
    zip(
        "繫係轉網個階簽籤詢諮製綜緩閉檔註饋緯彙衆覈覆佈箇併週遊証",
        "系系转网个阶签签询咨制综缓闭档注馈纬汇众核复布个并周游证",
        strict=True,
    )
)
_TRADITIONAL = str.maketrans({**SIMPLIFIED, **_OF_HEADERS})
_LINKING = re.compile(r"^(?:的|(?:基本)?(?:信息|资料)[-_:]?)")  # between a person and what is said: 诉求人的电话
_CLOCK_ENDING, _DAY_ENDING = re.compile(r"(?:时刻|时分秒?|时点|钟点|几点)$"), re.compile(r"年月日$")
_MOMENT = re.compile(rf"(?:具体)?(?:日期|时间|{_DAY_ENDING.pattern[:-1]}|{_CLOCK_ENDING.pattern[:-1]})$")
_AND_PHONE = re.compile(
    r"(.+?)(?:及其|以及|及|和|与|[、,&+])?(?:联系)?(?:电话号码|电话|手机号码|手机号|手机|号码|方式)"
)
_SEVERAL, _THE_FIRST = re.compile(r"(.*[^\d一二三])([1-9一二三])"), "1一"
_BILINGUAL = re.compile(r"([\u4e00-\u9fff].*?)[a-z][a-z./_]{2,}")  # 来电人name
_LONGEST_HEADER = 200  # where a header is looked for, there are also texts of thousands of characters
_ACCUSED = "被"  # 被投诉人, 被反映单位
_SHORT_HEADER = 2  # characters of 时间, 内容, 结果
_FOLLOWING = 1_000  # the rank of a header that was understood by its parts, behind those in the table


class Whose(Enum):
    """Of whom a header speaks."""

    CITIZEN = auto()
    OTHER = auto()


class ColumnsFileError(HotlineError):
    """The table of headers is missing or wrong; names file, key and reason."""


def plain_header(header: str) -> str:
    """The header without what does not matter: width of letters, spaces, stars, its number, a trailing colon."""
    header = _COUNTED.sub("", header.strip(_AROUND))
    seen = without_format_characters(unicodedata.normalize("NFKC", header)).translate(_TRADITIONAL)
    return "".join(seen.split()).strip(_AROUND).casefold()


def told_by_brackets(headers: Sequence[str], aliases: AliasTable) -> list[str]:
    """The headers, 诉求人（姓名） and 诉求人（电话） as 诉求人姓名 and 诉求人电话: only their brackets differ."""
    told = [_BRACKETED_END.fullmatch(unicodedata.normalize("NFKC", header)) for header in headers]
    bases = Counter(match[1] for match in told if match)
    return [
        match[1] + match[2] if match and bases[match[1]] > 1 and aliases.find(match[1] + match[2]) else header
        for header, match in zip(headers, told, strict=True)
    ]


def moment_stem(header: str) -> str:
    """What a header tells the moment of: 来电 for 来电日期 and 来电时间, nothing for 日期."""
    return _MOMENT.sub("", plain_header(header))


def _readings(plain: str) -> Iterator[str]:
    """The header and what it may stand for, the closest first."""
    yield plain
    bare = _BRACKETED.sub("", plain).strip(_AROUND)
    yield bare
    yield from bare.split("/")
    yield bare.partition(":")[0]  # 来电时间：年/月/日
    if both := _BILINGUAL.fullmatch(bare):
        yield both[1]
    short = _HOTLINE_PREFIX.sub("", bare).strip(_AROUND)
    if short != bare:
        yield short
    yield from _without_additions(short)
    yield _DAY_ENDING.sub("日期", _CLOCK_ENDING.sub("时间", short))  # 来电年月日, 来电时刻


def _without_additions(word: str) -> Iterator[str]:
    """``word`` without prefixes, without an ending, and without both."""
    stems = [word]
    for prefix in _PREFIXES:
        stems += [stem.removeprefix(prefix) for stem in stems if stem.startswith(prefix) and stem != prefix]
    yield from stems[1:]
    yield from (stem.removesuffix(end) for stem in stems for end in _NAME_ENDINGS if stem.endswith(end))


@dataclass(frozen=True, slots=True)
class AliasTable:
    """Headers by their plain spelling: the column they mean and their rank in it (0 is the best).

    ``citizens`` and ``others`` are words for people, the longest first; ``shared`` those for what both have (姓名).
    """

    columns: Mapping[str, tuple[Column, int]]
    kept: frozenset[str]
    line_numbers: frozenset[str]
    running: frozenset[str]
    sums: tuple[str, ...]
    footers: tuple[str, ...]
    citizens: tuple[str, ...]
    others: tuple[str, ...]
    shared: frozenset[str]
    _found: dict[str, tuple[Column, int] | None] = field(default_factory=dict, compare=False, repr=False)
    _known: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def find(self, header: str) -> tuple[Column, int] | None:
        """The column that ``header`` means, with its rank among the column's headers; None where unknown."""
        if header not in self._found:
            self._found[header] = self._look_up(plain_header(header))
        return self._found[header]

    def _look_up(self, plain: str) -> tuple[Column, int] | None:
        if not 0 < len(plain) <= _LONGEST_HEADER or plain in self.kept or plain in self.line_numbers:
            return None
        if plain in self.columns:
            return self.columns[plain]
        if self._of_another(plain) or self._is_code(plain):
            return None
        found = next((self.columns[name] for name in _readings(plain) if name in self.columns), None)
        return found or self._of_citizen(plain) or self._name_with_phone(plain) or self._one_of_several(plain)

    def _of_citizen(self, plain: str) -> tuple[Column, int] | None:
        """诉求人手机号: a word for the citizen before one that says something of a person."""
        for person in self.citizens:
            if plain.startswith(person):
                found = self.columns.get(_LINKING.sub("", plain.removeprefix(person)))
                if found and found[0] in PERSONAL:
                    return found[0], found[1] + _FOLLOWING
        return None

    def _one_of_several(self, plain: str) -> tuple[Column, int] | None:
        """联系电话1, 手机号二, 承办单位2: one of several telephones or units; the units behind the first one help."""
        match = _SEVERAL.fullmatch(plain)
        found = self._look_up(match[1]) if match else None
        if match is None or found is None or found[0] not in (Column.PHONE, Column.UNIT):
            return None
        helps = found[0] is Column.UNIT and match[2] not in _THE_FIRST
        return Column.CO_UNITS if helps else found[0], found[1] + _FOLLOWING

    def _name_with_phone(self, plain: str) -> tuple[Column, int] | None:
        """诉求人及联系电话, 姓名电话: both in one cell, from which the reader of names takes the telephone."""
        match = _AND_PHONE.fullmatch(_BRACKETED.sub("", plain))
        found = self.columns.get(match[1]) if match else None
        return (found[0], found[1] + _FOLLOWING) if found and found[0] is Column.CALLER else None

    def _of_another(self, plain: str) -> bool:
        """Whether the header says something of somebody else than the citizen: 承办人电话, 联系电话（承办人）."""
        if len(plain) > _LONGEST_HEADER:
            return False
        if any(inside in self.others for inside in _BRACKETED.findall(plain)):
            return True
        return any(map(self._is_of_another, _BRACKETED.sub("", plain).split("/")))

    def _is_of_another(self, part: str) -> bool:
        if part.startswith(_ACCUSED):
            return True
        if not part.startswith(self.others):  # nearly every cell that may be a header
            return False
        for person in self.others:
            if part.startswith(person):
                rest = _LINKING.sub("", part.removeprefix(person))
                found = self.columns.get(rest or person)
                if rest in self.shared or (found[0] in PERSONAL if found else not rest):
                    return True
        return False

    def _is_code(self, plain: str) -> bool:
        """Whether the column holds the code of what another one names: 案件大类代码."""
        ending = next((end for end in _CODE_ENDINGS if plain.endswith(end)), "")
        found = self.columns.get(plain.removesuffix(ending)) if ending else None
        return found is not None and found[0] is not Column.NUMBER

    def knows(self, header: str) -> bool:
        """Whether the header is a column, a line number, or known as one that is only kept."""
        if header not in self._known:
            self._known[header] = self._is_known(header)
        return self._known[header]

    def _is_known(self, header: str) -> bool:
        plain = plain_header(header)
        if self.find(header) is not None or plain in self.line_numbers:
            return True
        if len(plain) > _LONGEST_HEADER:
            return False
        kept = any(reading in self.kept for reading in _readings(plain))
        return bool(plain) and (kept or self._of_another(plain) or self._is_code(plain))

    def is_of_others(self, header: str) -> bool:
        """Whether the header is a word for somebody else than the citizen, or for what they do: 承办人, 办理, 回访."""
        return plain_header(header) in self.others

    def fits_anything(self, header: str) -> bool:
        """Whether the header does not say by itself of what or whom it tells: 时间, 内容, 手机号码."""
        found = self.find(header)
        personal = found is not None and found[0] in PERSONAL
        return len(plain_header(header)) <= _SHORT_HEADER or self.is_shared(header) or personal

    def whose(self, header: str) -> Whose | None:
        """Of whom the header speaks, and with it those behind it that do not say so; None where it does not tell."""
        plain = plain_header(header)
        if plain.startswith(self.citizens) and plain not in self.shared:
            return Whose.CITIZEN
        found = self.find(header)
        if self._of_another(plain) or (found and found[0] in (Column.UNIT, Column.CO_UNITS)):
            return Whose.OTHER
        return None

    def is_shared(self, header: str) -> bool:
        """Whether the header fits any person: 姓名, 联系电话."""
        return plain_header(header) in self.shared

    def is_line_number(self, header: str) -> bool:
        """Whether the column only counts lines (序号)."""
        return plain_header(header) in self.line_numbers

    def is_running(self, header: str) -> bool:
        """Whether the column says something else in every export (处置计时), which is no news of the ticket."""
        return plain_header(header) in self.running


def load_aliases(path: Path) -> AliasTable:
    """The table in ``path`` (``columns.toml``); ColumnsFileError with file, key and reason if it is wrong."""
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ColumnsFileError(f"表头对照表“{path.name}”不能读取：{error}。没有改动任何数据。") from error
    columns: dict[str, tuple[Column, int]] = {}
    for column in Column:
        for rank, header in enumerate(_names(path, tables, column.name, "headers")):
            other = columns.setdefault(plain_header(header), (column, rank))[0]
            if other is not column:
                raise _wrong(path, column.name, f"“{header}”已经属于“{other.value}”")
    others = {"kept", "line_numbers", "running", "rows_that_are_no_tickets", "people"}
    unknown = set(tables) - {column.name for column in Column} - others
    if unknown:
        raise _wrong(path, "、".join(sorted(unknown)), "没有这一栏")
    return AliasTable(
        columns,
        frozenset(plain_header(word) for word in _names(path, tables, "kept", "headers")),
        frozenset(plain_header(word) for word in _names(path, tables, "line_numbers", "headers")),
        frozenset(plain_header(word) for word in _names(path, tables, "running", "headers")),
        tuple(_names(path, tables, "rows_that_are_no_tickets", "sums")),
        tuple(_names(path, tables, "rows_that_are_no_tickets", "footers")),
        tuple(sorted(map(plain_header, _names(path, tables, "people", "citizens")), key=len, reverse=True)),
        tuple(sorted(map(plain_header, _names(path, tables, "people", "others")), key=len, reverse=True)),
        frozenset(plain_header(word) for word in _names(path, tables, "people", "shared")),
    )


def _names(path: Path, tables: Mapping[str, object], table: str, key: str) -> list[str]:
    content = tables.get(table)
    names = content.get(key) if isinstance(content, dict) else None
    if not isinstance(names, list) or not all(isinstance(word, str) and word.strip() for word in names):
        raise _wrong(path, f"{table}.{key}", "须是一列文字")
    return names


def _wrong(path: Path, key: str, reason: str) -> ColumnsFileError:
    return ColumnsFileError(f"表头对照表“{path.name}”中的 {key} 不对：{reason}。没有改动任何数据，请改正后再试。")
