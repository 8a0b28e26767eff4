"""How long 1,000 filled 处置单 take as one PDF, against drawing the same lines and texts with a bare reportlab canvas.

    python tests/benchmarks/bench_printing.py [--papers 1000] [--rounds 3]

Ours goes from the records to the file: fitting, breaking lines, choosing faces, drawing. The bare canvas is given every
line and text with its place and only draws. Both run in fresh processes, in turn; the medians, their ratio and the peak
memory of each are printed, and how long one preview takes once the faces are open.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

from hotline_desktop.documents import Paper, PdfRenderer, load_forms
from hotline_desktop.domain.papers.kinds import PaperKind
from hotline_desktop.domain.papers.records import DisposalSheet

PROJECT = Path(__file__).resolve().parents[2]
LIMIT = 2.5
_COMPLAINT = (
    "市民反映海星村三队河道北侧垃圾桶满溢，多日无人清运，异味较大，曾于2022年9月1日10:30拨打12345反映，要求尽快清运。"
)
_HANDLING = "经现场核实，情况属实。已联系环卫所于9月6日上午清运完毕，并调整清运频次为每日两次。"


def sheets(count: int) -> list[DisposalSheet]:
    """Filled sheets of different lengths, so that nothing can be reused from one to the next."""
    sheet = DisposalSheet(
        unit="新海镇城市管理行政执法中队",
        caller="张小明",
        called_on=date(2022, 9, 5),
        phone="13800138000",
        handed_on=date(2022, 9, 5),
        to_unit="新海镇城市管理行政执法中队",
        urge_count=2,
        level="一般",
        limit_days=3,
        limit_basis="办理规范（二）",
        answered_within_day=True,
        resolution="实际解决",
        remarks="第2次处置，再处置原因：市民反映仍有异味。",
    )
    return [
        replace(
            sheet,
            number=str(20220905000000 + place),
            transfer_number=f"新热转〔2022〕{place + 1}号",
            address=f"新海镇海星村三队{place + 1}号",
            content=f"{place}{_COMPLAINT * (1 + place % 5)}",
            handling=f"{place}{_HANDLING * (1 + place % 4)}",
            feedback=f"已于9月6日14:20电话（全程录音）答复诉求人，录音编号{place}。",
        )
        for place in range(count)
    ]


def _faces() -> PdfRenderer:
    """A renderer whose faces are open, as in a program that has printed before."""
    renderer = PdfRenderer(PROJECT / "resources" / "fonts")
    renderer.render(_papers(1), BytesIO(), title="warm")
    return renderer


def _papers(count: int) -> list[Paper]:
    forms = load_forms(PROJECT / "forms")
    return [forms.compose(PaperKind.DISPOSAL, sheet, "办结") for sheet in sheets(count)]


def ours(count: int, out: Path) -> float:
    """From records to one file."""
    renderer, records = _faces(), sheets(count)
    forms = load_forms(PROJECT / "forms")
    start = time.perf_counter()
    papers = [forms.compose(PaperKind.DISPOSAL, record, "办结") for record in records]
    renderer.render(papers, out, title="处置单")
    return time.perf_counter() - start


def bare(count: int, out: Path) -> float:
    """The same lines and texts, their places known, drawn by reportlab alone."""
    from reportlab.pdfgen.canvas import Canvas

    renderer = _faces()
    pages = [
        ([tuple(mark) for mark in drawing.texts], [tuple(rule) for rule in drawing.rules])
        for paper in _papers(count)
        for drawing in renderer.drawings(paper)
    ]
    start = time.perf_counter()
    canvas = Canvas(str(out), pageCompression=1)
    for texts, rules in pages:
        for x1, y1, x2, y2, width in rules:
            canvas.setLineWidth(width)
            canvas.line(x1, y1, x2, y2)
        for x, y, font, size, text, stretch, _unseen in texts:
            canvas.setFont(font, size)
            canvas.drawString(x, y, text, charSpace=stretch)
        canvas.showPage()
    canvas.save()
    return time.perf_counter() - start


def preview() -> float:
    """One page from its record, the faces open: the median of some."""
    renderer, records = _faces(), sheets(20)
    forms = load_forms(PROJECT / "forms")
    times = []
    for record in records:
        start = time.perf_counter()
        renderer.render([forms.compose(PaperKind.DISPOSAL, record, "办结")], BytesIO(), title="处置单")
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _in_fresh_process(which: str, count: int) -> tuple[float, float]:
    """Seconds, and peak memory in MiB."""
    done = subprocess.run(
        [sys.executable, __file__, "--only", which, "--papers", str(count)], capture_output=True, text=True, check=True
    )
    seconds, peak = json.loads(done.stdout)
    return seconds, peak


def main() -> None:
    """Measures both in turn and prints what came out."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=("ours", "bare"))
    args = parser.parse_args()
    if args.only:
        with tempfile.TemporaryDirectory() as folder:
            seconds = {"ours": ours, "bare": bare}[args.only](args.papers, Path(folder) / "out.pdf")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps([seconds, peak]))
        return
    found: dict[str, list[tuple[float, float]]] = {"ours": [], "bare": []}
    for _ in range(args.rounds):
        for which, results in found.items():
            results.append(_in_fresh_process(which, args.papers))
    middle = {which: statistics.median(seconds for seconds, _ in results) for which, results in found.items()}
    peaks = {which: max(peak for _, peak in results) for which, results in found.items()}
    for which in found:
        print(f"{which}: {middle[which]:.2f} s for {args.papers} papers, peak {peaks[which]:.0f} MiB")
    print(f"ratio {middle['ours'] / middle['bare']:.2f} (limit {LIMIT})")
    print(f"one preview, faces open: {preview() * 1000:.0f} ms")


if __name__ == "__main__":
    main()
