"""What the delivered program may consist of: a library that brings something new is noticed by the build."""

import re
import tomllib
from pathlib import Path

import pytest
from parts import TABLES, Bundle, Entry, UnknownPart, licence_files
from pins import environment, needed, pins

PROJECT = Path(__file__).resolve().parents[2]
LOCK = tomllib.loads((PROJECT / "uv.lock").read_text("utf-8"))
PINS = (PROJECT / ".ci" / "requirements.txt").read_text("utf-8")


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def needs(system: str, architecture: str) -> set[str]:
    return needed(LOCK["package"], environment(system, architecture))


def entries_for(system: str, architecture: str) -> list[str]:
    return pins(PINS, needs(system, architecture), environment(system, architecture))


BUILDER_ONLY = {
    *("pyinstaller", "pyinstaller-hooks-contrib", "altgraph", "packaging", "setuptools", "pefile", "pywin32-ctypes"),
    "pycparser",
}


def kept(bundle: Bundle, *names: str) -> list[str]:
    entries: list[Entry] = [(name, f"/somewhere/{name}", "BINARY") for name in names]
    return [name for name, _, _ in bundle.kept(entries)]


def test_every_library_of_the_program_is_named_with_its_licence() -> None:
    named = {plain(name) for name in tomllib.loads(TABLES.read_text("utf-8"))["parts"]}
    everywhere = needs("linux", "x86_64") | needs("linux", "aarch64") | needs("windows", "AMD64")
    assert named == everywhere - BUILDER_ONLY


def test_the_text_of_every_parts_licence_goes_along() -> None:
    bundle = Bundle.read(windows=False)
    with_text = {folder.split("/")[1] for _, folder in licence_files(bundle)}
    # These wheels carry no text: resources/licenses has it.
    assert set(bundle.distributions()) - with_text == {"PySide6_Essentials", "rjieba", "shiboken6"}
    assert all(Path(file).is_file() for file, _ in licence_files(bundle))


def test_a_library_that_nobody_named_stops_the_build() -> None:
    bundle = Bundle.read(windows=False)
    bundle.kept([("strange/_fast.so", "", "BINARY")])
    bundle.check_modules(["strange.inner", "json", "hotline_desktop.app", "PySide6.QtCore"])
    with pytest.raises(UnknownPart, match="strange"):
        bundle.stop_at_unknown()


def test_what_is_named_passes() -> None:
    bundle = Bundle.read(windows=False)
    names = ("PySide6/QtCore.abi3.so", "pillow.libs/libjpeg-1.so", "forms/disposal.toml", "libpython3.11.so.1.0")
    assert kept(bundle, *names) == list(names)
    bundle.stop_at_unknown()


def test_a_new_dll_beside_the_program_stops_the_build() -> None:
    bundle = Bundle.read(windows=True)
    assert kept(bundle, "python311.dll", "unicodedata.pyd") == ["python311.dll", "unicodedata.pyd"]
    bundle.stop_at_unknown()
    kept(bundle, "wine_surprise.dll")
    with pytest.raises(UnknownPart, match="wine_surprise"):
        bundle.stop_at_unknown()


def test_libraries_of_the_system_are_left_to_it() -> None:
    assert kept(Bundle.read(windows=False), "libGL.so.1", "libstdc++.so.6", "libgtk-3.so.0", "libffi.so.8") == [
        "libffi.so.8"
    ]


@pytest.mark.parametrize(
    ("name", "stays"),
    [
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        ("PySide6/Qt/translations/qtbase_zh_TW.qm", False),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6/Qt/translations/qt_help_zh_CN.qm", False),
        ("PySide6/translations/qtbase_zh_CN.qm", True),
        ("PySide6/translations/qtbase_pt_BR.qm", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", True),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/plugins/platforms/qdirect2d.dll", False),
        ("PySide6/Qt/plugins/platforms/libqwayland-egl.so", False),
        ("PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so", True),
        ("PySide6/Qt/plugins/imageformats/libqjpeg.so", True),
        ("PySide6/Qt/plugins/imageformats/libqwebp.so", False),
        ("PySide6/plugins/imageformats/qtiff.dll", False),
        ("pypinyin/pinyin_dict.json", True),
        ("pypinyin/phrases_dict.json", False),
        ("docx/templates/default.docx", True),
        ("docx/templates/default-docx-template/word/styles.xml", False),
        ("PySide6\\plugins\\imageformats\\qtga.dll", False),
        ("PySide6/Qt/plugins/printsupport/libcupsprintersupport.so", True),
        ("PySide6/opengl32sw.dll", False),
        ("python3.11/lib-dynload/_sqlite3.cpython-311-x86_64-linux-gnu.so", True),
        ("python3.11/lib-dynload/readline.cpython-311-x86_64-linux-gnu.so", False),
    ],
)
def test_only_what_the_program_uses_of_qt_and_python_goes_along(name: str, stays: bool) -> None:
    bundle = Bundle.read(windows="dll" in name)
    assert bool(kept(bundle, name)) is stays
    bundle.stop_at_unknown()


def test_every_exclusion_has_a_reason() -> None:
    tables = tomllib.loads(TABLES.read_text("utf-8"))
    reasons = {**tables["left_out"]["modules"], **tables["left_out"]["files"], **tables["parts"]}
    assert [name for name, reason in reasons.items() if not reason.strip()] == []


def test_pins_for_windows_answer_the_conditions_for_windows() -> None:
    entries = entries_for("windows", "AMD64")
    names = {entry.partition("==")[0] for entry in entries}
    assert {"pefile", "pywin32-ctypes", "pyside6-essentials"} <= names
    assert not names & {"pytest", "mypy", "hypothesis", "macholib", "colorama"}
    assert all(";" not in entry and "--hash=sha256:" in entry for entry in entries)


def test_pins_for_linux_have_nothing_of_windows() -> None:
    names = {entry.partition("==")[0] for entry in entries_for("linux", "x86_64")}
    assert "pyside6-essentials" in names
    assert not names & {"pefile", "pywin32-ctypes"}


@pytest.mark.parametrize(("architecture", "version"), [("x86_64", "6.8.3"), ("aarch64", "6.8.0.2")])
def test_each_processor_gets_the_one_version_of_qt_that_its_systems_carry(architecture: str, version: str) -> None:
    qt = [
        entry.split()[0] for entry in entries_for("linux", architecture) if entry.startswith(("pyside6", "shiboken6"))
    ]
    assert qt == [f"pyside6-essentials=={version}", f"shiboken6=={version}"]
