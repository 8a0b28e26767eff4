#!/usr/bin/env bash
# PyInstaller as a Windows program; runs inside the wine root. wine's output must be a pipe.
set -euo pipefail
cd /source
PYTHONDONTWRITEBYTECODE=1 timeout 5000 wine /build/windows/python/python.exe -m PyInstaller --noconfirm --log-level WARN \
    --distpath 'Z:\build\windows\dist' --workpath 'Z:\build\windows\work' build.spec </dev/null 2>&1 | cat
exit "${PIPESTATUS[0]}"
