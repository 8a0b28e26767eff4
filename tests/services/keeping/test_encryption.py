"""Encryption at rest: nothing readable is left, nothing is lost, and only passphrase or recovery code open it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.errors import Cancelled
from hotline_desktop.services.keeping import encryption
from hotline_desktop.services.keeping.earlier_copies import encrypt_earlier
from hotline_desktop.services.keeping.encryption import EncryptionRefused, decrypt, encrypt, new_code
from hotline_desktop.services.keeping.moving import MoveRefused, SecretNeeded, move_in, move_out
from hotline_desktop.services.keeping.restoring import PassphraseNeeded, WouldBePlain, found_backups, restore, take_back
from hotline_desktop.services.keeping.vault import Vault, WrongPassphrase
from hotline_desktop.services.office import Office, open_office
from hotline_desktop.storage.chain import row_digests
from hotline_desktop.storage.engines.sqlite.copies import rewriting
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.files import backup_sets
from hotline_desktop.storage.files.sealing import key_from_code
from hotline_desktop.storage.opening import alone, is_encrypted
from tests.full_disk import HAS_LIMITS, no_room
from tests.offices.shown import unpack
from tests.services.desk import CLERK, FORMS, RESOURCES, Clock, Walk, on_disk
from tests.services.returned.test_waiting_scans import three_pages

PASSPHRASE = "口令要记牢一二三"
CALLER, PHONE, SCAN, WAITING = "欧阳静娴", "13871234567", "附件里写着端木玉兰", "托盘里写着上官明月"
PLANTED = (CALLER, PHONE, SCAN, WAITING)
HOLD = """
import sys
from pathlib import Path
from hotline_desktop.storage.chain import row_digests
from hotline_desktop.storage.opening import open_database
db = open_database(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.readline()
db.close()
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def office(data: Path, clock: Clock, tmp_path: Path) -> Iterator[Office]:
    """An office with a ticket, an attachment, a draft, a scan that waits, and a backup of before."""
    opened = on_disk(data, clock)
    walk = Walk(opened, clock, "20220908100001", caller=CALLER, phones=PHONE).to_unit()
    scan = tmp_path / "扫描件.txt"
    scan.write_text(SCAN, "utf-8")
    opened.tickets.attach(walk.id, scan, "其他", CLERK)
    for folder in ("drafts", "intake"):
        (data / folder).mkdir()
    (data / "drafts" / "1-answer.json").write_text(f'{{"values": {{"content": "{CALLER}"}}}}', "utf-8")
    (data / "intake" / "waiting.txt").write_text(WAITING, "utf-8")
    opened.backups.run()
    yield opened
    opened.close()


def encrypted(office: Office, data: Path, clock: Clock, text: str = PASSPHRASE) -> bytes:
    """Switches it on, as the program does: the key."""
    office.close()
    key, _done = encrypt(data, new_code(), text, clock.now, CLERK)
    encrypt_earlier(data, key)
    return key


def opened(data: Path, clock: Clock, secret: str = PASSPHRASE) -> Office:
    vault = Vault(data, clock)
    vault.open(secret)
    return open_office(data, clock, FORMS, RESOURCES, key=vault.key)


def content(office: Office, data: Path) -> dict[str, object]:
    """Every row of every table but the office's own history, its settings and the chain, and every attachment."""
    own = {"office_entries", "chain", "settings", "sqlite_sequence"}
    found: dict[str, object] = {}
    with office._office.db.read() as c:
        tables = c.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
        for name, sql in tables:
            if "VIRTUAL" not in sql and name not in own:
                found[name] = sorted(map(repr, c.exec_driver_sql(f'SELECT * FROM "{name}"').fetchall()))
    kept = office._office.kept
    for path in (data / "attachments").rglob("*"):
        if path.is_file():
            found[path.name] = kept.read(path.name)
    return found


def readable(folder: Path) -> list[str]:
    """Files under ``folder`` in which something planted can be read, in whatever spelling."""
    spelled = [text.encode(code) for text in PLANTED for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")]
    return [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and any(each in path.read_bytes() for each in spelled)
    ]


def test_nothing_readable_is_left_and_nothing_is_lost(office: Office, data: Path, clock: Clock) -> None:
    before = content(office, data)
    assert {"drafts/1-answer.json", "intake/waiting.txt"} < set(readable(data))
    encrypted(office, data, clock)
    assert readable(data) == []
    again = opened(data, clock)
    try:
        assert content(again, data) == before
        assert again.tickets.count() == 1
        assert again.ledger.check().faults == ()
        assert again.checkups.check().whole
        again.tickets.do(1, "accept", {"handler": "沈强"}, CLERK)
        again.backups.run()
        assert readable(data) == []  # the log of an open office too
        assert all(not again.backups.verify(one) for one in again.backups.all())
        assert all(one.sealed for one in again.backups.all())
    finally:
        again.close()


def test_an_encrypted_office_is_searched_like_a_plain_one(office: Office, data: Path, clock: Clock) -> None:
    encrypted(office, data, clock)
    again = opened(data, clock)
    try:
        for text in (CALLER, PHONE, "施工扰民"):
            assert again.tickets.count(TicketFilter(search=text)) == 1
        assert again.tickets.count(TicketFilter(search="没有这个人")) == 0
    finally:
        again.close()


def test_switching_off_gives_the_same_office_back(office: Office, data: Path, clock: Clock) -> None:
    before = content(office, data)
    key = encrypted(office, data, clock)
    done = decrypt(data, key, clock.now, CLERK)
    assert done.files == 3 and not (data / "hotline.key").exists()
    again = on_disk(data, clock)
    try:
        assert again.key is None and content(again, data) == before and again.ledger.check().faults == ()
        assert (data / "drafts" / "1-answer.json").read_text("utf-8").count(CALLER) == 1
    finally:
        again.close()


def test_the_history_says_who_switched_it(office: Office, data: Path, clock: Clock) -> None:
    key = encrypted(office, data, clock)
    decrypt(data, key, clock.now, CLERK)
    again = on_disk(data, clock)
    try:
        with again._office.db.read() as c:
            rows = c.exec_driver_sql('SELECT step, "by" FROM office_entries ORDER BY id')
            steps = [tuple(row) for row in rows if row.step != row_digests.STEP]
    finally:
        again.close()
    assert steps[-2:] == [(encryption.ENCRYPTED, CLERK), (encryption.DECRYPTED, CLERK)]


def test_it_opens_by_passphrase_and_by_recovery_code_and_by_nothing_else(
    office: Office, data: Path, clock: Clock
) -> None:
    office.close()
    code = new_code()
    encrypt(data, code, PASSPHRASE, clock.now, CLERK)
    with pytest.raises(DatabaseError, match="加密"):
        on_disk(data, clock)
    for wrong in ("", "口令不对口令不对", code[:-1] + ("A" if code[-1] != "A" else "B"), new_code()):
        clock.pass_minutes(60)
        with pytest.raises(WrongPassphrase):
            Vault(data, clock).open(wrong)
    for right in (PASSPHRASE, code, code.replace("-", "").lower()):
        clock.pass_minutes(60)
        opened(data, clock, right).close()


def test_wrong_passphrases_cost_time_also_after_a_new_start(office: Office, data: Path, clock: Clock) -> None:
    encrypted(office, data, clock)
    for _turn in range(3):
        with pytest.raises(WrongPassphrase, match="口令不对"):
            Vault(data, clock).open("口令不对口令不对")
    with pytest.raises(WrongPassphrase, match="请等 5 秒"):
        Vault(data, clock).open(PASSPHRASE)
    clock.now += timedelta(seconds=6)
    opened(data, clock).close()
    with pytest.raises(WrongPassphrase, match="请再试一次"):
        Vault(data, clock).open("口令不对口令不对")


@HAS_LIMITS
def test_a_full_disk_forgets_no_wrong_passphrase(office: Office, data: Path, clock: Clock) -> None:
    encrypted(office, data, clock)
    for _turn in range(3):
        with pytest.raises(WrongPassphrase, match="口令不对"):
            Vault(data, clock).open("口令不对口令不对")
    clock.now += timedelta(seconds=6)
    with no_room(), pytest.raises(WrongPassphrase, match="口令不对"):
        Vault(data, clock).open("口令不对口令不对")
    clock.now -= timedelta(seconds=6)
    with pytest.raises(WrongPassphrase, match="请等 5 秒"):
        Vault(data, clock).open(PASSPHRASE)


def test_another_passphrase_opens_data_and_backups_and_the_old_one_does_not(
    office: Office, data: Path, clock: Clock
) -> None:
    key = encrypted(office, data, clock)
    encryption.change_passphrase(data, key, "新的口令要更长一些")
    with pytest.raises(WrongPassphrase):
        opened(data, clock)
    opened(data, clock, "新的口令要更长一些").close()
    backup = found_backups(data)[0].folder
    with pytest.raises(PassphraseNeeded):
        restore(data, backup, clock.now, PASSPHRASE)
    restore(data, backup, clock.now, "新的口令要更长一些")
    with pytest.raises(EncryptionRefused, match="没有变动"):
        encryption.change_passphrase(data, key, "短")


def test_it_is_refused_while_another_program_has_the_data_open(office: Office, data: Path, clock: Clock) -> None:
    office.close()
    holding = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data / "hotline.db")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=FORMS.parent,
    )
    assert holding.stdin is not None and holding.stdout is not None
    try:
        assert holding.stdout.readline() == "open\n"
        with pytest.raises(DatabaseError, match="另一个程序") as caught:
            encrypt(data, new_code(), PASSPHRASE, clock.now, CLERK)
        assert caught.value.kind == "locked" and not (data / "hotline.key").exists()
    finally:
        holding.communicate("\n")
    on_disk(data, clock).close()


