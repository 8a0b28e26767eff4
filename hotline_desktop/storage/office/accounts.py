"""The accounts of those who work in the office, and their passwords as they may be kept.

argon2id costs whoever guesses a twentieth of a second and 64 MB each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, insert, select, update

from hotline_desktop.domain.terms.roles import Role
from hotline_desktop.storage.chain import row_digests
from hotline_desktop.storage.tables import schema

_t = schema.accounts


@dataclass(frozen=True, slots=True)
class StoredAccount:
    """One account. ``failed_at`` is when the last of ``failures`` wrong passwords in a row was given."""

    id: int
    name: str
    role: Role
    password: str
    active: bool
    failures: int
    failed_at: datetime | None
    added_at: datetime | None
    entered_at: datetime | None


def every(c: Connection) -> tuple[StoredAccount, ...]:
    """All of them, in the order in which they were added."""
    return tuple(_account(row) for row in c.execute(select(_t).order_by(_t.c.id)))


def named(c: Connection, name: str) -> StoredAccount | None:
    """The account of that name."""
    row = c.execute(select(_t).where(_t.c.name == name)).first()
    return _account(row) if row is not None else None


def standing(c: Connection, account_id: int) -> tuple[Role, bool] | None:
    """The role of an account and whether it is active; None where there is none."""
    row = c.execute(select(_t.c.role, _t.c.active).where(_t.c.id == account_id)).first()
    return (Role(row.role), bool(row.active)) if row is not None else None


def add(c: Connection, name: str, role: Role, password: str, at: datetime) -> int:
    """A new account; its id."""
    row = insert(_t).values(name=name, role=role.value, password=password, added_at=_text(at))
    account_id = int(c.execute(row.returning(_t.c.id)).scalar_one())
    row_digests.touch(c, _t, [account_id])
    return account_id


def set_role(c: Connection, account_id: int, role: Role) -> None:
    """Gives the account another role."""
    row_digests.touch(c, _t, [account_id])
    c.execute(update(_t).where(_t.c.id == account_id).values(role=role.value))


def set_active(c: Connection, account_id: int, active: bool) -> None:
    """Lets the account be used, or not any more."""
    row_digests.touch(c, _t, [account_id])
    c.execute(update(_t).where(_t.c.id == account_id).values(active=int(active)))


def set_password(c: Connection, account_id: int, password: str) -> None:
    """Gives the account another password; wrong ones are forgotten."""
    row_digests.touch(c, _t, [account_id])
    c.execute(update(_t).where(_t.c.id == account_id).values(password=password, failures=0, failed_at=""))


def failed(c: Connection, account_id: int, failures: int, at: datetime) -> None:
    """Notes a wrong password."""
    c.execute(update(_t).where(_t.c.id == account_id).values(failures=failures, failed_at=_text(at)))


def entered(c: Connection, account_id: int, at: datetime) -> None:
    """Notes the right password."""
    c.execute(update(_t).where(_t.c.id == account_id).values(failures=0, failed_at="", entered_at=_text(at)))


def _text(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _account(row: Row[tuple[object, ...]]) -> StoredAccount:
    return StoredAccount(
        row.id,
        row.name,
        Role(row.role),
        row.password,
        bool(row.active),
        row.failures,
        _moment(row.failed_at),
        _moment(row.added_at),
        _moment(row.entered_at),
    )


def hashed(password: str) -> str:
    """The argon2id hash of a password, with a salt of its own."""
    from argon2 import PasswordHasher

    return PasswordHasher().hash(password)


def matches(kept: str, password: str) -> bool:
    """Whether ``kept`` is the hash of ``password``; False also where somebody wrote something else there."""
    from argon2 import PasswordHasher
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return PasswordHasher().verify(kept, password)
    except (Argon2Error, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    from argon2 import PasswordHasher

    return PasswordHasher().check_needs_rehash(kept)
