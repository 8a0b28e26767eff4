"""The scanner's folder: a file is taken once, when it is complete, and moved only after it was dealt with."""

from __future__ import annotations

from pathlib import Path

from hotline_desktop.services.intake_folder import IntakeFolder, move_dealt_with


def test_a_file_counts_once_it_has_stopped_growing(tmp_path: Path) -> None:
    folder = IntakeFolder(tmp_path, everything=True)
    scan = tmp_path / "a.pdf"
    scan.write_bytes(b"%PDF begin")
    assert folder.fresh() == ()
    with scan.open("ab") as stream:
        stream.write(b" and more")
    assert folder.fresh() == ()
    assert folder.fresh() == (scan,)
    assert folder.fresh() == ()


def test_hidden_empty_and_open_files_are_left_alone(tmp_path: Path) -> None:
    folder = IntakeFolder(tmp_path, everything=True)
    for name, content in ((".a.pdf", b"x"), ("~$b.docx", b"x"), ("c.pdf", b"")):
        (tmp_path / name).write_bytes(content)
    (tmp_path / "已处理").mkdir()
    assert folder.fresh() == folder.fresh() == ()


def test_two_files_of_one_name_both_stay(tmp_path: Path) -> None:
    first = tmp_path / "a.pdf"
    first.write_bytes(b"1")
    assert move_dealt_with(first).name == "a.pdf"
    first.write_bytes(b"2")
    second = move_dealt_with(first)
    assert second.name == "a（2）.pdf" and second.read_bytes() == b"2"


def test_what_lay_there_before_is_left_alone_where_nothing_is_moved(tmp_path: Path) -> None:
    (tmp_path / "old.pdf").write_bytes(b"old")
    folder = IntakeFolder(tmp_path, everything=False)
    assert folder.fresh() == ()
    new = tmp_path / "new.pdf"
    new.write_bytes(b"new")
    assert folder.fresh() == ()
    assert folder.fresh() == (new,)
