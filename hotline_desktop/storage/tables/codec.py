"""Values of history entries as JSON and back, exactly: texts, numbers, yes/no, lists, days, moments to the minute.

The text says by itself what a day or a moment is, so that an old entry can be read whatever became of its step.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from hotline_desktop.domain.records.fields import NO_VALUES, Value, Values

_MOMENT, _DAY = "moment", "day"


def _tagged(value: object) -> dict[str, str]:
    """Wraps what JSON has no type for: days and moments."""
    if isinstance(value, datetime):
        return {_MOMENT: moment_text(value)}
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    raise TypeError(f"no value of a history: {type(value).__name__}")


def encoding(default: Callable[[Any], Any] | None = None) -> Callable[[Any], str]:
    """What writes objects and lists as JSON without blanks, ``default`` what JSON has no word for.

    ``JSONEncoder`` makes the compiled part that does the work anew for each text: longer than a short text takes.
    """
    encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False, default=default)
    compiled: Any = json.encoder.c_make_encoder  # type: ignore[attr-defined]  # None where Python has no such part
    if compiled is None:
        return encoder.encode
    string = json.encoder.encode_basestring
    write = compiled(None, encoder.default, string, None, ":", ",", False, False, True)
    return lambda value: "".join(write(value, 0))


_encode = encoding(_tagged)
_decoder = json.JSONDecoder()


def decoded(text: str) -> Any:
    """What JSON says; ValueError where it is none. Texts of this program have no blanks around them."""
    try:
        value, end = _decoder.scan_once(text, 0)  # type: ignore[attr-defined]
    except StopIteration:
        end = None
    return value if end == len(text) else _decoder.decode(text)


@lru_cache(maxsize=4_096)  # one entry and the row of its ticket say the same few moments over and over
def moment_text(moment: datetime | None) -> str:
    """``2022-09-05T09:10``; '' for None."""
    return moment.isoformat(timespec="minutes") if moment is not None else ""


def day_text(day: date | None) -> str:
    """``2022-09-05``; '' for None."""
    return day.isoformat() if day is not None else ""


def moment_from(text: str) -> datetime | None:
    """The moment that ``moment_text`` wrote."""
    return datetime.fromisoformat(text) if text else None


def day_from(text: str) -> date | None:
    """The day that ``day_text`` wrote."""
    return date.fromisoformat(text) if text else None


def dump_values(values: Values) -> str:
    """Values as JSON. A moment keeps its minutes and loses its seconds."""
    return _encode(dict(values)) if values else "{}"


def load_values(text: str) -> Values:
    """The values that ``dump_values`` wrote."""
    if text == "{}":
        return NO_VALUES
    said = decoded(text).items()
    return MappingProxyType({key: value if type(value) is str else _typed(value) for key, value in said})


def dump_texts(texts: Mapping[str, str]) -> str:
    """A mapping of texts as JSON, in its order."""
    return _encode(dict(texts)) if texts else "{}"


def load_texts(text: str) -> dict[str, str]:
    """The texts that ``dump_texts`` wrote. Raises ValueError for anything else."""
    texts: dict[str, str] = decoded(text)
    if type(texts) is not dict or not set(map(type, texts.values())) <= {str}:
        raise ValueError("no mapping of texts")
    return texts


def _typed(value: Any) -> Value:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        if _MOMENT in value:
            return datetime.fromisoformat(value[_MOMENT])
        return date.fromisoformat(value[_DAY])
    plain: Value = value
    return plain
