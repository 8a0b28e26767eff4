"""The scanner's folder: a file is taken once, when it is complete, and moved only after it was dealt with."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.services.returned.intake_folder import IntakeFolder, folder_fault, folder_of, move_dealt_with

WHOLE = b"%PDF-1.7 %%EOF"


def test_a_file_counts_once_it_has_stopped_growing(tmp_path: Path) -> None:
    folder = IntakeFolder(tmp_path, everything=True)
    scan = tmp_path / "a.pdf"
    scan.write_bytes(b"%PDF begin")
    assert folder.fresh() == ()
    with scan.open("ab") as stream:
        stream.write(b" and more %%EOF")
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
    again.settle([new], move=False)
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
    folder.settle([found], move=False)
    assert looked_twice(IntakeFolder(scans, True, data, key)) == ()
    (data / "intake" / "folder.json").write_bytes(b"rubbish")
    assert looked_twice(IntakeFolder(scans, True, data, key)) == (found,)


def test_a_file_that_could_not_be_read_is_tried_again(tmp_path: Path) -> None:
    scan = tmp_path / "a.pdf"
    scan.write_bytes(WHOLE)
    folder = IntakeFolder(tmp_path, everything=True)
    assert looked_twice(folder) == (scan,)
    folder.again(scan)
    assert folder.fresh() == (scan,)


def test_links_to_nowhere_folders_and_what_vanishes_stop_nothing(tmp_path: Path) -> None:
    (tmp_path / "link.pdf").symlink_to(tmp_path / "gone.pdf")
    (tmp_path / "folder.pdf").mkdir()
    good = tmp_path / "a.pdf"
    good.write_bytes(WHOLE)
    folder = IntakeFolder(tmp_path, everything=True)
    assert looked_twice(folder) == (good,)
    good.unlink()
    folder.settle([good], move=False)
    assert folder.fresh() == ()


def test_a_file_that_breaks_off_is_waited_for_before_it_counts_as_damaged(tmp_path: Path) -> None:
    now = [0.0]
    folder = IntakeFolder(tmp_path, everything=True, seconds=lambda: now[0])
    scan = tmp_path / "a.pdf"
    scan.write_bytes(b"%PDF-1.7 the first leaf")
    for _look in range(10):  # the scanner draws in the next leaf
        assert folder.fresh() == ()
        now[0] += 5
    with scan.open("ab") as stream:
        stream.write(b" and the second")
    for _look in range(12):
        assert folder.fresh() == ()
        now[0] += 5
    assert folder.fresh() == (scan,)


def test_a_share_that_is_gone_for_a_while_is_not_read_again_from_its_beginning(tmp_path: Path) -> None:
    share, away, data = tmp_path / "共享", tmp_path / "断开", tmp_path / "数据"
    share.mkdir()
    for number in range(3):
        (share / f"{number}.pdf").write_bytes(WHOLE)
    folder = IntakeFolder(share, True, data)
    folder.settle(looked_twice(folder)[:2], move=False)
    share.rename(away)
    share.mkdir()  # what is left of a mount
    new = share / "new.pdf"
    new.write_bytes(WHOLE)
    assert looked_twice(folder) == (new,)
    folder.settle([new], move=False)
    new.unlink()
    share.rmdir()
    away.rename(share)
    assert looked_twice(folder) == ()
    assert looked_twice(IntakeFolder(share, True, data)) == (share / "2.pdf",)  # waits for a nod still


def test_a_file_that_was_changed_while_it_was_read_is_new_and_stays_where_it_is(tmp_path: Path) -> None:
    scan = tmp_path / "a.pdf"
    scan.write_bytes(WHOLE)
    folder = IntakeFolder(tmp_path, everything=True)
    assert looked_twice(folder) == (scan,)
    scan.write_bytes(b"%PDF-1.7 with one leaf more %%EOF")
    assert folder.settle([scan], move=True) == "" and scan.is_file()
    assert looked_twice(folder) == (scan,)
    assert folder.settle([scan], move=True) == "" and not scan.exists()


def test_a_folder_that_takes_nothing_in_keeps_its_files_and_says_so(tmp_path: Path) -> None:
    scan = tmp_path / "a.pdf"
    scan.write_bytes(WHOLE)
    (tmp_path / "已处理").write_bytes(b"a file of that name")
    folder = IntakeFolder(tmp_path, everything=True)
    found = looked_twice(folder)
    assert scan in found
    assert "原文件移不进“已处理”" in folder.settle(found, move=True)
    assert scan.is_file() and looked_twice(folder) == ()


def test_thousands_of_files_are_settled_at_once(tmp_path: Path) -> None:
    scans, data = tmp_path / "扫描", tmp_path / "数据"
    scans.mkdir()
    for number in range(1_000):
        (scans / f"{number}.txt").write_bytes(b"x")
    folder = IntakeFolder(scans, True, data)
    found = looked_twice(folder)
    assert len(found) == 1_000
    folder.settle(found, move=False)
    assert looked_twice(IntakeFolder(scans, True, data)) == ()


@pytest.mark.parametrize("inside", ["", "attachments", "intake", "intake/.."])
def test_the_programs_own_folders_are_no_folder_for_scans(tmp_path: Path, inside: str) -> None:
    data = tmp_path / "数据"
    (data / "attachments").mkdir(parents=True)
    (data / "intake").mkdir()
    (data / "hotline.db").write_bytes(b"the data")
    link = tmp_path / "扫描"
    link.symlink_to(data)
    for folder in (data / inside, link / inside):
        assert "不能是数据文件夹或在它里面" in folder_fault(str(folder), data)
        with pytest.raises(HotlineError, match="不能是数据文件夹"):
            IntakeFolder(folder, True, data).fresh()
    assert folder_of("~nobody-of-that-name") == Path("~nobody-of-that-name") and folder_of(" ") is None
    assert folder_fault(str(tmp_path), data) == folder_fault("", data) == ""
