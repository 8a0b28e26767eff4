#!/usr/bin/env bash
# linux.sh [amd64|arm64]: the .deb and the .tar.xz; called by .ci/package linux.
set -euo pipefail
# shellcheck source=/dev/null
source "$TOOLS/roots.sh"
# shellcheck source=/dev/null
source "$TOOLS/wheels.sh"
architecture=${1:-amd64}
python=/opt/python/bin/python3.11
case $architecture in
    amd64) ROOT=debian11 machine=x86_64 newest_glibc=28 folder=$BUILD/linux ;;
    # The oldest that Qt's wheel for this processor runs on.
    arm64) ROOT=debian11-arm64 machine=aarch64 newest_glibc=31 folder=$BUILD/linux-arm64 ;;
    *) echo "linux: amd64 arm64" >&2 && exit 2 ;;
esac

make_python() {
    make_root debian11 bullseye
    [[ -x $BUILD/roots/debian11$python ]] && return
    echo "== Python 3.11（首次约 6 分钟）"
    debian_sources "$BUILD/sources" bookworm python3.11
    debian_sources "$BUILD/sources" trixie sqlite3
    mkdir -p "$BUILD/python"
    in_root debian11 "apt-get -qq update && bash /source/.ci/packaging/old_python.sh /build/sources /build/python /opt/python"
}

# Compiled by this computer's processor, which is ten times as quick as the emulated one.
make_foreign_python() {
    make_root "$ROOT" bullseye "$architecture"
    [[ -x $BUILD/roots/$ROOT$python ]] && return
    echo "== Python 3.11，$architecture"
    # A root of its own: foreign packages would pull newer ones into the one that the delivered program is made in.
    copy_root debian11 debian11-cross
    mkdir -p "$BUILD/python-$architecture"
    in_root debian11-cross \
        "bash /source/.ci/packaging/old_python.sh /build/sources /build/python-$architecture /opt/python $architecture"
    rm -rf "$BUILD/roots/debian11-cross" "$BUILD/roots/$ROOT/opt/python"
    mkdir -p "$BUILD/roots/$ROOT/opt"
    cp -a "$BUILD/python-$architecture/opt/python" "$BUILD/roots/$ROOT/opt/"
    in_root "$ROOT" "apt-get -qq update && apt-get install -y -qq --no-install-recommends binutils libffi7 libssl1.1 \
        libbz2-1.0 liblzma5 libuuid1 zlib1g >/build/logs/python-$architecture.log 2>&1
        $python -c 'import _elementtree, bz2, ctypes, lzma, pyexpat, sqlite3, ssl, uuid'"
}

make_python
[[ $architecture == amd64 ]] || make_foreign_python
# What Qt loads: PyInstaller follows it, and the icon is drawn with it.
in_root "$ROOT" 'dpkg -s libgssapi-krb5-2 libxcb-cursor0 >/dev/null 2>&1 || { apt-get -qq update &&
    apt-get install -y -qq --no-install-recommends libgl1 libegl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libcups2 \
        libgssapi-krb5-2 libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 \
        libxcb-render-util0 libxcb-shape0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1; } >/build/logs/qt-libraries.log 2>&1'

echo "== 依赖"
mapfile -t names < <(manylinux $machine $newest_glibc)
fetch_wheels "$BUILD/wheels-$(basename "$folder")" linux $machine "${names[@]}"
in_root --offline "$ROOT" "bash /source/.ci/packaging/linux_environment.sh /build/wheels-$(basename "$folder")"

echo "== 程序文件夹"
in_root --offline --env "HOTLINE_COMMIT=$HOTLINE_COMMIT" --env "HOTLINE_COMMIT_TIME=$HOTLINE_COMMIT_TIME" "$ROOT" \
    "cd /source && PYTHONDONTWRITEBYTECODE=1 /opt/hotline/bin/python -m PyInstaller --noconfirm --log-level WARN \
        --distpath /build/$(basename "$folder") --workpath /build/work-$(basename "$folder") build.spec" \
    >"$BUILD/logs/pyinstaller-$(basename "$folder").log" 2>&1 ||
    { tail -n 20 "$BUILD/logs/pyinstaller-$(basename "$folder").log" >&2; exit 1; }
program=$folder/hotline-desktop
"$PYTHON" "$TOOLS/elf.py" "$program" --glibc 2.$newest_glibc --report "$BUILD/out/libraries-$architecture.json"

echo "== 安装包"
bash "$TOOLS/deb.sh" "$program" $architecture 2.$newest_glibc
bash "$TOOLS/tar.sh" "$program" $machine
bash "$TOOLS/tell.sh" "$program" 285 115 "${APP_ID}_${VERSION}_$architecture.deb" "hotline-desktop-$VERSION-linux-$machine.tar.xz"
