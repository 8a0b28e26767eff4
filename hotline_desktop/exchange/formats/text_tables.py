"""Text tables: which encoding, which separator, and where a record ends."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from hotline_desktop.exchange.formats.spaced_columns import read_spaced_columns

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SEPARATORS = ("\t", ",", ";", "|", "，")
_SAMPLE_RECORDS = 200
_BYTES_TO_A_STRAY = 50
_LONGEST_CHARACTER = 4  # bytes
_END_OF_FILE = b"\x1a"  # as DOS marks it
# The ideographs that most texts are made of stand first in both encodings.
_COMMON = {"gb2312": (b"\xb0\xa1", b"\xd7\xf9"), "big5": (b"\xa4\x40", b"\xc6\x7e")}
_MOSTLY, _HARDLY = 0.85, 0.6
_THREE_BYTES = re.compile(rb"[\xe4-\xe9][\x80-\xbf]{2}")
_SURELY_UTF8 = 4  # ideographs of a line that by chance no other encoding gives
_FEWEST_COLUMNS = 4  # with fewer, the columns may be kept apart in another way
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_LONGEST_FIELD = 16_000_000  # characters; the csv module's own limit is shorter than some letters


class UndecodableText(ValueError):
    """Bytes in no encoding that makes sense of all of them; the message is the Chinese reason."""


def decode_text(data: bytes) -> str:
    """The text of ``data``: byte order mark, then UTF-8, then GB18030, then the best guess, never with losses.

    Raises UndecodableText.
    """
    data = data.rstrip(_END_OF_FILE)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding)
    data = _without_padding(data)
    if b"\0" in data:
        bare = data.replace(b"\0", b"")
        if not _are_strays(len(data) - len(bare), bare):
            return _decode_marked(data, _utf16_without_mark(data))
        data = bare
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(data, error)
    if _looks_traditional(data):
        return data.decode("big5")
    _refuse_mixed(data)
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        _refuse_damaged_chinese(data, error)
        return _guess(data)


def _without_padding(data: bytes) -> bytes:
    """Without the zero bytes with which some systems fill up a file; one may be half of a character of UTF-16."""
    bare = data.rstrip(b"\0")
    return bare if b"\0" not in bare and len(data) - len(bare) > 1 else data


def _are_strays(zeros: int, bare: bytes) -> bool:
    """Whether a few zero bytes only strayed into a text that makes sense without them."""
    if zeros * _BYTES_TO_A_STRAY > len(bare):
        return False
    return _decodes(bare, "utf-8") or (
        _decodes(bare, "gb18030") and _share_of_common(bare.decode("gb18030")) >= _MOSTLY
    )


def _decode_marked(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, "replace").count("\n") + 1
        raise UndecodableText(f"第 {line} 行有损坏的字符，文件可能没有下载完") from error
    if "\0" in text:
        raise UndecodableText("这不是文本表格")
    return text


def _utf16_without_mark(data: bytes) -> str:
    """Separators, digits and line ends have a zero byte: behind them in little-endian, before them in big."""
    return "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"


def _refuse_damaged_utf8(data: bytes, error: UnicodeDecodeError) -> None:
    """A few bad bytes in UTF-8 must not turn the whole file into wrong Chinese by way of GB18030."""
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    beyond_ascii = sum(1 for char in text if char > "\x7f")
    if wrong * 20 <= beyond_ascii or _is_cut(data, error):
        raise UndecodableText(_damaged_line(data, error)) from error


def _is_cut(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether everything makes sense but a last character that is not whole."""
    return len(data) - error.start < _LONGEST_CHARACTER and any(byte > 0x7F for byte in data[: error.start])


def _refuse_damaged_chinese(data: bytes, error: UnicodeDecodeError) -> None:
    """Names the line that is damaged where the rest is Chinese."""
    rest = data[: error.start].decode("gb18030")
    if _is_cut(data, error) or _share_of_common(rest) >= _MOSTLY:
        raise UndecodableText(_damaged_line(data, error)) from error


def _refuse_mixed(data: bytes) -> None:
    """Names the line that is in another encoding than the rest: no reading makes sense of both."""
    lines = data.split(b"\n")
    if any(len(_THREE_BYTES.findall(line)) >= _SURELY_UTF8 and _decodes(line, "utf-8") for line in lines):
        number = next(number for number, line in enumerate(lines, start=1) if not _decodes(line, "utf-8"))
        raise UndecodableText(f"第 {number} 行的文字编码与其他行不同，或有损坏的字符")


def _damaged_line(data: bytes, error: UnicodeDecodeError) -> str:
    line = data[: error.start].count(b"\n") + 1
    return f"第 {line} 行有损坏的字符，文件可能没有下载完"


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _looks_traditional(data: bytes) -> bool:
    """Whether the bytes are Big5: read as GB18030 they would be characters that nobody writes."""
    if not _decodes(data, "big5"):
        return False
    as_simplified = data.decode("gb18030", "replace")
    return _share_of_common(as_simplified) < _HARDLY and _share_of_common(data.decode("big5"), "big5") >= _MOSTLY


