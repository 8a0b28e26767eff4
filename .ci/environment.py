"""Makes .venv and installs the locked versions and the program into it; Windows, Linux, pip only.

    py -3.11 .ci\\environment.py        on Windows
    bash .ci/setup                      on Linux: looks after the system libraries first, then runs this

Versions and checksums come from .ci/requirements.txt, which `.ci/lock` writes out of uv.lock. No package
index is named there: pip asks whichever index or mirror this computer is configured for. Running it again is
cheap and safe.
"""

import hashlib
import importlib.util
import io
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
ENVIRONMENT = PROJECT / ".venv"
REQUIREMENTS = PROJECT / ".ci" / "requirements.txt"
# What the last complete installation was made from; missing while one is under way.
STAMP = ENVIRONMENT / "installed-from.txt"
OLDEST, NEWEST = (3, 11), (3, 13)
INSTALL = ("install", "--quiet", "--disable-pip-version-check", "--no-input")


def interpreter() -> Path:
    folder, name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return ENVIRONMENT / folder / name


def check_version() -> None:
    """Stop with a sentence in both languages when this Python is outside what the locked versions support."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        here, oldest, newest = (".".join(map(str, v[:2])) for v in (sys.version_info, OLDEST, NEWEST))
        sys.exit(
            f"需要 Python {oldest} 至 {newest}，当前是 {here}。请安装后重试，没有改动任何文件。\n"
            f"Python {oldest} to {newest} is needed, this is {here}. Nothing was changed."
        )


def is_usable() -> bool:
    """Whether .venv has a working Python of this version, with pip."""
    probe = "import sys, pip; print(*sys.version_info[:2])"
    try:
        run = subprocess.run([interpreter(), "-c", probe], capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return run.stdout.split() == [str(part) for part in sys.version_info[:2]]


def create() -> None:
    if is_usable():
        print("== .venv 已存在，沿用")
        return
    print("== 建立 Python 环境 .venv")
    if importlib.util.find_spec("ensurepip"):
        venv.create(ENVIRONMENT, clear=True, with_pip=True, symlinks=os.name != "nt")
    elif importlib.util.find_spec("pip"):
        # Debian without python3-venv: the system's pip can still fill an environment.
        venv.create(ENVIRONMENT, clear=True, with_pip=False, symlinks=os.name != "nt")
        subprocess.run([sys.executable, "-m", "pip", "--python", interpreter(), *INSTALL, "pip"], check=True)
    else:
        sys.exit(
            "这台电脑的 Python 缺少 venv 组件。请管理员执行：apt-get install python3-venv，然后重试。\n"
            "This Python has neither ensurepip nor pip; install python3-venv and run again."
        )


def fingerprint() -> str:
    """Changes whenever something must be installed anew: other pins, other project data, moved folder."""
    parts = (REQUIREMENTS.read_bytes(), (PROJECT / "pyproject.toml").read_bytes(), str(PROJECT).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def install() -> None:
    wanted = fingerprint()
    if STAMP.is_file() and STAMP.read_text("utf-8") == wanted:
        print("== 依赖已是锁定的版本，无需安装")
        return
    STAMP.unlink(missing_ok=True)
    print("== 按锁定的版本安装依赖（首次约下载 200 MB，请稍候）")
    pip = (interpreter(), "-m", "pip", *INSTALL)
    subprocess.run([*pip, "--require-hashes", "-r", REQUIREMENTS], check=True)
    print("== 安装本程序（可编辑方式，改代码即生效）")
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", PROJECT], check=True)
    STAMP.write_text(wanted, "utf-8")


def main() -> None:
    # A console that cannot show a character must not stop the installation.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace", line_buffering=True)
    check_version()
    try:
        create()
        install()
    except subprocess.CalledProcessError:
        sys.exit(
            "安装没有完成，原因见上面 pip 的提示（多半是网络或镜像）。已装的保留，修好后再运行一次。\n"
            "Installation did not finish; see pip's message above, then run this again."
        )
    except OSError as error:
        free_mb = shutil.disk_usage(PROJECT).free // 1_000_000
        sys.exit(f"安装没有完成：{error}（磁盘剩余 {free_mb} MB）。修好后再运行一次即可。")
    print("== 环境就绪")


if __name__ == "__main__":
    main()
