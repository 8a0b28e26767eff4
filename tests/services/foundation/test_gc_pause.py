"""The collector of rings rests during large work and is as it was afterwards."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from hotline_desktop.services.foundation.gc_pause import collector_at_rest, loading


def test_the_collector_rests_and_goes_on_whatever_happens() -> None:
    assert gc.isenabled()
    with collector_at_rest(), collector_at_rest():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="表格"), collector_at_rest():
        raise ValueError("表格")
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with collector_at_rest():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_is_loaded_first_is_never_looked_through_again() -> None:
    before = gc.get_freeze_count()
    try:
        with loading("a module that nobody has loaded"):
            assert not gc.isenabled()
            loaded: list[object] = [[]]
        assert gc.isenabled()
        assert gc.get_freeze_count() > before
        assert all(each is not loaded for each in gc.get_objects())
    finally:
        gc.unfreeze()


def test_what_is_there_already_is_looked_through_as_ever() -> None:
    before = gc.get_freeze_count()
    with loading(__name__):
        assert gc.isenabled()
    assert gc.get_freeze_count() == before


def test_a_process_that_ends_leaves_nothing_to_look_through() -> None:
    script = (
        "import gc, sys; from hotline_desktop.__main__ import main; "
        "sys.argv[1:] = ['workdays', '2026-01-05', '2026-01-06']; main(); print(len(gc.get_objects()))"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert int(told.splitlines()[-1]) < 1000
