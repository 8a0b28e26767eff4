"""Where the program's own files and the office's data lie on this machine.

The program runs in three shapes: frozen by PyInstaller, from a source checkout, and as an installed
wheel. Only this module knows the difference; everyone else receives folders.
"""

import os
import sys
from pathlib import Path, PurePath

from hotline_desktop.system.one_line import first_line

APP_FOLDER = "hotline_desktop"
_CHOSEN = "data_dir.txt"  # where the data lies, if not beside this file
_PACKAGE_DIR = Path(__file__).resolve().parent.parent
# Where Linux desktops show disks, and how far below: /run/media/USER/DISK, /media/USER/DISK, /mnt/DISK.
_MOUNTS = ((Path("/run/media"), 2), (Path("/media"), 2), (Path("/mnt"), 1))


def resources_dir() -> Path:
    """Folder of fonts, icons, theme and manual; FileNotFoundError when the program is incomplete."""
    return _program_folder("resources")


def forms_dir() -> Path:
    """Folder of the form definitions (TOML); FileNotFoundError when the program is incomplete."""
    return _program_folder("forms")


def licences_dir() -> Path:
    """Folder of the licence texts: of all parts in the packaged program, otherwise of what has none elsewhere."""
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) / "licenses" if bundle is not None else resources_dir() / "licenses"


def old_offices_dir() -> Path:
    """Folder of offices that earlier versions made, for the self-test; an installed wheel has none."""
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) / "offices" if bundle is not None else _PACKAGE_DIR.parent / "tests" / "offices"


def default_data_dir() -> Path:
    """The user's folder for the office's data: the one that was chosen, else by the platform's convention.

    It need not exist yet. Raises OSError with a Chinese reason where the choice is written down but cannot be read:
    the usual folder instead would quietly begin a new office.
    """
    usual = usual_data_dir()
    try:
        written = first_line(usual / _CHOSEN).strip()
    except (FileNotFoundError, NotADirectoryError):
        written = ""
    except (OSError, ValueError, RuntimeError) as error:
        raise OSError(
            f"文件“{_CHOSEN}”写着数据放在哪里，现在读不出来。数据没有变动，也没有另建新的。请管理员看{usual}里的这个文件。"
        ) from error
    return usual / Path(written).expanduser() if written else usual


def remember_data_dir(folder: Path) -> None:
    """Takes ``folder`` as the place of the data from the next start on. Raises OSError where it cannot be kept."""
    folder.mkdir(parents=True, exist_ok=True)
    usual = usual_data_dir()
    usual.mkdir(parents=True, exist_ok=True)
    if folder == usual:
        (usual / _CHOSEN).unlink(missing_ok=True)
    else:
        made = usual / f"{_CHOSEN}.part"  # an empty file, as a full disk leaves it, would mean the usual folder
        made.write_text(str(folder), "utf-8")
        made.replace(usual / _CHOSEN)


def usual_data_dir() -> Path:
    """The user's folder for the office's data by the platform's convention."""
    import platformdirs

    return Path(platformdirs.user_data_dir(APP_FOLDER, appauthor=False))


def absent_disk(folder: Path) -> str:
    """The disk or network place that ``folder`` lies on, where that is not connected now; empty where it is.

    To make the folder there would quietly begin a new office, on another disk.
    """
    folder = folder.absolute()
    if folder.drive:
        anchor = Path(folder.anchor)
        return "" if anchor.exists() else str(anchor)
    for place, depth in _MOUNTS:
        if place in folder.parents:
            disk = Path(*folder.parts[: len(place.parts) + depth])
            if disk != place and len(disk.parts) == len(place.parts) + depth and not disk.exists():
                return disk.name
    return ""


def font_folders() -> tuple[Path, ...]:
    """Where this system keeps the faces of its programs, those of the user among them."""
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
        return (Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts", local / "Microsoft" / "Windows" / "Fonts")
    return (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts")


def how_to_repair() -> str:
    """What to do where a part of the program or of the system is missing: a sentence that holds for this shape."""
    if (_PACKAGE_DIR.parent / ".ci" / "setup").is_file():
        return "请先运行 bash .ci/setup（Windows 上 py -3.11 .ci\\environment.py）装好所需的一切。"
    return "请重新安装程序；装好后仍是这样的，请管理员看使用说明里“给信息管理人员”一页。"


def is_of_the_program(path: PurePath) -> bool:
    """Whether ``path`` lies among the program's own files, which nobody but an installer puts there."""
    own = [root / name for root in _program_roots() for name in ("resources", "forms")]
    own += [Path(bundle) for bundle in (getattr(sys, "_MEIPASS", None),) if bundle is not None]
    return any(folder in path.parents for folder in own)


def incomplete(missing: object) -> str:
    """What is said where a part of the program is missing, as when a virus scanner took it away."""
    what = f"程序文件不完整（缺少 {missing}），可能被安全软件隔离了。"
    return f"{what}这一步没有完成，已经保存的没有受影响。{how_to_repair()}"


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
