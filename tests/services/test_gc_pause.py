"""The collector of rings rests during large work and is as it was afterwards."""

from __future__ import annotations

import gc

import pytest

from hotline_desktop.services.gc_pause import collector_at_rest


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
