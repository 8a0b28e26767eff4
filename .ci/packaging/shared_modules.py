"""The first thing that the programs for Windows run: their modules lie in one file for both, not in each of them.

PyInstaller has opened the archive at the end of the program by then, which is empty; the same reader gets the other
file. The imports are PyInstaller's own, which are there before any module of ours.
"""

import os
import sys

from pyimod02_importers import pyz_archive

modules = os.path.join(sys._MEIPASS, "modules.pyz")  # noqa: PTH118, SLF001 — pathlib lies in the archive
try:
    pyz_archive.__init__(modules, 0, check_pymagic=True)
except Exception as error:
    # PyInstaller shows this in a window where there is no terminal.
    raise RuntimeError(f"程序文件不完整（{modules}），可能被安全软件隔离了。数据没有变动。请重新安装程序。") from error
