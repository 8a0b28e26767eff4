"""Who sits at the computer, as the system names it."""

from __future__ import annotations


def user_name() -> str:
    """The name at the computer; empty where the system has none, as in a service or a stripped environment."""
    from getpass import getuser

    try:
        return getuser()
    except (OSError, KeyError, ImportError):  # on Windows without USERNAME Python looks for a module of Unix
        return ""
