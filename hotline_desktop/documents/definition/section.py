"""A table of a TOML file, read key by key: every key is checked and none may be left over."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

from hotline_desktop.documents.definition.definition import MM, DefinitionError
from hotline_desktop.domain.terms.text import has_format_characters

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


class Section:
    """One table of a definition file, knowing its place in it for messages."""

    def __init__(self, file: str, place: str, data: dict[str, Any]) -> None:
        self.file = file
        self.place = place
        self._data = data
        self._seen: set[str] = set()

    def error(self, key: str, reason: str) -> DefinitionError:
        """The error to raise about ``key`` of this table."""
        return DefinitionError(self.file, self._path(key), reason)

    def has(self, key: str) -> bool:
        """True where the table gives ``key``."""
        return key in self._data

    def text(self, key: str, default: str | None = None) -> str:
        """A non-empty string; required when there is no default."""
        value = self._take(key, default)
        if not isinstance(value, str) or (not value and default is None):
            raise self.error(key, "应当是写在引号里的文字")
        unseen = next((character for character in value if character < " " or has_format_characters(character)), "")
        if unseen:
            raise self.error(key, f"里有印不出的字符（U+{ord(unseen):04X}），请删去")
        return value

    def choice(self, key: str, options: Collection[str], default: str | None = None) -> str:
        """One of ``options``."""
        value = self.text(key, default)
        if value not in options:
            raise self.error(key, f"没有“{value}”，只能是 {'、'.join(options)}")
        return value

    def flag(self, key: str) -> bool:
        """True or false; false when absent."""
        value = self._take(key, False)
        if not isinstance(value, bool):
            raise self.error(key, "应当是 true 或 false")
        return value

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """A number between ``low`` and ``high``, both included, in the file's own unit."""
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(key, "应当是数字")
        if not low <= value <= high:
            raise self.error(key, f"{value:g} 超出范围，应在 {low:g} 到 {high:g} 之间")
        return float(value)

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number between ``low`` and ``high``, both included."""
        value = self.number(key, low, high, default)
        if value != int(value):
            raise self.error(key, "应当是整数")
        return int(value)

    def length(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """A length given in millimetres, returned in points."""
        return self.number(key, low, high, default) * MM

    def word_or_flag(self, key: str) -> str | bool:
        """A value to compare a field with: a word, true or false."""
        value = self._take(key, None)
        if not isinstance(value, str | bool):
            raise self.error(key, "应当是文字、true 或 false")
        return value

    def numbers(self, key: str, low: float, high: float) -> tuple[float, ...]:
        """A list of at least one number."""
        values = self._take(key, None)
        if not isinstance(values, list) or not values:
            raise self.error(key, "应当是一列数字，例如 [80, 80]")
        for place, value in enumerate(values, start=1):
            if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
                raise self.error(key, f"第{place}个应当是 {low:g} 到 {high:g} 之间的数字")
        return tuple(float(value) for value in values)

    def names(self, key: str) -> frozenset[str]:
        """A list of strings; empty when absent."""
        values = self._take(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self.error(key, "应当是一列写在引号里的名称")
        return frozenset(values)

    def section(self, key: str) -> Section:
        """The table under ``key``."""
        value = self._take(key, None)
        if not isinstance(value, dict):
            raise self.error(key, f"应当是一节，写作 [{self._path(key)}]")
        return Section(self.file, self._path(key), value)

    def sections(self, key: str) -> list[Section]:
        """The list of at least one table under ``key``."""
        values = self._take(key, None)
        if not isinstance(values, list) or not values or not all(isinstance(v, dict) for v in values):
            raise self.error(key, f"应当有至少一节，写作 [[{self._path(key)}]] 或 [{{ … }}]")
        return [
            Section(self.file, f"{self._path(key)}[{number}]", value) for number, value in enumerate(values, start=1)
        ]

    def keys(self) -> tuple[str, ...]:
        """All keys of the table, in the file's order."""
        return tuple(self._data)

    def finish(self) -> None:
        """Refuses keys that nobody asked for: a misspelt key must not be ignored silently."""
        unknown = [key for key in self._data if key not in self._seen]
        if unknown:
            known = "、".join(sorted(self._seen))
            raise self.error(unknown[0], f"没有这个键，可用的有 {known}")

    def _take(self, key: str, default: Any) -> Any:
        self._seen.add(key)
        if key in self._data:
            return self._data[key]
        if default is None:
            raise self.error(key, "缺少这一项")
        return default

    def _path(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place and key else self.place or key


def read_toml(path: Path) -> Section:
    """The top table of the file; DefinitionError when it cannot be read or is no TOML."""
    try:
        return Section(path.name, "", tomllib.loads(path.read_text("utf-8-sig")))
    except tomllib.TOMLDecodeError as error:
        found = _PLACE.search(str(error))
        place = f"第{found[1]}行第{found[2]}列" if found else "末尾"
        raise DefinitionError(path.name, place, "不合 TOML 的写法，多半是引号、括号或逗号不成对") from error
    except UnicodeDecodeError as error:
        raise DefinitionError(path.name, "", "文件不是 UTF-8 编码，请在编辑器里另存为 UTF-8") from error
    except OSError as error:
        raise DefinitionError(path.name, "", "文件不存在或无法读取") from error
