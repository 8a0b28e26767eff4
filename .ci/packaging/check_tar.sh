#!/usr/bin/env bash
# check_tar.sh ARCHIVE: as an ordinary user of a clean Debian without a network.
set -euo pipefail
# shellcheck source=/dev/null
source /source/.ci/packaging/checking.sh
archive=$1
cd "$HOME"
mkdir "下 载" && tar --extract --xz --file "$archive" --directory "下 载"
unpacked=$(echo "$HOME/下 载"/hotline-desktop-*)
must "不装直接运行" "$unpacked/hotline-desktop" --version
must "装到自己的文件夹" sh "$unpacked/install.sh"
program=$HOME/.local/opt/hotline-desktop/hotline-desktop
menu=$HOME/.local/share/applications/cn.xinhai.hotline.desktop
must "菜单项指向它" grep -q "^Exec=\"$program\"" "$menu"
must "建数据" "$program" units add 海虹居委 group=村居 >/dev/null
QT_QPA_PLATFORM=offscreen "$program" >/dev/null 2>&1 &
window=$!
sleep 15
refused "开着时不更新" sh "$unpacked/install.sh" 2>/dev/null
refused "开着时不卸载" sh "$HOME/.local/opt/hotline-desktop/uninstall.sh" 2>/dev/null
kill $window && wait $window 2>/dev/null || true
must "更新" sh "$unpacked/install.sh" >/dev/null
must "自检" "$program" selftest | tail -n 1
must "卸载" sh "$HOME/.local/opt/hotline-desktop/uninstall.sh"
must "程序和菜单项不留" test ! -e "$program" -a ! -e "$menu"
must "数据还在" test -s "$HOME/.local/share/hotline_desktop/hotline.db"