@pytest.mark.parametrize("passphrase", ["短", "一一一一一一一一一", " 1 2 3 "])
def test_a_weak_passphrase_and_a_mistyped_code_change_nothing(
    office: Office, data: Path, clock: Clock, passphrase: str
) -> None:
    office.close()
    with pytest.raises(EncryptionRefused, match="数据没有变动"):
        encrypt(data, new_code(), passphrase, clock.now, CLERK)
    with pytest.raises(EncryptionRefused, match="恢复码不对"):
        encrypt(data, "ABCD-EFGH", PASSPHRASE, clock.now, CLERK)
    on_disk(data, clock).close()


def stopped(*_counted: int) -> None:
    raise Cancelled


def test_one_that_is_cancelled_or_does_not_compare_leaves_the_old_office_and_nothing_else(
    office: Office, data: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.close()
    before = sorted(path.name for path in data.iterdir())
    with pytest.raises(Cancelled):
        encrypt(data, new_code(), PASSPHRASE, clock.now, CLERK, stopped)
    monkeypatch.setattr(rewriting, "_rows", lambda _raw, of, _table: iter([(of,)]))  # the copy says something else
    with pytest.raises(DatabaseError, match="没有改写成"):
        encrypt(data, new_code(), PASSPHRASE, clock.now, CLERK)
    assert sorted(path.name for path in data.iterdir() if path.name != "移出") == before
    assert not any((data / "移出").iterdir())
    on_disk(data, clock).close()


def test_an_attachment_that_was_changed_before_stays_as_changed_as_it_was(
    office: Office, data: Path, clock: Clock
) -> None:
    (kept,) = (path for path in (data / "attachments").rglob("*") if path.is_file())
    kept.write_text("改过", "utf-8")
    office.close()
    key, done = encrypt(data, new_code(), PASSPHRASE, clock.now, CLERK)
    assert done.changed == 1
    again = open_office(data, clock, FORMS, RESOURCES, key=key)
    try:
        assert [fault.message for fault in again.checkups.check().faults] == ["文件与存入时不同，或者没有权限读"]
    finally:
        again.close()


def test_an_attachment_is_opened_as_a_plain_copy_that_goes_with_the_office(
    office: Office, data: Path, clock: Clock
) -> None:
    encrypted(office, data, clock)
    again = opened(data, clock)
    (file,) = again.tickets.detail(1).attachments
    copy = again.tickets.attachment_copy(file.id)
    assert copy.read_text("utf-8") == SCAN
    again.close()
    assert not copy.exists() and readable(data) == []


def test_a_backup_of_an_encrypted_office_restores_to_an_encrypted_office(
    office: Office, data: Path, clock: Clock, tmp_path: Path
) -> None:
    encrypted(office, data, clock)
    again = opened(data, clock)
    made, before = again.backups.run(), content(again, data)
    again.close()
    other = tmp_path / "other"
    with pytest.raises(PassphraseNeeded):
        restore(other, made.path, clock.now, "口令不对口令不对")
    assert restore(other, made.path, clock.now, PASSPHRASE).missing == ()
    new = opened(other, clock)
    try:
        assert content(new, other) == before and readable(other) == []
        assert (other / "drafts" / "1-answer.json").exists()
    finally:
        new.close()


def test_a_copy_elsewhere_is_encrypted_and_can_be_used_as_it_is(
    office: Office, data: Path, clock: Clock, tmp_path: Path
) -> None:
    encrypted(office, data, clock)
    again = opened(data, clock)
    stick = tmp_path / "stick"
    stick.mkdir()
    copy = again.backups.make_elsewhere(stick)
    before = content(again, data)
    again.close()
    assert readable(stick) == []
    there = opened(copy, clock)
    try:
        assert content(there, copy) == before
    finally:
        there.close()
    restored = tmp_path / "restored"
    restore(restored, copy, clock.now, PASSPHRASE)
    opened(restored, clock).close()


def test_an_encrypted_office_moves_to_another_computer_with_its_passphrase(
    office: Office, data: Path, clock: Clock, tmp_path: Path
) -> None:
    encrypted(office, data, clock)
    again = opened(data, clock)
    before = content(again, data)
    packed, new = tmp_path / "搬家.zip", tmp_path / "new"
    move_out(again._office, packed)
    again.close()
    for secret in ("", "口令不对口令不对"):
        with pytest.raises(SecretNeeded, match="没有搬入"):
            move_in(packed, new, clock.now, secret=secret)
    assert not (new / "hotline.db").exists()
    move_in(packed, new, clock.now, secret=PASSPHRASE)
    there = opened(new, clock)
    try:
        assert content(there, new) == before and readable(new) == []
    finally:
        there.close()
    with pytest.raises(MoveRefused, match="已经有加密的工单"):
        move_in(packed, new, clock.now, secret=PASSPHRASE)


def test_a_backup_of_before_restores_plain_and_can_be_taken_back(office: Office, data: Path, clock: Clock) -> None:
    """One that lies elsewhere: those beside the data were encrypted too."""
    plain = data.parent / "elsewhere"
    plain.mkdir()
    copy = office.backups.make_elsewhere(plain)
    encrypted(office, data, clock)
    with pytest.raises(WouldBePlain, match="数据没有变动"):
        restore(data, copy, clock.now)
    opened(data, clock).close()
    restore(data, copy, clock.now, as_plain=True)
    back = on_disk(data, clock)
    assert back.key is None and not (data / "hotline.key").exists()
    back.close()
    take_back(data, clock.now)
    opened(data, clock).close()
    assert (data / "drafts" / "1-answer.json").exists()


def test_what_was_moved_aside_before_is_encrypted_too(office: Office, data: Path, clock: Clock) -> None:
    office.close()
    restore(data, found_backups(data)[0].folder, clock.now)
    assert any(name.startswith("移出/") for name in readable(data))
    encrypted(office, data, clock)
    assert readable(data) == []


@pytest.mark.parametrize("left", ["hotline-backup-k3j2", "hotline-backup-k3j2.part", "20220908-102000.part"])
def test_what_a_broken_off_backup_of_before_left_is_not_readable_either(
    office: Office, data: Path, clock: Clock, left: str
) -> None:
    room = data / "backups" / left
    room.mkdir()
    office._office.db.backup(room / "hotline.db")
    office.close()
    encrypt(data, new_code(), PASSPHRASE, clock.now, CLERK)
    again = opened(data, clock)
    assert again.backups.run().complaint == ""
    again.close()
    assert not room.exists() and readable(data) == []


@pytest.mark.parametrize("left", ["hotline-backup-k3j2", "hotline-backup-k3j2.part"])
def test_a_switch_that_was_broken_off_while_it_went_on_with_backups_leaves_no_attachment_readable(
    office: Office, data: Path, clock: Clock, left: str
) -> None:
    office.close()
    encrypt(data, new_code(), PASSPHRASE, clock.now, CLERK)
    room = data / "backups" / left  # where a backup of before is written anew
    room.mkdir()
    shutil.copyfile(data / "hotline.db", room / "hotline.db")
    again = opened(data, clock)
    again.backups.run()
    again.close()
    assert readable(data) == []
    assert backup_sets.unreadable(data / "backups") == ()


def test_a_damaged_backup_of_before_stays_plain_and_is_told(office: Office, data: Path, clock: Clock) -> None:
    database = found_backups(data)[0].database
    database.write_bytes(database.read_bytes()[: 4096 * 20])
    office.close()
    key, _done = encrypt(data, new_code(), PASSPHRASE, clock.now, CLERK)
    assert encrypt_earlier(data, key) == (database.parent.name,)
    again = opened(data, clock)
    try:
        assert "没能加密" in again.backups.run().complaint
    finally:
        again.close()
    shutil.rmtree(database.parent)
    assert encrypt_earlier(data, key) == ()


def test_sealed_backups_and_encrypted_data_have_one_key(office: Office, data: Path, clock: Clock) -> None:
    code = office.backups.places.seal(PASSPHRASE, CLERK)
    sealed = office.backups.run().path
    assert office.encryption_code() == code
    office.close()
    key, _done = encrypt(data, office_code(code), "另一个口令要记牢", clock.now, CLERK)
    assert key == key_from_code(code)
    again = opened(data, clock, "另一个口令要记牢")
    again.backups.run()
    again.close()
    for secret in ("另一个口令要记牢", code):
        restore(data.parent / f"new-{len(secret)}", sealed, clock.now, secret)


def office_code(code: str) -> str:
    """As somebody types it off the sheet."""
    return code.replace("-", " ").lower()


def test_backups_of_two_keys_in_one_place_open_each_by_its_own(office: Office, data: Path, clock: Clock) -> None:
    key = encrypted(office, data, clock)
    again = opened(data, clock)
    first = again.backups.run().path
    again.close()
    decrypt(data, key, clock.now, CLERK)
    clock.now += timedelta(days=1)
    encrypted(on_disk(data, clock), data, clock, "第二个口令要记牢")
    again = opened(data, clock, "第二个口令要记牢")
    second = again.backups.run().path
    again.close()
    restore(data.parent / "one", first, clock.now, PASSPHRASE)
    restore(data.parent / "two", second, clock.now, "第二个口令要记牢")
    opened(data.parent / "one", clock).close()
    opened(data.parent / "two", clock, "第二个口令要记牢").close()


def test_damage_in_an_encrypted_file_is_named_as_damage(office: Office, data: Path, clock: Clock) -> None:
    key = encrypted(office, data, clock)
    pages = bytearray((data / "hotline.db").read_bytes())
    for place in range(4096 * 3, len(pages), 4096):
        pages[place + 100] ^= 0xFF
    (data / "hotline.db").write_bytes(pages)
    with pytest.raises(DatabaseError) as caught:
        open_office(data, clock, FORMS, RESOURCES, key=key)
    assert caught.value.kind == "damaged"


def test_without_the_lock_only_the_recovery_code_opens(
    office: Office, data: Path, clock: Clock, walk: Callable[..., Walk]
) -> None:
    key = encrypted(office, data, clock)
    (data / "hotline.key").unlink()
    with pytest.raises(WrongPassphrase):
        opened(data, clock)
    again = opened(data, clock, encryption.code_of(key))
    again.change_passphrase("又一个口令要记牢", CLERK)
    again.close()
    opened(data, clock, "又一个口令要记牢").close()


def test_an_encrypted_office_of_an_earlier_version_is_upgraded_after_an_encrypted_copy(
    data: Path, tmp_path: Path, clock: Clock
) -> None:
    old, key = tmp_path / "old", key_from_code(new_code())
    unpack("0001", old)
    assert key is not None
    data.mkdir()
    with alone(old / "hotline.db", None) as own:
        own.write_anew(data / "hotline.db", key)
    upgraded = open_office(data, clock, FORMS, RESOURCES, key=key)
    try:
        assert upgraded.tickets.count() > 0 and upgraded.ledger.check().faults == ()
    finally:
        upgraded.close()
    (copy,) = (data / "backups").glob("*升级前*.db")
    assert is_encrypted(copy) and is_encrypted(data / "hotline.db")


def test_the_second_place_is_encrypted_when_it_is_there_again(
    office: Office, data: Path, clock: Clock, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    office.backups.places.choose_second(stick, CLERK)
    office.backups.run()
    assert readable(stick) != []
    stick.rename(tmp_path / "away")
    encrypted(office, data, clock)
    again = opened(data, clock)
    try:
        assert "没有接上" in again.backups.run().complaint
        (tmp_path / "away").rename(stick)
        clock.now += timedelta(days=1)
        assert again.backups.run().complaint == "" and readable(stick) == []
    finally:
        again.close()


def test_what_is_attached_to_an_encrypted_office_is_never_plain_and_needs_little_memory(
    office: Office, data: Path, clock: Clock, tmp_path: Path
) -> None:
    encrypted(office, data, clock)
    again, big = opened(data, clock), tmp_path / "大扫描.bin"
    with big.open("wb") as file:
        for number in range(24):
            file.write(f"{SCAN}{number}".encode().ljust(1024 * 1024, b"."))
    try:
        tracemalloc.start()
        again.tickets.attach(1, big, "其他", CLERK)
        copy = again.tickets.attachment_copy(again.tickets.detail(1).attachments[-1].id)
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert most < 12 * 1024 * 1024
        assert copy.stat().st_size == big.stat().st_size and copy.read_bytes() == big.read_bytes()
        assert [name for name in readable(data) if not name.startswith("opened/")] == []
    finally:
        again.close()


def test_pages_of_one_print_find_each_other_in_an_encrypted_office(
    office: Office, data: Path, clock: Clock, tmp_path: Path
) -> None:
    encrypted(office, data, clock)
    with closing(opened(data, clock)) as before:
        first, second, third = three_pages(before, Walk(before, clock, "20220908199991"), tmp_path)
        (waits,) = before.intake.take_in([third, first], clock.now.date(), CLERK).tray
        kept = data / "intake" / waits.entries[0].kept
        assert before.intake.picture(waits) != b"" and kept.read_bytes() != third.read_bytes()
    with closing(opened(data, clock)) as after:
        done = after.intake.take_in([second], clock.now.date(), CLERK)
        assert [one.pages for one in done.filed] == ["1、2、3"] and after.intake.tray() == ()
