"""What a password must be, and how long one waits after wrong ones."""

from __future__ import annotations

from datetime import timedelta

LEAST_LETTERS = 8
MOST_LETTERS = 128
# Seconds to wait after so many wrong passwords in a row; the last holds for every further one.
_WAITS = (0, 0, 0, 5, 15, 60, 300, 900)
RECORDED_FROM = 5  # wrong passwords in a row are written into the office's history


def password_fault(password: str, name: str) -> str:
    """Why ``password`` cannot be that of ``name``; empty where it can."""
    if len(password) < LEAST_LETTERS:
        return f"密码至少要 {LEAST_LETTERS} 位"
    if len(password) > MOST_LETTERS:
        return f"密码最多 {MOST_LETTERS} 位"
    if password.strip() != password:
        return "密码前后不能有空格"
    if len(set(password)) < 4:
        return "密码里不同的字符太少"
    if name and name in password:
        return "密码里不能有自己的姓名"
    return ""


def passphrase_fault(passphrase: str) -> str:
    """Why ``passphrase`` cannot protect data; empty where it can."""
    stripped = passphrase.strip()
    if len(stripped) < LEAST_LETTERS:
        return f"口令至少 {LEAST_LETTERS} 个字"
    if len(stripped) > MOST_LETTERS:
        return f"口令最多 {MOST_LETTERS} 个字"
    return "口令里不同的字太少" if len(set(stripped)) < 4 else ""


def wait_after(failures: int) -> timedelta:
    """How long no password is taken after ``failures`` wrong ones in a row."""
    return timedelta(seconds=_WAITS[min(failures, len(_WAITS) - 1)])


def wait_text(wait: timedelta) -> str:
    """``40 秒`` or ``12 分钟``, rounded up."""
    seconds = max(1, -int(-wait.total_seconds() // 1))
    return f"{seconds} 秒" if seconds < 120 else f"{-(-seconds // 60)} 分钟"
