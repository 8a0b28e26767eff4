"""Runs the checks one after another; one that fails does not keep the others from running."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.selftest import files, handling, keeping, papers, program, supervised, window
from hotline_desktop.selftest.bench import Bench, Check, Failed
from hotline_desktop.selftest.network import watch_network
from hotline_desktop.system.build import foundations, this_build
from hotline_desktop.system.diagnosis import without_home
from hotline_desktop.system.error_places import kind_and_place
from hotline_desktop.system.logs import note_unexpected, stop_logging

# In the order in which they run: later ones use what earlier ones made.
CHECKS: tuple[tuple[str, Callable[[Bench], str]], ...] = (
    ("程序文件", program.program_files),
    ("字体", program.fonts),
    ("许可证", program.licences),
    ("所用软件", program.parts),
    ("建库", handling.new_office),
    ("期限", handling.deadlines),
    ("导入", handling.import_tickets),
    ("搜索", handling.search),
    ("办理", handling.steps),
    ("重新打开", handling.reopened),
    ("督办", supervised.ladder),
    ("附件", files.attachment),
    ("表格写出再读入", files.spreadsheets),
    ("示例中心", handling.example_office),
    ("出纸", papers.every_paper),
    ("登记簿、台账和统计", papers.every_list),
    ("流程图", papers.flow_chart),
    ("督办案卷", files.case_file),
    ("备份到别处", keeping.backup),
    ("备份和恢复", keeping.restored),
    ("数据加密", keeping.encrypted),
    ("旧数据升级", keeping.old_office),
    ("界面", window.views),
    ("输入汉字", window.chinese_typed),
    ("打开别的程序", window.other_programs),
)


@dataclass(slots=True)
class Run:
    """The checks that ran, for a report."""

    checks: list[Check] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether all of them went well; a run without checks has not."""
        return bool(self.checks) and all(check.passed for check in self.checks)

    def write(self, path: Path) -> None:
        """Writes the report: JSON where ``path`` ends in .json, otherwise lines to read. Raises OSError."""
        versions = {"hotline-desktop": str(this_build()), **foundations()}
        if path.suffix.lower() == ".json":
            report = {"passed": self.passed, "versions": versions, "checks": [asdict(check) for check in self.checks]}
            text = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
        else:
            lines = [*(f"{name} {version}" for name, version in versions.items()), ""]
            lines += [f"{line(check)}（{check.seconds:.1f} 秒）" for check in self.checks]
            text = "\n".join((*lines, "", verdict(self.passed), ""))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(without_home(text), "utf-8")


def line(check: Check) -> str:
    """The check as one line: ``通过  字体  6 种字体``."""
    seen = f"  {check.seen}" if check.seen else ""
    return f"{'通过' if check.passed else '失败'}  {check.label}{seen}"


def verdict(passed: bool) -> str:
    """The last line."""
    return "自检全部通过。" if passed else "自检没有全部通过。"


def run_checks() -> Iterator[Check]:
    """Every check as it ends, and last of all whether any of them touched the network."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    touched = watch_network()
    with tempfile.TemporaryDirectory(prefix="hotline-selftest-", ignore_cleanup_errors=True) as folder:
        bench = Bench(Path(folder))
        try:
            for label, check in CHECKS:
                yield _checked(label, check, bench)
            yield _checked("不联网", lambda _bench: program.no_network(touched), bench)
        finally:
            bench.close()
            stop_logging()


def _checked(label: str, check: Callable[[Bench], str], bench: Bench) -> Check:
    began = time.monotonic()
    try:
        passed, seen = True, check(bench)
    except (HotlineError, Failed) as error:
        passed, seen = False, str(error)
    except Exception as error:
        note_unexpected(error)
        passed, seen = False, kind_and_place(error)
    return Check(label, passed, seen, time.monotonic() - began)
