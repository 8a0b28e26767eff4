"""The pieces by which tickets are searched: a text is cut into overlapping pairs of characters, a number into fours.

Whoever changes how pieces are made must rebuild the index in a migration: it holds no texts, so that the old pieces are
needed to remove a ticket from it.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from hotline_desktop.domain.terms.patterns import late

Row = Mapping[str, Any]  # of the table of tickets
# The long text first: title and address often say again what stands in it.
FIELDS = ("content", "number", "title", "caller", "phones", "address", "transfer_number")
PAIR, QUAD = 2, 4
DASHES = re.compile("[-\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
# What DASHES takes out, and what NFKC makes an ideograph of: ideographs are spelled otherwise by nothing else.
ODD = late(
    "[-\u2010-\u2015\u2212\ufe58\ufe63\uff0d\u2e80-\u2fdf\u3038-\u303a\u3190-\u33ff\uf900-\ufaff"
    "\U0001f200-\U0001f2ff\U0002f800-\U0002fa1f]"
)
_IDEOGRAPHS = re.compile("[\u4e00-\u9fff]+")
_PLAIN = re.compile("[\u4e00-\u9fff，。、；：？！（）《》“” \n]*")  # ideographs, and what divides them
_RUN = re.compile(r"[^\W_]+")
DIGITS = re.compile(r"[0-9]+")
_WIDE = "utf-32-le"
_SPACE = ord(" ")
_PAIR_AND_SPACE = array("I", [0, 0, _SPACE])


def pieces(row: Row) -> str:
    """What is indexed of a ticket's row, divided by spaces; some pieces stand there more than once, which is one.

    A run that stands inside an earlier one already is not indexed again.
    """
    kept = _kept([row[field] for field in FIELDS])
    return " ".join([*_pairs(kept.words), *_cut(kept.numbers, QUAD)])


class _Kept(NamedTuple):
    """The runs of some texts that are indexed: words, and the numbers that stand alone or in them."""

    words: list[str]
    numbers: list[str]

    def pieces(self) -> dict[str, None]:
        """Every piece of them, each once."""
        return _cut(self.words, PAIR) | _cut(self.numbers, QUAD)

    def without(self, other: _Kept) -> _Kept:
        """Those that the other has not."""
        words, numbers = set(other.words), set(other.numbers)
        own = [run for run in self.words if run not in words], [run for run in self.numbers if run not in numbers]
        return _Kept(*own)

    def lacking(self, query: Collection[str]) -> list[str]:
        """Those of some pieces that are not among the pieces of these runs."""
        if not query:
            return []
        text, numbers = " ".join([*self.words, ""]), " ".join([*self.numbers, ""])
        return [piece for piece in query if not (_cuts_to(piece, text, PAIR) or _cuts_to(piece, numbers, QUAD))]


def _kept(texts: Iterable[str], above: str = "") -> _Kept:
    """The runs of ``texts`` that stand in none before them; ``above`` are runs of texts before these."""
    words: list[str] = []
    numbers: list[str] = []
    for run in runs_of("\n".join(texts)):
        if run in above:
            continue
        above += " " + run
        if run.isalpha():
            words.append(run)
        elif is_number(run):
            numbers.append(run)
        else:
            words.append(run)
            numbers += DIGITS.findall(run)
    return _Kept(words, numbers)


def _cuts_to(piece: str, runs: str, size: int) -> bool:
    """Whether runs, each with a space behind it, give that piece: a shorter one only at the end of a run."""
    return (piece if len(piece) == size else f"{piece} ") in runs if len(piece) <= size else False


def _may_stand(piece: str, runs: str) -> bool:
    """Whether runs of words and numbers, each with a space behind it, may give that piece."""
    return (piece if len(piece) in (PAIR, QUAD) else f"{piece} ") in runs


def _beyond(pieces: Iterable[str], runs: str) -> list[str]:
    return [piece for piece in pieces if not _may_stand(piece, runs)]


def gone_and_come(old: Row, new: Row) -> tuple[str, str] | None:
    """The pieces that a changed ticket has no more, and those that it has now; None where all that is searched stayed.

    Of a text that stayed, the long one as a rule, no piece need be made, nor of a run that stands in the old texts and
    in the new ones.
    """
    fields = [field for field in FIELDS if old[field] != new[field]]
    if not fields:
        return None
    plain = _in_plain_texts(old, new, fields[0]) if len(fields) == 1 else None
    return plain if plain is not None else _in_any_texts(old, new)


def _in_plain_texts(old: Row, new: Row, changed: str) -> tuple[str, str] | None:
    """As ``gone_and_come`` where a plain Chinese text changed alone, in a quarter of the time; None elsewhere.

    An ideograph beside another is a piece wherever the two stand, and the last of a run one by itself: the texts that
    stayed need only be looked through for those of the one that changed.
    """
    was, now = old[changed], new[changed]
    if not _PLAIN.fullmatch(was) or not _PLAIN.fullmatch(now):
        return None
    runs, later_runs = _IDEOGRAPHS.findall(was), _IDEOGRAPHS.findall(now)
    stays = "\n".join([text for field in FIELDS if field != changed and not (text := old[field]).isascii()])
    # Whether the last of a run is a piece hangs on the runs before it: where it stands elsewhere all are looked at.
    if [end for end in _ends_apart(runs, later_runs) if end in stays] or ODD.search(stays):
        return None
    below = _IDEOGRAPHS.findall("\n".join([old[field] for field in FIELDS[FIELDS.index(changed) + 1 :]]))
    if [run for run in below if run[-1] in was or run[-1] in now]:
        return None
    before, after = _plain_pieces(runs), _plain_pieces(later_runs)
    gone, come = before - after, after - before
    return " ".join([piece for piece in gone if piece not in stays]), " ".join(
        [piece for piece in come if piece not in stays]
    )


def _ends_apart(runs: Sequence[str], others: Sequence[str]) -> list[str]:
    """The last characters of two lists of runs from where the lists differ."""
    same = 0
    for run, other in zip(runs, others, strict=False):
        if run != other:
            break
        same += 1
    return [run[-1] for run in (*runs[same:], *others[same:])]


def _plain_pieces(runs: Iterable[str]) -> set[str]:
    """The pieces of runs of ideographs."""
    found: set[str] = set()
    above = ""
    for run in runs:
        if run not in above:
            above += " " + run
            found.update(map("".join, pairwise(run)))
            found.add(run[-1])
    return found


def _in_any_texts(old: Row, new: Row) -> tuple[str, str]:
    same = 0
    while same < len(FIELDS) and old[FIELDS[same]] == new[FIELDS[same]]:
        same += 1
    stays = runs_of("\n".join([old[field] for field in FIELDS[:same]]))
    above = " ".join(stays)
    was, now = (_kept([row[field] for field in FIELDS[same:]], above) for row in (old, new))
    before, after = was.without(now), now.without(was)
    gone, come = after.lacking(before.pieces()), before.lacking(after.pieces())
    if not gone and not come:
        return "", ""
    both = was.without(before)
    # Every run that stays, those inside others too: these add no piece but where a run ends.
    digits = DIGITS.findall(above) if any(map(is_number, (*gone, *come))) else ()
    held = " ".join([above, *digits, *both.words, *both.numbers, ""])
    if any((len(piece) != PAIR or is_number(piece)) and _may_stand(piece, held) for piece in (*gone, *come)):
        kept = _kept(old[field] for field in FIELDS[:same])
        exactly = _Kept(kept.words + both.words, kept.numbers + both.numbers)
        return " ".join(exactly.lacking(gone)), " ".join(exactly.lacking(come))
    return " ".join(_beyond(gone, held)), " ".join(_beyond(come, held))


def runs_of(text: str) -> list[str]:
    """Letters, digits and ideographs without a mark or space between them, in one spelling (half-width, lower case).

    A dash divides nothing: 021-59210001 is found by 02159210001 too.
    """
    runs = _RUN.findall(DASHES.sub("", text))
    joined = " ".join(runs)
    if unicodedata.is_normalized("NFKC", joined):
        lower = joined.lower()
        return runs if lower == joined else lower.split(" ")
    return _RUN.findall(unicodedata.normalize("NFKC", joined).lower())


def _cut(runs: list[str], size: int) -> dict[str, None]:
    """Every character of the runs with those behind it in its run, ``size`` together, each piece once in their order.

    The end of a run gives shorter pieces, so that every character begins one.
    """
    return {run[place : place + size]: None for run in runs for place in range(len(run))}


def _pairs(runs: list[str]) -> list[str]:
    """The pieces of ``_cut`` for ``PAIR`` as one text, all cut at once, which takes a fifth of the time.

    Every character is laid beside the one behind it, and the last one of a run beside a space.
    """
    if not runs:
        return []
    own = array("I", (" ".join(runs) + " ").encode(_WIDE))
    laid = _PAIR_AND_SPACE * len(own)
    laid[0::3] = own
    laid[1:-3:3] = own[1:]
    behind = -1
    for run in runs:  # a space begins no piece
        behind += len(run) + 1
        laid[3 * behind + 1] = _SPACE
    return [laid.tobytes().decode(_WIDE)]


def is_number(run: str) -> bool:
    """Whether a run is digits and nothing else."""
    return run.isascii() and run.isdigit()
