#!/usr/bin/env bash
# The .deb and the .tar.xz; called by .ci/package linux.
set -euo pipefail
# shellcheck source=/dev/null
source "$TOOLS/roots.sh"
# shellcheck source=/dev/null
source "$TOOLS/wheels.sh"
NEWEST_GLIBC=28
ROOT=debian11

make_root "$ROOT" bullseye
if [[ ! -x $BUILD/roots/$ROOT/opt/python/bin/python3.11 ]]; then
    echo "== Python 3.11（首次约 6 分钟）"
    debian_sources "$BUILD/sources" bookworm python3.11
    debian_sources "$BUILD/sources" trixie sqlite3
    mkdir -p "$BUILD/python"
    in_root "$ROOT" "apt-get -qq update && bash /source/.ci/packaging/old_python.sh /build/sources /build/python /opt/python"
fi
# What Qt loads: PyInstaller follows it, and the icon is drawn with it.
in_root "$ROOT" 'dpkg -s libgssapi-krb5-2 libxcb-cursor0 >/dev/null 2>&1 || { apt-get -qq update &&
    apt-get install -y -qq --no-install-recommends libgl1 libegl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libcups2 \
        libgssapi-krb5-2 libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 \
        libxcb-render-util0 libxcb-shape0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1; } >/build/logs/qt-libraries.log 2>&1'

echo "== 依赖"
mapfile -t names < <(manylinux x86_64 $NEWEST_GLIBC)
fetch_wheels "$BUILD/wheels-linux" linux x86_64 "${names[@]}"
in_root --offline "$ROOT" "bash /source/.ci/packaging/linux_environment.sh /build/wheels-linux"

echo "== 程序文件夹"
in_root --offline --env "HOTLINE_COMMIT=$HOTLINE_COMMIT" --env "HOTLINE_COMMIT_TIME=$HOTLINE_COMMIT_TIME" "$ROOT" \
    "cd /source && PYTHONDONTWRITEBYTECODE=1 /opt/hotline/bin/python -m PyInstaller --noconfirm --log-level WARN \
        --distpath /build/linux --workpath /build/work-linux build.spec" >"$BUILD/logs/pyinstaller-linux.log" 2>&1 ||
    { tail -n 20 "$BUILD/logs/pyinstaller-linux.log" >&2; exit 1; }
folder=$BUILD/linux/hotline-desktop
"$PYTHON" "$TOOLS/elf.py" "$folder" --glibc 2.$NEWEST_GLIBC --report "$BUILD/out/libraries.json"

echo "== 安装包"
bash "$TOOLS/deb.sh" "$folder" amd64
bash "$TOOLS/tar.sh" "$folder" x86_64
bash "$TOOLS/tell.sh" "$folder"
