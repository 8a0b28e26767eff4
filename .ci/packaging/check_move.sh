#!/usr/bin/env bash
# check_move.sh out|through|back: an office of an earlier version moves from Linux to Windows, plain and encrypted, is made
# plain and encrypted again there, and moves back; the files on the way lie in /build/check/move. "through" runs in the
# wine root, the others in a clean Debian.
set -euo pipefail
# shellcheck source=/dev/null
source /source/.ci/packaging/checking.sh
# shellcheck source=/dev/null
source /source/.ci/packaging/moving.sh
way=/build/check/move
hotline() { hotline-desktop "$@"; }

case $1 in
    out)
        apt-get install -y -q --no-install-recommends "/build/out/${APP_ID}_${VERSION}_amd64.deb" >/dev/null 2>&1
        rm -rf "$way" && mkdir -p "$way/old"
        tar -xf /build/check/old-office.tar -C "$way/old"
        must "旧数据打开即升级" hotline --data "$way/old" tickets >/dev/null
        move_out "$way/old" "$way/plain.zip" "$way/shown.json"
        write_secrets "$way"
        encrypt_office "$way/old" "$way/old" "$way/shown.json" "$way"
        move_out "$way/old" "$way/linux.zip" "$way/shown.json"
        ;;
    through)
        program="$WINEPREFIX/drive_c/热线搬家"
        windows() { timeout 2400 wine "$@" </dev/null 2>&1 | cat; return "${PIPESTATUS[0]}"; }
        hotline() { windows "$program/hotline.exe" "$@"; }
        must "装在 Windows" windows "/build/out/hotline-desktop-$VERSION-windows-x64.exe" /S '/D=C:\热线搬家'
        say "没有加密的"
        move_in 'Z:\build\check\move\plain.zip' 'C:\搬来' "$way/shown.json"
        say "加密的"
        refused "不输口令搬不进" hotline --data 'C:\搬来 的' move-in 'Z:\build\check\move\linux.zip'
        secret=(--passphrase-file 'Z:\build\check\move/passphrase.txt')
        move_in 'Z:\build\check\move\linux.zip' 'C:\搬来 的' "$way/shown.json"
        decrypt_office 'C:\搬来 的' "$way/shown.json"
        must "在 Windows 上添一个单位" hotline --data 'C:\搬来 的' units add 海虹物业 group=部门 >/dev/null
        shown_office 'C:\搬来 的' >"$way/shown.json"
        encrypt_office 'C:\搬来 的' "$WINEPREFIX/drive_c/搬来 的" "$way/shown.json" 'Z:\build\check\move'
        move_out 'C:\搬来 的' 'Z:\build\check\move\windows.zip' "$way/shown.json"
        ;;
    back)
        secret=(--passphrase-file "$way/passphrase.txt")
        move_in "$way/windows.zip" "$way/again" "$way/shown.json"
        must "在 Windows 上添的也在" grep -q 海虹物业 "$way/shown.json"
        decrypt_office "$way/again" "$way/shown.json"
        ;;
esac
