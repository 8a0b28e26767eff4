"""Work runs off the window's thread, in order, and comes home as a value."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.terms.errors import Cancelled, HotlineError
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.shell.background.jobs import Job, Jobs, Progress, Request, _work


@pytest.fixture
def jobs(qapp: object) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def test_results_arrive_on_the_windows_thread_in_the_order_asked_for(qtbot: QtBot, jobs: Jobs) -> None:
    seen: list[tuple[int, bool, bool]] = []
    home = threading.get_ident()

    def then(result: tuple[int, int]) -> None:
        seen.append((result[0], result[1] != home, threading.get_ident() == home))

    for number in range(20):
        jobs.run(lambda number=number: (number, threading.get_ident()), then)
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert seen == [(number, True, True) for number in range(20)]


def test_the_database_lane_never_runs_two_jobs_at_once(qtbot: QtBot, jobs: Jobs) -> None:
    inside, most = 0, 0

    def work() -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        time.sleep(0.005)
        inside -= 1

    for _ in range(10):
        jobs.run(work)
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert most == 1


def test_a_refusal_goes_to_failed_and_anything_else_to_crashed(qtbot: QtBot, jobs: Jobs) -> None:
    refused: list[Exception] = []
    crashed: list[Exception] = []
    jobs.crashed.connect(crashed.append)

    def refuse() -> None:
        raise HotlineError("不行")

    def crash() -> None:
        raise ZeroDivisionError

    jobs.run(refuse, failed=refused.append)
    jobs.run(crash)
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert [str(error) for error in refused] == ["不行"]
    assert [type(error) for error in crashed] == [ZeroDivisionError]


def test_an_unexpected_error_is_logged_without_its_text(
    qtbot: QtBot, jobs: Jobs, caplog: pytest.LogCaptureFixture
) -> None:
    def crash() -> None:
        raise ValueError("赵文静 13800010001")

    jobs.run(crash, failed=lambda error: None)
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert "ValueError" in caplog.text
    assert "13800010001" not in caplog.text and "赵文静" not in caplog.text


def test_the_result_for_a_widget_that_is_gone_is_dropped(qtbot: QtBot, jobs: Jobs) -> None:
    owner, seen = QObject(), list[object]()

    def slow() -> int:
        time.sleep(0.05)
        return 1

    jobs.run(slow, seen.append, owner=owner)
    owner.deleteLater()
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert seen == []


def test_a_cancelled_job_delivers_nothing_and_one_that_has_not_begun_never_runs(qtbot: QtBot, jobs: Jobs) -> None:
    ran, seen = [], []
    gate = threading.Event()
    first = jobs.run(lambda: gate.wait(5), seen.append)
    second = jobs.run(lambda: ran.append(1), seen.append)
    first.cancel()
    second.cancel()
    gate.set()
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert ran == [] and seen == []


def test_long_work_is_announced_and_can_be_stopped(qtbot: QtBot, jobs: Jobs) -> None:
    slow: list[Job] = []
    failures: list[Exception] = []
    jobs.slow.connect(slow.append)
    jobs.slow.connect(lambda job: job.stop())

    def work(progress: Progress) -> None:
        for done in range(10_000):
            progress(done, 10_000)
            time.sleep(0.005)

    jobs.run(work, failed=failures.append, label="正在导入", with_progress=True)
    qtbot.waitUntil(lambda: jobs.is_idle, timeout=5000)
    assert len(slow) == 1
    assert [type(error) for error in failures] == [Cancelled]


def test_quick_work_is_not_announced(qtbot: QtBot, jobs: Jobs) -> None:
    slow: list[Job] = []
    jobs.slow.connect(slow.append)
    jobs.run(lambda: 1, label="正在读取")
    qtbot.wait(700)
    assert slow == []


def test_closing_stops_what_reports_and_runs_the_last_call_in_the_lane(qapp: object) -> None:
    jobs, last = Jobs(), []

    def work(progress: Progress) -> None:
        for done in range(100_000):
            progress(done, 100_000)
            time.sleep(0.001)

    jobs.run(work, with_progress=True)
    began = time.monotonic()
    jobs.finish(lambda: last.append(threading.current_thread().name))
    assert time.monotonic() - began < 3
    assert last and last[0].startswith("database")


class Knot:
    """Holds itself, so that only the collector of cycles can let it go; tells in which thread that happened."""

    def __init__(self, gone: list[int]) -> None:
        self.itself = self
        self.gone = gone

    def __del__(self) -> None:
        self.gone.append(threading.get_ident())


def knots(gone: list[int]) -> None:
    for _ in range(3_000):  # far more than make the collector run by itself
        Knot(gone)


def test_cycles_are_let_go_on_the_windows_thread_alone(qtbot: QtBot, jobs: Jobs) -> None:
    gone: list[int] = []
    jobs.run(lambda: knots(gone))
    jobs.draw(lambda: knots(gone))
    qtbot.waitUntil(lambda: jobs.is_idle)
    qtbot.waitUntil(lambda: len(gone) == 6_000, timeout=5000)
    assert set(gone) == {threading.get_ident()}


class Known:
    """What a request knows: a widget, say, that only the window's thread may let go of."""


