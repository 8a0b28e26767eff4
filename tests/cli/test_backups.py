"""``backup``, ``backups``, ``restore``: what is told, and with which exit code it ends."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import NOW, NUMBER, Terminal


@pytest.fixture
def office(terminal: Terminal) -> Terminal:
    terminal.register()
    return terminal


def numbers(terminal: Terminal) -> list[str]:
    return [row["number"] for row in terminal.done("tickets", "--json").json]


def test_a_backup_is_made_listed_read_back_and_restored(office: Terminal) -> None:
    assert "已备份，读回核对无误" in office.done("backup", "--by", "王芳").out
    (listed,) = office.done("backups", "--verify", "--json").json
    assert (listed["faults"], listed["attachments"], listed["sealed"]) == ([], 0, False)
    office.register("20220908100002")
    said = office.done("restore").out
    assert "原来的数据移到了" in said and "restore --back" in said
    assert numbers(office) == [NUMBER]
    assert "已撤回" in office.done("restore", "--back").out
    assert sorted(numbers(office)) == [NUMBER, "20220908100002"]
    assert office("restore", "--back").code == 4


def test_a_damaged_office_is_restored_by_the_command_that_its_refusal_names(office: Terminal) -> None:
    office.done("backup")
    (office.data / "hotline.db").write_bytes(b"SQLite format 3\0" + b"\xa5" * 9000)
    refused = office("tickets")
    assert refused.code == 4 and "hotline-desktop restore" in refused.err
    office.done("restore")
    assert numbers(office) == [NUMBER]


def test_an_office_whose_file_is_gone_is_not_begun_anew_and_can_be_restored(office: Terminal) -> None:
    office.done("backup")
    (office.data / "hotline.db").unlink()
    refused = office("tickets")
    assert refused.code == 4 and "没有新建空白的数据" in refused.err
    assert not (office.data / "hotline.db").exists()
    office.done("restore")
    assert numbers(office) == [NUMBER]


def test_a_folder_in_the_place_of_the_data_is_told_and_gives_way_to_a_backup(office: Terminal) -> None:
    office.done("backup")
    for path in office.data.glob("hotline.db*"):
        path.unlink()
    (office.data / "hotline.db").mkdir()
    answer = office("tickets")
    assert answer.code == 4 and "不是本程序的数据文件" in answer.err and "restore" in answer.err
    office.done("restore")
    assert numbers(office) == [NUMBER]


@pytest.mark.parametrize(("pages", "code"), [(0, 0), (12, 4)], ids=["of a first start", "of an office"])
def test_a_first_start_that_was_broken_off_begins_anew(terminal: Terminal, pages: int, code: int) -> None:
    terminal.data.mkdir(exist_ok=True)
    (terminal.data / "hotline.db").touch()
    journal = bytes.fromhex("d9d505f920a163d7") + bytes(8) + pages.to_bytes(4, "big") + bytes(512)
    (terminal.data / "hotline.db-journal").write_bytes(journal)
    terminal.stocked = True
    assert terminal("tickets").code == code


def test_a_first_start_that_was_broken_off_while_it_wrote_begins_anew(terminal: Terminal) -> None:
    terminal.data.mkdir(exist_ok=True)
    path = terminal.data / "hotline.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE begun (id INTEGER)")
        raw.commit()
    path.write_bytes(path.read_bytes()[:4096])  # the second of its two pages was not written yet
    journal = bytes.fromhex("d9d505f920a163d7") + bytes(12) + (512).to_bytes(4, "big") + (4096).to_bytes(4, "big")
    (terminal.data / "hotline.db-journal").write_bytes(journal.ljust(512, b"\0"))
    terminal.stocked = True
    assert terminal("tickets").code == 0


def test_a_journal_alone_is_no_first_start(terminal: Terminal) -> None:
    terminal.data.mkdir(exist_ok=True)
    journal = terminal.data / "hotline.db-journal"
    journal.write_bytes(b"steps")
    terminal.stocked = True
    answer = terminal("tickets")
    assert answer.code == 4 and "没有写完的日志" in answer.err
    assert journal.read_bytes() == b"steps" and not (terminal.data / "hotline.db").exists()


def test_a_backup_that_is_not_whole_is_found_and_refused(office: Terminal) -> None:
    office.done("backup")
    (listed,) = office.done("backups", "--json").json
    copy = Path(listed["path"]) / "hotline.db"
    copy.write_bytes(copy.read_bytes()[:-4096] + bytes(4096))
    answer = office("backups", "--verify")
    assert answer.code == 3 and "有问题" in answer.out
    assert office("restore").code == 4
    assert numbers(office) == [NUMBER]


def test_a_second_place_that_cannot_be_reached_ends_with_4_and_the_first_backup_stands(
    office: Terminal, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    office.done("backup", "--second", str(stick))
    stick.rename(tmp_path / "away")
    answer = office("backup")
    assert answer.code == 4 and "没有接上" in answer.err and "已备份" in answer.out
    assert not stick.exists()
    (tmp_path / "away").rename(stick)
    assert len(office.done("backups", "--from", str(stick / "热线工单备份"), "--json").json) == 1


def test_a_second_place_that_was_given_up_keeps_its_backups_and_gets_no_more(office: Terminal, tmp_path: Path) -> None:
    assert "没有设第二备份位置" in office("backup", "--no-second").err
    stick = tmp_path / "stick"
    stick.mkdir()
    office.done("backup", "--second", str(stick))
    assert office("backup", "--no-second", "--second", str(stick)).code == 2
    assert "以后不备份到第二位置；那里已有的备份没有删除。" in office.done("backup", "--no-second").out
    assert office.done("backup", "--json").json["second"] == ""
    assert len(office.done("backups", "--from", str(stick / "热线工单备份"), "--json").json) == 1


def test_a_backup_to_a_folder_that_is_not_there_ends_with_4(office: Terminal, tmp_path: Path) -> None:
    answer = office("backup", "--out", str(tmp_path / "gone"))
    assert answer.code == 4 and not (tmp_path / "gone").exists()


def test_nothing_to_restore_is_said(terminal: Terminal) -> None:
    assert terminal("restore").code == 4
    assert "还没有备份" in terminal.done("backups").out


def test_a_sealed_backup_asks_for_its_passphrase(office: Terminal, tmp_path: Path) -> None:
    opened = office.office()
    opened.backups.places.seal("一二三四五六七八", "王芳")
    opened.close()
    office.done("backup")
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text("一二三四五六七八\n", "utf-8")
    wrong.write_text("八七六五四三二一", "utf-8")
    answer = office("restore", "--password-file", str(wrong))
    assert answer.code == 4 and "口令或恢复码不对" in answer.err
    office.done("restore", "--password-file", str(right))
    assert numbers(office) == [NUMBER]


def test_backups_are_sealed_and_made_plain_again_by_the_command(office: Terminal, tmp_path: Path) -> None:
    passphrases, sheet = tmp_path / "words", tmp_path / "恢复单"
    passphrases.write_text("一二三四五六七八\n", "utf-8")
    office.done("backup", "--seal", str(sheet), "--new-passphrase-file", str(passphrases))
    assert {path.suffix for path in sheet.iterdir()} == {".pdf", ".docx"}
    assert [row["sealed"] for row in office.done("backups", "--json").json] == [True]
    office.now += timedelta(days=1)
    office.done("backup", "--no-seal")
    assert [row["sealed"] for row in office.done("backups", "--json").json] == [False, True]
    assert office("backup", "--seal", str(sheet), "--no-seal").code == 2


def test_a_passphrase_that_is_too_short_leaves_backups_as_they_are(office: Terminal, tmp_path: Path) -> None:
    passphrases = tmp_path / "words"
    passphrases.write_text("短\n", "utf-8")
    answer = office("backup", "--seal", str(tmp_path / "恢复单"), "--new-passphrase-file", str(passphrases))
    assert answer.code == 3 and "备份的加密没有变动" in answer.err
    office.done("backup")
    assert [row["sealed"] for row in office.done("backups", "--json").json] == [False]


def test_backups_of_two_passphrases_are_each_read_back_and_restored_by_their_own(
    office: Terminal, tmp_path: Path
) -> None:
    passphrases, codes = ("第一个口令要记牢", "第二个口令要记牢"), []
    for day, passphrase in enumerate(passphrases):
        office.now = NOW + timedelta(days=day)
        opened = office.office()
        codes.append(opened.backups.places.seal(passphrase, "王芳"))
        opened.backups.run()
        opened.backups.places.unseal("王芳")
        opened.close()
    unread = office.done("backups", "--verify", "--json").json
    assert [(row["faults"], row["verified"]) for row in unread] == [([], False)] * 2
    later, earlier = (row["path"] for row in unread)
    file = tmp_path / "secret"
    for path, secrets in ((earlier, (passphrases[0], codes[0])), (later, (passphrases[1], codes[1]))):
        for secret in secrets:
            file.write_text(f"{secret}\n", "utf-8")
            rows = office.done("backups", "--verify", "--json", "--password-file", str(file)).json
            assert path in [row["path"] for row in rows if row["verified"]]
            assert [row["faults"] for row in rows] == [[], []]
            office.done("restore", path, "--password-file", str(file))
            assert numbers(office) == [NUMBER]
    for lock in Path(earlier).parent.glob("锁*"):
        lock.unlink()
    answer = office("backups", "--verify")
    assert answer.code == 3 and "只有它的恢复码能打开" in answer.out
