"""Whoever waits for the window to come to rest waits for what comes in a moment, and not for what waits for a clerk."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

from hotline_desktop.gui.kit.moment import Moment, a_moment_passes
from hotline_desktop.gui.pictures import settle
from hotline_desktop.gui.shell.background.jobs import Jobs


def test_the_window_is_at_rest_after_the_last_moment_and_what_it_brought(qapp: object) -> None:
    jobs, about, come = Jobs(), QObject(), list[str]()
    second = Moment(about, 60, lambda: come.append("second"))
    first = Moment(about, 60, lambda: (jobs.run(lambda: "work", come.append), second.start()))
    first.start()
    pause = QTimer(about, singleShot=True, interval=60_000)
    pause.start()
    settle(jobs)
    assert come == ["work", "second"] and pause.isActive() and not a_moment_passes()
    jobs.close()


def test_a_moment_goes_with_what_it_belongs_to(qapp: object) -> None:
    about, come = QObject(), list[str]()
    moment = Moment(about, 60, lambda: come.append("too late"))
    moment.start()
    assert a_moment_passes()
    about.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not a_moment_passes()
    settle(jobs := Jobs())
    assert come == []
    jobs.close()
