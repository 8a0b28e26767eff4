#!/usr/bin/env bash
# try_folder.sh FOLDER: the packaged program's self-test as a user without Python would run it: in an empty environment,
# without a network where that can be cut, and within the size that may be carried on a stick.
set -euo pipefail
folder=$1
most_mb=285
size=$(du -sm "$folder" | cut -f1)
echo "== 文件夹 $size MB（不超过 $most_mb MB）"
[[ $size -le $most_mb ]]
alone=()
if unshare --net true 2>/dev/null; then
    alone=(unshare --net)
    echo "== 网络已断开"
fi
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
"${alone[@]}" env -i HOME="$home" PATH=/usr/bin:/bin LANG=C.UTF-8 "$folder/hotline-desktop" selftest --report "$home/selftest.json"
grep -q '"passed": true' "$home/selftest.json"
