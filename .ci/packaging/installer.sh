#!/usr/bin/env bash
# installer.sh FOLDER: the Chinese installer for one user of a Windows PC, and the checksums.
set -euo pipefail
folder=$1
stage=$BUILD/installer
mkdir -p "$stage"
"$PROJECT/.venv/bin/python" - "$PROJECT" "$stage" <<'PYTHON'
import sys
from pathlib import Path
root, stage = map(Path, sys.argv[1:])
sys.path.insert(0, str(root / ".ci" / "packaging"))
from executable import write_icon
write_icon(root, stage)
PYTHON
size_kb=$(du -sk "$folder" | cut -f1)
# The script is UTF-8 without a mark in the source; makensis is told so.
nice makensis -V2 -INPUTCHARSET UTF8 "-DVERSION=$VERSION" "-DCOMPANY=$CENTER" "-DFOLDER=$folder" "-DSIZE_KB=$size_kb" \
    "-DICON=$stage/hotline.ico" "-DCOMPRESSION=${NSIS_COMPRESSION:-lzma}" \
    "-DOUT=$BUILD/out/hotline-desktop-$VERSION-windows-x64.exe" "$TOOLS/installer.nsi"
rm -rf "$stage"
