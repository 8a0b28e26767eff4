#!/usr/bin/env bash
# deb.sh FOLDER ARCHITECTURE GLIBC: the package in the layout of UOS and Kylin (/opt/apps/ID: entries, files, info).
set -euo pipefail
folder=$1 architecture=$2 glibc=$3
name=12345热线工单
# -Zxz packs best; DEB_COMPRESSION=none is for trials.
compression=${DEB_COMPRESSION:-xz}
root=$BUILD/deb-$architecture
app=$root/opt/apps/$APP_ID
icons=$app/entries/icons/hicolor

rm -rf "$root"
mkdir -p "$app/entries/applications" "$icons/scalable/apps" "$root"/{DEBIAN,usr/share/applications,usr/bin}
cp -r "$folder" "$app/files"
cp "$PROJECT/resources/icons/app.svg" "$icons/scalable/apps/$APP_ID.svg"
sed -e "s|@PROGRAM@|/opt/apps/$APP_ID/files/hotline-desktop|" \
    -e "s|@ICON@|/opt/apps/$APP_ID/entries/icons/hicolor/scalable/apps/$APP_ID.svg|" \
    "$TOOLS/menu.desktop" >"$app/entries/applications/$APP_ID.desktop"
cp "$app/entries/applications/$APP_ID.desktop" "$root/usr/share/applications/"
ln -s "/opt/apps/$APP_ID/files/hotline-desktop" "$root/usr/bin/hotline-desktop"
cat >"$app/info" <<JSON
{
  "appid": "$APP_ID",
  "name": "$name",
  "version": "$VERSION",
  "arch": ["$architecture"],
  "permissions": {
    "autostart": false, "notification": false, "trayicon": false, "clipboard": true, "account": false,
    "bluetooth": false, "camera": false, "audio_record": false, "installed_apps": false
  }
}
JSON
depends=$("$PROJECT/.venv/bin/python" "$TOOLS/elf.py" "$folder" --depends)
# Printers are found through CUPS; without it the program runs all the same.
recommends="libcups2 | libcups2t64"
depends=${depends/, $recommends/}
cat >"$root/DEBIAN/control" <<CONTROL
Package: $APP_ID
Version: $VERSION
Architecture: $architecture
Maintainer: $CENTER <hotline@xinhai.invalid>
Installed-Size: $(du -sk "$root/opt" | cut -f1)
Depends: ${depends/libc6,/libc6 (>= $glibc),}
Recommends: $recommends
Section: office
Priority: optional
Description: $name
 镇城运中心办理“12345”市民服务热线工单的桌面程序，数据在本机，不需要互联网。
CONTROL
for script in preinst prerm; do
    sed "s|@PROGRAM@|/opt/apps/$APP_ID/files/hotline-desktop|" "$TOOLS/deb-$script" >"$root/DEBIAN/$script"
    chmod 755 "$root/DEBIAN/$script"
done
chmod -R go=rX,u+w "$root"
nice dpkg-deb --root-owner-group "-Z$compression" --build "$root" "$BUILD/out/${APP_ID}_${VERSION}_$architecture.deb" >/dev/null
rm -rf "$root"
