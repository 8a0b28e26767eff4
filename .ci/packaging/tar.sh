#!/usr/bin/env bash
# tar.sh FOLDER ARCHITECTURE: the archive for people without administrator's rights; runs from where it is unpacked.
set -euo pipefail
folder=$1 architecture=$2
name=hotline-desktop-$VERSION-linux-$architecture
stage=$BUILD/tar-$architecture
rm -rf "$stage"
mkdir -p "$stage/$name"
cp -r "$folder/." "$stage/$name/"
cp "$PROJECT/resources/icons/app.svg" "$TOOLS/menu.desktop" "$stage/$name/"
cp "$TOOLS/home-install.sh" "$stage/$name/install.sh"
cp "$TOOLS/home-uninstall.sh" "$stage/$name/uninstall.sh"
chmod -R go=rX,u+w "$stage"
chmod 755 "$stage/$name"/*install.sh
tar --create --owner=0 --group=0 --sort=name --directory "$stage" "$name" |
    nice xz "${TAR_LEVEL:--6}" --threads=2 >"$BUILD/out/$name.tar.xz"
rm -rf "$stage"
