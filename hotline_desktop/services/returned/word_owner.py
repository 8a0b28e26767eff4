"""Finds the ticket or case of a Word file: the print that the file names and the number on it must agree.

A unit that types over another ticket's file leaves the mark of the old print in it; then a person says which it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.services.returned.word_forms import FORMS, WordForm
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.papers.print_codes import CodedPrint
from hotline_desktop.storage.records import cases, tickets

TICKET_LABEL, CASE_LABEL = "工单编号", "督办编号"
KEPT = "文件没有动，工单没有变动"
_NUMBER = r"[0-9A-Za-z-]{6,30}"
_ANY_NUMBER = re.compile(rf"(?<![0-9A-Za-z-]){_NUMBER}(?![0-9A-Za-z-])")
_TICKET_STATED = re.compile(rf"工\s*单\s*编\s*号[\s：:]*((?:{_NUMBER}[\s、,，;；]*)+)(?![0-9A-Za-z-])")
_CASE_STATED = re.compile(r"督\s*办\s*编\s*号[ ：:]*\n?[ ：:]*([^\n：:]*\d[^\n：:]*)")
_NEXT_LABEL = re.compile(r"\s+[\u4e00-\u9fff]+$|工单编号.*$")


class Found(NamedTuple):
    """One of both ids is 0."""

    ticket_id: int
    case_id: int


def owner_of(c: Connection, form: WordForm, lines: Sequence[str], coded: CodedPrint | None, given: str) -> Found:
    """The record of the file with these ``lines``; ``given`` is the number that a person says.

    Raises HotlineError where nobody can know: no number of ours, two records, two sheets, or a number on the form that
    is not the one that was printed.
    """
    if given:
        return _given(c, form, given)
    _one_sheet(lines)
    text = unicodedata.normalize("NFKC", "\n".join(lines))
    stated = stated_numbers(text, of_case=form.of_case)
    if coded is not None:
        return _printed(c, form, coded, stated)
    finder = cases.find if form.of_case else tickets.find
    # A number that stands where it belongs counts, whatever numbers are told in the text besides.
    told = stated or ([] if form.of_case else list(dict.fromkeys(_ANY_NUMBER.findall(text))))
    known = {found: number for number in told if (found := finder(c, number)) is not None}
    if len(known) > 1:
        raise HotlineError(f"文件里有几件的编号（{'、'.join(known.values())}），不知道是哪一件。{KEPT}。请用编号登记。")
    if not known:
        what = CASE_LABEL if form.of_case else TICKET_LABEL
        raise HotlineError(f"文件里没有读到本单位的{what}，不知道是哪一件。{KEPT}。请用编号登记。")
    (found,) = known
    return Found(0, found) if form.of_case else Found(found, 0)


def stated_numbers(text: str, of_case: bool) -> list[str]:
    """The numbers that stand behind the form's own label, each once."""
    if of_case:
        return list(dict.fromkeys(_NEXT_LABEL.sub("", found).strip() for found in _CASE_STATED.findall(text)))
    return list(dict.fromkeys(one for found in _TICKET_STATED.findall(text) for one in _ANY_NUMBER.findall(found)))


def _given(c: Connection, form: WordForm, number: str) -> Found:
    found = (cases.find if form.of_case else tickets.find)(c, number)
    if found is None:
        what = "督办件" if form.of_case else "工单"
        raise HotlineError(f"没有编号为“{number}”的{what}，没有登记。{KEPT}。请核对编号。")
    return Found(0, found) if form.of_case else Found(found, 0)


def _printed(c: Connection, form: WordForm, coded: CodedPrint, stated: Sequence[str]) -> Found:
    """What the print was made of, unless the form says another number: also that of today, where it was corrected."""
    of_case = form.of_case
    now = cases.load(c, coded.case_id).number if of_case else tickets.load(c, coded.ticket_id).facts.number
    ours = {_alike(coded.number), _alike(now)}
    others = [number for number in stated if _alike(number) not in ours]
    if others and (not of_case or len(others) == len(stated)):
        raise HotlineError(
            f"这份文件是 {coded.number} 的{coded.kind}，里面的编号却写着 {'、'.join(others)}，不知道是哪一件。"
            f"{KEPT}。请核对后用编号登记。"
        )
    return Found(0, coded.case_id) if of_case else Found(coded.ticket_id, 0)


def _alike(number: str) -> str:
    return "".join(unicodedata.normalize("NFKC", number).split()).casefold()


def _one_sheet(lines: Sequence[str]) -> None:
    titles = [form.kind.value for line in lines for form in FORMS if _is_title("".join(line.split()), form.title)]
    if len(titles) > 1:
        raise HotlineError(f"一个文件里有几张表（{'、'.join(titles)}），不知道收哪一张。{KEPT}。请一张表存一个文件。")


def _is_title(line: str, title: str) -> bool:
    return line.endswith(title) and "12345" in line
