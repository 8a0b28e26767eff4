"""Data stay: a copy that works as an office, and an office of an earlier version that is taken over."""

from __future__ import annotations

import zipfile

from hotline_desktop.app import open_office_in
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.selftest.bench import CLERK, Bench, Failed, expect
from hotline_desktop.services.keeping.encryption import decrypt, encrypt, new_code
from hotline_desktop.services.keeping.restoring import restore
from hotline_desktop.services.keeping.vault import Vault
from hotline_desktop.services.office import Office
from hotline_desktop.system.clock import now
from hotline_desktop.system.paths import old_offices_dir

_PASSPHRASE = "自检时用的口令一二三"


def backup(bench: Bench) -> str:
    """A copy made elsewhere while the office is open shows the same, files included."""
    stick = bench.path("移动 硬盘")
    stick.mkdir()
    copied = bench.office.backups.make_elsewhere(stick)
    restored = open_office_in(copied, now)
    try:
        expect(_shown(restored), _shown(bench.office), "恢复后的内容")
        check = restored.archive.verify_kept()
        expect([fault.message for fault in check.faults], [], "核对恢复的附件")
        expect([fault.message for fault in restored.ledger.check().faults], [], "核对恢复的办理记录")
    finally:
        restored.close()
    return f"{copied.name} 可以直接打开，内容相同，附件 {check.files} 个"


def restored(bench: Bench) -> str:
    """A backup of the office brings back what was there, and puts what came after it aside."""
    before, data_dir = _shown(bench.office), bench.data_dir
    made = bench.office.backups.run()
    bench.office.tickets.register({"number": "20220905100099", "content": "备份以后登记的一件"}, CLERK)
    bench.office.close()
    done = restore(data_dir, made.path, now())
    bench.office = open_office_in(data_dir, now)
    expect(_shown(bench.office), before, "恢复后的工单")
    expect([fault.message for fault in bench.office.ledger.check().faults], [], "核对恢复的办理记录")
    expect(done.aside.is_dir(), True, "恢复前的数据另存")
    return f"恢复到 {made.path.name}，附件 {done.attachments} 个；恢复前的数据另存在 {done.aside.name}"


def encrypted(bench: Bench) -> str:
    """A copy of the office is encrypted, opened by its passphrase only, and made plain again."""
    folder = bench.path("加密")
    folder.mkdir()
    copied = bench.office.backups.make_elsewhere(folder)
    before, vault = _shown(bench.office), Vault(copied, now)
    _key, done = encrypt(copied, new_code(), _PASSPHRASE, now(), CLERK)
    try:
        open_office_in(copied, now).close()
    except HotlineError:
        vault.open(_PASSPHRASE)
    else:
        raise Failed("加密以后不输口令也打得开")
    office = open_office_in(copied, now, vault.key)
    try:
        expect(_shown(office), before, "加密以后的内容")
        expect([fault.message for fault in office.archive.verify_kept().faults], [], "核对加密的附件")
    finally:
        office.close()
    assert vault.key is not None
    decrypt(copied, vault.key, now(), CLERK)
    plain = open_office_in(copied, now)
    try:
        expect(_shown(plain), before, "取消加密以后的内容")
    finally:
        plain.close()
    return f"加密、凭口令打开、取消加密，内容相同，附件等 {done.files} 个"


def old_office(bench: Bench) -> str:
    """Every office that an earlier version left opens, after a copy of it was put aside."""
    offices = sorted(old_offices_dir().glob("*.zip"))
    if not offices:
        raise Failed("没有附带旧版本的数据，请重新安装程序")
    seen = []
    for packed in offices:
        folder = bench.path(f"旧数据 {packed.stem}")
        with zipfile.ZipFile(packed) as held:
            held.extractall(folder)
        office = open_office_in(folder, now)
        try:
            count = office.tickets.count()
        finally:
            office.close()
        expect(bool(count), True, f"旧数据 {packed.stem} 里有工单")
        copies = list((folder / "backups").glob("*.db"))
        seen.append(f"{packed.stem}（{count} 件，升级前的副本 {len(copies)} 份）")
    return "、".join(seen)


def _shown(office: Office) -> tuple[object, ...]:
    rows = office.tickets.page().rows
    return tuple((row.number, row.stage, len(office.tickets.detail(row.id).history)) for row in rows)
