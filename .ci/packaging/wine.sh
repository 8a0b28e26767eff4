# Windows programs on Debian: wine 10 in a Debian 13 root. To be sourced after roots.sh.
WINE_ROOT=debian13

make_wine_root() {
    make_root "$WINE_ROOT" trixie
    # The first is a link that leads to its end only inside the root.
    [[ -L $BUILD/roots/$WINE_ROOT/usr/bin/wine && -e $BUILD/roots/$WINE_ROOT/usr/bin/xdotool ]] && return
    echo "== wine"
    in_root "$WINE_ROOT" 'apt-get -qq update && apt-get install -y -qq --no-install-recommends wine wine64 procps \
        fonts-wqy-microhei xvfb xauth xdotool imagemagick >/build/logs/wine-packages.log 2>&1'
}

# in_wine [--offline] SCRIPT [ARGUMENT …]: runs a bash script in the root, with wine's server up and a screen. The
# Windows disk is kept in $BUILD/wine.
in_wine() {
    local offline=()
    [[ $1 == --offline ]] && offline=(--offline) && shift
    in_root "${offline[@]}" --env WINEPREFIX=/build/wine --env WINEDEBUG=-all --env "VERSION=$VERSION" \
        --env WINEDLLOVERRIDES=mscoree,mshtml= \
        --env "HOTLINE_COMMIT=$HOTLINE_COMMIT" --env "HOTLINE_COMMIT_TIME=$HOTLINE_COMMIT_TIME" "$WINE_ROOT" "
        Xvfb :87 -screen 0 1366x768x24 >/dev/null 2>&1 &
        export DISPLAY=:87
        mkdir -p /build/wine && wineserver -p </dev/null >/dev/null 2>&1
        timeout 120 wine cmd /c exit </dev/null >/dev/null 2>&1
        bash $*
        code=\$?
        timeout 60 wineserver -k
        exit \$code"
}
