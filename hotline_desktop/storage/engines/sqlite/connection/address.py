"""The URI by which SQLite is told which file to open, and how."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote


def read_only_address(path: Path, unchanging: bool = False) -> str:
    """The URI of ``path`` for reading only; ``unchanging`` promises that nobody writes: no log is looked for.

    ``Path.as_uri`` names the server of a network path as the URI's authority, which SQLite refuses: there the
    authority stays empty (``file:////server/share/…``).
    """
    text = path.absolute().as_posix()
    if not text.startswith("/"):
        text = f"/{text}"  # C:/…
    return f"file://{quote(text, safe='/:')}?mode=ro{'&immutable=1' if unchanging else ''}"
