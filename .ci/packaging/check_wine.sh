#!/usr/bin/env bash
# check_wine.sh INSTALLER OUT OLDER: inside the wine root without a network; pictures and reports go to OUT.
set -euo pipefail
# shellcheck source=/dev/null
source /source/.ci/packaging/checking.sh
# shellcheck source=/dev/null
source /source/.ci/packaging/moving.sh
installer=$1 out=$2 older=$3
hotline() { windows "$program/hotline.exe" "$@"; }
mkdir -p "$out"
users=$WINEPREFIX/drive_c/users/root
program=$users/AppData/Local/Programs/hotline_desktop
data=$users/AppData/Local/hotline_desktop
windows() { timeout 2400 wine "$@" </dev/null 2>&1 | cat; return "${PIPESTATUS[0]}"; }

must "静默安装上一版" windows "$older" /S
must "程序装好" test -e "$program/hotline-desktop.exe" -a -e "$program/hotline.exe" -a -e "$program/uninstall.exe"
must "开始菜单和桌面" test -n "$(find "$users" "$WINEPREFIX/drive_c/ProgramData" -name '12345热线工单.lnk' | sed -n 2p)"
windows reg query 'HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\hotline_desktop' >"$out/registry.txt"
grep -q DisplayVersion "$out/registry.txt" || fail "登记的版本"
must "上一版的版本" hotline --version
wine "$program/hotline-desktop.exe" </dev/null >/dev/null 2>&1 &
must "第一次打开有引导" shown_window "$out/first.png"
kill $(pgrep -f 'hotline-desktop\.exe') && sleep 3
rm -rf "$data" && mkdir -p "$data" && tar -xf /build/check/old-office.tar -C "$data"
here='C:\users\root\AppData\Local\hotline_desktop'
must "上一版能打开更早的数据" hotline tickets >/dev/null
shown_office "$here" >"$out/shown.json"
touch "$program/_internal/left-by-the-version-before"

wine "$program/hotline-desktop.exe" </dev/null >/dev/null 2>&1 &
must "窗口打开" shown_window "$out/window.png"
refused "窗口开着时不更新（退出码 3）" windows "$installer" /S
must "不更新时原来的文件都在" test -e "$program/_internal/left-by-the-version-before"
refused "窗口开着时不卸载" windows "$program/uninstall.exe" /S "_?=$(winepath -w "$program")"
timeout 90 wine "$program/hotline-desktop.exe" </dev/null >/dev/null 2>&1 & second=$!
timeout 90 wine "$program/hotline-desktop.exe" </dev/null >/dev/null 2>&1 & third=$!
must "再点一次，窗口不多开" wait $second
must "连点两次，窗口不多开" wait $third
kill $(pgrep -f 'hotline-desktop\.exe') # of this root's own processes: it has a name space of its own
sleep 3

must "更新" windows "$installer" /S
must "上一版的文件不留" test ! -e "$program/_internal/left-by-the-version-before"
must "更新后的版本" hotline --version
must "更新后工单、督办件、单位不变" same_office "$here" "$out/shown.json"
must "更新后数据完好" sound_office "$here" >/dev/null
write_secrets "$out"
shown_office "$here" >"$out/shown.json"
encrypt_office "$here" "$data" "$out/shown.json" 'Z:\build\check\wine'
wine "$program/hotline-desktop.exe" </dev/null >/dev/null 2>&1 &
must "加密的数据打开先问口令" shown_window "$out/locked.png"
kill $(pgrep -f 'hotline-desktop\.exe') && sleep 3
decrypt_office "$here" "$out/shown.json"
must "自检（有终端的程序）" windows "$program/hotline.exe" selftest --report 'Z:\build\check\wine\selftest.json' >"$out/selftest.txt"
tail -n 1 "$out/selftest.txt"
must "自检（窗口程序，没有终端）" windows "$program/hotline-desktop.exe" selftest --report 'C:\自检 报告.txt'
grep -q "自检全部通过" "$WINEPREFIX/drive_c/自检 报告.txt" || fail "窗口程序的自检报告"
must "装到别处" windows "$installer" /S '/D=C:\热线程序'
must "别处能运行" windows "$WINEPREFIX/drive_c/热线程序/hotline.exe" --version
must "卸载" windows "$WINEPREFIX/drive_c/热线程序/uninstall.exe" /S '_?=C:\热线程序'
must "程序不留" test ! -e "$WINEPREFIX/drive_c/热线程序/_internal"
must "数据还在" test -s "$data/hotline.db"
