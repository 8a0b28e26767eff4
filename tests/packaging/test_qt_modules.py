"""Qt's own Python modules go along compiled: nothing of them is compiled when the delivered program starts."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import shiboken6
from qt_modules import FOLDER, compiled_modules

ASK = "import sys, shiboken6; print(sys.modules['shibokensupport.signature.loader'].__file__)"


def test_qt_takes_its_modules_as_they_lie_beside_it(tmp_path: Path) -> None:
    delivered = tmp_path / "delivered"
    shutil.copytree(Path(shiboken6.__file__).parent, delivered / "shiboken6")
    for compiled, folder in compiled_modules(tmp_path / "made"):
        assert folder.startswith(FOLDER)
        (delivered / folder).mkdir(parents=True, exist_ok=True)
        shutil.copy(compiled, delivered / folder)

    there = {**os.environ, "PYTHONPATH": str(delivered)}
    run = subprocess.run([sys.executable, "-c", ASK], env=there, capture_output=True, text=True, check=False)

    assert run.stdout.strip() == str(delivered / FOLDER / "shibokensupport/signature/loader.pyc"), run.stderr
