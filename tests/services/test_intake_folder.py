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


def looked_twice(folder: IntakeFolder) -> tuple[Path, ...]:
    """What is complete: it stood there at two looks."""
    return (*folder.fresh(), *folder.fresh())


def test_what_came_while_nobody_watched_is_read_the_next_time(tmp_path: Path) -> None:
    scans, data = tmp_path / "扫描", tmp_path / "数据"
    scans.mkdir()
    old, new = scans / "old.pdf", scans / "new.pdf"
    old.write_bytes(b"old")
    assert looked_twice(IntakeFolder(scans, False, data)) == ()
    new.write_bytes(b"new")
    again = IntakeFolder(scans, False, data)
    assert looked_twice(again) == (new,)
    assert looked_twice(IntakeFolder(scans, False, data)) == (new,)  # it waited for a nod only
    again.dealt_with(new)
    third = IntakeFolder(scans, False, data)
    assert looked_twice(third) == ()
    new.write_bytes(b"another scan of the same name")
    assert looked_twice(third) == (new,)
    assert b"new" not in (data / "intake" / "folder.json").read_bytes()


def test_a_folder_that_is_sealed_or_damaged_in_memory_is_begun_anew(tmp_path: Path) -> None:
    scans, data, key = tmp_path / "扫描", tmp_path / "数据", bytes(range(32))
    scans.mkdir()
    (scans / "a.pdf").write_bytes(b"a")
    folder = IntakeFolder(scans, True, data, key)
    (found,) = looked_twice(folder)
    folder.dealt_with(found)
    assert looked_twice(IntakeFolder(scans, True, data, key)) == ()
    (data / "intake" / "folder.json").write_bytes(b"rubbish")
    assert looked_twice(IntakeFolder(scans, True, data, key)) == (found,)


def test_a_file_that_could_not_be_read_is_tried_again(tmp_path: Path) -> None:
    scan = tmp_path / "a.pdf"
    scan.write_bytes(b"%PDF")
    folder = IntakeFolder(tmp_path, everything=True)
    assert looked_twice(folder) == (scan,)
    folder.again(scan)
    assert folder.fresh() == (scan,)


def test_links_to_nowhere_folders_and_what_vanishes_stop_nothing(tmp_path: Path) -> None:
    (tmp_path / "link.pdf").symlink_to(tmp_path / "gone.pdf")
    (tmp_path / "folder.pdf").mkdir()
    good = tmp_path / "a.pdf"
    good.write_bytes(b"%PDF")
    folder = IntakeFolder(tmp_path, everything=True)
    assert looked_twice(folder) == (good,)
    good.unlink()
    folder.dealt_with(good)
    assert folder.fresh() == ()
