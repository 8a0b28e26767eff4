"""Passwords as they may be kept: argon2id, which costs whoever guesses a twentieth of a second and 64 MB each time."""

from __future__ import annotations


def hashed(password: str) -> str:
    """What is kept of a password, with its own salt."""
    from argon2 import PasswordHasher

    return PasswordHasher().hash(password)


def matches(kept: str, password: str) -> bool:
    """Whether ``kept`` was made from ``password``; False also where somebody wrote something else there."""
    from argon2 import PasswordHasher
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return PasswordHasher().verify(kept, password)
    except (Argon2Error, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether it was made with less work than is asked for today."""
    from argon2 import PasswordHasher

    return PasswordHasher().check_needs_rehash(kept)
