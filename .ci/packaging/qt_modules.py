"""Qt's own Python modules, compiled here once, so that the delivered program need not do it at each start.

PySide6 carries them as packed source and compiles them whenever it is loaded, which takes a twelfth of the time to
the first page. It takes them from ``shiboken6/files.dir`` where that is; its own switch for it is ``SBK_EMBED``, which
would write into the installed program. Without the folder everything goes as before.
"""

from __future__ import annotations

import importlib
import py_compile
from pathlib import Path

FOLDER = "shiboken6/files.dir"


def compiled_modules(made: Path) -> list[tuple[str, str]]:
    """(compiled file, folder in the program) of each, for PyInstaller's ``datas``; they are written below ``made``."""
    importlib.import_module("shiboken6.Shiboken")  # brings the modules along
    _place, importer = importlib.import_module("signature_bootstrap").prepare_zipfile()
    importer.zfile.extractall(made / FOLDER)
    entries = []
    for source in sorted((made / FOLDER / "shibokensupport").rglob("*.py")):
        told = source.relative_to(made / FOLDER).as_posix()
        compiled = py_compile.compile(
            str(source),
            str(source.with_suffix(".pyc")),
            told,
            doraise=True,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        entries.append((str(compiled), source.parent.relative_to(made).as_posix()))
    return entries