def _share_of_common(text: str, encoding: str = "gb2312") -> float:
    """How many of the ideographs belong to the common ones of an encoding; 1 where there is none."""
    first, last = _COMMON[encoding]
    ideographs = [char for char in text if "\u3400" <= char <= "\u9fff"]
    common = sum(first <= char.encode(encoding, "ignore") <= last for char in ideographs)
    return common / len(ideographs) if ideographs else 1.0


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise UndecodableText("认不出文字编码")
    return str(best)


def read_text_table(text: str) -> list[list[str]]:
    """The records of a text table, blank lines included, so that positions are the rows that Excel shows."""
    separator, text = _stated_separator(text)
    separator, width = (separator, _FEWEST_COLUMNS) if separator else _sniff(text)
    if width < _FEWEST_COLUMNS and (spaced := read_spaced_columns(text)):
        return spaced
    try:
        records = list(_records(text, separator, strict=True))
        if f'{separator} "' in text:  # quotation marks behind a space quote nothing, unless the space is left out
            spaced = list(_records(text, separator, skipinitialspace=True))
            return spaced if _regularity(spaced)[0] > _regularity(records)[0] else records
        return records
    except csv.Error:
        if '\\"' in text and (escaped := _with_backslashes(text, separator)):
            return escaped
        # A quotation mark that nobody closed would swallow the rest of the file, or the rows up to the next one.
        quoted = list(_records(text, separator))
        plain = list(_records(text, separator, quoting=csv.QUOTE_NONE))
        return quoted if _regularity(quoted)[0] > _regularity(plain)[0] else list(map(_without_quotes, plain))


def _without_quotes(record: list[str]) -> list[str]:
    """The cells without the quotation marks that stand around the whole of one."""
    return [cell[1:-1].replace('""', '"') if _QUOTED.fullmatch(cell) else cell for cell in record]


def _with_backslashes(text: str, separator: str) -> list[list[str]]:
    """The records where a backslash stands before each inner quotation mark, as databases write; none elsewhere."""
    try:
        records = list(_records(text, separator, strict=True, escapechar="\\"))
    except csv.Error:
        return []
    return records if _regularity(records)[0] >= _MOSTLY else []


def _stated_separator(text: str) -> tuple[str, str]:
    """Excel's own first line ``sep=;``, which it does not count as a row."""
    first, _, rest = text.partition("\n")
    stated = first.strip().lower()
    return (stated[4], rest) if stated.startswith("sep=") and len(stated) == 5 else ("", text)


def _sniff(text: str) -> tuple[str, int]:
    """The separator that makes the most of a table of the text, and how many columns it has then."""
    candidates = [separator for separator in _SEPARATORS if separator in text]
    if _keeps_texts(text):
        candidates.remove("\t")
    found = {separator: _regularity_of_sample(text, separator) for separator in candidates}
    separator = max(candidates, key=lambda separator: found[separator], default=",")
    return separator, found[separator][1] if found else 1


def _keeps_texts(text: str) -> bool:
    """Whether tabs only stand beside commas, where an export puts one so that a number is taken for a text."""
    tabs = text.count("\t")
    return tabs > 0 and max(text.count("\t,"), text.count(",\t")) * 2 > tabs


def _regularity_of_sample(text: str, separator: str) -> tuple[float, int]:
    quoted = _regularity(list(islice(_records(text, separator), _SAMPLE_RECORDS)))
    if quoted[0] >= _MOSTLY or '"' not in text:
        return quoted
    # A quotation mark that nobody closed hides every separator behind it.
    return max(quoted, _regularity(list(islice(_records(text, separator, quoting=csv.QUOTE_NONE), _SAMPLE_RECORDS))))


def _regularity(records: list[list[str]]) -> tuple[float, int]:
    """How table-like the records are: the share that has the commonest width (of 2 or more), and that width."""
    widths = Counter(len(record) for record in records if record)
    width, count = max(
        ((width, count) for width, count in widths.items() if width > 1),
        key=lambda pair: (pair[1], pair[0]),
        default=(1, 0),
    )
    return count / max(widths.total(), 1), width


def _records(
    text: str,
    separator: str,
    *,
    strict: bool = False,
    quoting: int = csv.QUOTE_MINIMAL,
    escapechar: str | None = None,
    skipinitialspace: bool = False,
) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_FIELD)
    # newline="" leaves line breaks inside quotes as they are.
    lines = io.StringIO(text, newline="")
    yield from csv.reader(
        lines,
        delimiter=separator,
        strict=strict,
        quoting=quoting,  # type: ignore[arg-type]
        escapechar=escapechar,
        skipinitialspace=skipinitialspace,
    )
