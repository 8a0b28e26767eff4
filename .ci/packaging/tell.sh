#!/usr/bin/env bash
# tell.sh FOLDER MOST MOST_CARRIED FILE…: the sizes, and the checksums of what is to be carried. Stops where the folder (MiB) or
# a file (MB) is larger than it may be.
set -euo pipefail
# within WHAT SIZE MOST
within() {
    echo "== $1 $2 MB（不超过 $3 MB）"
    [[ $2 -le $3 ]]
}
within 文件夹 "$(du -sm "$1" | cut -f1)" "$2"
cd "$BUILD/out"
rm -f SHA256SUMS.txt
for file in *.deb *.tar.xz *.exe; do
    [[ -e $file ]] || continue
    sha256sum "$file" >>SHA256SUMS.txt
done
for file in "${@:4}"; do within "$file" "$(($(stat -c %s "$file") / 1000000))" "$3"; done
