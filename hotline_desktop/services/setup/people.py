"""人员: accounts, log-in, roles. An office may go without; the first account is an administrator's and begins it.

Names are never given again: the history names people by them. Passwords are kept as argon2id texts, and wrong ones make
the next try wait, also in another program and after a restart.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.terms.errors import HotlineError, NotFound
from hotline_desktop.domain.terms.passwords import RECORDED_FROM, password_fault, wait_after, wait_text
from hotline_desktop.domain.terms.roles import BY_PROGRAM, LONGEST_NAME, NotAllowed, Right, Role
from hotline_desktop.domain.terms.text import typed_text, without_format_characters
from hotline_desktop.services.foundation.context import OfficeContext, SignedIn, has_accounts
from hotline_desktop.services.foundation.files import ACCOUNTS
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.office import accounts, office_history
from hotline_desktop.storage.office import settings as settings_table
from hotline_desktop.storage.office.accounts import StoredAccount

RECOVERED = "重设管理员密码（忘记密码）"
_WARNED_DAYS = 30
_CHANGED = Changes(settings=True)


class LogInRefused(HotlineError):
    """The password was wrong, the account is not there, or one has to wait. Nothing was changed."""


class PeopleRefused(HotlineError):
    """An account cannot be made or changed that way; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Account:
    """One person's account, without the password."""

    name: str
    role: Role
    active: bool
    added_at: datetime | None
    entered_at: datetime | None


class LoginState(NamedTuple):
    """Whether people log in here, and who is logged in, in the role of now; None where nobody is who may be."""

    required: bool
    who: SignedIn | None


