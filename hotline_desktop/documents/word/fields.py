"""What a unit fills in, as content controls and bookmarks of the same name: other programs lose the one or the other.

The name is the field's key; a box to tick adds the word beside it: ``resolution_实际解决``. Where a file holds several
papers, those of the second one end in ``_2``.
"""

from __future__ import annotations

import re
from typing import cast

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_UNFIT = re.compile(r"\W+")
_LONGEST = 40  # Word's limit for the name of a bookmark


class FieldMaker:
    """Makes the fields of one Word file; ``nth`` is the paper that is being written, counted from 1."""

    def __init__(self) -> None:
        self.nth = 1
        self._ids = 0
        self._names: set[str] = set()

    def marked(self, name: str, runs: list[BaseOxmlElement]) -> list[BaseOxmlElement]:
        """``runs`` between the ends of a bookmark; as they are where the name is taken."""
        name = self._name(name)
        if name in self._names:
            return runs
        self._names.add(name)
        start, end = _element("bookmarkStart"), _element("bookmarkEnd")
        self._ids += 1
        for mark in (start, end):
            mark.set(qn("w:id"), str(self._ids))
        start.set(qn("w:name"), name)
        return [start, *runs, end]

    def control(self, name: str, runs: list[BaseOxmlElement], box: bool | None = None) -> list[BaseOxmlElement]:
        """A content control around ``runs``, and a bookmark in it; ``box`` is whether a box to tick is ticked."""
        tag = self._name(name)
        control, properties, content = _element("sdt"), _element("sdtPr"), _element("sdtContent")
        for kind, value in (("alias", tag), ("tag", tag), ("id", str(self._ids + 1_000))):
            properties.append(_element(kind, value))
        if box is not None:
            properties.append(_check_box(box))
        content.extend(self.marked(name, runs))
        control.extend((properties, content))
        return [control]

    def _name(self, name: str) -> str:
        plain = _UNFIT.sub("_", name)
        ending = f"_{self.nth}" if self.nth > 1 else ""
        return plain[: _LONGEST - len(ending)] + ending


def _element(tag: str, value: str = "") -> BaseOxmlElement:
    made = cast(BaseOxmlElement, OxmlElement(f"w:{tag}"))
    if value:
        made.set(qn("w:val"), value)
    return made


def _check_box(ticked: bool) -> BaseOxmlElement:
    return parse_xml(
        f'<w14:checkbox xmlns:w14="{_W14}"><w14:checked w14:val="{int(ticked)}"/>'
        '<w14:checkedState w14:val="2611" w14:font="Segoe UI Symbol"/>'
        '<w14:uncheckedState w14:val="25A1" w14:font="宋体"/></w14:checkbox>'
    )
