#!/bin/sh
# 装到当前用户的文件夹，不需要管理员：sh install.sh [文件夹]
# 默认装在 ~/.local/opt/hotline-desktop，菜单里加一项。数据在别处，不受影响。也可以不装，直接运行 hotline-desktop。
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-"$HOME/.local/opt/hotline-desktop"}
case $target in /*) ;; *) target=$PWD/$target ;; esac
target=${target%/}
menu=${XDG_DATA_HOME:-"$HOME/.local/share"}/applications
case $target/ in
    "$here"/*) echo "已经在这个文件夹里了。" >&2 && exit 1 ;;
esac
if [ -e "$target" ] && [ ! -e "$target/_internal" ] && [ -n "$(ls -A "$target")" ]; then
    echo "文件夹 $target 里有别的东西，没有安装。请换一个文件夹。" >&2
    exit 1
fi
if [ -e "$target/hotline-desktop" ] && ! flock --nonblock --exclusive "$target/hotline-desktop" true; then
    echo "热线工单正在运行，没有更新，原来的程序没有改动。请先关闭程序，再装一次。" >&2
    exit 1
fi
# The new program stands complete beside the old one before they change places.
new=$target.new old=$target.old
for left in "$new" "$old"; do # by an installation that was broken off
    if [ -e "$left" ] && [ ! -e "$left/menu.desktop" ]; then
        echo "文件夹 $left 里有别的东西，没有安装。请把它移走，再装一次。" >&2
        exit 1
    fi
done
rm -rf "$new" "$old"
mkdir -p "$(dirname "$target")" "$menu"
mkdir "$new"
cp "$here/menu.desktop" "$new/" # first: by it an unfinished copy is known for one of ours
cp -R "$here/." "$new/"
[ ! -e "$target" ] || mv "$target" "$old"
mv "$new" "$target"
rm -rf "$old"
place=$(printf '%s' "$target" | sed 's/[&|\]/\\&/g')
sed -e "s|@PROGRAM@|\"$place/hotline-desktop\"|" -e "s|@ICON@|$place/app.svg|" "$target/menu.desktop" \
    >"$menu/cn.xinhai.hotline.desktop"
echo "已装好：$target。在菜单里找“12345热线工单”。"
