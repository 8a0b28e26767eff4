#!/usr/bin/env bash
# tell.sh FOLDER: the checksums of what is to be carried, and the sizes.
set -euo pipefail
du -sm "$1" | awk '{print "== 文件夹 " $1 " MB"}'
cd "$BUILD/out"
rm -f SHA256SUMS.txt
for file in *.deb *.tar.xz *.exe; do
    [[ -e $file ]] || continue
    sha256sum "$file" >>SHA256SUMS.txt
    echo "== $file $(($(stat -c %s "$file") / 1000000)) MB"
done
