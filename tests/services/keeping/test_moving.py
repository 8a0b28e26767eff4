"""The office moves to another computer in one file, whole or not at all."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.services.keeping import moving
from hotline_desktop.services.keeping.moving import MoveRefused, move_in
from hotline_desktop.services.office import Office, open_office
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.system.paths import forms_dir, resources_dir
from tests.services.kept_attachments import kept_file

NOW = datetime(2022, 9, 8, 10, 20)
NUMBER = "20220908100001"


def office_in(folder: Path) -> Office:
    return open_office(folder, lambda: NOW, forms_dir(), resources_dir())


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """An old computer's folder: a ticket with a photo, a unit, a changed form, traces of work under way."""
    folder = tmp_path / "旧 电脑"
    office = office_in(folder)
    office.units.add("海虹居委", "村居", "唐晓红", "毛琳", by="王芳")
    office.tickets.register({"number": NUMBER, "content": "路灯不亮", "caller": "赵文静"}, "王芳")
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"\xff\xd8 photo" * 1000)
    office.tickets.attach(office.tickets.find(NUMBER), photo, "照片", "王芳")
    office.close()
    (folder / "forms").mkdir()
    (folder / "forms" / "disposal.toml").write_text("# ours", "utf-8")
    (folder / "logs").mkdir(exist_ok=True)
    (folder / "logs" / "hotline.log").write_text("old", "utf-8")
    (folder / "attachments" / "left.part").write_bytes(b"half")
    return folder


@pytest.fixture
def packed(old: Path, tmp_path: Path) -> Path:
    office, out = office_in(old), tmp_path / "U盘" / "搬家.zip"
    out.parent.mkdir()
    office.move_out(out)
    office.close()
    return out


def is_the_same(folder: Path) -> None:
    office = office_in(folder)
    try:
        ticket = office.tickets.find(NUMBER)
        (photo,) = office.tickets.detail(ticket).attachments
        assert kept_file(office.tickets, photo.id).read_bytes() == b"\xff\xd8 photo" * 1000
        assert "海虹居委" in office.units.names()
        assert office.archive.verify_kept().whole
    finally:
        office.close()


def test_everything_moves_in_one_file(packed: Path, tmp_path: Path) -> None:
    new = tmp_path / "新电脑"
    move_in(packed, new, NOW)
    is_the_same(new)
    assert (new / "forms" / "disposal.toml").read_text("utf-8") == "# ours"
    assert not (new / "logs").exists() and not list(new.rglob("*.part"))
    assert sorted(path.name for path in packed.parent.iterdir()) == ["搬家.zip"]


@pytest.mark.parametrize("what", ["folder", "copy", "backup", "database of a backup", "place of backups", "database"])
def test_an_old_folder_a_backup_and_a_database_are_recognised(what: str, old: Path, tmp_path: Path) -> None:
    office = office_in(old)
    (tmp_path / "移动硬盘").mkdir()
    elsewhere = office.backups.make_elsewhere(tmp_path / "移动硬盘")
    daily = office.backups.make()
    office.close()
    source = {
        "folder": old,
        "copy": elsewhere,
        "backup": daily,
        "database of a backup": daily / "hotline.db",
        "place of backups": daily.parent,
        "database": old / "hotline.db",
    }[what]
    move_in(source, tmp_path / "new", NOW)
    is_the_same(tmp_path / "new")
    office = office_in(tmp_path / "new")
    assert office.tickets.count() == 1
    office.close()
    is_the_same(old)


def test_a_step_that_another_program_takes_meanwhile_does_not_seem_to_be_missing(old: Path, tmp_path: Path) -> None:
    office, other, out = office_in(old), office_in(old), tmp_path / "搬家.zip"
    later = {"number": "20220908100002", "content": "路灯不亮", "caller": "赵文静"}

    def step(_done: int, _total: int) -> None:
        if other.tickets.count(TicketFilter()) == 1:
            other.tickets.register(later, "周敏")

    office.move_out(out, step)
    for each in (office, other):
        each.close()
    move_in(out, tmp_path / "新电脑", NOW)
    is_the_same(tmp_path / "新电脑")
    moved = office_in(tmp_path / "新电脑")
    assert moved.checkups.check().faults == ()
    moved.close()


def test_the_empty_office_of_the_first_start_is_put_aside(packed: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    office_in(new).close()
    move_in(packed, new, NOW)
    is_the_same(new)
    assert (new / "移出" / "搬入前-20220908-102000" / "hotline.db").is_file()


def test_an_office_with_tickets_is_not_replaced(packed: Path, old: Path) -> None:
    before = (old / "hotline.db").read_bytes()
    with pytest.raises(MoveRefused, match="已经有工单"):
        move_in(packed, old, NOW)
    assert (old / "hotline.db").read_bytes() == before


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flipped(path: Path) -> None:
    """One part is another than the list says, the file itself is whole."""
    with zipfile.ZipFile(path) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    victim = next(name for name in parts if name.startswith("attachments/"))
    parts[victim] = b"something else"
    rewrite(path, parts)


def climbing(path: Path) -> None:
    with zipfile.ZipFile(path) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    listing = json.loads(parts["搬家清单.json"])
    listing["files"]["../../outside.txt"] = "0" * 64
    parts["搬家清单.json"], parts["../../outside.txt"] = json.dumps(listing).encode(), b"x"
    rewrite(path, parts)


def rewrite(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as held:
        for name, content in parts.items():
            held.writestr(name, content)


def foreign(path: Path) -> None:
    rewrite(path, {"holiday.jpg": b"x"})


def no_database(path: Path) -> None:
    path.write_bytes(b"SQLite format 3" + b"\0" * 50)


@pytest.mark.parametrize("spoil", [cut, flipped, climbing, foreign, no_database])
def test_what_is_not_whole_or_not_ours_changes_nothing(
    spoil: Callable[[Path], None], packed: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    office_in(new).close()
    before = (new / "hotline.db").read_bytes()
    spoil(packed)
    with pytest.raises((MoveRefused, DatabaseError)):
        move_in(packed, new, NOW)
    assert (new / "hotline.db").read_bytes() == before
    assert not (tmp_path / "outside.txt").exists() and not (new / "搬入中").exists()


def test_a_folder_without_data_and_ones_own_are_told(old: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(MoveRefused, match=r"没有 hotline\.db"):
        move_in(tmp_path / "empty", tmp_path / "new", NOW)
    with pytest.raises(MoveRefused, match="正在用的数据文件夹"):
        move_in(old, old, NOW)
    with pytest.raises(MoveRefused, match="没有搬入"):
        move_in(tmp_path / "absent.zip", tmp_path / "new", NOW)


def test_a_move_that_cannot_be_ended_is_taken_back(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = tmp_path / "new"
    office_in(new).close()
    before, rename = (new / "hotline.db").read_bytes(), Path.rename

    def full(path: Path, target: Path) -> Path:
        if path.parent.name == "新" and path.name == "hotline.db":
            raise OSError(28, "no room")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(MoveRefused, match="磁盘空间不够"):
        move_in(packed, new, NOW)
    assert (new / "hotline.db").read_bytes() == before


def test_a_file_that_cannot_be_written_leaves_the_old_one(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "搬家.zip"
    out.write_bytes(b"of yesterday")

    def pulled(_path: Path, _sums: object) -> None:
        raise OSError(5, "pulled out")

    monkeypatch.setattr(moving, "_check", pulled)
    office = office_in(old)
    with pytest.raises(HotlineError, match="没有写成"):
        office.move_out(out)
    office.close()
    assert out.read_bytes() == b"of yesterday" and not list(tmp_path.glob("*.part"))
