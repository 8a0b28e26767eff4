"""The program itself: its files, faces, licences, and the libraries that it brings."""

from __future__ import annotations

from importlib import import_module

from hotline_desktop.selftest.bench import Bench, Failed, expect
from hotline_desktop.system.build import foundations, this_build
from hotline_desktop.system.paths import forms_dir, licences_dir, resources_dir

_ALL_FACES = "新海镇工单"
_RARE = "𠂇"
_FOLDERS = ("fonts", "icons", "manual", "theme", "workdays", "example", "licenses")
# Everything that the program imports from others, and reportlab's compiled part, which it imports by a string: a
# packaged program has only what its builder saw.
LIBRARIES = (
    *(
        "PIL.Image",
        "PIL.ImageCms",
        "PySide6.QtWidgets",
        "alembic.command",
        "argon2",
        "charset_normalizer",
        "cryptography.hazmat",
    ),
    *("docx", "fontTools.ttLib", "holidays", "msoffcrypto", "olefile"),
    *("lxml.etree", "platformdirs", "pypdf", "pypdfium2", "pypinyin", "python_calamine", "reportlab", "rjieba"),
    *("segno", "shiboken6", "sqlalchemy", "sqlcipher3", "zstandard", "zxingcpp", "_rl_accel"),
)


def program_files(_bench: Bench) -> str:
    """Forms, icons and the rest lie where the program looks for them."""
    forms = list(forms_dir().glob("*.toml"))
    icons = list((resources_dir() / "icons").glob("*.svg"))
    pages = list((resources_dir() / "manual").glob("*.md"))
    lacking = [name for name in _FOLDERS if not any((resources_dir() / name).glob("*")) and name != "licenses"]
    if not forms or not icons or not pages or lacking:
        raise Failed("缺少表格定义、图标或使用说明，请重新安装程序")
    return f"{this_build()}：表格定义 {len(forms)} 个，图标 {len(icons)} 个，使用说明 {len(pages)} 页"


def fonts(_bench: Bench) -> str:
    """Every face has the letters that papers are set in."""
    from hotline_desktop.documents.faces.fonts import BUNDLED, FaceSet

    faces = FaceSet(resources_dir() / "fonts")
    for role in BUNDLED:
        expect(faces.missing(_ALL_FACES + _RARE, role), [], f"字体 {role} 缺少的字")
    return f"{len(BUNDLED)} 种字体，生僻字可以印"


def licences(_bench: Bench) -> str:
    """The texts under which the parts may be handed on."""
    names = {path.stem for path in licences_dir().rglob("*") if path.is_file()}
    lacking = {"LGPL-3.0", "GPL-3.0", "Qt", "Python"} - names
    expect(lacking, set(), "缺少的许可证全文")
    return f"许可证全文 {len(names)} 份"


def parts(_bench: Bench) -> str:
    """Libraries load, and say which they are."""
    from PySide6.QtCore import qVersion
    from sqlalchemy import create_engine

    from hotline_desktop.services.foundation.pinyin import readings

    # First, as it says which of its dictionaries pypinyin loads: the other is not delivered.
    expect(readings("海镇"), (frozenset({"hai"}), frozenset({"zhen"})), "汉字的读音")
    for name in LIBRARIES:
        try:
            import_module(name)
        except ImportError as error:
            raise Failed(f"{name} 装载不了（{type(error).__name__}），请重新安装程序") from error
    engine = create_engine("sqlite://")
    with engine.connect() as c:
        sqlite = c.exec_driver_sql("SELECT sqlite_version()").scalar_one()
    engine.dispose()
    found = {**foundations(), "Qt": qVersion(), "SQLite": sqlite}
    return "，".join(f"{name} {version}" for name, version in found.items())


def no_network(touched: list[str]) -> str:
    """Nothing of the program asked for another computer."""
    expect(sorted(set(touched)), [], "联网的动作")
    return "全程没有联网"
