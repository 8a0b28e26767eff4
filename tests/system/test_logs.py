"""The log says what went wrong and where, and nothing about citizens."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from hotline_desktop import __version__
from hotline_desktop.system.error_places import kind_and_place
from hotline_desktop.system.logs import (
    FILE,
    FOLDER,
    note_start,
    note_unexpected,
    start_logging,
    stop_logging,
)

CALLER = "赵文静 13800010001"


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    stop_logging()


def fail_with(text: str) -> Exception:
    try:
        raise ValueError(text)
    except ValueError as error:
        return error


def log_of(folder: Path) -> str:
    return (folder / FOLDER / FILE).read_text("utf-8")


def test_an_unexpected_error_leaves_kind_and_place_only(tmp_path: Path) -> None:
    start_logging(tmp_path)
    note_unexpected(fail_with(CALLER))
    assert "unexpected ValueError at test_logs.py" in log_of(tmp_path)
    assert "fail_with" in log_of(tmp_path)
    assert "赵文静" not in log_of(tmp_path) and "1380001" not in log_of(tmp_path)


def test_a_library_that_logs_a_whole_traceback_gets_no_text_through(tmp_path: Path) -> None:
    start_logging(tmp_path)
    try:
        raise KeyError(CALLER)
    except KeyError:
        logging.getLogger("somewhere").exception("failed")
    assert "somewhere said at test_logs.py:" in log_of(tmp_path) and "KeyError at test_logs.py" in log_of(tmp_path)
    assert "赵文静" not in log_of(tmp_path)


def test_a_library_that_quotes_a_file_is_named_without_the_quotation(tmp_path: Path) -> None:
    start_logging(tmp_path)
    logging.getLogger("some_library.reader").warning("cannot read %s", CALLER)
    logging.getLogger("hotline_desktop.gui").warning("draft not kept: %s", "No space left on device")
    said, ours = log_of(tmp_path).splitlines()
    assert "some_library.reader said at test_logs.py:" in said and "赵文静" not in said
    assert ours.endswith("draft not kept: No space left on device")


def test_the_cause_of_an_error_is_named_too() -> None:
    try:
        try:
            raise OSError(CALLER)
        except OSError as cause:
            raise RuntimeError(CALLER) from cause
    except RuntimeError as error:
        message = kind_and_place(error)
    assert message.startswith("RuntimeError at ") and " from OSError at " in message
    assert "赵文静" not in message


def test_files_rotate_before_they_grow_without_end(tmp_path: Path) -> None:
    start_logging(tmp_path)
    for _ in range(300):
        logging.getLogger("hotline_desktop").warning("x" * 5000)
    names = sorted(path.name for path in (tmp_path / FOLDER).iterdir())
    assert names == ["hotline.log", "hotline.log.1"]
    assert all(path.stat().st_size <= 1_000_000 for path in (tmp_path / FOLDER).iterdir())


def test_without_a_place_to_write_the_work_goes_on(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("in the way")
    assert start_logging(tmp_path) is None
    note_unexpected(fail_with(CALLER))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full here")
def test_a_disk_that_is_full_stops_neither_the_work_nor_the_end(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / FILE).symlink_to("/dev/full")
    start_logging(tmp_path)
    note_start()
    stop_logging()


def test_a_second_office_logs_into_its_own_folder(tmp_path: Path) -> None:
    start_logging(tmp_path / "a")
    start_logging(tmp_path / "b")
    logging.getLogger("somewhere").warning("only here")
    assert "somewhere" in log_of(tmp_path / "b")
    assert not (tmp_path / "a" / FOLDER / FILE).exists()


def test_every_line_names_the_build_and_a_start_names_what_it_stands_on(tmp_path: Path) -> None:
    start_logging(tmp_path)
    note_start()
    note_unexpected(fail_with(CALLER))
    lines = log_of(tmp_path).splitlines()
    assert len(lines) == 2 and all(f" {__version__} " in line for line in lines)
    assert "opened (Python" in lines[0]


def test_places_in_the_packaged_program_are_not_lost() -> None:
    """There the file of a frame is named from the package on."""
    for filename in ("hotline_desktop/services/records/tickets.py", "hotline_desktop/gui/start.py"):
        code = compile("def register():\n    raise ValueError('赵文静')\nregister()", filename, "exec")
        try:
            exec(code, {})
        except ValueError as error:
            message = kind_and_place(error)
        assert message.count(Path(filename).name) == 2 and "赵文静" not in message
