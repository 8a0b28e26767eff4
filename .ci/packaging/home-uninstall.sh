#!/bin/sh
# 删去 install.sh 装的程序和菜单项；数据留着。
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=${XDG_DATA_HOME:-"$HOME/.local/share"}
menu=$data/applications/cn.xinhai.hotline.desktop
start=${XDG_CONFIG_HOME:-"$HOME/.config"}/autostart/hotline-desktop.desktop
if [ ! -e "$here/_internal" ] || [ ! -e "$here/hotline-desktop" ]; then
    echo "这里不是热线工单的程序文件夹，没有删除任何东西。" >&2
    exit 1
fi
if ! flock --nonblock --exclusive "$here/hotline-desktop" true; then
    echo "热线工单正在运行，没有卸载。请先关闭程序，再卸载一次。" >&2
    exit 1
fi
for entry in "$menu" "$start"; do
    if [ -e "$entry" ] && grep -qF "$here/" "$entry"; then rm -f "$entry"; fi
done
cd /
rm -rf "$here/_internal" "$here/hotline-desktop" "$here/app.svg" "$here/menu.desktop" "$here/install.sh" \
    "$here/uninstall.sh"
rmdir "$here" 2>/dev/null || true
echo "程序已删除。工单数据仍在 $data/hotline_desktop（用 --data 另指的，在那个文件夹）。"
