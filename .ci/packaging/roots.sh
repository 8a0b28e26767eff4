# Roots of other Debian releases, in which things are built and tried. To be sourced; needs BUILD.

# The package server that this computer uses for Debian.
debian_mirror() {
    apt-get indextargets --format '$(SITE) $(RELEASE)' 'Created-By: Packages' |
        awk '$2 !~ /-/ && $1 ~ /debian/ {print $1; exit}'
}

# emulate ARCHITECTURE: lets this computer run programs of another kind of processor, by qemu.
emulate() {
    local kinds=/proc/sys/fs/binfmt_misc emulator=/usr/bin/qemu-aarch64-static
    [[ $1 == "$(dpkg --print-architecture)" ]] && return
    [[ $1 == arm64 ]] || { echo "没有准备好这种处理器的模拟：$1" >&2; return 1; }
    [[ -x $emulator ]] || apt-get install -y -qq --no-install-recommends qemu-user-static >"$BUILD/logs/qemu.log" 2>&1
    mountpoint -q "$kinds" || mount -t binfmt_misc binfmt_misc "$kinds"
    # The mark of an ELF file for AArch64, and which of its bits count; F: the emulator works inside other roots too.
    grep -qs enabled "$kinds/qemu-aarch64" || printf '%s' ':qemu-aarch64:M::\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00' \
        '\x00\x02\x00\xb7\x00:\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff:' \
        "$emulator:OCPF" >"$kinds/register"
}

# make_root NAME RELEASE [ARCHITECTURE]: a minimal system in $BUILD/roots/NAME, made once.
make_root() {
    local root=$BUILD/roots/$1 release=$2 architecture=${3:-$(dpkg --print-architecture)} mirror
    emulate "$architecture"
    [[ -e $root/.complete ]] && return
    mirror=$(debian_mirror)
    echo "== Debian $release $architecture"
    rm -rf "$root"
    mkdir -p "$root"
    debootstrap --variant=minbase --arch "$architecture" "$release" "$root" "$mirror" >"$BUILD/logs/root-$1.log" 2>&1 ||
        { tail -n 5 "$BUILD/logs/root-$1.log" >&2; return 1; }
    cp -r /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/ca-of-the-builder.crt" 2>/dev/null || true
    touch "$root/.complete"
}

# copy_root FROM TO: a fresh one of the same release.
copy_root() {
    rm -rf "$BUILD/roots/$2"
    cp -a "$BUILD/roots/$1" "$BUILD/roots/$2"
}

# in_root [--offline] [--env NAME=VALUE]… NAME COMMAND: runs COMMAND with bash in the root. $BUILD is there as /build,
# the source as /source; mounts end with the command. --offline cuts the network.
in_root() {
    local spaces=(--mount) settings=()
    while [[ $1 == --* ]]; do
        case $1 in
            --offline) spaces+=(--net) && shift ;;
            --env) settings+=("$2") && shift 2 ;;
        esac
    done
    local root=$BUILD/roots/$1 command=$2
    export root
    # shellcheck disable=SC2016 — expanded by the inner shell
    unshare "${spaces[@]}" --pid --fork --kill-child bash -c '
        mount --make-rprivate /
        mkdir -p "$root"/{build,source}
        mount -t proc proc "$root/proc"
        mount --rbind /dev "$root/dev"
        mount --bind "$BUILD" "$root/build"
        mount --bind "$PROJECT" "$root/source"
        mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
        mkdir -m 1777 "$root/tmp/.X11-unix"
        cp -L /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null
        command=$1 && shift
        exec chroot "$root" /usr/bin/env -i HOME=/root LANG=C.UTF-8 TZ=Asia/Shanghai DEBIAN_FRONTEND=noninteractive \
            PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@" bash -c "$command"
    ' in_root "$command" "${settings[@]}" </dev/null
}

# debian_sources FOLDER RELEASE PACKAGE…: source packages, checked by Debian's signatures.
debian_sources() {
    local folder=$1 release=$2 apt
    shift 2
    mkdir -p "$folder/state/lists/partial" "$folder/state/cache/archives/partial"
    echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(debian_mirror) $release main" \
        >"$folder/state/$release.list"
    apt=(apt-get -q -o Dir::Etc::sourceparts=- -o "Dir::Etc::sourcelist=$folder/state/$release.list"
        -o "Dir::State::lists=$folder/state/lists" -o "Dir::Cache=$folder/state/cache" -o APT::Sandbox::User=root)
    (cd "$folder" && "${apt[@]}" update && "${apt[@]}" source --download-only "$@") >"$BUILD/logs/sources.log" 2>&1
}
