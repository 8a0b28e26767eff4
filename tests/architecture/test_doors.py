"""What only one place may do: start threads, ask the clerk in a window of its own, read the clock, use a library."""

import ast
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

# Where each may stand, and why there.
THREADS = {
    "gui/shell/background/jobs.py": "the window's workers: one for the database, one beside it, two that draw",
    "exchange/opening/reader.py": "a timer that ends a child which never comes back from a damaged file",
}
DIALOGS = {
    "gui/shell/dialogs/prompts.py": "every question and message",
    "gui/shell/dialogs/boxes.py": "their frames",
    "gui/shell/printing/printing.py": "the system's own dialog of printers",
    "gui/shell/keeping/keeping.py": "the farewell while the day is backed up: the window is closing",
    "gui/shell/access/concealing.py": "the lock over questions that wait: it asks nothing but the password",
    "gui/start.py": "there is no window yet that could say it",
}
CLOCK = {"system/clock.py": "the office's clock, handed on as an argument"}
AGES = {
    "files/unfinished.py": "the age of a file, by the clock that stamped it",
}
# The room, or the file, that each library of pyproject.toml belongs to, by the name under which it is imported.
LIBRARIES = {
    "PySide6": "gui",
    "shiboken6": "gui",
    "sqlalchemy": "storage",
    "alembic": "storage",
    "zstandard": "storage/engines/sqlite/texts/packing.py",
    "sqlcipher3": "storage/engines/sqlite/connection/libraries.py",
    "argon2": "storage",
    "cryptography": "storage files/spool.py",
    "charset_normalizer": "exchange",
    "msoffcrypto": "exchange",
    "olefile": "exchange",
    "python_calamine": "exchange",
    "docx": "documents",
    "lxml": "documents",
    "PIL": "documents",
    "pypdf": "documents",
    "reportlab": "documents",
    "fontTools": "documents",
    "rl_accel": "documents",
    "segno": "documents",
    "zxingcpp": "documents",
    "pypdfium2": "documents gui/kit/pdf_pages.py",
    "holidays": "services/foundation/official_days.py",
    "pypinyin": "services/foundation/pinyin.py",
    "rjieba": "documents/typesetting/titles.py",
    "platformdirs": "system/paths.py",
}
_THREADS = {
    "Thread", "Timer", "ThreadPoolExecutor", "ProcessPoolExecutor", "QThread", "QThreadPool", "QRunnable", "Process",
    "start_new_thread",
}  # fmt: skip
_DIALOGS = {"QMessageBox", "QDialog", "QInputDialog", "QFileDialog", "QPrintDialog", "QProgressDialog", "QErrorMessage"}
_CLOCK = {"datetime.now", "datetime.today", "datetime.utcnow", "date.today", "time.localtime", "time.ctime"}
_QT_CLOCK = {"currentDateTime", "currentDate", "currentTime", "currentDateTimeUtc"}


Modules = Mapping[str, ast.Module]


@pytest.fixture
def modules(trees: Modules) -> Modules:
    """Every module by its path below the package; what the packaged program checks about itself looks everywhere."""
    return {name: tree for name, tree in trees.items() if not name.startswith("selftest/")}


def text_of(node: ast.expr) -> str:
    """``datetime.now`` of a name with its parts; empty for anything else."""
    if isinstance(node, ast.Attribute):
        return f"{text_of(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


def started(tree: ast.Module) -> Iterator[str]:
    """Threads and processes that are made here, or classes of them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and text_of(node.func).rpartition(".")[2] in _THREADS:
            yield text_of(node.func)
        if isinstance(node, ast.ClassDef):
            yield from (text_of(base) for base in node.bases if text_of(base).rpartition(".")[2] in _THREADS)


def asked(tree: ast.Module) -> Iterator[str]:
    """Dialogs that are made here: by their class, as a class of one's own, or through a function of the class."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _DIALOGS & set(text_of(node.func).split(".")):
            yield text_of(node.func)
        if isinstance(node, ast.ClassDef):
            yield from (text_of(base) for base in node.bases if text_of(base) in _DIALOGS)


def clocks(tree: ast.Module) -> Iterator[str]:
    """Readings of the clock, and functions that read it handed on."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (text_of(node) in _CLOCK or node.attr in _QT_CLOCK):
            yield text_of(node)


def ages(tree: ast.Module) -> Iterator[str]:
    """Readings of the seconds that files are stamped with."""
    yield from (
        text_of(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and text_of(node) == "time.time"
    )


def libraries(tree: ast.Module) -> Iterator[str]:
    """The libraries that a module imports, whenever it does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        if isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.partition(".")[0]


def elsewhere(found: Mapping[str, list[str]], doors: Mapping[str, str]) -> dict[str, list[str]]:
    return {name: text for name, text in found.items() if text and name not in doors}


def test_the_looks_find_what_they_are_for() -> None:
    source = """
class Busy(QThread): ...
class Ask(QDialog): ...
threading.Thread(target=f); QMessageBox.warning(None, "", ""); at = datetime.now(); default = date.today
age = time.time(); moment = QDateTime.currentDateTime()
import openpyxl.styles
"""
    tree = ast.parse(source)
    assert (sorted(started(tree)), sorted(asked(tree))) == (
        ["QThread", "threading.Thread"],
        ["QDialog", "QMessageBox.warning"],
    )
    assert sorted(clocks(tree)) == ["QDateTime.currentDateTime", "date.today", "datetime.now"]
    assert (list(ages(tree)), list(libraries(tree))) == (["time.time"], ["openpyxl"])


def test_threads_are_started_only_by_those_who_own_them(modules: Modules) -> None:
    assert elsewhere({name: list(started(tree)) for name, tree in modules.items()}, THREADS) == {}


def test_the_clerk_is_asked_through_one_door(modules: Modules) -> None:
    assert elsewhere({name: list(asked(tree)) for name, tree in modules.items()}, DIALOGS) == {}


def test_the_clock_is_read_in_one_place_and_handed_on(modules: Modules) -> None:
    assert elsewhere({name: list(clocks(tree)) for name, tree in modules.items()}, CLOCK) == {}
    assert elsewhere({name: list(ages(tree)) for name, tree in modules.items()}, AGES) == {}


def test_every_library_keeps_to_its_room(modules: Modules) -> None:
    strays = [
        f"{name}: {library}"
        for name, tree in modules.items()
        for library in libraries(tree)
        if library in LIBRARIES and not any(name.startswith(room) for room in LIBRARIES[library].split())
    ]
    assert strays == []


def test_every_library_that_the_program_needs_has_a_room() -> None:
    needed = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    imported_as = {
        "PySide6-Essentials": "PySide6", "argon2-cffi": "argon2", "charset-normalizer": "charset_normalizer",
        "msoffcrypto-tool": "msoffcrypto", "pillow": "PIL", "python-calamine": "python_calamine",
        "python-docx": "docx", "zxing-cpp": "zxingcpp", "SQLAlchemy": "sqlalchemy",
        "fonttools": "fontTools",
    }  # fmt: skip
    names = {line.partition(">")[0].partition("=")[0].partition("<")[0].strip() for line in needed}
    assert {imported_as.get(name, name) for name in names} <= LIBRARIES.keys()


def test_every_door_is_used(modules: Modules) -> None:
    looks = ((THREADS, started), (DIALOGS, asked), (CLOCK, clocks), (AGES, ages))
    unused = [name for doors, look in looks for name in doors if not list(look(modules[name]))]
    assert unused == []
