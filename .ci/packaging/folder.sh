#!/usr/bin/env bash
# folder.sh OUT: the program's folder from this checkout's .venv, for trying it here; nothing is compressed.
set -euo pipefail
out=$1
mkdir -p "$out"
PYTHONDONTWRITEBYTECODE=1 "$PROJECT/.venv/bin/python" -m PyInstaller --noconfirm --log-level WARN \
    --distpath "$out" --workpath "$BUILD/work-here" build.spec >"$BUILD/logs/pyinstaller-here.log" 2>&1 ||
    { tail -n 20 "$BUILD/logs/pyinstaller-here.log" >&2; exit 1; }
"$PROJECT/.venv/bin/python" "$TOOLS/elf.py" "$out/hotline-desktop"
du -sm "$out/hotline-desktop" | awk '{print "== 文件夹 " $1 " MB"}'