@pytest.mark.parametrize("fails", [False, True], ids=["done", "failed"])
def test_a_lane_that_is_slow_to_end_holds_nothing_of_what_was_ordered(jobs: Jobs, fails: bool) -> None:
    known = Known()
    gone = weakref.ref(known)

    def call(answer: list[Known]) -> Known:
        if fails:
            raise HotlineError(f"{len(answer)}")
        return answer[0]

    request = Request(partial(call, [known]), lambda _result: None, lambda _error: None, None, "", False)
    job = Job(request, jobs._database, jobs)
    jobs._running.add(job)
    jobs._came_home.connect(jobs._deliver)
    del request, known
    _work(job, jobs._came_home)  # as in a lane, where ``job`` stays known until the lane is given the processor again
    assert jobs.is_idle and job.outcome == (None, None)
    assert gone() is None


def test_the_collector_rests_while_long_work_runs_and_wakes_even_after_a_failure(qtbot: QtBot, jobs: Jobs) -> None:
    gone: list[int] = []
    while_running: list[int] = []

    def work(_progress: Progress) -> None:
        knots(gone)
        time.sleep(1.5)
        while_running.append(len(gone))
        raise HotlineError("没有完成")

    jobs.run(work, failed=lambda _error: None, with_progress=True)
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert while_running == [0]
    qtbot.waitUntil(lambda: len(gone) == 3_000, timeout=5000)


class Ringed(QWidget):
    """Holds itself, and makes many objects whenever its look changes."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        knots([])


def test_no_widget_goes_while_all_are_given_a_style_sheet(qapp: QApplication, theme: Theme, jobs: Jobs) -> None:
    held = Ringed()
    held.ensurePolished()
    let_go = [weakref.ref(Ringed()) for _ in range(20)]
    theme.apply(qapp)
    assert held.itself is held and all(ring() is not None for ring in let_go)


def test_python_never_collects_amid_what_qt_does_not_even_while_the_window_closes(qapp: object) -> None:
    jobs = Jobs()
    assert not gc.isenabled()
    jobs.close()
    assert not gc.isenabled()


def test_what_was_asked_for_is_done_before_the_file_is_closed_though_nobody_hears_of_it(qapp: object) -> None:
    jobs, done, heard = Jobs(), [], []
    jobs.run(lambda: time.sleep(0.05))
    jobs.run(lambda: done.append("step saved"), heard.append)
    jobs.finish(lambda: done.append("closed"))
    QCoreApplication.processEvents()
    assert done == ["step saved", "closed"] and heard == []


def test_what_closes_the_office_waits_for_what_reads_it_aside_and_for_what_was_asked_before(
    qtbot: QtBot, jobs: Jobs
) -> None:
    done: list[str] = []
    stopped: list[Exception] = []

    def export(progress: Progress) -> None:
        for row in range(1000):
            time.sleep(0.002)
            progress(row, 1000)

    def step() -> None:
        time.sleep(0.02)
        done.append("step saved")

    jobs.run_aside(export, failed=stopped.append, with_progress=True)
    jobs.run_aside(lambda: done.append("read aside"))
    jobs.look_up(export, failed=stopped.append, with_progress=True)
    jobs.look_up(lambda: done.append("looked up"))
    jobs.run(step)
    jobs.run_alone(lambda _progress: done.append("closed"), lambda _none: None, failed=stopped.append, label="正在恢复")
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert sorted(done[:3]) == ["looked up", "read aside", "step saved"] and done[3:] == ["closed"]
    assert [type(error) for error in stopped] == [Cancelled] * 2


def test_a_look_up_does_not_wait_for_an_export(qtbot: QtBot, jobs: Jobs) -> None:
    exported, done = threading.Event(), list[str]()
    jobs.run_aside(lambda: exported.wait(20), lambda _ended: done.append("exported"))
    jobs.look_up(lambda: None, lambda _found: done.append("looked up"))
    qtbot.waitUntil(lambda: done != [])
    exported.set()
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert done == ["looked up", "exported"]
