"""The values of one record, made ready for print."""

import re
import unicodedata
from collections.abc import Sequence

from hotline_desktop.domain.papers.paper_records import PaperRecord, printed_text, rows

_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# Controls, soft hyphens, directional and zero-width marks, variation selectors: without a shape of their own.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
# Neither Word files nor PDF can carry these; the replacement character says that something stood here.
_BROKEN = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BLANKS = re.compile("[\t\xa0\u2000-\u200a\u202f]")
# The same characters a second time, which few faces have: compatibility ideographs, radicals, letters of formulas.
_DOUBLES = re.compile("[\u2e9f\u2ef3\u2f00-\u2fd5\uf900-\ufad9\U0001d400-\U0001d7ff\U0002f800-\U0002fa1d]")
# Shades of an emoji and the frame around a digit: what they change is printed, or named as missing, once.
_SHADES = re.compile("[\u20e3\U0001f3fb-\U0001f3ff]")
_PLAIN = re.compile("[0-9A-Za-z\u4e00-\u9fff，。、；：？！（）“”—…〔〕《》 .:/-]*")

# As lists write them, but not inside of longer numbers.
_DAY = re.compile(
    r"(?<![\d-])((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
    r"(?:[ T]([01]\d|2[0-3]):([0-5]\d)(?::\d\d)?)?(?![\d-])"
)
# Lists on the screen set a number apart from its counter, papers do not.
_COUNTED = re.compile(
    r"(?<=\d) (?=[件个张天页份次条户人名年前后起止])|(?<=[\u4e00-\u9fff]) (?=\d[\d,.]* ?[件个张天页份次条户人名年])"
)
_AREA = re.compile(r"(\d) *(?:平方米|平米|m2|m²)(?![A-Za-z0-9])")
_NAMES_OF_THE_OFFICE = ("town", "center")
# What names an office or a stretch of time, and is not parted in a title.
_NAMES = ("unit", "addressee", "center", "town", "period")
_TO_BE_WRITTEN = "＿＿＿＿＿＿"


def clean(text: str) -> str:
    """``text`` with one kind of line break and without what has no shape; empty lines are dropped."""
    if _PLAIN.fullmatch(text):
        return text.strip()
    text = _BREAKS.sub("\n", text)
    text = _DOUBLES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), _SHADES.sub("", text))
    text = _BROKEN.sub("\ufffd", _INVISIBLE.sub("", _BLANKS.sub(" ", text)))
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def in_paper_text(text: str) -> str:
    """``text`` with days as official papers write them (2022年9月5日), counts without gaps (3件), and areas in ㎡."""
    if "-" in text:
        text = _DAY.sub(_day_text, text)
    if " " in text:
        text = _COUNTED.sub("", text)
    return _AREA.sub(r"\1㎡", text)


def _day_text(found: re.Match[str]) -> str:
    year, month, day, hour, minute = found.groups()
    time = f"{int(hour)}:{minute}" if hour else ""
    return f"{year}年{int(month)}月{int(day)}日{time}"


class Values:
    """What a form may ask about its record: the words of a field, and whether a box is ticked.

    ``hidden`` fields are empty in the paper's state; ``blank`` empties all but what is part of the form's own
    printed words, such as the town in a title.
    """

    def __init__(self, record: PaperRecord, hidden: frozenset[str], blank: bool) -> None:
        self._record = record
        self._hidden = hidden
        self._blank = blank
        self._texts: dict[str, str | None] = {}

    def text(self, field: str) -> str | None:
        """The printed words of ``field``, or None where the line stays empty."""
        if self._blank or field in self._hidden:
            return None
        if field not in self._texts:
            text = printed_text(self._record, field)
            self._texts[field] = in_paper_text(clean(text)) or None if text is not None else None
        return self._texts[field]

    def rows(self, field: str) -> Sequence[PaperRecord]:
        """The rows under ``field``; none on a blank form and in states that hide them."""
        return () if self._blank or field in self._hidden else rows(self._record, field)

    def is_open(self, field: str) -> bool:
        """Whether ``field`` is left open to be filled in by hand."""
        return self._blank or field in self._hidden

    def empty(self) -> "Values":
        """Values for a row that is printed empty, to be written on."""
        return Values(self._record, self._hidden, True)

    def ticked(self, field: str, when: str | bool) -> bool:
        """True where the value of ``field`` is exactly ``when``."""
        if self._blank or field in self._hidden:
            return False
        value: object = getattr(self._record, field)
        return type(value) is type(when) and value == when if isinstance(when, bool) else value == when

    def fill(self, template: str) -> str:
        """``template`` with ``{field}`` replaced by that field's words; a blank form knows the office's names only."""
        if "{" not in template:
            return template
        return template.format(**{name: self._filled(name) for name in re.findall(r"{(\w+)}", template)})

    def names(self) -> tuple[str, ...]:
        """The names in the record that stay whole in a title."""
        found = (self.text(name) for name in _NAMES if hasattr(self._record, name))
        return tuple(name for name in found if name)

    def _filled(self, name: str) -> str:
        hidden = self._blank and name not in _NAMES_OF_THE_OFFICE
        text = None if hidden else printed_text(self._record, name)
        return in_paper_text(clean(text or "")) or _TO_BE_WRITTEN
