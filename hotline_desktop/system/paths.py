"""Where the program's own files and the office's data lie on this machine.

The program runs in three shapes: frozen by PyInstaller, from a source checkout, and as an installed
wheel. Only this module knows the difference; everyone else receives folders.
"""

import sys
from pathlib import Path

import platformdirs

APP_FOLDER = "hotline_desktop"
_PACKAGE_DIR = Path(__file__).resolve().parent.parent


def resources_dir() -> Path:
    """Folder of fonts, icons, theme and manual; FileNotFoundError when the program is incomplete."""
    return _program_folder("resources")


def forms_dir() -> Path:
    """Folder of the form definitions (TOML); FileNotFoundError when the program is incomplete."""
    return _program_folder("forms")


def default_data_dir() -> Path:
    """The user's folder for the office's data, by the platform's convention; it need not exist yet."""
    return Path(platformdirs.user_data_dir(APP_FOLDER, appauthor=False))


def _program_folder(name: str) -> Path:
    candidates = _program_roots()
    for root in candidates:
        if (root / name).is_dir():
            return root / name
    searched = "、".join(str(root) for root in candidates)
    raise FileNotFoundError(f"程序文件不完整：在 {searched} 中找不到“{name}”文件夹。数据没有改动，请重新安装程序。")


def _program_roots() -> tuple[Path, ...]:
    """Folders that may hold the program's own files, the most specific first."""
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        return (Path(bundle),)
    # A wheel carries its files inside the package; a checkout has them beside it.
    return (_PACKAGE_DIR / "_share", _PACKAGE_DIR.parent)
