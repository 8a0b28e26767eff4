#!/usr/bin/env bash
# Installs what .ci/package made on systems that have nothing of ours, without a network, and looks at it; called by
# .ci/package check [deb11 deb12 deb13 tar wine move]. Each prints what it did; the first failure stops it.
set -euo pipefail
# shellcheck source=/dev/null
source "$TOOLS/roots.sh"
# shellcheck source=/dev/null
source "$TOOLS/wine.sh"
mkdir -p "$BUILD/check" "$BUILD/older"  # find fails where there is no such folder

# clean_root NAME RELEASE: a fresh minimal system called NAME, with what a desktop has and we do not bring: a screen and
# tools to look at it. The package's own dependencies are fetched now, and installed when the network is cut.
clean_root() {
    local name=$1 release=$2
    make_root "$release" "$release"
    copy_root "$release" "$name"
    in_root "$name" "apt-get -qq update && apt-get install -y -qq --no-install-recommends xvfb xdotool imagemagick \
        procps fonts-wqy-microhei && apt-get install -y -qq --no-install-recommends --download-only \
        /build/out/${APP_ID}_${VERSION}_amd64.deb" >"$BUILD/logs/check-$name.log" 2>&1 ||
        { tail -n 5 "$BUILD/logs/check-$name.log" >&2; return 1; }
}

check_deb() {
    local name=check-$1
    echo "===== .deb：$1"
    clean_root "$name" "$2"
    make_older_package
    pack_old_office
    in_root --offline --env "APP_ID=$APP_ID" --env "VERSION=$VERSION" "$name" \
        "bash /source/.ci/packaging/check_deb.sh /build/check/$1"
    rm -rf "$BUILD/roots/$name"
}

check_tar() {
    echo "===== .tar.xz：bookworm，普通用户"
    clean_root check-tar bookworm
    in_root check-tar "apt-get install -y -qq --no-install-recommends \$(dpkg-deb -f /build/out/${APP_ID}_${VERSION}_amd64.deb \
        Depends | tr , '\n' | sed 's/ *(.*//; s/ *|.*//') xz-utils" >>"$BUILD/logs/check-check-tar.log" 2>&1
    in_root --offline --env "VERSION=$VERSION" check-tar "useradd --create-home clerk &&
        setpriv --reuid clerk --regid clerk --init-groups env HOME=\$(getent passwd clerk | cut -d: -f6) bash /source/.ci/packaging/check_tar.sh \
            /build/out/hotline-desktop-$VERSION-linux-x86_64.tar.xz"
    rm -rf "$BUILD/roots/check-tar"
}

check_wine() {
    echo "===== 安装程序：wine 10"
    make_wine_root
    pack_old_office
    rm -rf "$BUILD/wine"
    local new=/build/out/hotline-desktop-$VERSION-windows-x64.exe older
    older=$(find "$BUILD/older" -name '*-windows-x64.exe' -printf '/build/older/%f\n' 2>/dev/null | sort | tail -n 1)
    in_wine --offline /source/.ci/packaging/check_wine.sh "$new" /build/check/wine "${older:-$new}"
}

# An office that an earlier version left, as it lies in this source.
pack_old_office() {
    local stage=$BUILD/check/old-office
    rm -rf "$stage"
    "$PROJECT/.venv/bin/python" -m zipfile -e "$(find "$PROJECT/tests/offices" -name '*.zip' | sort | head -n 1)" "$stage"
    tar -cf "$stage.tar" -C "$stage" .
    rm -rf "$stage"
}

check_move() {
    echo "===== 搬家：Linux → Windows → Linux"
    pack_old_office
    clean_root check-move bookworm
    in_root --offline --env "APP_ID=$APP_ID" --env "VERSION=$VERSION" check-move "bash /source/.ci/packaging/check_move.sh out"
    make_wine_root
    in_wine --offline /source/.ci/packaging/check_move.sh through
    in_root --offline check-move "bash /source/.ci/packaging/check_move.sh back"
    rm -rf "$BUILD/roots/check-move"
}

# What is updated from: a package that was delivered earlier (in $BUILD/older), else the same files under a lower number.
make_older_package() {
    local older=$BUILD/check/older.deb stage=$BUILD/check/older delivered
    delivered=$(find "$BUILD/older" -name "*_amd64.deb" 2>/dev/null | sort | tail -n 1)
    [[ -z $delivered ]] || { cp "$delivered" "$older" && return; }
    [[ $older -nt $BUILD/out/${APP_ID}_${VERSION}_amd64.deb ]] && return
    rm -rf "$stage"
    dpkg-deb --raw-extract "$BUILD/out/${APP_ID}_${VERSION}_amd64.deb" "$stage"
    sed -i "s/^Version: .*/Version: 0.0.1/" "$stage/DEBIAN/control"
    dpkg-deb --root-owner-group -Znone --build "$stage" "$older" >/dev/null
    rm -rf "$stage"
}

[[ $# -gt 0 ]] || set -- deb11 deb12 deb13 tar wine move
for what in "$@"; do
    case $what in
        deb11) check_deb deb11 bullseye ;;
        deb12) check_deb deb12 bookworm ;;
        deb13) check_deb deb13 trixie ;;
        tar) check_tar ;;
        wine) check_wine ;;
        move) check_move ;;
        *) echo "check: deb11 deb12 deb13 tar wine move" >&2 && exit 2 ;;
    esac
done
echo "===== 试装全部通过：$*"
