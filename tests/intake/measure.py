"""``python -m tests.intake.measure [PAGES] [--seed N] [--more]``: what becomes of a stack of harmed scans, per harm.

``--more`` takes the harms of desks and bad devices instead of the usual ones. Says what it costs, too.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from hotline_desktop.documents.returned.scans import ScannedPage, look_at
from hotline_desktop.documents.typesetting.model import Paper, PaperMark
from hotline_desktop.domain.papers.print_codes import PrintCode
from tests.documents.press import compose
from tests.documents.samples import RECORDS
from tests.intake.stack import HARMS, MORE_HARMS, HarmedPage, stack

PAGES = 200
_NUMBER = "20220905091012"


@dataclass(slots=True)
class Outcome:
    """How many pages filed themselves, went to the tray, or were taken for another sheet."""

    filed: int = 0
    tray: int = 0
    wrong: int = 0


def coded_papers(count: int = 12) -> list[Paper]:
    """The three forms of the annex in turn, each with a code of its own."""
    papers = []
    for number in range(count):
        kind = list(RECORDS)[number % len(RECORDS)]
        code = PrintCode(kind, 1 + number % 3, 1000 + number, 1, "K7Q2M9")
        mark = PaperMark(code, f"{kind} {_NUMBER} 第{code.nth}次")
        papers.append(replace(compose(kind, RECORDS[kind]), mark=mark))
    return papers


def judge(page: HarmedPage, seen: ScannedPage, into: Outcome) -> None:
    """Counts one page."""
    if seen.code is None:
        into.tray += 1
    elif f"{seen.code.print_id}/{seen.code.page}" == page.text:
        into.filed += 1
    else:
        into.wrong += 1


def main(pages: int, seed: int, more: bool, keep: Path | None = None) -> int:
    """Prints the table; 1 where a page was taken for another one."""
    table: dict[str, Outcome] = defaultdict(Outcome)
    spent = 0.0
    for place, page in enumerate(stack(coded_papers(), pages, seed, MORE_HARMS if more else HARMS)):
        begun = time.process_time()
        seen = look_at(place + 1, page.picture)
        spent += time.process_time() - begun
        for name in ("全部", *(page.harms if len(page.harms) == 1 else ("两种一起",))):
            judge(page, seen, table[name])
        if keep is not None and seen.code is None:
            page.picture.save(keep / f"{place}_{'_'.join(page.harms)}.png")
    print(f"{'损伤':<12}自动归档  托盘  归错")
    for name, outcome in table.items():
        print(f"{name:<12}{outcome.filed:>6}{outcome.tray:>7}{outcome.wrong:>6}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"每页 {1000 * spent / pages:.0f} 毫秒处理器时间，内存峰值 {peak} MB")
    return int(table["全部"].wrong > 0)


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("pages", type=int, nargs="?", default=PAGES)
    asked.add_argument("--seed", type=int, default=12345)
    asked.add_argument("--more", action="store_true")
    asked.add_argument("--keep", type=Path, help="a folder for the pages without a readable code")
    given = asked.parse_args()
    sys.exit(main(given.pages, given.seed, given.more, given.keep))
