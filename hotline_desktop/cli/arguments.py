"""Values on the command line, read into the types of the domain."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

Word = TypeVar("Word", bound=StrEnum)
_MOST_DIGITS = 15


def moment(text: str) -> datetime:
    """A time as a clerk writes it."""
    return _read(text)[0]


def _read(text: str) -> tuple[datetime, bool]:
    """The time, and whether its hour is told."""
    from hotline_desktop.domain.terms.dates import read_spelling

    try:
        at, has_time = read_spelling(text)
        return at.replace(second=0, microsecond=0), has_time
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}”：{error}") from None


def hour(text: str) -> datetime:
    """When something was done: a day with its hour. Raises ArgumentTypeError with a Chinese reason."""
    at, has_time = _read(text)
    if not has_time:
        from hotline_desktop.domain.terms.dates import hour_wanted

        raise argparse.ArgumentTypeError(f"“{text}”{hour_wanted(at)}")
    return at


def day(text: str) -> date:
    """A day of local office time. Raises ArgumentTypeError with a Chinese reason."""
    return moment(text).date()


def folder(text: str) -> Path:
    """A folder, which need not exist yet, by its whole path: where the program stands may change.

    ``~`` is the user's own folder also in shortcuts and menus.
    """
    try:
        return Path(text).expanduser().absolute()
    except (RuntimeError, OSError):
        raise argparse.ArgumentTypeError(f"找不到“{text}”") from None


def positive(text: str) -> int:
    """A whole number from 1, no larger than anything that is numbered here."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}”不是大于0的整数")
    if len(text) > _MOST_DIGITS:
        raise argparse.ArgumentTypeError(f"“{text}”太大，没有这样的数")
    return int(text)


def year(text: str) -> int:
    """A year that an office can mean. Raises ArgumentTypeError with a Chinese reason."""
    from hotline_desktop.domain.terms.dates import check_year

    try:
        check_year(positive(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return positive(text)


def one_of(kind: type[Word]) -> Callable[[str], Word]:
    """A reader of one of the words of an option list."""

    def read(text: str) -> Word:
        try:
            return kind(text.strip())
        except ValueError:
            raise argparse.ArgumentTypeError(f"“{text}”不对，只能是：{'、'.join(kind)}") from None

    return read


def one_word(choices: Iterable[str]) -> Callable[[str], str]:
    """A reader of one of ``choices``."""
    known = tuple(choices)

    def read(text: str) -> str:
        if text.strip() not in known:
            raise argparse.ArgumentTypeError(f"“{text}”不对，只能是：{'、'.join(known)}")
        return text.strip()

    return read


def pairs(texts: Iterable[str], keys: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    r"""``key=value`` words as a mapping; ``\n`` in a value starts a new line. ``keys`` are those of Chinese names.

    ArgumentTypeError where = is missing or one thing is said twice, be it under both of its names.
    """
    found: dict[str, str] = {}
    for text in texts:
        key, sign, value = text.partition("=")
        if not sign or not key.strip():
            raise argparse.ArgumentTypeError(f"“{text}”要写成 项=值")
        named = keys.get(key.strip(), key.strip())
        if named in found:
            raise argparse.ArgumentTypeError(f"“{key.strip()}”写了两次")
        found[named] = value.replace("\\n", "\n")
    return found
