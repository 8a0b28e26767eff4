"""``encrypt``, ``decrypt``, ``passphrase``: encryption at rest, switched on and off, and its passphrase."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hotline_desktop.app import window_shows
from hotline_desktop.cli.arguments import folder
from hotline_desktop.cli.options import Commands, add_command
from hotline_desktop.cli.session import SecretKind, Session, WrongUsage, asked, secret
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.system.paths import default_data_dir

if TYPE_CHECKING:
    from hotline_desktop.services.office import Office

NEW_FILE, _CODE_FILE = "--new-passphrase-file", "--code-file"
_WITHOUT_TERMINAL = (
    "恢复单已写好，还没有加密，数据没有变动：没有终端可以照单输入恢复码。请先打印恢复单、锁好，把恢复码抄进一个文件的第一行，"
    f"再运行 encrypt {_CODE_FILE} 文件 {NEW_FILE} 文件（不再写 --out：那会换一个恢复码）。"
)


def add_to(commands: Commands) -> None:
    """Adds the commands."""
    text = "把数据、附件和备份改为加密保存：先写出恢复单，再照单输入恢复码、定口令；写好核对以后才换上"
    on = add_command(commands, "encrypt", encrypt, text, json=True)
    on.add_argument("--out", metavar="目录", type=folder, help="恢复单（PDF 和 Word）写到这个文件夹")
    on.add_argument(_CODE_FILE, metavar="文件", type=Path, help="恢复单上的恢复码抄在这个文件里；不写就在终端里问")
    on.add_argument(NEW_FILE, metavar="文件", type=Path, help="要用的口令在这个文件里；不写就在终端里问两遍")
    add_command(commands, "decrypt", decrypt, "改为不加密保存；以前加密的备份仍要口令或恢复码", json=True)
    changed = add_command(commands, "passphrase", passphrase, "换加密数据的口令；加 --out 只把恢复单再写一份")
    changed.add_argument("--out", metavar="目录", type=folder, help="不换口令，恢复单再写一份到这个文件夹")
    changed.add_argument(NEW_FILE, metavar="文件", type=Path, help="新口令在这个文件里；不写就在终端里问两遍")


def encrypt(session: Session) -> None:
    """Encrypts the office."""
    from hotline_desktop.services.keeping import encryption
    from hotline_desktop.services.keeping.earlier_copies import encrypt_earlier

    args, data_dir = session.args, _closed(session)
    with session.office() as office:
        office.may_administer()
        encryption.must_be_plain(data_dir, office.key)
        code = _code(session, office)
    session.console.complain(f"注意：{encryption.WARNING}")
    if args.code_file is None:
        typed = asked("恢复单打印好以后，照单输入恢复码：", _WITHOUT_TERMINAL)
        if not encryption.is_same_code(typed, code):
            raise encryption.EncryptionRefused("输入的恢复码与恢复单不符，没有加密。数据没有变动。")
    passphrase = new_passphrase(session)
    key, done = encryption.encrypt(data_dir, code, passphrase, session.clock(), session.by)
    left = encrypt_earlier(data_dir, key)
    if session.as_json:
        session.console.json({"files": done.files, "changed": done.changed, "plain_copies": list(left)})
    else:
        session.console.say(f"已加密：数据和 {done.files} 个文件，逐行逐个核对过，不加密的已经删除。以后打开要输口令。")
    for name in left:
        session.console.complain(f"以前的备份“{name}”没能加密，还是不加密的；用不着的请删除。")


def decrypt(session: Session) -> None:
    """Makes the office plain again."""
    from hotline_desktop.services.keeping import encryption

    data_dir = _closed(session)
    with session.office() as office:
        office.may_administer()
        key = office.key
    if key is None:
        raise encryption.EncryptionRefused("数据本来就没有加密。数据没有变动。")
    done = encryption.decrypt(data_dir, key, session.clock(), session.by)
    if session.as_json:
        session.console.json({"files": done.files, "changed": done.changed})
    else:
        session.console.say(
            f"已改为不加密：数据和 {done.files} 个文件，逐行逐个核对过。"
            "以后的备份也不加密；以前加密的备份仍要口令或恢复码，恢复单请留着。"
        )


def passphrase(session: Session) -> None:
    """Another passphrase, or the recovery sheet once more."""
    from hotline_desktop.services.keeping import encryption

    with session.office() as office:
        office.may_administer()
        if office.key is None:
            raise encryption.EncryptionRefused("数据没有加密，没有口令可换。没有变动。")
        if session.args.out is not None:
            write_sheet(session, office, encryption.code_of(office.key), session.args.out)
            return
        office.change_passphrase(new_passphrase(session), session.by)
    session.console.say("口令已换，恢复单照样能用。第二备份位置里的备份，下次备份以后才用新口令打开。")


def _code(session: Session, office: Office) -> str:
    """The recovery code: off a sheet that is there, or of one that is written now."""
    if session.args.code_file is not None:
        return secret("", session.args.code_file, SecretKind("恢复码", _CODE_FILE))
    if session.args.out is None:
        raise WrongUsage("要写 --out 目录，恢复单写到那里（或者 --code-file，已有恢复单的）")
    code = office.encryption_code()
    write_sheet(session, office, code, session.args.out)
    return code


def write_sheet(session: Session, office: Office, code: str, out: Path) -> None:
    """Writes the recovery sheet of a code into a folder, and says where."""
    out.mkdir(parents=True, exist_ok=True)
    for path in office.paper_writer.write_recovery_sheet(code, out):
        session.console.say(f"恢复单：{path}")


def _closed(session: Session) -> Path:
    data_dir = session.data_dir or default_data_dir()
    if window_shows(data_dir):
        raise HotlineError("窗口还开着，不能改写数据。数据没有变动。请先关闭窗口再试，或者在“设置 · 数据”里办。")
    return data_dir


def new_passphrase(session: Session) -> str:
    """The passphrase to be used from now on: out of a file, or typed twice. Raises WrongUsage."""
    file: Path | None = session.args.new_passphrase_file
    first = secret("新口令（至少 8 个字）：", file, SecretKind("新口令", NEW_FILE))
    if file is None and secret("再输一次新口令：", None) != first:
        raise WrongUsage("两次输的新口令不一样")
    return first
