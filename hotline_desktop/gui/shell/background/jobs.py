"""The only threads of the window: a serial lane for the database, two for what reads it long, a pool for drawing.

A page asks for work with :meth:`Jobs.run` and gets the result back on the window's own thread::

    session.jobs.run(lambda: office.tickets.count(wanted), self._show_count, owner=self)

Work that reports its progress takes one argument, the :class:`Progress` that it calls as it goes; services
accept that same object as their ``progress``::

    jobs.run(lambda progress: office.imports.apply(preview, by, progress=progress), self._imported,
             owner=self, label="正在导入", with_progress=True)

Nothing that runs in a lane may touch a widget.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from typing import Any, NamedTuple, TypedDict, Unpack

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal, SignalInstance, Slot

from hotline_desktop.domain.terms.errors import Cancelled, HotlineError
from hotline_desktop.gui.shell.background.cycles import CycleCollector

SHOW_AFTER_MS = 500
_REPORT_EVERY = 0.05

Then = Callable[[Any], None]
Failed = Callable[[Exception], None]


class Progress:
    """What long work calls with what is done and how much there is; raises Cancelled once the clerk stops it."""

    def __init__(self, report: Callable[[int, int], None]) -> None:
        self._report = report
        self._stopped = threading.Event()
        self._last = 0.0

    def __call__(self, done: int, total: int = 0) -> None:
        """Reports ``done`` of ``total`` pieces (0 where the total is unknown)."""
        if self._stopped.is_set():
            raise Cancelled
        now = time.monotonic()
        if 0 < total <= done or now - self._last >= _REPORT_EVERY:
            self._last = now
            self._report(done, total)

    def stop(self) -> None:
        """Lets the next report raise Cancelled."""
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        """Whether the clerk asked to stop."""
        return self._stopped.is_set()


class JobOptions(TypedDict, total=False):
    """What may be said of work that is asked for.

    ``failed`` gets its exception on the window's thread; neither that nor its result is delivered once ``owner`` is
    gone. ``label`` (正在导入) is shown when it takes long. ``with_progress`` passes a Progress to the call, so that the
    clerk can stop it. ``awaited`` names what somebody waits for outside the office (案卷, 导出的表格) and would not get
    if the work were stopped.
    """

    failed: Failed | None
    owner: QObject | None
    label: str
    with_progress: bool
    awaited: str


class Request(NamedTuple):
    """Work that was asked for: the call, who gets its result, what the clerk sees meanwhile, and who asked."""

    call: Callable[..., Any]
    then: Then | None
    failed: Failed | None = None
    owner: QObject | None = None
    label: str = ""
    with_progress: bool = False
    awaited: str = ""
    person: str = ""


class Job(QObject):
    """A piece of work under way. ``cancel`` drops its result, and ends it where it reports progress."""

    reported = Signal(int, int)
    ended = Signal(object)

    def __init__(self, request: Request, worker: ThreadPoolExecutor, parent: QObject) -> None:
        super().__init__(parent)
        self.request, self.worker = request, worker
        self.outcome: tuple[object, Exception | None] = (None, None)
        self.progress = Progress(self.reported.emit)
        self.dropped = False

    def cancel(self) -> None:
        """Drops the result: neither ``then`` nor ``failed`` will be called for it."""
        self.dropped = True
        self.progress.stop()

    def stop(self) -> None:
        """Stops at the next report of progress; ``failed`` is told with Cancelled."""
        self.progress.stop()


class Jobs(QObject):
    """Runs work off the window's thread and brings the results home.

    ``works_for`` says who works here when something is asked for, and ``telling`` what comes of it is told that person,
    who may have gone meanwhile.
    ``slow(Job)`` is emitted when a labelled job has run for half a second, so that its progress can be shown;
    ``crashed(Exception)`` for every error that no ``failed`` took; ``idle()`` when the last job ended.
    """

    slow = Signal(object)
    crashed = Signal(object)
    idle = Signal()
    # From a lane to the window's thread. Not a signal of the job's own: the window's thread may let go of a job while
    # the lane, with the processor taken from it, has not come out of telling yet.
    _came_home = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._database = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._aside = ThreadPoolExecutor(1, thread_name_prefix="aside")
        self._looking = ThreadPoolExecutor(1, thread_name_prefix="looking")
        self._drawing = ThreadPoolExecutor(2, thread_name_prefix="drawing")
        self._running: set[Job] = set()
        self._closed = False
        self._cycles = CycleCollector(self)
        self._came_home.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self.works_for: Callable[[], str] = str
        self.telling: Callable[[str], AbstractContextManager[None]] = lambda _person: nullcontext()

    def run(self, call: Callable[..., Any], then: Then | None = None, **how: Unpack[JobOptions]) -> Job:
        """Runs ``call`` in the database lane, after everything asked for before it.

        ``then`` gets its result on the window's thread.
        """
        return self._start(self._database, Request(call, then, **how))

    def run_aside(self, call: Callable[..., Any], then: Then | None = None, **how: Unpack[JobOptions]) -> Job:
        """Like :meth:`run`, in a lane of its own: for exports and copies, which read the database aside for long."""
        return self._start(self._aside, Request(call, then, **how))

    def look_up(self, call: Callable[..., Any], then: Then | None = None, **how: Unpack[JobOptions]) -> Job:
        """Like :meth:`run_aside`, in a lane of its own again: for look-ups, which need not wait for an export's end."""
        return self._start(self._looking, Request(call, then, **how))

    def run_alone(self, call: Callable[[Progress], Any], then: Then, *, failed: Failed, label: str) -> Job:
        """Like :meth:`run` with progress, for what closes the office: begins when nothing reads it aside any more.

        What was asked for before is still done; what runs aside is stopped where it reports progress.
        """
        beside = (self._aside, self._looking)
        for job in self._running:
            if job.worker in beside:
                job.stop()
        ends = [lane.submit(_nothing) for lane in beside]

        def alone(progress: Progress) -> Any:
            for end in ends:
                end.result()
            return call(progress)

        return self.run(alone, then, failed=failed, label=label, with_progress=True)

    def draw(self, call: Callable[..., Any], then: Then | None = None, **how: Unpack[JobOptions]) -> Job:
        """Like :meth:`run`, in the pool for drawing pages: for work that does not touch the database."""
        return self._start(self._drawing, Request(call, then, **how))

    @property
    def is_idle(self) -> bool:
        """True when nothing is under way and every result has been delivered."""
        return not self._running

    @property
    def awaited(self) -> tuple[str, ...]:
        """What would not be got if everything under way were stopped now, each once."""
        return tuple(dict.fromkeys(job.request.awaited for job in self._running if job.request.awaited))

    def close(self) -> None:
        """Drops what has not begun, stops what reports progress, and waits for the rest."""
        self._closed = True
        for job in tuple(self._running):
            job.cancel()
        self._database.shutdown(wait=True, cancel_futures=True)
        self._aside.shutdown(wait=True, cancel_futures=True)
        self._looking.shutdown(wait=True, cancel_futures=True)
        self._drawing.shutdown(wait=True, cancel_futures=True)
        self._running.clear()
        self._cycles.close()

    def finish(self, last: Callable[[], None]) -> None:
        """Closes after running ``last`` in the database lane, where the file was opened.

        What was asked for there is done before, so that a step that was just saved is not lost; nobody hears of it.
        """
        self._closed = True
        for job in self._running:
            job.stop()
        self._running.clear()
        self._aside.shutdown(wait=True, cancel_futures=True)
        self._looking.shutdown(wait=True, cancel_futures=True)
        self._database.submit(last).result()
        self.close()

    def _start(self, worker: ThreadPoolExecutor, request: Request) -> Job:
        job = Job(request._replace(person=self.works_for()), worker, self)
        if self._closed:
            job.cancel()
            return job
        self._running.add(job)
        self._rest_while_long()
        if request.label:
            QTimer.singleShot(SHOW_AFTER_MS, job, lambda: self._announce(job))
        worker.submit(_work, job, self._came_home)
        return job

    def _rest_while_long(self) -> None:
        self._cycles.resting = any(job.request.with_progress for job in self._running)

    def _announce(self, job: Job) -> None:
        if job in self._running and not job.dropped:
            self.slow.emit(job)

    @Slot(object)
    def _deliver(self, job: Job) -> None:
        if job not in self._running:
            return
        request, (result, error) = job.request, job.outcome
        self._running.discard(job)
        self._rest_while_long()
        job.ended.emit(job)
        awaited = not job.dropped and (request.owner is None or shiboken6.isValid(request.owner))
        try:
            with self.telling(request.person):
                if awaited and error is not None:
                    (request.failed or self.crashed.emit)(error)
                elif awaited and request.then is not None:
                    request.then(result)
        finally:
            job.request, job.outcome = _DELIVERED, (None, None)
            job.deleteLater()
            if not self._running:
                self.idle.emit()


def _nothing() -> None:
    """Does nothing: it is done when everything before it in its lane is."""


# The lane may be the last to let go of a job: the request, with the widgets that it knows, has gone home by then.
_DELIVERED = Request(_nothing, None)


def _work(job: Job, came_home: SignalInstance) -> None:
    """Runs a request in its lane, and holds no reference but ``job`` when the result goes back."""
    job.outcome = _outcome(job)
    if QCoreApplication.instance() is not None and shiboken6.isValid(job):
        came_home.emit(job)


def _outcome(job: Job) -> tuple[object, Exception | None]:
    """The result of the call, or its error as a value."""
    if job.dropped:
        return None, None
    request = job.request
    try:
        return (request.call(job.progress) if request.with_progress else request.call()), None
    except HotlineError as refused:
        return None, refused
    except Exception as unexpected:
        # The text of an unexpected error may quote a record; the log keeps its kind and place only.
        logging.getLogger(__name__).error("%s in a job at %s", type(unexpected).__name__, _place(unexpected))
        return None, unexpected


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown place"