class People:
    """Who works in the office and who is logged in here."""

    def __init__(self, office: OfficeContext) -> None:
        self._office = office

    # -- looking -------------------------------------------------------------------------------------------

    def required(self) -> bool:
        """Whether people log in here."""
        with self._office.db.read() as c:
            return has_accounts(c)

    def accounts(self) -> tuple[Account, ...]:
        """Every account, those not used any more too, in the order in which they were added."""
        with self._office.db.read() as c:
            found = accounts.every(c)
        return tuple(Account(one.name, one.role, one.active, one.added_at, one.entered_at) for one in found)

    @property
    def current(self) -> SignedIn | None:
        """Who is logged in here, None where nobody is."""
        return self._office.signed_in

    def standing(self) -> LoginState:
        """Who works here as the accounts stand now, which another program may have changed."""
        with self._office.db.read() as c:
            return LoginState(has_accounts(c), self._office.standing(c))

    @property
    def waiting(self) -> bool:
        """Whether somebody has to log in first, without asking the database."""
        return self._office.waits_for_log_in

    def must(self, right: Right) -> None:
        """Raises NotAllowed where whoever works here now has no such right."""
        self._office.may(right)

    def may(self, right: Right) -> bool:
        """Whether whoever works here now has that right."""
        try:
            self._office.may(right)
        except NotAllowed:
            return False
        return True

    def recoveries(self) -> str:
        """What to tell who logs in of passwords that were set anew without the old one; empty where none was."""
        with self._office.db.read() as c:
            latest = office_history.latest(c, 100)
        since = self._office.now() - timedelta(days=_WARNED_DAYS)
        parts = [
            f"{entry.at:%Y-%m-%d %H:%M} 由“{entry.by}”重设了{entry.after.get('账户', '')}的密码，"
            f"原因：{entry.after.get('原因', '')}"
            for entry in latest
            if entry.step == RECOVERED and entry.at >= since
        ]
        return f"有管理员密码不经登录重设过，请核对是不是本单位的人做的：{'；'.join(parts)}。" if parts else ""

    # -- logging in ----------------------------------------------------------------------------------------

    def log_in(self, name: str, password: str) -> SignedIn:
        """Lets that person work here. Raises LogInRefused.

        Each try counts as wrong until the password was compared: a program that is ended meanwhile wins nothing.
        """
        account = self._try(name.strip())
        if not accounts.matches(account.password, _plain(password)):
            wait = wait_after(account.failures + 1)
            then = f"请等 {wait_text(wait)}再试。" if wait else "请再试一次。"
            raise LogInRefused(f"密码不对，没有登录。{then}忘记了的，请管理员重设。")
        self._note_entered(account, password)
        who = SignedIn(account.id, account.name, account.role)
        self._office.sign_in(who)
        return who

    def log_out(self) -> None:
        """Nobody works here from now on."""
        self._office.sign_in(None)

    # -- accounts ------------------------------------------------------------------------------------------

    def add(self, name: str, role: Role, password: str, by: str) -> Changes:
        """A new account. The first one begins the use of accounts, and is logged in.

        Raises PeopleRefused, NotAllowed.
        """
        self._office.may(Right.ADMINISTER)
        name = " ".join(without_format_characters(name).split())
        kept = _hashed(password, name)
        if not name or len(name) > LONGEST_NAME or name == BY_PROGRAM:
            raise PeopleRefused(f"姓名要有 1 到 {LONGEST_NAME} 个字。没有添加。")
        with self._office.write(Right.ADMINISTER, by) as c:
            first = not has_accounts(c)
            if accounts.named(c, name) is not None:
                raise PeopleRefused(
                    f"已经有“{name}”这个账户（停用的也算），没有添加。同名的人请加上科室，停用的可以启用。"
                )
            if first and role is not Role.ADMINISTRATOR:
                raise PeopleRefused("第一个账户要是管理员，没有添加。请先给管理员建账户，再由管理员添加别人。")
            account_id = accounts.add(c, name, role, kept, self._now())
            self._begin(c)
            self._office.remember(c, "启用账户" if first else "添加账户", by, {}, {"账户": name, "角色": role.value})
        if first:
            self._office.sign_in(SignedIn(account_id, name, role))
        return _CHANGED

    def change_role(self, name: str, role: Role, by: str) -> Changes:
        """Gives an account another role. Raises PeopleRefused for the last administrator, NotAllowed, NotFound."""
        with self._office.write(Right.ADMINISTER, by) as c:
            account = _known(c, name)
            if account.role is role:
                return Changes()
            if account.role is Role.ADMINISTRATOR:
                _keep_one(c, account)
            accounts.set_role(c, account.id, role)
            before, after = {"账户": account.name, "角色": account.role.value}, {"账户": name, "角色": role.value}
            self._office.remember(c, "修改账户角色", by, before, after)
        return _CHANGED

    def change_password(self, name: str, password: str, by: str, old: str = "") -> Changes:
        """Gives an account another password: one's own with the ``old`` one, anybody's as an administrator.

        Raises PeopleRefused, LogInRefused (the old one is wrong), NotAllowed, NotFound.
        """
        who = self._office.signed_in
        own = who is not None and who.name == name
        self._office.may(Right.LOOK if own else Right.ADMINISTER)
        kept = _hashed(password, name)
        if own:
            account = self._try(name)
            if not accounts.matches(account.password, _plain(old)):
                raise LogInRefused("原来的密码不对，密码没有变动。")
        with self._office.write(Right.LOOK if own else Right.ADMINISTER, by) as c:
            accounts.set_password(c, _known(c, name).id, kept)
            self._office.remember(c, "修改密码" if own else "重设密码", by, {}, {"账户": name})
        return _CHANGED

    def disable(self, name: str, by: str) -> Changes:
        """Nobody can log in with the account any more. That of the only person ends the use of accounts.

        Raises PeopleRefused for the last administrator of several people, NotAllowed, NotFound.
        """
        with self._office.write(Right.ADMINISTER, by) as c:
            account = _known(c, name)
            if not account.active:
                return Changes()
            last = not any(one.active and one.id != account.id for one in accounts.every(c))
            if account.role is Role.ADMINISTRATOR and not last:
                _keep_one(c, account)
            accounts.set_active(c, account.id, False)
            self._office.remember(c, "停用账户", by, {"账户": name}, {"以后": "不再用账户"} if last else {})
            if last:
                settings_table.save(c, {ACCOUNTS: ""})
        if last:
            self._office.sign_in(None)
        return _CHANGED

    def enable(self, name: str, by: str) -> Changes:
        """Lets an account be used again. Raises PeopleRefused, NotAllowed, NotFound."""
        with self._office.write(Right.ADMINISTER, by) as c:
            account = _known(c, name)
            if account.active:
                return Changes()
            if not has_accounts(c) and account.role is not Role.ADMINISTRATOR:
                raise PeopleRefused("现在没有启用账户，要先启用或添加一个管理员。没有变动。")
            accounts.set_active(c, account.id, True)
            self._begin(c)
            self._office.remember(c, "启用账户", by, {}, {"账户": name, "角色": account.role.value})
        return _CHANGED

    def recover(self, name: str, password: str, reason: str, by: str) -> Changes:
        """Gives an administrator another password without the old one, for whoever looks after the computer.

        It stays in the history, and everybody who logs in is told for a month. Raises PeopleRefused, NotFound.
        """
        kept, why = _hashed(password, name), typed_text(reason)
        if not why:
            raise PeopleRefused("要写明原因，密码没有变动。")
        with self._office.db.write() as c:
            account = _known(c, name)
            if account.role is not Role.ADMINISTRATOR or not account.active:
                raise PeopleRefused(f"“{name}”不是在用的管理员账户，密码没有变动。别人的密码由管理员登录后重设。")
            accounts.set_password(c, account.id, kept)
            self._office.remember(c, RECOVERED, by, {}, {"账户": name, "原因": why})
        return _CHANGED

    # -- inside --------------------------------------------------------------------------------------------

    def _try(self, name: str) -> StoredAccount:
        """The account as it was before this try, which is counted. Raises LogInRefused."""
        if self._office.db.reading_only is not None:  # nothing can be counted, and nothing be written either
            with self._office.db.read() as c:
                return _usable(c, name)
        with self._office.db.write() as c:
            account, now = _usable(c, name), self._now()
            wait = wait_after(account.failures)
            left = min(account.failed_at + wait - now, wait) if account.failed_at else timedelta()
            if left > timedelta():
                raise LogInRefused(f"密码连续输错 {account.failures} 次，请等 {wait_text(left)}再试。")
            failures = account.failures + 1
            accounts.failed(c, account.id, failures, now)
            if failures >= RECORDED_FROM and failures % RECORDED_FROM == 0:
                self._office.remember(c, "连续输错密码", BY_PROGRAM, {}, {"账户": account.name, "次数": str(failures)})
        return account

    def _note_entered(self, account: StoredAccount, password: str) -> None:
        if self._office.db.reading_only is not None:
            return
        renewed = accounts.hashed(_plain(password)) if accounts.is_outdated(account.password) else ""
        with self._office.db.write() as c:
            accounts.entered(c, account.id, self._now())
            if renewed:
                accounts.set_password(c, account.id, renewed)

    def _begin(self, c: Connection) -> None:
        if not has_accounts(c):
            settings_table.save(c, {ACCOUNTS: "1"})

    def _now(self) -> datetime:
        """Office time to the second."""
        return self._office.clock().replace(microsecond=0)


def _known(c: Connection, name: str) -> StoredAccount:
    account = accounts.named(c, name)
    if account is None:
        raise NotFound(f"没有“{name}”这个账户。请看 people 或“设置 · 人员”里的名单。")
    return account


def _usable(c: Connection, name: str) -> StoredAccount:
    account = accounts.named(c, name)
    if account is None or not account.active:
        raise LogInRefused(f"没有“{name}”这个账户，或者已经停用。没有登录。")
    return account


def _keep_one(c: Connection, account: StoredAccount) -> None:
    """Raises PeopleRefused where no other administrator would be left."""
    others = (one for one in accounts.every(c) if one.active and one.id != account.id)
    if not any(one.role is Role.ADMINISTRATOR for one in others):
        raise PeopleRefused(f"“{account.name}”是唯一的管理员，没有变动。请先让另一个人当管理员。")


def _hashed(password: str, name: str) -> str:
    plain = _plain(password)
    fault = password_fault(plain, name)
    if fault:
        raise PeopleRefused(f"{fault}。没有变动。")
    return accounts.hashed(plain)


def _plain(password: str) -> str:
    """The same password from every keyboard and input method."""
    return unicodedata.normalize("NFKC", password)
