"""What the executable says about itself: which build it is, Windows' version resource, the icon."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PyInstaller.utils.win32.versioninfo import VSVersionInfo

PRODUCT = "12345热线工单"
_CHINESE, _UNICODE = 0x0804, 1200
_ICON_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


def version(root: Path) -> str:
    """The program's version, from the one place where it stands."""
    text = (root / "hotline_desktop" / "__init__.py").read_text("utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    assert found, "no __version__"
    return found[1]


def center(root: Path) -> str:
    """The centre that the program is delivered for."""
    return str(tomllib.loads((root / "resources" / "defaults.toml").read_text("utf-8"))["center"])


def build_identity(root: Path, folder: Path) -> Path:
    """A file that says which state of the source this is; the program shows it.

    Where there is no history (another root, Windows) ``HOTLINE_COMMIT`` and ``HOTLINE_COMMIT_TIME`` (seconds) tell it.
    """
    commit = os.environ.get("HOTLINE_COMMIT") or _git(root, "rev-parse", "--short=10", "HEAD")
    seconds = os.environ.get("HOTLINE_COMMIT_TIME") or _git(root, "show", "-s", "--format=%ct", "HEAD")
    day = datetime.fromtimestamp(int(seconds), UTC).date().isoformat() if seconds else ""
    path = folder / "build.json"
    path.write_text(json.dumps({"version": version(root), "commit": commit, "date": day}), "utf-8")
    return path


def version_resource(root: Path, name: str) -> VSVersionInfo:
    """What Windows shows under 属性 → 详细信息. Only on Windows: PyInstaller needs pefile for it."""
    from PyInstaller.utils.win32 import versioninfo as info

    text = version(root)
    numbers = tuple(int(part) for part in (re.findall(r"\d+", text) + ["0"] * 4)[:4])
    words = {
        "CompanyName": center(root),
        "FileDescription": PRODUCT,
        "FileVersion": text,
        "InternalName": name,
        "LegalCopyright": "木兰宽松许可证第2版（Mulan PSL v2）",
        "OriginalFilename": f"{name}.exe",
        "ProductName": PRODUCT,
        "ProductVersion": text,
    }
    table = info.StringTable(f"{_CHINESE:04X}{_UNICODE:04X}", [info.StringStruct(*pair) for pair in words.items()])
    return info.VSVersionInfo(
        ffi=info.FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[
            info.StringFileInfo([table]),
            info.VarFileInfo([info.VarStruct("Translation", [_CHINESE, _UNICODE])]),
        ],
    )


def write_icon(root: Path, folder: Path) -> Path:
    """The program's drawing as an icon of every size that Windows asks for, each drawn for itself."""
    from PIL import Image
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    drawing = QSvgRenderer(str(root / "resources" / "icons" / "app.svg"))
    pictures = []
    for size in _ICON_SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        drawing.render(painter)
        painter.end()
        held = QBuffer()
        held.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(held, "PNG")  # type: ignore[call-overload]
        pictures.append(Image.open(io.BytesIO(held.data().data())))
    path = folder / "hotline.ico"
    pictures[-1].save(path, sizes=[(size, size) for size in _ICON_SIZES], append_images=pictures[:-1])
    return path


def _git(root: Path, *arguments: str) -> str:
    try:
        run = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True, timeout=20)
    except (OSError, subprocess.SubprocessError):
        return ""
    return run.stdout.strip()
