#!/usr/bin/env bash
# check_deb.sh OUT: inside a clean Debian without a network; pictures and reports go to OUT.
set -euo pipefail
# shellcheck source=/dev/null
source /source/.ci/packaging/checking.sh
# shellcheck source=/dev/null
source /source/.ci/packaging/moving.sh
hotline() { hotline-desktop "$@"; }
out=$1
mkdir -p "$out"
data=$HOME/.local/share/hotline_desktop
package=/build/out/${APP_ID}_${VERSION}_amd64.deb
files=/opt/apps/$APP_ID/files
names() { dpkg-deb --fsys-tarfile "$1" | tar -t | grep -v '/$' | sort; }
# Files that only the version before had.
nothing_left() {
    local name
    while read -r name; do
        [[ ! -e /$name ]] || { echo "/$name" >&2; return 1; }
    done < <(comm -23 <(names /build/check/older.deb) <(names "$package"))
}
install() { apt-get install -y -q --no-install-recommends "$1"; }

Xvfb :91 -screen 0 1366x768x24 >/dev/null 2>&1 &
export DISPLAY=:91
say "$(. /etc/os-release && echo "$PRETTY_NAME")，$(ldd --version | head -n 1)，Python：$(command -v python3 || echo 没有)"

must "装上一版" install /build/check/older.deb >"$out/install.txt" 2>&1
say "上一版：$(hotline-desktop --version)"
hotline-desktop >"$out/first.txt" 2>&1 & first=$!
must "第一次打开有引导" shown_window "$out/first.png"
kill $first && wait $first 2>/dev/null || true
# The first start above may have begun an office; an old one takes its place.
rm -rf "$data" && mkdir -p "$data" && tar -xf /build/check/old-office.tar -C "$data"
must "上一版能打开更早的数据" hotline-desktop tickets >/dev/null
shown_office "$data" >"$out/shown.json"

hotline-desktop >"$out/window.txt" 2>&1 &
window=$!
must "窗口打开" shown_window "$out/window.png"
say "内存 $(awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$window/status") MB"
hotline-desktop & second=$!
hotline-desktop & third=$!
wait $second $third
must "再点两次还是一个窗口" test "$(pgrep -c -x hotline-desktop)" -eq 1
refused "窗口开着时不更新" install "$package" >"$out/refused.txt" 2>&1
grep -q "请先关闭程序" "$out/refused.txt" || fail "没有说明为什么不更新"
must "不更新时原来的程序照常可用" hotline-desktop --version >/dev/null
kill $window && wait $window 2>/dev/null || true

must "更新" install "$package" >"$out/update.txt" 2>&1
must "上一版独有的文件不留" nothing_left
must "更新后工单、督办件、单位不变" same_office "$data" "$out/shown.json"
must "更新后数据完好" sound_office "$data" >/dev/null
write_secrets "$out"
shown_office "$data" >"$out/shown.json"
encrypt_office "$data" "$data" "$out/shown.json" "$out"
hotline-desktop >"$out/locked.txt" 2>&1 & locked=$!
must "加密的数据打开先问口令" shown_window "$out/locked.png"
kill $locked && wait $locked 2>/dev/null || true
decrypt_office "$data" "$out/shown.json"
say "新版：$(hotline-desktop --version)"
must "自检" hotline-desktop selftest --report "$out/selftest.json" >"$out/selftest.txt"
tail -n 1 "$out/selftest.txt"
must "不缺系统库" test -z "$(find "$files" -name '*.so*' -exec env LD_LIBRARY_PATH="$files/_internal:$files/_internal/PySide6/Qt/lib" \
    ldd {} \; 2>/dev/null | grep 'not found' | sort -u | grep -v libcups || true)"
must "菜单项" grep -q "^Exec=$files/hotline-desktop" "/usr/share/applications/$APP_ID.desktop"
must "图标" test -s "/opt/apps/$APP_ID/entries/icons/hicolor/scalable/apps/$APP_ID.svg"
must "卸载" apt-get remove -y -q "$APP_ID" >"$out/remove.txt" 2>&1
grep -q "工单数据不随程序删除" "$out/remove.txt" || fail "卸载没有说数据在哪里"
must "程序不留" test ! -e "$files/hotline-desktop"
must "数据还在" test -s "$data/hotline.db"
