"""Work that lasts leaves its turns to others, and the interpreter as it was."""

from __future__ import annotations

import gc
import sys
import threading

import pytest

from hotline_desktop.services.foundation.beside_others import beside_others


def test_turns_are_short_as_long_as_any_such_work_lasts() -> None:
    usual = sys.getswitchinterval()
    with beside_others():
        with beside_others():
            assert sys.getswitchinterval() < usual / 4
        assert sys.getswitchinterval() < usual / 4
    assert sys.getswitchinterval() == pytest.approx(usual)


def test_work_that_fails_leaves_the_interpreter_as_it_was() -> None:
    usual = sys.getswitchinterval()
    with pytest.raises(ValueError, match="full"), beside_others():
        raise ValueError("full")
    assert sys.getswitchinterval() == pytest.approx(usual)
    assert gc.isenabled()


def test_two_threads_that_end_in_any_order_leave_the_collector_on() -> None:
    inside, leave = threading.Event(), threading.Event()

    def work() -> None:
        with beside_others():
            inside.set()
            leave.wait(10)

    other = threading.Thread(target=work)
    with beside_others():
        other.start()
        inside.wait(10)
    leave.set()
    other.join()
    assert gc.isenabled()
