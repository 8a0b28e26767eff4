"""A screen of a size that offices have, for windows that nobody sees: Qt's own is 800 by 800."""

from __future__ import annotations

import json
from pathlib import Path


def platform_of(folder: Path, width: int, height: int) -> str:
    """QT_QPA_PLATFORM for one screen of so many pixels; ``folder`` keeps its description for as long as it is used."""
    one = {"name": "one", "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": 1.0}
    described = folder / "screen.json"
    described.write_text(json.dumps({"synchronousWindowSystemEvents": False, "screens": [one]}), "utf-8")
    return f"offscreen:configfile={described}"
